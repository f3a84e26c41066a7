"""The value and the period of a figure and of a comparison (data model, "What must hold", 4)."""

from __future__ import annotations

from ..frames import Frames
from ..intervals import GREATEST_PERCENT
from ..proof import MOST_WORDS
from .engine import Held, equal, rule, source_day


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
            return (frame["unit"] == "percent") | (frame[column] % 1 == 0)

        @rule(table, column, "A percentage is above 100.", "Write a share from 0 to 100, or another unit.")
        def percentages_end_at_100(frames: Frames, column: str = column) -> Held:
            return (frames[table]["unit"] != "percent") | (frames[table][column] <= float(GREATEST_PERCENT))

    @rule(
        table,
        "value_text",
        "The words of the value are more than a few, or a whole sentence.",
        f"Quote at most {MOST_WORDS} words: the value with its hedge.",
    )
    def few_words_are_quoted(frames: Frames) -> Held:
        words = frames[table]["value_text"]
        return (words.str.count(r"\S+") <= MOST_WORDS) & ~words.str.contains(r"[.!?]$", regex=True)


def _periods(table: str) -> None:
    """The rules of a period, the same for a figure and for a comparison."""

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
        return ~(frames[table]["period_end"] > source_day(frames, table))

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
        same = equal(frames[table]["period_end"], source_day(frames, table))
        return (frames[table]["period_basis"] != "publication") | same


for name in ("figures", "comparisons"):
    _quantities(name)
    _periods(name)
