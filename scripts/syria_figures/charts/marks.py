"""The hedge grammar: one sign for each way in which a number is given, drawn the same wherever a number is drawn.

- as given: a filled dot; about: a ring; between two numbers: two dots and a bar
- at least, more than: a dot and a line that fades out to the right edge of the panel, for no end is given
- at most, fewer than: the same to the left edge
- a word such as "hundreds": a bracket at its floor and a fading line
- words that give no number at all: a quotation mark in the gutter to the left of the axis, never on it
- days: a bar where they are stated, hatched where they are inferred, fading where an end is open; where no day is given
  a short tick at the day of the report, or a thin line over its month

Hollow means "about" and nothing else. ``mark`` and ``days_mark`` give shapes that a sheet draws as SVG and PNG;
``strip`` is the marks of some statements as SVG for a page of HTML. Nothing here needs matplotlib.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Any
from xml.sax.saxutils import quoteattr

from .style import COLOURS

Row = dict[str, Any]
Step = tuple[Any, ...]  # ("M", x, y), ("L", x, y), ("C", x, y, x, y, x, y) or ("Z",)

SIGNS = {
    "others": "other reports",
    "given": "as given",
    "about": "about",
    "up": "at least, more than: open end",
    "down": "at most, fewer than",
    "range": "between two numbers",
    "word": "a word, from its lowest number on",
    "gutter": "words without a number",
    "stated": "days stated",
    "inferred": "days inferred",
    "open": "first or last day not given",
    "report": "day of the report, where no day is given",
    "month": "month of the report",
}
DAY_SIGNS = ("stated", "inferred", "open", "report", "month")
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


@dataclass(frozen=True)
class Shape:
    """An outline in one colour (a name of COLOURS): filled, or drawn as a line where it has a ``width``.

    ``fade`` are the x where the colour is full and the x where nothing of it is left.
    """

    steps: tuple[Step, ...]
    colour: str
    width: float = 0.0
    gid: str = ""
    fade: tuple[float, float] | None = None
    opacity: float = 1.0


@dataclass(frozen=True)
class Scale:
    """From numbers (or days as ordinal numbers) to places between ``left`` and ``right``, with the ticks to draw."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    left: float = 0.0
    right: float = 100.0

    def at(self, number: float) -> float:
        """Where a number stands."""
        return self.left + (number - self.low) / (self.high - self.low) * (self.right - self.left)

    def within(self, left: float, right: float) -> Scale:
        """The same scale between two other places."""
        return replace(self, left=left, right=right)


def box(left: float, top: float, right: float, foot: float, colour: str, **more: Any) -> Shape:
    """A filled rectangle."""
    return Shape((("M", left, top), ("L", right, top), ("L", right, foot), ("L", left, foot), ("Z",)), colour, **more)


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 0.6, **more: Any) -> Shape:
    """A straight line."""
    return Shape((("M", *start), ("L", *end)), colour, width, **more)


def disc(x: float, y: float, radius: float, colour: str, **more: Any) -> Shape:
    """A disc, or a ring where ``width`` is given."""
    k = 0.5523 * radius
    steps = (
        ("M", x + radius, y),
        ("C", x + radius, y + k, x + k, y + radius, x, y + radius),
        ("C", x - k, y + radius, x - radius, y + k, x - radius, y),
        ("C", x - radius, y - k, x - k, y - radius, x, y - radius),
        ("C", x + k, y - radius, x + radius, y - k, x + radius, y),
        ("Z",),
    )
    return Shape(steps, colour, **more)


# Numbers


def places(row: Row) -> list[float]:
    """The numbers at which a statement stands: none for words without a number."""
    columns = ("value_min",) if row["quantifier"] == "indefinite" else ("value", "value_high")
    return [row[column] for column in columns if row[column] is not None]


def scale_of(rows: Iterable[Row], most: int = 4) -> Scale:
    """The scale from zero that holds all numbers of the rows, with at most so many ticks: the last one at or beyond."""
    rows = list(rows)
    if any(row["unit"] == "percent" for row in rows):
        return Scale(0, 100, (0, 50, 100))
    largest = max((number for row in rows for number in places(row)), default=0) or 1
    power = 10 ** floor(log10(largest))
    steps = (multiple * size for size in (power / 10, power) for multiple in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= 1 and step == int(step) and ceil(largest / step) < most)
    ticks = tuple(int(step) * number for number in range(ceil(largest / step) + 1))
    return Scale(0, ticks[-1], ticks)


def sign_of(row: Row) -> str:
    """Which of SIGNS the number of a statement is drawn with."""
    if row["quantifier"] == "indefinite":
        return "word" if places(row) else "gutter"
    return SIGN_OF_QUANTIFIER.get(row["quantifier"], "given")


def role(row: Row) -> str:
    """The colour of a statement: the article's or the others'; a sample is grey."""
    return {"article": "article", "sample": "grey"}.get(row["origin"], "others")


