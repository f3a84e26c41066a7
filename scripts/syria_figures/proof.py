"""The proof: each cell of a figure is read again, by rule, from the words that provenance quotes (data model, 1).

1. A filled cell has words, an empty one has none.
2. Words that are ``stated`` give the cell by themselves: those of the value are read as a quantity, those of the period
   as days, a word of inclusion as a part; a name or a verb is a wording of the row that the cell points to.
3. Words of the basis ``context`` give it through the stated words that they stand for: a judgement, and counted apart.

The words of a comparison's value are read the same way (data model, 5).
"""

from __future__ import annotations

import re
from bisect import bisect_left
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
WITHOUT_MARKS = str.maketrans("", "", " ,.")  # 220,000 as 220000


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
    proof = Proof(list(case.foreign_sources()))
    if proof.findings:
        return proof
    periods: dict[str, list[list[Finding]]] = {}
    for cell in case.cells():
        found = list(case.cell(cell))
        if cell.field == "period" and cell.filled:
            periods.setdefault(cell.figure["source_id"], []).append(found)
        else:
            proof.findings += found
        if not cell.filled:
            proof.not_stated += 1
        elif cell.judged:
            proof.by_context += 1
        else:
            proof.by_name += 1
    proof.findings += case.of_periods(periods)
    if not proof.findings:
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
        """The anchors of each figure and field, as their ids have them: a slip beside the id moves no words."""
        found: dict[tuple[str, str], list[Anchor]] = {}
        for index, row in enumerate(self.rows["provenance"]):
            found.setdefault(self._home(row), []).append(Anchor(index, row))
        return found

    def _home(self, row: Row) -> tuple[str, str]:
        """The figure and the field that the id of an anchor is made of; those of its row where there are none such."""
        figure, _, name = str(row["provenance_id"]).rpartition(".")[0].rpartition(".")
        known = figure in self.figures and name in COLUMNS
        return (figure, name) if known else (row["figure_id"], row["field"])

    @cached_property
    def figures(self) -> dict[str, Row]:
        """The figures by id."""
        return {row["figure_id"]: row for row in self.rows["figures"]}

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
        """All cells of all figures, without those of a source that has no text: that is a rule."""
        for index, figure in enumerate(self.rows["figures"]):
            for name in COLUMNS if self.sources[figure["source_id"]]["text_sha256"] else ():
                yield Cell(figure, index, name, self.anchors.get((figure["figure_id"], name), []))

    def foreign_sources(self) -> Iterator[Finding]:
        """The sources of figures in a language of which there are no wordings: none of their words can be read."""
        languages = {row["language"] for row in self.rows["wordings"]}
        with_figures = {figure["source_id"] for figure in self.rows["figures"]}
        for index, row in enumerate(self.rows["sources"]):
            if row["text_sha256"] and row["source_id"] in with_figures and row["language"] not in languages:
                problem, fix = "No wording is in this language.", "Write the language of the text, or add wordings."
                yield self._finding("sources", index, "language", problem, fix)

    def of_periods(self, periods: dict[str, list[list[Finding]]]) -> Iterator[Finding]:
        """What is wrong with the periods of each source; where none of several is right, its day is wrong."""
        for index, row in enumerate(self.rows["sources"]):
            found = periods.get(row["source_id"], [])
            if len(found) > 1 and all(found):
                problem = "Read with this day of publication, the words of no period give its days."
                yield self._finding("sources", index, "published_on", problem, "Write the day of publication.")
            else:
                yield from (finding for each in found for finding in each)

    # What a cell needs

    def cell(self, cell: Cell) -> Iterator[Finding]:
        """All that keeps a cell from being proved."""
        column = cell.column
        if not cell.filled:
            yield from (self._unneeded(cell, anchor) for anchor in cell.anchors[:1])
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

    def _unneeded(self, cell: Cell, anchor: Anchor) -> Finding:
        """Words for an empty cell: it was emptied, or the words belong elsewhere."""
        problem = f"The cell says nothing, but provenance quotes {visible(anchor.words)} for it."
        fix = f"Fill it, or take {anchor.row['provenance_id']} out of provenance.csv."
        return self._figure(cell, cell.column, problem, fix)

    def _anchor(self, cell: Cell, anchor: Anchor) -> Iterator[Finding]:
        """What is wrong with a quote by itself; nothing more is said of one whose place is wrong."""
        row = anchor.row
        for column, wanted in zip(("figure_id", "field"), self._home(row), strict=True):
            if row[column] != wanted:
                fix = f"Write {wanted}, or give the row another id."
                yield self._quote(anchor, column, f"The id of the row says {wanted}.", fix)
        if row["end"] - row["start"] != len(anchor.words):
            problem = f"From {row['start']} to {row['end']} there are not {with_noun(len(anchor.words), 'character')}."
            if anchor.stated and not self._says_it(cell, anchor):
                yield self._quote(anchor, "exact", problem, "Write the words that stand there.")
            else:
                fix = f"Write {row['start'] + len(anchor.words)}, or correct start or exact."
                yield self._quote(anchor, "end", problem, fix)
            return
        twins = [each for each in cell.anchors if each.row["start"] == row["start"] and each.words == anchor.words]
        if anchor is not twins[0]:
            problem = f"The same words are quoted for it by {twins[0].row['provenance_id']}."
            yield self._quote(anchor, "exact", problem, "Quote other words, or take one of the rows out.")
        if anchor.stated:
            yield from self._stands_for_none(cell, anchor)
        else:
            yield from self._stands_for_one(cell, anchor)

    def _stands_for_none(self, cell: Cell, anchor: Anchor) -> Iterator[Finding]:
        """Words that are stated stand for no others."""
        if anchor.row["context_of"] is None:
            return
        if self._says_it(cell, anchor):
            yield self._quote(
                anchor, "context_of", "The words say it themselves, and stand for no others.", "Empty it."
            )
        else:
            yield self._quote(anchor, "basis", "The words do not say it themselves.", "Write context.")

    def _stands_for_one(self, cell: Cell, anchor: Anchor) -> Iterator[Finding]:
        """Words that need context stand for stated ones of the same cell."""
        others = {each.row["provenance_id"]: each for each in cell.anchors if each is not anchor}
        aim = others.get(anchor.row["context_of"])
        if cell.field in ("value", "part_of") or self._says_it(cell, anchor):
            yield self._quote(anchor, "basis", "The words say it themselves.", "Write stated, and empty context_of.")
        elif self._names(cell, anchor):
            problem = f"The words {visible(anchor.words)} name {' or '.join(sorted(self._names(cell, anchor)))}."
            yield self._quote(anchor, "exact", problem, "Quote the words that stand for what the cell names.")
        elif aim is None or not (aim.stated or self._says_it(cell, aim)):
            stated = ", ".join(sorted(each.row["provenance_id"] for each in cell.stated))
            fix = f"Write one of: {stated or 'none yet; quote the name first'}."
            yield self._quote(anchor, "context_of", "It names no stated words of the same figure and field.", fix)

    def _says_it(self, cell: Cell, anchor: Anchor) -> bool:
        """Whether the words give the cell by themselves."""
        figure, columns = cell.figure, COLUMNS[cell.field]
        if cell.field in NAMED_IN:
            return bool(self._names(cell, anchor) & set(items(figure[columns[0]])))
        if cell.field in ("value", "counted"):
            return bool(anchor.words == figure[columns[0]])
        if cell.field == "part_of":
            return is_inclusion(anchor.words, self._language(figure))
        day = self.sources[figure["source_id"]]["published_on"]
        try:
            return day is not None and bool(read_period([anchor.words], day))
        except UnreadableWording:
            return False

    def _names(self, cell: Cell, anchor: Anchor) -> set[str]:
        """The rows that the words name in the table of the field; none for a field that is no name."""
        key = (NAMED_IN.get(cell.field, ""), anchor.words, self._language(cell.figure))
        return self.wordings.get(key, set())

    def idle_wordings(self) -> Iterator[Finding]:
        """The wordings that no anchor uses."""
        languages: dict[tuple[str, str], set[str]] = {}
        for (figure, name), found in self.anchors.items():
            for anchor in found:
                language = self._language(self.figures[figure])
                languages.setdefault((NAMED_IN.get(name, ""), anchor.words), set()).add(language)
        for index, row in enumerate(self.rows["wordings"]):
            used_in = languages.get((row["table"], row["wording"]), set())
            if row["language"] not in used_in:
                column, fix = "wording", "Write it as provenance.csv quotes it, or take the row out."
                if used_in:
                    column, fix = "language", f"Write {' or '.join(sorted(used_in))}."
                yield self._finding("wordings", index, column, "No quoted words are read by it.", fix)

    @cached_property
    def idle(self) -> set[tuple[str, str]]:
        """The rows that have a wording which no anchor uses, by table and id."""
        lines = [finding.row - line_of(0) for finding in self.idle_wordings() if finding.row]
        return {(self.rows["wordings"][index]["table"], self.rows["wordings"][index]["row_id"]) for index in lines}

    # How the words of each field read

    def _read_value(self, cell: Cell) -> Iterator[Finding]:
        figure = cell.figure
        others = [anchor for anchor in cell.stated if anchor.words != figure["value_text"]]
        if len(others) < len(cell.stated):
            for anchor in others:
                problem = f"The words of the value are {visible(figure['value_text'])}."
                yield self._quote(anchor, "exact", problem, "Quote these words, or take the row out.")
        read = list(self._quantity("figures", cell.index, figure, self._language(figure)))
        if len(others) < len(cell.stated):
            yield from read
        elif read or others[0].words.translate(WITHOUT_MARKS) == str(figure["value_text"]).translate(WITHOUT_MARKS):
            problem, fix = f"Provenance quotes {visible(others[0].words)} for it.", "Make the two the same."
            yield self._figure(cell, "value_text", problem, fix)
        else:
            problem = (
                f"The value_text of {figure['figure_id']} is {visible(figure['value_text'])}, and gives its value."
            )
            yield self._quote(others[0], "exact", problem, "Make the two the same.")

    def _quantity(self, table: str, index: int, row: Row, language: str) -> Iterator[Finding]:
        """Whether the words of a value give the value, the hedge and the unit of its row."""
        words = str(row["value_text"])
        try:
            read = read_quantity(words, language, "percent" if row["unit"] == "percent" else None)
        except UnreadableWording as unreadable:
            if row["unit"] != "percent" and _is_share(words, language):
                yield self._finding(table, index, "unit", f"The words {visible(words)} give a share.", "Write percent.")
                return
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
            yield self._figure(cell, cell.column, problem, fix)
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
        if len(ends) > len(days) and days.issuperset(cell.figure[column] for column in ends):
            problem = f"One day is quoted, {given}; no words say that the period ends with it."
            yield self._figure(cell, "period_end", problem, "Leave the end empty, or quote the words of another day.")
        if len(ends) < len(days):
            empty = next(column for column in COLUMNS["period"] if column not in ends)
            problem = f"The quoted words give more days than the period has: {given}."
            yield self._figure(cell, empty, problem, "Fill it, or take the words out.")

    def _read_part_of(self, cell: Cell) -> Iterator[Finding]:
        """A word such as "including" stands behind the value of the whole, with none between."""
        figure = cell.figure
        if self.figures[figure["part_of"]]["source_id"] != figure["source_id"]:
            return  # that is a rule
        for anchor in cell.stated:
            words = visible(anchor.words)
            wholes = self._values_before(figure["source_id"], anchor.row["start"])
            if not is_inclusion(anchor.words, self._language(figure)):
                problem, fix = "The words do not make one thing a part of another.", 'Quote a word like "including".'
                yield self._quote(anchor, "exact", problem, fix)
            elif figure["part_of"] not in wholes:
                problem = f"The words {words} stand behind the value of {' and '.join(wholes) or 'no figure'}."
                fix = f"Write {' or '.join(wholes) or 'nothing'}, or quote other words."
                yield self._figure(cell, "part_of", problem, fix)

    @cached_property
    def _values(self) -> dict[str, dict[int, list[str]]]:
        """For each source the figures by the place at which their value stands, from the start of the text."""
        found: dict[str, dict[int, list[str]]] = {}
        for start, figure_id in sorted(
            (int(anchors[0].row["start"]), figure_id)
            for (figure_id, name), anchors in self.anchors.items()
            if name == "value"
        ):
            found.setdefault(self.figures[figure_id]["source_id"], {}).setdefault(start, []).append(figure_id)
        return found

    def _values_before(self, source_id: str, at: int) -> list[str]:
        """The figures whose value is the last one before a place."""
        places = self._values.get(source_id, {})
        starts = list(places)
        index = bisect_left(starts, at)
        return places[starts[index - 1]] if index else []

    def _read_name(self, cell: Cell) -> Iterator[Finding]:
        """The words of an indicator, a place, a claimant or an actor."""
        table, column = NAMED_IN[cell.field], COLUMNS[cell.field][0]
        wanted = set(items(cell.figure[column]))
        names = [(anchor, self._names(cell, anchor)) for anchor in cell.stated]
        named = {each for _, rows in names for each in rows}
        if not all(rows for _, rows in names) and {(table, each) for each in wanted - named} & self.idle:
            return  # the wording is misspelt, or in another language, and is named as idle
        others = [(anchor, rows) for anchor, rows in names if not rows & wanted]
        for anchor, rows in others:
            words = visible(anchor.words)
            if not rows:
                problem = f"The words {words} are not a wording of a row of {table}."
                yield self._quote(anchor, "exact", problem, "Quote the name, or add it to wordings.csv.")
            elif named & wanted and cell.field != "actor":
                problem = f"The words {words} name {' or '.join(sorted(rows))}, not what the cell names."
                yield self._quote(anchor, "exact", problem, "Quote other words, or take the row out.")
        wrong = wanted - named if cell.field == "actor" else not named & wanted
        if all(rows for _, rows in names) and (wrong or (others and cell.field == "actor")):
            between = ";" if cell.field == "actor" else " or "
            fix = f"Write {between.join(sorted(named))}, or quote the words that name it."
            problem = f"The quoted words name {' and '.join(' or '.join(sorted(rows)) for _, rows in names)}."
            yield self._figure(cell, column, problem, fix)

    # Comparisons

    def comparison(self, index: int, row: Row) -> Iterator[Finding]:
        """Whether the words of a comparison's value stand whole in its quote and give its cells.

        Nothing is said where the language is not that of the page: that is a rule.
        """
        language, words, quote = row["value_language"], str(row["value_text"]), str(row["quote"])
        if language != self.sources[row["source_id"]]["language"]:
            return
        places = list(_places(quote, words.split(PIECES)))
        cuts = [cut_phrase(quote, start, end, language, row["unit"]) for start, end in places]
        read = list(self._quantity("comparisons", index, row, language))
        written_otherwise = words.translate(WITHOUT_MARKS) in quote.translate(WITHOUT_MARKS)
        if not places and not read and not written_otherwise:
            problem = f"It does not hold the words of the value, {visible(words)}."
            yield self._finding("comparisons", index, "quote", problem, "Quote the few words around the value.")
        elif not places:
            problem = f"The words do not stand in the quote {visible(quote)}."
            yield self._finding("comparisons", index, "value_text", problem, "Write them as they stand there.")
        elif all(cuts):
            yield self._finding(
                "comparisons", index, "value_text", str(cuts[0]), "Write the whole phrase of the value."
            )
        else:
            yield from read

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


def _is_share(words: str, language: str) -> bool:
    """Whether the words are read where the unit is percent."""
    try:
        return bool(read_quantity(words, language, "percent"))
    except UnreadableWording:
        return False


def _places(quote: str, pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Where the pieces stand in a quote, one behind the other: from the start of the first to the end of the last."""
    for first in re.finditer(re.escape(pieces[0]), quote):
        end = first.end()
        for piece in pieces[1:]:
            begin = quote.find(piece, end)
            end = begin + len(piece) if begin >= 0 else -1
            if end < 0:
                break
        else:
            yield first.start(), end
