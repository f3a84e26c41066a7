"""All figures on one sheet, the disputed ones first: number, who says so, how solid it is, what others give."""

from __future__ import annotations

from dataclasses import replace

from .. import phrases
from ..derive import reading_order
from ..findings import with_noun
from ..tables import Frames, Row, items, records
from . import parts, statements, style
from .frame import Frame, Sheet, board_frame, foot, head, kind_words, sentence, width_of
from .marks import box, line, mark, sign_of, strip_scale

DISPUTED = "Disputed: another source that we read contradicts or contests it"
OTHERS = "Not disputed in what we read"
COMPARED = ("same_value", "other_value")  # relations whose marks stand beside the article's
COLUMNS, GAP = 4, 18.0
NUMBER, WHAT, DOT = 25.0, 9.0, 3.0  # sizes of type, and of a mark
LABEL, LEVEL = 37.0, 12.0  # the width of the column of labels in a box, the height of a line of marks


def wholes_of(tables: Frames) -> list[Row]:
    """The figures that are no part, as people read them, each with its row of ``figure_support`` as ``support``."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    figures = [{**row, "support": support[row["figure_id"]]} for row in reading_order(tables)]
    return [row for row in figures if row["part_of"] is None]


def frame_of(tables: Frames) -> Frame:
    """The words around the overview."""
    figures, disputed = reading_order(tables), sum(row["disputed"] for row in records(tables["figure_support"]))
    title = f"Of {with_noun(len(figures), 'figure')} in the article, other sources dispute {disputed or 'none'}"
    article = (
        f"{figures[0]['publisher']}, {phrases.day(figures[0]['reported_on'])}: each number with its hedge, "
        "who says so in the article, who is said to have done it, when, and what other reports of the same thing give"
    )
    data = "figures_labelled.csv, figure_support.csv and the tables of the themes"
    shown = [name for figure in figures for name in items(figure["actors"])]
    return board_frame(tables, figures[0], (title, article), data, shown)


def in_words(tables: Frames) -> str:
    """Every figure in words, with who says so, when, and how solid it is."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    said = []
    for row in reading_order(tables):
        solid = phrases.how_solid(support[row["figure_id"]], row)
        said.append(f"{sentence(row['display'])}: {phrases.attribution(row)}; {row['date_text']}; {solid}.")
    return " ".join(said)


def draw(tables: Frames) -> tuple[Sheet, float]:
    """The overview and its height."""
    sheet, figures = Sheet(style.PAGE), []
    for row in wholes_of(tables):
        rows = statements.statements_of(tables, row)
        rows = [each for each in rows if each["origin"] == "article" or each["relation"] in COMPARED]
        figures.append({**row, "compared": rows, "parts": parts.whole_of(tables, row).words})
    signs = statements.signs_of([row for figure in figures for row in figure["compared"]], days=False)
    y = head(sheet, frame_of(tables), signs, figures[0]["publisher"]) + 4
    disputed = [row for kind in phrases.DISPUTES for row in figures if _kind(row) == kind]
    others = [row for row in figures if not _kind(row)]
    width = (sheet.right - sheet.margin - GAP * (COLUMNS - 1)) / COLUMNS
    for title, group in ((DISPUTED, disputed), (OTHERS, others)):
        if group:
            sheet.text(sheet.margin, y + 10, title, size=style.LARGE, face=style.BOLD)
            y += 16
        for first in range(0, len(group), COLUMNS):
            for part in (_top, _marks, _facts):  # each begins at one height in all boxes of a row
                ends = [
                    part(sheet, sheet.margin + at * (width + GAP), y, width, figure)
                    for at, figure in enumerate(group[first : first + COLUMNS])
                ]
                y = max(ends)
            y += 8
    return sheet, max(foot(sheet, y, frame_of(tables)), style.PAGE_HEIGHT)


def _kind(row: Row) -> str:
    """The strongest kind of dispute of a figure; "" for none."""
    return next((kind for kind in phrases.DISPUTES if kind in items(row["caveat_kinds"])), "")


def _top(sheet: Sheet, x: float, y: float, width: float, row: Row) -> float:
    """The number, what it counts, its parts and the takeaway."""
    sheet.add(line((x, y), (x + width, y), "ink", 1.0))
    if _kind(row):
        tag, right = kind_words(_kind(row)).upper(), x + width
        left = right - width_of(tag, face=style.BOLD) - 8
        sheet.add(box(left, y, right, y + 12, "ink"))
        sheet.text(left + 4, y + 9, tag, face=style.BOLD, colour="paper")
    words = row["value_label"]
    size = min(NUMBER, NUMBER * width / width_of(words, NUMBER, style.BOLD))
    y += 14 + NUMBER * style.CAPITALS
    sheet.text(x, y, words, size=size, face=style.BOLD, colour="article_text", gid=f"value-{row['figure_id']}")
    what = row["display"].removeprefix(phrases.value_words(row)).strip()
    y = sheet.paragraph(x, y + 14, width, what, size=WHAT, face=style.BOLD)
    if row["parts"]:
        y = sheet.paragraph(x, y, width, f"{row['parts']}.", lead="Of them:")
    return sheet.paragraph(x, y + 1, width, row["headline"], colour="grey") - 4 if row["headline"] else y - 4


def _marks(sheet: Sheet, x: float, y: float, width: float, row: Row) -> float:
    """The article's mark over those of the others that count the same thing for the same days, on one scale."""
    rows = row["compared"]
    if len(rows) == 1:
        return y + 6
    different = list({each["value_label"]: each for each in rows[1:]}.values())
    levels = [
        1 + (sign_of(each) == "down") for each in different
    ]  # two lines that fade to meet would look like a range
    foot_of = y + LEVEL * (max(levels) + 1) + 4
    scale = strip_scale(rows, width, DOT)
    scale = scale.within(x + scale.left, x + scale.right)
    sheet.add(line((scale.left, foot_of), (scale.right, foot_of), "faint"))
    for tick, align in ((scale.ticks[0], 0.0), (scale.ticks[-1], 1.0)):
        words = phrases.number(tick, row["unit"])
        sheet.text(scale.at(tick), foot_of + 10, words, align=align, colour="grey")
    shapes = [
        shape
        for each, level in zip(different, levels, strict=True)
        for shape in mark(each, scale, y + LEVEL * (level + 0.6), DOT)
    ]
    shapes.sort(key=lambda shape: shape.fade is None)  # lines, then the dots over them
    sheet.add(*mark(rows[0], scale, y + LEVEL * 0.6, DOT), *(replace(shape, gid="") for shape in shapes))
    return foot_of + 22


def _facts(sheet: Sheet, x: float, y: float, width: float, row: Row) -> float:
    """Who says so, who is said to have done it, when, and what others give."""
    given = items(row["support"]["other_values"])
    facts = {
        "Source": row["claimant"] or "not named",
        "Actor": phrases.listed(items(row["actors"])) if row["actors"] else "not stated",
        "Date": row["date_text"],
        "Others": phrases.matches(row["support"]) + (f"; others give {phrases.listed(given)}" if given else ""),
    }
    for label, words in facts.items():
        sheet.text(x, y, label, face=style.BOLD, colour="grey")
        y = sheet.paragraph(x + LABEL, y, width - LABEL, sentence(words)) + 0.5
    return y
