"""The sheet that a chart is drawn on, and the frame around every chart: title, subtitle, key, caveat, claimant, source.

Lengths are in points from the top left corner. The same shapes are written as SVG and painted as PNG, text as outlines
of the fonts that come with matplotlib, so that neither the machine's fonts nor its clock, language or settings leave a
trace. Matplotlib is imported only where letters are measured or a PNG is painted.
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal
from unicodedata import bidirectional
from xml.sax.saxutils import escape, quoteattr

from .. import phrases
from ..tables import Frames, Row, records
from . import style
from .marks import RADIUS, SIGNS, Shape, box, line, sample, sample_width, svg_of

FONTS = {style.NORMAL: "DejaVuSans.ttf", style.BOLD: "DejaVuSans-Bold.ttf", style.ITALIC: "DejaVuSans-Oblique.ttf"}
EM = 100.0  # the size in which outlines of letters are kept
REPORTED = "Reported, not verified"
CARD_LINES = 2  # of the title of a card
LABELS = 48.0  # the width of the column of labels in the foot
Glyphs = tuple[tuple[str, float], ...]  # name and place of each letter of a word


# Letters


@cache
def _font(face: str) -> Any:
    from pathlib import Path

    import matplotlib
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(Path(matplotlib.get_data_path(), "fonts", "ttf", FONTS[face])))
    font.set_size(EM, style.POINTS_PER_INCH)
    return font


_OUTLINES: dict[str, Any] = {}  # of each letter used so far: corners and codes, by name


@cache
def _laid_out(word: str, face: str) -> tuple[Glyphs, float]:
    """The letters of a word (or of a line that is written from the right) and its width, in the size EM."""
    from matplotlib.textpath import text_to_path

    glyphs, new, _ = text_to_path.get_glyphs_with_font(_font(face), f"\u200e{word} ", _OUTLINES, True)
    _OUTLINES.update(new)
    *letters, space = ((name, float(x)) for name, x, *_ in glyphs)
    return tuple(letters), space[1]


@cache
def _line(words: str, face: str) -> tuple[Glyphs, float]:
    """The letters of a line and its width, in the size EM."""
    whole = any(bidirectional(letter) in ("R", "AL") for letter in words)
    space, x, letters = _laid_out("", face)[1] or _laid_out("n n", face)[1] - 2 * _laid_out("n", face)[1], 0.0, []
    for word in [words] if whole else words.split(" "):
        glyphs, width = _laid_out(word, face)
        letters += [(name, x + place) for name, place in glyphs]
        x += width + space
    return tuple(letters), x - space


def width_of(words: str, size: float = style.SMALL, face: str = style.NORMAL) -> float:
    """The width of a line of text."""
    return _line(words, face)[1] * size / EM


def wrapped(
    words: str, width: float, size: float = style.SMALL, face: str = style.NORMAL, first: float = 0
) -> list[str]:
    """The lines of a text in a column; the first line is ``first`` shorter. A word too long for the column keeps whole."""
    lines, used, space = [""], first, width_of("n n", size, face) - 2 * width_of("n", size, face)
    for word in words.split(" "):
        wide = width_of(word, size, face)
        if lines[-1] and used + space + wide > width or not lines[-1] and len(lines) == 1 and used + wide > width:
            lines.append(word)
            used = wide
        else:
            used += wide + (space if lines[-1] else 0)
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def balanced(words: str, width: float, size: float, face: str = style.NORMAL) -> list[str]:
    """The lines of a text, as even as they can be in as few lines as the column needs: a title without a widow."""
    lines = wrapped(words, width, size, face)
    while width > 8 * size and len(narrower := wrapped(words, width - size / 2, size, face)) == len(lines):
        width, lines = width - size / 2, narrower
    return lines


# The sheet


@dataclass(frozen=True)
class Text:
    """A line of text with its baseline at ``y``."""

    x: float
    y: float
    words: str
    size: float
    face: str
    colour: str
    gid: str = ""


@dataclass
class Sheet:
    """What is drawn so far. A ``gid`` names a mark or a text in the SVG, where tests and readers' own tools find it."""

    width: float
    margin: float = style.MARGIN
    behind: list[Shape] = field(default_factory=list)
    items: list[Shape | Text] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - self.margin

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = style.SMALL,
        face: str = style.NORMAL,
        colour: str = "ink",
        align: Literal["left", "center", "right"] = "left",
        gid: str = "",
    ) -> float:
        """One line of text with its baseline at ``y``; gives its width."""
        width = width_of(words, size, face)
        x -= {"left": 0.0, "center": width / 2, "right": width}[align]
        self.items.append(Text(x, y, words, size, face, colour, gid))
        return width

    def lines(self, x: float, y: float, lines: Iterable[str], **look: Any) -> float:
        """Lines of text from the baseline ``y`` on; gives the baseline that follows."""
        for words in lines:
            self.text(x, y, words, **look)
            y += look.get("size", style.SMALL) * style.LEADING
        return y

    def paragraph(
        self, x: float, y: float, width: float, words: str, *, lead: str = "", lead_colour: str = "ink", **look: Any
    ) -> float:
        """A text in a column from the baseline ``y`` on, after a ``lead`` in bold; gives the baseline that follows."""
        size, face = look.get("size", style.SMALL), look.get("face", style.NORMAL)
        indent = 0.0
        if lead:
            indent = self.text(x, y, lead, size=size, face=style.BOLD, colour=lead_colour) + size / 3
        first, *rest = wrapped(words, width, size, face, indent)
        if first:
            self.text(x + indent, y, first, **look)
        return self.lines(x, y + size * style.LEADING, rest, **look)

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the sheet."""
        self.items += shapes

    def put_behind(self, *shapes: Shape) -> None:
        """Put shapes behind all that stands on the sheet."""
        self.behind += shapes

    def rule(self, y: float, colour: str = "line", width: float = 0.6) -> None:
        """A level line from margin to margin."""
        self.add(line(self.margin, y, self.right, y, colour, width))

    def svg(self, height: float, title: str, description: str) -> bytes:
        """The sheet as SVG with its title and description."""
        everything, used, body = [*self.behind, *self.items], {}, []
        for number, item in enumerate(everything):
            body.append(_text_svg(item, used) if isinstance(item, Text) else svg_of([item], f"s{number}-"))
        letters = "".join(f'<path id="{name}" d="{_outline_svg(key)}"/>\n' for key, name in used.items())
        size = f'width="{self.width:g}pt" height="{height:g}pt" viewBox="0 0 {self.width:g} {height:g}"'
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" {size} role="img" aria-labelledby="title desc">\n'
            f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
            f'<defs>\n{letters}</defs>\n<rect width="100%" height="100%" fill="{style.COLOURS["paper"]}"/>\n'
            f"{''.join(body)}</svg>\n"
        ).encode()

    def png(self, height: float, dots: float) -> bytes:
        """The sheet as PNG with so many ``dots`` a point."""
        from matplotlib.backends.backend_agg import RendererAgg
        from PIL import Image

        pixels = round(self.width * dots), round(height * dots)
        renderer = RendererAgg(*pixels, style.POINTS_PER_INCH * dots)
        renderer.clear()
        for item in [box(0, 0, self.width, height, "paper"), *self.behind, *self.items]:
            for shape in _faded(item, dots) if isinstance(item, Shape) and item.fade else [item]:
                _paint(renderer, shape, dots, pixels[1])
        stream = io.BytesIO()
        inch = round(dots * style.POINTS_PER_INCH, 4)
        image = Image.frombuffer("RGBA", pixels, renderer.buffer_rgba()).convert("RGB")
        image.save(stream, format="png", dpi=(inch, inch))
        return stream.getvalue()


CODES = {"M": (1, 1), "L": (2, 1), "C": (4, 3), "Z": (79, 1)}  # matplotlib's code of a step, and how many corners it has
LETTERS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}  # and the step of SVG for a code


def _paint(renderer: Any, item: Shape | Text, dots: float, height: int) -> None:
    """Paint a shape or a line of text, the same outlines that the SVG holds."""
    import numpy as np
    from matplotlib.colors import to_rgb
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    context, colour = renderer.new_gc(), to_rgb(style.COLOURS[item.colour])
    down = Affine2D().scale(dots, -dots).translate(0, height)
    if isinstance(item, Text):
        glyphs = [(x, *_OUTLINES[name]) for name, x in _line(item.words, item.face)[0] if len(_OUTLINES[name][0])]
        if not glyphs:
            return
        corners = np.concatenate([points + [x, 0] for x, points, _ in glyphs])
        codes = np.concatenate([each for *_, each in glyphs])
        place = Affine2D().scale(item.size / EM, -item.size / EM).translate(item.x, item.y) + down
        context.set_snap(False)
        context.set_linewidth(0)
        renderer.draw_path(context, Path(corners, codes), place, colour)
        return
    points = [corner for step in item.steps for corner in zip(step[1::2] or (0,), step[2::2] or (0,), strict=True)]
    marks = [code for step in item.steps for code in [CODES[step[0]][0]] * CODES[step[0]][1]]
    context.set_linewidth(item.width)
    context.set_foreground(colour)
    context.set_alpha(item.opacity)
    renderer.draw_path(context, Path(points, marks), down, None if item.width else colour)


def _faded(shape: Shape, dots: float) -> list[Shape]:
    """A box that fades, as upright slices of one pixel or more, each fainter than the one before."""
    (start, end), (_, left, top), (_, right, foot) = shape.fade or (0, 1), shape.steps[0], shape.steps[2]
    edges = [x / dots for x in range(round(left * dots), round(right * dots) + 1, max(1, round(dots)))]
    slices = []
    for x, to_x in itertools.pairwise([*edges, right]):
        rest = 1 - abs((x + to_x) / 2 - start) / abs(end - start)
        slices.append(replace(box(x, top, to_x, foot, shape.colour), opacity=max(0.0, min(1.0, rest))))
    return slices


def _text_svg(text: Text, used: dict[str, str]) -> str:
    """A line of text as uses of the outlines of its letters, which ``used`` collects."""
    letters, scale = _line(text.words, text.face)[0], text.size / EM
    shown = [(used.setdefault(name, f"g{len(used)}"), x) for name, x in letters if len(_OUTLINES[name][0])]
    uses = "".join(f'<use xlink:href="#{name}" x="{x:.1f}"/>' for name, x in shown)
    name = f" id={quoteattr(text.gid)}" if text.gid else ""
    look = f'fill="{style.COLOURS[text.colour]}" transform="translate({text.x:.2f} {text.y:.2f}) scale({scale:g} -{scale:g})"'
    return f"<g{name} data-words={quoteattr(text.words)} {look}>{uses}</g>\n"


def _outline_svg(name: str) -> str:
    corners, codes = _OUTLINES[name]
    steps, index = [], 0
    while index < len(codes):
        letter, count = LETTERS[int(codes[index])]
        points = "" if letter == "Z" else " ".join(f"{x:.1f} {y:.1f}" for x, y in corners[index : index + count])
        steps.append(letter + points)
        index += count
    return "".join(steps)


# The words around a chart


@dataclass(frozen=True)
class Frame:
    """The words around a chart. ``caveat`` and ``more`` may be empty."""

    title: str
    article: str  # what the article reports, who says so there, when
    caveat: tuple[str, str]  # kind in words, caveat: the one that matters most
    more: str  # which other caveats there are
    foot: Sequence[tuple[str, str]]  # label and words: claimant, source, date, data, names


def frame_of(tables: Frames, figure: Row, data: str, shown: Iterable[str] = ()) -> Frame:
    """The frame of the chart of a figure (a row of ``figures_labelled``), drawn from the files named in ``data``.

    ``shown`` are the short names in the chart, which the foot spells out.
    """
    claimant = phrases.attribution(figure)
    who = f"Claimant: {claimant}" if figure["claimant"] else sentence(claimant)
    return Frame(
        sentence(figure["headline"] or figure["display"]),
        f"The article reports {figure['display']}. {who}.",
        *_caveat(tables, figure["figure_id"]),
        [
            ("Claimant", sentence(claimant)),
            ("Source", source_words(tables, figure)),
            ("Date", sentence(figure["date_text"])),
            ("Data", data),
            *names_of(tables, shown),
        ],
    )


def board_frame(tables: Frames, figure: Row, words: tuple[str, str], data: str, shown: Iterable[str] = ()) -> Frame:
    """The frame of a chart of all figures, of which ``figure`` is one; ``words`` are its title and subtitle."""
    each = "beside each figure; a day of publication is not the date of a figure"
    lines = [("Source", source_words(tables, figure)), ("Date", sentence(each)), ("Data", data)]
    return Frame(*words, *_caveat(tables, None), [*lines, *names_of(tables, shown)])


def _caveat(tables: Frames, figure_id: str | None) -> tuple[tuple[str, str], str]:
    """The caveat that matters most, of a figure or of the article as a whole, and which more there are."""
    caveats = [row for row in records(tables["caveats"]) if row["figure_id"] == figure_id]
    if not caveats:
        return ("", ""), ""
    kinds = list(tables["caveats"]["kind"].cat.categories)
    first, *others = sorted(caveats, key=lambda row: kinds.index(row["kind"]))
    counts = Counter(kind_words(row["kind"]).lower() for row in others)
    more = phrases.listed(f"{kind} ({count})" for kind, count in counts.items()) if counts else ""
    return (kind_words(first["kind"]), first["caveat"]), f"More in caveats.csv: {more}." if more else ""


def words_of(frame: Frame) -> list[str]:
    """The words below a chart, for its long description."""
    kind, caveat = frame.caveat
    caveats = [f"{kind}: {caveat}", frame.more] if caveat else []
    return [*filter(None, caveats), f"{REPORTED}.", *(f"{label}: {words}." for label, words in frame.foot if words)]


def source_words(tables: Frames, figure: Row) -> str:
    """The article: “title”, publisher, day."""
    source = next(row for row in records(tables["sources"]) if row["source_id"] == figure["source_id"])
    return f"“{source['title']}”, {figure['publisher']}, {phrases.published(source)} (“the article”)"


def names_of(tables: Frames, shown: Iterable[str]) -> list[tuple[str, str]]:
    """The line of the foot that spells out the abbreviations among the names shown; none where there are none."""
    shown = set(shown)
    short = {row["abbreviation"]: row["name"] for row in records(tables["actors"]) if row["abbreviation"] in shown}
    return [("Names", "; ".join(f"{name}: {short[name]}" for name in sorted(short)))] if short else []


def kind_words(kind: str) -> str:
    """A code for people: "Single claimant"."""
    return sentence(kind.replace("_", " "))


def sentence(words: str) -> str:
    """The words with a capital letter at the beginning."""
    return words[:1].upper() + words[1:]


# Drawing the frame


def head(sheet: Sheet, frame: Frame, signs: Iterable[str], publisher: str) -> float:
    """Title, what the article reports, and the key of the ``signs`` (of SIGNS) in the chart; gives where it ends."""
    x, room, size = sheet.margin, sheet.right - sheet.margin, style.TITLE
    y = sheet.margin + size * 0.9
    y = sheet.lines(x, y, balanced(frame.title, room, size, style.BOLD), size=size, face=style.BOLD)
    y = sheet.lines(x, y, wrapped(frame.article, room, style.BODY), size=style.BODY, colour="grey")
    return key(sheet, y + 5, signs, publisher)


def key(sheet: Sheet, y: float, signs: Iterable[str], publisher: str, size: float = style.SMALL) -> float:
    """The signs that a chart has, each beside its meaning, in as many lines as they need; gives where they end."""
    x, radius = sheet.margin, RADIUS * size / style.SMALL
    entries = {"article": f"the article ({publisher})", "others": "other reports"} | {sign: SIGNS[sign] for sign in signs}
    for sign, meaning in entries.items():
        words_at = sample_width(sign, radius) + size / 2
        width = words_at + width_of(meaning, size)
        if x + width > sheet.right:
            x, y = sheet.margin, y + size * 1.7
        drawn = sample(sign, x, y - size * style.CAPITALS / 2, radius)
        sheet.add(*(replace(shape, gid=f"key-{sign}") for shape in drawn))
        sheet.text(x + words_at, y, meaning, size=size, colour="grey")
        x += width + 1.7 * size
    return y + 6


def foot(sheet: Sheet, y: float, frame: Frame) -> float:
    """The caveat that matters, that all this is reported, claimant, source, date and data; gives where it ends."""
    left, room = sheet.margin, sheet.right - sheet.margin
    sheet.rule(y, "ink", 0.8)
    y += 6 + style.SMALL
    kind, caveat = frame.caveat
    if caveat:
        y = sheet.paragraph(left, y, room, f"{caveat} {frame.more}".strip(), lead=f"{kind}.", colour="grey") + 5
    for label, words in [("Status", f"{REPORTED}: each number is what its source says."), *frame.foot]:
        sheet.text(left, y, label, face=style.BOLD)
        y = sheet.paragraph(left + LABELS, y, room - LABELS, words, colour="grey") + 1
    return y - style.SMALL * style.LEADING + sheet.margin


def card_frame(tables: Frames, figure: Row, signs: Iterable[str], more: str = "") -> tuple[Sheet, float, float]:
    """A card for slides and posts with all but its middle; gives the sheet, and where its middle begins and ends."""
    sheet, text = Sheet(style.CARD, style.CARD_MARGIN), style.CARD_TEXT
    frame, x, room = frame_of(tables, figure, ""), sheet.margin, sheet.right - sheet.margin
    fits = [size for size in style.CARD_TITLES if len(wrapped(frame.title, room, size, style.BOLD)) <= CARD_LINES]
    size = (fits or style.CARD_TITLES[-1:])[0]
    y = sheet.lines(x, 50 + size, balanced(frame.title, room, size, style.BOLD), size=size, face=style.BOLD)
    y = sheet.lines(x, y - size * 0.2, wrapped(frame.article, room, text), size=text, colour="grey")
    text, kind = style.CARD_SMALL, frame.caveat[0]
    source = f"Source: {figure['publisher']}, {phrases.day(figure['reported_on'])}."
    words = " ".join(filter(None, (f"{kind}." if kind else "", source, more)))
    lines = wrapped(words, room, text, first=width_of(f"{REPORTED}.", text, style.BOLD) + text / 3)
    base = style.CARD_HEIGHT - 26 - (len(lines) - 1) * text * style.LEADING
    sheet.paragraph(x, base, room, words, lead=f"{REPORTED}.", size=text, colour="grey")
    sheet.rule(base - 30, "ink", 1.5)
    y = key(sheet, y + 8, signs, figure["publisher"], text) if signs else y - text
    return sheet, y, base - 38
