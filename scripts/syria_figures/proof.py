"""The proof: each cell of a figure is read again, by rule, from the words that provenance quotes (data model, 1).

1. A filled cell has words, an empty one has none.
2. Words that are ``stated`` give the cell by themselves: those of the value are read as a quantity, those of the period
   as days, a word of inclusion as a part; a name or a verb is a wording of the row that the cell points to.
3. Words of the basis ``context`` give it through the stated words that they stand for: a judgement, and counted apart.

The words of a comparison's value are read the same way (data model, 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .canonical import line_of, text_of
from .descriptor import Package
from .findings import Finding, visible, with_noun
from .reading import Period, Quantity, UnreadableWording, cut_phrase, is_inclusion, read_period, read_quantity
from .tables import Frames, Row, items, records

# The cells that each field proves; the first column is named where the words are missing.
COLUMNS = {
    "indicator": ("indicator_id",),
    "counted": ("counted",),
    "value": ("value_text",),
    "place": ("place_id",),
    "period": ("period_start", "period_end"),
    "claimant": ("claimant_id",),
    "actor": ("actor_ids",),
    "part_of": ("part_of",),
}
NAMED_IN = {"indicator": "indicators", "place": "places", "claimant": "actors", "actor": "actors"}
PIECES = " … "  # between two pieces of a quote


@dataclass
class Proof:
    """What the proof found, and on what the cells of the figures rest."""

    findings: list[Finding] = field(default_factory=list)
    by_name: int = 0
    by_context: int = 0
    not_stated: int = 0

    def said(self) -> str:
        """The counts in words."""
        cells = with_noun(self.by_name, "cell")
        return f"{cells} proved by name, {self.by_context} by context, {self.not_stated} not stated"


@dataclass(frozen=True)
class Anchor:
    """A row of provenance and its place in the file (the row is counted from 0)."""

    index: int
    row: Row

    @property
    def words(self) -> str:
        """The quoted words."""
        return str(self.row["exact"])

    @property
    def stated(self) -> bool:
        """Whether the words say it themselves."""
        return bool(self.row["basis"] == "stated")


@dataclass(frozen=True)
class Cell:
    """One cell of a figure (a period counts as one) with its anchors; the row is counted from 0."""

    figure: Row
    index: int
    field: str
    anchors: list[Anchor]

    @property
    def filled(self) -> bool:
        """Whether the figure says anything here."""
        return any(self.figure[column] is not None for column in COLUMNS[self.field])

    @property
    def column(self) -> str:
        """The column to name where the cell as a whole is wrong: the first that is filled."""
        columns = COLUMNS[self.field]
        return next((column for column in columns if self.figure[column] is not None), columns[0])

    @property
    def stated(self) -> list[Anchor]:
        """The anchors whose words say it themselves."""
        return [anchor for anchor in self.anchors if anchor.stated]

    @property
    def judged(self) -> bool:
        """Whether the cell rests on a judgement of ours."""
        inferred = self.field == "period" and self.figure["period_basis"] == "inferred"
        return inferred or len(self.stated) < len(self.anchors)


def prove(package: Package, tables: Frames) -> Proof:
    """Compare each cell of figures, and the words of each comparison, with what the words read as.

    ``tables`` are the curated frames, whose structure and keys were found to be in order.
    """
    case = _Case(package, {name: records(tables[name]) for name in _READ})
    proof = Proof()
    for cell in case.cells():
        proof.findings += case.cell(cell)
        if not cell.filled:
            proof.not_stated += 1
        elif cell.judged:
            proof.by_context += 1
        else:
            proof.by_name += 1
    proof.findings += case.idle_wordings()
    for index, row in enumerate(case.rows["comparisons"]):
        proof.findings += case.comparison(index, row)
    return proof


_READ = ("figures", "provenance", "sources", "wordings", "comparisons")


@dataclass(frozen=True)
class _Case:
    """The tables of the proof as plain rows, and what is looked up in them."""

    package: Package
    rows: dict[str, list[Row]]

    @cached_property
    def anchors(self) -> dict[tuple[str, str], list[Anchor]]:
        """The anchors of each figure and field."""
        found: dict[tuple[str, str], list[Anchor]] = {}
        for index, row in enumerate(self.rows["provenance"]):
            found.setdefault((row["figure_id"], row["field"]), []).append(Anchor(index, row))
        return found

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by id."""
        return {row["source_id"]: row for row in self.rows["sources"]}

    @cached_property
    def wordings(self) -> dict[tuple[str, str, str], set[str]]:
        """The rows that a wording names, by table, wording and language."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for row in self.rows["wordings"]:
            found.setdefault((row["table"], row["wording"], row["language"]), set()).add(row["row_id"])
        return found

    def cells(self) -> Iterator[Cell]:
        """All cells of all figures."""
        for index, figure in enumerate(self.rows["figures"]):
            for name in COLUMNS:
                yield Cell(figure, index, name, self.anchors.get((figure["figure_id"], name), []))

    # What a cell needs

    def cell(self, cell: Cell) -> Iterator[Finding]:
        """All that keeps a cell from being proved."""
        column = cell.column
        if not cell.filled:
            yield from map(self._unneeded, cell.anchors[:1], [cell])
            return
        if not cell.anchors:
            fix = f"Quote them in provenance.csv with the field {cell.field}, or empty the cell."
            yield self._figure(cell, column, "No words of the source are quoted for it.", fix)
            return
        unsound = [finding for anchor in cell.anchors for finding in self._anchor(cell, anchor)]
        if unsound:
            yield from unsound
        elif not cell.stated:
            fix = "Quote the name that they stand for as well, with the basis stated."
            yield self._figure(cell, column, "Only words that need context are quoted for it.", fix)
        elif cell.field in NAMED_IN:
            yield from self._read_name(cell)
        else:
            read = {
                "value": self._read_value,
                "counted": self._read_counted,
                "period": self._read_period,
                "part_of": self._read_part_of,
            }
            yield from read[cell.field](cell)

    def _unneeded(self, anchor: Anchor, cell: Cell) -> Finding:
        """Words for an empty cell: it was emptied, or the words belong to another field."""
        column, language = COLUMNS[cell.field][0], self._language(cell.figure)
        belongs = {name for name, table in NAMED_IN.items() if (table, anchor.words, language) in self.wordings} or {
            cell.field
        }
        if cell.field in belongs:
            problem = f"The cell says nothing, but provenance quotes {visible(anchor.words)} for it."
            fix = f"Fill it, or take {anchor.row['provenance_id']} out of provenance.csv."
            return self._figure(cell, column, problem, fix)
        problem = f"Column {column} of {cell.figure['figure_id']} is empty; the words are not one of its wordings."
        return self._quote(anchor, "field", problem, f"Write {' or '.join(sorted(belongs))}.")

    def _anchor(self, cell: Cell, anchor: Anchor) -> Iterator[Finding]:
        """What is wrong with a quote by itself."""
        row = anchor.row
        if row["end"] - row["start"] != len(anchor.words):
            length = with_noun(len(anchor.words), "character")
            problem = f"From {row['start']} to {row['end']} there is no room for {length}."
            yield self._quote(anchor, "end", problem, f"Write {row['start'] + len(anchor.words)}, or correct start.")
        twins = [each for each in cell.anchors if each.row["start"] == row["start"] and each.words == anchor.words]
        if anchor is not twins[0]:
            problem = f"The same words are quoted for it by {twins[0].row['provenance_id']}."
            yield self._quote(anchor, "figure_id", problem, "Name the figure that they belong to, or take the row out.")
        known = {each.row["provenance_id"] for each in cell.stated}
        if anchor.stated and row["context_of"] is not None:
            problem, fix = "The basis is stated: the words stand for no others.", "Empty it, or write context."
            yield self._quote(anchor, "context_of", problem, fix)
        if not anchor.stated and row["context_of"] not in known:
            fix = f"Write one of: {', '.join(sorted(known)) or 'none yet; quote the name first'}."
            yield self._quote(anchor, "context_of", "It names no stated words of the same figure and field.", fix)
        if not anchor.stated and cell.field in ("value", "part_of"):
            yield self._quote(anchor, "basis", f"The words of {cell.field} are read by themselves.", "Write stated.")

    def idle_wordings(self) -> Iterator[Finding]:
        """The wordings that no anchor uses."""
        figures = {row["figure_id"]: row for row in self.rows["figures"]}
        used = {
            (NAMED_IN[name], anchor.words, self._language(figures[figure]))
            for (figure, name), found in self.anchors.items()
            if name in NAMED_IN
            for anchor in found
        }
        for index, row in enumerate(self.rows["wordings"]):
            if (row["table"], row["wording"], row["language"]) not in used:
                fix = "Quote it in provenance.csv, correct its language, or take the row out."
                yield self._finding("wordings", index, "wording", "No quoted words are read by it.", fix)

    # How the words of each field read

    def _read_value(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        others = [anchor for anchor in cell.stated if anchor.words != figure["value_text"]]
        if len(others) < len(cell.stated):
            for anchor in others:
                problem = f"The words of the value are {visible(figure['value_text'])}."
                yield self._quote(anchor, "figure_id", problem, "Name the figure that these words belong to.")
        else:
            problem, fix = f"Provenance quotes {visible(others[0].words)} for it.", "Make the two the same."
            yield self._figure(cell, "value_text", problem, fix)
            return
        yield from self._quantity("figures", cell.index, figure, self._language(figure))

    def _quantity(self, table: str, index: int, row: Row, language: str) -> Iterator[Finding]:
        """Whether the words of a value give the value, the hedge and the unit of its row."""
        words = str(row["value_text"])
        try:
            read = read_quantity(words, language, "percent" if row["unit"] == "percent" else None)
        except UnreadableWording as unreadable:
            fix = "Quote the value with its hedge, and nothing else."
            yield self._finding(table, index, "value_text", str(unreadable), fix)
            return
        for column in ("value", "value_high", "quantifier"):
            wanted = getattr(read, column)
            if wanted != row[column]:
                problem = f"The words {visible(words)} read as {_quantity(read)}."
                yield self._finding(table, index, column, problem, f"Write {text_of(wanted) or 'nothing'}.")
        if (read.unit == "percent") != (row["unit"] == "percent"):
            problem = f"The words {visible(words)} give {'a percentage' if read.unit else 'no percentage'}."
            yield self._finding(table, index, "unit", problem, "Write the unit of the words, or quote other words.")

    def _read_counted(self, cell: Cell) -> Iterator[Finding]:
        for anchor in cell.stated:
            if anchor.words != cell.figure["counted"]:
                problem = f"Provenance quotes {visible(anchor.words)} for it."
                yield self._figure(cell, "counted", problem, f"Write {visible(anchor.words)}, or quote the other word.")

    def _read_period(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        day = self.sources[figure["source_id"]]["published_on"]
        if day is None:
            problem, fix = "Its source has no day of publication to read days from.", "Give the source its day."
            yield self._figure(cell, "period_start", problem, fix)
            return
        try:
            together = read_period([anchor.words for anchor in cell.stated], day)
            each = [read_period([anchor.words], day) for anchor in cell.stated]
        except UnreadableWording as unreadable:
            fix = "Quote the words of the days, and nothing else."
            yield self._quote(cell.stated[0], "exact", str(unreadable), fix)
            return
        says_it = together.basis == "stated" and len(cell.anchors) == 1  # to join days of two places is our reading
        same = (figure["period_start"], figure["period_end"]) == (together.start, together.end)
        if figure["period_basis"] == "stated" or (says_it and not same):
            yield from self._stated_period(cell, together, says_it)
        elif says_it:
            problem = "The words say the whole period by themselves."
            yield self._figure(cell, "period_basis", problem, "Write stated.")
        else:
            yield from self._inferred_period(cell, each)

    def _stated_period(self, cell: Cell, read: Period, says_it: bool) -> Iterator[Finding]:
        if not says_it:
            problem = "The words need context, or stand in more than one place."
            yield self._figure(cell, "period_basis", problem, "Write inferred.")
            return
        for column, wanted in (("period_start", read.start), ("period_end", read.end)):
            if cell.figure[column] != wanted:
                problem = f"The words give the period {_period(read)}."
                yield self._figure(
                    cell, column, problem, f"Write {text_of(wanted) or 'nothing'}, or quote other words."
                )

    def _inferred_period(self, cell: Cell, each: list[Period]) -> Iterator[Finding]:
        """An inferred end is a day that some words give; each day that words give is an end."""
        days = {end for period in each for end in (period.start, period.end)} - {None}
        given = ", ".join(map(text_of, sorted(days)))  # type: ignore[type-var]
        ends = [column for column in COLUMNS["period"] if cell.figure[column] is not None]
        for column in ends:
            if cell.figure[column] not in days:
                problem = f"No quoted words give this day; they give {given}."
                yield self._figure(cell, column, problem, "Write a day that they give, or nothing.")
        if len(ends) > len(days):
            problem = f"One day is quoted, {given}; no words say that the period ends with it."
            yield self._figure(cell, "period_end", problem, "Leave the end empty, or quote the words of another day.")
        if len(ends) < len(days):
            empty = next(column for column in COLUMNS["period"] if column not in ends)
            problem = f"The quoted words give more days than the period has: {given}."
            yield self._figure(cell, empty, problem, "Fill it, or take the words out.")

    def _read_part_of(self, cell: Cell) -> Iterator[Finding]:
        """A word such as "including" stands behind the value of the whole and before that of the part."""
        whole = self._start_of_value(cell.figure["part_of"])
        part = self._start_of_value(cell.figure["figure_id"])
        for anchor in cell.stated:
            if not is_inclusion(anchor.words, self._language(cell.figure)):
                problem, fix = "The words do not make one thing a part of another.", 'Quote a word like "including".'
                yield self._quote(anchor, "exact", problem, fix)
            elif not whole < anchor.row["start"] < part:
                problem = f"The words {visible(anchor.words)} do not stand between its value and that of the part."
                fix = "Write the figure whose value stands before them, or quote other words."
                yield self._figure(cell, "part_of", problem, fix)

    def _start_of_value(self, figure_id: str) -> int:
        anchors = self.anchors.get((figure_id, "value"), [])
        return int(anchors[0].row["start"]) if anchors else 0

    def _read_name(self, cell: Cell) -> Iterator[Finding]:
        """The words of an indicator, a place, a claimant or an actor."""
        table, column = NAMED_IN[cell.field], COLUMNS[cell.field][0]
        wanted = set(items(cell.figure[column]))
        named: set[str] = set()
        for anchor in cell.stated:
            rows = self.wordings.get((table, anchor.words, self._language(cell.figure)), set())
            if not rows:
                problem = f"The words {visible(anchor.words)} are not a wording of a row of {table}."
                yield self._quote(anchor, "exact", problem, "Quote the name, or add it to wordings.csv.")
            elif not rows & wanted and any(
                self.wordings.get((table, each.words, self._language(cell.figure)), set()) & wanted
                for each in cell.stated
            ):
                problem = (
                    f"The words {visible(anchor.words)} name {' or '.join(sorted(rows))}, not what the cell names."
                )
                yield self._quote(anchor, "figure_id", problem, "Name the figure that these words belong to.")
            elif not rows & wanted:
                problem = f"The words {visible(anchor.words)} name {' or '.join(sorted(rows))}."
                yield self._figure(cell, column, problem, f"Write {' or '.join(sorted(rows))}, or quote other words.")
            named |= rows
        for unnamed in sorted(wanted - named) if named & wanted else []:
            fix = "Quote its name in provenance.csv, or take it out."
            yield self._figure(cell, column, f"No quoted words name {unnamed}.", fix)

    # Comparisons

    def comparison(self, index: int, row: Row) -> Iterator[Finding]:
        """Whether the words of a comparison's value give its cells, and are the whole phrase in its quote."""
        language, words, quote = row["value_language"], str(row["value_text"]), str(row["quote"])
        pieces = words.split(PIECES)
        if not all(piece in quote for piece in pieces):
            problem = f"The words do not stand in the quote {visible(quote)}."
            yield self._finding("comparisons", index, "value_text", problem, "Write them as they stand there.")
            return
        found = list(self._quantity("comparisons", index, row, language))
        yield from found
        if not found and len(pieces) == 1:
            start = quote.index(words)
            why = cut_phrase(quote, start, start + len(words), language, row["unit"])
            if why:
                yield self._finding("comparisons", index, "value_text", why, "Quote the whole phrase of the value.")

    # Where a finding stands

    def _figure(self, cell: Cell, column: str, problem: str, fix: str) -> Finding:
        return self._finding("figures", cell.index, column, problem, fix)

    def _quote(self, anchor: Anchor, column: str, problem: str, fix: str) -> Finding:
        return self._finding("provenance", anchor.index, column, problem, fix)

    def _finding(self, table: str, index: int, column: str, problem: str, fix: str) -> Finding:
        cell = text_of(self.rows[table][index][column])
        return Finding(self.package.tables[table].path, problem, fix, line_of(index), column, cell)

    def _language(self, figure: Row) -> str:
        return str(self.sources[figure["source_id"]]["language"])


def _quantity(read: Quantity) -> str:
    numbers = " to ".join(text_of(value) for value in (read.value, read.value_high) if value is not None)
    return " ".join(part for part in (read.quantifier, numbers, read.unit) if part)


def _period(period: Period) -> str:
    start, end = (text_of(day) or "an open end" for day in (period.start, period.end))
    return start if start == end else f"{start} to {end}"
