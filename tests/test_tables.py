"""Tables are read in one way, as frames with the types of datapackage.json, and written as they were read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest
from accidents import CAMPS, tiny
from syria_figures.descriptor import HOME, Package, read_package
from syria_figures.findings import CouldNotRun, Rejected
from syria_figures.tables import Row, csv_bytes, frame_of, items, joined, load, read_table, records

CURATED = [table.name for table in read_package(HOME).curated]


@pytest.fixture
def camps(tmp_path: Path) -> pd.DataFrame:
    """The tiny table as a typed frame."""
    return read_table(tiny(tmp_path), "camps")


# Types


def test_a_column_has_the_type_of_the_descriptor(camps: pd.DataFrame) -> None:
    """A number, a day or a code must not be read as text, and a code must not lose its order."""
    dtypes = ["string", "string", "Float64", "Int64", "datetime64[s]", "category", "boolean"]
    assert [str(dtype) for dtype in camps.dtypes] == dtypes
    assert list(camps["kind"].cat.categories) == ["camp", "area"]
    assert list(camps["tents"].isna()) == list(camps["day"].isna()) == [False, True]


def test_records_are_plain_values(camps: pd.DataFrame) -> None:
    """Whatever prints a row must get "120" and not "120.0", and an empty cell must not be text."""
    north, south = records(camps)
    assert list(north.values()) == ["north", "North camp", 120, 3, datetime.date(2015, 4, 6), "camp", True]
    assert [type(value) for value in north.values()] == [str, str, int, int, datetime.date, str, bool]
    assert [south[name] for name in ("people", "tents", "day", "open")] == [None] * 4


def test_plain_rows_become_a_frame(tmp_path: Path) -> None:
    """A derived row must not bring in a column, depend on the order of rows, or lose a cell."""
    package = tiny(tmp_path)
    rows: list[Row] = [
        {"camp_id": "b", "people": 33.5, "open": False, "day": datetime.date(2015, 4, 1), "else": 1},
        {"camp_id": "B", "kind": "area"},
    ]
    frame = frame_of(package.tables["camps"], rows)
    assert csv_bytes(frame).decode() == (
        "camp_id,name,people,tents,day,kind,open\nB,,,,,area,\nb,,33.5,,2015-04-01,,false\n"
    )
    assert [str(dtype) for dtype in frame.dtypes][2:5] == ["Float64", "Int64", "datetime64[s]"]


@pytest.mark.parametrize("name", CURATED)
def test_a_table_is_written_as_it_was_read(package: Package, name: str) -> None:
    """Reading and writing must not change a byte of the data."""
    assert csv_bytes(read_table(package, name)) == package.read(package.tables[name].path)


@pytest.mark.parametrize(
    ("number", "text"),
    [(220000.0, "220000"), (33.5, "33.5"), (0.0, "0"), (1e-7, "0.0000001"), (1e15, "1000000000000000"), (0.1, "0.1")],
)
def test_a_number_has_no_exponent(tmp_path: Path, number: float, text: str) -> None:
    """A number must be written as people write it, with no zero after the point."""
    frame = frame_of(tiny(tmp_path).tables["camps"], [{"camp_id": "a", "people": number}])
    assert csv_bytes(frame).decode().splitlines()[1] == f"a,,{text},,,,"


def test_ids_in_one_cell() -> None:
    """Several ids in a cell must be taken apart, and put together in one order."""
    assert (items("al-nusra;isis"), items("isis"), items(None)) == (["al-nusra", "isis"], ["isis"], [])
    assert (joined(["b", "a", "b"]), joined([])) == ("a;b", None)


# What cannot be loaded


def test_load_gives_one_table_or_all(tmp_path: Path) -> None:
    """One line must be enough, for this package and for another."""
    tiny(tmp_path)
    assert list(load("camps", tmp_path)["camp_id"]) == ["north", "south"]
    assert list(load(package=tmp_path)) == ["camps"]
    assert len(load("figures")) == 9


def test_an_unknown_table_or_folder_is_named(tmp_path: Path) -> None:
    """A misspelt name must not end in a traceback, but in a list of the names that exist."""
    with pytest.raises(CouldNotRun, match=r"There is no datapackage\.json in .*Give the folder of a data package\."):
        load("camps", tmp_path)
    tiny(tmp_path)
    with pytest.raises(CouldNotRun, match=r'There is no table "camp"\. The tables are: camps\.'):
        load("camp", tmp_path)


@pytest.mark.parametrize(
    ("column", "cell", "problem", "fix"),
    [
        ("people", "many", "It is not a number.", "Write a number, such as 120."),
        ("people", "1.200,5", "It is not a number.", "Write a number, such as 120."),
        ("people", "NaN", "It is not a number.", "Write a number, such as 120."),
        ("tents", "3.5", "It is not a whole number.", "Write a whole number, such as 3."),
        (
            "day",
            "6 April 2015",
            "It is not a date of the form 2015-04-06.",
            "Write a date as year-month-day, such as 2015-04-06.",
        ),
        ("day", "2015-02-30", "There is no such day.", "Write a date as year-month-day, such as 2015-04-06."),
        ("kind", "kamp", "It is not a code of this column.", "Did you mean camp? Write one of camp, area."),
        ("open", "yes", "It is neither true nor false.", "Write true or false."),
    ],
)
def test_a_cell_of_another_type_is_named(tmp_path: Path, column: str, cell: str, problem: str, fix: str) -> None:
    """A cell that is not of its type must be named, and never read as empty."""
    good = dict(zip(CAMPS.splitlines()[0].split(","), CAMPS.splitlines()[1].split(","), strict=True))
    row = ",".join(f'"{text}"' for text in {**good, column: cell}.values())
    package = tiny(tmp_path, CAMPS.replace(CAMPS.splitlines()[1], row))
    with pytest.raises(Rejected) as rejected:
        read_table(package, "camps")
    (finding,) = rejected.value.findings
    assert (finding.row, finding.column, finding.cell) == (2, column, cell)
    assert (finding.problem, finding.fix) == (problem, fix)
