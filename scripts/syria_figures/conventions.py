"""How the descriptor here is written, so that a slip in it shows.

A length, a bound or a pattern stands there alone, and any other would be as valid. So each is written as the others
are: what is unlike them is named. Other packages may be written otherwise.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from .descriptor import DESCRIPTOR, HOME, LIST_SEPARATOR, Field, Package, Table
from .findings import Finding

ROLES = ("author", "maintainer")  # whom to cite, and whom to ask
LENGTH_STEP = 10
SHA256 = "(?:[0-9a-f]{64})"
ID = re.compile(r"[a-z]+(?:_[a-z]+)*_ids?")
OF_ANY_TABLE = "row_id"  # the row itself names the table whose ids these are
MEASURES = ("integer", "number", "date")

Columns = list[tuple[Table, Field]]


def check(package: Package) -> list[Finding]:
    """What is unlike the rest of the descriptor; an empty list for a package from somewhere else."""
    if package.folder.resolve() != HOME:
        return []
    curated = [(table, column) for table in package.curated for column in table.fields]
    return [
        *_roles(package.raw),
        *_keywords(package.raw),
        *_lengths(curated),
        *_patterns(package, curated),
        *_minima(curated),
    ]


def _roles(raw: dict[str, Any]) -> Iterator[Finding]:
    given = [str(role) for each in _list(raw.get("contributors")) for role in _list(_object(each).get("roles")) or [""]]
    if set(given) != set(ROLES):
        others = ", ".join(role or "none" for role in given if role not in ROLES) or "only " + ", ".join(given)
        mend = f"Give each contributor the role {', '.join(ROLES)} or both, and each role somebody."
        yield _finding("contributors", f"Their roles are not those of an author and a maintainer: {others}.", mend)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _keywords(raw: dict[str, Any]) -> Iterator[Finding]:
    if not raw.get("keywords"):
        yield _finding("keywords", "There are none.", "Write the words by which the package is to be found.")


def _lengths(columns: Columns) -> Iterator[Finding]:
    """Greatest lengths are round; words that must not stand twice have one, for databases tell apart only such."""
    for table, column in columns:
        longest = column.constraints.get("maxLength")
        place = f"{_constraints(table, column)}.maxLength"
        if type(longest) is int and longest % LENGTH_STEP:
            yield _finding(place, f"{longest} is no round length.", f"Write a multiple of {LENGTH_STEP}.")
        pointing = {key.column for key in table.foreign_keys}
        apart = column.name in {*table.primary_key} - pointing or column.constraints.get("unique")
        if apart and column.type == "string" and not {"enum", "maxLength"} & set(column.constraints):
            yield _finding(place, "Its words must not stand twice, and have no greatest length.", "Give them one.")


def _patterns(package: Package, columns: Columns) -> Iterator[Finding]:
    """An id has a pattern; and a pattern is that of another column too, a list of such ids, or that of a hash."""
    places: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for table in package.tables.values():
        for column in table.fields:
            places[str(column.constraints.get("pattern"))].add((table.name, column.name))
    known = {SHA256, *map(_of_list, places)}
    for table, column in columns:
        pattern = column.constraints.get("pattern")
        place = f"{_constraints(table, column)}.pattern"
        if pattern is None and ID.fullmatch(column.name) and column.name != OF_ANY_TABLE:
            yield _finding(place, "It is an id without a pattern.", "Give it the pattern that other ids have.")
        elif pattern is not None and pattern not in known and places[pattern] == {(table.name, column.name)}:
            yield _finding(
                place,
                "No other column has this pattern.",
                "Write that of the columns like this one, or give it codes or a greatest length.",
            )


def _of_list(pattern: str) -> str:
    """The pattern of a cell that holds several: that of each, with the separator between them."""
    each = pattern.removeprefix("(?:").removesuffix(")")
    return f"(?:{each}(?:{LIST_SEPARATOR}{each})*)"


def _minima(columns: Columns) -> Iterator[Finding]:
    """Days begin alike, and so do counts: a column that is open upwards has the minimum of those of its type."""
    for kind in MEASURES:
        alike = [(table, column) for table, column in columns if _is_open(column, kind)]
        usual = _most(str(column.constraints.get("minimum")) for _, column in alike)
        for table, column in alike:
            if str(column.constraints.get("minimum")) != usual:
                place = f"{_constraints(table, column)}.minimum"
                yield _finding(place, f"Others of type {kind} begin at {usual}.", "Write the same.")


def _is_open(column: Field, kind: str) -> bool:
    return column.type == kind and "maximum" not in column.constraints


def _most(said: Iterable[str]) -> str:
    return next((value for value, _ in Counter(said).most_common(1)), "")


def _constraints(table: Table, column: Field) -> str:
    return f"resources[{table.name}].schema.fields[{column.name}].constraints"


def _finding(where: str, problem: str, mend: str) -> Finding:
    return Finding(DESCRIPTOR, problem, mend, column=where)
