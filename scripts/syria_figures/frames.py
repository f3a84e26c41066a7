"""The tables as typed pandas frames."""

from __future__ import annotations

import io
from pathlib import Path
from typing import overload

import pandas as pd

from .descriptor import HOME, Package, Table, read_package
from .errors import CouldNotRun

Frames = dict[str, pd.DataFrame]

DTYPES = {"string": "string", "number": "Float64", "integer": "Int64", "boolean": "boolean", "date": "datetime64[s]"}


@overload
def load(name: str, package: Path = ...) -> pd.DataFrame: ...
@overload
def load(name: None = None, package: Path = ...) -> Frames: ...
def load(name: str | None = None, package: Path = HOME) -> pd.DataFrame | Frames:
    """Load one table by name, or all tables as a dict by name.

    The types come from datapackage.json: numbers are ``Float64``, whole numbers ``Int64``, dates ``datetime64``, codes
    ``category`` in the order of the descriptor, true and false ``boolean``, other text ``string``; an empty cell
    is ``NA``. The id is a column and not the index.

    Start with ``load("figures_labelled")``: one flat row a figure, everything joined. Keep the hedge (``quantifier``) with
    each value, and never add a row to the one that it is a ``part_of``.

    >>> figures = load("figures_labelled")
    >>> figures.loc[figures.figure_id == "war-deaths", "display"].item()
    'more than 220,000 people killed, Syria'

    ``package`` is the folder of the data package (this one if not given). Raises CouldNotRun for an unknown name,
    with the names that there are, and Rejected where a file is missing or cannot be read.
    """
    read = read_package(package)
    if name is None:
        return {table: frame_of(read, table) for table in read.tables}
    return frame_of(read, name)


def frame_of(package: Package, name: str) -> pd.DataFrame:
    """One table of a package as a typed frame; row i of it stands at line i + 2 of the file."""
    if name not in package.tables:
        raise CouldNotRun(f'There is no table "{name}". The tables are: {", ".join(package.tables)}.')
    table = package.tables[name]
    return typed(
        table, pd.read_csv(io.BytesIO(package.read(table.path)), dtype="string", keep_default_na=False, na_values=[""])
    )


def typed(table: Table, text: pd.DataFrame) -> pd.DataFrame:
    """A frame of text as a frame of the types of the descriptor, in its order of columns."""
    columns = {}
    for column in table.fields:
        cells = text[column.name]
        if column.codes:
            columns[column.name] = cells.astype(pd.CategoricalDtype(column.codes))
        elif column.type == "boolean":
            columns[column.name] = cells.map({"true": True, "false": False}).astype("boolean")
        elif column.type == "date":
            columns[column.name] = pd.to_datetime(cells, format="%Y-%m-%d").astype(DTYPES["date"])
        else:
            columns[column.name] = cells.astype(DTYPES[column.type])
    return pd.DataFrame(columns)
