"""The same tables, whatever reads them: each reader is compared with the text of the CSV files, cell by cell.

R is slow, so it is asked everything at once, in a locale without UTF-8. It must report mistakes as ``load`` does, whose
types are tested with the tables; readers that infer types may do so in their own way.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import pytest
from syria_figures import load
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.findings import CouldNotRun, Rejected

REPORT_R = Path(__file__).parent / "readers" / "report.R"
LOAD_R = HOME / "scripts" / "load.R"
IN_R = ("load.R", "readr")
# The types that load.R must give
TYPES = {"string": "character", "number": "numeric", "integer": "integer", "boolean": "logical", "date": "Date"}

Cells = dict[str, dict[str, list[str]]]  # as text, by table and column; an empty cell is ""


def in_the_files(folder: Path) -> Cells:
    """The cells of a package as Python's csv module reads them."""
    found = {}
    for name, path in paths_of(folder).items():
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        found[name] = {column: list(cells) for column, *cells in zip(header, *rows, strict=True)}
    return found


def paths_of(folder: Path) -> dict[str, Path]:
    """The CSVs of a package by the names of the tables."""
    return {name: folder / table.path for name, table in read_package(folder).tables.items()}


def as_text(frames: dict[str, pd.DataFrame]) -> Cells:
    """The cells of frames as the CSVs write them."""
    return {
        name: {str(column): [text_of(cell) for cell in frame[column].array] for column in frame}
        for name, frame in frames.items()
    }


def text_of(cell: Any) -> str:
    """A cell as the CSV writes it."""
    if not isinstance(cell, str) and pd.isna(cell):
        return ""
    if str(cell) in ("True", "False"):
        return str(cell).lower()
    if isinstance(cell, datetime.date):
        return cell.isoformat().removesuffix("T00:00:00")
    return format(cell, ".15g") if isinstance(cell, float) else str(cell)


# The readers that no other test has; those that infer types may do so in their own way


def by_frictionless(folder: Path) -> dict[str, pd.DataFrame]:
    """frictionless, row by row."""
    package: Any = frictionless.Package(str(folder / DESCRIPTOR))
    rows = {name: package.get_resource(name).read_rows() for name in paths_of(folder)}
    return {name: pd.DataFrame([row.to_dict() for row in table], dtype=object) for name, table in rows.items()}


READERS: dict[str, Callable[[Path], dict[str, pd.DataFrame]]] = {
    "load": lambda folder: load(package=folder),
    "pandas": lambda folder: {
        name: pd.read_csv(path, keep_default_na=False, na_values=[""]) for name, path in paths_of(folder).items()
    },
    "frictionless": by_frictionless,
    "duckdb": lambda folder: {name: duckdb.read_csv(str(path)).df() for name, path in paths_of(folder).items()},
}


# Folders to read


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with hard cells: a day before 1970, Arabic, quotation marks, a text "NA", long decimals."""
    folder = copied(tmp_path_factory.mktemp("hard"))
    for table, cells in {
        "sources": {"published_on": "1901-02-28", "title": 'حوالي 700 معتقل, "so" — İı 𐤀', "note": "NA"},
        "places": {"longitude": "-0.0625", "latitude": "33.333333333"},
    }.items():
        frame = pd.read_csv(folder / f"data/{table}.csv", dtype=str, keep_default_na=False)
        frame.loc[0, list(cells)] = list(cells.values())
        frame.to_csv(folder / f"data/{table}.csv", index=False, lineterminator="\n")
    return folder


def copied(folder: Path) -> Path:
    """A copy of the descriptor and the tables."""
    shutil.copytree(HOME / "data", folder / "data", ignore=shutil.ignore_patterns("charts"))
    shutil.copy(HOME / DESCRIPTOR, folder)
    return folder


# By accident: the table that is asked for, the file that is changed, what it holds, what it holds instead
ACCIDENTS: dict[str, tuple[str, str, str, str | None]] = {
    "unknown name": ("figurs", "data/figures.csv", "", ""),
    "no descriptor": ("figures", DESCRIPTOR, "", None),
    "no file": ("figures", "data/figures.csv", "", None),
    "other header": ("figures", "data/figures.csv", "figure_id,", "id,"),
    "uneven row": ("figures", "data/figures.csv", "\nwar-deaths,", "\nwar-deaths,,"),
    "unknown code": ("figures", "data/figures.csv", ",persons,", ",people,"),
    "not a number": ("figures", "data/figures.csv", ",650,,", ",six hundred,,"),
    "not whole": ("sources", "data/sources.csv", ",2218,", ",1.5,"),
    "no such day": ("figures", "data/figures.csv", "2015-03-27", "2015-02-30"),
    "not true or false": ("figure_support", "data/derived/figure_support.csv", ",true,", ",TRUE,"),
}
SOURCES = {
    "chdir": (HOME / "data", 'source("../scripts/load.R", chdir = TRUE)'),
    "absolute": (Path("/"), f"source({str(LOAD_R)!r})"),
}


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each accident."""
    folders = {name: copied(tmp_path_factory.mktemp("broken")) for name in ACCIDENTS}
    for name, (_, file, old, new) in ACCIDENTS.items():
        path = folders[name] / file
        text = path.read_text(encoding="utf-8")
        path.unlink()
        if new is not None:
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    return folders


