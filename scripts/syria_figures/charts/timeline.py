"""Who reported what on which day: days across, quantities down, a lane for each claimant; the article stands out.

Only what counts the same thing as the article has a place. A filled label is the article's own number; a line joins
those of one claimant, so that it shows how many sources stand behind many reports.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import phrases
from ..findings import with_noun
from ..tables import Frames, Row, records
from . import statements, style
from .frame import Frame, Sheet, board_frame, foot, head, sentence, width_of, wrapped
from .marks import box, line
from .overview import wholes_of

MOST_DAYS = 8
FIGURE, LANE = 168.0, 108.0  # the widths of the first two columns
TALL = 13.0  # a line of a lane
EARLIER, LATER, UNKNOWN = "Before", "After", "Day not shown"
KINDS = {
    "same_value": "the article's number; a line joins those of one claimant",
    "other_value": "another number",
    "other_time": "a number for other days",
}
Day = datetime.date | str


def frame_of(tables: Frames) -> Frame:
    """The words around the timeline."""
    figures = wholes_of(tables)
    matched = [row["support"] for row in figures if row["support"]["matching_reports"]]
    one = sum(row["matching_claimants"] == 1 for row in matched)
    many = "each" if one == len(matched) else f"{one} of them"
    repeated = f"Others repeat {with_noun(len(matched), 'figure')} of the article; for {many}, they name one source"
    title = repeated if one > 1 else "Who reported what on which day"
    article = (
        f"{figures[0]['publisher']}, {phrases.day(figures[0]['reported_on'])}, and other reports of the same thing, "
        "by the day of the report; a lane for each claimant that they name, bodies of one organisation together"
    )
    shown = [row["who"] for figure in figures for row in statements_of(tables, figure)]
    data = "sources.csv and the tables of the themes"
    return board_frame(tables, figures[0], (title, article), data, filter(None, shown))


def in_words(tables: Frames) -> str:
    """Every statement in words, figure by figure."""
    said = []
    for figure in wholes_of(tables):
        said.append(f"{sentence(figure['display'])}.")
        said.append(statements.in_words(statements.entries_of(statements_of(tables, figure))))
    return " ".join(said)


def statements_of(tables: Frames, figure: Row) -> list[Row]:
    """The article's statement and those of others that count the same thing."""
    rows = statements.statements_of(tables, figure)
    return [row for row in rows if row["origin"] == "article" or row["comparability"] == "same"]


@dataclass(frozen=True)
class Days:
    """The columns and where they begin: days near the article, and what comes before, after, or without a day."""

    places: dict[Day, float]
    width: float
    own: Day  # the article's

    def of(self, row: Row) -> Day:
        """The column of a statement, by the day of its report."""
        return _column(row["published_on"], [day for day in self.places if isinstance(day, datetime.date)])


def days_of(rows: Sequence[Row], left: float, right: float) -> Days:
    """The days of reports that are nearest to that of the article, and the other columns that are needed."""
    known = {row["published_on"] for row in rows if row["published_on"]}
    own = rows[0]["published_on"] or max(known, default=datetime.date.min)
    near = sorted(sorted(known, key=lambda day: (abs((day - own).days), day))[:MOST_DAYS])
    used = {_column(row["published_on"], near) for row in rows}
    names = [name for name in (EARLIER, *near, LATER, UNKNOWN) if name in used]
    width = (right - left) / len(names)
    return Days({name: left + width * at for at, name in enumerate(names)}, width, own)


def _column(day: datetime.date | None, near: Sequence[datetime.date]) -> Day:
    if day is None:
        return UNKNOWN
    return EARLIER if day < near[0] else LATER if day > near[-1] else day


def draw(tables: Frames) -> tuple[Sheet, float]:
    """The timeline and its height."""
    figures, sheet, frame = wholes_of(tables), Sheet(style.PAGE), frame_of(tables)
    said = [statements_of(tables, figure) for figure in figures]
    days = days_of([row for rows in said for row in rows], sheet.margin + FIGURE + LANE, sheet.right)
    y = head(sheet, frame, ["others"], figures[0]["publisher"]) + 8
    x = sheet.margin
    for kind, words in KINDS.items():
        x += _label(sheet, x, y, (figures[0]["value_label"], kind, "others")) + 5
        x += sheet.text(x, y, words, colour="grey") + 16
    own, y = figures[0]["reported_on"], y + 28
    sheet.text(sheet.margin, y, "Figure of the article", face=style.BOLD)
    sheet.text(sheet.margin + FIGURE, y, "Who says so", face=style.BOLD)
    for day, x in days.places.items():
        name = f"{day.day} {phrases.MONTHS[day.month - 1][:3]}" if isinstance(day, datetime.date) else day
        lines = [*(["The article"] if day == own else []), *wrapped(name, days.width - 4, face=style.BOLD)]
        for number, words in enumerate(reversed(lines)):
            colour = "article_text" if day == own else "ink"
            sheet.text(x + 3, y - number * style.SMALL * style.LEADING, words, face=style.BOLD, colour=colour)
    top = y = y + 6
    short = {row["actor_id"]: phrases.short_name(row) for row in records(tables["actors"])}
    for figure, rows in zip(figures, said, strict=True):
        sheet.rule(y)
        y = _figure(sheet, y, figure, _lanes(rows, short), days)
    for day, x in days.places.items():
        if day == own:
            sheet.behind.append(box(x, top - 28, x + days.width, y, "tint"))
    for x in days.places.values():
        sheet.behind.append(line((x, top), (x, y), "faint"))
    return sheet, foot(sheet, y, frame)


