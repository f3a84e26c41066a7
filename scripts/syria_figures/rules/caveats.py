"""Caveats and their evidence (data model, "What must hold", 5)."""

from __future__ import annotations

import pandas as pd

from ..frames import Frames
from .engine import Held, all_of, each_known, items, roots, rule, sorted_once


@rule(
    "caveats", "comparison_ids", "The caveat has no evidence.", "Name the comparisons or the sources that it rests on."
)
def a_caveat_has_evidence(frames: Frames) -> Held:
    """A caveat has at least one comparison or source as its evidence."""
    return frames["caveats"]["comparison_ids"].notna() | frames["caveats"]["source_ids"].notna()


for evidence, table_name, key_name in (
    ("comparison_ids", "comparisons", "comparison_id"),
    ("source_ids", "sources", "source_id"),
):

    @rule(
        "caveats",
        evidence,
        f"It names a row that is not in {table_name}.csv.",
        f"Write {key_name}s of {table_name}.csv with ; between them.",
    )
    def the_evidence_is_known(
        frames: Frames, column: str = evidence, table: str = table_name, key: str = key_name
    ) -> Held:
        """Each piece of evidence is a row of its table."""
        return each_known(frames["caveats"][column], frames[table][key])

    @rule(
        "caveats", evidence, "The ids are not in code point order, or one stands twice.", "Write each once, in order."
    )
    def the_evidence_is_in_order(frames: Frames, column: str = evidence) -> Held:
        """The evidence is written in one way."""
        return sorted_once(frames["caveats"][column])


@rule(
    "caveats",
    "comparison_ids",
    "It names a comparison of another figure than {figure_id}, its whole or its parts.",
    "Name comparisons of this figure, or the sources of the others.",
)
def the_evidence_bears_on_the_figure(frames: Frames) -> Held:
    """The comparisons of a caveat stand beside its figure, its whole or its parts."""
    caveats = frames["caveats"]
    family = roots(frames["figures"], "figure_id")
    beside = dict(zip(frames["comparisons"]["comparison_id"], frames["comparisons"]["figure_id"], strict=True))
    named = items(caveats["comparison_ids"])
    figure = caveats["figure_id"].reindex(named.index)
    held = [
        pd.isna(own) or name not in beside or family.get(beside[name]) == family.get(own)
        for name, own in zip(named, figure, strict=True)
    ]
    return all_of(pd.Series(held, named.index, dtype="boolean"), caveats.index)


@rule(
    "caveats",
    "caveat_id",
    "The id does not begin with the figure that the caveat is about.",
    "Begin it with {figure_id}, or with article where that is empty.",
)
def a_caveat_is_named_after_its_figure(frames: Frames) -> Held:
    """The id of a caveat begins with its figure, or with ``article``."""
    caveats = frames["caveats"]
    pairs = zip(caveats["caveat_id"], caveats["figure_id"].fillna("article"), strict=True)
    return pd.Series([str(own).startswith(f"{figure}-") for own, figure in pairs], caveats.index, dtype="boolean")
