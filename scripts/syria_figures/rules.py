"""The rules across columns and tables (data model, "What must hold", 3 to 6), each beside the accident that it names.

A rule is a function from a frame to a boolean column, true where a row keeps the rule. The frame is that of its table
with the columns of what each row points to beside it: ``indicator_unit`` is the unit of the row's indicator,
``whole_value`` the value of the figure that it is a part of. ``schemas`` makes them checks of a pandera schema.

How to write one: name the table, the column to blame, what is wrong and how to fix it; ``{unit}`` in the words
stands for a cell of the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from .tables import Frames, items, records

Held = pd.Series
# The unit follows from the indicator, the basis from the days; that both stand in one text the proof sees.
LIKE_ITS_WHOLE = (
    "indicator_id",
    "unit",
    "place_id",
    "period_start",
    "period_end",
    "claimant_id",
    "actor_ids",
    "source_id",
)


@dataclass(frozen=True)
class Rule:
    """What must hold of a column, and what to say where it does not."""

    table: str
    column: str
    problem: str
    fix: str
    holds: Callable[[pd.DataFrame], Held]


RULES: list[Rule] = []


def rule(
    tables: str, column: str, problem: str, fix: str
) -> Callable[[Callable[[pd.DataFrame], Held]], Callable[[pd.DataFrame], Held]]:
    """Register a function as the rule of a column of one or more tables (with a blank between their names)."""

    def register(holds: Callable[[pd.DataFrame], Held]) -> Callable[[pd.DataFrame], Held]:
        RULES.extend(Rule(table, column, problem, fix, holds) for table in tables.split())
        return holds

    return register


def with_what_they_point_to(tables: Frames) -> Frames:
    """The curated frames, each with the columns of the rows that its own rows point to.

    A row keeps its place; where a cell is empty, so are the columns of what it would point to.
    """
    figures, sources, comparisons = tables["figures"], tables["sources"], tables["comparisons"]
    parts = figures.groupby("part_of", observed=True)["value"].sum().rename("parts_value").reset_index()
    whole = _beside(figures, "figure_id", "whole", "part_of")
    source = _beside(sources, "source_id", "source")
    figure = _beside(figures, "figure_id", "figure")
    indicator = _beside(tables["indicators"], "indicator_id", "indicator")
    frames = {
        "figures": figures.merge(indicator, how="left")
        .merge(source, how="left")
        .merge(whole, how="left")
        .merge(parts.rename(columns={"part_of": "figure_id"}), how="left"),
        "comparisons": comparisons.merge(source, how="left")
        .merge(figure.rename(columns={"figure_indicator_id": "indicator_id"}), how="left")
        .merge(indicator, how="left"),
        "caveats": tables["caveats"].assign(strays=_strays(tables)),
    }
    circles = {
        name: tables[name].assign(in_circle=_in_circle(tables[name], f"{name[:-1]}_id"))
        for name in ("actors", "places")
    }
    frames["figures"]["in_circle"] = _in_circle(figures, "figure_id")
    idle = tables["indicators"][~tables["indicators"]["indicator_id"].isin(figures["indicator_id"])]
    frames["figures"]["unit_is_of_idle"] = figures["unit"].astype("string").isin(idle["unit"].astype("string"))
    return {**tables, **frames, **circles}


def _beside(frame: pd.DataFrame, key: str, prefix: str, by: str = "") -> pd.DataFrame:
    """A table to be joined: its key under the name of the column that points to it, all else under a prefix."""
    renamed = {name: f"{prefix}_{name}" for name in frame.columns if name != key}
    return frame.rename(columns={**renamed, key: by or key})


def _strays(tables: Frames) -> list[str]:
    """For each caveat the comparisons that are not of its figure, of its whole or of one of its parts."""
    figures, comparisons = tables["figures"], tables["comparisons"]
    family = dict(zip(figures["figure_id"], figures["part_of"].fillna(figures["figure_id"]), strict=True))
    figure_of = dict(zip(comparisons["comparison_id"], comparisons["figure_id"], strict=True))

    def strays(figure: str, ids: list[str]) -> str:
        return ", ".join(each for each in ids if family[figure_of[each]] != family[figure])

    return [
        strays(row["figure_id"], items(row["comparison_ids"])) if row["figure_id"] else ""
        for row in records(tables["caveats"])
    ]


def _same_text(one: Held, other: Held) -> Held:
    """Whether two columns hold the same; two empty cells do."""
    return one.astype("string").fillna("") == other.astype("string").fillna("")


def _in_circle(frame: pd.DataFrame, key: str) -> list[bool]:
    """Whether the chain of ``part_of`` leads back to the row; in a circle the first row by id is named."""
    above = frame.dropna(subset="part_of").set_index(key)["part_of"].to_dict()

    def first_of_circle(start: str) -> bool:
        passed = [start]
        while (following := above.get(passed[-1])) is not None and following not in passed:
            passed.append(following)
        return following == start == min(passed)

    return [first_of_circle(each) for each in frame[key]]


# Values and days


@rule(
    "figures comparisons",
    "value",
    "The quantifier is {quantifier}, and the value is {value}.",
    "Leave the value empty with indefinite, and fill it with any other quantifier.",
)
def a_word_has_no_value(frame: pd.DataFrame) -> Held:
    """``indefinite`` means that there is no value, and every other quantifier that there is one."""
    return frame["value"].isna() == (frame["quantifier"] == "indefinite")


@rule(
    "figures comparisons",
    "value_high",
    "The upper value does not fit the quantifier {quantifier} and the value {value}.",
    "Only between has an upper value, which is greater than the value. Leave it empty otherwise.",
)
def only_a_range_has_an_upper_value(frame: pd.DataFrame) -> Held:
    """``between`` has an upper value, which is greater than the value; nothing else has one."""
    ranged = frame["quantifier"] == "between"
    return (frame["value_high"].notna() == ranged) & (~ranged | (frame["value_high"] > frame["value"]).fillna(False))


@rule("figures comparisons", "value", "A count of {unit} is not a whole number.", "Write what the source gives.")
def counts_are_whole(frame: pd.DataFrame) -> Held:
    """People and prisons are counted in whole numbers."""
    return (frame["unit"] == "percent") | (frame["value"] % 1 == 0).fillna(True)


@rule("figures comparisons", "value", "A percentage is above 100.", "Write a share from 0 to 100, or another unit.")
def a_share_ends_at_100(frame: pd.DataFrame) -> Held:
    """No share is greater than the whole."""
    return (frame["unit"] != "percent") | (frame["value"] <= 100).fillna(True)  # noqa: PLR2004


@rule("figures comparisons", "unit", "The unit of {indicator_id} is {indicator_unit}.", "Write {indicator_unit}.")
def the_unit_is_the_indicators(frame: pd.DataFrame) -> Held:
    """A count of people must not pass for a count of prisons. A comparison may have the unit of its figure."""
    otherwise = _same_text(frame["unit"], frame["figure_unit"]) if "figure_unit" in frame else frame["unit_is_of_idle"]
    return _same_text(frame["unit"], frame["indicator_unit"]) | otherwise


@rule("figures", "indicator_id", "Its unit is {indicator_unit}, that of the figure {unit}.", "Write one of {unit}.")
def the_indicator_counts_the_unit(figures: pd.DataFrame) -> Held:
    """If the unit is that of an indicator that no figure has, the indicator was exchanged."""
    return _same_text(figures["unit"], figures["indicator_unit"]) | ~figures["unit_is_of_idle"]


@rule(
    "figures comparisons",
    "period_basis",
    "The basis is {period_basis}, and the period is {period_start} to {period_end}.",
    "Write not_stated where both ends are empty, and only there.",
)
def not_stated_means_no_day(frame: pd.DataFrame) -> Held:
    """A period has days, or is not stated."""
    return (frame["period_basis"] == "not_stated") == (frame["period_start"].isna() & frame["period_end"].isna())


@rule("figures comparisons", "period_start", "The period starts after its end, {period_end}.", "Swap or correct them.")
def a_period_starts_before_it_ends(frame: pd.DataFrame) -> Held:
    """The two days of a period must not be swapped."""
    return ~(frame["period_start"] > frame["period_end"]).fillna(False)


def _last_day(column: str) -> None:
    @rule(
        "figures comparisons",
        column,
        "The day is after its source was published, or read.",
        "Write a day that is not after published_on (or accessed_on) of {source_id} in sources.csv.",
    )
    def a_period_ends_before_it_was_reported(frame: pd.DataFrame) -> Held:
        """A source cannot know later days."""
        last = frame[column] if column == "period_end" else frame[column].mask(frame["period_end"].notna())
        late = (last > frame["source_published_on"].fillna(frame["source_accessed_on"])).fillna(False)
        return ~late | (frame["period_basis"] == "not_stated")


_last_day("period_start")
_last_day("period_end")


# Figures, their wholes and parts


def _like_its_whole(column: str) -> None:
    @rule("figures", column, f"A whole and its parts do not have the same {column}.", "Make them the same.")
    def a_part_is_like_its_whole(figures: pd.DataFrame) -> Held:
        """A part shares what describes its whole."""
        return figures["part_of"].isna() | _same_text(figures[column], figures[f"whole_{column}"])


for _column in LIKE_ITS_WHOLE:
    _like_its_whole(_column)


@rule("figures", "value", "Its parts add up to {parts_value}.", "Correct the value, or those of the parts.")
def parts_add_up_to_no_more_than_their_whole(figures: pd.DataFrame) -> Held:
    """Parts are disjoint: together they cannot be more than the whole."""
    most = figures["value_high"].fillna(figures["value"])
    return ~(figures["parts_value"] > most).fillna(False)


@rule("figures", "counted", "Another part of {part_of} counts {counted} too.", "Give each part its own people.")
def parts_are_disjoint(figures: pd.DataFrame) -> Held:
    """Nobody is counted in two parts of one whole."""
    return figures["part_of"].isna() | ~figures.duplicated(["part_of", "counted"])


@rule(
    "figures actors places",
    "part_of",
    "The row is, in the end, a part of itself.",
    "Correct one part_of in the circle.",
)
def nothing_is_part_of_itself(frame: pd.DataFrame) -> Held:
    """``part_of`` has no circle."""
    return ~frame["in_circle"]


@rule("figures", "headline", "The figure is a part of {part_of}.", "Leave it empty; its whole has the headline.")
def a_part_has_no_headline(figures: pd.DataFrame) -> Held:
    """The headline of a whole covers its parts."""
    return figures["headline"].isna() | figures["part_of"].isna()


# Comparisons and caveats


@rule("comparisons", "source_id", "It is the source of the figure itself.", "Compare the figure with another page.")
def a_comparison_is_from_elsewhere(comparisons: pd.DataFrame) -> Held:
    """The article does not support itself."""
    return comparisons["source_id"] != comparisons["figure_source_id"]


@rule("comparisons", "value_language", "The page is in the language {source_language}.", "Write {source_language}.")
def the_words_are_in_the_language_of_their_page(comparisons: pd.DataFrame) -> Held:
    """Words are read by the rules of their own language."""
    return comparisons["value_language"] == comparisons["source_language"]


@rule("caveats", "comparison_ids", "The caveat has no evidence.", "Name a comparison, or a source in source_ids.")
def a_caveat_has_evidence(caveats: pd.DataFrame) -> Held:
    """What a reader must know can be looked up."""
    return caveats["comparison_ids"].notna() | caveats["source_ids"].notna()


@rule("caveats", "comparison_ids", "It names comparisons of other figures: {strays}.", "Name those of {figure_id}.")
def evidence_bears_on_its_figure(caveats: pd.DataFrame) -> Held:
    """A caveat rests on what others say of the same figure, its whole or its parts."""
    return caveats["strays"] == ""


# Sources, places, names


@rule(
    "sources",
    "published_basis",
    "The basis is {published_basis}; the day is {published_on}, the month {published_month}.",
    "Fill the day or the month, not both; write unknown where both are empty, and only there.",
)
def a_day_or_a_month_has_a_basis(sources: pd.DataFrame) -> Held:
    """A page has a day or a month of publication, or neither is known."""
    day, month = sources["published_on"].notna(), sources["published_month"].notna()
    return ((sources["published_basis"] == "unknown") == ~(day | month)) & ~(day & month)


@rule("sources", "published_on", "It was read before that, on {accessed_on}.", "Correct one of the two days.")
def a_page_is_read_after_it_was_published(sources: pd.DataFrame) -> Held:
    """Nobody reads a page before it is published."""
    return ~(sources["published_on"] > sources["accessed_on"]).fillna(False)


@rule("sources", "text_characters", "A text needs both hash and length.", "Fill both, or neither.")
def a_text_has_hash_and_length(sources: pd.DataFrame) -> Held:
    """A text that anchors point into is known by its hash and its length."""
    return sources["text_sha256"].notna() == sources["text_characters"].notna()


@rule("places", "longitude", "A point needs both latitude and longitude.", "Fill both, or neither.")
def a_point_has_two_coordinates(places: pd.DataFrame) -> Held:
    """Half a point cannot be mapped."""
    return places["latitude"].notna() == places["longitude"].notna()


@rule("wordings", "wording", "The wording names another row of {table} as well.", "Keep it for one row.")
def a_name_belongs_to_one_row(wordings: pd.DataFrame) -> Held:
    """A name that two rows share proves neither. A verb may serve several indicators."""
    shared = wordings.duplicated(["table", "wording", "language"])
    return ~shared | (wordings["table"] == "indicators")
