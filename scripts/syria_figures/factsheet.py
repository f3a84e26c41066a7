"""The factsheet: one page in HTML for people who do not code, with what a report writer must know of each figure.

The page needs nothing but itself: style, script and charts are inside, and no request leaves it. Its words come from
the tables and the descriptor, through a template that escapes them; the citations are those of ``citation``.
"""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import phrases
from .citation import Citation, Citations
from .citation_styles import STYLES, written
from .derive import comparable_by_figure, reading_order, themes
from .descriptor import DERIVED, DESCRIPTOR
from .frames import rows_of
from .making import Contents, Context
from .strip_pictures import picture
from .strips import Strip, strip_of
from .tables import Curated, Row, items_of, text_of

FACTSHEET = f"{DERIVED}factsheet.html"
TEMPLATES = Path(__file__).parent / "templates"
PICTURES = ("svg", "png")  # the formats of the charts
LARGEST = 500_000  # bytes: the page is sent by mail and opened on phones
STYLE_NAMES = {
    "text": "Plain text",
    "footnote": "Footnote",
    "apa": "APA",
    "chicago": "Chicago",
    "un": "United Nations",
    "bibtex": "BibTeX",
    "csl-json": "CSL-JSON",
}
ARTICLES_OWN = "article"  # the id of the part of the page that cites the package as a whole


@dataclass(frozen=True)
class Page:
    """A page that a caveat rests on, with who published it."""

    publisher: str
    url: str


@dataclass(frozen=True)
class Caveat:
    """A caveat with the pages that it rests on."""

    kind: str
    words: str
    evidence: tuple[Page, ...]

    @property
    def label(self) -> str:
        """Its kind in words: ``single_claimant`` is "Single claimant"."""
        return self.kind.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Quote:
    """A few words of the article and the cell that they carry; ``for_`` is the name that they stand for."""

    field: str
    words: str
    for_: str


@dataclass(frozen=True)
class Part:
    """A part of a whole, with its share in per cent."""

    label: str
    counted: str
    share: Decimal
    described: bool


@dataclass(frozen=True)
class Card:
    """A figure with all that stands beside it."""

    row: Row
    hedge: str
    number: str
    what: str
    definition: str
    claimant: str
    actors: str
    solid: tuple[str, ...]
    quotes: tuple[Quote, ...]
    caveats: tuple[Caveat, ...]
    whole: Row | None
    parts: tuple[Part, ...]
    strip: Strip | None
    languages: Mapping[str, str]
    picture: str
    sentence: str
    citations: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of the figure."""
        return str(self.row["figure_id"])

    @property
    def letters(self) -> int:
        """The length of the longest label that stands beside a mark."""
        return max((len(each.label) for each in self.strip.statements if each.mark), default=0) if self.strip else 0

    @property
    def kinds(self) -> list[str]:
        """The kinds of its caveats, each once, in their order."""
        return list(dict.fromkeys(caveat.kind for caveat in self.caveats))

    @property
    def contradicted(self) -> list[Caveat]:
        """The caveats that say that a source of the article says otherwise: they stand first."""
        return [caveat for caveat in self.caveats if caveat.kind == "contradicted"]

    @property
    def others(self) -> list[Caveat]:
        """The other caveats."""
        return [caveat for caveat in self.caveats if caveat.kind != "contradicted"]


def make_factsheet(context: Context) -> Contents:
    """The factsheet by its path."""
    return {FACTSHEET: page(context).encode("utf-8")}


def page(context: Context) -> str:
    """The factsheet as HTML."""
    writer = _Writer(context)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": phrases.day, "number": phrases.number, "in_prose": phrases.in_prose}
    package = writer.citations.package()
    return environment.get_template("factsheet.html.j2").render(
        title=package.data_set.title,
        data_set=package.data_set,
        description=str(context.package.raw.get("description", "")),
        licences=list(_licences(context.package.raw)),
        works=package.works,
        cards=list(writer.cards()),
        caveats=writer.caveats(None),
        styles={style: STYLE_NAMES.get(style, style) for style in STYLES},
        package_id=ARTICLES_OWN,
        package_citations=_in_styles(package),
        tables=list(context.package.tables.values()),
        charts=[each for each in context.package.raw["resources"] if each.get("format") in PICTURES],
        link=_link,
        description_file=DESCRIPTOR,
        metadata=metadata(context),
        css=(TEMPLATES / "factsheet.css").read_text("utf-8"),
        script=(TEMPLATES / "factsheet.js").read_text("utf-8"),
    )


def metadata(context: Context) -> dict[str, Any]:
    """The data set in the words of schema.org; every name and address is the descriptor's own."""
    raw = context.package.raw
    indicators = rows_of(context.frames["indicators"])
    figures = rows_of(context.frames["figures_labelled"])
    given = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": raw.get("title"),
        "alternateName": raw.get("name"),
        "description": raw.get("description"),
        "url": raw.get("homepage"),
        "identifier": raw.get("id"),
        "version": raw.get("version"),
        "dateCreated": text_of(context.package.created),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "keywords": raw.get("keywords"),
        "license": [licence["path"] for licence in raw.get("licenses", []) if "path" in licence][:1],
        "creator": [{"@type": "Organization", "name": each["title"]} for each in raw.get("contributors", [])],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": source["title"], "url": source["path"]}
            for source in raw.get("sources", [])
            if "path" in source
        ],
        "spatialCoverage": [
            {"@type": "Place", "name": name} for name in dict.fromkeys(figure["place"] for figure in figures)
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": row["label"], "description": row["definition"], "unitText": row["unit"]}
            for row in indicators
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "encodingFormat": "text/csv",
                "contentUrl": _link(table.path),
            }
            for table in context.package.tables.values()
        ],
    }
    return {name: value for name, value in given.items() if value}


