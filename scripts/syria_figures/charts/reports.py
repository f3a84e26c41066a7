"""One row a report: who says so, when, and a mark on a scale; the article's row stands out. Five charts are drawn so.

A mark is a disc or a square at the number; an open bound is an arrow, never an error bar; words that give neither a
number nor a bound stand in their row without a mark. The label beside the mark holds the hedge.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matplotlib.path import Path as Outline

from .. import phrases
from ..frames import Frames, rows_of
from ..tables import Row
from . import style
from .frame import Chart, Frame, draw, who_says
from .sheet import Sheet, arrow, box, disc, width_of, wrapped

INDENT, ABOVE = 5.0, 4.0  # white before and above the words of a row
SECTION = 22.0  # the height of the title of a section
RADIUS, ARROW, HEAD = 4.0, 24.0, 4.0  # of a mark; the length of an arrow, half the height of its head
BAR = 7.0  # the height of the bar of days
MIDDLE = 0.86  # from the top of a line to its baseline, in sizes of type, so that capitals stand in the middle

WHEN = "Bars: days, hollow where inferred. Ticks: no day given, day of the report. Arrows: open ends."


@dataclass(frozen=True)
class Section:
    """Rows of one kind under a title, which may also be told from others by the form of their marks."""

    title: str
    square: bool = False


@dataclass(frozen=True)
class Layout:
    """What a chart of reports looks like, besides its rows. Places are in points."""

    sections: Mapping[str, Section]  # by code, in order
    section_of: Callable[[Row], str]  # raises ValueError for a row that belongs to none
    measure: str  # over the scale
    ticks: tuple[int, ...]
    values: tuple[float, float]  # where the scale begins and ends
    days: tuple[float, float] | None = None  # where the days begin and end; None for a chart without them
    end: int | None = None  # of the scale, where it goes beyond the last tick
    day_step: int = 1  # from one day that is named to the next
    note: Callable[[Row], str] = lambda _: ""  # what stands under the name of who says so


@dataclass(frozen=True)
class Scale:
    """A linear scale from numbers to points, with the numbers that are marked on it."""

    low: float
    high: float
    left: float
    right: float
    ticks: Sequence[int]

    def at(self, value: Decimal | float) -> float:
        """Where a number stands. Raises ValueError beyond the ends: the mark would stand off the chart, and unseen."""
        if not self.low <= value <= self.high:
            raise ValueError(f"The scale from {self.low} to {self.high} does not hold {value}")
        return self.left + (float(value) - self.low) / (self.high - self.low) * (self.right - self.left)


def statements_of(frames: Frames, theme: str, figure_id: str) -> list[Row]:
    """The article's figure and what others published about it, from a theme table; claimants by their short name."""
    short = {row["actor_id"]: phrases.short_name(row) for row in rows_of(frames["actors"])}
    rows = [row for row in rows_of(frames[theme]) if row["figure_id"] == figure_id]
    return [{**row, "claimant": short.get(row["claimant_id"]), "claimant_in_full": row["claimant"]} for row in rows]


def draw_reports(name: str, frame: Frame, statements: Sequence[Row], layout: Layout) -> Chart:
    """The chart of statements as ``statements_of`` gives them.

    Raises ValueError where one belongs to no section, or where its number is beyond the scale.
    """
    ordered = sorted(statements, key=lambda row: (row["period_end"], row["origin"] != "article", row["statement_id"]))
    grouped: dict[str, list[Row]] = {code: [] for code in layout.sections}
    for row in ordered:
        grouped[layout.section_of(row)].append(row)

    def body(sheet: Sheet, y: float) -> float:
        return _Rows(sheet, layout, _values(layout), _days(layout, ordered)).draw(y, grouped) + 10

    return draw(name, frame, body, alt_text(frame, layout, grouped))


def alt_text(frame: Frame, layout: Layout, grouped: Mapping[str, Sequence[Row]]) -> str:
    """Every statement in words, section by section."""
    parts = [f"{frame.title}. {layout.measure}:"]
    for code, rows in grouped.items():
        parts += [f"{layout.sections[code].title}:"] if rows and layout.sections[code].title else []
        parts += map(_in_words, rows)
    return " ".join(parts)


def _in_words(row: Row) -> str:
    return f"{phrases.value_words(row)}, {' '.join(filter(None, who_says(row)))}, {row['date_text']}."


