"""The hedge grammar: one sign for each way in which a number is given, drawn the same wherever a number is drawn.

- as given: a filled dot; about: a ring; between two numbers: two dots and a bar
- at least, more than: a dot and a line that fades out to the right edge of the panel, for no end is given
- at most, fewer than: the same to the left edge
- a word such as "hundreds": a bracket at its floor and a fading line
- words that give no number at all: quotation marks in the gutter to the left of the axis, never on it
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

UP, DOWN = ("more_than", "at_least"), ("less_than", "at_most")
SIGNS = {
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
RADIUS = 3.6
GUTTER = 12.0  # from the axis to the middle of the gutter


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
    ticks: tuple[float, ...]
    left: float = 0.0
    right: float = 100.0

    def at(self, number: float) -> float:
        """Where a number stands."""
        return self.left + (float(number) - self.low) / (self.high - self.low) * (self.right - self.left)

    def within(self, left: float, right: float) -> Scale:
        """The same scale between two other places."""
        return replace(self, left=left, right=right)


# Outlines


def box(left: float, top: float, right: float, foot: float, colour: str, **more: Any) -> Shape:
    """A filled rectangle."""
    return Shape((("M", left, top), ("L", right, top), ("L", right, foot), ("L", left, foot), ("Z",)), colour, **more)


def line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 0.6, **more: Any) -> Shape:
    """A straight line."""
    return Shape((("M", x, y), ("L", to_x, to_y)), colour, width, **more)


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


# Scales


def scale_of(rows: Iterable[Row], most_ticks: int = 4) -> Scale:
    """The scale from zero that holds all numbers of the rows: its last tick lies at or beyond the largest."""
    rows = list(rows)
    if any(row["unit"] == "percent" for row in rows):
        return Scale(0, 100, (0, 50, 100) if most_ticks < 5 else (0, 25, 50, 75, 100))
    largest = max((number for row in rows for number in places(row)), default=0) or 1
    power = 10 ** floor(log10(largest))
    steps = (multiple * size for size in (power / 10, power) for multiple in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= 1 and step == int(step) and ceil(largest / step) < most_ticks)
    ticks = tuple(int(step) * number for number in range(ceil(largest / step) + 1))
    return Scale(0, ticks[-1], ticks)


def places(row: Row) -> list[float]:
    """The numbers at which a statement stands: none for words without a number."""
    columns = ("value_min",) if row["quantifier"] == "indefinite" else ("value", "value_high")
    return [row[column] for column in columns if row[column] is not None]


# Marks of numbers


def sign_of(row: Row) -> str:
    """Which of SIGNS the number of a statement is drawn with."""
    quantifier = row["quantifier"]
    if quantifier == "indefinite":
        return "word" if places(row) else "gutter"
    if quantifier in UP + DOWN:
        return "up" if quantifier in UP else "down"
    return {"approximately": "about", "between": "range"}.get(quantifier, "given")


def role(row: Row) -> str:
    """The colour of a statement: the article's or the others'; a sample is grey."""
    return {"article": "article", "sample": "grey"}.get(row["origin"], "others")


def mark(row: Row, scale: Scale, y: float, radius: float = RADIUS) -> list[Shape]:
    """The sign of a statement's number on a scale, around the height ``y``; each shape is named by the row's id."""
    sign, colour, key = sign_of(row), role(row), row["statement_id"]
    if sign == "gutter":
        return _quotes(scale.left - GUTTER * radius / RADIUS, y, radius, colour, f"mark-{key}")
    at = [scale.at(place) for place in places(row)]
    thick = radius * 0.5
    shapes: list[Shape] = []
    if sign in ("up", "word", "down"):
        end = scale.left if sign == "down" else scale.right
        end = max(end, at[0] + 2.5 * radius) if sign != "down" else end  # a number at the edge still shows that it opens
        shapes.append(_level(at[0], end, y, thick, colour, gid=f"open-{key}", fade=(at[0], end)))
    if sign == "word":
        return [*shapes, _bracket(at[0], y, radius, colour, f"mark-{key}")]
    if sign == "range":
        shapes.append(_level(at[0], at[1], y, thick, colour, gid=f"range-{key}"))
    if sign == "about":
        ground = "tint" if colour == "article" else "paper"
        inner = radius - thick / 2
        return [disc(at[0], y, radius, ground), disc(at[0], y, inner, colour, width=thick, gid=f"mark-{key}")]
    names = [f"mark-{key}", f"mark-{key}-high"]
    return shapes + [disc(x, y, radius, colour, gid=gid) for x, gid in zip(at, names, strict=False)]


def _level(x: float, to_x: float, y: float, thick: float, colour: str, **more: Any) -> Shape:
    return box(min(x, to_x), y - thick / 2, max(x, to_x), y + thick / 2, colour, **more)


def _bracket(x: float, y: float, radius: float, colour: str, gid: str) -> Shape:
    tall, deep = radius * 1.35, radius * 0.9
    steps = (("M", x + deep, y - tall), ("L", x, y - tall), ("L", x, y + tall), ("L", x + deep, y + tall))
    return Shape(steps, colour, radius * 0.5, gid)


def _quotes(x: float, y: float, radius: float, colour: str, gid: str) -> list[Shape]:
    """A pair of quotation marks."""
    size, shapes = radius * 0.42, []
    for number, left in enumerate((x - radius * 0.62, x + radius * 0.62)):
        tail = Shape(
            (
                ("M", left - size, y + size * 0.4),
                ("C", left - size, y - size * 1.6, left, y - size * 2.2, left + size * 0.9, y - size * 2.2),
                ("L", left + size * 0.9, y - size * 1.3),
                ("C", left + size * 0.2, y - size * 1.2, left, y - size * 0.8, left, y),
                ("Z",),
            ),
            colour,
        )
        shapes += [tail, disc(left, y + size * 0.4, size, colour, gid="" if number else gid)]
    return shapes


# Marks of days


def last_day(row: Row) -> datetime.date | None:
    """The day by which statements are put in order: the last one counted, else that of the report or its month's last."""
    return row["period_end"] or row["period_start"] or row["published_on"] or _month(row)[1]


