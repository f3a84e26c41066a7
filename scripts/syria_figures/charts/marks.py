"""The hedge grammar: one sign for each way in which a number is given, drawn the same wherever a number is drawn.

- as given: a filled dot; about: a ring; between two numbers: two dots and a bar
- at least, more than: a dot and a line that fades out to the right edge of the panel, for no end is given
- at most, fewer than: the same to the left edge
- a word such as "hundreds": a bracket at its floor and a fading line
- words that give no number at all: a quotation mark in the gutter to the left of the axis, never on it

Hollow means "about" and nothing else. ``mark`` gives shapes that a sheet draws as SVG and PNG; ``strip`` is the marks
of some statements as SVG for a page of HTML. Nothing here needs matplotlib.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Any
from xml.sax.saxutils import quoteattr

from .style import COLOURS

Row = dict[str, Any]
Point = tuple[float, float]

SIGNS = {
    "others": "other reports",
    "given": "as given",
    "about": "about",
    "up": "at least, more than: open end",
    "down": "at most, fewer than",
    "range": "between two numbers",
    "word": "a word, from its lowest number on",
    "gutter": "words without a number",
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
    """From numbers to places, zero at ``left`` and ``high`` at ``right``, with the ticks to draw."""

    high: float
    ticks: tuple[float, ...] = ()
    left: float = 0.0
    right: float = 100.0

    def at(self, number: float) -> float:
        """Where a number stands."""
        return self.left + number / self.high * (self.right - self.left)

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
    """The numbers at which a statement stands: none for words without a number."""
    columns = ("value_min",) if row["quantifier"] == "indefinite" else ("value", "value_high")
    return [row[column] for column in columns if row[column] is not None]


def scale_of(rows: Iterable[Row], most: int = 4) -> Scale:
    """The scale from zero that holds all numbers of the rows, with at most so many ticks: the last one at or beyond."""
    rows = list(rows)
    if any(row["unit"] == "percent" for row in rows):
        return Scale(100, (0, 50, 100))
    largest = max((number for row in rows for number in places(row)), default=0) or 1
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
    sign, key, thick = sign_of(row), row["statement_id"], radius * 0.5
    colour = {"article": "article", "sample": "grey"}.get(row["origin"], "others")
    if sign == "gutter":
        x, tall = scale.left - GUTTER * radius, radius * 0.7
        strokes = [((at, y + tall), (at + thick, y - tall)) for at in (x - thick, x + thick)]
        return [Shape(stroke, colour, thick, gid=gid) for stroke, gid in zip(strokes, ("", f"mark-{key}"), strict=True)]
    at = [scale.at(place) for place in places(row)]
    shapes = []
    if sign in ("up", "down", "word"):  # a number at the edge of the panel still shows that it opens
        end = min(scale.left, at[0] - 3 * radius) if sign == "down" else max(scale.right, at[0] + 3 * radius)
        shapes.append(box(at[0], y - thick / 2, end, y + thick / 2, colour, fades=True, gid=f"open-{key}"))
    if sign == "range":
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


# Samples for a key

EMPTY: Row = {"origin": "sample", "quantifier": "unhedged", "value": None, "value_high": None, "value_min": None}
SAMPLES: dict[str, Row] = {
    "given": {"value": 50},
    "about": {"value": 50, "quantifier": "approximately"},
    "up": {"value": 15, "quantifier": "at_least"},
    "down": {"value": 85, "quantifier": "at_most"},
    "range": {"value": 15, "value_high": 85, "quantifier": "between"},
    "word": {"value_min": 10, "quantifier": "indefinite"},
    "gutter": {"quantifier": "indefinite"},
}
WIDE = ("up", "down", "range", "word")


def sample_width(sign: str) -> float:
    """How wide the sample of a sign is."""
    return RADIUS * (6.5 if sign in WIDE else 2.5)


def sample(sign: str, x: float, y: float) -> list[Shape]:
    """A sign for a key from ``x`` on: one of SIGNS in grey, or a dot in the colour of the article or the others."""
    right = x + sample_width(sign)
    if sign in ("article", "others"):
        return [Shape((((x + right) / 2, y),), sign, radius=RADIUS)]
    x += GUTTER * RADIUS + sample_width(sign) / 2 if sign == "gutter" else 0
    return mark({**EMPTY, **SAMPLES[sign], "statement_id": sign}, Scale(100, (), x, right), y)


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
