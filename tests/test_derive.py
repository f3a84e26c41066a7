"""What is derived follows from the curated tables, with no number that the sources do not support."""

from __future__ import annotations

from typing import Any

import pytest
from accidents import Data
from syria_figures.derive import bounds, derive, derived_names, reading_order
from syria_figures.tables import Row, records

WHOLE, WOMEN, CHILDREN = "yarmouk-civilians-assisted", "yarmouk-women-assisted", "yarmouk-children-assisted"
LEFT = "yarmouk-civilians-assisted-not-described"
THEMES = ["deaths", "prisoners_released", "yarmouk_civilians", "territorial_control"]


def rows_of(data: Data, table: str) -> dict[str, Row]:
    """The rows of a derived table by their id."""
    (key,) = data.package.tables[table].key
    return {row[key]: row for row in records(derive(data.package, data.frames)[table])}


# Bounds


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"quantifier": "unhedged", "value": 94}, (94, True, 94, True)),
        ({"quantifier": "at_least", "value": 26}, (26, True, None, None)),
        ({"quantifier": "more_than", "value": 220000}, (220000, False, None, None)),
        ({"quantifier": "at_most", "value": 2000}, (None, None, 2000, True)),
        ({"quantifier": "less_than", "value": 100}, (None, None, 100, False)),
        ({"quantifier": "approximately", "value": 90, "unit": "percent"}, (None, None, None, None)),
        ({"quantifier": "less_than", "value": 120, "unit": "percent"}, (None, None, 100, False)),
        ({"quantifier": "at_least", "value": 120, "unit": "percent"}, (100, True, None, None)),
        ({"quantifier": "between", "value": 900, "value_high": 1200}, (900, True, 1200, True)),
        ({"quantifier": "between", "value": 90, "value_high": 110, "unit": "percent"}, (90, True, 100, True)),
        ({"quantifier": "indefinite", "value_text": "des centaines"}, (100, True, None, None)),
        ({"quantifier": "indefinite", "value_text": "quelques centaines"}, (None, None, None, None)),
    ],
)
def test_a_hedge_bounds_what_it_says(cells: Row, expected: tuple[Any, ...]) -> None:
    """No tolerance may be invented, and no end set where the source leaves it open, not even 0 or 100."""
    row: Row = {"unit": "persons", "value": None, "value_high": None, "value_text": "", "language": "fr"}
    assert tuple(bounds(row | cells).values()) == expected


# A figure in one row


def test_each_figure_is_one_flat_row(data: Data) -> None:
    """Whoever opens this table first must see the figure with its hedge, place, days, claimant and caveats."""
    figures = rows_of(data, "figures_labelled")
    shown = ("display", "claimant", "actors", "date_text", "caveat_kinds", "source_kind", "admin1_code", "latitude")
    assert [figures["yarmouk-control"][name] for name in shown] == [
        *("about 90% of the camp controlled by armed groups, Yarmouk", "Syrian Observatory for Human Rights"),
        *("al-Nusra Front;ISIS", "published 6 April 2015; no date given for the figure"),
        *("contested;single_claimant", "news_article", "SY01", 33.4738),
    ]
    assert [figures["war-deaths"][name] for name in shown[:3]] == ["more than 220,000 people killed, Syria", None, None]
    assert {str(row["reported_on"]) for row in figures.values()} == {"2015-04-06"}


def test_a_source_without_a_full_day_has_its_month(data: Data) -> None:
    """Where only the month of a report is known, it must be said, and no day made of it."""
    month: Row = {"published_on": None, "published_month": "2015-04", "published_basis": "inferred"}
    figure = rows_of(data.changed("sources", "breitbart-2015-04-06", **month), "figures_labelled")["war-deaths"]
    assert (figure["reported_on"], figure["reported_text"]) == (None, "April 2015 (inferred)")


def test_figures_are_read_in_the_order_of_their_themes(data: Data) -> None:
    """A whole must come before its parts, and the larger part before the smaller."""
    tables = {**data.frames, **derive(data.package, data.frames)}
    assert [row["figure_id"] for row in reading_order(tables)] == [
        *("war-deaths", "yarmouk-clash-deaths", "prisoners-released", "prisons-releasing"),
        *(WHOLE, WOMEN, CHILDREN, "yarmouk-residents-fled", "yarmouk-control"),
    ]


