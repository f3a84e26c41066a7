"""The hedge grammar: one sign for each way in which a number is given, drawn the same wherever a number is drawn.

- as given: a filled dot; about: a ring; between two numbers: two dots and a bar
- at least, more than: a dot and a line that fades out to the right edge of the panel, because no end is given
- at most, fewer than: the same to the left edge
- a word such as "hundreds": a bracket at its floor and a fading line
- words that give no number at all: a quotation mark in the gutter to the left of the axis, never on it
- days: a bar where they are stated, hatched where inferred; it fades where no end is given or the axis ends before it;
  where no day is given, a short tick at the day of the report or a thin line over its month

Hollow means "about" and nothing else. ``mark`` and ``days_mark`` give shapes that a sheet draws as SVG and PNG;
``strip`` is the mark of a statement as SVG for a page of HTML. Nothing here needs matplotlib.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor, inf, log10
from typing import Any
from xml.sax.saxutils import quoteattr

from ..tables import Row
from .style import COLOURS

Point = tuple[float, float]

SIGNS = {
    "others": "other reports",
    "given": "as given",
    "about": "about",
    "up": "at least, more than",
    "down": "at most, fewer than",
    "range": "between two numbers",
    "word": "a word, from its lowest number on",
    "gutter": "words without a number",
}
SIGNS_OF_DAYS = {
    "stated": "stated",
    "inferred": "inferred",
    "report": "day of the report",
    "month": "month of the report",
    "open": "open, or off the axis",
}
SIGN_OF_QUANTIFIER = {
    "approximately": "about",
    "more_than": "up",
    "at_least": "up",
    "less_than": "down",
    "at_most": "down",
    "between": "range",
}
RADIUS = 3.6
GUTTER = 3.4  # from the axis to the middle of the gutter, in radii
TALL, HATCH = 7.0, 2.8  # of a bar of days: its height, and from a line of its hatching to the next
YEAR = 366  # an axis may reach this many days from the article's
WEEK = 7  # and holds at least this many, so that one day does not look like a long time
FADE = 12.0  # how far into a bar of days the fading of an open end reaches
STRIP = 280  # the width of the picture of a line's marks, in its own units
ROOM = 1.05  # an open line does not begin at the end of its scale
COLOUR_OF = {"article": "article", "comparison": "others", "remainder": "unsaid", "sample": "grey"}
DAYS = ("period_start", "period_end", "published_on", "published_month")


@dataclass(frozen=True)
class Shape:
    """An outline in one colour (a name of COLOURS): filled, or drawn as a line where it has a ``width``.

    With a ``radius`` it is a circle around its one point. Where it ``fades``, its colour is full at the x of the first
    point and gone at that of the second.
    """

    points: tuple[Point, ...]
    colour: str
    width: float = 0.0
    radius: float = 0.0
    fades: bool = False
    gid: str = ""


@dataclass(frozen=True)
class Scale:
    """From numbers, or days as ordinal numbers, to places: ``low`` at ``left``, ``high`` at ``right``; with ticks."""

    high: float
    ticks: tuple[float, ...] = ()
    left: float = 0.0
    right: float = 100.0
    low: float = 0.0

    def at(self, number: float) -> float:
        """Where a number is drawn."""
        return self.left + (number - self.low) / (self.high - self.low) * (self.right - self.left)

    def within(self, left: float, right: float) -> Scale:
        """The same scale between two other places."""
        return replace(self, left=left, right=right)


def box(left: float, top: float, right: float, foot: float, colour: str, **more: Any) -> Shape:
    """A filled rectangle."""
    return Shape(((left, top), (right, top), (right, foot), (left, foot)), colour, **more)


def line(start: Point, end: Point, colour: str, width: float = 0.6, **more: Any) -> Shape:
    """A straight line."""
    return Shape((start, end), colour, width, **more)


# Numbers


def places(row: Row) -> list[float]:
    """The numbers at which a statement is drawn: none for words without a number."""
    columns = ("value_min",) if row["quantifier"] == "indefinite" else ("value", "value_high")
    return [row[column] for column in columns if row[column] is not None]


def scale_of(rows: Iterable[Row], most: int = 4) -> Scale:
    """The scale from zero that holds all numbers of the rows, with at most this many ticks: the last at or beyond."""
    rows = list(rows)
    if any(row["unit"] == "percent" for row in rows):
        return Scale(100, (0, 50, 100))
    opened = [row for row in rows if sign_of(row) in ("up", "word")]
    largest = max((number for row in rows for number in places(row)), default=0) or 1
    largest = max([largest, *(number * ROOM for row in opened for number in places(row))])
    power = 10 ** floor(log10(largest))
    steps = (multiple * size for size in (power / 10, power) for multiple in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= 1 and step == int(step) and ceil(largest / step) < most)
    ticks = tuple(int(step) * number for number in range(ceil(largest / step) + 1))
    return Scale(ticks[-1], ticks)


def sign_of(row: Row) -> str:
    """Which of SIGNS the number of a statement is drawn with."""
    if row["quantifier"] == "indefinite":
        return "word" if places(row) else "gutter"
    return SIGN_OF_QUANTIFIER.get(row["quantifier"], "given")


def mark(row: Row, scale: Scale, y: float, radius: float = RADIUS) -> list[Shape]:
    """The sign of a statement's number on a scale, around the height ``y``; each shape is named by the row's id."""
    sign, key, thick, colour = sign_of(row), row["statement_id"], radius * 0.5, COLOUR_OF[row["origin"]]
    if sign == "gutter":
        x, tall = scale.left - GUTTER * radius, radius * 0.7
        strokes = ((x - thick, ""), (x + thick, f"mark-{key}"))
        return [line((at, y + tall), (at + thick, y - tall), colour, thick, gid=gid) for at, gid in strokes]
    at = [scale.at(place) for place in places(row)]
    shapes = []
    if sign in ("up", "down", "word"):  # a number at the edge of the panel still shows that it opens
        least = 2.2 * radius
        end = min(scale.left, at[0] - least) if sign == "down" else max(scale.right, at[0] + least)
        shapes.append(box(at[0], y - thick / 2, end, y + thick / 2, colour, fades=True, gid=f"open-{key}"))
    if sign == "range":
        radius = min(radius, max(radius / 2, (at[1] - at[0]) / 2 - 1.5))  # two numbers that are close stay two dots
        shapes.append(line((at[0], y), (at[1], y), colour, thick, gid=f"range-{key}"))
    if sign == "word":
        x, tall, deep = at[0], radius * 1.35, radius * 0.9
        bracket = ((x + deep, y - tall), (x, y - tall), (x, y + tall), (x + deep, y + tall))
        return [*shapes, Shape(bracket, colour, thick, gid=f"mark-{key}")]
    if sign == "about":
        ground = Shape(((at[0], y),), "tint" if colour == "article" else "paper", radius=radius)
        return [ground, Shape(((at[0], y),), colour, thick, radius - thick / 2, gid=f"mark-{key}")]
    names = [f"mark-{key}", f"mark-{key}-high"]
    return shapes + [Shape(((x, y),), colour, radius=radius, gid=gid) for x, gid in zip(at, names, strict=False)]


# Days


def span_of(row: Row) -> tuple[str, float, float]:
    """The sign of a statement's days ("" for none), the first and the last (at most the report's), infinite if open."""
    start, end, reported, month = (row[name] for name in DAYS)
    sign, first, last = "report" if reported else "", reported, reported
    if start or end:
        sign, first, last = row["period_basis"], start, end or reported
    elif month:
        first = datetime.date.fromisoformat(f"{month}-01")
        sign, last = "month", first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return sign, first.toordinal() if first else -inf, last.toordinal() if last else inf


def day_scale(rows: Iterable[Row]) -> Scale:
    """The days within a year of the first row's, with three ticks at most, the last one at or beyond the last day.

    Where they lie in two years, the ticks are the first days of months.
    """
    spans = [(start if sign == "month" else end, start) for sign, start, end in map(span_of, rows)]
    known = [int(day) for span in spans for day in span if abs(day) != inf]
    if not known:
        return Scale(1)
    near = [day for day in known if abs(day - known[0]) <= YEAR]
    first, last = (datetime.date.fromordinal(each(near)) for each in (min, max))
    if first.year < last.year:
        after = last.replace(day=1) + datetime.timedelta(days=31)
        start, end = first.replace(day=1).toordinal(), after.replace(day=1).toordinal()
        return Scale(end, (start, end), low=start - (end - start) / 16)
    step = max(1, ceil((max(near) - min(near)) / 2))
    ticks = tuple(range(min(near), max(near) + step, step))
    beside = max(0.5, (WEEK - (ticks[-1] - ticks[0])) / 2)
    return Scale(ticks[-1] + beside, ticks, low=ticks[0] - max(beside, step / 8))


def days_mark(row: Row, scale: Scale, y: float) -> list[Shape]:
    """The sign of a statement's days on a ``day_scale``, around the height ``y``; none for days beyond the scale."""
    (sign, start, end), colour = span_of(row), COLOUR_OF[row["origin"]]
    if not sign or start > scale.high or end < scale.low:
        return []
    left, right = scale.at(max(start - 0.5, scale.low)), scale.at(min(end + 0.5, scale.high))
    middle, half, tall = (left + right) / 2, max(1, (right - left) / 2), 0.5 if sign == "month" else TALL / 2
    half = 0.8 if sign == "report" else half
    left, right, top, foot = middle - half, middle + half, y - tall, y + tall
    shapes = [box(left, top, right, foot, colour, gid=f"when-{row['statement_id']}")]
    if sign == "inferred":
        shapes = [replace(shapes[0], points=(*shapes[0].points, *shapes[0].points[:2]), width=0.8)]
        for number in range(1, ceil((right - left + TALL) / HATCH)):
            x = left - TALL + HATCH * number  # where a line that rises to the right would begin
            here, there = max(x, left), min(x + TALL, right)
            shapes.append(line((here, foot - here + x), (there, foot - there + x), colour, 0.8))
    opened = end > scale.high or (row["period_start"] and not row["period_end"])
    ends = [(at, way) for at, way, fades in ((left - 1, 1, start < scale.low), (right + 1, -1, opened)) if fades]
    ground, reach = "tint" if colour == "article" else "paper", min(FADE, half + 1)
    return shapes + [box(at, top - 1, at + way * reach, foot + 1, ground, fades=True) for at, way in ends]