def mark(row: Row, scale: Scale, y: float, radius: float = RADIUS) -> list[Shape]:
    """The sign of a statement's number on a scale, around the height ``y``; each shape is named by the row's id."""
    sign, colour, key, thick = sign_of(row), role(row), row["statement_id"], radius * 0.5
    if sign == "gutter":
        x, tall = scale.left - GUTTER * radius, radius * 0.7
        strokes = [step for at in (x - thick, x + thick) for step in (("M", at, y + tall), ("L", at + thick, y - tall))]
        return [Shape(tuple(strokes), colour, thick, f"mark-{key}")]
    at = [scale.at(place) for place in places(row)]
    shapes = []
    if sign in ("up", "down", "word"):  # a number at the edge of the panel still shows that it opens
        end = min(scale.left, at[0] - 3 * radius) if sign == "down" else max(scale.right, at[0] + 3 * radius)
        shapes.append(_bar(at[0], end, y, thick, colour, gid=f"open-{key}", fade=(at[0], end)))
    if sign == "range":
        shapes.append(_bar(at[0], at[1], y, thick, colour, gid=f"range-{key}"))
    if sign == "word":
        x, tall, deep = at[0], radius * 1.35, radius * 0.9
        steps = (("M", x + deep, y - tall), ("L", x, y - tall), ("L", x, y + tall), ("L", x + deep, y + tall))
        return [*shapes, Shape(steps, colour, thick, f"mark-{key}")]
    if sign == "about":
        ground = disc(at[0], y, radius, "tint" if colour == "article" else "paper")
        return [ground, disc(at[0], y, radius - thick / 2, colour, width=thick, gid=f"mark-{key}")]
    names = [f"mark-{key}", f"mark-{key}-high"]
    return shapes + [disc(x, y, radius, colour, gid=gid) for x, gid in zip(at, names, strict=False)]


def _bar(x: float, end: float, y: float, thick: float, colour: str, **more: Any) -> Shape:
    return box(min(x, end), y - thick / 2, max(x, end), y + thick / 2, colour, **more)


# Days


def days_of(row: Row) -> list[datetime.date]:
    """The day, or the first and the last, at which the days of a statement are drawn; none where none is known."""
    if row["period_start"] or row["period_end"]:  # without a last day at most to the day of the report
        return [day for day in (row["period_start"], row["period_end"] or row["published_on"]) if day]
    if row["published_on"] or not row["published_month"]:
        return [row["published_on"]] if row["published_on"] else []
    year, month = map(int, row["published_month"].split("-"))
    return [datetime.date(year, month, day) for day in (1, calendar.monthrange(year, month)[1])]


def day_sign_of(row: Row) -> str:
    """Which of SIGNS the days of a statement are drawn with; "" where there is no day at all."""
    if row["period_start"] or row["period_end"]:
        return "stated" if row["period_basis"] == "stated" else "inferred"
    return "report" if row["published_on"] else "month" if row["published_month"] else ""


def days_mark(row: Row, scale: Scale, y: float, tall: float = 7.0) -> list[Shape]:
    """The sign of a statement's days on a scale of ordinal numbers, where a day is as wide as one."""
    sign, colour, gid = day_sign_of(row), role(row), f"when-{row['statement_id']}"
    if not sign:
        return []
    days = [day.toordinal() for day in days_of(row)]
    left, right, fade = scale.at(days[0]), max(scale.at(days[-1] + 1), scale.at(days[0]) + tall * 0.3), None
    if sign == "report":
        x = (left + right) / 2
        return [line((x, y - tall * 0.6), (x, y + tall * 0.6), colour, tall * 0.23, gid=gid)]
    if sign == "month":
        return [line((left, y), (right, y), colour, tall * 0.12, gid=gid)]
    if row["period_start"] is None:
        left = min(scale.left, right - tall * 2)
        fade = (right, left)
    elif row["period_end"] is None:
        right = max(right if row["published_on"] else scale.right, left + tall * 2)
        fade = (left, right)
    bar = box(left, y - tall / 2, right, y + tall / 2, colour, gid=gid, fade=fade)
    return [bar] if sign == "stated" else _hatched(bar, left, right, y, tall)


def _hatched(bar: Shape, left: float, right: float, y: float, tall: float) -> list[Shape]:
    """A bar as slanted lines with a thin edge; without the edge and ever fainter where it fades."""
    thin, step, top, foot = tall * 0.13, tall * 0.45, y - tall / 2, y + tall / 2
    start, end = bar.fade or (0, 0)
    shapes = []
    for number in range(1, ceil((right - left + tall) / step) + 1):
        x = left - tall + step * number
        here, there = max(x, left), min(x + tall, right)
        if there > here:
            rest = 1 - abs((here + there) / 2 - start) / abs(end - start) if bar.fade else 1
            slanted = line((here, foot - (here - x)), (there, foot - (there - x)), bar.colour, thin)
            shapes.append(replace(slanted, opacity=rest))
    if bar.fade:
        return [*shapes, line((start, top), (start, foot), bar.colour, thin, gid=bar.gid)]
    half = thin / 2
    edge = box(left + half, top + half, right - half, foot - half, bar.colour, gid=bar.gid)
    return [*shapes, replace(edge, width=thin)]


