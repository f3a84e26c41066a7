"""A whole with its parts: a sign for each one counted where they are few, and where each report puts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from .. import phrases
from ..derive import reading_order
from ..tables import Frames, Row, records
from . import statements, style
from .frame import Sheet, card_foot, foot, frame_of, head, sentence, width_of
from .marks import Shape, box, disc, role
from .statements import Column, Entry

FEW = 200  # so many signs can be told from each other
ROWS = 5  # of signs in a group
TALL, WIDE, NEXT, STEP, BETWEEN = 24.0, 14.0, 29.0, 22.8, 22.0  # a person; to the next below, beside; between groups
HEADING = 32.0  # from the top of a group's number to its signs
COUNT, PLACE = 38.0, 46.0  # the width of a column of the table


@dataclass(frozen=True)
class Whole:
    """A figure with its parts, as rows of its theme's table, the largest first and the remainder last."""

    row: Row
    parts: tuple[Row, ...]

    @property
    def few(self) -> bool:
        """Whether each one can be drawn: few, and counted without a hedge."""
        counted = [self.row, *self.parts]
        exact = all(row["quantifier"] == "unhedged" and row["unit"] != "percent" for row in counted)
        return exact and bool(self.row["value"] <= FEW)

    @property
    def words(self) -> str:
        """The parts in words: "43 women (46%), 20 children (21%) and 31 civilians not described (33%)"; "" for none."""
        said = [f"{phrases.value_words(part)} {part['counted']} {share_of(part)}".strip() for part in self.parts]
        return phrases.listed(said) if said else ""


def whole_of(tables: Frames, figure: Row) -> Whole:
    """A figure with its parts."""
    rows = records(tables[figure["theme"]])
    parts = [row for row in rows if row["part_of"] == figure["figure_id"] and row["origin"] != "comparison"]
    parts.sort(key=lambda row: (row["origin"] == "remainder", -(row["value"] or 0), row["statement_id"]))
    return Whole(next(row for row in rows if row["statement_id"] == figure["figure_id"]), tuple(parts))


def share_of(part: Row) -> str:
    """The share of a part: "(46%)"; "" where there is none."""
    return "" if part["share_percent"] is None else f"({part['share_percent']}%)"


def families(tables: Frames, figure: Row) -> list[list[Row]]:
    """The statements on a figure, then those on each of its parts, the largest first."""
    parts = [row for row in reading_order(tables) if row["part_of"] == figure["figure_id"]]
    return [statements.statements_of(tables, each) for each in (figure, *parts)]


# The chart


def draw(tables: Frames, figure: Row) -> tuple[Sheet, float]:
    """The chart of a whole, in a column, and its height; where it cannot be drawn one by one, its parts in words."""
    whole, families_of = whole_of(tables, figure), families(tables, figure)
    if not whole.few:
        return statements.draw(tables, figure, f"Of them: {whole.words}.")
    rows = families_of[0]
    data = f"{figure['theme']}.csv, figure {figure['figure_id']} and its parts"
    frame = frame_of(tables, figure, data, statements.shown_names(rows))
    sheet = Sheet(style.COLUMN)
    y = _signs(sheet, head(sheet, frame, ["others"] if len(rows) > 1 else [], figure["publisher"]) + 8, whole)
    if len(rows) > 1:
        y = _reports(sheet, y + 24, tables, families_of, figure)
    return sheet, foot(sheet, y + 12, frame)


