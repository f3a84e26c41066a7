"""The sheet that a chart is drawn on, and the frame around every chart: title, subtitle, key, caveat, claimant, source.

Lengths are in points from the top left corner. The same outlines are written as SVG and painted as PNG, letters among
them, with the fonts that come with matplotlib: neither the machine's fonts nor its clock, language or settings leave a
trace. Matplotlib is imported only where letters are measured or a PNG is painted.
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from unicodedata import bidirectional
from xml.sax.saxutils import escape, quoteattr

from .. import phrases
from ..tables import Frames, Row, items, records
from . import style
from .marks import DAY_SIGNS, SIGNS, Shape, box, line, sample, sample_width, svg_of

FONTS = {style.NORMAL: "DejaVuSans.ttf", style.BOLD: "DejaVuSans-Bold.ttf"}
EM = 100.0  # the size in which outlines of letters are kept
LEFT_TO_RIGHT = "\u200e"  # a mark that is not seen: a line begins at its left, whatever its letters
LABELS = 48.0  # the width of the column of labels in the foot
REPORTED = "Reported, not verified"


# Letters

_OUTLINES: dict[str, Any] = {}  # the corners and codes of each letter that was used, by the name of its glyph


@cache
def _font(face: str) -> Any:
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(f"{get_data_path()}/fonts/ttf/{FONTS[face]}")
    font.set_size(EM, style.POINTS_PER_INCH)
    return font


@cache
def _word(word: str, face: str) -> tuple[list[tuple[str, float]], float]:
    """The glyphs of a word with their places, and its width, in the size EM."""
    from matplotlib.textpath import text_to_path

    glyphs, new, _ = text_to_path.get_glyphs_with_font(_font(face), f"{LEFT_TO_RIGHT}{word} ", _OUTLINES, True)
    _OUTLINES.update(new)
    return [(name, float(x)) for name, x, *_ in glyphs[:-1]], float(glyphs[-1][1])


@cache
def _line(words: str, face: str) -> tuple[list[tuple[str, float]], float]:
    """The same of a line; one with letters that are written from the right is laid out whole."""
    whole = any(bidirectional(letter) in ("R", "AL") for letter in words)
    x, glyphs = 0.0, []
    for word in [words] if whole else words.split(" "):
        letters, width = _word(word, face)
        glyphs += [(name, x + place) for name, place in letters]
        x += width + _space(face)
    return [(name, place) for name, place in glyphs if len(_OUTLINES[name][0])], x - _space(face)


@cache
def _space(face: str) -> float:
    return _word("n n", face)[1] - 2 * _word("n", face)[1]


def width_of(words: str, size: float = style.SMALL, face: str = style.NORMAL) -> float:
    """The width of a line of text."""
    return _line(words, face)[1] * size / EM


def wrapped(
    words: str, width: float, size: float = style.SMALL, face: str = style.NORMAL, indent: float = 0
) -> list[str]:
    """The lines of a text in a column, the first one with an indent; a word that is too long stays whole."""
    lines, used = [""], indent
    for word in words.split(" "):
        wide = width_of(word, size, face) + (_space(face) * size / EM if lines[-1] else 0)
        if used + wide > width and (lines[-1] or (indent and len(lines) == 1)):
            lines.append(word)
            used = width_of(word, size, face)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
            used += wide
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
    gid: str


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
        align: float = 0,
        gid: str = "",
    ) -> float:
        """One line of text with its baseline at ``y``; gives its width. ``align``: 0 left, 0.5 centred, 1 right."""
        width = width_of(words, size, face)
        self.items.append(Text(x - align * width, y, words, size, face, colour, gid))
        return width

    def paragraph(
        self, x: float, y: float, width: float, words: str, *, lead: str = "", even: bool = False, **look: Any
    ) -> float:
        """A text in a column from the baseline ``y`` on, after a ``lead`` in bold; gives the baseline that follows."""
        size, face = look.get("size", style.SMALL), look.get("face", style.NORMAL)
        bold, indent = {**look, "face": style.BOLD, "colour": "ink"}, 0.0
        for number, words_of_line in enumerate(wrapped(lead, width, size, style.BOLD) if lead else []):
            y += size * style.LEADING if number else 0
            indent = self.text(x, y, words_of_line, **bold) + size / 3
        lines = balanced(words, width, size, face) if even else wrapped(words, width, size, face, indent)
        for number, words_of_line in enumerate(lines):
            self.text(x + (0 if number else indent), y, words_of_line, **look)
            y += size * style.LEADING
        return y

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the sheet."""
        self.items += shapes

    def rule(self, y: float, colour: str = "line", width: float = 0.6) -> None:
        """A level line from margin to margin."""
        self.add(line((self.margin, y), (self.right, y), colour, width))

    def svg(self, height: float, title: str, description: str) -> bytes:
        """The sheet as SVG with its title and description; each letter is kept once."""
        names: dict[str, str] = {}
        drawn = [
            _text_svg(item, names) if isinstance(item, Text) else svg_of([item], f"s{number}-")
            for number, item in enumerate([*self.behind, *self.items])
        ]
        letters = [f'<path id="{name}" d="{_outline_svg(glyph)}"/>\n' for glyph, name in names.items()]
        size = f'width="{self.width:g}pt" height="{height:g}pt" viewBox="0 0 {self.width:g} {height:g}"'
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" {size} role="img" aria-labelledby="title desc">\n'
            f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
            f'<defs>\n{"".join(letters)}</defs>\n<rect width="100%" height="100%" fill="{style.COLOURS["paper"]}"/>\n'
            f"{''.join(drawn)}</svg>\n"
        ).encode()

    def png(self, height: float, dots: float) -> bytes:
        """The sheet as PNG with so many ``dots`` a point."""
        from matplotlib.backends.backend_agg import RendererAgg
        from PIL import Image

        width, tall = round(self.width * dots), round(height * dots)
        renderer: Any = RendererAgg(width, tall, style.POINTS_PER_INCH * dots)  # type: ignore[no-untyped-call]
        for item in [box(0, 0, self.width, height, "paper"), *self.behind, *self.items]:
            for piece in _slices(item, dots) if isinstance(item, Shape) and item.fade else [item]:
                _paint(renderer, piece, dots, tall)
        stream, inch = io.BytesIO(), dots * style.POINTS_PER_INCH
        image = Image.frombuffer("RGBA", (width, tall), renderer.buffer_rgba()).convert("RGB")
        image.save(stream, format="png", dpi=(inch, inch), compress_level=3)  # smaller than 6 here, and quicker
        return stream.getvalue()


