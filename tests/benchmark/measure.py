"""Time the commands as whole processes, side by side, and write BENCHMARKS.md.

Each number is the median of several runs; the commands of a table take turns, so that a busy moment of the machine
meets them all. The targets are multiples of one ``frictionless validate`` in the same run.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from generate import generate
from syria_figures.descriptor import HOME

RUNS = 7
SIZES = (1_000, 10_000, 100_000)
LIBRARIES = ("frictionless", "pandas", "pandera", "matplotlib")
FRICTIONLESS = "frictionless validate datapackage.json"
# What a command may take at most, in times of the first row
TARGETS = {"scripts/validate.py": 1.5, "scripts/build.py": 4.0}
TARGET_OF_SIZE = {10_000: 1.6}
ABOUT = """# Benchmarks

Written by `make bench`: each number is the median of {runs} runs of a whole process, the commands side by side.
Quote the ratios; the seconds are those of one machine at one time.

Measured on: {machine}

## The package

{package}

## Generated packages

The figures of the package and the words behind them, repeated; rules and proof included, without a text.

{sizes}
"""


def measure(commands: dict[str, list[str]], folder: Path, runs: int = RUNS) -> dict[str, tuple[float, float]]:
    """The median seconds and megabytes of each command, run in a folder; the first round warms up."""
    rounds = [{name: once(command, folder) for name, command in commands.items()} for _ in range(runs + 1)][1:]
    return {
        name: (statistics.median(each[name][0] for each in rounds), statistics.median(each[name][1] for each in rounds))
        for name in commands
    }


def once(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one run; a command that fails stops it all."""
    environment = {name: value for name, value in os.environ.items() if name != "ARTICLE_TEXT"}
    before = os.times().elapsed
    process = subprocess.Popen([sys.executable, *command], cwd=folder, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    kilobytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return os.times().elapsed - before, kilobytes / 1024


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
        costs = measure(commands, HOME)
    rows = []
    for name, (seconds, memory) in costs.items():
        ratio = seconds / costs[FRICTIONLESS][0]
        rows.append(f"| `{name}` | {seconds:.2f} | {ratio:.2f} | {verdict(ratio, TARGETS.get(name))} | {memory:.0f} |")
    head = [
        "| command | seconds | times the first row | target | peak memory, MB |",
        "| --- | ---: | ---: | --- | ---: |",
    ]
    return [*head, *rows]


def size_row(size: int) -> str:
    """Validation of a generated package, beside frictionless on the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        figures = generate(folder, size)
        ours = [str(HOME / "scripts/validate.py"), "--package", str(folder)]
        commands = {"theirs": ["-m", *FRICTIONLESS.split()], "ours": ours}
        costs = measure(commands, folder, RUNS if size < SIZES[-1] else 3)
    (theirs, _), (seconds, memory) = costs["theirs"], costs["ours"]
    ratio = seconds / theirs
    cells = (
        f"{figures:,}",
        f"{theirs:.2f}",
        f"{seconds:.2f}",
        f"{ratio:.2f}",
        verdict(ratio, TARGET_OF_SIZE.get(size)),
    )
    return f"| {' | '.join(cells)} | {memory:.0f} |"


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
        "| figures | `frictionless validate`, s | `scripts/validate.py`, s | ratio | target | peak memory, MB |",
        "| ---: | ---: | ---: | ---: | --- | ---: |",
    ]
    for size in () if given.quick else SIZES:
        print(f"{size:,} figures ...", flush=True)
        sizes.append(size_row(size))
    text = ABOUT.format(runs=RUNS, machine=machine(), package="\n".join(package), sizes="\n".join(sizes))
    print(text)
    if not given.quick:
        (HOME / "BENCHMARKS.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
