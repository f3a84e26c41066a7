"""What each claimant gave as the number of people killed in the war: round figures apart from counts."""

from __future__ import annotations

from ..frames import Frames
from ..tables import Row
from .frame import Chart, frame_of
from .reports import Layout, Section, draw_reports, statements_of

FIGURE = "war-deaths"
METHODS = {
    "round": Section("Round figures, most of them floors"),
    "count": Section("Documented deaths and a statistical count", square=True),
}


def chart(frames: Frames) -> Chart:
    """The chart, from ``deaths``."""
    layout = Layout(
        sections=METHODS,
        section_of=method_of,
        measure="People killed",
        ticks=(0, 100_000, 200_000),
        end=250_000,
        values=(246, 428),
        note=lambda row: str(row["date_text"]),
    )
    frame = frame_of(
        frames,
        FIGURE,
        title="{publisher}, {day}: {value_words} people killed in the war in Syria",
        measure="People killed in Syria, by who gave the number, in order of the last day counted or of the report. "
        "Arrows: open ends.",
        data="deaths.csv, figure war-deaths: the article and what others published about the same quantity",
    )
    return draw_reports("war-deaths", frame, statements_of(frames, "deaths", FIGURE), layout)


def method_of(row: Row) -> str:
    """Whether a number is round as the article's is, or counted by another method. Raises ValueError where neither."""
    if row["origin"] == "article" or row["comparability"] == "same":
        return "round"
    if row["comparability"] == "other_method":
        return "count"
    raise ValueError(f"{row['statement_id']} is neither a round figure nor a count: {row['comparability']}")
