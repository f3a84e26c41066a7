"""The recipes of README.md under "Load it": each block of code is run as it stands there, in the repository's folder.

What cannot be run by the tests is marked in the README, on the line before the block, as checked by hand.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from syria_figures import load
from syria_figures.descriptor import HOME

BY_HAND = "<!-- checked by hand -->"
BLOCK = re.compile(
    rf"(?P<mark>{re.escape(BY_HAND)}\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Recipe:
    """A block of code of the README."""

    language: str
    code: str
    by_hand: bool

    def __str__(self) -> str:
        return f"{self.language}: {self.code.strip().splitlines()[0]}"


def recipes() -> list[Recipe]:
    """The blocks of code under "Load it", in order."""
    text = (HOME / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## Load it\n")[2].partition("\n## ")[0]
    return [Recipe(each["language"], each["code"], bool(each["mark"])) for each in BLOCK.finditer(section)]


RUN = [each for each in recipes() if not each.by_hand]


def in_python(code: str) -> str:
    """The standard output of a script, or why it failed."""
    return run([sys.executable, "-c", code])


def run(command: list[str]) -> str:
    """The standard output of a command in the folder of the repository."""
    done = subprocess.run(command, cwd=HOME, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("recipe", [each for each in RUN if each.language == "python"], ids=str)
def test_a_recipe_in_python_runs(recipe: Recipe) -> None:
    """Who copies the README's first lines meets an error, or a table of another length."""
    assert in_python(f"{recipe.code}\nprint(len(figures), float(figures['value'].sum()))").split() == expected()


@pytest.mark.parametrize("recipe", [each for each in RUN if each.language == "r"], ids=str)
def test_a_recipe_in_r_runs(recipe: Recipe, needs_r: Callable[..., None]) -> None:
    """Who copies the README's first lines in R meets an error, or a table of another length."""
    needs_r("readr" if "readr::" in recipe.code else "jsonlite", str(recipe))
    end = "cat(nrow(figures), sprintf('%.1f', sum(figures$value, na.rm = TRUE)))"
    assert run(["Rscript", "--vanilla", "-e", f"{recipe.code}\n{end}"]).split() == expected()


@pytest.mark.parametrize("recipe", [each for each in RUN if each.language == "sql"], ids=str)
def test_a_recipe_in_sql_runs(recipe: Recipe) -> None:
    """Who copies the query into DuckDB meets an error, or gets parts beside their whole."""
    code = f"import duckdb\nprint(len(duckdb.sql({recipe.code!r}).fetchall()))"
    assert in_python(code).split() == [str(load("figures_labelled")["part_of"].isna().sum())]


def expected() -> list[str]:
    """The number of figures and the sum of their values, as ``load`` has them."""
    figures = load("figures_labelled")
    return [str(len(figures)), f"{figures['value'].sum():.1f}"]


def test_every_block_is_run_or_marked() -> None:
    """A recipe in a language that no test runs is added, or one is marked as checked by hand that could be run."""
    assert {each.language for each in RUN} == {"python", "r", "sql"}
    marked = [each for each in recipes() if each.by_hand]
    assert [re.findall(r"polars|frictionless::", each.code)[0] for each in marked] == ["polars", "frictionless::"]
