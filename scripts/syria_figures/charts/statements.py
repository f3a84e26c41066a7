"""What the article and others say about one quantity: a row a statement, with its number, its mark and its days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from .. import phrases
from ..tables import Frames, Row, records
from . import style
from .frame import Frame, Sheet, card_foot, foot, frame_of, head, sentence, width_of, wrapped
from .marks import (
    GUTTER,
    RADIUS,
    SIGNS,
    Scale,
    box,
    day_sign_of,
    days_mark,
    days_of,
    line,
    mark,
    places,
    scale_of,
    sign_of,
)

GROUPS = {
    "same_value": "The same number",
    "other_value": "Another number",
    "other_scope": "Something else is counted, or may be",
    "other_time": "For other days",
}
NUMBER, PANEL, DAYS = 270.0, (288.0, 382.0), (423.0, 484.0)  # where the columns stand; the numbers end there
SHORT, LONGEST = 34.0, 84.0  # the room that a number has beside the words, and the most that it may take
INDENT, BELOW = 5.0, 5.0
CARD_NUMBER, CARD_PANEL, CARD_ROWS = 262.0, (282.0, 428.0), 6
NARROW, NARROW_WIDTH = 0.5, 42.0  # columns of numbers and signs are aligned around their middle


@dataclass(frozen=True)
class Entry:
    """Statements that say the same (claimant, number, hedge, days): one row of a chart, which names their outlets."""

    rows: tuple[Row, ...]

    @property
    def row(self) -> Row:
        """The first of them."""
        return self.rows[0]

    @property
    def article(self) -> bool:
        """Whether this is what the article says."""
        return bool(self.row["origin"] == "article")

    @property
    def who(self) -> str:
        """Who says so, by the short name."""
        return sentence(self.row["who"] or ("the article" if self.article else "no source named"))

    @property
    def via(self) -> str:
        """Where that was read: "in The Guardian (Reuters) and Report.az"."""
        if self.article:
            return f"in {self.row['publisher']}, the article" if self.row["who"] else f"({self.row['publisher']})"
        own = dict.fromkeys(outlet(row) for row in self.rows if row["publisher"] == row["claimant"])
        others = dict.fromkeys(outlet(row) for row in self.rows if row["publisher"] != row["claimant"])
        named = [f"in {phrases.listed(others)}"] if others else []
        return ", ".join([*(f"on {page}" for page in own), *named])

    @property
    def counted(self) -> str:
        """What is counted, where it is not, or may not be, what the article counts."""
        return "" if self.row["comparability"] in (None, "same") else str(self.row["counted"])

    @property
    def when(self) -> str:
        """The days, or those of the reports: "published 4–7 April 2015"."""
        if self.row["period_start"] or self.row["period_end"]:
            return str(self.row["date_text"])
        reported = sorted({row["published_on"] for row in self.rows if row["published_on"]})
        if reported:
            return f"published {phrases.days(reported[0], reported[-1])}"
        words = phrases.published({**self.row, "published_basis": None})
        return words if words == phrases.NOT_SHOWN else f"published {words}"

    @property
    def brief(self) -> str:
        """Where it was read, and whether it is about something else, in as few words as a card has room for."""
        one = self.article or len(self.rows) == 1
        via = replace(self, rows=({**self.row, "agency_short": None},)).via if one else f"in {len(self.rows)} reports"
        perhaps = "perhaps " if self.row["comparability"] == "unclear" else ""
        hints = {"other_scope": f"{perhaps}something else counted", "other_time": "other days"}
        return "; ".join(filter(None, (via, hints.get(self.row["relation"]))))

    @property
    def long(self) -> str:
        """Where it was read, what else is counted, and when."""
        return "; ".join(filter(None, (self.via, self.counted, short_months(self.when))))

    @property
    def words(self) -> str:
        """The whole statement in words, for those who do not see the chart."""
        counted = f" ({self.counted})" if self.counted else ""
        said = f"{phrases.value_words(self.row)}{counted}: {self.who} {self.via}"
        return ", ".join((said, self.row["place"], self.when))


def outlet(row: Row) -> str:
    """The page that was read, with the agency whose text it carries: "Newser (AP)", "its own page"."""
    page, agency = row["publisher_short"], row["agency_short"]
    page = "its own page" if row["publisher"] == row["claimant"] else page
    return page if agency in (None, page) else f"{page} ({agency})"


def statements_of(tables: Frames, figure: Row) -> list[Row]:
    """The article's statement on a figure, then the others'.

    Besides the columns of a theme: who, publisher_short and agency_short (short names), and the value_language.
    """
    languages = {row["comparison_id"]: row["value_language"] for row in records(tables["comparisons"])}
    short = {row["name"]: phrases.short_name(row) for row in records(tables["actors"])}
    columns = {"who": "claimant", "publisher_short": "publisher", "agency_short": "agency"}
    rows = [row for row in records(tables[figure["theme"]]) if row["figure_id"] == figure["figure_id"]]
    for row in rows:
        row |= {new: short.get(row[name]) for new, name in columns.items()}
        row["value_language"] = languages.get(row["statement_id"])
    return [row for origin in ("article", "comparison") for row in rows if row["origin"] == origin]


def entries_of(
    rows: Iterable[Row], days: bool = True, apart: Callable[[Row], tuple[object, ...]] = lambda _: ()
) -> dict[str, list[Entry]]:
    """The statements by relation (the article's under ""), those that say the same together, in order of the day.

    Without ``days`` those are together, too, that differ only in their days. ``apart`` is what else must be equal.
    """
    groups: dict[str, dict[tuple[object, ...], list[Row]]] = {"": {}, **{relation: {} for relation in GROUPS}}
    for row in sorted(rows, key=lambda row: (max(days_of(row), default=datetime.date.max), row["statement_id"])):
        same = [row["claimant_id"], row["value_label"], Entry((row,)).counted, *apart(row)]
        same += (
            [row["period_start"], row["period_end"], row["period_basis"], row["published_on"] is None] if days else []
        )
        groups[row["relation"] or ""].setdefault(tuple(same), []).append(row)
    return {relation: [Entry(tuple(each)) for each in group.values()] for relation, group in groups.items() if group}


def in_words(groups: dict[str, list[Entry]]) -> str:
    """Every statement in words, group by group."""
    return " ".join(
        f"{GROUPS.get(relation, 'The article')}: {'; '.join(entry.words for entry in entries)}."
        for relation, entries in groups.items()
    )


def groups_of(figure: Row) -> dict[str, str]:
    """The titles of the groups, by relation; where the article gives a word, the others may give the same word."""
    return GROUPS | ({"same_value": "The same word"} if figure["value"] is None else {})


def measure(figure: Row) -> str:
    """What the scale counts: "People killed", "Share of the camp, %"."""
    if figure["unit"] == "percent":
        return f"Share of the {figure['counted']}, %"
    return sentence(f"{figure['counted']} {figure['indicator']}")


def shown_names(rows: Iterable[Row], brief: bool = False) -> set[str]:
    """The short names that stand in the rows; in brief, those of who says so."""
    columns = ("who",) if brief else ("who", "agency_short", "publisher_short")
    return {row[column] for row in rows for column in columns if row[column]}


def signs_of(rows: Iterable[Row], days: bool = True) -> list[str]:
    """The signs that the rows are drawn with, in the order of the key."""
    rows = list(rows)
    found = {sign_of(row) for row in rows} | {"others" for row in rows if row["origin"] == "comparison"}
    if days:
        found |= {day_sign_of(row) for row in rows}
        found |= {"open" for row in rows if bool(row["period_start"]) != bool(row["period_end"])}
    return [sign for sign in SIGNS if sign in found]


# The chart


@dataclass(frozen=True)
class Column:
    """A column of a table of statements: what draws its head and its part of an entry, each above a baseline."""

    head: Callable[[float], object]
    cell: Callable[[Entry, float], object]
    lines: Sequence[tuple[float, str, str]] = ()  # upright, behind the rows: x, colour, gid


def draw(tables: Frames, figure: Row, more: str = "") -> tuple[Sheet, float]:
    """The chart of a figure, in a column, and its height; ``more`` is said above the table."""
    rows = statements_of(tables, figure)
    frame = frame_of(tables, figure, f"{figure['theme']}.csv, figure {figure['figure_id']}", shown_names(rows))
    sheet = Sheet(style.COLUMN)
    y = head(sheet, frame, signs_of(rows), figure["publisher"]) + 8
    if more:
        y = sheet.paragraph(sheet.margin, y + 4, sheet.right - sheet.margin, more, size=style.BODY)
    columns = [
        number_column(sheet, NUMBER),
        scale_column(sheet, rows, PANEL, measure(figure)),
        days_column(sheet, rows, DAYS),
    ]
    y = table(sheet, y, entries_of(rows), columns, figure=figure)
    return sheet, foot(sheet, y + 12, frame)


def table(
    sheet: Sheet,
    y: float,
    groups: dict[str, list[Entry]],
    columns: Sequence[Column],
    *,
    figure: Row,
    room: float = NUMBER - SHORT,
) -> float:
    """Who says so, up to the place ``room``, and what the columns show: the article's row, then group by group.

    Gives where the table ends.
    """
    sheet.text(sheet.margin, y + style.SMALL, "Who says so, and where it was read", face=style.BOLD)
    for column in columns:
        column.head(y + style.SMALL)
    top = y = y + style.SMALL * 2.7 + 5
    for relation, entries in groups.items():
        if relation:
            sheet.text(sheet.margin, y + 17, groups_of(figure)[relation], size=style.BODY, face=style.BOLD)
            y += 22
        sheet.rule(y)
        for entry in entries:
            y = _row(sheet, y, entry, columns, room)
            sheet.rule(y, "faint")
    for x, colour, gid in (each for column in columns for each in column.lines):
        sheet.behind.append(line((x, top), (x, y), colour, gid=gid))
    return y


def _row(sheet: Sheet, top: float, entry: Entry, columns: Sequence[Column], room: float) -> float:
    """One row of a table; gives where it ends."""
    x, base, leading = sheet.margin + INDENT, top + 3.5 + style.SMALL * 0.86, style.SMALL * style.LEADING
    lines = wrapped(entry.row["value_label"], LONGEST, style.BODY, style.BOLD)
    room -= max(0, max(width_of(each, style.BODY, style.BOLD) for each in lines) - SHORT)
    words = entry.brief if sheet.width == style.CARD else entry.long
    below = sheet.paragraph(x, base, room - x - 6, words, lead=entry.who, colour="grey")
    for column in columns:
        column.cell(entry, base)
    end = max(below, base + len(lines) * leading) - leading + BELOW
    if entry.article:
        sheet.behind.append(box(sheet.margin, top, sheet.right, end, "tint"))
    return end


def short_months(words: str) -> str:
    """Words with the names of months cut to three letters."""
    for month in phrases.MONTHS:
        words = words.replace(month, month[:3])
    return words


def number_column(
    sheet: Sheet, x: float, title: str = "Number", align: float = 1, row_of: Callable[[Row], Row | None] = dict
) -> Column:
    """The number with its hedge, flush right; ``row_of`` gives another row than that of the entry, or none."""

    def cell(entry: Entry, base: float) -> None:
        row = row_of(entry.row)
        if row is None:
            sheet.text(x, base, "–", align=align, colour="grey")
            return
        colour, gid = "article_text" if entry.article else "others", f"value-{row['statement_id']}"
        for words in wrapped(row["value_label"], LONGEST, style.BODY, style.BOLD):
            sheet.text(x, base, words, align=align, size=style.BODY, face=style.BOLD, colour=colour, gid=gid)
            base, gid = base + style.BODY * 1.25, ""

    return Column(lambda y: heading(sheet, x, y, title, align), cell)


def heading(sheet: Sheet, x: float, y: float, title: str, align: float = 0) -> None:
    """The head of a column; a narrow one in as many lines as it has words, down to the axis."""
    if align != NARROW:
        sheet.text(x, y, title, face=style.BOLD, align=align)
        return
    for number, words in enumerate(reversed(wrapped(title, NARROW_WIDTH, face=style.BOLD))):
        sheet.text(x, y + style.SMALL * (1.7 - number * style.LEADING), words, face=style.BOLD, align=align)


def scale_column(sheet: Sheet, rows: Sequence[Row], between: tuple[float, float], title: str) -> Column:
    """The marks on a scale from zero, with a thin line at the article's number."""
    gutter = 1.3 * GUTTER * RADIUS if any(sign_of(row) == "gutter" for row in rows) else 0
    left, right = between[0] + gutter, between[1]
    label = width_of(phrases.number(scale_of(rows).high)) + style.SMALL
    scale = scale_of(rows, most=max(3, min(4, int((right - left) / label) + 1))).within(left, right)
    lines = [(scale.at(tick), "faint", f"tick-value-{tick}") for tick in scale.ticks]
    if rows[0]["value"] is not None:
        lines += [(scale.at(number), "article", "article-line") for number in places(rows[0])]

    def head_of(y: float) -> None:
        sheet.text(scale.left, y, title, face=style.BOLD)
        for tick in scale.ticks:
            sheet.text(scale.at(tick), y + style.SMALL * 1.7, phrases.number(tick), align=0.5, colour="grey")

    def cell(entry: Entry, base: float) -> None:
        sheet.add(*mark(entry.row, scale, base - style.SMALL * style.CAPITALS / 2))

    return Column(head_of, cell, lines)


def days_column(sheet: Sheet, rows: Sequence[Row], between: tuple[float, float]) -> Column:
    """The days of the statements, or of the reports."""
    scale = day_scale(rows, *between)
    ticks = day_ticks(scale)
    lines = [(scale.at(tick + 0.5), "faint", f"tick-day-{datetime.date.fromordinal(int(tick))}") for tick in ticks]

    def head_of(y: float) -> None:
        sheet.text(scale.left, y, "Days", face=style.BOLD)
        for tick, words in ticks.items():
            sheet.text(scale.at(tick + 0.5), y + style.SMALL * 1.7, words, align=0.5, colour="grey")

    def cell(entry: Entry, base: float) -> None:
        for row in entry.rows:
            sheet.add(*days_mark(row, scale, base - style.SMALL * style.CAPITALS / 2))

    return Column(head_of, cell, lines)


# The days


def day_scale(rows: Iterable[Row], left: float, right: float) -> Scale:
    """The days of all rows as ordinal numbers, from the first to a tick at or beyond the last."""
    days = sorted({day for row in rows for day in days_of(row)}) or [datetime.date(2000, 1, 1)]
    most = int((right - left) // 29) + 1
    ticks = next(ticks for ticks in _steps(days[0], days[-1]) if len(ticks) <= most)
    return Scale(ticks[0], ticks[-1] + 1, tuple(ticks), left, right)


def _steps(first: datetime.date, last: datetime.date) -> Iterator[list[int]]:
    """Days to mark as ordinal numbers, coarser from one choice to the next: so many days, months or years apart."""
    for step in (1, 2, 3, 5, 7, 10, 14):
        count = max(1, -(-(last - first).days // step))
        yield [first.toordinal() + step * number for number in range(count + 1)]
    for step in (1, 2, 3, 6, *(12 * years for years in (1, 2, 3, 4, 5, 6, 8, 10, 20, 50, 100, 1000))):
        start = first.year * 12 + (first.month - 1) // min(step, 12) * min(step, 12) * (step % 12 != 0)
        count = max(1, -(-(last.year * 12 + last.month - 1 + (last.day > 1) - start) // step))
        months = range(start, start + step * count + 1, step)
        yield [datetime.date(month // 12, month % 12 + 1, 1).toordinal() for month in months]


def day_ticks(scale: Scale) -> dict[float, str]:
    """The days to mark with their words: "4 Apr" and "6" within a year, "Jul 2014" and "2015" in several."""
    days = [datetime.date.fromordinal(int(tick)) for tick in scale.ticks]
    words, before = [], ""
    for day in days:
        month = phrases.MONTHS[day.month - 1][:3]
        if len({each.year for each in days}) > 1:
            words.append(f"{month} {day.year}".removeprefix("Jan "))
        else:
            words.append(str(day.day) if before == month else f"{day.day} {month}")
        before = month
    return dict(zip(scale.ticks, words, strict=True))


# The card


def card(tables: Frames, figure: Row) -> tuple[Sheet, float]:
    """The card of a figure for slides and posts, the article and at most five statements of others, and its height."""
    rows = statements_of(tables, figure)
    if len(rows) == 1:
        return _number_alone(figure, frame_of(tables, figure)), style.CARD_HEIGHT
    for most in range(CARD_ROWS, 0, -1):  # as many as there is height for
        sheet, chosen = Sheet(style.CARD), chosen_of(entries_of(rows, days=False), most)
        shown = [row for entry in chosen for row in entry.rows]
        frame = frame_of(tables, figure, shown=shown_names(shown, brief=True))
        more = f"Shown: {len(shown)} of {len(rows)} statements." if len(shown) < len(rows) else ""
        y = head(sheet, frame, signs_of(shown, days=False), figure["publisher"]) + 4
        columns = [number_column(sheet, CARD_NUMBER), scale_column(sheet, shown, CARD_PANEL, measure(figure))]
        y = table(sheet, y, {"": chosen}, columns, figure=figure, room=CARD_NUMBER - SHORT)
        if y <= card_foot(sheet, figure, frame, more):
            break
    return sheet, style.CARD_HEIGHT


def chosen_of(groups: dict[str, list[Entry]], most: int) -> list[Entry]:
    """The entries for a card: the article's, then of each group in turn the one that most reports give."""
    ranked = [sorted(entries, key=lambda entry: -len(entry.rows)) for entries in groups.values()]
    turns = [entry for entries in zip_longest(*ranked[1:]) for entry in entries if entry]
    chosen = [*ranked[0], *turns][:most]
    return [entry for entries in groups.values() for entry in entries if entry in chosen]


def _number_alone(figure: Row, frame: Frame) -> Sheet:
    """The card of a number that no other report gives: the number, large, with what it counts and when."""
    sheet = Sheet(style.CARD)
    y = (head(sheet, frame, [], figure["publisher"]) + card_foot(sheet, figure, frame)) / 2
    words, room = phrases.value_words(figure), sheet.right - sheet.margin
    size = min(48.0, 48 * room / width_of(words, 48, style.BOLD))
    sheet.text(sheet.margin, y, words, size=size, face=style.BOLD, colour="article_text")
    y = sheet.paragraph(sheet.margin, y + 22, room, figure["display"].removeprefix(words).strip(), size=style.LARGE)
    sheet.paragraph(sheet.margin, y, room, sentence(figure["date_text"]), size=style.LARGE, colour="grey")
    return sheet
