"""The canonical form of a CSV (data model, rule 6): check it, and write it.

Each state of the data has one file, byte for byte, so that a difference between two versions is a difference in the
data. What is found here is what readers tend to forgive in silence: a byte order mark, CRLF, blanks around a cell,
digits of another script, characters that cannot be seen or only look like others, text that a spreadsheet takes for a
formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from .descriptor import Field, Table
from .findings import Finding, Rejected, visible
from .letters import unwanted
from .tables import MOST_FINDINGS, QUOTE, csv_bytes, header_findings, line_of, split_cells, text_of, uneven, value_of

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BY_ITSELF = "make fix does it"
FORMULA_SIGNS = ("=", "+", "-", "@")
EXCERPT = 40
# What is canonical at sight: most cells, so that a long table is looked at in one go.
PLAIN = {
    "string": re.compile(r"(?:[!-*,./-<>?A-~](?:[ -~]*[!-~])?)?"),
    "number": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "integer": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "date": re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"),
    "boolean": re.compile(r"(?:true|false)?"),
}


def check(table: Table, data: bytes) -> list[Finding]:
    """All that keeps the bytes of a curated table from being canonical; an empty list if nothing does."""
    try:
        header, *rows = split_cells(data, table.path)
    except Rejected as rejected:
        return rejected.findings
    found = _bytes(table, data, rows)
    misnamed = header_findings(table, header)
    if misnamed:
        return found + misnamed
    plain = [PLAIN[column.type] for column in table.fields]
    for index, cells in enumerate(rows):
        if len(found) > MOST_FINDINGS:
            break
        for column, at_once, cell in zip(table.fields, plain, cells, strict=False):
            if not at_once.fullmatch(cell):
                found += _cell(table, column, cell, line_of(index))
    found += _order(table, rows)
    return found or _bytewise(table, data, rows)


def write(table: Table, data: bytes) -> bytes:
    """The canonical form of the bytes of a table, as far as the cells can be read; no value is changed.

    Raises Rejected where the bytes are no CSV, have other columns than the descriptor, or rows of another length.
    """
    header, *rows = split_cells(data, table.path)
    if sorted(header) != sorted(table.columns):
        raise Rejected(header_findings(table, header))
    rows = [cells for cells in rows if any(cells)]
    other_length = [uneven(table, line_of(i), len(cells)) for i, cells in enumerate(rows) if len(cells) != len(header)]
    if other_length:
        raise Rejected(other_length)
    places = [header.index(name) for name in table.columns]
    canonical = (
        [_canonical(column, cells[place]) for column, place in zip(table.fields, places, strict=True)] for cells in rows
    )
    return csv_bytes(table.columns, sorted(filter(any, canonical), key=_key(table)))


def _bytes(table: Table, data: bytes, rows: Sequence[Sequence[str]]) -> list[Finding]:
    found = []
    if data.startswith(BYTE_ORDER_MARK):
        mend = f"Save it as UTF-8 without BOM ({BY_ITSELF})."
        found.append(Finding(table.path, "The file begins with a byte order mark (BOM).", mend, 1))
    if b"\r" in data and not any("\r" in cell for cells in rows for cell in cells):  # one in a cell is named there
        row = data.count(b"\n", 0, data.index(b"\r")) + 1
        mend = f"End each line with LF alone ({BY_ITSELF}); in a clone, set core.autocrlf to false."
        found.append(Finding(table.path, "Lines end with CRLF or hold a CR.", mend, row))
    if not data.endswith((b"\n", b"\r")):
        mend = f"End the last line with LF ({BY_ITSELF})."
        found.append(Finding(table.path, "The last line has no line end.", mend, data.count(b"\n") + 1))
    return found


def _cell(table: Table, column: Field, cell: str, row: int) -> list[Finding]:
    unwanted = _unwanted(cell) if column.type == "string" else None
    if unwanted:
        return [Finding(table.path, *unwanted, row, column.name, cell)]
    canonical = _canonical(column, cell)
    if canonical != cell:
        mend = f"Write {visible(canonical) or 'nothing'} ({BY_ITSELF})."
        return [Finding(table.path, _difference(column, cell), mend, row, column.name, cell)]
    return []


def _canonical(column: Field, cell: str) -> str:
    """The cell in canonical form; a cell that cannot be read stays as it is, for the structure to name."""
    if column.type == "string":
        return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell).strip()
    text = "".join(str(unicodedata.decimal(character, character)) for character in cell.strip())
    try:
        return text_of(value_of(column, text.lower() if column.type == "boolean" else text))
    except ValueError:
        return cell


def _difference(column: Field, cell: str) -> str:
    """Why a cell is not canonical, in words."""
    if cell != cell.strip():
        return "It has blanks around it."
    if column.type == "string":
        return "It is not in the Unicode form NFC."
    if not cell.isascii():
        return "Its digits are not the ASCII digits 0 to 9."
    if column.type == "boolean":
        return "It is not written in lower case."
    if "_" in cell:
        return "It has an underscore in the number."
    return "It is not in canonical form (no plus sign, exponent, leading zero or trailing zero after the point)."


def _unwanted(cell: str) -> tuple[str, str] | None:
    """What no text cell may hold: what is wrong and how to mend it."""
    if cell.startswith(FORMULA_SIGNS):
        return f"It begins with {cell[0]}, which a spreadsheet takes for a formula.", "Begin with another character."
    return unwanted(cell)


def _key(table: Table) -> Callable[[Sequence[str]], list[str]]:
    """What gives the key of a row with as many cells as the table has columns."""
    places = [table.columns.index(name) for name in table.primary_key if name in table.columns]
    return lambda cells: [cells[place] for place in places]


def _order(table: Table, rows: Sequence[Sequence[str]]) -> list[Finding]:
    """The first row that stands before its place in the code point order of the key."""
    width, key_of = len(table.columns), _key(table)
    keys = [(index, key_of(cells)) for index, cells in enumerate(rows) if len(cells) == width]
    for (_, key), (index, following) in pairwise(keys):
        if following < key and all(following):
            problem = f"The row of {', '.join(following)} stands after that of {', '.join(key)}."
            mend = f"Order the rows by {', '.join(table.primary_key)} ({BY_ITSELF})."
            return [Finding(table.path, problem, mend, line_of(index))]
    return []


def _bytewise(table: Table, data: bytes, rows: Sequence[Sequence[str]]) -> list[Finding]:
    """What is left where all cells are canonical: quotation marks that are not needed."""
    if any(len(cells) != len(table.columns) for cells in rows) or data.count(b"\n") != len(rows) + 1:
        return []  # the structure names blank rows, rows of another length, and a number with a line end in it
    for number, (cells, found) in enumerate(zip((table.columns, *rows), data.split(b"\n"), strict=False), start=1):
        # a line without a quotation mark is written in the one way: it reads as its cells
        line = csv_bytes(cells, []).rstrip(b"\n") if QUOTE.encode() in found else found
        if line != found:
            same = next((at for at, (a, b) in enumerate(zip(line, found, strict=False)) if a != b), 0)
            start = max(0, same - EXCERPT // 2)
            excerpt, mended = (text[start : start + EXCERPT].decode(errors="replace") for text in (found, line))
            problem = f"The line has a quotation mark too many or too few at {visible(excerpt)}."
            return [Finding(table.path, problem, f"Write {visible(mended)} there ({BY_ITSELF}).", number)]
    return []
