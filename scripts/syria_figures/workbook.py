"""The figures as a workbook for spreadsheets: sheets to read and print first, the full tables behind them.

No cell is a formula, text stays text, and each build gives the same bytes: a workbook is a zip of XML whose members are
stored and not compressed (what a compressor gives differs between machines), at fixed times. It is no resource of the
descriptor: frictionless takes an .xlsx for one of its tables.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from . import phrases
from .charts import ALT_TEXTS
from .charts.frame import kind_words, sentence
from .charts.statements import GROUPS, Entry, entries_of, statements_of
from .citation import Citations
from .derive import reading_order
from .descriptor import DERIVED, Package, Table
from .tables import Files, Frames, Row, records

WORKBOOK = f"{DERIVED}figures.xlsx"
CORE = "docProps/core.xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
READ_AS_FORMULA = ("=", "+", "-", "@")
NARROWEST, WIDEST = 9, 50  # of a column of a full table, in characters
LINE, LETTERS = (
    14.0,
    0.82,
)  # a line's height in points; how much of a column's width is sure to hold letters of any font
LONGEST_LINK, LONGEST_NAME, TALLEST = (
    2000,
    31,
    409.0,
)  # what Excel takes: letters of an address and a name, points of a row
FACE: dict[str, Any] = {"name": "Calibri", "size": 11}
HEADER = Font(**FACE, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1A1A1A")
WRAPPED, PLAIN = Alignment(wrap_text=True, vertical="top", horizontal="left"), Font(**FACE)
RULE, LINK = Border(bottom=Side("thin", color="DDDDDD")), Font(**FACE, color="00598C", underline="single")
BEFORE_USE = (
    "Keep its hedge, who says so, its date and its caveats with it. Do not add a part to its whole, or numbers of "
    "different claimants. A figure is reported by the article, and by whom it names; none was verified here."
)
SHEETS = (
    "Figures, Comparisons, Caveats and Sources are to be read. A sheet named as a file is that whole table; the "
    "codebook, data/README.md, says what its columns mean."
)


@dataclass(frozen=True)
class Words:
    """Words that open an address; short ones, for LibreOffice does not wrap them."""

    text: str
    address: str | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns with their widths in characters, and its rows, a value (or Words) a column."""

    name: str
    columns: dict[str, int]
    rows: Sequence[Sequence[Any]]


def make_workbook(package: Package, tables: Frames, _files: Files) -> Files:
    """The workbook by its path."""
    return {WORKBOOK: workbook(package, sheets(package, tables))}


def sheets(package: Package, tables: Frames) -> list[Sheet]:
    """What is to be read, in reading order, then every table as it is."""
    figures = reading_order(tables)
    read = [
        _figures(tables, figures),
        _about(package, tables),
        _comparisons(tables, figures),
        _caveats(tables, figures),
    ]
    full = [
        table for name, table in package.tables.items() if name != ALT_TEXTS
    ]  # its rows are taller than a sheet can show
    return [*read, _sources(tables), *(_full(table, records(tables[table.name])) for table in full)]


