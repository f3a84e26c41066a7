"""What the descriptor says of the bytes of each file, brought up to date; nothing else in it is touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import canonical
from .descriptor import DESCRIPTOR, Package
from .findings import Rejected


def refreshed(package: Package, contents: Mapping[str, bytes]) -> bytes:
    """The bytes of the descriptor with ``bytes`` and ``hash`` of the given files by path."""
    raw = json.loads(package.read(DESCRIPTOR))
    for resource in raw["resources"]:
        data = contents.get(resource["path"])
        if data is not None:
            resource["bytes"] = len(data)
            resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def fix(package: Package) -> list[str]:
    """Write the canonical form of each curated table and refresh the descriptor; give the paths that changed.

    A table that cannot be read stays as it is, for validation to name.
    """
    contents: dict[str, bytes] = {}
    for table in package.curated:
        try:
            contents[table.path] = canonical.write(table, package.read(table.path))
        except Rejected:
            continue
    contents[DESCRIPTOR] = refreshed(package, contents)
    return list(_write(package.folder, contents.items(), package))


def _write(folder: Path, contents: Iterable[tuple[str, bytes]], package: Package) -> Iterable[str]:
    for path, data in contents:
        if package.read(path) != data:
            (folder / path).write_bytes(data)
            yield path
