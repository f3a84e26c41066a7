"""What a caveat says, held against its evidence: no number and no day that does not stand there.

The evidence are the comparisons and sources that the caveat names, the pages of these comparisons, its figure with its
whole and its parts, the article's words for them, and the numbers of the article that are no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
