"""The same tables, whatever reads them: each reader is compared with the text of the CSV files, cell by cell.

1. In process: ``load``, pandas, frictionless, DuckDB. Readers that follow the descriptor must give its types; readers
   that infer types must give those that follow from what the columns hold.
2. In R (slow): ``load.R`` and readr, all that is asked of R in one process, in a locale without UTF-8.
3. The comparison itself can fail, and ``load`` and ``load_figures`` say the same of the same mistake.
"""

from __future__ import annotations

import csv
import datetime
import doctest
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from syria_figures import load, tables
from syria_figures.descriptor import HOME, Field, read_package
from syria_figures.findings import CouldNotRun, Rejected

REPORT_R = Path(__file__).parent / "readers" / "report.R"
LOAD_R = HOME / "scripts" / "load.R"


class Column(NamedTuple):
    """A column as a reader gives it: its type in the reader's own words, its cells as text (empty: "")."""

    type: str
    cells: list[str]


Reading = dict[str, dict[str, Column]]  # by table and column


def text_of(value: Any) -> str:
    """A cell as the CSV writes it; what a reader holds for an empty cell is ""."""
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if str(value) in ("True", "False") and not isinstance(value, str):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat().removesuffix("T00:00:00")
    return format(value, ".15g") if isinstance(value, float) else format(value)


def of_frame(frame: pd.DataFrame) -> dict[str, Column]:
    """A pandas frame as a reading."""
    return {str(name): Column(dtype_of(frame[name]), [text_of(cell) for cell in frame[name].array]) for name in frame}


def dtype_of(column: pd.Series) -> str:
    """The name of a column's type; of a category with its codes in order."""
    categorical = isinstance(column.dtype, pd.CategoricalDtype)
    return f"category({'|'.join(column.cat.categories)})" if categorical else str(column.dtype)


# The readers


def by_load(folder: Path) -> Reading:
    """``load`` of this package."""
    return {name: of_frame(frame) for name, frame in load(package=folder).items()}


def by_pandas(folder: Path) -> Reading:
    """Pandas as docs/readers.md reads: types are inferred, dates stay text."""
    paths = {name: folder / table.path for name, table in read_package(folder).tables.items()}
    return {name: of_frame(pd.read_csv(path, keep_default_na=False, na_values=[""])) for name, path in paths.items()}


def by_frictionless(folder: Path) -> Reading:
    """frictionless, row by row."""
    import frictionless

    package: Any = frictionless.Package(str(folder / "datapackage.json"))
    reading: Reading = {}
    for name, table in read_package(folder).tables.items():
        rows = package.get_resource(name).read_rows()
        values = {column: [row[column] for row in rows] for column in table.columns}
        reading[name] = {
            column: Column("|".join(sorted({type(cell).__name__ for cell in cells} - {"NoneType"})), texts)
            for column, cells in values.items()
            for texts in [[text_of(cell) for cell in cells]]
        }
    return reading


def by_duckdb(folder: Path) -> Reading:
    """DuckDB, which infers types."""
    import duckdb

    reading: Reading = {}
    with duckdb.connect() as connection:
        for name, table in read_package(folder).tables.items():
            source = connection.read_csv(str(folder / table.path))
            cells = list(zip(*source.fetchall(), strict=True))
            columns = zip(source.columns, source.types, cells, strict=True)
            reading[name] = {column: Column(str(kind), [*map(text_of, values)]) for column, kind, values in columns}
    return reading


