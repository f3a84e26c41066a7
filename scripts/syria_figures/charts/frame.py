"""The sheet that a chart is drawn on, the frame of words around every chart, and the table that most charts are.

Lengths are in points from the top left corner. The same outlines are written as SVG and painted as PNG, letters among
them, with the fonts that come with matplotlib: the machine's fonts, clock, language and settings leave no
trace. Matplotlib is imported only where letters are measured or a PNG is painted.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .. import phrases
from ..tables import Frames, Row, items, rows_by
from . import style
from .marks import SIGNS, SIGNS_OF_DAYS, Scale, Shape, box, line, sample, sample_width, svg_of

FONTS = {style.NORMAL: "DejaVuSans.ttf", style.BOLD: "DejaVuSans-Bold.ttf"}
STEPS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}  # of SVG, by matplotlib's codes
EM = 100.0  # the size in which outlines of letters are kept
LEFT_TO_RIGHT = "\u200e"  # a mark that is not seen: a line begins at its left, whatever its letters
NEARLY_WHITE = 254  # what becomes of white with 256 colours
FADE = 24  # how many layers a fading line is painted in
LABELS = 48.0  # the width of the column of labels in the foot
REPORTED = "Reported, not verified"
NO_SCALE = Scale(1)
BESIDE = 2.0  # how far the label of a tick may reach beyond its column


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
def _letters(words: str, face: str) -> tuple[list[tuple[str, float]], float]:
    """The letters of a line by the names of their glyphs with their places, and its width, in the size EM."""
    from matplotlib.textpath import text_to_path

    glyphs, new, _ = text_to_path.get_glyphs_with_font(_font(face), f"{LEFT_TO_RIGHT}{words} ", _OUTLINES, True)
    _OUTLINES.update(new)
    return [(name, float(x)) for name, x, *_ in glyphs if len(_OUTLINES[name][0])], float(glyphs[-1][1])


def width_of(words: str, size: float = style.SMALL, face: str = style.NORMAL) -> float:
    """The width of a line of text; words are measured one by one, for most of them come again."""
    spaces = words.count(" ") * _letters(" ", face)[1]
    return (spaces + sum(_letters(word, face)[1] for word in words.split(" "))) * size / EM


def wrapped(
    words: str, width: float, size: float = style.SMALL, face: str = style.NORMAL, indent: float = 0
) -> list[str]:
    """The lines of a text in a column, the first one with an indent; a word that is too long stays whole."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        fits = width_of(longer, size, face) + (0 if len(lines) > 1 else indent) <= width
        if fits or not (lines[-1] or (indent and len(lines) == 1)):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


# The sheet


@dataclass(frozen=True)
class Text:
    """A line of text with its baseline at ``y``."""

    x: float
    y: float
    words: str
    size: float = style.SMALL
    face: str = style.NORMAL
    colour: str = "ink"
    gid: str = ""


