"""Throw odd inputs at descriptor, tables, words and texts, and count them.

python tests/fuzz.py [--seed N] [--seconds N] [--most N]. Each input ends in a report (exit code 0 or 1) or in a
sentence why there is none (2). Anything else, or more than ``LONGEST`` seconds for one, is a crash: it is printed with
the seed that makes it again. The inputs follow from the seed alone; how many there are follows from the seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from syria_figures.accounting import account
from syria_figures.article import Text
from syria_figures.commandline import COULD_NOT_RUN, FINE, WRONG
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, Table, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.findings import Rejected
from syria_figures.refresh import refreshed
from syria_figures.tables import csv_bytes, load_curated, split_cells
from syria_figures.validation import FORMATS, validate
from syria_figures.wording import (
    UnreadableWording,
    cut_hedge,
    find_numbers,
    indefinite_floor,
    read_period,
    read_quantity,
    reads_as_inclusion,
)

LONGEST = 20
UNSEEN = ("", " ", "\0", "\n", "\r\n", "\ufeff", "\u202e", "\ud800", "\U0010ffff")
NUMBERS = ("1e999", "9" * 400, "-0", "NaN", "٣", "２", "½", "2015-02-30", "0000-00-00")
LEADING_OUT = ("../..", "http://127.0.0.1:9/", "=1+1", "<b>", "(?:(?:a+)+)", "(", "[", "\\", "a" * 3000)
ODD_TEXTS = (*UNSEEN, *NUMBERS, *LEADING_OUT)
ODD_SHAPES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**40,
    [],
    {},
    [[]],
    [None],
    {"": {}},
    "string",
    "table",
    [""],
    ["a", "a"],
)
ODD_VALUES: tuple[Any, ...] = (*ODD_SHAPES, *(text for text in ODD_TEXTS if text != "\ud800"))
WORD_LIST = """
over more than at least up to about some nearly an estimated between and or so dozens of hundreds tens thousands million
half a the third two thirds twenty-one hundred six three 220,000 1.5 12.5 % percent per cent not only few several maybe
since from until on in March April Sunday 25-27 1 2015 yesterday last month year people war
ألف مليون тысяч mille ( ) “ ” , . - – + > ~ ١٢ ² ½
"""
WORDS = (*WORD_LIST.split(), "\u00a0", "\u202f")
LANGUAGES = ("en", "ar", "fr", "ru", "de", "tr", "xx", "")


class Hang(BaseException):
    """One input took too long; no ``except Exception`` may swallow it."""


class Ground:
    """A copy of the curated tables of a package and of their descriptor, in which files are changed and put back."""

    def __init__(self, package: Package, folder: Path) -> None:
        """``folder`` is made; the derived files are left out of the descriptor."""
        for table in package.curated:
            copied(table.path, package.folder, folder)
        raw = dict(package.raw)
        curated = {table.name for table in package.curated}
        raw["resources"] = [resource for resource in raw["resources"] if resource["name"] in curated]
        (folder / DESCRIPTOR).write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
        self.folder, self.package = folder, read_package(folder)
        self.curated = load_curated(self.package)

    @contextmanager
    def changed(self, files: Mapping[str, bytes]) -> Iterator[None]:
        """The folder with other files; without a descriptor among them, hashes and sizes are brought up to date."""
        files = dict(files)
        if DESCRIPTOR not in files:
            files[DESCRIPTOR] = refreshed(self.package, files)
        before = {path: (self.folder / path).read_bytes() for path in files}
        for path, data in files.items():
            (self.folder / path).write_bytes(data)
        try:
            yield
        finally:
            for path, data in before.items():
                (self.folder / path).write_bytes(data)

    def judge(self, files: Mapping[str, bytes]) -> int:
        """The exit code that validation of the changed folder ends with, its report written in every format."""
        with self.changed(files):
            try:
                report = validate(self.folder, derived=False)
            except Rejected:
                return WRONG
            except CouldNotRun:
                return COULD_NOT_RUN
        for form in FORMATS.values():
            form(report)
        return FINE if report.valid else WRONG


def copied(path: str, source: Path, target: Path) -> None:
    """Copy one file of a package, with the folders above it."""
    (target / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / path, target / path)


# What is thrown


def with_value(package: Package, chance: random.Random, value: Any) -> bytes:
    """The descriptor with another value in some place."""
    raw = json.loads(json.dumps(package.raw))
    holder, step = chance.choice(list(_places(raw)))
    how = chance.randrange(4)
    if how == 0:
        del holder[step]
    elif how == 1 and isinstance(holder, dict):
        holder[str(value)[:20]] = holder.pop(step)
    else:
        holder[step] = value
    return json.dumps(raw).encode("utf-8")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list with every name or number in it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in list(parts):
        yield value, step
        yield from _places(part)


def with_bytes(ground: Ground, chance: random.Random, data: bytes) -> dict[str, bytes]:
    """A table with some bytes put in, taken out, written over or doubled."""
    table = chance.choice(ground.package.curated)
    before = (ground.folder / table.path).read_bytes()
    at = chance.randrange(len(before))
    size = chance.choice((0, 0, 1, len(data), chance.randrange(len(before))))
    return {table.path: chance.choice((before[:at] + data + before[at + size :], before[:at], data, before + data))}


def with_cell(ground: Ground, table: Table, cell: str, only: str | None = None) -> bytes:
    """A table with one cell in each column of its first rows in turn, or in one column."""
    header, *rows = split_cells((ground.folder / table.path).read_bytes(), table.path)
    for place, name in enumerate(header):
        if only in (None, name):
            rows[place % len(rows)][place] = cell
    return csv_bytes(header, rows)


def read_words(text: str, language: str = "en") -> None:
    """Read words in every way; what cannot be read says so."""
    with suppress(UnreadableWording):
        read_quantity(text, language)
    with suppress(UnreadableWording):
        indefinite_floor(text)
    with suppress(UnreadableWording):
        read_period([text], PUBLISHED)
    with suppress(UnreadableWording):
        read_period([text, text[::-1]], PUBLISHED)
    for mention in find_numbers(text):
        if text[mention.start : mention.end] != mention.text:
            raise AssertionError(f"{mention} stands elsewhere")
    cut_hedge(text, len(text) // 3, len(text) // 2)
    reads_as_inclusion(text)


def read_source(ground: Ground, text: str) -> int:
    """Hold the quotes of the package against a text."""
    source = next(row["source_id"] for row in ground.curated.rows["sources"] if row["text_sha256"])
    return WRONG if account(ground.curated, source, Text(text)).findings else FINE


PUBLISHED = next(
    row["published_on"] for row in load_curated(read_package(HOME)).rows["sources"] if row["text_sha256"] is not None
)


def _descriptor(ground: Ground, chance: random.Random) -> None:
    if chance.randrange(3):
        data = with_value(ground.package, chance, chance.choice(ODD_VALUES))
    else:
        data = _bitten((ground.folder / DESCRIPTOR).read_bytes(), chance)
    ground.judge({DESCRIPTOR: data})


def _table(ground: Ground, chance: random.Random) -> None:
    if chance.randrange(2):
        odd = chance.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
        files = with_bytes(ground, chance, odd or b"\xff")
    else:
        table = chance.choice(ground.package.curated)
        column = chance.choice(table.columns)
        cell = chance.choice(ODD_TEXTS).encode("utf-8", "replace").decode("utf-8")
        files = {table.path: with_cell(ground, table, cell, only=column)}
    ground.judge(files)


def _words(_ground: Ground, chance: random.Random) -> None:
    text = chance.choice(("", " ")).join(chance.choices(WORDS, k=chance.randrange(12)))
    read_words(_chopped(text, chance), chance.choice(LANGUAGES))


def _source(ground: Ground, chance: random.Random) -> None:
    quotes = [row["exact"] for row in ground.curated.rows["provenance"]]
    text = " ".join(chance.choices((*quotes, *WORDS, "\n\n", ". "), k=chance.randrange(400)))
    read_source(ground, _chopped(text, chance).encode("utf-8", "replace").decode("utf-8"))


def _bitten(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((0, 1, 1, 40))
    return (
        data[:at] + chance.choice((b"", b"\0", b"\xff", b'"', b"{", b"}", b",", b"\\", b"9" * 400)) + data[at + size :]
    )


def _chopped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return chance.choice((text, text[at:], text[:at], text[:at] + chance.choice(ODD_TEXTS) + text[at:]))


# Shares of the time, and how each is thrown
THROWN: dict[str, tuple[int, Callable[[Ground, random.Random], None]]] = {
    "descriptors": (4, _descriptor),
    "tables": (4, _table),
    "words": (1, _words),
    "texts": (1, _source),
}


def throw(seed: int, seconds: float, most: int) -> tuple[Counter[str], list[str]]:
    """Throw inputs of each kind for its share of the seconds; how many there were, and what crashed."""
    counts: Counter[str] = Counter()
    crashed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, _alarm():
        ground = Ground(read_package(HOME), Path(folder) / "package")
        for name, (share, thrown) in THROWN.items():
            end = time.monotonic() + seconds * share / sum(part for part, _ in THROWN.values())
            while time.monotonic() < end and counts[name] < most:
                own = f"{name}:{seed}:{counts[name]}"
                counts[name] += 1
                try:
                    _within(partial(thrown, ground, random.Random(own)))
                except (Exception, Hang) as error:
                    crashed.append(f"{own}: {type(error).__name__}: {str(error)[:200]}")
    return counts, crashed


def _within(act: Callable[[], None]) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        act()
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _alarm() -> Iterator[None]:
    """Where the system has alarms, one that ends what takes too long."""

    def ring(_number: int, _frame: object) -> None:
        raise Hang(f"more than {LONGEST} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    """Throw, print the counts, and end with 1 if anything crashed."""
    parser = argparse.ArgumentParser(description="Throw odd inputs at the package's readers.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most", type=int, default=1_000_000, help="the most inputs of each kind")
    arguments = parser.parse_args()
    counts, crashed = throw(arguments.seed, arguments.seconds, arguments.most)
    print("\n".join(crashed))
    each = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(f"{sum(counts.values()):,} inputs (seed {arguments.seed}): {each}; {len(crashed)} crashed")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
