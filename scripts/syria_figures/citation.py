"""Citations: a sentence with hedge, claimant and date, the reference, and with ``full`` the data set and the caveats.

Rows go in, text comes out. This module says *what* a citation holds; each template in ``templates/citations`` says how
one style writes it, and its head names the manual. A new style is a new template. What was read is cited, and whoever
it names is cited "as cited in" it. All words come from the tables, so another article's package needs no change here.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from . import phrases
from .derive import reading_order
from .findings import CouldNotRun
from .letter_case import LetterCase, headline_case, short_title
from .sentences import Sentences
from .tables import Frames, Row, items, records

if TYPE_CHECKING:
    from .descriptor import Package

TEMPLATES = Path(__file__).parent / "templates" / "citations"
SUFFIX = ".j2"

# What an organization issues in its own name is cited by that name, what a newsroom publishes by its title.
ISSUED_BY_PUBLISHER = ("official_statement", "ngo_report")

BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", '"': r"\char34{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """A text that was read. ``author`` is empty for what a newsroom publishes; ``site`` is the publisher's name.

    ``day`` is (2015, 4, 6), or (2015, 3) where only the month is known, or empty; ``published`` says it in words.
    """

    key: str
    title: str
    author: str
    site: str
    short_site: str
    day: tuple[int, ...]
    inferred: bool
    published: str
    read_on: datetime.date
    language: str
    url: str

    @property
    def issued(self) -> str:
        """The day or month of publication as ISO 8601 has it: "2015-04-06". Empty if not known, as for the next two."""
        return "-".join(f"{part:02}" for part in self.day)

    @property
    def american(self) -> str:
        """The same as "April 6, 2015", marked where it is inferred."""
        return f"{self._month}{',' if self.day[2:] else ''} {self.day[0]}{self._mark}" if self.day else ""

    @property
    def year_first(self) -> str:
        """The same as "2015, April 6", marked where it is inferred."""
        return f"{self.day[0]}, {self._month}{self._mark}" if self.day else ""

    @property
    def _month(self) -> str:
        return " ".join([phrases.MONTHS[self.day[1] - 1], *map(str, self.day[2:])])

    @property
    def _mark(self) -> str:
        return " [inferred]" if self.inferred else ""


@dataclass(frozen=True)
class DataSet:
    """The package as it is cited; ``homepage`` is empty while it has no public address."""

    key: str
    title: str
    creators: str
    version: str
    on: datetime.date | None
    homepage: str


class Citations:
    """The citations that a package holds, from its curated and derived tables, which are taken as valid."""

    def __init__(self, package: Package, tables: Frames) -> None:
        """``tables`` are all curated and derived tables by name."""
        self._rows = {name: records(tables[name]) for name in ("caveats", "provenance", "comparisons_labelled")}
        self._figures: dict[Any, Row] = {row["figure_id"]: row for row in reading_order(tables)}
        self._sources = _keyed(tables, "sources", "source_id")
        self._actors = _keyed(tables, "actors", "actor_id")
        self._places = _keyed(tables, "places", "place_id")
        self._sentences = Sentences(self._figures, self._sources, self._actors, self._places)
        self._kinds = {column.name: column for column in package.tables["caveats"].fields}["kind"].codes
        self._data_set = _data_set(package)
        self._templates = _environment(LetterCase(self._prose(package)))

    @property
    def styles(self) -> list[str]:
        """The names of the styles, plain text first."""
        names = sorted(path.name.removesuffix(SUFFIX) for path in TEMPLATES.glob(f"*{SUFFIX}"))
        return sorted(names, key=lambda name: name != "text")

    def displays(self) -> dict[str, str]:
        """What each figure says in one phrase, by its id, in the order in which people read them."""
        return {figure_id: str(figure["display"]) for figure_id, figure in self._figures.items()}

    def figure(self, figure_id: str, style: str = "text", full: bool = False) -> str:
        """The citation of a figure; ``full`` adds data set and caveats. Raises CouldNotRun for an unknown id, style."""
        figure = self._figure(figure_id)
        return self._written(
            style,
            full,
            item=f"figure {figure_id}",
            said=self._sentences.of_figure(figure),
            works=[self._work(figure["source_id"])],
            warning=_warning(figure, "This figure"),
            caveats=[*self._caveats(figure_id), *self._readings(figure_id)],
        )

    def original(self, figure_id: str, style: str = "text", full: bool = False) -> str:
        """The claimant's own page with the same number. Raises CouldNotRun where none was read."""
        figure = self._figure(figure_id)
        own = [
            row
            for row in self._rows["comparisons_labelled"]
            if row["figure_id"] == figure_id and row["relation"] == "same_value" and row["claimants_own_page"]
        ]
        if not own:
            problem = f"No page of the claimant's own that gives this number was read for {figure_id}."
            raise CouldNotRun(f"{problem} Cite the article: leave --original out.")
        return "\n\n".join(
            self._written(
                style,
                full,
                item=f"comparison {row['comparison_id']}",
                said=self._sentences.of_own_page(row),
                works=[self._work(row["source_id"])],
                warning=_warning(figure, "The figure of the article"),
                caveats=[f"Words of the page: “{row['quote']}”.", *self._caveats(figure_id)],
            )
            for row in own
        )

    def package(self, style: str = "text", full: bool = False) -> str:
        """The citation of the package, with the texts of its figures; ``full`` adds the caveats on these texts."""
        works = [self._work(each) for each in dict.fromkeys(row["source_id"] for row in self._figures.values())]
        caveats = self._caveats(None)
        return self._written(style, full, item="", said=None, works=works, warning="", caveats=caveats)

    def _written(self, style: str, full: bool, **content: Any) -> str:
        if style not in self.styles:
            raise CouldNotRun(f'There is no style "{style}". The styles are: {", ".join(self.styles)}.')
        template = self._templates.get_template(f"{style}{SUFFIX}")
        return template.render(data=self._data_set, full=full, **content).strip()

    def _figure(self, figure_id: str) -> Row:
        if figure_id not in self._figures:
            near = ", ".join(_nearest(figure_id, [*self._figures]))
            raise CouldNotRun(f'There is no figure "{figure_id}". Nearest: {near}. All of them: --list.')
        return self._figures[figure_id]

    def _caveats(self, figure_id: str | None) -> list[str]:
        """The caveats of a figure, or of the texts as a whole, contradicted ones first."""
        own = [row for row in self._rows["caveats"] if row["figure_id"] == figure_id]
        own.sort(key=lambda row: self._kinds.index(row["kind"]))
        return [f"{_capital(row['kind'].replace('_', ' '))}: {row['caveat']}" for row in own]

    def _readings(self, figure_id: str) -> list[str]:
        """What words of the text that refer to others were taken for, each once: it is a judgement."""
        anchors = {row["provenance_id"]: row for row in self._rows["provenance"]}
        own = [row for row in anchors.values() if row["figure_id"] == figure_id and row["context_of"]]
        notes = [row["note"] or f"It stands for “{anchors[row['context_of']]['exact']}”." for row in own]
        return list(dict.fromkeys(f"As read: “{row['exact']}”. {note}" for row, note in zip(own, notes, strict=True)))

    def _work(self, source_id: str) -> Work:
        row = self._sources[source_id]
        publisher, on = self._actors[row["publisher_id"]], row["published_on"]
        month = tuple(map(int, (row["published_month"] or "").split("-"))) if row["published_month"] else ()
        return Work(
            key=source_id,
            title=_one_line(row["title"]),
            author=publisher["name"] if row["kind"] in ISSUED_BY_PUBLISHER else "",
            site=publisher["name"],
            short_site=phrases.short_name(publisher),
            day=(on.year, on.month, on.day) if on else month,
            inferred=row["published_basis"] == "inferred",
            published=phrases.published(row),
            read_on=row["accessed_on"],
            language=row["language"],
            url=_one_line(row["url"]),
        )

    def _prose(self, package: Package) -> list[str]:
        """Our own sentences and the names of the tables, which show what is a name and what is not."""
        texts = [str(package.descriptor.get("description", "")), *(row["caveat"] for row in self._rows["caveats"])]
        rows = [*self._sources.values(), *self._places.values(), *self._rows["comparisons_labelled"]]
        names = [row["name"] for row in (*self._places.values(), *self._actors.values())]
        names += package.descriptor.get("keywords", [])
        return [*texts, *(f"– {name}" for name in names), *(row["note"] for row in rows if row["note"])]


