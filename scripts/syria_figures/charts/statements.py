"""The chart and the card of a figure: what the article and others say about it, a row per statement, and its parts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from .. import phrases
from ..tables import Frames, Row, records, rows_by
from . import marks, style
from .frame import (
    NO_SCALE,
    Column,
    Sheet,
    card_foot,
    fitted,
    foot,
    frame_of,
    head,
    key,
    table,
    who_says_so,
    width_of,
    words_column,
)

GROUPS = {
    "part": "Of them",
    "same_value": "The same number",
    "other_value": "Another number",
    "other_scope": "Something else is counted, or may be",
    "other_time": "For other days",
}
NUMBER, PANEL, PLACES, DAYS, GAP = 54.0, 82.0, 108.0, 80.0, 12.0  # the widths of columns, and between them
CARD_ROWS = 6

FEW = 200  # this many signs can be told apart
LINES = 5  # of signs in a part
NEXT, BESIDE, HEADING = 29.0, 22.8, 32.0  # from a sign to the one below and the one beside it; above the signs
HIGH = HEADING + LINES * NEXT - 5


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
        """Who says so, by the short name; of a part its name."""
        if "what" in self.row:
            return phrases.capital(self.row["what"])
        return phrases.capital(self.row["who"] or ("the article" if self.article else "no source named"))

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
        words = str(self.row["date_text"]).partition(";")[0]
        if marks.span_of(self.row)[0] != "report":
            return words
        reported = [row["published_on"] for row in self.rows if row["published_on"]]
        return f"published {phrases.days(min(reported), max(reported))}" + " (inferred)" * ("(inferred)" in words)

    @property
    def brief(self) -> str:
        """Where it was read, and whether it is about something else, in as few words as a card has room for."""
        one = self.article or len(self.rows) == 1
        via = replace(self, rows=({**self.row, "agency_short": None},)).via if one else f"in {len(self.rows)} reports"
        perhaps = "perhaps " if self.row["comparability"] == "unclear" else ""
        hints = {"other_scope": f"{perhaps}something else counted", "other_time": "other days"}
        return "; ".join(filter(None, (via, hints.get(self.row["relation"]))))

    @property
    def words(self) -> str:
        """The whole statement in words, for those who do not see the chart."""
        counted = self.row["counted"] if self.row["part_of"] else self.counted
        counted = f" ({counted})" if counted else ""
        said = f"{phrases.value_words(self.row)}{counted}: {self.who} {self.via}"
        return ", ".join((said, self.row["place"], self.when))


def outlet(row: Row) -> str:
    """The page that was read, with the agency whose text it carries: "Newser (AP)", "its own page"."""
    page, agency = row["publisher_short"], row["agency_short"]
    page = "its own page" if row["publisher"] == row["claimant"] else page
    return page if agency in (None, page) else f"{page} ({agency})"


def statements_of(tables: Frames, figure: Row) -> list[Row]:
    """The article's statement on a figure, then the others'.

    Besides the columns of a theme: who, publisher_short and agency_short (short names), and of_whom, what the same
    report gives for the parts of the figure.
    """
    actors = rows_by(tables["actors"], "name")
    theme = rows_by(tables[figure["theme"]], "figure_id")
    given: dict[tuple[str, str], list[str]] = {}
    for part in parts_of(tables, figure):
        for row in theme.get(part["statement_id"], []):
            label = f"{row['value_label']} {part['what']}"
            given.setdefault((row["source_id"], row["claimant_id"]), []).append(label)
    rows = [dict(row) for row in theme.get(figure["figure_id"], [])]
    for row in rows:
        columns = {"who": "claimant", "publisher_short": "publisher", "agency_short": "agency"}
        for new, name in columns.items():
            row[new] = phrases.short_name(actors[row[name]][0]) if row[name] in actors else None
        row["of_whom"] = phrases.listed(given.get((row["source_id"], row["claimant_id"]), [""]))
    return [row for origin in ("article", "comparison") for row in rows if row["origin"] == origin]


def days_of(row: Row) -> object:
    """The days of a statement; for those of reports, whether they are inferred."""
    return "(inferred)" in row["date_text"] if marks.span_of(row)[0] == "report" else row["date_text"]


def entries_of(rows: Iterable[Row], same: Callable[[Row], object] = days_of) -> dict[str, list[Entry]]:
    """The statements by relation (the article's under ""), those that say the same together, in order of the day.

    ``same`` is what must be equal besides claimant, number and what is counted.
    """
    groups: dict[str, dict[object, list[Row]]] = {"": {}, **{relation: {} for relation in GROUPS}}
    for row in sorted(rows, key=lambda row: (marks.span_of(row)[2], row["statement_id"])):
        said = row["claimant_id"], row["value_label"], Entry((row,)).counted, same(row)
        groups[row["relation"] or ""].setdefault(said, []).append(row)
    return {relation: [Entry(tuple(each)) for each in group.values()] for relation, group in groups.items() if group}


def in_words(groups: dict[str, list[Entry]]) -> str:
    """Every statement in words, group by group."""
    return " ".join(
        f"{GROUPS.get(relation, 'The article')}: {'; '.join(entry.words for entry in entries)}."
        for relation, entries in groups.items()
    )


def shown_names(rows: Iterable[Row], columns: Iterable[str] = ("who", "agency_short", "publisher_short")) -> set[str]:
    """The short names in the rows."""
    return {row[column] for row in rows for column in columns if row[column]}


def signs_of(rows: Sequence[Row], numbers: bool = True, days: marks.Scale = NO_SCALE) -> set[str]:
    """The signs that the rows are drawn with, of their ``numbers`` and on a scale of days."""
    found = {marks.sign_of(row) for row in rows if numbers}
    found |= {"others" for row in rows if row["origin"] == "comparison"}
    for row in rows:
        drawn = marks.days_mark(row, days, 0)
        found |= {marks.span_of(row)[0] for _ in drawn} | {"open" for shape in drawn if shape.fades}
    return found


# A whole and its parts


def parts_of(tables: Frames, figure: Row) -> list[Row]:
    """The parts of a figure as rows of its theme's table, the largest first and the remainder last."""
    rows = rows_by(tables[figure["theme"]], "part_of").get(figure["figure_id"], [])
    parts = [dict(row) for row in rows if row["origin"] != "comparison"]
    for part in parts:
        part["what"] = str(part["counted"]).removeprefix(f"{figure['counted']} ")
    return sorted(parts, key=lambda row: (row["origin"] == "remainder", -(row["value"] or 0), row["statement_id"]))


def parts_in_words(parts: Sequence[Row]) -> str:
    """The parts in words: "43 women (46%), 20 children (21%) and 31 civilians not described (33%)"; "" for none."""
    shares = ["" if part["share_percent"] is None else f" ({part['share_percent']}%)" for part in parts]
    said = [f"{phrases.value_words(part)} {part['counted']}{share}" for part, share in zip(parts, shares, strict=True)]
    return phrases.listed(said or [""])


def are_few(figure: Row, parts: Sequence[Row]) -> bool:
    """Whether each one of a whole can be drawn: few, in parts, and counted without a hedge."""
    exact = all(row["quantifier"] == "unhedged" and row["unit"] != "percent" for row in (figure, *parts))
    return bool(parts and exact and figure["value"] <= FEW)


def have_shares(parts: Sequence[Row]) -> bool:
    """Whether there are parts, and each has a share of its whole."""
    return bool(parts) and all(part["share_percent"] is not None for part in parts)


def place_titles(tables: Frames, rows: Sequence[Row]) -> dict[str, str]:
    """Where the places of statements are, seen from the article's: "inside the camp", "outside: a school"."""
    places, own = {row["place_id"]: row for row in records(tables["places"])}, rows[0]["place_id"]

    def around(place: str | None) -> list[str]:
        return [place, *around(places[place]["part_of"])] if place else []

    titles = {own: f"inside the {places[own]['kind']}"}
    for place, name in {row["place_id"]: row["place"] for row in rows if row["place_id"] != own}.items():
        side = titles[own] if own in around(place) else "wider" if place in around(own) else "outside"
        titles[place] = f"{side}: {'place not named' if name.lower().startswith('outside') else name}"
    return titles


def places_in_words(tables: Frames, figure: Row) -> str:
    """Where the article and others put those counted: "The article: inside the camp. Other reports: outside."."""
    own, *others = statements_of(tables, figure)
    titles = place_titles(tables, [own, *others])
    sides = dict.fromkeys(titles[row["place_id"]].partition(":")[0] for row in others)
    return f"The article: {titles[own['place_id']]}." + (f" Other reports: {phrases.listed(sides)}." if sides else "")


def draw_parts(sheet: Sheet, y: float, parts: Sequence[Row], room: float) -> float:
    """A sign for each one counted, a group a part under its number and share, within a height; gives where it ends."""
    widths: list[float] = []  # in full size
    for part in parts:
        heading = width_of(part["value_label"], 24, style.BOLD) + width_of(part["what"], style.LARGE, style.BOLD)
        widths.append(max(-(-part["value"] // LINES) * BESIDE - 14, heading + 12) + 22)
    size: float = min(1, room / HIGH, (sheet.right - sheet.margin) / sum(widths))
    x, label, base = sheet.margin, max(style.SMALL, style.LARGE * size), y + 20.5 * size
    for part, width in zip(parts, widths, strict=True):
        beside = x + sheet.text(x, base, part["value_label"], size=24 * size, face=style.BOLD) + 6 * size
        sheet.text(beside, base - label * 1.15, part["what"], size=label, face=style.BOLD)
        sheet.text(beside, base, f"{part['share_percent']}%", size=label, colour="grey")
        for number in range(part["value"]):
            left, top = x + number // LINES * BESIDE * size, y + (HEADING + number % LINES * NEXT) * size
            sheet.items += _sign(part, left, top, size, f"sign-{part['statement_id']}-{number + 1}")
        x += width * size
    return y + HIGH * size


def draw_bar(sheet: Sheet, y: float, parts: Sequence[Row]) -> float:
    """The parts of a whole in words, over a bar of their shares where they have shares; gives where it ends."""
    x, room = sheet.margin, sheet.right - sheet.margin
    size = style.LARGE if sheet.width == style.CARD else style.BODY
    y = sheet.paragraph(x, y, room, f"Of them: {parts_in_words(parts)}.", size=size)
    if not have_shares(parts):
        return y
    for part in parts:
        end, colour = x + room * part["share_percent"] / 100, marks.COLOUR_OF[part["origin"]]
        sheet.items.append(marks.box(x, y - 4, end - 1.5, y + 6, colour, gid=f"share-{part['statement_id']}"))
        if width_of(part["what"]) < end - x:
            sheet.text(x, y + 18, part["what"], colour="grey")
        x = end
    return y + 34


def _sign(part: Row, left: float, top: float, size: float, gid: str) -> list[marks.Shape]:
    """One of those counted: a person, the same for all, or a disc for what is not a person."""
    colour = marks.COLOUR_OF[part["origin"]]
    if part["unit"] != "persons":
        return [marks.Shape(((left + 7 * size, top + 17 * size),), colour, radius=7 * size, gid=gid)]
    half = [(0, 24), (0, 14), (0.4, 12.2), (1.4, 10.8), (3, 9.8), (4.8, 9.4)]  # from the foot up to the shoulder
    body = [(left + x * size, top + y * size) for x, y in [*half, *((14 - x, y) for x, y in reversed(half))]]
    head_of = marks.Shape(((left + 7 * size, top + 4 * size),), colour, radius=4 * size)
    return [head_of, marks.Shape(tuple(body), colour, gid=gid)]


# The chart


def draw(tables: Frames, figure: Row) -> Sheet:
    """The chart of a figure, in a column: its parts, one by one where they are few, and a table."""
    rows, parts = statements_of(tables, figure), parts_of(tables, figure)
    data = f"{figure['theme']}.csv, figure {figure['figure_id']}" + (" and its parts" if parts else "")
    frame, sheet, few = frame_of(tables, figure, data, shown_names(rows)), Sheet(style.COLUMN), are_few(figure, parts)
    pictured = few or have_shares(parts)
    told = len(rows) == 1 and pictured  # the picture of the parts says it all
    days = NO_SCALE if told else marks.day_scale(rows).within(sheet.right - DAYS, sheet.right)
    y = head(sheet, frame)
    if few:
        y = draw_parts(sheet, y, parts, HIGH) + 24
    elif have_shares(parts):
        y = draw_bar(sheet, y, parts)
    if not told:
        y = key(sheet, y, signs_of(rows, not few, days), figure["publisher"])
        titles = place_titles(tables, rows) if few else {}
        columns = _columns(sheet, sheet.right - DAYS - GAP, figure, rows, titles)
        apart = ("place_id", "of_whom") if few else ()
        groups = entries_of(rows, lambda row: (days_of(row), *(row[column] for column in apart)))
        if parts and not pictured:
            rows[0]["of_whom"] = ""  # each part has a row
            groups = {"": groups.pop(""), "part": [Entry((part,)) for part in parts], **groups}
        y = _table(sheet, y, columns, groups, days)
    return foot(sheet, y, frame)


def _table(
    sheet: Sheet, y: float, columns: Sequence[Column], groups: dict[str, list[Entry]], days: marks.Scale = NO_SCALE
) -> float:
    """Who says so, what the columns show, and the days on a scale, the article's row first; gives where it ends."""
    x, brief = sheet.margin + 5, sheet.width == style.CARD
    years = list(dict.fromkeys(str(datetime.date.fromordinal(int(tick)).year) for tick in days.ticks))

    def short(words: str) -> str:
        words = words.replace(f" {years[0]}", "") if len(years) == 1 else words
        dated = rf"(\d )?({'|'.join(phrases.MONTHS)})"
        return re.sub(dated, lambda at: at[0][: 3 + len(at[1] or "")].replace(" ", "\xa0"), words)

    def said(entry: Entry, y: float) -> float:
        if "what" in entry.row:
            return sheet.paragraph(x, y, columns[0].x - NUMBER - x, "", lead=entry.who)
        more = (entry.via, entry.counted or entry.row["of_whom"], short(entry.when))
        words = entry.brief if brief else "; ".join(filter(None, more))
        return sheet.paragraph(x, y, columns[0].x - NUMBER - x, words, lead=entry.who, colour="grey")

    def marked(entry: Entry, y: float) -> float:
        for row in {marks.span_of(row): row for row in entry.rows}.values():
            sheet.items += marks.days_mark(row, days, y - style.MIDDLE)
        return y

    def label(tick: float) -> str:
        day, month, year = phrases.day(datetime.date.fromordinal(int(tick))).split(" ")
        return f"{day} {month[:3]}" if len(years) == 1 else f"{month[:3]} {year}"

    days = fitted(days, days.left, days.right, label)
    who = Column("Who says so, and where it was read", sheet.margin, said)
    title = f"Days, {years[0]}" if len(years) == 1 else "Days"
    when = [Column(title, days.left, marked, scale=days, labels=label)] if years else []
    named = [("" if brief else GROUPS.get(relation, ""), entries) for relation, entries in groups.items()]
    return table(sheet, y, [who, *columns, *when], named, tinted=lambda entry: entry.article)


def _columns(sheet: Sheet, right: float, figure: Row, rows: Sequence[Row], titles: dict[str, str]) -> list[Column]:
    """The number with its hedge, then its mark on a scale from zero, or its place where places have ``titles``."""
    look = {"face": style.BOLD, "colour": lambda entry: "article_text" if entry.article else "others"}
    left, where = right - (PLACES if titles else PANEL), lambda entry: titles[entry.row["place_id"]]
    number = words_column(sheet, "Number", left - GAP, NUMBER, lambda entry: entry.row["value_label"], align=1, **look)
    if titles:
        return [number, words_column(sheet, "Where", left, PLACES + GAP - 2, where, **look)]
    left += 1.3 * marks.GUTTER * marks.RADIUS if any(marks.sign_of(row) == "gutter" for row in rows) else 0
    scale = fitted(marks.scale_of(rows, most=3), left, right)

    def marked(entry: Entry, y: float) -> float:
        sheet.items += marks.mark(entry.row, scale, y - style.MIDDLE)
        return y

    measures = [f"{figure['counted']} {figure['indicator']}", figure["counted"], "on a scale"]
    if figure["unit"] == "percent":
        measures = [f"% of the {figure['counted']}", "%"]
    fitting = (phrases.capital(each) for each in measures if width_of(each, face=style.BOLD) < PANEL + GAP / 2)
    measure = next(fitting, phrases.capital(measures[-1]))
    own = marks.places(rows[0]) if rows[0]["value"] is not None else []
    return [number, Column(measure, left, marked, scale=scale, own=own)]


def card(tables: Frames, figure: Row) -> Sheet:
    """The card of a figure for slides and posts: its parts, or as many rows as it has room for."""
    parts = parts_of(tables, figure)
    few = are_few(figure, parts)
    rows = statements_of(tables, figure)[: 1 if few else None]
    alone = len(rows) == 1 and not few
    for most in range(CARD_ROWS, 0, -1):
        sheet, chosen = Sheet(style.CARD, style.CARD_HEIGHT), chosen_of(entries_of(rows, lambda _: None), most)
        shown = [row for entry in chosen for row in entry.rows]
        frame = frame_of(tables, figure, shown=[] if alone else shown_names(shown, ["who"]))
        more = f"Shown: {len(shown)} of {len(rows)} statements." if len(shown) < len(rows) else ""
        y = head(sheet, replace(frame, article=f"{figure['publisher']}, {figure['reported_text']}") if alone else frame)
        end = card_foot(sheet, figure, frame, more)
        if few:
            y = sheet.paragraph(sheet.margin, y, sheet.right - sheet.margin, places_in_words(tables, figure))
            y = draw_parts(sheet, y, parts, end - y - 8)
        elif alone:
            y = _number_alone(sheet, y, figure, parts)
        else:
            y = key(sheet, y, signs_of(shown), figure["publisher"])
            y = _table(sheet, y - 4, _columns(sheet, sheet.right - GAP, figure, shown, {}), {"": chosen})
        if y <= end:
            break
    return sheet


def chosen_of(groups: dict[str, list[Entry]], most: int) -> list[Entry]:
    """The entries for a card: the article's, then of each group in turn the one that most reports give.

    No claimant comes twice before each has come once.
    """
    ranked = [sorted(entries, key=lambda entry: -len(entry.rows)) for entries in groups.values()]
    turns = [entry for entries in zip_longest(*ranked[1:]) for entry in entries if entry]
    firsts = {entry.row["claimant_id"] or entry.row["statement_id"]: entry for entry in reversed(turns)}
    chosen = [*ranked[0], *sorted(turns, key=lambda entry: entry not in firsts.values())][:most]
    return [entry for entries in groups.values() for entry in entries if entry in chosen]


def _number_alone(sheet: Sheet, y: float, figure: Row, parts: Sequence[Row]) -> float:
    """A number that no other report gives: large, with what it counts, who says so, when, and its parts."""
    words, room = phrases.value_words(figure), sheet.right - sheet.margin
    size = min(48.0, 48 * room / width_of(words, 48, style.BOLD))
    sheet.text(sheet.margin, y + 42, words, size=size, face=style.BOLD, colour="article_text")
    y = sheet.paragraph(sheet.margin, y + 68, room, figure["display"].removeprefix(words).strip(), size=style.TITLE)
    for more in (who_says_so(figure), phrases.capital(figure["date_text"])):
        y = sheet.paragraph(sheet.margin, y, room, more, size=style.LARGE, colour="grey")
    return draw_bar(sheet, y + 6, parts) if parts else y
