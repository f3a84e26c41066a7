"""The tables as typed pandas frames."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, overload

import numpy as np
import pandas as pd

from .descriptor import HOME, Field, Package, Table, read_package
from .findings import Finding, Rejected
from .tables import Row, csv_bytes, line_of, load_rows, text_of

Frames = dict[str, pd.DataFrame]

DTYPES: dict[str, Any] = {
    "string": "string",
    "number": "Float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


@overload
def load(name: str, package: str | PathLike[str] = ...) -> pd.DataFrame: ...
@overload
def load(name: None = None, package: str | PathLike[str] = ...) -> Frames: ...
def load(name: str | None = None, package: str | PathLike[str] = HOME) -> pd.DataFrame | Frames:
    """Load one table by name, or all tables as a dict by name.

    Start with ``load("figures_labelled")``: one flat row a figure, everything joined. Keep the hedge (``quantifier``)
    with each value, and never add a row to the one that it is a ``part_of``.

    >>> figures = load("figures_labelled")
    >>> figures.loc[figures["figure_id"] == "war-deaths", "display"].item()
    'more than 220,000 people killed, Syria'

    The types come from datapackage.json: a number is ``Float64``, a whole number ``Int64``, a date ``datetime64``, a
    code ``category`` in the order of the descriptor, true and false ``boolean``, other text ``string``. An empty cell
    is missing (``isna()`` is true). The id is a column and not the index. What each column means, its unit and what
    an empty cell says, stands in data/README.md.

    Args:
        name: The name of a table; without it, all tables.
        package: The folder of the data package; without it, the one that this module belongs to.

    Raises:
        CouldNotRun: There is no such table, or no data package in the folder; the message names the tables there are.
        Rejected: A file is missing or holds what the descriptor does not allow; the message names row, column and cell.
    """
    read = read_package(Path(package))
    if name is None:
        return {table: frame_of(read, table) for table in read.tables}
    return frame_of(read, name)


def frame_of(package: Package, name: str) -> pd.DataFrame:
    """One table of a package as a typed frame; row i of it stands at line ``line_of(i)`` of the file.

    Raises CouldNotRun for an unknown name and Rejected for a file that cannot be read as the descriptor says.
    """
    rows = load_rows(package, name)
    return typed(package.tables[name], rows)


def typed(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Typed rows as a frame of the types of the descriptor, in its order of columns.

    Raises Rejected for an unknown code: as a category it would silently become an empty cell.
    """
    unknown = [
        Finding(
            table.path,
            "It is no code of this column.",
            f"Write one of {', '.join(column.codes)}.",
            line_of(index),
            column.name,
            row[column.name],
        )
        for column in table.fields
        if column.codes
        for index, row in enumerate(rows)
        if row[column.name] is not None and row[column.name] not in column.codes
    ]
    if unknown:
        raise Rejected(unknown)
    return pd.DataFrame({column.name: _series(column, [row[column.name] for row in rows]) for column in table.fields})


def _series(column: Field, values: list[Any]) -> pd.Series:
    if column.codes:
        return pd.Series(pd.Categorical(values, categories=column.codes))
    if column.type == "date":
        return pd.Series(np.array(values, dtype=DTYPES["date"]))
    if column.type == "number":  # a Decimal; pandas would keep it as an object
        values = [None if value is None else float(value) for value in values]
    return pd.Series(pd.array(values, dtype=DTYPES[column.type]))


def framed(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Derived rows as a typed frame in the columns of the descriptor, ordered by key (code point order).

    What a row holds besides the columns of the table is left out; a column that it does not hold is empty.
    """
    ordered = sorted(rows, key=lambda row: [row[name] for name in table.primary_key])
    return typed(table, [{name: row.get(name) for name in table.columns} for row in ordered])


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as plain values, as ``tables.load_rows`` gives them: Decimal, int, date, text, None."""
    return [dict(zip(frame.columns, map(_plain, cells), strict=True)) for cells in frame.itertuples(index=False)]


def csv_of(frame: pd.DataFrame) -> bytes:
    """A frame as the bytes of a CSV in canonical form."""
    return csv_bytes(list(frame.columns), [[text_of(cell) for cell in row.values()] for row in rows_of(frame)])


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    if isinstance(cell, np.generic):
        cell = cell.item()
    return Decimal(format(cell, ".15g")) if isinstance(cell, float) else cell