def workbook(package: Package, content: Sequence[Sheet]) -> bytes:
    """Sheets as the bytes of an .xlsx."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in content:
        _fill(book.create_sheet(sheet.name), sheet)
    day = package.created or datetime.date(*EARLIEST[:3])
    book.properties.title = package.title
    book.properties.creator = "; ".join(str(each["title"]) for each in package.descriptor.get("contributors", []))
    book.properties.version = package.version
    stream = io.BytesIO()
    book.save(stream)
    book.properties.created = book.properties.modified = datetime.datetime(day.year, day.month, day.day)
    return _repacked(stream.getvalue(), {CORE: tostring(book.properties.to_tree())})


# What stands in the sheets


def _figures(tables: Frames, figures: Sequence[Row]) -> Sheet:
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    labels = {row["figure_id"]: f"{row['value_label']} {row['counted']}" for row in figures}
    rows = []
    for row in figures:
        part = f", part of the {labels[row['part_of']]}" if row["part_of"] else ""
        kinds = (row["caveat_kinds"] or "none").replace("_", " ").replace(";", ", ")
        number, what = phrases.value_words(row), f"{row['counted']} {row['indicator']}{part}"
        who, date = sentence(phrases.attribution(row)), sentence(row["date_text"])
        solid = sentence(phrases.how_solid(support[row["figure_id"]], row))
        known = f"{row['headline'] or row['note'] or ''}\nCaveats: {kinds}".strip()
        rows.append((number, what, row["place"], who, date, solid, known, Words("see them", row["words_url"])))
    widths = "Number 17, What 22, Where 11, Who says so 25, Date 20, How solid 34, What to know 35, Words 10"
    return Sheet("Figures", _columns(widths), rows)


def _columns(widths: str) -> dict[str, int]:
    """Columns and their widths: "Number 18, Who says so 22"."""
    return {name: int(width) for name, _, width in (each.rpartition(" ") for each in widths.split(", "))}


def _about(package: Package, tables: Frames) -> Sheet:
    licences = (f"{each.get('title', '')}: {each.get('path', '')}" for each in package.descriptor.get("licenses", []))
    rows = [
        ("Title", package.title),
        ("Version", package.version),
        ("Description", package.descriptor.get("description", "")),
        ("Before you use a number", BEFORE_USE),
        ("Sheets", SHEETS),
        ("Citation", Citations(package, tables).package()),
        ("Licence", "\n".join(licences)),
    ]
    return Sheet("About", _columns("About 26, Words 100"), rows)


def _comparisons(tables: Frames, figures: Sequence[Row]) -> Sheet:
    compared = {row["comparison_id"]: row for row in records(tables["comparisons_labelled"])}
    rows = []
    for figure in figures:
        for row in _others(tables, figure):
            number, who = phrases.value_words(row), row["claimant"] or "No source named"
            read, date = sentence(Entry((row,)).via.removeprefix("in ")), sentence(row["date_text"])
            page, words = Words("see it", row["words_url"]), compared[row["statement_id"]]["quote"]
            found = (GROUPS[row["relation"]], words, page, row["note"])
            rows.append((figure["display"], number, row["counted"], who, read, date, *found))
    widths = "Figure 20, Number 13, Counted 24, Who says so 22, Read 23, Date 19, Beside the figure 17"
    return Sheet("Comparisons", _columns(f"{widths}, Their words 28, Page 8, Our note 42"), rows)


def _others(tables: Frames, figure: Row) -> Iterator[Row]:
    """What others published on a figure, by relation, then by day."""
    for entries in entries_of(statements_of(tables, figure)).values():
        yield from (row for entry in entries for row in entry.rows if row["origin"] == "comparison")


def _caveats(tables: Frames, figures: Sequence[Row]) -> Sheet:
    displays = {None: "The article as a whole"} | {row["figure_id"]: row["display"] for row in figures}
    caveats = sorted(records(tables["caveats"]), key=lambda row: list(displays).index(row["figure_id"]))
    rows = [(displays[row["figure_id"]], kind_words(row["kind"]), row["caveat"]) for row in caveats]
    return Sheet("Caveats", _columns("Figure 30, Kind 16, Caveat 100"), rows)


def _sources(tables: Frames) -> Sheet:
    names = {row["actor_id"]: row["name"] for row in records(tables["actors"])}
    rows = []
    for row in records(tables["sources"]):
        publisher, agency = names[row["publisher_id"]], names.get(row["agency_id"])
        read = (row["language"], row["accessed_on"], Words("open it", row["url"]), row["url"])
        rows.append((publisher, agency, row["title"], phrases.published(row), *read))
    rows.sort(key=lambda row: (row[0].lower(), row[2]))
    widths = "Publisher 28, News agency 18, Title 44, Published 18, Language 11, Read on 12, Page 9, Address 50"
    return Sheet("Sources", _columns(widths), rows)


def _full(table: Table, rows: Sequence[Row]) -> Sheet:
    longest = {name: max((len(str(row[name])) for row in rows), default=0) for name in table.columns}
    widths = {name: min(max(longest[name] + 2, len(name) + 5, NARROWEST), WIDEST) for name in table.columns}
    return Sheet(f"{table.name}.csv"[:LONGEST_NAME], widths, [[row[name] for name in table.columns] for row in rows])


# How they are written


def _fill(target: Worksheet, sheet: Sheet) -> None:
    for number, (name, width) in enumerate(sheet.columns.items(), 1):
        cell = target.cell(1, number, name)
        cell.font, cell.fill = HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        target.column_dimensions[get_column_letter(number)].width = width
    for line, row in enumerate(sheet.rows, 2):
        for number, value in enumerate(row, 1):
            _write(target.cell(line, number), value)
        tallest = max(_lines(value, width) for value, width in zip(row, sheet.columns.values(), strict=True))
        target.row_dimensions[line].height = min(tallest * LINE + 4, TALLEST)
    target.freeze_panes = "B2"
    target.auto_filter.ref = target.dimensions
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", target.PAPERSIZE_A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.8, footer=0.4)
    target.print_title_rows = "1:1"
    footer = target.HeaderFooter.oddFooter = HeaderFooterItem()
    footer.left.text, footer.right.text = sheet.name, "&P / &N"


def _write(cell: Any, value: Any) -> None:
    """A value as a spreadsheet holds it. Text stays text, also where it begins as a formula does."""
    cell.alignment, cell.border, cell.font = (
        Alignment(wrap_text=True, vertical="top", horizontal="left"),
        RULE,
        Font(**FACE),
    )
    address = value.address if isinstance(value, Words) else None
    value = value.text if isinstance(value, Words) else value
    if isinstance(value, str):
        cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value), "s"
        cell.quotePrefix = value.startswith(READ_AS_FORMULA)
    else:
        cell.value = value
    if isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int) and not isinstance(value, bool):
        cell.number_format = "#,##0"
    if address and address.startswith(("https://", "http://")) and len(address) <= LONGEST_LINK:
        cell.hyperlink, cell.font = quote(address, safe="%/:?#[]@!$&'()*+,;=~"), LINK


def _lines(value: Any, width: int) -> int:
    """How many lines a value takes in a column."""
    text = value.text if isinstance(value, Words) else str(value)
    return sum(max(1, len(wrap(line, int(width * LETTERS)))) for line in text.split("\n"))


def _repacked(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The same members in the same order, stored, at one fixed time, some with other bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system = 3  # as on Unix, wherever it is built
            target.writestr(member, replaced.get(name) or source.read(name))
    return stream.getvalue()
