"""The contributor's way: edit tables and the changelog, build, look at the diff, commit; no other file by hand.

Two contributions are made one after the other in a repository of their own: a comparison from a new page
and a new claimant, and a corrected day.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

import build
import pytest
from syria_figures.descriptor import DESCRIPTOR, HOME
from syria_figures.tables import Row, load, records
from syria_figures.validation import validate

DATA_TESTS = ("tests/test_data.py", "tests/test_descriptor.py")
BUILT = ("data/derived/", "data/README.md", DESCRIPTOR, "README.md", "CITATION.cff", "citation.bib")
PARTS = ("data", "scripts", "tests", ".gitignore", "pyproject.toml", "CHANGELOG.md", *BUILT[2:])
FIGURE = "yarmouk-residents-fled"
NEW_ROWS = {
    "actors": ["example-relief,Example Relief,,ngo,,", "example-daily,Example Daily,,media,,"],
    "sources": [
        "example-daily-2015-04-06,news_article,Hundreds flee the camp,example-daily,,2015-04-06,,stated,"
        "2026-11-25,en,https://example.org/hundreds-flee,,,"
    ],
    "comparisons": [
        f"E99,{FIGURE},same,same,residents who fled,,,persons,indefinite,hundreds of residents,hundreds,en,"
        "yarmouk,,,not_stated,example-relief,example-daily-2015-04-06,"
    ],
}


class Contribution(NamedTuple):
    """What a contribution left: the folder, the files that differ from the last commit, a row before and after."""

    folder: Path
    changed: set[str]
    before: Row
    after: Row


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, whatever the settings of whoever runs the tests."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    name = ("-c", "user.name=A contributor", "-c", "user.email=contributor@example.org")
    command = ["git", "-C", str(folder), *name, *arguments]
    return subprocess.run(command, env=os.environ | settings, check=True, capture_output=True, text=True).stdout


def row_of(folder: Path, table: str, key: str) -> Row:
    """The row of a table with that key."""
    return next(row for row in records(load(table, folder)) if key in row.values())


def contribute(folder: Path, edit: Callable[[], None], line: str, table: str, key: str) -> Contribution:
    """Edit, write a line in the changelog, build, look at the diff, commit."""
    before = row_of(folder, table, key)
    edit()
    changelog = folder / "CHANGELOG.md"
    changelog.write_text(changelog.read_text("utf-8").rstrip() + f"\n- {line}\n", encoding="utf-8")
    assert build.main(["--package", str(folder)]) == 0
    changed = {each[3:] for each in git(folder, "status", "--porcelain", "--untracked-files=all").splitlines()}
    git(folder, "commit", "--quiet", "--all", "--message", line)
    return Contribution(folder, changed, before, row_of(folder, table, key))


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, missing: Callable[[str, str], NoReturn]) -> Contribution:
    """A comparison from a new page and a new claimant, its rows written at the end of the tables."""
    if not shutil.which("git"):
        missing("the contributor's way", "install git")
    folder = tmp_path_factory.mktemp("contribution") / "repository"
    git(folder.parent, "init", "--quiet", folder.name)
    for part in (HOME / name for name in PARTS):
        shutil.copytree(part, folder / part.name) if part.is_dir() else shutil.copy(part, folder)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "As it was")

    def edit() -> None:
        for table, rows in NEW_ROWS.items():
            path = folder / f"data/{table}.csv"
            path.write_text("\n".join([path.read_text("utf-8").rstrip(), *rows]) + "\n", encoding="utf-8", newline="")

    return contribute(folder, edit, "Added E99 and its page.", "figure_support", FIGURE)


@pytest.fixture(scope="module")
def corrected(added: Contribution) -> Contribution:
    """The first day of a comparison, a day earlier than it was."""

    def edit() -> None:
        path = added.folder / "data/comparisons.csv"
        first, rest = path.read_text("utf-8").split("2015-04-03,2015-04-04,stated")
        path.write_text(f"{first}2015-04-02,2015-04-04,stated{rest}", encoding="utf-8", newline="")

    return contribute(added.folder, edit, "Corrected K6: from 2 April on.", "comparisons_labelled", "K6")


def by_hand(contribution: Contribution) -> set[str]:
    """The files that differ and are not built."""
    return {path for path in contribution.changed if not path.startswith(BUILT)}


def test_a_comparison_is_added_by_rows_and_a_line(added: Contribution) -> None:
    """A new page and a new claimant must not need code, a hash or a document changed by hand."""
    assert by_hand(added) == {"CHANGELOG.md", *(f"data/{table}.csv" for table in NEW_ROWS)}
    assert added.after["matching_reports"] == added.before["matching_reports"] + 1
    assert added.after["matching_claimants"] == added.before["matching_claimants"] + 1
    follow = ("figures.xlsx", "factsheet.html", "comparisons_labelled.csv", f"charts/{FIGURE}.svg")
    assert {"README.md", DESCRIPTOR, *(f"data/derived/{name}" for name in follow)} <= added.changed


def test_a_day_is_corrected_in_its_cell(corrected: Contribution) -> None:
    """A corrected day must be typed once, and be right everywhere."""
    assert by_hand(corrected) == {"CHANGELOG.md", "data/comparisons.csv"}
    assert (corrected.before["date_text"], corrected.after["date_text"]) == ("3–4 April 2015", "2–4 April 2015")
    page = (corrected.folder / "data/derived/factsheet.html").read_text("utf-8")
    assert "2–4 April 2015" in page


def test_what_was_contributed_is_valid_and_its_tests_pass(corrected: Contribution) -> None:
    """Validation and the tests of the data must accept what was done, with nothing else to do."""
    assert validate(corrected.folder).findings == []
    command = [sys.executable, "-m", "pytest", "-q", *DATA_TESTS]
    done = subprocess.run(command, cwd=corrected.folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
