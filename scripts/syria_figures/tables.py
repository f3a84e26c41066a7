"""The tables: the CSVs that datapackage.json describes, as typed pandas frames, and those frames as CSVs."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, overload

import numpy as np
import pandas as pd

from .descriptor import HOME, Field, Package, Table, mistaken, read_package
from .findings import CouldNotRun, Finding, Rejected, with_noun

Frames = dict[str, pd.DataFrame]
Files = dict[str, bytes]
Row = dict[str, Any]

HEADER_ROWS = 1
LONGEST_HEADER = 2_000  # in a message
LIST_SEPARATOR = ";"
QUOTE = '"'
NEEDS_QUOTES = re.compile(r'[",\r\n]')

DTYPES: dict[str, Any] = {
    "string": "string",
    "number": "Float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?"
# What a cell of each type looks like, and what to say of one that does not.
CELLS = {
    "string": (re.compile(r"(?s:.*)"), ""),
    "number": (re.compile(NUMBER), "It is not a number."),
    "integer": (re.compile(r"[-+]?[0-9]{1,18}"), "It is not a whole number."),
    "boolean": (re.compile(r"true|false"), "It is neither true nor false."),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "It is not a date of the form 2015-04-06."),
}


# Loading


@overload
def load(name: str, package: str | PathLike[str] = ...) -> pd.DataFrame: ...
@overload
def load(name: None = None, package: str | PathLike[str] = ...) -> Frames: ...
def load(name: str | None = None, package: str | PathLike[str] = HOME) -> pd.DataFrame | Frames:
    """Load one table by name, or all tables as a dict by name.

    Start with ``load("figures_labelled")``: one flat row a figure, everything joined. Keep the hedge (``quantifier``)
    with each value, and never add a row to the one that it is a ``part_of``.

    The types come from datapackage.json: a number is ``Float64``, a whole number ``Int64``, a date ``datetime64``, a
    code ``category`` in the order of the descriptor, true and false ``boolean``, other text ``string``. An empty cell
    is missing (``isna()`` is true). The id is a column and not the index. What each column means, its unit and what
    an empty cell says stands in data/README.md.

    Args:
        name: The name of a table; without it, all tables.
        package: The folder of the data package; without it, the one that this module belongs to.

    Raises:
        CouldNotRun: There is no such table, or no data package in the folder; the message names the tables there are.
        Rejected: A file is missing or holds what the descriptor does not allow; the message names row, column and cell.
    """
    read = read_package(Path(package))
    if name is None:
        return {table: read_table(read, table) for table in read.tables}
    return read_table(read, name)


def read_table(package: Package, name: str) -> pd.DataFrame:
    """One table of a package as a typed frame; row i of it stands at line ``line_of(i)`` of the file.

    Raises CouldNotRun for an unknown name and Rejected for a file that cannot be read as the descriptor says.
    """
    if name not in package.tables:
        raise CouldNotRun(f'There is no table "{name}". The tables are: {", ".join(package.tables)}.')
    table = package.tables[name]
    header, rows = read_cells(table, package.read(table.path))
    return typed(table, pd.DataFrame(rows, columns=pd.Index(header), dtype=object))


def line_of(index: int) -> int:
    """The line of the file at which row ``index`` (counted from 0) stands; the header is line 1."""
    return index + HEADER_ROWS + 1


def read_cells(table: Table, data: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV as text. Raises Rejected if it is not a CSV with the columns of the table."""
    kind = mistaken(data)
    if kind:
        raise Rejected([Finding(table.path, *kind)])
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problem = f"Byte {error.start} is not UTF-8."
        raise Rejected([Finding(table.path, problem, "Save the file as UTF-8.", row)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        fix = "Close each quotation mark, and double one inside a cell."
        raise Rejected([Finding(table.path, f"It cannot be read as CSV: {error}.", fix, reader.line_num)]) from None
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    findings = _header(table, header) or _lengths(table, rows)
    if findings:
        raise Rejected(findings)
    return header, rows


def typed(table: Table, cells: pd.DataFrame) -> pd.DataFrame:
    """A frame of cells as text in the types of the descriptor. Raises Rejected, naming each cell that is of another."""
    columns, found = {}, []
    for column in table.fields:
        text = cells[column.name]
        wrong = _wrong_cells(column, text)
        if wrong:
            found += [
                Finding(table.path, problem, _how_to_write(column), line_of(index), column.name, text[index])
                for index, problem in wrong.items()
            ]
        else:
            columns[column.name] = _series(column, [cell or None for cell in text])
    if found:
        raise Rejected(sorted(found, key=lambda finding: finding.row or 0))
    return pd.DataFrame(columns)


def frame_of(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Plain rows as a typed frame in the columns of the table, ordered by its key (in code point order).

    What a row holds besides these columns is left out; a column that it does not hold is empty.
    """
    ordered = sorted(rows, key=lambda row: [row[name] for name in table.key])
    return pd.DataFrame(
        {column.name: _series(column, [row.get(column.name) for row in ordered]) for column in table.fields}
    )


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as plain values: text, int (of whole numbers), float, date, bool, and None where empty."""
    columns = [[_plain(cell) for cell in frame[name].array] for name in frame.columns]
    return [dict(zip(frame.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def items(cell: str | None) -> list[str]:
    """The ids in a cell that may hold several, with ``;`` between them."""
    return cell.split(LIST_SEPARATOR) if cell else []


def joined(ids: Iterable[str]) -> str | None:
    """Several ids as one cell, each once and in code point order; None for none."""
    return LIST_SEPARATOR.join(sorted(set(ids))) or None


# Writing


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A typed frame as a CSV in canonical form (data model, "What must hold", 7)."""
    columns = [[text_of(cell) for cell in frame[name].array] for name in frame.columns]
    return csv_of_cells(list(frame.columns), zip(*columns, strict=True))


def csv_of_cells(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Cells as a CSV: UTF-8 without BOM, LF, quotation marks only where needed.

    Python's own writer leaves a CR outside quotation marks in some versions, and so would lose a row.
    """
    lines = (",".join(map(_quoted, cells)) for cells in (header, *rows))
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def text_of(value: Any) -> str:
    """A value of a frame, or a plain one, as its canonical cell."""
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return np.format_float_positional(value, trim="-")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _quoted(cell: str) -> str:
    return f'"{cell.replace(QUOTE, QUOTE * 2)}"' if NEEDS_QUOTES.search(cell) else cell


def _plain(cell: Any) -> Any:
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:  # noqa: PLR0124  (NaN is not itself)
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    if isinstance(cell, np.generic):
        cell = cell.item()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _series(column: Field, values: list[Any]) -> pd.Series:
    """Plain values, or cells as text, as a column of the type of the descriptor."""
    if column.codes:
        return pd.Series(pd.Categorical(values, categories=column.codes))
    if column.type == "date":
        return pd.Series(np.array(values, dtype=DTYPES["date"]))
    if column.type == "boolean":
        values = [cell == "true" if isinstance(cell, str) else cell for cell in values]
    if column.type in ("number", "integer"):
        kind = float if column.type == "number" else int
        values = [None if cell is None else kind(cell) for cell in values]
    return pd.Series(pd.array(values, dtype=DTYPES[column.type]))


# What is wrong with a file or a cell


def _wrong_cells(column: Field, cells: pd.Series) -> dict[int, str]:
    """What is wrong with the cells of a column that are not of its type, by the place of the row."""
    if column.codes:
        known = {"", *column.codes}
        return {index: "It is not a code of this column." for index, cell in enumerate(cells) if cell not in known}
    if column.type == "string":
        return {}
    form, problem = CELLS[column.type]
    wrong = {index: problem for index, cell in enumerate(cells) if cell and not form.fullmatch(cell)}
    if column.type == "date":
        wrong |= {
            index: "There is no such day."
            for index, cell in enumerate(cells)
            if cell and index not in wrong and not _is_day(cell)
        }
    return wrong


def _is_day(cell: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(cell))
    except ValueError:
        return False


def _how_to_write(column: Field) -> str:
    return (
        f"Write one of {', '.join(column.codes)}." if column.codes else f"Write a {column.type} as in {column.example}."
    )


def _header(table: Table, header: list[str]) -> list[Finding]:
    """How the header of a file differs from the columns of the descriptor."""
    if header == table.columns:
        return []
    whole = f"Make the header {','.join(table.columns)[:LONGEST_HEADER]}."
    if not any(header):
        return [Finding(table.path, "The file has no header.", whole, HEADER_ROWS)]
    lacking = [name for name in table.columns if name not in header]
    unknown = [name for name in header if name not in table.columns]
    twice = [name for name, count in Counter(header).items() if count > 1]
    problems = [("The descriptor has no such column.", name) for name in unknown]
    problems += [("The column stands twice.", name) for name in twice]
    if len(lacking) == len(unknown) == 1:
        whole = f"Rename it to {lacking[0]}."
    else:
        problems += [("The column is missing.", name) for name in lacking]
    if not problems:
        moved = next(name for name, wanted in zip(header, table.columns, strict=True) if name != wanted)
        problems = [("The columns are not in the order of the descriptor.", moved)]
    return [Finding(table.path, problem, whole, HEADER_ROWS, name) for problem, name in problems]


def _lengths(table: Table, rows: list[list[str]]) -> list[Finding]:
    """The rows that have another number of cells than there are columns."""
    width, found = len(table.columns), []
    for index, cells in enumerate(rows):
        if not cells:
            found.append(Finding(table.path, "The row is blank.", "Take it out.", line_of(index)))
        elif len(cells) != width:
            problem = f"The row has {with_noun(len(cells), 'cell')}, the header {width}."
            fix = "Give each column one cell; put a cell with a comma in quotation marks."
            found.append(Finding(table.path, problem, fix, line_of(index)))
    return found
