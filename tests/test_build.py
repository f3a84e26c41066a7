"""The build, driven as a user drives it, on a copy of the package.

Four tiers: what it makes; what stops it, and that nothing is written then; that the same comes out on every machine;
and that a kill at any moment of its run leaves the old or the new. Single moments of the swap are in test_swap.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from syria_figures.citation_styles import CITATION
from syria_figures.descriptor import HOME
from syria_figures.outputs import summary
from syria_figures.readme import BEGIN, END, README
from syria_figures.swap import BUILDING, BUILT

MOMENTS = 20
QUIET = {"ARTICLE_TEXT": "", "PYTHONDONTWRITEBYTECODE": "1"}
README_TEXT = f"# Title\n\n{BEGIN}\nold\n{END}\n\nMore.\n"


def run(
    name: str, folder: Path, *options: str, umask: int = -1, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts on a package, without the text of the article unless it is given."""
    return subprocess.run(
        [sys.executable, HOME / "scripts" / name, "--package", folder, *options],
        env={**os.environ, **QUIET, **environment},
        capture_output=True,
        encoding="utf-8",
        umask=umask,
        check=False,
    )


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Change a word of a curated table."""
    path = folder / "data" / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def visible(folder: Path) -> dict[str, bytes]:
    """All files of a package by path, but for what a killed build has not put in its place."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith((BUILDING, BUILT))}


def copied(package: Path, folder: Path) -> Path:
    """A copy of a package without what is no part of it."""
    shutil.copytree(package / "data", folder / "data")
    for name in ("datapackage.json", README, CITATION):
        shutil.copy(package / name, folder)
    return folder


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that was built, of which a curated cell was then changed on purpose (with make fix)."""
    folder = copied(HOME, tmp_path_factory.mktemp("yesterday") / "package")
    (folder / README).write_text(README_TEXT, encoding="utf-8")
    assert run("build.py", folder).returncode == 0
    edit(folder, "places.csv", "yarmouk,Yarmouk,", "yarmouk,Yarmuk,")
    assert run("validate.py", folder, "--fix").returncode == 0
    return folder


@pytest.fixture(scope="module")
def today(yesterday: Path) -> Path:
    """What the build makes of it."""
    folder = shutil.copytree(yesterday, yesterday.parent / "today")
    done = run("build.py", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# What it makes


def test_it_makes_what_is_committed(tmp_path: Path) -> None:
    """The tables of the repository are not those that the build makes of its curated ones."""
    folder = copied(HOME, tmp_path / "package")
    shutil.rmtree(folder / "data/derived")
    assert run("build.py", folder).returncode == 0
    built = {path.name: path.read_bytes() for path in (folder / "data/derived").glob("*.csv")}
    assert built == {path.name: path.read_bytes() for path in (HOME / "data/derived").glob("*.csv")}


def test_what_is_built_is_valid(today: Path) -> None:
    """The build writes a table that the descriptor does not describe so, or a descriptor that does not fit."""
    done = run("validate.py", today)
    assert done.returncode == 0, done.stdout
    assert "more than 220,000 people killed, Syria" in (today / README).read_text(encoding="utf-8")


def test_a_changed_cell_goes_everywhere(today: Path) -> None:
    """A table, or the README, still says what a curated table said yesterday."""
    for name in ("figures_labelled", "yarmouk_civilians", "deaths", "territorial_control"):
        table = (today / f"data/derived/{name}.csv").read_text(encoding="utf-8")
        assert ",Yarmuk," in table, name
        assert ",Yarmouk," not in table, name
    assert "94 civilians assisted, Yarmuk" in (today / README).read_text(encoding="utf-8")


def test_second_run_changes_nothing(today: Path) -> None:
    """A build that is repeated makes other bytes, or writes what it need not."""
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in today.rglob("*")}
    done = run("build.py", today)
    assert done.returncode == 0
    assert done.stdout.endswith("\nbuilt; nothing changed\n")
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in today.rglob("*")} == before


def test_what_no_maker_makes_goes(today: Path, tmp_path: Path) -> None:
    """A table that is no longer built stays beside the others, or a file outside data/derived is taken for one."""
    folder = copied(today, tmp_path / "package")
    (folder / "data/derived/charts").mkdir(exist_ok=True)
    (folder / "data/derived/charts/old.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "data/mine.txt").write_text("mine", encoding="utf-8")
    done = run("build.py", folder)
    assert "  removed    data/derived/charts/old.svg\n" in done.stdout
    assert visible(folder) == {**visible(today), "data/mine.txt": b"mine"}


def test_readme_without_markers_is_left(today: Path, tmp_path: Path) -> None:
    """Somebody's own README is rewritten."""
    folder = copied(today, tmp_path / "package")
    (folder / README).write_text(f"{END}\nMine.\n{BEGIN}\n", encoding="utf-8")
    assert run("build.py", folder).returncode == 0
    assert (folder / README).read_text(encoding="utf-8") == f"{END}\nMine.\n{BEGIN}\n"


