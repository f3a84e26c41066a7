"""Structure, types, keys, codes and hashes: what frictionless finds, said for people.

A file is first looked at by itself. What is missing, too large, no CSV, or has another header is a finding, and is not
given to frictionless, which would go on to name every cell of it.
"""

from __future__ import annotations

import copy
import difflib
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import frictionless
from frictionless import system

from .descriptor import DESCRIPTOR, Field, Package, Table
from .findings import Finding, Rejected, with_noun
from .tables import MOST_FINDINGS, blank, header_findings, split_cells, uneven, value_of

UNEVEN = {"missing-cell", "extra-cell"}
STALE = {"hash-count", "byte-count"}
ALIKE = 0.75  # from 0 to 1, as difflib measures it
MOST_KEYS = 500  # with more, looking for the nearest one would take too long


def check(package: Package, resources: Iterable[str]) -> list[Finding]:
    """What is wrong with the named resources, as far as each can be told from the descriptor.

    A key that points into a table which is not among them, or cannot be read, is not held against it.
    """
    found: list[Finding] = []
    present = []
    for resource in package.raw["resources"]:
        if resource["name"] in resources:
            unreadable = _unreadable(package, resource)
            found += unreadable
            if not unreadable:
                present.append(copy.deepcopy(resource))
    names = {"", *(resource["name"] for resource in present)}
    for resource in present:
        schema = resource.get("schema", {})
        if "foreignKeys" in schema:
            keys = [key for key in schema["foreignKeys"] if key["reference"].get("resource", "") in names]
            schema["foreignKeys"] = keys
    return found + (_validate(package, present) if present else [])


def _unreadable(package: Package, resource: dict[str, Any]) -> list[Finding]:
    """Why a file is not to be given to frictionless; an empty list where nothing speaks against it."""
    table = package.tables.get(resource["name"])
    try:
        data = package.read(resource["path"])
        if table is None:
            return []
        header, *rows = split_cells(data, table.path)
        return header_findings(table, header) or _too_many(table, rows)
    except Rejected as rejected:
        return rejected.findings


def _too_many(table: Table, rows: list[list[str]]) -> list[Finding]:
    """A table with more mistakes than anyone reads: frictionless takes long for each, and looks several times."""
    checks = [_plainly_wrong(column) for column in table.fields]
    found = 0
    for cells in rows:
        found += sum(wrong(cell) for wrong, cell in zip(checks, cells, strict=False)) + (len(cells) != len(checks))
        if found > MOST_FINDINGS:
            problem = f"More than {MOST_FINDINGS:,} cells are not as their columns ask."
            return [Finding(table.path, problem, "Look whether it is the right file.")]
    return []


def _plainly_wrong(column: Field) -> Callable[[str], bool]:
    """Whether a cell is empty or filled where it must not be, of another type, no code, or against the pattern."""
    pattern, codes = re.compile(column.constraints.get("pattern", "(?s:.*)")), set(column.codes)

    def wrong(cell: str) -> bool:
        if not cell:
            return column.required
        if column.type == "string":
            return bool(codes and cell not in codes) or not pattern.fullmatch(cell)
        try:
            value_of(column, cell)
        except ValueError:
            return True
        return False

    return wrong


def _validate(package: Package, resources: list[dict[str, Any]]) -> list[Finding]:
    descriptor = {"name": package.name, "resources": resources}
    try:
        with system.use_context(trusted=False):
            read = frictionless.Package.from_descriptor(descriptor, basepath=str(package.folder))
            report = read.validate(limit_errors=MOST_FINDINGS)
    except frictionless.FrictionlessException as exception:
        notes = [error.note for error in exception.reasons or [exception.error]]
        return [Finding(DESCRIPTOR, f"{note[0].upper()}{note[1:]}.", "Mend the descriptor.") for note in notes]
    found = [Finding(DESCRIPTOR, error.message, "Mend the descriptor.") for error in report.errors]
    paths = {resource["name"]: resource["path"] for resource in resources}
    for task in report.tasks:
        table = package.tables.get(task.name)
        found += _of_table(package, table, task.errors) if table else _of_file(paths[task.name], task.errors)
    return found


def _of_file(path: str, errors: list[Any]) -> Iterator[Finding]:
    if any(error.type in STALE for error in errors):
        yield _stale(path, "build it again: make")
    for error in errors:
        if error.type not in STALE:
            yield Finding(path, error.message, "build it again: make")


