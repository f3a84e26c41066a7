"""Every number of a text, what accounts for it, and the rows to start from if nothing does; words that figures lack.

A value is filled in only where the grammar reads the words, and a word for what is counted follows them, or a
mark follows a hedged number, or "of" follows a percentage. Everything else is left to fill in, with the reason.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial

from . import reading
from .article import OTHER_NUMBERS, PROVENANCE, Span, account, around, as_quoted, sentences_of
from .canonical import csv_of_cells, text_of
from .descriptor import Package, Table
from .proof import COLUMNS, NAMED_IN, OURS, known_by
from .reading import Mention, Quantity, UnreadableWording
from .reading.languages import language_of
from .reading.mentions import QUOTES
from .tables import Frames, Row, items, records

NEW_SOURCE, NEW_FIGURE, FILL_IN = "NEW-SOURCE", "new-figure", "FILL-IN"
NEAR = 60  # characters that are looked at on either side of a number
MOST_WORDS = 8  # of days, such as "between 30 March and 2 April 2015"
DAYS_NEAR = 400  # characters on either side of a value in which the words of its days are looked for


@dataclass(frozen=True)
class Sighting:
    """A number of a text, its place, a few words around it, and the row that accounts for it.

    If none does: what it reads as, or why that is left to fill in; and the cells of the rows to start from, by table.
    """

    number: str
    start: int
    end: int
    context: str
    accounted_for_by: str | None
    reads_as: Quantity | None
    reason: str | None
    rows: dict[str, Row]


@dataclass(frozen=True)
class Scan:
    """All numbers of a text; ``source_id`` is the source whose text it is, or None."""

    source_id: str | None
    language: str
    looked_for: str
    sightings: list[Sighting]


def scan(package: Package, tables: Frames, text: str, language: str | None = None) -> Scan:
    """List every number of a text, with the number words of ``language`` (ISO 639-1).

    Without ``language``, it is that of the source whose text it is, or the one with the most words in the text.
    """
    known = account(package, tables, text)
    text = as_quoted(text)
    sources = [row for row in records(tables["sources"]) if row["source_id"] == known.source_id and known.numbers]
    source: Row = sources[0] if sources else {"source_id": None, "language": told_language(text)}
    language = language or str(source["language"])
    name = language_of(language).name
    words = f"digits and {name} number words; those of other languages were not looked for (see --language)"
    units = {unit.replace("_", " "): unit for unit in package.tables["figures"].field("unit").codes}
    units |= {row["counted"].lower(): row["unit"] for row in records(tables["figures"]) if row["counted"]}
    scanned = _Text(package, text, language, source, units)
    accounted = {(number.start, number.end): by for number, by in known.numbers}
    found = reading.find_numbers(text, language)
    sightings = [scanned.sighting(number, accounted.get((number.start, number.end))) for number in found]
    return Scan(source["source_id"], language, words if name else "digits; number words were not looked for", sightings)


def told_language(text: str) -> str:
    """The language that has the most words of a text in its table; English if none has any."""

    def known(code: str) -> int:
        table = language_of(code)
        return sum(token.low in table.vocabulary for token in table.tokens(text))

    return max(("en", *reading.LANGUAGES), key=known)


@dataclass(frozen=True)
class _Text:
    """A text whose numbers are looked at one by one; ``units`` are those of the things that the package counts."""

    package: Package
    text: str
    language: str
    source: Row
    units: dict[str, str]

    def sighting(self, number: Mention, by: str | None) -> Sighting:
        """A number with what accounts for it, or with the rows to start from."""
        place = (number.text, number.start, number.end, around(self.text, number))
        days = None if by else self._days(number)
        if by or days:
            rows = {PROVENANCE: self._anchor("period", days)} if days else {}
            return Sighting(*place, by, None, "Its words are days." if days else None, rows)
        span = reading.whole_phrase(self.text, number.start, number.end, self.language)
        read, reason = None, reading.cut_phrase(self.text, *span, self.language)
        try:
            read = reading.read_quantity(self.text[slice(*span)], self.language)
            reason = reason or self._doubt(span, read)
        except UnreadableWording as unreadable:
            reason = reason or str(unreadable)
        given: Row = {} if reason or not read else asdict(read) | {"value_text": self.text[slice(*span)]}
        if given:
            given |= self._noun(given["unit"], span)
        source_id = self.source["source_id"] or NEW_SOURCE
        figure = {"value": FILL_IN, "figure_id": NEW_FIGURE, "source_id": source_id, **given}
        other = {"source_id": source_id, "exact": number.text, "start": number.start, "end": number.end}
        rows = {"figures": figure, PROVENANCE: self._anchor("value", span), OTHER_NUMBERS: other}
        return Sighting(*place, None, None if reason else read, reason, rows)

    def _doubt(self, span: Span, read: Quantity) -> str | None:
        """Why words that can be read may still not be a count, given what is around them."""
        table, (start, end) = language_of(self.language), span
        before = [token.low for token in table.tokens(self.text, max(0, start - NEAR), start)]
        behind = [token.low for token in table.tokens(self.text, end, end + NEAR) if token.low not in QUOTES]
        doubtful = before[table.before("doubtful", before, len(before)) :]
        of = table.at("of", behind, 0)
        words = behind[of[1] if of else 0 :]  # "hundreds of residents"
        if doubtful:
            return f"“{' '.join(doubtful)}” comes before it."
        if read.unit == "percent":
            return None if of else "It does not say what it is a share of."
        follows = any(table.at(kind, words, 0) for kind in ("persons", "counted", "linking"))  # "12 were children"
        is_counted = follows or "".join(words[:1]) in self.units or (of and read.quantifier == "indefinite")
        is_last = read.quantifier != "unhedged" and not "".join(words[:1]).isalnum()  # "at least 26."
        return None if is_counted or is_last else "No word for what is counted follows it."

    def _noun(self, unit: str | None, span: Span) -> Row:
        """What is counted behind a value, if it is a known noun of English words, and its unit."""
        table, behind = language_of(self.language), _behind(self.text, span[1], self.language)
        noun = "".join(self.text[slice(*place)] for place in behind)
        words = [token.low for token in table.tokens(noun)]
        person = "persons" if table.at("persons", words, 0) else None
        known = person or table.at("counted", words, 0) or noun.lower() in self.units
        counted = noun.lower() if known and self.language == OURS else None
        return {"unit": unit or person or self.units.get(noun.lower()), "counted": counted}

    def _days(self, number: Mention) -> Span | None:
        """The longest words around a number that are read as days; None if there are none."""
        for start, end in _phrases(self.text, number.start - NEAR, number.end + NEAR):
            if start <= number.start and number.end <= end and _days(self.text[start:end], self.source, self.language):
                return start, end
        return None

    def _anchor(self, field: str, span: Span) -> Row:
        cells = {"provenance_id": f"{NEW_FIGURE}.{field}.1", "figure_id": NEW_FIGURE, "field": field, "basis": "stated"}
        place = {"exact": self.text[slice(*span)], "start": span[0], "end": span[1]}
        return {**cells, **place}


def as_row(table: Table, cells: Row) -> str:
    """A row as in the file; a cell that must be filled and is not known says so."""
    filled = [text_of(cells.get(each.name)) or (FILL_IN if each.required else "") for each in table.fields]
    return csv_of_cells(filled, []).decode("utf-8").rstrip("\n")


# The words that figures still lack


def lacking(package: Package, tables: Frames, text: str, source_id: str | None) -> Iterator[str]:
    """The rows of provenance that the figures of a text lack; FILL-IN where no words of the text are known to fit.

    Of words that stand there more than once, those nearest to the value are taken, in its sentence or its paragraph
    or before it. Where none are in its sentence, a second row is for the words there that stand for them.
    """
    anchors, quoted = records(tables[PROVENANCE]), as_quoted(text)
    values = {row["figure_id"]: (row["start"], row["end"]) for row in anchors if row["field"] == "value" and row["end"]}
    starts = {figure_id: start for figure_id, (start, _) in values.items()}
    has = {(row["figure_id"], row["field"]) for row in anchors}
    for figure in records(tables["figures"]):
        if figure["source_id"] != source_id or figure["figure_id"] not in values:
            continue
        key, sentences = figure["figure_id"], sentences_of(text, starts, figure)
        for field, columns in COLUMNS.items():
            if (key, field) not in has and any(figure[each] for each in columns):
                near = partial(_distance, text, starts[key], sentences)
                found = [min(spans, key=near, default=None) for spans in _spans(tables, figure, field, quoted, values)]
                rows: list[Row] = [{"basis": "stated", **_place(quoted, span)} for span in found]
                if any(found) and all(near(span)[0] for span in found if span):
                    rows.append({"basis": "context", "context_of": f"{key}.{field}.1", "note": FILL_IN})
                for number, row in enumerate(rows, 1):
                    cells = {"provenance_id": f"{key}.{field}.{number}", "figure_id": key, "field": field, **row}
                    yield as_row(package.tables[PROVENANCE], cells)


def _place(text: str, span: Span | None) -> Row:
    return {"exact": text[slice(*span)], "start": span[0], "end": span[1]} if span else {}


def _spans(tables: Frames, figure: Row, field: str, text: str, values: dict[str, Span]) -> Iterator[list[Span]]:
    """For each thing that a cell names, where the text has words that say so."""
    source = next(row for row in records(tables["sources"]) if row["source_id"] == figure["source_id"])
    if field in NAMED_IN:
        for key in items(figure[COLUMNS[field][0]]):
            row = {"table": NAMED_IN[field], "row_id": key, "language": source["language"]}
            names = [each["wording"] for each in records(tables["wordings"]) if row.items() <= each.items()]
            yield [span for name in names for span in _places(text, name)]
    elif field == "counted":
        yield _places(text, figure["counted"]) or _behind(text, values[figure["figure_id"]][1], source["language"])
    elif field == "period":
        start, end = values[figure["figure_id"]]
        wanted = figure["period_start"], figure["period_end"]
        phrases = _phrases(text, start - DAYS_NEAR, end + DAYS_NEAR)
        yield [span for span in phrases if _days(text[slice(*span)], source, source["language"]) == wanted]
    else:
        between = values.get(figure["part_of"], (0, 0))[1], values[figure["figure_id"]][0]
        yield [
            span for span in _phrases(text, *between) if reading.is_inclusion(text[slice(*span)], source["language"])
        ]


def _distance(text: str, at: int, sentences: list[Span], span: Span) -> tuple[bool, bool, bool, int]:
    """How far words are from a place: first those in its sentences, then in its paragraph, then those before it."""
    apart = not any(start <= span[0] < end for start, end in sentences)
    elsewhere = "\n" in text[min(at, span[0]) : max(at, span[0])]
    return apart, elsewhere, elsewhere and span[0] > at, abs(span[0] - at)


def _places(text: str, words: str) -> list[Span]:
    return [each.span() for each in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _behind(text: str, end: int, language: str) -> list[Span]:
    """The word behind a value, or behind "were" or "of" there: what is counted, in the words of another language."""
    table = language_of(language)
    tokens = [token for token in table.tokens(text, end, end + DAYS_NEAR) if token.low not in QUOTES]
    words, i = [token.low for token in tokens], 0
    for kind in ("linking", "of"):
        _, i = table.at(kind, words, i) or (None, i)
    return [(token.start, token.end) for token in tokens[i:][:1]]


def _phrases(text: str, start: int, end: int) -> Iterator[Span]:
    """Every few words in a stretch of a text, without the marks around them; the longest first."""
    words = [each.span() for each in re.compile(r"[^\s.,;:!?،؛؟“”\"()]+").finditer(text, max(0, start), end)]
    for count in range(MOST_WORDS, 0, -1):
        for first, last in zip(words, words[count - 1 :], strict=False):
            yield first[0], last[1]


def _days(words: str, source: Row, language: str) -> tuple[datetime.date, datetime.date | None] | None:
    with suppress(UnreadableWording):
        period = reading.read_period([words], known_by(source), language)
        return period.start, period.end
    return None
