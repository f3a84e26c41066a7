"""The factsheet: one page in HTML for people who do not code, with what a report writer must know of each figure.

The page needs nothing but itself: style, script and the pictures of the marks are inside, and no request leaves it. All
words come from the tables through a template that escapes them; an address that is not of the web becomes text.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, count, groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import phrases
from .charts import alt_texts, marks
from .charts.frame import kind_words, names_of, sentence
from .charts.statements import GROUPS, Entry, entries_of, shown_names, statements_of
from .charts.style import COLOURS
from .citation import Citations
from .derive import reading_order
from .descriptor import DERIVED, Package
from .findings import with_noun
from .tables import Files, Frames, Row, items, records

FACTSHEET = f"{DERIVED}factsheet.html"
TEMPLATES = Path(__file__).parent / "templates"
MARKS = 280.0  # the width of the picture of a line's marks, in its own units
STYLE_NAMES = {"text": "Plain text", "apa": "APA", "un": "UN", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
GIVING = {  # what reports do, by their relation: one, several
    "same_value": ("gives the same number", "give the same number"),
    "other_value": ("gives another number", "give another number"),
    "other_scope": ("counts something else, or may", "count something else, or may"),
    "other_time": ("is for other days", "are for other days"),
}
COMPARABILITY = {
    "same": "the same thing counted",
    "narrower": "a part of it counted",
    "broader": "more counted",
    "other_method": "another method",
    "unclear": "unclear whether the same is counted",
}
FIELDS = {
    "indicator": "what happened",
    "counted": "what is counted",
    "value": "number",
    "period": "date",
    "claimant": "who says so",
    "actor": "who did it",
    "part_of": "part of a whole",
}
LIGHT = ("unlit", "context", "stated")  # how a quote stands on the bar: what is drawn later covers the earlier
PICTURES = {".svg": "SVG", ".png": "PNG"}


def make_factsheet(package: Package, tables: Frames, files: Files) -> Files:
    """The factsheet by its path; ``files`` are the charts by path, which the page links to."""
    return {FACTSHEET: page(package, tables, files).encode("utf-8")}


def page(package: Package, tables: Frames, files: Files) -> str:
    """The factsheet as HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"web": web, "sentence": sentence, "kind": kind_words}
    environment.globals |= {"phrases": phrases, "GROUPS": GROUPS, "COMPARABILITY": COMPARABILITY, "link": link}
    css = environment.get_template("factsheet.css").render(colours=COLOURS)
    script = (TEMPLATES / "factsheet.js").read_text("utf-8")
    view = View(package, tables, files)
    return environment.get_template("factsheet.html.j2").render(
        view=view,
        package=package,
        cards=[view.card(figures) for figures in view.wholes()],
        policy=policy(css, script),
        css=css,
        script=script,
        metadata=metadata(package, view),
    )


def policy(css: str, script: str) -> str:
    """The content security policy: this style and this script, and nothing else."""
    style, code = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, script))
    allowed = f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{code}'; img-src data:"
    return f"{allowed}; base-uri 'none'; form-action 'none'"


def web(address: str | None) -> str:
    """The address if it is one of the web, else "": no cell can become a script."""
    return address if address and address.lower().startswith(("https://", "http://")) else ""


def link(path: str) -> str:
    """The address of a file of the package, seen from the factsheet."""
    return posixpath.relpath(path, posixpath.dirname(FACTSHEET))


def split(figure: Row) -> tuple[str, str, str]:
    """A figure's phrase in three: hedge, number and the rest: ("more than", "220,000", "people killed, Syria")."""
    words, phrase = phrases.value_words(figure), str(figure["display"])
    if not phrase.startswith(words):
        return "", phrase, ""
    rest = phrase.removeprefix(words).strip()
    if figure["quantifier"] in ("between", "indefinite"):
        return "", words, rest
    number = phrases.number(figure["value"], figure["unit"])
    return words.removesuffix(number).strip(), number, rest


