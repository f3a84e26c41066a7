"""Sources: when each was published and read, and by whom."""

from __future__ import annotations

from ..frames import Frames
from .engine import Held, rule, used


@rule("sources", "source_id", "No figure, comparison or caveat uses this row.", "Use it or take it out.")
def every_source_is_used(frames: Frames) -> Held:
    """A source states a figure or a comparison, or is the evidence of a caveat."""
    columns = (frames["figures"]["source_id"], frames["comparisons"]["source_id"], frames["caveats"]["source_ids"])
    return used(frames["sources"]["source_id"], *columns)


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
