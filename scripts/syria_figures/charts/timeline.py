"""Who reported what on which day: days across, quantities down, a lane for each claimant; the article stands out.

A filled label is the article's own number, said of the same thing and days. A line joins those of one claimant, so that
it shows how many sources stand behind many reports.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from .. import phrases
from ..derive import reading_order
from ..findings import with_noun
from ..tables import Frames, Row, records
from . import statements, style
from .frame import Frame, Sheet, board_frame, foot, head, sentence, width_of, wrapped
from .marks import box, line
from .overview import wholes_of

MOST_DAYS = 7
FIGURE, LANE = 150.0, 118.0  # the widths of the first two columns
TALL = 13.0  # a line of a lane
EARLIER, LATER, UNKNOWN = "before", "after", "day not shown"


@dataclass(frozen=True)
class Days:
    """The columns: days near the article, and what comes before, after, or without a day."""

    names: tuple[datetime.date | str, ...]

    def of(self, row: Row) -> datetime.date | str:
        """The column of a statement, by the day of its report."""
        day = row["published_on"]
        if day is None:
            return UNKNOWN
        days = [name for name in self.names if isinstance(name, datetime.date)]
        return EARLIER if day < days[0] else LATER if day > days[-1] else day


def days_of(rows: Sequence[Row]) -> Days:
    """The days of the reports that are nearest to the article, and the other columns that are needed."""
    own = rows[0]["published_on"]
    known = {row["published_on"] for row in rows if row["published_on"]}
    near = sorted(sorted(known, key=lambda day: (abs((day - own).days), day))[:MOST_DAYS])
    all_days = Days((EARLIER, *near, LATER, UNKNOWN))
    used = {all_days.of(row) for row in rows}
    return Days(tuple(name for name in all_days.names if name in used))


def draw(tables: Frames) -> tuple[Sheet, float]:
    """The timeline and its height."""
    figures = wholes_of(tables)
    said = {figure["figure_id"]: statements.statements_of(tables, figure) for figure in figures}
    days = days_of([row for rows in said.values() for row in rows])
    sheet = Sheet(style.PAGE)
    y = head(sheet, frame_of(tables), [], figures[0]["publisher"])
    y = _key(sheet, y + 6)
    left = sheet.margin + FIGURE + LANE
    step = (sheet.right - left) / len(days.names)
    columns = {name: left + step * at for at, name in enumerate(days.names)}
    y = _heads(sheet, y + 16, columns, figures[0]["reported_on"])
    top = y
    short = {row["actor_id"]: phrases.short_name(row) for row in records(tables["actors"])}
    for figure in figures:
        sheet.rule(y, "line")
        y = _figure(sheet, y, figure, _lanes(said[figure["figure_id"]], short), days, columns, step)
    for name, x in columns.items():
        if name == figures[0]["reported_on"]:
            sheet.behind.insert(0, box(x, top - 27, x + step, y, "tint"))
        sheet.put_behind(line(x, top, x, y, "faint"))
    return sheet, foot(sheet, y, frame_of(tables))


def frame_of(tables: Frames) -> Frame:
    """The words around the timeline."""
    rows = [row for figure in wholes_of(tables) for row in statements.statements_of(tables, figure)]
    names = {row["who"] for row in rows if row["who"]}
    matched = [row["support"] for row in wholes_of(tables) if row["support"]["matching_reports"]]
    one = [row for row in matched if row["matching_claimants"] <= 1]
    many = f"for {len(one)} of {with_noun(len(matched), 'figure')} that others repeat, one source stands behind them"
    title = f"Many reports, few sources: {many}" if one else "Who reported what on which day"
    figure = reading_order(tables)[0]
    article = (
        f"{figure['publisher']}, {phrases.day(figure['reported_on'])}, and the other reports, by the day of the report; "
        "a line for each claimant that the reports name, bodies of one organisation together"
    )
    return board_frame(tables, figure, (title, article), "the tables of the themes, and sources.csv", names)


def in_words(tables: Frames) -> str:
    """Every statement in words, figure by figure."""
    return " ".join(
        f"{sentence(figure['display'])}. {statements.in_words(statements.entries_of(statements.statements_of(tables, figure)))}"
        for figure in wholes_of(tables)
    )


def _key(sheet: Sheet, y: float) -> float:
    x = sheet.margin
    for kind, words in KINDS.items():
        x += _label(sheet, x, y, "26", kind, "others") + 5
        x += sheet.text(x, y, words, colour="grey") + 16
    return y


KINDS = {
    "same_value": "the article's number, same thing and days; a line joins those of one claimant",
    "other_value": "another number",
    "other_scope": "something else counted, or other days",
}


def _label(sheet: Sheet, x: float, y: float, words: str, kind: str, colour: str, gid: str = "") -> float:
    """The number of a statement as its relation asks for, with its baseline at ``y``; gives its width."""
    if kind != "same_value":
        face = style.BOLD if kind == "other_value" else style.NORMAL
        return sheet.text(x, y, words, face=face, colour=colour, gid=gid)
    width = width_of(words, face=style.BOLD) + 6
    sheet.add(box(x, y - 8.2, x + width, y + 2.4, colour))
    sheet.text(x + 3, y, words, face=style.BOLD, colour="paper", gid=gid)
    return width


def _heads(sheet: Sheet, y: float, columns: dict[datetime.date | str, float], own: datetime.date) -> float:
    sheet.text(sheet.margin, y, "Figure of the article", face=style.BOLD)
    sheet.text(sheet.margin + FIGURE, y, "Who says so", face=style.BOLD)
    for name, x in columns.items():
        words = f"{name.day} {phrases.MONTHS[name.month - 1][:3]}" if isinstance(name, datetime.date) else sentence(name)
        sheet.text(x + 3, y, words, face=style.BOLD, colour="article_text" if name == own else "ink")
        if name == own:
            sheet.text(x + 3, y - 10, "The article", colour="article_text")
    return y + 6


def _lanes(rows: Sequence[Row], short: dict[str, str]) -> dict[str, list[Row]]:
    """The statements by who says so, bodies of one organisation together: the article's lane first, then those that match."""
    lanes: dict[str | None, list[Row]] = {}
    ordered = sorted(rows, key=lambda row: (row["origin"] != "article", row["relation"] != "same_value"))
    for row in ordered:
        lanes.setdefault(row["claimant_root_id"], []).append(row)
    named = {}
    for root, each in lanes.items():
        names = {row["who"] for row in each}
        name = names.pop() if len(names) == 1 else short[root or ""]
        named[sentence(name or "no source named")] = each
    return named


