"""All that is built: the makers in the order of the data flow, and what they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .derive import derive_all
from .descriptor import DESCRIPTOR, Package
from .frames import Frames, csv_of, frame_of
from .refresh import refreshed

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Context:
    """What every maker is given: the package, and all its tables as typed frames, curated and derived."""

    package: Package
    frames: Frames


Maker = Callable[[Context], Contents]


def make_tables(context: Context) -> Contents:
    """The derived tables as files."""
    tables = context.package.tables.values()
    return {
        table.path: csv_of(context.frames[table.name])
        for table in tables
        if table.derived and table.name in context.frames
    }


MAKERS: list[Maker] = [make_tables]


def context_of(package: Package) -> Context:
    """The context of a package that was found valid."""
    frames = {table.name: frame_of(package, table.name) for table in package.curated}
    return Context(package, {**frames, **derive_all(package, frames)})


def make_all(package: Package) -> Contents:
    """All files that are built from a valid package, by path, with the descriptor that fits them."""
    context = context_of(package)
    made: Contents = {}
    for maker in MAKERS:
        made |= maker(context)
    return {**made, DESCRIPTOR: refreshed(package, made)}
