"""The nine figures are what the article states.

The literals were typed a second time by a person, from the article and not from the tables: a cell that is changed by
accident no longer matches.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from syria_figures.descriptor import HOME
from syria_figures.phrases import MONTHS
from syria_figures.tables import Row, items, load, records

MARCH_25, MARCH_27 = datetime.date(2015, 3, 25), datetime.date(2015, 3, 27)
APRIL_1, APRIL_5 = datetime.date(2015, 4, 1), datetime.date(2015, 4, 5)

COLUMNS = (
    *("indicator_id", "counted", "value", "unit", "quantifier", "value_text", "place_id"),
    *("period_start", "period_end", "period_basis", "claimant_id", "actor_ids", "part_of"),
)
STATED: dict[str, tuple[Any, ...]] = {
    "war-deaths": (
        *("killed", "people", 220000, "persons", "more_than", "over 220,000", "syria"),
        *(None, None, "not_stated", None, None, None),
    ),
    "prisoners-released": (
        *("prisoners_released", "prisoners", 650, "persons", "unhedged", "650", "damascus"),
        *(MARCH_25, MARCH_27, "stated", "sohr", "syrian-government", None),
    ),
    "prisons-releasing": (
        *("prisons_releasing", "prisons", 3, "prisons", "at_least", "at least three", "damascus"),
        *(MARCH_25, MARCH_27, "stated", "sohr", "syrian-government", None),
    ),
    "yarmouk-residents-fled": (
        *("residents_fled", "residents", None, "persons", "indefinite", "hundreds", "yarmouk"),
        *(APRIL_1, APRIL_5, "inferred", None, None, None),
    ),
    "yarmouk-control": (
        *("territory_controlled", "camp", 90, "percent", "approximately", "about 90 percent", "yarmouk"),
        *(None, None, "not_stated", "sohr", "al-nusra;isis", None),
    ),
    "yarmouk-clash-deaths": (
        *("killed", "people", 26, "persons", "at_least", "at least 26", "yarmouk"),
        *(APRIL_1, None, "inferred", None, None, None),
    ),
    "yarmouk-civilians-assisted": (
        *("civilians_assisted", "civilians", 94, "persons", "unhedged", "94", "yarmouk"),
        *(None, None, "not_stated", None, "unrwa", None),
    ),
    "yarmouk-women-assisted": (
        *("civilians_assisted", "women", 43, "persons", "unhedged", "43", "yarmouk"),
        *(None, None, "not_stated", None, "unrwa", "yarmouk-civilians-assisted"),
    ),
    "yarmouk-children-assisted": (
        *("civilians_assisted", "children", 20, "persons", "unhedged", "20", "yarmouk"),
        *(None, None, "not_stated", None, "unrwa", "yarmouk-civilians-assisted"),
    ),
}


def test_the_figures_are_what_the_article_states() -> None:
    """No figure, number, hedge, place, day, claimant or actor must be left out, or published if it is not stated."""
    figures = {row["figure_id"]: row for row in records(load("figures"))}
    assert {key: tuple(row[name] for name in COLUMNS) for key, row in figures.items()} == STATED
    assert {(row["value_high"], row["source_id"]) for row in figures.values()} == {(None, "breitbart-2015-04-06")}


def test_the_source_is_the_article() -> None:
    """The figures must be cited from the page and the day that they were read from."""
    (source,) = [row for row in records(load("sources")) if row["source_id"] == "breitbart-2015-04-06"]
    assert source["title"] == "Syrian Government, Opposition Meet in Moscow to Discuss the Humanitarian Crisis"
    assert source["published_on"] == datetime.date(2015, 4, 6)
    assert source["text_characters"] == 2218
    assert str(source["text_sha256"]).startswith("6ed69f504da2")


def numbers_in(words: str) -> set[int]:
    """The numbers that are written in digits in a text of ours."""
    return {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)}


def numbers_of(rows: list[Row]) -> set[Any]:
    """The values of rows."""
    return {row[name] for row in rows for name in ("value", "value_high")}


def test_a_headline_has_the_numbers_of_its_rows() -> None:
    """The sentence that people copy must not have a number of its own."""
    comparisons = records(load("comparisons"))
    for figure in records(load("figures")):
        rows = [figure, *(row for row in comparisons if row["figure_id"] == figure["figure_id"])]
        assert numbers_in(figure["headline"] or "") <= numbers_of(rows), figure["figure_id"]


def test_a_caveat_has_the_numbers_of_its_evidence() -> None:
    """A number mistyped in a caveat that rests on comparisons must not be cited as what another source gives."""
    rows = {row["comparison_id"]: row for row in records(load("comparisons"))}
    left_over = [row for row in records(load("yarmouk_civilians")) if row["origin"] == "remainder"]
    own = [*records(load("figures")), *left_over]
    date = rf"(\d+([–-]\d+)? )?({'|'.join(MONTHS)})( \d{{4}})?|\b\d{{4}}\b"
    for caveat in records(load("caveats").dropna(subset="comparison_ids")):
        evidence = [*own, *(rows[each] for each in items(caveat["comparison_ids"]))]
        assert numbers_in(re.sub(date, "", caveat["caveat"])) <= numbers_of(evidence), caveat["caveat_id"]


def test_a_source_named_after_a_day_was_published_on_it() -> None:
    """A day whose month was swapped with its day must not move what the source says."""
    for row in records(load("sources")):
        day = re.search(r"\d{4}-\d\d-\d\d$", row["source_id"])
        if day and row["published_on"]:
            assert row["published_on"].isoformat() == day[0], row["source_id"]


def test_an_id_is_never_used_again() -> None:
    """An id whose row is gone must not be reused for something else."""
    (line,) = re.findall(r"^Ids that no row has: (.+)$", (HOME / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert not set(line.split(", ")) & {row["comparison_id"] for row in records(load("comparisons"))}
