"""The derived tables against numbers and words that were worked out by hand.

Three tiers: single rules on made-up rows (bounds, shares, remainders); the tables of this package, read from their
files, against literals that a person worked out from the curated tables; and the contract: what was built holds
every figure and comparison once, in the form of the descriptor.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pandas.testing import assert_frame_equal
from syria_figures import canonical, derive
from syria_figures.descriptor import Package
from syria_figures.frames import Frames, csv_of, frame_of, typed
from syria_figures.tables import Row, load_rows

YES, NO, NONE = True, False, None


def rows(package: Package, name: str) -> dict[str, Row]:
    """The rows of a table by their key."""
    return {row[package.tables[name].primary_key[0]]: row for row in load_rows(package, name)}


@pytest.fixture(scope="module")
def curated(package: Package) -> Frames:
    """The curated tables as typed frames."""
    return {table.name: frame_of(package, table.name) for table in package.curated}


# Single rules


def statement(quantifier: str, value: int | None, text: str = "", unit: str = "persons", **more: Any) -> Row:
    """The columns that bounds, remainders and shares read."""
    number = None if value is None else Decimal(value)
    return {"quantifier": quantifier, "value": number, "value_high": None, "value_text": text, "unit": unit, **more}


@pytest.mark.parametrize(
    ("row", "low", "low_inclusive", "high", "high_inclusive"),
    [
        (statement("unhedged", 650), 650, YES, 650, YES),
        (statement("approximately", 90, unit="percent"), NONE, NONE, NONE, NONE),
        (statement("more_than", 220000), 220000, NO, NONE, NONE),
        (statement("at_least", 26), 26, YES, NONE, NONE),
        (statement("less_than", 100), NONE, NONE, 100, NO),
        (statement("at_most", 2000), NONE, NONE, 2000, YES),
        (statement("between", 20, value_high=Decimal(30)), 20, YES, 30, YES),
        (statement("indefinite", None, "hundreds"), 100, YES, NONE, NONE),
        (statement("indefinite", None, "dozens"), 12, YES, NONE, NONE),
        (statement("indefinite", None, "a few hundreds"), NONE, NONE, NONE, NONE),
        (statement("indefinite", None, "مئات"), NONE, NONE, NONE, NONE),
    ],
)
def test_bounds_of_each_quantifier(
    row: Row, low: int | None, low_inclusive: bool | None, high: int | None, high_inclusive: bool | None
) -> None:
    """A hedge bounds the wrong side, a tolerance is invented, or a word that cannot be read stops the build."""
    found = derive.bounds(row)
    assert (found.low, found.low_inclusive, found.high, found.high_inclusive) == (
        low,
        low_inclusive,
        high,
        high_inclusive,
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([43, 20, 31], ["45.7", "21.3", "33.0"]),
        ([1, 1, 1], ["33.4", "33.3", "33.3"]),
        ([1, 2], ["33.3", "66.7"]),
        ([0, 7], ["0.0", "100.0"]),
        ([1, 1, 1, 1, 1, 1, 1], ["14.3", "14.3", "14.3", "14.3", "14.3", "14.3", "14.2"]),
    ],
)
def test_shares_add_up(values: list[int], expected: list[str]) -> None:
    """Rounded shares add up to 99.9 or 100.1, and a reader finds that out in print."""
    parts = [statement("unhedged", value, statement_id=str(place)) for place, value in enumerate(values)]
    shares = derive.shares_of(parts)
    assert [str(share) for share in shares.values()] == expected
    assert sum(shares.values()) == 100


WHOLE: Row = {"figure_id": "camp-civilians-assisted", "counted": "civilians", "part_of": None}


def part(value: int, counted: str, quantifier: str = "unhedged", **more: Any) -> Row:
    """A part of the whole."""
    return {"counted": counted, **statement(quantifier, value, **more)}


@pytest.mark.parametrize(
    ("whole", "parts", "says_something"),
    [
        (statement("unhedged", 94), [part(43, "women"), part(20, "children")], True),
        (statement("unhedged", 94), [part(43, "women", "at_least"), part(20, "children")], False),
        (statement("more_than", 94), [part(43, "women")], False),
        (statement("approximately", 94), [part(43, "women")], False),
        (statement("unhedged", 94), [], False),
        (statement("unhedged", 0), [part(0, "women")], False),
        (statement("unhedged", 90, unit="percent"), [part(40, "camp", unit="percent")], False),
    ],
)
def test_no_remainder_of_a_hedged_number_or_a_share(whole: Row, parts: list[Row], says_something: bool) -> None:
    """A remainder is formed from "at least", or a holder is given to the rest of an area."""
    assert derive.has_remainder({**WHOLE, **whole}, parts) is says_something


def test_remainder() -> None:
    """The rest of a whole is given a name that no source gives it."""
    whole = {**WHOLE, **statement("unhedged", 94)}
    (left,) = derive.remainder(whole, [part(43, "women"), part(20, "children")])
    assert (left["value"], left["counted"], left["value_text"]) == (31, "civilians not described", None)
    assert (left["statement_id"], left["part_of"]) == (
        "camp-civilians-assisted-not-described",
        "camp-civilians-assisted",
    )
    assert left["note"].startswith("What is left of the 94 civilians without the 43 women and the 20 children;")


def test_nothing_left_is_no_row() -> None:
    """A whole that is fully described gets a row of zero more."""
    assert derive.remainder({**WHOLE, **statement("unhedged", 63)}, [part(43, "women"), part(20, "children")]) == []


# The tables of this package

DISPLAYS = {
    "war-deaths": "more than 220,000 people killed, Syria",
    "prisoners-released": "650 prisoners released, Damascus",
    "prisons-releasing": "at least 3 prisons releasing prisoners, Damascus",
    "yarmouk-residents-fled": "hundreds of residents fled, Yarmouk",
    "yarmouk-control": "about 90% of the camp under armed control, Yarmouk",
    "yarmouk-clash-deaths": "at least 26 people killed, Yarmouk",
    "yarmouk-civilians-assisted": "94 civilians assisted, Yarmouk",
    "yarmouk-women-assisted": "43 women assisted, Yarmouk",
    "yarmouk-children-assisted": "20 children assisted, Yarmouk",
}

# primary source found, reports with the same value, their claimants by root, contested, lowest, highest, caveats:
# counted by eye in comparisons.csv and caveats.csv
SUPPORT = {
    "war-deaths": (YES, 4, 1, NO, 200000, 220000, 1),  # D1 D3 D4 D5; un un - un; D1-D5 D17
    "prisoners-released": (NO, 0, 0, YES, NONE, NONE, 3),
    "prisons-releasing": (NO, 0, 0, NO, NONE, NONE, 1),
    "yarmouk-residents-fled": (NO, 3, 3, YES, 2000, 2000, 2),  # E1 E6 E7; activists un sohr; E4 E5
    "yarmouk-control": (NO, 5, 1, YES, 90, 90, 2),  # C1 C11 C12 C2 C3; sohr; C9 is for another date
    "yarmouk-clash-deaths": (NO, 3, 1, NO, 26, 26, 1),  # K1 K2 K3; sohr sohr -; K7 K8 are for other dates
    "yarmouk-civilians-assisted": (YES, 4, 1, NO, 94, 100, 4),  # U1 U2 U3 U4; un
    "yarmouk-women-assisted": (YES, 3, 1, NO, 43, 43, 1),
    "yarmouk-children-assisted": (YES, 3, 1, NO, 20, 20, 1),
}

# bounds of the figure and of the comparison as value, inclusive; difference, in per cent, compatible, days between
INTERVALS = {
    "U1": ((94, YES, 94, YES), (94, YES, 94, YES), "0", "0", "yes", -2),  # unhedged
    "P2": ((650, YES, 650, YES), (700, YES, 700, YES), "50", "7.7", "no", -3),
    "D14": ((220000, NO, NONE, NONE), (191369, YES, 191369, YES), "-28631", "-13", "no", -341),
    "D4": ((220000, NO, NONE, NONE), (220000, YES, 220000, YES), "0", "0", "no", -2),  # above 220,000 is not 220,000
    "C12": ((NONE, NONE, NONE, NONE), (NONE, NONE, NONE, NONE), "0", "0", "unknown", -2),  # approximately
    "C5": ((NONE, NONE, NONE, NONE), (NONE, NONE, NONE, NONE), "-40", "-44.4", "unknown", -1),
    "D17": ((220000, NO, NONE, NONE), (200000, NO, NONE, NONE), "-20000", "-9.1", "yes", 0),  # more_than
    "K11": ((26, YES, NONE, NONE), (27, YES, NONE, NONE), "1", "3.8", "yes", 2),  # at_least
    "K10": ((26, YES, NONE, NONE), (23, YES, 23, YES), "-3", "-11.5", "no", 4),
    "U4": ((94, YES, 94, YES), (NONE, NONE, 100, NO), "6", "6.4", "yes", -1),  # less_than
    "C4": ((NONE, NONE, NONE, NONE), (NONE, NONE, 90, YES), "0", "0", "unknown", 0),  # at_most
    "E4": ((100, YES, NONE, NONE), (NONE, NONE, 2000, YES), NONE, NONE, "yes", 0),
    "E7": ((100, YES, NONE, NONE), (100, YES, NONE, NONE), NONE, NONE, "yes", 0),  # indefinite
    "E6": ((100, YES, NONE, NONE), (NONE, NONE, NONE, NONE), NONE, NONE, "unknown", 1),
}
ENDS = ("value_min", "value_min_inclusive", "value_max", "value_max_inclusive")


def test_displays(package: Package) -> None:
    """The first column of the first table is not fit to be printed."""
    assert {key: row["display"] for key, row in rows(package, "figures_labelled").items()} == DISPLAYS


def test_a_figure_with_everything_joined(package: Package) -> None:
    """A name, code or coordinate is joined from the row of another place or actor."""
    row = rows(package, "figures_labelled")["yarmouk-control"]
    expected = {
        "theme": "territorial_control",
        "indicator": "under armed control",
        "value_label": "≈90%",
        "value_min": None,
        "place": "Yarmouk",
        "location_code": "SYR",
        "admin1_name": "Damascus",
        "admin1_code": "SY01",
        "latitude": Decimal("33.4738"),
        "longitude": Decimal("36.3095"),
        "period_end": datetime.date(2015, 4, 6),
        "date_text": "reported on 6 April 2015; its date is not stated",
        "claimant": "Syrian Observatory for Human Rights",
        "actors": "al-Nusra Front;ISIS",
        "caveat_kinds": "contested;single_claimant",
        "citation": "Syrian Observatory for Human Rights, as cited in Breitbart, 6 April 2015",
        "publisher": "Breitbart",
    }
    assert {name: row[name] for name in expected} == expected


def test_blanks_stay_blank(package: Package) -> None:
    """A figure that names no claimant, actor or area gets one by the join."""
    row = rows(package, "figures_labelled")["war-deaths"]
    blank = ("admin1_name", "admin1_code", "latitude", "claimant_id", "claimant", "actor_ids", "actors", "period_start")
    assert [row[name] for name in blank] == [None] * len(blank)


@pytest.mark.parametrize("figure_id", SUPPORT)
def test_support(package: Package, figure_id: str) -> None:
    """Reports are counted as sources, a blank as a claimant, or another date's number into the range."""
    row = rows(package, "figure_support")[figure_id]
    assert tuple(value for name, value in row.items() if name != "figure_id") == SUPPORT[figure_id]


