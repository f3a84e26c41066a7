"""The codebook, data/README.md: it is what the descriptor says now, it leaves nothing out, and GitHub can show it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from syria_figures.codebook import CODEBOOK, codebook, unit_of
from syria_figures.contract import EMPTY
from syria_figures.descriptor import HOME, Field, Package, Table, read_package

PACKAGE = read_package()
FIELDS = [(table, field) for table in PACKAGE.tables.values() for field in table.fields]
NUMBERS = [(table, field) for table, field in FIELDS if field.type in ("number", "integer")]


def named(fields: list[tuple[Table, Field]]) -> list[str]:
    """The fields as table.column."""
    return [f"{table.name}.{field.name}" for table, field in fields]


def cells(table: Table, field: Field) -> list[str]:
    """The line of a column in the codebook, cell by cell."""
    section = codebook(PACKAGE).partition(f"### {table.name}\n")[2].partition("\n### ")[0]
    (line,) = [line for line in section.splitlines() if line.startswith(f"| `{field.name}` |")]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_the_codebook_is_fresh() -> None:
    """A description is corrected in datapackage.json, and readers of the codebook go on reading the old one."""
    assert (HOME / CODEBOOK).read_bytes().decode("utf-8") == codebook(PACKAGE), "the codebook is stale: make"


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=named(FIELDS))
def test_a_column_is_explained(table: Table, field: Field) -> None:
    """A column stands in the codebook without its type, unit, meaning, codes, example or what an empty cell says."""
    _, kind, meaning, example, empty = cells(table, field)
    assert kind
    assert meaning.replace("\\", "").startswith(field.description[:20])
    assert [re.search(rf"<br>• `{code}`: \w", meaning) is not None for code in field.codes] == [True] * len(field.codes)
    assert example == f"`{field.example}`"
    assert (empty == "*never empty*") == field.required
    assert empty
    assert EMPTY not in meaning


@pytest.mark.parametrize(("table", "field"), NUMBERS, ids=named(NUMBERS))
def test_a_number_has_a_unit(table: Table, field: Field) -> None:
    """A number stands without its unit, because the words that give it are not among those the codebook knows."""
    assert unit_of(field), f"{table.name}.{field.name}: add the words of its unit to UNITS"


def test_every_link_leads_somewhere() -> None:
    """A table is renamed, and the contents, a key or the link to its file leads nowhere."""
    text = codebook(PACKAGE)
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    targets = set(re.findall(r"\]\(([^)]+)\)", text))
    assert {target.removeprefix("#") for target in targets if target.startswith("#")} <= headings
    assert all((HOME / "data" / target).is_file() for target in targets if not target.startswith("#"))


def test_a_bar_does_not_end_a_cell() -> None:
    """A description with a bar or a sign of markup would break the table in two on GitHub."""
    table = PACKAGE.tables["indicators"]
    field = replace(table.fields[0], description="Either a|b or <c>.", example="a|b")
    altered = Package(PACKAGE.folder, PACKAGE.raw, {"indicators": replace(table, fields=(field,))})
    assert r"| Either a\|b or \<c\>. | `a\|b` |" in codebook(altered)
