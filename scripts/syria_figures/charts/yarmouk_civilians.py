"""The 94 civilians, a figure each: 43 women, 20 children and 31 not described; how many and where, by report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import phrases
from ..frames import Frames, rows_of
from ..tables import Row
from . import style
from .frame import Chart, draw, frame_of, row_of, who_says
from .sheet import Sheet, box, disc, person, wrapped

WHOLE = "yarmouk-civilians-assisted"
POPULATION = "yarmouk-civilians-assisted-incomplete-population"
ROWS = 5  # people in a column of the picture
TALL, WIDE, NEXT = 24.0, 14.0, 29.5  # a person, and from the top of one to the next below
BETWEEN = 22.0  # between two groups
PEOPLE = 33.0  # from the top of a group's number to its people
TABLE = 34.0  # white above the table of reports
INDENT, ABOVE = 5.0, 4.5  # white before and above the words of a report
COLUMNS = 210.0  # where the columns of the table begin
FILLS = (style.OTHERS, style.SECOND)  # of the groups that the source describes; the rest is hollow


def chart(frames: Frames) -> Chart:
    """The chart, from ``yarmouk_civilians`` and the caveats."""
    rows = rows_of(frames["yarmouk_civilians"])
    whole = row_of(frames, "yarmouk_civilians", "statement_id", WHOLE)
    parts = [row for row in rows if row["part_of"] == WHOLE]
    parts.sort(key=lambda row: (_undescribed(row), -row["value"]))
    described = [part for part in parts if not _undescribed(part)]
    population = row_of(frames, "caveats", "caveat_id", POPULATION)["caveat"]
    parts_words = phrases.listed(f"{part['value_label']} {part['counted']}" for part in described)
    frame = frame_of(
        frames,
        WHOLE,
        title=f"{{publisher}}, {{day}}: {{actors}} supported {{value_label}} {{counted}} of the Yarmouk camp, "
        f"among them {parts_words}",
        measure=f"One figure a person; the {whole['value_label']} in three groups, and the share of each in per cent",
        data="yarmouk_civilians.csv, the figures on civilians assisted and what others published beside them",
        shown=[POPULATION],
    )

    def body(sheet: Sheet, y: float) -> float:
        y = _people(sheet, y, whole, parts) + TABLE
        y = _table(sheet, y, reports_of(rows, [whole, *described]), [whole, *described]) + 20
        width = sheet.right - style.MARGIN
        return sheet.paragraph(style.MARGIN, y, width, population, lead="Population of the camp.", size=style.BODY) - 2

    return draw("yarmouk-civilians", frame, body, alt_text(frame.title, parts, population))


def alt_text(title: str, parts: Sequence[Row], population: str) -> str:
    """The groups in words, and what is known of the population of the camp."""
    groups = phrases.listed(f"{part['value_label']} {part['counted']} ({_share(part)})" for part in parts)
    return f"{title}. Drawn as people: {groups}. {population}"


def reports_of(rows: Sequence[Row], figures: Sequence[Row]) -> list[list[Row]]:
    """The statements on the figures, those of one page together; the article's first, then by date."""
    ids = [row["figure_id"] for row in figures]
    pages: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        if row["figure_id"] in ids and not _undescribed(row):
            pages.setdefault((row["source_id"], row["claimant_id"]), []).append(row)
    ordered = [sorted(page, key=lambda row: ids.index(row["figure_id"])) for page in pages.values()]
    return sorted(
        ordered, key=lambda page: (page[0]["origin"] != "article", page[0]["period_end"], page[0]["statement_id"])
    )


def _undescribed(row: Row) -> bool:
    return bool(row["origin"] == "remainder")


def _share(part: Row) -> str:
    return f"{part['share_percent']:.1f}%"


# The people


