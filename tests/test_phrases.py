"""A figure in words keeps its hedge, its days and who says so, in plain English."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from syria_figures import phrases

Row = dict[str, Any]


def value(quantifier: str, number: float | None, unit: str = "persons", high: float | None = None) -> Row:
    """The columns of a number."""
    return {"quantifier": quantifier, "value": number, "value_high": high, "unit": unit}


def word(text: str, floor: int | None) -> Row:
    """The columns of a word without a number."""
    return {**value("indefinite", None), "value_text": text, "value_min": floor}


FEW = "a few hundreds maybe, maximum"


@pytest.mark.parametrize(
    ("row", "words", "label"),
    [
        (value("unhedged", 94), "94", "94"),
        (value("unhedged", 33.5, "percent"), "33.5%", "33.5%"),
        (value("approximately", 90, "percent"), "about 90%", "≈90%"),
        (value("more_than", 220000), "more than 220,000", ">220,000"),
        (value("at_least", 26), "at least 26", "≥26"),
        (value("less_than", 100), "fewer than 100", "<100"),
        (value("less_than", 5, "percent"), "less than 5%", "<5%"),
        (value("at_most", 2000), "at most 2,000", "≤2,000"),
        (value("between", 20, high=30), "between 20 and 30", "20–30"),
        (value("between", 60, "percent", 70), "between 60% and 70%", "60–70%"),
        (word("Hundreds", 100), "hundreds", "hundreds"),
        (word(FEW, None), f"“{FEW}”", f"“{FEW}”"),
        (word("عشرات", 10), "tens", "tens"),
        *(
            (word("x", floor), words, words)
            for floor, words in {12: "dozens", 20: "scores", 1_000: "thousands"}.items()
        ),
        (word("x", 10_000), "tens of thousands", "tens of thousands"),
        (word("x", 100_000), "hundreds of thousands", "hundreds of thousands"),
    ],
)
def test_a_value_keeps_its_hedge(row: Row, words: str, label: str) -> None:
    """A hedge must not be lost, in words or as a sign."""
    assert (phrases.value_words(row), phrases.value_label(row)) == (words, label)


@pytest.mark.parametrize(
    ("row", "what", "display"),
    [
        (value("more_than", 220000), "people|killed|Syria", "more than 220,000 people killed, Syria"),
        (value("at_least", 3), "prisons|shut|Damascus", "at least 3 prisons shut, Damascus"),
        (value("approximately", 90, "percent"), "camp|held|Yarmouk", "about 90% of the camp held, Yarmouk"),
        (word("hundreds", 100), "residents|fled|Yarmouk", "hundreds of residents fled, Yarmouk"),
        (word(FEW, None), "residents|fled|Yarmouk", f"residents fled, Yarmouk: “{FEW}”"),
    ],
)  # fmt: skip
def test_a_figure_can_stand_alone(row: Row, what: str, display: str) -> None:
    """The number, what it counts and where must be read together."""
    words = dict(zip(("counted", "indicator", "place"), what.split("|"), strict=True))
    assert phrases.display({**row, **words}) == display


def test_per_cent_is_spelled_out_in_prose() -> None:
    """Running text must say per cent."""
    assert phrases.in_prose("about 90% of the camp") == "about 90 per cent of the camp"


# Days

REPORTED = {"published_on": datetime.date(2015, 4, 6), "published_month": None, "published_basis": "stated"}
MONTH = {"published_on": None, "published_month": "2015-03", "published_basis": "stated"}
UNKNOWN = {"published_on": None, "published_month": None, "published_basis": "unknown"}


@pytest.mark.parametrize(
    ("start", "end", "basis", "words"),
    [
        ("2015-03-25", "2015-03-27", "stated", "25–27 March 2015"),
        ("2015-03-28", "2015-04-02", "stated", "28 March – 2 April 2015"),
        ("2014-12-30", "2015-01-02", "stated", "30 December 2014 – 2 January 2015"),
        ("2015-04-04", "2015-04-04", "stated", "4 April 2015"),
        ("2015-04-01", "2015-04-05", "inferred", "1–5 April 2015 (inferred)"),
        ("2015-04-01", None, "inferred", "since 1 April 2015 (inferred)"),
        (None, "2015-04-05", "stated", "by 5 April 2015"),
    ],
)
def test_days_are_said_as_known(start: str | None, end: str | None, basis: str, words: str) -> None:
    """An inferred day must be marked as one, and an open end must stay open."""
    days = [day and datetime.date.fromisoformat(day) for day in (start, end)]
    row = {"period_start": days[0], "period_end": days[1], "period_basis": basis, **REPORTED}
    assert phrases.date_text(row) == words


@pytest.mark.parametrize(
    ("source", "published", "report"),
    [
        (REPORTED, "6 April 2015", "published 6 April 2015"),
        (MONTH, "March 2015", "published March 2015"),
        ({**MONTH, "published_basis": "inferred"}, "March 2015 (inferred)", "published March 2015 (inferred)"),
        (UNKNOWN, "date not shown", "date of publication not shown"),
    ],
)
def test_a_figure_without_days_says_so(source: Row, published: str, report: str) -> None:
    """The day of publication must not pass for the day of the event."""
    row = {"period_start": None, "period_end": None, "period_basis": "not_stated", **source}
    assert phrases.published(row) == published
    assert phrases.date_text(row) == f"{report}; no date given for the figure"


# Who says so


UNRWA = "names UNRWA as the one who assisted, and no one as saying so"
TWO = "names ISIS and al-Nusra as those who did so, and no one as saying so"


@pytest.mark.parametrize(
    ("claimant", "actors", "indicator", "attribution", "citation"),
    [
        ("SOHR", "ISIS", "controlled", "SOHR", "SOHR, as cited in Breitbart, 6 April 2015"),
        ("Breitbart", None, "killed", "Breitbart", "Breitbart, 6 April 2015"),
        (None, "UNRWA", "assisted", f"the article {UNRWA}", f"Breitbart, 6 April 2015, which {UNRWA}"),
        (None, "ISIS;al-Nusra", "under control", f"the article {TWO}", f"Breitbart, 6 April 2015, which {TWO}"),
        (None, None, "killed", "the article names no source", "Breitbart, 6 April 2015, which names no source"),
    ],
)
def test_who_says_so(claimant: str | None, actors: str | None, indicator: str, attribution: str, citation: str) -> None:
    """Those who did it must not pass for those who say so, or the article for the one who counted."""
    row = {"claimant": claimant, "actors": actors, "indicator": indicator, "publisher": "Breitbart", **REPORTED}
    assert (phrases.attribution(row), phrases.citation(row)) == (attribution, citation)


def test_names_are_listed_as_in_a_sentence() -> None:
    """A list must read as a person would say it, with familiar names."""
    assert [phrases.listed("abc"[:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    actors: list[Row] = [
        {"name": "Islamic State", "abbreviation": "ISIS"},
        {"name": "al-Nusra Front", "abbreviation": None},
    ]
    assert [phrases.short_name(actor) for actor in actors] == ["ISIS", "al-Nusra Front"]


SUPPORT = ("matching_reports", "matching_claimants", "claimants_own_page", "matching_elsewhere", "other_values")
ONE, FOUR = "1 report gives the same figure", "4 reports give the same figure"


@pytest.mark.parametrize(
    ("support", "kinds", "words"),
    [
        ((0, 0, False, 0, None), None, "no other report we read gives this number"),
        ((1, 0, False, 0, None), "incomplete", f"{ONE} (no claimant named)"),
        ((1, 1, True, 1, None), None, f"{ONE} (one claimant named, whose own page it is); at another place"),
        (
            (4, 1, True, 0, None),
            "contradicted",
            f"contradicted; {FOUR} (one claimant named, whose own page is among them)",
        ),
        (
            (4, 2, False, 2, None),
            "contested;incomplete",
            f"contested; {FOUR} (2 claimants named); 2 of them at another place",
        ),
        ((4, 0, False, 4, None), None, f"{FOUR} (no claimant named); all at another place"),
        ((4, 0, False, 0, ">200;≈2,000"), None, f"{FOUR} (no claimant named); others give >200 and ≈2,000"),
    ],
)
def test_how_solid_a_figure_is(support: tuple[Any, ...], kinds: str | None, words: str) -> None:
    """A dispute must come first, and one claimant must not pass for several."""
    assert phrases.how_solid(dict(zip(SUPPORT, support, strict=True)), {"caveat_kinds": kinds}) == words
