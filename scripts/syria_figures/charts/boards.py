"""The two charts of all figures: the overview, a row per figure, and the timeline, who reported what on which day.

Both show only reports that count the same thing for the same days. In the timeline each claimant has a row, with bodies
of one organisation together: it shows how few or many sources are behind the reports.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from operator import itemgetter

from .. import phrases
from ..derive import reading_order
from ..findings import with_noun
from ..tables import Frames, Row, items, records
from . import style
from .frame import (
    Column,
    Frame,
    Sheet,
    board_frame,
    foot,
    head,
    key,
    table,
    width_of,
    words_column,
)
from .marks import box, line, mark, strip_scale
from .statements import entries_of, in_words, parts_in_words, parts_of, shown_names, signs_of, statements_of

DISPUTED = "Disputed: another source that we read contradicts or contests it"
UNDISPUTED = "Not disputed in what we read"
WHAT, MARKS, WHO, OTHERS = 140.0, 356.0, 508.0, 672.0  # where the columns of the overview begin
LEVEL, DOT = 9.0, 3.0  # the height of a line of marks, and the size of a mark
LANE = 134.0  # the width of the first column of the timeline
LABEL, BESIDE = 13.0, 3.0  # of a label in it: its height, and the ground at each side
MOST_DAYS = 8
NO_CLAIMANT = "no one named as saying so"  # a figure may name who did it all the same
OTHER_DAY = "Other day, or none"
Day = datetime.date | str
Lane = tuple[str, list[Row]]  # who says so, and what


def wholes_of(tables: Frames) -> list[Row]:
    """The figures that are not parts, in reading order."""
    return [row for row in reading_order(tables) if row["part_of"] is None]


def same_thing(tables: Frames, figure: Row) -> list[Row]:
    """The article's statement and those of others that count the same thing for the same days."""
    rows = statements_of(tables, figure)
    return [row for row in rows if row["relation"] in (None, "same_value", "other_value")]


# The overview


def overview_frame(tables: Frames) -> Frame:
    """The words around the overview."""
    figures = reading_order(tables)
    count, wholes = with_noun(len(figures), "figure"), [row for row in figures if row["part_of"] is None]
    disputed, of_wholes = (sum(row["disputed"] for row in rows) for rows in (figures, wholes))
    parts = "; parts stand with their whole" if len(wholes) < len(figures) else ""
    title, end = f"{count} of one article, not compared with other reports", "and when"
    if disputed or not tables["comparisons"].empty:
        title = f"Other reports dispute {of_wholes or 'none'} of {with_noun(len(wholes), 'figure')}"
        title += f", {disputed} of {len(figures)} with their parts" if parts and disputed else ""
        end = "when, and what other reports of the same thing give"
    article = (
        f"{figures[0]['publisher']}, {figures[0]['reported_text']}: each number with its hedge, "
        f"who says so in the article, who is said to have done it, {end}{parts}"
    )
    data = "figures_labelled.csv, figure_support.csv and the tables of the themes"
    shown = [name for figure in figures for name in items(figure["actors"])]
    return board_frame(tables, figures[0], (title, article), data, shown)


def overview_words(tables: Frames) -> str:
    """Every figure in words, with who says so, when, and how solid it is."""
    return " ".join(
        f"{phrases.capital(row['display'])}: {phrases.attribution(row)}; {row['date_text']}; {phrases.how_solid(row)}."
        for row in reading_order(tables)
    )


def draw_overview(tables: Frames) -> Sheet:
    """The overview, the disputed figures first."""
    sheet, frame = Sheet(style.PAGE), overview_frame(tables)
    figures = [{**figure, **_cells(tables, figure)} for figure in wholes_of(tables)]
    y = head(sheet, frame)
    if drawn := [row for figure in figures for row in figure["compared"]]:
        y = key(sheet, y, signs_of(drawn), figures[0]["publisher"])
    alone = tables["comparisons"].empty and not any(row["dispute"] for row in figures)  # compared with nothing yet
    wide, last = (348, sheet.right - WHO) if alone else (200, 148)
    columns = [
        Column("Number", sheet.margin, partial(_number, sheet)),
        words_column(sheet, "What is counted", WHAT, wide, itemgetter("more"), lead=itemgetter("what"), colour="grey"),
        Column("Others under the article", MARKS, partial(_marks, sheet)),
        words_column(sheet, "Who and when", WHO, last, itemgetter("when"), lead=itemgetter("who"), colour="grey"),
        words_column(sheet, "Other reports of the same thing", OTHERS, sheet.right - OTHERS, itemgetter("others")),
    ]
    groups = [
        (DISPUTED, [row for kind in phrases.DISPUTES for row in figures if row["dispute"] == kind]),
        (UNDISPUTED, [row for row in figures if not row["dispute"]]),
    ]
    if alone:
        columns = [columns[0], columns[1], columns[3]]
        groups = [("", figures)]
    y = table(sheet, y, columns, [(title, rows) for title, rows in groups if rows])
    return foot(sheet, y, frame)


