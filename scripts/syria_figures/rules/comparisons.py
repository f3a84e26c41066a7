"""Comparisons against their figures (data model, "What must hold", 5)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pandas as pd

from ..frames import Frames
from ..intervals import compatible, interval_of
from ..wording import Quantity, UnreadableWording, read_quantity
from .engine import Held, ancestors, equal, items, looked_up, roots, rule

READ = ("value", "value_high", "quantifier", "unit")  # what the words of a value give
SAME_VALUE = ("primary_source", "republished")
SAME_STATEMENT = (*SAME_VALUE, "agrees")
WITH_ITS_WHOLE = ("relation", "place_id", "period_start", "period_end", "period_basis", "claimant_id")


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
    held = [
        _read(row) is not None and all(_gives(row, cell) for cell in READ) for row in comparisons.to_dict("records")
    ]
    return pd.Series(held, comparisons.index, dtype="boolean")


for read in READ:

    @rule(
        "comparisons",
        read,
        "The words “{value_text}” read otherwise.",
        "Write what they say, or mend value_text.",
    )
    def the_words_give_each_cell(frames: Frames, column: str = read) -> Held:
        """Which of the cells differs from the words is named beside them: either can be mistaken."""
        comparisons = frames["comparisons"]
        return pd.Series([_gives(row, column) for row in comparisons.to_dict("records")], comparisons.index)


def _read(row: Any) -> Quantity | None:
    try:
        return read_quantity(row["value_text"], row["value_language"])
    except UnreadableWording:
        return None


def _gives(row: Any, column: str) -> bool:
    """Whether the words of a row give one of its cells; words that cannot be read are named themselves."""
    read = _read(row)
    if read is None:
        return True
    if column == "unit":
        return bool((read.unit == "percent") == (row["unit"] == "percent"))
    if column == "quantifier":
        return read.quantifier in (None, row["quantifier"])
    return bool(getattr(read, column) == _decimal(row[column]))


def _interval(row: Any) -> Any:
    value, high = _decimal(row["value"]), _decimal(row["value_high"])
    return interval_of(row["quantifier"], value, high, row["unit"], row["value_text"])


def _decimal(value: Any) -> Any:
    return None if pd.isna(value) else Decimal(format(value, ".15g"))


# How a relation shows in dates, values and publishers


def _of_figure(frames: Frames, column: str) -> Held:
    """For each comparison a cell of its figure."""
    return looked_up(frames["comparisons"]["figure_id"], frames["figures"], "figure_id", column)


def _related(frames: Frames, *relations: str) -> Held:
    """Whether a comparison has one of the relations, and a figure."""
    comparisons = frames["comparisons"]
    return comparisons["relation"].isin(relations) & comparisons["figure_id"].isin(set(frames["figures"]["figure_id"]))


@rule(
    "comparisons",
    "source_id",
    "The figure {figure_id} comes from this source itself.",
    "Name the page of another: a comparison is what others published.",
)
def what_others_published_stands_elsewhere(frames: Frames) -> Held:
    """The source of a comparison is not that of its figure."""
    return ~(frames["comparisons"]["source_id"] == _of_figure(frames, "source_id")).fillna(False)


@rule(
    "comparisons",
    "value_language",
    "The page {source_id} is in another language.",
    "Write the language of the page here, or mend it in sources.csv.",
)
def the_words_are_in_the_language_of_their_page(frames: Frames) -> Held:
    """Words that are quoted as they stand on a page are in its language."""
    language = looked_up(frames["comparisons"]["source_id"], frames["sources"], "source_id", "language")
    return language.isna() | equal(frames["comparisons"]["value_language"], language)


@rule(
    "comparisons",
    "relation",
    "It is republished, but by the claimant {claimant_id} or a part of it.",
    "Write primary_source, or mend the claimant or the publisher.",
)
def a_copy_is_not_the_claimants(frames: Frames) -> Held:
    """What the claimant publishes is its primary source, and no copy."""
    comparisons = frames["comparisons"]
    publishers = looked_up(comparisons["source_id"], frames["sources"], "source_id", "publisher_id")
    pairs = zip(comparisons["relation"], comparisons["claimant_id"].fillna(""), publishers.fillna(""), strict=True)
    held = [
        relation != "republished" or claimant not in ancestors(frames["actors"], "actor_id", publisher)
        for relation, claimant, publisher in pairs
    ]
    return pd.Series(held, comparisons.index, dtype="boolean")


@rule(
    "comparisons",
    "comparability",
    "A comparison that is {relation} counts something else.",
    "Write same, or differs or other_date as the relation.",
)
def one_statement_counts_one_thing(frames: Frames) -> Held:
    """A primary source, a copy and a report that agrees count what the figure counts."""
    return ~_related(frames, *SAME_STATEMENT) | (frames["comparisons"]["comparability"] == "same")


@rule(
    "comparisons",
    "relation",
    "It differs, but has the value of its figure {figure_id} and counts the same.",
    "Write republished or agrees, or say in comparability what else it counts.",
)
def what_differs_has_another_value_or_scope(frames: Frames) -> Held:
    """A report that differs has another number or another scope."""
    comparisons = frames["comparisons"]
    alike = comparisons["comparability"] == "same"
    for column in ("value", "value_high", "quantifier"):
        alike &= equal(comparisons[column], _of_figure(frames, column))
    return ~(_related(frames, "differs") & alike)


@rule(
    "comparisons",
    "comparability",
    "It is {comparability}, but most of what counts “{counted}” beside {figure_id} at {place_id} is not.",
    "Write one comparability for all of them, or say in counted what this one counts otherwise.",
)
def the_same_words_count_the_same(frames: Frames) -> Held:
    """What is counted in the same words, at the same place and beside the same figure, is compared alike."""
    comparisons = frames["comparisons"]
    words = comparisons["figure_id"].str.cat(comparisons[["counted", "place_id"]], sep="|")
    return _as_most(comparisons["comparability"], words)


@rule(
    "comparisons",
    "relation",
    "It is of another date, but has the very period of its figure {figure_id}.",
    "Write another relation, or mend the period.",
)
def another_date_is_another_period(frames: Frames) -> Held:
    """A report for another date has another period."""
    comparisons = frames["comparisons"]
    columns = ("period_start", "period_end")
    start, end = (equal(comparisons[column], _of_figure(frames, column)) for column in columns)
    return ~(_related(frames, "other_date") & start & end)


@rule(
    "comparisons",
    "period_end",
    "A comparison that is {relation} is of a day after its figure {figure_id} was published.",
    "Write other_date as the relation, or mend the period.",
)
def one_statement_is_not_of_a_later_day(frames: Frames) -> Held:
    """What carries the figure's own statement says nothing of days after it; a day of publication is no such day."""
    comparisons = frames["comparisons"]
    figures = frames["figures"]
    published = looked_up(figures["source_id"], frames["sources"], "source_id", "published_on")
    day = looked_up(comparisons["figure_id"], figures.assign(day=published), "figure_id", "day")
    said = _related(frames, *SAME_STATEMENT) & (comparisons["period_basis"] != "publication")
    return ~(said & (comparisons["period_end"] > day))


