"""The canonical form of a table: one way to write each state of the data (data model, "What must hold", 7).

So a difference between two files is a difference in the data. Named here is what readers forgive in silence: a byte
order mark, CRLF, blanks around a cell, digits of another script, characters that cannot be seen or only look like
others, text that a spreadsheet takes for a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from .descriptor import Field, Table
from .findings import Finding, named, visible
from .tables import CELLS, HEADER_ROWS, csv_of_cells, line_of, read_cells, text_of

BY_ITSELF = "make does it"
FORMULA_SIGNS = ("=", "+", "-", "@")
# Characters that no text may hold: controls, what has no shape, spaces that are not the ordinary one, other hyphens.
UNWANTED_KINDS = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
UNWANTED = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": ""}
# What is canonical at sight, so that a long table is looked at quickly.
PLAIN = {
    "string": re.compile(r"(?:[!-*,./-<>?A-~](?:[ -~]*[!-~])?)?"),
    "number": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "integer": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "date": re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"),
    "boolean": re.compile(r"(?:true|false)?"),
}


def check(table: Table, data: bytes) -> list[Finding]:
    """What keeps the bytes of a table from being canonical. Raises Rejected where they are not a CSV of the table."""
    header, rows = read_cells(table, data)
    found = _lines(table, data) + [
        finding
        for index, cells in enumerate(rows)
        for column, cell in zip(table.fields, cells, strict=True)
        if not PLAIN[column.type].fullmatch(cell)
        for finding in _cell(table, column, cell, line_of(index))
    ]
    if found:
        return found
    ordered = sorted(rows, key=lambda cells: _sort_key(table, cells))
    if ordered != rows:
        index = next(index for index, (one, other) in enumerate(zip(rows, ordered, strict=True)) if one != other)
        fix = f"Order the rows by {', '.join(table.key)} ({BY_ITSELF})."
        return [Finding(table.path, "The rows are not in order from here on.", fix, line_of(index))]
    return _quotes(table, data, csv_of_cells(header, rows))


def write(table: Table, data: bytes) -> bytes:
    """The canonical form of the bytes of a table; no value is changed. Raises Rejected where they cannot be read."""
    header, rows = read_cells(table, data)
    cells = [[_canonical(column, cell) for column, cell in zip(table.fields, row, strict=True)] for row in rows]
    return csv_of_cells(header, sorted(cells, key=lambda row: _sort_key(table, row)))


def _sort_key(table: Table, cells: Sequence[str]) -> list[Any]:
    """The key of a row: text in code point order, numbers as numbers."""
    places = {column.name: (place, column.type) for place, column in enumerate(table.fields)}
    key: list[Any] = []
    for name in table.key:
        place, kind = places[name]
        is_number = kind in ("number", "integer") and CELLS["number"][0].fullmatch(cells[place])
        key.append((0, float(cells[place])) if is_number else (1, cells[place]))
    return key


def _lines(table: Table, data: bytes) -> list[Finding]:
    """What is wrong with the ends of the lines and the beginning of the file."""
    found = []
    if data.startswith(b"\xef\xbb\xbf"):
        fix = f"Save it as UTF-8 without BOM ({BY_ITSELF})."
        found.append(Finding(table.path, "The file begins with a byte order mark (BOM).", fix, HEADER_ROWS))
    if b"\r\n" in data:
        row = data.count(b"\n", 0, data.index(b"\r\n")) + 1
        fix = f"End each line with LF alone ({BY_ITSELF}); in a clone, set core.autocrlf to false."
        found.append(Finding(table.path, "Lines end with CRLF.", fix, row))
    if not data.endswith(b"\n"):
        row = data.count(b"\n") + 1
        fix = f"Look whether the file is whole, and end the last line with LF ({BY_ITSELF})."
        found.append(Finding(table.path, "The last line has no line end.", fix, row))
    return found


def _cell(table: Table, column: Field, cell: str, row: int) -> list[Finding]:
    problem = _unwanted(cell) if column.type == "string" else None
    if problem is None:
        canonical = _canonical(column, cell)
        if canonical == cell:
            return []
        problem = _difference(column, cell), f"Write {visible(canonical) or 'nothing'} ({BY_ITSELF})."
    return [Finding(table.path, *problem, row, column.name, cell)]


def _unwanted(cell: str) -> tuple[str, str] | None:
    """What no text cell may hold: what is wrong and how to fix it."""
    if cell.startswith(FORMULA_SIGNS):
        return f"It begins with {cell[0]}, which a spreadsheet takes for a formula.", "Begin with another character."
    for character in cell.strip():
        space = unicodedata.category(character) == "Zs" and character != " "
        if character in UNWANTED or space or (unicodedata.category(character) in UNWANTED_KINDS and character != " "):
            instead = " " if space else UNWANTED.get(character, "")
            fix = f"Write {visible(instead)} there." if instead else "Take that character out."
            return f"It holds {named(character)}.", fix
    return None


def _canonical(column: Field, cell: str) -> str:
    """The cell in canonical form; a cell that cannot be read stays as it is, for the structure to name."""
    if column.type == "string":
        return unicodedata.normalize("NFC", cell).strip()
    text = "".join(str(unicodedata.decimal(character, character)) for character in cell.strip()).replace("_", "")
    text = text.lower() if column.type == "boolean" else text
    form = CELLS["number" if column.type == "integer" else column.type][0]
    if not form.fullmatch(text):
        return cell
    return text_of(float(text)) if column.type in ("number", "integer") else text


def _difference(column: Field, cell: str) -> str:
    """Why a cell is not canonical, in words."""
    if cell != cell.strip():
        return "It has blanks around it."
    if column.type == "string":
        return "It is not in the Unicode form NFC."
    if not cell.isascii():
        return "Its digits are not the ASCII digits 0 to 9."
    return "It is not in canonical form (no plus sign, underscore, exponent, leading zero or trailing zero)."


def _quotes(table: Table, data: bytes, canonical: bytes) -> list[Finding]:
    """The first line that has a quotation mark too many or too few."""
    pairs = zip(data.split(b"\n"), canonical.split(b"\n"), strict=False)
    for number, (line, wanted) in enumerate(pairs, start=1):
        if line != wanted:
            fix = (
                f"Put a cell in quotation marks only if it holds a comma, a quotation mark or a line end ({BY_ITSELF})."
            )
            return [Finding(table.path, "The line has quotation marks that it does not need.", fix, number)]
    return []
