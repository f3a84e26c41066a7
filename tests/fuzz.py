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
from syria_figures.canonical import csv_of_cells, read_cells
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
WORDS = """
over more than at least up to about some nearly between and or so dozens of hundreds tens thousands million half a third
two thirds twenty-one six 220,000 1.5 % percent per cent not only few maybe since from until on in March April Sunday
25-27 1 2015 last month year people none upwards resolution ألف مليون أكثر من نحو ٣٥٠ mille plus de environ pour ( ) “ ”
, . - – + > ~ ≥ $ ² ½ … approx. 2-3,000 3m
"""
HOME_PACKAGE = read_package(HOME)
FILES = {path: HOME_PACKAGE.read(path) for path in (DESCRIPTOR, *(table.path for table in HOME_PACKAGE.curated))}
FRAMES = {table.name: read_table(HOME_PACKAGE, table.name) for table in HOME_PACKAGE.curated}
Chance = random.Random


class Hang(BaseException):
    """One input took too long; no ``except Exception`` may swallow it."""


def judge(folder: Path, path: str, data: bytes) -> None:
    """Validate the curated tables with one other file, write each report, and write the canonical form."""
    for name, content in (FILES | {path: data}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with suppress(Rejected, CouldNotRun):
        report = validate(folder, built=False)
        for form in FORMATS.values():
            form(report)
        for each in HOME_PACKAGE.curated:
            if each.path == path:
                canonical.write(each, data)


# The inputs


def descriptors(folder: Path, chance: Chance) -> None:
    """A descriptor with one property removed, renamed or of another kind, or with a byte missing."""
    if chance.randrange(3) == 0:
        return judge(folder, DESCRIPTOR, bitten(FILES[DESCRIPTOR], chance))
    read = json.loads(FILES[DESCRIPTOR])
    holder, step = chance.choice(list(places(read)))
    value = chance.choice(ODD_VALUES)
    if chance.randrange(4) == 0:
        del holder[step]
    elif isinstance(holder, dict) and chance.randrange(4) == 0:
        holder[str(value)[:20]] = holder.pop(step)
    else:
        holder[step] = value
    return judge(folder, DESCRIPTOR, json.dumps(read).encode("utf-8"))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list with every name or number in it."""
    for step, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, step
        if isinstance(part, (dict, list)):
            yield from places(part)


def tables(folder: Path, chance: Chance) -> None:
    """A table with one odd cell, or with a byte missing or the rest of it."""
    chosen = chance.choice(HOME_PACKAGE.curated)
    if chance.randrange(3) == 0:
        return judge(folder, chosen.path, bitten(FILES[chosen.path], chance))
    header, rows = read_cells(chosen, FILES[chosen.path])
    odd, row, at = chance.choice(ODD_CELLS), chance.choice(rows), chance.randrange(len(header))
    row[at] = chance.choice((odd, row[at] + odd, odd + row[at]))
    return judge(folder, chosen.path, csv_of_cells(header, rows))


def texts(_: Path, chance: Chance) -> None:
    """A text in the place of the article, made of its quotes and of odd words."""
    text = " ".join(
        chance.choices((*FRAMES["provenance"]["exact"], *WORDS.split(), *ODD_CELLS), k=chance.randrange(400))
    )
    article.account(HOME_PACKAGE, FRAMES, text)
    scan(HOME_PACKAGE, FRAMES, text)


def bitten(data: bytes, chance: Chance) -> bytes:
    """The bytes with a few, or all that follow, removed and others put in."""
    at, odd = chance.randrange(len(data)), (b"", b"\0", b"\xff", b'"', b"{", b"}", b",", b"\\", b"9" * 400)
    return data[:at] + chance.choice(odd) + data[at + chance.choice((0, 1, 1, 40, len(data))) :]


# Feeding them

SHARES: dict[Callable[[Path, Chance], None], int] = {descriptors: 4, tables: 4, texts: 2}  # of the time


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
        for kind, share in SHARES.items():
            name = kind.__name__
            print(f"{name} ...", flush=True)
            end = time.monotonic() + given.seconds * share / sum(SHARES.values())
            while time.monotonic() < end:
                signal.alarm(LONGEST)
                try:
                    kind(Path(folder).resolve(), Chance(f"{name}:{given.seed}:{counts[name]}"))
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