def _month(row: Row) -> tuple[datetime.date | None, datetime.date | None]:
    if not row["published_month"]:
        return None, None
    year, month = map(int, row["published_month"].split("-"))
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, 1), datetime.date(year, month, last)


def day_sign_of(row: Row) -> str:
    """Which of SIGNS the days of a statement are drawn with; "" where there is no day at all."""
    if row["period_start"] or row["period_end"]:
        return "stated" if row["period_basis"] == "stated" else "inferred"
    return "report" if row["published_on"] else "month" if row["published_month"] else ""


def days_of(row: Row) -> list[datetime.date]:
    """All days at which the days of a statement are drawn."""
    if row["period_start"] or row["period_end"]:
        return [day for day in (row["period_start"], row["period_end"]) if day]
    return [row["published_on"]] if row["published_on"] else [day for day in _month(row) if day]


def days_mark(row: Row, scale: Scale, y: float, tall: float = 7.0) -> list[Shape]:
    """The sign of a statement's days on a scale of ordinal numbers, where a day is as wide as one."""
    sign, colour, gid = day_sign_of(row), role(row), f"when-{row['statement_id']}"
    if not sign:
        return []
    days = [day.toordinal() for day in days_of(row)]
    left, right = scale.at(days[0]), scale.at(days[-1] + 1)
    if sign == "report":
        middle = (left + right) / 2
        return [line(middle, y - tall * 0.6, middle, y + tall * 0.6, colour, tall * 0.23, gid=gid)]
    right = max(right, left + tall * 0.3)
    if sign == "month":
        return [line(left, y, right, y, colour, tall * 0.12, gid=gid)]
    top, foot, fade = y - tall / 2, y + tall / 2, None
    if row["period_start"] is None:
        left = min(scale.left, right - tall * 2)
        fade = (right, left)
    elif row["period_end"] is None:
        reported = scale.at(row["published_on"].toordinal() + 1) if row["published_on"] else scale.right
        right = max(reported, left + tall * 2)
        fade = (left, right)
    if sign == "stated":
        return [box(left, top, right, foot, colour, gid=gid, fade=fade)]
    return _hatched(left, top, right, foot, colour, gid, fade)


def _hatched(
    left: float, top: float, right: float, foot: float, colour: str, gid: str, fade: tuple[float, float] | None
) -> list[Shape]:
    """A bar of slanted lines with a thin edge; without the edge and ever fainter where it fades."""
    tall = foot - top
    thin, step = tall * 0.13, tall * 0.45
    shapes = []
    for number in range(ceil((right - left + tall) / step)):
        x = left - tall + step * (number + 1)
        start, end = max(x, left), min(x + tall, right)
        if end > start:
            rest = 1 - abs((start + end) / 2 - fade[0]) / abs(fade[1] - fade[0]) if fade else 1
            steps = (("M", start, foot - (start - x)), ("L", end, foot - (end - x)))
            shapes.append(Shape(steps, colour, thin, opacity=rest))
    if fade:
        return [line(fade[0], top, fade[0], foot, colour, thin, gid=gid), *shapes]
    left, top, right, foot = left + thin / 2, top + thin / 2, right - thin / 2, foot - thin / 2
    return [*shapes, replace(box(left, top, right, foot, colour, gid=gid), width=thin)]