def _cells(tables: Frames, figure: Row) -> Row:
    """What the overview says of a figure."""
    own, *others = same_thing(tables, figure)
    parts, actors = parts_of(tables, figure), items(figure["actors"])
    dispute = next(iter(phrases.disputes(figure)), "")
    known = [phrases.how_solid(figure)]
    if elsewhere := len(statements_of(tables, figure)) - 1 - len(others):
        known.append(f"{with_noun(elsewhere, 'report is', 'reports are')} about something else or other days")
    more = [f"Of them: {parts_in_words(parts)}." if parts else "", figure["headline"] and f"{figure['headline']}."]
    who = figure["claimant"] or (phrases.named(figure) if actors else "source: not named")
    act = [f"Actor: {phrases.listed(actors or ['not stated'])}."] if figure["claimant"] or not actors else []
    return {
        "compared": [own, *{row["value_label"]: row for row in others}.values()] if others else [],
        "dispute": dispute,
        "what": figure["display"].removeprefix(phrases.value_words(figure)).strip() + ".",
        "more": " ".join(filter(None, more)),
        "who": f"{phrases.capital(who)}.",
        "when": " ".join([*act, f"{phrases.capital(figure['date_text'])}."]),
        "others": phrases.capital("; ".join(known)),
    }


def _number(sheet: Sheet, row: Row, y: float) -> float:
    size = min(22.0, 22 * 116 / width_of(row["value_label"], 22, style.BOLD))
    look: Row = {"size": size, "face": style.BOLD, "colour": "article_text"}
    sheet.text(sheet.margin, y + 11, row["value_label"], gid=f"value-{row['figure_id']}", **look)
    return y + 24


def _marks(sheet: Sheet, row: Row, y: float) -> float:
    """The article's mark over those of the others, on one scale."""
    if not row["compared"]:
        return y
    scale = strip_scale(row["compared"], 136, DOT)
    scale = scale.within(MARKS + scale.left, MARKS + scale.right)
    for each in row["compared"]:
        sheet.items += mark(each, scale, y - style.MIDDLE, DOT)
        y += LEVEL
    sheet.items.append(line((scale.left, y - 4), (scale.right, y - 4), "faint"))
    for tick in (0, scale.high):
        sheet.text(scale.at(tick), y + 5, phrases.number(tick, row["unit"]), align=0.5, colour="grey")
    return y + 5 + style.SMALL * style.LEADING


# The timeline


def timeline_frame(tables: Frames) -> Frame:
    """The words around the timeline."""
    figures = wholes_of(tables)
    matched = [row for row in figures if row["matching_reports"]]
    title = "Who reported which number on which day"
    if matched and all(row["matching_claimants"] == 1 for row in matched):
        title = f"Other reports give {len(matched)} of these {len(figures)} numbers, naming one claimant for each"
    article = (
        f"{figures[0]['publisher']}, {figures[0]['reported_text']}, and other reports of the same thing, by "
        "the day of the report; bodies of one organisation share a row"
    )
    shown = shown_names((row for figure in figures for row in same_thing(tables, figure)), ["who"])
    return board_frame(tables, figures[0], (title, article), "sources.csv and the tables of the themes", shown)


def timeline_words(tables: Frames) -> str:
    """Every statement in words, figure by figure."""
    said = ((row["display"], in_words(entries_of(same_thing(tables, row)))) for row in wholes_of(tables))
    return " ".join(f"{phrases.capital(display)}. {words}" for display, words in said)