@pytest.mark.parametrize("comparison_id", INTERVALS)
def test_intervals(package: Package, comparison_id: str) -> None:
    """A bound, a difference or a verdict is not what the words of the two give."""
    row = rows(package, "comparison_intervals")[comparison_id]
    figure, comparison, difference, percent, compatible, days = INTERVALS[comparison_id]
    assert tuple(row[f"figure_{end}"] for end in ENDS) == figure
    assert tuple(row[f"comparison_{end}"] for end in ENDS) == comparison
    assert row["difference"] == (difference and Decimal(difference))
    assert row["difference_percent"] == (percent and Decimal(percent))
    assert (row["compatible"], row["days_between"]) == (compatible, days)


def test_the_94(package: Package) -> None:
    """The whole gets a share as well, so that a sum of the column is 200, or the 31 are called men."""
    parts = {key: row for key, row in rows(package, "yarmouk_civilians").items() if row["share_percent"] is not None}
    assert {key: (row["value"], str(row["share_percent"])) for key, row in parts.items()} == {
        "yarmouk-children-assisted": (20, "21.3"),
        "yarmouk-civilians-assisted-not-described": (31, "33"),
        "yarmouk-women-assisted": (43, "45.7"),
    }
    left = parts["yarmouk-civilians-assisted-not-described"]
    assert (left["origin"], left["counted"]) == ("remainder", "civilians not described")
    assert (left["figure_id"], left["part_of"]) == ("yarmouk-civilians-assisted", "yarmouk-civilians-assisted")
    assert (left["value_text"], left["relation"], left["value_label"]) == (None, None, "31")


