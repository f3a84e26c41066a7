"""The same tables, whatever reads them: each reader is held against the text of the CSV files, and so to the others.

1. Every reader, every table of the descriptor: number of rows, names and types of columns, empty cells, sums, values.
   Readers that follow the descriptor (``load``, ``load.R``, frictionless) must give its types; readers that infer
   (pandas, readr, DuckDB) must give the types that follow from what the columns hold.
2. Hard cells (a day before 1970, Arabic, quotation marks, a text "NA"), and R in a locale without UTF-8.
3. The comparison itself: one altered value, blank or type must be found, for each reader.
4. ``load`` and ``load_figures``: the same errors in the same words.

A reader that is not on this machine is left out by name; where the variable CI is set, that is a failure.
"""

from __future__ import annotations

import csv
import doctest
import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
from syria_figures import frames, load
from syria_figures.descriptor import HOME, Field, Table, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.findings import Rejected

LOAD_R = HOME / "scripts" / "load.R"
REPORT_R = Path(__file__).parent / "readers" / "report.R"

Missing = Callable[[str], NoReturn]
Needs = Callable[..., None]


# What a reader gives


@dataclass
class Reading:
    """One table as one reader gives it: by column its type in the reader's own words, its cells as text (empty: "")."""

    types: dict[str, str]
    cells: dict[str, list[str]]
    blanks: dict[str, int]
    sums: dict[str, float]


Readings = dict[str, Reading]


def text_of(value: Any) -> str:
    """A cell as the CSV writes it; what a reader holds for an empty cell is ""."""
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if str(value) in ("True", "False") and not isinstance(value, str):
        return str(value).lower()
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, Decimal):
        return format(value, "f")
    return format(value, ".15g") if isinstance(value, float) else str(value)


def of_frame(frame: pd.DataFrame) -> Reading:
    """A pandas frame as a reading."""
    numbers = frame.select_dtypes("number")
    return Reading(
        types={str(name): frame_type(frame[name]) for name in frame},
        cells={str(name): [text_of(cell) for cell in frame[name]] for name in frame},
        blanks={str(name): int(frame[name].isna().sum()) for name in frame},
        sums={str(name): float(numbers[name].sum()) for name in numbers},
    )


