"""The figures as a workbook for spreadsheets: sheets to read and print first, then the full tables.

No cell is a formula, text stays text, and each build gives the same bytes: a workbook is a zip of XML, here with fixed
times and uncompressed, because compressors differ between systems, and git then stores all versions in less space.
It is not a resource of the descriptor: frictionless would take an .xlsx for one of its tables.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from copy import copy
from textwrap import wrap
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.writer.excel import ExcelWriter

from . import phrases
from .canonical import FORMULA_SIGNS
from .charts.statements import GROUPS
from .citation import Citations
from .derive import reading_order
from .descriptor import DERIVED, Package
from .tables import Files, Frames, Row, records

WORKBOOK = f"{DERIVED}figures.xlsx"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
WIDEST, ACROSS = 50, 240  # the most of a column of a whole table, about what a page takes across: in characters
LINE, LETTERS = 14.0, 0.82  # a line in points; the part of a column's width that is sure to hold letters of any font
LONGEST_LINK, LONGEST_NAME, TALLEST = 2000, 31, 409.0  # what Excel takes: an address, a sheet's name, points of a row
HEAD, BLACK = Font("Calibri", 11, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1A1A1A")
PLAIN, FIRST = Font("Calibri", 11), Font("Calibri", 11, bold=True)
LINK = Font("Calibri", 11, color="00598C", u="single")
TOP, RULE = Alignment("left", "top", wrap_text=True, indent=1), Border(bottom=Side("thin", color="DDDDDD"))
INDENT = 2  # what the indent takes of a column's width, in characters

Cells = tuple[Any, ...]  # of a row: each a value, or a pair of (few) words and the address that they open


def make_workbook(package: Package, tables: Frames) -> Files:
    """The workbook by its path: what is to be read, in reading order, then every table as it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.version = package.title, package.version
    figures = reading_order(tables)
    columns = "Number 18, What 20, Where 12, Who says so 25, Date 20, How solid 34, What to know 34, Words 11"
    _add(book, "Figures", columns, _figures(figures))
    _add(book, "About", "About 26, Words 102", _about(package, tables))
    columns = "Figure 20, Id 7, Number 12, Counted 20, Who says so 20, Read 17, Date 17, Relation 16"
    _add(book, "Comparisons", f"{columns}, Their words 19, Page 8, Our note 33", _comparisons(tables, figures))
    caveats = (
        (on, phrases.kind_words(row["kind"]), row["caveat"]) for on, row in _by_figure(tables["caveats"], figures)
    )
    _add(book, "Caveats", "Figure 30, Kind 18, Caveat 102", caveats)
    columns = "Publisher 26, News agency 17, Title 40, Published 17, Language 12, Read on 13, Page 11, Address 46"
    _add(book, "Sources", columns, sorted(_sources(tables), key=lambda row: (row[0].lower(), row[2])))
    for name, frame in tables.items():
        longest = {column: max([len(column) + 3, *frame[column].astype(str).str.len()]) for column in map(str, frame)}
        columns = ", ".join(f"{column} {min(length + 2, WIDEST)}" for column, length in longest.items())
        _add(book, f"{name}.csv", columns, (tuple(row.values()) for row in records(frame)))
    book.properties.creator = "; ".join(str(each["title"]) for each in package.descriptor.get("contributors", []))
    day = package.created or datetime.date(*EARLIEST[:3])
    book.properties.created = book.properties.modified = datetime.datetime(day.year, day.month, day.day)
    return {WORKBOOK: _stored(book)}


def _figures(figures: list[Row]) -> Iterator[Cells]:
    labels = {row["figure_id"]: f"{row['value_label']} {row['counted']}" for row in figures}
    for row in figures:
        part = f", part of the {labels[row['part_of']]}" if row["part_of"] else ""
        kinds = (row["caveat_kinds"] or "").replace("_", " ").replace(";", ", ")
        known = [row["headline"] or row["note"], f"Caveats: {kinds}" if kinds else ""]
        yield (
            phrases.value_words(row),
            f"{phrases.of(row)}{row['counted']} {row['indicator']}{part}",
            row["place"],
            phrases.capital(phrases.attribution(row)),
            phrases.capital(row["date_text"]),
            phrases.capital(phrases.how_solid(row)),
            "\n".join(filter(None, known)),
            ("see them", row["words_url"]),
        )


