"""A whole with its parts: a sign for each one counted where they are few, and where each report puts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .. import phrases
from ..tables import Frames, Row, records
from . import statements, style
from .frame import Sheet, card_frame, foot, frame_of, head, sentence, width_of, wrapped
from .marks import Shape, box, disc, role
from .statements import Column, Entry

FEW = 200  # so many signs can be told from each other
ROWS = 5  # of signs in a group
TALL, WIDE, NEXT, STEP, BETWEEN = 24.0, 14.0, 29.0, 22.8, 22.0  # a person; to the next below, beside; between groups
HEADING = 32.0  # from the top of a group's number to its signs
COUNT, PLACE = 38.0, 46.0  # the width of a column of the table


@dataclass(frozen=True)
class Whole:
    """A figure with its parts, as rows of its theme's table, the remainder last; no parts where it has none."""

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
        """The parts in words: "43 women (46%), 20 children (21%) and 31 civilians not described (33%)"."""
        return phrases.listed(
            f"{phrases.value_words(part)} {part['counted']} {share_of(part)}".strip() for part in self.parts
        )


def whole_of(tables: Frames, figure: Row) -> Whole:
    """A figure with its parts, largest first."""
    rows = records(tables[figure["theme"]])
    parts = [row for row in rows if row["part_of"] == figure["figure_id"] and row["origin"] != "comparison"]
    parts.sort(key=lambda row: (row["origin"] == "remainder", -(row["value"] or 0), row["statement_id"]))
    return Whole(next(row for row in rows if row["statement_id"] == figure["figure_id"]), tuple(parts))


def share_of(part: Row) -> str:
    """The share of a part: "(46%)"; "" where there is none."""
    return "" if part["share_percent"] is None else f"({part['share_percent']}%)"


def families(tables: Frames, figure: Row) -> list[list[Row]]:
    """The statements on a figure, then those on each of its parts."""
    figures = [row for row in records(tables["figures_labelled"]) if row["part_of"] == figure["figure_id"]]
    return [statements.statements_of(tables, each) for each in (figure, *figures)]


# The chart


def draw(tables: Frames, figure: Row) -> tuple[Sheet, float]:
    """The chart of a whole, in a column, and its height."""
    whole, rows = whole_of(tables, figure), statements.statements_of(tables, figure)
    data = f"{figure['theme']}.csv, figure {figure['figure_id']} and its parts"
    frame = frame_of(tables, figure, data, statements.shown_names(rows))
    sheet = Sheet(style.COLUMN)
    signs = [] if whole.few else statements.signs_of([whole.row, *whole.parts], days=False)
    y = head(sheet, frame, signs, figure["publisher"]) + 8
    y = _signs(sheet, y, whole) if whole.few else _scale(sheet, y, whole)
    if len(rows) > 1:
        y = _reports(sheet, y + 24, tables, whole, rows, figure)
    return sheet, foot(sheet, y + 12, frame)