class View:
    """What the page says, gathered from the tables for the template."""

    def __init__(self, package: Package, tables: Frames, files: Files) -> None:
        self.package, self.tables, self.files = package, tables, files
        self.rows = {name: records(frame) for name, frame in tables.items()}
        self.figures = reading_order(tables)
        self.citations = Citations(package, tables)
        self.styles = {style: STYLE_NAMES.get(style, style.capitalize()) for style in self.citations.styles}
        self.support = {row["figure_id"]: row for row in self.rows["figure_support"]}
        self.compared = {row["comparison_id"]: row for row in self.rows["comparisons_labelled"]}
        self.indicators = {row["indicator_id"]: row for row in self.rows["indicators"]}
        self.statements = [row for figure in self.figures for row in statements_of(tables, figure)]
        self.names = "".join(names for _, names in names_of(tables, shown_names(self.statements)))
        self.charts = [row for row in alt_texts(package, tables) if row["path"] in files]
        self._numbers = count(1)

    @cached_property
    def sources(self) -> dict[str, Row]:
        """What is said of a source, by its id: the articles first, then by name, numbered as in the printed list."""
        names = {row["actor_id"]: row["name"] for row in self.rows["actors"]}
        articles = [figure["source_id"] for figure in self.figures]
        rows: list[Row] = [
            {**row, "name": names[row["publisher_id"]], "agency": names.get(row["agency_id"])}
            for row in self.rows["sources"]
        ]
        rows.sort(key=lambda row: (row["source_id"] not in articles, row["name"].lower(), row["source_id"]))
        return {
            row["source_id"]: {**row, "number": number, "is_article": row["source_id"] in articles}
            for number, row in enumerate(rows, 1)
        }

    @property
    def licences(self) -> Iterator[tuple[str, str]]:
        """The title of each licence and its address, which is empty where it is not of the web."""
        for licence in self.package.descriptor.get("licenses", []):
            yield str(licence.get("title", licence.get("name", ""))), web(licence.get("path"))

    @property
    def signs(self) -> Iterator[tuple[str, str]]:
        """The signs that the strips have, as SVG, each with its words."""
        used = {marks.sign_of(row) for row in self.statements}
        for sign, words in marks.SIGNS.items():
            if sign in used:
                shapes = marks.svg_of(marks.sample(sign, 0, 6), prefix=f"key-{sign}-", themed=True)
                size = f'width="{marks.sample_width(sign) + 2}" height="12"'
                yield f'<svg {size} aria-hidden="true" focusable="false">{shapes}</svg>', words

    def wholes(self) -> Iterator[list[Row]]:
        """The figures as people read them, a whole together with its parts."""
        for _, figures in groupby(self.figures, key=lambda figure: figure["part_of"] or figure["figure_id"]):
            yield list(figures)

    def card(self, figures: list[Row]) -> Row:
        """What stands on the card of a figure and of its parts."""
        first, ids = figures[0], [figure["figure_id"] for figure in figures]
        statements = [row for row in self.statements if row["figure_id"] in ids]
        strips = [(figure, self.groups(figure)) for figure in figures]
        hedge, number, what = split(first)
        return {
            **first,
            "hedge": hedge,
            "number": number,
            "what": what,
            "figures": figures,
            "support": self.support[first["figure_id"]],
            "disputed": any(self.support[each]["disputed"] for each in ids),
            "caveats": self.caveats(ids[:1]),
            "caveats_of_parts": self.caveats(ids[1:]),
            "shares": _shares(first, self.rows[first["theme"]]),
            "scale": marks.strip_scale(statements, MARKS),
            "strips": strips,
            "description": _description(first, strips[0][1]),
            "quotes": _quotes(self.rows["provenance"], ids),
            "bar": self.bar(first, ids),
            "saved": list(self.saved(first["figure_id"])),
        }

    def groups(self, figure: Row) -> dict[str, list[Entry]]:
        """The lines of the strip of a figure by relation, its own under ""."""
        return entries_of(row for row in self.statements if row["figure_id"] == figure["figure_id"])

    def mark(self, entry: Entry, scale: marks.Scale) -> str:
        """The mark of a line as SVG; no two have the same ids."""
        return marks.strip([entry.row], scale, MARKS, prefix=f"s{next(self._numbers)}-")

    def numbers(self, entry: Entry) -> list[int]:
        """The numbers of the pages of a line in the printed list."""
        return list(dict.fromkeys(self.sources[row["source_id"]]["number"] for row in entry.rows))

    def via(self, row: Row) -> str:
        """Where one report was read."""
        return Entry((row,)).via

    def saved(self, figure_id: str) -> Iterator[tuple[str, str]]:
        """The pictures of a figure: what each is, and its address."""
        for path in map(Path, self.files):
            if path.stem == figure_id and path.suffix in PICTURES:
                card = "card for slides, " if path.parent.name == "cards" else ""
                yield card + PICTURES[path.suffix], link(path.as_posix())

    def caveats(self, ids: list[str] | list[None]) -> list[Row]:
        """The caveats of figures, or of the article as a whole, in the order of their kinds, with their pages."""
        kinds = next(column for column in self.package.tables["caveats"].fields if column.name == "kind").codes
        own = [row for row in self.rows["caveats"] if row["figure_id"] in ids]
        own.sort(key=lambda row: (kinds.index(row["kind"]), ids.index(row["figure_id"])))
        return [{**row, "evidence": self.evidence(row)} for row in own]

    def evidence(self, caveat: Row) -> list[Row]:
        """The pages that a caveat rests on, each once."""
        read_in = [self.compared[each]["source_id"] for each in items(caveat["comparison_ids"])]
        return [self.sources[each] for each in dict.fromkeys([*read_in, *items(caveat["source_ids"])])]

    def bar(self, figure: Row, ids: list[str]) -> list[Row]:
        """The quotes as places on a bar as long as the article, in per cent; first those of other figures."""
        length = self.sources[figure["source_id"]]["text_characters"]
        same_text = {each["figure_id"] for each in self.figures if length and each["source_id"] == figure["source_id"]}
        places = {
            (LIGHT.index(row["basis"]) if row["figure_id"] in ids else 0, row["start"], row["end"])
            for row in self.rows["provenance"]
            if row["figure_id"] in same_text
        }
        return [
            {"light": LIGHT[light], "at": start, "x": start * 100 / length, "width": (end - start) * 100 / length}
            for light, start, end in sorted(places)
        ]


