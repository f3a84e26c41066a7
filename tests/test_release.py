"""The release: what goes into the zip, that its bytes depend on the commit alone, and what stops it.

Most tests pack a small repository, with the build left out. One, which is slow, makes the release of all
files as they are now, unzips it elsewhere and uses it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import build
import pytest
import release
from syria_figures.commandline import FINE, WRONG
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.findings import CouldNotRun

NAME = f"{read_package(HOME).name}-{read_package(HOME).version}"
AUTHOR = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, whatever hook the tests run in."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | AUTHOR
    command = ["git", "-C", str(folder), "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


def commit(folder: Path) -> None:
    """Commit everything in a folder."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All")


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: Callable[[str, str], NoReturn]) -> Path:
    """A small repository that counts as valid and built."""
    if shutil.which("git") is None:
        missing("the release: git", "install git")
    folder = tmp_path / "clone"
    for name in ("data", "scripts", "tests"):
        (folder / name).mkdir(parents=True)
    shutil.copy(HOME / DESCRIPTOR, folder / DESCRIPTOR)
    (folder / "data/b.csv").write_bytes(b"one\r\n")
    (folder / "README.md").write_text("Read me.\n")
    (folder / "scripts/run").write_text("#!/bin/sh\n")
    (folder / "scripts/run").chmod(0o755)
    (folder / "tests/test_one.py").write_text("# for the repository alone\n")
    shutil.copy(HOME / ".gitattributes", folder)
    (folder / ".gitignore").write_text("dist/\n")
    commit(folder)
    monkeypatch.setattr(build, "main", lambda _: FINE)
    return folder


def make(folder: Path) -> tuple[int, Path]:
    """Make the release of a folder: the exit code, and where the zip is."""
    return release.main(["--package", str(folder)]), folder / "dist" / f"{NAME}.zip"


# What is in it


def test_it_holds_what_is_committed(clone: Path) -> None:
    """The zip must hold the committed files that users need, byte for byte, and nothing else."""
    code, path = make(clone)
    assert code == 0
    with zipfile.ZipFile(path) as zipped:
        files = {name.removeprefix(f"{NAME}/"): zipped.read(name) for name in zipped.namelist() if name[-1] != "/"}
    assert list(files) == ["README.md", "data/b.csv", DESCRIPTOR, "scripts/run"]
    assert files == {name: (clone / name).read_bytes() for name in files}
    beside = path.with_name(f"{path.name}.sha256").read_text()
    assert beside == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def test_the_same_commit_gives_the_same_bytes(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock, the time zone and the times of files must not reach the zip."""
    _, path = make(clone)
    before = path.read_bytes()
    git(clone, "clone", "--quiet", ".", "../other")
    for file in (clone.parent / "other").glob("*.*"):
        os.utime(file, (0, 0))
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    _, path = make(clone.parent / "other")
    assert path.read_bytes() == before


# What stops it


def test_what_is_not_committed_stops_it(clone: Path) -> None:
    """A change that is not committed, or a new file, must stop it: nobody else has it."""
    (clone / "README.md").write_text("Another text.\n")
    (clone / "data/c.csv").write_bytes(b"two\n")
    with pytest.raises(CouldNotRun, match=r"Commit or undo first: README\.md, data/c\.csv"):
        make(clone)
    assert not (clone / "dist").exists()


def test_an_archive_of_the_same_version_is_not_replaced(clone: Path) -> None:
    """What was published under a version must not change; the same bytes may be made again."""
    _, path = make(clone)
    before = path.read_bytes()
    assert make(clone)[0] == 0
    (clone / "README.md").write_text("Another text.\n")
    commit(clone)
    with pytest.raises(CouldNotRun, match="Raise the version"):
        make(clone)
    assert path.read_bytes() == before


def test_what_is_not_valid_or_not_built_stops_it(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables that fail validation, or built files that the tables do not give, must not be released."""
    monkeypatch.setattr(build, "main", lambda _: WRONG)
    assert make(clone)[0] == WRONG
    monkeypatch.setattr(build, "main", lambda _: (clone / "data/b.csv").write_bytes(b"built") and FINE)
    assert make(clone)[0] == WRONG
    assert "than those committed: data/b.csv. Commit what it wrote.\nNo release was made." in capsys.readouterr().out
    assert not (clone / "dist").exists()


# The whole


@pytest.mark.slow
def test_the_release_of_all_files_is_of_use_elsewhere(tmp_path: Path) -> None:
    """The unzipped release must validate there with our command and frictionless; its links must lead somewhere."""
    clone = tmp_path / "clone"
    ignored = shutil.ignore_patterns(".git", ".venv*", "dist", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(HOME, clone, ignore=ignored, symlinks=True)
    commit(clone)
    code, path = make(clone)
    assert code == 0
    shutil.unpack_archive(path, tmp_path / "mes données 2015")
    unzipped = tmp_path / "mes données 2015" / NAME
    for command in (["scripts/validate.py"], ["-m", "frictionless", "validate", DESCRIPTOR]):
        done = subprocess.run(
            [sys.executable, *command], cwd=unzipped, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
    for document in (*unzipped.glob("*.md"), *unzipped.glob("*/*.md")):
        for link in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
            if not link.startswith(("http", "mailto")):
                assert (document.parent / link).exists(), f"{document.name}: {link}"
