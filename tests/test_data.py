"""The nine figures hold what the article states.

The literals stand here a second time on purpose, as read by a person and not built from the tables: whoever changes a
cell by accident must change it in two places. Where a period is not stated, the note on its basis says so.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from syria_figures.descriptor import HOME, read_package
from syria_figures.tables import Row, load_rows

APRIL_6 = "2015-04-06"

# indicator, counted, value, unit, quantifier, words of the value, place, start, end, basis, claimant, actors, part of
STATED: dict[str, tuple[str | None, ...]] = {
    "war-deaths": (
        *("killed", "people", "220000", "persons", "more_than", "over 220,000"),
        *("syria", None, APRIL_6, "publication", None, None, None),
    ),
    "prisoners-released": (
        *("prisoners_released", "prisoners", "650", "persons", "unhedged", "650"),
        *("damascus", "2015-03-25", "2015-03-27", "stated", "sohr", "syrian-government", None),
    ),
    "prisons-releasing": (
        *("prisons_releasing", "prisons", "3", "prisons", "at_least", "at least three"),
        *("damascus", "2015-03-25", "2015-03-27", "stated", "sohr", "syrian-government", None),
    ),
    "yarmouk-residents-fled": (
        *("residents_fled", "residents", None, "persons", "indefinite", "hundreds"),
        *("yarmouk", "2015-04-01", "2015-04-05", "inferred", None, None, None),
    ),
    "yarmouk-control": (
        *("territory_controlled", "camp", "90", "percent", "approximately", "about 90 percent"),
        *("yarmouk", None, APRIL_6, "publication", "sohr", "al-nusra;isis", None),
    ),
    "yarmouk-clash-deaths": (
        *("killed", "people", "26", "persons", "at_least", "at least 26"),
        *("yarmouk", "2015-04-01", APRIL_6, "inferred", None, None, None),
    ),
    "yarmouk-civilians-assisted": (
        *("civilians_assisted", "civilians", "94", "persons", "unhedged", "94"),
        *("yarmouk", None, APRIL_6, "publication", None, "unrwa", None),
    ),
    "yarmouk-women-assisted": (
        *("civilians_assisted", "women", "43", "persons", "unhedged", "43"),
        *("yarmouk", None, APRIL_6, "publication", None, "unrwa", "yarmouk-civilians-assisted"),
    ),
    "yarmouk-children-assisted": (
        *("civilians_assisted", "children", "20", "persons", "unhedged", "20"),
        *("yarmouk", None, APRIL_6, "publication", None, "unrwa", "yarmouk-civilians-assisted"),
    ),
}
COLUMNS = (
    *("indicator_id", "counted", "value", "unit", "quantifier", "value_text"),
    *("place_id", "period_start", "period_end", "period_basis", "claimant_id", "actor_ids", "part_of"),
)
DATES = {"period_start", "period_end"}

PACKAGE = read_package(HOME)
FIGURES: dict[str, Row] = {row["figure_id"]: row for row in load_rows(PACKAGE, "figures")}


def typed(column: str, text: str | None) -> object:
    """A literal as the tables are read: a number, a day, or words."""
    if text is None:
        return None
    if column == "value":
        return Decimal(text)
    return datetime.date.fromisoformat(text) if column in DATES else text


def test_the_figures_are_the_nine_of_the_article() -> None:
    """A figure left out or invented would be published."""
    assert sorted(FIGURES) == sorted(STATED)


@pytest.mark.parametrize("figure_id", STATED)
def test_a_figure_holds_what_the_article_states(figure_id: str) -> None:
    """A changed number, hedge, place, date, claimant or actor would be published in the article's name."""
    row = FIGURES[figure_id]
    stated = {column: typed(column, text) for column, text in zip(COLUMNS, STATED[figure_id], strict=True)}
    assert {column: row[column] for column in COLUMNS} == stated
    assert row["value_high"] is None
    assert row["source_id"] == "breitbart-2015-04-06"


def test_women_and_children_leave_31_not_described() -> None:
    """Someone could complete the 94 with a group that the article does not name."""
    parts = [row for row in FIGURES.values() if row["part_of"] == "yarmouk-civilians-assisted"]
    assert sorted(row["counted"] for row in parts) == ["children", "women"]
    assert FIGURES["yarmouk-civilians-assisted"]["value"] - sum(row["value"] for row in parts) == 31


def test_the_26_are_no_part_of_the_220000() -> None:
    """A part that the article does not state would invite a sum or a share."""
    assert FIGURES["yarmouk-clash-deaths"]["part_of"] is None


def test_the_source_is_the_article() -> None:
    """The figures would be cited from another page, or on another day, than they were read from."""
    (source,) = [row for row in load_rows(PACKAGE, "sources") if row["source_id"] == "breitbart-2015-04-06"]
    assert source["title"] == "Syrian Government, Opposition Meet in Moscow to Discuss the Humanitarian Crisis"
    assert source["published_on"] == datetime.date(2015, 4, 6)
    assert len(source["text_sha256"]) == 64