def frame_type(column: pd.Series) -> str:
    """The name of a column's type; of a category with its codes in order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return f"category({'|'.join(column.cat.categories)})"
    return str(column.dtype)


# The readers


def by_load(folder: Path) -> Readings:
    """``load`` of this package."""
    return {name: of_frame(frame) for name, frame in load(package=folder).items()}


def by_pandas(folder: Path) -> Readings:
    """Pandas without more: types are inferred, dates stay text."""
    return {table.name: of_frame(pd.read_csv(folder / table.path)) for table in tables_of(folder)}


def by_frictionless_pandas(folder: Path) -> Readings:
    """frictionless, into pandas; the key has become the index there."""
    import frictionless

    package: Any = frictionless.Package(str(folder / "datapackage.json"))
    return {
        table.name: of_frame(package.get_resource(table.name).to_pandas().reset_index()[table.columns])
        for table in tables_of(folder)
    }


def by_frictionless(folder: Path) -> Readings:
    """frictionless, row by row."""
    import frictionless

    package: Any = frictionless.Package(str(folder / "datapackage.json"))
    readings = {}
    for resource in package.resources:
        if resource.name in read_package(folder).tables:
            rows = resource.read_rows()
            readings[resource.name] = of_values(
                {name: [row[name] for row in rows] for name in resource.schema.field_names}
            )
    return readings


def of_values(columns: dict[str, list[Any]]) -> Reading:
    """Columns of plain values as a reading; None is empty."""
    filled = {name: [value for value in values if value is not None] for name, values in columns.items()}
    return Reading(
        types={name: "|".join(sorted({type(value).__name__ for value in filled[name]})) for name in columns},
        cells={name: [text_of(value) for value in values] for name, values in columns.items()},
        blanks={name: len(values) - len(filled[name]) for name, values in columns.items()},
        sums={
            name: float(sum(values)) for name, values in filled.items() if values and type(values[0]) in (int, Decimal)
        },
    )


def by_duckdb(folder: Path) -> Readings:
    """DuckDB, which infers types; it counts and adds in SQL."""
    import duckdb

    readings = {}
    with duckdb.connect() as connection:
        for table in tables_of(folder):
            source = connection.read_csv(str(folder / table.path))
            types = dict(zip(source.columns, map(str, source.types), strict=True))
            columns = zip(*source.fetchall(), strict=True)
            numeric = [name for name, kind in types.items() if kind in ("BIGINT", "DOUBLE")]

            def ask(function: str, names: Iterable[str], source: Any = source) -> dict[str, Any]:
                names = list(names)
                if not names:
                    return {}
                row = source.aggregate(", ".join(f'{function}("{name}")' for name in names)).fetchall()[0]
                return dict(zip(names, row, strict=True))

            counts = ask("count", types)
            readings[table.name] = Reading(
                types=types,
                cells={name: [text_of(value) for value in values] for name, values in zip(types, columns, strict=True)},
                blanks={name: len(source) - count for name, count in counts.items()},
                sums={name: float(total) for name, total in ask("sum", numeric).items()},
            )
    return readings


def by_r(reader: str, locale: str) -> Callable[[Path], Readings]:
    """A reader of R in a locale."""

    def read(folder: Path) -> Readings:
        return {name: Reading(**reading) for name, reading in run_r(reader, folder, locale=locale).items()}

    return read


def run_r(reader: str, *arguments: str | Path, locale: str = "C.UTF-8") -> Any:
    """What report.R says."""
    command = ["Rscript", "--vanilla", str(REPORT_R), reader, str(LOAD_R), *map(str, arguments)]
    environment = {**os.environ, "LC_ALL": locale}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return json.loads(done.stdout.decode("utf-8"))


# The types that each reader must give for a field, from the descriptor and the text of the cells


def exactly(names: dict[str, str], code: str) -> Callable[[Field, list[str]], str]:
    """The type of the descriptor, in the words of a reader that follows it."""

    def expected(field: Field, _: list[str]) -> str:
        return code.format(codes="|".join(field.codes)) if field.codes else names[field.type]

    return expected


LOADED = {"string": "string", "number": "Float64", "integer": "Int64", "boolean": "boolean", "date": "datetime64[s]"}
IN_R = {"string": "character", "number": "numeric", "integer": "integer", "boolean": "logical", "date": "Date"}
IN_PYTHON = {"string": "str", "number": "Decimal", "integer": "int", "boolean": "bool", "date": "date"}


def python_values(field: Field, cells: list[str]) -> str:
    """The type of the values; a column without any has none."""
    return IN_PYTHON[field.type] if any(cells) else ""


def frictionless_in_pandas(field: Field, cells: list[str]) -> str:
    """What frictionless makes of a column in pandas: codes stay text, empty cells change the type."""
    names = {
        "string": "str" if any(cells) else "object",
        "number": "float64",
        "integer": "int64" if all(cells) else "Int64",
        "boolean": "bool" if all(cells) else "object",
        "date": "datetime64[s]",
    }
    return names[field.type]


def inferred_by_pandas(field: Field, cells: list[str]) -> str:
    """What ``pd.read_csv`` makes of a column: empty cells make floats of whole numbers, objects of booleans."""
    if not any(cells):
        return "float64"
    if field.type in ("number", "integer"):
        return "int64" if all(cells) and not any("." in cell for cell in cells) else "float64"
    if field.type == "boolean":
        return "bool" if all(cells) else "object"
    return "str"


def inferred_by_readr(field: Field, cells: list[str]) -> str:
    """What readr makes of a column: one without values is logical, codes are text, whole numbers doubles."""
    names = {"string": "character", "number": "numeric", "integer": "numeric", "boolean": "logical", "date": "Date"}
    return names[field.type] if any(cells) else "logical"


def inferred_by_duckdb(field: Field, cells: list[str]) -> str:
    """What DuckDB makes of a column: one without values is text."""
    whole = not any("." in cell for cell in cells)
    number = "BIGINT" if whole else "DOUBLE"
    names = {"string": "VARCHAR", "number": number, "integer": number, "boolean": "BOOLEAN", "date": "DATE"}
    return names[field.type] if any(cells) else "VARCHAR"


@dataclass(frozen=True)
class Reader:
    """One way to read the tables, and the package that it needs, of R or of Python."""

    name: str
    read: Callable[[Path], Readings]
    expected_type: Callable[[Field, list[str]], str]
    package: str
    in_r: bool = False
    follows_descriptor: bool = True


READERS = [
    Reader("load", by_load, exactly(LOADED, "category({codes})"), "pandas"),
    Reader("pandas", by_pandas, inferred_by_pandas, "pandas", follows_descriptor=False),
    Reader("frictionless", by_frictionless, python_values, "frictionless"),
    Reader("frictionless to_pandas", by_frictionless_pandas, frictionless_in_pandas, "frictionless"),
    Reader("DuckDB", by_duckdb, inferred_by_duckdb, "duckdb", follows_descriptor=False),
    *(
        Reader(f"{name}, LC_ALL={locale}", by_r(name, locale), expected, package, True, follows)
        for locale in ("C.UTF-8", "C")
        for name, package, expected, follows in (
            ("load.R", "jsonlite", exactly(IN_R, "factor({codes})"), True),
            ("readr", "readr", inferred_by_readr, False),
        )
    ),
]


# The comparison


def tables_of(folder: Path) -> list[Table]:
    """The tables that the descriptor in a folder names."""
    return list(read_package(folder).tables.values())


def text_cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV as text, by Python's csv module alone."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def differences(table: Table, folder: Path, reader: Reader, reading: Reading) -> list[str]:
    """All in which a reading departs from the text of the table's CSV in ``folder``; an empty list if nothing."""
    header, rows = text_cells(folder / table.path)
    if list(reading.cells) != header or list(reading.types) != header:
        return [f"columns are {list(reading.cells)}, not {header}"]
    found = []
    for number, field in enumerate(table.fields):
        name, cells = field.name, [row[number] for row in rows]
        expected = reader.expected_type(field, cells)
        if reading.types[name] != expected:
            found.append(f"{name} is of type {reading.types[name]}, not {expected}")
        if len(reading.cells[name]) != len(cells):
            found.append(f"{name} has {len(reading.cells[name])} rows, not {len(cells)}")
            continue
        if reading.blanks[name] != cells.count(""):
            found.append(f"{name} has {reading.blanks[name]} empty cells, not {cells.count('')}")
        found += [
            f"{name} in row {row} is {given!r}, not {cell!r}"
            for row, (given, cell) in enumerate(zip(reading.cells[name], cells, strict=True), start=2)
            if given != cell
        ]
        if field.type in ("number", "integer") and any(cells):
            total = sum(Decimal(cell) for cell in cells if cell)
            if name not in reading.sums or abs(Decimal(reading.sums[name]) - total) > Decimal("1e-6"):
                found.append(f"{name} does not add up to {total}")
    return found