# Samples for a key

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2000, 1, 10)
EMPTY: Row = {"origin": "sample", "quantifier": "unhedged"} | dict.fromkeys(
    (
        "value",
        "value_high",
        "value_min",
        "period_start",
        "period_end",
        "period_basis",
        "published_on",
        "published_month",
    )
)
SAMPLES: dict[str, Row] = {
    "given": {"value": 50},
    "about": {"value": 50, "quantifier": "approximately"},
    "up": {"value": 15, "quantifier": "at_least"},
    "down": {"value": 85, "quantifier": "at_most"},
    "range": {"value": 15, "value_high": 85, "quantifier": "between"},
    "word": {"value_min": 10, "quantifier": "indefinite"},
    "gutter": {"quantifier": "indefinite"},
    "stated": {"period_start": FIRST, "period_end": LAST, "period_basis": "stated"},
    "inferred": {"period_start": FIRST, "period_end": LAST},
    "open": {"period_start": FIRST, "period_basis": "stated"},
    "report": {"published_on": FIRST},
    "month": {"published_month": "2000-01"},
}
NARROW = ("article", "others", "given", "about", "gutter", "report")


def sample_width(sign: str) -> float:
    """How wide the sample of a sign is."""
    return RADIUS * (2.5 if sign in NARROW else 6.5)


def sample(sign: str, x: float, y: float) -> list[Shape]:
    """A sign for a key from ``x`` on: one of SIGNS in grey, or a dot in the colour of the article or the others."""
    right = x + sample_width(sign)
    if sign in ("article", "others"):
        return [disc((x + right) / 2, y, RADIUS, sign)]
    row = {**EMPTY, **SAMPLES[sign], "statement_id": sign}
    if days := days_of(row):
        low = days[0].toordinal()
        return days_mark(row, Scale(low, days[-1].toordinal() + 1, (), x, right), y)
    x += GUTTER * RADIUS + sample_width(sign) / 2 if sign == "gutter" else 0
    return mark(row, Scale(0, 100, (), x, right), y)


# SVG


def svg_of(shapes: Iterable[Shape], prefix: str = "", themed: bool = False) -> str:
    """The shapes as elements of SVG; gradients of fading lines are named after ``prefix``.

    A ``themed`` shape takes the ``color`` of its element, whose class is the name of the colour: CSS may change it.
    """
    return "".join(_element(shape, f"{prefix}fade{number}", themed) for number, shape in enumerate(shapes))


def _element(shape: Shape, gradient: str, themed: bool) -> str:
    colour, before = COLOURS[shape.colour], ""
    ink = "currentColor" if themed else colour
    if shape.fade:
        along = f'x1="{_n(shape.fade[0])}" x2="{_n(shape.fade[1])}" y1="0" y2="0" gradientUnits="userSpaceOnUse"'
        stops = f'<stop stop-color="{ink}"/><stop offset="1" stop-color="{ink}" stop-opacity="0"/>'
        before, ink = f'<linearGradient id="{gradient}" {along}>{stops}</linearGradient>', f"url(#{gradient})"
    look = f'fill="none" stroke="{ink}" stroke-width="{_n(shape.width)}"' if shape.width else f'fill="{ink}"'
    look += f' opacity="{_n(shape.opacity)}"' if shape.opacity < 1 else ""
    data = "".join(step[0] + " ".join(map(_n, step[1:])) for step in shape.steps)
    name = f" id={quoteattr(shape.gid)}" if shape.gid else ""
    theme = f' class="{shape.colour}" color="{colour}"' if themed else ""
    return f'<g{name}{theme}>{before}<path d="{data}" {look}/></g>\n'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def strip_scale(rows: Iterable[Row], width: float = 240, radius: float = 4.5) -> Scale:
    """The scale of a strip of statements, with a gutter where one of them gives words and no number."""
    rows = list(rows)
    left = radius * (2 * GUTTER - 1 if any(sign_of(row) == "gutter" for row in rows) else 1.8)
    return scale_of(rows).within(left, width - 1.8 * radius)


def strip(rows: Sequence[Row], scale: Scale, width: float = 240, prefix: str = "") -> str:
    """The marks of statements as one SVG without words, a line each: rows as in a theme table.

    ``scale`` is ``strip_scale`` of all statements that are to be compared, also where each has an SVG of its own. Ids
    begin with ``prefix``: give each strip of a page another. Screen readers pass over it: words stand beside it.
    """
    tall = 18.0
    height = tall * len(rows)
    shapes = [line((scale.at(tick), 0), (scale.at(tick), height), "faint", 1) for tick in scale.ticks]
    for number, row in enumerate(rows):
        marks = mark(row, scale, tall * (number + 0.5), radius=4.5)
        shapes += [replace(shape, gid=shape.gid and prefix + shape.gid) for shape in marks]
    size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<svg class="strip" {size} aria-hidden="true" focusable="false">{svg_of(shapes, prefix, themed=True)}</svg>'