# The types that each reader must give, in its own words: "whole" where no cell has a point.
TYPES: dict[str, dict[str, str]] = {
    "load": {
        "string": "string",
        "number": "Float64",
        "integer": "Int64",
        "boolean": "boolean",
        "date": "datetime64[s]",
    },
    "load.R": {"string": "character", "number": "numeric", "integer": "integer", "boolean": "logical", "date": "Date"},
    "frictionless": {"string": "str", "number": "Decimal", "integer": "int", "boolean": "bool", "date": "date"},
    "pandas": {"string": "str", "number": "float64", "whole": "int64", "boolean": "bool", "date": "str"},
    "readr": {"string": "character", "number": "numeric", "integer": "numeric", "boolean": "logical", "date": "Date"},
    "duckdb": {"string": "VARCHAR", "number": "DOUBLE", "whole": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"},
}
CODES = {"load": "category({})", "load.R": "factor({})"}
NOTHING = {"frictionless": "", "pandas": "float64", "readr": "logical", "duckdb": "VARCHAR"}
IN_PROCESS = {"load": by_load, "pandas": by_pandas, "frictionless": by_frictionless, "duckdb": by_duckdb}
IN_R = ("load.R", "readr")


def expected_type(reader: str, field: Field, cells: list[str]) -> str:
    """The type that a reader must give for a field, from the descriptor or from the text of the cells."""
    names = TYPES[reader]
    if field.codes and reader in CODES:
        return CODES[reader].format("|".join(field.codes))
    if not any(cells) and reader in NOTHING:
        return NOTHING[reader]
    gaps = reader == "pandas" and not all(cells)
    if field.type in ("number", "integer") and "whole" in names:
        return names["number" if gaps or any("." in cell for cell in cells) else "whole"]
    return "object" if gaps and field.type == "boolean" else names[field.type]


def differences(folder: Path, reading: Reading, reader: str) -> list[str]:
    """All in which a reading departs from the CSVs in ``folder``, read as text by Python's csv module alone."""
    found = []
    described_tables = read_package(folder).tables
    if list(reading) != list(described_tables):
        return [f"tables are {list(reading)}"]
    for name, table in described_tables.items():
        header, rows = text_cells(folder / table.path)
        if list(reading[name]) != header:
            found.append(f"{name} has the columns {list(reading[name])}")
            continue
        for number, field in enumerate(table.fields):
            given, cells = reading[name][field.name], [row[number] for row in rows]
            wanted = expected_type(reader, field, cells)
            if given.type != wanted:
                found.append(f"{name}.{field.name} is of type {given.type}, not {wanted}")
            if given.cells != cells:
                wrong = [each for each in zip(given.cells, cells, strict=False) if each[0] != each[1]]
                found.append(f"{name}.{field.name} has {len(given.cells)} cells; {wrong[:3]}")
    return found


def text_cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV as text."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


# Folders to read


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small package with hard cells: a day before 1970, Arabic, quotation marks, a text "NA", long decimals."""
    folder = few_tables(tmp_path_factory.mktemp("hard"))
    write_cell(folder, "sources", "published_on", "1901-02-28")
    write_cell(folder, "sources", "title", 'حوالي 700 معتقل, "so" — İı 𐤀')
    write_cell(folder, "sources", "note", "NA")
    write_cell(folder, "places", "longitude", "-0.0625")
    write_cell(folder, "places", "latitude", "33.333333333")
    return folder


def few_tables(folder: Path) -> Path:
    """A copy of the package with four tables, without the keys that point to others."""
    raw = json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))
    names = ("figures", "sources", "places", "figure_support")
    raw["resources"] = [resource for resource in raw["resources"] if resource["name"] in names]
    for resource in raw["resources"]:
        resource["schema"].pop("foreignKeys", None)
        path = folder / resource["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / resource["path"], path)
    (folder / "datapackage.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return folder


def write_cell(folder: Path, table: str, column: str, cell: str) -> None:
    """Write a cell of the first row (row 2) of a table."""
    path = folder / read_package(folder).tables[table].path
    header, rows = text_cells(path)
    rows[0][header.index(column)] = cell
    write_rows(path, [header, *rows])


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write a CSV from its cells, the header first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def change_rows(change: Callable[[list[list[str]]], list[list[str]]]) -> Callable[[Path], None]:
    """Change the rows of the figures, the header first."""

    def accident(folder: Path) -> None:
        path = folder / "data" / "figures.csv"
        header, rows = text_cells(path)
        write_rows(path, change([header, *rows]))

    return accident


def wrong_cell(table: str, column: str, text: str) -> Callable[[Path], None]:
    """Write something wrong into row 2."""
    return lambda folder: write_cell(folder, table, column, text)


ACCIDENTS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "unknown name": ("figurs", lambda _: None),
    "no descriptor": ("figures", lambda folder: (folder / "datapackage.json").unlink()),
    "no file": ("figures", lambda folder: (folder / "data" / "figures.csv").unlink()),
    "other header": ("figures", change_rows(lambda rows: [["id", *rows[0][1:]], *rows[1:]])),
    "two columns swapped": ("figures", change_rows(lambda rows: [[row[1], row[0], *row[2:]] for row in rows])),
    "blank row": ("figures", change_rows(lambda rows: [*rows[:3], [], *rows[3:]])),
    "uneven row": ("figures", change_rows(lambda rows: [*rows[:2], rows[2][:-1], *rows[3:]])),
    "unknown code": ("figures", wrong_cell("figures", "unit", "people")),
    "not a number": ("figures", wrong_cell("figures", "value", "six hundred")),
    "not whole": ("sources", wrong_cell("sources", "text_characters", "1.5")),
    "not a date": ("figures", wrong_cell("figures", "period_end", "6 April 2015")),
    "no such day": ("figures", wrong_cell("figures", "period_end", "2015-02-30")),
    "not true or false": ("figure_support", wrong_cell("figure_support", "disputed", "TRUE")),
}
SOURCES = {
    "relative": (HOME, 'source("scripts/load.R")'),
    "chdir": (HOME / "data", 'source("../scripts/load.R", chdir = TRUE)'),
    "absolute": (Path("/"), f"source({str(LOAD_R)!r})"),
}


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each accident."""
    folders = {name: few_tables(tmp_path_factory.mktemp("broken")) for name in ACCIDENTS}
    for name, (_, accident) in ACCIDENTS.items():
        accident(folders[name])
    return folders


@pytest.fixture(scope="session")
def in_r(missing: Callable[[str, str], Any], hard: Path, broken: dict[str, Path]) -> dict[str, Any]:
    """All that R is asked, in one process. The locale has no UTF-8, which is the harder case."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    request = {
        "load_r": str(LOAD_R),
        "tables": {f"{reader} {folder}": [reader, str(folder)] for reader in IN_R for folder in (HOME, hard)},
        "errors": {name: [str(folder), ACCIDENTS[name][0]] for name, folder in broken.items()},
        "sources": {name: [str(folder), code] for name, (folder, code) in SOURCES.items()},
    }
    done = subprocess.run(
        ["Rscript", "--vanilla", str(REPORT_R)],
        input=json.dumps(request).encode(),
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8"))
    return answer


def r_reading(in_r: dict[str, Any], reader: str, folder: Path) -> Reading:
    """What a reader of R gives of a folder."""
    given = in_r["tables"][f"{reader} {folder}"]
    return {
        name: {column: Column(kind, table["cells"][column]) for column, kind in table["types"].items()}
        for name, table in given.items()
    }


# The readers give what the files hold


@pytest.mark.parametrize("name", IN_PROCESS)
def test_a_reader_gives_what_the_files_hold(name: str, hard: Path) -> None:
    """No reader may drop a row, guess a type, fill an empty cell or change a value."""
    if name != "load":
        pytest.importorskip(name)
    for folder in (HOME, hard):
        assert differences(folder, IN_PROCESS[name](folder), name) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_R)
def test_a_reader_in_r_gives_what_the_files_hold(name: str, in_r: dict[str, Any], hard: Path) -> None:
    """What pandas users and R users see must be the same, in a locale without UTF-8 too."""
    for folder in (HOME, hard):
        assert differences(folder, r_reading(in_r, name, folder), name) == []


def test_the_comparison_can_fail(hard: Path) -> None:
    """One value, empty cell, type or row that a reader gives otherwise must be named."""
    for table, column, other in (
        ("figures", "value", Column("Float64", ["1"] * 9)),
        ("figures", "claimant_id", Column("string", ["sohr"] * 9)),
        ("sources", "published_on", Column("str", by_load(hard)["sources"]["published_on"].cells)),
        ("places", "name", Column("string", by_load(hard)["places"]["name"].cells[:-1])),
    ):
        reading = by_load(hard)
        reading[table][column] = other
        assert [each.split()[0] for each in differences(hard, reading, "load")] == [f"{table}.{column}"]


# load() and load_figures()


@pytest.mark.slow
@pytest.mark.parametrize("name", ACCIDENTS)
def test_a_mistake_reads_the_same_in_r(name: str, broken: dict[str, Path], in_r: dict[str, Any]) -> None:
    """Two analysts who meet one mistake must read one message."""
    assert tuple(in_r["errors"][name]) == error_of(ACCIDENTS[name][0], broken[name])


def error_of(table: str, folder: Path) -> tuple[str, str]:
    """The class, in the words of R, and the message of what ``load`` raises."""
    with pytest.raises((CouldNotRun, Rejected)) as caught:
        load(table, folder)
    return ("could_not_run" if caught.type is CouldNotRun else "rejected"), str(caught.value)


def test_a_path_out_of_the_package_is_refused(tmp_path: Path) -> None:
    """A descriptor from somewhere else must not make a reader open a file outside its folder."""
    path = few_tables(tmp_path) / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("data/figures.csv", "../figures.csv"), encoding="utf-8")
    with pytest.raises(Rejected, match="leaves the folder"):
        load("figures", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_load_r_finds_its_package(name: str, in_r: dict[str, Any]) -> None:
    """load.R must work from any folder."""
    assert in_r["sources"][name] == len(text_cells(HOME / "data" / "figures.csv")[1])


def test_load_gives_all_tables_by_name() -> None:
    """``load()`` must give every table of the descriptor, in its order, and its help must say how to use them."""
    assert list(load()) == list(read_package(HOME).tables)
    assert doctest.testmod(tables).failed == 0
    assert all(word in str(load.__doc__) for word in ("category", "isna()", "quantifier", "part_of", "CouldNotRun"))
