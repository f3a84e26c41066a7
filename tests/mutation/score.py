"""Judge all changes, and count what validation sees of them, by table, column and kind."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from descriptor_mutants import DescriptorMutant, descriptor_mutants_of
from judge import Judge, Verdict
from mutants import Mutant, mutants_of
from syria_figures.article import Text
from syria_figures.descriptor import DESCRIPTOR, Package, read_package

WIDTH = 34

AnyMutant = Mutant | DescriptorMutant


@dataclass
class Count:
    """How many changes there are, how many survive with and without the text, and how many are named rightly."""

    changes: int = 0
    survivors: int = 0
    without_text: int = 0
    named: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.changes += 1
        self.survivors += not verdict.with_text
        self.without_text += not verdict.without_text
        self.named += verdict.named

    def line(self) -> str:
        """The count as a line of the score."""
        seen, without = self.changes - self.survivors, self.changes - self.without_text
        return f"{self.changes:>7}{share(seen, self.changes):>9}{share(without, self.changes):>9}" + (
            f"{share(self.named, seen):>9}"
        )


def share(part: int, whole: int) -> str:
    """A part in per cent, rounded down: 100 means all."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else ""


@dataclass
class Score:
    """The verdicts on all changes."""

    verdicts: list[tuple[AnyMutant, Verdict]] = field(default_factory=list)

    def parts(self, key: Callable[[AnyMutant], Any]) -> list[tuple[Any, Score]]:
        """The verdicts apart by a property of the changes, in the order of the changes."""
        parts: dict[Any, Score] = defaultdict(Score)
        for mutant, verdict in self.verdicts:
            parts[key(mutant)].verdicts.append((mutant, verdict))
        return list(parts.items())

    def count(self) -> Count:
        """The count of all verdicts."""
        count = Count()
        for _, verdict in self.verdicts:
            count.add(verdict)
        return count

    def by(self, key: Callable[[AnyMutant], Any]) -> dict[Any, Count]:
        """The counts by a property of the changes."""
        return {value: part.count() for value, part in self.parts(key)}

    def survivors(self) -> list[AnyMutant]:
        """The changes that nothing sees, the text at hand."""
        return [mutant for mutant, verdict in self.verdicts if not verdict.with_text]


# The run

_judge: Judge
_mutants: list[AnyMutant]


def _start(folder: Path, text: Text | None) -> None:
    global _judge, _mutants  # noqa: PLW0603 a process of the pool keeps its own
    package = read_package(folder)
    _mutants = all_mutants(package)
    _judge = Judge(package, Path(tempfile.mkdtemp(dir=os.environ["MUTATION_FOLDER"])), text)


def _run(number: int) -> Verdict:
    return verdict_of(_judge, _mutants[number])


def verdict_of(judge: Judge, mutant: AnyMutant) -> Verdict:
    """The verdict on a change of a table or of the descriptor; a change that ends validation is not seen by it."""
    try:
        return judge.of(mutant) if isinstance(mutant, Mutant) else judge.of_descriptor(mutant)
    except Exception as error:
        return Verdict(without_text=False, with_text=False, named=False, crash=f"{type(error).__name__}: {error}")


def all_mutants(package: Package) -> list[AnyMutant]:
    """All changes of the tables, then those of the descriptor."""
    return [*mutants_of(package), *descriptor_mutants_of(package)]


def score(folder: Path, text: Text | None) -> Score:
    """Judge all changes of a package, in as many processes as there are processors."""
    mutants = all_mutants(read_package(folder))
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["MUTATION_FOLDER"] = temporary
        with get_context("spawn").Pool(initializer=_start, initargs=(folder, text)) as pool:
            verdicts = pool.map(_run, range(len(mutants)), chunksize=50)
    return Score(list(zip(mutants, verdicts, strict=True)))


# What is printed


def table_of(mutant: AnyMutant) -> str:
    """The table of a change, or the descriptor."""
    return mutant.table if isinstance(mutant, Mutant) else DESCRIPTOR


def column_of(mutant: AnyMutant) -> str:
    """The column of a change, or the property of the descriptor."""
    return mutant.column if isinstance(mutant, Mutant) else mutant.property


def as_text(result: Score) -> str:
    """The score by table, by column and by kind."""
    lines = [
        "seen: with the text of the article; no text: without it; named: of those seen, the right place is named",
        "",
        f"{'':<{WIDTH}}{'changes':>7}{'seen':>9}{'no text':>9}{'named':>9}",
        *(f"{table:<{WIDTH}}{count.line()}" for table, count in result.by(table_of).items()),
        f"{'all':<{WIDTH}}{result.count().line()}",
    ]
    for table, part in result.parts(table_of):
        lines += ["", table, *(_indented(column, count) for column, count in part.by(column_of).items())]
    kinds = result.by(lambda mutant: mutant.kind)
    return "\n".join([*lines, "", "by kind", *(_indented(kind, kinds[kind]) for kind in sorted(kinds))])


def _indented(name: str, count: Count) -> str:
    return f"  {name.removeprefix('schema.'):<{WIDTH - 2}}{count.line()}"
