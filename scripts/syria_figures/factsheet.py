"""The factsheet: one page in HTML for people who do not code, with what a report writer must know about each figure.

The page needs nothing but itself: style, script and the pictures of the marks are inside, and no request leaves it. All
words come from the tables through a template that escapes them; an address that is not of the web becomes text.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from pathlib import Path

from jinja2 import StrictUndefined

from . import phrases
from .charts import alt_texts, marks
from .charts.frame import names_of
from .charts.statements import GROUPS, Entry, entries_of, have_shares, parts_of, shown_names, statements_of
from .charts.style import COLOURS
from .citation import Citations
from .derive import reading_order
from .descriptor import Package
from .docs import FACTSHEET, TEMPLATES, templates
from .findings import with_noun
from .tables import Files, Frames, Row, items, records

LIGHT = ("unlit", "context", "stated")  # how a quote looks on the bar: what is drawn later covers what came before


def make_factsheet(package: Package, tables: Frames) -> Files:
    """The factsheet by its path."""
    environment = templates(autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"web": web, "link": link, "digest": digest}
    environment.filters |= {"capital": phrases.capital, "kind": phrases.kind_words}
    environment.globals |= {"phrases": phrases, "marks": marks}
    environment.globals |= {"GROUPS": GROUPS, "Entry": Entry, "with_noun": with_noun}
    environment.tests["shared"] = have_shares
    html = environment.get_template("factsheet.html.j2").render(
        view=View(package, tables),
        package=package,
        css=environment.get_template("factsheet.css").render(colours=COLOURS),
        script=(TEMPLATES / "factsheet.js").read_text("utf-8"),
    )
    return {FACTSHEET: html.encode("utf-8")}


def web(address: str | None) -> str:
    """The address if it is one of the web, else "": no cell can become a script."""
    return address if address and address.lower().startswith(("https://", "http://")) else ""


def link(path: str) -> str:
    """The address of a file of the package, seen from the factsheet."""
    return posixpath.relpath(path, posixpath.dirname(FACTSHEET))


def digest(text: str) -> str:
    """The hash by which the content security policy knows a style or a script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


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

    def __init__(self, package: Package, tables: Frames) -> None:
        self.tables = tables
        self.figures = reading_order(tables)
        self.citations = Citations(package, tables)
        self.charts = alt_texts(tables)
        self.rows = {name: records(frame) for name, frame in tables.items()}
        self.rows["provenance"] = records(tables["provenance"].sort_values(["start", "end"], kind="stable"))
        kinds, order = list(tables["caveats"]["kind"].cat.categories), [None, *self.citations.displays()]
        self.rows["caveats"].sort(key=lambda row: (kinds.index(row["kind"]), order.index(row["figure_id"])))
        self.by_id = {figure["figure_id"]: figure for figure in self.figures}
        self.compared = {row["comparison_id"]: row for row in self.rows["comparisons_labelled"]}
        self.indicators = {row["indicator_id"]: row for row in self.rows["indicators"]}
        self.anchors = {row["provenance_id"]: row for row in self.rows["provenance"]}
        self.statements = [row for figure in self.figures for row in statements_of(tables, figure)]
        self.names = names_of(tables, shown_names(self.statements))

    @cached_property
    def sources(self) -> dict[str, Row]:
        """What is said about a source, by its id: the articles first, then by name, numbered as in the printed list."""
        names = {row["actor_id"]: row["name"] for row in self.rows["actors"]}
        articles = {figure["source_id"] for figure in self.figures}
        rows = self.rows["sources"]
        for row in rows:
            row["name"], row["agency"] = names[row["publisher_id"]], names.get(row["agency_id"])
            row["is_article"] = row["source_id"] in articles
        rows.sort(key=lambda row: (not row["is_article"], row["name"].lower(), row["source_id"]))
        return {row["source_id"]: {**row, "number": number} for number, row in enumerate(rows, 1)}

    @property
    def signs(self) -> Iterator[tuple[str, str]]:
        """The signs that the strips have, as SVG, each with its words."""
        used = {marks.sign_of(row) for row in self.statements} | {"article"} | ({"others"} if self.compared else set())
        for sign, words in ({"article": "the article"} | marks.SIGNS).items():
            if sign in used:
                shapes = marks.svg_of(marks.sample(sign, 0, 6), prefix=f"key-{sign}-", themed=True)
                size = f'width="{marks.sample_width(sign) + 2}" height="12"'
                yield f'<svg {size} aria-hidden="true" focusable="false">{shapes}</svg>', words

    @cached_property
    def cards(self) -> list[Row]:
        """What is on each card, in reading order: a figure together with its parts."""
        wholes = groupby(self.figures, key=lambda figure: figure["part_of"] or figure["figure_id"])
        return [self.card(list(figures)) for _, figures in wholes]

    def card(self, figures: list[Row]) -> Row:
        """What is on the card of a figure and its parts."""
        first, ids = figures[0], [figure["figure_id"] for figure in figures]
        statements = {each: [row for row in self.statements if row["figure_id"] == each] for each in ids}
        hedge, number, what = split(first)
        return {
            **first,
            "hedge": hedge,
            "number": number,
            "what": what,
            "figures": figures,
            "disputed": any(figure["disputed"] for figure in figures),
            "caveats": self.caveats(ids[:1]),
            "caveats_of_parts": self.caveats(ids[1:]),
            "parts": parts_of(self.tables, first),
            "scale": marks.strip_scale(row for rows in statements.values() for row in rows),
            "strips": [(figure, entries_of(statements[figure["figure_id"]])) for figure in figures],
            "quotes": [row for row in self.rows["provenance"] if row["figure_id"] in ids],
            "bar": self.bar(first, ids),
            "pictures": [row["path"] for row in self.charts if Path(row["path"]).stem == first["figure_id"]],
        }

    def caveats(self, ids: list[str] | list[None]) -> list[Row]:
        """The caveats of figures, or of the article as a whole, in the order of their kinds."""
        return [row for row in self.rows["caveats"] if row["figure_id"] in ids]

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
