"""Keys: every id in a cell points to a row, in cells with several ids too.

A row that is missing or misspelt is one finding, and not one for each row that points to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .canonical import line_of
from .descriptor import Package, Table
from .findings import ALIKE, Finding, meant, visible, with_noun
from .tables import Frames, items, records

SEVERAL = "_ids"  # the end of the name of a column whose cells hold several ids
QUOTED = ("figures", "other_numbers")  # tables whose rows rest on words of a text
USED = ("actors", "places", "indicators", "sources")  # tables in which each row must be pointed to


class Reference(NamedTuple):
    """An id in a cell, and where it is: the row is counted from 0."""

    table: Table
    at: int
    column: str
    cell: str
    key: str


def check(package: Package, frames: Frames) -> list[Finding]:
    """The ids in the curated tables that point to no row, one finding for each; then sources that have no text."""
    pointing = _pointing(package, frames, package.tables)
    for each in _references(package.tables["wordings"], "row_id", frames):
        named = str(frames["wordings"]["table"].iloc[each.at])
        pointing.setdefault(named, []).append(each)
    dangling = [finding for aim in pointing for finding in _dangling(package.tables[aim], frames, pointing[aim])]
    return dangling or list(_without_text(package, frames))


def unused(package: Package, frames: Frames) -> list[Finding]:
    """The rows of ``USED`` that no row points to. Ask only if all else is right: another slip may have left them."""
    pointing, found = _pointing(package, frames, USED), []
    for table in (package.tables[name] for name in USED):
        used = {each.key for each in pointing.get(table.name, [])}
        for index, key in enumerate(frames[table.name][table.key[0]]):
            if key not in used:
                fix = "Remove the row, or correct the rows that should point to it."
                found.append(Finding(table.path, "No row points to it.", fix, line_of(index), table.key[0], key))
    return found


def _without_text(package: Package, frames: Frames) -> Iterator[Finding]:
    """Figures and other numbers whose words should be in a text, but whose source has none."""
    sources = {row["source_id"]: row for row in records(frames["sources"])}
    for table in (package.tables[name] for name in QUOTED):
        for index, key in enumerate(frames[table.name]["source_id"]):
            if not (sources[key]["text_sha256"] or sources[key]["text_characters"]):
                problem = "That source has no text that quotes could point into."
                yield Finding(table.path, problem, "Name the source with the text.", line_of(index), "source_id", key)


def _pointing(package: Package, frames: Frames, aims: Collection[str]) -> dict[str, list[Reference]]:
    """For each table the ids that point to it: by a foreign key, or from a column x_ids to the key x_id."""
    owners = {table.key[0]: table.name for table in package.curated if len(table.key) == 1}
    references: dict[str, list[Reference]] = {}
    for table in package.curated:
        several = {column: owners[column[:-1]] for column in table.columns if column.endswith(SEVERAL)}
        single = {column: aim for column, (aim, _) in table.foreign_keys.items()}
        for column, aim in {**single, **several}.items():
            if aim in aims:
                references.setdefault(aim, []).extend(_references(table, column, frames))
    return references


def _references(table: Table, column: str, frames: Frames) -> list[Reference]:
    cells = records(frames[table.name][[column]])
    return [
        Reference(table, index, column, row[column], key)
        for index, row in enumerate(cells)
        for key in (items(row[column]) if column.endswith(SEVERAL) else [row[column]] if row[column] else [])
    ]


def _dangling(aim: Table, frames: Frames, pointing: list[Reference]) -> Iterator[Finding]:
    keys = list(frames[aim.name][aim.key[0]])
    known, used = set(keys), {each.key for each in pointing}
    missing: dict[str, list[Reference]] = {}
    for each in pointing:
        if each.key not in known:
            missing.setdefault(each.key, []).append(each)
    for key, from_rows in missing.items():
        idle = [own for own in keys if own not in used]
        misspelt = idle if len(idle) == 1 else difflib.get_close_matches(key, idle, 1, ALIKE)
        if misspelt and len(from_rows) > 1:
            row = keys.index(misspelt[0])
            problem = f"{with_noun(len(from_rows), 'row')} point to {visible(key)}, and no row has that id."
            yield Finding(aim.path, problem, f"Write {key}.", line_of(row), aim.key[0], misspelt[0])
        else:
            first = from_rows[0]
            others = with_noun(len(from_rows) - 1, "other row points", "other rows point")
            also = f" {others} to it too." if len(from_rows) > 1 else ""
            problem = f"There is no row {visible(key)} in {aim.path}.{also}"
            guess = meant(key, keys) if len(from_rows) == 1 else ""
            fix = f"{guess}Write an id of {aim.path}, add its row there, or remove {'them' if also else 'this row'}."
            yield Finding(first.table.path, problem, fix, line_of(first.at), first.column, first.cell)
