"""Time the commands as whole processes, with their peak memory, and write BENCHMARKS.md.

Each number is the median of several runs; the commands of a table take turns, so that a busy moment of the machine
meets them all. Quote the ratios: seconds are those of one machine.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generate import generate
from syria_figures.descriptor import HOME

RUNS, RUNS_OF_THE_LARGEST = 7, 3
SIZES = (1_000, 10_000, 100_000)
LIBRARIES = ("frictionless", "pandas", "pandera", "matplotlib")
SPARE_SECONDS = 0.5  # what all layers may take beyond frictionless and a bare import of pandera
PYTHON = sys.executable
FRICTIONLESS = (PYTHON, "-m", "frictionless", "validate", "datapackage.json")
MEGABYTE = 1024 * 1024


Commands = dict[str, tuple[Sequence[str], Path]]


@dataclass(frozen=True)
class Cost:
    """The medians of a command: wall seconds, and the largest resident memory in megabytes."""

    seconds: float
    megabytes: float


def measure(commands: Commands, runs: int) -> dict[str, Cost]:
    """The cost of each command, run in its folder; the first round warms up and is not counted."""
    rounds = [{name: once(*command) for name, command in commands.items()} for _ in range(runs + 1)][1:]
    return {
        name: Cost(*(statistics.median(each[name][part] for each in rounds) for part in (0, 1))) for name in commands
    }


def once(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of one run, as the operating system counts them; a command that fails stops it all."""
    environment = {name: value for name, value in os.environ.items() if name != "ARTICLE_TEXT"}
    before = os.times().elapsed
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return os.times().elapsed - before, usage.ru_maxrss * unit / MEGABYTE


def script(name: str, *arguments: str) -> tuple[Sequence[str], Path]:
    """One of the commands of this package."""
    return (PYTHON, f"scripts/{name}.py", *arguments), HOME


def bare(code: str) -> tuple[Sequence[str], Path]:
    """A Python that does only this."""
    return (PYTHON, "-c", code), HOME


def package_table() -> list[str]:
    """The commands on the package itself, beside frictionless and bare imports."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as text:
        text.write("At least 26 people were killed.")
    commands: Commands = {
        "`python -c pass`": bare("pass"),
        "`import pandera.pandas`": bare("import pandera.pandas"),
        "`frictionless validate`": (FRICTIONLESS, HOME),
        "`scripts/validate.py`": script("validate"),
        "`scripts/build.py`": script("build"),
        "`scripts/cite.py --list`": script("cite", "--list"),
        "`scripts/scan.py`": script("scan", text.name),
    }
    costs = measure(commands, RUNS)
    Path(text.name).unlink()
    base, pandera = costs["`frictionless validate`"], costs["`import pandera.pandas`"]
    allowed = base.seconds + pandera.seconds + SPARE_SECONDS
    taken = costs["`scripts/validate.py`"].seconds
    return [
        "| command | seconds | of `frictionless validate` | peak memory, MB |",
        "| --- | ---: | ---: | ---: |",
        *(row(name, cost, base) for name, cost in costs.items()),
        "",
        f"All layers of validation take {taken:.2f} s. `frictionless validate`, a bare import of pandera and half a "
        f"second take {allowed:.2f} s: {'within' if taken <= allowed else 'beyond'} the target.",
    ]


def row(name: str, cost: Cost, base: Cost) -> str:
    """A line of the first table."""
    return f"| {name} | {cost.seconds:.2f} | {cost.seconds / base.seconds:.2f} | {cost.megabytes:.0f} |"


def sizes_table() -> list[str]:
    """Validation of generated packages, beside frictionless on the same."""
    lines = [
        "| figures | `frictionless validate`, s | `scripts/validate.py`, s | layers beside frictionless, "
        "of frictionless | seconds a figure, of the row above | peak memory, MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            figures = generate(folder, size)
            validate = (PYTHON, str(HOME / "scripts" / "validate.py"), "--package", str(folder))
            pair: Commands = {"frictionless": (FRICTIONLESS, folder), "validate": (validate, folder)}
            costs = measure(pair, RUNS_OF_THE_LARGEST if size == SIZES[-1] else RUNS)
        theirs, ours = costs["frictionless"], costs["validate"]
        beside = (ours.seconds - theirs.seconds) / theirs.seconds
        each = ours.seconds / figures
        growth = f"{each / before:.2f}" if before else ""
        before = each
        cells = (f"{figures:,}", f"{theirs.seconds:.2f}", f"{ours.seconds:.2f}", f"{beside:.2f}", growth)
        lines.append(f"| {' | '.join(cells)} | {ours.megabytes:.0f} |")
    return lines


def machine() -> str:
    """The machine and the versions, in a sentence."""
    models = (
        [
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ]
        if Path("/proc/cpuinfo").exists()
        else [platform.processor()]
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    cores = os.cpu_count()
    return f"{models[0]}, {cores} cores, {platform.system()}, Python {platform.python_version()}, {libraries}."


def main() -> None:
    """Measure, print and write."""
    text = "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`: each number is the median of several runs of a whole process. Quote the ratios;",
            "the seconds are those of one machine at one time.",
            "",
            f"Measured on: {machine()}",
            "",
            "## The package",
            "",
            *package_table(),
            "",
            "## Generated packages",
            "",
            "The figures of the package and the words behind them, repeated; rules and proof included, without a text.",
            "",
            *sizes_table(),
            "",
        ]
    )
    (HOME / "BENCHMARKS.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
