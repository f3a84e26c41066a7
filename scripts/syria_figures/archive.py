"""The release: one zip with all that a user needs, the same bytes from the same commit on every machine.

In it are all committed files but those that only the repository needs. So every link of the README leads somewhere, and
``make validate`` works in the folder that the zip unpacks to. Its members are stored and not compressed, for what a
compressor gives differs between machines; their time is the day of the package; SHA256SUMS names the hash of each.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .descriptor import DERIVED, Package
from .errors import CouldNotRun
from .making import Contents

CHECKSUMS = "SHA256SUMS"
ONLY_FOR_THE_REPOSITORY = ("BENCHMARKS.md", "tests/", ".ci/", ".github/", ".gitignore", ".pre-commit-config.yaml")
REGULAR, EXECUTABLE = "100644", "100755"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
MOST_PATHS = 12
# A hook of git sets these for the repository that it works in, which need not be this one
OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True)
class Member:
    """A file of the release."""

    path: str
    data: bytes
    executable: bool = False


def committed(folder: Path) -> list[Member]:
    """The files of the release as they are committed, in code point order.

    Raises CouldNotRun where the folder is no clone of the repository, where something is not committed, or where a file
    is no regular one.
    """
    changes = _git(folder, "status", "--porcelain=v1", "-z", "--", ".").split("\0")[:-1]
    if changes:
        raise CouldNotRun(f"A release is made of what is committed. Commit or remove first: {_some(changes)}.")
    members = []
    for line in filter(None, _git(folder, "ls-files", "--stage", "-z").split("\0")):
        about, _, path = line.partition("\t")
        if path.startswith(ONLY_FOR_THE_REPOSITORY):
            continue
        mode = about.split(" ")[0]
        if mode not in (REGULAR, EXECUTABLE):
            raise CouldNotRun(f"{path} is a link or a module of git. A release holds files only.")
        members.append(Member(path, (folder / path).read_bytes(), mode == EXECUTABLE))
    return sorted(members, key=lambda member: member.path)


def stale(members: Iterable[Member], made: Contents) -> list[str]:
    """The paths that a build gives otherwise than they are committed, or that it does not make at all."""
    there = {member.path: member.data for member in members}
    other = [path for path, data in made.items() if there.get(path) != data]
    return sorted([*other, *(path for path in there if path.startswith(DERIVED) and path not in made)])


def file_name(package: Package) -> str:
    """The name of the zip, from name and version of the package."""
    return f"{package.name}-{package.version}.zip"


def archive(package: Package, members: Iterable[Member]) -> bytes:
    """The zip: a folder named after package and version, with the members in their order and their hashes."""
    members = list(members)
    sums = checksums({member.path: member.data for member in members})
    day = package.created
    time = max((day.year, day.month, day.day, 0, 0, 0), EARLIEST) if day else EARLIEST
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for member in [*members, Member(CHECKSUMS, sums)]:
            info = zipfile.ZipInfo(f"{file_name(package).removesuffix('.zip')}/{member.path}", time)
            info.create_system = 3  # as on Unix, wherever it is made, so that the modes count
            info.external_attr = (0o100755 if member.executable else 0o100644) << 16
            target.writestr(info, member.data)
    return stream.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file by its path, as ``sha256sum --check`` reads it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())]
    return "".join(lines).encode("utf-8")


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each whole or not at all. Raises CouldNotRun where that cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            unfinished = folder / f".{name}.unfinished"
            unfinished.write_bytes(data)
            unfinished.replace(folder / name)
    except OSError as error:
        raise CouldNotRun(f"{error.filename or folder} cannot be written: {error.strerror or error}.") from None


def some(paths: list[str]) -> str:
    """The first paths of a list, and how many more there are."""
    more = f" and {len(paths) - MOST_PATHS} more" if len(paths) > MOST_PATHS else ""
    return ", ".join(paths[:MOST_PATHS]) + more


def _some(changes: list[str]) -> str:
    return some([change[3:] if change[2:3] == " " else change for change in changes])


def _git(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], capture_output=True, check=True, encoding="utf-8", env=environment
        )
    except FileNotFoundError:
        raise CouldNotRun("git is needed to make a release, and it was not found.") from None
    except subprocess.CalledProcessError as error:
        reason = str(error.stderr).strip().splitlines()
        raise CouldNotRun(f"A release is made in a clone of the repository. git says: {' '.join(reason[:1])}") from None
    return done.stdout