def _label(sheet: Sheet, x: float, y: float, said: tuple[str, str, str], gid: str = "") -> float:
    """A number as its kind asks for, with its baseline at ``y``: words, kind, colour. Gives its width."""
    words, kind, colour = said
    face = style.NORMAL if kind == "other_time" else style.BOLD
    width = width_of(words, face=face)
    if kind == "same_value":
        sheet.add(box(x, y - 8.4, x + width + 6, y + 2.6, colour))
        return sheet.text(x + 3, y, words, face=face, colour="paper", gid=gid) + 6
    return sheet.text(x, y, words, face=face, colour=colour, gid=gid)


def _lanes(rows: Iterable[Row], short: dict[str, str]) -> list[tuple[str, list[Row]]]:
    """The statements by who says so, bodies of one organisation together: the article's, then those that match."""
    lanes: dict[str | None, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["origin"] != "article", row["relation"] != "same_value")):
        lanes.setdefault(row["claimant_root_id"], []).append(row)
    names = {root: {row["who"] for row in each} for root, each in lanes.items()}
    return [
        (sentence((names[root].pop() if len(names[root]) == 1 else short[root or ""]) or "no source named"), each)
        for root, each in lanes.items()
    ]


def _figure(sheet: Sheet, y: float, figure: Row, lanes: Iterable[tuple[str, list[Row]]], days: Days) -> float:
    """A figure and its lanes; gives where they end."""
    x, room = sheet.margin, FIGURE - 12
    below = sheet.paragraph(x, y + 11, room, sentence(figure["display"]), face=style.BOLD)
    below = sheet.paragraph(x, below, room, sentence(phrases.matches(figure["support"])), colour="grey")
    for number, (name, rows) in enumerate(lanes):
        if number:
            sheet.add(line((x + FIGURE, y), (sheet.right, y), "faint"))
        low = sheet.paragraph(x + FIGURE, y + 11, LANE - 8, name) - 7
        y = max(low, _lane(sheet, y + 11, rows, days))
    return max(y, below - 7)


def _lane(sheet: Sheet, base: float, rows: Iterable[Row], days: Days) -> float:
    """What one claimant is reported to have said, day by day; gives where the lane ends."""
    cells: dict[Day, dict[tuple[str, str, str], list[Row]]] = {}
    for row in rows:
        said = ("same_value", "article_text") if row["origin"] == "article" else (str(row["relation"]), "others")
        cells.setdefault(days.of(row), {}).setdefault((row["value_label"], *said), []).append(row)
    named = any(row["claimant_id"] for row in rows)
    joined = [days.places[day] for day, cell in cells.items() if any(kind == "same_value" for _, kind, _ in cell)]
    joined = [x for x in joined if named and x != days.places.get(UNKNOWN)]
    if len(joined) > 1:
        sheet.add(line((min(joined) + 8, base - 3), (max(joined) + 8, base - 3), "others", 1.6))
    low = base
    for day, cell in cells.items():
        y = base
        for (words, kind, colour), each in sorted(cell.items(), key=lambda item: list(KINDS).index(item[0][1])):
            times, gid = f" ×{len(each)}" if len(each) > 1 else "", f"value-{each[0]['statement_id']}"
            for part in wrapped(words + times, days.width - 8, face=style.BOLD):
                x = days.places[day] + 3
                if len(joined) > 1 and kind != "same_value":  # no line behind the words
                    ground = "tint" if day == days.own else "paper"
                    sheet.add(box(x - 2, y - 9, x + width_of(part, face=style.BOLD) + 2, y + 2, ground))
                _label(sheet, x, y, (part, kind, colour), gid)
                y, gid = y + TALL, ""
        low = max(low, y)
    return low - TALL + 7