@pytest.mark.parametrize(
    ("figure", "fragment"),
    [("war-deaths", "over%20220%2C000%20people"), ("yarmouk-control", "about%2090%20percent,camp")],
)
def test_a_browser_is_sent_to_the_words(data: Data, figure: str, fragment: str) -> None:
    """The address must open the article at the words of the value, with what they count."""
    row = rows_of(data, "figures_labelled")[figure]
    assert row["words_url"] == f"{row['url']}#:~:text={fragment}"


def test_an_address_keeps_what_has_a_meaning_in_it(data: Data) -> None:
    """A comma or a hyphen in the words must not be read as part of the address syntax, and no second # may be added."""
    page = data.changed("sources", "un-news-2015-03-fifth-year", url="https://example.org/a#b")
    changed = page.changed("comparisons", "D1", quote="over 220,000 well-known lives")
    address = rows_of(changed, "comparisons_labelled")["D1"]["words_url"]
    assert address == "https://example.org/a#b:~:text=over%20220%2C000%20well%2Dknown%20lives"


# How a comparison relates to its figure


@pytest.mark.parametrize(
    ("row", "cells", "relation", "difference"),
    [
        ("D1", {}, "same_value", (0, 0)),
        ("D1", {"value": 210000}, "other_value", (-10000, -4.5)),
        ("D1", {"quantifier": "between", "value_high": 230000}, "other_value", (None, None)),
        ("D1", {"comparability": "narrower"}, "other_scope", (None, None)),
        ("D1", {"timing": "earlier", "comparability": "unclear"}, "other_time", (None, None)),
        ("C15", {"value": 33.3}, "other_value", (-56.7, None)),  # percentage points, of which no percentage is taken
        ("E1", {}, "same_value", (None, None)),  # hundreds, as in the article
        ("E1", {"value_text": "thousands"}, "other_value", (None, None)),
    ],
)
def test_a_relation_follows_from_time_scope_and_number(
    data: Data, row: str, cells: dict[str, Any], relation: str, difference: tuple[Any, Any]
) -> None:
    """A number for other days or of something else must not be called the same, or subtracted; nor may a word."""
    found = rows_of(data.changed("comparisons", row, **cells), "comparisons_labelled")[row]
    assert (found["relation"], found["difference"], found["difference_percent"]) == (relation, *difference)


def test_the_same_value_is_said_apart_from_time_and_scope(data: Data) -> None:
    """Whether the numbers are equal must be stated even if they are not comparable."""
    found = rows_of(data, "comparisons_labelled")
    assert [found[row]["same_value"] for row in ("D10", "C14", "D17", "E6")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("cells", "own"),
    [
        ({}, True),  # the UN on a page of the UN
        ({"publisher_id": "reliefweb"}, True),  # a part of a part of the UN
        ({"publisher_id": "the-guardian"}, False),
        ({"agency_id": "reuters"}, False),
    ],
)
def test_a_claimants_own_page_carries_its_own_text(data: Data, cells: dict[str, Any], own: bool) -> None:
    """A page that carries an agency's text must not count as the claimant's own."""
    page = data.changed("sources", "un-news-2015-03-fifth-year", **{"publisher_id": "un", **cells})
    assert rows_of(page, "comparisons_labelled")["D1"]["claimants_own_page"] is own


