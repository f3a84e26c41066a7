"""Validate the package: form, structure, rules and proof."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from syria_figures.article import read_text
from syria_figures.commandline import FINE, WRONG, run
from syria_figures.descriptor import HOME
from syria_figures.refresh import fix_in
from syria_figures.validation import FORMATS, validate


class Format(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"
    github = "github"


def main(
    package: Annotated[Path, typer.Option(help="The folder of the data package.")] = HOME,
    source: Annotated[
        Path | None, typer.Option(envvar="ARTICLE_TEXT", help="The text of the article, to hold the quotes against.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for programs, github for a workflow run.")
    ] = Format.text,
    fix_first: Annotated[
        bool,
        typer.Option("--fix", help="First write the canonical form and refresh bytes and hash; no value is changed."),
    ] = False,
) -> int:
    """Validate the data package, layer by layer. Exit code 0: valid, 1: not valid, 2: could not run."""
    if fix_first:
        for line in fix_in(package):
            print(f"fixed {line}", file=sys.stderr)  # standard output is the report, whatever its format
    report = validate(package, read_text(source) if source else None)
    print(FORMATS[form](report))
    return FINE if report.valid else WRONG


if __name__ == "__main__":
    run(main)
