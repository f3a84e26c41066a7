"""What a chart is drawn with: text, lines and shapes on a sheet.

All lengths are in points from the top left corner of the sheet, which are also the user units of the SVG. Nothing
depends on the fonts of a machine: those that come with matplotlib are named by their files, for a machine may hold
others of the same name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from . import style

FONTS = {style.NORMAL: "DejaVuSans.ttf", style.BOLD: "DejaVuSans-Bold.ttf", style.ITALIC: "DejaVuSans-Oblique.ttf"}


@cache
def font(face: str, size: float) -> FontProperties:
    """A face of the charts in a size."""
    return FontProperties(fname=str(Path(matplotlib.get_data_path(), "fonts", "ttf", FONTS[face])), size=size)


@cache
def width_of(words: str, size: float = style.SMALL, face: str = style.NORMAL) -> float:
    """The width of a line of text."""
    return float(text_to_path.get_text_width_height_descent(words, font(face, size), False)[0])


def wrapped(
    words: str, width: float, size: float = style.SMALL, face: str = style.NORMAL, *, first: float = 0
) -> list[str]:
    """The lines of a text in a column of a width; the first line is ``first`` shorter."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, face) <= width - (first if len(lines) == 1 else 0):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(words: str, width: float, size: float, face: str = style.NORMAL) -> float:
    """The smallest width in which a text takes as few lines as in ``width``: a title without a widow."""
    lines, least = len(wrapped(words, width, size, face)), 8 * size
    while width > least and len(wrapped(words, width - 4, size, face)) == lines:
        width -= 4
    return width


@dataclass
class Sheet:
    """What is drawn so far. A ``gid`` names a mark in the SVG, where the tests and readers' own tools find it."""

    width: float
    artists: list[Artist] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - style.MARGIN

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = style.SMALL,
        face: str = style.NORMAL,
        colour: str = style.INK,
        align: Literal["left", "center", "right"] = "left",
        gid: str | None = None,
    ) -> float:
        """One line of text with its baseline at ``y``; gives its width."""
        text = Text(x, y, words, fontproperties=font(face, size), color=colour, parse_math=False, gid=gid)
        text.set_horizontalalignment(align)
        self.artists.append(text)
        return width_of(words, size, face)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        *,
        lead: str = "",
        size: float = style.SMALL,
        face: str = style.NORMAL,
        colour: str = style.INK,
        lead_colour: str = style.INK,
    ) -> float:
        """A text in a column from the baseline ``y`` on, after a ``lead`` in bold; gives the baseline that follows."""
        first = self.text(x, y, lead, size=size, face=style.BOLD, colour=lead_colour) + size / 3 if lead else 0.0
        for number, line in enumerate(wrapped(words, width, size, face, first=first)):
            if line:
                self.text(x + (0 if number else first), y, line, size=size, face=face, colour=colour)
            y += size * style.LEADING
        return y

    def shape(
        self, outline: Outline, fill: str = "none", *, edge: str = "none", width: float = 0.0, **more: Any
    ) -> None:
        """An outline, filled, with an edge, or both."""
        self.artists.append(PathPatch(outline, facecolor=fill, edgecolor=edge, linewidth=width, **more))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 0.6, **more: Any
    ) -> None:
        """A straight line."""
        self.shape(Outline([start, end]), edge=colour, width=width, **more)

    def rule(self, y: float, colour: str = style.LINE, width: float = 0.6) -> None:
        """A level line from margin to margin."""
        self.line((style.MARGIN, y), (self.right, y), colour, width)


def box(left: float, top: float, right: float, foot: float) -> Outline:
    """A rectangle."""
    return Outline([(left, top), (right, top), (right, foot), (left, foot), (left, top)], closed=True)


def disc(x: float, y: float, radius: float) -> Outline:
    """A disc around a point."""
    return Outline.circle((x, y), radius)


def arrow(start: float, tip: float, y: float, shaft: float, head: float) -> Outline:
    """A level arrow, with a shaft as wide and a head half as high as given."""
    neck, half = tip + (-1 if tip > start else 1) * head * 1.4, shaft / 2
    point = [(neck, y - head), (tip, y), (neck, y + head)]
    below = [(neck, y + half), (start, y + half), (start, y - half)]
    return Outline([(start, y - half), (neck, y - half), *point, *below], closed=True)


def person(x: float, y: float, width: float, height: float) -> Outline:
    """A person, the same for all: head and shoulders, from the top ``y`` down, around ``x``."""
    half, top, bend, foot = width / 2, y + 0.39 * height, 0.17 * height, y + height
    left, right = x - half, x + half
    shoulders = [
        (Outline.MOVETO, (left, foot)),
        (Outline.LINETO, (left, top + bend)),
        (Outline.CURVE3, (left, top)),
        (Outline.CURVE3, (left + bend, top)),
        (Outline.LINETO, (right - bend, top)),
        (Outline.CURVE3, (right, top)),
        (Outline.CURVE3, (right, top + bend)),
        (Outline.LINETO, (right, foot)),
        (Outline.CLOSEPOLY, (left, foot)),
    ]
    codes, points = zip(*shoulders, strict=True)
    head = disc(x, y + 0.165 * height, 0.165 * height)
    return Outline.make_compound_path(head, Outline(points, codes))
