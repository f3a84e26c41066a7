"""Types, codes, constraints and keys: what frictionless finds in the curated tables, said for people.

What frictionless does not see is looked at here: that every id points to a row, in cells with several ids too. A row
that is missing or misspelt is one finding, and not one for each row that points to it.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import frictionless

from .descriptor import DESCRIPTOR, Field, Package, Table
from .findings import Finding, visible, with_noun
from .tables import Frames, items, line_of, records

MOST_ERRORS = 1_000  # of one table: whoever reads them fixes those first
ALIKE = 0.75  # from 0 to 1, as difflib measures it
SEVERAL = "_ids"  # the end of the name of a column whose cells hold several ids


def check(package: Package, names: Iterable[str]) -> list[Finding]:
    """What frictionless finds in the named tables. Their keys are left to ``check_keys``, their hashes to ``built``."""
    resources = [copy.deepcopy(each) for each in package.resources if each["name"] in set(names)]
    for resource in resources:
        for name in ("bytes", "hash"):
            resource.pop(name, None)
        resource["schema"].pop("foreignKeys", None)
    try:
        with frictionless.system.use_context(trusted=False):
            descriptor = {"name": package.name, "resources": resources}
            read = frictionless.Package.from_descriptor(descriptor, basepath=str(package.folder))
            report = read.validate(limit_errors=MOST_ERRORS)
    except frictionless.FrictionlessException as exception:
        notes = [error.note for error in exception.reasons or [exception.error]]
        return [Finding(DESCRIPTOR, f"{note[0].upper()}{note[1:]}.", "Correct the descriptor.") for note in notes]
    found = [Finding(DESCRIPTOR, error.message, "Correct the descriptor.") for error in report.errors]
    for task in report.tasks:
        table = package.tables[task.name]
        found += [finding for error in task.errors for finding in _of_row(table, error)]
    return found


def _of_row(table: Table, error: Any) -> Iterator[Finding]:
    """An error of frictionless about one row, for people."""
    row = getattr(error, "row_number", None)
    if error.type in ("type-error", "constraint-error"):
        column = next(column for column in table.fields if column.name == error.field_name)
        cell = "" if error.cell is None else str(error.cell)
        problem, fix = _broken(column, error.note, cell) if cell else _empty(column)
        yield Finding(table.path, problem, fix, row, column.name, cell)
    elif error.type == "primary-key":
        if "None" not in error.note:  # an empty key is named as an empty cell
            name, first = table.key[0], re.sub(r"\D", "", error.note)
            cell = str(error.cells[table.columns.index(name)])
            problem = f"The key {', '.join(table.key)} is that of row {first} as well."
            yield Finding(table.path, problem, "Take one row out, or give it its own id.", row, name, cell)
    elif error.type == "unique-error":
        problem = f"Another row has the same {error.field_name}."
        yield Finding(table.path, problem, "Keep one row for each.", row, error.field_name, str(error.cell))
    else:
        yield Finding(table.path, error.message, "Correct the file.", row)


def _empty(column: Field) -> tuple[str, str]:
    """What to say of an empty cell that must be filled."""
    codes = f" One of {', '.join(column.codes)}." if column.codes else ""
    return "It is empty.", f"Fill it: {column.description.partition('. ')[0].removesuffix('.')}.{codes}"


def _broken(column: Field, note: str, cell: str) -> tuple[str, str]:
    """What is wrong with a filled cell and how to fix it."""
    limits = column.constraints
    rule = match[1] if (match := re.match(r'constraint "(\w+)"', note)) else "type"
    if rule == "enum":
        meant = _meant(cell, column.codes)
        return "It is not a code of this column.", f"{meant}Write one of {', '.join(column.codes)}."
    if rule in ("minimum", "maximum"):
        side = "below" if rule == "minimum" else "above"
        return f"It is {side} {limits[rule]}.", f"Write a value that is not {side} {limits[rule]}."
    if rule in ("minLength", "maxLength"):
        side = "least" if rule == "minLength" else "most"
        return f"It has {with_noun(len(cell), 'character')}, not at {side} {limits[rule]}.", "Write it in other words."
    if rule == "type":
        return f"It is not a {column.type}.", f"Write it as in {column.example}."
    return "It is not written as the column asks.", f"Write it as in {column.example}."


# Keys


@dataclass(frozen=True)
class Reference:
    """An id in a cell, and where it stands: the row is counted from 0."""

    table: Table
    index: int
    column: str
    cell: str
    key: str


def check_keys(package: Package, frames: Frames) -> list[Finding]:
    """The ids in the curated tables that point to no row, one finding for each id that is missing."""
    owners = {table.key[0]: table.name for table in package.curated if len(table.key) == 1}
    references: dict[str, list[Reference]] = {}
    for table in package.curated:
        for column, aim in _aims(table, owners).items():
            references.setdefault(aim, []).extend(_references(table, column, frames))
    for each in _references(package.tables["wordings"], "row_id", frames):
        named = str(frames["wordings"]["table"].iloc[each.index])
        references.setdefault(named, []).append(each)
    return [
        finding
        for aim, pointing in references.items()
        for finding in _dangling(package.tables[aim], list(frames[aim][package.tables[aim].key[0]]), pointing)
    ]


def _aims(table: Table, owners: dict[str, str]) -> dict[str, str]:
    """For each column of ids the table that they point to; a column ``x_ids`` points to the table with the key x_id."""
    single = {column: aim for column, (aim, _) in table.foreign_keys.items()}
    several = {name: owners[f"{name.removesuffix(SEVERAL)}_id"] for name in table.columns if name.endswith(SEVERAL)}
    return single | several


def _references(table: Table, column: str, frames: Frames) -> list[Reference]:
    cells = records(frames[table.name][[column]])
    return [
        Reference(table, index, column, row[column], key)
        for index, row in enumerate(cells)
        for key in (items(row[column]) if column.endswith(SEVERAL) else [row[column]] if row[column] else [])
    ]


def _dangling(aim: Table, keys: list[str], pointing: list[Reference]) -> Iterator[Finding]:
    known, used = set(keys), {each.key for each in pointing}
    missing: dict[str, list[Reference]] = {}
    for each in pointing:
        if each.key not in known:
            missing.setdefault(each.key, []).append(each)
    for key, from_rows in missing.items():
        idle = [own for own in keys if own not in used]
        misspelt = difflib.get_close_matches(key, idle, 1, ALIKE)
        if misspelt and len(from_rows) > 1:
            row, problem = keys.index(misspelt[0]), f"{with_noun(len(from_rows), 'row')} point to {visible(key)}."
            yield Finding(aim.path, problem, f"Write {key}.", line_of(row), aim.key[0], misspelt[0])
        else:
            first = from_rows[0]
            also = f" {with_noun(len(from_rows) - 1, 'other row')} point to it too." if len(from_rows) > 1 else ""
            problem = f"There is no row {visible(key)} in {aim.path}.{also}"
            fix = f"{_meant(key, keys)}Write a {aim.key[0]} of {aim.path}, or add its row there."
            yield Finding(first.table.path, problem, fix, line_of(first.index), first.column, first.cell)


def _meant(cell: str, known: list[str]) -> str:
    """The known word that was probably meant, as the beginning of what to do."""
    nearest = difflib.get_close_matches(cell, known, 1, ALIKE) if len(known) <= MOST_ERRORS else []
    return f"Did you mean {nearest[0]}? " if nearest else ""
