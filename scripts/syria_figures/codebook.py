"""The codebook, data/README.md: every table and every column in words, from the descriptor alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .contract import EMPTY
from .descriptor import Field, Package, Table
from .making import Contents, Context

CODEBOOK = "data/README.md"
TYPES = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "date": "date, as 2015-04-06",
    "boolean": "`true` or `false`",
}
# The words of a description that give the unit of a number, and the unit as the codebook shows it
UNITS = {
    "the unit of the column unit": "in the unit of `unit`",
    "the unit of the figure": "in the unit of the figure",
    "decimal degrees": "in degrees",
    "code points": "in characters",
    "percentage of": "in %",
    "per cent": "in %",
    "The days": "in days",
    "How many": "a count",
}
HEADER = ("Column", "Type and unit", "Meaning", "Example", f"{EMPTY} that")
CODE_LIST = re.compile(r"One of: (`\w+` \([^`]*\)(?:, `\w+` \([^`]*\))*)\.")
CODE = re.compile(r"`(\w+)` \(([^`]*)\)")

OPENING = """\
# Codebook: every table, every column

Built from [`datapackage.json`](../datapackage.json) by `make`: correct a description there, not here.

- **Curated tables** (`data/*.csv`) are written by people. No number of our own stands there; where a column holds our \
judgement, its meaning says so.
- **Derived tables** (`data/derived/*.csv`) are built from them and never edited. Open \
[`figures_labelled`](#figures_labelled) first.

All are CSV files in UTF-8 with commas, a header and one line a row. A number has a point and no thousands separator. \
A cell with several ids has `;` between them. An empty cell is never zero: what it means stands with each column.
"""


def make_codebook(context: Context) -> Contents:
    """The codebook as a file by its path."""
    return {CODEBOOK: codebook(context.package).encode("utf-8")}


def codebook(package: Package) -> str:
    """The codebook in Markdown: contents, a section a table with a line a column, then the files that are no tables."""
    derived = [table for table in package.tables.values() if table.derived]
    files = [raw for raw in package.raw["resources"] if raw["name"] not in package.tables]
    parts = [OPENING, "## Contents", "Curated:", _contents(package.curated), "Derived:", _contents(derived)]
    if files:
        parts.append("Besides: [files that are no tables](#files-that-are-no-tables).")
    parts += ["## Curated tables", *map(_section, package.curated), "## Derived tables", *map(_section, derived)]
    if files:
        lines = [f"- {_link(raw['path'])}: **{raw.get('title', '')}.** {raw.get('description', '')}" for raw in files]
        parts += ["## Files that are no tables", "\n".join(lines)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def unit_of(column: Field) -> str:
    """The unit of a column of numbers, as its description gives it; empty where it gives none."""
    return next((unit for words, unit in UNITS.items() if words in column.description), "")


def _contents(tables: Iterable[Table]) -> str:
    return "\n".join(f"- [`{table.name}`](#{table.name}): {table.title}" for table in tables)


def _link(path: str) -> str:
    """A link to a file of the package, from the folder of the codebook."""
    return f"[`{path}`]({path.removeprefix('data/') if path.startswith('data/') else f'../{path}'})"


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.primary_key)
    said = f"**{table.title}.** {table.description}\n\nFile: {_link(table.path)}. Key: {key}."
    rows = [HEADER, ["---"] * len(HEADER), *(_row(table, column) for column in table.fields)]
    return f"### {table.name}\n\n{said}\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(table: Table, column: Field) -> Iterator[str]:
    meaning, _, empty = column.description.partition(EMPTY)
    yield f"`{column.name}`"
    yield _escaped(_type(table, column))
    yield _with_codes(_escaped(meaning.strip()))
    example = str(column.example).replace("|", r"\|")
    yield f"`{example}`"
    yield "*never empty*" if column.required else _escaped(empty.strip().removeprefix("that ").removesuffix("."))


def _type(table: Table, column: Field) -> str:
    aim = next((key.table for key in table.foreign_keys if key.column == column.name), None)
    if aim:
        return f"text: a key of [`{aim}`](#{aim})"
    if column.codes:
        return "code"
    unit = unit_of(column) if column.type in ("number", "integer") else ""
    return f"{TYPES[column.type]}, {unit}" if unit else TYPES[column.type]


def _with_codes(meaning: str) -> str:
    """A description with its codes on lines of their own, as a cell of a table can hold them."""
    before, codes, after = CODE_LIST.split(meaning) if CODE_LIST.search(meaning) else (meaning, "", "")
    lines = [f"• `{code}`: {said}" for code, said in CODE.findall(codes)]
    return "<br>".join(line for line in (before + "One of:" if lines else before, *lines, after.strip()) if line)


def _escaped(text: str) -> str:
    """Text that does not end the cell that it stands in, nor reads as markup."""
    return re.sub(r"([|<>*])", r"\\\1", text)
