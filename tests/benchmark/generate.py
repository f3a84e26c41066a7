"""Generated packages: this package with its figures, and the words behind them, repeated many times."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_lowercase

from syria_figures import canonical
from syria_figures.canonical import csv_of_cells, read_cells
from syria_figures.charts import alt_texts
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, Table, read_package
from syria_figures.outputs import all_tables, refreshed
from syria_figures.tables import Files, csv_bytes, frame_of
from syria_figures.validation import size_and_hash

OWN_IDS = {"figures": ("figure_id", "part_of"), "provenance": ("provenance_id", "figure_id", "context_of")}
POSITIONS = ("start", "end")


def generate(folder: Path, figures: int) -> int:
    """Write a valid package of at least this many figures into an empty folder; give their number.

    Each repetition has figures of its own, and its quotes follow those of the one before, as in a longer text.
    What is built and is not a table (pictures, documents) is replaced by a file of a few bytes. Texts may be longer, as
    the words of a chart of all figures are.
    """
    home = read_package(HOME)
    cells = {table.name: read_cells(table, home.read(table.path))[1] for table in home.curated}
    names = [row[0] for row in cells["figures"]]
    repetitions = -(-figures // len(names))
    length = max(int(row[-2]) for row in cells["sources"] if row[-2]) + 2
    files: Files = {DESCRIPTOR: re.sub(rb'"maxLength": \d+', b'"maxLength": 9999999', home.read(DESCRIPTOR))}
    for table in home.curated:
        rows = cells[table.name]
        if table.name in OWN_IDS:
            rows = [row for number in range(repetitions) for row in repeated(table, rows, names, number, length)]
        files[table.path] = canonical.write(table, csv_of_cells(table.columns, rows))
    put(folder, files)
    package = read_package(folder)
    files |= built(package)
    files[DESCRIPTOR] = refreshed(package, files)
    put(folder, files)
    return len(names) * repetitions


def repeated(table: Table, rows: list[list[str]], figures: list[str], number: int, length: int) -> list[list[str]]:
    """The rows of one repetition; the first keeps its ids, so that comparisons and caveats find them."""
    short = dict(zip(figures, ascii_lowercase, strict=False))
    found = []
    for row in rows:
        cells = dict(zip(table.columns, row, strict=True))
        for column in OWN_IDS[table.name] if number else ():
            figure, point, anchor = cells[column].partition(".")
            cells[column] = f"{short[figure]}{number:x}{point}{anchor}" if figure else ""
        if number:  # a picture is drawn of each whole with parts: one is enough
            cells |= {"note": ""} | ({"part_of": ""} if "part_of" in cells else {})
            if cells.get("field") == "part_of":
                continue
        for column in POSITIONS:
            if column in cells:
                cells[column] = str(int(cells[column]) + number * length)
        found.append(list(cells.values()))
    return found


def built(package: Package) -> Files:
    """The derived tables of a package, and a few bytes in place of each other file."""
    tables = all_tables(package)
    files = {table.path: csv_bytes(tables[table.name]) for table in package.derived if table.name in tables}
    files |= {resource["path"]: b"Stands in.\n" for resource in package.resources if "schema" not in resource}
    pictures = alt_texts(tables)
    files |= {row["path"]: b"Stands in.\n" for row in pictures}
    size, digest = size_and_hash(b"Stands in.\n")
    rows = [{**row, "bytes": size, "sha256": digest.removeprefix("sha256:")} for row in pictures]
    table = package.tables["alt_texts"]
    return files | {table.path: csv_bytes(frame_of(table, rows))}


def put(folder: Path, files: Files) -> None:
    """Write files into a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
