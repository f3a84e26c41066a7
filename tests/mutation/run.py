"""Change the cells of the curated tables in every likely way, one at a time, and count how many changes are found.

A change counts as found if a finding names its cell. The layers are those of validation, called in this process; hashes
and the comparison of the derived tables are left out, because they would catch everything. What must be found is what
changes what is said: cells of figures, provenance and other_numbers, and the value, value_high, quantifier, unit and
value_text of comparisons. No score is sought for other columns: rules are for accidents. Nothing is written outside a
temporary folder. Exit code 0: all that must be found was found, 1: something was not, 2: ARTICLE_TEXT is not set.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from mutants import Mutant, mutants_of
from syria_figures import article, canonical, keys, proof, schemas, structure
from syria_figures.canonical import csv_of_cells, line_of, read_cells
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, Table, read_package
from syria_figures.files import read_text
from syria_figures.findings import Finding, Rejected
from syria_figures.tables import read_table, records

PROCESSES = 2
SECONDS = 110
SHOWN = 40  # of the changes that were not found
# What says nothing by itself: our own words, and the ids of rows
SAYS_NOTHING = {"note", "headline", "reason", "provenance_id"}
OF_COMPARISONS = {"value", "value_high", "quantifier", "unit", "value_text"}


def must_be_found(mutant: Mutant) -> bool:
    """Whether a change changes what is said."""
    if mutant.table == "comparisons":
        return mutant.column in OF_COMPARISONS
    return mutant.table in ("figures", "provenance", "other_numbers") and mutant.column not in SAYS_NOTHING


class Judge:
    """A copy of the curated tables in a folder, in which one cell after another is changed."""

    def __init__(self, folder: Path, text: str) -> None:
        """``folder`` is empty; ``text`` is that of the article."""
        home = read_package(HOME)
        for path in (DESCRIPTOR, *(table.path for table in home.curated)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(home.read(path))
        self.package, self.text = read_package(folder), text
        self.cells = {table.name: read_cells(table, home.read(table.path)) for table in home.curated}
        self.frames = {table.name: read_table(self.package, table.name) for table in home.curated}

    def finds(self, mutant: Mutant) -> bool:
        """Whether a finding names the cell that was changed, or `make` undoes the change."""
        table = self.package.tables[mutant.table]
        index, data = self._changed(table, mutant)
        columns = table.key if mutant.column in table.key else (mutant.column,)
        return data == csv_of_cells(*self.cells[mutant.table]) or any(
            found.file == table.path and found.column in columns and _is_row(found, index)
            for found in self._findings(table, data)
        )

    def _changed(self, table: Table, mutant: Mutant) -> tuple[int, bytes]:
        """The table with the change, in order as `make` would put it, and where the row is then."""
        header, rows = self.cells[mutant.table]
        row = list(rows[mutant.index])
        row[header.index(mutant.column)] = mutant.after
        data = csv_of_cells(header, [*rows[: mutant.index], row, *rows[mutant.index + 1 :]])
        if mutant.column not in table.key:
            return mutant.index, data
        data = canonical.write(table, data)
        _, ordered = read_cells(table, data)
        return next((index for index, each in enumerate(ordered) if each not in rows), mutant.index), data

    def _findings(self, table: Table, data: bytes) -> Iterator[Finding]:
        """What each layer finds. The quick ones come first; ``structure`` then checks what they need."""
        file = self.package.folder / table.path
        before = file.read_bytes()
        file.write_bytes(data)
        try:
            yield from canonical.check(table, data)
            frames = {**self.frames, table.name: read_table(self.package, table.name)}
            words: list[Finding] = []
            with suppress(AttributeError, KeyError, TypeError, ValueError):  # structure names what they cannot read
                proved = proof.prove(self.package, frames).findings
                placed = article.account(self.package, frames, self.text).findings
                words = [found for found in placed if found.row or not proved] or proved
            yield from words
            cells = structure.check(self.package, [table.name]) or keys.check(self.package, frames)
            yield from cells
            if not words and not cells:
                yield from schemas.check(self.package, frames) or keys.unused(self.package, frames)
        except Rejected as rejected:
            yield from rejected.findings
        finally:
            file.write_bytes(before)


def _is_row(found: Finding, index: int) -> bool:
    """Whether a finding is about a row; of two rows with one key, it names the second, and the first in its words."""
    return line_of(index) in (found.row, int((re.findall(r"is that of row (\d+)", found.problem) or [0])[0]))


# The run

_judge: Judge
# What nearly every change leaves as it is: words that are read, and the rows of the other tables. They are read once.
READERS = ((article, "find_numbers"), (article, "cut_phrase"), (proof, "cut_phrase"), (proof, "read_quantity"))


def _start(folder: str, text: str) -> None:
    global _judge  # noqa: PLW0603 a process of the pool keeps its own
    for module, name in READERS:
        vars(module)[name] = cache(vars(module)[name])
    _judge = Judge(Path(tempfile.mkdtemp(dir=folder)), text)
    rows = {id(frame): records(frame) for frame in _judge.frames.values()}
    for module in (article, proof):
        vars(module)["records"] = lambda frame: rows.get(id(frame)) or records(frame)


def _finds(mutant: Mutant) -> bool:
    return _judge.finds(mutant)


def all_mutants(package: Package) -> list[Mutant]:
    """All changes: first those that must be found, each group shuffled in the same way every time."""
    rows = {table.name: read_cells(table, package.read(table.path))[1] for table in package.curated}
    ids = {name: [row[0] for row in found] for name, found in rows.items()}
    mutants = [mutant for table in package.curated for mutant in mutants_of(table, rows[table.name], ids)]
    random.Random(1).shuffle(mutants)
    return sorted(mutants, key=lambda mutant: not must_be_found(mutant))


def main() -> int:
    """Judge, and print the score and what was not found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"how long at most ({SECONDS})")
    parser.add_argument("--all", action="store_true", help="show all changes that were not found, with no time limit")
    given = parser.parse_args()
    if not os.environ.get("ARTICLE_TEXT"):
        print("Set ARTICLE_TEXT to the text of the article: most changes are found by it.", file=sys.stderr)
        return 2
    mutants, judged = all_mutants(read_package(HOME)), []
    print(f"{len(mutants):,} changes ...", flush=True)
    end = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory() as folder:
        start = (str(Path(folder).resolve()), read_text(Path(os.environ["ARTICLE_TEXT"])))
        with get_context("spawn").Pool(PROCESSES, _start, start) as pool:
            for mutant, found in zip(mutants, pool.imap(_finds, mutants, chunksize=20), strict=False):
                judged.append((mutant, found))
                if time.monotonic() > end and not given.all:
                    break
            pool.terminate()
    missed = [mutant for mutant, found in judged if must_be_found(mutant) and not found]
    print("\n".join([*score(judged), "", *shown(missed, None if given.all else SHOWN)]))
    wanted, seen = (sum(map(must_be_found, each)) for each in (mutants, (mutant for mutant, _ in judged)))
    print(f"Judged: {seen:,} of the {wanted:,} changes that must be found, and {len(judged) - seen:,} others.")
    print(f"Of those that must be found, {len(missed)} were not.")
    return 1 if missed else 0


