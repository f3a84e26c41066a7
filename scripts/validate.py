"""Validate the package: descriptor, form, structure, rules, proof, and what was built."""

from __future__ import annotations

from syria_figures.commandline import FINE, WRONG, add_source, parser, run


def main(arguments: list[str]) -> int:
    """Validate and write nothing; exit code 0: valid, 1: not valid, 2: could not run."""
    options = parser(__doc__)
    add_source(options)
    options.add_argument("--format", choices=("text", "json", "github"), default="text", help="for whom (text)")
    given = options.parse_args(arguments)

    from syria_figures.descriptor import HOME
    from syria_figures.files import read_text
    from syria_figures.validation import FORMATS, validate

    report = validate(given.package or HOME, read_text(given.source) if given.source else None)
    print(FORMATS[given.format](report))
    return FINE if report.valid else WRONG


if __name__ == "__main__":
    run(main)
