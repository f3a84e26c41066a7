"""A package of another text as it begins: a descriptor, tables, and a draft row for each number of the text.

What follows from the text by rule is filled in. What a person must decide is left empty, for validation to name.
"""

from __future__ import annotations

import datetime
import json
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import canonical
from .article import OTHER_NUMBERS, PROVENANCE, as_quoted, sha256
from .canonical import csv_of_cells, text_of
from .descriptor import DESCRIPTOR, HOME, Package, read_inside, read_package
from .docs import BEGIN, CODEBOOK, END, README, codebook, written
from .files import write
from .findings import CouldNotRun, with_noun
from .reading import LANGUAGES
from .scanning import scan
from .tables import Row, read_table

CODES = re.compile(r"One of: (`\w+` \([^`]*\)(?:, `\w+` \([^`]*\))*)\.")
CODE = re.compile(r"`(\w+)` \(([^`]*)\)")
UNITS = ("persons", "percent")  # those that every package has
CODE_NAME = re.compile("[a-z]+(?:_[a-z]+)*")
WHOLE_WORLD = {"latitude": 90, "longitude": 180}


@dataclass(frozen=True)
class Told:
    """What somebody says of a text and of the package to be made from it."""

    title: str
    publisher: str
    published: datetime.date
    url: str
    language: str
    licence: str
    themes: list[str]
    units: list[str]  # besides UNITS


def make(folder: Path, text: str, told: Told) -> str:
    """Make the package of a text in a new folder, all of it or nothing; give a sentence that says what is in it.

    Raises CouldNotRun if the folder is there already or cannot be made, or if the table of a theme cannot be described.
    """
    if folder.exists() or folder.is_symlink():
        raise CouldNotRun(f"{folder} is there already. Name a folder that is not.")
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            new = Path(beside) / folder.name
            said = _fill(new, text, told)
            new.rename(folder)
    except OSError as error:
        raise CouldNotRun(f"{folder} cannot be made: {error.strerror or error}.") from None
    return said


