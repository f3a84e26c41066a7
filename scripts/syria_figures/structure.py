"""Types, codes and constraints: what frictionless finds in the curated tables, said for people."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

import frictionless

from .descriptor import DESCRIPTOR, Field, Package, Table
from .findings import Finding, one_for_a_row, with_noun

EMPTY, CODEBOOK = "It is empty.", "data/README.md"
MOST_ERRORS = 1_000  # of one table: whoever reads them fixes those first


def check(package: Package, names: Iterable[str]) -> list[Finding]:
    """What frictionless finds in the named tables. ``keys`` checks foreign keys, ``built`` checks hashes."""
    resources = [_resource(package.tables[name]) for name in names]
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
    fix = f"Fill them; {CODEBOOK} says what each column holds."
    return one_for_a_row(found, EMPTY, "These cells are empty", fix)


def _resource(table: Table) -> dict[str, Any]:
    """What frictionless needs to know of a table, and nothing that could lead it elsewhere, such as a profile."""
    fields = [{"name": each.name, "type": each.type, "constraints": each.constraints} for each in table.fields]
    schema = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    form = {"type": "table", "scheme": "file", "format": "csv", "encoding": "utf-8"}
    return {"name": table.name, "path": table.path, **form, "schema": copy.deepcopy(schema)}


def _of_row(table: Table, error: Any) -> Iterator[Finding]:
    """An error of frictionless about one row, for people."""
    row = getattr(error, "row_number", None)
    if error.type in ("type-error", "constraint-error"):
        column = table.field(error.field_name)
        cell = "" if error.cell is None else str(error.cell)
        problem, fix = _broken(column, error.note, cell) if cell else _empty(column)
        yield Finding(table.path, problem, fix, row, column.name, cell)
    elif error.type == "primary-key":
        if "None" not in error.note:  # an empty key is named as an empty cell
            name, first = table.key[0], re.sub(r"\D", "", error.note)
            cell = str(error.cells[table.columns.index(name)])
            problem = f"The key {', '.join(table.key)} is that of row {first} as well."
            yield Finding(table.path, problem, "Remove one row, or give it its own id.", row, name, cell)
    elif error.type == "unique-error":
        problem = f"Another row has the same {error.field_name}."
        yield Finding(table.path, problem, "Keep one row for each.", row, error.field_name, str(error.cell))
    else:
        yield Finding(table.path, error.message, "Correct the file.", row)


def _empty(column: Field) -> tuple[str, str]:
    """What to say of an empty cell that must be filled."""
    codes = f" One of {', '.join(column.codes)}." if column.codes else ""
    return EMPTY, f"Fill it: {column.description.partition('. ')[0].removesuffix('.')}.{codes}"


def _broken(column: Field, note: str, cell: str) -> tuple[str, str]:
    """What is wrong with a filled cell and how to fix it."""
    limits = column.constraints
    rule = match[1] if (match := re.match(r'constraint "(\w+)"', note)) else ""
    if rule in ("minimum", "maximum"):
        side = "below" if rule == "minimum" else "above"
        return f"It is {side} {limits[rule]}.", f"Write a value that is not {side} {limits[rule]}."
    if rule in ("minLength", "maxLength"):
        side = "least" if rule == "minLength" else "most"
        return f"It has {with_noun(len(cell), 'character')}, not at {side} {limits[rule]}.", "Write it in other words."
    like = f" For example: {column.example}." if column.example else ""
    return "It is not written as the column asks.", f"Write this: {column.description.partition('. ')[0]}.{like}"
