"""Structure, types, keys, codes and hashes: what frictionless finds, said for people."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

import frictionless
from frictionless import system

from .descriptor import DESCRIPTOR, Field, Package, Table
from .findings import Finding, Rejected

MOST_ERRORS = 1_000_000
UNEVEN = {"missing-cell", "extra-cell"}
STALE = {"hash-count", "byte-count"}
REPEATED = {"unique-error"}  # said by primary-key


def check(package: Package, resources: Iterable[str]) -> list[Finding]:
    """What frictionless finds in the named resources; tables that their keys point to must be among them.

    Each file is first looked at by itself: a missing, linked or oversized one is a finding and is not opened.
    """
    found: list[Finding] = []
    present = []
    for resource in package.raw["resources"]:
        if resource["name"] not in resources:
            continue
        try:
            package.read(resource["path"])
            present.append(copy.deepcopy(resource))
        except Rejected as rejected:
            found += rejected.findings
    names = {resource["name"] for resource in present}
    for resource in present:
        schema = resource.get("schema", {})
        keys = [key for key in schema.get("foreignKeys", []) if key["reference"].get("resource", "") in {"", *names}]
        if "foreignKeys" in schema:
            schema["foreignKeys"] = keys
    return found + (_validate(package, present) if present else [])


def _validate(package: Package, resources: list[dict[str, Any]]) -> list[Finding]:
    descriptor = {"name": package.name, "resources": resources}
    try:
        with system.use_context(trusted=False):
            report = frictionless.Package.from_descriptor(descriptor, basepath=str(package.folder)).validate(
                limit_errors=MOST_ERRORS
            )
    except frictionless.FrictionlessException as exception:
        notes = [error.note for error in exception.reasons or [exception.error]]
        return [Finding(DESCRIPTOR, f"{note[0].upper()}{note[1:]}.", "Mend the descriptor.") for note in notes]
    found = [Finding(DESCRIPTOR, error.message, "Mend the descriptor.") for error in report.errors]
    paths = {resource["name"]: resource["path"] for resource in resources}
    for task in report.tasks:
        found += _findings(package.tables.get(task.name), paths[task.name], task.errors)
    return found


def _findings(table: Table | None, path: str, errors: list[Any]) -> Iterator[Finding]:
    uneven = {error.row_number for error in errors if error.type in UNEVEN}
    said: set[object] = set()
    for error in errors:
        row = getattr(error, "row_number", None)
        if error.type in REPEATED or (row in uneven and error.type not in UNEVEN):
            continue
        kind = "stale" if error.type in STALE else "uneven" if error.type in UNEVEN else error.type
        if kind in ("stale", "uneven") and (kind, row) in said:
            continue
        said.add((kind, row))
        yield _finding(table, path, kind, error)


def _finding(table: Table | None, path: str, kind: str, error: Any) -> Finding:
    row = getattr(error, "row_number", None)
    if table is None or kind == "stale":
        curated = table is not None and not table.derived
        mend = "if you meant it: make fix" if curated else "build it again: make"
        return Finding(path, f"{path.rpartition('/')[2]} has changed since the descriptor was written.", mend)
    if kind == "uneven":
        cells = len([cell for cell in error.cells if cell is not None])
        problem = f"The row has {cells} cells, the header {len(table.columns)}."
        return Finding(path, problem, "Give each column one cell; put commas inside a cell in quotation marks.", row)
    if kind == "blank-row":
        return Finding(path, "The row is blank.", "Take it out (make fix does it).", row)
    if kind == "primary-key":
        key = ", ".join(table.primary_key)
        if "None" in error.note:
            return Finding(path, f"The key {key} is empty.", "Give the row an id that was never used.", row)
        first = re.sub(r"\D", "", error.note)
        return Finding(
            path,
            f"The key {key} is that of row {first} as well.",
            "Take one row out, or give it its own id.",
            row,
            table.primary_key[0],
        )
    if kind == "foreign-key":
        column, cell = error.field_names[0], str(error.field_cells[0])
        mend = f"Write a {error.reference_field_names[0]} of {error.reference_name}, or add its row there."
        return Finding(path, f"There is no such row in {error.reference_name}.", mend, row, column, cell)
    if kind in ("incorrect-label", "missing-label", "extra-label", "blank-label", "duplicate-label"):
        mend = f"Make the header {','.join(table.columns)} (make fix puts columns in order)."
        return Finding(
            path, f"The header is not the one of the descriptor: {error.note}.", mend, 1, error.label or None
        )
    if kind in ("type-error", "constraint-error"):
        column = next(field for field in table.fields if field.name == error.field_name)
        cell = None if error.cell is None else str(error.cell)
        return Finding(path, *_cell(column, kind, error.note, cell), row, column.name, cell or "")
    return Finding(path, f"{error.message}", "Mend the file.", row)


def _cell(column: Field, kind: str, note: str, cell: str | None) -> tuple[str, str]:
    """What is wrong with a cell and how to mend it."""
    rules = column.constraints
    if kind == "type-error":
        return f"It is no {column.type}.", f"Write a {column.type} as in {column.example}."
    if cell in (None, ""):
        return "It is empty.", f"Fill it: {column.description}"
    broken = re.sub(r'constraint "(\w+)".*', r"\1", note, flags=re.DOTALL)
    if broken == "enum":
        return "It is no code of this column.", f"Write one of {', '.join(column.codes)}."
    if broken in ("minimum", "maximum"):
        word = "less" if broken == "minimum" else "more"
        return f"It is {word} than {rules[broken]}.", f"Write a value that is not {word} than {rules[broken]}."
    if broken in ("minLength", "maxLength"):
        return f"It is not of the right length ({broken} {rules[broken]}).", "Quote or write fewer words."
    return "It is not written as the column asks.", f"Write it as in {column.example}."
