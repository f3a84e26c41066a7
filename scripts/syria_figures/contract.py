"""The form of the descriptor: what every reader of this package relies on.

The form is the one that frictionless, the JSON schema of Data Package v2, the npm package ``datapackage`` and the R
package ``frictionless`` all read alike. Types, codes and keys stand in the descriptor alone; what is checked here is
that it is complete and agrees with itself, and that nothing in it points outside the package. In a copy of the package
from somewhere else, a table of the same name must be the same.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from .descriptor import DERIVED, DESCRIPTOR, HOME, Field, Package, Table, label, read_package
from .findings import Finding
from .letters import unwanted
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
TABLE_FORMATS = {"csv", "tsv", "xlsx", "xls", "ods"}  # what frictionless takes for a table
RESOURCE_KEYS = {"name", "path", "title", "description", "bytes", "hash", "format", "mediatype"}
SCHEMA_KEYS = {"fields", "missingValues", "primaryKey", "foreignKeys"}
FIELD_KEYS = {"name", "type", "title", "description", "example", "constraints"}
BOUND = (str, int, float)
CONSTRAINTS: dict[str, tuple[type, ...]] = {
    "required": (bool,),
    "unique": (bool,),
    "pattern": (str,),
    "enum": (list,),
    "minimum": BOUND,
    "maximum": BOUND,
    "minLength": (int,),
    "maxLength": (int,),
}
PACKAGE_WORDS = ("name", "title", "description", "version", "created")
PACKAGE_LISTS = {"licenses": "path", "sources": "title", "contributors": "title"}
PACKAGE_KEYS = {*PACKAGE_WORDS, *PACKAGE_LISTS, "$schema", "homepage", "keywords", "resources"}
EMPTY = "An empty cell means"
MAY_BE_EMPTY = re.compile(r"missingValues\[0\]$|\.reference\.resource$")
OF_ONE_NAME = ("pattern", "minimum", "maximum")  # what columns of one name share, and a foreign key with its key
ID_COLUMN = re.compile(r"(?:[a-z_]+_id|part_of|context_of)")
WITHOUT_KEY = {"row_id"}  # its table is named by the row itself


def check(package: Package) -> list[Finding]:
    """All that the descriptor lacks, says twice in two ways, or must not hold; an empty list if nothing."""
    found = [*_package(package.raw), *_texts(package.raw, "")]
    for number, resource in enumerate(package.raw["resources"]):
        where = f"resources[{label(resource, number)}]"
        table = package.tables.get(resource["name"])
        found += _resource(resource, where)
        if table is not None:
            found += _table_form(resource, where)
            found += _table(package, table, where)
    found += _columns_of_one_name(package)
    here = read_package(HOME)
    found += [*_unlike_here(package, here), *_untried(package, here)]
    if not found:
        for table in package.tables.values():
            for column in table.fields:
                found += _example(column, _place(table, column))
    return found


def _package(raw: dict[str, Any]) -> Iterator[Finding]:
    yield from _unknown(raw, PACKAGE_KEYS, "")
    if raw.get("$schema") != V2:
        yield _finding("$schema", f"It is not {V2}.", "Write that address: readers tell the version by it.")
    for name in PACKAGE_WORDS:
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            yield _finding(name, "It is missing or is no text.", f"Give the package its {name}.")
    for name, part in PACKAGE_LISTS.items():
        entries = raw.get(name)
        if not isinstance(entries, list) or not entries or not all(_has_words(entry, part) for entry in entries):
            yield _finding(name, f"It is missing or empty, or an entry has no {part}.", f"Give each entry its {part}.")
    yield from _package_forms(raw)


def _texts(value: Any, where: str) -> Iterator[Finding]:
    """Texts with blanks around them, or with characters that no text may hold."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{where}.{name}".strip("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, f"{where}[{label(part, number)}]")
    elif isinstance(value, str):
        problem = unwanted(value)
        if problem:
            yield _finding(where, *problem)
        elif not value and not MAY_BE_EMPTY.search(where):
            yield _finding(where, "It is empty.", "Fill it, or take it out.")
        elif value != value.strip() or not unicodedata.is_normalized("NFC", value):
            yield _finding(where, "It has blanks around it, or is not in the Unicode form NFC.", "Write it without.")


def _package_forms(raw: dict[str, Any]) -> Iterator[Finding]:
    """The properties that are written in one form."""
    name, version, created = (str(raw.get(key, "")) for key in ("name", "version", "created"))
    if name and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        yield _finding("name", "It is not in lower-case letters, digits and hyphens.", "Write it as in my-figures.")
    if version and not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}", version, re.ASCII):
        yield _finding("version", "It is no version of three numbers.", "Write it as in 1.0.0.")
    if created and not _is_day(created):
        yield _finding("created", "It is no day of the form 2026-11-23T00:00:00Z.", "Write the day of the version so.")
    keywords = raw.get("keywords", [""])
    if not isinstance(keywords, list) or not keywords or not all(isinstance(word, str) for word in keywords):
        yield _finding("keywords", "It is no list of words.", "Write a list of words, or leave it out.")
    addresses = {"homepage": raw.get("homepage", V2)}
    for name in PACKAGE_LISTS:
        entries = enumerate(raw[name]) if isinstance(raw.get(name), list) else ()
        addresses |= {f"{name}[{number}].path": entry.get("path", V2) for number, entry in entries if _is_object(entry)}
    for place, address in addresses.items():
        if not re.fullmatch(r"https?://[!-~]+", str(address)):
            yield _finding(place, "It is no address.", "Write the address, or leave it out.")


