"""What the descriptor says of the bytes of each file, brought up to date; nothing else in it is touched."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from . import canonical
from .descriptor import DESCRIPTOR, Package, read_package
from .errors import CouldNotRun
from .findings import Rejected, with_noun


def refreshed(package: Package, contents: Mapping[str, bytes]) -> bytes:
    """The bytes of the descriptor with ``bytes`` and ``hash`` of the given files by path; as it was if they stand."""
    before = package.read(DESCRIPTOR)
    raw = json.loads(before)
    for resource in raw["resources"]:
        data = contents.get(resource["path"])
        if data is not None:
            resource["bytes"] = len(data)
            resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if raw == json.loads(before):
        return before
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def fix_in(folder: Path) -> list[str]:
    """``fix`` for the package in a folder; where its descriptor cannot be read, nothing is done.

    Raises CouldNotRun where there is no descriptor or a file cannot be written.
    """
    try:
        package = read_package(folder)
    except Rejected:
        return []  # validation names what is wrong in it
    return fix(package)


def fix(package: Package) -> list[str]:
    """Write the canonical form of each curated table and refresh the descriptor; say what was changed, a line a file.

    A cell that cannot be read stays as it is, and so does a table whose rows cannot, for validation to name. Raises
    CouldNotRun where a file cannot be written.
    """
    said = []
    contents: dict[str, bytes] = {}
    for table in package.curated:
        try:
            before = package.read(table.path)
            contents[table.path] = after = canonical.write(table, before)
        except Rejected:
            continue
        if before != after:
            _replace(package.folder / table.path, after)
            said.append(f"{table.path}: {_difference(before, after)}")
    before, after = package.read(DESCRIPTOR), refreshed(package, contents)
    if before != after:
        _replace(package.folder / DESCRIPTOR, after)
        said.append(f"{DESCRIPTOR}: bytes and hash of {', '.join(_refreshed_paths(before, after))}")
    return said


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that a kill at any moment leaves the old or the new one whole."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_bytes(data)
        shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        raise CouldNotRun(f"{path} cannot be written: {error.strerror}.") from None


def _difference(before: bytes, after: bytes) -> str:
    """What became of a table, in lines of the file."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    written = sum((Counter(new) - Counter(old)).values())
    if written:
        return f"{written} of {with_noun(len(new), 'line')} written in canonical form"
    return "lines put in order" if len(old) == len(new) else f"{with_noun(len(old) - len(new), 'blank line')} taken out"


def _refreshed_paths(before: bytes, after: bytes) -> list[str]:
    pairs = zip(json.loads(before)["resources"], json.loads(after)["resources"], strict=True)
    return [new["path"] for old, new in pairs if old != new]
