"""What a caveat says, held against its evidence: no number, no day and no name that does not stand there.

The evidence are the comparisons and sources that the caveat names, the pages of these comparisons, its figure with its
whole and its parts, the article's words for them, and the numbers of the article that are no figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from ..frames import Frames
from ..tables import items_of
from ..wording import MONTHS, UnreadableWording, find_numbers, read_quantity
from .engine import Held, ancestors, roots, rule, shown

# The columns that tell something; ids, addresses and the day of reading do not.
TELLING = {
    *("counted", "value", "value_high", "value_text", "period_start", "period_end"),
    *("title", "published_on", "note", "exact"),
}
EVIDENCE = ("comparison_ids", "source_ids")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = "|".join(name.title() for name in MONTHS)
DAY_IN_WORDS = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:[-–](?P<to>\d{{1,2}}))? )?\b(?P<month>{MONTH})\b"
    rf"(?: (?P<after>\d{{1,2}})\b)?(?:,? (?P<year>\d{{4}}))?"
)


def _untold(frames: Frames, index: int) -> str:
    """The numbers and days of one caveat, in its words, that do not stand in its evidence."""
    caveat = frames["caveats"].iloc[index]
    told = numbers_in(" | ".join(_told(frames, caveat)))
    words = (words for number, words in numbers_in(caveat["caveat"]).items() if number not in told)
    return ", ".join(dict.fromkeys(words))


@rule(
    "caveats",
    "caveat",
    "It says {detail}, which stands neither in its evidence nor with its figure.",
    "Write it as it stands there, or name what gives it in comparison_ids or source_ids.",
    _untold,
)
def its_numbers_are_those_of_the_evidence(frames: Frames) -> Held:
    """Each number in digits and each day of a caveat stands in its evidence; numbers in words may count pages."""
    caveats = frames["caveats"]
    near = _family(frames["figures"], set(caveats["figure_id"].dropna()))  # of many figures a few have caveats
    words = _rows(frames["provenance"], "figure_id", near["figure_id"])
    frames = frames | {"figures": near, "provenance": words}
    return pd.Series([not _untold(frames, index) for index in range(len(caveats))], caveats.index, dtype="boolean")


def numbers_in(text: str) -> dict[str, str]:
    """The numbers of a text that hold digits, by value, with their words; of a day its year, month and day."""
    found: dict[str, str] = {}
    for year, month, day in ISO_DAY.findall(text):
        found |= dict.fromkeys((year, f"{year}-{month}", f"{month}-{day}"), f"{year}-{month}-{day}")
    for match in DAY_IN_WORDS.finditer(text):
        month, year = f"{MONTHS[match['month'].lower()]:02}", match["year"]
        days = [day for day in match.group("day", "to", "after") if day]
        found |= {f"{month}-{day:>02}": match.group() for day in days}
        found |= {year: match.group(), f"{year}-{month}": match.group()} if year else {}
    for mention in find_numbers(DAY_IN_WORDS.sub(" ", ISO_DAY.sub(" ", text))):
        parts = re.split(r"[-–/:]", mention.text) if re.search(r"\d", mention.text) else []
        found |= {_value(part): mention.text for part in parts}
    return found


def _value(words: str) -> str:
    try:
        return str(read_quantity(words).value)
    except UnreadableWording:  # such as a year
        return words.replace(",", "")


def _told(frames: Frames, caveat: Held) -> Iterator[str]:
    """The telling cells of the rows that a caveat rests on."""
    figures = _family(frames["figures"], {shown(caveat["figure_id"])})
    comparisons = _rows(frames["comparisons"], "comparison_id", items_of(shown(caveat["comparison_ids"])))
    pages = [*items_of(shown(caveat["source_ids"])), *comparisons["source_id"]]
    for rows in (
        comparisons,
        _rows(frames["sources"], "source_id", pages),
        figures,
        _rows(frames["provenance"], "figure_id", figures["figure_id"]),
        frames["other_numbers"],
    ):
        for name in rows.columns.intersection(list(TELLING)):
            yield from map(shown, rows[name])


def _family(figures: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """The figures with these ids, with their wholes and parts."""
    family = figures["figure_id"].map(roots(figures, "figure_id"))
    return figures[family.isin(set(family[figures["figure_id"].isin(named)]))]


def _rows(frame: pd.DataFrame, key: str, keys: Iterable[str]) -> pd.DataFrame:
    return frame[frame[key].isin(list(keys))]


# Whom it names, for a caveat has the form: the article says X; [source, date] says Y


@dataclass(frozen=True)
class Voices:
    """Who speaks on which page, and by which names they are known."""

    frames: Frames
    publishers: dict[str, str]
    names: dict[str, list[str]]

    @classmethod
    def of(cls, frames: Frames) -> Voices:
        """The publishers of the sources, and the names, abbreviations and wordings of the actors."""
        actors, sources, wordings = frames["actors"], frames["sources"], frames["wordings"]
        names: dict[str, list[str]] = defaultdict(list)
        for column in ("name", "abbreviation"):
            for actor, name in zip(actors["actor_id"], actors[column].fillna(""), strict=True):
                names[actor] += [name] if name else []
        ours = wordings[wordings["table"] == "actors"]
        for actor, wording in zip(ours["row_id"], ours["wording"], strict=True):
            names[actor].append(wording)
        return cls(frames, dict(zip(sources["source_id"], sources["publisher_id"], strict=True)), names)

    def in_evidence(self, caveat: Held, column: str) -> dict[str, set[str]]:
        """For each id in a column of evidence who speaks there, page and claimant, with all of whom each is a part."""
        ids = items_of(shown(caveat[column]))
        if column == "source_ids":
            return {each: self._with_wholes([self.publishers.get(each, "")]) for each in ids}
        rows = _rows(self.frames["comparisons"], "comparison_id", ids)
        pages = rows["source_id"].map(lambda page: self.publishers.get(page, ""))
        pairs = zip(rows["comparison_id"], pages, rows["claimant_id"].fillna(""), strict=True)
        return {each: self._with_wholes(speakers) for each, *speakers in pairs}

    def _with_wholes(self, actors: Iterable[str]) -> set[str]:
        return {each for actor in actors for each in ancestors(self.frames["actors"], "actor_id", actor)}

    def of_figure(self, figure_id: str) -> set[str]:
        """The claimants and actors of a figure with its whole and parts; without an id, those of all figures."""
        figures = self.frames["figures"]
        family = _family(figures, {figure_id}) if figure_id else figures
        actors = [items_of(shown(cell)) for column in ("claimant_id", "actor_ids") for cell in family[column]]
        return self._with_wholes(actor for ids in actors for actor in ids)

    def all(self) -> set[str]:
        """All who speak somewhere: publishers, and claimants of figures and comparisons."""
        claimants = (self.frames[table]["claimant_id"].dropna() for table in ("figures", "comparisons"))
        return {*self.publishers.values(), *(actor for column in claimants for actor in column)}

    def named(self, actors: Iterable[str], text: str) -> list[str]:
        """The names of the actors that stand in the text."""
        names = (name for actor in actors for name in self.names.get(actor, ()))
        return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _unnamed(frames: Frames, index: int, column: str) -> str:
    """The evidence in a column of which the caveat names neither the page nor the claimant."""
    voices, caveat = Voices.of(frames), frames["caveats"].iloc[index]
    speakers = voices.in_evidence(caveat, column)
    return ", ".join(each for each, actors in speakers.items() if not voices.named(actors, caveat["caveat"]))


for evidence in EVIDENCE:

    @rule(
        "caveats",
        evidence,
        "The caveat names neither the publisher nor the claimant of {detail}.",
        "Say in the caveat who says so, or take out what it does not speak of.",
        partial(_unnamed, column=evidence),
    )
    def it_names_who_speaks(frames: Frames, column: str = evidence) -> Held:
        """A caveat speaks of each page that it rests on: who follows the evidence finds there what was said."""
        held = [not _unnamed(frames, index, column) for index in range(len(frames["caveats"]))]
        return pd.Series(held, frames["caveats"].index, dtype="boolean")


def _unheard(frames: Frames, index: int) -> str:
    """The names in a caveat of those who speak on other pages, but on none that it rests on."""
    voices, caveat = Voices.of(frames), frames["caveats"].iloc[index]
    heard = voices.of_figure(shown(caveat["figure_id"])).union(
        *(actors for column in EVIDENCE for actors in voices.in_evidence(caveat, column).values())
    )
    known = {name for actor in heard for name in voices.names.get(actor, ())}
    others = sorted(voices.all() - heard)
    return ", ".join(sorted(set(voices.named(others, caveat["caveat"])) - known))


@rule(
    "caveats",
    "caveat",
    "It names {detail}, but no page of theirs and no word of theirs is in its evidence.",
    "Name the comparison or the source in which they speak.",
    _unheard,
)
def whom_it_names_speaks(frames: Frames) -> Held:
    """Each publisher and claimant that a caveat names speaks in its evidence, or is the figure's own."""
    held = [not _unheard(frames, index) for index in range(len(frames["caveats"]))]
    return pd.Series(held, frames["caveats"].index, dtype="boolean")