def _resource(resource: dict[str, Any], where: str) -> Iterator[Finding]:
    for name in ("title", "description", "format", "mediatype"):
        if not isinstance(resource.get(name), str) or not resource[name].strip():
            yield _finding(f"{where}.{name}", "It is missing or is no text.", f"Give the resource its {name}.")
    if type(resource.get("bytes")) is not int or resource["bytes"] < 0:
        yield _finding(f"{where}.bytes", "It is missing or is no size.", "make fix writes it.")
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", str(resource.get("hash"))):
        yield _finding(f"{where}.hash", "It is missing or is no SHA-256.", "make fix writes it.")
    if "schema" not in resource:
        yield from _unknown(resource, RESOURCE_KEYS, where)
        if resource.get("format") in TABLE_FORMATS:
            yield _finding(f"{where}.schema", "A table has no schema.", "Describe its columns, or take it out.")


def _table_form(resource: dict[str, Any], where: str) -> Iterator[Finding]:
    yield from _unknown(resource, {*RESOURCE_KEYS, *TABLE_FORM, "schema"}, where)
    for name, wanted in TABLE_FORM.items():
        if name in ("format", "mediatype") and not resource.get(name):
            continue  # said of every resource
        if resource.get(name) != wanted:
            mend = f"Write {wanted}: not every reader follows another."
            yield _finding(f"{where}.{name}", f"It is not {wanted}.", mend)
    schema = resource["schema"]
    yield from _unknown(schema, SCHEMA_KEYS, f"{where}.schema")
    if schema.get("missingValues") != [""]:
        yield _finding(f"{where}.schema.missingValues", "It is not the empty cell alone.", 'Write [""].')
    for number, item in enumerate(schema["fields"]):
        place = f"{where}.schema.fields[{label(item, number)}]"
        yield from _unknown(item, FIELD_KEYS, place)
        for name in ("title", "description"):
            if not isinstance(item.get(name, ""), str):
                yield _finding(f"{place}.{name}", "It is no text.", f"Write the {name} in words.")
        constraints = item.get("constraints", {})
        yield from _unknown(constraints, set(CONSTRAINTS), f"{place}.constraints")
        for name, value in constraints.items():
            if name in CONSTRAINTS and type(value) not in CONSTRAINTS[name]:
                mend = "Write it as the other columns do."
                yield _finding(f"{place}.constraints.{name}", "It is not of the right kind.", mend)


