"""What must not survive, why the rest may, and survivors.md, in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutants import Mutant
from score import AnyMutant, Count, Score, column_of, share, table_of
from syria_figures.descriptor import DESCRIPTOR, Package
from syria_figures.findings import escaped
from syria_figures.tables import line_of, load_rows

SURVIVORS = Path(__file__).parent / "survivors.md"

# Tables of which every column but these is factual: no change of it survives, the text at hand.
FACTUAL = {"figures": {"note"}, "provenance": {"note"}, "other_numbers": {"reason"}}
OF_ENGLISH_WORDS = ("value", "value_high", "quantifier", "unit")  # of a comparison: its words give them
LEAST_NAMED = 0.95

FREE = "free text: our own words"
ELSEWHERE = "a fact from outside the article"
BESIDE = "a fact from outside the article: how what others published stands to the figure, in our judgement"
OWN_TABLES = ("figures", "provenance", "comparisons", "sources", "actors", "places")
OF_PAGES = {
    "comparisons": ("place_id", "period_start", "period_end", "period_basis", "claimant_id", "source_id", "(row)"),
    "sources": (
        *("kind", "title", "publisher_id", "published_on", "published_basis", "accessed_on", "language", "url"),
    ),
    "actors": ("name", "abbreviation", "kind", "part_of"),
    "places": ("name", "kind", "latitude", "longitude", "part_of"),
}

# Why changes of a column may survive. A property of the descriptor with a dot before it: wherever it stands.
REASONS: dict[tuple[str, str], str] = {
    **{(table, "note"): FREE for table in OWN_TABLES},
    **{(table, column): ELSEWHERE for table, columns in OF_PAGES.items() for column in columns},
    ("other_numbers", "reason"): FREE,
    ("comparisons", "relation"): BESIDE,
    ("comparisons", "comparability"): BESIDE,
    ("comparisons", "counted"): f"{FREE}, or words of a page outside the article",
    ("comparisons", "value"): f"{ELSEWHERE}, in another language than English",
    ("comparisons", "quantifier"): f"{ELSEWHERE}, in another language than English: its hedges are not read",
    ("comparisons", "value_text"): f"{ELSEWHERE}: words that read alike",
    ("caveats", "caveat"): FREE,
    ("caveats", "comparison_ids"): BESIDE,
    ("caveats", "source_ids"): BESIDE,
    ("caveats", "(row)"): BESIDE,
    ("indicators", "label"): FREE,
    ("indicators", "definition"): FREE,
    **{(DESCRIPTOR, name): FREE for name in ("title", "description", "keywords[]")},
    **{(DESCRIPTOR, name): FREE for name in (".title", ".description", ".example")},
    (DESCRIPTOR, ".path"): ELSEWHERE,
}


def must_not_survive(mutant: AnyMutant, english: frozenset[int]) -> bool:
    """Whether a change is of a factual cell, or of the value, hedge or unit of a comparison in English."""
    if not isinstance(mutant, Mutant):
        return False
    if mutant.table in FACTUAL:
        return mutant.column not in FACTUAL[mutant.table]
    return mutant.table == "comparisons" and mutant.column in OF_ENGLISH_WORDS and mutant.row in english


def english_rows(package: Package) -> frozenset[int]:
    """The lines of the comparisons whose words are English."""
    rows = enumerate(load_rows(package, "comparisons"))
    return frozenset(line_of(index) for index, row in rows if row["value_language"] == "en")


def reason_of(table: str, column: str) -> str | None:
    """Why changes of a column may survive; None where none may."""
    return REASONS.get((table, column)) or REASONS.get((table, f".{column.rpartition('.')[2]}"))


def factual(result: Score, package: Package) -> Count:
    """The count of the changes that must not survive."""
    english = english_rows(package)
    count = Count()
    for mutant, verdict in result.verdicts:
        if must_not_survive(mutant, english):
            count.add(verdict)
    return count


def failures(result: Score, package: Package) -> Iterator[str]:
    """What falls short: changes that must not survive, places not named, and survivors without a reason."""
    english = english_rows(package)
    for mutant, verdict in result.verdicts:
        if verdict.crash:
            yield f"validation ended: {table_of(mutant)}, {column_of(mutant)}, {mutant.shown()}: {verdict.crash}"
    for mutant in result.survivors():
        if must_not_survive(mutant, english):
            yield f"must not survive: {table_of(mutant)}, {column_of(mutant)}, {mutant.shown()} ({mutant.kind})"
    count = factual(result, package)
    if count.named < LEAST_NAMED * count.changes:
        yield f"the right cell is named in {share(count.named, count.changes)} of the factual cells"
    for table, column in sorted({(table_of(mutant), column_of(mutant)) for mutant in result.survivors()}):
        if reason_of(table, column) is None:
            yield f"survivors without a reason: {table}, {column}"


# The file


def as_markdown(result: Score) -> str:
    """The survivors by table and column, with the reason why they may survive."""
    total, survivors = len(result.verdicts), len(result.survivors())
    lines = [
        "# Changes that validation does not see",
        "",
        f"Written by `make mutation`, the text of the article at hand: of {total:,} changes {survivors:,} survive. For",
        "each column: how many of its changes survive, of which kinds, one of them as an example, and why they may.",
    ]
    for table in dict.fromkeys(table_of(mutant) for mutant, _ in result.verdicts):
        part = Score([pair for pair in result.verdicts if table_of(pair[0]) == table])
        if part.survivors():
            lines += [
                "",
                f"## {table}",
                "",
                "| column | survive | kinds | for example | why |",
                "|---|---|---|---|---|",
            ]
            lines += [_line(table, str(column), own) for column, own in part.parts(column_of) if own.survivors()]
    lines += ["", "## Seen with the text alone", "", "Without the text of the article these survive as well.", ""]
    lines += ["| table | column | survive |", "|---|---|---|"]
    for (table, column), own in result.parts(lambda mutant: (table_of(mutant), column_of(mutant))):
        count = own.count()
        if count.without_text > count.survivors:
            lines.append(f"| {table} | {column} | {count.without_text - count.survivors} of {count.changes} |")
    return "\n".join([*lines, ""])


def _line(table: str, column: str, own: Score) -> str:
    count, kinds = own.count(), own.by(lambda mutant: mutant.kind)
    shown = "; ".join(f"{kind} {each.survivors}/{each.changes}" for kind, each in kinds.items() if each.survivors)
    example, reason = _in_cell(own.survivors()[0].shown()), reason_of(table, column) or "no reason is given"
    return f"| {column} | {count.survivors} of {count.changes} | {shown} | {example} | {reason} |"


def _in_cell(text: str, longest: int = 100) -> str:
    shown = escaped(text)
    shown = shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
    return re.sub(r"([|`<*\[\]\\])", r"\\\1", shown)


@dataclass
class Listed:
    """What survivors.md says of a column: its changes, how many of each kind survive, and how many without the text."""

    changes: int
    kinds: dict[str, tuple[int, int]]
    text_alone: int = 0


def listed(text: str) -> dict[tuple[str, str], Listed]:
    """What survivors.md says, by table and column; the descriptor's properties by their own table."""
    found: dict[tuple[str, str], Listed] = {}
    table = ""
    for line in text.splitlines():
        if line.startswith("## "):
            table = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        count = re.fullmatch(r"(\d+) of (\d+)", cells[1]) if len(cells) == 5 else None
        if count:
            kinds = re.findall(r"([^;]+?) (\d+)/(\d+)(?:; |$)", cells[2])
            own = {kind.strip(): (int(part), int(whole)) for kind, part, whole in kinds}
            found[table, cells[0]] = Listed(int(count[2]), own)
        alone = re.fullmatch(r"(\d+) of (\d+)", cells[2]) if len(cells) == 3 else None
        if alone:
            found.setdefault((cells[0], cells[1]), Listed(int(alone[2]), {})).text_alone = int(alone[1])
    return found