def _signs(sheet: Sheet, y: float, whole: Whole, size: float = 1.0, label: float = style.LARGE) -> float:
    """A group a part under its number and share, in as many lines as the groups need; gives where they end."""
    x, low = sheet.margin, y
    for part in whole.parts:
        columns = -(-part["value"] // ROWS)
        what = part["counted"].removeprefix(f"{whole.row['counted']} ")
        number = width_of(part["value_label"], 24 * size, style.BOLD) + 6 * size
        heading = number + width_of(what, label, style.BOLD)
        width = max(heading, ((columns - 1) * STEP + WIDE) * size)
        if x + width > sheet.right + 1 and x > sheet.margin:
            x, y = sheet.margin, low + BETWEEN * size
        sheet.text(x, y + 20 * size, part["value_label"], size=24 * size, face=style.BOLD, gid=f"part-{part['statement_id']}")
        sheet.text(x + number, y + 20.5 * size - label * 1.15, what, size=label, face=style.BOLD)
        share = share_of(part).strip("()")
        sheet.text(x + number, y + 20.5 * size, share, size=label, colour="grey")
        colour = "unsaid" if part["origin"] == "remainder" else "article"
        for place in range(part["value"]):
            column, row = divmod(place, ROWS)
            at = x + (column * STEP + WIDE / 2) * size, y + (HEADING + row * NEXT) * size
            sheet.add(_sign(*at, size, colour, part["unit"], f"sign-{part['statement_id']}-{place + 1}"))
        low = max(low, y + (HEADING + (ROWS - 1) * NEXT + TALL) * size)
        x += width + BETWEEN * size
    return low


def _sign(x: float, y: float, size: float, colour: str, unit: str, gid: str) -> Shape:
    """A person, the same for all, with the head's top at ``y``; a square for what is no person."""
    half, foot_of = WIDE / 2 * size, y + TALL * size
    if unit != "persons":
        return box(x - half, foot_of - 2 * half, x + half, foot_of, colour, gid=gid)
    top, bend = y + 0.39 * TALL * size, 0.2 * TALL * size
    body = (
        ("M", x - half, foot_of),
        ("L", x - half, top + bend),
        ("C", x - half, top + bend / 3, x - half + bend * 0.6, top, x - half + bend, top),
        ("L", x + half - bend, top),
        ("C", x + half - bend * 0.6, top, x + half, top + bend / 3, x + half, top + bend),
        ("L", x + half, foot_of),
        ("Z",),
    )
    radius = 0.165 * TALL * size
    return Shape(body + disc(x, y + radius, radius, colour).steps, colour, gid=gid)


def _scale(sheet: Sheet, y: float, whole: Whole) -> float:
    """The whole and its parts as marks on one scale, where they are many or hedged; gives where they end."""
    rows = [whole.row, *whole.parts]
    number = statements.number_column(sheet, statements.NUMBER)
    scale = statements.scale_column(sheet, rows, statements.PANEL[0], sheet.right - 40, "Each part, and the whole")
    scale.head(y + style.SMALL)
    top = y = y + style.SMALL * 2.7 + 5
    for row in rows:
        base = y + 12
        indent = 12 if row["part_of"] else 0
        words = f"{sentence(row['counted'])} {share_of(row)}".strip()
        sheet.text(sheet.margin + indent, base, words, face=style.NORMAL if indent else style.BOLD)
        for column in (number, scale):
            column.cell(Entry((row,)), base)
        y += 19
        sheet.rule(y, "faint")
    statements.draw_lines(sheet, [number, scale], top, y)
    return y


# What each report gives, and where


def _reports(sheet: Sheet, y: float, tables: Frames, whole: Whole, rows: Sequence[Row], figure: Row) -> float:
    """The statements on the whole, with their numbers for its parts and a dot at the place; gives where they end."""
    described = [whole.row, *(part for part in whole.parts if part["origin"] == "article")]
    ids = [row["figure_id"] for row in described]
    given: dict[tuple[str, str | None], dict[str, Row]] = {}
    for row in records(tables[figure["theme"]]):
        if row["figure_id"] in ids and row["origin"] != "remainder":
            given.setdefault((row["source_id"], row["claimant_id"]), {})[row["figure_id"]] = row

    def numbers(row: Row) -> list[Row | None]:
        return [given[row["source_id"], row["claimant_id"]].get(each) for each in ids]

    named = places_of(tables, rows)
    left = sheet.right - PLACE * len(named) - COUNT * len(ids)
    columns = []
    for at, own in enumerate(described):
        title = own["counted"] if at else "all"
        columns.append(_count_column(sheet, left + COUNT * (at + 0.5), title, lambda row, at=at: numbers(row)[at]))
    for at, (place_id, title) in enumerate(named.items()):
        columns.append(_place_column(sheet, sheet.right - PLACE * (len(named) - at - 0.5), place_id, title))
    entries = statements.entries_of(
        rows, apart=lambda row: (row["place_id"], *(each and each["value_label"] for each in numbers(row)))
    )
    return statements.table(sheet, y, entries, columns, statements.groups_of(figure), left - 2)


def places_of(tables: Frames, rows: Sequence[Row]) -> dict[str, str]:
    """The places of statements with their titles, the article's first; none where all name the same place."""
    places = {row["place_id"]: row for row in records(tables["places"])}
    own = places[rows[0]["place_id"]]

    def line(place_id: str | None) -> Iterable[str]:
        while place_id:
            yield place_id
            place_id = places[place_id]["part_of"]

    titles = {own["place_id"]: f"inside {own['name']}"}
    for row in rows:
        place = places[row["place_id"]]
        if own["place_id"] in line(place["place_id"]):
            titles.setdefault(place["place_id"], f"inside: {place['name']}")
        elif place["place_id"] in line(own["place_id"]):
            titles.setdefault(place["place_id"], f"{place['name']}, no nearer place")
        else:
            known = place["name"].lower() != f"outside {own['name']}".lower()
            titles.setdefault(place["place_id"], f"outside: {place['name'] if known else 'place not named'}")
    ordered = dict(sorted(titles.items(), key=lambda each: each[1]))
    return ordered if len(ordered) > 1 else {}


def _heading(sheet: Sheet, x: float, y: float, title: str, width: float) -> None:
    lines = wrapped(title, width - 4, face=style.BOLD)
    for number, words in enumerate(lines):
        at = y + style.SMALL * (1.7 - (len(lines) - 1 - number) * style.LEADING)
        sheet.text(x, at, words, face=style.BOLD, align="center")


def _count_column(sheet: Sheet, x: float, title: str, number: Callable[[Row], Row | None]) -> Column:
    def cell(entry: Entry, base: float) -> None:
        row = number(entry.row)
        gid = f"value-{row['statement_id']}" if row else ""
        look = {"face": style.BOLD, "colour": statements.ink(entry), "gid": gid} if row else {"colour": "grey"}
        sheet.text(x, base, row["value_label"] if row else "–", size=style.BODY, align="center", **look)

    return Column(lambda y: _heading(sheet, x, y, title, COUNT), cell)


def _place_column(sheet: Sheet, x: float, place_id: str, title: str) -> Column:
    def cell(entry: Entry, base: float) -> None:
        here, y = entry.row["place_id"] == place_id, base - style.SMALL * style.CAPITALS / 2
        gid = f"place-{entry.row['statement_id']}" if here else ""
        half = 3.8 if here else 0.8
        sheet.add(box(x - half, y - half, x + half, y + half, role(entry.row) if here else "line", gid=gid))

    return Column(lambda y: _heading(sheet, x, y, title, PLACE), cell)


# The card


def card(tables: Frames, figure: Row) -> Sheet:
    """The card of a whole whose parts can be drawn: its signs, and who puts them where."""
    whole, rows = whole_of(tables, figure), statements.statements_of(tables, figure)
    sheet, y, end = card_frame(tables, figure, [])
    sides: dict[str, list[Row]] = {}
    named = places_of(tables, rows)
    for row in rows:
        sides.setdefault(named.get(row["place_id"], "").partition(":")[0], []).append(row)
    lines = len(sides) if named else 0
    tall = end - y - 34 - 36 * lines
    wide = (sheet.right - sheet.margin) / (style.COLUMN - 2 * style.MARGIN)
    size = min(wide, tall / (HEADING + (ROWS - 1) * NEXT + TALL))
    y = _signs(sheet, y + 22, whole, size, style.CARD_TEXT) + 40
    for side, each in list(sides.items())[:lines]:
        sheet.add(box(sheet.margin, y - 16, sheet.margin + 16, y, role(each[0])))
        x = sheet.margin + 28
        x += sheet.text(x, y, f"{sentence(side)}:", size=style.CARD_TEXT, face=style.BOLD) + 8
        who = Counter(row["who"] or "no source named" for row in each)
        own = f"the article ({figure['publisher']})"
        words = own if role(each[0]) == "article" else phrases.listed(f"{name} ({n})" if n > 1 else name for name, n in who.most_common())
        sheet.text(x, y, words, size=style.CARD_TEXT, colour="grey")
        y += 36
    return sheet
