"""Actors, places, indicators and wordings: each is used, and each is what its whole is."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations

import pandas as pd

from ..frames import Frames
from .engine import Held, equal, looked_up, rule, used, without_circle

SIZES = {"country": 0, "governorate": 1, "city": 2, "camp": 3, "area": 3}
# What a definition says of its theme; the last one is what the others are not.
THEMES = {
    "deaths": r"\b(?:killed|died|dead|deaths?|fatalities|casualties)\b",
    "prisoners_released": r"prison|detain|captive|jail",
    "yarmouk_civilians": r"^(?!.*\b(?:killed|prisoners|prisons|control)\b)",
}
SMALL_WORDS = {"of", "the", "for", "and", "in", "on", "to", "de", "des", "du", "la", "le", "les", "sans"}


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
    rows = wordings["row_id"].groupby([wordings["table"], wordings["wording"].str.casefold()], observed=True)
    return (rows.transform("nunique") == 1) | (wordings["table"] == "indicators")


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
    "part_of",
    "A place of the kind {kind} is a part of {part_of}, which is of a smaller kind.",
    "Name the larger place, or mend the kind of one of the two.",
)
def a_part_is_of_a_smaller_kind(frames: Frames) -> Held:
    """A place lies in one of a larger kind, or an area in another area."""
    places = frames["places"]
    sizes = places.assign(size=places["kind"].astype("string").map(SIZES))
    whole = looked_up(places["part_of"], sizes, "place_id", "size")
    return ~(whole.astype("Float64") > sizes["size"].astype("Float64"))


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
    "actors",
    "kind",
    "It is a {kind}, but {part_of}, of which it is a part, is not, or the other way round.",
    "Give both the kind un_body, or neither.",
)
def a_part_of_a_un_body_is_one(frames: Frames) -> Held:
    """``un_body``: the United Nations or a part of it."""
    actors = frames["actors"]
    whole = looked_up(actors["part_of"], actors, "actor_id", "kind").astype("string")
    return whole.isna() | ((whole == "un_body") == (actors["kind"] == "un_body"))


@rule("actors", "part_of", "There is more than one outermost UN body.", "Name in part_of what it is a part of.")
def un_bodies_are_parts_of_one(frames: Frames) -> Held:
    """All bodies of the United Nations are parts of one actor."""
    actors = frames["actors"]
    outermost = (actors["kind"] == "un_body") & actors["part_of"].isna()
    return ~outermost | (outermost.sum() == 1) | used(actors["actor_id"], actors["part_of"])


@rule(
    "actors",
    "actor_id",
    "The id is not made of words or initials of the name {name}, or of the abbreviation.",
    "Mend the name, fill the abbreviation, or write an id that tells the name.",
)
def an_id_tells_the_name(frames: Frames) -> Held:
    """The words of an id are words of the name or abbreviation, or initials of words that follow each other."""
    actors = frames["actors"]
    rows = zip(actors["actor_id"], actors["name"], actors["abbreviation"].fillna(""), strict=True)
    held = [set(own.split("-")) <= _words_of(name) | _words_of(short) for own, name, short in rows]
    return pd.Series(held, actors.index, dtype="boolean")


def _words_of(name: str) -> set[str]:
    """The words of a name in lower case without accents, and the initials of each run of them."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", re.sub(r"['’‘ʿʾ]", "", plain).casefold())
    found = set(words)
    for initials in (words, [word for word in words if word not in SMALL_WORDS]):
        runs = combinations(range(len(initials) + 1), 2)
        found |= {"".join(word[0] for word in initials[first:last]) for first, last in runs}
    return found


@rule(
    "wordings",
    "wording",
    "It is the name of another row of {table}.",
    "Write it in the row that it names.",
)
def a_wording_is_no_other_name(frames: Frames) -> Held:
    """The name or abbreviation of one actor or place is no wording of another."""
    wordings = frames["wordings"]
    owners: dict[tuple[str, str], str] = {}
    for table, key in (("actors", "actor_id"), ("places", "place_id")):
        for column in ("name", "abbreviation"):
            if column in frames[table]:
                pairs = zip(frames[table][column].str.casefold(), frames[table][key], strict=True)
                owners |= {(table, name): own for name, own in pairs if not pd.isna(name)}
    rows = zip(wordings["table"], wordings["wording"].str.casefold(), wordings["row_id"], strict=True)
    held = [owners.get((table, wording), own) == own for table, wording, own in rows]
    return pd.Series(held, wordings.index, dtype="boolean")


@rule(
    "indicators",
    "theme",
    "Unit and definition do not tell of {theme}.",
    "Write the theme that they tell of, or say in the definition what is counted.",
)
def the_definition_tells_the_theme(frames: Frames) -> Held:
    """Deaths are of those killed, releases from prisons, a territory has a percentage; the rest are civilians."""
    indicators = frames["indicators"]
    rows = zip(indicators["theme"], indicators["unit"], indicators["definition"].fillna(""), strict=True)
    held = [
        unit == "percent" if theme not in THEMES else re.search(THEMES[theme], words, re.IGNORECASE) is not None
        for theme, unit, words in rows
    ]
    return pd.Series(held, indicators.index, dtype="boolean")