def _figure(
    sheet: Sheet,
    y: float,
    figure: Row,
    lanes: dict[str, list[Row]],
    days: Days,
    columns: dict[datetime.date | str, float],
    step: float,
) -> float:
    """A figure and its lanes; gives where they end."""
    words = sheet.lines(sheet.margin, y + 11, wrapped(sentence(figure["display"]), FIGURE - 12, face=style.BOLD), face=style.BOLD)
    words = sheet.lines(sheet.margin, words, wrapped(sentence(phrases.matches(figure["support"])), FIGURE - 12), colour="grey")
    for name, rows in lanes.items():
        y = _lane(sheet, y, name, rows, days, columns, step)
        sheet.add(line(sheet.margin + FIGURE, y, sheet.right, y, "faint"))
    return max(y, words - 3)


def _lane(
    sheet: Sheet,
    y: float,
    name: str,
    rows: list[Row],
    days: Days,
    columns: dict[datetime.date | str, float],
    step: float,
) -> float:
    """What one claimant is reported to have said, day by day; gives where the lane ends."""
    low = sheet.lines(sheet.margin + FIGURE, y + 10, wrapped(name, LANE - 8))
    cells: dict[datetime.date | str, dict[tuple[str, str, str], list[Row]]] = {}
    for row in rows:
        article = row["origin"] == "article"
        kind = "same_value" if article else {"other_time": "other_scope"}.get(row["relation"], row["relation"])
        key = (row["value_label"], kind, "article_text" if article else "others")
        cells.setdefault(days.of(row), {}).setdefault(key, []).append(row)
    joined = [columns[day] for day, cell in cells.items() if any(kind == "same_value" for _, kind, _ in cell)]
    if len(joined) > 1:
        sheet.add(line(min(joined) + 8, y + 7, max(joined) + 8, y + 7, "others", 1.6))
    for day, cell in cells.items():
        base = y + 10
        for (label, kind, colour), each in sorted(cell.items(), key=lambda item: list(KINDS).index(item[0][1])):
            times = f" ×{len(each)}" if len(each) > 1 else ""
            for number, words in enumerate(wrapped(label + times, step - 8, face=style.BOLD)):
                gid = f"value-{each[0]['statement_id']}" if not number else ""
                _label(sheet, columns[day] + 3, base, words, kind, colour, gid)
                base += TALL
        low = max(low, base)
    return low - 8
