"""A figure in words keeps its hedge, its days and who says so, in plain English, whatever the package is about."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from syria_figures import phrases
from syria_figures.tables import Row

FEW = "a few hundreds maybe, maximum"


def value(quantifier: str, number: float | None, unit: str = "persons", high: float | None = None) -> Row:
    """The columns of a number."""
    return {"quantifier": quantifier, "value": number, "value_high": high, "unit": unit}


def word(text: str, floor: int | None) -> Row:
    """The columns of a word without a number."""
    return {**value("indefinite", None), "value_text": text, "value_min": floor}


@pytest.mark.parametrize(
    ("row", "what", "display", "label"),
    [
        (value("unhedged", 94), "people killed", "94 people killed", "94"),
        (value("approximately", 12.5, "percent"), "town under water", "about 12.5% of the town under water", "≈12.5%"),
        (value("more_than", 220000), "people killed", "more than 220,000 people killed", ">220,000"),
        (value("at_least", 3), "prisons shut", "at least 3 prisons shut", "≥3"),
        (value("less_than", 100), "people killed", "fewer than 100 people killed", "<100"),
        (value("less_than", 5, "percent"), "camp held", "less than 5% of the camp held", "<5%"),
        (value("at_most", 2000), "people killed", "at most 2,000 people killed", "≤2,000"),
        (value("between", 20, high=30), "families displaced", "between 20 and 30 families displaced", "20–30"),
        (value("between", 6, "percent", 7), "camp held", "between 6% and 7% of the camp held", "6–7%"),
        (word("Hundreds", 100), "residents fled", "hundreds of residents fled", "hundreds"),
        (word("عشرات", 10), "residents fled", "tens of residents fled", "tens"),
        (word("x", 10_000), "people killed", "tens of thousands of people killed", "tens of thousands"),
        (word(FEW, None), "residents fled", f"residents fled, Yarmouk: “{FEW}”", f"“{FEW}”"),
    ],
)
def test_a_figure_can_stand_alone(row: Row, what: str, display: str, label: str) -> None:
    """The number, what it counts and where must be read together, and no hedge lost, in words or as a sign."""
    counted, _, indicator = what.partition(" ")
    shown = phrases.display({**row, "counted": counted, "indicator": indicator, "place": "Yarmouk"})
    assert (shown.removesuffix(", Yarmouk"), phrases.value_label(row)) == (display, label)


# Days

REPORTED = {"published_on": datetime.date(2015, 4, 6), "published_month": None, "published_basis": "stated"}
MONTH = {"published_on": None, "published_month": "2015-03", "published_basis": "inferred"}
UNKNOWN = {"published_on": None, "published_month": None, "published_basis": "unknown"}


@pytest.mark.parametrize(
    ("start", "end", "basis", "source", "words"),
    [
        ("2015-03-25", "2015-03-27", "stated", REPORTED, "25–27 March 2015"),
        ("2015-03-28", "2015-04-02", "stated", REPORTED, "28 March – 2 April 2015"),
        ("2014-12-30", "2015-01-02", "stated", REPORTED, "30 December 2014 – 2 January 2015"),
        ("2015-04-04", "2015-04-04", "stated", REPORTED, "4 April 2015"),
        ("2015-04-01", None, "inferred", REPORTED, "since 1 April 2015 (inferred)"),
        (None, "2015-04-05", "stated", REPORTED, "by 5 April 2015"),
        (None, None, "not_stated", REPORTED, "published 6 April 2015; no date given for the figure"),
        (None, None, "not_stated", MONTH, "published March 2015 (inferred); no date given for the figure"),
        (None, None, "not_stated", UNKNOWN, "date of publication not shown; no date given for the figure"),
    ],
)
def test_days_are_said_as_known(start: str | None, end: str | None, basis: str, source: Row, words: str) -> None:
    """An inferred day must be marked, an open end stay open, and the day of publication not pass for the event's."""
    days = [day and datetime.date.fromisoformat(day) for day in (start, end)]
    row = {"period_start": days[0], "period_end": days[1], "period_basis": basis, **source}
    assert phrases.date_text(row) == words


# Who says so

READ_IN = "Breitbart, 6 April 2015"
DID = "names UNRWA as having assisted them, and no one as saying so"
TWO = "names ISIS and al-Nusra as having done so, and no one as saying so"


@pytest.mark.parametrize(
    ("cells", "attribution", "citation"),
    [
        ({"claimant": "SOHR", "actors": "ISIS"}, "SOHR", f"SOHR, as cited in {READ_IN}"),
        ({"claimant": "Breitbart"}, "Breitbart", READ_IN),
        ({}, "the article names no source", f"{READ_IN}, which names no source"),
        ({"actors": "UNRWA"}, f"the article {DID}", f"{READ_IN}, which {DID}"),
        ({"actors": "ISIS;al-Nusra", "indicator": "under siege"}, f"the article {TWO}", f"{READ_IN}, which {TWO}"),
        ({"source_kind": "broadcast"}, "the broadcast names no source", f"{READ_IN}, which names no source"),
        ({"source_kind": "wire_copy"}, "the report names no source", f"{READ_IN}, which names no source"),
    ],
)
def test_who_says_so(cells: Row, attribution: str, citation: str) -> None:
    """Those who did it must not pass for those who say so, or a broadcast for an article."""
    row: Row = {"claimant": None, "actors": None, "indicator": "assisted", "unit": "persons"}
    row |= {"source_kind": "news_article", "publisher": "Breitbart", **REPORTED, **cells}
    assert (phrases.attribution(row), phrases.citation(row)) == (attribution, citation)


SUPPORT = (
    *("matching_reports", "matching_claimants", "claimants_own_page"),
    *("matching_elsewhere", "other_values", "caveats"),
)
ONE, FOUR = "1 report gives the same figure", "4 reports give the same figure"


@pytest.mark.parametrize(
    ("support", "kinds", "words"),
    [
        ((0, 0, False, 0, None, 0), None, "not compared with reports of the same thing"),
        ((0, 0, False, 0, None, 1), None, "no other report we read gives this figure"),
        ((1, 1, True, 1, None, 1), None, f"{ONE} (one claimant named, whose own page it is); at another place"),
        ((4, 1, True, 4, None, 1), "contradicted",
            f"contradicted; {FOUR} (one claimant named, whose own page is among them); all at another place"),
        ((4, 2, False, 2, None, 1), "contested;incomplete",
            f"contested; {FOUR} (2 claimants named); 2 of them at another place"),
        ((4, 0, False, 0, ">200;≈2,000;9", 1), None, f"{FOUR} (no claimant named); others give >200, ≈2,000 and 9"),
    ],
)  # fmt: skip
def test_how_solid_a_figure_is(support: tuple[Any, ...], kinds: str | None, words: str) -> None:
    """A dispute must come first, and one claimant must not pass for several."""
    assert phrases.how_solid({"caveat_kinds": kinds, **dict(zip(SUPPORT, support, strict=True))}) == words
