"""List every number of a text with its place, its context and what accounts for it.

For a number that nothing accounts for, the rows to start from are printed: a figure with the words of its value, or
a number that is not a figure, or the days of a period. A cell that says FILL-IN is yours to fill in; the reason is
beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syria_figures.commandline import FINE, parser, run

if TYPE_CHECKING:
    from syria_figures.descriptor import Package
    from syria_figures.scanning import Scan


def main(arguments: list[str]) -> int:
    """Print the numbers of a text; exit code 0, or 2 if the text or the package cannot be read."""
    options = parser(__doc__)
    options.add_argument("text", metavar="TEXT", help="the text to read, as a UTF-8 file")
    options.add_argument("--language", metavar="CODE", help="its language: ar, en or fr (the one it seems to have)")
    options.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs (text)")
    given = options.parse_args(arguments)

    import json
    from dataclasses import asdict

    from syria_figures.descriptor import HOME, read_package
    from syria_figures.files import read_text
    from syria_figures.findings import CouldNotRun
    from syria_figures.scanning import lacking, scan
    from syria_figures.tables import read_table

    if not given.text:
        raise CouldNotRun("No text was named. Give one: make scan TEXT=/path/to/text.txt, or set ARTICLE_TEXT.")
    package = read_package(given.package or HOME)
    tables = {table.name: read_table(package, table.name) for table in package.curated}
    text = read_text(Path(given.text))
    found = scan(package, tables, text, given.language)
    lacks = list(lacking(package, tables, text, found.source_id))
    as_json = given.format == "json"
    print(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else as_list(package, found, lacks))
    return FINE


def as_list(package: Package, found: Scan, lacks: list[str]) -> str:
    """The scan for people: one line per number, then the rows to start from, then those that the figures lack."""
    from syria_figures.findings import escaped, with_noun
    from syria_figures.scanning import as_row

    new = [each for each in found.sightings if each.accounted_for_by is None]
    source = f"the text of {found.source_id}" if found.source_id else "a text that is not of a source here"
    total = len(found.sightings)
    lines = [f"{with_noun(total, 'number')}, {total - len(new)} accounted for, in {source}"]
    lines += [f"Looked for: {found.looked_for}", ""]
    for each in found.sightings:
        lines.append(f"{each.start:>8}  {each.number:<16}  {each.accounted_for_by or 'new':<32}  {each.context}")
    for each in new:
        lines += ["", f"{each.number} at {each.start}"]
        lines += [f"    {name}.csv  {as_row(package.tables[name], row)}" for name, row in each.rows.items()]
        lines += [f"  value left to fill: {each.reason}"] if each.reason else []
    if lacks:
        lines += [
            "",
            "Rows that data/provenance.csv lacks, with the words nearest to the value; look at each one:",
        ]
    return "\n".join(map(escaped, [*lines, *lacks]))


if __name__ == "__main__":
    run(main)
