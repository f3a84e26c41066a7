"""What the tests of the core share: a tiny package, one changed row of a table, and the cells that findings name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from syria_figures.canonical import line_of
from syria_figures.descriptor import DESCRIPTOR, Package, read_package
from syria_figures.findings import Finding
from syria_figures.tables import Frames, frame_of, records

CAMPS = """\
camp_id,name,people,tents,day,kind,open
north,North camp,120,3,2015-04-06,camp,true
south,South camp,,,,area,
"""


def field(name: str, kind: str, example: str, **constraints: Any) -> dict[str, Any]:
    """A column of the tiny package."""
    described = {"title": name, "description": f"The {name} of it. And more.", "example": example}
    return {"name": name, "type": kind, **described, "constraints": constraints}


SCHEMA: dict[str, Any] = {
    "fields": [
        field("camp_id", "string", "north", required=True, pattern="(?:[a-z]+)"),
        field("name", "string", "North camp", required=True, unique=True, minLength=2, maxLength=20),
        field("people", "number", "120", minimum=0, maximum=1000),
        field("tents", "integer", "3"),
        field("day", "date", "2015-04-06", minimum="2011-01-01"),
        field("kind", "string", "camp", required=True, enum=["camp", "area"]),
        field("open", "boolean", "true"),
    ],
    "primaryKey": ["camp_id"],
}


def tiny(folder: Path, camps: str | bytes = CAMPS, **resource: Any) -> Package:
    """The package of one table, ``camps``, written to a folder; what is given besides changes its resource."""
    described = {"name": "camps", "path": "camps.csv", "type": "table", "profile": "tabular-data-resource"}
    descriptor = {"name": "tiny", "resources": [{**described, "schema": SCHEMA, **resource}]}
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "camps.csv").write_bytes(camps if isinstance(camps, bytes) else camps.encode("utf-8"))
    return read_package(folder)


def changed(package: Package, frames: Frames, table: str, key: str, **cells: Any) -> Frames:
    """The frames with other cells in one row; ``key`` is its id, or its ids with a blank between them."""
    described, rows = package.tables[table], records(frames[table])
    (row,) = [row for row in rows if key in (" ".join(str(row[name]) for name in described.key), row[described.key[0]])]
    row.update(cells)
    return {**frames, table: frame_of(described, rows)}


def without(package: Package, frames: Frames, table: str, key: str) -> Frames:
    """The frames without one row, or without all rows that share the first column of the key."""
    described = package.tables[table]
    rows = [row for row in records(frames[table]) if row[described.key[0]] != key]
    return {**frames, table: frame_of(described, rows)}


def named(package: Package, frames: Frames, findings: Iterable[Finding]) -> list[tuple[str, str, str | None]]:
    """The table, the row id and the column that each finding names."""
    tables = {table.path: table for table in package.curated}
    return [
        (
            tables[finding.file].name,
            str(frames[tables[finding.file].name].iloc[(finding.row or 0) - line_of(0)].iloc[0]),
            finding.column,
        )
        for finding in findings
    ]
