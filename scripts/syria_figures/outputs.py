"""Everything that is built, in the order of the data flow, and writing it.

Each file is written whole or not at all (``files.write``), so a build that is killed leaves every file old or new, and
the next one completes it; two builds at once write the same bytes and do no harm.
"""

from __future__ import annotations

import json
from pathlib import Path

from . import canonical
from .charts import make_charts
from .derive import derive
from .descriptor import DESCRIPTOR, Package, read_package
from .docs import README, make_docs, readme_with_block
from .factsheet import make_factsheet
from .files import PART, write
from .findings import Rejected, with_noun
from .tables import Files, Frames, csv_bytes, read_table
from .validation import size_and_hash
from .workbook import make_workbook

BUILT_FOLDER = "data/derived"
MOST_PATHS = 12


def write_canonical(folder: Path) -> list[str]:
    """Write each curated table in canonical form; give the paths of those that changed. No value is changed.

    A table that cannot be read stays as it is, for validation to name. Raises CouldNotRun if one cannot be written.
    """
    changed = []
    try:
        package = read_package(folder)
    except Rejected:
        return []
    for table in package.curated:
        try:
            data = canonical.write(table, package.read(table.path))
        except Rejected:
            continue
        if write(folder / table.path, data):
            changed.append(table.path)
    return changed


def all_tables(package: Package) -> Frames:
    """The curated tables of a package that was found valid, and the derived ones, by name."""
    curated = {table.name: read_table(package, table.name) for table in package.curated}
    return {**curated, **derive(package, curated)}


def make_all(package: Package, tables: Frames) -> Files:
    """All that is built from ``tables``, as bytes by path, the descriptor that fits it last. Nothing is written."""
    files: Files = {table.path: csv_bytes(tables[table.name]) for table in package.derived if table.name in tables}
    for make in (make_charts, make_docs, make_factsheet, make_workbook):
        files |= make(package, tables)
    curated = {table.path: package.read(table.path) for table in package.curated}
    return files | {DESCRIPTOR: refreshed(package, {**curated, **files})}


def refreshed(package: Package, files: Files) -> bytes:
    """The bytes of the descriptor with the size and hash of the given files; unchanged if it has them already."""
    before = package.read(DESCRIPTOR)
    descriptor = json.loads(before)
    for resource in descriptor["resources"]:
        if resource["path"] in files:
            resource["bytes"], resource["hash"] = size_and_hash(files[resource["path"]])
    if descriptor == json.loads(before):
        return before
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def write_all(package: Package, tables: Frames, files: Files) -> list[str]:
    """Write what was made, remove what an earlier build made and this one did not; give the paths that changed."""
    changed = []
    for path, data in files.items():
        if write(package.folder / path, _readme_of_now(package, tables) if path == README else data):
            changed.append(path)
    for old in sorted((package.folder / BUILT_FOLDER).rglob("*")):
        path = old.relative_to(package.folder).as_posix()
        if old.is_file() and path not in files and old.suffix != PART:  # another build may be writing it
            old.unlink(missing_ok=True)
            changed.append(path)
    return changed


def _readme_of_now(package: Package, tables: Frames) -> bytes:
    """README.md as it is now, with its block rebuilt: somebody may have saved it since the build began."""
    return readme_with_block(package.read(README).decode("utf-8"), tables).encode("utf-8")


def summary(files: Files, changed: list[str]) -> str:
    """What was built, for people: how many files, and which of them changed or were removed."""
    if not changed:
        return f"built {with_noun(len(files), 'file')}; nothing changed"
    lines = [f"  {'changed' if path in files else 'removed'}  {path}" for path in changed]
    if len(lines) > MOST_PATHS:
        lines = [*lines[: MOST_PATHS - 1], f"  and {len(lines) - MOST_PATHS + 1} more"]
    return "\n".join([f"built {with_noun(len(files), 'file')}; {len(changed)} changed", *lines])