def _about(package: Package, tables: Frames) -> Iterator[Cells]:
    yield "Description", package.descriptor.get("description", "")
    yield "Before use", "Keep hedge, claimant, date and caveats with a number. Do not add numbers. None was verified."
    yield (
        "Read first",
        "Figures, Comparisons, Caveats, Sources. After them: whole tables, for the screen (see data/README.md).",
    )
    yield "Citation", Citations(package, tables).package()
    licences = package.descriptor.get("licenses", [])
    named = (": ".join(filter(None, (each.get("title") or each["name"], each.get("path")))) for each in licences)
    yield "Licence", "\n".join(named)


def _comparisons(tables: Frames, figures: list[Row]) -> Iterator[Cells]:
    compared = tables["comparisons_labelled"].sort_values(["relation", "published_on"], kind="stable")
    for figure, row in _by_figure(compared, figures):
        agency = "" if row["agency"] in (None, row["publisher"]) else f" ({row['agency']})"
        yield (
            figure,
            row["comparison_id"],
            phrases.value_words(row),
            row["counted"],
            row["claimant"] or "No source named",
            f"{row['publisher']}{agency}",
            phrases.capital(row["date_text"]),
            GROUPS[row["relation"]],
            row["quote"],
            ("see it", row["words_url"]),
            row["note"],
        )


def _by_figure(frame: pd.DataFrame, figures: list[Row]) -> Iterator[tuple[str, Row]]:
    """The rows of a table, each with what its figure says, in reading order; first those on the article as a whole."""
    rows = records(frame)
    for figure in ({"figure_id": None, "display": "The article as a whole"}, *figures):
        yield from ((figure["display"], row) for row in rows if row["figure_id"] == figure["figure_id"])


def _sources(tables: Frames) -> Iterator[Cells]:
    names = {None: None} | dict(tables["actors"][["actor_id", "name"]].itertuples(index=False))
    for row in records(tables["sources"]):
        read = (row["language"], row["accessed_on"], ("open it", row["url"]), row["url"])
        yield names[row["publisher_id"]], names[row["agency_id"]], row["title"], phrases.published(row), *read


def _add(book: Workbook, name: str, columns: str, rows: Iterable[Cells]) -> None:
    """A sheet with its columns, each a name and its width in characters: "Number 17, What 22"."""
    sheet = book.create_sheet(name[:LONGEST_NAME])
    widths = {name: float(width) for name, _, width in (column.rpartition(" ") for column in columns.split(", "))}
    for number, (column, width) in enumerate(widths.items(), 1):
        cell = sheet.cell(1, number, column)
        cell.font, cell.fill, cell.alignment = HEAD, BLACK, Alignment("left", "center", indent=1)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[1].height = LINE + 8
    plain = Cell(sheet, 1, 1)
    plain.font, plain.alignment, plain.border = PLAIN, TOP, RULE
    for line, row in enumerate(rows, 2):
        cells = enumerate(zip(row, widths.values(), strict=True), 1)
        lines = [_write(sheet.cell(line, number), value, width - INDENT, plain) for number, (value, width) in cells]
        sheet.cell(line, 1).font = FIRST
        sheet.row_dimensions[line].height = min(max(lines) * LINE + 4, TALLEST)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(sum(widths.values()) / ACROSS)), 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.8, bottom=0.7, header=0.4, footer=0.3)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.oddHeader.left.font, sheet.oddHeader.left.size = "Calibri,Bold", 12
    sheet.oddHeader.left.text = f"{book.properties.title}. As reported, not verified."
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = name, "&P / &N"


def _write(cell: Any, value: Any, width: float, like: Any) -> int:
    """Write a value in the look of another cell, text always as text; gives how many lines it takes."""
    value, address = value if isinstance(value, tuple) else (value, "")
    cell._style = copy(like._style)  # quicker than setting each part of it
    cell.value = value  # after the look: a day brings its own format
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA_SIGNS)
    elif isinstance(value, int) and not isinstance(value, bool):
        cell.number_format = "#,##0"
    if address and address.startswith(("https://", "http://")) and len(address) <= LONGEST_LINK:
        cell.hyperlink, cell.font = address, LINK
    return sum(max(1, len(wrap(line, int(width * LETTERS)))) for line in str(value).split("\n"))


def _stored(book: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx, its members stored at one fixed time."""
    written, stored = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w")).save()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EARLIEST), source.read(name))
    return stored.getvalue()
