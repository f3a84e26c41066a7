"""The deaths of early April 2015 in Yarmouk, by who is counted: civilians, fighters, both, or not said."""

from __future__ import annotations

import re

from ..frames import Frames
from .frame import Chart, frame_of
from .reports import WHEN, Layout, Section, draw_reports, statements_of

FIGURE = "yarmouk-clash-deaths"
COUNTED = {
    "unsaid": Section("Not said whether civilians or fighters"),
    "both": Section("Civilians and fighters"),
    "fighters": Section("Fighters only"),
    "civilians": Section("Civilians only"),
}
CIVILIANS = {"civilian", "civilians"}
FIGHTERS = {"fighter", "fighters", "militant", "militants", "soldier", "soldiers", "combatant", "combatants"}
UNSAID = {"people", "persons", "victims", "residents"}


def chart(frames: Frames) -> Chart:
    """The chart, from ``deaths``."""
    layout = Layout(
        sections=COUNTED,
        section_of=lambda row: counted_of(row["counted"]),
        measure="People killed",
        ticks=(0, 10, 20, 30, 40, 50),
        values=(334, 446),
        days=(218, 308),
        day_step=3,
        note=lambda row: str(row["counted"]),
    )
    frame = frame_of(
        frames,
        FIGURE,
        title="{publisher}, {day}: {value_words} people killed in the clashes in the Yarmouk camp",
        measure=f"People killed, by who is counted, in the first days of April 2015. {WHEN}",
        data="deaths.csv, figure yarmouk-clash-deaths: the article and what others published about the same quantity",
    )
    return draw_reports("yarmouk-deaths", frame, statements_of(frames, "deaths", FIGURE), layout)


def counted_of(words: str) -> str:
    """Who is counted, by the nouns in the words. Raises ValueError where there is none that is known."""
    nouns = set(re.findall(r"[a-z]+", words.lower()))
    if nouns & CIVILIANS and nouns & FIGHTERS:
        return "both"
    for code, known in (("civilians", CIVILIANS), ("fighters", FIGHTERS), ("unsaid", UNSAID)):
        if nouns & known:
            return code
    raise ValueError(f"Who is counted cannot be read in: {words}")
