"""The proof: each cell of a figure is read again, by rule, from the words that provenance quotes (data model, 1).

1. A filled cell has words, an empty one has none.
2. Words that are ``stated`` give the cell by themselves: those of the value are read as a quantity, those of the period
   as days, those of the part by the order in which they stand; a name or a verb is a wording of the row that the cell
   points to.
3. Words of the basis ``context`` give it through the stated words that they stand for: a judgement, and counted apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .findings import Finding, visible, with_noun
from .tables import Curated, Row, items_of, text_of
from .wording import Period, Quantity, UnreadableWording, read_period, read_quantity, reads_as_inclusion

MOST_WORDS = 8
# The cell that each field proves; the first column is named where the words are missing.
COLUMNS = {
    "indicator": ("indicator_id",),
    "counted": ("counted",),
    "value": ("value_text", "value", "value_high", "quantifier"),
    "place": ("place_id",),
    "period": ("period_basis", "period_start", "period_end"),
    "claimant": ("claimant_id",),
    "actor": ("actor_ids",),
    "part_of": ("part_of",),
}
NAMED_IN = {"indicator": "indicators", "place": "places", "claimant": "actors", "actor": "actors"}
PROVENANCE = "provenance"


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
    """A row of provenance and its place in the file (row counted from 0)."""

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
    """One cell of a figure (a period counts as one) with its anchors in the order of the text."""

    figure: Row
    index: int
    field: str
    anchors: list[Anchor]

    @property
    def filled(self) -> bool:
        """Whether the figure says anything here."""
        if self.field == "period":
            return bool(self.figure["period_basis"] != "publication")
        return self.figure[COLUMNS[self.field][0]] is not None

    @property
    def stated(self) -> list[Anchor]:
        """The anchors whose words say it themselves."""
        return [anchor for anchor in self.anchors if anchor.stated]

    @property
    def judged(self) -> bool:
        """Whether the cell rests on a judgement of ours."""
        return len(self.stated) < len(self.anchors) or (
            self.field == "period" and self.figure["period_basis"] == "inferred"
        )


def prove(curated: Curated) -> Proof:
    """Hold every cell of figures against its words. The tables must be readable; a key may point nowhere."""
    proof = Proof()
    case = _Case(curated)
    proof.findings += case.ids()
    for cell in case.cells():
        proof.findings += case.cell(cell)
        if not cell.filled:
            proof.not_stated += 1
        elif cell.judged:
            proof.by_context += 1
        else:
            proof.by_name += 1
    proof.findings += case.idle_wordings()
    return proof


@dataclass(frozen=True)
class _Case:
    """The tables of the proof, and what is looked up in them."""

    curated: Curated

    @cached_property
    def anchors(self) -> dict[tuple[str, str], list[Anchor]]:
        """The anchors of each figure and field in the order of the text."""
        found: dict[tuple[str, str], list[Anchor]] = defaultdict(list)
        for index, row in enumerate(self.curated.rows[PROVENANCE]):
            found[row["figure_id"], row["field"]].append(Anchor(index, row))
        for anchors in found.values():
            anchors.sort(key=lambda anchor: (anchor.row["start"], anchor.row["end"]))
        return found

    @cached_property
    def names(self) -> dict[tuple[str, str, str], set[str]]:
        """The rows that a wording names, by table, wording and language."""
        found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in self.curated.rows["wordings"]:
            found[row["table"], row["wording"], row["language"]].add(row["row_id"])
        return found

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by id."""
        return self.curated.by_key("sources")

    @cached_property
    def values(self) -> dict[str, list[tuple[int, str]]]:
        """For each source where the words of its values start, in order, with their figures."""
        sources = {row["figure_id"]: row["source_id"] for row in self.curated.rows["figures"]}
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for (figure, name), anchors in self.anchors.items():
            if name == "value" and figure in sources:
                found[sources[figure]] += [(anchor.row["start"], figure) for anchor in anchors]
        return {source: sorted(starts) for source, starts in found.items()}

    def cells(self) -> Iterator[Cell]:
        """All cells of all figures."""
        for index, figure in enumerate(self.curated.rows["figures"]):
            for name in COLUMNS:
                yield Cell(figure, index, name, self.anchors.get((figure["figure_id"], name), []))

    # What a cell needs

    def cell(self, cell: Cell) -> Iterator[Finding]:
        """All that keeps a cell from being proved."""
        column = COLUMNS[cell.field][0]
        if not cell.filled:
            for anchor in cell.anchors[:1]:
                problem = f"The cell says nothing, but provenance quotes {visible(anchor.words)} for it."
                yield self._figure(
                    cell, column, problem, f"Fill it, or take {anchor.row['provenance_id']} out of provenance.csv."
                )
            return
        if not cell.anchors:
            mend = f"Quote them in provenance.csv with the field {cell.field}, or empty the cell."
            yield self._figure(cell, column, "No words of the source are quoted for it.", mend)
            return
        for anchor in cell.anchors:
            yield from self._anchor(cell, anchor)
        if not cell.stated:
            problem = "Only words that need context are quoted for it."
            yield self._figure(
                cell, column, problem, "Quote the name that they stand for as well, with the basis stated."
            )
            return
        yield from getattr(self, f"_read_{cell.field}", self._read_name)(cell)

    def _anchor(self, cell: Cell, anchor: Anchor) -> Iterator[Finding]:
        row = anchor.row
        if row["end"] - row["start"] != len(anchor.words):
            length = with_noun(len(anchor.words), "character")
            problem = f"From start {row['start']} to end {row['end']} there is no room for {length}."
            yield self._quote(
                anchor, "end", problem, f"Write {row['start'] + len(anchor.words)}, or mend start or exact."
            )
        if len(anchor.words.split()) > MOST_WORDS:
            yield self._quote(
                anchor, "exact", f"More than {MOST_WORDS} words are quoted.", "Quote the few words that carry the fact."
            )
        known = {other.row["provenance_id"] for other in cell.stated}
        if anchor.stated and row["context_of"] is not None:
            yield self._quote(
                anchor,
                "context_of",
                "The basis is stated: the words stand for no others.",
                "Empty it, or write context.",
            )
        if not anchor.stated and row["context_of"] not in known:
            mend = f"Write one of: {', '.join(sorted(known)) or 'none there yet; quote the name first'}."
            yield self._quote(anchor, "context_of", "It names no stated words of the same figure and field.", mend)
        if not anchor.stated and cell.field in ("value", "part_of"):
            yield self._quote(anchor, "basis", f"The words of {cell.field} are read by themselves.", "Write stated.")

    def ids(self) -> Iterator[Finding]:
        """An id of provenance says figure, field and number, in the order of the text."""
        figures = {row["figure_id"] for row in self.curated.rows["figures"]}
        for (figure, name), anchors in self.anchors.items():
            for number, anchor in enumerate(anchors, start=1):
                wanted = f"{figure}.{name}.{number}"
                own = str(anchor.row["provenance_id"])
                if own == wanted:
                    continue
                own_figure, own_field, _ = (*own.split("."), "", "")[:3]
                column = "provenance_id"
                if own_figure != figure and own_figure in figures:
                    column = "figure_id"
                elif own_field != name and own_field in COLUMNS:
                    column = "field"
                problem = f"Figure, field and place in the text make the id {wanted}, but it is {own}."
                yield self._quote(
                    anchor, column, problem, f"Write the id {wanted}, or mend the cell that differs from it."
                )

    def idle_wordings(self) -> Iterator[Finding]:
        """Every wording is used by an anchor."""
        figures = {row["figure_id"]: row for row in self.curated.rows["figures"]}
        used = {
            (NAMED_IN[name], anchor.words, self._language(figures[figure]))
            for (figure, name), found in self.anchors.items()
            if name in NAMED_IN and figure in figures
            for anchor in found
        }
        for index, row in enumerate(self.curated.rows["wordings"]):
            if (row["table"], row["wording"], row["language"]) not in used:
                mend = "Quote it in provenance.csv, mend its language, or take the row out."
                yield self.curated.finding("wordings", index, "wording", "No quoted words are read by it.", mend)

    # How the words of each field read

    def _read_value(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        for anchor in cell.stated:
            if anchor.words != figure["value_text"]:
                problem = f"Provenance quotes {visible(anchor.words)} for it."
                yield self._figure(
                    cell, "value_text", problem, f"Write {visible(anchor.words)}, or quote the other words."
                )
        words = str(figure["value_text"])
        try:
            read = read_quantity(words, self._language(figure))
        except UnreadableWording as unreadable:
            yield self._figure(cell, "value_text", str(unreadable), "Quote the value with its hedge, and nothing else.")
            return
        for column in ("value", "value_high", "quantifier"):
            wanted = getattr(read, column)
            if wanted != figure[column] and not (column == "quantifier" and wanted is None):
                problem = f"The words {visible(words)} read as {_quantity(read)}."
                yield self._figure(
                    cell, column, problem, f"Write {text_of(wanted) or 'nothing'}, or quote other words."
                )
        if (read.unit == "percent") != (figure["unit"] == "percent"):
            problem = f"The words {visible(words)} give {'a percentage' if read.unit else 'no percentage'}."
            yield self._figure(cell, "unit", problem, "Write the unit of the words, or quote other words.")

    def _read_counted(self, cell: Cell) -> Iterator[Finding]:
        for anchor in cell.stated:
            if anchor.words != cell.figure["counted"]:
                problem = f"Provenance quotes {visible(anchor.words)} for it."
                yield self._figure(cell, "counted", problem, f"Write {visible(anchor.words)}, or quote the other word.")

    def _read_period(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        day = self.sources.get(figure["source_id"], {}).get("published_on")
        if day is None:
            yield self._figure(
                cell,
                "period_basis",
                "Its source has no day of publication to read days from.",
                "Give the source its day.",
            )
            return
        try:
            together = read_period([anchor.words for anchor in cell.stated], day)
            each = [read_period([anchor.words], day) for anchor in cell.stated]
        except UnreadableWording as unreadable:
            yield self._quote(
                cell.stated[0], "exact", str(unreadable), "Quote the words of the days, and nothing else."
            )
            return
        if figure["period_basis"] == "stated":
            for column, wanted in (("period_start", together.start), ("period_end", together.end)):
                if figure[column] != wanted:
                    mend = f"Write {text_of(wanted) or 'nothing'}, or another basis."
                    yield self._figure(cell, column, f"The words give the period {_period(together)}.", mend)
            return
        starts, ends = {period.start for period in each}, {period.end for period in each}
        if figure["period_start"] is not None and figure["period_start"] not in starts:
            yield self._figure(
                cell,
                "period_start",
                f"No quoted words give this day; they give {_period(together)}.",
                "Write a day that they give, or nothing.",
            )
        if figure["period_end"] not in {*ends, day}:
            mend = f"Write a day that they give, or the day of publication, {text_of(day)}."
            yield self._figure(
                cell, "period_end", f"No quoted words give this day; they give {_period(together)}.", mend
            )
        for anchor, period in zip(cell.stated, each, strict=True):
            idle = period.end != figure["period_end"] and period.start != figure["period_start"]
            if idle and (figure["period_end"] == day or figure["period_start"] is None):
                column, wanted = (
                    ("period_end", period.end) if figure["period_end"] == day else ("period_start", period.start)
                )
                problem = f"The words {visible(anchor.words)} give {_period(period)}, which is no end of the period."
                yield self._figure(cell, column, problem, f"Write {text_of(wanted)}, or take the words out.")

    def _read_part_of(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        own = next(iter(self.anchors.get((figure["figure_id"], "value"), [])), None)
        for anchor in cell.stated:
            if not reads_as_inclusion(anchor.words):
                yield self._quote(
                    anchor, "exact", "The words make nothing a part of anything.", 'Quote a word such as "including".'
                )
            elif own is not None:
                whole = self._value_before(figure["source_id"], anchor)
                if own.row["start"] < anchor.row["start"]:
                    yield self._quote(
                        anchor,
                        "start",
                        "The words stand behind the value that they make a part.",
                        "Quote those before it.",
                    )
                elif whole != figure["part_of"]:
                    problem = f"The value that stands before {visible(anchor.words)} is that of {whole}."
                    yield self._figure(cell, "part_of", problem, f"Write {whole}, or quote other words.")

    def _value_before(self, source: str, anchor: Anchor) -> str:
        """The figure of the last value before an anchor, in the order of the text."""
        values = self.values[source]
        place = bisect_left(values, (anchor.row["start"], ""))
        return values[place - 1][1] if place else "none"

    def _read_name(self, cell: Cell) -> Iterator[Finding]:
        """The words of an indicator, a place, a claimant or an actor."""
        table, column = NAMED_IN[cell.field], COLUMNS[cell.field][0]
        wanted = set(items_of(cell.figure[column]))
        named: set[str] = set()
        for anchor in cell.stated:
            rows = self.names.get((table, anchor.words, self._language(cell.figure)), set())
            if not rows:
                problem = f"The words {visible(anchor.words)} are no wording of a row of {table}."
                yield self._quote(anchor, "exact", problem, "Quote the name, or add it to wordings.csv.")
            elif not rows & wanted:
                problem = f"The words {visible(anchor.words)} name {' or '.join(sorted(rows))}."
                yield self._figure(cell, column, problem, f"Write {' or '.join(sorted(rows))}, or quote other words.")
            named |= rows
        for unnamed in sorted(wanted - named):
            if named:
                problem = f"No quoted words name {unnamed}."
                yield self._figure(cell, column, problem, "Quote its name in provenance.csv, or take it out.")

    _read_indicator = _read_place = _read_claimant = _read_actor = _read_name

    # Where a finding stands

    def _figure(self, cell: Cell, column: str, problem: str, mend: str) -> Finding:
        return self.curated.finding("figures", cell.index, column, problem, mend)

    def _quote(self, anchor: Anchor, column: str, problem: str, mend: str) -> Finding:
        return self.curated.finding(PROVENANCE, anchor.index, column, problem, mend)

    def _language(self, figure: Row) -> str:
        return str(self.sources.get(figure["source_id"], {}).get("language", "en"))


def _quantity(read: Quantity) -> str:
    numbers = " to ".join(text_of(value) for value in (read.value, read.value_high) if value is not None)
    return " ".join(part for part in (read.quantifier, numbers, read.unit) if part)


def _period(period: Period) -> str:
    start, end = (text_of(day) or "an open end" for day in (period.start, period.end))
    return start if start == end else f"{start} to {end}"