@cache
def _rgb(name: str) -> tuple[float, ...]:
    return tuple(int(style.COLOURS[name][at : at + 2], 16) / 255 for at in (1, 3, 5))


CODES = {"M": (1,), "L": (2,), "C": (4, 4, 4), "Z": (79,)}  # matplotlib's codes of a step, one a corner
STEPS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}  # SVG's step of a code, and its corners


def _paint(renderer: Any, item: Shape | Text, dots: float, tall: int) -> None:
    """Paint a shape or a line of text: the outlines that the SVG holds."""
    import numpy as np
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    context = renderer.new_gc()
    place: Any = Affine2D().scale(dots, -dots).translate(0, tall)
    colour = _rgb(item.colour)
    if isinstance(item, Text):
        glyphs = _line(item.words, item.face)[0]
        if not glyphs:
            return
        corners = np.concatenate([_OUTLINES[name][0] + np.array([x, 0]) for name, x in glyphs])
        codes = np.concatenate([_OUTLINES[name][1] for name, _ in glyphs])
        place = Affine2D().scale(item.size / EM, -item.size / EM).translate(item.x, item.y) + place
        filled, width = True, 0.0
        context.set_snap(False)
    else:
        pairs = [step[at : at + 2] or (0, 0) for step in item.steps for at in range(1, max(len(step), 2), 2)]
        corners = np.array(pairs)
        codes = np.array([code for step in item.steps for code in CODES[step[0]]])
        filled, width = not item.width, item.width
        context.set_alpha(item.opacity)
    context.set_linewidth(width)
    context.set_foreground(colour)
    renderer.draw_path(context, Path(corners, codes), place, colour if filled else None)


