"""What a citation says: the sentence with hedge, claimant and date, the reference, the data set, and the caveats.

Rows go in, a ``Citation`` comes out; ``citation_styles`` writes it in the style of a house. The sentence begins with
"According to" only where the source names someone; elsewhere it says that the source names no one. What was read is
cited, and whoever it names *as cited in* it. Words come from the tables, or serve every figure of an indicator. What we
took words such as "officials" for, which only their text makes refer, stands after the caveats: it is a judgement.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import phrases
from .descriptor import Package
from .errors import CouldNotRun
from .tables import Curated, Row, items_of

# The clause of a figure by its indicator: with an actor, and without one. "had" and "were" follow the tense.
CLAUSES = {
    "killed": ("{actors} {had}killed {what} {where}", "{what} {were} killed {where}"),
    "prisoners_released": ("{actors} {had}released {what} {where}", "{what} {were} released {where}"),
    "prisons_releasing": (
        "{actors} {had}released prisoners from {what} {where}",
        "prisoners {were} released from {what} {where}",
    ),
    "residents_fled": ("", "{what} {had}fled {place}"),
    "civilians_assisted": ("{actors} {had}assisted {what} {where}", "{what} {were} assisted {where}"),
    "territory_controlled": ("{what} was under the control of {actors}", "{what} was under armed control"),
}
PLACES = {"camp": "the {} camp", "governorate": "{} governorate"}
# A name with such a word in it takes "the": the Syrian government, but UNRWA and Amnesty International.
TAKES_THE = frozenset(
    (
        *("agency", "army", "authority", "center", "centre", "coalition", "commission", "committee", "council"),
        *("forces", "front", "government", "group", "ministry", "movement", "nations", "network", "observatory"),
        *("office", "organisation", "organization", "party", "society", "union"),
    )
)
SPELLED = dict(zip("123456789", ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), strict=True))
KEYED = ("figures", "sources", "actors", "places", "indicators", "provenance")
# What an organization issues in its own name is cited by that name, what a newsroom publishes by its title.
ISSUED_BY_PUBLISHER = ("official_statement", "ngo_report")

NO_PRIMARY_SOURCE = (
    "No primary source is held: none of the pages that were read is one for this figure. "
    "The article is cited instead, as what was read."
)


@dataclass(frozen=True)
class Work:
    """A text that was read. ``on`` is None where its day is not known; ``read_on`` is when a stored copy was read."""

    key: str
    kind: str
    title: str
    publisher: str
    on: datetime.date | None
    on_inferred: bool
    read_on: datetime.date
    language: str
    url: str

    @property
    def issued_by_publisher(self) -> bool:
        """Whether the publisher stands as its author."""
        return self.kind in ISSUED_BY_PUBLISHER

    @property
    def published(self) -> str:
        """Its day in words, or that it is not shown."""
        basis = "inferred" if self.on_inferred else "stated"
        return phrases.published({"published_on": self.on, "published_basis": basis})


@dataclass(frozen=True)
class DataSet:
    """The package as it is cited; ``homepage`` is empty while it has no public address."""

    key: str
    title: str
    creators: str
    version: str
    on: datetime.date | None
    homepage: str


@dataclass(frozen=True)
class Citation:
    """All that a style needs. ``item`` is the cited part of the data set ("figure war-deaths"), empty for the whole.

    ``caveats`` are lines with a label: "Contested: ...", and last what words were taken for, "As read: ...".
    """

    data_set: DataSet
    works: tuple[Work, ...]
    caveats: tuple[str, ...]
    item: str = ""
    item_title: str = ""
    statement: str = ""
    circumstances: tuple[str, ...] = ()
    claimant: str = ""
    note: str = ""
    remark: str = ""

    @property
    def sentence(self) -> str:
        """The statement with its circumstances in brackets."""
        return self.sentence_citing()

    def sentence_citing(self, *references: str) -> str:
        """The sentence with references before the circumstances in its brackets."""
        inside = "; ".join((*references, *self.circumstances))
        return f"{self.statement} ({inside})." if inside else f"{self.statement}."


class Citations:
    """The citations that a package holds. Its tables are taken as valid; a row that is missing raises CouldNotRun."""

    def __init__(self, curated: Curated) -> None:
        self._curated = curated
        self._rows = {name: curated.by_key(name) for name in KEYED}
        self._data_set = data_set_of(curated.package)

    def displays(self) -> dict[str, str]:
        """The phrase of each figure by its id."""
        return {figure_id: self._display(figure) for figure_id, figure in self._rows["figures"].items()}

    def figure(self, figure_id: str, remark: str = "") -> Citation:
        """The citation of a figure. Raises CouldNotRun for an unknown id, naming the nearest ones."""
        figure = self._figure(figure_id)
        work = self._work(figure["source_id"])
        caveats = self._caveats(figure_id)
        circumstances = _circumstances(figure, work)
        if any(caveat["kind"] == "contradicted" for caveat in caveats):
            circumstances.append("contradicted: see the caveats")
        claimant = self._row("actors", figure["claimant_id"])["name"] if figure["claimant_id"] else work.publisher
        return Citation(
            data_set=self._data_set,
            works=(work,),
            caveats=(*_in_words(caveats), *self._readings(figure_id)),
            item=f"figure {figure_id}",
            item_title=f"{_capital(phrases.in_prose(self._display(figure)))} ({_reported_in(work)})",
            statement=self._statement(figure, work),
            circumstances=tuple(circumstances),
            claimant="" if claimant == work.publisher else claimant,
            remark=remark,
        )

    def original(self, figure_id: str) -> list[Citation]:
        """The primary sources of a figure; where none is held, its own citation with a remark that says so."""
        self._figure(figure_id)
        comparisons = [
            row
            for row in self._curated.rows["comparisons"]
            if row["figure_id"] == figure_id and row["relation"] == "primary_source"
        ]
        return [self._comparison(row) for row in comparisons] or [self.figure(figure_id, NO_PRIMARY_SOURCE)]

    def package(self) -> Citation:
        """The citation of the package, with the texts of its figures and the caveats on these texts as a whole."""
        sources = dict.fromkeys(figure["source_id"] for figure in self._rows["figures"].values())
        return Citation(self._data_set, tuple(map(self._work, sources)), _in_words(self._caveats(None)))

    def _comparison(self, row: Row) -> Citation:
        work = self._work(row["source_id"])
        quoted = f"“{row['value_text']}”: {row['counted']}"
        where = [_where(self._row("places", row["place_id"])), _when(row)]
        return Citation(
            data_set=self._data_set,
            works=(work,),
            caveats=_in_words(self._caveats(row["figure_id"])),
            item=f"comparison {row['comparison_id']}",
            item_title=f"{quoted} ({_reported_in(work)})",
            statement=f"{work.publisher}, {work.published}, gives {quoted}, {', '.join(filter(None, where))}",
            circumstances=tuple(_of_the_date(row)),
            note=row["note"] or "",
        )

    def _statement(self, figure: Row, work: Work) -> str:
        claimed = figure["claimant_id"] is not None
        if claimed:
            lead = f"According to {_with_the(self._row('actors', figure['claimant_id'])['name'])}"
        else:
            on = f" on {phrases.day(work.on)}" if work.on else ""
            lead = f"{work.publisher} reported{on}, without naming a source"
        clause = self._clause(figure, claimed=claimed)
        if not clause:  # an indicator that has no clause here: the phrase of the tables says it
            return f"{lead}: {phrases.in_prose(self._display(figure))}"
        joint = ", " if claimed else ", that "
        return " ".join(filter(None, (lead + joint + clause, _when(figure))))

    def _clause(self, figure: Row, *, claimed: bool) -> str:
        place = self._row("places", figure["place_id"])
        names = sorted(phrases.short_name(self._row("actors", actor)) for actor in items_of(figure["actor_ids"]))
        with_actor, without = CLAUSES.get(figure["indicator_id"], ("", ""))
        return (with_actor if names else without).format(
            actors=phrases.listed(map(_with_the, names)) if names else "",
            what=self._what(figure, place),
            place=_place(place),
            where=_where(place),
            had="" if claimed else "had ",
            were="had been" if not claimed else "was" if figure["value"] == 1 else "were",
        )

    def _what(self, figure: Row, place: Row) -> str:
        """What is counted with its number, and the whole that it is a part of."""
        words, noun = _value(figure), figure["counted"]
        if figure["unit"] == "percent":
            return f"{words} of {_place(place) if noun == place['kind'] else f'the {noun} {_where(place)}'}"
        text = f"{noun} ({words})" if words.startswith("“") else f"{words} {_of(figure)}{noun}"
        if figure["part_of"] is None:
            return text
        whole = self._row("figures", figure["part_of"])
        return f"{text}, among {_value(whole)} {_of(whole)}{whole['counted']},"

    def _display(self, figure: Row) -> str:
        indicator, place = self._row("indicators", figure["indicator_id"]), self._row("places", figure["place_id"])
        return phrases.display({**figure, "indicator": indicator["label"], "place": place["name"]})

    def _caveats(self, figure_id: str | None) -> list[Row]:
        """The caveats of a figure, or of the texts as a whole, in the order of the kinds: contradicted comes first."""
        columns = {column.name: column for column in self._curated.package.tables["caveats"].fields}
        kinds = columns["kind"].codes
        own = [row for row in self._curated.rows["caveats"] if row["figure_id"] == figure_id]
        return sorted(own, key=lambda row: kinds.index(row["kind"]))

    def _readings(self, figure_id: str) -> Iterable[str]:
        """What the words of a figure that need context were taken for, each line once."""
        own = (row for row in self._rows["provenance"].values() if row["figure_id"] == figure_id)
        return dict.fromkeys(self._reading(row) for row in own if row["basis"] == "context")

    def _reading(self, anchor: Row) -> str:
        note = anchor["note"] or f"stands for “{self._row('provenance', anchor['context_of'])['exact']}”."
        return f"As read: “{anchor['exact']}”: {re.sub('^Taken', 'taken', note)}"

    def _work(self, source_id: str) -> Work:
        row = self._row("sources", source_id)
        return Work(
            key=source_id,
            kind=row["kind"],
            title=row["title"],
            publisher=self._row("actors", row["publisher_id"])["name"],
            on=row["published_on"],
            on_inferred=row["published_basis"] == "inferred",
            read_on=row["accessed_on"],
            language=row["language"],
            url=row["url"],
        )

    def _figure(self, figure_id: str) -> Row:
        figures = self._rows["figures"]
        if figure_id not in figures:
            near = ", ".join(nearest(figure_id, figures))
            raise CouldNotRun(f'There is no figure "{figure_id}". Nearest: {near}. All of them: --list.')
        return figures[figure_id]

    def _row(self, table: str, key: str) -> Row:
        if key not in self._rows[table]:
            raise CouldNotRun(f'There is no "{key}" in {table}. Validate the package first.')
        return self._rows[table][key]


def data_set_of(package: Package) -> DataSet:
    """The package as it is cited, from its descriptor."""
    raw: dict[str, Any] = package.raw
    creators = [str(each["title"]) for each in raw.get("contributors", [])]
    return DataSet(
        key=package.name,
        title=str(raw.get("title", package.name)),
        creators=phrases.listed(creators) if creators else package.name,
        version=package.version,
        on=package.created,
        homepage=str(raw.get("homepage", "")),
    )


def nearest(wanted: str, known: Iterable[str]) -> list[str]:
    """The ids that are nearest to what was typed, at most three; all of them where none is near."""
    ids = list(known)
    typed = wanted.strip().lower().replace("_", "-").replace(" ", "-")
    holding = [each for each in ids if typed and typed in each]
    return (holding or difflib.get_close_matches(typed, ids, cutoff=0.5))[:3] or ids


def _in_words(caveats: Iterable[Row]) -> tuple[str, ...]:
    return tuple(f"{_capital(row['kind'].replace('_', ' '))}: {row['caveat']}" for row in caveats)


def _circumstances(figure: Row, work: Work) -> list[str]:
    """When it was reported, unless the sentence says so, and what is not known of its date."""
    claimed = figure["claimant_id"] is not None
    said = []
    if work.on is None:
        said.append("the day of the report is not shown")
    elif claimed:
        said.append(f"reported on {phrases.day(work.on)}")
    if work.on_inferred:
        said.append("the day of the report is inferred")
    return [*said, *_of_the_date(figure, "its date" if claimed and work.on else "the date of the figure")]


def _of_the_date(row: Row, subject: str = "the date of the figure") -> list[str]:
    """What is not known of the date of a figure or a comparison."""
    if row["period_basis"] == "publication":
        return [f"{subject} is not stated"]
    if row["period_basis"] == "inferred":
        one_day = row["period_start"] in (None, row["period_end"])
        return ["the date is inferred" if one_day else "the dates are inferred"]
    return []


def _when(figure: Row) -> str:
    """The period in a sentence; empty where none is stated."""
    start, end = figure["period_start"], figure["period_end"]
    if figure["period_basis"] == "publication":
        return ""
    if start is None:
        return f"by {phrases.day(end)}"
    if start == end:
        return f"on {phrases.day(end)}"
    first = phrases.day(start)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
        if start.month == end.month:
            first = str(start.day)
    return f"between {first} and {phrases.day(end)}"


def _value(figure: Row) -> str:
    """The value with its hedge in running text: numbers below ten in words, per cent spelled out."""
    words = phrases.in_prose(phrases.value_words(figure))
    numbers = re.findall(r"[\d.,]+", words)
    if figure["unit"] == "percent" or words.startswith("“") or not set(numbers) <= set(SPELLED):
        return words
    return re.sub(r"\d", lambda digit: SPELLED[digit[0]], words)


def _of(figure: Row) -> str:
    return "of " if figure["quantifier"] == "indefinite" else ""


def _place(place: Row) -> str:
    return PLACES.get(place["kind"], "{}").format(place["name"])


def _where(place: Row) -> str:
    """Where: "in the Yarmouk camp"; a description such as "outside Yarmouk" stands as it is."""
    return str(place["name"]) if place["name"][0].islower() else f"in {_place(place)}"


def _with_the(name: str) -> str:
    return f"the {name}" if TAKES_THE & set(name.lower().split()) and not name.startswith(("a ", "an ")) else name


def _reported_in(work: Work) -> str:
    joint = "by" if work.issued_by_publisher else "in"
    return f"reported {joint} {work.publisher}, {work.published}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
