"""The block of README.md that is built: the figures as a table, and under it what to know before using them."""

from __future__ import annotations

import re

from . import phrases
from .derive import comparable_by_figure, reading_order
from .findings import Rejected
from .frames import rows_of
from .making import Contents, Context
from .tables import Row, items_of

README = "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADER = ("Figure", "Who says so", "Date", "How solid")
EXPLAINED = (
    "*Match*: pages that were read and that give the same value or agree with it; many of them may go back to one "
    "claimant. *Contradicted*, *contested*: see what to know, below. *Comparable numbers*: those of pages that count "
    "the same thing and are not for another date."
)


def make_readme(context: Context) -> Contents:
    """README.md with its block made anew; nothing where there is no README or where it has no markers."""
    try:
        text = context.package.read(README).decode("utf-8")
    except (Rejected, UnicodeDecodeError):
        return {}
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    return {README: f"{before}{begin}\n{block(context)}\n{end}{after}".encode()} if begin and end else {}


def block(context: Context) -> str:
    """The figures as a table in Markdown, and their caveats, grouped by figure, with links to the evidence."""
    figures = reading_order(context.frames)
    return f"{_table(context, figures)}\n\n{EXPLAINED}\n\n{_caveats(context, figures)}\n"


def _table(context: Context, figures: list[Row]) -> str:
    support = {row["figure_id"]: row for row in rows_of(context.frames["figure_support"])}
    labels = {row["figure_id"]: row["value_label"] for row in figures}
    others = comparable_by_figure(context.frames)
    rows = [
        (
            _emphasised(row) + (f" (part of the {labels[row['part_of']]})" if row["part_of"] else ""),
            _escaped(row["claimant"] or "no one is named"),
            row["date_text"],
            phrases.how_solid(support[row["figure_id"]], row, others[row["figure_id"]]),
        )
        for row in figures
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADER, ["---"] * len(HEADER), *rows))


def _emphasised(row: Row) -> str:
    """The figure as a phrase, its value in bold."""
    value = phrases.value_words(row)
    return re.sub(rf"^{re.escape(_escaped(value))}(?= )", r"**\g<0>**", _escaped(row["display"]))


def _caveats(context: Context, figures: list[Row]) -> str:
    caveats = rows_of(context.frames["caveats"])
    groups = [*((row["figure_id"], row["display"]) for row in figures), (None, "The article as a whole")]
    kinds = context.frames["caveats"]["kind"].value_counts(sort=False)
    counts = ", ".join(f"{count} {_words(kind)}" for kind, count in kinds.items() if count)
    parts = [f"<details>\n<summary><b>What to know before using them</b> ({counts})</summary>"]
    for figure_id, title in groups:
        own = [caveat for caveat in caveats if caveat["figure_id"] == figure_id]
        if own:
            lines = [f"- *{_words(caveat['kind'])}*: {_caveat(context, caveat)}" for caveat in own]
            parts.append(f"**{_escaped(title)}**\n\n" + "\n".join(lines))
    return "\n\n".join([*parts, "</details>"])


def _caveat(context: Context, caveat: Row) -> str:
    """The caveat in its own words, then the pages that it rests on."""
    read_in = {row["comparison_id"]: row["source_id"] for row in rows_of(context.frames["comparisons"])}
    sources = {row["source_id"]: row for row in rows_of(context.frames["sources"])}
    names = {row["actor_id"]: row["name"] for row in rows_of(context.frames["actors"])}
    evidence = [*map(read_in.__getitem__, items_of(caveat["comparison_ids"])), *items_of(caveat["source_ids"])]
    links = [_link(names[sources[each]["publisher_id"]], sources[each]["url"]) for each in dict.fromkeys(evidence)]
    return f"{_escaped(caveat['caveat'])} ({', '.join(links)})"


def _words(code: object) -> str:
    return str(code).replace("_", " ")


def _link(name: str, url: str) -> str:
    return f"[{_escaped(name)}]({url.replace('(', '%28').replace(')', '%29')})"


def _escaped(text: str) -> str:
    r"""Text as Markdown shows it: ``_`` and its like as they stand."""
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", text)
