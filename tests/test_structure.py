"""The descriptor can be followed, each cell is of its type and within its limits, and each id points to a row."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from accidents import CAMPS, SCHEMA, Data, tiny
from syria_figures import keys, structure
from syria_figures.descriptor import DESCRIPTOR, read_package
from syria_figures.findings import Rejected

# The descriptor


def with_schema(**changes: Any) -> dict[str, Any]:
    """The schema of the tiny table with other properties."""
    return {"schema": {**copy.deepcopy(SCHEMA), **changes}}


def limited(column: str, **constraints: Any) -> dict[str, Any]:
    """The schema of the tiny table, in which one column comes first and has these constraints alone."""
    (found,) = [field for field in SCHEMA["fields"] if field["name"] == column]
    return with_schema(fields=[{**found, "constraints": constraints}])


KEY = {"fields": ["name"], "reference": {"resource": "places", "fields": ["place_id"]}}
OWN = {"fields": ["name"], "reference": {"resource": "camps", "fields": ["place_id"]}}


@pytest.mark.parametrize(
    ("resource", "place"),
    [
        ({"name": ""}, "resources[]"),
        ({"path": ["a.csv"]}, "resources[camps]"),
        ({"schema": "camps.json"}, "resources[camps]"),
        ({"schema": {}}, "resources[camps]"),
        (with_schema(fields=["name"]), "resources[camps]"),
        (with_schema(fields=[{"name": "name", "type": "geopoint"}]), "resources[camps]"),
        (limited("camp_id", pattern="(?:[a-z"), "resources[camps]"),
        (limited("people", minimum="none"), "resources[camps]"),
        (limited("kind", enum=[1, 2]), "resources[camps]"),
        (with_schema(primaryKey=[{"name": "camp_id"}]), "resources[camps]"),
        (with_schema(primaryKey=["camp"]), "resources[camps]"),
        (with_schema(foreignKeys={"fields": "name"}), "resources[camps]"),
        (with_schema(foreignKeys=[{**KEY, "fields": []}]), "resources[camps]"),
        (with_schema(foreignKeys=[KEY]), "resources[places]"),
        (with_schema(foreignKeys=[OWN]), "resources[camps]"),
    ],
)
def test_a_descriptor_that_cannot_be_followed_is_named(tmp_path: Path, resource: dict[str, Any], place: str) -> None:
    """A descriptor in an unexpected form must be reported at its resource, and not end in a traceback."""
    with pytest.raises(Rejected) as rejected:
        tiny(tmp_path, **resource)
    (finding,) = rejected.value.findings
    assert (finding.file, finding.column) == (DESCRIPTOR, place)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "The descriptor cannot be followed: it is not an object with a name and a list of resources."),
        ('{"name" "x"}', "It is not JSON in UTF-8: Expecting ':' delimiter: line 1 column 9 (char 8)."),
        ("[" * 100_000, "It is not JSON in UTF-8: "),
    ],
)
def test_a_descriptor_that_is_not_one_is_named(tmp_path: Path, text: str, problem: str) -> None:
    """A broken descriptor must be reported as broken, and where."""
    (tmp_path / DESCRIPTOR).write_text(text)
    with pytest.raises(Rejected) as rejected:
        read_package(tmp_path)
    assert [finding.problem.startswith(problem) for finding in rejected.value.findings] == [True]


# Types, codes, limits


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("120", "-120", (2, "people"), "It is below 0. Write a value that is not below 0."),
        ("120", "1200", (2, "people"), "It is above 1000. Write a value that is not above 1000."),
        ("2015", "2005", (2, "day"), "It is below 2011-01-01. Write a value that is not below 2011-01-01."),
        ("North camp", "N", (2, "name"), "It has 1 character, not at least 2. Write it in other words."),
        ("North camp", "N" * 21, (2, "name"), "It has 21 characters, not at most 20. Write it in other words."),
        ("north", "North", (2, "camp_id"), "It is not written as the column asks. Write this: The camp_id of it. For"),
        ("North camp", "", (2, "name"), "It is empty. Fill it: The name of it."),
        (",camp,", ",,", (2, "kind"), "It is empty. Fill it: The kind of it. One of camp, area."),
        ("South camp", "North camp", (3, "name"), "Another row has the same name. Keep one row for each."),
        ("south", "north", (3, "camp_id"), "The key camp_id is that of row 2 as well. "),
    ],
)
def test_a_cell_beyond_its_limits_is_named(
    tmp_path: Path, before: str, after: str, place: tuple[int, str], words: str
) -> None:
    """What the descriptor forbids must be found, in one finding that says what to do."""
    package = tiny(tmp_path, CAMPS.replace(before, after))
    (finding,) = structure.check(package, ["camps"])
    assert (finding.row, finding.column) == place
    assert f"{finding.problem} {finding.fix}".startswith(words)


def test_what_is_right_passes(tmp_path: Path, data: Data) -> None:
    """The tables as they are must have no finding."""
    assert structure.check(tiny(tmp_path), ["camps"]) == []
    assert structure.check(data.package, data.frames) == []
    assert keys.check(data.package, data.frames) == []


# Keys


@pytest.mark.parametrize(
    ("row", "column", "cell", "words"),
    [
        ("places yarmouk", "place_id", "yarmuk", 'rows point to "yarmouk", and no row has that id. Write yarmouk.'),
        ("actors sohr", "actor_id", "sorh", 'rows point to "sohr", and no row has that id. Write sohr.'),
        ("actors sohr", "actor_id", "watch", 'rows point to "sohr", and no row has that id. Write sohr.'),
        ("figures war-deaths", "figure_id", "war-death", "no row has that id. Write war-deaths."),
        ("figures war-deaths", "place_id", "syira", 'no row "syira" in data/places.csv. Did you mean syria?'),
        ("figures yarmouk-control", "actor_ids", "al-nusra;iss", 'no row "iss" in data/actors.csv. Did you mean isis?'),
        (
            "figures yarmouk-women-assisted",
            "part_of",
            "x",
            "Write an id of data/figures.csv, add its row there, or remove this row.",
        ),
        ("comparisons C1", "claimant_id", "sor", "Did you mean sohr?"),
        ("comparisons C13", "source_id", "xinhua-2015-04-03", "Did you mean xinhua-2015-04-0"),
        ("sources the-guardian-2015-04-04", "agency_id", "rueters", "Did you mean reuters?"),
        ("caveats war-deaths-unattributed", "comparison_ids", "E999", 'There is no row "E999"'),
        ("provenance yarmouk-control.actor.1", "figure_id", "isis", 'There is no row "isis" in data/figures.csv.'),
        ("wordings places syria Syria", "row_id", "syra", 'There is no row "syra" in data/places.csv.'),
    ],
)
def test_a_misspelt_id_is_one_finding(data: Data, row: str, column: str, cell: str, words: str) -> None:
    """A misspelt id must be named where it is misspelt, not in each of the rows that are right."""
    table, _, key = row.partition(" ")
    wrong = data.changed(table, key, **{column: cell})
    (finding,) = keys.check(wrong.package, wrong.frames)
    assert (wrong.named([finding])[0][::2], finding.cell) == ((table, column), cell)
    assert words in f"{finding.problem} {finding.fix}"


def test_a_row_that_is_gone_is_one_finding(data: Data) -> None:
    """A row removed by accident must be named once, with how many rows need it."""
    wrong = data.without("indicators", "killed")
    (finding,) = keys.check(wrong.package, wrong.frames)
    assert wrong.named([finding]) == [("figures", "war-deaths", "indicator_id")]
    assert finding.problem == 'There is no row "killed" in data/indicators.csv. 2 other rows point to it too.'


@pytest.mark.parametrize("row", ["figures war-deaths", "other_numbers breitbart-2015-04-06 221"])
def test_words_rest_on_a_text(data: Data, row: str) -> None:
    """A figure or another number must not point to a page whose text is not known: no words could be found there."""
    table, _, key = row.partition(" ")
    wrong = data.changed(table, key, source_id="the-guardian-2015-04-04")
    (finding,) = keys.check(wrong.package, wrong.frames)
    assert (finding.file, finding.column) == (f"data/{table}.csv", "source_id")


@pytest.mark.parametrize(
    ("table", "key", "cell"),
    [
        ("actors", "the-guardian", "guardian"),
        ("places", "tadamon", "tadamun"),
        ("indicators", "killed", "deaths"),
        ("sources", "the-guardian-2015-04-04", "the-guardian-2015-04-05"),
    ],
)
def test_a_row_that_nothing_points_to_is_named(data: Data, table: str, key: str, cell: str) -> None:
    """What was left over, or belongs to a row that is missing, must be named."""
    column = data.package.tables[table].key[0]
    wrong = data.changed(table, key, **{column: cell})
    assert keys.unused(data.package, data.frames) == []
    assert wrong.named(keys.unused(wrong.package, wrong.frames)) == [(table, cell, column)]