def compare(folder: Path, reader: Reader, readings: Readings) -> list[str]:
    """The differences of all tables, each with the name of its table."""
    tables = tables_of(folder)
    if list(readings) != [table.name for table in tables]:
        return [f"tables are {list(readings)}, not {[table.name for table in tables]}"]
    return [
        f"{table.name}: {each}" for table in tables for each in differences(table, folder, reader, readings[table.name])
    ]


# 1. Every reader, every table


@pytest.fixture(params=READERS, ids=lambda reader: str(reader.name))
def reader(request: pytest.FixtureRequest, missing: Missing, needs_r: Needs) -> Reader:
    """Each reader in turn; one that is not on this machine is left out by name, or fails in CI."""
    each: Reader = request.param
    if each.in_r:
        needs_r("jsonlite", each.name)
        needs_r(each.package, each.name)
    elif importlib.util.find_spec(each.package) is None:
        missing(each.package)
    return each


def test_a_reader_gives_what_the_files_hold(reader: Reader) -> None:
    """A reader that drops a row, guesses a type, fills a blank or changes a value makes two people's numbers differ."""
    assert compare(HOME, reader, reader.read(HOME)) == []


def test_there_is_something_to_compare() -> None:
    """Readers that agree on nothing at all would pass: there must be rows, dates, codes and numbers to agree on."""
    package = read_package(HOME)
    kinds = {field.type for table in package.tables.values() for field in table.fields}
    assert kinds == {"string", "number", "integer", "boolean", "date"}
    assert any(field.codes for table in package.tables.values() for field in table.fields)
    assert all(text_cells(HOME / table.path)[1] for table in package.tables.values())


