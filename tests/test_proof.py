"""Each cell of a figure is what its words read as; one slip in cell or words is one finding, at its cell."""

from __future__ import annotations

from typing import Any

import pytest
from accidents import Data
from syria_figures.proof import prove
from syria_figures.tables import records

WOMEN, WHOLE = "yarmouk-women-assisted", "yarmouk-civilians-assisted"
CONTROL, FLED = "yarmouk-control", "yarmouk-residents-fled"
ARTICLE = "breitbart-2015-04-06"


def proved(data: Data) -> list[tuple[str, str, str | None]]:
    """The cells that the proof names."""
    return data.named(prove(data.package, data.frames).findings)


def test_the_figures_are_proved(data: Data) -> None:
    """Nine figures have eight cells each; no cell may be proved twice or left out."""
    proof = prove(data.package, data.frames)
    assert proof.findings == []
    assert proof.said() == "38 cells proved by name, 13 by context, 21 not stated"


# One cell of a row is changed, and that cell must be named.
SLIPS: list[tuple[str, str, Any]] = [
    # what the article counts
    ("figures war-deaths", "value", None),
    ("figures war-deaths", "quantifier", "at_least"),
    ("figures war-deaths", "quantifier", "indefinite"),
    ("figures war-deaths", "value_text", "over 230,000"),
    ("figures war-deaths", "value_text", "220,000"),
    ("figures war-deaths", "unit", "percent"),
    (f"figures {CONTROL}", "unit", "persons"),
    (f"figures {FLED}", "value", 300),
    (f"figures {WOMEN}", "value", 430),
    (f"figures {WOMEN}", "counted", "girls"),
    # where, when, who
    (f"figures {WHOLE}", "place_id", "damascus"),
    ("figures war-deaths", "indicator_id", "prisoners_released"),
    ("figures prisoners-released", "claimant_id", "snhr"),
    ("figures prisoners-released", "claimant_id", None),
    ("figures war-deaths", "claimant_id", "sohr"),
    (f"figures {CONTROL}", "actor_ids", "al-nusra;sohr"),
    (f"figures {CONTROL}", "actor_ids", "al-nusra;isis;sohr"),
    (f"figures {WHOLE}", "actor_ids", None),
    ("figures prisoners-released", "period_start", "2015-03-24"),
    ("figures prisoners-released", "period_basis", "inferred"),
    (f"figures {FLED}", "period_end", "2015-04-04"),
    (f"figures {FLED}", "period_basis", "stated"),
    ("figures war-deaths", "period_end", "2015-04-06"),
    (f"figures {WOMEN}", "part_of", None),
    ("figures war-deaths", "part_of", WHOLE),
    # the words
    ("provenance war-deaths.value.1", "figure_id", CONTROL),
    ("provenance war-deaths.value.1", "basis", "context"),
    ("provenance war-deaths.value.1", "context_of", "war-deaths.place.1"),
    ("provenance war-deaths.place.1", "basis", "context"),
    ("provenance war-deaths.place.1", "context_of", "war-deaths.place.2"),
    ("provenance war-deaths.place.2", "basis", "stated"),
    ("provenance war-deaths.place.2", "context_of", None),
    ("provenance war-deaths.place.2", "context_of", "war-deaths.value.1"),
    ("provenance prisoners-released.period.1", "exact", "over 25-27."),
    (f"provenance {WOMEN}.part_of.1", "exact", "excluding"),
    ("provenance war-deaths.place.1", "exact", "Lybia"),
    ("provenance war-deaths.place.1", "exact", "Yarmouk"),
    (f"sources {ARTICLE}", "published_on", "2016-04-06"),  # by which days without a year are read
    # what others published
    ("comparisons D1", "value", 230000),
    ("comparisons D1", "quantifier", "at_least"),
    ("comparisons C5", "unit", "persons"),
    ("comparisons C2", "unit", "persons"),
    ("comparisons C17", "value_high", None),
    ("comparisons C14", "quantifier", "unhedged"),
    ("comparisons K5", "value_text", "13"),
    ("comparisons K5", "value", 3),
]


# The same, and how the finding begins: what the words give, and what to write.
MESSAGES: list[tuple[str, str, Any, str]] = [
    ("figures war-deaths", "value", 3, 'The words "over 220,000" read as more_than 220000. Write 220000.'),
    ("figures war-deaths", "value_high", 5, 'The words "over 220,000" read as more_than 220000. Write nothing.'),
    ("figures prisoners-released", "period_end", None, "The words give the period 2015-03-25 to 2015-03-27. Write"),
    ("figures yarmouk-clash-deaths", "period_end", "2015-04-05",
        "The words give the period 2015-04-01. Write 2015-04-01, or"),
    (f"figures {CONTROL}", "actor_ids", "isis", "The quoted words name isis and al-nusra. Write al-nusra;isis, or"),
    (f"figures {WOMEN}", "part_of", "war-deaths", 'The words "including" do not come right after the value'),
    ("provenance war-deaths.value.1", "field", "place", "The id of the row says value. Write value, or give the row"),
    ("provenance war-deaths.value.1", "end", 1527, "From 1516 to 1527 there are not 12 characters. End at 1528,"),
    ("comparisons D1", "value_text", "220,000", "“over” comes before the words and is left out. Write the whole"),
]  # fmt: skip


def changed(data: Data, row: str, column: str, cell: Any) -> Data:
    """The tables with one slip; ``row`` is its table and its id."""
    table, _, key = row.partition(" ")
    return data.changed(table, key, **{column: cell})