def test_summary() -> None:
    """A build of many files fills the screen, or says that nothing changed where a file was removed."""
    made = {"tables": {f"data/derived/{number}.csv": b"" for number in range(30)}, "readme": {}}
    lines = summary(made, {*made["tables"], "data/derived/old.csv"}).splitlines()
    assert lines[0] == "  tables     30 files     30 changed"
    assert lines[-3:] == ["  and 20 more", "", "built"]
    assert summary(made, set()).splitlines() == ["  tables     30 files     none changed", "", "built; nothing changed"]
    assert summary(made, {"data/derived/old.csv"}).splitlines()[1:] == [
        "  removed    data/derived/old.csv",
        "",
        "built",
    ]


# What stops it


@pytest.mark.parametrize(
    ("table", "old", "new", "fix", "said"),
    [
        ("figures.csv", "650,,persons,unhedged,650", "560,,persons,unhedged,650", True, "data/figures.csv, row 2"),
        ("figures.csv", "650,,persons,unhedged,650", "650,,persons,precise,650", True, "Write one of unhedged"),
        ("figures.csv", "without a number.", "with no number.", False, "figures.csv has changed since the descriptor"),
        ("figures.csv", "without a number.", "with no number.", False, "if you meant it: make fix"),
    ],
)
def test_an_invalid_package_builds_nothing(  # noqa: PLR0917
    today: Path, tmp_path: Path, table: str, old: str, new: str, fix: bool, said: str
) -> None:
    """Tables and charts are made of cells that are wrong, or that nobody meant to change."""
    folder = copied(today, tmp_path / "package")
    edit(folder, table, old, new)
    if fix:
        run("validate.py", folder, "--fix")
    before = visible(folder)
    done = run("build.py", folder)
    assert done.returncode == 1
    assert said in done.stdout
    assert done.stdout.endswith("nothing was built; what was built before is as it was\n")
    assert visible(folder) == before


def test_no_package(tmp_path: Path) -> None:
    """A wrong folder ends in a traceback, or in a new package."""
    done = run("build.py", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Could not run. There is no datapackage.json in")
    assert list(tmp_path.iterdir()) == []


def test_words_are_held_against_the_text(today: Path, tmp_path: Path) -> None:
    """A build that is given the text of another article builds all the same."""
    other = tmp_path / "other.txt"
    other.write_text("Nothing of the kind.", encoding="utf-8")
    for done in (run("build.py", today, "--source", str(other)), run("build.py", today, ARTICLE_TEXT=str(other))):
        assert done.returncode == 1
        assert "nothing was built" in done.stdout


# The same everywhere


@pytest.mark.parametrize(
    ("environment", "umask"),
    [
        ({"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}, 0o077),
        ({"TZ": "America/Adak", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"}, 0o000),
    ],
)
def test_same_bytes_everywhere(
    yesterday: Path, today: Path, tmp_path: Path, environment: dict[str, str], umask: int
) -> None:
    """A day, a decimal point, the order of a set or a mode comes from the machine."""
    folder = copied(yesterday, tmp_path / "another place")
    done = run("build.py", folder, umask=umask, **environment)
    assert done.returncode == 0, done.stderr
    assert visible(folder) == visible(today)
    for place in (folder / "data/derived").rglob("*"):
        assert place.stat().st_mode == (today / place.relative_to(folder)).stat().st_mode, place


# Killed


def test_killed_at_twenty_moments(yesterday: Path, today: Path, tmp_path: Path) -> None:
    """A build that is killed leaves half a result, or what it left stops the next build."""
    whole = [visible(yesterday), visible(today)]
    started = time.monotonic()
    assert run("build.py", copied(yesterday, tmp_path / "whole")).returncode == 0
    length = time.monotonic() - started

    def kill(moment: int) -> bool:
        folder = copied(yesterday, tmp_path / str(moment))
        building = subprocess.Popen(
            [sys.executable, HOME / "scripts/build.py", "--package", folder],
            env={**os.environ, **QUIET},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(length * moment / MOMENTS)
        building.kill()
        building.wait()
        left = visible(folder) in whole
        if moment == MOMENTS - 1 or list(folder.glob("data/.*")):
            assert run("build.py", folder).returncode == 0
            assert visible(folder) == whole[1]
            assert not list(folder.glob("data/.*"))
        return left

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(kill, range(MOMENTS))) == [True] * MOMENTS