def _fill(folder: Path, text: str, told: Told) -> str:
    """Write all files of the package into a folder."""
    descriptor = descriptor_of(_slug(folder.name) or "figures", told)
    write(folder / DESCRIPTOR, (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    package = read_package(folder)
    _check(package, told)
    publisher = _slug(told.publisher) or "publisher"
    source_id = f"{publisher}-{told.published}"
    texts = {"text_sha256": sha256(text), "text_characters": len(text), "language": told.language}
    page = {"title": told.title, "publisher_id": publisher, "published_on": told.published, "url": told.url}
    rows: dict[str, list[Row]] = {table.name: [] for table in package.curated}
    rows["actors"] = [{"actor_id": publisher, "name": told.publisher}]
    rows["sources"] = [{"source_id": source_id, **page, **texts}]
    _write_tables(package, rows)
    tables = {table.name: read_table(package, table.name) for table in package.curated}
    found = scan(package, tables, text, told.language)
    drafts: dict[int, dict[str, Row]] = {}  # by the place of the value: a range is one figure, and two numbers
    # A number in the title stands for one that the text gives below.
    in_title = {place for each in re.finditer(re.escape(told.title), as_quoted(text)) for place in range(*each.span())}
    for each in found.sightings:
        if each.reads_as and each.start not in in_title:
            drafts.setdefault(each.rows[PROVENANCE]["start"], each.rows)
        else:
            place = {"exact": each.number, "start": each.start, "end": each.end}
            rows[OTHER_NUMBERS].append({"source_id": source_id, **place})
    for start, draft in drafts.items():
        figure = draft["figures"]
        number = f"{figure['value'] or figure['value_text']} {figure['value_high'] or ''}"
        figure_id = _slug(f"{figure['counted'] or 'figure'} {number}")  # such as people-140
        if figure_id in {row["figure_id"] for row in rows["figures"]}:
            figure_id += f"-at-{start}"
        rows["figures"].append(figure | {"figure_id": figure_id})
        anchor = {"provenance_id": f"{figure_id}.value.1", "figure_id": figure_id}
        rows[PROVENANCE].append(draft[PROVENANCE] | anchor)
    _write_tables(package, rows)
    write(folder / CODEBOOK, codebook(package).encode("utf-8"))
    readme = written("README.md.j2", told=told, package=package, hash=sha256(text), begin=BEGIN, end=END)
    write(folder / README, readme.encode("utf-8"))
    others = len(rows[OTHER_NUMBERS])
    drafted = f"{len(found.sightings) - others} in {with_noun(len(drafts), 'draft figure')}"
    return f"{with_noun(len(found.sightings), 'number')} in the text: {drafted}, {with_noun(others, 'other')}"


def _write_tables(package: Package, rows: dict[str, list[Row]]) -> None:
    for table in package.curated:
        cells = [[text_of(row.get(name)) for name in table.columns] for row in rows[table.name]]
        write(package.folder / table.path, canonical.write(table, csv_of_cells(table.columns, cells)))


def _slug(name: str) -> str:
    """A name as an id: lower-case letters and digits of ASCII, with hyphens between."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:60].rstrip("-")


def _check(package: Package, told: Told) -> None:
    """Raise CouldNotRun for a language that is not read, and for what the columns of sources do not allow."""
    if told.language not in LANGUAGES:
        raise CouldNotRun(f"--language is one of {', '.join(LANGUAGES)}: these are the languages that are read.")
    for option in ("title", "url"):
        column, given = package.tables["sources"].field(option), getattr(told, option)
        if not given.isprintable() or not re.fullmatch(column.constraints.get("pattern", ".+"), given):
            meaning = column.description.partition(". ")[0].removesuffix(".")
            raise CouldNotRun(f'--{option} cannot be "{given}". {meaning}.')


# The descriptor


def descriptor_of(name: str, told: Told) -> dict[str, Any]:
    """The descriptor of this repository with what is told of the new package, and nothing of this one's article."""
    home = json.loads(read_inside(HOME, DESCRIPTOR))
    described = {each["name"]: each for each in home["resources"]}
    fields = [field for each in described.values() for field in each.get("schema", {}).get("fields", [])]
    old = next(field["constraints"]["enum"] for field in fields if field["name"] == "theme")
    for field in fields:
        _make_neutral(field, told)
    like = described[old[0]]
    new = [_theme(like, theme) for theme in told.themes]
    resources = [each for name, each in described.items() if name not in old]
    at = list(described).index(old[0])
    codes = [*told.themes, *told.units]
    if {*told.themes} & {each["name"] for each in resources} or not all(map(CODE_NAME.fullmatch, codes)):
        raise CouldNotRun("A theme and a unit are names such as people_displaced, in a to z, and no name of a table.")
    for each in (*resources, *new):
        each.pop("bytes", None), each.pop("hash", None)
    licence = next((each for each in home["licenses"] if each["name"] == told.licence), {"name": told.licence})
    return {
        "$schema": home["$schema"],
        "name": name,
        "title": f"The figures of “{told.title}”",
        "description": f"The figures of one text, “{told.title}” ({told.publisher}, {told.published}), each with its "
        "hedge, its claimant and the words behind each cell. The facts are those of the text; they were not verified.",
        "version": "0.1.0",
        "created": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}T00:00:00Z",
        "licenses": [licence],
        "sources": [{"title": f"{told.title}, {told.publisher}, {told.published}", "path": told.url}],
        "contributors": [{"title": f"The {name} contributors", "roles": ["author", "maintainer"]}],
        "resources": [*resources[:at], *new, *resources[at:]],
    }


def _theme(like: dict[str, Any], theme: str) -> dict[str, Any]:
    """The table of a theme, described as another one is."""
    words = theme.replace("_", " ")
    description = like["description"].replace(like["title"].lower(), words)
    own = {"name": theme, "path": f"data/derived/{theme}.csv", "title": words.capitalize(), "description": description}
    return {**like, **own}


def _make_neutral(field: dict[str, Any], told: Told) -> None:
    """Take out of a column what holds for the article of this repository only: examples, themes, units, bounds."""
    limits = field["constraints"]
    codes = dict(CODE.findall(field["description"]))
    if field["name"] == "theme":
        codes = {theme: theme.replace("_", " ") for theme in told.themes}
    if field["name"] == "unit":
        codes = {unit: codes.get(unit, f"a count of {unit.replace('_', ' ')}") for unit in [*UNITS, *told.units]}
    if field["name"] in ("theme", "unit"):
        limits["enum"], field["example"] = list(codes), next(iter(codes))
        said = ", ".join(f"`{code}` ({meaning})" for code, meaning in codes.items())
        field["description"] = CODES.sub(f"One of: {said}.", field["description"])
    if field["name"] in WHOLE_WORLD:
        most = WHOLE_WORLD[field["name"]]
        limits |= {"minimum": -most, "maximum": most}
        field["description"] = re.sub(r", within the surroundings of \w+", "", field["description"])
    if field["type"] == "date":
        limits.pop("minimum", None)
    if field["type"] == "string" and "enum" not in limits:
        del field["example"]