def _people(sheet: Sheet, y: float, whole: Row, parts: Sequence[Row]) -> float:
    """The groups side by side, each under its number; gives where they end."""
    columns = [-(-int(part["value"]) // ROWS) for part in parts]
    room = sheet.right - style.MARGIN - BETWEEN * (len(parts) - 1) - WIDE * len(parts)
    step = room / (sum(columns) - len(parts))
    left = style.MARGIN
    for number, (part, count) in enumerate(zip(parts, columns, strict=True)):
        _number(sheet, left, y, whole, part)
        hollow: dict[str, Any] = {"fill": style.PAPER, "edge": style.GREY, "width": 0.9}
        ink = hollow if _undescribed(part) else {"fill": FILLS[number]}
        for place in range(int(part["value"])):
            column, row = divmod(place, ROWS)
            outline = person(left + WIDE / 2 + column * step, y + PEOPLE + row * NEXT, WIDE, TALL)
            sheet.shape(outline, gid=f"person-{part['statement_id']}-{place + 1}", **ink)
        left += (count - 1) * step + WIDE + BETWEEN
    return y + PEOPLE + (ROWS - 1) * NEXT + TALL


def _number(sheet: Sheet, x: float, y: float, whole: Row, part: Row) -> None:
    """The number of a group, what it counts and its share."""
    key, what = part["statement_id"], part["counted"].removeprefix(f"{whole['counted']} ")
    x += sheet.text(x, y + 20, part["value_label"], size=24, face=style.BOLD, gid=f"number-{key}") + 6
    sheet.text(x, y + 9, what, size=style.LARGE, face=style.BOLD)
    sheet.text(x, y + 20, _share(part), size=style.LARGE, colour=style.GREY, gid=f"share-{key}")


# The reports


def _table(sheet: Sheet, y: float, reports: Sequence[Sequence[Row]], figures: Sequence[Row]) -> float:
    """Who, when, how many of each figure, and a dot in the column of the place; gives where the table ends."""
    names = list(dict.fromkeys(page[0]["place"] for page in reports))
    step = (sheet.right - COLUMNS) / (len(figures) + len(names))
    keys = [*(row["figure_id"] for row in figures), *names]
    columns = {key: COLUMNS + (number + 0.5) * step for number, key in enumerate(keys)}
    heads = {row["figure_id"]: row["counted"] if row["part_of"] else "all" for row in figures}
    sheet.text(style.MARGIN, y, "How many, and where, by report", size=style.BODY, face=style.BOLD)
    for key, x in columns.items():
        face, colour = (style.NORMAL, style.GREY) if key in heads else (style.BOLD, style.INK)
        for number, line in enumerate(reversed(wrapped(heads.get(key, key), step, style.SMALL, face))):
            sheet.text(x, y - number * style.SMALL * style.LEADING, line, align="center", face=face, colour=colour)
    y += 5
    sheet.rule(y)
    for page in reports:
        y = _report(sheet, y, page, columns, set(heads))
        sheet.rule(y, style.FAINT)
    return y


def _report(sheet: Sheet, y: float, page: Sequence[Row], columns: Mapping[str, float], figures: set[str]) -> float:
    """One row of the table; gives where it ends."""
    first, x = page[0], style.MARGIN + INDENT
    article = first["origin"] == "article"
    lines = wrapped(first["date_text"], COLUMNS - x)
    if not article and first["comparability"] != "same":  # others are counted than in the rows above
        lines = [*wrapped(first["counted"], COLUMNS - x), *lines]
    height = ABOVE + (len(lines) + 1) * style.SMALL * style.LEADING
    if article:
        sheet.shape(box(style.MARGIN, y, sheet.right, y + height), style.TINT, zorder=style.BEHIND)
    who, via = who_says(first)
    base = y + ABOVE + style.SMALL * style.CAPITALS
    sheet.paragraph(x, base, COLUMNS - x, via, lead=who, colour=style.GREY)
    for number, line in enumerate(lines, start=1):
        sheet.text(x, base + number * style.SMALL * style.LEADING, line, colour=style.GREY)
    middle = y + height / 2
    given = {row["figure_id"]: row for row in page}
    for key, place in columns.items():
        if key in figures:
            _count(sheet, place, middle, given.get(key))
        elif key == first["place"]:
            colour = style.ARTICLE if article else style.OTHERS
            sheet.shape(disc(place, middle, 5), colour, gid=f"place-{first['statement_id']}")
        else:
            sheet.shape(disc(place, middle, 1.2), style.LINE)
    return y + height


def _count(sheet: Sheet, x: float, y: float, row: Row | None) -> None:
    """A number in its column, or a dash where a report gives none."""
    if row is None:
        sheet.text(x, y + 3.6, "–", align="center", colour=style.GREY)
        return
    colour = style.INK if row["origin"] == "article" else style.OTHERS
    gid = f"value-{row['statement_id']}"
    sheet.text(x, y + 3.6, row["value_label"], size=10, face=style.BOLD, align="center", colour=colour, gid=gid)
