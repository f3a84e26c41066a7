"""With the text of a source at hand: each quote stands where it should, whole, and no number is left out.

1. The text is the one that the anchors point into: its SHA-256 and its length are those in sources.
2. Each anchor's words stand at its position (Unicode code points from 0, the end exclusive).
3. The words of a value are the whole phrase ("18" is not that of "18 per cent").
4. Each number of the text lies in the words of a value or of a period, or in other_numbers, and in one of the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .canonical import line_of, text_of
from .descriptor import Package
from .findings import Finding, visible, with_noun
from .reading import Mention, cut_phrase, find_numbers
from .tables import Frames, Row, records

PROVENANCE, OTHER_NUMBERS, SOURCES = "provenance", "other_numbers", "sources"
PIECES = " … "  # between two pieces of a value_text

Span = tuple[int, int]

MOST_LEFT_OUT = 9  # characters, as in "at least "; a place that holds more words than the quote is taken to be wrong


@dataclass
class Account:
    """What the text says of the quotes of a source, and each of its numbers with the row that accounts for it."""

    source_id: str | None
    findings: list[Finding] = field(default_factory=list)
    numbers: list[tuple[Mention, str | None]] = field(default_factory=list)

    def said(self) -> str:
        """The counts in words."""
        accounted = sum(by is not None for _, by in self.numbers)
        return f"{with_noun(len(self.numbers), 'number')} in the text, {accounted} accounted for"


@dataclass(frozen=True)
class Quote:
    """A row with words of the text: of provenance or of other_numbers (counted from 0)."""

    table: str
    index: int
    row: Row

    @property
    def words(self) -> str:
        """The quoted words."""
        return str(self.row["exact"])

    @property
    def span(self) -> Span:
        """Where they should stand."""
        return self.row["start"], self.row["end"]

    @property
    def name(self) -> str:
        """What the row is called in a report."""
        return str(self.row.get("provenance_id") or f"{OTHER_NUMBERS}, row {line_of(self.index)}")


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def source_of(tables: Frames, text: str) -> str | None:
    """The source whose text this is: by its hash, else the only one that has a text; None where it cannot be told."""
    with_text = [row for row in records(tables[SOURCES]) if row["text_sha256"]]
    chosen = [row for row in with_text if row["text_sha256"] == sha256(text)] or with_text
    return str(chosen[0]["source_id"]) if len(chosen) == 1 else None


def account(package: Package, tables: Frames, text: str, source_id: str | None = None) -> Account:
    """Compare the quotes of a source with its text, and account for the numbers of the text.

    Without ``source_id`` the text is that of ``source_of``. A text that is not the source's is one finding, and nothing
    else is compared with it. The keys between the tables must be right.
    """
    source_id = source_id or source_of(tables, text)
    if source_id is None:
        problem = f"The text at hand, with the SHA-256 {sha256(text)}, is not that of a source."
        return Account(None, [Finding(package.tables[SOURCES].path, problem, "Give the text of a source.")])
    case = _Case(package, tables, text, source_id)
    if case.is_another_text:
        return Account(source_id, list(case.text_cells()))
    found = [*case.text_cells(), *case.misplaced(), *case.cut(), *case.unaccounted(), *case.idle()]
    return Account(source_id, found, case.numbers)


class _Case:
    """The quotes of one source, and its text."""

    def __init__(self, package: Package, tables: Frames, text: str, source_id: str) -> None:
        self.package, self.text, self.source_id = package, text, source_id
        self.figures = {row["figure_id"]: row for row in records(tables["figures"]) if row["source_id"] == source_id}
        rows = enumerate(records(tables[SOURCES]))
        self.source_index, self.source = next((i, row) for i, row in rows if row["source_id"] == source_id)
        anchors = [Quote(PROVENANCE, index, row) for index, row in enumerate(records(tables[PROVENANCE]))]
        others = [Quote(OTHER_NUMBERS, index, row) for index, row in enumerate(records(tables[OTHER_NUMBERS]))]
        self.quotes = [quote for quote in anchors if quote.row["figure_id"] in self.figures]
        self.quotes += [quote for quote in others if quote.row["source_id"] == source_id]
        self.language = str(self.source["language"])
        self.right_hash = self.source["text_sha256"] == sha256(text)

    def _stands(self, quote: Quote) -> bool:
        return self.text[slice(*quote.span)] == quote.words

    @cached_property
    def is_another_text(self) -> bool:
        """Whether the hash is another one and most quotes stand elsewhere: the anchors were not made on this text."""
        return not self.right_hash and 2 * sum(map(self._stands, self.quotes)) <= len(self.quotes)

    def text_cells(self) -> Iterator[Finding]:
        """The hash of the text; its length, where the hash is right."""
        if not self.right_hash:
            problem = f"The text at hand has the SHA-256 {sha256(self.text)}."
            fix = "Give the text that the anchors point into, or, if this is the text, write its SHA-256."
            yield self._source("text_sha256", problem, fix)
        elif self.source["text_characters"] != len(self.text):
            problem = f"The text has {with_noun(len(self.text), 'character')}."
            yield self._source("text_characters", problem, f"Write {len(self.text)}.")

    def misplaced(self) -> Iterator[Finding]:
        """Quotes whose words do not stand where they should."""
        for quote in self.quotes:
            if not self._stands(quote):
                start, end = quote.span
                at = self._nearest(quote)
                fix = "Quote what stands there, or correct start and end."
                if at is not None:
                    fix = f"The words stand at {at} to {at + len(quote.words)}: write that, or quote what stands there."
                column = self._blamed(quote)
                seen = visible(self.text[start:end]) or "nothing"
                yield self._finding(quote, column, f"From {start} to {end} the text says {seen}.", fix)

    def _blamed(self, quote: Quote) -> str:
        """The cell that is wrong where the words do not stand: one end of the place, or the words themselves."""
        start, end = quote.span
        too_long = end - start - len(quote.words) > MOST_LEFT_OUT
        whole = self._is_whole(start, end)
        if self.text.startswith(quote.words, start) and (too_long or not whole):
            return "end"
        if self.text[:end].endswith(quote.words) and (too_long or not whole):
            return "start"
        return "exact" if whole or quote.words not in self.text else "start"

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether whole words stand there: then the place is right, and the words that are quoted are not."""
        seen, ends = self.text[start:end], (self.text[max(0, at - 1) : at + 1] for at in (start, end))
        return seen[:1].isalnum() and seen[-1:].isalnum() and not any(len(each) > 1 and each.isalnum() for each in ends)

    def _nearest(self, quote: Quote) -> int | None:
        before = self.text.rfind(quote.words, 0, quote.span[0] + len(quote.words))
        places = [at for at in (before, self.text.find(quote.words, quote.span[0])) if at >= 0]
        return min(places, key=lambda at: abs(at - quote.span[0]), default=None)

    @cached_property
    def _cut(self) -> list[tuple[Quote, Span, str]]:
        """Values that are not quoted whole, with their place and the reason; two pieces of a value are one."""
        values: dict[str, list[Quote]] = {}
        for quote in self.quotes:
            if quote.row.get("field") == "value" and self._stands(quote):
                in_pieces = PIECES in str(self.figures[quote.row["figure_id"]]["value_text"])
                values.setdefault(quote.row["figure_id"] if in_pieces else quote.name, []).append(quote)
        found = []
        for quotes in values.values():
            span = min(quote.span[0] for quote in quotes), max(quote.span[1] for quote in quotes)
            unit = self.figures[quotes[0].row["figure_id"]]["unit"]
            why = cut_phrase(self.text, *span, self.language, unit)
            if why:
                found.append((quotes[0], span, why))
        return found

    def cut(self) -> Iterator[Finding]:
        """Values that are not quoted whole, as findings."""
        for quote, _, why in self._cut:
            problem = f"The value of {quote.row['figure_id']} is not quoted whole. {why}"
            fix = "Quote the whole phrase, and write what it says in figures.csv."
            yield self._finding(quote, "exact", problem, fix)

    @cached_property
    def numbers(self) -> list[tuple[Mention, str | None]]:
        """Every number of the text with the row that accounts for it, or None."""
        accounted: dict[Span, str] = {}
        for quote in self.quotes:
            of_figure = quote.row.get("field") in ("value", "period") and quote.row["basis"] == "stated"
            if self._stands(quote) and (of_figure or quote.table == OTHER_NUMBERS):
                for span in self._mentioned(quote):
                    accounted.setdefault(span, quote.name)
        found = find_numbers(self.text, self.language)
        return [(mention, accounted.get((mention.start, mention.end))) for mention in found]

    def _mentioned(self, quote: Quote) -> list[Span]:
        """Where the numbers in the words of a quote stand in the text."""
        start = quote.span[0]
        return [(start + each.start, start + each.end) for each in find_numbers(quote.words, self.language)]

    def unaccounted(self) -> Iterator[Finding]:
        """Numbers that no row accounts for, unless their row was named already: it is misplaced, or cuts its value."""
        named = {each.text for quote in self.quotes if not self._stands(quote) for each in find_numbers(quote.words)}
        spans = [span for _, span, _ in self._cut] + [quote.span for quote in self.quotes if not self._stands(quote)]
        for mention, by in self.numbers:
            in_cut = any(start < mention.end and mention.start < end for start, end in spans)
            if by is None and not in_cut and mention.text not in named:
                where = f"at {mention.start} ({visible(around(self.text, mention))})"
                problem = f"The number {visible(mention.text)} {where} is accounted for nowhere."
                fix = "Quote it here with a reason, or add its figure; scripts/scan.py prints the rows to start from."
                yield Finding(self.package.tables[OTHER_NUMBERS].path, problem, fix)

    def idle(self) -> Iterator[Finding]:
        """Rows of other_numbers that do not account for exactly one number that no figure has."""
        by = {(mention.start, mention.end): name for mention, name in self.numbers}
        for quote in self.quotes:
            if quote.table == OTHER_NUMBERS and self._stands(quote):
                spans = self._mentioned(quote)
                if len(spans) != 1 or spans[0] not in by:
                    problem = f"The words hold {with_noun(len(spans), 'number')} of the text."
                    problem = problem if len(spans) != 1 else "The words cut a number of the text."
                    yield self._finding(quote, "exact", problem, "Quote exactly one number, whole.")
                elif by[spans[0]] != quote.name:
                    problem = f"{by[spans[0]]} accounts for this number."
                    yield self._finding(quote, "exact", problem, "Take out one of the two rows.")

    def _source(self, column: str, problem: str, fix: str) -> Finding:
        cell, path = text_of(self.source[column]), self.package.tables[SOURCES].path
        return Finding(path, problem, fix, line_of(self.source_index), column, cell, self.source_id)

    def _finding(self, quote: Quote, column: str, problem: str, fix: str) -> Finding:
        key = quote.row.get("provenance_id")
        path = self.package.tables[quote.table].path
        return Finding(path, problem, fix, line_of(quote.index), column, text_of(quote.row[column]), key)


def around(text: str, number: Mention, characters: int = 24) -> str:
    """A number with a few words on either side, on one line."""
    start, end = max(0, number.start - characters), number.end + characters
    words = text[start:end].split(" ")
    words = words[1:] if start else words
    return " ".join(" ".join(words[:-1] if end < len(text) else words).split())