def score(judged: list[tuple[Mutant, bool]]) -> list[str]:
    """How many changes were found, by table and column: first where they must be, then elsewhere."""
    made = Counter((not must_be_found(mutant), mutant.table, mutant.column) for mutant, _ in judged)
    found = Counter((not must_be_found(mutant), mutant.table, mutant.column) for mutant, named in judged if named)
    lines = [f"{'must be found':<36}{'changes':>8}{'found':>8}"]
    for free, table, column in sorted(made):
        if free and "no target" not in lines:
            lines += ["", "no target"]
        total, part = made[free, table, column], found[free, table, column]
        lines.append(f"{table + '.' + column:<36}{total:>8}{part * 1000 // total / 10:>7.1f}%")
    return lines


def shown(missed: list[Mutant], most: int | None) -> list[str]:
    """The changes that were not found, one line each."""
    lines = [
        f"not found: {each.table} row {line_of(each.index)} {each.column}, {each.kind}: "
        f"{each.before or 'empty'} → {each.after or 'empty'}"
        for each in sorted(missed, key=lambda each: (each.table, each.column, each.index))
    ]
    more = len(lines) - len(lines[:most])
    return [*lines[:most], *([f"and {more} more (--all shows them)"] if more else [])]


if __name__ == "__main__":
    sys.exit(main())