def _values(layout: Layout) -> Scale:
    return Scale(layout.ticks[0], layout.end or layout.ticks[-1], *layout.values, layout.ticks)


def _days(layout: Layout, rows: Sequence[Row]) -> Scale | None:
    """From the first to the last day by ordinal number; a day is a step of the scale that begins at its number."""
    if layout.days is None:
        return None
    first = min(row["period_start"] or row["period_end"] for row in rows).toordinal()
    last = max(row["period_end"] for row in rows).toordinal()
    return Scale(first, last + 1, *layout.days, range(first, last + 1, layout.day_step))


@dataclass(frozen=True)
class _Rows:
    """The rows on a sheet. Each method gives the y at which what it drew ends."""

    sheet: Sheet
    layout: Layout
    values: Scale
    days: Scale | None

    def draw(self, y: float, grouped: Mapping[str, Sequence[Row]]) -> float:
        """The heads of the columns, then section by section; the lines of the scales behind."""
        top = y = self.heads(y)
        for code, rows in grouped.items():
            section = self.layout.sections[code]
            y = self.section(y, section) if rows and section.title else y
            for row in rows:
                y = self.row(y, row, section)
        self.grid(top, y)
        return y

    def heads(self, y: float) -> float:
        """The titles of the columns and the numbers of the ticks."""
        low = y + style.SMALL * 2.6
        titles = [(style.MARGIN, "Who says so"), (self.values.left, self.layout.measure)]
        for tick in self.values.ticks:
            self.sheet.text(self.values.at(tick), low, phrases.number(tick), align="center", colour=style.GREY)
        if self.days is not None:
            titles.append((self.days.left, "When"))
            for tick in self.days.ticks:
                date = datetime.date.fromordinal(tick)
                new = tick == self.days.ticks[0] or date.day <= self.layout.day_step
                words = f"{date.day} {phrases.MONTHS[date.month - 1][:3]}" if new else str(date.day)
                self.sheet.text(self.days.at(tick + 0.5), low, words, align="center", colour=style.GREY)
        for x, title in titles:
            self.sheet.text(x, y + style.SMALL, title, face=style.BOLD)
        return low + 5

    def grid(self, top: float, foot: float) -> None:
        """The lines of the scales; the ``gid`` of each holds its number or day."""
        for tick in self.values.ticks:
            self._upright(self.values.at(tick), top, foot, f"tick-value-{tick}")
        if self.days is not None:
            for day in range(int(self.days.low), int(self.days.high) + 1):
                self._upright(self.days.at(day), top, foot, f"tick-day-{datetime.date.fromordinal(day)}")

    def _upright(self, x: float, top: float, foot: float, gid: str) -> None:
        self.sheet.line((x, top), (x, foot), style.FAINT, 0.5, gid=gid, zorder=style.BEHIND)

    def section(self, y: float, section: Section) -> float:
        """The title of a section, after its mark where the marks differ."""
        x = style.MARGIN + INDENT
        if any(other.square for other in self.layout.sections.values()):
            mark = _mark(x + RADIUS, y + SECTION - 9, RADIUS, section.square)
            self.sheet.shape(mark, **_ink(style.OTHERS, section.square))
            x += 2 * RADIUS + 5
        end = x + width_of(section.title, style.BODY, style.BOLD)
        self.ground(x, end, y + SECTION - 9, style.PAPER)
        self.sheet.text(x, y + SECTION - 6, section.title, size=style.BODY, face=style.BOLD)
        self.sheet.rule(y + SECTION)
        return y + SECTION

    def row(self, y: float, row: Row, section: Section) -> float:
        """Who says so, when, and the mark."""
        x = style.MARGIN + INDENT
        width = (self.layout.days or self.layout.values)[0] - x - 12
        who, via = who_says(row)
        after = x + width_of(who, face=style.BOLD) + style.SMALL / 3
        beside = after + width_of(via) <= x + width
        note = self.layout.note(row)
        lines = ([] if beside else wrapped(via, width)) + (wrapped(note, width) if note else [])
        height = 2 * ABOVE + style.SMALL + len(lines) * style.SMALL * style.LEADING
        if row["origin"] == "article":
            ground = box(style.MARGIN, y, self.sheet.right, y + height)
            self.sheet.shape(ground, style.TINT, zorder=style.BEHIND)
        base = y + ABOVE + style.SMALL * MIDDLE
        self.sheet.text(x, base, who, face=style.BOLD)
        if via and beside:
            self.sheet.text(after, base, via, colour=style.GREY)
        for number, line in enumerate(lines, start=1):
            self.sheet.text(x, base + number * style.SMALL * style.LEADING, line, colour=style.GREY)
        self.when(y + height / 2, row)
        self.mark(y + height / 2, row, section.square)
        self.sheet.rule(y + height, style.FAINT)
        return y + height

    def when(self, y: float, row: Row) -> None:
        """The days as a bar, a tick where only the report has a day; an arrow to the left without a first day."""
        if self.days is None:
            return
        colour, gid = _colour(row), f"when-{row['statement_id']}"
        start, end = row["period_start"] or row["period_end"], row["period_end"]
        left, right = self.days.at(start.toordinal()) + 1, self.days.at(end.toordinal() + 1) - 1
        if row["period_basis"] == "publication":
            left = (left + right) / 2
            self.sheet.line((left, y - BAR / 2 - 1), (left, y + BAR / 2 + 1), colour, 1.6, gid=gid)
        else:
            fill = colour if row["period_basis"] == "stated" else style.PAPER
            self.sheet.shape(box(left, y - BAR / 2, right, y + BAR / 2), fill, edge=colour, width=1.0, gid=gid)
        if row["period_start"] is None:
            self.sheet.shape(arrow(left, left - 13, y, 1.0, 2.6), colour, gid=f"since-{row['statement_id']}")

    def mark(self, y: float, row: Row, square: bool) -> None:
        """The mark at the number, an arrow for an open bound, and the label beside them."""
        key, low, high, colour = row["statement_id"], row["value_min"], row["value_max"], _colour(row)
        number = next((number for number in (row["value"], low, high) if number is not None), None)
        if number is None:  # the words have no place on the scale
            self.label(self.values.left + 4, y, row, style.SMALL, style.ITALIC)
            return
        x, radius = self.values.at(number), RADIUS + (0.8 if row["origin"] == "article" else 0)
        end = x + radius
        if (low is None) != (high is None):
            tip = x - ARROW if low is None else x + ARROW
            if row["unit"] == "percent":  # the whole is a bound of its own
                tip = min(tip, self.values.at(100))
            self.sheet.shape(arrow(x, tip, y, 1.6, HEAD), colour, gid=f"open-{key}")
            end = max(end, tip)
        if row["value"] is None:  # of a word such as "hundreds" only the bound is a number
            self.sheet.line((x, y - radius - 1), (x, y + radius + 1), colour, 2.0, gid=f"mark-{key}")
        else:
            self.sheet.shape(_mark(x, y, radius, square), gid=f"mark-{key}", **_ink(colour, square))
        self.label(end + 4, y, row, style.LARGE if row["origin"] == "article" else style.BODY, style.BOLD)

    def label(self, x: float, y: float, row: Row, size: float, face: str) -> None:
        """The value with its hedge, in the middle of the row."""
        article, words = row["origin"] == "article", row["value_label"]
        self.ground(x, x + width_of(words, size, face), y, style.TINT if article else style.PAPER)
        base, colour = y + size * style.CAPITALS / 2, style.INK if article else style.OTHERS
        self.sheet.text(x, base, words, size=size, face=face, colour=colour, gid=f"value-{row['statement_id']}")

    def ground(self, left: float, right: float, y: float, colour: str) -> None:
        """The ground of a text around the level ``y``, over the lines of the scales."""
        self.sheet.shape(box(left - 2, y - 5.5, right + 2, y + 5.5), colour, zorder=style.GROUND)


def _colour(row: Row) -> str:
    return style.ARTICLE if row["origin"] == "article" else style.OTHERS


def _mark(x: float, y: float, radius: float, square: bool) -> Outline:
    half = radius - 0.8  # half the edge of a square lies outside it
    return box(x - half, y - half, x + half, y + half) if square else disc(x, y, radius)


def _ink(colour: str, square: bool) -> dict[str, Any]:
    """Squares are hollow, so that they differ from discs also when they are small."""
    return {"fill": style.PAPER, "edge": colour, "width": 1.6} if square else {"fill": colour}
