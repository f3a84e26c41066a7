"""The factsheet: one page in HTML for people who do not code, with what a report writer must know of each figure.

The page needs nothing but itself: style, script and pictures of the marks are inside, and no request leaves it. All
words come from the tables through a template that escapes them; an address that is not of the web becomes text.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, cycle, groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import phrases
from .charts import marks
from .charts.frame import kind_words, names_of, sentence
from .charts.statements import GROUPS, Entry, entries_of, shown_names, statements_of
from .charts.style import COLOURS
from .citation import Citations
from .derive import reading_order
from .descriptor import DERIVED, Package
from .tables import Files, Frames, Row, items, records

FACTSHEET = f"{DERIVED}factsheet.html"
TEMPLATES = Path(__file__).parent / "templates"
MARKS = 280.0  # the width of the picture of a line's marks, in its own units
STYLE_NAMES = {"text": "Plain text", "apa": "APA", "un": "UN", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
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
PICTURES = {".svg": "SVG", ".png": "PNG"}
SHADES = ("first", "second", "third", "fourth")


def make_factsheet(package: Package, tables: Frames, files: Files) -> Files:
    """The factsheet by its path; ``files`` are the charts by path, which the page links to."""
    return {FACTSHEET: page(package, tables, files).encode("utf-8")}


def page(package: Package, tables: Frames, files: Files) -> str:
    """The factsheet as HTML."""
    view = _View(package, tables, files)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": phrases.day, "in_prose": phrases.in_prose, "web": web}
    css = environment.get_template("factsheet.css").render(colours=COLOURS)
    script = (TEMPLATES / "factsheet.js").read_text("utf-8")
    cards = [view.card(rows) for rows in view.wholes()]
    return environment.get_template("factsheet.html.j2").render(
        package=package,
        description=str(package.descriptor.get("description", "")),
        policy=policy(css, script),
        css=css,
        script=script,
        metadata=metadata(package, tables),
        works=[view.sources[source_id] for source_id in view.articles],
        cards=cards,
        caveats=view.caveats([None]),
        key=view.key(),
        names=view.names(),
        styles={style: STYLE_NAMES.get(style, style.capitalize()) for style in view.citations.styles},
        sources=list(view.sources.values()),
        charts=[(path, row["title"]) for path, row in view.pictures.items()],
        licences=list(_licences(package)),
        link=_link,
    )


def policy(css: str, script: str) -> str:
    """The content security policy: this style and this script, and nothing else."""
    style, code = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{code}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def web(address: str | None) -> str:
    """The address if it is one of the web, else "": no cell can become a script."""
    return address if address and address.lower().startswith(("https://", "http://")) else ""


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


def _link(path: str) -> str:
    """The address of a file of the package, seen from the factsheet."""
    return posixpath.relpath(path, posixpath.dirname(FACTSHEET))


def _licences(package: Package) -> Iterator[tuple[str, str]]:
    """The title of each licence and its address, which is empty where it is not of the web."""
    for licence in package.descriptor.get("licenses", []):
        yield str(licence.get("title", licence.get("name", ""))), web(licence.get("path"))


class _View:
    """What the page says, gathered from the tables."""

    def __init__(self, package: Package, tables: Frames, files: Files) -> None:
        self.package = package
        self.tables = tables
        self.files = files
        self.drawn = 0  # lines so far: the ids of each picture begin with its number
        self.rows = {name: records(frame) for name, frame in tables.items()}
        self.figures = reading_order(tables)
        self.citations = Citations(package, tables)
        self.articles = list(dict.fromkeys(figure["source_id"] for figure in self.figures))
        self.support = {row["figure_id"]: row for row in self.rows["figure_support"]}
        self.compared = {row["comparison_id"]: row for row in self.rows["comparisons_labelled"]}
        self.definitions = {row["indicator_id"]: row["definition"] for row in self.rows["indicators"]}
        self.pictures = {row["path"]: row for row in self.rows["alt_texts"]}

    @cached_property
    def sources(self) -> dict[str, Row]:
        """What is said of a source, by its id: the articles first, then by name, numbered as in the printed list."""
        names = {row["actor_id"]: row["name"] for row in self.rows["actors"]}
        rows = [
            {
                **row,
                "name": names[row["publisher_id"]],
                "agency": names.get(row["agency_id"]),
                "published": phrases.published(row),
                "shown": unquote(row["url"] or ""),
            }
            for row in self.rows["sources"]
        ]
        rows.sort(key=lambda row: (row["source_id"] not in self.articles, row["name"].lower(), row["source_id"]))
        return {row["source_id"]: {**row, "number": number} for number, row in enumerate(rows, 1)}

    def wholes(self) -> Iterator[list[Row]]:
        """The figures as people read them, a whole together with its parts."""
        for _, rows in groupby(self.figures, key=lambda figure: figure["part_of"] or figure["figure_id"]):
            yield list(rows)

    def card(self, figures: list[Row]) -> Row:
        """What stands on the card of a figure and of its parts."""
        first, ids = figures[0], [figure["figure_id"] for figure in figures]
        statements = [row for figure in figures for row in statements_of(self.tables, figure)]
        strips = [self.strip(figure, statements) for figure in figures]
        caveats = self.caveats(ids[:1])
        disputed = any(self.support[each]["disputed"] for each in ids)
        return {
            **self.figure(first),
            "figures": figures,
            "headline": first["headline"],
            "short": short(first),
            "actors": phrases.listed(items(first["actors"])) if first["actors"] and first["claimant"] else "",
            "definition": self.definitions[first["indicator_id"]],
            "notes": list(dict.fromkeys(figure["note"] for figure in figures if figure["note"])),
            "filter": {"data-disputed": "yes" if disputed else "no"},
            "disputes": [row["kind"] for row in caveats if row["kind"] in phrases.DISPUTES],
            "caveats": caveats,
            "caveats_of_parts": self.caveats(ids[1:]),
            "parts": phrases.listed(f"{part['value_label']} {part['counted']}" for part in figures[1:])
            if figures[1:]
            else "",
            "shares": [self.share(part) for part in _shares(first, self.rows[first["theme"]])],
            "ticks": [phrases.number(tick, first["unit"]) for tick in marks.scale_of(statements).ticks],
            "strips": strips[:1] + [strip for strip in strips[1:] if strip["groups"]],
            "description": self.description(first["figure_id"]),
            "reports": [self.report(row) for row in _in_order(statements)],
            "quotes": _quotes(self.rows["provenance"], ids),
            "bar": self.bar(first, ids),
            "cited": [self.cited(figure) for figure in figures],
            "saved": list(self.saved(first["figure_id"])),
        }

    def figure(self, figure: Row) -> Row:
        """A figure with its phrase in three, who says so and how solid it is."""
        hedge, number, what = split(figure)
        support = self.support[figure["figure_id"]]
        return {
            **figure,
            "hedge": hedge,
            "number": number,
            "what": what,
            "attribution": sentence(phrases.attribution(figure)),
            "date": sentence(figure["date_text"]),
            "matches": sentence(phrases.matches(support)),
            "solid": sentence(phrases.how_solid(support, figure)),
        }

    def strip(self, figure: Row, statements: list[Row]) -> Row:
        """The line of a figure and those of others in groups, on the scale of all ``statements`` of its card.

        The lines of a part that say the same as it are left to the words beside it.
        """
        scale = marks.strip_scale(statements, MARKS)
        entries = entries_of(row for row in statements if row["figure_id"] == figure["figure_id"])
        shown = [name for name in GROUPS if name in entries and not (figure["part_of"] and name == "same_value")]
        groups = [(GROUPS[name], [self.line(entry, scale) for entry in entries[name]]) for name in shown]
        part = f"Of these: {figure['value_label']} {figure['counted']}" if figure["part_of"] else ""
        return {"part": part, "own": self.line(entries[""][0], scale), "groups": groups}

    def line(self, entry: Entry, scale: marks.Scale) -> Row:
        """One line of a strip: its number, its mark and what stands beside it."""
        row = entry.row
        self.drawn += 1
        return {
            "label": row["value_label"],
            "words": phrases.value_words(row),
            "mark": marks.strip([row], scale, MARKS, prefix=f"s{self.drawn}-"),
            "who": entry.who,
            "via": entry.via,
            "when": entry.when,
            "counted": row["counted"] if row["comparability"] not in (None, "same") else "",
            "pages": dict.fromkeys(self.sources[each["source_id"]]["number"] for each in entry.rows),
            "same": row["comparability"] == "same",
        }

    def share(self, part: Row) -> Row:
        """A part of a whole, with how solid it is where the article describes it."""
        described = part["origin"] == "article"
        matches = phrases.matches(self.support[part["figure_id"]]) if described else ""
        return {**part, "matches": matches}

    def cited(self, figure: Row) -> Row:
        """The citations of a figure by style."""
        texts = {style: self.citations.figure(figure["figure_id"], style) for style in self.citations.styles}
        return {"id": figure["figure_id"], "name": figure["display"], "texts": texts}

    def saved(self, figure_id: str) -> Iterator[tuple[str, str]]:
        """The pictures of a figure: what each is, and its address."""
        for path in map(Path, self.files):
            if path.stem == figure_id and path.suffix in PICTURES:
                card = "card for slides, " if path.parent.name == "cards" else ""
                yield card + PICTURES[path.suffix], _link(path.as_posix())

    def report(self, row: Row) -> Row:
        """A row of the table under a strip: one report, its words, its page and our note."""
        compared = self.compared[row["statement_id"]]
        return {
            **compared,
            "who": row["claimant"] or "No source named",
            "via": Entry((row,)).via,
            "compared": f"{COMPARABILITY[row['comparability']]}; {GROUPS[row['relation']].lower()}",
            "same": row["comparability"] == "same",
        }

    def caveats(self, ids: list[str] | list[None]) -> list[Row]:
        """The caveats of figures, or of the article as a whole, in the order of their kinds, each once."""
        kinds = next(column for column in self.package.tables["caveats"].fields if column.name == "kind").codes
        own = [row for row in self.rows["caveats"] if row["figure_id"] in ids]
        own.sort(key=lambda row: (kinds.index(row["kind"]), ids.index(row["figure_id"])))
        return [{**row, "label": kind_words(row["kind"]), "evidence": self.evidence(row)} for row in own]

    def evidence(self, caveat: Row) -> list[Row]:
        """The pages that a caveat rests on, each once."""
        read_in = [self.compared[each]["source_id"] for each in items(caveat["comparison_ids"])]
        return [self.sources[each] for each in dict.fromkeys([*read_in, *items(caveat["source_ids"])])]

    def description(self, figure_id: str) -> str:
        """What is to be seen in the chart of a figure, in a sentence or two."""
        row = self.pictures.get(f"{DERIVED}charts/{figure_id}.svg")
        return str(row["alt_text"]) if row else ""

    def bar(self, figure: Row, ids: list[str]) -> list[Row]:
        """The quotes as places on a bar as long as the article, in per cent; first those of other figures."""
        length = self.sources[figure["source_id"]]["text_characters"]
        same_text = {each["figure_id"] for each in self.figures if each["source_id"] == figure["source_id"]}
        anchors = [row for row in self.rows["provenance"] if length and row["figure_id"] in same_text]
        lit = [
            {
                "light": row["basis"] if row["figure_id"] in ids else "unlit",
                "at": row["start"],
                "start": round(row["start"] * 100 / length, 2),
                "width": round((row["end"] - row["start"]) * 100 / length, 2),
            }
            for row in anchors
        ]
        order = ("unlit", "context", "stated")
        unique = {(each["light"], each["start"], each["width"]): each for each in lit}
        return sorted(unique.values(), key=lambda each: (order.index(each["light"]), each["start"]))

    def statements(self) -> list[Row]:
        """What the article and others state, of all figures."""
        return [row for figure in self.figures for row in statements_of(self.tables, figure)]

    def names(self) -> str:
        """The short names of the strips, spelled out."""
        return "".join(names for _, names in names_of(self.tables, shown_names(self.statements())))

    def key(self) -> list[Row]:
        """The signs that the page has, each with its words."""
        signs = {marks.sign_of(row) for row in self.statements()}
        return [{"words": words, "sample": _sample(sign)} for sign, words in marks.SIGNS.items() if sign in signs]


def _sample(sign: str) -> str:
    width = marks.sample_width(sign)
    shapes = marks.svg_of(marks.sample(sign, 0, 6), prefix=f"key-{sign}-", themed=True)
    return f'<svg class="sample" width="{width + 2}" height="12" aria-hidden="true" focusable="false">{shapes}</svg>'


def short(figure: Row) -> str:
    """A figure in a few words, for the row of links: "more than 220,000 people"."""
    words = phrases.value_words(figure)
    of = "of the " if figure["unit"] == "percent" else "of " if figure["quantifier"] == "indefinite" else ""
    return f"{words} {of}{figure['counted']}"


def _in_order(statements: Iterable[Row]) -> list[Row]:
    """The statements of others as the strip has them: by relation, then by day."""
    groups = entries_of(row for row in statements if row["origin"] == "comparison")
    return [row for entries in groups.values() for entry in entries for row in entry.rows]


def _shares(whole: Row, statements: list[Row]) -> list[Row]:
    """The parts of a whole with where each begins on a bar, in per cent; what is not described comes last."""
    parts = [row for row in statements if row["part_of"] == whole["figure_id"] and row["share_percent"] is not None]
    parts.sort(key=lambda row: (row["origin"] == "remainder", -row["value"]))
    starts = accumulate((row["share_percent"] for row in parts), initial=0)
    shades = {row["statement_id"]: shade for row, shade in zip(parts, cycle(SHADES))}
    return [
        {**row, "start": start, "shade": shades[row["statement_id"]] if row["origin"] == "article" else "unsaid"}
        for row, start in zip(parts, starts, strict=False)
    ]


def _quotes(provenance: list[Row], ids: list[str]) -> list[Row]:
    """The quoted words of figures in the order of the article, each once, with the cells that they carry."""
    anchors = {row["provenance_id"]: row for row in provenance}
    own = sorted((row for row in provenance if row["figure_id"] in ids), key=lambda row: (row["start"], row["end"]))
    quotes = []
    for _, rows in groupby(own, key=lambda row: (row["start"], row["end"])):
        same = list(rows)
        fields = dict.fromkeys(_field(row, anchors) for row in same)
        quotes.append(
            {"words": same[0]["exact"], "light": same[0]["basis"], "at": same[0]["start"], "fields": list(fields)}
        )
    return quotes


def _field(anchor: Row, anchors: dict[str, Row]) -> str:
    name = FIELDS.get(anchor["field"], anchor["field"].replace("_", " "))
    return f"{name}: “{anchors[anchor['context_of']]['exact']}”" if anchor["context_of"] else name


def metadata(package: Package, tables: Frames) -> dict[str, Any]:
    """The data set in the words of schema.org; every name and address is the descriptor's or the tables' own."""
    raw = package.descriptor
    figures, sources, actors = (records(tables[name]) for name in ("figures_labelled", "sources", "actors"))
    names = {row["actor_id"]: row["name"] for row in actors}
    articles = [row for row in sources if row["source_id"] in {figure["source_id"] for figure in figures}]
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
        "datePublished": str(package.created) if package.created else None,
        "temporalCoverage": f"{min(days)}/{max(days)}" if days else None,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "keywords": raw.get("keywords"),
        "license": [address for _, address in _licences(package) if address][:1],
        "creator": [{"@type": "Organization", "name": each["title"]} for each in raw.get("contributors", [])],
        "isBasedOn": [_work(row, names) for row in articles],
        "citation": [_work(row, names) for row in sources if row not in articles],
        "spatialCoverage": list({figure["place_id"]: _place(figure) for figure in figures}.values()),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": row["label"], "description": row["definition"], "unitText": row["unit"]}
            for row in records(tables["indicators"])
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "encodingFormat": "text/csv",
                "contentUrl": _link(table.path),
            }
            for table in package.tables.values()
        ],
    }
    return {name: value for name, value in given.items() if value}


def _work(source: Row, names: dict[str, str]) -> Row:
    """A source in the words of schema.org."""
    day = str(source["published_on"] or source["published_month"] or "")
    kind = "NewsArticle" if source["kind"] in ("news_article", "wire_copy") else "CreativeWork"
    publisher = {"@type": "Organization", "name": names[source["publisher_id"]]}
    work = {
        "@type": kind,
        "name": source["title"],
        "url": web(source["url"]),
        "datePublished": day,
        "publisher": publisher,
    }
    return {name: value for name, value in work.items() if value}


def _place(figure: Row) -> Row:
    place: Row = {"@type": "Place", "name": figure["place"]}
    if figure["latitude"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": figure["latitude"], "longitude": figure["longitude"]}
    return place
