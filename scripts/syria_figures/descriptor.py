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
        """Whether the table is built, not written by people."""
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
        """The day of this version; None if the descriptor does not give it."""
        try:
            return datetime.date.fromisoformat(str(self.descriptor.get("created"))[: len("2015-04-06")])
        except ValueError:
            return None

    @property
    def resources(self) -> list[dict[str, Any]]:
        """All that the descriptor describes, as it is there: tables and other files."""
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
    of_a_package = isinstance(descriptor, dict) and isinstance(descriptor.get("resources"), list)
    if not of_a_package or not isinstance(descriptor.get("name"), str):
        raise _rejected(None, "it is not an object with a name and a list of resources")
    tables = _tables(descriptor["resources"])
    for table in tables.values():
        for aim, column in table.foreign_keys.values():
            if aim not in tables or column not in tables[aim].columns:
                problem = f"{aim}.{column} is not described, and {table.name} points to it."
                raise Rejected([Finding(DESCRIPTOR, problem, "Describe it.", column=f"resources[{aim}]")])
    return Package(folder, descriptor, tables)


def _tables(resources: list[Any]) -> dict[str, Table]:
    """The tables by name; a resource that cannot be followed is one finding."""
    tables: dict[str, Table] = {}
    seen: set[str] = set()
    for number, resource in enumerate(resources):
        where = f"resources[{number}]"
        try:
            name, path = resource["name"], resource["path"]
            where = f"resources[{name}]"
            if _leaves(path):
                raise _rejected(f"{where}.path", "the path leaves the folder of the package")
            if not isinstance(name, str) or not name or seen & {name, path}:
                raise ValueError("its name or its path is empty, or that of another resource")
            seen |= {name, path}
            if "schema" in resource:
                tables[name] = _table(resource)
        except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            raise _rejected(where, f"{type(error).__name__}, {error}") from None
    return tables


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
            fix = "Build it: make." if path.startswith(DERIVED) else "Put it back, or remove it from the descriptor."
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


def _parsed(data: bytes) -> Any:
    kind = mistaken(data)
    if kind:
        raise Rejected([Finding(DESCRIPTOR, *kind)])
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Rejected([Finding(DESCRIPTOR, f"It is not JSON in UTF-8: {error}.", "Correct the JSON.")]) from None


def _table(resource: dict[str, Any]) -> Table:
    """A table as its resource describes it; an error of Python's own where something is missing or of another kind."""
    schema = resource["schema"]
    fields = tuple(map(_field, schema["fields"]))
    names, key = {column.name for column in fields}, tuple(_listed(schema.get("primaryKey", [])))
    foreign_keys = {}
    for item in schema.get("foreignKeys", []):
        (own,), (aim,) = _listed(item["fields"]), _listed(item["reference"]["fields"])
        foreign_keys[own] = (item["reference"].get("resource") or resource["name"], aim)
    if len(names) < len(fields) or not {*key, *foreign_keys} <= names:
        raise ValueError("a field is there twice, or a key is not a field")
    text = {each: str(resource.get(each, "")) for each in ("title", "description")}
    return Table(resource["name"], resource["path"], **text, fields=fields, key=key, foreign_keys=foreign_keys)


def _listed(names: Any) -> list[str]:
    """The columns of a key, as the standard allows them: a word, or a list of words."""
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError("a key does not name columns")
    return names


def _field(item: dict[str, Any]) -> Field:
    name, kind, constraints = item["name"], item["type"], item.get("constraints", {})
    if not isinstance(name, str) or kind not in TYPES:
        raise ValueError(f"{name} is not one of {', '.join(TYPES)}")
    for limit, value in constraints.items():
        if not _is_limit(limit, value, kind):
            raise ValueError(f"{limit} of {name} is not a limit of a {kind}")
    text = {each: str(item.get(each, "")) for each in ("title", "description")}
    return Field(name, kind, **text, example=item.get("example"), constraints=constraints)


def _is_limit(name: str, value: Any, kind: str) -> bool:
    """Whether the cells of a column can be compared with the value of a constraint; some raise an error instead."""
    if name in ("minimum", "maximum"):
        return bool(datetime.date.fromisoformat(value)) if kind == "date" else type(value) in (int, float)
    if name == "enum":
        return isinstance(value, list) and all(isinstance(code, str) for code in value)
    if name == "pattern":
        return bool(re.compile(value))
    return isinstance(value, bool if name in ("required", "unique") else int)


def _rejected(where: str | None, why: str) -> Rejected:
    fix = "Describe it as the Data Package standard says."
    return Rejected([Finding(DESCRIPTOR, f"The descriptor cannot be followed: {why}.", fix, column=where)])


def mistaken(data: bytes) -> tuple[str, str, int] | None:
    """What a file really is that has the name of a table or the descriptor: problem, fix, row."""
    as_csv = "Save it in UTF-8; a table as CSV, with commas between the cells."
    raw = "Download the raw file, not the page that shows it."
    looks_like = {
        b"PK\x03\x04": ("It is a spreadsheet workbook (.xlsx, .ods) under another name.", as_csv),
        b"\xff\xfe": ('It is encoded in UTF-16 ("Unicode Text" in Excel), not in UTF-8.', as_csv),
        b"\xfe\xff": ("It is encoded in UTF-16, not in UTF-8.", as_csv),
        b"version https://git-lfs": ("It is a Git LFS pointer, not the file.", "Get the file itself: git lfs pull."),
        b"<": ("It looks like a web page (HTML), not like the file.", raw),
    }
    for start, (problem, fix) in looks_like.items():
        if data.lstrip(b" \r\n\t").startswith(start):
            return problem, fix, 1
    mark = re.search(rb"^(?:<{7}|={7}|>{7})(?: .*)?\r?$", data, re.MULTILINE)
    if mark:
        fix = "Finish the merge: keep one of the versions, without the marks."
        return "It holds a mark of an unfinished merge.", fix, data.count(b"\n", 0, mark.start()) + 1
    header = data.partition(b"\n")[0]
    for separator, name in {b";": "semicolons", b"\t": "tabs"}.items():
        if separator in header and b"," not in header:
            return f"Its cells are separated by {name}.", as_csv, 1
    return None
