"""What rules, proof and charts rely on in a package of figures: its tables, columns, their types and keys.

What a column means, its codes and its bounds stand in the descriptor alone. A package without these tables is valid
as a data package; one with some of them must have them whole, or what its cells say could not be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .descriptor import DESCRIPTOR, Field, Package, Table
from .findings import Finding, Rejected
from .tables import Row, line_of

# Each column with its type, where that is not string. A hash marks what makes up the key of a row; an exclamation mark
# that no cell may be empty, as none of a key may; an asterisk that no two rows may have the same, as readers tell them
# apart by it.
SHAPES = {
    "figures": "figure_id# indicator_id! counted! value:number value_high:number unit! quantifier! value_text! "
    "place_id! period_start:date period_end:date! period_basis! claimant_id actor_ids part_of source_id!",
    "provenance": "provenance_id# figure_id! field! exact! start:integer! end:integer! basis! context_of",
    "other_numbers": "source_id# exact! start:integer# end:integer!",
    "comparisons": "comparison_id# figure_id! relation! comparability! value:number value_high:number unit! "
    "quantifier! value_text! value_language! place_id! period_start:date period_end:date! period_basis! claimant_id "
    "source_id!",
    "caveats": "caveat_id# figure_id kind! caveat! comparison_ids source_ids",
    "sources": "source_id# kind! title! publisher_id! published_on:date published_basis! accessed_on:date! language! "
    "url!* text_sha256 text_characters:integer",
    "actors": "actor_id# name!* abbreviation* kind! part_of",
    "places": "place_id# name!* kind! location_code! admin1_name admin1_code latitude:number longitude:number part_of",
    "indicators": "indicator_id# theme! label! unit!",
    "wordings": "table# row_id# wording# language!",
}


@dataclass(frozen=True)
class Needed:
    """A column that the code relies on: its type, and whether it is of the key, always filled, without doubles."""

    name: str
    type: str
    key: bool
    filled: bool
    unique: bool


def needed(table: str) -> list[Needed]:
    """The columns of a table that the code relies on."""
    columns = []
    for word in SHAPES[table].split():
        name, _, kind = word.rstrip("#!*").partition(":")
        key = "#" in word
        columns.append(Needed(name, kind or "string", key, filled=key or "!" in word, unique="*" in word))
    return columns


def key_of(table: str) -> list[str]:
    """The columns of a table that make up the key of a row."""
    return [column.name for column in needed(table) if column.key]


def described(package: Package) -> bool:
    """Whether the package has any of the tables, and so means to have all."""
    return any(table.name in SHAPES for table in package.curated)


def check(package: Package) -> list[Finding]:
    """What a package that has some of the tables lacks of them; an empty list for a package of another kind."""
    if not described(package):
        return []
    curated = {table.name: table for table in package.curated}
    found = [_lacks("resources", f"The table {name} is missing.") for name in SHAPES if name not in curated]
    for name in SHAPES:
        if name in curated:
            found += _table(curated[name], f"resources[{name}].schema")
    return found


def _table(table: Table, where: str) -> Iterator[Finding]:
    key = key_of(table.name)
    if list(table.primary_key) != key:
        yield _lacks(f"{where}.primaryKey", f"The key of {table.name} is not {', '.join(key)}.")
    for column in needed(table.name):
        yield from _column(table, f"{where}.fields", column)


def _column(table: Table, where: str, wanted: Needed) -> Iterator[Finding]:
    name = wanted.name
    column = next((column for column in table.fields if column.name == name), None)
    if column is None:
        yield _lacks(where, f"The table {table.name} has no column {name}.")
        return
    if column.type != wanted.type:
        yield _lacks(f"{where}[{name}].type", f"The column {name} is no {wanted.type}.")
    if wanted.filled and not column.required:
        yield _lacks(f"{where}[{name}].constraints.required", f"The column {name} may be empty.")
    if wanted.unique and not column.constraints.get("unique"):
        yield _lacks(f"{where}[{name}].constraints.unique", f"Two rows may have the same {name}.")


def _lacks(where: str, problem: str) -> Finding:
    return Finding(DESCRIPTOR, f"{problem} Rules and proof rely on it.", "Describe it as it was.", column=where)


def filled(table: Table, rows: list[Row]) -> None:
    """Hold rows to the columns that may not be empty. Raises Rejected, naming each cell that is."""
    required = [column for column in table.fields if column.required]
    empty = [
        _empty(table, index, column)
        for index, row in enumerate(rows)
        for column in required
        if row[column.name] is None
    ]
    if empty:
        raise Rejected(empty)


def _empty(table: Table, index: int, column: Field) -> Finding:
    return Finding(table.path, "It is empty.", f"Fill it: {column.description}", line_of(index), column.name, "")
