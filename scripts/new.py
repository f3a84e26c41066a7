"""Begin the package of another text: a folder with its descriptor, its tables, and a draft row for each number.

What a person must decide is left empty: validate the new folder, and what it finds is the list of what to do.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from shlex import quote

from syria_figures.commandline import FINE, Parser, run


def main(arguments: list[str]) -> int:
    """Make the folder; exit code 0, or 2 if it could not be made: then nothing is left."""
    options = Parser(__doc__)
    options.add_argument("text", type=Path, metavar="TEXT", help="the text, as a UTF-8 file; it is not copied")
    options.add_argument("folder", type=Path, metavar="FOLDER", help="the folder to make; its name is the package's")
    options.add_argument("--title", required=True, help="of the text")
    options.add_argument("--publisher", required=True, metavar="NAME", help="who published the text")
    options.add_argument("--published", required=True, type=day, metavar="YYYY-MM-DD", help="the day of the text")
    options.add_argument("--url", required=True, help="where the text can be read")
    options.add_argument("--language", required=True, metavar="CODE", help="of the text: ar, en or fr (ISO 639-1)")
    options.add_argument("--licence", required=True, metavar="NAME", help="of your tables, such as CC-BY-4.0 (SPDX)")
    themes = "what the figures are about, such as deaths: each gets a table"
    options.add_argument("--theme", required=True, nargs="+", metavar="NAME", help=themes)
    units = "what is counted, such as families, if it is not persons or percent"
    options.add_argument("--unit", default=[], nargs="+", metavar="NAME", help=units)
    given = options.parse_args(arguments)

    from syria_figures.draft import Told, make
    from syria_figures.files import read_text

    told = {name: value for name, value in vars(given).items() if name not in ("text", "folder", "theme", "unit")}
    said = make(
        given.folder.resolve(),
        read_text(given.text),
        Told(themes=[*dict.fromkeys(given.theme)], units=[*dict.fromkeys(given.unit)], **told),
    )
    print(f"made {given.folder}\n{said}")
    print(f"What is left to do: make validate PACKAGE={quote(str(given.folder))} TEXT={quote(str(given.text))}")
    return FINE


def day(cell: str) -> datetime.date:
    """A day written as 2015-04-06."""
    return datetime.date.fromisoformat(cell)


if __name__ == "__main__":
    run(main)
