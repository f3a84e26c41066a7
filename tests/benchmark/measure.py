"""Time the commands as whole processes, side by side, and write BENCHMARKS.md.

Each number is the median of several runs; the commands of a table take turns, so that a busy moment of the machine
affects them all. The targets are multiples of one ``frictionless validate`` in the same run.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from generate import generate
from syria_figures.descriptor import HOME

RUNS = 7
SIZES = {1_000: 5, 10_000: 3}  # figures, and how often each is run
LIBRARIES = ("frictionless", "pandas", "pandera", "matplotlib")
FRICTIONLESS = "frictionless validate datapackage.json"
# What a command may take at most, in times of the first row
TARGETS = {"scripts/validate.py": 1.5, "scripts/build.py": 4.0}
TARGET_OF_SIZE = {10_000: 1.6}
ABOUT = """# Benchmarks

Written by `make bench`: each number is the median of several runs of a whole process, the commands side by side. Quote
the ratios; the seconds are those of one machine at one time.

Measured on: {machine}

## The package

{package}

## Generated packages

The figures of the package and the words behind them, repeated; rules and proof included, without a text.

{sizes}
"""


def measure(commands: dict[str, list[str]], folder: Path, runs: int) -> dict[str, float]:
    """The median seconds of each command, run in a folder; the first round warms up."""
    rounds = [{name: once(command, folder) for name, command in commands.items()} for _ in range(runs + 1)][1:]
    return {name: statistics.median(each[name] for each in rounds) for name in commands}


def once(command: list[str], folder: Path) -> float:
    """The seconds of one run; a command that fails stops it all."""
    environment = {name: value for name, value in os.environ.items() if name != "ARTICLE_TEXT"}
    before = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {done.returncode}")
    return time.perf_counter() - before


def package_table() -> list[str]:
    """The commands on the package itself, beside frictionless and bare imports."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("At least 26 people were killed.")
        commands = {
            FRICTIONLESS: ["-m", *FRICTIONLESS.split()],
            "python -c pass": ["-c", "pass"],
            "import pandas": ["-c", "import pandas"],
            "import pandera.pandas": ["-c", "import pandera.pandas"],
            "scripts/validate.py": ["scripts/validate.py"],
            "scripts/build.py": ["scripts/build.py"],
            "scripts/cite.py --list": ["scripts/cite.py", "--list"],
            "scripts/scan.py": ["scripts/scan.py", str(text)],
        }
        costs = measure(commands, HOME, RUNS)
    rows = ["| command | seconds | times the first row | target |", "| --- | ---: | ---: | --- |"]
    for name, seconds in costs.items():
        ratio = seconds / costs[FRICTIONLESS]
        rows.append(f"| `{name}` | {seconds:.2f} | {ratio:.2f} | {verdict(ratio, TARGETS.get(name))} |")
    return rows


def size_row(size: int) -> str:
    """Validation of a generated package, beside frictionless on the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        figures = generate(folder, size)
        ours = [str(HOME / "scripts/validate.py"), "--package", str(folder)]
        commands = {"theirs": ["-m", *FRICTIONLESS.split()], "ours": ours}
        costs = measure(commands, folder, SIZES[size])
    theirs, seconds = costs["theirs"], costs["ours"]
    cells = (f"{figures:,}", f"{theirs:.2f}", f"{seconds:.2f}", f"{seconds / theirs:.2f}")
    return f"| {' | '.join(cells)} | {verdict(seconds / theirs, TARGET_OF_SIZE.get(size))} |"


def verdict(ratio: float, target: float | None) -> str:
    """The target, and whether it is met."""
    return "" if target is None else f"at most {target}: {'met' if ratio <= target else 'missed'}"


def machine() -> str:
    """The machine and the versions, in a sentence."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text("utf-8").splitlines() if about.exists() else []
    model = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")] or [
        platform.processor()
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{model[0]}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {libraries}."


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the generated packages, and write nothing")
    given = parser.parse_args()
    print("The package ...", flush=True)
    package = package_table()
    sizes = [
        "| figures | `frictionless validate`, s | `scripts/validate.py`, s | ratio | target |",
        "| ---: | ---: | ---: | ---: | --- |",
    ]
    for size in () if given.quick else SIZES:
        print(f"{size:,} figures ...", flush=True)
        sizes.append(size_row(size))
    text = ABOUT.format(machine=machine(), package="\n".join(package), sizes="\n".join(sizes))
    print(text)
    if not given.quick:
        (HOME / "BENCHMARKS.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