def draw_timeline(tables: Frames) -> Sheet:
    """The timeline."""
    figures, sheet, frame = wholes_of(tables), Sheet(style.PAGE), timeline_frame(tables)
    said = [same_thing(tables, figure) for figure in figures]
    top = _labels_key(sheet, head(sheet, frame), figures[0]["publisher"], [row for rows in said for row in rows])
    columns = [words_column(sheet, "Who says so", sheet.margin, LANE, lambda lane: lane[0])]
    reported = [row["published_on"] for rows in said for row in rows]
    days = days_shown(reported)
    other = "Day not shown" if {*reported} - {None} <= {*days} else OTHER_DAY
    width = (sheet.right - sheet.margin - LANE) / len(days)
    for at, day in enumerate(days):
        title = f"{day.day} {phrases.MONTHS[day.month - 1][:3]}" if isinstance(day, datetime.date) else other
        x = sheet.margin + LANE + width * at
        columns.append(Column(title, x, partial(_cell, sheet, day, x)))
    short = {row["actor_id"]: phrases.short_name(row) for row in records(tables["actors"])}
    groups = [
        (f"{phrases.capital(figure['display'])}: {phrases.matches(figure)}", _lanes(rows, short, days))
        for figure, rows in zip(figures, said, strict=True)
    ]
    y = table(sheet, top, columns, groups)
    for day, column in zip(days, columns[1:], strict=True):
        if day == figures[0]["reported_on"]:
            sheet.behind.append(box(column.x - 3, top - 4, column.x + width - 3, y, "tint"))
    return foot(sheet, y, frame)


def days_shown(reported: Iterable[datetime.date | None]) -> list[Day]:
    """The days that have a column: those of reports that are nearest to the first one's, and one for all else."""
    known = [day for day in reported if day]
    near = sorted(set(known), key=lambda day: (abs(day - known[0]), day))[:MOST_DAYS]
    return [*sorted(near), OTHER_DAY]


def _lanes(rows: Iterable[Row], short: dict[str, str], days: list[Day]) -> list[Lane]:
    """The statements by who says so, with the column of each: the article's, then those that match."""
    lanes: dict[str | None, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["origin"] != "article", row["relation"] != "same_value")):
        day = row["published_on"] if row["published_on"] in days else OTHER_DAY
        lanes.setdefault(row["claimant_root_id"], []).append({**row, "day": day})
    names = {root: {row["who"] for row in each} for root, each in lanes.items()}
    return [
        (phrases.capital((names[root].pop() if len(names[root]) == 1 else short[root or ""]) or NO_CLAIMANT), each)
        for root, each in lanes.items()
    ]


def _cell(sheet: Sheet, day: Day, x: float, lane: Lane, y: float) -> float:
    """What one claimant is reported to have said on a day; the same number once, with how often."""
    said: dict[tuple[str, str | None], list[Row]] = {}
    for row in lane[1]:
        if row["day"] == day:
            said.setdefault((row["value_label"], row["relation"]), []).append(row)
    for (words, relation), rows in said.items():
        label = f"{words} ×{len(rows)}" if len(rows) > 1 else words
        y = _label(sheet, x, y, label, relation, gid=f"value-{rows[0]['statement_id']}")
    return y


def _label(sheet: Sheet, x: float, y: float, label: str, relation: str | None, *, gid: str = "") -> float:
    """A number, the article's and those that are the same on a filled ground; gives the next baseline."""
    if relation == "other_value":
        return sheet.paragraph(x, y, 70, label, face=style.BOLD, colour="others", gid=gid)
    end = x + width_of(label, face=style.BOLD) + 2 * BESIDE
    sheet.items.append(box(x, y - 8.4, end, y + 2.6, "others" if relation else "article_text"))
    sheet.text(x + BESIDE, y, label, face=style.BOLD, colour="paper", gid=gid)
    return y + LABEL


def _labels_key(sheet: Sheet, y: float, publisher: str, rows: Sequence[Row]) -> float:
    """What the colours and grounds of the labels say, as far as they occur; gives where it ends."""
    meanings = {
        None: f"the article ({publisher})",
        "same_value": "other reports, the article's number",
        "other_value": "other reports, another number",
    }
    x, found = sheet.margin, {row["relation"] for row in rows}
    for relation in (relation for relation in meanings if relation in found):
        _label(sheet, x, y, "number", relation)
        x += width_of("number", face=style.BOLD) + (0 if relation == "other_value" else 2 * BESIDE) + 4
        x += sheet.text(x, y, meanings[relation], colour="grey") + 16
    return y + 14