# The contract


THEMES = ("deaths", "prisoners_released", "yarmouk_civilians", "territorial_control")


def test_every_statement_stands_once(package: Package) -> None:
    """A figure or comparison is lost, or doubled, on its way into the tables of the themes."""
    stated = [row["statement_id"] for theme in THEMES for row in load_rows(package, theme)]
    published = [*rows(package, "figures"), *rows(package, "comparisons")]
    assert sorted(stated) == sorted([*published, "yarmouk-civilians-assisted-not-described"])
    for name in ("figures_labelled", "figure_support"):
        assert list(rows(package, name)) == list(rows(package, "figures"))
    assert list(rows(package, "comparison_intervals")) == list(rows(package, "comparisons"))


def test_nothing_but_the_31_is_counted_by_us(package: Package) -> None:
    """A sum, rate or average gets into a table of the themes beside what was published."""
    values = {key: row["value"] for name in ("figures", "comparisons") for key, row in rows(package, name).items()}
    for theme in THEMES:
        for key, row in rows(package, theme).items():
            assert row["origin"] == "remainder" or row["value"] == values[key], key


def test_files_are_what_is_derived(package: Package, curated: Frames) -> None:
    """A derived table was edited by hand, is out of date, or is not in the form of the descriptor."""
    for name, frame in derive.derive_all(package, curated).items():
        data = package.read(package.tables[name].path)
        assert csv_of(frame) == data, name
        assert canonical.check(package.tables[name], data) == []
        assert_frame_equal(frame, frame_of(package, name))


