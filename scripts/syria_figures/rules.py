"""The rules across columns and tables, in pandera (data model, "What must hold", 3 to 5).

A rule blames one column of one table. It is a function from all frames to a boolean column, true where a row keeps
the rule; pandera runs it and names the rows that do not. A cell that points nowhere is left to the structure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa

from .descriptor import LIST_SEPARATOR, Package
from .findings import Finding
from .frames import Frames
from .intervals import compatible, interval_of
from .tables import line_of
from .wording import UnreadableWording, read_quantity

Held = pd.Series
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
SAME_VALUE = ("primary_source", "republished")
FEW_WORDS = 8
COUNTS = ("persons", "prisons")


@dataclass(frozen=True)
class Rule:
    """What must hold of a column, and what to say where it does not; ``{name}`` stands for a cell of the row."""

    table: str
    column: str
    problem: str
    mend: str
    holds: Callable[[Frames], Held]


RULES: list[Rule] = []


def rule(
    table: str, column: str, problem: str, mend: str
) -> Callable[[Callable[[Frames], Held]], Callable[[Frames], Held]]:
    """Register a function as the rule of a column."""

    def register(holds: Callable[[Frames], Held]) -> Callable[[Frames], Held]:
        RULES.append(Rule(table, column, problem, mend, holds))
        return holds

    return register


def check(package: Package, frames: Frames) -> list[Finding]:
    """All rows that break a rule, in the order of tables and rows. ``frames`` are the typed curated tables."""
    found: list[Finding] = []
    for table in package.curated:
        rules = [rule for rule in RULES if rule.table == table.name]
        if rules:
            found += _broken(table.path, rules, frames)
    return found


def _broken(path: str, rules: list[Rule], frames: Frames) -> list[Finding]:
    frame = frames[rules[0].table]
    columns: dict[str, list[pa.Check]] = {}
    for number, each in enumerate(rules):
        check = pa.Check(_checker(each, frames), ignore_na=False, error=str(number))
        columns.setdefault(each.column, []).append(check)
    schema = pa.DataFrameSchema({name: pa.Column(nullable=True, checks=checks) for name, checks in columns.items()})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        pairs = sorted(
            {(int(index), int(number)) for index, number in zip(cases["index"], cases["check"], strict=True)}
        )
        return [_finding(path, rules[number], frame.iloc[index], index) for index, number in pairs]
    return []


def _checker(each: Rule, frames: Frames) -> Callable[[Held], Held]:
    """A rule as pandera calls it: a closure, for pandera copies its schemas, and with a partial all frames in it."""

    def held(column: Held) -> Held:
        return each.holds(frames).reindex(column.index).astype("boolean").fillna(True).astype(bool)

    return held


def _finding(path: str, broken: Rule, row: Held, index: int) -> Finding:
    cells = {str(name): _shown(value) for name, value in row.items()}
    return Finding(
        path,
        broken.problem.format_map(cells),
        broken.mend.format_map(cells),
        line_of(index),
        broken.column,
        cells[broken.column],
    )


def _shown(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return format(value, ".15g") if isinstance(value, float) else str(value)


# What the rules share


def looked_up(keys: Held, table: pd.DataFrame, key: str, column: str) -> Held:
    """For each key the cell of its row in another table; NA where there is no such row."""
    unique = table.drop_duplicates(key).set_index(key)[column]
    return unique.reindex(keys.astype("string")).set_axis(keys.index)


def equal(one: Held, other: Held) -> Held:
    """Whether two columns agree; two blanks do."""
    one, other = one.astype("string"), other.astype("string")
    return one.eq(other).fillna(False) | (one.isna() & other.isna())


def items(cells: Held) -> Held:
    """The ids in the cells that may hold several, one a row, with the index of their cell."""
    return cells.dropna().astype("string").str.split(LIST_SEPARATOR).explode()


def each_known(cells: Held, known: Held) -> Held:
    """Whether every id in a cell is known."""
    return _all(items(cells).isin(set(known.dropna())), cells.index)


def sorted_once(cells: Held) -> Held:
    """Whether the ids in each cell stand in code point order and once."""
    text = cells.fillna("")
    return text.map(lambda cell: cell.split(LIST_SEPARATOR) == sorted(set(cell.split(LIST_SEPARATOR)))).astype(
        "boolean"
    )


def used(keys: Held, *columns: Held) -> Held:
    """Whether each key stands in one of the columns."""
    return keys.isin(set(pd.concat([items(column) for column in columns])))


def without_circle(frame: pd.DataFrame, key: str) -> Held:
    """Whether the chain of ``part_of`` from each row comes to an end."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))
    ends: dict[str, bool] = {"": True}

    def comes_to_an_end(start: str) -> bool:
        path: list[str] = []
        here = start
        while here not in ends and here not in path:
            path.append(here)
            here = parent.get(here, "")
        ends.update(dict.fromkeys(path, ends.get(here, False)))
        return ends[start]

    return frame[key].map(comes_to_an_end).astype("boolean")


