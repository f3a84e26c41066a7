"""What a caveat says, held against its evidence: no number and no day that does not stand there.

The evidence are the comparisons and sources that the caveat names, the pages of these comparisons, its figure with its
whole and its parts, the article's words for them, and the numbers of the article that are no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from ..frames import Frames
from ..tables import items_of
from ..wording import MONTHS, UnreadableWording, find_numbers, read_quantity
from .engine import Held, roots, rule, shown

# The columns that tell something; ids, addresses and the day of reading do not.
TELLING = {
    *("counted", "value", "value_high", "value_text", "period_start", "period_end"),
    *("title", "published_on", "note", "exact"),
}
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = "|".join(name.title() for name in MONTHS)
DAY_IN_WORDS = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:[-–](?P<to>\d{{1,2}}))? )?\b(?P<month>{MONTH})\b"
    rf"(?: (?P<after>\d{{1,2}})\b)?(?:,? (?P<year>\d{{4}}))?"
)


def in_none(found: Callable[[Frames, int], str], frames: Frames) -> Held:
    """Of each caveat whether nothing is found in it; what is found is the detail of the message."""
    caveats = frames["caveats"]
    return pd.Series([not found(frames, index) for index in range(len(caveats))], caveats.index, dtype="boolean")


def near(frames: Frames) -> Frames:
    """The same frames with fewer figures: those with caveats, their wholes and parts, and one of each who says so."""
    every = frames["figures"]
    figures = family(every, set(frames["caveats"]["figure_id"].dropna()))
    voices = every.drop_duplicates(["claimant_id", "actor_ids"])
    figures = every[every.index.isin(figures.index.union(voices.index))]
    return frames | {
        "figures": figures,
        "provenance": rows_of(frames["provenance"], "figure_id", figures["figure_id"]),
    }


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
    return in_none(_untold, near(frames))


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
    figures = family(frames["figures"], {shown(caveat["figure_id"])})
    comparisons = rows_of(frames["comparisons"], "comparison_id", items_of(shown(caveat["comparison_ids"])))
    pages = [*items_of(shown(caveat["source_ids"])), *comparisons["source_id"]]
    for rows in (
        comparisons,
        rows_of(frames["sources"], "source_id", pages),
        figures,
        rows_of(frames["provenance"], "figure_id", figures["figure_id"]),
        frames["other_numbers"],
    ):
        for name in rows.columns.intersection(list(TELLING)):
            yield from map(shown, rows[name])


def family(figures: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """The figures with these ids, with their wholes and parts."""
    family = figures["figure_id"].map(roots(figures, "figure_id"))
    return figures[family.isin(set(family[figures["figure_id"].isin(named)]))]


def rows_of(frame: pd.DataFrame, key: str, keys: Iterable[str]) -> pd.DataFrame:
    """The rows of a table with these keys."""
    return frame[frame[key].isin(list(keys))]


def _undated(frames: Frames, index: int) -> str:
    """The sources of a caveat that have a day which its words do not say."""
    caveat = frames["caveats"].iloc[index]
    said = numbers_in(caveat["caveat"])
    pages = rows_of(frames["sources"], "source_id", items_of(shown(caveat["source_ids"])))
    days = zip(pages["source_id"], pages["published_on"], strict=True)
    return ", ".join(page for page, day in days if not pd.isna(day) and f"{day:%m-%d}" not in said)


@rule(
    "caveats",
    "source_ids",
    "The caveat does not say the day of {detail}.",
    "Say when it was published, as in: UNRWA, 5 April 2015, says Y.",
    _undated,
)
def it_says_the_day_of_a_page(frames: Frames) -> Held:
    """A page that a caveat rests on stands there with its day, where that is known."""
    return in_none(_undated, frames)


def _named_twice(frames: Frames, index: int) -> str:
    """The sources of a caveat that are the pages of comparisons which it names too."""
    caveat = frames["caveats"].iloc[index]
    comparisons = rows_of(frames["comparisons"], "comparison_id", items_of(shown(caveat["comparison_ids"])))
    return ", ".join(sorted(set(items_of(shown(caveat["source_ids"]))) & set(comparisons["source_id"])))


@rule(
    "caveats",
    "source_ids",
    "It names {detail}, the page of a comparison that is named beside it.",
    "Take it out: a comparison stands for its page.",
    _named_twice,
)
def a_page_is_named_once(frames: Frames) -> Held:
    """The page of a comparison that is evidence is no evidence of its own."""
    return in_none(_named_twice, frames)
