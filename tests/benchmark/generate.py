"""Generated packages: the package itself with its figures, and the words behind them, repeated many times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from syria_figures.descriptor import DESCRIPTOR, HOME, Table, read_package
from syria_figures.refresh import fix
from syria_figures.tables import csv_bytes, split_cells

OWN_IDS = {
    "figures": ("figure_id", "part_of"),
    "provenance": ("provenance_id", "figure_id", "context_of"),
}


def generate(folder: Path, figures: int) -> int:
    """Write a valid package of at least so many figures into an empty folder; give their number.

    Each repetition has figures of its own, and its quotes stand behind those of the one before, as in a longer text.
    """
    package = read_package(HOME)
    raw = dict(package.raw)
    curated = {table.name for table in package.curated}
    raw["resources"] = [each for each in raw["resources"] if each["name"] in curated]
    (folder / "data").mkdir(parents=True)
    (folder / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8", newline="\n")
    lengths = [int(row[-2]) for row in rows_of(package.tables["sources"], HOME) if row[-2]]
    own = [row[0] for row in rows_of(package.tables["figures"], HOME)]
    repetitions = -(-figures // len(own))
    for table in package.curated:
        cells = list(rows_of(table, HOME))
        if table.name in OWN_IDS:
            cells = [
                row for number in range(repetitions) for row in repeated(table, cells, number, max(lengths) + 2, own)
            ]
        (folder / table.path).write_bytes(csv_bytes(table.columns, cells))
    fix(read_package(folder))
    return len(own) * repetitions


def rows_of(table: Table, folder: Path) -> Iterator[list[str]]:
    """The rows of a table as text, without the header."""
    _, *rows = split_cells((folder / table.path).read_bytes(), table.path)
    yield from rows


def repeated(table: Table, rows: list[list[str]], number: int, length: int, figures: list[str]) -> Iterator[list[str]]:
    """The rows of one repetition; the first keeps its ids, so that comparisons and caveats find them."""
    short = dict(zip(figures, ascii_lowercase, strict=False))
    for row in rows:
        cells = dict(zip(table.columns, row, strict=True))
        for column in OWN_IDS[table.name] if number else ():
            figure, point, anchor = cells[column].partition(".")
            cells[column] = f"{short[figure]}{number:x}{point}{anchor}" if figure else ""
        if number:  # no two figures say all the same, and each file stays under the largest size
            cells["note"] = f"Repetition {number}." if table.name == "figures" else ""
        for column in ("start", "end"):
            if column in cells:
                cells[column] = str(int(cells[column]) + number * length)
        yield list(cells.values())