def test_deriving_changes_no_input(package: Package, curated: Frames) -> None:
    """Deriving writes into the frames of the caller."""
    before = {name: frame.copy() for name, frame in curated.items()}
    derive.derive_all(package, curated)
    for name, frame in curated.items():
        assert_frame_equal(frame, before[name])


def changed(package: Package, curated: Frames, name: str, key: str, **cells: Any) -> Frames:
    """The derived tables of the curated ones, one row of which has other cells."""
    table = package.tables[name]
    other = [{**row, **cells} if row[table.primary_key[0]] == key else row for row in load_rows(package, name)]
    return derive.derive_all(package, {**curated, name: typed(table, other)})


def test_range_widens_the_support(package: Package, curated: Frames) -> None:
    """The upper end of a range is left out of the highest value, or a difference is made of a range."""
    cells = {"value": Decimal(90), "value_high": Decimal(120), "quantifier": "between"}
    derived = changed(package, curated, "comparisons", "U3", **cells)
    support = derived["figure_support"].set_index("figure_id").loc["yarmouk-civilians-assisted"]
    assert (support["lowest_value"], support["highest_value"]) == (90, 120)
    interval = derived["comparison_intervals"].set_index("comparison_id").loc["U3"]
    assert interval[["difference", "difference_percent"]].isna().all()
    assert (interval["comparison_value_min"], interval["comparison_value_max"]) == (90, 120)
    assert interval["compatible"] == "yes"


def test_no_percentage_of_zero(package: Package, curated: Frames) -> None:
    """A difference from a figure of 0 is divided by it, and the build stops."""
    derived = changed(package, curated, "figures", "prisoners-released", value=Decimal(0))
    interval = derived["comparison_intervals"].set_index("comparison_id").loc["P2"]
    assert interval["difference"] == 700
    assert interval[["difference_percent"]].isna().all()


def test_a_hedged_part_takes_shares_and_remainder_away(package: Package, curated: Frames) -> None:
    """Once a part is "at least 43", the rest is still said to be 31, and 43 to be 45.7 per cent."""
    derived = changed(package, curated, "figures", "yarmouk-women-assisted", quantifier="at_least")
    table = derived["yarmouk_civilians"]
    assert table["share_percent"].isna().all()
    assert "remainder" not in set(table["origin"])
