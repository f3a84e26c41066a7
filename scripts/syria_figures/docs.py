"""The documents that are built: the codebook, the table of figures in README.md, the files that cite the package.

``data/README.md`` is the codebook, from the descriptor alone. Of ``README.md`` only what is between two markers is
replaced. ``CITATION.cff`` and ``citation.bib`` take version, title and day from the descriptor.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from . import phrases
from .citation import Citations
from .derive import reading_order
from .findings import Rejected
from .tables import Files, Frames, Row, records

if TYPE_CHECKING:
    from .descriptor import Field, Package, Table

CODEBOOK, README, CITATION_CFF, CITATION_BIB = "data/README.md", "README.md", "CITATION.cff", "citation.bib"
TEMPLATES = Path(__file__).parent / "templates"
FACTSHEET = "data/derived/factsheet.html"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADER = ("Figure", "Who says so", "Date", "How solid", "What to know")

TYPES = {"string": "text", "number": "number", "integer": "whole number", "date": "date", "boolean": "true or false"}


def make_docs(package: Package, tables: Frames) -> Files:
    """The documents as bytes by path; README.md only if it can be read and has the markers of the block."""
    made = {
        CODEBOOK: codebook(package),
        CITATION_CFF: citation_cff(package, tables),
        CITATION_BIB: f"{Citations(package, tables).package('bibtex', full=True)}\n",
    }
    with suppress(Rejected, UnicodeDecodeError):  # a package from somewhere else may have no README
        made[README] = readme_with_block(package.read(README).decode("utf-8"), tables)
    return {path: text.encode("utf-8") for path, text in made.items()}


def citation_cff(package: Package, tables: Frames) -> str:
    """The file that cites the package for GitHub, Zenodo and Zotero."""
    sources = {row["source_id"]: row for row in records(tables["sources"])}
    return written(
        "CITATION.cff.j2",
        package=package,
        raw=package.descriptor,
        sources=[sources[each] for each in dict.fromkeys(tables["figures"]["source_id"])],
        publishers={row["actor_id"]: row["name"] for row in records(tables["actors"])},
    )


def codebook(package: Package) -> str:
    """The codebook in Markdown: a section per table, and last the files that are not tables."""
    files = [raw for raw in package.resources if raw["name"] not in package.tables]
    told: dict[tuple[str, str], str] = {}  # the table in which a column is explained
    return written("codebook.md.j2", package=package, files=files, columns=lambda table: _columns(table, told))


def written(template: str, **content: Any) -> str:
    """The text that a template of a document gives."""
    environment = templates()
    environment.filters |= {"escaped": _escaped, "link": _link, "quoted": partial(json.dumps, ensure_ascii=False)}
    return environment.get_template(template).render(content)


def templates(**options: Any) -> jinja2.Environment:
    """The templates of what is built, with more options of Jinja."""
    here = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=here, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, **options)


# README.md


def readme_with_block(text: str, tables: Frames) -> str:
    """The text of a README with the table of the figures rebuilt between the markers; unchanged if it has none."""
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{_figures(tables)}\n\n{end}{after}" if begin and end else text


def _figures(tables: Frames) -> str:
    figures = {row["figure_id"]: row for row in reading_order(tables)}
    rows = [_row(figure, figures.get(figure["part_of"])) for figure in figures.values()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADER, ["---"] * len(HEADER), *rows))


def _row(figure: Row, whole: Row | None) -> tuple[str, ...]:
    """The cells of a figure, its value in bold. A part has the claimant and the date of its whole."""
    value = _escaped(phrases.value_words(figure))
    same = "as above" if whole else ""  # the parts follow their whole
    known = "its caveats" if figure["caveat_kinds"] else "the words behind it"
    words = f"part of {whole['display']}" if whole else figure["headline"] or known
    return (
        _escaped(figure["display"]).replace(value, f"**{value}**", 1),
        same or _escaped(phrases.attribution(figure)),
        same or figure["date_text"],
        _escaped(phrases.how_solid(figure)),
        f"[{_escaped(words)}]({FACTSHEET}#{(whole or figure)['figure_id']})",
    )


def _escaped(text: str) -> str:
    r"""Text as Markdown shows it: ``_`` and the like stay as they are."""
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", text)


# The codebook


def _columns(table: Table, told: dict[tuple[str, str], str]) -> Iterator[str]:
    """A line per column that is explained here first, then a line per table that explains others."""
    elsewhere: dict[str, list[str]] = {}
    for column in table.fields:
        first = told.setdefault((column.name, column.description), table.name)
        if first == table.name:
            yield _line(table, column)
        else:
            elsewhere.setdefault(first, []).append(f"`{column.name}`")
    for name, columns in elsewhere.items():
        yield f"- As in [`{name}`](#{name}): {', '.join(columns)}."


def _line(table: Table, column: Field) -> str:
    """What a column holds: its type, its meaning with its codes and what an empty cell means, an example."""
    meaning = _with_code(column.description.replace("An empty cell means that ", "Empty: "))
    example = "" if column.codes or column.example is None else f" Example: `{column.example}`"
    return f"- **`{column.name}`** ({_type(table, column)}): {meaning}{example}"


def _type(table: Table, column: Field) -> str:
    if column.name in table.foreign_keys:
        aim = table.foreign_keys[column.name][0]
        return f"key of [`{aim}`](#{aim})"
    return "code" if column.codes else TYPES[column.type]


def _with_code(text: str) -> str:
    """A text with what is between backticks as it is, and the rest escaped so that nothing reads as markup."""
    return "".join(part if part.startswith("`") else _escaped(part) for part in re.split(r"(`[^`]*`)", text))


def _link(path: str) -> str:
    """A link to a file of the package, from the folder of the codebook."""
    return f"[`{path}`]({posixpath.relpath(path, 'data')})"
