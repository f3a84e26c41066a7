"""Print a citation: of a figure, of the claimant's own page where one was read, or of the data set as a whole."""

from __future__ import annotations

from syria_figures.commandline import FINE, parser, run


def main(arguments: list[str]) -> int:
    """Print what ``arguments`` ask for. Raises CouldNotRun for an unknown figure or style."""
    from syria_figures.citation import Citations
    from syria_figures.descriptor import HOME, read_package
    from syria_figures.findings import CouldNotRun
    from syria_figures.tables import read_table

    made = parser("Print a citation to paste: the sentence with hedge, claimant and date, and the reference.")
    made.add_argument("figure", nargs="?", metavar="FIGURE", help="the id of a figure, such as --list shows")
    made.add_argument("--style", default="text", help="text, apa, chicago, un, bibtex or csl-json (text)")
    made.add_argument("--full", action="store_true", help="add the data set and the caveats")
    made.add_argument("--original", action="store_true", help="cite the claimant's own page with the same number")
    made.add_argument("--data-set", action="store_true", help="cite the data set as a whole")
    made.add_argument("--list", action="store_true", help="list the figures that can be cited")
    asked = made.parse_args(arguments)

    package = read_package(asked.package or HOME)
    citations = Citations(package, {name: read_table(package, name) for name in package.tables})
    if asked.list:
        displays = citations.displays()
        width = max(map(len, displays), default=0)
        print("\n".join(f"{figure_id:<{width}}  {display}" for figure_id, display in displays.items()))
    elif asked.data_set == bool(asked.figure):
        raise CouldNotRun("Name a figure (--list shows them all), or give --data-set alone.")
    elif asked.data_set:
        print(citations.package(asked.style, asked.full))
    else:
        cite = citations.original if asked.original else citations.figure
        print(cite(asked.figure, asked.style, asked.full))
    return FINE


if __name__ == "__main__":
    run(main)
