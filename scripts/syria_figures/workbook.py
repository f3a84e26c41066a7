"""The figures as a workbook for spreadsheets: real numbers and dates, no formula, the same bytes at each build.

A workbook is a zip of XML. Its members are stored and not compressed, for what a compressor gives differs between
machines; times are fixed, and the day of the workbook is that of the package. It is no resource of the descriptor:
frictionless takes an .xlsx for one of its tables.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from .citation import Citations
from .citation_styles import written
from .derive import reading_order, themes
from .descriptor import DERIVED, Package, Table
from .frames import rows_of
from .making import Contents, Context
from .tables import Curated, Row

WORKBOOK = f"{DERIVED}figures.xlsx"
CORE = "docProps/core.xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
JOINED = ("value_label", "place", "date_text", "claimant", "publisher", "published_on", "url")
CODEBOOK = ("table", "column", "title", "type", "meaning", "example")
READ_AS_FORMULA = ("=", "+", "-", "@")
HEADER = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1A1A1A")
NARROWEST, WIDEST = 9, 60  # of a column, in characters
DATES = "yyyy-mm-dd"
BEFORE_USE = (
    "Keep its hedge, who says so, its date and its caveats with it. Do not add a part to its whole, nor what different "
    "claimants gave. A figure is reported, by the article and by whom it names; none was verified here."
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, and its rows as plain values."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def make_workbook(context: Context) -> Contents:
    """The workbook by its path."""
    return {WORKBOOK: workbook(context.package, sheets(context))}


def sheets(context: Context) -> list[Sheet]:
    """The labelled figures as people read them, what others published with names joined, caveats, codebook, terms."""
    tables = context.package.tables
    labelled, comparisons, caveats = (tables[name] for name in ("figures_labelled", "comparisons", "caveats"))
    joined = {row["statement_id"]: row for theme in themes(context.frames) for row in rows_of(context.frames[theme])}
    compared = [
        {**{name: joined[row["comparison_id"]][name] for name in JOINED}, **row}
        for row in rows_of(context.frames["comparisons"])
    ]
    citations = Citations(Curated(context.package, {name: rows_of(frame) for name, frame in context.frames.items()}))
    return [
        Sheet("figures", labelled.columns, reading_order(context.frames)),
        Sheet("comparisons", [*comparisons.columns, *JOINED], compared),
        Sheet("caveats", caveats.columns, rows_of(context.frames["caveats"])),
        Sheet("codebook", CODEBOOK, [*_codebook(labelled), *_codebook(comparisons), *_codebook(caveats)]),
        Sheet("about", ("about", "words"), _about(context.package, written([citations.package()], "text"))),
    ]


def workbook(package: Package, content: Sequence[Sheet]) -> bytes:
    """Sheets as the bytes of an .xlsx."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in content:
        _fill(book.create_sheet(sheet.name), sheet)
    day = package.created or datetime.date(*EARLIEST[:3])
    book.properties.title = str(package.raw.get("title", package.name))
    book.properties.creator = "; ".join(str(each["title"]) for each in package.raw.get("contributors", []))
    book.properties.version = package.version
    stream = io.BytesIO()
    book.save(stream)
    book.properties.created = book.properties.modified = datetime.datetime(day.year, day.month, day.day)
    return _repacked(stream.getvalue(), {CORE: tostring(book.properties.to_tree())})


def _fill(target: Worksheet, sheet: Sheet) -> None:
    for number, name in enumerate(sheet.columns, 1):
        cell = target.cell(1, number, name)
        cell.font, cell.fill = HEADER
        cell.alignment = Alignment(vertical="center")
        target.column_dimensions[get_column_letter(number)].width = _width(name, [row[name] for row in sheet.rows])
    for line, row in enumerate(sheet.rows, 2):
        for number, name in enumerate(sheet.columns, 1):
            _write(target.cell(line, number), row[name])
    target.freeze_panes = "B2"
    target.auto_filter.ref = target.dimensions
    target.page_setup.orientation, target.page_setup.fitToHeight = "landscape", 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.print_title_rows = "1:1"


def _write(cell: Any, value: Any) -> None:
    """A value as a spreadsheet holds it. Text stays text, also where it begins as a formula does."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value, cell.data_type = value, "s"
        cell.quotePrefix = value.startswith(READ_AS_FORMULA)
        return
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    cell.value = int(value) if whole else value
    if isinstance(value, datetime.date):
        cell.number_format = DATES
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        cell.number_format = "#,##0" if whole or isinstance(value, int) else "General"


def _width(name: str, values: Sequence[Any]) -> float:
    longest = max(len(str(value)) for value in (name, *values) if value is not None)
    return float(min(max(longest + 2, len(name) + 5, NARROWEST), WIDEST))  # room for the button of the filter


def _codebook(table: Table) -> list[Row]:
    rows = []
    for column in table.fields:
        example = "" if column.example is None else str(column.example)
        said = (table.name, column.name, column.title, column.type, column.description, example)
        rows.append(dict(zip(CODEBOOK, said, strict=True)))
    return rows


def _about(package: Package, citation: str) -> list[Row]:
    raw = package.raw
    licences = [f"{each.get('title', each.get('name'))}: {each.get('path', '')}" for each in raw.get("licenses", [])]
    lines = {
        "title": str(raw.get("title", package.name)),
        "version": package.version,
        "description": str(raw.get("description", "")),
        "licence": "\n".join(licences),
        "before you use a number": BEFORE_USE,
        "citation": citation,
    }
    return [{"about": about, "words": words} for about, words in lines.items()]


def _repacked(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The same members in the same order, stored, at one fixed time, some with other bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EARLIEST)
            member.create_system = 3  # as on Unix, wherever it is built
            target.writestr(member, replaced.get(name) or source.read(name))
    return stream.getvalue()