# 2. Hard cells


ALTERED = ("figures", "sources", "places", "figure_support")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the few tables that the tests alter, without the keys that point to others."""
    folder = tmp_path_factory.mktemp("few")
    raw = json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"] = [resource for resource in raw["resources"] if resource["name"] in ALTERED]
    for resource in raw["resources"]:
        resource["schema"].pop("foreignKeys", None)
        (folder / resource["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / resource["path"], folder / resource["path"])
    (folder / "datapackage.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def copy(few: Path, tmp_path: Path) -> Path:
    """A copy of those few to alter."""
    return shutil.copytree(few, tmp_path / "package")


def alter_cell(folder: Path, table: str, row: int, column: str, cell: str) -> None:
    """Write one cell of a table; ``row`` is the line of the file."""
    path = folder / read_package(folder).tables[table].path
    header, rows = text_cells(path)
    rows[row - 2][header.index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def alter_field(folder: Path, table: str, column: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change one field of the descriptor."""
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    resource = next(each for each in raw["resources"] if each["name"] == table)
    change(next(each for each in resource["schema"]["fields"] if each["name"] == column))
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")


def test_hard_cells_come_through(reader: Reader, copy: Path) -> None:
    """A date before 1970, Arabic, quotation marks or a decimal is bent by a reader, or by the locale it runs in."""
    alter_field(copy, "sources", "published_on", lambda field: field["constraints"].pop("minimum"))
    alter_cell(copy, "sources", 2, "published_on", "1901-02-28")
    alter_cell(copy, "sources", 2, "title", 'حوالي 700 معتقل, "so" — İı 𐤀')
    alter_cell(copy, "places", 2, "longitude", "-0.0625")
    alter_cell(copy, "places", 2, "latitude", "33.333333333")
    assert compare(copy, reader, reader.read(copy)) == []


def test_na_as_a_text_stays_a_text(reader: Reader, copy: Path) -> None:
    """A reader takes the letters NA for an empty cell; pandas without more does, which is why ``load`` is there."""
    alter_cell(copy, "sources", 2, "title", "NA")
    found = compare(copy, reader, reader.read(copy))
    if reader.name == "pandas":
        assert found == ["sources: title has 1 empty cells, not 0", "sources: title in row 2 is '', not 'NA'"]
    else:
        assert found == []


# 3. The comparison itself


def test_one_altered_value_is_found(reader: Reader, few: Path, copy: Path) -> None:
    """A comparison that cannot fail proves nothing: one value that a reader gives otherwise must be named."""
    alter_cell(copy, "figures", 4, "value", "220001")
    assert compare(few, reader, reader.read(copy)) == [
        "figures: value in row 4 is '220001', not '220000'",
        f"figures: value does not add up to {total('figures', 'value')}",
    ]


