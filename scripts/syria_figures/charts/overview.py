"""All figures on one sheet, the disputed ones first: number, who says so, how solid it is, and the marks of the others."""

from __future__ import annotations

from dataclasses import replace

from .. import phrases
from ..derive import reading_order
from ..findings import with_noun
from ..tables import Frames, Row, items, records
from . import parts, statements, style
from .frame import Frame, Sheet, board_frame, foot, head, kind_words, sentence, width_of, wrapped
from .marks import box, line, mark, scale_of

COLUMNS, GAP = 4, 18.0
NUMBER, WHAT = 25.0, 9.0  # sizes of type
LABEL = 36.0  # the width of the column of labels in a box
STRIP = 26.0  # the height of the marks


def draw(tables: Frames) -> tuple[Sheet, float]:
    """The overview and its height."""
    figures = wholes_of(tables)
    disputed = [row for row in figures if row["disputed"]]
    others = [row for row in figures if not row["disputed"]]
    frame = frame_of(tables)
    sheet = Sheet(style.PAGE)
    rows = [row for figure in figures for row in statements.statements_of(tables, figure)]
    y = head(sheet, frame, statements.signs_of(rows, days=False), figures[0]["publisher"]) + 4
    for title, group in ((DISPUTED, disputed), (OTHERS, others)):
        if group:
            sheet.text(sheet.margin, y + 10, title, size=style.LARGE, face=style.BOLD)
            y = _boxes(sheet, y + 15, tables, group) + 8
    return sheet, max(foot(sheet, y, frame), style.PAGE_HEIGHT)


DISPUTED = "Disputed: another source that we read contradicts or contests it"
OTHERS = "Not disputed in what we read"


def wholes_of(tables: Frames) -> list[Row]:
    """The figures that are no part, as people read them, each with its row of ``figure_support`` as ``support``."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    figures = [row for row in reading_order(tables) if row["part_of"] is None]
    return [{**row, "support": support[row["figure_id"]], "disputed": support[row["figure_id"]]["disputed"]} for row in figures]


def frame_of(tables: Frames) -> Frame:
    """The words around the overview."""
    figures = reading_order(tables)
    disputed = sum(row["disputed"] for row in records(tables["figure_support"]))
    title = f"Of {with_noun(len(figures), 'figure')} in the article, other sources dispute {disputed or 'none'}"
    article = (
        f"{figures[0]['publisher']}, {phrases.day(figures[0]['reported_on'])}: each number with its hedge, "
        "who says so in the article, who is said to have done it, when, and what other reports give"
    )
    return board_frame(tables, figures[0], (title, article), "figures_labelled.csv, figure_support.csv and the tables of the themes")


def in_words(tables: Frames) -> str:
    """Every figure in words, with who says so, when, and how solid it is."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    return " ".join(
        f"{sentence(row['display'])}: {phrases.attribution(row)}; {row['date_text']}; {phrases.how_solid(support[row['figure_id']], row)}."
        for row in reading_order(tables)
    )


def _boxes(sheet: Sheet, y: float, tables: Frames, figures: list[Row]) -> float:
    """The figures in rows of boxes; gives where they end."""
    width = (sheet.right - sheet.margin - GAP * (COLUMNS - 1)) / COLUMNS
    for first in range(0, len(figures), COLUMNS):
        chunk = figures[first : first + COLUMNS]
        y = max(_box(sheet, sheet.margin + at * (width + GAP), y, width, tables, row) for at, row in enumerate(chunk)) + 10
    return y


def _box(sheet: Sheet, x: float, y: float, width: float, tables: Frames, row: Row) -> float:
    """A figure: number, what it counts, the takeaway, the marks, and what is to be known; gives where it ends."""
    sheet.add(line(x, y, x + width, y, "ink", 1.0))
    words = row["value_label"]
    size = min(NUMBER, NUMBER * width / width_of(words, NUMBER, style.BOLD))
    kinds = [kind for kind in phrases.DISPUTES if kind in items(row["caveat_kinds"])]
    if kinds:
        tag = kind_words(kinds[0]).upper()
        right = x + width
        left = right - width_of(tag, style.SMALL, style.BOLD) - 8
        sheet.add(box(left, y, right, y + 12, "ink"))
        sheet.text(left + 4, y + 9, tag, face=style.BOLD, colour="paper")
    y += 14 + NUMBER * style.CAPITALS
    sheet.text(x, y, words, size=size, face=style.BOLD, colour="article_text", gid=f"value-{row['figure_id']}")
    what = row["display"].removeprefix(phrases.value_words(row)).strip()
    y = sheet.lines(x, y + 14, wrapped(what, width, WHAT, style.BOLD), size=WHAT, face=style.BOLD)
    whole = parts.whole_of(tables, row)
    if whole.parts:
        y = sheet.paragraph(x, y, width, f"{whole.words}.", lead="Of them:")
    if row["headline"]:
        y = sheet.lines(x, y + 1, wrapped(row["headline"], width), colour="grey")
    y = _marks(sheet, x, y - 4, width, statements.statements_of(tables, row)) + 8
    labelled = {
        "Source": row["claimant"] or "not named",
        "Actor": phrases.listed(items(row["actors"])) if row["actors"] else "not stated",
        "Date": row["date_text"],
        "Others": phrases.matches(row["support"]) + _others(row["support"]),
    }
    for label, said in labelled.items():
        sheet.text(x, y, label, face=style.BOLD, colour="grey")
        y = sheet.paragraph(x + LABEL, y, width - LABEL, sentence(said)) + 0.5
    return y - style.SMALL


def _others(support: Row) -> str:
    return f"; others give {phrases.listed(items(support['other_values']))}" if support["other_values"] else ""


def _marks(sheet: Sheet, x: float, y: float, width: float, rows: list[Row]) -> float:
    """The article's mark over those of all others, on one scale; gives where they end."""
    scale = scale_of(rows).within(x + 4, x + width - 12)
    if len(rows) == 1:
        return y + 4
    sheet.add(line(scale.left, y + STRIP, scale.right, y + STRIP, "faint"))
    for tick in (scale.ticks[0], scale.ticks[-1]):
        sheet.text(scale.at(tick), y + STRIP + 10, phrases.number(tick, rows[0]["unit"]), align="center", colour="grey")
    seen = set()
    for row in [*rows[1:], rows[0]]:
        if (row["origin"], row["value_label"]) not in seen:
            seen.add((row["origin"], row["value_label"]))
            level = y + (7 if row["origin"] == "article" else 19)
            sheet.add(*(replace(shape, gid="") for shape in mark(row, scale, level, 3.0)))
    return y + STRIP + 12