@rule(
    "comparisons",
    "period_start",
    "A comparison that is {relation} has no day in common with its figure {figure_id}.",
    "Write other_date as the relation, or mend the period.",
)
def one_statement_shares_days(frames: Frames) -> Held:
    """The periods of a figure and of what carries its statement meet; an open start reaches back."""
    comparisons = frames["comparisons"]
    late = comparisons["period_start"] > _of_figure(frames, "period_end")
    early = comparisons["period_end"] < _of_figure(frames, "period_start")
    return ~(_related(frames, *SAME_STATEMENT) & (late | early))


@rule(
    "comparisons",
    "period_end",
    "The period ends after the page was read.",
    "Write a day that is not after accessed_on of {source_id} in sources.csv.",
)
def a_period_ends_before_it_is_read(frames: Frames) -> Held:
    """No page tells of days to come."""
    read_on = looked_up(frames["comparisons"]["source_id"], frames["sources"], "source_id", "accessed_on")
    return ~(frames["comparisons"]["period_end"] > read_on)


for shared in WITH_ITS_WHOLE:

    @rule(
        "comparisons",
        shared,
        f"On the page {{source_id}} the whole of {{figure_id}} has another {shared}.",
        "Make the two the same: one page says both of one group.",
    )
    def a_part_is_said_with_its_whole(frames: Frames, column: str = shared) -> Held:
        """What a page says of a part, it says of the place, days and claimant of what it says of the whole."""
        comparisons = frames["comparisons"]
        whole = _of_figure(frames, "part_of")
        cells = comparisons[column].astype("string").fillna("")
        said: dict[tuple[str, str], set[str]] = {}
        for key, cell in zip(zip(comparisons["source_id"], comparisons["figure_id"], strict=True), cells, strict=True):
            said.setdefault(key, set()).add(cell)
        keys = zip(comparisons["source_id"], whole.fillna(""), strict=True)
        held = [key not in said or cell in said[key] for key, cell in zip(keys, cells, strict=True)]
        other_number = ~equal(comparisons["value"], _of_figure(frames, "value"))  # and so another relation
        return pd.Series(held, comparisons.index, dtype="boolean") | (other_number & (column == "relation"))


def _same_claimant(frames: Frames) -> Held:
    """Whether a comparison has the claimant of its figure, by the root of each; NA where one of them has none."""
    outermost = roots(frames["actors"], "actor_id")
    theirs, own = (
        claimants.map(lambda actor: outermost.get(actor, actor), na_action="ignore").astype("string")
        for claimants in (frames["comparisons"]["claimant_id"], _of_figure(frames, "claimant_id"))
    )
    return theirs.eq(own)


@rule(
    "comparisons",
    "claimant_id",
    "It is {relation}, but {figure_id} has another claimant.",
    "Write the claimant that the page names, none if it names none, or agrees as the relation.",
)
def a_copy_has_the_claimant_of_its_figure(frames: Frames) -> Held:
    """A primary source or a copy goes back to the figure's claimant, where both name one."""
    return ~_related(frames, *SAME_VALUE) | _same_claimant(frames).fillna(True)