@dataclass
class Sheet:
    """What is drawn so far. A ``gid`` names a mark or a text in the SVG, where tests and readers' own tools find it."""

    width: float
    height: float = 0
    margin: float = style.MARGIN
    behind: list[Shape] = field(default_factory=list)
    items: list[Shape | Text] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - self.margin

    def text(self, x: float, y: float, words: str, *, align: float = 0, **look: Any) -> float:
        """One line of text with its baseline at ``y``; gives its width. ``align``: 0 left, 0.5 centred, 1 right."""
        text = Text(x, y, words, **look)
        width = width_of(words, text.size, text.face)
        self.items += [replace(text, x=x - align * width)] if words else []
        return width

    def paragraph(self, x: float, y: float, width: float, words: str, *, lead: str = "", **look: Any) -> float:
        """A text in a column from the baseline ``y`` on, after a ``lead`` in bold; gives the baseline that follows."""
        size, face, indent = look.get("size", style.SMALL), look.get("face", style.NORMAL), 0.0
        for number, words_of_line in enumerate(wrapped(lead, width, size, style.BOLD) if lead else []):
            y += size * style.LEADING if number else 0
            indent = self.text(x, y, words_of_line, size=size, face=style.BOLD) + size / 3
        for number, words_of_line in enumerate(wrapped(words, width, size, face, indent)):
            self.text(x + (0 if number else indent), y, words_of_line, **look)
            look.pop("gid", None)
            y += size * style.LEADING
        return y

    def rule(self, y: float, colour: str = "line", width: float = 0.6) -> None:
        """A level line from margin to margin."""
        self.items.append(line((self.margin, y), (self.right, y), colour, width))

    def svg(self, title: str, description: str) -> bytes:
        """The sheet as SVG with its title and description; each letter is kept once."""
        names: dict[str, str] = {}
        drawn = [
            _text_svg(item, names) if isinstance(item, Text) else svg_of([item], f"s{number}-")
            for number, item in enumerate([*self.behind, *self.items])
        ]
        letters = [f'<path id="{name}" d="{_outline_svg(glyph)}"/>\n' for glyph, name in names.items()]
        size = f'width="{self.width:g}pt" height="{self.height:g}pt" viewBox="0 0 {self.width:g} {self.height:g}"'
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" {size} role="img" aria-labelledby="title desc">\n'
            f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
            f'<defs>\n{"".join(letters)}</defs>\n<rect width="100%" height="100%" fill="{style.COLOURS["paper"]}"/>\n'
            f"{''.join(drawn)}</svg>\n"
        ).encode()

    def png(self, dots: float) -> bytes:
        """The sheet as PNG of 256 colours with this many ``dots`` per point."""
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.transforms import Affine2D
        from PIL import Image

        width, tall = round(self.width * dots), round(self.height * dots)
        renderer: Any = RendererAgg(width, tall, style.POINTS_PER_INCH * dots)  # type: ignore[no-untyped-call]
        place = Affine2D().scale(dots, -dots).translate(0, tall)
        for item in [box(0, 0, self.width, self.height, "paper"), *self.behind, *self.items]:
            _paint(renderer, item, place)
        image = Image.frombuffer("RGBA", (width, tall), renderer.buffer_rgba()).convert("RGB")
        image = image.quantize(method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        image.putpalette([level + (level == NEARLY_WHITE) for level in image.getpalette() or []])
        stream, inch = io.BytesIO(), dots * style.POINTS_PER_INCH
        image.save(stream, format="png", dpi=(inch, inch), compress_level=6)
        return stream.getvalue()


def _paint(renderer: Any, item: Shape | Text, place: Any) -> None:
    """Paint a shape or a line of text: the outlines that the SVG holds."""
    import numpy as np
    from matplotlib.colors import to_rgb
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    context, colour = renderer.new_gc(), to_rgb(style.COLOURS[item.colour])
    context.set_foreground(colour)
    if isinstance(item, Text):
        letters, size = _letters(item.words, item.face)[0], item.size / EM
        corners = np.concatenate([_OUTLINES[name][0] + np.array([x, 0]) for name, x in letters])
        path = Path(corners, np.concatenate([_OUTLINES[name][1] for name, _ in letters]))
        context.set_linewidth(0)
        context.set_snap(False)
        renderer.draw_path(context, path, Affine2D().scale(size, -size).translate(item.x, item.y) + place, colour)
        return
    context.set_linewidth(item.width)
    for layer, opacity in _layers(item):
        context.set_alpha(opacity)
        path = Path.circle(layer.points[0], layer.radius) if layer.radius else Path(layer.points)
        renderer.draw_path(context, path, place, None if layer.width else colour)


def _layers(shape: Shape) -> list[tuple[Shape, float]]:
    """A fading box as boxes that reach ever further, with their opacity: together they fade evenly to nothing."""
    if not shape.fades:
        return [(shape, 1)]
    (start, top), (end, _), (_, foot), _ = shape.points
    reach = (end - start) / FADE
    return [(box(start, top, start + reach * far, foot, shape.colour), 1 / far) for far in range(1, FADE + 1)]


def _text_svg(text: Text, names: dict[str, str]) -> str:
    """A line of text as uses of the outlines of its letters, to which ``names`` gives short names."""
    letters = [(names.setdefault(glyph, f"g{len(names)}"), x) for glyph, x in _letters(text.words, text.face)[0]]
    uses = "".join(f'<use xlink:href="#{name}" x="{x:.1f}"/>' for name, x in letters)
    name, scale = f" id={quoteattr(text.gid)}" if text.gid else "", text.size / EM
    place = f"translate({text.x:.2f} {text.y:.2f}) scale({scale:g} -{scale:g})"
    look = f'fill="{style.COLOURS[text.colour]}" transform="{place}"'
    return f"<g{name} data-words={quoteattr(text.words)} {look}>{uses}</g>\n"


def _outline_svg(glyph: str) -> str:
    """The outline of a letter; a step of SVG that is not named goes on as the one before."""
    steps, before = "", 0
    for (x, y), code in zip(*_OUTLINES[glyph], strict=True):
        named = " " if code == before else STEPS[int(code)]
        steps += named if named == "Z" else f"{named}{x:.1f} {y:.1f}"
        before = code
    return steps


# The words around a chart


@dataclass(frozen=True)
class Frame:
    """The words around a chart."""

    title: str
    article: str  # what the article reports, who says so there
    caveat: tuple[str, str]  # the kind in words and the words of the caveat that matters most; empty for none
    foot: Sequence[tuple[str, str]]  # label and words, or "": claimant, source, date, data, names

    @property
    def words(self) -> str:
        """All that is below a chart, for those who do not see it."""
        below = " ".join(f"{label}: {words}." for label, words in self.foot if words)
        said = f"{': '.join(self.caveat)} " if self.caveat[0] else ""
        return f"{said}{REPORTED}. {below}"


def frame_of(tables: Frames, figure: Row, data: str = "", shown: Iterable[str] = ()) -> Frame:
    """The frame of the chart of a figure (a row of ``figures_labelled``), drawn from the files named in ``data``.

    ``shown`` are the short names in the chart, which the foot spells out.
    """
    claimant = phrases.attribution(figure)
    title, day = phrases.capital(figure["headline"] or figure["display"]), figure["reported_text"]
    article = f"{figure['publisher']}, {day}: {figure['display']}. {who_says_so(figure)}."
    named = [] if figure["claimant"] else items(figure["actors"])
    lines = [("Claimant", phrases.capital(claimant)), ("Source", source_words(tables, figure))]
    lines += [("Date", phrases.capital(figure["date_text"])), ("Data", data)]
    lines.append(("Names", names_of(tables, [*shown, *named])))
    return Frame(title, article, _caveat(tables, figure["figure_id"]), lines)


def who_says_so(figure: Row) -> str:
    """The claimant of a figure, or what the text leaves open, as a sentence without its stop."""
    return f"Claimant: {figure['claimant']}" if figure["claimant"] else phrases.capital(phrases.attribution(figure))


def board_frame(tables: Frames, figure: Row, words: tuple[str, str], data: str, shown: Iterable[str] = ()) -> Frame:
    """The frame of a chart of all figures, of which ``figure`` is one; ``words`` are its title and subtitle."""
    date = "Beside each figure; a day of publication is not the date of a figure"
    lines = [("Source", source_words(tables, figure)), ("Date", date), ("Data", data)]
    return Frame(*words, _caveat(tables, None), [*lines, ("Names", names_of(tables, shown))])


def _caveat(tables: Frames, figure_id: str | None) -> tuple[str, str]:
    """The caveat that matters most, of a figure or of the article as a whole, and which more there are."""
    caveats = rows_by(tables["caveats"], "figure_id").get(figure_id, [])
    if not caveats:
        return "", ""
    kinds = list(tables["caveats"]["kind"].cat.categories)
    read = set(tables["comparisons"]["source_id"])  # of the same kind, what the numbers' own reports say comes first
    rests = {row["caveat_id"]: row["comparison_ids"] or read & {*items(row["source_ids"])} for row in caveats}
    first, *others = sorted(caveats, key=lambda row: (kinds.index(row["kind"]), not rests[row["caveat_id"]]))
    more = f" {len(others)} more in caveats.csv." if others else ""
    return phrases.kind_words(first["kind"]), first["caveat"] + more


def source_words(tables: Frames, figure: Row) -> str:
    """The article: “title”, publisher, day."""
    (source,) = rows_by(tables["sources"], "source_id")[figure["source_id"]]
    return f"“{source['title']}”, {figure['publisher']}, {phrases.published(source)} (“the article”)"


def names_of(tables: Frames, shown: Iterable[str]) -> str:
    """What spells out the abbreviations among the names shown; "" where there are none."""
    actors = rows_by(tables["actors"], "abbreviation")
    return "; ".join(f"{name}: {actors[name][0]['name']}" for name in sorted({*shown} & {*actors}))


# Drawing the frame


def head(sheet: Sheet, frame: Frame) -> float:
    """Title and what the article reports; gives the baseline of what follows."""
    x, room, size = sheet.margin, sheet.right - sheet.margin, style.TITLE
    lines, even = len(wrapped(frame.title, room, size, style.BOLD)), room
    while even > room / 4 and len(wrapped(frame.title, even - size, size, style.BOLD)) == lines:
        even -= size  # no line of a title is left with one word
    y = sheet.paragraph(x, x + size * 0.9, even, frame.title, size=size, face=style.BOLD)
    return sheet.paragraph(x, y, room, frame.article, size=style.BODY, colour="grey") + 5


def key(sheet: Sheet, y: float, signs: set[str], publisher: str) -> float:
    """The key of the ``signs`` in a chart, those of days in a line of their own; gives where it ends."""
    meanings = {sign: words for sign, words in SIGNS.items() if sign in signs}
    y = _key_line(sheet, y, "", {"article": f"the article ({publisher})", **meanings})
    if days := {sign: words for sign, words in SIGNS_OF_DAYS.items() if sign in signs}:
        y = _key_line(sheet, y + style.SMALL * 1.7, "Days:", days)
    return y + 14


def _key_line(sheet: Sheet, y: float, lead: str, meanings: dict[str, str]) -> float:
    """Samples of signs, each with its meaning, after a ``lead``; gives the last baseline."""
    x = sheet.margin + (sheet.text(sheet.margin, y, lead, colour="grey") + style.SMALL if lead else 0)
    for sign, meaning in meanings.items():
        indent = sample_width(sign) + style.SMALL / 2
        width = indent + width_of(meaning)
        if x + width > sheet.right:
            x, y = sheet.margin, y + style.SMALL * 1.7
        drawn = sample(sign, x, y - style.MIDDLE)
        sheet.items += (replace(shape, gid=f"key-{sign}" if shape is drawn[-1] else "") for shape in drawn)
        sheet.text(x + indent, y, meaning, colour="grey")
        x += width + 1.3 * style.SMALL
    return y


def foot(sheet: Sheet, y: float, frame: Frame) -> Sheet:
    """The caveat that matters, that all this is reported, claimant, source, date and data; gives the whole sheet."""
    left, room = sheet.margin, sheet.right - sheet.margin
    sheet.rule(y + 12, "ink", 0.8)
    y += 18 + style.SMALL
    kind, caveat = frame.caveat
    if caveat:
        y = sheet.paragraph(left, y, room, caveat, lead=f"{kind}.", colour="grey") + 5
    status = ("Status", f"{REPORTED}: each number is what its source says")
    for label, words in [status, *(told for told in frame.foot if told[1])]:
        sheet.text(left, y, label, face=style.BOLD)
        y = sheet.paragraph(left + LABELS, y, room - LABELS, words, colour="grey") + 1
    sheet.height = y - style.SMALL * style.LEADING + sheet.margin
    return sheet


def card_foot(sheet: Sheet, figure: Row, frame: Frame, more: str = "") -> float:
    """What must be below a card, at its lower edge; gives where it begins."""
    source, room = f"Source: {figure['publisher']}, {figure['reported_text']}.", sheet.right - sheet.margin
    said = (frame.caveat[0] and f"{frame.caveat[0]}: see caveats.csv.", source, more, dict(frame.foot)["Names"])
    words = " ".join(filter(None, said))
    indent = width_of(f"{REPORTED}. ", face=style.BOLD)
    y = style.CARD_HEIGHT - 9 - (len(wrapped(words, room, indent=indent)) - 1) * style.SMALL * style.LEADING
    sheet.paragraph(sheet.margin, y, room, words, lead=f"{REPORTED}.", colour="grey")
    sheet.rule(y - 13, "ink", 0.8)
    return y - 13


# Tables


@dataclass(frozen=True)
class Column:
    """A column of a table: its title and place, and what draws a row from a baseline on and gives the next baseline.

    Above a column with a ``scale`` are the ``labels`` of its ticks; they and the numbers of ``own`` have a line each.
    """

    title: str
    x: float
    cell: Callable[[Any, float], float]
    align: float = 0
    scale: Scale = NO_SCALE
    own: Sequence[float] = ()
    labels: Callable[[float], str] = phrases.number


def words_column(sheet: Sheet, title: str, x: float, width: float, words: Callable[[Any], str], **look: Any) -> Column:
    """A column of words in a look that may depend on the row."""

    def cell(item: Any, y: float) -> float:
        of_row = {name: each(item) if callable(each) else each for name, each in look.items()}
        return sheet.paragraph(x, y, width, words(item), **of_row)

    return Column(title, x, cell, look.get("align", 0))


def table(
    sheet: Sheet,
    y: float,
    columns: Sequence[Column],
    groups: Iterable[tuple[str, Iterable[Any]]],
    tinted: Callable[[Any], bool] = lambda _: False,
) -> float:
    """The rows of a table under the titles of its columns and of their group; gives where it ends."""
    for column in columns:
        sheet.text(column.x, y + style.SMALL, column.title, face=style.BOLD, align=column.align)
    top = y = y + style.SMALL * (2.7 if any(column.scale.ticks for column in columns) else 1) + 5
    for title, rows in groups:
        if title:
            sheet.text(sheet.margin, y + 17, title, size=style.BODY, face=style.BOLD)
            y += 22
        sheet.rule(y)
        for row in rows:
            end = max(column.cell(row, y + 10.4) for column in columns) - style.SMALL * style.LEADING + 5
            if tinted(row):
                sheet.behind.append(box(sheet.margin, y, sheet.right, end, "tint"))
            y = end
            sheet.rule(y, "faint")
    for column in columns:
        _axis(sheet, column, top, y)
    return y


def fitted(scale: Scale, left: float, right: float, labels: Callable[[float], str] = phrases.number) -> Scale:
    """The scale between two places, with room for the labels that are centred on its first and last tick."""
    placed = scale.within(left, right)
    if not scale.ticks:
        return placed
    first, last = scale.ticks[0], scale.ticks[-1]
    before = width_of(labels(first)) / 2 - BESIDE - (placed.at(first) - left)
    after = width_of(labels(last)) / 2 - BESIDE - (right - placed.at(last))
    return scale.within(left + max(0, before), right - max(0, after))


def _axis(sheet: Sheet, column: Column, top: float, foot: float) -> None:
    """The lines of a column's ticks, and the labels of the first and the last, and of others where there is room."""
    scale, kind, taken = column.scale, "day" if column.scale.low else "value", list[float]()
    ends = [*scale.ticks[:1], *scale.ticks[1:][-1:]]
    for tick in dict.fromkeys([*ends, *scale.ticks]):
        x, words = scale.at(tick), column.labels(tick)
        half = width_of(words) / 2
        if tick in ends or not any(x - half - 4 < at < x + half + 4 for at in taken):
            sheet.text(x, top - 5, words, align=0.5, colour="grey")
            taken += [x - half, x + half]
        sheet.behind.append(line((x, top), (x, foot), "faint", gid=f"tick-{kind}-{tick}"))
    for x in map(scale.at, column.own):
        sheet.behind.append(line((x, top), (x, foot), "article", gid="article-line"))
