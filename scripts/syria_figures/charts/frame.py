"""The one frame around every chart: title, subtitle, caveats, claimant, source, date.

``draw`` is the only way to a chart: it sets all this around what the chart's own module draws, so that none loses it.
Neither the user's settings of matplotlib nor the clock nor the language of the machine leave a trace in a picture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D

from .. import phrases
from ..frames import Frames, rows_of
from ..tables import Row, items_of
from . import style
from .sheet import Sheet, balanced, box, width_of, wrapped

matplotlib.use("Agg")

LABELS = 52.0  # the width of the column of labels in the foot


@dataclass(frozen=True)
class Frame:
    """The words around a chart; none may be empty but for the caveats, where a figure has none."""

    title: str  # who reported what, where, when
    measure: str  # measure, unit, period
    contradicted: Sequence[str]  # such caveats stand in the subtitle
    caveats: Sequence[tuple[str, str]]  # kind in words, caveat
    claimant: str
    source: str
    as_of: str
    data: str  # the tables that the chart is drawn from
    names: str = ""  # what the abbreviations in the chart stand for

    def __post_init__(self) -> None:
        for name in ("title", "measure", "claimant", "source", "as_of", "data"):
            if not getattr(self, name).strip():
                raise ValueError(f"A chart needs its {name}.")


@dataclass(frozen=True)
class Chart:
    """A finished chart: its file name, its words and its picture."""

    name: str
    title: str
    alt_text: str
    figure: Figure

    def files(self) -> dict[str, bytes]:
        """The picture as SVG and as PNG, by file name."""
        return {f"{self.name}.svg": self._svg(), f"{self.name}.png": self._png()}

    def _svg(self) -> bytes:
        stream = io.StringIO()
        with settings():
            nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
            self.figure.savefig(stream, format="svg", dpi=style.POINTS_PER_INCH, metadata=nothing)
        start, tag, rest = stream.getvalue().partition("<svg ")
        attributes, end, body = rest.partition(">")
        named = f'{attributes} role="img" aria-labelledby="title desc"'
        words = f'\n <title id="title">{escape(self.title)}</title>\n <desc id="desc">{escape(self.alt_text)}</desc>'
        return f"{start}{tag}{named}{end}{words}{body}".encode()

    def _png(self) -> bytes:
        stream = io.BytesIO()
        with settings():
            self.figure.savefig(stream, format="png", dpi=style.PNG_DPI, metadata={"Software": None})
        return stream.getvalue()


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib's own settings and those of the charts; the user's come back afterwards."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "svg.fonttype": "path",
                "svg.hashsalt": "syria-april-2015-figures",
                "path.simplify": False,
                "text.hinting": "none",  # letters are as wide in the PNG as in the SVG
            }
        )
        yield


def draw(
    name: str,
    frame: Frame,
    body: Callable[[Sheet, float], float],
    alt_text: str,
    *,
    width: float = style.COLUMN,
    least_height: float = 0,
) -> Chart:
    """Draw a chart in its frame, as high as it needs and at least of a height.

    ``body`` is given the sheet and the y at which it may begin, and gives the y at which it ends.
    """
    with settings():
        sheet = Sheet(width)
        height = max(_foot(sheet, body(sheet, _head(sheet, frame)), frame) + style.MARGIN, least_height)
        inch = style.POINTS_PER_INCH
        figure = Figure(figsize=(width / inch, height / inch), facecolor=style.PAPER)
        downwards = Affine2D().scale(1 / inch, -1 / inch).translate(0, height / inch) + figure.dpi_scale_trans
        for artist in sheet.artists:
            artist.set_transform(downwards)
            figure.add_artist(artist)
    caveats = [f"Contradicted: {caveat}" for caveat in frame.contradicted]
    caveats += [f"{kind}: {caveat}" for kind, caveat in frame.caveats]
    return Chart(name, frame.title, " ".join([alt_text, *caveats]), figure)


def _head(sheet: Sheet, frame: Frame) -> float:
    """Title and subtitle; gives where the chart may begin."""
    left, room, size = style.MARGIN, sheet.right - style.MARGIN, style.SUBTITLE
    sheet.shape(box(left, left, left + 34, left + 4), style.ARTICLE)
    y = left + 10 + style.TITLE
    for line in _title_lines(frame.title, room):
        sheet.text(left, y, line, size=style.TITLE, face=style.BOLD)
        y += style.TITLE * style.LEADING
    y -= 2
    y = sheet.paragraph(left, y, balanced(frame.measure, room, size), frame.measure, size=size, colour=style.GREY)
    for caveat in frame.contradicted:
        y = sheet.paragraph(left, y + 3, room, caveat, lead="Contradicted:", size=size, lead_colour=style.EMPHASIS)
    return y - size * style.LEADING + 14


def _title_lines(title: str, width: float) -> list[str]:
    """The lines of a title: in one, else who says so over what is said, else as even as can be."""
    lines = wrapped(title, balanced(title, width, style.TITLE, style.BOLD), style.TITLE, style.BOLD)
    who, colon, what = title.partition(": ")
    fits = all(width_of(part, style.TITLE, style.BOLD) <= width for part in (who, what))
    return [f"{who}:", what] if len(lines) > 1 and colon and fits else lines


def _foot(sheet: Sheet, y: float, frame: Frame) -> float:
    """Caveats, claimant, source, date and tables; gives the last baseline."""
    left = style.MARGIN
    sheet.rule(y, style.INK, 0.8)
    y += 5 + style.SMALL
    for kind, caveat in frame.caveats:
        y = sheet.paragraph(left, y, sheet.right - left, caveat, lead=f"{kind}.", colour=style.GREY) + 2.5
    y += 2.5 if frame.caveats else 0
    lines = [("Claimant", frame.claimant), ("Source", frame.source), ("As of", frame.as_of), ("Data", frame.data)]
    lines += [("Names", frame.names)] if frame.names else []
    for label, words in lines:
        sheet.text(left, y, label, face=style.BOLD)
        y = sheet.paragraph(left + LABELS, y, sheet.right - left - LABELS, words, colour=style.GREY) + 1.5
    return y - style.SMALL * style.LEADING


# What the tables say for the frame


def frame_of(
    frames: Frames, figure_id: str, *, title: str, measure: str, data: str, shown: Sequence[str] = ()
) -> Frame:
    """The frame of the chart of a figure: caveats, claimant, source and date as the tables have them.

    ``title`` may hold in braces the columns of ``figures_labelled``, ``value_words`` and ``day`` (of publication).
    ``shown`` names the caveats that the chart itself shows.
    """
    figure = row_of(frames, "figures_labelled", "figure_id", figure_id)
    source = row_of(frames, "sources", "source_id", figure["source_id"])
    caveats = [row for row in rows_of(frames["caveats"]) if row["figure_id"] == figure_id]
    below = [row for row in caveats if row["kind"] != "contradicted" and row["caveat_id"] not in shown]
    kinds = list(frames["caveats"]["kind"].cat.categories)
    below.sort(key=lambda row: (kinds.index(row["kind"]), row["caveat_id"]))
    more = {"value_words": phrases.value_words(figure), "day": phrases.day(source["published_on"])}
    return Frame(
        title=title.format_map({**figure, **more}),
        measure=measure,
        contradicted=[row["caveat"] for row in caveats if row["kind"] == "contradicted"],
        caveats=[(row["kind"].replace("_", " ").capitalize(), row["caveat"]) for row in below],
        claimant=figure["claimant"] or "none named in the article",
        source=source_words(frames, source),
        as_of=figure["date_text"],
        data=data,
        names=_names(frames, figure),
    )


def source_words(frames: Frames, source: Row) -> str:
    """The source of the figures: “title”, publisher, day."""
    publisher = row_of(frames, "actors", "actor_id", source["publisher_id"])["name"]
    return f"“{source['title']}”, {publisher}, {phrases.published(source)} (“the article”)"


def _names(frames: Frames, figure: Row) -> str:
    """What the abbreviations stand for: of those who say so, who are said to have done it, or whom the words name."""
    comparisons = [row for row in rows_of(frames["comparisons"]) if row["figure_id"] == figure["figure_id"]]
    ids = {row["claimant_id"] for row in [figure, *comparisons]} | set(items_of(figure["actor_ids"]))
    caveats = [row["caveat"] for row in rows_of(frames["caveats"]) if row["figure_id"] == figure["figure_id"]]
    words = set(re.findall(r"\w+", " ".join([*caveats, *(row["counted"] for row in comparisons)])))
    actors = [row for row in rows_of(frames["actors"]) if row["actor_id"] in ids or row["abbreviation"] in words]
    return "; ".join(sorted(f"{row['abbreviation']}: {row['name']}" for row in actors if row["abbreviation"]))


def who_says(row: Row) -> tuple[str, str]:
    """Who says so and where that was read, for a row of a theme table: ("SOHR", "in Xinhua")."""
    publisher = row["publisher"]
    if row["claimant"] is None:
        return publisher, "(the article)" if row["origin"] == "article" else "(no claimant named)"
    if row["origin"] == "article":
        return row["claimant"], f"in {publisher}, the article"
    return row["claimant"], "" if publisher in (row["claimant"], row.get("claimant_in_full")) else f"in {publisher}"


def row_of(frames: Frames, table: str, key: str, value: str) -> Row:
    """The one row of a table with a key. Raises KeyError where there is none."""
    for row in rows_of(frames[table]):
        if row[key] == value:
            return row
    raise KeyError(f"{table} has no {key} {value}")
