"""Put what was built in its place, so that a kill at any moment leaves the old or the new and never half of each.

What is built stands in the folder data/derived and in a few files outside it (datapackage.json, README.md), and no
system renames in two folders at once. So it goes in three steps:

1. Stage. All files are written to data/.building and flushed to the disk, with a plan that gives the hash of each file
   before and after. Killed here, the package is as it was; the next build clears what was left.
2. Commit. One rename makes data/.building into data/.built. From now on the new is what counts.
3. Apply. data/derived is exchanged with the new folder in one system call (Linux: renameat2 with RENAME_EXCHANGE), then
   each file outside it is renamed to its place. Killed here, the next build begins by completing the plan: what is not
   yet in place is put there, what the plan takes out is taken out. Doing so twice does no harm.

What remains: between the exchange and the last rename, some dozen microseconds, who looks (or whose build is killed and
not started again) sees new tables beside the old descriptor. Validation says so, by their hashes, and names the remedy:
build again. Where folders cannot be exchanged (macOS, Windows, lower layers of a container) all files are renamed one
by one; that window is some milliseconds, and the recovery the same.

A plan is dropped if a file is by then neither what it was nor what it should be: somebody went on, and the build that
follows makes everything from what is there now. One build works at a time; a second one waits (not on Windows).
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .descriptor import DERIVED, unsafe_path
from .errors import CouldNotRun

BUILDING, BUILT, PLAN = "data/.building", "data/.built", "plan.json"
FILE_MODE, FOLDER_MODE = 0o644, 0o755
HERE = -100  # AT_FDCWD: paths are relative to the working folder
EXCHANGE = 2  # RENAME_EXCHANGE

Hashes = dict[str, str]


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other build of the package in ``folder`` work meanwhile; first complete one that was interrupted.

    Raises CouldNotRun where that cannot be written.
    """
    with _lock(folder):
        with _in_words():
            _complete(folder)
        yield


def put(folder: Path, contents: Mapping[str, bytes]) -> set[str]:
    """Make the files that are built be exactly these: ``contents`` by path; give the paths that changed.

    Files under data/derived that are not among them are removed. Nothing is written where nothing changed. To be used
    within ``alone``. Raises CouldNotRun where a path leads through a symbolic link or cannot be written.
    """
    with _in_words():
        before = _hashes(folder, {*contents, *_derived_files(folder)})
        after = {path: _hash(data) for path, data in contents.items()}
        if before != after:
            _make_folder(folder / DERIVED)
            _stage(folder, contents, {"before": before, "after": after})
            (folder / BUILDING).rename(folder / BUILT)
            _flush_folder(folder / "data")
            _exchange(folder / BUILT / DERIVED, folder / DERIVED)
            for path in [path for path in contents if not path.startswith(DERIVED) and before.get(path) != after[path]]:
                (folder / BUILT / path).replace(folder / path)
            _finish(folder, before, after)
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def _complete(folder: Path) -> None:
    """Complete a swap that was interrupted after its commit, and clear what was left of one that was not."""
    _refuse_links(folder, {BUILT, BUILDING})
    plan = _read_plan(folder / BUILT / PLAN)
    if plan is not None:
        before, after = plan
        paths = {*before, *after}
        _refuse_links(folder, {f"{BUILT}/{path}" for path in paths})
        now = _hashes(folder, paths)
        if all(now.get(path) in (before.get(path), after.get(path)) for path in paths):
            _finish(folder, before, after)
    for leftover in (BUILDING, BUILT):
        _clear(folder / leftover)


def _stage(folder: Path, contents: Mapping[str, bytes], plan: dict[str, Hashes]) -> None:
    _clear(folder / BUILDING)
    _make_folder(folder / BUILDING / DERIVED)
    for path, data in {**contents, PLAN: json.dumps(plan, indent=1).encode()}.items():
        _make_folder((folder / BUILDING / path).parent)
        with (folder / BUILDING / path).open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        (folder / BUILDING / path).chmod(FILE_MODE)
    for place, _, _ in os.walk(folder / BUILDING):
        _flush_folder(Path(place))


def _finish(folder: Path, before: Hashes, after: Hashes) -> None:
    """Put in place what is not yet, take out what is not to be there, and forget the plan."""
    now = _hashes(folder, {*before, *after})
    changed = {folder, folder / "data"}
    for path, wanted in after.items():
        if now.get(path) != wanted:
            _make_folder((folder / path).parent)
            (folder / BUILT / path).replace(folder / path)
            changed.add((folder / path).parent)
    for path in before.keys() - after.keys():
        (folder / path).unlink(missing_ok=True)
    for place in changed:
        _flush_folder(place)
    (folder / BUILT / PLAN).unlink()
    _clear(folder / BUILT)
    _clear_empty_folders(folder / DERIVED)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot, and nothing was done."""
    try:
        rename: Any = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)


def _read_plan(path: Path) -> tuple[Hashes, Hashes] | None:
    """What a plan says of each file before and after; None where there is none, or none that can be followed."""
    try:
        plan = json.loads(path.read_bytes())
        before, after = dict(plan["before"]), dict(plan["after"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if any(unsafe_path(name) for name in {*before, *after}) else (before, after)


def _derived_files(folder: Path) -> list[str]:
    places = [Path(place) / name for place, _, names in os.walk(folder / DERIVED) for name in names]
    return [place.relative_to(folder).as_posix() for place in places]


def _hashes(folder: Path, paths: set[str]) -> Hashes:
    """The hash of each file that is there."""
    _refuse_links(folder, paths)
    there = sorted(path for path in paths if (folder / path).is_file())
    return {path: _hash((folder / path).read_bytes()) for path in there}


def _refuse_links(folder: Path, paths: set[str]) -> None:
    """Raise CouldNotRun where a path leads through a symbolic link, which could end outside the package."""
    steps = {"/".join(parts[:end]) for path in paths for parts in [path.split("/")] for end in range(1, len(parts) + 1)}
    for step in sorted(steps):
        if (folder / step).is_symlink():
            raise CouldNotRun(f"{step} is a symbolic link. Put the file or folder itself there, and build again.")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _make_folder(place: Path) -> None:
    """Make a folder and those above it, with their mode whatever the umask."""
    if not place.is_dir():
        _make_folder(place.parent)
        place.mkdir()
        place.chmod(FOLDER_MODE)


def _clear(place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)


def _clear_empty_folders(place: Path) -> None:
    for inner, _, _ in os.walk(place, topdown=False):
        with contextlib.suppress(OSError):
            Path(inner).rmdir()


def _flush_folder(place: Path) -> None:
    """Flush a folder's names to the disk, where the system has that (not Windows)."""
    if sys.platform != "win32":
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Say for people why something could not be written."""
    try:
        yield
    except OSError as error:
        place = error.filename or "The package"
        message = f"{place} cannot be written: {error.strerror or error}. What was built before is kept."
        raise CouldNotRun(message) from None


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system lets go of it when the process ends, however it ends."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build of this package is at work. Waiting for it.", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            pass  # some network file systems lock no folder: then nobody is kept out
        yield
    finally:
        os.close(handle)