def _link(path: str) -> str:
    """The address of a file of the package, seen from the factsheet."""
    return posixpath.relpath(path, posixpath.dirname(FACTSHEET))


def _licences(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The title of each licence and its address, which is empty where it is none of the web."""
    for licence in raw.get("licenses", []):
        address = str(licence.get("path", ""))
        web = address.startswith(("https://", "http://"))
        yield str(licence.get("title", licence.get("name", address))), address if web else ""


def _in_styles(citation: Citation) -> dict[str, str]:
    return {style: written([citation], style) for style in STYLES}


class _Writer:
    """Gathers what the page says from the tables."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.rows = {table.name: rows_of(context.frames[table.name]) for table in context.package.curated}
        self.citations = Citations(Curated(context.package, self.rows))
        self.figures = reading_order(context.frames)

    def cards(self) -> Iterator[Card]:
        """A card a figure, as people read them."""
        return map(self._card, self.figures)

    def caveats(self, figure_id: str | None) -> tuple[Caveat, ...]:
        """The caveats of a figure, or of the article as a whole: ``contradicted`` first, as the codes are ordered."""
        kinds = next(column for column in self.context.package.tables["caveats"].fields if column.name == "kind").codes
        own = [row for row in self.rows["caveats"] if row["figure_id"] == figure_id]
        own.sort(key=lambda row: kinds.index(row["kind"]))
        return tuple(Caveat(row["kind"], row["caveat"], tuple(self._evidence(row))) for row in own)

    def _card(self, row: Row) -> Card:
        hedge, number, what = split(row)
        figure_id = row["figure_id"]
        citation = self.citations.figure(figure_id)
        strip = strip_of(self.context.frames, figure_id)
        data_set = citation.data_set
        data = f"{data_set.title}, version {data_set.version}"
        svg = picture(self.context.frames, figure_id, strip, data) if strip else ""
        definitions = {each["indicator_id"]: each["definition"] for each in self.rows["indicators"]}
        return Card(
            row=row,
            hedge=hedge,
            number=number,
            what=what,
            definition=definitions[row["indicator_id"]],
            claimant=self._claimant(row),
            actors=phrases.listed(items_of(row["actors"])) if row["actors"] else "",
            solid=tuple(phrases.how_solid(self._support[figure_id], row, self._comparable[figure_id]).split("; ")),
            quotes=tuple(self._quotes(figure_id)),
            caveats=self.caveats(figure_id),
            whole=next((each for each in self.figures if each["figure_id"] == row["part_of"]), None),
            parts=tuple(self._parts(figure_id)),
            strip=strip,
            languages={each["comparison_id"]: each["value_language"] for each in self.rows["comparisons"]},
            picture=base64.b64encode(svg.encode("utf-8")).decode("ascii"),
            sentence=citation.sentence,
            citations=_in_styles(citation),
        )

    @cached_property
    def _support(self) -> dict[str, Row]:
        return {row["figure_id"]: row for row in rows_of(self.context.frames["figure_support"])}

    @cached_property
    def _comparable(self) -> Mapping[str, list[Row]]:
        return comparable_by_figure(self.context.frames)

    @cached_property
    def _names(self) -> dict[str, Row]:
        return {row["actor_id"]: row for row in self.rows["actors"]}

    def _claimant(self, row: Row) -> str:
        if row["claimant_id"] is None:
            return ""
        actor = self._names[row["claimant_id"]]
        return f"{actor['name']} ({actor['abbreviation']})" if actor["abbreviation"] else str(actor["name"])

    def _evidence(self, caveat: Row) -> Iterator[Page]:
        read_in = {row["comparison_id"]: row["source_id"] for row in self.rows["comparisons"]}
        sources = {row["source_id"]: row for row in self.rows["sources"]}
        ids = [*map(read_in.__getitem__, items_of(caveat["comparison_ids"])), *items_of(caveat["source_ids"])]
        for source in map(sources.__getitem__, dict.fromkeys(ids)):
            yield Page(self._names[source["publisher_id"]]["name"], source["url"])

    def _quotes(self, figure_id: str) -> Iterator[Quote]:
        anchors = {row["provenance_id"]: row for row in self.rows["provenance"]}
        own = [row for row in anchors.values() if row["figure_id"] == figure_id]
        for row in sorted(own, key=lambda row: (row["start"], row["end"], row["provenance_id"])):
            stands_for = anchors[row["context_of"]]["exact"] if row["context_of"] else ""
            yield Quote(row["field"].replace("_", " "), row["exact"], stands_for)

    def _parts(self, figure_id: str) -> Iterator[Part]:
        rows = [row for theme in themes(self.context.frames) for row in rows_of(self.context.frames[theme])]
        parts = [row for row in rows if row["part_of"] == figure_id and row.get("share_percent") is not None]
        for row in sorted(parts, key=lambda row: (row["origin"] == "remainder", -row["value"])):
            described = row["origin"] != "remainder"
            whole = next(each["counted"] for each in rows if each["statement_id"] == figure_id)
            counted = row["counted"].removeprefix(f"{whole} ")
            yield Part(phrases.value_label(row), counted, row["share_percent"], described)


def split(row: Row) -> tuple[str, str, str]:
    """A figure's phrase in three: hedge, number and the rest: ("more than", "220,000", "people killed, Syria")."""
    words, phrase = phrases.value_words(row), str(row["display"])
    if not phrase.startswith(words):
        return "", phrase, ""
    rest = phrase.removeprefix(words).strip()
    if row["quantifier"] in ("between", "indefinite"):
        return "", words, rest
    number = phrases.number(row["value"], row["unit"])
    return words.removesuffix(number).strip(), number, rest
