"""Comparisons against their figures (data model, "What must hold", 5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from ..frames import Frames
from ..intervals import compatible, interval_of
from ..wording import UnreadableWording, read_quantity
from .engine import Held, ancestors, equal, looked_up, rule

SAME_VALUE = ("primary_source", "republished")


@rule("comparisons", "unit", "The unit {unit} is not that of the figure {figure_id}.", "Write the unit of the figure.")
def the_unit_is_the_figures(frames: Frames) -> Held:
    """A comparison has the unit of its figure."""
    expected = looked_up(frames["comparisons"]["figure_id"], frames["figures"], "figure_id", "unit")
    return expected.isna() | equal(frames["comparisons"]["unit"], expected)


@rule(
    "comparisons",
    "value",
    "A comparison that is {relation} has another value than its figure {figure_id}.",
    "Write the value of the figure, or another relation.",
)
def the_same_value_is_the_same(frames: Frames) -> Held:
    """A primary source and a copy have the value of their figure."""
    comparisons, figures = frames["comparisons"], frames["figures"]
    known = comparisons["figure_id"].isin(set(figures["figure_id"]))
    same = pd.Series(data=True, index=comparisons.index)
    for column in ("value", "value_high"):
        same &= equal(comparisons[column], looked_up(comparisons["figure_id"], figures, "figure_id", column))
    return ~(known & comparisons["relation"].isin(SAME_VALUE)) | same


@rule(
    "comparisons",
    "relation",
    "The source {source_id} was not published by the claimant {claimant_id} or a part of it.",
    "Write another relation, or mend the claimant or the publisher.",
)
def a_primary_source_is_the_claimants(frames: Frames) -> Held:
    """The publisher of a primary source is its claimant or a part of it."""
    comparisons = frames["comparisons"]
    publishers = looked_up(comparisons["source_id"], frames["sources"], "source_id", "publisher_id")
    pairs = zip(comparisons["relation"], comparisons["claimant_id"].fillna(""), publishers.fillna(""), strict=True)
    held = [
        relation != "primary_source" or claimant in ancestors(frames["actors"], "actor_id", publisher)
        for relation, claimant, publisher in pairs
    ]
    return pd.Series(held, comparisons.index, dtype="boolean")


@rule(
    "comparisons",
    "relation",
    "It agrees with the figure {figure_id}, but the two cannot both hold.",
    "Write differs, or mend the value or its hedge.",
)
def what_agrees_is_compatible(frames: Frames) -> Held:
    """A comparison that agrees is never incompatible with its figure."""
    comparisons, figures = frames["comparisons"], frames["figures"].drop_duplicates("figure_id").set_index("figure_id")
    agreeing = comparisons[(comparisons["relation"] == "agrees") & comparisons["figure_id"].isin(figures.index)]
    held = [
        compatible(_interval(row), _interval(figures.loc[row["figure_id"]])) != "no" for _, row in agreeing.iterrows()
    ]
    return pd.Series(held, agreeing.index, dtype="boolean")


@rule(
    "comparisons",
    "value_text",
    "The words read otherwise than value, value_high, quantifier and unit of the row.",
    "Quote the words of the value with each hedge, or mend the cells that they do not give.",
)
def the_words_give_the_value(frames: Frames) -> Held:
    """English words read as the value with its hedge; in another language they read as the value."""
    comparisons = frames["comparisons"]
    return pd.Series([_reads(row) for row in comparisons.to_dict("records")], comparisons.index, dtype="boolean")


def _reads(row: Any) -> bool:
    try:
        read = read_quantity(row["value_text"], row["value_language"])
    except UnreadableWording:
        return False
    value = (read.value, read.value_high) == (_decimal(row["value"]), _decimal(row["value_high"]))
    hedge = read.quantifier in (None, row["quantifier"])
    return value and hedge and (read.unit == "percent") == (row["unit"] == "percent")


def _interval(row: Any) -> Any:
    value, high = _decimal(row["value"]), _decimal(row["value_high"])
    return interval_of(row["quantifier"], value, high, row["unit"], row["value_text"])


def _decimal(value: Any) -> Any:
    return None if pd.isna(value) else Decimal(format(value, ".15g"))
