"""The documents that are built: the codebook, the table of figures in README.md, the files that cite the package.

``data/README.md`` is the codebook, from the descriptor alone. Of ``README.md`` only what stands between two markers is
replaced. ``CITATION.cff`` and ``citation.bib`` take version, title and day from the descriptor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from . import phrases
from .citation import Citations
from .derive import reading_order
from .findings import Rejected
from .tables import Files, Frames, Row, records

if TYPE_CHECKING:
    from .descriptor import Field, Package, Table

CODEBOOK, README, CITATION_CFF, CITATION_BIB = "data/README.md", "README.md", "CITATION.cff", "citation.bib"
FACTSHEET = "data/derived/factsheet.html"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADER = ("Figure", "Who says so", "Date", "How solid", "What to know")

EMPTY = "An empty cell means that "
CODES = re.compile(r"One of: (`\w+` \([^`]*\)(?:, `\w+` \([^`]*\))*)\.")
CODE = re.compile(r"`(\w+)` \(([^`]*)\)")
TYPES = {"string": "text", "number": "number", "integer": "whole number", "date": "date", "boolean": "true or false"}
OPENING = """\
# Codebook: every table, every column

Built from [`datapackage.json`](../datapackage.json) by `make`: correct a description there, not here.

- People write the **curated tables** (`data/*.csv`). No number of our own stands there; where a column holds our \
judgement, its meaning says so.
- The **derived tables** (`data/derived/*.csv`) are built from them and never edited. Open \
[`figures_labelled`](#figures_labelled) first.

All are CSV files in UTF-8: commas, a header, one line a row, a point in decimals, days as 2015-04-06, `;` between \
several ids in a cell. An empty cell is never zero. A column of several tables is explained where it stands first.
"""


def make_docs(package: Package, tables: Frames, files: Files) -> Files:  # noqa: ARG001  (all makers are called alike)
    """The documents as bytes by path; README.md only where it can be read and has the markers of the block."""
    made = {
        CODEBOOK: codebook(package),
        CITATION_CFF: citation_cff(package, tables),
        CITATION_BIB: f"{Citations(package, tables).package('bibtex', full=True)}\n",
    }
    with suppress(Rejected, UnicodeDecodeError):  # a package from somewhere else may have no README
        made[README] = readme_with_block(package.read(README).decode("utf-8"), package, tables)
    return {path: text.encode("utf-8") for path, text in made.items()}


# README.md


def readme_with_block(text: str, package: Package, tables: Frames) -> str:  # noqa: ARG001
    """The text of a README with the table of the figures made anew between the markers; unchanged where it has none."""
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{_figures(tables)}\n\n{end}{after}" if begin and end else text


def _figures(tables: Frames) -> str:
    figures = {row["figure_id"]: row for row in reading_order(tables)}
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    rows = [_row(figure, support[key], figures.get(figure["part_of"])) for key, figure in figures.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADER, ["---"] * len(HEADER), *rows))


def _row(figure: Row, support: Row, whole: Row | None) -> tuple[str, ...]:
    """The cells of a figure. A part has the claimant and the date of its whole."""
    same = f"as the {whole['value_label']}" if whole else ""
    known = "its caveats" if figure["caveat_kinds"] else "its words"
    words = f"a part of the {whole['value_label']}" if whole else figure["headline"] or known
    return (
        _emphasised(figure),
        same or _escaped(phrases.attribution(figure)),
        same or figure["date_text"],
        _escaped(phrases.how_solid(support, figure)),
        f"[{_escaped(words)}]({FACTSHEET}#{(whole or figure)['figure_id']})",
    )


def _emphasised(row: Row) -> str:
    """The figure as a phrase, its value in bold."""
    value = re.escape(_escaped(phrases.value_words(row)))
    return re.sub(rf"^{value}(?= )", r"**\g<0>**", _escaped(row["display"]))


def _escaped(text: str) -> str:
    r"""Text as Markdown shows it: ``_`` and its like as they stand."""
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", text)


# The codebook


def codebook(package: Package) -> str:
    """The codebook in Markdown: a section a table, and last the files that are not tables."""
    explained = _Explained()
    parts = [OPENING.strip()]
    for title, tables in {"Curated tables": package.curated, "Derived tables": package.derived}.items():
        contents = "\n".join(f"- [`{table.name}`](#{table.name}): {table.title}" for table in tables)
        parts += [f"## {title}", contents, *(_section(table, explained) for table in tables)]
    files = [raw for raw in package.resources if raw["name"] not in package.tables]
    if files:
        lines = [f"- {_link(raw['path'])}: {_escaped(raw.get('description', raw.get('title', '')))}" for raw in files]
        parts += ["## Files that are not tables", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


class _Explained:
    """Where each column and each list of codes was explained first, by the name of the table."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], str] = {}
        self._codes: dict[tuple[str, ...], str] = {}

    def column(self, table: Table, column: Field) -> str:
        return self._columns.setdefault((column.name, column.description), table.name)

    def codes(self, table: Table, column: Field) -> str:
        return self._codes.setdefault((column.name, *column.codes), table.name)


def _section(table: Table, explained: _Explained) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    parts = [f"### {table.name}", f"{_escaped(table.description)} File: {_link(table.path)}. Key: {key}."]
    elsewhere: dict[str, list[str]] = {}
    lines = []
    for column in table.fields:
        first = explained.column(table, column)
        if first == table.name:
            lines.append(" ".join(_line(table, column, explained.codes(table, column))))
        else:
            elsewhere.setdefault(first, []).append(f"`{column.name}`")
    lines += [f"- As in [`{name}`](#{name}): {', '.join(columns)}." for name, columns in elsewhere.items()]
    return "\n\n".join([*parts, "\n".join(lines)])


def _line(table: Table, column: Field, codes_in: str) -> Iterator[str]:
    """What a column holds: its type, its meaning, its codes, what an empty cell says, an example."""
    meaning, _, empty = column.description.partition(EMPTY)
    codes = CODES.search(meaning)
    meaning = CODES.sub("", meaning).strip()
    yield f"- **`{column.name}`** ({_type(table, column)}): {_with_code(meaning)}"
    if codes and codes_in == table.name:
        yield "; ".join(f"`{code}`: {_escaped(said)}" for code, said in CODE.findall(codes[1])) + "."
    elif codes:
        yield f"Codes as in [`{codes_in}`](#{codes_in})."
    if not column.required:
        yield f"Empty: {_with_code(empty.strip().replace(', or that ', ', or '))}" if empty else "May be empty."
    if not codes and column.example is not None:
        yield f"Example: `{column.example}`"


def _type(table: Table, column: Field) -> str:
    if column.name in table.foreign_keys:
        aim = table.foreign_keys[column.name][0]
        return f"key of [`{aim}`](#{aim})"
    return "code" if column.codes else TYPES[column.type]


def _with_code(text: str) -> str:
    """A text with what stands between backticks as it is, and the rest so that nothing in it reads as markup."""
    return "".join(part if part.startswith("`") else _escaped(part) for part in re.split(r"(`[^`]*`)", text))


def _link(path: str) -> str:
    """A link to a file of the package, from the folder of the codebook."""
    return f"[`{path}`]({path.removeprefix('data/') if path.startswith('data/') else f'../{path}'})"


# CITATION.cff


def citation_cff(package: Package, tables: Frames) -> str:
    """The file that cites the package for GitHub, Zenodo and Zotero (Citation File Format 1.2.0)."""
    raw = package.descriptor
    sources = {row["source_id"]: row for row in records(tables["sources"])}
    actors = {row["actor_id"]: row["name"] for row in records(tables["actors"])}
    texts = dict.fromkeys(row["source_id"] for row in records(tables["figures"]))
    entries = {
        "cff-version": "1.2.0",
        "message": "Please cite the data set with its version, and the article that the figures come from. "
        "make cite FIGURE=... cites one figure with its hedge, claimant, date and caveats.",
        "type": "dataset",
        "title": package.title,
        "abstract": raw.get("description"),
        "version": package.version,
        "date-released": package.created.isoformat() if package.created else None,
        "authors": [{"name": each["title"]} for each in raw.get("contributors", [])] or [{"name": package.name}],
        "license": next((each.get("name") for each in raw.get("licenses", [])), None),
        "url": raw.get("homepage"),
        "keywords": raw.get("keywords"),
        "references": [_reference(sources[each], actors[sources[each]["publisher_id"]]) for each in texts],
    }
    return "\n".join(_yaml(_filled(entries))) + "\n"


def _reference(source: Row, publisher: str) -> Row:
    """A text that figures come from; the format asks for an author, for which its publisher stands."""
    return _filled(
        {
            "type": "newspaper-article" if source["kind"] in ("news_article", "wire_copy") else "generic",
            "title": source["title"],
            "authors": [{"name": publisher}],
            "date-published": source["published_on"] and source["published_on"].isoformat(),
            "date-accessed": source["accessed_on"].isoformat(),
            "languages": [source["language"]],
            "url": source["url"],
            "notes": "The figures come from this text. A stored copy of it was read, not the live page.",
        }
    )


def _filled(entries: Row) -> Row:
    return {name: value for name, value in entries.items() if value}


def _yaml(entries: Row, indent: str = "") -> Iterator[str]:
    """Plain values as YAML; a text is quoted as in JSON, which YAML reads too."""
    for name, value in entries.items():
        if isinstance(value, list):
            yield f"{indent}{name}:"
            for item in value:
                lines: Iterable[Any] = _yaml(item) if isinstance(item, dict) else [_text(item)]
                yield from (f"{indent}  {' ' if index else '-'} {line}" for index, line in enumerate(lines))
        else:
            yield f"{indent}{name}: {_text(value)}"


def _text(value: Any) -> str:
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else json.dumps(value, ensure_ascii=False)
