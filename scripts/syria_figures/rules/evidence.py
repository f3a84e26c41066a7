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
from ..wording import MONTHS, find_numbers
from .engine import Held, rule, shown

# The columns that tell something; ids, addresses and the day of reading do not.
TELLING = {
    *("counted", "value", "value_high", "value_text", "period_start", "period_end"),
    *("title", "published_on", "note", "exact"),
}
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DAY_IN_WORDS = re.compile(
    rf"(?:\b(\d{{1,2}})(?:[-–](\d{{1,2}}))? )?\b({'|'.join(MONTHS)})\b(?: (\d{{4}}))?", re.IGNORECASE
)


def _untold(frames: Frames, index: int) -> str:
    """The numbers and days of one caveat that do not stand in its evidence."""
    caveat = frames["caveats"].iloc[index]
    told = numbers_in(" | ".join(_told(frames, caveat)))
    return ", ".join(said for said in numbers_in(caveat["caveat"]) if said not in told)


@rule(
    "caveats",
    "caveat",
    "It says {detail}, which stands neither in its evidence nor with its figure.",
    "Write it as it stands there, or name what gives it in comparison_ids or source_ids.",
    _untold,
)
def its_numbers_are_those_of_the_evidence(frames: Frames) -> Held:
    """Each number and each day of a caveat stands in its evidence."""
    caveats = frames["caveats"]
    near = _family(frames["figures"], set(caveats["figure_id"].dropna()))  # of many figures a few have caveats
    words = _rows(frames["provenance"], "figure_id", near["figure_id"])
    frames = frames | {"figures": near, "provenance": words}
    return pd.Series([not _untold(frames, index) for index in range(len(caveats))], caveats.index, dtype="boolean")


def numbers_in(text: str) -> dict[str, None]:
    """The numbers of a text without separators of thousands; of a day its year, year and month, month and day."""
    found: list[str] = []
    for year, month, day in ISO_DAY.findall(text):
        found += [year, f"{year}-{month}", f"{month}-{day}"]
    text = ISO_DAY.sub(" ", text)
    for match in DAY_IN_WORDS.finditer(text):
        month, year = f"{MONTHS[match[3].lower()]:02}", match[4]
        found += [f"{month}-{day:>02}" for day in match.group(1, 2) if day]
        found += [year, f"{year}-{month}"] if year else []
    found += [each.text.replace(",", "").lower() for each in find_numbers(DAY_IN_WORDS.sub(" ", text))]
    return dict.fromkeys(found)


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
    """The figures with these ids, their wholes, and the parts of both."""
    wholes = named | set(figures["part_of"][figures["figure_id"].isin(named)].dropna())
    return figures[figures["figure_id"].isin(wholes) | figures["part_of"].isin(wholes)]


def _rows(frame: pd.DataFrame, key: str, keys: Iterable[str]) -> pd.DataFrame:
    return frame[frame[key].isin(list(keys))]
