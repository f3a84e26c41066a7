"""The contributor's way: edit tables and the changelog, build, look at the diff, commit; no other file by hand.

Two contributions are made in a copy of the repository: a comparison from a new page and a new claimant, and a corrected
day.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import build
import pytest
from accidents import contents, ran
from syria_figures.descriptor import DESCRIPTOR, HOME
from syria_figures.tables import Frames, Row, load, records
from syria_figures.validation import validate

DATA_TESTS = ("tests/test_data.py", "tests/test_descriptor.py")
BUILT = ("data/derived/", "data/README.md", DESCRIPTOR, "README.md", "CITATION.cff", "citation.bib")
PARTS = ("data", "scripts", "tests", ".gitignore", "pyproject.toml", "CHANGELOG.md", *BUILT[2:])
FIGURE = "yarmouk-residents-fled"
NEW_ROWS = {
    "data/actors.csv": "example-relief,Example Relief,,ngo,,\nexample-daily,Example Daily,,media,,\n",
    "data/sources.csv": "example-daily-2015-04-06,news_article,Hundreds flee,example-daily,,2015-04-06,,stated,"
    "2026-11-25,en,https://example.org/hundreds-flee,,,\n",
    "data/comparisons.csv": f"E99,{FIGURE},same,same,residents who fled,,,persons,indefinite,hundreds of residents,"
    "hundreds,en,yarmouk,,,not_stated,example-relief,example-daily-2015-04-06,\n",
    "CHANGELOG.md": "\n- Added E99 and its page.\n- Corrected K6: from 2 April on.\n",
}

CORRECTED = ("2015-04-03,2015-04-04,stated", "2015-04-02,2015-04-04,stated")  # of K6


class Contribution(NamedTuple):
    """What the contributions left: the folder, the files that the build changed, the tables before and after."""

    folder: Path
    built: set[str]
    before: Frames
    after: Frames


@pytest.fixture(scope="module")
def contributed(tmp_path_factory: pytest.TempPathFactory) -> Contribution:
    """The edits, new rows at the end of their tables, and the build; it must change no file but those built."""
    folder = tmp_path_factory.mktemp("contribution")
    for part in (HOME / name for name in PARTS):
        shutil.copytree(part, folder / part.name) if part.is_dir() else shutil.copy(part, folder)
    before, files = load(package=folder), contents(folder)
    for name, rows in NEW_ROWS.items():
        text = (folder / name).read_text("utf-8").replace(*CORRECTED) + rows
        (folder / name).write_text(text, encoding="utf-8", newline="")
    assert build.main(["--package", str(folder)]) == 0
    changed = {name for name, data in contents(folder).items() if files.get(name) != data}
    assert {name for name in changed if not name.startswith(BUILT)} == set(NEW_ROWS)
    return Contribution(folder, changed - set(NEW_ROWS), before, load(package=folder))


def row_of(tables: Frames, table: str, key: str) -> Row:
    """The row of a table with that key."""
    return next(row for row in records(tables[table]) if key in row.values())


def test_a_comparison_is_added_by_rows_and_a_line(contributed: Contribution) -> None:
    """A new page and a new claimant must reach all that is built, with no code, hash or document changed by hand."""
    before, after = (row_of(tables, "figure_support", FIGURE) for tables in (contributed.before, contributed.after))
    assert after["matching_reports"] == before["matching_reports"] + 1
    assert after["matching_claimants"] == before["matching_claimants"] + 1
    follow = ("figures.xlsx", "factsheet.html", "comparisons_labelled.csv", f"charts/{FIGURE}.svg")
    assert {"README.md", DESCRIPTOR, *(f"data/derived/{name}" for name in follow)} <= contributed.built


def test_a_day_is_corrected_in_its_cell(contributed: Contribution) -> None:
    """A corrected day must be typed once, and be right everywhere."""
    dates = [row_of(tables, "comparisons_labelled", "K6")["date_text"] for tables in contributed[2:]]
    assert dates == ["3–4 April 2015", "2–4 April 2015"]
    assert "2–4 April 2015" in (contributed.folder / "data/derived/factsheet.html").read_text("utf-8")


def test_what_was_contributed_is_valid_and_its_tests_pass(contributed: Contribution) -> None:
    """Validation and the tests of the data must accept what was done, with nothing else to do."""
    assert validate(contributed.folder).findings == []
    done = ran([sys.executable, "-m", "pytest", "-q", *DATA_TESTS], cwd=contributed.folder)
    assert done.returncode == 0, done.stdout
