"""The tables as typed pandas frames: loading the CSVs that datapackage.json describes, and frames as CSVs."""

from __future__ import annotations

import datetime
import weakref
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, overload

import numpy as np
import pandas as pd

from .canonical import CELLS, csv_of_cells, line_of, read_cells, text_of
from .descriptor import HOME, Field, Package, Table, read_package
from .findings import CouldNotRun, Finding, Rejected, meant

Frames = dict[str, pd.DataFrame]
Files = dict[str, bytes]
Row = dict[str, Any]

LIST_SEPARATOR = ";"

DTYPES: dict[str, Any] = {
    "string": "string",
    "number": "Float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


# Loading


@overload
def load(name: str, package: str | PathLike[str] = ...) -> pd.DataFrame: ...
@overload
def load(name: None = None, package: str | PathLike[str] = ...) -> Frames: ...
def load(name: str | None = None, package: str | PathLike[str] = HOME) -> pd.DataFrame | Frames:
    """Load one table by name, or all tables as a dict by name.

    Start with ``load("figures_labelled")``: one flat row per figure, everything joined. Keep the hedge (``quantifier``)
    with each value, and never add a row to the one that it is a ``part_of``.

    The types come from datapackage.json: a number is ``Float64``, a whole number ``Int64``, a date ``datetime64``, a
    code ``category`` in the order of the descriptor, true and false ``boolean``, other text ``string``. An empty cell
    is missing (``isna()`` is true). The id is a column and not the index. What each column means, its unit and what
    an empty cell says is in data/README.md.

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
    """One table of a package as a typed frame; row i of it is at line ``line_of(i)`` of the file.

    Raises CouldNotRun for an unknown name and Rejected for a file that cannot be read as the descriptor says.
    """
    if name not in package.tables:
        raise CouldNotRun(f'There is no table "{name}". The tables are: {", ".join(package.tables)}.')
    table = package.tables[name]
    header, rows = read_cells(table, package.read(table.path))
    return typed(table, pd.DataFrame(rows, columns=pd.Index(header), dtype=object))


def typed(table: Table, cells: pd.DataFrame) -> pd.DataFrame:
    """A frame of text cells in the types of the descriptor. Raises Rejected, naming each cell that does not fit."""
    columns, found = {}, []
    for column in table.fields:
        text = cells[column.name]
        wrong = _wrong_cells(column, text)
        if wrong:
            found += [
                Finding(
                    table.path, problem, _how_to_write(column, text[index]), line_of(index), column.name, text[index]
                )
                for index, problem in wrong.items()
            ]
        else:
            columns[column.name] = _series(column, [cell or None for cell in text])
    if found:
        raise Rejected(sorted(found, key=lambda finding: finding.row or 0))
    return pd.DataFrame(columns)


def frame_of(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Plain rows as a typed frame in the columns of the table, ordered by its key (in code point order).

    Anything else that a row holds is left out; a column that it lacks is empty.
    """
    ordered = sorted(rows, key=lambda row: [row[name] for name in table.key])
    return pd.DataFrame(
        {column.name: _series(column, [row.get(column.name) for row in ordered]) for column in table.fields}
    )


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as plain values: text, int (of whole numbers), float, date, bool, and None where empty."""
    names = list(frame.columns)  # once: an index of pandas is slow to go through
    columns = [_plain(frame[name]) for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


_INDEXES: dict[tuple[int, str], tuple[weakref.ref[pd.DataFrame], dict[Any, list[Row]]]] = {}


def rows_by(frame: pd.DataFrame, column: str) -> dict[Any, list[Row]]:
    """The rows of a frame by the cell of a column. They are made once for each frame: change neither them nor it."""
    key = (id(frame), column)
    if key not in _INDEXES:
        found: dict[Any, list[Row]] = {}
        for row in records(frame):
            found.setdefault(row[column], []).append(row)
        _INDEXES[key] = (weakref.ref(frame, lambda _: _INDEXES.pop(key)), found)
    return _INDEXES[key][1]


def items(cell: str | None) -> list[str]:
    """The ids in a cell that may hold several, with ``;`` between them."""
    return cell.split(LIST_SEPARATOR) if cell else []


def joined(ids: Iterable[str]) -> str | None:
    """Several ids as one cell, each once and in code point order; None for none."""
    return LIST_SEPARATOR.join(sorted(set(ids))) or None


# Writing


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A typed frame as a CSV in canonical form (data model, "What must hold", 7)."""
    columns = [map(text_of, _plain(frame[name])) for name in frame.columns]
    return csv_of_cells(list(frame.columns), zip(*columns, strict=True))


def _plain(cells: pd.Series) -> list[Any]:
    """The cells of a column as plain values, as ``records`` gives them; column by column, for that is quick."""
    if pd.api.types.is_datetime64_dtype(cells.dtype):
        return list(cells.to_numpy(dtype="datetime64[D]").astype(object))
    values = list(cells.to_numpy(dtype=object, na_value=None))  # type: ignore[call-overload]  # its stubs know no None
    if pd.api.types.is_float_dtype(cells.dtype):
        return [int(value) if value is not None and value.is_integer() else value for value in values]
    return values


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


# What is wrong with a cell


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


def _how_to_write(column: Field, cell: str) -> str:
    if column.codes:
        return f"{meant(cell, column.codes)}Write one of {', '.join(column.codes)}."
    if column.type == "boolean":
        return "Write true or false."
    kinds = {"integer": "whole number", "date": "date as year-month-day"}
    return f"Write a {kinds.get(column.type, column.type)}, such as {column.example}."
