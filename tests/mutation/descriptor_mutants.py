"""Changes of datapackage.json: of each property that carries meaning, for the package and for each curated table.

Hashes and sizes are refreshed with the files that they describe, so here they are changed by themselves. Derived tables
are described in the same form and held to it by the same checks.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mutants import KEYBOARD, LOOK_ALIKES
from syria_figures.descriptor import DESCRIPTOR, Package
from syria_figures.findings import Finding

Path = tuple[str | int, ...]
GONE = object()
SAME = "no change"
SHOWN = 60
OTHER_WORDS = {
    "type": ("table", "string", "number", "integer", "date", "boolean", "any", "year"),
    "profile": ("data-resource",),
    "scheme": ("https",),
    "format": ("tsv", "xlsx"),
    "mediatype": ("text/plain",),
    "encoding": ("iso-8859-1", "utf-16"),
}


@dataclass(frozen=True)
class DescriptorMutant:
    """One change of the descriptor: what kind, of which property, from what to what."""

    kind: str
    table: str
    property: str
    place: str
    before: str
    after: str
    raw: dict[str, Any] = field(compare=False, repr=False)
    change: Callable[[dict[str, Any]], None] = field(compare=False, repr=False)

    def changed(self) -> bytes:
        """The changed descriptor."""
        raw = copy.deepcopy(self.raw)
        self.change(raw)
        return json.dumps(raw, ensure_ascii=False, indent=2).encode("utf-8")

    def named_by(self, finding: Finding) -> bool:
        """Whether a finding names the property or the table, field or list in which it stands."""
        if finding.file != DESCRIPTOR or finding.column is None or finding.column == "resources":
            return False
        one, other = (re.sub(r"\[[^]]*\]", "[]", place) for place in (finding.column, self.place))
        return one.startswith(other) or other.startswith(one)

    def shown(self) -> str:
        """The change in one line."""
        return f"{self.place}: {self.before or 'empty'} → {self.after or 'empty'}"


def descriptor_mutants_of(package: Package) -> list[DescriptorMutant]:
    """All changes of the descriptor of a package."""
    raw = package.raw
    curated = {table.name for table in package.curated}
    found = list(_properties(raw, "package", (), {name: raw[name] for name in raw if name != "resources"}))
    for number, resource in enumerate(raw["resources"]):
        if resource["name"] in curated:
            found += _resource(raw, number, resource)
    return [mutant for mutant in found if mutant.kind != SAME]


def _resource(raw: dict[str, Any], number: int, resource: dict[str, Any]) -> Iterator[DescriptorMutant]:
    name, where = resource["name"], ("resources", number)
    yield _mutant(raw, "deleted", name, where, GONE)
    yield from _properties(raw, name, where, {key: value for key, value in resource.items() if key != "schema"})
    schema = (*where, "schema")
    for key in ("missingValues", "primaryKey", "foreignKeys"):
        if key in resource["schema"]:
            yield _mutant(raw, "deleted", name, (*schema, key), GONE)
    yield _mutant(raw, "other valid value", name, (*schema, "missingValues"), ["", "NA"])
    yield _mutant(raw, "other valid value", name, (*schema, "missingValues"), [])
    columns = [item["name"] for item in resource["schema"]["fields"]]
    key = resource["schema"]["primaryKey"]
    for column in columns:
        if [column] != key:
            yield _mutant(raw, "other valid value", name, (*schema, "primaryKey"), [column])
    others = [other["name"] for other in raw["resources"] if other["name"] != name][:3]
    for at, foreign in enumerate(resource["schema"].get("foreignKeys", [])):
        place = (*schema, "foreignKeys", at)
        yield _mutant(raw, "deleted", name, place, GONE)
        for other in others:
            yield _mutant(raw, "other valid value", name, (*place, "reference", "resource"), other)
        yield _mutant(raw, "other valid value", name, (*place, "reference", "fields"), ["name"])
        following = columns[(columns.index(foreign["fields"][0]) + 1) % len(columns)]
        yield _mutant(raw, "other valid value", name, (*place, "fields"), [following])
    for at, item in enumerate(resource["schema"]["fields"]):
        yield from _field(raw, name, (*schema, "fields", at), item, len(columns))


def _field(
    raw: dict[str, Any], table: str, where: Path, item: dict[str, Any], fields: int
) -> Iterator[DescriptorMutant]:
    siblings, at = where[:-1], int(where[-1])
    yield _mutant(raw, "deleted", table, where, GONE)
    yield _mutant(raw, "doubled", table, where, item, insert=True)
    if at + 1 < fields:
        yield _mutant(raw, "moved", table, siblings, _get(raw, siblings), swap=at)
    yield from _properties(raw, table, where, {key: value for key, value in item.items() if key != "constraints"})
    for key, value in item["constraints"].items():
        place = (*where, "constraints", key)
        yield _mutant(raw, "deleted", table, place, GONE)
        for kind, after in _constraint(value):
            yield _mutant(raw, kind, table, place, after)


def _constraint(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "other valid value", not value
    elif isinstance(value, list):
        for at, code in enumerate(value):
            yield "code lost", value[:at] + value[at + 1 :]
            yield "code mistyped", [*value[:at], code + code[-1], *value[at + 1 :]]
            yield "look-alike letter", [*value[:at], _alike(code), *value[at + 1 :]]
        yield "code added", [*value, "other"]
        yield "codes swapped", [value[1], value[0], *value[2:]]
    elif isinstance(value, int):
        yield from (("digit mistyped", after) for after in (value * 10 + 1, value // 10, value + 1))
    else:
        yield "digit mistyped", re.sub(r"\d", lambda digit: KEYBOARD[digit.group()], value, count=1)
        yield "letter doubled", value + value[-1]
        yield "loosened", value.replace("+", "*", 1)
        yield "loosened", "(?:.*)"
        yield "emptied", ""


def _properties(raw: dict[str, Any], table: str, where: Path, properties: dict[str, Any]) -> Iterator[DescriptorMutant]:
    for key, value in properties.items():
        yield _mutant(raw, "deleted", table, (*where, key), GONE)
        yield from _value(raw, table, (*where, key), value)


def _value(raw: dict[str, Any], table: str, where: Path, value: Any) -> Iterator[DescriptorMutant]:
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield _mutant(raw, "deleted", table, (*where, at), GONE)
            yield from _value(raw, table, (*where, at), part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield _mutant(raw, "deleted", table, (*where, key), GONE)
            yield from _value(raw, table, (*where, key), part)
    elif isinstance(value, int):
        yield from (_mutant(raw, "digit mistyped", table, where, after) for after in (value + 1, value * 10, -value))
    else:
        for kind, after in _text(str(where[-1]), str(value)):
            yield _mutant(raw, kind, table, where, after)


def _text(name: str, value: str) -> Iterator[tuple[str, str]]:
    yield "emptied", ""
    yield "trailing blank", value + " "
    yield "look-alike letter", _alike(value)
    yield "letter doubled", value[:1] + value
    yield "control character", value[:1] + "\u202e" + value[1:]
    for other in OTHER_WORDS.get(name, ()):
        yield "other valid value", other
    digit = re.search(r"\d", value)
    if digit:
        yield "digit mistyped", value[: digit.start()] + KEYBOARD[digit.group()] + value[digit.end() :]
        yield "digit dropped", value[: digit.start()] + value[digit.end() :]


def _alike(value: str) -> str:
    letter = next((letter for letter in value if letter in LOOK_ALIKES), "")
    return value.replace(letter, LOOK_ALIKES[letter], 1) if letter else value


def _get(raw: Any, place: Path) -> Any:
    for step in place:
        raw = raw[step]
    return raw


def _mutant(
    raw: dict[str, Any],
    kind: str,
    table: str,
    where: Path,
    after: Any,
    *,
    insert: bool = False,
    swap: int | None = None,
) -> DescriptorMutant:
    def change(raw: dict[str, Any]) -> None:
        holder, step = _get(raw, where[:-1]), where[-1]
        if after is GONE:
            del holder[step]
        elif insert:
            holder.insert(step, copy.deepcopy(after))
        elif swap is not None:
            holder[step][swap], holder[step][swap + 1] = holder[step][swap + 1], holder[step][swap]
        else:
            holder[step] = after

    before = _get(raw, where)
    was = json.dumps(before, ensure_ascii=False)[:SHOWN]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).lstrip(".")
    named = re.sub(r"^resources\[\d+\]\.?", "", place)
    generic = re.sub(r"\[\d+\]", "[]", named) or "resource"
    shown = ("" if after is GONE else json.dumps(after, ensure_ascii=False))[:SHOWN]
    if after is not GONE and not insert and swap is None and after == before:
        kind = SAME
    return DescriptorMutant(kind, table, generic, place, was, shown, raw, change)