def _of_table(package: Package, table: Table, errors: list[Any]) -> Iterator[Finding]:
    if any(error.type in STALE for error in errors):
        yield _stale(table.path, "build it again: make" if table.derived else "if you meant it: make fix")
    keys = functools.cache(lambda name, column: _column(package, name, column))
    lengths = {error.row_number: error for error in errors if error.type in UNEVEN}
    for row, error in lengths.items():
        yield uneven(table, row, sum(cell is not None for cell in error.cells))
    for error in errors:
        row = getattr(error, "row_number", None)
        if error.type not in STALE and row not in lengths:
            yield from _of_row(table, row, error, keys)


def _stale(path: str, mend: str) -> Finding:
    return Finding(path, f"{path.rpartition('/')[2]} has changed since the descriptor was written.", mend)


def _of_row(table: Table, row: int | None, error: Any, keys: Callable[[str, str], list[str]]) -> Iterator[Finding]:
    """An error of frictionless about one row; ``keys`` gives the cells of a column of a table."""
    if error.type == "blank-row" and row is not None:
        yield blank(table, row)
    elif error.type in ("type-error", "constraint-error"):
        column = next(column for column in table.fields if column.name == error.field_name)
        cell = "" if error.cell is None else str(error.cell)
        problem, mend = _broken(column, error.note, cell) if cell else _empty(column)
        yield Finding(table.path, problem, mend, row, column.name, cell)
    elif error.type == "foreign-key":
        cell, aim, key = str(error.field_cells[0]), error.reference_name or table.name, error.reference_field_names[0]
        mend = f"{_meant(cell, keys(aim, key))}Write a {key} of {aim}.csv, or add its row there."
        mend = "Build it anew: make." if table.derived else mend
        yield Finding(table.path, f"There is no such row in {aim}.", mend, row, error.field_names[0], cell)
    elif error.type == "primary-key":
        if "None" not in error.note:  # an empty key is named as an empty cell
            name, first = table.primary_key[0], re.sub(r"\D", "", error.note)
            cell = str(error.cells[table.columns.index(name)])
            problem = f"The key {', '.join(table.primary_key)} is that of row {first} as well."
            yield Finding(table.path, problem, "Take one row out, or give it its own id.", row, name, cell)
    elif error.type == "unique-error":
        if table.primary_key != (error.field_name,):
            problem = f"Another row has the same {error.field_name}."
            yield Finding(table.path, problem, "Keep one row for each.", row, error.field_name, str(error.cell))
    else:
        yield Finding(table.path, error.message, "Mend the file.", row)


def _empty(column: Field) -> tuple[str, str]:
    """What to say of an empty cell that must be filled."""
    codes = f" One of {', '.join(column.codes)}." if column.codes else ""
    return "It is empty.", f"Fill it: {column.description.partition('. ')[0].removesuffix('.')}.{codes}"


def _broken(column: Field, note: str, cell: str) -> tuple[str, str]:
    """What is wrong with a filled cell and how to mend it."""
    rules = column.constraints
    rule = match[1] if (match := re.match(r'constraint "(\w+)"', note)) else "type"
    if rule == "type":
        return _type_problem(column, cell), f"Write a {column.type} as in {column.example}."
    if rule == "enum":
        return "It is no code of this column.", f"{_meant(cell, column.codes)}Write one of {', '.join(column.codes)}."
    if rule in ("minimum", "maximum"):
        side = "below" if rule == "minimum" else "above"
        return f"It is {side} {rules[rule]}.", f"Write a value that is not {side} {rules[rule]}."
    if rule in ("minLength", "maxLength"):
        side = "least" if rule == "minLength" else "most"
        length = with_noun(len(cell), "character")
        return f"It has {length}; at {side} {rules[rule]} may stand here.", "Write it in other words."
    foreign = next((character for character in cell if not character.isascii()), None)
    mend = f"Write it as in {column.example}."
    if foreign:
        name = f"U+{ord(foreign):04X} {unicodedata.name(foreign, 'without a name')}"
        return f"It holds {name} at position {cell.index(foreign)}.", mend
    return "It is not written as the column asks.", mend


def _type_problem(column: Field, cell: str) -> str:
    try:
        value_of(column, cell)
    except ValueError as error:
        return str(error)
    return f"It is no {column.type}."


def _column(package: Package, name: str, column: str) -> list[str]:
    """The cells of one column of a table, as text."""
    header, *rows = split_cells(package.read(package.tables[name].path), package.tables[name].path)
    return [cells[header.index(column)] for cells in rows if len(cells) == len(header)]


def _meant(cell: str, known: list[str]) -> str:
    """The known word that was probably meant, as the beginning of what to do."""
    sound = [word for word in known if word.isascii() and word == word.strip()] if len(known) <= MOST_KEYS else []
    nearest = difflib.get_close_matches(cell, sound, 1, ALIKE)
    return f"Did you mean {nearest[0]}? " if nearest else ""