def test_one_filled_blank_is_found(reader: Reader, few: Path, copy: Path) -> None:
    """A reader that fills an empty cell, here with the words of another row, must be named."""
    claimants = column_of("figures", "claimant_id")
    alter_cell(copy, "figures", claimants.index("") + 2, "claimant_id", "sohr")
    assert compare(few, reader, reader.read(copy)) == [
        f"figures: claimant_id has {claimants.count('') - 1} empty cells, not {claimants.count('')}",
        f"figures: claimant_id in row {claimants.index('') + 2} is 'sohr', not ''",
    ]


def test_one_lost_value_is_found(reader: Reader, few: Path, copy: Path) -> None:
    """A reader that loses a value must be named, also where the sum of the others hides it: a day has none."""
    starts = column_of("figures", "period_start")
    row = starts.index("2015-04-01") + 2
    alter_cell(copy, "figures", row, "period_start", "")
    assert compare(few, reader, reader.read(copy)) == [
        f"figures: period_start has {starts.count('') + 1} empty cells, not {starts.count('')}",
        f"figures: period_start in row {row} is '', not '2015-04-01'",
    ]


def test_one_other_type_is_found(reader: Reader, few: Path, copy: Path) -> None:
    """A reader for which a date has become text shows the same letters: the type must be named."""
    if reader.follows_descriptor:
        column = "period_end"
        alter_field(copy, "figures", column, as_text)
    else:  # one word among the numbers
        column = "value"
        alter_cell(copy, "figures", 2, column, "many")
    found = compare(few, reader, reader.read(copy))
    assert found[0].startswith(f"figures: {column} is of type ")
    assert len(found) == 1 or not reader.follows_descriptor


def as_text(field: dict[str, Any]) -> None:
    """Make a field of the descriptor one of text."""
    field.update(type="string", constraints={"required": True, "maxLength": 10})


def test_a_lost_row_is_found(reader: Reader, few: Path, copy: Path) -> None:
    """A reader that loses the last row must be named for each column."""
    path = copy / "data" / "figures.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    found = compare(few, reader, reader.read(copy))
    assert len(found) == len(text_cells(HOME / "data" / "figures.csv")[0])
    assert all("rows, not" in each for each in found)


def column_of(table: str, column: str) -> list[str]:
    """The cells of a column as text."""
    header, rows = text_cells(HOME / read_package(HOME).tables[table].path)
    return [row[header.index(column)] for row in rows]


def total(table: str, column: str) -> Decimal:
    """What a column adds up to."""
    return sum((Decimal(cell) for cell in column_of(table, column) if cell), Decimal())


# 4. The same errors in Python and in R


def drop_file(folder: Path) -> None:
    """Take a table away."""
    (folder / "data" / "figures.csv").unlink()


def drop_descriptor(folder: Path) -> None:
    """Take the descriptor away."""
    (folder / "datapackage.json").unlink()


def rename_column(folder: Path) -> None:
    """Give a column another name."""
    path = folder / "data" / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("indicator_id", "indicator", 1), encoding="utf-8")


def swap_columns(folder: Path) -> None:
    """Give two columns each other's place."""
    path = folder / "data" / "figures.csv"
    header, rows = text_cells(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([row[1], row[0], *row[2:]] for row in [header, *rows])


def blank_row(folder: Path) -> None:
    """Put a line without any cell in the middle."""
    path = folder / "data" / "figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:3], "", *lines[3:]]) + "\n", encoding="utf-8")


def shorten_row(folder: Path) -> None:
    """Take the last cell of row 3 away."""
    path = folder / "data" / "figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].rpartition(",")[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def leave_folder(folder: Path) -> None:
    """Let the descriptor name a file outside the package."""
    path = folder / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("data/figures.csv", "../figures.csv"), encoding="utf-8")


def cell(table: str, column: str, text: str) -> Callable[[Path], None]:
    """Write a cell of row 2."""
    return lambda folder: alter_cell(folder, table, 2, column, text)


