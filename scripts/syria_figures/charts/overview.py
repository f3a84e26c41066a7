"""All figures on one sheet: number with hedge, what it counts, who says so, its date, what other pages give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from .. import phrases
from ..derive import comparable_by_figure, reading_order
from ..frames import Frames, rows_of
from ..tables import Row, items_of
from . import style
from .frame import Chart, Frame, draw, row_of, source_words
from .sheet import Sheet, box, wrapped

COLUMNS, GAP, BELOW = 3, 20.0, 8.0
NUMBER, WHAT = 26.0, 10.0  # sizes of type
LABEL = 44.0  # the width of the column of labels in a box


def chart(frames: Frames) -> Chart:
    """The chart, from ``figures_labelled``, ``figure_support``, ``comparisons`` and ``caveats``."""
    support = {row["figure_id"]: row for row in rows_of(frames["figure_support"])}
    figures = reading_order(frames)
    others = comparable_by_figure(frames)
    boxes = [
        {**row, "support": phrases.how_solid(support[row["figure_id"]], row, others[row["figure_id"]])}
        for row in figures
    ]
    source = row_of(frames, "sources", "source_id", figures[0]["source_id"])
    frame = Frame(
        title=f"{figures[0]['publisher']}, {phrases.day(source['published_on'])}: the figures on Syria",
        measure="Each number with its hedge and unit, who says so in the article, who is said to have done it, when, "
        "and what other pages that were read give",
        contradicted=contradicted(figures, rows_of(frames["caveats"])),
        caveats=[],
        claimant="in each box; “none named” means that the article names nobody who says so",
        source=source_words(frames, source),
        as_of="in each box; the day of publication is not the date of a figure",
        data="figures_labelled.csv, figure_support.csv, comparisons.csv; the caveats of each figure in caveats.csv",
    )

    def body(sheet: Sheet, y: float) -> float:
        return _grid(sheet, y, grid_of(boxes))

    words = alt_text(frame.title, boxes)
    return draw("overview", frame, body, words, width=style.A4_LONG, least_height=style.A4_SHORT)


def alt_text(title: str, boxes: Sequence[Row]) -> str:
    """Each figure in words, with who says so and when."""
    said = (f"{row['display']} (said by: {row['claimant'] or 'none named'}; {row['date_text']})" for row in boxes)
    return f"{title}. {'; '.join(said)}."


def contradicted(figures: Sequence[Row], caveats: Sequence[Row]) -> list[str]:
    """What sources of the article say otherwise, on the article as a whole last; a part has what its whole has."""
    parts = {row["figure_id"] for row in figures if row["part_of"]}
    found = [row for row in caveats if row["kind"] == "contradicted" and row["figure_id"] not in parts]
    return [row["caveat"] for row in sorted(found, key=lambda row: (row["figure_id"] is None, row["caveat_id"]))]


def grid_of(figures: Sequence[Row]) -> list[tuple[Row | None, ...]]:
    """The figures in rows of three, in the order given: each whole and its parts in the last column.

    A place that no figure fills holds None.
    """
    wholes = {row["part_of"] for row in figures if row["part_of"]}
    last = [row for row in figures if row["figure_id"] in wholes or row["part_of"]]
    others = [row for row in figures if row not in last]
    return list(zip_longest(*(others[number :: COLUMNS - 1] for number in range(COLUMNS - 1)), last))


def _grid(sheet: Sheet, y: float, grid: Sequence[Sequence[Row | None]]) -> float:
    """The boxes, wholes and their parts on one ground; gives where they end."""
    width = (sheet.right - style.MARGIN - GAP * (COLUMNS - 1)) / COLUMNS
    lefts = [style.MARGIN + number * (width + GAP) for number in range(COLUMNS)]
    top = foot = y
    for row in grid:
        y = max(_box(sheet, left, y, width, figure) for left, figure in zip(lefts, row, strict=True) if figure) + BELOW
        foot = y if row[-1] else foot
    if foot > top:
        ground = box(lefts[-1] - GAP / 2, top - 6, sheet.right + style.MARGIN / 2, foot - 6)
        sheet.shape(ground, style.TINT, zorder=style.BEHIND)
    return y + 2


def _box(sheet: Sheet, x: float, y: float, width: float, row: Row) -> float:
    """A figure: the number, what it counts, what is to be known about it; gives where it ends."""
    part = row["part_of"] is not None
    sheet.line((x, y), (x + width, y), style.LINE if part else style.INK, 0.6 if part else 1.2)
    y += NUMBER * style.CAPITALS + 9.5
    gid = f"value-{row['figure_id']}"
    after = sheet.text(x, y, row["value_label"], size=NUMBER, face=style.BOLD, colour=style.EMPHASIS, gid=gid) + 8
    what = row["display"].removeprefix(phrases.value_words(row)).strip()
    for number, line in enumerate(reversed(wrapped(what, width - after, WHAT, style.BOLD))):
        sheet.text(x + after, y - number * WHAT * style.LEADING, line, size=WHAT, face=style.BOLD)
    y += style.SMALL + 8
    said = {
        "Said by": row["claimant"] or "none named",
        "Done by": phrases.listed(items_of(row["actors"])) if row["actors"] else "not said",
        "When": row["date_text"],
        "Support": row["support"],
        "Note": row["note"],
    }
    for label, words in said.items():
        if words:
            sheet.text(x, y, label, face=style.BOLD, colour=style.GREY)
            y = sheet.paragraph(x + LABEL, y, width - LABEL, words) + 1
    return y - style.SMALL
