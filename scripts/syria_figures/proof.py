"""The proof: each cell of a figure is read again, by rule, from the words that provenance quotes (data model, 1).

1. A filled cell has words, an empty one has none.
2. Words that are ``stated`` give the cell by themselves: those of the value are read as a quantity, those of the period
   as days, a word of inclusion as a part; a name or a verb is a wording of the row that the cell points to.
3. Words of the basis ``context`` give it through the stated words that they stand for: a judgement, and counted apart.

The words of a comparison's value are read the same way (data model, 5). That the words of a figure are in the text
is seen by ``article``; without the text at hand, a slip in the words is named at the cell that they do not give.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from .article import PIECES, cell_of
from .canonical import line_of, text_of
from .descriptor import Package
from .findings import Finding, one_for_a_row, visible, with_noun
from .reading import Period, UnreadableWording, cut_phrase, inclusions, is_inclusion, read_period, read_quantity
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
NO_WORDS = "No words of the source are quoted for it."
OURS = "en"  # the language of our words: the counted noun of a text in another one is translated, a judgement
NAMED_IN = {"indicator": "indicators", "place": "places", "claimant": "actors", "actor": "actors"}


@dataclass
class Proof:
    """What the proof found, and what the cells of the figures rest on.

    ``idle_wordings`` are of interest only if all else is right: another slip may have left them.
    """

    findings: list[Finding] = field(default_factory=list)
    idle_wordings: list[Finding] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)  # how many rest on what

    def said(self) -> str:
        """The counts in words."""
        by_name = with_noun(self.cells["name"], "cell")
        return f"{by_name} proved by name, {self.cells['context']} by context, {self.cells['nothing']} not stated"


@dataclass(frozen=True)
class Cell:
    """One cell of a figure (a period counts as one) with its anchors: the rows of provenance that quote its words."""

    figure: Row
    field: str
    anchors: list[Row]

    @property
    def filled(self) -> bool:
        """Whether the figure says anything here."""
        return self.figure[self.column] is not None

    @property
    def column(self) -> str:
        """The column to name where the cell as a whole is wrong: the first that is filled."""
        columns = COLUMNS[self.field]
        return next((column for column in columns if self.figure[column] is not None), columns[0])

    @property
    def stated(self) -> list[Row]:
        """The anchors whose words say it themselves."""
        return [anchor for anchor in self.anchors if anchor["basis"] == "stated"]

    @property
    def rests_on(self) -> str:
        """Whether the cell rests on a name, on context (a judgement of ours), or on nothing."""
        inferred = self.field == "period" and self.figure["period_basis"] == "inferred"
        noun = {self.figure["counted"]} if self.field == "counted" else set()
        translated = bool(self.stated and noun.difference(each["exact"] for each in self.stated))
        judged = inferred or translated or len(self.stated) < len(self.anchors)
        return "nothing" if not self.filled else "context" if judged else "name"


def prove(package: Package, tables: Frames) -> Proof:
    """Compare each cell of figures, and the words of each comparison, with what the words read as.

    ``tables`` are the curated frames, whose structure and keys were found to be in order.
    """
    case = _Case(package, tables)
    proof = Proof()
    dated: dict[str, list[Cell]] = {}  # the periods of the figures of each source
    for cell in case.cells():
        proof.cells[cell.rests_on] += 1
        if cell.field == "period" and cell.filled:
            dated.setdefault(cell.figure["source_id"], []).append(cell)
        else:
            proof.findings += case.cell(cell)
    for source_id, cells in dated.items():
        proof.findings += case.periods(source_id, cells)
    fix = "Quote them in provenance.csv; make scan prints the rows to start from."
    proof.findings = one_for_a_row(proof.findings, NO_WORDS, "No words of the source are quoted for these cells", fix)
    for row in case.rows["comparisons"]:
        proof.findings += case.comparison(row)
    proof.idle_wordings += case.idle_wordings()
    return proof


def known_by(source: Row) -> date:
    """The last day that a source can tell of: that of its publication, else of that month, else of reading it."""
    if source.get("published_month"):
        year, month = map(int, source["published_month"].split("-"))
        return date(year, month, monthrange(year, month)[1])
    return source.get("published_on") or source.get("accessed_on") or date.today()


class _Case:
    """The tables of the proof as plain rows, and what is looked up in them."""

    def __init__(self, package: Package, tables: Frames) -> None:
        read = ("figures", "provenance", "sources", "wordings", "comparisons")
        self.package, self.rows = package, {name: records(tables[name]) for name in read}
        self.lines = {id(row): line_of(index) for rows in self.rows.values() for index, row in enumerate(rows)}
        self.figures = {row["figure_id"]: row for row in self.rows["figures"]}
        self.sources = {row["source_id"]: row for row in self.rows["sources"]}
        self.wordings: dict[tuple[str, str, str], set[str]] = {}
        for row in self.rows["wordings"]:
            self.wordings.setdefault((row["table"], row["wording"], row["language"]), set()).add(row["row_id"])
        self.anchors: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows["provenance"]:
            self.anchors.setdefault(self._home(row), []).append(row)
        self.values = sorted(map(self._value_of, self.rows["figures"]))

    def _home(self, row: Row) -> tuple[str, str]:
        """The figure and the field that the id of an anchor is made of: a slip beside the id moves no words."""
        figure_id, name = cell_of(row["provenance_id"])
        known = figure_id in self.figures and name in COLUMNS
        return (figure_id, name) if known else (row["figure_id"], row["field"])

    def _value_of(self, figure: Row) -> tuple[str, int]:
        """Where the value of a figure is: in which source, and from which character on."""
        anchors = self.anchors.get((figure["figure_id"], "value"), [])
        return figure["source_id"], min((anchor["start"] for anchor in anchors), default=0)

    def cells(self) -> Iterator[Cell]:
        """All cells of all figures, without those of a source that has no text: that is a rule."""
        for figure in self.rows["figures"]:
            for name in COLUMNS if self.sources[figure["source_id"]]["text_sha256"] else ():
                yield Cell(figure, name, self.anchors.get((figure["figure_id"], name), []))

    # What a cell needs

    def cell(self, cell: Cell) -> list[Finding]:
        """All that keeps a cell from being proved; how the words read is said only where the anchors are sound."""
        if not cell.anchors:
            fix = f"Quote them in provenance.csv with the field {cell.field}, or empty the cell."
            return [self._finding("figures", cell.figure, cell.column, NO_WORDS, fix)] if cell.filled else []
        if not cell.filled:  # it was emptied, or the words belong elsewhere
            problem = f"The cell is empty, but provenance quotes {visible(cell.anchors[0]['exact'])} for it."
            fix = f"Fill it, or take {cell.anchors[0]['provenance_id']} out of provenance.csv."
            return [self._finding("figures", cell.figure, cell.column, problem, fix)]
        unsound = [finding for anchor in cell.anchors for finding in self._anchor(cell, anchor)]
        return unsound or list(self._read(cell))

    def _anchor(self, cell: Cell, anchor: Row) -> Iterator[Finding]:
        """What is wrong with a row of provenance by itself."""
        stated = anchor["basis"] == "stated"
        for column, wanted in zip(("figure_id", "field"), (cell.figure["figure_id"], cell.field), strict=True):
            if anchor[column] != wanted:
                fix = f"Write {wanted}, or give the row another id."
                yield self._finding("provenance", anchor, column, f"The id of the row says {wanted}.", fix)
        start, end, length = anchor["start"], anchor["end"], len(anchor["exact"])
        if end - start != length:
            problem = f"From {start} to {end} there are not {with_noun(length, 'character')}."
            fix = f"End at {start + length}, or correct start or exact."
            strange = stated and not self._says_it(cell, anchor)
            yield self._finding("provenance", anchor, "exact" if strange else "end", problem, fix)
        elif stated == (anchor["context_of"] is not None):
            says = self._says_it(cell, anchor)
            problem, fix = "The words do not say it themselves.", "Write context, and fill context_of."
            if says:
                problem, fix = "The words say it themselves.", "Write stated, and empty context_of."
            yield self._finding("provenance", anchor, "context_of" if says == stated else "basis", problem, fix)
        elif not stated and anchor["context_of"] not in self._can_be_meant(cell):
            fix = f"Write one of: {', '.join(self._can_be_meant(cell)) or 'none yet; quote the name first'}."
            problem = "It names no stated words of the same figure and field."
            yield self._finding("provenance", anchor, "context_of", problem, fix)

    @staticmethod
    def _can_be_meant(cell: Cell) -> list[str]:
        """The anchors that other words of a cell can stand for; one whose basis alone is wrong is named itself."""
        meant = [anchor for anchor in cell.anchors if anchor["basis"] == "stated" or anchor["context_of"] is None]
        return [anchor["provenance_id"] for anchor in meant]

    def _says_it(self, cell: Cell, anchor: Row) -> bool:
        """Whether the words can give the cell by themselves."""
        if cell.field in NAMED_IN:
            return bool(self._names(cell, anchor) & set(items(cell.figure[cell.column])))
        if cell.field == "counted":
            return bool(anchor["exact"] == cell.figure["counted"]) or self._language(cell.figure) != OURS
        if cell.field == "period":
            try:
                return bool(self._days(cell, [anchor]))
            except UnreadableWording:
                return False
        return True

    def _names(self, cell: Cell, anchor: Row) -> set[str]:
        """The rows that the words name in the table of the field."""
        return self.wordings.get((NAMED_IN[cell.field], anchor["exact"], self._language(cell.figure)), set())

    def _days(self, cell: Cell, anchors: list[Row]) -> Period:
        """The period that the words give together; UnreadableWording if they give none."""
        source = self.sources[cell.figure["source_id"]]
        return read_period([anchor["exact"] for anchor in anchors], known_by(source), source["language"])

    def idle_wordings(self) -> Iterator[Finding]:
        """The wordings that no anchor uses."""
        used = {
            (NAMED_IN.get(cell.field), anchor["exact"], self._language(cell.figure))
            for cell in self.cells()
            for anchor in cell.anchors
        }
        for row in self.rows["wordings"]:
            if (row["table"], row["wording"], row["language"]) not in used:
                problem, fix = "No quoted words need it.", "Write it as it is quoted, or remove it."
                yield self._finding("wordings", row, "wording", problem, fix)

    # How the words of each field read

    def _read(self, cell: Cell) -> Iterator[Finding]:
        """What the words of a cell give, where that is not what the cell says."""
        if cell.field in NAMED_IN:
            yield from self._read_name(cell)
        elif cell.field == "period":
            yield from self._read_period(cell)
        elif cell.field == "part_of":
            yield from self._read_part_of(cell)
        elif cell.field == "value" or self._language(cell.figure) == OURS:
            quoted = [anchor["exact"] for anchor in sorted(cell.stated, key=lambda anchor: anchor["start"])]
            if cell.figure[cell.column] != PIECES.join(quoted) and {*quoted} != {cell.figure[cell.column]}:
                problem = f"Provenance quotes {' and '.join(map(visible, quoted))} for it."
                yield self._finding("figures", cell.figure, cell.column, problem, "Make the two the same.")
            elif cell.field == "value":
                yield from self._quantity("figures", cell.figure, self._language(cell.figure))

    def _quantity(self, table: str, row: Row, language: str) -> Iterator[Finding]:
        """Whether the words of a value give the value, the hedge and the unit of its row."""
        words = str(row["value_text"])
        try:
            read = read_quantity(words, language, "percent")
        except UnreadableWording as unreadable:
            fix = "Quote the value with its hedge, and nothing else."
            yield self._finding(table, row, "value_text", str(unreadable), fix)
            return
        for column in ("value", "value_high", "quantifier"):
            wanted = getattr(read, column)
            if wanted != row[column]:
                numbers = " to ".join(text_of(value) for value in (read.value, read.value_high) if value is not None)
                problem = f"The words {visible(words)} read as {f'{read.quantifier} {numbers}'.strip()}."
                yield self._finding(table, row, column, problem, f"Write {text_of(wanted) or 'nothing'}.")
        if (read.unit == "percent") != (row["unit"] == "percent"):
            problem = f"The words {visible(words)} give {'a percentage' if read.unit else 'no percentage'}."
            yield self._finding(table, row, "unit", problem, "Write the unit of the words, or quote other words.")

    def _read_period(self, cell: Cell) -> Iterator[Finding]:
        """The first and the last day; of a single day that is not said to be both, one end may stay open."""
        figure = cell.figure
        try:
            read = self._days(cell, cell.stated)
        except UnreadableWording as unreadable:
            fix = "Quote the words of the days, and nothing else."
            yield self._finding("provenance", cell.stated[0], "exact", str(unreadable), fix)
            return
        said = read.basis == "stated" and len(cell.anchors) == 1  # to join days of two places is our reading
        may_be_open = not said and read.start == read.end
        wrong = [
            (column, day)
            for column, day in zip(COLUMNS[cell.field], (read.start, read.end), strict=True)
            if figure[column] != day and not (may_be_open and figure[column] is None)
        ]
        if figure["period_basis"] == "stated" and not said:
            problem = "The words need context, or are in more than one place."
            yield self._finding("figures", figure, "period_basis", problem, "Write inferred.")
        elif said and not wrong and figure["period_basis"] != "stated":
            problem = "The words say the whole period by themselves."
            yield self._finding("figures", figure, "period_basis", problem, "Write stated.")
        for column, day in wrong:
            start, end = (text_of(each) or "an open end" for each in (read.start, read.end))
            problem = f"The words give the period {start if start == end else f'{start} to {end}'}."
            fix = f"Write {text_of(day) or 'nothing'}, or quote other words."
            yield self._finding("figures", figure, column, problem, fix)

    def periods(self, source_id: str, cells: list[Cell]) -> list[Finding]:
        """What is wrong with the periods of a source: if none fits, and one is of another year, its published_on."""
        found = [self.cell(cell) for cell in cells]
        if not (all(found) and any(map(self._is_of_another_year, cells))):
            return list(chain.from_iterable(found))
        problem = "By this day no period of its figures is what the words say, and years differ."
        fix = "Correct it, or the days of the figures."
        return [self._finding("sources", self.sources[source_id], "published_on", problem, fix)]

    def _is_of_another_year(self, cell: Cell) -> bool:
        """Whether the words, which name no year, give the days of a figure in another one."""
        try:
            read = self._days(cell, cell.stated)
        except UnreadableWording:
            return False
        pairs = ((cell.figure["period_start"], read.start), (cell.figure["period_end"], read.end))
        return any(day and said and day != said and f"{day:%m-%d}" == f"{said:%m-%d}" for day, said in pairs)

    def _read_part_of(self, cell: Cell) -> Iterator[Finding]:
        """A word such as "including" comes after the value of the whole, with no other value between."""
        whole = self.figures[cell.figure["part_of"]]
        if not self.sources[whole["source_id"]]["text_sha256"]:
            return  # that its source has no text is a rule
        for anchor in cell.stated:
            at = bisect_left(self.values, (cell.figure["source_id"], anchor["start"]))
            if not is_inclusion(anchor["exact"], self._language(cell.figure)):
                words = ", ".join(inclusions(self._language(cell.figure)))
                problem = "The words do not make one thing a part of another."
                fix = f"Quote one of these, or empty part_of: {words}."
                yield self._finding("provenance", anchor, "exact", problem, fix)
            elif not at or self.values[at - 1] != self._value_of(whole):
                problem = f"The words {visible(anchor['exact'])} do not come right after the value of this figure."
                fix = "Write the figure whose value stands before them, or quote other words."
                yield self._finding("figures", cell.figure, "part_of", problem, fix)

    def _read_name(self, cell: Cell) -> Iterator[Finding]:
        """The words of an indicator, a place, a claimant or an actor; together they name all that the cell does."""
        wanted = set(items(cell.figure[cell.column]))
        names = {anchor["exact"]: self._names(cell, anchor) for anchor in cell.stated}
        unknown = [anchor for anchor in cell.stated if not names[anchor["exact"]]]
        for anchor in unknown:
            problem = f"The words {visible(anchor['exact'])} are not a wording of a row of {NAMED_IN[cell.field]}."
            yield self._finding("provenance", anchor, "exact", problem, "Quote the name, or add it to wordings.csv.")
        named = set().union(*names.values())
        if not unknown and (wanted - named or not all(rows & wanted for rows in names.values())):
            problem = f"The quoted words name {' and '.join(' or '.join(sorted(rows)) for rows in names.values())}."
            fix = f"Write {(';' if cell.field == 'actor' else ' or ').join(sorted(named))}, or quote other words."
            yield self._finding("figures", cell.figure, cell.column, problem, fix)

    # Comparisons

    def comparison(self, row: Row) -> Iterator[Finding]:
        """Whether the words of a comparison's value are whole in its quote and give its cells.

        They are read in the language of the page; that of the row is a rule.
        """
        language, words, quote = self.sources[row["source_id"]]["language"], str(row["value_text"]), str(row["quote"])
        pieces = r"(?!\w).*?".join(map(re.escape, words.split(PIECES)))
        cuts = [cut_phrase(quote, *each.span(), language, row["unit"]) for each in re.finditer(pieces, quote)]
        if not cuts:
            problem, fix = f"The words are not in the quote {visible(quote)}.", "Write them as they are there."
            yield self._finding("comparisons", row, "value_text", problem, fix)
        elif all(cuts):
            fix = "Write the whole phrase of the value."
            yield self._finding("comparisons", row, "value_text", str(cuts[0]), fix)
        else:
            yield from self._quantity("comparisons", row, language)

    # Where a finding is

    def _finding(self, table: str, row: Row, column: str, problem: str, fix: str) -> Finding:
        path, cell = self.package.tables[table].path, text_of(row[column])
        return Finding(path, problem, fix, self.lines[id(row)], column, cell)

    def _language(self, figure: Row) -> str:
        return str(self.sources[figure["source_id"]]["language"])
