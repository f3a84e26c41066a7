"""Rows as a whole: none stands twice under two keys."""

from __future__ import annotations

from .. import shape
from ..frames import Frames
from .engine import Held, rule

for table in ("figures", "provenance", "comparisons", "caveats"):
    (key,) = shape.key_of(table)

    @rule(table, key, "Another row says all the same under another key.", "Take one of the two out.")
    def each_row_says_something_else(frames: Frames, table: str = table, key: str = key) -> Held:
        """Two rows of a table differ in more than their key; names and addresses are unique by themselves."""
        return ~frames[table].drop(columns=key).duplicated(keep=False)