def _slices(shape: Shape, dots: float) -> list[Shape]:
    """A box that fades, as upright slices of whole pixels, each fainter than the one before."""
    (start, end), (_, left, top), (_, right, foot) = shape.fade or (0, 1), shape.steps[0], shape.steps[2]
    edges = [x / dots for x in range(round(left * dots), round(right * dots) + 1, max(1, round(dots)))]
    return [
        replace(box(x, top, to, foot, shape.colour), opacity=max(0, 1 - abs((x + to) / 2 - start) / abs(end - start)))
        for x, to in itertools.pairwise(edges)
    ]


def _text_svg(text: Text, names: dict[str, str]) -> str:
    """A line of text as uses of the outlines of its letters, to which ``names`` gives short names."""
    letters = [(names.setdefault(glyph, f"g{len(names)}"), x) for glyph, x in _line(text.words, text.face)[0]]
    uses = "".join(f'<use xlink:href="#{name}" x="{x:.1f}"/>' for name, x in letters)
    name, scale = f" id={quoteattr(text.gid)}" if text.gid else "", text.size / EM
    place = f"translate({text.x:.2f} {text.y:.2f}) scale({scale:g} -{scale:g})"
    look = f'fill="{style.COLOURS[text.colour]}" transform="{place}"'
    return f"<g{name} data-words={quoteattr(text.words)} {look}>{uses}</g>\n"


def _outline_svg(glyph: str) -> str:
    corners, codes = _OUTLINES[glyph]
    steps, index = [], 0
    while index < len(codes):
        letter, count = STEPS[int(codes[index])]
        points = [] if letter == "Z" else [f"{x:.1f} {y:.1f}" for x, y in corners[index : index + count]]
        steps.append(letter + " ".join(points))
        index += count
    return "".join(steps)


# The words around a chart


@dataclass(frozen=True)
class Frame:
    """The words around a chart. ``caveat`` and ``more`` may be empty."""

    title: str
    article: str  # what the article reports, who says so there
    caveat: tuple[str, str]  # kind in words, caveat: the one that matters most
    more: str  # which other caveats there are
    foot: Sequence[tuple[str, str]]  # label and words: claimant, source, date, data, names

    @property
    def names(self) -> str:
        """The names that are spelled out, as a sentence; "" for none."""
        names = dict(self.foot).get("Names", "")
        return f"{names}." if names else ""

    @property
    def words(self) -> str:
        """All that stands below a chart, for those who do not see it."""
        kind, caveat = self.caveat
        below = " ".join(f"{label}: {words}." for label, words in self.foot if words)
        said = f"{kind}: {caveat} {self.more}".strip() + " " if caveat else ""
        return f"{said}{REPORTED}. {below}"


def frame_of(tables: Frames, figure: Row, data: str = "", shown: Iterable[str] = ()) -> Frame:
    """The frame of the chart of a figure (a row of ``figures_labelled``), drawn from the files named in ``data``.

    ``shown`` are the short names in the chart, which the foot spells out.
    """
    claimant = phrases.attribution(figure)
    who = f"Claimant: {claimant}" if figure["claimant"] else sentence(claimant)
    title, day = sentence(figure["headline"] or figure["display"]), phrases.day(figure["reported_on"])
    article = f"{figure['publisher']}, {day}, reports {figure['display']}. {who}."
    foot_lines = [("Claimant", sentence(claimant)), ("Source", source_words(tables, figure))]
    named = [] if figure["claimant"] else items(figure["actors"])
    foot_lines += [("Date", sentence(figure["date_text"])), ("Data", data), *names_of(tables, [*shown, *named])]
    return Frame(title, article, *_caveat(tables, figure["figure_id"]), foot_lines)