@pytest.fixture(scope="session")
def in_r(missing: Callable[[str, str], Any], hard: Path, broken: dict[str, Path]) -> dict[str, Any]:
    """All that R is asked, in one process. The locale has no UTF-8, the harder case."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    request = {
        "load_r": str(LOAD_R),
        "tables": {f"{reader} {folder}": [reader, str(folder)] for reader in IN_R for folder in (HOME, hard)},
        "errors": {name: [str(folder), ACCIDENTS[name][0]] for name, folder in broken.items()},
        "sources": {name: [str(folder), code] for name, (folder, code) in SOURCES.items()},
    }
    command, asked = ["Rscript", "--vanilla", str(REPORT_R)], json.dumps(request).encode()
    done = subprocess.run(command, input=asked, env={**os.environ, "LC_ALL": "C"}, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8"))
    return answer


# The readers give what the files hold


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_gives_what_the_files_hold(reader: str, hard: Path) -> None:
    """No reader may drop a row, fill an empty cell or change a value."""
    for folder in (HOME, hard):
        assert as_text(READERS[reader](folder)) == in_the_files(folder)


@pytest.mark.slow
@pytest.mark.parametrize("reader", IN_R)
def test_a_reader_in_r_gives_what_the_files_hold(reader: str, in_r: dict[str, Any], hard: Path) -> None:
    """What pandas users and R users see must be the same, in a locale without UTF-8 too."""
    for folder in (HOME, hard):
        given = in_r["tables"][f"{reader} {folder}"]
        assert {name: table["cells"] for name, table in given.items()} == in_the_files(folder)


@pytest.mark.slow
def test_load_r_gives_the_types_of_the_descriptor(in_r: dict[str, Any]) -> None:
    """A day must be a day, a code one of its codes in order, and an empty column of its type."""
    for name, table in read_package(HOME).tables.items():
        types = {
            each.name: f"factor({'|'.join(each.codes)})" if each.codes else TYPES[each.type] for each in table.fields
        }
        assert in_r["tables"][f"load.R {HOME}"][name]["types"] == types


# load() and load_figures()


@pytest.mark.slow
@pytest.mark.parametrize("name", ACCIDENTS)
def test_a_mistake_reads_the_same_in_r(name: str, broken: dict[str, Path], in_r: dict[str, Any]) -> None:
    """Two analysts who meet the same mistake must read the same message."""
    with pytest.raises((CouldNotRun, Rejected)) as caught:
        load(ACCIDENTS[name][0], broken[name])
    kind = "could_not_run" if caught.type is CouldNotRun else "rejected"
    assert in_r["errors"][name] == [kind, str(caught.value)]


@pytest.mark.slow
def test_load_r_finds_its_package(in_r: dict[str, Any]) -> None:
    """load.R must work from any folder."""
    assert in_r["sources"] == dict.fromkeys(SOURCES, 9)
