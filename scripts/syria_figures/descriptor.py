"""The contract: datapackage.json as packages, tables and fields.

A package from somewhere else is data: nothing outside its folder is opened, nothing on a network, and nothing
larger than ``LARGEST_FILE``.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from .errors import CouldNotRun
from .file_kind import mistaken
from .findings import Finding, Rejected, escaped

DESCRIPTOR = "datapackage.json"
DERIVED = "data/derived/"
HOME = Path(__file__).resolve().parents[2]
LARGEST_FILE = 50_000_000
DEEPEST = 20  # levels of objects and lists in the descriptor; this one has eight
MOST_BESIDE = 1_000  # files that are looked through for a missing one in other letter case
TYPES = ("string", "number", "integer", "date", "boolean")
LIST_SEPARATOR = ";"
KINDS: dict[type, str] = {str: "words", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class Field:
    """One column: its name, type and meaning, and what its cells must hold to."""

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
class ForeignKey:
    """A column whose cells are keys of a table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Table:
    """One CSV of the package."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns in order."""
        return [column.name for column in self.fields]

    @property
    def derived(self) -> bool:
        """Whether the table is built and not written by people."""
        return self.path.startswith(DERIVED)


@dataclass(frozen=True)
class Package:
    """A data package in a folder; ``raw`` is the descriptor as it was read."""

    folder: Path
    raw: dict[str, Any]
    tables: dict[str, Table]

    @property
    def name(self) -> str:
        """The name of the package."""
        return str(self.raw["name"])

    @property
    def version(self) -> str:
        """The version of the package, or "no version"."""
        return str(self.raw.get("version", "no version"))

    @property
    def created(self) -> datetime.date | None:
        """The day of this version; None where the descriptor does not say it."""
        day = str(self.raw.get("created", ""))[: len("2026-11-23")]
        return datetime.date.fromisoformat(day) if day else None

    @property
    def curated(self) -> list[Table]:
        """The tables that people write, in the order of the descriptor."""
        return [table for table in self.tables.values() if not table.derived]

    def read(self, path: str) -> bytes:
        """The bytes of a file of the package. Raises Rejected if it is missing, too large or not inside."""
        return read_inside(self.folder, path)


def read_package(folder: Path = HOME) -> Package:
    """Read the descriptor of the package in ``folder`` (or at a path that ends in datapackage.json).

    Raises CouldNotRun where there is no descriptor and Rejected where it cannot be followed.
    """
    if folder.name == DESCRIPTOR:
        folder = folder.parent
    if not (folder / DESCRIPTOR).is_file():
        raise CouldNotRun(f"There is no {DESCRIPTOR} in {folder}. Give the folder of a data package.")
    raw = _parse(read_inside(folder, DESCRIPTOR))
    if not isinstance(raw, dict):
        _reject("", "holds no JSON object", "Begin with { and end with }.")
    _expect(raw, "", "name", str)
    return Package(folder, raw, _tables(raw))


def read_inside(folder: Path, path: str) -> bytes:
    """The bytes of the file at ``path``, which must be relative and stay inside ``folder``.

    Raises Rejected where it is missing, reached through a link, not a file, or larger than LARGEST_FILE.
    """
    problem = unsafe_path(path)
    if problem:
        raise Rejected([Finding(path, problem, "Use a path inside the folder of the package.")])
    place = folder.joinpath(*PurePosixPath(path).parts)
    steps = [place, *place.parents][: len(PurePosixPath(path).parts)]
    try:
        if any(step.is_symlink() for step in steps):
            raise Rejected([Finding(path, "It is reached through a symbolic link.", "Put the file itself there.")])
        if not place.is_file():
            raise Rejected([Finding(path, *_missing(place, path))])
        if place.stat().st_size > LARGEST_FILE:
            limit = f"{LARGEST_FILE // 1_000_000} MB"
            raise Rejected([Finding(path, f"The file is larger than {limit}.", f"Keep each file under {limit}.")])
        return place.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is no path"
        raise Rejected([Finding(path, f"The file cannot be read: {reason}.", "Make it readable.")]) from None


def _missing(place: Path, path: str) -> tuple[str, str]:
    """What is wrong where there is no such file, and how to mend it."""
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    names = (each.name for each in islice(beside, MOST_BESIDE) if each.name != place.name)
    alike = next((name for name in names if name.casefold() == place.name.casefold()), None)
    if alike:
        return f"The file is there as {escaped(alike)}, in other letter case.", f"Rename it to {place.name}."
    mend = "Build it: make." if path.startswith(DERIVED) else "Put it back, or take it out of the descriptor."
    return "The file is missing.", mend


def unsafe_path(path: str) -> str | None:
    """What makes a path of the descriptor unsafe; None where it stays inside the folder of the package."""
    if not path or not path.isprintable():
        return "The path is empty or holds characters that cannot be seen."
    if ":" in path or path.startswith(("/", "\\", "~")):
        return "The path is absolute or points to a network."
    if "\\" in path or any(part in ("..", "") for part in path.split("/")):
        return "The path leaves the folder of the package, or is not written with single slashes."
    return None


class _NoJson(ValueError):
    """Something that Python's reader would accept, and other readers read otherwise or not at all."""