def roots(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """For each row the outermost row of which it is a part; a circle ends where it began."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))

    def root(start: str) -> str:
        seen = {start}
        while (above := parent.get(start, "")) and above not in seen:
            seen.add(above)
            start = above
        return start

    return {start: root(start) for start in parent}


def ancestors(frame: pd.DataFrame, key: str, start: str) -> list[str]:
    """The row and all of which it is a part, from the inside out."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))
    chain = [start]
    while (above := parent.get(chain[-1], "")) and above not in chain:
        chain.append(above)
    return chain


def _all(held: Held, index: pd.Index) -> Held:
    return held.groupby(level=0).all().reindex(index).astype("boolean").fillna(True)


def _source_day(frames: Frames, table: str) -> Held:
    return looked_up(frames[table]["source_id"], frames["sources"], "source_id", "published_on")


# Figures and comparisons: the value


def _quantities(table: str) -> None:
    """The rules of a value with its hedge, the same for a figure and for a comparison."""

    @rule(
        table,
        "value",
        "A row that is {quantifier} has the value {value}.",
        "Leave value empty with indefinite, and fill it with any other.",
    )
    def indefinite_has_no_value(frames: Frames) -> Held:
        return frames[table]["value"].isna() == (frames[table]["quantifier"] == "indefinite")

    @rule(
        table,
        "value_high",
        "The upper value does not fit the quantifier {quantifier} and the value {value}.",
        "Fill it with between alone, above the value; leave it empty otherwise.",
    )
    def only_a_range_has_an_upper_value(frames: Frames) -> Held:
        frame = frames[table]
        ranged = frame["quantifier"] == "between"
        return (frame["value_high"].notna() == ranged) & (
            ~ranged | (frame["value_high"] > frame["value"]).fillna(False)
        )

    for column in ("value", "value_high"):

        @rule(table, column, "A count in {unit} is no whole number.", "Write the whole number that the source gives.")
        def counts_are_whole(frames: Frames, column: str = column) -> Held:
            frame = frames[table]
            return ~frame["unit"].isin(COUNTS) | (frame[column] % 1 == 0)

        @rule(table, column, "A percentage is above 100.", "Write a share from 0 to 100, or another unit.")
        def percentages_end_at_100(frames: Frames, column: str = column) -> Held:
            return (frames[table]["unit"] != "percent") | (frames[table][column] <= 100)

    @rule(
        table,
        "value_text",
        "The words of the value are more than a few, or a whole sentence.",
        f"Quote at most {FEW_WORDS} words: the value with its hedge.",
    )
    def few_words_are_quoted(frames: Frames) -> Held:
        words = frames[table]["value_text"]
        return (words.str.split().str.len() <= FEW_WORDS) & ~words.str.contains(r"[.!?]$", regex=True)

    @rule(
        table,
        "period_start",
        "The period starts after its end, {period_end}.",
        "Swap the two, or mend the one that is mistaken.",
    )
    def a_period_starts_before_it_ends(frames: Frames) -> Held:
        return ~(frames[table]["period_start"] > frames[table]["period_end"])

    @rule(
        table,
        "period_end",
        "The period ends after its source was published.",
        "Write a day that is not after published_on of {source_id} in sources.csv.",
    )
    def a_period_ends_before_publication(frames: Frames) -> Held:
        return ~(frames[table]["period_end"] > _source_day(frames, table))

    @rule(
        table,
        "period_start",
        "The basis is publication: nothing is said of a start.",
        "Leave the start empty, or write another basis.",
    )
    def publication_gives_no_start(frames: Frames) -> Held:
        return (frames[table]["period_basis"] != "publication") | frames[table]["period_start"].isna()

    @rule(
        table,
        "period_end",
        "The basis is publication, but the end is not the day of publication.",
        "Write published_on of {source_id} in sources.csv, or another basis.",
    )
    def publication_gives_the_end(frames: Frames) -> Held:
        same = equal(frames[table]["period_end"], _source_day(frames, table))
        return (frames[table]["period_basis"] != "publication") | same


_quantities("figures")
_quantities("comparisons")


# Figures: parts, actors, indicator


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
    """Parts of one whole are disjoint, so their values add up to no more than it."""
    figures = frames["figures"]
    total = figures.groupby("part_of")["value"].sum()
    allowed = looked_up(total.index.to_series(), figures, "figure_id", "value")
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
        whole = looked_up(figures["part_of"], figures, "figure_id", column)
        known = figures["part_of"].isin(set(figures["figure_id"]))
        return ~known | equal(figures[column], whole)


# The tables that figures and comparisons point to


@rule("actors", "actor_id", "No figure, comparison, source or other actor uses this row.", "Use it or take it out.")
def every_actor_is_used(frames: Frames) -> Held:
    """An actor claims, acts, publishes or has a part."""
    return used(
        frames["actors"]["actor_id"],
        frames["figures"]["claimant_id"],
        frames["figures"]["actor_ids"],
        frames["comparisons"]["claimant_id"],
        frames["sources"]["publisher_id"],
        frames["actors"]["part_of"],
    )


@rule("places", "place_id", "No figure, comparison or other place uses this row.", "Use it or take it out.")
def every_place_is_used(frames: Frames) -> Held:
    """A place has a figure, a comparison or a part."""
    columns = (frames["figures"]["place_id"], frames["comparisons"]["place_id"], frames["places"]["part_of"])
    return used(frames["places"]["place_id"], *columns)


@rule("indicators", "indicator_id", "No figure uses this row.", "Use it or take it out.")
def every_indicator_is_used(frames: Frames) -> Held:
    """An indicator has a figure."""
    return used(frames["indicators"]["indicator_id"], frames["figures"]["indicator_id"])


@rule("sources", "source_id", "No figure, comparison or caveat uses this row.", "Use it or take it out.")
def every_source_is_used(frames: Frames) -> Held:
    """A source states a figure or a comparison, or is the evidence of a caveat."""
    columns = (frames["figures"]["source_id"], frames["comparisons"]["source_id"], frames["caveats"]["source_ids"])
    return used(frames["sources"]["source_id"], *columns)


@rule("wordings", "row_id", "There is no such row in {table}.", "Write a key of that table, or add its row there.")
def a_wording_names_a_row(frames: Frames) -> Held:
    """A wording belongs to a row of its table."""
    wordings = frames["wordings"]
    keys = {name: set(frames[name].iloc[:, 0]) for name in wordings["table"].cat.categories}
    pairs = zip(wordings["table"], wordings["row_id"], strict=True)
    return pd.Series([pd.isna(table) or row in keys[table] for table, row in pairs], wordings.index, dtype="boolean")


@rule(
    "wordings",
    "wording",
    "The name {wording} belongs to another row of {table} as well.",
    "Keep it where it belongs: a name has one row.",
)
def a_name_belongs_to_one_row(frames: Frames) -> Held:
    """A name belongs to one row of its table; a verb may serve several indicators."""
    wordings = frames["wordings"]
    alike = wordings.assign(wording=wordings["wording"].str.casefold()).duplicated(
        ["table", "wording", "language"], keep=False
    )
    return ~alike | (wordings["table"] == "indicators")


@rule(
    "actors", "part_of", "The actor is, in the end, a part of itself.", "Take out the part_of that closes the circle."
)
def no_actor_is_part_of_itself(frames: Frames) -> Held:
    """``part_of`` has no circle."""
    return without_circle(frames["actors"], "actor_id")


@rule(
    "places", "part_of", "The place is, in the end, a part of itself.", "Take out the part_of that closes the circle."
)
def no_place_is_part_of_itself(frames: Frames) -> Held:
    """``part_of`` has no circle."""
    return without_circle(frames["places"], "place_id")


@rule(
    "places",
    "part_of",
    "A place of the kind {kind} has part_of {part_of}.",
    "A country is a part of nothing; any other place is a part of one.",
)
def only_a_country_is_whole(frames: Frames) -> Held:
    """Every place but a country is a part of another."""
    return (frames["places"]["kind"] == "country") == frames["places"]["part_of"].isna()


@rule(
    "places",
    "location_code",
    "It is not the country of {part_of}, of which the place is a part.",
    "Write the code of that place.",
)
def a_place_lies_in_the_country_of_its_whole(frames: Frames) -> Held:
    """A part has the country of its whole."""
    whole = looked_up(frames["places"]["part_of"], frames["places"], "place_id", "location_code")
    return whole.isna() | equal(frames["places"]["location_code"], whole)


for admin in ("admin1_name", "admin1_code"):

    @rule(
        "places", admin, "It is not that of {part_of}, of which the place is a part.", "Write that of the larger place."
    )
    def a_place_lies_in_the_governorate_of_its_whole(frames: Frames, column: str = admin) -> Held:
        """A part has the governorate of its whole."""
        whole = looked_up(frames["places"]["part_of"], frames["places"], "place_id", column)
        return whole.isna() | equal(frames["places"][column], whole)


@rule("places", "admin1_code", "Name and code of the governorate stand one without the other.", "Fill both or neither.")
def a_governorate_has_name_and_code(frames: Frames) -> Held:
    """The governorate has its name and its code."""
    return frames["places"]["admin1_name"].isna() == frames["places"]["admin1_code"].isna()


@rule("places", "longitude", "Latitude and longitude stand one without the other.", "Fill both or neither.")
def a_point_has_two_coordinates(frames: Frames) -> Held:
    """A point has both coordinates."""
    return frames["places"]["latitude"].isna() == frames["places"]["longitude"].isna()


@rule(
    "sources",
    "published_on",
    "The day is {published_on} and its basis {published_basis}.",
    "Leave the day empty with unknown, and fill it with any other basis.",
)
def a_day_has_a_basis(frames: Frames) -> Held:
    """A day of publication is known exactly where its basis is not ``unknown``."""
    return frames["sources"]["published_on"].isna() == (frames["sources"]["published_basis"] == "unknown")


@rule(
    "sources",
    "accessed_on",
    "The page was read before it was published.",
    "Write the day on which the stored copy was read.",
)
def a_page_is_read_after_publication(frames: Frames) -> Held:
    """Nothing is read before it is published."""
    return ~(frames["sources"]["published_on"] > frames["sources"]["accessed_on"])


@rule(
    "sources", "text_characters", "Length and SHA-256 of the text stand one without the other.", "Fill both or neither."
)
def a_text_has_hash_and_length(frames: Frames) -> Held:
    """A text that anchors point into has both its hash and its length."""
    return frames["sources"]["text_sha256"].isna() == frames["sources"]["text_characters"].isna()


# Comparisons


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


def _reads(row: dict[str, Any]) -> bool:
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


# Caveats


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
    return _all(pd.Series(held, named.index, dtype="boolean"), caveats.index)


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
