"""What the article and others say about one quantity: a row a statement, with its number, its mark and its days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import phrases
from ..tables import Frames, Row, records
from . import style
from .frame import Sheet, card_frame, foot, frame_of, head, sentence, width_of, wrapped
from .marks import GUTTER, RADIUS, SIGNS, Scale, box, day_sign_of, days_mark, days_of, last_day, line, mark, places, scale_of, sign_of

GROUPS = {
    "same_value": "The same number",
    "other_value": "Another number",
    "other_scope": "Something else is counted, or may be",
    "other_time": "For other days",
}
NUMBER, PANEL, DAYS = 270.0, (288.0, 382.0), (423.0, 484.0)  # where the columns stand; the numbers end there
SHORT, LONGEST = 34.0, 84.0  # the room that a number has beside the words, and the most that it may take
INDENT = 5.0
CARD_ROWS, CARD_ROW, CARD_HEAD = 6, 53.0, 38.0  # how many at most, and how high


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
        own = [row for row in self.rows if row["publisher"] == row["claimant"]]
        others = dict.fromkeys(outlet(row) for row in self.rows if row not in own)
        named = [f"in {phrases.listed(others)}"] if others else []
        return ", ".join(["on its own page"] * bool(own) + named)

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
    def words(self) -> str:
        """The whole statement in words, for those who do not see the chart."""
        row = self.row
        counted = f" ({self.counted})" if self.counted else ""
        return f"{phrases.value_words(row)}{counted}: {self.who} {self.via}, {row['place']}, {self.when}"


def outlet(row: Row) -> str:
    """The page that was read, with the agency whose text it carries: "Newser (AP)"."""
    page, agency = row["publisher_short"], row["agency_short"]
    return page if agency in (None, page) else f"{page} ({agency})"


def statements_of(tables: Frames, figure: Row) -> list[Row]:
    """The article's statement on a figure, then the others', with short names as who, publisher_short, agency_short."""
    short = {row["name"]: phrases.short_name(row) for row in records(tables["actors"])}
    columns = {"who": "claimant", "publisher_short": "publisher", "agency_short": "agency"}
    rows = [row for row in records(tables[figure["theme"]]) if row["figure_id"] == figure["figure_id"]]
    rows = [{**row, **{new: short.get(row[name]) for new, name in columns.items()}} for row in rows]
    return [row for origin in ("article", "comparison") for row in rows if row["origin"] == origin]


def entries_of(
    rows: Iterable[Row], days: bool = True, apart: Callable[[Row], tuple[object, ...]] = lambda _: ()
) -> dict[str, list[Entry]]:
    """The statements by relation (the article's under ""), those that say the same together, in order of the day.

    Without ``days`` those are together, too, that differ in nothing but their days. ``apart`` is what else must be equal.
    """
    groups: dict[str, dict[tuple[object, ...], list[Row]]] = {"": {}, **{relation: {} for relation in GROUPS}}
    ordered = sorted(rows, key=lambda row: (last_day(row) or datetime.date.max, row["statement_id"]))
    for row in ordered:
        same = [row["claimant_id"], row["value_label"]]
        same += [Entry((row,)).counted, *apart(row)]
        same += [row["period_start"], row["period_end"], row["period_basis"], not day_sign_of(row)] if days else []
        groups[row["relation"] or ""].setdefault(tuple(same), []).append(row)
    return {relation: [Entry(tuple(each)) for each in group.values()] for relation, group in groups.items() if group}


def in_words(groups: dict[str, list[Entry]]) -> str:
    """Every statement in words, group by group."""
    return " ".join(
        f"{GROUPS.get(relation, 'The article')}: {'; '.join(entry.words for entry in entries)}."
        for relation, entries in groups.items()
    )


def measure(figure: Row) -> str:
    """What the scale counts: "People killed", "Share of the camp, %"."""
    if figure["unit"] == "percent":
        return f"Share of the {figure['counted']}, %"
    return sentence(f"{figure['counted']} {figure['indicator']}")


# The chart


@dataclass(frozen=True)
class Column:
    """A column of a table of statements: its head, what it shows of an entry around a height, and lines through it.

    ``head`` and ``cell`` get the height at which they draw; ``lines`` are places with the names of their lines.
    """

    head: Callable[[float], object]
    cell: Callable[[Entry, float], object]
    lines: Sequence[tuple[float, str, str]] = ()  # x, colour, gid


def draw(tables: Frames, figure: Row) -> tuple[Sheet, float]:
    """The chart of a figure, in a column, and its height."""
    rows = statements_of(tables, figure)
    frame = frame_of(tables, figure, f"{figure['theme']}.csv, figure {figure['figure_id']}", shown_names(rows))
    sheet = Sheet(style.COLUMN)
    y = head(sheet, frame, signs_of(rows), figure["publisher"])
    columns = [
        number_column(sheet, NUMBER),
        scale_column(sheet, rows, *PANEL, measure(figure)),
        days_column(sheet, rows, *DAYS),
    ]
    y = table(sheet, y + 8, entries_of(rows), columns, groups_of(figure))
    return sheet, foot(sheet, y + 12, frame)


def shown_names(rows: Iterable[Row]) -> set[str]:
    """The short names that stand in the rows."""
    return {row[column] for row in rows for column in ("who", "agency_short", "publisher_short") if row[column]}


def signs_of(rows: Iterable[Row], days: bool = True) -> list[str]:
    """The signs that the rows are drawn with, in the order of the key."""
    rows = list(rows)
    found = {sign_of(row) for row in rows}
    if days:
        found |= {day_sign_of(row) for row in rows}
        found |= {"open" for row in rows if bool(row["period_start"]) != bool(row["period_end"])}
    return [sign for sign in SIGNS if sign in found]


def groups_of(figure: Row) -> dict[str, str]:
    """The titles of the groups, by relation; where the article gives a word, the others may give the same word."""
    return GROUPS | ({"same_value": "The same word"} if figure["value"] is None else {})


def table(
    sheet: Sheet,
    y: float,
    groups: dict[str, list[Entry]],
    columns: Sequence[Column],
    titles: dict[str, str],
    room: float = NUMBER - SHORT,
) -> float:
    """Who says so up to the place ``room`` and what the columns show: the article's row, then group by group.

    Gives where the table ends.
    """
    sheet.text(sheet.margin, y + style.SMALL, "Who says so, and where it was read", face=style.BOLD)
    for column in columns:
        column.head(y + style.SMALL)
    top = y = y + style.SMALL * 2.7 + 5
    for relation, entries in groups.items():
        if relation:
            sheet.text(sheet.margin, y + 17, titles[relation], size=style.BODY, face=style.BOLD)
            y += 22
        sheet.rule(y)
        for entry in entries:
            y = _row(sheet, y, entry, columns, room)
            sheet.rule(y, "faint")
    draw_lines(sheet, columns, top, y)
    return y


def draw_lines(sheet: Sheet, columns: Iterable[Column], top: float, end: float, width: float = 0.6) -> None:
    """The upright lines of columns, behind all that stands in them."""
    for x, colour, gid in (each for column in columns for each in column.lines):
        sheet.put_behind(line(x, top, x, end, colour, width, gid=gid))


def _row(sheet: Sheet, top: float, entry: Entry, columns: Sequence[Column], room: float) -> float:
    """One row of a table; gives where it ends."""
    x, base = sheet.margin + INDENT, top + 3.5 + style.SMALL * 0.86
    lines = wrapped(entry.row["value_label"], LONGEST, style.BODY, style.BOLD)
    room -= max(0, max(width_of(each, style.BODY, style.BOLD) for each in lines) - SHORT)
    words = "; ".join(filter(None, (entry.via, entry.counted, short_months(entry.when))))
    below = sheet.paragraph(x, base, room - x - 6, words, lead=entry.who, colour="grey")
    for column in columns:
        column.cell(entry, base)
    end = max(below, base + len(lines) * style.SMALL * style.LEADING) - style.SMALL * style.LEADING + 5
    if entry.article:
        sheet.put_behind(box(sheet.margin, top, sheet.right, end, "tint"))
    return end


def short_months(words: str) -> str:
    """Words with the names of months cut to three letters."""
    for month in phrases.MONTHS:
        words = words.replace(month, month[:3])
    return words


def ink(entry: Entry) -> str:
    """The colour of words for what the article says, or what others say."""
    return "article_text" if entry.article else "others"


def number_column(sheet: Sheet, right: float, size: float = style.BODY, longest: float = LONGEST) -> Column:
    """The number with its hedge, flush right."""

    def cell(entry: Entry, base: float) -> None:
        for number, words in enumerate(wrapped(entry.row["value_label"], longest, size, style.BOLD)):
            gid = "" if number else f"value-{entry.row['statement_id']}"
            look = {"size": size, "face": style.BOLD, "colour": ink(entry), "gid": gid}
            sheet.text(right, base + number * size * 1.25, words, align="right", **look)

    return Column(lambda y: sheet.text(right, y, "Number", face=style.BOLD, align="right"), cell)


def scale_column(
    sheet: Sheet, rows: Sequence[Row], left: float, right: float, title: str, size: float = style.SMALL
) -> Column:
    """The marks on a scale from zero, with a thin line at the article's number."""
    gutter = 1.4 * GUTTER if any(sign_of(row) == "gutter" for row in rows) else 0
    scale = scale_of(rows).within(left + gutter * size / style.SMALL, right)
    lines = [(scale.at(tick), "faint", f"tick-value-{tick}") for tick in scale.ticks]
    lines += [(scale.at(each), "article", "article-line") for each in places(rows[0]) if rows[0]["value"] is not None]

    def head_of(y: float) -> None:
        sheet.text(scale.left, y, title, size=size, face=style.BOLD)
        for tick in scale.ticks:
            sheet.text(scale.at(tick), y + size * 1.7, phrases.number(tick), size=size, align="center", colour="grey")

    def cell(entry: Entry, base: float) -> None:
        sheet.add(*mark(entry.row, scale, base - size * style.CAPITALS / 2, RADIUS * size / style.SMALL))

    return Column(head_of, cell, lines)


def days_column(sheet: Sheet, rows: Sequence[Row], left: float, right: float) -> Column:
    """The days of the statements, or of the reports."""
    scale = day_scale(rows, left, right)
    ticks = day_ticks(scale)
    lines = [(scale.at(t + 0.5), "faint", f"tick-day-{datetime.date.fromordinal(int(t))}") for t, _ in ticks]

    def head_of(y: float) -> None:
        sheet.text(left, y, "Days", face=style.BOLD)
        for tick, words in ticks:
            sheet.text(scale.at(tick + 0.5), y + style.SMALL * 1.7, words, align="center", colour="grey")

    def cell(entry: Entry, base: float) -> None:
        for row in entry.rows:
            sheet.add(*days_mark(row, scale, base - style.SMALL * style.CAPITALS / 2))

    return Column(head_of, cell, lines)


# The card


def card(tables: Frames, figure: Row) -> Sheet:
    """The card of a figure for slides and posts: what the article says, and at most five statements of others."""
    rows = statements_of(tables, figure)
    for most in range(CARD_ROWS, 1, -1):  # as many as there is height for
        chosen = chosen_of(entries_of(rows, days=False), most)
        shown = [row for entry in chosen for row in entry.rows]
        signs = signs_of(shown, days=False) if len(rows) > 1 else []
        more = f"Shown: {len(shown)} of {len(rows)} statements." if len(shown) < len(rows) else ""
        sheet, y, end = card_frame(tables, figure, signs, more)
        if end - y - CARD_HEAD >= len(chosen) * CARD_ROW:
            break
    if len(rows) == 1:
        _number_alone(sheet, y, end, figure)
        return sheet
    number = number_column(sheet, 650, style.CARD_LARGE, 240)
    scale = scale_column(sheet, shown, 700, 1120, "", style.CARD_SMALL)
    scale.head(y - style.CARD_SMALL * 0.4)
    sheet.text(650, y + style.CARD_SMALL * 1.3, measure(figure), size=style.CARD_SMALL, face=style.BOLD, align="right")
    top = y = y + CARD_HEAD
    step = min(CARD_ROW * 1.2, (end - y) / len(chosen))
    for entry in chosen:
        if entry.article:
            sheet.put_behind(box(sheet.margin - 12, y, sheet.right + 12, y + step, "tint"))
        room = 630 - width_of(entry.row["value_label"], style.CARD_LARGE, style.BOLD) - sheet.margin
        base = _card_words(sheet, y + step / 2, entry, room)
        number.cell(entry, base)
        scale.cell(entry, base)
        y += step
        sheet.rule(y, "faint", 1)
    draw_lines(sheet, [scale], top, y, 1)
    return sheet


def _number_alone(sheet: Sheet, y: float, end: float, figure: Row) -> None:
    """A number that no other report gives, large, with what it counts and when."""
    words, room = phrases.value_words(figure), sheet.right - sheet.margin
    size = min(120.0, 120 * room / width_of(words, 120, style.BOLD))
    base = (y + end) / 2
    sheet.text(sheet.margin, base, words, size=size, face=style.BOLD, colour="article_text")
    rest = [figure["display"].removeprefix(words).strip(), sentence(figure["date_text"])]
    for number, line_of in enumerate(rest):
        sheet.lines(sheet.margin, base + 56 + 40 * number, wrapped(line_of, room, 28), size=28, colour="ink" if not number else "grey")


def _card_words(sheet: Sheet, middle: float, entry: Entry, room: float) -> float:
    """Who says so in two lines around a height; gives the baseline for the number beside them."""
    size, other = style.CARD_TEXT, entry.row["relation"] in ("other_scope", "other_time")
    hint = GROUPS[entry.row["relation"]].lower() if other else ""
    via = entry.via if len(entry.rows) == 1 else f"in {len(entry.rows)} reports"
    choice = [f"{via}; {hint}" if hint else via, hint or via]
    fits = [words for words in choice if width_of(words, style.CARD_SMALL) <= room]
    who = wrapped(entry.who, room, size, style.BOLD)[:2]
    lines = [*who, *fits[:1]][:2]
    y = middle + size * style.CAPITALS / 2 - (len(lines) - 1) * 13
    for number, words in enumerate(lines):
        bold = {"size": size, "face": style.BOLD} if number < len(who) else {"size": style.CARD_SMALL, "colour": "grey"}
        sheet.text(sheet.margin, y + number * 25, words, **bold)
    return middle + size * style.CAPITALS / 2


def chosen_of(groups: dict[str, list[Entry]], most: int) -> list[Entry]:
    """The entries for a card: the article's, then the next of each group in turn; in the order of the groups."""
    places = [(number, relation) for relation, entries in groups.items() for number in range(len(entries))]
    turns = sorted(places, key=lambda place: (place[1] != "", place[0]))[:most]
    return [entry for name, entries in groups.items() for at, entry in enumerate(entries) if (at, name) in turns]


# The days


def day_scale(rows: Iterable[Row], left: float, right: float) -> Scale:
    """The days of all rows as ordinal numbers, from the first to a tick at or beyond the last."""
    days = sorted({day for row in rows for day in days_of(row)}) or [datetime.date(2000, 1, 1)]
    first, last = days[0], days[-1]
    most = int((right - left) // 29) + 1
    ticks = next(ticks for ticks in _steps(first, last) if len(ticks) <= most)
    low, high = ticks[0].toordinal(), ticks[-1].toordinal() + 1
    return Scale(low, high, tuple(tick.toordinal() for tick in ticks), left, right)


def _steps(first: datetime.date, last: datetime.date) -> Iterator[list[datetime.date]]:
    """Days, months and years to mark, coarser from one to the next."""
    for step in (1, 2, 3, 5, 7, 10, 14):
        count = max(1, -(-(last - first).days // step))
        yield [first + datetime.timedelta(step * number) for number in range(count + 1)]
    for step in (1, 2, 3, 6, 12, 24, 36, 48, 60, 72, 96, 120, 240, 480, 960):
        start = first.year * 12 + (0 if step >= 12 else (first.month - 1) // step * step)
        count = -(-(last.year * 12 + last.month - 1 + (last.day > 1) - start) // step)
        months = [start + step * number for number in range(max(1, count) + 1)]
        yield [datetime.date(month // 12, month % 12 + 1, 1) for month in months]


def day_ticks(scale: Scale) -> list[tuple[float, str]]:
    """The days to mark with their words: "4 Apr" and "6" where days are marked, "Mar 2015" or "2015" where not."""
    days = [datetime.date.fromordinal(int(tick)) for tick in scale.ticks]
    years = len({day.year for day in days}) > 1
    words, before = [], None
    for day in days:
        month = phrases.MONTHS[day.month - 1][:3]
        if years:
            words.append(str(day.year) if (day.month, day.day) == (1, 1) else f"{month} {day.year}")
        else:
            words.append(str(day.day) if before == month else f"{day.day} {month}")
        before = month
    return list(zip(scale.ticks, words, strict=True))
