"""The workbook, read back with openpyxl: what to read first, every table after it, nothing that runs."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from syria_figures import phrases
from syria_figures.derive import reading_order
from syria_figures.descriptor import Package
from syria_figures.tables import Frames, records
from syria_figures.workbook import WORKBOOK, make_workbook

READ = ["Figures", "About", "Comparisons", "Caveats", "Sources"]
AS_FORMULA = ["=1+1", "-5 to 7", "@SUM(A1)", '=HYPERLINK("http://x")', "'quoted"]


def read_back(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet by column, a day without its midnight."""
    header, *rows = sheet.iter_rows(values_only=True)
    plain = ([cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row] for row in rows)
    return [dict(zip(header, row, strict=True)) for row in plain]


@pytest.fixture(scope="module")
def written(package: Package, tables: Frames) -> bytes:
    """The workbook of this repository."""
    return make_workbook(package, tables)[WORKBOOK]


@pytest.fixture(scope="module")
def book(written: bytes) -> openpyxl.Workbook:
    """The same, opened."""
    return openpyxl.load_workbook(io.BytesIO(written))


def test_the_figures_stand_first_with_all_that_goes_with_a_number(book: openpyxl.Workbook, tables: Frames) -> None:
    """A number must not be without its hedge, who says so, its date, how solid it is and what limits it."""
    for figure, row in zip(reading_order(tables), read_back(book["Figures"]), strict=True):
        assert row["Number"] == phrases.value_words(figure)
        assert row["Who says so"].lower() == phrases.attribution(figure).lower()
        assert row["Date"].lower() == figure["date_text"].lower()
        assert row["How solid"].lower() == phrases.how_solid(figure).lower()
        assert str(figure["headline"] or figure["note"]) in row["What to know"]


def test_nothing_is_lost(book: openpyxl.Workbook, tables: Frames) -> None:
    """No table, report, caveat or source may be lost, no number may become text, and no blank a zero."""
    assert book.sheetnames == [*READ, *(f"{name}.csv" for name in tables)]
    for name, frame in tables.items():
        assert read_back(book[f"{name}.csv"]) == records(frame)
    for name in ("comparisons", "caveats", "sources"):
        assert len(read_back(book[name.capitalize()])) == len(tables[name])


def test_nothing_runs_and_links_lead_to_the_words(package: Package, tables: Frames) -> None:
    """Text like a formula must stay text; links must open the pages at the words, and nothing else."""
    titles = (AS_FORMULA * len(tables["sources"]))[: len(tables["sources"])]
    hostile = {**tables, "sources": tables["sources"].assign(title=titles, url="javascript:alert(1)")}
    data = make_workbook(package, hostile)[WORKBOOK]
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {each for each in AS_FORMULA if each[0] in "=-@"}
    labelled = [tables[name]["words_url"] for name in ("figures_labelled", "comparisons_labelled")]
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {page for pages in labelled for page in pages}


def test_headers_stay_and_rows_are_as_high_as_their_text(book: openpyxl.Workbook) -> None:
    """The header must stay, each column be filtered, wrapped text be whole, and what is to be read fit the page."""
    for sheet in book:
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
        widths = [each.width for each in sheet.column_dimensions.values()]
        for line, row in enumerate(sheet.iter_rows(min_row=2), 2):
            longest = max(len(str(cell.value or "")) / width for cell, width in zip(row, widths, strict=True))
            assert sheet.row_dimensions[line].height >= min(longest * 14, 409)
        if sheet.title in READ:
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert sheet.page_setup.fitToWidth == 1 < 190 / sum(widths), "letters of at least 9 points on A4"


def test_builds_give_the_same_bytes(package: Package, tables: Frames, written: bytes) -> None:
    """The bytes must not depend on the clock or on a compressor, only on the day of the package."""
    assert make_workbook(package, tables)[WORKBOOK] == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {(each.date_time, each.compress_type) for each in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        assert archive.read("docProps/core.xml").decode().count(f"{package.created}T00:00:00Z") == 2