@rule(
    "comparisons",
    "relation",
    "It agrees with {figure_id}, but has the same claimant.",
    "Write republished or primary_source where the value is the same, else differs or other_date.",
)
def who_agrees_is_another(frames: Frames) -> Held:
    """One claimant does not agree with itself: what it says again is a copy, or of another date."""
    return ~(_related(frames, "agrees") & _same_claimant(frames).fillna(False))


@rule(
    "comparisons",
    "place_id",
    "Its comparability is {comparability}, but {place_id} does not go with the place of {figure_id}.",
    "Mend the place or the comparability, or name the row in a contradicted caveat.",
)
def the_place_goes_with_the_scope(frames: Frames) -> Held:
    """What counts the same does so at the same place, unless a caveat says that the row contradicts the figure.

    What is narrower lies within the place of the figure, what is broader contains it.
    """
    comparisons, caveats = frames["comparisons"], frames["caveats"]
    contradicting = set(items(caveats["comparison_ids"][caveats["kind"] == "contradicted"]))
    columns = (comparisons[name] for name in ("comparison_id", "comparability", "place_id"))
    held = [
        pd.isna(theirs) or own in contradicting or _goes(frames, str(scope), str(place), str(theirs))
        for own, scope, place, theirs in zip(*columns, _of_figure(frames, "place_id"), strict=True)
    ]
    return pd.Series(held, comparisons.index, dtype="boolean")


def _goes(frames: Frames, scope: str, place: str, of_figure: str) -> bool:
    if scope == "narrower":
        return of_figure in ancestors(frames["places"], "place_id", place)
    if scope == "broader":
        return place in ancestors(frames["places"], "place_id", of_figure)
    return scope != "same" or place == of_figure


def _letters(frames: Frames) -> Held:
    """The letters of each id: K of K1, Uc of U1c."""
    return frames["comparisons"]["comparison_id"].str.replace(r"\d+", "", regex=True)


def _others(frames: Frames, index: int) -> str:
    """The other figures beside which comparisons with the first letter of a row stand."""
    comparisons, first = frames["comparisons"], _letters(frames).str[:1]
    figures = set(comparisons["figure_id"][first == first[index]]) - {comparisons["figure_id"][index]}
    return " and ".join(sorted(figures))


@rule(
    "comparisons",
    "figure_id",
    "Comparisons whose ids have the letters of {comparison_id} stand beside {detail}.",
    "Mend figure_id, or give the row the letters of its figure: a letter that no other figure has, and one for a part.",
    _others,
)
def an_id_tells_the_figure(frames: Frames) -> Held:
    """The first letter of an id tells a figure with its parts, the letter at its end the part."""
    figures, letters = frames["comparisons"]["figure_id"], _letters(frames)
    family = figures.map(roots(frames["figures"], "figure_id"))
    return _as_most(family, letters.str[:1]) & _as_most(figures, letters)


def _as_most(column: Held, groups: Held) -> Held:
    """Whether each cell is that of more than half of its group."""
    alike = column.groupby([groups, column]).transform("size")
    return column.isna() | (2 * alike > column.groupby(groups).transform("size"))


def _out_of_line(frames: Frames) -> dict[str, str]:
    """What is wrong with each id that is out of line; nothing where it is not known which ids are gone."""
    gone = frames["package"]["gone"][0]
    if pd.isna(gone):
        return {}
    comparisons, left_out = frames["comparisons"], set(gone.split())
    wholes = dict(zip(comparisons["comparison_id"], _of_figure(frames, "part_of"), strict=True))
    found: dict[str, str] = {}
    for own, whole in wholes.items():
        letter, number, part = re.findall(r"[A-Z]+|\d+|[a-z]?", own)[:3]
        before = f"{letter}{int(number) - 1}"
        if own in left_out:
            found[own] = "CHANGELOG.md lists it as the id of no row."
        elif number.startswith("0"):
            found[own] = "Its number begins with 0."
        elif part and f"{letter}{number}" not in wholes.keys() | left_out:
            found[own] = f"There is no {letter}{number}, of which it would tell a part."
        elif part and pd.isna(whole):
            found[own] = f"It ends in {part}, but its figure is no part of another."
        elif number != "1" and before not in wholes.keys() | left_out:
            found[own] = f"There is no {before} before it."
    return found


@rule(
    "comparisons",
    "comparison_id",
    "{detail}",
    "Number the comparisons of a letter one after another. An id that no row has is listed in CHANGELOG.md, after "
    "“Ids that no row has:”.",
    lambda frames, index: _out_of_line(frames)[frames["comparisons"]["comparison_id"][index]],
)
def ids_are_in_line(frames: Frames) -> Held:
    """No comparison takes the id of another, and none before the last of its letter is lost without a word."""
    return ~frames["comparisons"]["comparison_id"].isin(set(_out_of_line(frames)))
