"""Build everything that is made from the curated tables: write them in canonical form, validate, derive, draw."""

from __future__ import annotations

from syria_figures.commandline import FINE, WRONG, add_source, parser, run


def main(arguments: list[str]) -> int:
    """Build; exit code 0: built, 1: not valid, 2: could not run."""
    options = parser(__doc__)
    add_source(options)
    given = options.parse_args(arguments)

    from syria_figures.descriptor import HOME, read_package
    from syria_figures.files import read_text
    from syria_figures.outputs import all_tables, make_all, summary, write_all, write_canonical
    from syria_figures.validation import as_report, validate

    folder = given.package or HOME
    text = read_text(given.source) if given.source else None
    for path in write_canonical(folder):
        print(f"wrote {path} in canonical form")
    report = validate(folder, text, built=False)
    print(as_report(report), flush=True)
    if not report.valid:
        print("Nothing was built. What was built before is unchanged.")
        return WRONG
    package = read_package(folder)
    tables = all_tables(package)
    files = make_all(package, tables)
    print("\n" + summary(files, write_all(package, tables, files)))
    return FINE


if __name__ == "__main__":
    run(main)
