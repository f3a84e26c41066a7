"""The strip of a figure as a picture to save and read alone: in the frame of the charts, small, its text as text."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from matplotlib.text import Text

from .charts import style
from .charts.frame import draw, frame_of
from .charts.sheet import Sheet, arrow, box, disc, wrapped
from .frames import Frames
from .strips import Mark, Statement, Strip

LABEL_RIGHT, AXIS_LEFT, AXIS_RIGHT, WORDS_LEFT = 76.0, 90.0, 262.0, 284.0
BETWEEN = 5.0  # white between two rows
RADIUS, ARROW, HEAD, SHAFT = 3.2, 15.0, 3.0, 1.2  # of a mark; of an arrow, from the mark's middle to its tip
KEY = "● as given  ○ about  → open end"
FONTS = "'DejaVu Sans', Verdana, sans-serif"  # the letters that the lines were measured in, and such as are no wider
COMMANDS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C", Outline.CLOSEPOLY: "Z"}


def picture(frames: Frames, figure_id: str, strip: Strip, data: str) -> str:
    """The strip as an SVG; ``data`` names the tables that it is drawn from."""
    frame = frame_of(
        frames,
        figure_id,
        title="{citation}: {display}",
        measure=f"Each row is a published statement, on an axis from 0 to {strip.end_label}. {KEY}",
        data=data,
    )
    words = "; ".join(f"{each.words}: {each.who_and_where}, {each.date}" for each in strip.statements)

    def body(sheet: Sheet, y: float) -> float:
        sheet.text(AXIS_LEFT, y, "0", colour=style.GREY)
        sheet.text(AXIS_RIGHT, y, strip.end_label, colour=style.GREY, align="right")
        y = _row(sheet, y + BETWEEN + 2, strip.article, style.ARTICLE)
        for name, group in strip.groups:
            sheet.text(style.MARGIN, y + BETWEEN + style.SMALL, name, face=style.BOLD)
            y += style.SMALL * style.LEADING + 2 * BETWEEN
            for statement in group:
                y = _row(sheet, y, statement, style.OTHERS)
        return y + 2

    chart = draw(figure_id, frame, body, f"{frame.title}. {words}.")
    return _svg(chart.figure, chart.title, chart.alt_text)


def _row(sheet: Sheet, y: float, statement: Statement, colour: str) -> float:
    """A statement: label, mark, and its words in lines; gives where the next one begins."""
    room, line = sheet.right - WORDS_LEFT, style.SMALL * style.LEADING
    lines = [(each, style.INK) for each in wrapped(f"{statement.who_and_where}, {statement.date}", room)]
    lines += [(each, style.GREY) for each in wrapped(statement.counted, room)]
    foot, middle = y + len(lines) * line, y + style.SMALL / 2 + 1
    if colour == style.ARTICLE:
        sheet.shape(box(style.MARGIN, y - 3, sheet.right, foot + 2), style.TINT)
    if statement.mark:
        sheet.text(LABEL_RIGHT, y + style.BODY, statement.label, size=style.BODY, face=style.BOLD, align="right")
        sheet.line((AXIS_LEFT, middle), (AXIS_RIGHT, middle), style.FAINT)
        _mark(sheet, middle, statement.mark, colour)
    else:
        sheet.text(style.MARGIN, y + style.BODY, statement.label, size=style.BODY, face=style.BOLD)
    for number, (words, ink) in enumerate(lines):
        sheet.text(WORDS_LEFT, y + style.SMALL + number * line, words, colour=ink)
    return foot + BETWEEN


def _mark(sheet: Sheet, y: float, mark: Mark, colour: str) -> None:
    places = [AXIS_LEFT + float(at) / 100 * (AXIS_RIGHT - AXIS_LEFT) for at in mark.at]
    if mark.opens:
        tip = places[0] + (ARROW if mark.opens == "up" else -ARROW)
        sheet.shape(arrow(places[0], tip, y, SHAFT, HEAD), colour)
    if len(places) > 1:
        sheet.line((places[0], y), (places[-1], y), colour, 1.6)
    for x in places:
        if mark.kind == "floor":
            sheet.line((x, y - 4), (x, y + 4), colour, 1.6)
        else:
            fill = style.PAPER if mark.kind == "about" else colour
            sheet.shape(disc(x, y, RADIUS), fill, edge=colour, width=1.2)


# As SVG


def _svg(figure: Figure, title: str, alt_text: str) -> str:
    """A figure of texts and outlines as an SVG of a few kilobytes, its text as text; lengths to a tenth of a point."""
    width, height = (_points(length * style.POINTS_PER_INCH) for length in figure.get_size_inches())
    drawn = [_text(each) if isinstance(each, Text) else _path(each) for each in figure.get_children()[1:]]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title desc" font-family={quoteattr(FONTS)}>'
    )
    named = f'<title id="title">{escape(title)}</title><desc id="desc">{escape(alt_text)}</desc>'
    ground = f'<path d="M0 0H{width}V{height}H0Z" fill="{style.PAPER}"/>'
    return "\n".join([head, named, ground, *drawn, "</svg>\n"])


def _text(text: Any) -> str:
    (x, y), anchor = text.get_position(), {"right": "end", "center": "middle"}.get(text.get_horizontalalignment())
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="bold"' if "Bold" in str(text.get_fontproperties().get_file()) else ""
    look = f'font-size="{_points(text.get_fontsize())}" fill={quoteattr(text.get_color())}{more}'
    return f'<text x="{_points(x)}" y="{_points(y)}" {look}>{escape(text.get_text())}</text>'


def _path(patch: Any) -> str:
    steps = [
        COMMANDS[code] + ("" if code == Outline.CLOSEPOLY else " ".join(map(_points, corners)))
        for corners, code in patch.get_path().iter_segments(simplify=False)
    ]
    fill, edge, width = patch.get_facecolor(), patch.get_edgecolor(), patch.get_linewidth()
    line = f' stroke="{to_hex(edge)}" stroke-width="{_points(width)}"' if edge[-1] and width else ""
    return f'<path d="{"".join(steps)}" fill="{to_hex(fill) if fill[-1] else "none"}"{line}/>'


def _points(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
