"""Each rule names the one cell that an accident broke, and lets correct cells pass."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.errors
import pytest
from accidents import Data
from syria_figures import schemas
from syria_figures.rules import RULES, with_what_they_point_to

WHOLE, WOMEN, CHILDREN = "yarmouk-civilians-assisted", "yarmouk-women-assisted", "yarmouk-children-assisted"
ARTICLE, SOURCE = "breitbart-2015-04-06", "the-guardian-2015-04-04"  # the page of C3
DAY = "2015-03-25"

# The accidents that break each rule: a row with its new cells, and the column that must be named (with the row before
# it, where that is another one).
ACCIDENTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("a_word_has_no_value", "figures war-deaths", {"value": None}, "value"),
    ("a_word_has_no_value", "figures yarmouk-residents-fled", {"value": 300}, "value"),
    ("a_word_has_no_value", "comparisons C1", {"value": None}, "value"),
    ("only_a_range_has_an_upper_value", "figures war-deaths", {"value_high": 230000}, "value_high"),
    ("only_a_range_has_an_upper_value", "comparisons C17", {"value_high": 60}, "value_high"),
    ("only_a_range_has_an_upper_value", "comparisons C17", {"value_high": None}, "value_high"),
    ("counts_are_whole", "figures war-deaths", {"value": 22.5}, "value"),
    ("counts_are_whole", "comparisons U1", {"value": 9.4}, "value"),
    ("a_share_ends_at_100", "figures yarmouk-control", {"value": 900}, "value"),
    ("a_share_ends_at_100", "comparisons C1", {"value": 101}, "value"),
    ("the_unit_is_the_indicators", "figures prisons-releasing", {"unit": "persons"}, "unit"),
    ("the_unit_is_the_indicators", "comparisons C1", {"unit": "persons"}, "unit"),
    (
        "the_indicator_counts_the_unit",
        "figures prisons-releasing",
        {"indicator_id": "prisoners_released"},
        "indicator_id",
    ),
    ("not_stated_means_no_day", "figures war-deaths", {"period_basis": "stated"}, "period_basis"),
    ("not_stated_means_no_day", "comparisons C2", {"period_basis": "not_stated"}, "period_basis"),
    ("a_period_starts_before_it_ends", "figures prisoners-released", {"period_start": "2015-03-28"}, "period_start"),
    ("a_period_starts_before_it_ends", "comparisons C2", {"period_start": "2015-04-05"}, "period_start"),
    ("a_period_ends_before_it_was_reported", "figures prisoners-released", {"period_end": "2015-04-07"}, "period_end"),
    (
        "a_period_ends_before_it_was_reported",
        "figures yarmouk-clash-deaths",
        {"period_start": "2015-04-10"},
        "period_start",
    ),
    ("a_period_ends_before_it_was_reported", "comparisons C2", {"period_end": "2115-04-05"}, "period_end"),
    (
        "a_period_ends_before_it_was_reported",
        "comparisons C2",
        {"period_start": "2115-04-05", "period_end": None},
        "period_start",
    ),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"indicator_id": "killed"}, "indicator_id"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"place_id": "syria"}, "place_id"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"period_start": DAY}, "period_start"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"period_end": DAY}, "period_end"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"claimant_id": "unrwa"}, "claimant_id"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"actor_ids": None}, "actor_ids"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"unit": "prisons"}, "unit"),
    ("a_part_is_like_its_whole", f"figures {WOMEN}", {"source_id": "upi-2015-04-05"}, "source_id"),
    ("parts_add_up_to_no_more_than_their_whole", f"figures {WOMEN}", {"value": 75}, f"{WHOLE} value"),
    ("parts_are_disjoint", f"figures {WOMEN}", {"counted": "children"}, "counted"),
    ("nothing_is_part_of_itself", f"figures {WHOLE}", {"part_of": WHOLE}, "part_of"),
    ("nothing_is_part_of_itself", f"figures {WHOLE}", {"part_of": WOMEN}, "part_of"),
    ("nothing_is_part_of_itself", "actors un", {"part_of": "ocha"}, "ocha part_of"),
    ("nothing_is_part_of_itself", "places syria", {"part_of": "yarmouk"}, "damascus part_of"),
    ("a_part_has_no_headline", f"figures {WOMEN}", {"headline": "43 women assisted"}, "headline"),
    ("a_comparison_is_from_elsewhere", "comparisons C1", {"source_id": ARTICLE}, "source_id"),
    ("the_words_are_in_the_language_of_their_page", "comparisons C1", {"value_language": "ar"}, "value_language"),
    (
        "a_caveat_has_evidence",
        "caveats war-deaths-unattributed",
        {"comparison_ids": None, "source_ids": None},
        "comparison_ids",
    ),
    ("evidence_bears_on_its_figure", "caveats war-deaths-unattributed", {"comparison_ids": "D1;K1"}, "comparison_ids"),
    ("a_day_or_a_month_has_a_basis", f"sources {SOURCE}", {"published_basis": "unknown"}, "published_basis"),
    ("a_day_or_a_month_has_a_basis", f"sources {SOURCE}", {"published_month": "2015-04"}, "published_basis"),
    ("a_day_or_a_month_has_a_basis", f"sources {SOURCE}", {"published_on": None}, "published_basis"),
    ("a_page_is_read_after_it_was_published", f"sources {SOURCE}", {"published_on": "2115-04-04"}, "published_on"),
    ("a_text_has_hash_and_length", f"sources {ARTICLE}", {"text_characters": None}, "text_characters"),
    ("a_text_has_hash_and_length", f"sources {ARTICLE}", {"text_sha256": None}, "text_characters"),
    ("a_point_has_two_coordinates", "places yarmouk", {"latitude": None}, "longitude"),
    (
        "a_name_belongs_to_one_row",
        "wordings places syria Syria",
        {"wording": "Damascus"},
        "places syria Damascus wording",
    ),
]

# What looks like an accident but is not.
RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("only_a_range_has_an_upper_value", "comparisons C17", {"value_high": 60.5}),
    ("counts_are_whole", "comparisons C1", {"value": 33.5}),
    ("a_share_ends_at_100", "comparisons C17", {"value": 100}),
    ("a_share_ends_at_100", "figures war-deaths", {"value": 101}),
    ("not_stated_means_no_day", "figures prisoners-released", {"period_end": None}),
    ("a_period_starts_before_it_ends", "figures prisoners-released", {"period_start": "2015-03-27"}),
    ("a_period_ends_before_it_was_reported", "figures prisoners-released", {"period_end": "2015-04-06"}),
    ("parts_add_up_to_no_more_than_their_whole", f"figures {WOMEN}", {"value": 74}),
    ("parts_are_disjoint", "figures war-deaths", {"counted": "women"}),
    ("a_part_has_no_headline", "figures war-deaths", {"headline": "More than 220,000 killed"}),
    ("a_caveat_has_evidence", "caveats war-deaths-incomplete", {"comparison_ids": None}),
    ("evidence_bears_on_its_figure", "caveats war-deaths-unattributed", {"figure_id": None}),
    ("evidence_bears_on_its_figure", f"caveats {WHOLE}-contradicted", {"comparison_ids": "U1c;U1w"}),
    ("a_day_or_a_month_has_a_basis", f"sources {SOURCE}", {"published_on": None, "published_month": "2015-04"}),
    ("a_page_is_read_after_it_was_published", f"sources {SOURCE}", {"accessed_on": "2015-04-04"}),
    ("a_point_has_two_coordinates", "places yarmouk", {"latitude": None, "longitude": None}),
    ("a_name_belongs_to_one_row", "wordings indicators killed killed", {"wording": "released"}),
]


def broken(data: Data, name: str, table: str) -> list[str]:
    """The rows of a table that break a rule, each with the column that the rule blames."""
    frame = with_what_they_point_to(data.frames)[table]
    keys = frame[list(data.package.tables[table].key)].astype(str).agg(" ".join, axis=1)
    rules = [rule for rule in RULES if (rule.holds.__name__, rule.table) == (name, table)]
    return [f"{key} {rule.column}" for rule in rules for key in keys[~rule.holds(frame).astype(bool)]]


@pytest.mark.parametrize(("name", "row", "cells", "blamed"), ACCIDENTS)
def test_an_accident_is_named_at_its_cell(data: Data, name: str, row: str, cells: dict[str, Any], blamed: str) -> None:
    """The rule that an accident breaks must name the cell, and no other."""
    table, _, key = row.partition(" ")
    wrong = data.changed(table, key, **cells)
    new_key = key if " " in key else str(cells.get(data.package.tables[table].key[0], key))
    assert broken(wrong, name, table) == [blamed if " " in blamed else f"{new_key} {blamed}"]


@pytest.mark.parametrize(("name", "row", "cells"), RIGHT)
def test_what_only_looks_like_an_accident_passes(data: Data, name: str, row: str, cells: dict[str, Any]) -> None:
    """A rule must not report what is right: a rule that cries wolf gets switched off."""
    table, _, key = row.partition(" ")
    assert broken(data.changed(table, key, **cells), name, table) == []


def test_each_rule_has_its_accident(data: Data) -> None:
    """Every rule must have a case that breaks it, and the tables as they are must keep all rules."""
    tried = {(name, row.partition(" ")[0], blamed.rpartition(" ")[2]) for name, row, _, blamed in ACCIDENTS}
    assert tried == {(rule.holds.__name__, rule.table, rule.column) for rule in RULES}
    assert schemas.check(data.package, data.frames) == []


# What is said


@pytest.mark.parametrize(
    ("row", "cells", "words"),
    [
        (
            "figures war-deaths",
            {"value": None},
            "The quantifier is more_than, and the value is empty. "
            "Leave the value empty with indefinite, and fill it with any other quantifier.",
        ),
        (f"figures {WOMEN}", {"value": 75}, "Its parts add up to 95. Correct the value, or those of the parts."),
        (
            "caveats war-deaths-unattributed",
            {"comparison_ids": "D1;K1"},
            "It names comparisons of other figures: K1. Name those of war-deaths.",
        ),
    ],
)
def test_a_finding_says_what_stands_there(data: Data, row: str, cells: dict[str, Any], words: str) -> None:
    """A message must say what the cells hold and how to fix it, at the line of the file, in one finding."""
    table, _, key = row.partition(" ")
    wrong = data.changed(table, key, **cells)
    (finding,) = schemas.check(wrong.package, wrong.frames)
    assert f"{finding.problem} {finding.fix}".startswith(words)


def test_a_schema_holds_type_and_limits(data: Data) -> None:
    """A frame of another type, an empty cell that must be filled or a value beyond its limit must not pass."""
    figures = data.frames["figures"]
    schema = schemas.schema_of(data.package.tables["figures"])
    schema.validate(figures)
    for wrong in (
        figures.astype({"value": "string"}),
        figures.assign(value=-figures["value"]),
        figures.assign(place_id=pd.array([pd.NA] * len(figures), dtype="string")),
        figures.assign(figure_id=figures["figure_id"].str.upper()),
        figures.assign(quantifier=figures["quantifier"].cat.rename_categories({"more_than": "over"})),
    ):
        with pytest.raises(pandera.errors.SchemaError):
            schema.validate(wrong)
