"""The charts: pictures of the tables as SVG and PNG, and the words that stand for them.

Which pictures there are follows from the rows: a chart and a card for each figure that is not part of another (a chart
only if others report on it or it has parts), an overview of all, and a timeline if there are reports to compare.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ..descriptor import Package
from ..findings import with_noun
from ..tables import Files, Frames, Row, csv_bytes, rows_by
from ..tables import frame_of as table_of
from . import boards, statements, style
from .frame import Frame, Sheet, frame_of

FOLDER = "data/derived/charts"
ALT_TEXTS = "alt_texts"
LONGEST = 149  # of an alternative text, in characters


@dataclass(frozen=True)
class Picture:
    """A picture before it is drawn: its files, its words, and how it is drawn."""

    paths: tuple[str, ...]
    title: str
    alt_text: str
    description: str
    draw: Callable[[], Sheet]


def make_charts(package: Package, tables: Frames) -> Files:
    """The pictures as bytes by path, and the table of their alternative texts."""
    made: Files = {}
    rows = alt_texts(tables)
    for picture in pictures(tables):
        sheet = picture.draw()
        dots = style.CARD_DOTS if sheet.width == style.CARD else style.PNG_DOTS
        for path in picture.paths:
            svg = path.endswith(".svg")
            made[path] = sheet.svg(picture.title, picture.description) if svg else sheet.png(dots)
    for row in rows:
        row |= {"bytes": len(made[row["path"]]), "sha256": hashlib.sha256(made[row["path"]]).hexdigest()}
    table = package.tables[ALT_TEXTS]
    return made | {table.path: csv_bytes(table_of(table, rows))}


def alt_texts(tables: Frames) -> list[Row]:
    """The words of each file of a picture (path, title, alt_text, description); nothing is drawn."""
    return [
        {"path": path, "title": each.title, "alt_text": each.alt_text, "description": each.description}
        for each in pictures(tables)
        for path in each.paths
    ]


def pictures(tables: Frames) -> Iterator[Picture]:
    """All pictures of a package, from its curated and derived tables by name."""
    figures = boards.wholes_of(tables)
    for figure in figures:
        yield from _of_figure(tables, figure)
    many = with_noun(len(tables["figures_labelled"]), "figure")
    source = f"{figures[0]['publisher']}, {figures[0]['reported_text']}"
    first = ", the disputed ones first" if any(tables["figure_support"]["disputed"]) else ""
    words = f"Overview of {many} in {source}{first}, with who says so and how solid each is."
    frame, draw = boards.overview_frame(tables), partial(boards.draw_overview, tables)
    yield _picture(["overview.svg", "overview.png"], words, frame, boards.overview_words(tables), draw)
    if not tables["comparisons"].empty:
        words = f"Timeline: who reported which number on which day, for the figures in {source}."
        frame, draw = boards.timeline_frame(tables), partial(boards.draw_timeline, tables)
        yield _picture(["timeline.svg", "timeline.png"], words, frame, boards.timeline_words(tables), draw)


def _of_figure(tables: Frames, figure: Row) -> Iterator[Picture]:
    """The chart of a figure, where others report on it or it has parts, and its card."""
    frame, parts = frame_of(tables, figure), statements.parts_of(tables, figure)
    parts_of_it = rows_by(tables["figures_labelled"], "part_of").get(figure["figure_id"], [])
    family = [figure, *sorted(parts_of_it, key=lambda row: -(row["value"] or 0))]
    rows = [statements.statements_of(tables, each) for each in family]
    said = [frame.article, *([f"Its parts: {statements.parts_in_words(parts)}."] if parts else [])]
    said += [statements.in_words(statements.entries_of(each)) for each in rows]
    where = f"{figure['display']}, in the article" + (" with its parts" if parts else "")
    where += f" and in {with_noun(len(rows[0]) - 1, 'other report')}" if len(rows[0]) > 1 else ""
    name = figure["figure_id"]
    if parts or len(rows[0]) > 1:
        draw = partial(statements.draw, tables, figure)
        yield _picture([f"{name}.svg", f"{name}.png"], f"Chart: {where}.", frame, " ".join(said), draw)
    draw = partial(statements.card, tables, figure)
    yield _picture([f"cards/{name}.png"], f"Card for slides: {where}.", frame, " ".join(said), draw)


def _picture(names: Iterable[str], words: str, frame: Frame, said: str, draw: Callable[[], Sheet]) -> Picture:
    """A picture with a sentence that is short enough for an alternative text."""
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rpartition(' ')[0].rstrip(',;:')}…"
    paths = tuple(f"{FOLDER}/{name}" for name in names)
    return Picture(paths, frame.title, short, f"{frame.title}. {said} {frame.words}", draw)
