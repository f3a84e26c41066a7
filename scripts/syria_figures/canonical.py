"""A CSV as cells of text: reading it, and its canonical form (data model, "What must hold", 7).

Each state of the data is written in one way, so a difference between two files is a difference in the data. Named here
is what readers silently forgive: a byte order mark, CRLF, blanks around a cell, digits of another script, invisible
characters, other spaces and hyphens than the ordinary ones, text that a spreadsheet takes for a formula.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from .descriptor import Field, Table, mistaken
from .findings import Finding, Rejected, named, visible, with_noun

HEADER_ROWS = 1
LONGEST_HEADER = 2_000  # characters, in a message
QUOTE = '"'
NEEDS_QUOTES = re.compile(r'[",\r\n]')
NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?"
# What a cell of each type looks like, and what to say of one that does not.
CELLS = {
    "string": (re.compile(r"(?s:.*)"), ""),
    "number": (re.compile(NUMBER), "It is not a number."),
    "integer": (re.compile(r"[-+]?[0-9]{1,18}"), "It is not a whole number."),
    "boolean": (re.compile(r"true|false"), "It is neither true nor false."),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "It is not a date of the form 2015-04-06."),
}
BY_ITSELF = "make does it"
FORMULA_SIGNS = ("=", "+", "-", "@")
# Characters that no text may hold: controls, what has no shape, spaces that are not the ordinary one, other hyphens.
UNWANTED_KINDS = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
UNWANTED = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": ""}
# What is obviously canonical, so that a long table is checked quickly.
PLAIN = {
    "string": re.compile(r"(?:[!-*,./-<>?A-~](?:[ -~]*[!-~])?)?"),
    "number": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "integer": re.compile(r"(?:0|[1-9][0-9]{0,14})?"),
    "date": re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"),
    "boolean": re.compile(r"(?:true|false)?"),
}


# Cells as text


def line_of(index: int) -> int:
    """The line of the file that holds row ``index`` (counted from 0); the header is line 1."""
    return index + HEADER_ROWS + 1


def read_cells(table: Table, data: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV as text. Raises Rejected if it is not a CSV with the columns of the table."""
    kind = mistaken(data)
    if kind:
        raise Rejected([Finding(table.path, *kind)])
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problem = f"Byte {error.start} is not UTF-8."
        raise Rejected([Finding(table.path, problem, "Save the file as UTF-8.", row)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        fix = "Close each quotation mark, and double one inside a cell."
        found = Finding(table.path, f"It cannot be read as CSV: {error}.", fix, reader.line_num)
        raise Rejected([_cut(table, data) or found]) from None
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    findings = _header(table, header) or _lengths(table, rows)
    if findings:
        cut = _cut(table, data) if lines and len(lines[-1]) != len(table.columns) else None
        raise Rejected([cut] if cut else findings)
    return header, rows


def _cut(table: Table, data: bytes) -> Finding | None:
    """What to say of a file that ends within a row, or None where the last row has a line end."""
    if not data or data.endswith(b"\n"):
        return None
    problem, fix = "It ends in the middle of a row, as half of a file does.", "Get the complete file."
    return Finding(table.path, problem, fix, data.count(b"\n") + 1)


def csv_of_cells(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Cells as a CSV: UTF-8 without BOM, LF, quotation marks only where needed.

    Python's own writer leaves a CR outside quotation marks in some versions, and would so lose a row.
    """
    return "".join(f"{_line(cells)}\n" for cells in (header, *rows)).encode("utf-8")


def text_of(value: Any) -> str:
    """A plain value as its canonical cell: text, a number, a date, true or false, or None for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _line(cells: Sequence[str]) -> str:
    """The cells of a row as a line; most rows have no cell that needs quotation marks, and are seen at once."""
    line = ",".join(cells)
    plain = line.count(",") == len(cells) - 1 and QUOTE not in line and "\n" not in line and "\r" not in line
    return line if plain else ",".join(map(_quoted, cells))


def _quoted(cell: str) -> str:
    return f'"{cell.replace(QUOTE, QUOTE * 2)}"' if NEEDS_QUOTES.search(cell) else cell


def _header(table: Table, header: list[str]) -> list[Finding]:
    """How the header of a file differs from the columns of the descriptor."""
    wanted = table.columns
    if header == wanted:
        return []
    lacking = [name for name in wanted if name not in header]
    others = [name for place, name in enumerate(header) if name not in wanted or name in header[:place]]
    problem = "They are not in its order."
    if lacking or others:
        problem = f"Missing: {', '.join(lacking) or 'none'}. Unknown, or twice: {', '.join(others) or 'none'}."
    problem = f"The columns are not those of the descriptor. {problem}" if any(header) else "The file has no header."
    fix = f"Make the header {','.join(wanted)[:LONGEST_HEADER]}."
    return [Finding(table.path, problem, fix, HEADER_ROWS)]


def _lengths(table: Table, rows: list[list[str]]) -> list[Finding]:
    """The rows that have another number of cells than there are columns."""
    width, found = len(table.columns), []
    for index, cells in enumerate(rows):
        if not cells:
            found.append(Finding(table.path, "The row is blank.", "Remove it.", line_of(index)))
        elif len(cells) != width:
            problem = f"The row has {with_noun(len(cells), 'cell')}, the header {width}."
            fix = "Give each column one cell; put a cell with a comma in quotation marks."
            found.append(Finding(table.path, problem, fix, line_of(index)))
    return found


# The canonical form


def check(table: Table, data: bytes) -> list[Finding]:
    """What keeps the bytes of a table from being canonical. Raises Rejected where they are not a CSV of the table."""
    header, rows = read_cells(table, data)
    found = [
        finding
        for index, cells in enumerate(rows)
        for column, cell in zip(table.fields, cells, strict=True)
        if not PLAIN[column.type].fullmatch(cell)
        for finding in _cell(table, column, cell, line_of(index))
    ]
    canonical = _written(table, header, rows)
    if found or data == canonical:
        return found
    lines = zip(data.splitlines(keepends=True), canonical.splitlines(keepends=True), strict=False)
    row = next((row for row, (line, wanted) in enumerate(lines, HEADER_ROWS) if line != wanted), HEADER_ROWS)
    return [Finding(table.path, _other_form(table, data, rows), f"Write it in canonical form ({BY_ITSELF}).", row)]


def _other_form(table: Table, data: bytes, rows: list[list[str]]) -> str:
    """What is not canonical in a file whose cells are."""
    if not data.endswith(b"\n"):
        return "The last line has no line end. Check that the file is complete."
    if data.startswith(b"\xef\xbb\xbf"):
        return "It begins with a byte order mark, as some programs write it."
    if b"\r" in data:
        return "From here on lines end in CRLF, as on Windows, and not in LF."
    if rows != sorted(rows, key=_sort_key(table)):
        return f"From here on the rows are not in the order of {', '.join(table.key)}."
    return "A cell has quotation marks that it does not need."


def write(table: Table, data: bytes) -> bytes:
    """The canonical form of the bytes of a table; no value is changed. Raises Rejected where they cannot be read."""
    header, rows = read_cells(table, data)
    cells = [[_canonical(column, cell) for column, cell in zip(table.fields, row, strict=True)] for row in rows]
    return _written(table, header, cells)


def _written(table: Table, header: list[str], rows: list[list[str]]) -> bytes:
    return csv_of_cells(header, sorted(rows, key=_sort_key(table)))


def _sort_key(table: Table) -> Callable[[Sequence[str]], list[Any]]:
    """What rows are sorted by: the cells of the key, text in code point order, numbers as numbers."""
    places = [(table.columns.index(name), table.field(name).type in ("number", "integer")) for name in table.key]

    def key(cells: Sequence[str]) -> list[Any]:
        return [
            (0, float(cells[place])) if numeric and CELLS["number"][0].fullmatch(cells[place]) else (1, cells[place])
            for place, numeric in places
        ]

    return key


def _cell(table: Table, column: Field, cell: str, row: int) -> list[Finding]:
    """What is wrong with a cell: a character that people must remove, or another form, which `make` rewrites."""
    found = _unwanted(cell) if column.type == "string" else None
    canonical = _canonical(column, cell)
    if not found and canonical != cell:
        kinds = {"string": "text, without blanks around it and in NFC", "integer": "a whole number"}
        kind = kinds.get(column.type, f"a {column.type}")
        fix = f"Write {visible(canonical) or 'nothing'} ({BY_ITSELF})."
        found = f"It is not in the canonical form of {kind}.", fix
    return [Finding(table.path, *found, row, column.name, cell)] if found else []


def _unwanted(cell: str) -> tuple[str, str] | None:
    """What no text cell may hold: what is wrong and how to fix it."""
    if cell.startswith(FORMULA_SIGNS):
        return f"It begins with {cell[0]}, which a spreadsheet takes for a formula.", "Begin with another character."
    for character in cell.strip():
        kind = unicodedata.category(character)
        if character in UNWANTED or (kind in UNWANTED_KINDS and character != " "):
            instead = " " if kind == "Zs" else UNWANTED.get(character, "")
            fix = f"Write {visible(instead)} there." if instead else "Remove that character."
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
    if column.type not in ("number", "integer"):
        return text
    number = text_of(float(text) + 0.0)  # minus zero is zero
    return number if Decimal(number) == Decimal(text) else cell  # more digits than a float holds