@pytest.mark.parametrize(("row", "column", "cell", "words"), [*((*slip, "") for slip in SLIPS), *MESSAGES])
def test_a_slip_is_one_finding_at_its_cell(data: Data, row: str, column: str, cell: Any, words: str) -> None:
    """A cell that is not what its words say must be named with what to write, and none of the cells that are right."""
    wrong = changed(data, row, column, cell)
    (finding,) = prove(wrong.package, wrong.frames).findings
    assert data.named([finding]) == [(*row.split(" ", 1), column)]
    assert f"{finding.problem} {finding.fix}".startswith(words)


@pytest.mark.parametrize(
    ("exact", "place"),
    [
        ("over 230,000", ("figures", "war-deaths", "value_text")),
        ("220,000", ("provenance", "war-deaths.value.1", "end")),
    ],
)
def test_a_slip_in_the_words_is_one_finding(data: Data, exact: str, place: tuple[str, str, str]) -> None:
    """Without the text nobody can know that the words are wrong, but they must not pass."""
    assert proved(data.changed("provenance", "war-deaths.value.1", exact=exact)) == [place]


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [
        ("wordings places syria Syria", "language", "fr"),
        ("wordings places yarmouk Yarmouk Palestinian refugee camp", "wording", "Yarmuk"),
        (f"sources {ARTICLE}", "language", "fr"),
        (f"sources {ARTICLE}", "published_on", None),
    ],
)
def test_a_slip_in_what_the_words_are_read_by_is_seen(data: Data, row: str, column: str, cell: str | None) -> None:
    """A slip in the dictionary or in the source must not pass, even if it is the words that are named."""
    assert proved(changed(data, row, column, cell))


def test_a_value_may_stand_in_two_pieces(data: Data) -> None:
    """A hedge after what is counted must be quotable: the two pieces are joined."""
    rows = records(data.frames["provenance"])
    (value,) = [row for row in rows if row["provenance_id"] == f"{WOMEN}.value.1"]
    hedge = {**value, "provenance_id": f"{WOMEN}.value.2", "exact": "or more", "start": 2201, "end": 2208}
    pieces = data.with_rows("provenance", [*rows, hedge]).changed("figures", WOMEN, value_text="43 … or more")
    assert proved(pieces) == [("figures", WOMEN, "quantifier")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("war-deaths.value.1", ("figures", "war-deaths", "value_text")),
        ("war-deaths.counted.1", ("figures", "war-deaths", "counted")),
        ("prisoners-released.period.1", ("figures", "prisoners-released", "period_start")),
        (f"{CONTROL}.actor.1", ("figures", CONTROL, "actor_ids")),
        (f"{WOMEN}.part_of.1", ("figures", WOMEN, "part_of")),
        (f"{FLED}.period.2", ("figures", FLED, "period_end")),
    ],
)
def test_words_that_are_gone_are_missed(data: Data, row: str, place: tuple[str, str, str]) -> None:
    """A cell whose words were removed must be named: no words of the source support it any more."""
    assert proved(data.without("provenance", row)) == [place]


def test_an_unused_wording_is_named(data: Data) -> None:
    """The dictionary must hold only what some quote is read by."""
    rows = records(data.frames["wordings"])
    more = data.with_rows("wordings", [*rows, {**rows[0], "wording": "the Front"}])
    found = prove(more.package, more.frames).idle_wordings
    assert more.named(found) == [("wordings", "actors al-nusra the Front", "wording")]
    assert prove(data.package, data.frames).idle_wordings == []


@pytest.mark.parametrize(
    ("quote", "words", "language", "named"),
    [
        ("over 220,000 lives", "over 220,000", "en", []),
        ("by 220,000 and 5: over 220,000 lives", "over 220,000", "en", []),
        ("220,000 lives", "220,000", "en", ["quantifier"]),
        ("over 220,000 lives", "220,000", "en", ["value_text"]),
        ("not over 220,000 lives", "over 220,000", "en", ["value_text"]),
        ("over $220,000", "220,000", "en", ["value_text"]),
        ("over 210,000 lives", "over 220,000", "en", ["value_text"]),
        ("over 220,000 lives", "over 230,000", "en", ["value_text"]),
        ("over 220,000 lives", "many", "en", ["value_text"]),
        ("أكثر من 220 ألف شخص", "أكثر من 220 ألف", "ar", []),
        ("220 ألف شخص", "220 ألف", "ar", ["quantifier"]),
        ("plus de 220 000 personnes", "plus de 220 000", "fr", []),
        ("220 000 personnes", "220 000", "fr", ["quantifier"]),
        ("220 000 personnes ou plus", "220 000 … ou plus", "fr", ["quantifier"]),
        ("plus de 220 000 personnes", "plus de 220 000", "en", []),
    ],
)
def test_the_words_of_a_comparison(data: Data, quote: str, words: str, language: str, named: list[str]) -> None:
    """The hedge and number of another page must be read whole, in its language, and give the cells of the row."""
    page_language = "fr" if words.startswith("plus de") else language
    page = data.changed("sources", "un-news-2015-03-fifth-year", language=page_language)
    changed = page.changed("comparisons", "D1", quote=quote, value_text=words, value_language=language)
    assert proved(changed) == [("comparisons", "D1", column) for column in named]


def test_a_day_is_of_the_year_of_a_source_of_which_only_the_month_is_known(data: Data) -> None:
    """The days "March 25-27" in a source of April 2015 must not become days of the year in which somebody read it."""
    month = {"published_on": None, "published_month": "2015-04", "published_basis": "inferred"}
    named = proved(data.changed("sources", ARTICLE, **month))
    assert "prisoners-released" not in {key for _, key, _ in named}
