"""Build everything under data/derived: validate, derive, draw, and say in the descriptor what was built."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from syria_figures.article import read_text
from syria_figures.commandline import FINE, WRONG, run
from syria_figures.descriptor import HOME, read_package
from syria_figures.outputs import make_all
from syria_figures.validation import as_report, validate


def main(
    package: Annotated[Path, typer.Option(help="The folder of the data package.")] = HOME,
    source: Annotated[
        Path | None, typer.Option(envvar="ARTICLE_TEXT", help="The text of the article, to hold the quotes against.")
    ] = None,
) -> int:
    """Validate the curated tables and build all the rest. Exit code 0: built, 1: not valid, 2: could not run."""
    report = validate(package, read_text(source) if source else None, derived=False)
    print(as_report(report))
    if not report.valid:
        print("Nothing was built; what was built before is as it was.")
        return WRONG
    made = make_all(read_package(package))
    for path, data in made.items():
        place = package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    print(f"built {len(made)} files")
    return FINE


if __name__ == "__main__":
    run(main)
