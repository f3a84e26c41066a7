"""The changes that happen to data in life, made one at a time: to each cell, row and column of each curated table.

1. Typing: a digit mistyped, swapped with its neighbour, dropped or doubled; a letter that only looks alike; a blank.
2. Copying: the value of the row above or below, two cells or two columns swapped, a row doubled, moved or deleted.
3. Converting: a sign, a separator of thousands, day and month swapped, a day or a year off, a cell emptied.
4. Meaning: another valid code or key, a hedge lost, a unit swapped.

A change of a cell that leaves it as it was is none. All changes are made in a fixed order, without chance.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from syria_figures.descriptor import LIST_SEPARATOR, Field, Package, Table
from syria_figures.tables import line_of, split_cells

Sheet = list[list[str]]  # the rows of a table as text, without its header
Place = tuple[str, int | None, str | None]  # file, row (the header is row 1), column

KEYBOARD = dict(zip("1234567890", "2345678909", strict=True))
LOOK_ALIKES = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True))  # the values are Cyrillic
GREEK = dict(zip("ovAOBEHIKMNPTXYZ", "ονΑΟΒΕΗΙΚΜΝΡΤΧΥΖ", strict=True))  # the values are Greek
LETTERS_FOR_DIGITS = {"0": "O", "1": "l"}
HEDGES = (
    *("more than", "over", "at least", "as many as", "as much as", "up to", "about", "around", "approximately"),
    *("nearly", "an estimated", "some", "just under", "under", "fewer than", "only", "a few", "maybe, maximum"),
)
HEDGE = re.compile(rf"\b(?:{'|'.join(HEDGES)})\b,? ?", re.IGNORECASE)
ANOTHER_HEDGE = {"at least": "about", "over": "nearly", "more than": "up to", "about": "over"}
PERCENT = re.compile(r"(?<=\d)( percent| per cent|%)")
NUMBER = re.compile(r"\d[\d,]*")
MOST_PLACES = 8  # in long cells (an address, a hash) digits are changed at this many places
OTHER_KEYS = 3  # a column of many keys gets this many others


@dataclass(frozen=True)
class Mutant:
    """One change: what kind, where, from what to what; ``places`` are those that a finding may rightly name."""

    kind: str
    table: str
    column: str
    row: int | None
    before: str
    after: str
    change: Callable[[list[str], Sheet], tuple[list[str], Sheet]] = field(compare=False, repr=False)
    places: frozenset[Place] = frozenset()

    def shown(self) -> str:
        """The change in one line."""
        where = f"row {self.row}" if self.row else "all rows"
        return f"{where}: {self.before or 'empty'} → {self.after or 'empty'}"


def mutants_of(package: Package) -> list[Mutant]:
    """All changes of all curated tables."""
    keys = {table.name: [cells[0] for cells in _sheet(package, table)[1]] for table in package.curated}
    found: list[Mutant] = []
    for table in package.curated:
        header, sheet = _sheet(package, table)
        found += _cells(table, sheet, keys)
        found += _neighbours(table, sheet)
        found += _rows(table, sheet)
        found += _columns(table, header)
    return found


def _sheet(package: Package, table: Table) -> tuple[list[str], Sheet]:
    header, *rows = split_cells(package.read(table.path), table.path)
    return header, rows


# One cell


def _cells(table: Table, sheet: Sheet, keys: dict[str, list[str]]) -> Iterator[Mutant]:
    aims = {key.column: keys[key.table] for key in table.foreign_keys}
    aims |= {name: keys[aim] for name, aim in LISTS.items() if name in table.columns}
    for place, column in enumerate(table.fields):
        for index, cells in enumerate(sheet):
            said = {cells[place]}
            for kind, after in _changes(column, cells[place], index, [row[place] for row in sheet], aims):
                if after not in said:
                    said.add(after)
                    yield _cell(table, kind, (index, place), cells[place], after)


LISTS = {"actor_ids": "actors", "comparison_ids": "comparisons", "source_ids": "sources"}


def _changes(
    column: Field, cell: str, index: int, cells: list[str], aims: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """The kinds of change of one cell, each with the cell that it leaves."""
    if column.codes:
        for code in column.codes:
            lost = column.name == "quantifier" and code == "unhedged"
            yield "hedge lost" if lost else "unit swapped" if column.name == "unit" else "other valid code", code
    elif column.name in aims:
        yield from (("other valid code", other) for other in _other_keys(column, cell, index, aims[column.name]))
    if index:
        yield "neighbour row's value", cells[index - 1]
    if index + 1 < len(cells):
        yield "neighbour row's value", cells[index + 1]
    if cell:
        yield "emptied", ""
        yield from (("trailing blank", text) for text in (cell + " ", " " + cell, cell + "\u00a0"))
        yield from _typed(cell)
        yield from _days(cell) if column.type == "date" else _words(column, cell)


def _other_keys(column: Field, cell: str, index: int, keys: list[str]) -> Iterator[str]:
    """Other keys for a cell with one; for a cell with several, also one fewer, one more, and another order."""
    own = cell.split(LIST_SEPARATOR) if cell else []
    others = [key for key in keys[index % len(keys) :] + keys if key not in own][:OTHER_KEYS]
    if column.name not in LISTS or not own:
        yield from others
        return
    yield LIST_SEPARATOR.join(reversed(own))
    yield LIST_SEPARATOR.join([*own, own[-1]])
    for at, item in enumerate(own):
        yield LIST_SEPARATOR.join(own[:at] + own[at + 1 :])
        yield LIST_SEPARATOR.join(sorted({*own, others[at % len(others)]} - {item}))
    yield from (LIST_SEPARATOR.join(sorted([*own, other])) for other in others)


def _typed(cell: str) -> Iterator[tuple[str, str]]:
    """What fingers do: digits and letters."""
    places = [match.start() for match in re.finditer(r"[0-9]", cell)]
    places = places if len(places) <= MOST_PLACES else places[: MOST_PLACES // 2] + places[-MOST_PLACES // 2 :]
    for at in places:
        before, digit, after = cell[:at], cell[at], cell[at + 1 :]
        yield "digit mistyped", before + KEYBOARD[digit] + after
        yield "digit dropped", before + after
        yield "digit doubled", before + digit + digit + after
        if after[:1].isdigit():
            yield "digit swapped", before + after[0] + digit + after[1:]
        if digit in LETTERS_FOR_DIGITS:
            yield "look-alike letter", before + LETTERS_FOR_DIGITS[digit] + after
    for alphabet in (LOOK_ALIKES, GREEK):
        alike = [at for at, letter in enumerate(cell) if letter in alphabet]
        for at in {alike[0], alike[-1]} if alike else ():
            yield "look-alike letter", cell[:at] + alphabet[cell[at]] + cell[at + 1 :]


def _days(cell: str) -> Iterator[tuple[str, str]]:
    day = datetime.date.fromisoformat(cell)
    for days in (-1, 1):
        yield "one day off", (day + datetime.timedelta(days)).isoformat()
        yield "one year off", day.replace(year=day.year + days, day=min(day.day, 28)).isoformat()
    yield "day and month swapped", f"{day.year}-{day.day:02}-{day.month:02}"
    yield "day and month swapped", f"{day.day:02}/{day.month:02}/{day.year}"


def _words(column: Field, cell: str) -> Iterator[tuple[str, str]]:
    """What converting and retelling do to numbers and words."""
    if column.type in ("number", "integer"):
        yield from (("sign", sign + cell) for sign in "-+")
        if len(cell.partition(".")[0]) > 3:
            yield from (("thousands separator", _separated(cell, mark)) for mark in (",", ".", " ", "_"))
        return
    for number in NUMBER.finditer(cell) if column.name in ("value_text", "exact") else ():
        head, digits, tail = cell[: number.start()], number.group(), cell[number.end() :]
        yield "sign", f"{head}-{digits}{tail}"
        yield from (("thousands separator", head + digits.replace(",", mark) + tail) for mark in (".", " ", ""))
        if digits.isdigit() and len(digits) > 3:
            yield "thousands separator", head + _separated(digits, ",") + tail
    for hedge in HEDGE.finditer(cell) if column.name in ("value_text", "exact") else ():
        head, tail = cell[: hedge.start()], cell[hedge.end() :]
        yield "hedge lost", (head + tail).strip(" ,")
        other = ANOTHER_HEDGE.get(hedge.group().strip().lower())
        if other:
            yield "hedge lost", f"{head}{other} {tail}"
    if column.name in ("value_text", "exact") and re.search(r"\d|hundred|half", cell):
        without = PERCENT.sub("", cell)
        with_sign = re.sub(r"(\d)(?=\D*$)", r"\1%", cell, count=1)
        yield "unit swapped", next(text for text in (without, with_sign, f"{cell} percent") if text != cell)
        yield "unit swapped", f"{cell} %"


def _separated(digits: str, mark: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, digits)


def _cell(table: Table, kind: str, at: tuple[int, int], before: str, after: str) -> Mutant:
    index, place = at

    def change(header: list[str], sheet: Sheet) -> tuple[list[str], Sheet]:
        return header, _with(sheet, {at: after})

    column, row = table.columns[place], line_of(index)
    return Mutant(kind, table.name, column, row, before, after, change, frozenset({(table.path, row, column)}))


def _with(sheet: Sheet, cells: dict[tuple[int, int], str]) -> Sheet:
    """A sheet with other cells; what does not change is shared."""
    changed = list(sheet)
    for (index, place), cell in cells.items():
        changed[index] = [*changed[index][:place], cell, *changed[index][place + 1 :]]
    return changed


# Two cells


def _neighbours(table: Table, sheet: Sheet) -> Iterator[Mutant]:
    """Two cells swapped: beside each other in a row, or one below the other."""
    for index, cells in enumerate(sheet):
        for place in range(len(cells)):
            for other in ((index, place + 1), (index + 1, place)):
                if other[0] < len(sheet) and other[1] < len(cells) and sheet[other[0]][other[1]] != cells[place]:
                    yield _swapped(table, sheet, (index, place), other)


def _swapped(table: Table, sheet: Sheet, one: tuple[int, int], other: tuple[int, int]) -> Mutant:
    cells = sheet[one[0]][one[1]], sheet[other[0]][other[1]]

    def change(header: list[str], sheet: Sheet) -> tuple[list[str], Sheet]:
        return header, _with(sheet, {one: cells[1], other: cells[0]})

    places = frozenset((table.path, line_of(index), table.columns[place]) for index, place in (one, other))
    column, row = table.columns[one[1]], line_of(one[0])
    return Mutant("two cells swapped", table.name, column, row, *cells, change, places)


# Rows and columns

WHOLE_ROW = "(row)"


def _rows(table: Table, sheet: Sheet) -> Iterator[Mutant]:
    for index, cells in enumerate(sheet):
        fresh = _with_new_key(table, cells)
        yield _row(table, index, cells, "row deleted", "", _deleted(index))
        yield _row(table, index, cells, "row doubled", cells[0], _doubled(index))
        yield _row(table, index, cells, "row doubled, new key", fresh[0], _added(table, fresh))
        if len(sheet) > 1:
            to = index + 1 if index + 1 < len(sheet) else 0
            yield _row(table, index, cells, "row moved", f"to row {line_of(to)}", _moved(index, to))


def _row(  # noqa: PLR0917 what a row was, and what it becomes
    table: Table, index: int, cells: list[str], kind: str, after: str, change: Callable[[Sheet], Sheet]
) -> Mutant:
    row = line_of(index)
    key = ", ".join(cells[table.columns.index(name)] for name in table.primary_key)
    beside = frozenset((table.path, line, None) for line in (row, row + 1, row - 1))
    return Mutant(kind, table.name, WHOLE_ROW, row, key, after, lambda header, sheet: (header, change(sheet)), beside)


def _deleted(index: int) -> Callable[[Sheet], Sheet]:
    return lambda sheet: sheet[:index] + sheet[index + 1 :]


def _doubled(index: int) -> Callable[[Sheet], Sheet]:
    return lambda sheet: sheet[: index + 1] + sheet[index:]


def _moved(index: int, to: int) -> Callable[[Sheet], Sheet]:
    def moved(sheet: Sheet) -> Sheet:
        rest = sheet[:index] + sheet[index + 1 :]
        return [*rest[:to], sheet[index], *rest[to:]]

    return moved


def _added(table: Table, cells: list[str]) -> Callable[[Sheet], Sheet]:
    """The row put where its key stands in order."""
    places = [table.columns.index(name) for name in table.primary_key]
    return lambda sheet: sorted([*sheet, cells], key=lambda row: [row[place] for place in places])


def _with_new_key(table: Table, cells: list[str]) -> list[str]:
    """The row with a key of its own that is well formed."""
    place = table.columns.index(table.primary_key[-1])
    key, kind = cells[place], table.fields[place].type
    if kind == "integer":
        fresh = str(int(key) + 1)
    elif re.search(r"\.\d+$", key):
        fresh = f"{key}9"
    elif re.fullmatch(r"[A-Z]\d+[a-z]?", key):
        fresh = f"{key[0]}9{key[1:]}"
    else:
        fresh = f"{key}_too" if "_" in key or table.name == "indicators" else f"{key}-too"
    return [*cells[:place], fresh, *cells[place + 1 :]]


def _columns(table: Table, header: list[str]) -> Iterator[Mutant]:
    """Two columns swapped: with their names, or the cells alone; one left out."""
    for place in range(len(header)):
        if place + 1 < len(header):
            yield _two_columns(table, place, header, with_names=True)
            yield _two_columns(table, place, header, with_names=False)

        places = frozenset({(table.path, 1, None)})
        yield Mutant("column deleted", table.name, header[place], None, header[place], "", _without(place), places)


def _without(place: int) -> Callable[[list[str], Sheet], tuple[list[str], Sheet]]:
    def without(header: list[str], sheet: Sheet) -> tuple[list[str], Sheet]:
        return header[:place] + header[place + 1 :], [cells[:place] + cells[place + 1 :] for cells in sheet]

    return without


def _two_columns(table: Table, place: int, header: list[str], *, with_names: bool) -> Mutant:
    def swapped(cells: list[str]) -> list[str]:
        return [*cells[:place], cells[place + 1], cells[place], *cells[place + 2 :]]

    def change(header: list[str], sheet: Sheet) -> tuple[list[str], Sheet]:
        return swapped(header) if with_names else header, [swapped(cells) for cells in sheet]

    names = header[place : place + 2]
    places = frozenset({(table.path, 1, None), *((table.path, None, name) for name in names)})
    kind = "column swapped" if with_names else "cells of two columns swapped"
    return Mutant(kind, table.name, names[0], None, names[0], names[1], change, places)
