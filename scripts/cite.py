"""Cite a figure, the primary source that others published it in, or the package."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from syria_figures.citation import Citation, Citations
from syria_figures.citation_styles import written
from syria_figures.commandline import run
from syria_figures.descriptor import HOME, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.tables import load_curated


class Style(StrEnum):
    """The style of a house, or the format of a reference manager."""

    text = "text"
    footnote = "footnote"
    apa = "apa"
    chicago = "chicago"
    un = "un"
    bibtex = "bibtex"
    csl_json = "csl-json"


def main(
    figure: Annotated[str, typer.Argument(help="The id of a figure; --list shows them all.", show_default=False)] = "",
    *,
    style: Annotated[Style, typer.Option(help="How the citation is written.")] = Style.text,
    package: Annotated[bool, typer.Option("--package", help="Cite the package as a whole.")] = False,
    original: Annotated[
        bool, typer.Option("--original", help="Cite the primary source of the figure, where one is held.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--list", help="List the figures that can be cited.")] = False,
    data: Annotated[Path, typer.Option(help="The folder of the data package.")] = HOME,
) -> None:
    """Print a citation to paste: the sentence, the reference, the data set, the caveats. Exit code 2: could not run."""
    citations = Citations(load_curated(read_package(data)))
    if show_all:
        displays = citations.displays()
        width = max(map(len, displays), default=0)
        print("\n".join(f"{figure_id:<{width}}  {display}" for figure_id, display in displays.items()))
        return
    print(written(_chosen(citations, figure, package, original), style))


def _chosen(citations: Citations, figure: str, package: bool, original: bool) -> list[Citation]:
    if package and (figure or original):
        raise CouldNotRun("Give --package alone, or a figure without it.")
    if package:
        return [citations.package()]
    if not figure:
        raise CouldNotRun("Name a figure, or give --package. --list shows the figures.")
    return citations.original(figure) if original else [citations.figure(figure)]


if __name__ == "__main__":
    run(main)
