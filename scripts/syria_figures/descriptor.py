"""The descriptor: datapackage.json as packages, tables and fields, and the files of a package.

A package from somewhere else is data: nothing outside its folder is opened, nothing on a network, and nothing larger
than ``LARGEST_FILE``.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from .findings import CouldNotRun, Finding, Rejected

DESCRIPTOR = "datapackage.json"
DERIVED = "data/derived/"
TYPES = ("string", "number", "integer", "boolean", "date")
_INSTALLED = Path(__file__).resolve().parent / "package"  # where a wheel keeps the data
HOME = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).resolve().parents[2]
LARGEST_FILE = 50_000_000  # bytes


@dataclass(frozen=True)
class Field:
    """One column: its name, type and meaning, and what its cells must be like."""

    name: str
    type: str
    title: str = ""
    description: str = ""
    example: Any = None
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of the column in the order of the descriptor; empty where it has none."""
        return list(self.constraints.get("enum", []))

    @property
    def required(self) -> bool:
        """Whether no cell of the column may be empty."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class Table:
    """One CSV of the package. ``foreign_keys`` gives for a column the table and the column that it points to."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: dict[str, tuple[str, str]]

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns in order."""
        return [column.name for column in self.fields]

    def field(self, name: str) -> Field:
        """A column by its name."""
        return self.fields[self.columns.index(name)]

    @property
    def derived(self) -> bool:
        """Whether the table is built and not written by people."""
        return self.path.startswith(DERIVED)


@dataclass(frozen=True)
class Package:
    """A data package in a folder; ``descriptor`` is its datapackage.json as it was read."""

    folder: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]

    @property
    def name(self) -> str:
        """The name of the package."""
        return str(self.descriptor["name"])

    @property
    def title(self) -> str:
        """The title of the package, or its name."""
        return str(self.descriptor.get("title") or self.name)

    @property
    def version(self) -> str:
        """The version of the package."""
        return str(self.descriptor.get("version", ""))

    @property
    def created(self) -> datetime.date | None:
        """The day of this version; None where the descriptor does not say it."""
        try:
            return datetime.date.fromisoformat(str(self.descriptor.get("created"))[: len("2015-04-06")])
        except ValueError:
            return None

    @property
    def resources(self) -> list[dict[str, Any]]:
        """All that the descriptor describes, as it stands there: tables and other files."""
        return list(self.descriptor["resources"])

    @property
    def curated(self) -> list[Table]:
        """The tables that people write, in the order of the descriptor."""
        return [table for table in self.tables.values() if not table.derived]

    @property
    def derived(self) -> list[Table]:
        """The tables that are built, in the order of the descriptor."""
        return [table for table in self.tables.values() if table.derived]

    def read(self, path: str) -> bytes:
        """The bytes of a file of the package. Raises Rejected where it is missing, too large or not inside."""
        return read_inside(self.folder, path)


def read_package(folder: Path = HOME) -> Package:
    """Read the descriptor of the package in ``folder`` (or at a path that ends in datapackage.json).

    Raises CouldNotRun where there is no descriptor and Rejected where it cannot be followed.
    """
    folder = folder.parent if folder.name == DESCRIPTOR else folder
    if not (folder / DESCRIPTOR).is_file():
        raise CouldNotRun(f"There is no {DESCRIPTOR} in {folder}. Give the folder of a data package.")
    descriptor = _parsed(read_inside(folder, DESCRIPTOR))
    _expect(descriptor, "", "name", str)
    tables: dict[str, Table] = {}
    seen: set[str] = set()
    for number, resource in enumerate(_expect(descriptor, "", "resources", list)):
        where = f"resources[{number}]"
        name, path = _expect(resource, where, "name", str), _expect(resource, where, "path", str)
        where = f"resources[{name}]"
        if seen & {name, path}:
            raise _rejected(where, "repeats the name or the path of another resource", "Give each its own.")
        seen |= {name, path}
        if _leaves(path):
            raise _rejected(f"{where}.path", "leaves the folder of the package", "Use a path inside it.")
        if "schema" in resource:
            tables[name] = _table(resource, where)
    for table in tables.values():
        for aim, column in table.foreign_keys.values():
            if aim not in tables:
                problem = f"The table {aim} is not described, and {table.name} points to it."
                raise Rejected([Finding(DESCRIPTOR, problem, "Describe it.", column=f"resources[{aim}]")])
            if column not in tables[aim].columns:
                where = f"resources[{table.name}].schema.foreignKeys"
                raise _rejected(where, f"points to {aim}.{column}, which is not there", "Name a column of a table.")
    return Package(folder, descriptor, tables)


def read_inside(folder: Path, path: str) -> bytes:
    """The bytes of the file at ``path``, relative to ``folder`` and inside it.

    Raises Rejected where it is missing, reached through a link, not a file, or larger than ``LARGEST_FILE``.
    """
    if _leaves(path):
        raise Rejected([Finding(path, "The path leaves the folder of the package.", "Use a path inside it.")])
    parts = PurePosixPath(path).parts
    place = folder.joinpath(*parts)
    try:
        if any(step.is_symlink() for step in [place, *place.parents][: len(parts)]):
            raise Rejected([Finding(path, "It is reached through a symbolic link.", "Put the file itself there.")])
        if not place.is_file():
            fix = "Build it: make." if path.startswith(DERIVED) else "Put it back, or take it out of the descriptor."
            raise Rejected([Finding(path, "The file is missing.", fix)])
        if place.stat().st_size > LARGEST_FILE:
            limit = f"{LARGEST_FILE // 1_000_000} MB"
            raise Rejected([Finding(path, f"The file is larger than {limit}.", "Split it.")])
        return place.read_bytes()
    except OSError as error:
        raise Rejected([Finding(path, f"The file cannot be read: {error.strerror}.", "Make it readable.")]) from None


def _leaves(path: str) -> bool:
    """Whether a path of the descriptor is anything but a plain one inside the folder of the package."""
    parts = path.split("/")
    return not path.isprintable() or ":" in path or "\\" in path or any(part in ("", ".", "..", "~") for part in parts)


def _parsed(data: bytes) -> dict[str, Any]:
    kind = mistaken(data)
    if kind:
        raise Rejected([Finding(DESCRIPTOR, *kind)])
    try:
        read = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        problem = f"It is not JSON: {error.msg} at character {error.colno}."
        raise Rejected([Finding(DESCRIPTOR, problem, "Correct the JSON.", error.lineno)]) from None
    except (ValueError, RecursionError):
        raise Rejected([Finding(DESCRIPTOR, "It is not JSON in UTF-8.", "Save it as JSON in UTF-8.")]) from None
    if not isinstance(read, dict):
        raise Rejected([Finding(DESCRIPTOR, "It holds no JSON object.", "Begin with { and end with }.")])
    return read


def _table(resource: dict[str, Any], where: str) -> Table:
    schema = _expect(resource, where, "schema", dict)
    fields = tuple(
        _field(item, f"{where}.schema.fields[{number}]")
        for number, item in enumerate(_expect(schema, f"{where}.schema", "fields", list))
    )
    foreign_keys = {}
    for number, item in enumerate(_expect(schema, f"{where}.schema", "foreignKeys", list, [])):
        here = f"{where}.schema.foreignKeys[{number}]"
        reference = _expect(item, here, "reference", dict)
        (own,), (key,) = _names(item, here), _names(reference, f"{here}.reference")
        foreign_keys[own] = (str(reference.get("resource") or resource["name"]), key)
    names = [column.name for column in fields]
    given = schema.get("primaryKey", [])
    keys = tuple(given) if isinstance(given, list) else (given,)
    if any(name not in names for name in (*keys, *foreign_keys)):
        raise _rejected(f"{where}.schema", "has a key that is not one of its fields", "Name a field.")
    text = {name: str(resource.get(name, "")) for name in ("title", "description")}
    return Table(resource["name"], resource["path"], **text, fields=fields, key=keys, foreign_keys=foreign_keys)


def _names(holder: Any, where: str) -> list[str]:
    """The one column of a key, as the standard allows it: a word, or a list of one word."""
    value = holder.get("fields") if isinstance(holder, dict) else None
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and len(names) == 1 and isinstance(names[0], str):
        return names
    raise _rejected(f"{where}.fields", "does not name one column", "Name one.")


def _field(item: Any, where: str) -> Field:
    kind = _expect(item, where, "type", str)
    if kind not in TYPES:
        raise _rejected(f"{where}.type", f"is {kind}, which no table here uses", f"Use one of {', '.join(TYPES)}.")
    constraints = _expect(item, where, "constraints", dict, {})
    for name, value in constraints.items():
        if not _limits(name, value, kind):
            fix = "Write it as the Data Package standard says."
            raise _rejected(f"{where}.constraints.{name}", f"is not a limit of a {kind} column", fix)
    text = {name: str(item.get(name, "")) for name in ("title", "description")}
    return Field(_expect(item, where, "name", str), kind, **text, example=item.get("example"), constraints=constraints)


def _limits(name: str, value: Any, kind: str) -> bool:
    """Whether the value of a constraint is one that the cells of a column can be compared with."""
    if name == "enum":
        return isinstance(value, list) and all(isinstance(code, str) for code in value)
    if name in ("required", "unique"):
        return isinstance(value, bool)
    if name in ("minLength", "maxLength"):
        return type(value) is int and kind == "string"
    if name in ("minimum", "maximum") and kind != "date":
        return type(value) is int or (type(value) is float and kind == "number")
    try:
        if name in ("minimum", "maximum"):
            datetime.date.fromisoformat(value)
        if name == "pattern":
            re.compile(value)
    except (re.error, TypeError, ValueError):
        return False
    return name != "pattern" or kind == "string"


def _expect(holder: Any, where: str, name: str, kind: type, default: Any = None) -> Any:
    """A property of an object of the descriptor. Raises Rejected where it is missing or of another kind."""
    if not isinstance(holder, dict):
        raise _rejected(where, "is not a JSON object", "Describe it with its properties.")
    value = holder.get(name, default)
    if not isinstance(value, kind) or value == "":
        kinds: dict[type, str] = {str: "words", list: "a list", dict: "an object"}
        raise _rejected(f"{where}.{name}".strip("."), "is missing or of another kind", f"Give it as {kinds[kind]}.")
    return value


def _rejected(where: str, problem: str, fix: str) -> Rejected:
    return Rejected([Finding(DESCRIPTOR, f"This property {problem}.", fix, column=where or None)])


def mistaken(data: bytes) -> tuple[str, str, int] | None:
    """What a file is that goes by the name of a table or of the descriptor and is something else: problem, fix, row."""
    as_csv = "Save it in UTF-8; a table as CSV, with commas between the cells."
    again = "Get the file itself: git lfs pull."
    looks_like = {
        b"PK\x03\x04": ("It is a spreadsheet workbook (.xlsx, .ods) under another name.", as_csv),
        b"\xff\xfe": ('It is encoded in UTF-16 ("Unicode Text" in Excel), not in UTF-8.', as_csv),
        b"\xfe\xff": ("It is encoded in UTF-16, not in UTF-8.", as_csv),
        b"version https://git-lfs": ("It is a Git LFS pointer, not the file.", again),
        b"<": (
            "It looks like a web page (HTML), not like the file.",
            "Download the raw file, not the page that shows it.",
        ),
    }
    for start, (problem, fix) in looks_like.items():
        if data.lstrip(b" \r\n\t").startswith(start):
            return problem, fix, 1
    mark = re.search(rb"^(?:<{7}|={7}|>{7})(?: .*)?\r?$", data, re.MULTILINE)
    if mark:
        fix = "Finish the merge: keep one of the versions, without the marks."
        return "It holds a mark of a merge that was not finished.", fix, data.count(b"\n", 0, mark.start()) + 1
    header = data.partition(b"\n")[0]
    for separator, name in {b";": "semicolons", b"\t": "tabs"}.items():
        if separator in header and b"," not in header:
            return f"Its cells are separated by {name}.", as_csv, 1
    return None
