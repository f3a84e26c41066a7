"""Whom a caveat names, held against its evidence, for it has the form: the article says X; [source, date] says Y."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

import pandas as pd

from ..frames import Frames
from ..tables import items_of
from .engine import Held, ancestors, rule, shown
from .evidence import family, in_none, near, rows_of

EVIDENCE = ("comparison_ids", "source_ids")


def _names(frames: Frames) -> dict[str, list[str]]:
    """The names, abbreviations and wordings of each actor."""
    actors, wordings = frames["actors"], frames["wordings"]
    ours = wordings[wordings["table"] == "actors"]
    pairs = [
        *zip(actors["actor_id"], actors["name"], strict=True),
        *zip(actors["actor_id"], actors["abbreviation"], strict=True),
        *zip(ours["row_id"], ours["wording"], strict=True),
    ]
    names: dict[str, list[str]] = defaultdict(list)
    for actor, name in pairs:
        if not pd.isna(name):
            names[actor].append(name)
    return names


def _publishers(frames: Frames) -> dict[str, str]:
    return dict(zip(frames["sources"]["source_id"], frames["sources"]["publisher_id"], strict=True))


def _with_wholes(frames: Frames, actors: Iterable[str]) -> set[str]:
    return {each for actor in actors for each in ancestors(frames["actors"], "actor_id", actor)}


def _speakers(frames: Frames, caveat: Held, column: str) -> dict[str, set[str]]:
    """For each id in a column of evidence who speaks there, page and claimant, with all of whom each is a part."""
    ids, publishers = items_of(shown(caveat[column])), _publishers(frames)
    if column == "source_ids":
        return {each: _with_wholes(frames, [publishers.get(each, "")]) for each in ids}
    rows = rows_of(frames["comparisons"], "comparison_id", ids)
    pages = rows["source_id"].map(lambda page: publishers.get(page, ""))
    claimed = zip(rows["comparison_id"], pages, rows["claimant_id"].fillna(""), strict=True)
    return {each: _with_wholes(frames, speakers) for each, *speakers in claimed}


def _of_figure(frames: Frames, figure_id: str) -> set[str]:
    """The claimants and actors of a figure with its whole and parts; without an id, those of all figures."""
    figures = family(frames["figures"], {figure_id}) if figure_id else frames["figures"]
    cells = pd.concat([figures["claimant_id"], figures["actor_ids"]]).dropna().unique()
    return _with_wholes(frames, (actor for cell in cells for actor in items_of(cell)))


def _named(names: Iterable[str], text: str) -> list[str]:
    """The names that stand in a text as words."""
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _unnamed(frames: Frames, index: int, column: str) -> str:
    """The evidence in a column of which the caveat names neither the page nor the claimant."""
    caveat, names = frames["caveats"].iloc[index], _names(frames)
    known = {
        each: [name for actor in actors for name in names.get(actor, ())]
        for each, actors in _speakers(frames, caveat, column).items()
    }
    return ", ".join(each for each, own in known.items() if not _named(own, caveat["caveat"]))


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
        return in_none(partial(_unnamed, column=column), frames)


def _unheard(frames: Frames, index: int) -> str:
    """The names in a caveat of those who speak on other pages, but on none that it rests on."""
    caveat, names = frames["caveats"].iloc[index], _names(frames)
    heard = _of_figure(frames, shown(caveat["figure_id"])).union(
        *(actors for column in EVIDENCE for actors in _speakers(frames, caveat, column).values())
    )
    speaking = {*_publishers(frames).values(), *frames["comparisons"]["claimant_id"].dropna()}
    known = {name for actor in heard for name in names.get(actor, ())}
    others = {name for actor in speaking - heard for name in names.get(actor, ())}
    return ", ".join(sorted(_named(others - known, caveat["caveat"])))


@rule(
    "caveats",
    "caveat",
    "It names {detail}, but no page of theirs and no word of theirs is in its evidence.",
    "Name the comparison or the source in which they speak, or leave the name out where they say nothing.",
    _unheard,
)
def whom_it_names_speaks(frames: Frames) -> Held:
    """Each publisher and claimant that a caveat names speaks in its evidence, or is the figure's own."""
    return in_none(_unheard, near(frames))