def board_frame(tables: Frames, figure: Row, words: tuple[str, str], data: str, shown: Iterable[str] = ()) -> Frame:
    """The frame of a chart of all figures, of which ``figure`` is one; ``words`` are its title and subtitle."""
    date = "Beside each figure; a day of publication is not the date of a figure"
    lines = [("Source", source_words(tables, figure)), ("Date", date), ("Data", data)]
    return Frame(*words, *_caveat(tables, None), [*lines, *names_of(tables, shown)])


def _caveat(tables: Frames, figure_id: str | None) -> tuple[tuple[str, str], str]:
    """The caveat that matters most, of a figure or of the article as a whole, and which more there are."""
    kinds = list(tables["caveats"]["kind"].cat.categories)
    caveats = [row for row in records(tables["caveats"]) if row["figure_id"] == figure_id]
    caveats.sort(key=lambda row: kinds.index(row["kind"]))
    counts = Counter(kind_words(row["kind"]).lower() for row in caveats[1:])
    more = phrases.listed(f"{kind} ({count})" for kind, count in counts.items()) if counts else ""
    first = (kind_words(caveats[0]["kind"]), caveats[0]["caveat"]) if caveats else ("", "")
    return first, f"More in caveats.csv: {more}." if more else ""


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
    y = sheet.paragraph(x, x + size * 0.9, room, frame.title, even=True, size=size, face=style.BOLD)
    y = sheet.paragraph(x, y, room, frame.article, size=style.BODY, colour="grey")
    return key(sheet, y + 5, signs, publisher)


def key(sheet: Sheet, y: float, signs: Iterable[str], publisher: str) -> float:
    """The signs that a chart has beside the article's, each with its meaning; gives where they end."""
    x, meanings = sheet.margin, {"article": f"the article ({publisher})"} | {sign: SIGNS[sign] for sign in signs}
    days = [sign for sign in meanings if sign in DAY_SIGNS]
    for sign, meaning in meanings.items():
        indent = sample_width(sign) + style.SMALL / 2
        width = indent + width_of(meaning)
        if x + width > sheet.right or sign in days[:1]:
            x, y = sheet.margin, y + style.SMALL * 1.7
        drawn = sample(sign, x, y - style.SMALL * style.CAPITALS / 2)
        sheet.add(*(replace(shape, gid=f"key-{sign}" if shape is drawn[-1] else "") for shape in drawn))
        sheet.text(x + indent, y, meaning, colour="grey")
        x += width + 1.7 * style.SMALL
    return y + 6


def foot(sheet: Sheet, y: float, frame: Frame) -> float:
    """The caveat that matters, that all this is reported, claimant, source, date and data; gives where it ends."""
    left, room = sheet.margin, sheet.right - sheet.margin
    sheet.rule(y, "ink", 0.8)
    y += 6 + style.SMALL
    kind, caveat = frame.caveat
    if caveat:
        y = sheet.paragraph(left, y, room, f"{caveat} {frame.more}".strip(), lead=f"{kind}.", colour="grey") + 5
    for label, words in [("Status", f"{REPORTED}: each number is what its source says"), *frame.foot]:
        sheet.text(left, y, label, face=style.BOLD)
        y = sheet.paragraph(left + LABELS, y, room - LABELS, words, colour="grey") + 1
    return y - style.SMALL * style.LEADING + sheet.margin


def card_foot(sheet: Sheet, figure: Row, frame: Frame, more: str = "") -> float:
    """What must stand below a card, at its lower edge; gives where it begins."""
    source, room = f"Source: {figure['publisher']}, {phrases.day(figure['reported_on'])}.", sheet.right - sheet.margin
    words = " ".join(filter(None, (frame.caveat[0] and f"{frame.caveat[0]}.", source, more, frame.names)))
    indent = width_of(f"{REPORTED}. ", face=style.BOLD)
    y = style.CARD_HEIGHT - 9 - (len(wrapped(words, room, indent=indent)) - 1) * style.SMALL * style.LEADING
    sheet.paragraph(sheet.margin, y, room, words, lead=f"{REPORTED}.", colour="grey")
    sheet.rule(y - 13, "ink", 0.8)
    return y - 13