def _table(package: Package, table: Table, where: str) -> Iterator[Finding]:
    path = f"{DERIVED if table.derived else 'data/'}{table.name}.csv"
    if table.path != path:
        yield _finding(f"{where}.path", "The path does not follow from the name.", f"Keep the table in {path}.")
    if len(set(table.columns)) < len(table.columns):
        yield _finding(f"{where}.schema.fields", "Two fields have one name.", "Give each field its own name.")
    if not table.primary_key or not set(table.primary_key) <= set(table.columns):
        yield _finding(f"{where}.schema.primaryKey", "It names no column of the table.", "Name the key of the rows.")
    for column in table.fields:
        place = _place(table, column)
        yield from _field(column, place)
        if column.name in table.primary_key and not column.required:
            yield _finding(f"{place}.constraints.required", "A key may be empty.", "Write true.")
    yield from _foreign_keys(package, table, f"{where}.schema.foreignKeys")


def _foreign_keys(package: Package, table: Table, where: str) -> Iterator[Finding]:
    keys, columns = {key.column for key in table.foreign_keys}, set(table.columns)
    for name in [] if table.derived else table.columns:
        if ID_COLUMN.fullmatch(name) and name not in WITHOUT_KEY and name not in keys and table.primary_key != (name,):
            yield _finding(f"{where}[{name}]", f"The column {name} points to no table.", "Add a foreign key for it.")
    for key in table.foreign_keys:
        aim = package.tables.get(key.table)
        if key.column not in columns or aim is None or aim.primary_key != (key.key,):
            message = f"The foreign key of {key.column} points to no key of a table ({key.table}.{key.key})."
            yield _finding(f"{where}[{key.column}]", message, "Name a table and its primary key.")


def _columns_of_one_name(package: Package) -> Iterator[Finding]:
    """Columns of one name, and a foreign key with its key, have one type and one form."""
    alike: dict[str, list[tuple[Table, Field]]] = defaultdict(list)
    for table in package.tables.values():
        names = {key.column: key.key for key in table.foreign_keys}
        for column in table.fields:
            alike[column.name].append((table, column))
            if names.get(column.name, column.name) != column.name:
                alike[names[column.name]].append((table, column))
    for name, columns in alike.items():
        for rule in ("type", *OF_ONE_NAME):
            said = Counter(_said(column, rule) for _, column in columns)
            most = max(said.values())
            for table, column in columns:
                if len(said) > 1 and (said[_said(column, rule)] < most or list(said.values()).count(most) > 1):
                    place = f"{_place(table, column)}.{'' if rule == 'type' else 'constraints.'}{rule}"
                    mend = "Write the same wherever the column stands."
                    yield _finding(place, f"Other columns that hold {name} have another {rule}.", mend)


def _said(column: Field, rule: str) -> str:
    return column.type if rule == "type" else str(column.constraints.get(rule))


def _field(column: Field, where: str) -> Iterator[Finding]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", column.name):
        mend = "Rename the column."
        yield _finding(f"{where}.name", "It is not in lower-case letters, digits and underscores.", mend)
    if not column.title:
        yield _finding(f"{where}.title", "The field has no title.", "Give it one.")
    if not re.fullmatch(r"[A-Z].*[.]", column.description, re.DOTALL):
        mend = "Say in a sentence what a cell holds, with its unit."
        yield _finding(f"{where}.description", "It is no full sentence.", mend)
    if "required" not in column.constraints or column.required == (EMPTY in column.description):
        mend = f'Write required true, or false and a sentence "{EMPTY} …".'
        yield _finding(f"{where}.constraints.required", "It does not agree with the description.", mend)
    described = re.findall(r"`([a-z_]+)` \(", column.description)
    if "enum" in column.constraints and (not column.codes or described != column.codes):
        mend = "Say in the description, for each code, `code` (its meaning), and for no other."
        yield _finding(f"{where}.constraints.enum", "The codes are not those of the description, in its order.", mend)
    if column.type == "string" and not {"pattern", "enum", "maxLength"} & set(column.constraints):
        mend = "Give the words a pattern, codes or a greatest length."
        yield _finding(f"{where}.constraints", "Any words would do.", mend)
    if not re.fullmatch(r"\(\?:.*\)", str(column.constraints.get("pattern", "(?:)"))):
        mend = "Write the pattern as one group (?:…): readers anchor it without grouping."
        yield _finding(f"{where}.constraints.pattern", "It is not grouped.", mend)


