"""The form of the descriptor: what every reader of this package relies on.

The form is the one that frictionless, the JSON schema of Data Package v2, the npm package ``datapackage`` and the R
package ``frictionless`` all read alike. Types, codes and keys stand in the descriptor alone; what is checked here is
that it is complete and agrees with itself, and that nothing in it points outside the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .descriptor import DERIVED, DESCRIPTOR, Field, Package, Table
from .findings import Finding
from .tables import text_of, value_of

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_FORM = {
    "type": "table",
    "profile": "tabular-data-resource",
    "scheme": "file",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
}
RESOURCE_KEYS = {"name", "path", "title", "description", "bytes", "hash", "format", "mediatype"}
SCHEMA_KEYS = {"fields", "missingValues", "primaryKey", "foreignKeys"}
FIELD_KEYS = {"name", "type", "title", "description", "example", "constraints"}
CONSTRAINTS = {"required", "unique", "pattern", "enum", "minimum", "maximum", "minLength", "maxLength"}
PACKAGE_WORDS = ("name", "title", "description", "version", "created")
PACKAGE_KEYS = {*PACKAGE_WORDS, "$schema", "homepage", "keywords", "licenses", "sources", "contributors", "resources"}
EMPTY = "An empty cell means"
ID_COLUMN = re.compile(r"(?:[a-z_]+_id|part_of|context_of)")
WITHOUT_KEY = {"row_id"}  # its table is named by the row itself


def check(package: Package) -> list[Finding]:
    """All that the descriptor lacks, says twice in two ways, or must not hold; an empty list if nothing."""
    found = list(_package(package.raw))
    for number, resource in enumerate(package.raw["resources"]):
        where = f"resources[{number}]"
        table = package.tables.get(resource["name"])
        found += _resource(resource, where)
        if table is not None:
            found += _table_form(resource, where)
            found += _table(package, table, where)
    return found


def _package(raw: dict[str, Any]) -> Iterator[Finding]:
    yield from _unknown(raw, PACKAGE_KEYS, "")
    if raw.get("$schema") != V2:
        yield _finding("$schema", f"It is not {V2}.", "Write that address: readers tell the version by it.")
    for name in PACKAGE_WORDS:
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            yield _finding(name, "It is missing or empty.", f"Give the package its {name}.")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", str(raw.get("name"))):
        yield _finding("name", "It is not in lower-case letters, digits and hyphens.", "Write it as in my-figures.")
    if not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}", str(raw.get("version")), re.ASCII):
        yield _finding("version", "It is no version of three numbers.", "Write it as in 1.0.0.")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T00:00:00Z", str(raw.get("created")), re.ASCII):
        yield _finding("created", "It is no day of the form 2026-11-23T00:00:00Z.", "Write the day of the version so.")
    for name in ("licenses", "sources", "contributors"):
        entries = raw.get(name)
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            yield _finding(name, "It is missing or empty.", f"List the {name} of the package.")


def _resource(resource: dict[str, Any], where: str) -> Iterator[Finding]:
    for name in ("title", "description", "format", "mediatype"):
        if not isinstance(resource.get(name), str) or not resource[name].strip():
            yield _finding(f"{where}.{name}", "It is missing or empty.", f"Give the resource its {name}.")
    if not isinstance(resource.get("bytes"), int) or not re.fullmatch(
        r"sha256:[0-9a-f]{64}", str(resource.get("hash"))
    ):
        yield _finding(f"{where}.hash", "The resource has no bytes or no SHA-256.", "make fix writes both.")
    if "schema" not in resource:
        yield from _unknown(resource, RESOURCE_KEYS, where)


def _table_form(resource: dict[str, Any], where: str) -> Iterator[Finding]:
    yield from _unknown(resource, {*RESOURCE_KEYS, *TABLE_FORM, "schema"}, where)
    for name, wanted in TABLE_FORM.items():
        if resource.get(name) != wanted:
            yield _finding(
                f"{where}.{name}", f"It is not {wanted}.", f"Write {wanted}: not every reader follows another."
            )
    schema = resource["schema"]
    yield from _unknown(schema, SCHEMA_KEYS, f"{where}.schema")
    if schema.get("missingValues") != [""]:
        yield _finding(f"{where}.schema.missingValues", "It is not the empty cell alone.", 'Write [""].')
    for number, item in enumerate(schema["fields"]):
        place = f"{where}.schema.fields[{number}]"
        yield from _unknown(item, FIELD_KEYS, place)
        yield from _unknown(item.get("constraints", {}), CONSTRAINTS, f"{place}.constraints")


def _table(package: Package, table: Table, where: str) -> Iterator[Finding]:
    path = f"{DERIVED if table.derived else 'data/'}{table.name}.csv"
    if table.path != path:
        yield _finding(f"{where}.path", "The path does not follow from the name.", f"Keep the table in {path}.")
    if len(set(table.columns)) < len(table.columns):
        yield _finding(f"{where}.schema.fields", "Two fields have one name.", "Give each field its own name.")
    if not table.primary_key or not set(table.primary_key) <= set(table.columns):
        yield _finding(f"{where}.schema.primaryKey", "It names no column of the table.", "Name the key of the rows.")
    for number, column in enumerate(table.fields):
        place = f"{where}.schema.fields[{number}]"
        yield from _field(column, place)
        if column.name in table.primary_key and not column.required:
            yield _finding(f"{place}.constraints.required", "A key may be empty.", "Write true.")
    keys = {key.column: key for key in table.foreign_keys}
    for name in table.columns:
        own_key = table.primary_key == (name,) and not table.derived
        if (
            ID_COLUMN.fullmatch(name)
            and name not in WITHOUT_KEY
            and name not in keys
            and not own_key
            and not table.derived
        ):
            yield _finding(
                f"{where}.schema.foreignKeys",
                f"The column {name} points to no table.",
                f"Add a foreign key for {name}.",
            )
    for key in keys.values():
        aim = package.tables.get(key.table)
        if key.column not in table.columns or aim is None or aim.primary_key != (key.key,):
            message = f"The foreign key of {key.column} points to no key of a table ({key.table}.{key.key})."
            yield _finding(f"{where}.schema.foreignKeys", message, "Name a table and its primary key.")


def _field(column: Field, where: str) -> Iterator[Finding]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", column.name):
        yield _finding(
            f"{where}.name", "It is not in lower-case letters, digits and underscores.", "Rename the column."
        )
    if not column.title:
        yield _finding(f"{where}.title", "The field has no title.", "Give it one.")
    if not re.fullmatch(r"[A-Z].*[.]", column.description, re.DOTALL):
        yield _finding(
            f"{where}.description", "It is no full sentence.", "Say in a sentence what a cell holds, with its unit."
        )
    if ("required" not in column.constraints) or column.required == (EMPTY in column.description):
        mend = f'Write required true, or false and a sentence "{EMPTY} …".'
        yield _finding(f"{where}.constraints.required", "It does not agree with the description.", mend)
    undescribed = [code for code in column.codes if f"`{code}` (" not in column.description]
    described = re.findall(r"`([a-z_]+)` \(", column.description)
    if (
        undescribed
        or (column.codes and set(described) != set(column.codes))
        or len(set(column.codes)) < len(column.codes)
    ):
        mend = "Say in the description, for each code, `code` (its meaning), and for no other."
        yield _finding(f"{where}.constraints.enum", "The codes are not those of the description.", mend)
    if column.type == "string" and not {"pattern", "enum", "maxLength"} & set(column.constraints):
        mend = "Give the words a pattern, codes or a greatest length."
        yield _finding(f"{where}.constraints", "Any words would do.", mend)
    yield from _example(column, where)


def _example(column: Field, where: str) -> Iterator[Finding]:
    mend = f"Give an example that the column could hold, as {column.type}."
    try:
        text = column.example if isinstance(column.example, str) else text_of(column.example)
        value = value_of(column, text)
    except (ValueError, TypeError):
        value = None
    if value is None or text_of(value) != text:
        yield _finding(f"{where}.example", f"It is no {column.type} in canonical form.", mend)
        return
    rules = column.constraints
    try:
        held = (
            ("enum" not in rules or text in rules["enum"])
            and ("pattern" not in rules or re.fullmatch(rules["pattern"], text) is not None)
            and ("minimum" not in rules or value >= value_of(column, str(rules["minimum"])))
            and ("maximum" not in rules or value <= value_of(column, str(rules["maximum"])))
            and len(text) <= rules.get("maxLength", len(text))
        )
    except (ValueError, TypeError, re.error):
        yield _finding(f"{where}.constraints", "They cannot be read.", "Write each constraint as the field's type.")
        return
    if not held:
        yield _finding(f"{where}.example", "It breaks the constraints of its own field.", mend)
    if "pattern" in rules and not re.fullmatch(r"\(\?:.*\)", rules["pattern"]):
        mend = "Write the pattern as one group (?:…): readers anchor it without grouping."
        yield _finding(f"{where}.constraints.pattern", "It is not grouped.", mend)


def _unknown(holder: dict[str, Any], known: set[str], where: str) -> Iterator[Finding]:
    for name in sorted(set(holder) - known):
        place = f"{where}.{name}".strip(".")
        yield _finding(place, "It is not used here, and not every reader follows it.", "Take it out.")


def _finding(where: str, problem: str, mend: str) -> Finding:
    return Finding(DESCRIPTOR, problem, mend, column=where)
