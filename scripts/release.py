"""Make the release: a zip of the package in dist/, with its hash beside it, if what is committed is valid and built.

``git archive`` writes it: the committed files that users need (.gitattributes says which are for the repository
alone), uncompressed, so that the same commit gives the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import build
from syria_figures.commandline import FINE, WRONG, add_source, parser, run
from syria_figures.descriptor import HOME, read_package
from syria_figures.files import write
from syria_figures.findings import CouldNotRun, with_noun


def main(arguments: list[str]) -> int:
    """Build what is committed, and write the zip; exit code 0: made, 1: not valid, or the build changed something."""
    options = parser(__doc__)
    add_source(options)
    folder = (options.parse_args(arguments).package or HOME).resolve()
    if changed := changes(folder):
        raise CouldNotRun(f"A release is made of what is committed. Commit or undo first: {', '.join(changed)}.")
    code = build.main(arguments)
    if changed := changes(folder):
        print(f"A build gives other bytes than those committed: {', '.join(changed)}. Commit what it wrote.")
    if code or changed:
        print("No release was made.")
        return WRONG
    package = read_package(folder)
    name = f"{package.name}-{package.version}"
    target = folder / "dist" / f"{name}.zip"
    data = git(folder, "archive", "--format=zip", "-0", f"--prefix={name}/", "HEAD")
    if target.exists() and target.read_bytes() != data:
        raise CouldNotRun(f"{target} has this version but other bytes. Raise the version in datapackage.json.")
    write(target, data)
    write(target.with_name(f"{target.name}.sha256"), f"{hashlib.sha256(data).hexdigest()}  {target.name}\n".encode())
    print(f"{target}: {with_noun(len(data), 'byte')}")
    return FINE


def changes(folder: Path) -> list[str]:
    """The paths of what is not as it is committed, new files among them."""
    status = git(folder, "status", "--porcelain", "--untracked-files=all").decode("utf-8")
    return [line[3:] for line in status.splitlines()]


def git(folder: Path, *words: str) -> bytes:
    """What git prints; raises CouldNotRun if it fails."""
    environment = {**os.environ, "TZ": "UTC"}  # a zip holds the times of files as those of a time zone
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True, env=environment)
    except OSError as error:
        raise CouldNotRun(f"git cannot be run in {folder}: {error.strerror}.") from None
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode("utf-8", "replace").splitlines()[:1])
        raise CouldNotRun(f"A release is made in a clone of the repository. git says: {reason}") from None
    return done.stdout


if __name__ == "__main__":
    run(main)
