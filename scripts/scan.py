"""List every number of a text, where it stands and what accounts for it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from syria_figures.article import read_text
from syria_figures.commandline import FINE, run
from syria_figures.descriptor import HOME, read_package
from syria_figures.findings import with_noun
from syria_figures.scanning import Scan, scan
from syria_figures.tables import load_curated


class Format(StrEnum):
    """How the list is written."""

    text = "text"
    json = "json"


def main(
    text: Annotated[Path, typer.Argument(help="The text to read, as a UTF-8 file.")],
    package: Annotated[Path, typer.Option(help="The folder of the data package.")] = HOME,
    style: Annotated[Format, typer.Option("--format", help="text for people, json for programs.")] = Format.text,
) -> int:
    """List every number of TEXT with its position, its context and what accounts for it.

    For a number that nothing accounts for, the rows to start from are printed: of a figure with the words of its
    value, or of a number that is no figure. A cell that says FILL-IN is yours to fill.
    """
    found = scan(load_curated(read_package(package)), read_text(text))
    print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if style is Format.json else as_list(found))
    return FINE


def as_list(found: Scan) -> str:
    """The scan for people: one line a number, then the rows to start from."""
    source = f"the text of {found.source_id}" if found.source_id else "a text of no source here"
    total, accounted = len(found.sightings), len(found.sightings) - len(found.new)
    lines = [f"{with_noun(total, 'number')}, {accounted} accounted for, in {source}", ""]
    number_width = max((len(sighting.number) for sighting in found.sightings), default=0)
    context_width = max((len(sighting.context) for sighting in found.sightings), default=0)
    for sighting in found.sightings:
        by = sighting.accounted_for_by or "new"
        words = f"{sighting.number:<{number_width}}  {sighting.context:<{context_width}}"
        lines.append(f"{sighting.start:>8}  {words}  {by}")
    for sighting in found.new:
        lines += ["", f"{sighting.number} at {sighting.start}", *as_rows(sighting.rows_to_start_from or {})]
    return "\n".join(lines)


def as_rows(rows: dict[str, str]) -> list[str]:
    """The rows to start from, a line each with its file."""
    asked = {"figures": "  a figure?", "provenance": "  the words of a period?", "other_numbers": "  no figure?"}
    if "figures" in rows:
        asked.pop("provenance")
    lines = []
    for table, row in rows.items():
        lines += [asked[table]] if table in asked else []
        lines.append(f"    {table}.csv  {row}")
    return lines


if __name__ == "__main__":
    run(main)