def _unlike_here(package: Package, here: Package) -> Iterator[Finding]:
    """Where a table of this name has here other columns, codes, bounds or keys."""
    for table in package.tables.values():
        ours, where = here.tables.get(table.name, table), f"resources[{table.name}].schema"
        if table.columns != ours.columns:
            yield _unlike(f"{where}.fields", ", ".join(ours.columns))
        if table.primary_key != ours.primary_key:
            yield _unlike(f"{where}.primaryKey", ", ".join(ours.primary_key))
        known_keys = {key.column: f"{key.table}.{key.key}" for key in ours.foreign_keys}
        keys = {key.column: f"{key.table}.{key.key}" for key in table.foreign_keys}
        for name in sorted(keys.keys() | known_keys.keys()):
            if keys.get(name) != known_keys.get(name):
                yield _unlike(f"{where}.foreignKeys[{name}]", known_keys.get(name))
        columns = {column.name: column for column in ours.fields}
        for column in table.fields:
            known = columns.get(column.name, column).constraints
            for name in sorted(known.keys() | column.constraints.keys()):
                if column.constraints.get(name) != known.get(name):
                    yield _unlike(f"{_place(table, column)}.constraints.{name}", known.get(name))


def _unlike(where: str, known: object) -> Finding:
    problem = f"The commands here know it as {'none' if known is None else known}."
    return _finding(where, problem, "Put that back, or use the commands that came with this copy.")


def _untried(package: Package, here: Package) -> Iterator[Finding]:
    """Patterns of somebody else: one can be written so that trying it takes for ever."""
    known = [None, *(column.constraints.get("pattern") for table in here.tables.values() for column in table.fields)]
    for table in package.tables.values():
        for column in table.fields:
            if column.constraints.get("pattern") not in known:
                mend = "Use a pattern that this package uses, codes, or a greatest length."
                problem = "It is not tried: a pattern that is not known here could take for ever."
                yield _finding(f"{_place(table, column)}.constraints.pattern", problem, mend)


def _example(column: Field, where: str) -> Iterator[Finding]:
    mend = f"Give an example that the column could hold, as {column.type}."
    text = column.example if isinstance(column.example, str) else text_of(column.example)
    try:
        value = value_of(column, text) if isinstance(column.example, (str, int, float)) else None
    except ValueError:
        value = None
    if value is None or text_of(value) != text:
        yield _finding(f"{where}.example", f"It is no {column.type} in canonical form.", mend)
        return
    rules = column.constraints
    try:
        held = (
            text in rules.get("enum", [text])
            and re.fullmatch(rules.get("pattern", ".*"), text, re.DOTALL) is not None
            and value >= value_of(column, str(rules.get("minimum", text)))
            and value <= value_of(column, str(rules.get("maximum", text)))
            and rules.get("minLength", 0) <= len(text) <= rules.get("maxLength", len(text))
        )
    except (ValueError, TypeError, re.error):  # a bound that is empty reads as no value at all
        mend = "Write each constraint as the field's type."
        yield _finding(f"{where}.constraints", "They cannot be read.", mend)
        return
    if not held:
        yield _finding(f"{where}.example", "It breaks the constraints of its own field.", mend)


def _place(table: Table, column: Field) -> str:
    return f"resources[{table.name}].schema.fields[{column.name}]"


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _has_words(entry: Any, name: str) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get(name), str) and bool(entry[name].strip())


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text[:10]).isoformat() + "T00:00:00Z" == text
    except ValueError:
        return False


def _unknown(holder: dict[str, Any], known: set[str], where: str) -> Iterator[Finding]:
    for name in sorted(set(holder) - known):
        place = f"{where}.{name}".strip(".")
        yield _finding(place, "It is not used here, and not every reader follows it.", "Take it out.")


def _finding(where: str, problem: str, mend: str) -> Finding:
    return Finding(DESCRIPTOR, problem, mend, column=where)
