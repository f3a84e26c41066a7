"""Everything that is built, in the order of the data flow: one maker a kind of file."""

from __future__ import annotations

from .charts import make_charts
from .citation_styles import make_citation
from .codebook import make_codebook
from .descriptor import DESCRIPTOR, Package
from .factsheet import make_factsheet
from .findings import with_noun
from .making import Contents, Maker, context_of, make_tables
from .readme import make_readme
from .refresh import refreshed
from .workbook import make_workbook

MAKERS: dict[str, Maker] = {
    "tables": make_tables,
    "charts": make_charts,
    "codebook": make_codebook,
    "readme": make_readme,
    "citation": make_citation,
    "factsheet": make_factsheet,
    "workbook": make_workbook,
}

MOST_PATHS = 12


def make_all(package: Package) -> dict[str, Contents]:
    """What each maker makes of a valid package, as bytes by path, and the descriptor that fits it.

    Nothing is written here.
    """
    context = context_of(package)
    made = {name: maker(context) for name, maker in MAKERS.items()}
    return {**made, "descriptor": {DESCRIPTOR: refreshed(package, together(made))}}


def together(made: dict[str, Contents]) -> Contents:
    """What all makers made, in one."""
    return {path: data for contents in made.values() for path, data in contents.items()}


def summary(made: dict[str, Contents], changed: set[str]) -> str:
    """What was built, for people: a line a kind of file, then the files that changed or were removed."""
    lines = [
        f"  {name:<11}{with_noun(len(contents), 'file'):<13}{len(changed & contents.keys()) or 'none'} changed"
        for name, contents in made.items()
        if contents
    ]
    everything = together(made)
    paths = [f"  {'changed' if path in everything else 'removed'}    {path}" for path in sorted(changed)]
    if len(paths) > MOST_PATHS:
        paths = [*paths[: MOST_PATHS - 1], f"  and {len(paths) - MOST_PATHS + 1} more"]
    return "\n".join([*lines, *paths, "", "built" if changed else "built; nothing changed"])
