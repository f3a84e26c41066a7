"""Caveats and their evidence (data model, "What must hold", 5)."""

from __future__ import annotations

import pandas as pd

from ..descriptor import LIST_SEPARATOR
from ..frames import Frames
from .comparisons import SAME_STATEMENT, SAME_VALUE
from .engine import Held, all_of, each_known, items, looked_up, roots, rule, sorted_once


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


@rule(
    "caveats",
    "kind",
    "The id {caveat_id} tells another kind than {kind}, or none.",
    "Write the kind that the id tells, or begin the id with {detail}.",
    lambda frames, index: _beginning(*frames["caveats"][["figure_id", "kind"]].iloc[index].fillna("article")),
)
def a_caveat_is_named_after_its_kind(frames: Frames) -> Held:
    """The id of a caveat goes on with its kind: it stands in links, and says there what is behind them."""
    caveats = frames["caveats"]
    rows = zip(caveats["caveat_id"], caveats["figure_id"].fillna("article"), caveats["kind"], strict=True)
    held = [
        not own.startswith(f"{figure}-") or f"{own}-".startswith(f"{_beginning(figure, kind)}-")
        for own, figure, kind in rows
    ]
    return pd.Series(held, caveats.index, dtype="boolean")


def _beginning(figure: str, kind: str) -> str:
    """How the id of a caveat begins."""
    return f"{figure}-{kind.replace('_', '-')}"


# How a kind shows in the evidence


def _kind(frames: Frames, kind: str) -> Held:
    """Whether a caveat is of the kind and about a figure."""
    return (frames["caveats"]["kind"] == kind) & frames["caveats"]["figure_id"].isin(
        set(frames["figures"]["figure_id"])
    )


def _claimants(frames: Frames, comparisons: pd.DataFrame) -> Held:
    """The claimant of each comparison by its root; NA for none."""
    outermost = roots(frames["actors"], "actor_id")
    return comparisons["claimant_id"].map(lambda actor: outermost.get(actor, actor), na_action="ignore")


def _evidence(frames: Frames) -> pd.DataFrame:
    """The comparisons that each caveat names, one a row, with the index of the caveat."""
    named = items(frames["caveats"]["comparison_ids"])
    beside = frames["comparisons"].drop_duplicates("comparison_id").set_index("comparison_id")
    found = beside.assign(claimant=_claimants(frames, beside)).reindex(named)
    return found.set_index(named.index)


def _any(held: Held, index: pd.Index) -> Held:
    return held.astype("boolean").fillna(False).groupby(level=0).any().reindex(index).astype("boolean").fillna(False)


@rule(
    "caveats",
    "kind",
    "It is unattributed, but the figure {figure_id} has a claimant.",
    "Write another kind, or mend the claimant of the figure.",
)
def what_is_unattributed_has_no_claimant(frames: Frames) -> Held:
    """``unattributed``: the article names no claimant."""
    claimant = looked_up(frames["caveats"]["figure_id"], frames["figures"], "figure_id", "claimant_id")
    return ~_kind(frames, "unattributed") | claimant.isna()


@rule(
    "caveats",
    "kind",
    "It is unmatched, but comparisons carry or support the figure {figure_id}.",
    "Write another kind, or mend the relation of these comparisons.",
)
def what_is_unmatched_stands_alone(frames: Frames) -> Held:
    """``unmatched``: no other page that was read gives the figure."""
    comparisons = frames["comparisons"]
    matched = set(comparisons["figure_id"][comparisons["relation"].isin(SAME_STATEMENT)])
    return ~_kind(frames, "unmatched") | ~frames["caveats"]["figure_id"].isin(matched)


@rule(
    "caveats",
    "kind",
    "Reports of {figure_id} with its value do not go back to one claimant.",
    "Write another kind, or mend the claimants of these comparisons.",
)
def a_single_claimant_is_one(frames: Frames) -> Held:
    """``single_claimant``: every report goes back to one claimant, by the root of each."""
    comparisons = frames["comparisons"]
    carrying = comparisons[comparisons["relation"].isin(SAME_STATEMENT)]
    claimants = _claimants(frames, carrying).groupby(carrying["figure_id"]).nunique()
    count = claimants.reindex(frames["caveats"]["figure_id"]).set_axis(frames["caveats"].index)
    return ~_kind(frames, "single_claimant") | (count == 1).fillna(False)


@rule(
    "caveats",
    "kind",
    "It is contested, but names no comparison that differs and has another claimant than {figure_id}.",
    "Name one in comparison_ids, or write another kind.",
)
def what_is_contested_is_by_others(frames: Frames) -> Held:
    """``contested``: other claimants give other figures."""
    evidence = _evidence(frames)
    figures = frames["figures"].assign(claimant=_claimants(frames, frames["figures"]))
    own = looked_up(frames["caveats"]["figure_id"], figures, "figure_id", "claimant").reindex(evidence.index)
    others = evidence["claimant"].notna() & (evidence["claimant"] != own).fillna(True)
    contesting = (evidence["relation"] == "differs") & others
    return ~_kind(frames, "contested") | _any(contesting, frames["caveats"].index)


@rule(
    "caveats",
    "kind",
    "It is contradicted, but names no primary source or copy of {figure_id}, or page of its claimant or actor.",
    "Name one in comparison_ids, or write another kind.",
)
def what_is_contradicted_is_so_by_its_own_source(frames: Frames) -> Held:
    """``contradicted``: a source that the article relies on says otherwise."""
    evidence = _evidence(frames)
    figures = frames["figures"]
    relied = evidence["relation"].isin(SAME_VALUE)
    for column in ("claimant_id", "actor_ids"):
        own = looked_up(frames["caveats"]["figure_id"], figures, "figure_id", column).reindex(evidence.index).fillna("")
        pairs = zip(evidence["claimant_id"].fillna("-"), own, strict=True)
        relied |= pd.Series([claimant in names.split(LIST_SEPARATOR) for claimant, names in pairs], evidence.index)
    return ~_kind(frames, "contradicted") | _any(relied, frames["caveats"].index)
