"""The tables as rows of typed values, read with the standard library alone.

A number is a ``Decimal``, an integer an ``int``, a date a ``datetime.date``, an empty cell ``None``.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from .descriptor import LIST_SEPARATOR, Field, Package, Table
from .errors import CouldNotRun
from .file_kind import mistaken_table
from .findings import Finding, Rejected, with_noun

Row = dict[str, Any]

HEADER_ROWS = 1
LONGEST_NUMBER = 30
MOST_ROWS, MOST_CELLS = 2_000_000, 10_000  # of a file, and of a row
MOST_FINDINGS = 10_000  # of one look at one file: whoever reads them mends those first
LONGEST_HEADER = 2_000  # in a message
QUOTE = '"'
NEEDS_QUOTES = re.compile(r'[",\r\n]')


def load_rows(package: Package, name: str) -> list[Row]:
    """The rows of a table as typed values by column; row i of the list stands at line ``line_of(i)``.

    Raises CouldNotRun for an unknown name and Rejected for a file that cannot be read as the descriptor says.
    """
    if name not in package.tables:
        raise CouldNotRun(f'There is no table "{name}". The tables are: {", ".join(package.tables)}.')
    table = package.tables[name]
    header, *lines = split_cells(package.read(table.path), table.path)
    misnamed = header_findings(table, header)
    if misnamed:
        raise Rejected(misnamed)
    readers = [(column, _READERS[column.type]) for column in table.fields]
    rows: list[Row] = []
    unreadable: list[Finding] = []
    for index, cells in enumerate(lines):
        if len(unreadable) > MOST_FINDINGS:
            break
        if not any(cells):
            unreadable.append(blank(table, line_of(index)))
            continue
        if len(cells) != len(readers):
            unreadable.append(uneven(table, line_of(index), len(cells)))
            continue
        row: Row = {}
        for (column, read), cell in zip(readers, cells, strict=True):
            try:
                row[column.name] = read(cell) if cell else None
            except ValueError as error:
                mend = f"Write a {column.type} as in {column.example}."
                unreadable.append(Finding(table.path, str(error), mend, line_of(index), column.name, cell))
        rows.append(row)
    if unreadable:
        raise Rejected(unreadable)
    return rows


def line_of(index: int) -> int:
    """The line of the file at which row ``index`` (counted from 0) stands; the header is line 1."""
    return index + HEADER_ROWS + 1


def split_cells(data: bytes, path: str) -> list[list[str]]:
    """The header and the rows of a CSV as text, without blank lines at the end. Raises Rejected if it is no CSV."""
    kind = mistaken_table(data)
    if kind:
        raise Rejected([Finding(path, *kind)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise Rejected([Finding(path, f"Byte {error.start} is not UTF-8.", "Save the file as UTF-8.", row)]) from None
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        rows = list(islice(reader, MOST_ROWS + 1))
    except csv.Error as error:
        mend = "Close each quotation mark, and double one inside a cell."
        raise Rejected([Finding(path, f"It cannot be read as CSV: {error}.", mend, reader.line_num)]) from None
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_CELLS:
        problem = f"It has more than {MOST_ROWS:,} rows, or {MOST_CELLS:,} cells in a row."
        raise Rejected([Finding(path, problem, "Split the file.")])
    if not rows or not any(rows[0]):
        raise Rejected(
            [Finding(path, "The file has no header.", "Write the names of the columns in its first row.", 1)]
        )
    return rows


def header_findings(table: Table, header: Sequence[str]) -> list[Finding]:
    """How the header of a file differs from the columns of the descriptor; an empty list if it does not."""
    if list(header) == table.columns:
        return []
    present, wanted_names = set(header), set(table.columns)
    lacking = [name for name in table.columns if name not in present]
    unknown = [name for name in dict.fromkeys(header) if name not in wanted_names]
    found = [
        (name, "The descriptor has no such column.", f"Rename it to {lacking[0]}." if len(lacking) == 1 else "")
        for name in unknown
    ]
    found += [(name, "The column stands twice.", "") for name, count in Counter(header).items() if count > 1]
    if lacking and not (len(lacking) == len(unknown) == 1):
        found += [(name, "The column is missing.", "") for name in lacking]
    if not found:
        moved = next((name for name, wanted in zip(header, table.columns, strict=False) if name != wanted), header[-1])
        found = [
            (moved, "The columns are not in the order of the descriptor.", "Put them in order (make fix does it).")
        ]
    whole = f"Make the header {','.join(table.columns)[:LONGEST_HEADER]}."
    return [Finding(table.path, problem, mend or whole, HEADER_ROWS, name) for name, problem, mend in found]


def blank(table: Table, row: int) -> Finding:
    """The finding for a row without any cell."""
    return Finding(table.path, "The row is blank.", "Take it out (make fix does it).", row)


def uneven(table: Table, row: int, cells: int) -> Finding:
    """The finding for a row of another length than the header."""
    problem = f"The row has {with_noun(cells, 'cell')}, the header {len(table.columns)}."
    return Finding(table.path, problem, "Give each column one cell; put a cell with a comma in quotation marks.", row)


def joined(items: Iterable[str]) -> str:
    """Several ids in one cell, in code point order."""
    return LIST_SEPARATOR.join(sorted(items))


def items_of(cell: str | None) -> list[str]:
    """The ids in a cell that may hold several."""
    return cell.split(LIST_SEPARATOR) if cell else []


def value_of(column: Field, cell: str) -> Any:
    """The typed value of a cell; None for an empty one. Raises ValueError where it cannot be read."""
    return _READERS[column.type](cell) if cell else None


def text_of(value: Any) -> str:
    """A typed value as its canonical cell (data model, rule 6)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV in canonical form: UTF-8 without BOM, LF, quotation marks only where needed.

    Python's own writer leaves a CR outside quotation marks in some versions, and so would lose a row.
    """
    lines = [",".join(map(_quoted, cells)) or '""' for cells in (header, *rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(cell: str) -> str:
    return f'"{cell.replace(QUOTE, QUOTE * 2)}"' if NEEDS_QUOTES.search(cell) else cell


def _number(cell: str) -> Decimal:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        raise ValueError("It is no number.") from None
    if not value.is_finite() or len(value.as_tuple().digits) + abs(int(value.as_tuple().exponent)) > LONGEST_NUMBER:
        raise ValueError("It is no number that can be counted with.")
    return value


def _integer(cell: str) -> int:
    if cell.isascii() and cell.isdecimal() and len(cell) <= LONGEST_NUMBER:
        return int(cell)
    value = _number(cell)
    if value != value.to_integral_value():
        raise ValueError("It is no whole number.")
    return int(value)


def _date(cell: str) -> datetime.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError("It is no date of the form 2015-04-06.")
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise ValueError("There is no such day.") from None


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError("It is neither true nor false.")
    return cell == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
}


@dataclass(frozen=True)
class Curated:
    """The curated tables of a package as rows of typed values, and where each row stands."""

    package: Package
    rows: dict[str, list[Row]]

    def finding(self, table: str, index: int, column: str, problem: str, mend: str) -> Finding:
        """A finding about one cell of row ``index`` (counted from 0) of a table."""
        cell = text_of(self.rows[table][index][column])
        return Finding(self.package.tables[table].path, problem, mend, line_of(index), column, cell)

    def by_key(self, table: str) -> dict[str, Row]:
        """The rows of a table by their key of one column."""
        key = self.package.tables[table].primary_key[0]
        return {row[key]: row for row in self.rows[table]}


def load_curated(package: Package) -> Curated:
    """All curated tables of a package. Raises Rejected where one cannot be read."""
    curated, unreadable = read_curated(package)
    if unreadable:
        raise Rejected(unreadable)
    return curated


def read_curated(package: Package) -> tuple[Curated, list[Finding]]:
    """The curated tables of a package that can be read, and why the others cannot."""
    rows: dict[str, list[Row]] = {}
    unreadable: list[Finding] = []
    for table in package.curated:
        try:
            rows[table.name] = load_rows(package, table.name)
        except Rejected as rejected:
            unreadable += rejected.findings
    return Curated(package, rows), unreadable
