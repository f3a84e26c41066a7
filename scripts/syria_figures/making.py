"""What a maker is: a function that turns the tables of a package into files. The makers are listed in ``outputs``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .derive import derive_all
from .descriptor import Package
from .frames import Frames, csv_of, frame_of

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Context:
    """What every maker is given: the package, and all its tables as typed frames by name, curated and derived."""

    package: Package
    frames: Frames


Maker = Callable[[Context], Contents]


def context_of(package: Package) -> Context:
    """The context of a package that was found valid: its curated tables, and from them the derived ones."""
    curated = {table.name: frame_of(package, table.name) for table in package.curated}
    return Context(package, {**curated, **derive_all(package, curated)})


def make_tables(context: Context) -> Contents:
    """The derived tables as CSV files."""
    derived = [table for table in context.package.tables.values() if table.derived and table.name in context.frames]
    return {table.path: csv_of(context.frames[table.name]) for table in derived}
