"""Make the release: a zip of the package in dist/, with its hash beside it, if what is committed is valid and built.

``git archive`` writes it: the committed files that users need (.gitattributes says which are for the repository
alone), uncompressed, so that the same commit gives the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from syria_figures.commandline import FINE, WRONG, add_source, parser, run
from syria_figures.descriptor import DERIVED, HOME, Package, read_package
from syria_figures.files import read_text, write
from syria_figures.findings import CouldNotRun, with_noun


def main(arguments: list[str]) -> int:
    """Validate and build what is committed, and write the zip; exit code 0: made, 1: not valid or not as built."""
    options = parser(__doc__)
    add_source(options)
    given = options.parse_args(arguments)

    from syria_figures.validation import as_report, validate

    folder = (given.package or HOME).resolve()
    status = git(folder, "status", "--porcelain", "--untracked-files=all").decode("utf-8")
    if changed := [line[3:] for line in status.splitlines()]:
        raise CouldNotRun(f"A release is made of what is committed. Commit or undo first: {', '.join(changed)}.")
    package = read_package(folder)
    report = validate(folder, read_text(given.source) if given.source else None)
    print(as_report(report), flush=True)
    old = stale(package) if report.valid else []
    if old:
        print(f"A build gives other bytes than those committed: {', '.join(old)}. Run make and commit what it writes.")
    if old or not report.valid:
        print("No release was made.")
        return WRONG
    name = f"{package.name}-{package.version}"
    target = folder / "dist" / f"{name}.zip"
    data = git(folder, "archive", "--format=zip", "-0", f"--prefix={name}/", "HEAD")
    if target.exists() and target.read_bytes() != data:
        raise CouldNotRun(f"{target} has this version but other bytes. Raise the version in datapackage.json.")
    write(target, data)
    write(target.with_name(f"{target.name}.sha256"), f"{hashlib.sha256(data).hexdigest()}  {target.name}\n".encode())
    print(f"{target}: {with_noun(len(data), 'byte')}")
    return FINE


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


def stale(package: Package) -> list[str]:
    """The paths that a build writes differently from what is there, or does not write at all."""
    from syria_figures.outputs import all_tables, make_all

    made = make_all(package, all_tables(package))
    files = {path.relative_to(package.folder).as_posix() for path in (package.folder / DERIVED).rglob("*.*")}
    there = {path: (package.folder / path).read_bytes() for path in made if (package.folder / path).is_file()}
    return sorted({path for path, data in made.items() if there.get(path) != data} | files - set(made))


if __name__ == "__main__":
    run(main)
