"""The charts: pictures of the tables as SVG and PNG, and the words that stand for them.

Which pictures there are follows from the rows: a chart and a card for each figure that is no part of another (a chart
only where others report on it or it has parts), and an overview and a timeline of all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from .. import phrases
from ..derive import reading_order
from ..descriptor import Package
from ..findings import with_noun
from ..tables import Files, Frames, Row, csv_bytes
from ..tables import frame_of as table_of
from . import overview, parts, statements, style, timeline
from .frame import Sheet, frame_of

FOLDER = "data/derived/charts"
ALT_TEXTS = "alt_texts"
LONGEST = 149  # of an alternative text, in characters


@dataclass(frozen=True)
class Picture:
    """A picture before it is drawn: its files, its words, and how it is drawn (the sheet and its height)."""

    paths: tuple[str, ...]
    title: str
    alt_text: str
    description: str
    draw: Callable[[], tuple[Sheet, float]]

    def rows(self) -> list[Row]:
        """Its rows in the table of alternative texts, but for size and hash."""
        words = {"title": self.title, "alt_text": self.alt_text, "description": self.description}
        return [{"path": path, **words} for path in self.paths]


def make_charts(package: Package, tables: Frames, _: Files) -> Files:
    """The pictures as bytes by path, and the table of their alternative texts."""
    made: Files = {}
    chosen = list(pictures(tables))
    for picture in chosen:
        sheet, height = picture.draw()
        dots = style.CARD_DOTS if sheet.width == style.CARD else style.PNG_DOTS
        for path in picture.paths:
            svg = path.endswith(".svg")
            made[path] = sheet.svg(height, picture.title, picture.description) if svg else sheet.png(height, dots)
    rows = [
        row | {"bytes": len(made[row["path"]]), "sha256": hashlib.sha256(made[row["path"]]).hexdigest()}
        for picture in chosen
        for row in picture.rows()
    ]
    table = package.tables[ALT_TEXTS]
    return made | {table.path: csv_bytes(table_of(table, rows))}


def alt_texts(_: Package, tables: Frames) -> list[Row]:
    """The words of each file of a picture (path, title, alt_text, description); nothing is drawn."""
    return [row for picture in pictures(tables) for row in picture.rows()]


def pictures(tables: Frames) -> Iterator[Picture]:
    """All pictures of a package, from its curated and derived tables by name."""
    figures = overview.wholes_of(tables)
    for figure in figures:
        yield from _of_figure(tables, figure)
    first, many = figures[0], with_noun(len(reading_order(tables)), "figure")
    source = f"{first['publisher']}, {phrases.day(first['reported_on'])}"
    words = {
        overview: f"Overview of {many} in {source}, the disputed ones first, with who says so and how solid each is.",
        timeline: f"Timeline: who reported which number on which day, for the figures in {source}.",
    }
    for module, alt_text in words.items():
        frame = module.frame_of(tables)
        description = f"{frame.title}. {module.in_words(tables)} {frame.words}"
        name = module.__name__.rpartition(".")[2]
        yield Picture(_paths(name), frame.title, _short(alt_text), description, partial(module.draw, tables))


def _of_figure(tables: Frames, figure: Row) -> Iterator[Picture]:
    """The chart of a figure, where others report on it or it has parts, and its card."""
    rows, whole = statements.statements_of(tables, figure), parts.whole_of(tables, figure)
    frame = frame_of(tables, figure, "")
    said = [f"{frame.title}. {frame.article}", f"Its parts: {whole.words}." if whole.parts else ""]
    said += [statements.in_words(statements.entries_of(each)) for each in parts.families(tables, figure)]
    description = " ".join(filter(None, [*said, frame.words]))
    where = "in the article" + (" with its parts" if whole.parts else "")
    where += f" and in {with_noun(len(rows) - 1, 'other report')}" if len(rows) > 1 else ""
    if whole.parts or len(rows) > 1:
        draw = partial(parts.draw if whole.parts else statements.draw, tables, figure)
        words = _short(f"Chart: {figure['display']}, {where}.")
        yield Picture(_paths(figure["figure_id"]), frame.title, words, description, draw)
    card = partial(parts.card if whole.parts else statements.card, tables, figure)
    path = f"{FOLDER}/cards/{figure['figure_id']}.png"
    yield Picture((path,), frame.title, _short(f"Card for slides: {figure['display']}, {where}."), description, card)


def _paths(name: str) -> tuple[str, ...]:
    return tuple(f"{FOLDER}/{name}.{ending}" for ending in ("svg", "png"))


def _short(words: str) -> str:
    """A sentence that is short enough for an alternative text."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rpartition(' ')[0].rstrip(',;:')}…"