# Samples for a key

FIRST, LAST = datetime.date(1, 1, 1), datetime.date(1, 1, 31)
EMPTY: Row = dict.fromkeys(("value", "value_high", "value_min", *DAYS)) | {"origin": "sample", "quantifier": "unhedged"}
SAMPLES: dict[str, Row] = {
    "given": {"value": 50},
    "about": {"value": 50, "quantifier": "approximately"},
    "up": {"value": 15, "quantifier": "at_least"},
    "down": {"value": 85, "quantifier": "at_most"},
    "range": {"value": 15, "value_high": 85, "quantifier": "between"},
    "word": {"value_min": 10, "quantifier": "indefinite"},
    "gutter": {"quantifier": "indefinite"},
    "stated": {"period_start": FIRST, "period_end": LAST, "period_basis": "stated"},
    "inferred": {"period_start": FIRST, "period_end": LAST, "period_basis": "inferred"},
    "report": {"published_on": FIRST},
    "month": {"published_month": "0001-01"},
    "open": {"period_start": FIRST, "period_basis": "stated"},
}
NARROW = ("article", "others", "given", "about", "gutter", "report")


def sample_width(sign: str) -> float:
    """How wide the sample of a sign is."""
    return RADIUS * (2.5 if sign in NARROW else 4.8 if sign in SIGNS_OF_DAYS else 6.5)


