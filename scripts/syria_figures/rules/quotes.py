"""Quotes of numbers that are no figure, as far as they can be looked at without the text; the proof has the others."""

from __future__ import annotations

from ..frames import Frames
from ..proof import MOST_WORDS
from .engine import Held, rule


@rule(
    "other_numbers",
    "end",
    "From start {start} to end {end} there is no room for exactly these words.",
    "Write where the words end, or mend start or exact.",
)
def a_quote_fills_its_place(frames: Frames) -> Held:
    """Start and end are as far apart as the words are long, in code points."""
    quotes = frames["other_numbers"]
    return quotes["end"] - quotes["start"] == quotes["exact"].map(len)


@rule("other_numbers", "exact", f"More than {MOST_WORDS} words are quoted.", "Quote the number with a word or two.")
def a_few_words_are_quoted(frames: Frames) -> Held:
    """A quote of a sentence would redistribute the text, and accounts for no number (data model, 2)."""
    return frames["other_numbers"]["exact"].str.count(r"\S+") <= MOST_WORDS
