"""The workbook, read back with openpyxl: what is to be read first, every table behind it, nothing that runs."""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from syria_figures import phrases, workbook
from syria_figures.charts import ALT_TEXTS
from syria_figures.derive import reading_order
from syria_figures.descriptor import Package
from syria_figures.tables import Frames, records
from syria_figures.workbook import WORKBOOK, Sheet, Words, make_workbook

READ = ["Figures", "About", "Comparisons", "Caveats", "Sources"]
AS_FORMULA = ("=1+1", "+49 30", "-5 to 7", "@SUM(A1)", '=HYPERLINK("http://x")', "=", "'quoted", "\tafter a tab")


@pytest.fixture(scope="module")
def data(package: Package, tables: Frames) -> bytes:
    """The file."""
    return make_workbook(package, tables, {})[WORKBOOK]


@pytest.fixture(scope="module")
def book(data: bytes) -> openpyxl.Workbook:
    """The workbook as it is read back."""
    return openpyxl.load_workbook(io.BytesIO(data))


def read_back(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet as plain values by column."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), map(plain, row), strict=True)) for row in rows]


def plain(value: Any) -> Any:
    """A value as the tables hold it: a day without its midnight."""
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time()
        return value.date()
    return value


def test_the_figures_stand_first_with_all_that_goes_with_a_number(book: openpyxl.Workbook, tables: Frames) -> None:
    """A number must not stand without its hedge, who says so, its date, how solid it is and what limits it."""
    assert book.sheetnames[:5] == READ
    figures, rows = reading_order(tables), read_back(book["Figures"])
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    for figure, row in zip(figures, rows, strict=True):
        assert row["Number"] == phrases.value_words(figure)
        assert row["Who says so"].lower() == phrases.attribution(figure).lower()
        assert row["Date"].lower() == figure["date_text"].lower()
        assert row["How solid"].lower() == phrases.how_solid(support[figure["figure_id"]], figure).lower()
        assert str(figure["headline"] or figure["note"]) in row["What to know"]
        assert ("part of" in row["What"]) == (figure["part_of"] is not None)


def test_every_report_caveat_and_source_can_be_read(book: openpyxl.Workbook, tables: Frames) -> None:
    """A report, a caveat or a source must not be lost on the sheets that people read."""
    for name, column, table, cell in (
        ("Comparisons", "Their words", "comparisons_labelled", "quote"),
        ("Caveats", "Caveat", "caveats", "caveat"),
        ("Sources", "Address", "sources", "url"),
    ):
        assert sorted(row[column] for row in read_back(book[name])) == sorted(tables[table][cell])


def test_every_table_is_behind_as_it_is(book: openpyxl.Workbook, package: Package, tables: Frames) -> None:
    """A number must not become text, a date a number, a blank a zero, nor a row or a column be lost."""
    names = [name for name in package.tables if name != ALT_TEXTS]
    assert book.sheetnames[5:] == [f"{name}.csv" for name in names]
    for name in names:
        assert read_back(book[f"{name}.csv"]) == records(tables[name])


def test_the_terms_come_along(book: openpyxl.Workbook, package: Package) -> None:
    """A spreadsheet that is passed on alone must say its version, its licence and how to cite it."""
    about = {row["About"]: row["Words"] for row in read_back(book["About"])}
    assert about["Version"] == package.version
    assert all(each["path"] in about["Licence"] for each in package.descriptor["licenses"])
    assert package.title in about["Citation"]


def test_text_that_looks_like_a_formula_or_an_address_stays_text(package: Package) -> None:
    """Opening the workbook must not run what stood in a cell, nor offer a link that does."""
    rows = [(text, Words("see it", "javascript:alert(1)")) for text in AS_FORMULA]
    written = workbook.workbook(package, [Sheet("sheet", {"text": 20, "page": 9}, rows)])
    sheet = openpyxl.load_workbook(io.BytesIO(written))["sheet"]
    for text, (cell, page) in zip(AS_FORMULA, sheet.iter_rows(min_row=2), strict=True):
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))
        assert page.hyperlink is None


def test_nothing_runs_and_links_lead_to_the_words(book: openpyxl.Workbook, data: bytes, tables: Frames) -> None:
    """The workbook must not compute or reach for another file; its links must open the pages at the words."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name) or "external" in name]
    links = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    pages = [
        *tables["figures_labelled"]["words_url"],
        *tables["comparisons_labelled"]["words_url"],
        *tables["sources"]["url"],
    ]
    assert links == set(pages)


def test_headers_stay_and_rows_are_as_high_as_their_text(book: openpyxl.Workbook) -> None:
    """The header must not scroll away, a column not be filtered, nor wrapped text be cut off."""
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddFooter
        assert sheet.oddFooter.right.text == "&P / &N"
        widths = [each.width for each in sheet.column_dimensions.values()]
        for line, row in enumerate(sheet.iter_rows(min_row=2), 2):
            assert all(cell.alignment.wrap_text for cell in row)
            longest = max(len(str(cell.value or "")) / width for cell, width in zip(row, widths, strict=True))
            assert sheet.row_dimensions[line].height >= min(longest * 14, 409)
    across = sum(each.width for each in book["Figures"].column_dimensions.values())
    assert across < 175  # characters that can be read on an A4 page across


def test_builds_give_the_same_bytes(data: bytes, package: Package, tables: Frames) -> None:
    """The bytes must not depend on the clock or on a compressor, only on the day of the package."""
    assert make_workbook(package, tables, {})[WORKBOOK] == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(each.date_time, each.compress_type, each.create_system) for each in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)
        }
        assert f"{package.created}T00:00:00Z" in archive.read("docProps/core.xml").decode()
    other = dataclasses.replace(package, descriptor={**package.descriptor, "created": "2001-02-03"})
    assert b"2001-02-03T00:00:00Z" in workbook.workbook(other, [Sheet("sheet", {"text": 20}, [("a",)])])
