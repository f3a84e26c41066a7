"""The sentence about a figure: who reported what, where and when, from the words of its row and its indicator's label.

"Reported" is the only verb: it claims nothing of its own, and fits every label ("killed", "under armed control").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from . import phrases
from .tables import Row, items

Rows = dict[Any, Row]

# English, whatever the article is about
TAKES_THE = re.compile(
    r"\b(agency|army|authority|board|brigade|bureau|cent(er|re)|coalition|commission|committee|council|department"
    r"|federation|force|front|fund|government|group|institute|ministry|mission|movement|nation|network|observatory"
    r"|office|organi[sz]ation|party|police|service|society|union)s?\b",
    re.IGNORECASE,
)
SPELLED = 3  # an abbreviation of at most so many letters is spelled: "the UN", but "UNRWA"
FINITE = ("fled", "left")  # labels that are a whole verb: "reported that hundreds of residents fled"
BEFORE_A_PLACE = {"fled": "", "left": "", "displaced": "from ", "evacuated": "from "}  # by the label; else "in "
DONE_BY = re.compile(r"(\w+ed|under .+?)(?: by .+)?")  # labels after which "by" names the actors


@dataclass(frozen=True)
class Said:
    """The parts of the sentence: ``who`` reported ``what`` (``when``).

    ``cited_in`` is the site where it was read, empty where that is ``who``; ``unnamed`` says what the text leaves open
    about who says so, empty where it names a claimant.
    """

    who: str
    cited_in: str
    what: str
    when: str
    unnamed: str

    @property
    def sentence(self) -> str:
        """The sentence in running text."""
        cited = f", as cited in {self.cited_in}," if self.cited_in else ""
        said = f"{self.who[:1].upper()}{self.who[1:]}{cited} reported {phrases.in_prose(self.what)} ({self.when})"
        return f"{said}; {self.unnamed}." if self.unnamed else f"{said}."


class Sentences:
    """The sentences that the rows of a package give; all rows are by their key."""

    def __init__(self, figures: Rows, sources: Rows, actors: Rows, places: Rows) -> None:
        """``figures`` are rows of figures_labelled."""
        self._figures, self._sources, self._actors, self._places = figures, sources, actors, places

    def of_figure(self, figure: Row) -> Said:
        """What the sentence about a figure says; ``figure`` is a row of figures_labelled."""
        claimant = self._actors.get(figure["claimant_id"])
        publisher = self._actors[self._sources[figure["source_id"]]["publisher_id"]]
        actors = [with_the(self._actors[each], short=True) for each in items(figure["actor_ids"])]
        label = DONE_BY.fullmatch(figure["indicator"])
        if claimant and actors and label:
            what = f"{self._counted(figure, label[1])} by {phrases.listed(actors)}"
        else:
            what = ("that " if figure["indicator"] in FINITE else "") + self._counted(figure, figure["indicator"])
        return Said(
            who=with_the(claimant or publisher),
            cited_in=phrases.short_name(publisher) if claimant not in (None, publisher) else "",
            what=what,
            when=_when(figure),
            unnamed="" if claimant else phrases.attribution(figure),
        )

    def of_own_page(self, comparison: Row) -> Said:
        """What the sentence about a claimant's own page says, in the words with which we describe what it counts."""
        value, counted = phrases.value_words(comparison), comparison["counted"]
        number = f"{value} ({counted})" if comparison["unit"] == "percent" else f"{value} {_of(comparison)}{counted}"
        where = _where(self._places[comparison["place_id"]]["name"])
        who = with_the(self._actors[comparison["claimant_id"]], short=True)
        return Said(who, "", f"{number}, {where}", _when(comparison), "")

    def _counted(self, figure: Row, label: str) -> str:
        """The number with its hedge, what it counts, and where: "43 women assisted in Yarmouk, among 94 civilians"."""
        place, value = self._places[figure["place_id"]], phrases.value_words(figure)
        noun, name = figure["counted"], place["name"]
        before = BEFORE_A_PLACE.get(label)
        where = _where(name) if before is None else f"{before}{name}"
        if value.startswith("“"):  # words that carry a hedge of their own
            return f"{noun} {label} {where}: {value}"
        if figure["unit"] == "percent" and noun == place["kind"]:
            return f"{value} of the {name} {noun} {label}"
        of = "of the " if figure["unit"] == "percent" else _of(figure)
        whole = self._figures.get(figure["part_of"])
        among = f", among {phrases.value_words(whole)} {_of(whole)}{whole['counted']}" if whole else ""
        return f"{value} {of}{noun} {label} {where}{among}"


def with_the(actor: Row, short: bool = False) -> str:
    """A name in a sentence: the Syrian government, the UN, but UNRWA, and a human rights lawyer."""
    full, name = str(actor["name"]), phrases.short_name(actor) if short else str(actor["name"])
    takes_it = TAKES_THE.search(full) and actor["kind"] not in ("unnamed", "media") and not full.startswith("the ")
    return f"the {name}" if takes_it and (name == full or len(name) <= SPELLED) else name


def _when(row: Row) -> str:
    """The date in words that can stand in brackets."""
    return str(row["date_text"]).replace(" (inferred)", ", inferred")


def _where(name: str) -> str:
    """Where: "in Damascus"; a description such as "outside Yarmouk" stands as it is."""
    return name if name[0].islower() else f"in {name}"


def _of(row: Row) -> str:
    return "of " if row["quantifier"] == "indefinite" else ""