def _description(figure: Row, groups: dict[str, list[Entry]]) -> str:
    """What is to be seen in a strip, in a sentence."""
    found = {name: sum(len(entry.rows) for entry in groups.get(name, [])) for name in GIVING}
    parts = [f"{number} {GIVING[name][number > 1]}" for name, number in found.items() if number]
    others = with_noun(sum(found.values()), "other report")
    return f"{others} beside the article’s {phrases.value_words(figure)}: {', '.join(parts)}."


def _shares(whole: Row, statements: Iterable[Row]) -> list[Row]:
    """The parts of a whole with where each begins on a bar, in per cent; what is not described comes last."""
    parts = [row for row in statements if row["part_of"] == whole["figure_id"] and row["share_percent"] is not None]
    parts.sort(key=lambda row: (row["origin"] == "remainder", -row["value"]))
    starts = accumulate((row["share_percent"] for row in parts), initial=0)
    return [{**row, "start": start} for row, start in zip(parts, starts, strict=False)]


def _quotes(provenance: list[Row], ids: list[str]) -> list[Row]:
    """The quoted words of figures in the order of the article, each once, with the cells that they carry."""
    anchors = {row["provenance_id"]: row for row in provenance}
    own = sorted((row for row in provenance if row["figure_id"] in ids), key=lambda row: (row["start"], row["end"]))
    quotes = []
    for _, same in groupby(own, key=lambda row: (row["start"], row["end"])):
        first, *more = same
        fields = dict.fromkeys(_field(row, anchors) for row in (first, *more))
        quotes.append({"words": first["exact"], "light": first["basis"], "at": first["start"], "fields": list(fields)})
    return quotes


def _field(anchor: Row, anchors: dict[str, Row]) -> str:
    name = FIELDS.get(anchor["field"], anchor["field"].replace("_", " "))
    return f"{name}: “{anchors[anchor['context_of']]['exact']}”" if anchor["context_of"] else name


# For machines


def metadata(package: Package, view: View) -> dict[str, Any]:
    """The data set in the words of schema.org; every name and address is the descriptor's or the tables' own."""
    raw, figures = package.descriptor, view.figures
    days = [day for figure in figures for day in (figure["period_start"], figure["period_end"]) if day]
    given = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package.title,
        "alternateName": package.name,
        "description": raw.get("description"),
        "url": raw.get("homepage"),
        "identifier": raw.get("id"),
        "version": package.version,
        "datePublished": package.created and str(package.created),
        "temporalCoverage": f"{min(days)}/{max(days)}" if days else None,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "keywords": raw.get("keywords"),
        "license": [address for _, address in view.licences if address][:1],
        "creator": [{"@type": "Organization", "name": each["title"]} for each in raw.get("contributors", [])],
        "isBasedOn": [_work(row) for row in view.sources.values() if row["is_article"]],
        "citation": [_work(row) for row in view.sources.values() if not row["is_article"]],
        "spatialCoverage": list({figure["place_id"]: _place(figure) for figure in figures}.values()),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": row["label"], "description": row["definition"], "unitText": row["unit"]}
            for row in view.indicators.values()
        ],
        "distribution": [
            {"@type": "DataDownload", "name": table.title, "encodingFormat": "text/csv", "contentUrl": link(table.path)}
            for table in package.tables.values()
        ],
    }
    return {name: value for name, value in given.items() if value}


def _work(source: Row) -> Row:
    kind = "NewsArticle" if source["kind"] in ("news_article", "wire_copy") else "CreativeWork"
    work = {"@type": kind, "name": source["title"], "url": web(source["url"])}
    work["datePublished"] = str(source["published_on"] or source["published_month"] or "")
    return {name: value for name, value in work.items() if value} | {
        "publisher": {"@type": "Organization", "name": source["name"]}
    }


def _place(figure: Row) -> Row:
    place: Row = {"@type": "Place", "name": figure["place"]}
    if figure["latitude"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": figure["latitude"], "longitude": figure["longitude"]}
    return place