def _signs(sheet: Sheet, y: float, whole: Whole, size: float = 1) -> float:
    """A group a part under its number and share, in as many lines as the groups need; gives where they end."""
    x, low = sheet.margin, y
    for part in whole.parts:
        what, label = _what(whole, part), style.LARGE if size == 1 else style.BODY
        number = width_of(part["value_label"], 24 * size, style.BOLD) + 6 * size
        width = max(number + width_of(what, label, style.BOLD), _columns(part) * size)
        if x + width > sheet.right + 1 and x > sheet.margin:
            x, y = sheet.margin, low + BETWEEN * size
        base, key = y + 20.5 * size, part["statement_id"]
        sheet.text(x, base, part["value_label"], size=24 * size, face=style.BOLD, gid=f"part-{key}")
        sheet.text(x + number, base - label * 1.15, what, size=label, face=style.BOLD)
        sheet.text(x + number, base, share_of(part).strip("()"), size=label, colour="grey")
        colour = "unsaid" if part["origin"] == "remainder" else "article"
        for place in range(part["value"]):
            at = x + (place // ROWS * STEP + WIDE / 2) * size, y + (HEADING + place % ROWS * NEXT) * size
            sign = _person if part["unit"] == "persons" else _square
            sheet.add(Shape(sign(*at, size), colour, gid=f"sign-{key}-{place + 1}"))
        low = max(low, y + (HEADING + (ROWS - 1) * NEXT + TALL) * size)
        x += width + BETWEEN * size
    return low


def _what(whole: Whole, part: Row) -> str:
    return str(part["counted"]).removeprefix(f"{whole.row['counted']} ")


def _columns(part: Row) -> float:
    """How wide the signs of a part are."""
    return float((-(-part["value"] // ROWS) - 1) * STEP + WIDE)


def _in_one_line(whole: Whole) -> float:
    """How wide the groups are beside each other at their full size, each at least as wide as its heading."""

    def heading(part: Row) -> float:
        return width_of(part["value_label"], 24, style.BOLD) + 6 + width_of(_what(whole, part), style.BODY, style.BOLD)

    widths = [max(_columns(part), heading(part)) for part in whole.parts]
    return sum(widths) + BETWEEN * (len(widths) - 1)


def _square(x: float, y: float, size: float) -> tuple[tuple[object, ...], ...]:
    half, foot_of = WIDE / 2 * size, y + TALL * size
    return box(x - half, foot_of - 2 * half, x + half, foot_of, "ink").steps


def _person(x: float, y: float, size: float) -> tuple[tuple[object, ...], ...]:
    """A person, the same for all: head and shoulders, from the top ``y`` down, around ``x``."""
    left, right, foot_of, radius = x - WIDE / 2 * size, x + WIDE / 2 * size, y + TALL * size, 0.165 * TALL * size
    top, bend = y + 0.39 * TALL * size, 0.2 * TALL * size
    body = (
        ("M", left, foot_of),
        ("L", left, top + bend),
        ("C", left, top + bend / 3, left + bend * 0.6, top, left + bend, top),
        ("L", right - bend, top),
        ("C", right - bend * 0.6, top, right, top + bend / 3, right, top + bend),
        ("L", right, foot_of),
        ("Z",),
    )
    return body + disc(x, y + radius, radius, "ink").steps


# What each report gives, and where


def _reports(sheet: Sheet, y: float, tables: Frames, families_of: list[list[Row]], figure: Row) -> float:
    """The statements on the whole, with their numbers for its parts and a sign at the place; gives where they end."""
    rows = families_of[0]
    pages = [{(row["source_id"], row["claimant_id"]): row for row in family} for family in families_of]

    def number(at: int, row: Row) -> Row | None:
        return pages[at].get((row["source_id"], row["claimant_id"])) if at else row

    named = places_of(tables, rows)
    left = sheet.right - PLACE * len(named) - COUNT * len(pages)
    columns = []
    for at, family in enumerate(families_of):
        x, title = left + COUNT * (at + 0.5), family[0]["counted"] if at else "all"
        columns.append(statements.number_column(sheet, x, title, statements.NARROW, partial(number, at)))
    for at, (place_id, title) in enumerate(named.items()):
        columns.append(_place_column(sheet, sheet.right - PLACE * (len(named) - at - 0.5), place_id, title))

    def apart(row: Row) -> tuple[object, ...]:
        given = [number(at, row) for at in range(len(pages))]
        return row["place_id"], *(each and each["value_label"] for each in given)

    return statements.table(sheet, y, statements.entries_of(rows, apart=apart), columns, figure=figure, room=left - 2)


def places_of(tables: Frames, rows: Sequence[Row]) -> dict[str, str]:
    """The places of statements with their titles, the article's first; none where all name the same place."""
    places = {row["place_id"]: row for row in records(tables["places"])}
    own = places[rows[0]["place_id"]]

    def line_of(place_id: str | None) -> Iterator[str]:
        while place_id:
            yield place_id
            place_id = places[place_id]["part_of"]

    titles = {own["place_id"]: f"inside {own['name']}"}
    for place in (places[row["place_id"]] for row in rows):
        if own["place_id"] in line_of(place["place_id"]):
            title = f"inside: {place['name']}"
        elif place["place_id"] in line_of(own["place_id"]):
            title = f"wider: {place['name']}"
        else:
            known = place["name"].lower() != f"outside {own['name']}".lower()
            title = f"outside: {place['name'] if known else 'place not named'}"
        titles.setdefault(place["place_id"], title)
    return dict(sorted(titles.items(), key=lambda each: each[1])) if len(titles) > 1 else {}


def _place_column(sheet: Sheet, x: float, place_id: str, title: str) -> Column:
    def cell(entry: Entry, base: float) -> None:
        here, y = entry.row["place_id"] == place_id, base - style.SMALL * style.CAPITALS / 2
        half, gid = (3.8, f"place-{entry.row['statement_id']}") if here else (0.8, "")
        sheet.add(box(x - half, y - half, x + half, y + half, role(entry.row) if here else "line", gid=gid))

    return Column(lambda y: statements.heading(sheet, x, y, title, statements.NARROW), cell)


# The card


def card(tables: Frames, figure: Row) -> tuple[Sheet, float]:
    """The card of a whole, its signs and who puts them where, and its height; else as for other figures."""
    whole, rows = whole_of(tables, figure), statements.statements_of(tables, figure)
    frame = frame_of(tables, figure, shown=statements.shown_names(rows, brief=True))
    if not whole.few:
        return statements.card(tables, figure)
    sheet, named, sides = Sheet(style.CARD), places_of(tables, rows), dict[str, list[Row]]()
    for row in rows if named else []:
        sides.setdefault(named[row["place_id"]].partition(":")[0], []).append(row)
    y = head(sheet, frame, ["others"] if sides else [], figure["publisher"]) + 8
    room = card_foot(sheet, figure, frame) - y - 14 * len(sides) - 6
    size = min(1.0, room / (HEADING + (ROWS - 1) * NEXT + TALL), (sheet.right - sheet.margin) / _in_one_line(whole))
    y = _signs(sheet, y, whole, size) + 16
    for side, each in sides.items():
        sheet.add(box(sheet.margin, y - 6.5, sheet.margin + 6.5, y, role(each[0])))
        who = Counter(row["who"] or "no source named" for row in each).most_common()
        words = phrases.listed(f"{name} ({number})" if number > 1 else name for name, number in who)
        said = f"the article ({figure['publisher']})" if role(each[0]) == "article" else words
        y = sheet.paragraph(sheet.margin + 11, y, sheet.right, said, lead=f"{sentence(side)}:", colour="grey") + 3
    return sheet, style.CARD_HEIGHT