def sample(sign: str, x: float, y: float) -> list[Shape]:
    """A sign for a key from ``x`` on: one of SIGNS in grey, or a dot in the colour of the article or the others."""
    right = x + sample_width(sign)
    if sign in ("article", "others"):
        return [Shape((((x + right) / 2, y),), sign, radius=RADIUS)]
    row = {**EMPTY, **SAMPLES[sign], "statement_id": sign}
    if span_of(row)[0]:
        return days_mark(row, Scale(1.5 if sign == "report" else 31.5, (), x, right, low=0.5), y)
    x += GUTTER * RADIUS + sample_width(sign) / 2 if sign == "gutter" else 0
    return mark(row, Scale(100, (), x, right), y)


# SVG


def svg_of(shapes: Iterable[Shape], prefix: str = "", themed: bool = False) -> str:
    """The shapes as elements of SVG; gradients of fading lines are named after ``prefix``.

    A ``themed`` shape takes the ``color`` of its element, whose class is the name of the colour: CSS may change it.
    """
    return "".join(_element(shape, f"{prefix}fade{number}", themed) for number, shape in enumerate(shapes))


def _element(shape: Shape, gradient: str, themed: bool) -> str:
    colour, (x, y), before = COLOURS[shape.colour], shape.points[0], ""
    ink = "currentColor" if themed else colour
    if shape.fades:
        along = f'x1="{_n(x)}" x2="{_n(shape.points[1][0])}" y1="0" y2="0" gradientUnits="userSpaceOnUse"'
        stops = f'<stop stop-color="{ink}"/><stop offset="1" stop-color="{ink}" stop-opacity="0"/>'
        before, ink = f'<linearGradient id="{gradient}" {along}>{stops}</linearGradient>', f"url(#{gradient})"
    if shape.radius:
        outline = f'circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(shape.radius)}"'
    else:
        outline = f'{"polyline" if shape.width else "polygon"} points="{" ".join(map(_n, sum(shape.points, ())))}"'
    look = f'fill="none" stroke="{ink}" stroke-width="{_n(shape.width)}"' if shape.width else f'fill="{ink}"'
    name = f" id={quoteattr(shape.gid)}" if shape.gid else ""
    theme = f' class="{shape.colour}" color="{colour}"' if themed else ""
    return f"<g{name}{theme}>{before}<{outline} {look}/></g>\n"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def strip_scale(rows: Iterable[Row], width: float = STRIP, radius: float = 4.5) -> Scale:
    """The scale of a strip of statements, with a gutter where one of them gives words and no number."""
    rows = list(rows)
    left = radius * (2 * GUTTER - 1 if any(sign_of(row) == "gutter" for row in rows) else 1.8)
    return scale_of(rows).within(left, width - 3.6 * radius)  # with room for half of the label of the last tick


def strip(row: Row, scale: Scale) -> str:
    """The mark of a statement, a row as in a theme table, as SVG for a page of HTML; ids begin with the statement's.

    ``scale`` is ``strip_scale`` of all statements that are to be compared. Screen readers skip it: words are beside it.
    """
    tall, prefix = 18, f"{row['statement_id']}-"
    shapes = [line((scale.at(tick), 0), (scale.at(tick), tall), "faint", 1) for tick in scale.ticks]
    shapes += [replace(each, gid=each.gid and prefix + each.gid) for each in mark(row, scale, tall / 2, radius=4.5)]
    size = f'viewBox="0 0 {STRIP} {tall}" width="{STRIP}" height="{tall}"'
    return f'<svg class="strip" {size} aria-hidden="true" focusable="false">{svg_of(shapes, prefix, themed=True)}</svg>'
