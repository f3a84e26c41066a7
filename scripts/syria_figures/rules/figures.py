"""Figures: parts, actors, unit (data model, "What must hold", 3 and 4)."""

from __future__ import annotations

from ..frames import Frames
from .engine import Held, each_known, equal, looked_up, rule, sorted_once, without_circle

SHARED_WITH_WHOLE = (
    "indicator_id",
    "unit",
    "place_id",
    "period_start",
    "period_end",
    "period_basis",
    "claimant_id",
    "actor_ids",
    "source_id",
)


@rule(
    "figures",
    "unit",
    "The unit {unit} is not that of the indicator {indicator_id}.",
    "Write the unit that indicators.csv gives it.",
)
def the_unit_is_the_indicators(frames: Frames) -> Held:
    """A figure has the unit of its indicator."""
    expected = looked_up(frames["figures"]["indicator_id"], frames["indicators"], "indicator_id", "unit")
    return expected.isna() | equal(frames["figures"]["unit"], expected)


@rule(
    "figures",
    "actor_ids",
    "It names an actor that is not in actors.csv.",
    "Write actor_ids of actors.csv with ; between them.",
)
def the_actors_are_known(frames: Frames) -> Held:
    """Each actor of a figure is a row of actors."""
    return each_known(frames["figures"]["actor_ids"], frames["actors"]["actor_id"])


@rule(
    "figures", "actor_ids", "The actors are not in code point order, or one stands twice.", "Write each once, in order."
)
def the_actors_are_in_order(frames: Frames) -> Held:
    """The actors of a figure are written in one way."""
    return sorted_once(frames["figures"]["actor_ids"])


@rule(
    "figures", "part_of", "The figure is, in the end, a part of itself.", "Take out the part_of that closes the circle."
)
def no_figure_is_part_of_itself(frames: Frames) -> Held:
    """``part_of`` has no circle."""
    return without_circle(frames["figures"], "figure_id")


@rule(
    "figures",
    "value",
    "The parts of {part_of} add up to more than it.",
    "Look at the values of the parts and of their whole.",
)
def parts_do_not_exceed_their_whole(frames: Frames) -> Held:
    """Parts of one whole are disjoint, so their values add up to no more than it: of a range, than its upper end."""
    figures = frames["figures"]
    total = figures.groupby("part_of")["value"].sum()
    wholes = figures.assign(most=figures["value_high"].fillna(figures["value"]))
    allowed = looked_up(total.index.to_series(), wholes, "figure_id", "most")
    exceeded = set(total.index[(total > allowed.to_numpy()).fillna(False)])
    return ~figures["part_of"].isin(exceeded)


@rule(
    "figures",
    "counted",
    "Another part of {part_of} counts {counted} as well.",
    "Give each part its own people: parts are disjoint.",
)
def parts_are_disjoint(frames: Frames) -> Held:
    """Two parts of one whole do not count the same."""
    figures = frames["figures"]
    return figures["part_of"].isna() | ~figures.duplicated(["part_of", "counted"], keep=False)


for shared in SHARED_WITH_WHOLE:

    @rule(
        "figures",
        shared,
        f"A part has another {shared} than its whole, {{part_of}}.",
        "Make the two the same, or leave part_of empty.",
    )
    def a_part_is_like_its_whole(frames: Frames, column: str = shared) -> Held:
        """A part has its whole's indicator, unit, place, period, claimant, actor and source."""
        figures = frames["figures"]
        wholes = figures[figures["figure_id"].isin(set(figures["part_of"].dropna()))]
        parts = figures[figures["part_of"].isin(set(wholes["figure_id"]))]
        return equal(parts[column], looked_up(parts["part_of"], wholes, "figure_id", column))
