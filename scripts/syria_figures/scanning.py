"""Every number of a text, what accounts for it, and the rows to start from for one that is new."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from .accounting import HEDGE_REACH, account, source_of
from .article import Span, Text
from .tables import Curated, csv_bytes, text_of
from .wording import MONTHS, Mention, Quantity, UnreadableWording, cut_hedge, find_numbers, read_quantity

NEW_SOURCE, NEW_FIGURE, FILL_IN = "NEW-SOURCE", "new-figure", "FILL-IN"
MONTH = rf"(?:{'|'.join(map(str.capitalize, sorted(MONTHS, key=len, reverse=True)))})\b\.?"
DAY_WORDS = re.compile(rf"(?:{MONTH} [\d-]+|[\d-]+(?:st|nd|rd|th)? {MONTH})(?:,? \d{{4}})?")
PERCENT_BEHIND = re.compile(r"\s*(?:%|percent\b|per cent\b|percentage points?\b)")


@dataclass(frozen=True)
class Sighting:
    """A number of a text: its words, where they stand, a few words around them, and the row that accounts for it."""

    number: str
    start: int
    end: int
    context: str
    accounted_for_by: str | None
    rows_to_start_from: dict[str, str] | None


@dataclass(frozen=True)
class Scan:
    """All numbers of a text; ``source_id`` is the source whose text it is, None for a text of no source here."""

    source_id: str | None
    sightings: list[Sighting]

    @property
    def new(self) -> list[Sighting]:
        """The numbers that nothing accounts for."""
        return [sighting for sighting in self.sightings if sighting.accounted_for_by is None]

    def as_dict(self) -> dict[str, Any]:
        """The scan as plain values, for JSON."""
        return asdict(self)


def scan(curated: Curated, text: Text) -> Scan:
    """List every number of a text. A text is that of a source if its hash says so, or if most quotes stand in it."""
    source = source_of(curated, text)
    numbers: list[tuple[Mention, str | None]] = [(mention, None) for mention in find_numbers(text.content)]
    if source is not None:
        result = account(curated, source, text)
        if result.recognized:
            numbers = result.numbers
        else:
            source = None
    return Scan(source, [_sighting(curated, source or NEW_SOURCE, text, mention, by) for mention, by in numbers])


def _sighting(curated: Curated, source: str, text: Text, mention: Mention, by: str | None) -> Sighting:
    span = (mention.start, mention.end)
    rows = _rows(curated, source, text, span) if by is None else None
    return Sighting(mention.text, *span, text.around(span), by, rows)


def _rows(curated: Curated, source: str, text: Text, number: Span) -> dict[str, str]:
    """The rows to start from: the words of a period; or a figure with its value, or a number that is no figure."""
    days = _days(text, number)
    if days is not None:
        return {"provenance": _row(curated, "provenance", _anchor(text, "period", days))}
    span = _with_hedge(text, number)
    words = text.content[span[0] : span[1]]
    try:
        read = read_quantity(words)
    except UnreadableWording:
        read = Quantity(None, None, None, None)
    figure = {
        "figure_id": NEW_FIGURE,
        "value": text_of(read.value),
        "value_high": text_of(read.value_high),
        "unit": read.unit,
        "quantifier": read.quantifier,
        "value_text": words,
        "source_id": source,
    }
    other = {
        "source_id": source,
        "exact": text.content[number[0] : number[1]],
        "start": number[0],
        "end": number[1],
    }
    rows = {"figures": figure, "provenance": _anchor(text, "value", span), "other_numbers": other}
    return {table: _row(curated, table, cells) for table, cells in rows.items()}


def _anchor(text: Text, field: str, span: Span) -> dict[str, Any]:
    return {
        "provenance_id": f"{NEW_FIGURE}.{field}.1",
        "figure_id": NEW_FIGURE,
        "field": field,
        "exact": text.content[span[0] : span[1]],
        "start": span[0],
        "end": span[1],
        "basis": "stated",
    }


def _days(text: Text, number: Span) -> Span | None:
    """The words of the days of which the number is a part; None where it is none."""
    first = max(0, number[0] - HEDGE_REACH)
    for match in DAY_WORDS.finditer(text.content, first, number[1] + HEDGE_REACH):
        if match.start() <= number[0] and number[1] <= match.end():
            return match.span()
    return None


def _row(curated: Curated, table: str, cells: dict[str, Any]) -> str:
    """A row of a table in its columns; a cell that may not be empty and is not known says so."""
    columns = curated.package.tables[table].fields
    filled = [text_of(cells.get(column.name)) or (FILL_IN if column.required else "") for column in columns]
    return csv_bytes(filled, []).decode("utf-8").rstrip("\n")


def _with_hedge(text: Text, span: Span) -> Span:
    """The span with its percent sign and the hedges that stand beside it."""
    percent = PERCENT_BEHIND.match(text.content, span[1])
    start, end = span[0], percent.end() if percent else span[1]
    first = max(0, start - HEDGE_REACH)
    window = text.content[first : end + HEDGE_REACH]
    while (hedge := cut_hedge(window, start - first, end - first)) is not None:
        before = window.rfind(hedge, 0, start - first)
        behind = window.find(hedge, end - first)
        if window[end - first : behind].strip() == "" and behind >= 0:
            end = first + behind + len(hedge)
        elif before >= 0:
            start = first + before
        else:
            break
    return start, end