ACCIDENTS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "unknown name": ("figurs", lambda _: None),
    "no descriptor": ("figures", drop_descriptor),
    "no file": ("figures", drop_file),
    "other header": ("figures", rename_column),
    "columns in another order": ("figures", swap_columns),
    "blank row": ("figures", blank_row),
    "uneven row": ("figures", shorten_row),
    "unknown code": ("figures", cell("figures", "unit", "people")),
    "no number": ("figures", cell("figures", "value", "six hundred")),
    "no whole number": ("sources", cell("sources", "text_characters", "1.5")),
    "no date": ("figures", cell("figures", "period_end", "6 April 2015")),
    "no such day": ("figures", cell("figures", "period_end", "2015-02-30")),
    "neither true nor false": ("figure_support", cell("figure_support", "contested", "TRUE")),
}


@pytest.mark.parametrize(("name", "accident"), ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_error_reads_the_same_in_python_and_in_r(
    name: str, accident: Callable[[Path], object], copy: Path, needs_r: Needs
) -> None:
    """Two analysts who meet one mistake in the data read two messages, or one of them reads none and goes on."""
    needs_r("jsonlite")
    accident(copy)
    classes: dict[type[Exception], str] = {CouldNotRun: "could_not_run", Rejected: "rejected"}
    with pytest.raises(tuple(classes)) as caught:
        load(name, copy)
    assert run_r("error", copy, name) == {"class": classes[caught.type], "message": str(caught.value)}


def test_a_path_out_of_the_package_is_refused(copy: Path, needs_r: Needs) -> None:
    """A descriptor from somewhere else makes a reader open a file outside the folder of the package."""
    leave_folder(copy)
    with pytest.raises(Rejected, match="leaves the folder"):
        load("figures", copy)
    needs_r("jsonlite")
    assert "leaves the folder" in run_r("error", copy, "figures")["message"]


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        (".", 'source("scripts/load.R")'),
        ("data", 'source("../scripts/load.R")'),
        ("data", 'source("../scripts/load.R", chdir = TRUE)'),
        ("tests", "source(file.path(normalizePath('..'), 'scripts', 'load.R'))"),
    ],
)
def test_load_r_finds_its_package(folder: str, source: str, needs_r: Needs) -> None:
    """load.R works from the folder of the repository alone, and an analysis kept elsewhere cannot use it."""
    needs_r("jsonlite")
    command = ["Rscript", "--vanilla", "-e", f'{source}; cat(nrow(load_figures("figures")))']
    done = subprocess.run(command, cwd=HOME / folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, str(len(text_cells(HOME / "data" / "figures.csv")[1]))), done.stderr


def test_load_gives_all_tables_by_name() -> None:
    """A table of the descriptor cannot be loaded, or ``load()`` orders them otherwise than the descriptor."""
    assert list(load()) == list(read_package(HOME).tables)


def test_help_shows_how_to_load() -> None:
    """``help(load)`` says nothing of types, blanks and hedges, or its example no longer holds."""
    failed, attempted = doctest.testmod(frames)
    assert (failed, attempted > 0) == (0, True)
    assert all(word in str(load.__doc__) for word in ("category", "isna()", "quantifier", "part_of", "CouldNotRun"))


# The end of a run


def test_a_missing_reader_is_named_at_the_end_and_fails_in_ci(pytester: pytest.Pytester) -> None:
    """A reader that CI could not install is skipped there, and the run is green without it."""
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile("def test_it(missing):\n    missing('readr')")
    environment = pytest.MonkeyPatch()
    with environment.context() as variables:
        variables.delenv("CI", raising=False)
        left_out = pytester.runpytest()
        variables.setenv("CI", "true")
        failed = pytester.runpytest()
    left_out.assert_outcomes(skipped=1)
    left_out.stdout.fnmatch_lines(["Not tested here: 1 test (readr is missing)"])
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(["*readr is missing, and in CI nothing is left out*"])