# How solid a figure is


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ([], (3, 3, 1, 0)),
        ([("sources", "newser-2015-04-05", {"agency_id": "afp"})], (3, 2, 1, 0)),
        ([("comparisons", "K1", {"claimant_id": "un"}), ("comparisons", "K2", {"claimant_id": "ocha"})], (3, 3, 1, 0)),
        ([("comparisons", "K3", {"claimant_id": "un"})], (3, 3, 2, 0)),
        ([("comparisons", "K1", {"place_id": "syria"})], (3, 3, 1, 1)),
        ([("comparisons", "K1", {"timing": "later"}), ("comparisons", "K2", {"value": 27})], (1, 1, 0, 0)),
    ],
)
def test_support_counts_who_stands_behind_a_figure(
    data: Data, changes: list[tuple[str, str, dict[str, Any]]], counts: tuple[int, ...]
) -> None:
    """Copies of one agency's text must count as one outlet, parts of the UN as one claimant, an empty cell as none."""
    for table, row, cells in changes:
        data = data.changed(table, row, **cells)
    support = rows_of(data, "figure_support")["yarmouk-clash-deaths"]
    shown = ("matching_reports", "matching_outlets", "matching_claimants", "matching_elsewhere")
    assert tuple(support[name] for name in shown) == counts


def test_support_names_what_others_give(data: Data) -> None:
    """Other numbers must be listed once each, smallest first, and a dispute shown if a caveat says so."""
    support = rows_of(data, "figure_support")
    assert support["war-deaths"]["other_values"] == ">200,000;>210,000"
    assert support["prisoners-released"]["other_values"] is None
    assert [support[each]["disputed"] for each in ("war-deaths", "yarmouk-control", WHOLE)] == [False, True, True]
    assert [support[each]["claimants_own_page"] for each in (WHOLE, "yarmouk-clash-deaths")] == [True, False]


# A theme


def test_the_civilians_add_up(data: Data) -> None:
    """The 31 whom the source does not describe must be shown, and the shares must add up to 100."""
    civilians = rows_of(data, "yarmouk_civilians")
    assert [civilians[each]["share_percent"] for each in (WOMEN, CHILDREN, LEFT, WHOLE)] == [46, 21, 33, None]
    left = civilians[LEFT]
    shown = ("origin", "value", "counted", "quantifier", "value_label", "value_min", "value_max", "part_of", "place")
    assert [left[name] for name in shown] == [
        *("remainder", 31, "civilians not described", "unhedged", "31", 31, 31, WHOLE, "Yarmouk")
    ]
    assert [left[name] for name in ("value_text", "words_url", "claimant_id", "relation")] == [None] * 4
    assert left["note"] == (
        "The 94 civilians except the 43 women and the 20 children. The article does not describe the others."
    )


@pytest.mark.parametrize(
    ("whole", "women", "children", "shares"),
    [
        (3, 1, 1, [34, 33, 33]),
        (200, 1, 1, [1, 0, 99]),
        (63, 43, 20, [68, 32]),
    ],
)
def test_shares_add_up_to_100(data: Data, whole: int, women: int, children: int, shares: list[int]) -> None:
    """Rounding must not lose or gain a per cent, and a part that is the whole must leave nothing over."""
    for figure, value in ((WHOLE, whole), (WOMEN, women), (CHILDREN, children)):
        data = data.changed("figures", figure, value=value)
    civilians = rows_of(data, "yarmouk_civilians")
    found = [civilians[each]["share_percent"] for each in (WOMEN, CHILDREN, LEFT) if each in civilians]
    assert sorted(found) == sorted(shares)
    assert sum(found) == 100


@pytest.mark.parametrize("row", [WHOLE, WOMEN])
def test_a_hedged_whole_or_part_has_no_remainder(data: Data, row: str) -> None:
    """At least 43 of 94 must not leave 51, or a share."""
    civilians = rows_of(data.changed("figures", row, quantifier="at_least"), "yarmouk_civilians")
    assert LEFT not in civilians
    assert {row["share_percent"] for row in civilians.values()} == {None}


def test_each_statement_stands_in_the_table_of_its_theme(data: Data) -> None:
    """No figure or comparison may be lost, or be in two themes."""
    derived = derive(data.package, data.frames)
    assert derived_names(data.package) == [*list(derived)[:3], *THEMES, "alt_texts"]
    found = [row["statement_id"] for theme in THEMES for row in records(derived[theme])]
    curated = [*data.frames["figures"]["figure_id"], *data.frames["comparisons"]["comparison_id"]]
    assert sorted(found) == sorted([*curated, LEFT])
    assert "yarmouk-control" in set(derived["territorial_control"]["statement_id"])
