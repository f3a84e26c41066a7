"""Build everything that is made from the curated tables: validate, derive, draw, and describe what was built."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from syria_figures.article import read_text
from syria_figures.commandline import FINE, WRONG, run
from syria_figures.descriptor import HOME, read_package
from syria_figures.outputs import make_all, summary, together
from syria_figures.swap import alone, put
from syria_figures.validation import as_report, validate


def main(
    package: Annotated[Path, typer.Option(help="The folder of the data package.")] = HOME,
    source: Annotated[
        Path | None, typer.Option(envvar="ARTICLE_TEXT", help="The text of the article, to hold the quotes against.")
    ] = None,
) -> int:
    """Build what is made from the curated tables. Exit code 0: built, 1: not valid, 2: could not run."""
    text = read_text(source) if source else None
    folder = read_package(package).folder
    with alone(folder):
        report = validate(folder, text, derived=False)
        print(as_report(report))
        if not report.valid:
            print("nothing was built; what was built before is as it was")
            return WRONG
        made = make_all(read_package(folder))
        changed = put(folder, together(made))
    print("\n" + summary(made, changed))
    return FINE


if __name__ == "__main__":
    run(main)
