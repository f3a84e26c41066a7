"""Structure, types, keys, codes and hashes: each accident on one tiny package, and what is said of it.

Tier 1 makes one accident a cell, a row or a file; tier 2 looks at files that are given to nobody; tier 3 holds that one
mistake is said once.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from syria_figures.descriptor import read_package
from syria_figures.findings import Finding
from syria_figures.structure import check

CAMPS = """\
camp_id,name,people,day,kind
north,North camp,120,2015-04-06,camp
south,South camp,,,area
"""
COUNTS = """\
count_id,camp_id,value
c1,north,5
c2,north,7
c3,south,9
"""


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    """A column of the tiny package."""
    example = {"string": "north", "number": "120", "date": "2015-04-06"}[kind]
    return {
        "name": name,
        "type": kind,
        "description": f"The {name} of it. And more.",
        "example": example,
        "constraints": constraints,
    }


TABLES: dict[str, dict[str, Any]] = {
    "camps": {
        "fields": [
            field("camp_id", required=True, pattern="(?:[a-z0-9-]+)"),
            field("name", required=True, unique=True, maxLength=20),
            field("people", "number", minimum=0, maximum=1000),
            field("day", "date", minimum="2011-01-01"),
            field("kind", required=True, enum=["camp", "area"]),
        ],
        "primaryKey": ["camp_id"],
    },
    "counts": {
        "fields": [field("count_id", required=True), field("camp_id", required=True), field("value", "number")],
        "primaryKey": ["count_id"],
        "foreignKeys": [{"fields": ["camp_id"], "reference": {"resource": "camps", "fields": ["camp_id"]}}],
    },
}


def findings(folder: Path, camps: str = CAMPS, counts: str = COUNTS, stale: bool = False) -> list[Finding]:
    """What is found in the tiny package with these tables; with ``stale`` the hashes are those of the good ones."""
    texts = {"camps": camps, "counts": counts}
    described = {"camps": CAMPS, "counts": COUNTS} if stale else texts
    resources = []
    for name, schema in TABLES.items():
        data = described[name].encode("utf-8")
        resources.append(
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": schema,
            }
        )
        (folder / f"{name}.csv").write_bytes(texts[name].encode("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({"name": "tiny", "resources": resources}), encoding="utf-8")
    return check(read_package(folder), TABLES)


def test_the_tiny_package_is_in_order(tmp_path: Path) -> None:
    """A check that is too strict would name what is right."""
    assert findings(tmp_path) == []


# Tier 1: accidents in camps.csv

# What is written for what, then row, column and cell of the finding, how its problem begins, and words of its mend.
Accident = tuple[str, str, int, str | None, str | None, str, str]

ACCIDENTS: list[Accident] = [
    ("120", "many", 2, "people", "many", "It is no number.", "Write a number as in 120."),
    ("120", "220,000", 2, None, None, "The row has 6 cells, the header 5.", "Give each column one cell"),
    ("120", "-1", 2, "people", "-1", "It is below 0.", "Write a value that is not below 0."),
    ("120", "1001", 2, "people", "1001", "It is above 1000.", "Write a value that is not above 1000."),
    ("2015-04-06", "2015-02-30", 2, "day", "2015-02-30", "There is no such day.", "Write a date as in 2015-04-06."),
    ("2015-04-06", "06.04.2015", 2, "day", "06.04.2015", "It is no date of the form", "Write a date as in"),
    ("2015-04-06", "2010-12-31", 2, "day", "2010-12-31", "It is below 2011-01-01.", "Write a value that is not below"),
    (
        ",camp\n",
        ",camps\n",
        2,
        "kind",
        "camps",
        "It is no code of this column.",
        "Did you mean camp? Write one of camp",
    ),
    (",camp\n", ",\n", 2, "kind", "", "It is empty.", "Fill it: The kind of it. One of camp, area."),
    ("North camp", "", 2, "name", "", "It is empty.", "Fill it: The name of it."),
    ("North camp", "N" * 21, 2, "name", "N" * 21, "It has 21 characters; at most 20 may stand here.", "in other words"),
    ("South camp", "North camp", 3, "name", "North camp", "Another row has the same name.", "Keep one row"),
    ("south,", "north,", 3, "camp_id", "north", "The key camp_id is that of row 2 as well.", "give it its own id"),
    ("south,", "South,", 3, "camp_id", "South", "It is not written as the column asks.", "Write it as in north."),
    (
        "south,",
        "sоuth,",
        3,
        "camp_id",
        "sоuth",
        "It holds U+043E CYRILLIC SMALL LETTER O at position 1.",
        "as in north",
    ),
    ("south,South camp,,,area", ",,,,", 3, None, None, "The row is blank.", "Take it out (make fix does it)."),
    ("south,", "\nsouth,", 3, None, None, "The row is blank.", "Take it out (make fix does it)."),
    (",area", "", 3, None, None, "The row has 4 cells, the header 5.", "Give each column one cell"),
]


@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda accident: f"{accident[0]} {accident[1]}".strip())
def test_an_accident_in_a_table(tmp_path: Path, accident: Accident) -> None:
    """A cell that is not what its column says would be read as something else, or not at all."""
    old, new, row, column, cell, problem, mend = accident
    assert CAMPS.count(old) == 1
    counts = "count_id,camp_id,value\nc1,north,5\n"  # what points to a key that is gone is another accident
    (finding,) = findings(tmp_path, CAMPS.replace(old, new), counts)
    assert (finding.file, finding.row, finding.column, finding.cell) == ("camps.csv", row, column, cell)
    assert finding.problem.startswith(problem)
    assert mend in finding.mend


def test_a_key_that_points_nowhere(tmp_path: Path) -> None:
    """A count would stand beside no camp, and whoever mends it would have to search for the right key."""
    first, second = findings(tmp_path, counts=COUNTS.replace("north,7", "norht,7").replace("south", "elsewhere"))
    assert (first.file, first.row, first.column, first.cell) == ("counts.csv", 3, "camp_id", "norht")
    assert first.problem == "There is no such row in camps."
    assert first.mend == "Did you mean north? Write a camp_id of camps.csv, or add its row there."
    assert (second.row, second.cell) == (4, "elsewhere")
    assert second.mend == "Write a camp_id of camps.csv, or add its row there."


def test_a_stale_hash(tmp_path: Path) -> None:
    """A cell would be changed by accident, and nobody would see it."""
    (finding,) = findings(tmp_path, CAMPS.replace("120", "121"), stale=True)
    assert finding.place() == "camps.csv"
    assert (finding.problem, finding.mend) == (
        "camps.csv has changed since the descriptor was written.",
        "if you meant it: make fix",
    )


# Tier 2: files that are not opened, or not gone through


@pytest.mark.parametrize(
    ("camps", "row", "column", "problem"),
    [
        ("", 1, None, "The file has no header."),
        ("camp_id,name,people,day\n", 1, "kind", "The column is missing."),
        (CAMPS.replace("people", "persons"), 1, "persons", "The descriptor has no such column."),
        (CAMPS.replace("people", "name"), 1, "name", "The column stands twice."),
        (CAMPS.replace("name,people", "people,name"), 1, "people", "The columns are not in the order"),
        (CAMPS.replace("North", '"North'), 3, None, "It cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, camps: str, row: int, column: str | None, problem: str) -> None:
    """Every cell of it, and every key that points to it, would be named instead of the one cause."""
    first, *others = findings(tmp_path, camps)
    assert (first.file, first.row, first.column) == ("camps.csv", row, column)
    assert first.problem.startswith(problem)
    assert all(finding.row == 1 for finding in others)


def test_a_missing_file(tmp_path: Path) -> None:
    """A table would be passed over, and all that points to it be named."""
    findings(tmp_path)
    (tmp_path / "camps.csv").unlink()
    (finding,) = check(read_package(tmp_path), TABLES)
    assert (finding.place(), finding.problem) == ("camps.csv", "The file is missing.")


def test_a_symbolic_link(tmp_path: Path) -> None:
    """A package from somewhere else would have files outside its folder read."""
    findings(tmp_path)
    (tmp_path / "camps.csv").rename(tmp_path / "elsewhere.csv")
    (tmp_path / "camps.csv").symlink_to(tmp_path / "elsewhere.csv")
    (finding,) = check(read_package(tmp_path), TABLES)
    assert (finding.place(), finding.problem) == ("camps.csv", "It is reached through a symbolic link.")


def test_a_file_of_60_megabytes(tmp_path: Path) -> None:
    """A package from somewhere else would fill the memory."""
    findings(tmp_path)
    with (tmp_path / "camps.csv").open("ab") as file:
        file.truncate(60_000_000)
    (finding,) = check(read_package(tmp_path), TABLES)
    assert (finding.place(), finding.problem) == ("camps.csv", "The file is larger than 50 MB.")


# Tier 3: all that is found is said, and each of it once


def test_several_accidents_are_all_named(tmp_path: Path) -> None:
    """Who mends one cell would learn of the next one only then."""
    found = findings(
        tmp_path, CAMPS.replace("120", "many").replace(",area", ",hill"), COUNTS.replace("c3,south", "c3,west")
    )
    assert {(finding.file, finding.row, finding.column) for finding in found} == {
        ("camps.csv", 2, "people"),
        ("camps.csv", 3, "kind"),
        ("counts.csv", 4, "camp_id"),
    }
    assert len(found) == 3
