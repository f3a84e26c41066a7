"""With the text of a source at hand: each quote is where it should be, whole, and no number is left out.

1. The text is the one that the anchors point into: its SHA-256 and its length are those in sources.
2. Each anchor's words are at its position (Unicode code points from 0, the end exclusive); where the text has a line
   end, a no-break space or another hyphen, they have the ordinary space or hyphen, as all cells do.
3. The words of a value are the whole phrase ("18" is not that of "18 per cent").
4. Each cell has words in the sentence of its value, or, of a part, of its whole's: what only another sentence says is
   not said of this number, unless words here stand for it (data model, 1: context).
5. Each number of the text lies in the words of a value or of a period, or in other_numbers, and in one of the two.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .canonical import UNWANTED, line_of, text_of
from .descriptor import Package
from .findings import Finding, visible, with_noun
from .reading import Mention, cut_phrase, find_numbers, sentence_at
from .tables import Frames, Row, records

PROVENANCE, OTHER_NUMBERS, SOURCES = "provenance", "other_numbers", "sources"
HYPHENS = str.maketrans({sign: plain for sign, plain in UNWANTED.items() if plain})
PIECES = " … "  # between two pieces of a value_text
MOST_LEFT_OUT = 9  # characters, as in "at least "; a place that holds more words than the quote is taken to be wrong

Span = tuple[int, int]


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


def as_quoted(text: str) -> str:
    """The text as cells quote it: line ends and all spaces and hyphens as the ordinary ones. No place in it moves."""
    return re.sub(r"\s", " ", text).translate(HYPHENS)


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def source_of(tables: Frames, text: str) -> str | None:
    """The source whose text this is: by its hash, else the only one that has a text; None if that is unclear."""
    with_text = [row for row in records(tables[SOURCES]) if row["text_sha256"]]
    chosen = [row for row in with_text if row["text_sha256"] == sha256(text)] or with_text
    return str(chosen[0]["source_id"]) if len(chosen) == 1 else None


def account(package: Package, tables: Frames, text: str) -> Account:
    """Compare the quotes of a source with its text, and account for the numbers of the text.

    The source is that of ``source_of``. A text that is not the source's is one finding, and nothing else is compared
    with it. The keys between the tables must be right.
    """
    source_id = source_of(tables, text)
    if source_id is None:
        problem = f"The text at hand, with the SHA-256 {sha256(text)}, is not the text of any source."
        return Account(None, [Finding(package.tables[SOURCES].path, problem, "Give the text of a source.")])
    case = _Case(package, tables, text, source_id)
    of_text = list(case.text_cells())
    if case.source["text_sha256"] != sha256(text) and len(case.misplaced) >= len(case.standing):
        return Account(source_id, of_text)
    of_quotes = [*map(case.elsewhere, case.misplaced), *(finding for _, finding in case.cut), *case.apart()]
    found = [*of_text, *of_quotes, *case.unaccounted(), *case.idle()]
    return Account(source_id, found, case.numbers)


class Quote(NamedTuple):
    """Words of the text that a row of provenance or of other_numbers quotes."""

    table: str
    line: int
    row: Row
    words: str = ""
    start: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """What the row is called in a report."""
        return str(self.row.get("provenance_id") or f"{self.table}, row {self.line}")


class _Case:
    """The quotes of one source, and its text."""

    def __init__(self, package: Package, tables: Frames, text: str, source_id: str) -> None:
        self.package, self.whole, self.text = package, text, as_quoted(text)
        self.figures = {row["figure_id"]: row for row in records(tables["figures"]) if row["source_id"] == source_id}
        self.standing: list[Quote] = []
        self.misplaced: list[Quote] = []
        for table in (SOURCES, PROVENANCE, OTHER_NUMBERS):
            for i, row in enumerate(records(tables[table])):
                if table == SOURCES and row["source_id"] == source_id:
                    self.source, self.of_source = row, Quote(table, line_of(i), row)
                elif row.get("figure_id") in self.figures or row.get("source_id") == source_id:
                    quote = Quote(table, line_of(i), row, row["exact"], row["start"], row["end"])
                    stands = self.text[quote.start : quote.end] == quote.words
                    (self.standing if stands else self.misplaced).append(quote)
        self.cut = list(self._cut())
        self.numbers = list(self._numbers())

    def text_cells(self) -> Iterator[Finding]:
        """The hash of the text; its length, where the hash is right."""
        if self.source["text_sha256"] != sha256(self.whole):
            problem = f"The text at hand has the SHA-256 {sha256(self.whole)}."
            fix = "Give the text that the anchors point into, or, if this is the text, write its SHA-256."
            yield self._finding(self.of_source, "text_sha256", problem, fix)
        elif self.source["text_characters"] != len(self.text):
            problem, fix = f"The text has {with_noun(len(self.text), 'character')}.", f"Write {len(self.text)}."
            yield self._finding(self.of_source, "text_characters", problem, fix)

    def elsewhere(self, quote: Quote) -> Finding:
        """Words that are not where they should be: which of start, end and the words is off."""
        start, end, text = quote.start, quote.end, self.text
        seen, edges = text[start:end], [text[max(0, at - 1) : at + 1] for at in (start, end)]
        cuts_a_word = any(len(edge) > 1 and edge.isalnum() for edge in edges)
        whole = seen[:1].isalnum() and seen[-1:].isalnum() and not cuts_a_word
        places = [match.start() for match in re.finditer(re.escape(quote.words), text)]
        at_an_edge = start in places or end - len(quote.words) in places
        if (whole and (len(seen) <= len(quote.words) + MOST_LEFT_OUT or not at_an_edge)) or not places:
            column = "exact"
        else:
            column = "end" if start in places else "start"
        fix = "Quote what is there, or correct start and end."
        if places:
            at = min(places, key=lambda place: abs(place - start))
            fix = f"The words are at {at} to {at + len(quote.words)}: write that, or quote what is there."
        return self._finding(quote, column, f"From {start} to {end} the text says {visible(seen) or 'nothing'}.", fix)

    def _cut(self) -> Iterator[tuple[Span, Finding]]:
        """Values that are not quoted whole, with their place; two pieces of a value are one."""
        values: dict[str, list[Quote]] = {}
        for quote in self.standing:
            if quote.row.get("field") == "value":
                in_pieces = PIECES in str(self.figures[quote.row["figure_id"]]["value_text"])
                values.setdefault(quote.row["figure_id"] if in_pieces else quote.name, []).append(quote)
        fix = "Quote the whole phrase, and write what it says in figures.csv."
        for quotes in values.values():
            span = min(quote.start for quote in quotes), max(quote.end for quote in quotes)
            figure = self.figures[quotes[0].row["figure_id"]]
            why = cut_phrase(self.text, *span, self.source["language"], figure["unit"])
            if why:
                problem = f"The value of {figure['figure_id']} is not quoted whole. {why}"
                yield span, self._finding(quotes[0], "exact", problem, fix)

    def apart(self) -> Iterator[Finding]:
        """Cells whose words are all in other sentences than their value; the value, if that is so of all the others."""
        figures: dict[str, dict[str, list[Quote]]] = {}
        for quote in self.standing:
            if quote.table == PROVENANCE:
                figure_id, name = cell_of(quote.name)
                figures.setdefault(figure_id, {}).setdefault(name, []).append(quote)
        values = {figure_id: cells["value"][0].start for figure_id, cells in figures.items() if "value" in cells}
        for figure_id in [each for each in values if each in self.figures]:
            cells, sentences = figures[figure_id], sentences_of(self.whole, values, self.figures[figure_id])
            away = [
                quotes[0]
                for quotes in cells.values()
                if not any(start <= quote.start < end for quote in quotes for start, end in sentences)
            ]
            if len(away) > 1 and len(away) == len(cells) - 1:
                problem = "These words are in another sentence than all else that is quoted for the figure."
                yield self._finding(cells["value"][0], "start", problem, "Say where the text gives this value.")
                continue
            for quote in away:
                problem = "These words are in another sentence than the value."
                fix = f"Quote as context of {quote.name} the words there that mean it, such as “the town”."
                unsaid = "If the text does not say it of this number, leave it out."
                yield self._finding(quote, "exact", problem, f"{fix} {unsaid}")

    def _numbers(self) -> Iterator[tuple[Mention, str | None]]:
        """Every number of the text with the row that accounts for it, or None."""
        accounted: dict[Span, str] = {}
        for quote in self.standing:
            of_figure = quote.row.get("field") in ("value", "period") and quote.row["basis"] == "stated"
            if of_figure or quote.table == OTHER_NUMBERS:
                for span in self._spans(quote):
                    accounted.setdefault(span, quote.name)
        for number in find_numbers(self.text, self.source["language"]):
            yield number, accounted.get((number.start, number.end))

    def _spans(self, quote: Quote) -> list[Span]:
        """Where the numbers in the words of a quote are in the text."""
        found = find_numbers(quote.words, self.source["language"])
        return [(quote.start + each.start, quote.start + each.end) for each in found]

    def unaccounted(self) -> Iterator[Finding]:
        """Numbers that no row accounts for, unless their row was named already as misplaced or as cutting its value."""
        named = {each.text for quote in self.misplaced for each in find_numbers(quote.words)}
        spans = [span for span, _ in self.cut] + [(quote.start, quote.end) for quote in self.misplaced]
        for number, by in self.numbers:
            was_named = number.text in named or any(start < number.end and number.start < end for start, end in spans)
            if by is None and not was_named:
                where = f"at {number.start} ({visible(around(self.text, number))})"
                problem = f"No row accounts for the number {visible(number.text)} {where}."
                fix = "Quote it here with a reason, or add its figure; scripts/scan.py prints the rows to start from."
                yield Finding(self.package.tables[OTHER_NUMBERS].path, problem, fix)

    def idle(self) -> Iterator[Finding]:
        """Rows of other_numbers that do not account for exactly one number that no figure has."""
        by = {(number.start, number.end): name for number, name in self.numbers}
        for quote in self.standing:
            spans = self._spans(quote)
            name = by.get(spans[0]) if len(spans) == 1 else None
            if quote.table == OTHER_NUMBERS and name != quote.name:
                holds = "cut a number" if len(spans) == 1 else f"hold {with_noun(len(spans), 'number')}"
                problem = f"{name} accounts for this number." if name else f"The words {holds} of the text."
                fix = "Remove this row." if name else "Quote exactly one number, whole, that no figure has."
                yield self._finding(quote, "exact", problem, fix)

    def _finding(self, quote: Quote, column: str, problem: str, fix: str) -> Finding:
        key = None if quote.table == OTHER_NUMBERS else quote.row.get("provenance_id") or quote.row["source_id"]
        path, cell = self.package.tables[quote.table].path, text_of(quote.row[column])
        return Finding(path, problem, fix, quote.line, column, cell, key)


def cell_of(provenance_id: str) -> tuple[str, str]:
    """The figure and the field that the id of a row of provenance is made of."""
    figure_id, _, name = provenance_id.rpartition(".")[0].rpartition(".")
    return figure_id, name


def sentences_of(text: str, values: dict[str, int], figure: Row) -> list[Span]:
    """The sentences of the value of a figure and of that of its whole; ``values`` has their places by figure_id."""
    return [sentence_at(text, values[each]) for each in (figure["figure_id"], figure["part_of"]) if each in values]


def around(text: str, number: Mention, characters: int = 24) -> str:
    """A number with a few words on either side, on one line."""
    start, end = max(0, number.start - characters), number.end + characters
    words = text[start:end].split(" ")
    words = words[1:] if start else words
    return " ".join(" ".join(words[:-1] if end < len(text) else words).split())
