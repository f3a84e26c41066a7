"""Changes that happen to a cell in real life, made one at a time and always in the same order.

1. Typing: a digit mistyped, swapped with its neighbour, dropped or doubled; a letter that only looks alike; a blank.
2. Copying: the cell of the row above or below; a cell emptied, or filled where it was empty.
3. Converting: a sign, a mark between thousands, day and month swapped, a day or a year off.
4. Meaning: another code or id, a hedge lost or exchanged, a per cent sign added or lost.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from syria_figures.descriptor import Field, Table

KEYBOARD = dict(zip("1234567890", "2345678909", strict=True))
ALIKE = str.maketrans(
    "aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ"
)  # Latin letters, and Cyrillic ones that look like them
MOST_DIGITS = 2  # in long cells digits are changed in this many places
OTHER_KEYS = 2  # a cell with an id gets this many others
# Hedges of a value in three languages, each with one that says something else
HEDGES = {
    "at least": "about", "more than": "up to", "over": "nearly", "about": "over", "around": "at least",
    "nearly": "over", "approximately": "more than", "up to": "over", "as many as": "at least", "some": "over",
    "plus de": "environ", "au moins": "plus de", "environ": "plus de", "près de": "plus de",
    "أكثر من": "حوالي", "نحو": "أكثر من", "حوالي": "أكثر من", "على الأقل": "حوالي", "ما لا يقل عن": "نحو",
}  # fmt: skip
HEDGE = re.compile("|".join(rf"(?<!\w){re.escape(hedge)}(?!\w) ?" for hedge in sorted(HEDGES, key=len, reverse=True)))
PERCENT = re.compile(r" ?(?:percent|per cent|%|pour cent|في المئة|بالمئة)")
WORDS_OF_VALUES = ("value_text", "exact")  # columns whose words carry a hedge


@dataclass(frozen=True)
class Mutant:
    """One change of one cell; ``index`` counts the rows from 0."""

    table: str
    column: str
    index: int
    kind: str
    before: str
    after: str


def mutants_of(table: Table, rows: list[list[str]], keys: dict[str, list[str]]) -> Iterator[Mutant]:
    """All changes of the cells of a table; ``keys`` are the ids of each table."""
    for place, column in enumerate(table.fields):
        cells = [row[place] for row in rows]
        aim = table.foreign_keys.get(column.name, ("", ""))[0]
        others = column.codes or keys.get(aim or column.name.replace("_ids", "s"), [])
        for index, cell in enumerate(cells):
            seen = {cell}
            for kind, after in _changes(column, cells, index, others):
                if after not in seen:
                    seen.add(after)
                    yield Mutant(table.name, column.name, index, kind, cell, after)


def _changes(column: Field, cells: list[str], index: int, others: list[str]) -> Iterator[tuple[str, str]]:
    cell = cells[index]
    filled = [each for each in cells if each]
    turned = others[index % max(len(others), 1) :] + others
    yield from (("another code or id", each) for each in turned[: len(others) if column.codes else OTHER_KEYS])
    yield from (("another row's cell", cells[near]) for near in (index - 1, index + 1) if 0 <= near < len(cells))
    if not cell:
        yield from (("filled", each) for each in filled[:1])
        return
    yield "emptied", ""
    yield "blank", (f"{cell} ", f" {cell}", f"{cell}\u00a0")[index % 3]
    yield from _typed(cell)
    if column.type == "date":
        yield from _days(cell)
    elif column.type in ("number", "integer"):
        yield from (("sign", sign + cell) for sign in "-+")
        yield "mark of thousands", re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", cell)
    elif column.name in WORDS_OF_VALUES:
        yield from _words(cell)


def _typed(cell: str) -> Iterator[tuple[str, str]]:
    """What fingers do: digits and letters."""
    for match in [*re.finditer(r"[0-9]", cell)][:MOST_DIGITS]:
        at, digit = match.start(), match.group()
        before, after = cell[:at], cell[at + 1 :]
        yield "digit mistyped", before + KEYBOARD[digit] + after
        yield "digit dropped", before + after
        yield "digit doubled", before + digit + digit + after
        if after[:1].isdigit():
            yield "digits swapped", before + after[0] + digit + after[1:]
    alike = [at for at, letter in enumerate(cell) if ord(letter) in ALIKE]
    for at in alike[:1]:
        yield "letter that looks alike", cell[:at] + cell[at].translate(ALIKE) + cell[at + 1 :]


def _days(cell: str) -> Iterator[tuple[str, str]]:
    day = datetime.date.fromisoformat(cell)
    for days in (-1, 1):
        yield "a day off", (day + datetime.timedelta(days)).isoformat()
        yield "a year off", day.replace(year=day.year + days, day=min(day.day, 28)).isoformat()
    yield "day and month swapped", f"{day.year}-{day.day:02}-{day.month:02}"
    yield "day and month swapped", f"{day.day:02}/{day.month:02}/{day.year}"


def _words(cell: str) -> Iterator[tuple[str, str]]:
    """What retelling does to the words of a value."""
    for hedge in HEDGE.finditer(cell):
        head, tail = cell[: hedge.start()], cell[hedge.end() :]
        yield "hedge lost", (head + tail).strip()
        yield "hedge exchanged", f"{head}{HEDGES[hedge.group().strip()]} {tail}".strip()
    if not HEDGE.search(cell) and re.search(r"\d", cell):
        yield "hedge added", f"more than {cell}"
    for number in re.finditer(r"\d[\d,]*", cell):
        head, digits, tail = cell[: number.start()], number.group(), cell[number.end() :]
        yield "sign", f"{head}-{digits}{tail}"
        yield from (("mark of thousands", head + digits.replace(",", mark) + tail) for mark in (".", " ", ""))
    if re.search(r"\d", cell):
        yield "per cent", PERCENT.sub("", cell) if PERCENT.search(cell) else f"{cell}%"
