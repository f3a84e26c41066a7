"""How many residents were said to have fled Yarmouk in early April 2015."""

from __future__ import annotations

from ..frames import Frames
from .frame import Chart, frame_of
from .reports import WHEN, Layout, Section, draw_reports, statements_of

FIGURE = "yarmouk-residents-fled"


def chart(frames: Frames) -> Chart:
    """The chart, from ``yarmouk_civilians``."""
    layout = Layout(
        sections={"all": Section("")},
        section_of=lambda _: "all",
        measure="People who fled",
        ticks=(0, 1000, 2000, 3000),
        values=(326, 450),
        days=(212, 300),
        day_step=3,
        note=lambda row: str(row["counted"]),
    )
    frame = frame_of(
        frames,
        FIGURE,
        title="{publisher}, {day}: {value_words} of residents fled the Yarmouk camp",
        measure=f"People who fled, by report. {WHEN} “hundreds” is read as 100 or more; other words give no number.",
        data="yarmouk_civilians.csv, figure yarmouk-residents-fled: the article and what others published beside it",
    )
    return draw_reports("residents-fled", frame, statements_of(frames, "yarmouk_civilians", FIGURE), layout)
