"""The canonical form of a CSV (data model, rule 6): check it, and write it.

Each state of the data has one file, byte for byte, so that a difference between two versions is a difference in the
data. What is found here is what readers tend to forgive in silence: a byte order mark, CRLF, blanks around a cell,
digits of another script, characters that cannot be seen, text that a spreadsheet takes for a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .descriptor import Field, Table
from .findings import Finding, Rejected, visible
from .tables import csv_bytes, line_of, split_cells, text_of, value_of

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BY_ITSELF = "make fix does it"
FORMULA_SIGNS = ("=", "+", "-", "@")
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def check(table: Table, data: bytes) -> list[Finding]:
    """All that keeps the bytes of a curated table from being canonical; an empty list if nothing does."""
    try:
        header, *rows = split_cells(data, table.path)
    except Rejected as rejected:
        return rejected.findings
    found = _bytes(table, data)
    if sorted(header) != sorted(table.columns):
        return found  # the structure names the missing and the unknown columns
    columns = {column.name: column for column in table.fields}
    for index, cells in enumerate(rows):
        for name, cell in zip(header, cells, strict=False):
            found += _cell(table, columns[name], cell, line_of(index))
    found += _order(table, header, rows)
    return found or _bytewise(table, data)


def write(table: Table, data: bytes) -> bytes:
    """The canonical form of the bytes of a table, as far as the cells can be read; no value is changed.

    Raises Rejected where the bytes are no CSV or have other columns than the descriptor.
    """
    header, *rows = split_cells(data, table.path)
    if sorted(header) != sorted(table.columns):
        wanted = ",".join(table.columns)
        raise Rejected([Finding(table.path, "The columns are not those of the descriptor.", f"Make them {wanted}.", 1)])
    places = [header.index(name) for name in table.columns]
    uneven = [line_of(index) for index, cells in enumerate(rows) if cells and len(cells) != len(header)]
    if uneven:
        message = "The row has more or fewer cells than the header."
        raise Rejected([Finding(table.path, message, "Give each column one cell.", line) for line in uneven])
    canonical = [
        [_canonical(column, cells[place]) for column, place in zip(table.fields, places, strict=True)]
        for cells in rows
        if any(cell.strip() for cell in cells)
    ]
    keys = _key_places(table, table.columns)
    return csv_bytes(table.columns, sorted(canonical, key=lambda cells: [cells[place] for place in keys]))


def _bytes(table: Table, data: bytes) -> list[Finding]:
    found = []
    if data.startswith(BYTE_ORDER_MARK):
        mend = f"Save it as UTF-8 without BOM ({BY_ITSELF})."
        found.append(Finding(table.path, "The file begins with a byte order mark (BOM).", mend, 1))
    if b"\r" in data:
        row = data.count(b"\n", 0, data.index(b"\r")) + 1
        mend = f"End each line with LF alone ({BY_ITSELF}); in a clone, set core.autocrlf to false."
        found.append(Finding(table.path, "Lines end with CRLF or hold a CR.", mend, row))
    if not data.endswith(b"\n"):
        mend = f"End the last line with LF ({BY_ITSELF})."
        found.append(Finding(table.path, "The last line has no line end.", mend, data.count(b"\n") + 1))
    return found


def _cell(table: Table, column: Field, cell: str, row: int) -> list[Finding]:
    if column.type == "string":
        problem = _unwanted(cell)
        if problem:
            return [Finding(table.path, *problem, row, column.name, cell)]
    canonical = _canonical(column, cell)
    if canonical != cell:
        mend = f"Write {visible(canonical) or 'nothing'} ({BY_ITSELF})."
        return [Finding(table.path, _difference(column, cell), mend, row, column.name, cell)]
    if column.type in ("number", "integer") and re.fullmatch(r"\W*(nan|snan|inf|infinity)", cell, re.IGNORECASE):
        return [
            Finding(
                table.path,
                "It is no number that can be counted with.",
                "Write a number, or nothing.",
                row,
                column.name,
                cell,
            )
        ]
    return []


def _canonical(column: Field, cell: str) -> str:
    """The cell in canonical form; a cell that cannot be read stays as it is, for the structure to name."""
    if cell.isascii() and cell.isalpha() and column.type == "string":
        return cell
    text = unicodedata.normalize("NFC", cell).strip()
    if column.type == "string":
        return text
    text = "".join(str(unicodedata.decimal(character, character)) for character in text)
    try:
        return text_of(value_of(column, text.lower() if column.type == "boolean" else text))
    except ValueError:
        return text if text != cell.strip() else cell


def _difference(column: Field, cell: str) -> str:
    """Why a cell is not canonical, in words."""
    if cell != cell.strip():
        return "It has blanks around it."
    if not cell.isascii() and column.type != "string":
        return "Its digits are not the ASCII digits 0 to 9."
    if not unicodedata.is_normalized("NFC", cell):
        return "It is not in the Unicode form NFC."
    if "_" in cell:
        return "It has an underscore in the number."
    return "It is not in canonical form (no plus sign, exponent, leading zero or trailing zero after the point)."


def _unwanted(cell: str) -> tuple[str, str] | None:
    """Characters that no text cell may hold: what is wrong and how to mend it."""
    for place, character in enumerate(cell):
        if not character.isprintable() and unicodedata.category(character) in UNSEEN:
            name = f"U+{ord(character):04X} {unicodedata.name(character, 'a control character')}"
            return f"It holds {name} at position {place}, which cannot be seen.", "Take that character out."
    if cell.startswith(FORMULA_SIGNS):
        return f"It begins with {cell[0]}, which a spreadsheet takes for a formula.", "Begin with another character."
    return None


def _key_places(table: Table, header: Sequence[str]) -> list[int]:
    return [header.index(name) for name in table.primary_key if name in header]


def _order(table: Table, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Finding]:
    """The first row that stands before its place in the code point order of the key."""
    places = _key_places(table, header)
    keys = [[cells[place] for place in places] if len(cells) == len(header) else None for cells in rows]
    for index, (key, following) in enumerate(zip(keys, keys[1:], strict=False)):
        if key is not None and following is not None and following < key:
            shown = ", ".join(following)
            mend = f"Order the rows by {', '.join(table.primary_key)} ({BY_ITSELF})."
            return [Finding(table.path, f"The row of {shown} stands after its place.", mend, line_of(index + 1))]
    return []


def _bytewise(table: Table, data: bytes) -> list[Finding]:
    """What is left where all cells are canonical: quotation marks that are not needed, blank lines."""
    try:
        wanted = write(table, data)
    except Rejected:
        return []  # the structure names rows of another length
    for number, (line, found) in enumerate(zip(wanted.split(b"\n"), data.split(b"\n"), strict=False), start=1):
        if line != found:
            blank = not found.strip(b", ")
            mend = f"Write it as {visible(line.decode())} ({BY_ITSELF})."
            # the structure names blank lines
            return (
                []
                if blank
                else [Finding(table.path, "The line is not written in the one canonical way.", mend, number)]
            )
    return []
