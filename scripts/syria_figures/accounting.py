"""With the text at hand: every quote stands where it should, and no number is left out (data model, rule 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .article import Span, Text, place
from .findings import Finding, visible, with_noun
from .proof import MOST_WORDS, PROVENANCE
from .tables import Curated, Row, text_of
from .wording import Mention, UnreadableWording, cut_hedge, find_numbers, read_period

OTHER_NUMBERS = "other_numbers"
ACCOUNTING_FIELDS = ("value", "period")
HEDGE_REACH = 60


@dataclass
class Account:
    """What the text says of the quotes, and which of its numbers are accounted for."""

    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    numbers: list[tuple[Mention, str | None]] = field(default_factory=list)
    recognized: bool = True

    def said(self) -> str:
        """The counts in words."""
        accounted = sum(1 for _, by in self.numbers if by is not None)
        return f"{with_noun(len(self.numbers), 'number')} in the text, {accounted} accounted for"


@dataclass(frozen=True)
class Quote:
    """A row with words of the text: of provenance or of other_numbers (row counted from 0)."""

    table: str
    index: int
    row: Row

    @property
    def words(self) -> str:
        """The quoted words."""
        return str(self.row["exact"])

    @property
    def name(self) -> str:
        """What the row is called in a report."""
        return str(self.row.get("provenance_id") or f"{OTHER_NUMBERS} {self.row['start']}")


def account(curated: Curated, source_id: str, text: Text) -> Account:
    """Hold every quote of a source against its text, or against another copy of it, and account for its numbers."""
    case = _Case(curated, source_id, text)
    result = Account()
    result.findings += case.misplaced()
    result.findings += case.text_cells()
    result.findings += case.cut_words()
    result.findings += case.sentences()
    result.findings += case.claimants()
    result.numbers = case.numbers()
    result.findings += case.unaccounted(result.numbers)
    found = sum(span is not None for span in case.spans)
    result.recognized = 2 * found > len(case.spans)
    if not case.original:
        result.notices.append(
            f"The text is another copy of {source_id}: its SHA-256 is {text.sha256}. "
            f"{found} of {with_noun(len(case.spans), 'quote')} {'was' if found == 1 else 'were'} found in it, in order."
        )
    return result


def source_of(curated: Curated, text: Text) -> str | None:
    """The source whose text this is: by its hash, else the only one that has a text; None if it cannot be told."""
    sources = [row for row in curated.rows["sources"] if row["text_sha256"] is not None]
    same = [row for row in sources if row["text_sha256"] == text.sha256]
    chosen = same or sources
    return str(chosen[0]["source_id"]) if len(chosen) == 1 else None


@dataclass(frozen=True)
class _Case:
    curated: Curated
    source_id: str
    text: Text

    @cached_property
    def source(self) -> tuple[int, Row]:
        """The row of the source and its place."""
        rows = enumerate(self.curated.rows["sources"])
        return next((index, row) for index, row in rows if row["source_id"] == self.source_id)

    @cached_property
    def original(self) -> bool:
        """Whether the text is the one that the anchors were made on."""
        return bool(self.source[1]["text_sha256"] == self.text.sha256)

    @cached_property
    def quotes(self) -> list[Quote]:
        """All rows with words of this source."""
        own = {row["figure_id"] for row in self.curated.rows["figures"] if row["source_id"] == self.source_id}
        anchors = enumerate(self.curated.rows[PROVENANCE])
        others = enumerate(self.curated.rows[OTHER_NUMBERS])
        return [Quote(PROVENANCE, index, row) for index, row in anchors if row["figure_id"] in own] + [
            Quote(OTHER_NUMBERS, index, row) for index, row in others if row["source_id"] == self.source_id
        ]

    @cached_property
    def spans(self) -> list[Span | None]:
        """Where each quote stands in the text at hand; None where its words do not stand there."""
        content = self.text.content
        exact = [(quote.row["start"], quote.row["end"]) for quote in self.quotes]
        if self.original:
            pairs = zip(self.quotes, exact, strict=True)
            return [span if content[span[0] : span[1]] == quote.words else None for quote, span in pairs]
        placed = place([(quote.row["start"], quote.words) for quote in self.quotes], self.text)
        return [placed[quote.row["start"], quote.words] for quote in self.quotes]

    def placed(self) -> Iterator[tuple[Quote, Span]]:
        """The quotes that stand in the text, with their places."""
        for quote, span in zip(self.quotes, self.spans, strict=True):
            if span is not None:
                yield quote, span

    def misplaced(self) -> Iterator[Finding]:
        """Quotes whose words do not stand where they should."""
        for quote, span in zip(self.quotes, self.spans, strict=True):
            if span is None:
                yield self._misplaced(quote)

    def _misplaced(self, quote: Quote) -> Finding:
        start, end, words, content = quote.row["start"], quote.row["end"], quote.words, self.text.content
        if not self.original:
            problem = "The words cannot be placed in this copy of the text."
            return self._finding(quote, "exact", problem, "Look whether the copy says something else there.")
        if content[start : start + len(words)] == words:
            return self._finding(quote, "end", "The words end elsewhere in the text.", f"Write {start + len(words)}.")
        if end >= len(words) and content[end - len(words) : end] == words:
            return self._finding(quote, "start", "The words start elsewhere in the text.", f"Write {end - len(words)}.")
        problem = f"From {start} to {end} the text says {visible(content[start:end]) or 'nothing'}."
        return self._finding(quote, "exact", problem, "Quote what stands there, or mend start and end.")

    def text_cells(self) -> Iterator[Finding]:
        """The length of the text, where its hash is right; and a hash that is right but for a slip.

        The hash of another copy, be it of one character, has about one digit in sixteen in common with this one's.
        """
        index, row = self.source
        if self.original and row["text_characters"] != len(self.text.content):
            problem = f"The text has {with_noun(len(self.text.content), 'character')}."
            yield self.curated.finding("sources", index, "text_characters", problem, f"Write {len(self.text.content)}.")
        alike = sum(one == other for one, other in zip(row["text_sha256"] or "", self.text.sha256, strict=False))
        if not self.original and 2 * alike > len(self.text.sha256):
            problem = "It is nearly the SHA-256 of the text, which no other text has by chance."
            yield self.curated.finding("sources", index, "text_sha256", problem, f"Write {self.text.sha256}.")

    def cut_words(self) -> Iterator[Finding]:
        """Quotes that cut a word in two, and values without a hedge that stands beside them."""
        for quote, span in self.placed():
            if self.text.cuts_a_word(span):
                yield self._finding(quote, "exact", "The quote cuts a word in two.", "Quote whole words.")
            elif quote.row.get("field") == "value":
                hedge = self._hedge_beside(span)
                if hedge is not None:
                    problem = f"The hedge {visible(hedge)} stands beside the words and is left out."
                    yield self._finding(quote, "exact", problem, "Quote the value with its hedge.")

    def _hedge_beside(self, span: Span) -> str | None:
        first = max(0, span[0] - HEDGE_REACH)
        return cut_hedge(self.text.content[first : span[1] + HEDGE_REACH], span[0] - first, span[1] - first)

    def sentences(self) -> Iterator[Finding]:
        """What carries a figure stands in the sentence of its value: each name, or the words that stand for it.

        A period is ``stated`` where all its words stand there, and ``inferred`` where some stand elsewhere.
        """
        cells: dict[tuple[str, str], list[tuple[Quote, Span]]] = defaultdict(list)
        for quote, span in self.placed():
            if quote.table == PROVENANCE:
                cells[quote.row["figure_id"], quote.row["field"]].append((quote, span))
        for (figure, name), quotes in cells.items():
            value = cells.get((figure, "value"))
            if value is None:
                continue
            stood_for = {quote.row["context_of"] for quote, _ in quotes}
            bearing = [(quote, span) for quote, span in quotes if quote.row["provenance_id"] not in stood_for]
            here = [self.text.same_sentence(span, value[0][1]) for _, span in bearing]
            if name == "period":
                needs_context = any(stood_for - {None})
                yield from self._period_basis(figure, bearing, here, stated=all(here) and not needs_context)
                continue
            for (quote, _), inside in zip(bearing, here, strict=True):
                if not inside:
                    mend = "Quote the words of that sentence, with the basis context if they stand for this name."
                    yield self._finding(quote, "start", "The words do not stand in the sentence of the value.", mend)

    def claimants(self) -> Iterator[Finding]:
        """The claimant is the subject of a reporting verb in the sentence of the value; who is one is the claimant."""
        quotes = [(quote, span) for quote, span in self.placed() if quote.table == PROVENANCE]
        values = {quote.row["figure_id"]: span for quote, span in quotes if quote.row["field"] == "value"}
        claimed = [(quote, span) for quote, span in quotes if quote.row["field"] == "claimant"]
        for quote, span in claimed:
            value = values.get(quote.row["figure_id"])
            if value and self.text.same_sentence(span, value) and not self.text.reports(span):
                problem = "The words are not the subject of a reporting verb."
                mend = "Quote who is said to say so, or leave the claimant of the figure empty."
                yield self._finding(quote, "exact", problem, mend)
        with_claimant = {quote.row["figure_id"] for quote, _ in claimed}
        for figure_id, value in values.items():
            index, figure = self.figures[figure_id]
            if figure_id not in with_claimant and figure["claimant_id"] is None:
                for name, actor in self._reporting(value):
                    problem = f"The sentence of the value says that {visible(name)} reports it."
                    mend = f"Write {actor}, and quote the name in provenance.csv."
                    yield self.curated.finding("figures", index, "claimant_id", problem, mend)

    def _reporting(self, value: Span) -> Iterator[tuple[str, str]]:
        """The actors that the sentence of a value names as the subject of a reporting verb, each with its words."""
        first, last = self.text.sentence_around(value)
        sentence = self.text.content[first:last]
        for row in self.curated.rows["wordings"]:
            if row["table"] == "actors":
                start = sentence.find(row["wording"])
                span = (first + start, first + start + len(row["wording"]))
                if start >= 0 and not self.text.cuts_a_word(span) and self.text.reports(span):
                    yield row["wording"], row["row_id"]

    def _period_basis(
        self, figure_id: str, bearing: list[tuple[Quote, Span]], here: list[bool], *, stated: bool
    ) -> Iterator[Finding]:
        index, figure = self.figures[figure_id]
        basis = figure["period_basis"]
        if not any(here):
            mend = "Quote the words of that sentence that say when, or that stand for a day."
            yield self._finding(
                bearing[0][0], "start", "No words of the period stand in the sentence of the value.", mend
            )
        elif basis == "stated" and not stated:
            problem = "Its words stand in another sentence than the value, or need context."
            yield self.curated.finding("figures", index, "period_basis", problem, "Write inferred.")
        elif basis == "inferred" and stated and self._says_both_ends(figure):
            problem = "The sentence of the value says both ends."
            yield self.curated.finding("figures", index, "period_basis", problem, "Write stated.")

    @cached_property
    def figures(self) -> dict[str, tuple[int, Row]]:
        """The figures with their places, by id."""
        return {row["figure_id"]: (index, row) for index, row in enumerate(self.curated.rows["figures"])}

    def _says_both_ends(self, figure: Row) -> bool:
        words = [
            quote.words
            for quote, _ in self.placed()
            if quote.row.get("field") == "period" and quote.row["figure_id"] == figure["figure_id"]
        ]
        try:
            read = read_period(words, self.source[1]["published_on"])
        except UnreadableWording:
            return False  # the proof names the words
        return (read.start, read.end) == (figure["period_start"], figure["period_end"])

    def numbers(self) -> list[tuple[Mention, str | None]]:
        """Every number of the text with the quote that accounts for it, or None."""
        mentions = find_numbers(self.text.content)
        accounted: dict[Span, str] = {}
        for quote, span in self._accounting():
            for mention in find_numbers(self.text.content[span[0] : span[1]]):
                accounted.setdefault((span[0] + mention.start, span[0] + mention.end), quote.name)
        return [(mention, accounted.get((mention.start, mention.end))) for mention in mentions]

    def _accounting(self) -> Iterator[tuple[Quote, Span]]:
        """The quotes whose numbers are read: words that need context are not, and could hide one."""
        for quote, span in self.placed():
            read = quote.row.get("field") in ACCOUNTING_FIELDS and quote.row["basis"] == "stated"
            if (read or quote.table == OTHER_NUMBERS) and len(quote.words.split()) <= MOST_WORDS:
                yield quote, span

    def unaccounted(self, numbers: list[tuple[Mention, str | None]]) -> Iterator[Finding]:
        """Numbers that nothing accounts for, and rows of other_numbers that account for none of their own."""
        path = self.curated.package.tables[OTHER_NUMBERS].path
        for mention, by in numbers:
            if by is None:
                span = (mention.start, mention.end)
                where = f"at {mention.start} ({visible(self.text.around(span))})"
                problem = f"The number {visible(mention.text)} {where} is accounted for nowhere."
                mend = "Quote it here with a reason, or add its figure; scripts/scan.py prints the rows to start from."
                yield Finding(path, problem, mend)
        figures = {text_of(mention.start) for mention, by in numbers if by and not by.startswith(OTHER_NUMBERS)}
        for quote, span in self.placed():
            if quote.table != OTHER_NUMBERS:
                continue
            found = find_numbers(quote.words)
            if len(found) != 1:
                yield self._finding(
                    quote, "exact", f"The words hold {len(found)} numbers.", "Quote exactly one number."
                )
            elif text_of(span[0] + found[0].start) in figures:
                problem = "The number belongs to a figure."
                yield self._finding(quote, "exact", problem, "Take the row out: provenance.csv accounts for it.")

    def _finding(self, quote: Quote, column: str, problem: str, mend: str) -> Finding:
        return self.curated.finding(quote.table, quote.index, column, problem, mend)
