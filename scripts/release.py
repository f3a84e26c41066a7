"""Make the release: a zip of the package in dist/, with its hash beside it, if nothing in it is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from syria_figures.archive import CHECKSUMS, archive, checksums, committed, file_name, some, stale, write
from syria_figures.article import read_text
from syria_figures.commandline import FINE, WRONG, run
from syria_figures.descriptor import HOME, read_package
from syria_figures.findings import with_noun
from syria_figures.outputs import make_all, together
from syria_figures.validation import as_report, validate


def main(
    package: Annotated[Path, typer.Option(help="The folder of the data package, a clone of its repository.")] = HOME,
    to: Annotated[Path | None, typer.Option(help="The folder to write to; dist in the package without it.")] = None,
    source: Annotated[
        Path | None, typer.Option(envvar="ARTICLE_TEXT", help="The text of the article, to hold the quotes against.")
    ] = None,
) -> int:
    """Validate, build, and write the zip. Exit code 0: made, 1: not valid or stale, 2: could not run."""
    text = read_text(source) if source else None
    read = read_package(package)
    members = committed(read.folder)
    report = validate(read.folder, text)
    print(as_report(report))
    if not report.valid:
        print("no release was made")
        return WRONG
    old = stale(members, together(make_all(read)))
    if old:
        print(f"\nA build gives other bytes than are committed: {some(old)}.")
        print("No release was made. Run make, look at what changed, and commit it.")
        return WRONG
    name, data = file_name(read), archive(read, members)
    to = to or read.folder / "dist"
    write(to, {name: data, CHECKSUMS: checksums({name: data})})
    print(f"\n{to / name}: {with_noun(len(members), 'file')}, {with_noun(len(data), 'byte')}")
    print(checksums({name: data}).decode().split()[0])
    return FINE


if __name__ == "__main__":
    run(main)
