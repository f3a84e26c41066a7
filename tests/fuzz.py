"""Feed odd inputs to descriptor, tables and texts, and count them.

Each input must end in a report (exit code 0 or 1) or in a sentence that says why not (2). Anything else, or more than
``LONGEST`` seconds for one, is a crash and is printed; the same seed makes it again. Nothing is written outside a
temporary folder. Exit code 0: nothing crashed, 1: something did.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from syria_figures import article, canonical
from syria_figures.canonical import read_cells
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.findings import CouldNotRun, Rejected
from syria_figures.scanning import scan
from syria_figures.tables import read_table
from syria_figures.validation import FORMATS, validate

LONGEST = 20
ODD_CELLS = (
    *("", " ", "\0", "\n", "\r\n", "\ufeff", "\u202e", "\U0010ffff", "1e999", "9" * 400, "-0", "NaN", "٣", "½"),
    *("2015-02-30", "../..", "http://127.0.0.1:9/", "=1+1", "<b>", "(?:(?:a+)+)", "[", "\\", "a;;b", "{x}", "%s", '"'),
    "a" * 3000,
)
ODD_VALUES: tuple[Any, ...] = (None, True, -1, 1e308, 10**40, [], {}, [[]], [None], {"": {}}, ["a", "a"], *ODD_CELLS)
WORD_LIST = """
over more than at least up to about some nearly between and or so dozens of hundreds tens thousands million half a third
two thirds twenty-one six 220,000 1.5 % percent per cent not only few maybe since from until on in March April Sunday
25-27 1 2015 last month year people none upwards resolution ألف مليون أكثر من نحو ٣٥٠ mille plus de environ pour ( ) “ ”
, . - – + > ~ ≥ $ ² ½ … approx. 2-3,000 3m
"""
Chance = random.Random


class Hang(BaseException):
    """One input took too long; no ``except Exception`` may swallow it."""


class Ground:
    """A copy of the curated tables and the descriptor in a folder, in which files are changed and put back."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is empty; the files that are built are not copied."""
        home = read_package(HOME)
        self.folder = folder
        self.files = {path: home.read(path) for path in (DESCRIPTOR, *(table.path for table in home.curated))}
        self.put(self.files)
        self.package = read_package(folder)
        self.frames = {table.name: read_table(self.package, table.name) for table in home.curated}

    def put(self, files: dict[str, bytes]) -> None:
        """Write files into the folder."""
        for path, data in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)

    def judge(self, path: str, data: bytes) -> None:
        """Validate the folder with one other file, write the report in every format, and write the canonical form."""
        self.put({path: data})
        try:
            with suppress(Rejected, CouldNotRun):
                report = validate(self.folder, built=False)
                for form in FORMATS.values():
                    form(report)
            for each in self.package.curated:
                if each.path == path:
                    with suppress(Rejected):
                        canonical.write(each, data)
        finally:
            self.put(self.files)


# The inputs


def descriptor(ground: Ground, chance: Chance) -> None:
    """A descriptor with one property removed, renamed or of another kind, or with a byte missing."""
    if chance.randrange(3) == 0:
        ground.judge(DESCRIPTOR, bitten(ground.files[DESCRIPTOR], chance))
        return
    read = json.loads(ground.files[DESCRIPTOR])
    holder, step = chance.choice(list(places(read)))
    value = chance.choice(ODD_VALUES)
    if chance.randrange(4) == 0:
        del holder[step]
    elif isinstance(holder, dict) and chance.randrange(4) == 0:
        holder[str(value)[:20]] = holder.pop(step)
    else:
        holder[step] = value
    ground.judge(DESCRIPTOR, json.dumps(read).encode("utf-8"))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list with every name or number in it."""
    for step, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, step
        if isinstance(part, (dict, list)):
            yield from places(part)


def table(ground: Ground, chance: Chance) -> None:
    """A table with one odd cell, half of it missing, or a byte missing."""
    chosen = chance.choice(ground.package.curated)
    data = ground.files[chosen.path]
    if chance.randrange(3) == 0:
        ground.judge(chosen.path, bitten(data, chance) if chance.randrange(2) else data[: chance.randrange(len(data))])
        return
    header, rows = read_cells(chosen, data)
    odd, row, at = chance.choice(ODD_CELLS), chance.choice(rows), chance.randrange(len(header))
    row[at] = chance.choice((odd, row[at] + odd, odd + row[at]))
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in (header, *rows))
    ground.judge(chosen.path, ("\n".join(lines) + "\n").encode("utf-8"))


def text(ground: Ground, chance: Chance) -> None:
    """A text in the place of the article, made of its quotes and odd words."""
    quotes = list(ground.frames["provenance"]["exact"])
    thrown = chopped(
        " ".join(chance.choices((*quotes, *WORD_LIST.split(), "\n\n", ". "), k=chance.randrange(400))), chance
    )
    article.account(ground.package, ground.frames, thrown)
    scan(ground.package, ground.frames, thrown)


def bitten(data: bytes, chance: Chance) -> bytes:
    """The bytes with a few removed and others put in."""
    at, odd = chance.randrange(len(data)), (b"", b"\0", b"\xff", b'"', b"{", b"}", b",", b"\\", b"9" * 400)
    return data[:at] + chance.choice(odd) + data[at + chance.choice((0, 1, 1, 40)) :]


def chopped(text: str, chance: Chance) -> str:
    """The text, a part of it, or the text with something odd in it."""
    at = chance.randrange(len(text) + 1)
    return chance.choice((text, text[at:], text[:at], text[:at] + chance.choice(ODD_CELLS) + text[at:]))


# Feeding them

SHARES: dict[Callable[[Ground, Chance], None], int] = {descriptor: 4, table: 4, text: 2}  # of the time


def ring(*_: object) -> None:
    """End an input that takes too long."""
    raise Hang(f"more than {LONGEST} seconds")


def main() -> int:
    """Feed inputs for the given seconds and print the counts; 1 if anything crashed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (1)")
    parser.add_argument("--seconds", type=float, default=100, help="how long (100)")
    given = parser.parse_args()
    signal.signal(signal.SIGALRM, ring)
    counts: Counter[str] = Counter()
    crashed = 0
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder).resolve())
        for kind, share in SHARES.items():
            name = f"{kind.__name__}s"
            print(f"{name} ...", flush=True)
            end = time.monotonic() + given.seconds * share / sum(SHARES.values())
            while time.monotonic() < end:
                signal.alarm(LONGEST)
                try:
                    kind(ground, Chance(f"{name}:{given.seed}:{counts[name]}"))
                except (Exception, Hang) as error:
                    crashed += 1
                    print(f"  number {counts[name]}: {type(error).__name__}: {str(error)[:200]}")
                signal.alarm(0)
                counts[name] += 1
    each = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(f"{sum(counts.values()):,} inputs (seed {given.seed}): {each}; {crashed} crashed")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
