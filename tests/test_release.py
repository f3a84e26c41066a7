"""The release, driven as a maintainer drives it in a clone, and used as a user uses it: unzipped elsewhere.

Three tiers: what is in the zip and that it validates there; that its bytes depend on nothing but the commit; and what
stops it, nothing being written then.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from syria_figures.archive import CHECKSUMS, Member, archive, checksums, stale, write
from syria_figures.descriptor import HOME, Package, read_package
from syria_figures.errors import CouldNotRun

NAME = f"syria-april-2015-figures-{read_package(HOME).version}"
QUIET = {"ARTICLE_TEXT": "", "PYTHONDONTWRITEBYTECODE": "1"}
AUTHOR = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
TOP = {
    ".gitattributes", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE-CODE", "LICENSE-DATA", "Makefile",
    "README.md", "SHA256SUMS", "citation.bib", "data", "datapackage.json", "notebooks", "pyproject.toml",
    "requirements-cff.lock", "requirements.lock", "scripts",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, whatever hook the tests run in."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}
    done = subprocess.run(
        ["git", "-C", folder, "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", *arguments],
        env={**environment, **AUTHOR}, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def release(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command of a clone, as ``make release`` does."""
    return subprocess.run(
        [sys.executable, folder / "scripts/release.py"],
        env={**os.environ, **QUIET, **environment}, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def origin(missing: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this one as they are now, committed; one that a test may only clone."""
    if shutil.which("git") is None:
        missing("git")
    if not (HOME / ".git").exists():
        missing("the repository's history")
    folder = tmp_path_factory.mktemp("origin") / "repository"
    listed = git(HOME, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    for path in [path for path in listed if (HOME / path).is_file() and not path.startswith("tests/")]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / path, folder / path)
    (folder / "tests").mkdir()
    (folder / "tests/test_one.py").write_text("# only for the repository\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    """A clone that a test may change."""
    git(origin, "clone", "--quiet", str(origin), str(tmp_path / "clone"))
    return tmp_path / "clone"


@pytest.fixture(scope="module")
def made(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder dist of a clone in which a release was made."""
    folder = tmp_path_factory.mktemp("made") / "clone"
    git(origin, "clone", "--quiet", str(origin), str(folder))
    done = release(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert NAME in done.stdout
    return folder / "dist"


@pytest.fixture(scope="module")
def unzipped(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release as a user has it, in a folder with a space and an accent in its name."""
    folder = tmp_path_factory.mktemp("user") / "mes données 2015"
    with zipfile.ZipFile(made / f"{NAME}.zip") as zipped:
        assert zipped.testzip() is None
        zipped.extractall(folder)
    return folder / NAME


# What is in it


def test_it_holds_what_a_user_needs(unzipped: Path) -> None:
    """A file that users need is left out, or what only the repository needs is in."""
    assert {path.name for path in unzipped.iterdir()} == TOP
    for path in (
        "data/README.md", "data/figures.csv", "data/derived/figures_labelled.csv", "data/derived/factsheet.html",
        "data/derived/figures.xlsx", "data/derived/charts/overview.svg", "scripts/load.R", "scripts/cite.py",
    ):  # fmt: skip
        assert (unzipped / path).read_bytes() == (HOME / path).read_bytes()


def test_it_validates_elsewhere(unzipped: Path) -> None:
    """The unzipped package fails validation: with frictionless, with ours, or with the one that came in the zip."""
    ours, theirs = HOME / "scripts/validate.py", unzipped / "scripts/validate.py"
    for command in (
        [sys.executable, str(ours), "--package", str(unzipped)],
        [sys.executable, str(theirs)],
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
    ):
        environment = {**os.environ, **QUIET}
        done = subprocess.run(
            command, env=environment, cwd=unzipped, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_checksums_name_every_file(unzipped: Path, made: Path) -> None:
    """A file can be changed on its way without anybody noticing."""
    files = {path.relative_to(unzipped).as_posix(): path for path in unzipped.rglob("*") if path.is_file()}
    lines = [line.partition("  ") for line in files.pop(CHECKSUMS).read_text("utf-8").splitlines()]
    sums = {name: digest for digest, _, name in lines}
    assert sums == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    zipped = hashlib.sha256((made / f"{NAME}.zip").read_bytes()).hexdigest()
    assert (made / CHECKSUMS).read_text("utf-8") == f"{zipped}  {NAME}.zip\n"


def test_the_links_of_its_documents_lead_somewhere(unzipped: Path) -> None:
    """A document of the release points to a file that is not in it."""
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"):
        place = unzipped / document
        links = re.findall(r"\]\(([^)#\s]+)", place.read_text("utf-8"))
        for link in [link for link in links if not link.startswith(("http", "mailto"))]:
            assert (place.parent / link).exists(), f"{document}: {link}"


def test_what_it_says_of_itself_is_true(unzipped: Path) -> None:
    """An unzipped release makes a release of its own, though it is no clone."""
    done = release(unzipped)
    assert done.returncode == 2
    assert done.stderr.startswith("Could not run. A release is made in a clone of the repository.")
    assert "Traceback" not in done.stderr


# Its bytes


def test_the_same_commit_gives_the_same_bytes(made: Path, clone: Path) -> None:
    """The clock, the time zone, the language or the order of a folder stands in the zip."""
    for path in clone.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            os.utime(path, (0, 0))
    done = release(clone, TZ="Asia/Kathmandu", LC_ALL="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in (f"{NAME}.zip", CHECKSUMS):
        assert (clone / "dist" / name).read_bytes() == (made / name).read_bytes()


def test_a_member_has_a_fixed_time_and_mode(package: Package) -> None:
    """The umask or the machine stands in the zip, or a script can no longer be run."""
    data = archive(package, [Member("a", b"1"), Member("b/run", b"2", executable=True)])
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        members = {info.filename: info for info in zipped.infolist()}
    assert list(members) == [f"{NAME}/a", f"{NAME}/b/run", f"{NAME}/{CHECKSUMS}"]
    assert {info.date_time for info in members.values()} == {(2026, 11, 23, 0, 0, 0)}
    assert {info.compress_type for info in members.values()} == {zipfile.ZIP_STORED}
    assert [info.external_attr >> 16 for info in members.values()] == [0o100644, 0o100755, 0o100644]
    assert {info.create_system for info in members.values()} == {3}


def test_checksums_are_in_the_form_of_sha256sum() -> None:
    """The usual program cannot check the list."""
    sums = checksums({"b": b"", "a c": b"x"})
    assert sums.decode().splitlines() == [
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a c",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b",
    ]


# What stops it


def refused(clone: Path, code: int, *said: str) -> None:
    """The command stops with a code and words, and leaves no zip."""
    done = release(clone)
    assert done.returncode == code, done.stdout + done.stderr
    assert all(each in done.stdout + done.stderr for each in said), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / "dist").exists()


def test_what_is_not_committed_stops_it(clone: Path) -> None:
    """A release holds a change, or lacks a file, that is in no commit."""
    (clone / "data/new.csv").write_text("a\n")
    with (clone / "README.md").open("a") as readme:
        readme.write("\nMore.\n")
    refused(clone, 2, "Commit or remove first", "README.md", "data/new.csv")


def test_a_derived_file_that_is_stale_stops_it(clone: Path) -> None:
    """A derived file is released that the tables do not give, though its hash fits."""
    page = clone / "data/derived/figures.xlsx"  # no resource: no hash would tell
    page.write_bytes(page.read_bytes() + b"\0")
    git(clone, "commit", "--quiet", "--all", "--message", "Stale")
    refused(clone, 1, "A build gives other bytes than are committed: data/derived/figures.xlsx", "Run make")


def test_a_package_that_is_not_valid_stops_it(clone: Path) -> None:
    """Tables are released that fail validation."""
    figures = clone / "data/figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("220000", "230000"), encoding="utf-8", newline="\n")
    git(clone, "commit", "--quiet", "--all", "--message", "Wrong")
    refused(clone, 1, "figures.csv", "no release was made")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no symbolic links for everyone")
def test_a_link_stops_it(clone: Path) -> None:
    """A release holds a link that leads out of it."""
    (clone / "data/outside.csv").symlink_to("/etc/hostname")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Link")
    refused(clone, 2, "data/outside.csv is a link")


def test_a_derived_file_that_nothing_makes_is_stale() -> None:
    """A chart that is no longer built stays in the release."""
    members = [
        Member("data/derived/old.csv", b""),
        Member("data/figures.csv", b""),
        Member("data/derived/new.csv", b"1"),
    ]
    assert stale(members, {"data/derived/new.csv": b"1"}) == ["data/derived/old.csv"]
    assert stale(members, {"data/derived/new.csv": b"2", "data/derived/old.csv": b""}) == ["data/derived/new.csv"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A user gets a traceback, or half a zip, where the folder is a file."""
    (tmp_path / "dist").write_text("a file")
    with pytest.raises(CouldNotRun, match="cannot be written"):
        write(tmp_path / "dist", {"a.zip": b""})
