"""The share of the Yarmouk camp that is said to be held: every report, ISIS alone apart from ISIS with al-Nusra."""

from __future__ import annotations

from ..frames import Frames
from .frame import Chart, frame_of, row_of
from .reports import WHEN, Layout, Section, draw_reports, statements_of

FIGURE = "yarmouk-control"
HOLDERS = {
    "both": Section("ISIS with al-Nusra"),
    "isis": Section("ISIS alone, or al-Nusra not mentioned", square=True),
}


def chart(frames: Frames) -> Chart:
    """The chart, from ``territorial_control`` and the actors of the figure."""
    actors = row_of(frames, "figures_labelled", "figure_id", FIGURE)["actors"]
    layout = Layout(
        sections=HOLDERS,
        section_of=lambda row: holder_of(actors if row["origin"] == "article" else row["counted"]),
        measure="Share of the camp, %",
        ticks=(0, 25, 50, 75, 100),
        values=(336, 454),
        days=(206, 310),
        day_step=5,
    )
    frame = frame_of(
        frames,
        FIGURE,
        title="Observatory, cited by {publisher} on {day}: {value_words} of the Yarmouk camp under ISIS and al-Nusra",
        measure=f"Share of the camp that armed groups are said to hold, in per cent, by report. {WHEN}",
        data="territorial_control.csv: the article and what others published about the same quantity",
    )
    return draw_reports("yarmouk-control", frame, statements_of(frames, "territorial_control", FIGURE), layout)


def holder_of(words: str) -> str:
    """Who holds the share, by what is counted or by the actors. Raises ValueError where the words do not say."""
    if "ISIS" not in words:
        raise ValueError(f"No holder of the camp is read in: {words}")
    return "both" if "al-Nusra" in words else "isis"
