"""Citations: a sentence with hedge, claimant and date, the reference, and with ``full`` the data set and the caveats.

Rows go in, text comes out. This module says *what* a citation holds; each template in ``templates/citations`` says how
one style writes it, and its head names the manual. A new style is a new template. What was read is cited, and whoever
it names is cited "as cited in" it. All words come from the tables, so another article's package needs no change here.

Each template gets ``said`` (``Said``, or None for the data set), ``works`` (``_work``), ``warning``,
``caveats``, ``full``, ``item`` ("figure ..."); ``data`` is the package, and ``creators`` and ``homepage`` are its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from . import phrases
from .derive import reading_order
from .descriptor import Package
from .findings import CouldNotRun, meant
from .tables import Frames, Row, items, records

TEMPLATES = Path(__file__).parent / "templates" / "citations"

# What an organization issues in its own name is cited by that name, what a newsroom publishes by its title.
ISSUED_BY_PUBLISHER = ("official_statement", "ngo_report")

BIBTEX_SIGNS = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", '"': r"\char34{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
})  # fmt: skip
SMALL_WORDS = "a an and as at but by for from in nor of on or the to with"

# English, whatever the article is about
TAKES_THE = re.compile(
    r"\b(agency|army|authority|board|brigade|bureau|cent(er|re)|coalition|commission|committee|council|crescent|cross"
    r"|department|federation|force|front|fund|government|group|guard|institute|ministry|mission|movement|nation|network"
    r"|observatory|office|organi[sz]ation|party|police|service|society|union)s?\b",
    re.IGNORECASE,
)
SPELLED = 3  # an abbreviation of at most this many letters is spelled out: "the UN", but "UNRWA"


@dataclass(frozen=True)
class Said:
    """The parts of the sentence: ``who`` reported ``what`` (``when``).

    ``cited_in`` is the site where it was read, empty where that is ``who``; ``unnamed`` says what the text leaves open
    about who says so; empty if it names a claimant.
    """

    who: str
    cited_in: str
    what: str
    when: str
    unnamed: str

    @property
    def sentence(self) -> str:
        """The sentence in running text."""
        cited = f", as cited in {self.cited_in}," if self.cited_in else ""
        said = f"{phrases.capital(self.who)}{cited} reported {phrases.in_prose(self.what)} ({self.when})"
        return f"{said}; {self.unnamed}." if self.unnamed else f"{said}."


class Citations:
    """The citations that a package holds, from its curated and derived tables, which are taken as valid."""

    def __init__(self, package: Package, tables: Frames) -> None:
        """``tables`` are all curated and derived tables by name."""
        self._figures: dict[Any, Row] = {row["figure_id"]: row for row in reading_order(tables)}
        self._sources, self._actors, self._places = (
            {row[key]: row for row in records(tables[name])}
            for name, key in (("sources", "source_id"), ("actors", "actor_id"), ("places", "place_id"))
        )
        self._comparisons, self._anchors = records(tables["comparisons_labelled"]), records(tables["provenance"])
        self._all_caveats = records(tables["caveats"].sort_values("kind", kind="stable"))
        prose = [package.descriptor.get("description", ""), *tables["caveats"]["caveat"]]
        names = [*tables["places"]["name"], *tables["actors"]["name"], *package.descriptor.get("keywords", [])]
        self._templates = _environment(package, names_in(prose, names))

    @property
    def styles(self) -> list[str]:
        """The names of the styles, plain text first."""
        names = [name.removesuffix(".j2") for name in self._templates.list_templates(["j2"])]
        return sorted(names, key=lambda name: name != "text")

    def displays(self) -> dict[str, str]:
        """What each figure says in one phrase, by its id, in reading order."""
        return {figure_id: str(figure["display"]) for figure_id, figure in self._figures.items()}

    def figure(self, figure_id: str, style: str = "text", full: bool = False) -> str:
        """The citation of a figure; ``full`` adds data set and caveats. Raises CouldNotRun for an unknown id, style."""
        figure = self._figure(figure_id)
        work, warning = self._work(figure["source_id"]), _warning(figure, "This figure")
        said = self._said_of_figure(figure, work["publisher"])
        caveats = [*self._caveats(figure_id), *self._readings(figure_id)]
        return self._written(style, full, caveats, item=f"figure {figure_id}", said=said, works=[work], warning=warning)

    def original(self, figure_id: str, style: str = "text", full: bool = False) -> str:
        """The claimant's own page with the same number. Raises CouldNotRun where none was read."""
        figure = self._figure(figure_id)
        warning = _warning(figure, f"The figure of {phrases.the_text(figure['source_kind'])}")
        for row in self._comparisons:
            if row["figure_id"] == figure_id and row["relation"] == "same_value" and row["claimants_own_page"]:
                item, said = f"comparison {row['comparison_id']}", self._said_of_own_page(row)
                caveats = [f"Words of the page: “{row['quote']}”.", *self._caveats(figure_id)]
                works = [self._work(row["source_id"])]
                return self._written(style, full, caveats, item=item, said=said, works=works, warning=warning)
        problem = f"No page of the claimant's own that gives this number was read for {figure_id}."
        raise CouldNotRun(f"{problem} Cite what was read: leave --original out.")

    def package(self, style: str = "text", full: bool = False) -> str:
        """The citation of the package, with the texts of its figures; ``full`` adds the caveats on these texts."""
        works = [self._work(each) for each in dict.fromkeys(row["source_id"] for row in self._figures.values())]
        return self._written(style, full, self._caveats(None), item="", said=None, works=works, warning="")

    def _written(self, style: str, full: bool, caveats: list[str], **content: Any) -> str:
        if style not in self.styles:
            near = meant(style, self.styles)
            raise CouldNotRun(f'There is no style "{style}". {near}The styles are: {", ".join(self.styles)}.')
        template = self._templates.get_template(f"{style}.j2")
        return template.render(full=full, caveats=caveats, **content).strip()

    def _figure(self, figure_id: str) -> Row:
        if figure_id not in self._figures:
            near = meant(figure_id, [*self._figures])
            raise CouldNotRun(f'There is no figure "{figure_id}". {near}All of them: --list.')
        return self._figures[figure_id]

    def _caveats(self, figure_id: str | None) -> list[str]:
        """The caveats of a figure, or of the texts as a whole, contradicted ones first."""
        own = [row for row in self._all_caveats if row["figure_id"] == figure_id]
        return [f"{phrases.kind_words(row['kind'])}: {row['caveat']}" for row in own]

    def _readings(self, figure_id: str) -> list[str]:
        """What words that refer to something else were taken to mean, each once: a judgement."""
        exact = {row["provenance_id"]: row["exact"] for row in self._anchors}
        own = [row for row in self._anchors if row["figure_id"] == figure_id and row["context_of"]]
        notes = [row["note"] or f"It stands for “{exact[row['context_of']]}”." for row in own]
        return list(dict.fromkeys(f"As read: “{row['exact']}”. {note}" for row, note in zip(own, notes, strict=True)))

    def _work(self, source_id: str) -> Row:
        """A text that was read: its row of ``sources`` and what follows from it.

        ``author`` is empty for what a newsroom publishes. ``issued`` is the day or the month as ISO 8601 has it, empty
        where neither is known, and ``published`` says it in words.
        """
        source = self._sources[source_id]
        publisher, on = self._actors[source["publisher_id"]], source["published_on"]
        return source | {
            "author": publisher["name"] if source["kind"] in ISSUED_BY_PUBLISHER else "",
            "publisher": publisher,
            "site": phrases.short_name(publisher),
            "issued": on.isoformat() if on else source["published_month"] or "",
            "published": phrases.published(source),
        }

    # The sentence about a figure

    def _said_of_figure(self, figure: Row, publisher: Row) -> Said:
        """What the sentence about a figure says; ``publisher`` is the row of actors of where it was read."""
        claimant = self._actors.get(figure["claimant_id"])
        return Said(
            who=with_the(claimant or publisher),
            cited_in=with_the(publisher, short=True) if claimant not in (None, publisher) else "",
            what=self._what(figure),
            when=_when(figure),
            unnamed="" if claimant else phrases.attribution(figure),
        )

    def _said_of_own_page(self, comparison: Row) -> Said:
        """What the sentence about a claimant's own page says, in the words with which we describe what it counts."""
        value, counted = phrases.value_words(comparison), comparison["counted"]
        number = (
            f"{value} ({counted})" if comparison["unit"] == "percent" else f"{value} {phrases.of(comparison)}{counted}"
        )
        who = with_the(self._actors[comparison["claimant_id"]], short=True)
        return Said(who, "", f"{number}, {_where(comparison['place'])}", _when(comparison), "")

    def _what(self, figure: Row) -> str:
        """The number with its hedge, what it counts, and where: "43 women assisted in Yarmouk, among 94 civilians".

        Where a claimant says who did it, they are named: "controlled by armed groups" is "controlled by ISIS". A label
        of which it is not known that it reads on in a sentence, such as "slept in schools", is given as it stands.
        """
        noun, label, place = figure["counted"], figure["indicator"], figure["place"]
        value, actors, by_whom = phrases.value_words(figure), items(figure["actor_ids"]), ""
        if figure["claimant_id"] and actors and phrases.done(label):
            names = [with_the(self._actors[each], short=True) for each in actors]
            label, by_whom = phrases.done(label), f" by {phrases.listed(names)}"
        if not phrases.reads_on(label):
            return f"the following: {figure['display']}"
        that, where = ("that ", place) if label in phrases.FINITE else ("", _where(place))
        whole = self._figures.get(figure["part_of"])
        among = f", among {phrases.value_words(whole)} {phrases.of(whole)}{whole['counted']}" if whole else ""
        if value.startswith("“"):  # words that carry a hedge of their own
            return f"{that}{noun} {label} {where}{by_whom}{among}: {value}"
        if figure["unit"] == "percent" and noun == self._places[figure["place_id"]]["kind"]:
            return f"{value} of the {noun} of {place} {label}{by_whom}"
        return f"{that}{value} {phrases.of(figure)}{noun} {label} {where}{by_whom}{among}"


