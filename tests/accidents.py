"""What tests share: a tiny package, the files of a folder, one changed row of a table, the cells that findings name."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syria_figures.canonical import line_of
from syria_figures.descriptor import DESCRIPTOR, Package, Table, read_package
from syria_figures.findings import Finding
from syria_figures.tables import Files, Frames, Row, csv_bytes, frame_of, records

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
    """The package of one table, ``camps``, written to a folder; anything else given changes its resource."""
    described = {"name": "camps", "path": "camps.csv", "type": "table", "profile": "tabular-data-resource"}
    descriptor = {"name": "tiny", "resources": [{**described, "schema": SCHEMA, **resource}]}
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "camps.csv").write_bytes(camps if isinstance(camps, bytes) else camps.encode("utf-8"))
    return read_package(folder)


def contents(folder: Path) -> Files:
    """The files in a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Data:
    """A package and its curated tables, to be changed as an accident changes them."""

    package: Package
    frames: Frames

    def changed(self, table: str, key: str, **cells: Any) -> Data:
        """The tables with other cells in one row; ``key`` is its id, or its ids with a blank between them."""
        described, rows = self.package.tables[table], records(self.frames[table])
        (row,) = [row for row in rows if key in (_key(described, row), row[described.key[0]])]
        row.update(cells)
        return self.with_rows(table, rows)

    def without(self, table: str, key: str) -> Data:
        """The tables without the row, or the rows, of an id."""
        rows = records(self.frames[table])
        return self.with_rows(table, [row for row in rows if row[self.package.tables[table].key[0]] != key])

    def with_rows(self, table: str, rows: list[Row]) -> Data:
        """The tables with other rows in one of them."""
        return Data(self.package, {**self.frames, table: frame_of(self.package.tables[table], rows)})

    def named(self, findings: Iterable[Finding]) -> list[tuple[str, str, str | None]]:
        """The table, the id of the row and the column that each finding names."""
        tables = {table.path: table for table in self.package.curated}
        return [
            (table.name, _key(table, records(self.frames[table.name])[finding.row - line_of(0)]), finding.column)
            for finding in findings
            for table in [tables[finding.file]]
            if finding.row
        ]


def ran(command: Sequence[str | Path], **how: Any) -> subprocess.CompletedProcess[str]:
    """A command that has ended, in whatever way, and what it printed as text."""
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", **how)


def describe(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the descriptor of a folder; give the folder."""
    descriptor = json.loads((folder / DESCRIPTOR).read_bytes())
    change(descriptor)
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def slip(folder: Path, data: Data, table: str, key: str, **cells: Any) -> None:
    """Write a table to a folder with other cells in one row."""
    changed = data.changed(table, key, **cells)
    (folder / data.package.tables[table].path).write_bytes(csv_bytes(changed.frames[table]))


def _key(table: Table, row: Row) -> str:
    return " ".join(str(row[name]) for name in table.key)
