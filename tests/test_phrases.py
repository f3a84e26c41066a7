"""The words of a figure: values, labels, dates, citations and how solid it is, each against words written by hand.

The last part holds every phrase of the package itself to what all phrases must be: no double blank, no stray end, no
lost hedge.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from syria_figures import phrases
from syria_figures.descriptor import Package
from syria_figures.tables import load_rows


def value(quantifier: str, low: str | None, high: str | None, unit: str, text: str) -> dict[str, Any]:
    """The columns of a value."""
    return {
        "quantifier": quantifier,
        "value": None if low is None else Decimal(low),
        "value_high": None if high is None else Decimal(high),
        "unit": unit,
        "value_text": text,
    }


SOME = "a few hundreds maybe, maximum"
VALUES = [
    (value("unhedged", "650", None, "persons", "650"), "650", "650"),
    (value("unhedged", "90", None, "percent", "90%"), "90%", "90%"),
    (value("unhedged", "33.50", None, "percent", "33.5%"), "33.5%", "33.5%"),
    (value("unhedged", "0", None, "persons", "no"), "0", "0"),
    (value("approximately", "90", None, "percent", "about 90 percent"), "about 90%", "≈90%"),
    (value("more_than", "220000", None, "persons", "over 220,000"), "more than 220,000", ">220,000"),
    (value("more_than", "1E+6", None, "persons", "over a million"), "more than 1,000,000", ">1,000,000"),
    (value("at_least", "3", None, "prisons", "at least three"), "at least 3", "≥3"),
    (value("less_than", "100", None, "persons", "just under a hundred"), "fewer than 100", "<100"),
    (value("less_than", "50", None, "percent", "less than half"), "less than 50%", "<50%"),
    (value("at_most", "2000", None, "persons", "up to 2,000"), "at most 2,000", "≤2,000"),
    (value("between", "20", "30", "persons", "20 to 30"), "between 20 and 30", "20–30"),
    (value("between", "20", "30", "percent", "20 to 30 percent"), "between 20% and 30%", "20–30%"),
    (value("indefinite", None, None, "persons", "Hundreds of residents"), "hundreds", "hundreds"),
    (value("indefinite", None, None, "persons", "tens of thousands"), "tens of thousands", "tens of thousands"),
    (value("indefinite", None, None, "persons", SOME), f"“{SOME}”", f"“{SOME}”"),
]


@pytest.mark.parametrize(("row", "words", "label"), VALUES)
def test_value(row: dict[str, Any], words: str, label: str) -> None:
    """A hedge is lost, turned round or doubled on its way from the table to a sentence or a chart."""
    assert phrases.value_words(row) == words
    assert phrases.value_label(row) == label


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (value("unhedged", "650", None, "persons", "650"), "650 prisoners released, Damascus"),
        (value("at_least", "1", None, "persons", "one"), "at least 1 prisoners released, Damascus"),
        (value("between", "20", "30", "persons", "20-30"), "between 20 and 30 prisoners released, Damascus"),
        (value("indefinite", None, None, "persons", "dozens"), "dozens of prisoners released, Damascus"),
        (
            value("indefinite", None, None, "persons", "a few dozens"),
            "prisoners released, Damascus: “a few dozens”",
        ),
        (
            value("approximately", "90", None, "percent", "about 90%"),
            "about 90% of the prisoners released, Damascus",
        ),
    ],
)
def test_display(row: dict[str, Any], expected: str) -> None:
    """A kind of value that the nine figures do not have today makes a broken phrase tomorrow."""
    names = {"counted": "prisoners", "indicator": "released", "place": "Damascus"}
    assert phrases.display({**row, **names}) == expected


@pytest.mark.parametrize(
    ("start", "end", "basis", "expected"),
    [
        (date(2015, 3, 25), date(2015, 3, 27), "stated", "25–27 March 2015"),
        (date(2015, 4, 4), date(2015, 4, 4), "stated", "4 April 2015"),
        (date(2015, 4, 4), date(2015, 4, 4), "inferred", "4 April 2015 (inferred)"),
        (date(2015, 4, 1), date(2015, 4, 5), "inferred", "1–5 April 2015 (inferred)"),
        (date(2015, 3, 28), date(2015, 4, 2), "stated", "28 March – 2 April 2015"),
        (date(2011, 3, 18), date(2015, 3, 18), "stated", "18 March 2011 – 18 March 2015"),
        (date(2014, 4, 1), date(2015, 4, 5), "stated", "1 April 2014 – 5 April 2015"),
        (None, date(2015, 4, 24), "stated", "by 24 April 2015"),
        (None, date(2015, 3, 13), "inferred", "by 13 March 2015 (inferred)"),
        (None, date(2015, 4, 6), "publication", "reported on 6 April 2015; its date is not stated"),
    ],
)
def test_date_text(start: date | None, end: date, basis: str, expected: str) -> None:
    """A day of publication is read as the date of the figure, or an inferred day as a stated one."""
    assert phrases.date_text({"period_start": start, "period_end": end, "period_basis": basis}) == expected


@pytest.mark.parametrize(
    ("claimant", "publisher", "on", "basis", "expected"),
    [
        (
            "Syrian Observatory for Human Rights",
            "Breitbart",
            date(2015, 4, 6),
            "url",
            "Syrian Observatory for Human Rights, as cited in Breitbart, 6 April 2015",
        ),
        (None, "Breitbart", date(2015, 4, 6), "url", "Breitbart, 6 April 2015, which names no source"),
        ("UNRWA", "UNRWA", date(2015, 4, 4), "stated", "UNRWA, 4 April 2015"),
        ("UNRWA", "VOA", date(2015, 4, 6), "inferred", "UNRWA, as cited in VOA, 6 April 2015 (inferred)"),
        ("OCHA", "Al-Hayat", None, "unknown", "OCHA, as cited in Al-Hayat, date not shown"),
    ],
)
def test_citation_short(claimant: str | None, publisher: str, on: date | None, basis: str, expected: str) -> None:
    """A claimant is cited as if its own page had been read, or a day of publication is made up."""
    row = {"claimant": claimant, "publisher": publisher, "published_on": on, "published_basis": basis}
    assert phrases.citation_short(row) == expected


@pytest.mark.parametrize(
    ("support", "kinds", "others", "expected"),
    [
        ((False, 0, 0, None, None), None, "", "no other page that was read gives this value"),
        (
            (False, 0, 0, None, None),
            "contested;unmatched",
            "",
            "no other page that was read gives this value; contested",
        ),
        ((False, 1, 0, None, None), "incomplete", "", "1 report matches; no claimant named"),
        ((True, 1, 1, "90", "90"), None, "unhedged 90", "1 report matches, a primary source; one claimant"),
        (
            (True, 4, 1, "85", "90"),
            "contested;contradicted",
            "less_than 90, at_least 85, less_than 90",
            "4 reports match, a primary source among them; one claimant; contradicted; contested; "
            "comparable numbers: at least 85% to less than 90%",
        ),
        (
            (False, 3, 2, "50", "80"),
            "unattributed",
            "at_most 50, approximately 60, unhedged 80, more_than 80",
            "3 reports match; 2 claimants; comparable numbers: at most 50% to 80% (hedges differ)",
        ),
        (
            (False, 2, 2, "50", "50"),
            None,
            "approximately 50, approximately 50",
            "2 reports match; 2 claimants; comparable numbers: about 50%",
        ),
    ],
)
def test_how_solid(support: tuple[Any, ...], kinds: str | None, others: str, expected: str) -> None:
    """Reports of one claimant look like many sources, a contested figure looks undisputed, or a hedge is lost."""
    found, reports, claimants, low, high = support
    row = {
        "primary_source_found": found,
        "same_value_reports": reports,
        "same_value_claimants": claimants,
        "lowest_value": low and Decimal(low),
        "highest_value": high and Decimal(high),
    }
    figure = {"value": Decimal(90), "unit": "percent", "caveat_kinds": kinds}
    comparable = [
        {"quantifier": quantifier, "value": Decimal(value), "value_high": None, "unit": "percent", "value_text": ""}
        for quantifier, value in (other.split() for other in others.split(", ") if other)
    ]
    assert phrases.how_solid(row, figure, comparable) == expected


def test_names() -> None:
    """A list of names loses its "and", or an actor that has a short name is called by its long one."""
    assert phrases.short_name({"name": "Islamic State", "abbreviation": "ISIS"}) == "ISIS"
    assert phrases.short_name({"name": "UNRWA", "abbreviation": None}) == "UNRWA"
    assert [phrases.listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_prose() -> None:
    """A sentence has % where the house writes "per cent"."""
    assert phrases.in_prose("about 90% of the camp") == "about 90 per cent of the camp"


def test_every_phrase_of_the_package_is_clean(package: Package) -> None:
    """A phrase of a derived table has a double blank, a blank or comma at its end, or an empty name inside."""
    texts = [
        row[column]
        for table in package.tables.values()
        if table.derived
        for row in load_rows(package, table.name)
        for column in ("display", "value_label", "date_text", "citation")
        if column in row
    ]
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"  |^\W*\s|[\s,;:]$|None|, ,|nan", text)] == []
