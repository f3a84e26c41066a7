"""Every number of a text, what accounts for it, and the rows to start from where nothing does.

A value is filled in only where the grammar reads the words, and what stands around them is known to leave a count a
count: a word for what is counted behind it, "of" behind a percentage. Everything else is left to fill, with the reason.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from . import reading
from .article import Span, account, around
from .canonical import csv_of_cells, text_of
from .descriptor import Package
from .reading import Mention, Quantity, UnreadableWording
from .reading.languages import Language, language_of
from .reading.quotations import QUOTES
from .tables import Frames, Row, records

NEW_SOURCE, NEW_FIGURE, FILL_IN = "NEW-SOURCE", "new-figure", "FILL-IN"
NEAR, NEAR_WORDS = 60, 5  # characters, and words, that are looked at on either side of a number
FEW_WORDS, LEAST_SHARE = 20, 0.2  # of words that a language is known by
ARABIC_LETTERS = re.compile("[\u0620-\u064a]")
TWO_NUMBERS = re.compile(r"\d \d")
ON = re.compile(r"(?:on|in|during)\s+", re.IGNORECASE)
PUNCTUATION = ".,;:!?" + "".join(QUOTES)


@dataclass(frozen=True)
class Sighting:
    """A number of a text, its place, a few words around it, and the row that accounts for it.

    Where none does: what it reads as, or the reason why that is left to fill; and the rows to start from, by table.
    """

    number: str
    start: int
    end: int
    context: str
    accounted_for_by: str | None
    reads_as: Quantity | None = None
    reason: str | None = None
    rows_to_start_from: dict[str, str] | None = None


@dataclass(frozen=True)
class Scan:
    """All numbers of a text; ``source_id`` is the source whose text it is, None for a text of no source here."""

    source_id: str | None
    language: str | None
    looked_for: str
    sightings: list[Sighting]

    @property
    def new(self) -> list[Sighting]:
        """The numbers that nothing accounts for."""
        return [sighting for sighting in self.sightings if sighting.accounted_for_by is None]

    def as_dict(self) -> dict[str, Any]:
        """The scan as plain values, for JSON."""
        return asdict(self)


def scan(package: Package, tables: Frames, text: str, language: str | None = None) -> Scan:
    """List every number of a text, with the number words of ``language`` (ISO 639-1), or of the one it seems to have.

    A text is that of a source if its hash says so, or if most quotes of the one source that has a text stand in it.
    """
    known = account(package, tables, text)
    source = next((row for row in records(tables["sources"]) if row["source_id"] == known.source_id), None)
    if not known.numbers:
        source = None
    language = language or (str(source["language"]) if source else told_language(text))
    counted = frozenset(row["counted"].lower() for row in records(tables["figures"]))
    scanned = _Text(package, text, language_of(language or ""), language, source, counted)
    accounted = {(mention.start, mention.end): by for mention, by in known.numbers}
    found = reading.find_numbers(text, language or "")
    sightings = [scanned.sighting(number, accounted.get((number.start, number.end))) for number in found]
    return Scan(known.source_id if source else None, language, looked_for(language), sightings)


def told_language(text: str) -> str | None:
    """The language of a text by the words that it is known by, else by its letters; None where neither tells."""
    words = [token.low for token in language_of("").tokens(text) if token.kind == "word"]
    known = {code: sum(word in language_of(code).known for word in words) for code in reading.LANGUAGES}
    code = max(known, key=lambda each: known[each])
    if known[code] > LEAST_SHARE * len(words):
        return code
    if 2 * len(ARABIC_LETTERS.findall(text)) > sum(map(str.isalpha, text)):
        return "ar"
    return "en" if len(words) < FEW_WORDS else None


def looked_for(language: str | None) -> str:
    """What was looked for in a text of a language, in words."""
    name = language_of(language or "").name
    if not name:
        return "digits; number words were not looked for"
    return f"digits and {name} number words; those of other languages were not looked for"


@dataclass(frozen=True)
class _Text:
    """A text whose numbers are looked at one by one; ``counted`` are the things that the package counts."""

    package: Package
    text: str
    language: Language
    code: str | None
    source: Row | None
    counted: frozenset[str]

    def sighting(self, number: Mention, by: str | None) -> Sighting:
        """A number with what accounts for it, or with the rows to start from."""
        place = (number.text, number.start, number.end, around(self.text, number))
        if by is not None:
            return Sighting(*place, by)
        days = self._days(number)
        if days:
            rows = self._rows(provenance=self._anchor("period", days))
            return Sighting(*place, None, None, f"“{self.text[slice(*days)]}” are days.", rows)
        span = reading.whole_phrase(self.text, number.start, number.end, self.code or "")
        read, reason = self._read(span)
        figure: Row = {"value": FILL_IN, "figure_id": NEW_FIGURE, "source_id": self._source_id}
        if read:
            figure |= asdict(read) | {"value_text": self.text[slice(*span)]}
        other: Row = {"source_id": self._source_id, "exact": number.text, "start": number.start, "end": number.end}
        rows = self._rows(figures=figure, provenance=self._anchor("value", span), other_numbers=other)
        return Sighting(*place, None, read, reason, rows)

    def _read(self, span: Span) -> tuple[Quantity | None, str | None]:
        """What the words of a number say, or why that is not certain."""
        words, code = self.text[slice(*span)], self.code or ""
        cut = reading.cut_phrase(self.text, *span, code)
        try:
            read = reading.read_quantity(words, code)
        except UnreadableWording as unreadable:
            return None, cut or str(unreadable)
        doubt = cut or self._doubt(span, read)
        return (None, doubt) if doubt else (read, None)

    def _doubt(self, span: Span, read: Quantity) -> str | None:
        """Why what stands around words that can be read is not known to leave a count a count."""
        language, (start, end) = self.language, span
        if TWO_NUMBERS.search(self.text[start:end]) and " " not in language.thousands:
            return "It can be one number or two."
        before = [token.low for token in language.tokens(self.text[max(0, start - NEAR) : start])]
        doubtful = language["doubtful"].ending(before, len(before))
        if doubtful is not None:
            return f"“{' '.join(before[doubtful:])}” stands before it."
        behind = [token for token in language.tokens(self.text[end : end + NEAR]) if token.low not in QUOTES]
        words = [token.low for token in behind]
        of = language["of"].at(words, 0)
        if read.unit == "percent":
            return None if of else "It does not say of what it is a share."
        ends = not words or behind[0].kind != "word" or words[0] in language["common"].first
        if read.quantifier not in ("unhedged", "indefinite") and ends and not language["doubtful"].at(words, 0):
            return None  # "at least 26.", "about 1.5 million did"
        begin = of[1] if of else 0  # "hundreds of residents"
        named = any(word in language["counted"].first | self.counted for word in words[begin : begin + 1])
        return None if named else "No word for what is counted stands behind it."

    def _days(self, number: Mention) -> Span | None:
        """The longest words around a number that are read as days; None where there are none. In English only."""
        first = max(0, number.start - NEAR)
        words = [match.span() for match in re.finditer(r"\S+", self.text[first : number.end + NEAR])]
        spans = [(first + start, first + end) for start, end in words[first > 0 :]]  # the first may be cut
        before = [start for start, _ in spans if start <= number.start][-NEAR_WORDS:]
        behind = [end for _, end in spans if end >= number.end][:NEAR_WORDS]
        latest = (self.source and self.source["published_on"]) or datetime.date.today()
        for begin, end in sorted(product(before, behind), key=lambda span: span[0] - span[1]):
            said = self.text[begin:end].strip(PUNCTUATION)
            if self.code == "en" and not said.isdigit() and _is_period(said, latest):
                start = self.text.index(said, begin)
                on = ON.match(said)
                return (start + on.end() if on else start), start + len(said)
        return None

    @property
    def _source_id(self) -> str:
        return str(self.source["source_id"]) if self.source else NEW_SOURCE

    def _anchor(self, field: str, span: Span) -> dict[str, Any]:
        place = {"exact": self.text[slice(*span)], "start": span[0], "end": span[1], "basis": "stated"}
        return {"provenance_id": f"{NEW_FIGURE}.{field}.1", "figure_id": NEW_FIGURE, "field": field, **place}

    def _rows(self, **tables: dict[str, Any]) -> dict[str, str]:
        """Rows as they stand in the files; a cell that may not be empty and is not known says so."""
        rows = {}
        for table, cells in tables.items():
            columns = self.package.tables[table].fields
            filled = [text_of(cells.get(each.name)) or (FILL_IN if each.required else "") for each in columns]
            rows[table] = csv_of_cells(filled, []).decode("utf-8").rstrip("\n")
        return rows


def _is_period(words: str, latest: datetime.date) -> bool:
    try:
        reading.read_period([words], latest)
    except UnreadableWording:
        return False
    return True