def _parse(data: bytes) -> Any:
    kind = mistaken(data)
    if kind:
        raise Rejected([Finding(DESCRIPTOR, *kind)])
    try:
        read = json.loads(data.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_constant)
        if _too_deep(read):
            raise RecursionError
        json.dumps(read, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf"):
            _reject("", "begins with a byte order mark (BOM)", "Save it as UTF-8 without BOM.")
        problem = f"It is no JSON: {error.msg} at character {error.colno}."
        raise Rejected([Finding(DESCRIPTOR, problem, "Mend the JSON.", error.lineno)]) from None
    except UnicodeDecodeError as error:
        _reject("", f"is not UTF-8 at byte {error.start}", "Save it as UTF-8.")
    except UnicodeEncodeError:
        _reject("", "holds half of a character (an escape from \\ud800 to \\udfff)", "Write the whole character.")
    except RecursionError:
        _reject("", "is nested too deeply to be read", "Take out the levels that mean nothing.")
    except _NoJson as error:
        _reject("", str(error), "Mend the JSON.")
    except ValueError:
        _reject("", "holds a number that is too long to be read", "Write a shorter number.")
    return read


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [part for each in level for part in _parts(each)]
    return bool(level)


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    doubled = sorted(name for name, count in Counter(names).items() if count > 1)
    if doubled:
        raise _NoJson(f"gives {', '.join(doubled)} twice in one object")
    return dict(pairs)


def _no_constant(word: str) -> NoReturn:
    raise _NoJson(f"holds {word}, which is no JSON")


def label(item: Any, number: int) -> str:
    """How a message names an item of a list: by its name, else by its place."""
    name = item.get("name") if isinstance(item, dict) else None
    return name if isinstance(name, str) and name.isprintable() and name else str(number)


def _tables(raw: dict[str, Any]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    names: set[str] = set()
    paths: set[str] = set()
    for number, resource in enumerate(_expect(raw, "", "resources", list)):
        where = f"resources[{label(resource, number)}]"
        if not isinstance(resource, dict):
            _reject(where, "is no JSON object", "Describe the resource with name and path.")
        name, path = _expect(resource, where, "name", str), _expect(resource, where, "path", str)
        if name in names or path in paths:
            problem = f"repeats the name or the path of another resource ({name}, {path})"
            _reject(f"resources[{number}]", problem, "Give each its own.")
        if unsafe_path(path):
            _reject(f"{where}.path", str(unsafe_path(path)), "Use a path inside the folder of the package.")
        names.add(name)
        paths.add(path)
        if resource.get("type") == "table" or "schema" in resource:
            tables[name] = _table(resource, where)
    return tables


def _table(resource: dict[str, Any], where: str) -> Table:
    schema = _expect(resource, where, "schema", dict)
    return Table(
        name=resource["name"],
        path=resource["path"],
        title=str(resource.get("title", "")),
        description=str(resource.get("description", "")),
        fields=tuple(
            _field(item, f"{where}.schema.fields[{label(item, number)}]")
            for number, item in enumerate(_expect(schema, f"{where}.schema", "fields", list))
        ),
        primary_key=tuple(_names(schema.get("primaryKey", []), f"{where}.schema.primaryKey")),
        foreign_keys=tuple(
            _foreign_key(item, resource["name"], f"{where}.schema.foreignKeys[{number}]")
            for number, item in enumerate(_expect(schema, f"{where}.schema", "foreignKeys", list, []))
        ),
    )


def _field(item: Any, where: str) -> Field:
    if not isinstance(item, dict):
        _reject(where, "is no JSON object", "Describe the field with name and type.")
    kind = _expect(item, where, "type", str)
    if kind not in TYPES:
        _reject(f"{where}.type", f"is {kind}, which no table here uses", f"Use one of {', '.join(TYPES)}.")
    constraints = _expect(item, where, "constraints", dict, {})
    _names(constraints.get("enum", []), f"{where}.constraints.enum")
    return Field(
        name=_expect(item, where, "name", str),
        type=kind,
        title=str(item.get("title", "")),
        description=str(item.get("description", "")),
        example=item.get("example"),
        constraints=constraints,
    )


def _foreign_key(item: Any, own: str, where: str) -> ForeignKey:
    if not isinstance(item, dict):
        _reject(where, "is no JSON object", "Give fields and reference.")
    reference = _expect(item, where, "reference", dict)
    columns, keys = _names(item.get("fields"), f"{where}.fields"), _names(reference.get("fields"), f"{where}.reference")
    if len(columns) != 1 or len(keys) != 1:
        _reject(where, "joins more than one column", "Use one column for each foreign key.")
    return ForeignKey(columns[0], str(reference.get("resource") or own), keys[0])


def _names(value: Any, where: str) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        _reject(where, "is no list of words", "Write a list of words.")
    return names


def _expect(holder: dict[str, Any], where: str, name: str, kind: type, default: Any = None) -> Any:
    value = holder.get(name, default)
    if not isinstance(value, kind) or (kind is str and not value):
        place = f"{where}.{name}".strip(".")
        words = KINDS[kind]
        _reject(place, f"is missing or is not {words}", f"Give {name} as {words}.")
    return value


def _reject(where: str, problem: str, mend: str) -> NoReturn:
    subject = "It" if not where else "This property"
    sentence = problem if problem[0].isupper() else f"{subject} {problem}."
    raise Rejected([Finding(DESCRIPTOR, sentence, mend, column=where or None)])