def us_dates(text: str) -> str:
    """Days and months in the American order: "25–27 March 2015" is "March 25–27, 2015"."""
    month = rf"({'|'.join(phrases.MONTHS)})"
    text = re.sub(rf"\b(\d+) {month} – (\d+) {month} (\d{{4}})", r"\2 \1 – \4 \3, \5", text)
    return re.sub(rf"\b(\d+(?:–\d+)?) {month} (\d{{4}})", r"\2 \1, \3", text)


def bibtex(text: str) -> str:
    """A text for a BibTeX field in one line; nothing in it can end the field or run as a command."""
    return "".join(BIBTEX_SIGNS.get(sign, sign) for sign in _one_line(text))


def _environment(case: LetterCase) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": phrases.day,
        "us": us_dates,
        "bibtex": bibtex,
        "json": lambda items: json.dumps([_filled(item) for item in items], ensure_ascii=False, indent=2),
        "capital": _capital,
        "sentence_case": case.sentence_case,
        "apa_case": lambda title: re.sub(r"(?<=: )\w", lambda first: first[0].upper(), case.sentence_case(title)),
        "braced": lambda title: case.around_names(bibtex(title)),
        "headline_case": headline_case,
        "short_title": short_title,
    }
    return environment


def _data_set(package: Package) -> DataSet:
    creators = [str(each["title"]) for each in package.descriptor.get("contributors", [])]
    homepage = str(package.descriptor.get("homepage", ""))
    named = phrases.listed(creators) if creators else package.name
    return DataSet(package.name, package.title, named, package.version, package.created, homepage)


def _keyed(tables: Frames, name: str, key: str) -> dict[Any, Row]:
    return {row[key]: row for row in records(tables[name])}


def _nearest(wanted: str, ids: list[str]) -> list[str]:
    """The ids that are nearest to what was typed, at most three; all of them where none is near."""
    typed = re.sub(r"[\s_]+", "-", wanted.strip().lower())
    return [each for each in ids if typed and typed in each][:3] or get_close_matches(typed, ids, cutoff=0.5) or ids


def _warning(figure: Row, subject: str) -> str:
    """That others contradict or contest a figure; empty where they do not."""
    kinds = [kind for kind in phrases.DISPUTES if kind in items(figure["caveat_kinds"])]
    return f"{subject} is {' and '.join(kinds)}: read its caveats before you use it." if kinds else ""


def _filled(item: Row) -> Row:
    return {name: value for name, value in item.items() if value}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
