"""The build: what it makes, what stops it, and that neither a kill nor a second build leaves anything half done.

The package is built once, without what was built before, by the command; the other tests look at that folder, or write
the files that were made for it to a copy.
"""

from __future__ import annotations

import platform
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import build
import pytest
from accidents import contents
from syria_figures import outputs
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, read_package
from syria_figures.docs import README
from syria_figures.files import PART
from syria_figures.tables import Files, Frames
from syria_figures.validation import validate

WRITTEN = (DESCRIPTOR, README, "CITATION.cff", "citation.bib")
HERE = f"{platform.system()} {platform.machine()}"


class Made(NamedTuple):
    """A folder, and what a build of it had in memory."""

    folder: Path
    package: Package
    tables: Frames
    files: Files

    def write(self) -> list[str]:
        """Write the files as the build does; give the paths that changed."""
        return outputs.write_all(self.package, self.tables, self.files)


def copied(folder: Path, to: Path) -> Path:
    """A copy of a package: descriptor, tables, documents and what was built."""
    shutil.copytree(folder / "data", to / "data")
    for name in WRITTEN:
        shutil.copy(folder / name, to)
    return to


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The package, built by the command with nothing built before; its files are made a second time."""
    folder = copied(HOME, tmp_path_factory.mktemp("built") / "package")
    shutil.rmtree(folder / outputs.BUILT_FOLDER)
    assert build.main(["--package", str(folder)]) == 0
    package = read_package(folder)
    tables = outputs.all_tables(package)
    return Made(folder, package, tables, outputs.make_all(package, tables))


@pytest.fixture
def stale(made: Made, tmp_path: Path) -> Made:
    """A copy in which each built file is old; what was made replaces them all."""
    folder = copied(made.folder, tmp_path / "stale")
    for path, data in made.files.items():
        (folder / path).write_bytes(data.replace(b"| **", b"| old **") if path == README else b"old" + data)
    return made._replace(folder=folder, package=replace(made.package, folder=folder))


# What it makes


def test_it_makes_what_is_committed(made: Made) -> None:
    """What is published must be what the curated tables give, and valid."""
    assert validate(made.folder).findings == []
    if HERE != "Linux x86_64":
        pytest.skip(f"not tested here: the bytes of pictures. To test it: use Linux x86-64, not {HERE}.")
    built, committed = contents(made.folder), contents(copied(HOME, made.folder.parent / "committed"))
    assert [path for path in {*built, *committed} if built.get(path) != committed.get(path)] == []


def test_it_makes_the_same_bytes_twice(made: Made) -> None:
    """A build with nothing changed must change nothing, or each build would be a commit."""
    before = {path: path.stat().st_mtime_ns for path in made.folder.rglob("*")}
    assert made.write() == []
    assert {path: path.stat().st_mtime_ns for path in made.folder.rglob("*")} == before


def test_what_an_earlier_build_made_is_taken_away(stale: Made) -> None:
    """The picture of a figure that is gone must go with it; what another build is writing must stay."""
    charts = stale.folder / outputs.BUILT_FOLDER / "charts"
    gone, being_written = charts / "gone.svg", charts / f".a{PART}"
    for path in (gone, being_written):
        path.write_bytes(b"<svg")
    stale.write()
    assert [path.exists() for path in (gone, being_written)] == [False, True]


def test_what_somebody_saves_during_the_build_stays(stale: Made) -> None:
    """An edit of README.md between the start of the build and its end must not be lost."""
    readme = stale.folder / README
    readme.write_text(f"Saved just now.\n\n{readme.read_text('utf-8')}", encoding="utf-8")
    stale.write()
    assert readme.read_bytes() == b"Saved just now.\n\n" + stale.files[README]


def test_tables_are_written_in_canonical_form_first(made: Made, tmp_path: Path) -> None:
    """A row added at the end, or the line ends of another system, must not stop anyone who runs the one command."""
    folder = copied(made.folder, tmp_path / "package")
    path = folder / "data/actors.csv"
    header, first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *others, first]), encoding="utf-8", newline="\r\n")
    assert outputs.write_canonical(folder) == ["data/actors.csv"]
    assert contents(folder) == contents(made.folder)


# What stops it


@pytest.mark.parametrize("now", [",230000,", ",many,"])
def test_what_is_not_valid_builds_nothing(made: Made, tmp_path: Path, now: str) -> None:
    """A mistake must not reach a chart, or get a new hash, as if somebody had meant it."""
    folder = copied(made.folder, tmp_path / "package")
    path = folder / "data/figures.csv"
    path.write_text(path.read_text("utf-8").replace(",220000,", now, 1), encoding="utf-8")
    before = contents(folder)
    assert build.main(["--package", str(folder)]) == 1
    assert contents(folder) == before


# A kill, and two at once


@pytest.mark.parametrize("moment", [0, 7, 36])
def test_a_kill_leaves_each_file_old_or_new(stale: Made, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """No reader must ever find half of a file, and the next build must finish what was begun."""
    old, whole = contents(stale.folder), contents(stale.folder) | stale.files
    left, rename = iter(range(moment)), Path.replace

    def die(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as during:
        during.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            stale.write()
    after = contents(stale.folder)
    assert [path for path in old if after.pop(path) not in (old[path], whole[path])] == [] == list(after)
    stale.write()
    assert contents(stale.folder) == whole


def test_two_builds_at_once_do_no_harm(stale: Made) -> None:
    """Two people, or an editor and a terminal, may run the one command at the same moment."""
    whole = contents(stale.folder) | stale.files
    with ThreadPoolExecutor(2) as both:
        list(both.map(Made.write, [stale, stale]))
    assert contents(stale.folder) == whole