# Samples for a key

FIRST = datetime.date(2000, 1, 1)
LAST = datetime.date(2000, 1, 10)
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
    "open": {"period_start": FIRST},
    "report": {"published_on": FIRST},
    "month": {"published_month": "2000-01"},
}
EMPTY: Row = dict.fromkeys(
    ("value", "value_high", "value_min", "period_start", "period_end", "period_basis", "published_on", "published_month")
)


def sample_width(sign: str, radius: float = RADIUS) -> float:
    """How wide the sample of a sign is."""
    return radius * (2.5 if sign in ("article", "others", "given", "about", "gutter", "report") else 6.5)


def sample(sign: str, x: float, y: float, radius: float = RADIUS) -> list[Shape]:
    """A sign for a key from ``x`` on: one of SIGNS in grey, or a dot in the colour of the article or the others."""
    right = x + sample_width(sign, radius)
    if sign in ("article", "others"):
        return [disc((x + right) / 2, y, radius, sign)]
    row = {"statement_id": sign, "origin": "sample", "quantifier": "unhedged", **EMPTY, **SAMPLES[sign]}
    if day_sign_of(row):
        days = days_of(row)
        low = days[0].toordinal()
        return days_mark(row, Scale(low, max(low + 1, days[-1].toordinal() + 1), (), x, right), y, radius * 2)
    if sign == "gutter":
        x = (x + right) / 2 + GUTTER * radius / RADIUS
    return mark(row, Scale(0, 100, (), x, max(right, x + 1)), y, radius)


# SVG


def svg_of(shapes: Sequence[Shape], prefix: str = "", themed: bool = False) -> str:
    """The shapes as elements of SVG; gradients of fading lines are named after ``prefix``.

    ``themed`` shapes take the ``color`` of their element, whose class is the name of the colour, so that CSS may change it.
    """
    return "".join(_element(shape, f"{prefix}fade{number}", themed) for number, shape in enumerate(shapes))


def _element(shape: Shape, gradient: str, themed: bool) -> str:
    colour = COLOURS[shape.colour]
    ink, before = "currentColor" if themed else colour, ""
    if shape.fade:
        start, end = shape.fade
        stops = f'<stop stop-color="{ink}"/><stop offset="1" stop-color="{ink}" stop-opacity="0"/>'
        along = f'x1="{_n(start)}" x2="{_n(end)}" y1="0" y2="0" gradientUnits="userSpaceOnUse"'
        before, ink = f'<linearGradient id="{gradient}" {along}>{stops}</linearGradient>', f"url(#{gradient})"
    look = f'fill="none" stroke="{ink}" stroke-width="{_n(shape.width)}"' if shape.width else f'fill="{ink}"'
    data = "".join(step[0] + " ".join(map(_n, step[1:])) for step in shape.steps)
    name = f" id={quoteattr(shape.gid)}" if shape.gid else ""
    look += f' opacity="{_n(shape.opacity)}"' if shape.opacity < 1 else ""
    theme = f' class="{shape.colour}" color="{colour}"' if themed else ""
    return f'<g{name}{theme}>{before}<path d="{data}" {look}/></g>\n'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def strip_scale(rows: Iterable[Row], width: float = 240) -> Scale:
    """The scale of a strip of statements, with a gutter where one of them gives words and no number."""
    rows = list(rows)
    left = GUTTER * 2 if any(sign_of(row) == "gutter" for row in rows) else 8
    return scale_of(rows).within(left, width - 8)


def strip(rows: Sequence[Row], scale: Scale, width: float = 240, prefix: str = "") -> str:
    """The marks of statements as one SVG without words, a line each: rows as in a theme table.

    ``scale`` is ``strip_scale`` of all statements that are to be compared, also where each has an SVG of its own. Ids
    begin with ``prefix``: give each strip of a page another. Screen readers pass over it: words stand beside it.
    """
    tall = 18.0
    height = tall * len(rows)
    shapes = [line(scale.at(tick), 0, scale.at(tick), height, "faint", 1) for tick in scale.ticks]
    for number, row in enumerate(rows):
        marks = mark(row, scale, tall * (number + 0.5), radius=4.5)
        shapes += [replace(shape, gid=shape.gid and prefix + shape.gid) for shape in marks]
    size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<svg class="strip" {size} aria-hidden="true" focusable="false">{svg_of(shapes, prefix, themed=True)}</svg>'
