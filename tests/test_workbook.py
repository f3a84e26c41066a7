"""The workbook, read back with openpyxl: every cell as the tables have it, nothing that a spreadsheet would run.

Three tiers: what stands in the cells; how the sheets open; and the bytes of the file.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from syria_figures.derive import themes
from syria_figures.descriptor import Package
from syria_figures.frames import rows_of
from syria_figures.making import Context, context_of
from syria_figures.tables import Row
from syria_figures.workbook import JOINED, WORKBOOK, Sheet, make_workbook, sheets, workbook

AS_FORMULA = ("=1+1", "+49 30", "-5 to 7", "@SUM(A1)", '=HYPERLINK("http://x")', "=", "'quoted", "\tafter a tab")


@pytest.fixture(scope="module")
def context(package: Package) -> Context:
    """All tables of the package."""
    return context_of(package)


@pytest.fixture(scope="module")
def data(context: Context) -> bytes:
    """The file."""
    return make_workbook(context)[WORKBOOK]


@pytest.fixture(scope="module")
def book(data: bytes) -> openpyxl.Workbook:
    """The workbook as it is read back."""
    return openpyxl.load_workbook(io.BytesIO(data))


def read_back(sheet: Worksheet) -> list[Row]:
    """The rows of a sheet as plain values by column."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), map(plain, row), strict=True)) for row in rows]


def plain(value: Any) -> Any:
    """A value as the tables hold it: a day without its midnight, a number as a Decimal."""
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time()
        return value.date()
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def expected(rows: list[Row]) -> list[Row]:
    """Rows of a table with their numbers as Decimal."""
    return [{name: Decimal(cell) if type(cell) is int else cell for name, cell in row.items()} for row in rows]


# The cells


def test_every_cell_is_read_back_as_it_is_in_the_tables(book: openpyxl.Workbook, context: Context) -> None:
    """A number becomes text, a date a number, a blank a zero, or a row or column is lost."""
    for name, table in (("figures", "figures_labelled"), ("comparisons", "comparisons"), ("caveats", "caveats")):
        columns, rows = list(context.frames[table].columns), expected(rows_of(context.frames[table]))
        read = [{column: row[column] for column in columns} for row in read_back(book[name])]
        key = context.package.tables[table].primary_key[0]
        assert sorted(read, key=lambda row: row[key]) == rows


def test_names_stand_beside_the_comparisons(book: openpyxl.Workbook, context: Context) -> None:
    """A reader of the spreadsheet finds only ids where the tables have names, days and addresses."""
    stated = {row["statement_id"]: row for theme in themes(context.frames) for row in rows_of(context.frames[theme])}
    for row in read_back(book["comparisons"]):
        assert [row[name] for name in JOINED] == [stated[row["comparison_id"]][name] for name in JOINED]


def test_the_codebook_explains_every_column(book: openpyxl.Workbook, context: Context) -> None:
    """A column of a sheet has no meaning in the codebook, or another one than the descriptor gives."""
    explained = {(row["table"], row["column"]): row["meaning"] for row in read_back(book["codebook"])}
    for table in ("figures_labelled", "comparisons", "caveats"):
        for column in context.package.tables[table].fields:
            assert explained.pop((table, column.name)) == column.description
    assert explained == {}


def test_the_terms_come_along(book: openpyxl.Workbook, context: Context) -> None:
    """A spreadsheet that is passed on alone says neither its version nor its licence nor how to cite it."""
    about = {row["about"]: row["words"] for row in read_back(book["about"])}
    assert about["version"] == context.package.version
    assert "Creative Commons Attribution 4.0" in about["licence"]
    assert "no public address yet" in about["citation"]
    assert "hedge" in about["before you use a number"]


def test_text_that_looks_like_a_formula_stays_text(package: Package) -> None:
    """Opening the workbook runs what stood in a cell of a table."""
    rows = [{"text": text} for text in AS_FORMULA]
    book = openpyxl.load_workbook(io.BytesIO(workbook(package, [Sheet("sheet", ["text"], rows)])))
    for text, (cell,) in zip(AS_FORMULA, book["sheet"].iter_rows(min_row=2), strict=True):
        assert isinstance(cell, Cell)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_there_is_no_formula_and_no_link(book: openpyxl.Workbook, data: bytes) -> None:
    """The workbook computes, or reaches for another file or a page."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name, member in members.items() if b"<f>" in member or b"TargetMode" in member] == []
    assert [name for name in members if "external" in name or "vba" in name.lower()] == []


# How the sheets open


def test_the_sheets_are_those_that_readers_need(book: openpyxl.Workbook) -> None:
    """The workbook opens on the codebook, or a sheet is missing."""
    assert book.sheetnames == ["figures", "comparisons", "caveats", "codebook", "about"]
    assert book.active is book["figures"]


def test_header_filter_and_widths(book: openpyxl.Workbook) -> None:
    """The header scrolls away, a column cannot be filtered, or does not hold its own name."""
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for number, (cell,) in enumerate(sheet.iter_cols(max_row=1), 1):
            width = sheet.column_dimensions[get_column_letter(number)].width
            assert len(str(cell.value)) < width <= 60
            assert cell.font.bold
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for cell in row)


def test_dates_and_numbers_are_shown_as_such(book: openpyxl.Workbook) -> None:
    """A date shows as 42100, or 220000 without its comma."""
    shown = {
        cell.value: cell.number_format for row in book["figures"].iter_rows(min_row=2) for cell in row if cell.value
    }
    assert shown[datetime.datetime(2015, 4, 6)] == "yyyy-mm-dd"
    assert shown[220000] == "#,##0"
    assert shown[33.4738] == "General"


# The bytes


def test_two_builds_give_the_same_bytes(data: bytes, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock, or the machine's time zone, stands in the file."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert make_workbook(context)[WORKBOOK] == data
    assert datetime.date.today().isoformat().encode() not in data.replace(b"2026-11-23", b"")


def test_it_is_stored_with_fixed_times(data: bytes, package: Package) -> None:
    """What a compressor or a clock adds differs between two machines."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        core = archive.read("docProps/core.xml").decode()
    assert {(member.compress_type, member.date_time) for member in members} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
    }
    assert core.count(str(package.raw["created"])) == 2


def test_a_package_without_terms_gets_a_workbook_too(context: Context) -> None:
    """A descriptor without creation day, contributors or licences stops the build."""
    left_out = ("created", "contributors", "licenses", "description", "title")
    raw = {name: value for name, value in context.package.raw.items() if name not in left_out}
    bare = dataclasses.replace(context, package=dataclasses.replace(context.package, raw=raw))
    assert openpyxl.load_workbook(io.BytesIO(workbook(bare.package, sheets(bare)))).sheetnames[0] == "figures"
