"""Make the release: a zip of the package in dist/, with its hash beside it, if what is committed is valid and built.

It holds the committed files that users need. git is asked only for the commit (ls-tree, cat-file): it runs no hook,
monitor or filter and overlooks no change. The same commit gives the same bytes on every machine: nothing is compressed,
and the time of each file is the day of the package. SHA256SUMS names the hash of each.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))  # Python leaves it out with PYTHONSAFEPATH

from syria_figures.commandline import FINE, WRONG, add_source, parser, run
from syria_figures.descriptor import DERIVED, HOME, Package, read_package
from syria_figures.files import read_text, write
from syria_figures.findings import CouldNotRun, with_noun

ONLY_FOR_THE_REPOSITORY = ("BENCHMARKS.md", "tests/", ".ci/", ".github/", ".gitignore", ".pre-commit-config.yaml")
GIT = ("git", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
EARLIEST = (1980, 1, 1)  # the first day that a zip can hold


class Member(NamedTuple):
    """A file of the release."""

    path: str
    data: bytes
    executable: bool = False


def main(arguments: list[str]) -> int:
    """Validate and build what is committed, and write the zip; exit code 0: made, 1: not valid or not as built."""
    options = parser(__doc__)
    add_source(options)
    given = options.parse_args(arguments)

    from syria_figures.validation import as_report, validate

    folder = (given.package or HOME).resolve()
    members = committed(folder)
    with TemporaryDirectory() as name:
        for member in members:
            write(Path(name).resolve() / member.path, member.data)
        package = read_package(Path(name).resolve())
        report = validate(package.folder, read_text(given.source) if given.source else None)
        print(as_report(report), flush=True)
        old = stale(package, members) if report.valid else []
    if old:
        print(f"A build gives other bytes than those committed: {', '.join(old)}. Run make and commit what it writes.")
    if old or not report.valid:
        print("No release was made.")
        return WRONG
    target, data = folder / "dist" / f"{package.name}-{package.version}.zip", archive(package, members)
    if target.exists() and target.read_bytes() != data:
        raise CouldNotRun(f"{target} has this version but other bytes. Raise the version in datapackage.json.")
    write(target, data)
    write(target.with_name(f"{target.name}.sha256"), checksums({target.name: data}))
    print(f"{target}: {with_noun(len(members), 'file')}, {with_noun(len(data), 'byte')}")
    return FINE


def committed(folder: Path) -> list[Member]:
    """The files of the release as in the last commit; raises CouldNotRun if the folder has others, or links."""
    members, changed = [], []
    for line in git(folder, "ls-tree", "-r", "-z", "HEAD").decode("utf-8").split("\0")[:-1]:
        (mode, _, name), path = line.partition("\t")[0].split(" "), line.partition("\t")[2]
        place = folder / path
        if path.startswith(ONLY_FOR_THE_REPOSITORY):
            continue
        if mode not in ("100644", "100755") or path.startswith("/") or ".." in PurePosixPath(path).parts:
            raise CouldNotRun(f"{path} is a link or a git submodule. A release holds files only.")
        members.append(Member(path, git(folder, "cat-file", "blob", name), mode == "100755"))
        if place.is_symlink() or not place.is_file() or place.read_bytes() != members[-1].data:
            changed.append(path)
    if changed:
        raise CouldNotRun(f"A release is made of what is committed. Commit or undo first: {', '.join(changed)}.")
    return sorted(members)


def git(folder: Path, *words: str) -> bytes:
    """What git prints; raises CouldNotRun if it fails."""
    # A git hook sets variables for the repository that it runs in, which may not be this one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment["GIT_NO_LAZY_FETCH"] = "1"
    try:
        done = subprocess.run([*GIT, *words], cwd=folder, capture_output=True, check=True, env=environment)
    except OSError as error:
        raise CouldNotRun(f"git cannot be run in {folder}: {error.strerror}.") from None
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode("utf-8", "replace").splitlines()[:1])
        raise CouldNotRun(f"A release is made in a clone of the repository. git says: {reason}") from None
    return done.stdout


def stale(package: Package, members: list[Member]) -> list[str]:
    """The paths that a build writes differently from what is committed, or does not write at all."""
    from syria_figures.outputs import all_tables, make_all

    made = make_all(package, all_tables(package))
    there = {member.path: member.data for member in members}
    other = {path for path, data in made.items() if there.get(path) != data}
    return sorted(other | {path for path in there if path.startswith(DERIVED) and path not in made})


def archive(package: Package, members: list[Member]) -> bytes:
    """The zip: a folder named after package and version, with the members in their order and their hashes."""
    sums = Member("SHA256SUMS", checksums({member.path: member.data for member in members}))
    day = package.created.timetuple()[:3] if package.created else EARLIEST
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for path, data, executable in [*members, sums]:
            info = zipfile.ZipInfo(f"{package.name}-{package.version}/{path}", (*max(day, EARLIEST), 0, 0, 0))
            info.create_system = 3  # as on Unix, wherever it is made, so that the modes apply
            info.external_attr = (0o100755 if executable else 0o100644) << 16
            target.writestr(info, data)
    return stream.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file by its path, as ``sha256sum --check`` reads it."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())).encode()


if __name__ == "__main__":
    run(main)
