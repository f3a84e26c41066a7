"""How many prisoners were said to be released in late March and early April 2015."""

from __future__ import annotations

from ..frames import Frames
from .frame import Chart, frame_of
from .reports import WHEN, Layout, Section, draw_reports, statements_of

FIGURE = "prisoners-released"


def chart(frames: Frames) -> Chart:
    """The chart, from ``prisoners_released``."""
    layout = Layout(
        sections={"all": Section("")},
        section_of=lambda _: "all",
        measure="Prisoners released",
        ticks=(0, 200, 400, 600, 800),
        values=(336, 456),
        days=(216, 310),
        day_step=4,
        note=lambda row: f"{row['counted']}, {row['place']}",
    )
    frame = frame_of(
        frames,
        FIGURE,
        title="Observatory, cited by {publisher} on {day}: {value_words} prisoners released in Damascus, {date_text}",
        measure=f"Prisoners or detainees released, by report. {WHEN}",
        data="prisoners_released.csv: the article and what others published about the same quantity",
    )
    return draw_reports("prisoners-released", frame, statements_of(frames, "prisoners_released", FIGURE), layout)