def _warning(figure: Row, subject: str) -> str:
    """That others contradict or contest a figure; empty where they do not."""
    kinds = phrases.disputes(figure)
    return f"{subject} is {' and '.join(kinds)}: read its caveats before you use it." if kinds else ""


def with_the(actor: Row, short: bool = False) -> str:
    """A name in a sentence: the Syrian government, the UN, but UNRWA, and a human rights lawyer."""
    full, name = str(actor["name"]), phrases.short_name(actor) if short else str(actor["name"])
    has_one = full.startswith(("the ", "a ", "an "))
    takes_it = TAKES_THE.search(full) and actor["kind"] not in ("unnamed", "media") and not has_one
    return f"the {name}" if takes_it and (name == full or len(name) <= SPELLED) else name


def _when(row: Row) -> str:
    """The date in words that can stand in brackets."""
    return str(row["date_text"]).replace(" (inferred)", ", inferred")


def _where(name: str) -> str:
    """Where: "in Damascus", "in the north"; a description such as "outside Yarmouk" stays as it is."""
    return name if re.match(r"(?!(?:the|an?) )[a-z]", name) else f"in {name}"


# How a style writes: the filters of the templates


def _environment(package: Package, names: set[str]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    creators = [str(each["title"]) for each in package.descriptor.get("contributors", [])] or [package.name]
    environment.globals |= {
        "data": package,
        "creators": phrases.listed(creators),
        "homepage": package.descriptor.get("homepage", ""),
    }
    environment.filters |= {
        "day": phrases.day,
        "us": us_dates,
        "bibtex": bibtex,
        "bibtex_url": bibtex_url,
        "braced": lambda title: braced(title, names),
        "json": csl_json,
        "csl_date": csl_date,
        "sentence_case": lambda title: sentence_case(title, names),
        "headline_case": headline_case,
        "short_title": short_title,
        "capital": phrases.capital,
        "alphabetical": alphabetical,
        "capital_after_colon": capital_after_colon,
    }
    return environment


def csl_json(entries: list[Row]) -> str:
    """Entries as JSON, without their empty properties."""
    filled = [{name: value for name, value in entry.items() if value} for entry in entries]
    return json.dumps(filled, ensure_ascii=False, indent=2)


def csl_date(day: object, circa: bool = False) -> Row:
    """A day or a month in ISO 8601 as CSL-JSON has it."""
    return {"date-parts": [[int(part) for part in str(day).split("-")]]} | ({"circa": True} if circa else {})


def us_dates(text: str) -> str:
    """Days and months in the American order: "25–27 March 2015" is "March 25–27, 2015"."""
    day = rf"\b(\d\d?(?:–\d\d?)?) ({'|'.join(phrases.MONTHS)})\b( \d{{4}})?"
    return re.sub(day, lambda said: f"{said[2]} {said[1]}" + (f",{said[3]}" if said[3] else ""), text)


def bibtex(text: str) -> str:
    """A text for a BibTeX field; nothing in it can end the field or run as a command."""
    return text.translate(BIBTEX_SIGNS)


def bibtex_url(url: str) -> str:
    """An address for a BibTeX field, where biblatex takes each sign as it is; nothing in it can end the field."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def braced(title: str, names: set[str]) -> str:
    """A title for BibTeX with braces around names and abbreviations, so that a program keeps their letters."""
    return re.sub(r"\w+", lambda word: f"{{{word[0]}}}" if _is_name(word[0], names) else word[0], bibtex(title))


def sentence_case(title: str, names: set[str]) -> str:
    """A title with capitals for its first word and for names; one already in that case stays as it is.

    So does one of which most words are not known in small letters: any of them may be a name.
    """
    if re.search(r"(?<!\S)[a-z]{5}", title):  # a longer word in small letters
        return title
    first, space, rest = title.partition(" ")
    capitals = re.findall(r"\b[A-Z]\w*", rest)
    if sum(_is_name(word, names) for word in capitals) > len(capitals) / 2:
        return title
    return first + space + re.sub(r"\w+", lambda word: word[0] if _is_name(word[0], names) else word[0].lower(), rest)


def names_in(prose: Iterable[str], names: Iterable[str]) -> set[str]:
    """The words that have a capital within a sentence or a name and are never in small letters there.

    If every word of a title has a capital, the title does not show which of them belong to names. A word that is
    part of a name ("al-Nusra Front") keeps its capital everywhere.
    """
    text = ". ".join(prose) + "".join(f" – {name}" for name in names)
    within = set(re.findall(r"(?<=[^.:?!“\"(][ -])\w+", text))
    return {word for word in within if word.lower() not in within} | set(phrases.MONTHS)


def _is_name(word: str, names: set[str]) -> bool:
    return word in names or word[1:] != word[1:].lower()


def alphabetical(references: list[str]) -> list[str]:
    """References in the order of a list: by their letters, without an asterisk or an article at the start."""
    return sorted(references, key=lambda text: re.sub(r"^\*?((the|an?) )?", "", text.lower()))


def short_title(title: str) -> str:
    """The first words of a title, not ending with a small one."""
    words = headline_case(title).split()[:4]
    while len(words) > 1 and words[-1] in SMALL_WORDS.split():
        words.pop()
    return " ".join(words).rstrip(",:;.")


def headline_case(title: str) -> str:
    """A title with capitals for all but small words; the first word, also after a colon, has one."""
    words = [word if word in SMALL_WORDS.split() else phrases.capital(word) for word in title.split()]
    return capital_after_colon(" ".join(words))


def capital_after_colon(title: str) -> str:
    """A title with a capital for its first word and for the first word after a colon."""
    return ": ".join(phrases.capital(part) for part in title.split(": "))
