"""The workbook, read back with openpyxl: what to read first, every table after it, nothing that runs."""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from syria_figures import phrases
from syria_figures.derive import reading_order
from syria_figures.descriptor import Package
from syria_figures.tables import Frames, records
from syria_figures.workbook import WORKBOOK, make_workbook

READ = ["Figures", "About", "Comparisons", "Caveats", "Sources"]
AS_FORMULA = ("=1+1", "+49 30", "-5 to 7", "@SUM(A1)", '=HYPERLINK("http://x")', "=", "'quoted", "\tafter a tab")


def read_back(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet by column, a day without its midnight."""
    header, *rows = sheet.iter_rows(values_only=True)
    plain = ([cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row] for row in rows)
    return [dict(zip(map(str, header), row, strict=True)) for row in plain]


@pytest.fixture(scope="module")
def book(package: Package, tables: Frames) -> openpyxl.Workbook:
    """The workbook of this repository."""
    return openpyxl.load_workbook(io.BytesIO(make_workbook(package, tables, {})[WORKBOOK]))


def test_the_figures_stand_first_with_all_that_goes_with_a_number(book: openpyxl.Workbook, tables: Frames) -> None:
    """A number must not be without its hedge, who says so, its date, how solid it is and what limits it."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    for figure, row in zip(reading_order(tables), read_back(book["Figures"]), strict=True):
        assert row["Number"] == phrases.value_words(figure)
        assert row["Who says so"].lower() == phrases.attribution(figure).lower()
        assert row["Date"].lower() == figure["date_text"].lower()
        assert row["How solid"].lower() == phrases.how_solid(support[figure["figure_id"]], figure).lower()
        assert str(figure["headline"] or figure["note"]) in row["What to know"]
        assert ("part of" in row["What"]) == (figure["part_of"] is not None)


def test_nothing_is_lost(book: openpyxl.Workbook, package: Package, tables: Frames) -> None:
    """No report, caveat, source or licence may be lost, no number may become text, and no blank a zero."""
    assert book.sheetnames == [*READ, *(f"{name}.csv" for name in tables)]
    for name, frame in tables.items():
        assert read_back(book[f"{name}.csv"]) == records(frame)
    for name, column, cells in (
        ("Comparisons", "Their words", tables["comparisons_labelled"]["quote"]),
        ("Caveats", "Caveat", tables["caveats"]["caveat"]),
        ("Sources", "Address", tables["sources"]["url"]),
    ):
        assert sorted(row[column] for row in read_back(book[name])) == sorted(cells)
    about = {row["About"]: row["Words"] for row in read_back(book["About"])}
    assert all(each["path"] in about["Licence"] for each in package.descriptor["licenses"])
    assert f"{package.title}, data set, version {package.version}" in about["Citation"]


def test_text_that_looks_like_a_formula_or_an_address_stays_text(package: Package, tables: Frames) -> None:
    """Opening the workbook must not run what is in a cell, or offer a link that does."""
    sources = tables["sources"].iloc[: len(AS_FORMULA)].assign(title=list(AS_FORMULA), url="javascript:alert(1)")
    written = make_workbook(package, {**tables, "sources": sources}, {})[WORKBOOK]
    book = openpyxl.load_workbook(io.BytesIO(written))
    (titles,) = (cells[1:] for cells in book["sources.csv"].iter_cols() if cells[0].value == "title")
    assert [(cell.value, cell.data_type) for cell in titles] == [(text, "s") for text in AS_FORMULA]
    assert [cell.quotePrefix for cell in titles] == [text[0] in "=+-@" for text in AS_FORMULA]
    assert not any(cell.hyperlink for row in book["Sources"] for cell in row)


def test_nothing_runs_and_links_lead_to_the_words(book: openpyxl.Workbook, tables: Frames) -> None:
    """The workbook must not compute; its links must open the pages at the words."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    labelled = (tables[name]["words_url"] for name in ("figures_labelled", "comparisons_labelled"))
    pages = {page for column in (*labelled, tables["sources"]["url"]) for page in column}
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == pages


def test_headers_stay_and_rows_are_as_high_as_their_text(book: openpyxl.Workbook) -> None:
    """The header must stay, each column be filtered, wrapped text be whole, and a sheet fit the page."""
    for sheet in book:
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        widths = [each.width for each in sheet.column_dimensions.values()]
        for line, row in enumerate(sheet.iter_rows(min_row=2), 2):
            assert all(cell.alignment.wrap_text for cell in row)
            longest = max(len(str(cell.value or "")) / width for cell, width in zip(row, widths, strict=True))
            assert sheet.row_dimensions[line].height >= min(longest * 14, 409)
    across = sum(each.width for each in book["Figures"].column_dimensions.values())
    assert across < 175  # characters that can be read on an A4 page across


def test_builds_give_the_same_bytes(package: Package, tables: Frames) -> None:
    """The bytes must not depend on the clock or on a compressor, only on the day of the package."""
    dated = dataclasses.replace(package, descriptor={**package.descriptor, "created": "2001-02-03"})
    data, again = (make_workbook(dated, tables, {})[WORKBOOK] for _ in range(2))
    assert data == again
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(each.date_time, each.compress_type) for each in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        assert archive.read("docProps/core.xml").decode().count("2001-02-03T00:00:00Z") == 2  # made and changed
