"""Sources: when each was published and read, and by whom."""

from __future__ import annotations

import datetime
import re

import pandas as pd

from ..frames import Frames
from ..wording import MONTHS
from .engine import Held, equal, looked_up, rule, used

LETTERS = 3  # of a month, by which it is known: "apr", "april"
_MONTH = rf"(?:{'|'.join(name for name in MONTHS if len(name) == LETTERS)})[a-z]*"
DAYS = (
    re.compile(r"(?<!\d)(20\d\d)([-/]?)(\d\d)\2(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(/)(\d\d)(\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(20\d\d)([-/])({_MONTH})[-/](\d\d?)(?!\d)", re.IGNORECASE),
)
DAY_FIRST = re.compile(rf"(?<!\d)(\d\d?)[-/_]({_MONTH})[-/_](20\d\d)(?!\d)", re.IGNORECASE)


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


@rule(
    "sources",
    "text_sha256",
    "Figures come from this text and it has no SHA-256, or none do and it has one.",
    "Fill it, with the length, for a text that anchors point into, and for no other.",
)
def a_text_of_figures_has_its_hash(frames: Frames) -> Held:
    """A source has the hash of its text exactly where anchors point into it."""
    anchored = used(
        frames["sources"]["source_id"], frames["figures"]["source_id"], frames["other_numbers"]["source_id"]
    )
    return frames["sources"]["text_sha256"].notna() == anchored


@rule(
    "sources",
    "accessed_on",
    "The page was read after the package was made.",
    "Mend the day, or created in datapackage.json.",
)
def a_page_is_read_before_the_package_is_made(frames: Frames) -> Held:
    """What was read after ``created`` is in no version of that day."""
    created = pd.to_datetime(frames["package"]["created"].str[:10], errors="coerce")[0]
    return ~(frames["sources"]["accessed_on"] > created)


@rule(
    "sources",
    "url",
    "Figures come from this page, but datapackage.json does not name its address under sources.",
    "Write the same address in both.",
)
def the_descriptor_names_the_page_of_the_figures(frames: Frames) -> Held:
    """Who reads the descriptor alone finds the page from which the figures come."""
    described = set(frames["package"]["sources"][0].split())
    anchored = used(frames["sources"]["source_id"], frames["figures"]["source_id"])
    return ~anchored | frames["sources"]["url"].isin(described)


@rule(
    "sources",
    "published_basis",
    "The day {published_on} rests on the address, which carries another day, or not even its month.",
    "Write another basis, or mend the day or the address.",
)
def the_address_carries_its_day(frames: Frames) -> Held:
    """The basis ``url`` means that the address carries the day of publication, or its month in a text of the day."""
    sources = frames["sources"]
    pairs = zip(sources["url"], sources["published_on"], strict=True)
    carried = pd.Series([not pd.isna(day) and _carries(address, day.date()) for address, day in pairs], sources.index)
    return (sources["published_basis"] != "url") | carried


@rule(
    "sources",
    "published_basis",
    "The basis is {published_basis}, but the address carries a day.",
    "Write url, or stated if the page says it as well.",
)
def a_day_of_the_address_is_not_inferred(frames: Frames) -> Held:
    """A day that stands in the address is neither worked out from the text nor unknown."""
    sources = frames["sources"]
    return ~sources["published_basis"].isin(["inferred", "unknown"]) | (sources["url"].map(days_in).map(len) == 0)


@rule(
    "sources",
    "published_on",
    "The id {source_id} ends in another day.",
    "Mend the day or the id.",
)
def an_id_ends_in_its_day(frames: Frames) -> Held:
    """An id that ends in a day names the day of publication."""
    sources = frames["sources"]
    said = sources["source_id"].str.extract(r"-(\d{4}-\d{2}-\d{2})$")[0]
    own = sources["published_on"].dt.strftime("%Y-%m-%d").astype("string")
    return said.isna() | equal(said, own)


for kind, publishers in (("official_statement", ("un_body", "government")), ("broadcast", ("media",))):

    @rule(
        "sources",
        "kind",
        f"{{kind}} is what {' or '.join(publishers)} publishes, but the publisher {{publisher_id}} is neither.",
        "Write another kind, or mend the kind of the publisher in actors.csv.",
    )
    def a_kind_of_page_has_its_kind_of_publisher(
        frames: Frames, kind: str = kind, publishers: tuple[str, ...] = publishers
    ) -> Held:
        """A statement is published by a government or a UN body, a broadcast by a news outlet."""
        sources = frames["sources"]
        own = looked_up(sources["publisher_id"], frames["actors"], "actor_id", "kind").astype("string")
        return (sources["kind"] != kind) | own.isna() | own.isin(publishers)


@rule("sources", "publisher_id", "The publisher {publisher_id} has no name.", "Name who published the page.")
def a_publisher_has_a_name(frames: Frames) -> Held:
    """A role publishes nothing: a page has a publisher with a name."""
    kind = looked_up(frames["sources"]["publisher_id"], frames["actors"], "actor_id", "kind")
    named: Held = kind.astype("string").fillna("") != "unnamed"
    return named


def days_in(address: str) -> set[datetime.date]:
    """The full days that an address carries: 2015/04/06, 20150406, 2014/0822, 2015/apr/04, 9-april-2015."""
    found = [match.group(1, 3, 4) for form in DAYS for match in form.finditer(address)]
    found += [match.group(3, 2, 1) for match in DAY_FIRST.finditer(address)]
    days: set[datetime.date] = set()
    for year, month, day in found:
        number = int(month) if month.isdigit() else MONTHS[month[:LETTERS].lower()]
        try:
            days.add(datetime.date(int(year), number, int(day)))
        except ValueError:
            continue
    return days


def _carries(address: str, day: datetime.date) -> bool:
    days = days_in(address)
    return day in days if days else re.search(rf"(?<!\d){day:%Y}[-/]?{day:%m}(?!\d)", address) is not None


for table in ("figures", "other_numbers"):

    @rule(
        table,
        "source_id",
        "No text of {source_id} is at the base of figures: it has no SHA-256 in sources.csv.",
        "Name the source whose text was read.",
    )
    def a_figure_comes_from_a_text(frames: Frames, table: str = table) -> Held:
        """What is quoted with its position stands in a text, which has its hash."""
        own = frames[table]["source_id"]
        known = own.isin(set(frames["sources"]["source_id"]))
        return ~known | looked_up(own, frames["sources"], "source_id", "text_sha256").notna()
