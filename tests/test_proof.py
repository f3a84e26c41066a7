"""The proof: a cell, a quote or a position that is changed makes validation fail, and the cell is named.

Tier 1 proves the package as it is; tier 2 changes every factual cell of every figure to another valid value; tier 3
changes quotes, positions and the dictionary; tier 4 holds the quotes against the text and against other copies of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from syria_figures.accounting import account, source_of
from syria_figures.article import Text
from syria_figures.descriptor import HOME, read_package
from syria_figures.findings import Finding
from syria_figures.frames import Frames, typed
from syria_figures.proof import prove
from syria_figures.rules import check
from syria_figures.tables import Curated, load_curated, text_of

SOURCE = "breitbart-2015-04-06"
Change = tuple[str, str, Any]
CURATED = load_curated(read_package(HOME))


def findings(curated: Curated, text: Text | None = None) -> list[Finding]:
    """What the rules, the proof and, with a text, the article find; types, keys and hashes are tested elsewhere."""
    frames: Frames = {name: typed(curated.package.tables[name], rows) for name, rows in curated.rows.items()}
    found = check(curated.package, frames) + prove(curated).findings
    return found + (account(curated, SOURCE, text).findings if text else [])


def proved(curated: Curated, text: Text) -> list[Finding]:
    """What the proof and the article find, without the rules."""
    return prove(curated).findings + account(curated, SOURCE, text).findings


def places(found: list[Finding]) -> set[tuple[str, int | None, str | None]]:
    """The cells that findings name."""
    return {(each.file, each.row, each.column) for each in found}


def changed(table: str, index: int, **cells: Any) -> Curated:
    """The package with cells of one row changed."""
    rows = deepcopy(CURATED.rows)
    rows[table][index].update(cells)
    return Curated(CURATED.package, rows)


def index_of(table: str, key: str) -> int:
    """The place of a row, by its key."""
    column = CURATED.package.tables[table].primary_key[0]
    return [row[column] for row in CURATED.rows[table]].index(key)


# Tier 1: the package as it is


def test_every_cell_is_proved(article: Text) -> None:
    """A cell without words, or words that read otherwise, would stand in the published figures."""
    assert findings(CURATED, article) == []


def test_what_rests_on_a_judgement_is_counted_apart() -> None:
    """A reader could take "officials" for a name if the report did not count such cells by themselves."""
    proof = prove(CURATED)
    assert (proof.by_name, proof.by_context, proof.not_stated) == (38, 13, 21)


def test_no_number_of_the_article_is_left_out(article: Text) -> None:
    """A number that no figure gives could be passed over in silence."""
    result = account(CURATED, SOURCE, article)
    assert [mention.text for mention, _ in result.numbers] == [
        *(
            "fourth",
            "three",
            "one",
            "650",
            "three",
            "25-27",
            "one",
            "220,000",
            "1",
            "hundreds",
            "90",
            "26",
            "94",
            "43",
            "20",
        ),
    ]
    assert all(by is not None for _, by in result.numbers)


# Tier 2: every factual cell of every figure


def other_value(column: str, row: dict[str, Any]) -> Iterator[Any]:
    """Other values that the column could hold in a valid package."""
    others: dict[str, list[str | None]] = {
        "indicator_id": ["killed", "residents_fled", "civilians_assisted"],
        "counted": ["people", "women"],
        "value_text": ["at least 27", "94", "more than 26"],
        "quantifier": ["unhedged", "at_least", "more_than", "approximately"],
        "unit": ["persons", "percent", "prisons"],
        "place_id": ["syria", "damascus", "yarmouk", "tadamon"],
        "period_basis": ["stated", "inferred", "publication"],
        "claimant_id": [None, "sohr", "unrwa"],
        "actor_ids": [None, "isis", "unrwa", "al-nusra;isis", "syrian-government"],
        "part_of": [None, "yarmouk-civilians-assisted", "war-deaths"],
    }
    own = row[column]
    if column in ("value", "value_high"):
        yield from [Decimal(10)] if own is None else [own + 1, own * 10, None]
    elif column in ("period_start", "period_end"):
        day = datetime.timedelta(days=1)
        yield from [datetime.date(2015, 4, 1)] if own is None else [own - day, own + day, own.replace(year=2014)]
    else:
        yield from (other for other in others[column] if other != own)


FACTUAL = [
    column for column in CURATED.package.tables["figures"].columns if column not in ("figure_id", "source_id", "note")
]
CELLS = [
    pytest.param(row["figure_id"], column, other, id=f"{row['figure_id']}-{column}-{text_of(other) or 'empty'}")
    for row in CURATED.rows["figures"]
    for column in FACTUAL
    for other in other_value(column, row)
]


@pytest.mark.parametrize(("figure", "column", "other"), CELLS)
def test_a_changed_cell_is_named(figure: str, column: str, other: Any, article: Text) -> None:
    """A figure could be changed to another valid value after it was proved."""
    index = index_of("figures", figure)
    curated = changed("figures", index, **{column: other})
    cell = ("data/figures.csv", index + 2, column)
    assert cell in places(proved(curated, article)) or cell in places(findings(curated))


# Tier 3: quotes, positions, basis and the dictionary


@pytest.mark.parametrize("anchor", [row["provenance_id"] for row in CURATED.rows["provenance"]])
@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("exact", lambda row: row["exact"][:-1]),
        ("start", lambda row: row["start"] + 1),
        ("end", lambda row: row["end"] + 1),
        ("basis", lambda row: "context" if row["basis"] == "stated" else "stated"),
        ("context_of", lambda row: "war-deaths.place.1" if row["context_of"] is None else None),
        ("field", lambda row: "counted" if row["field"] == "place" else "place"),
        ("figure_id", lambda row: "war-deaths" if row["figure_id"] == "yarmouk-control" else "yarmouk-control"),
    ],
)
def test_a_changed_quote_is_found(
    anchor: str, column: str, change: Callable[[dict[str, Any]], Any], article: Text
) -> None:
    """A quote could be cut, moved or given to another cell, and still look like evidence."""
    index = index_of("provenance", anchor)
    row = CURATED.rows["provenance"][index]
    found = proved(changed("provenance", index, **{column: change(row)}), article)
    assert index + 2 in {each.row for each in found if each.file == "data/provenance.csv"}


@pytest.mark.parametrize("anchor", [row["provenance_id"] for row in CURATED.rows["provenance"]])
def test_a_missing_quote_is_found(anchor: str, article: Text) -> None:
    """A row of provenance could be deleted, and the cell would rest on nothing."""
    rows = deepcopy(CURATED.rows)
    rows["provenance"] = [row for row in rows["provenance"] if row["provenance_id"] != anchor]
    assert proved(Curated(CURATED.package, rows), article)


@pytest.mark.parametrize("wording", range(len(CURATED.rows["wordings"])))
def test_a_missing_wording_is_found(wording: int) -> None:
    """A name could be taken out of the dictionary that a quote is read by."""
    rows = deepcopy(CURATED.rows)
    del rows["wordings"][wording]
    assert any(
        "no wording of a row" in each.problem or "name" in each.problem
        for each in findings(Curated(CURATED.package, rows))
    )


@pytest.mark.parametrize("wording", range(len(CURATED.rows["wordings"])))
def test_a_wording_reads_texts_of_its_language_only(wording: int) -> None:
    """A name could be read by what the word means in another language, and its language be anything."""
    found = prove(changed("wordings", wording, language="fr")).findings
    assert ("data/wordings.csv", wording + 2, "wording") in places(found)
    assert any(each.file != "data/wordings.csv" for each in found)


def test_a_hedge_left_out_of_the_quote_is_found(article: Text) -> None:
    """A hedge could be lost from value, words and quote alike, so that the three still agree."""
    anchor = index_of("provenance", "yarmouk-clash-deaths.value.1")
    rows = deepcopy(CURATED.rows)
    start = rows["provenance"][anchor]["start"] + len("at least ")
    rows["provenance"][anchor].update(exact="26", start=start)
    rows["figures"][index_of("figures", "yarmouk-clash-deaths")].update(value_text="26", quantifier="unhedged")
    curated = Curated(CURATED.package, rows)
    assert findings(curated) == []
    assert [(each.row, each.column, each.problem) for each in findings(curated, article)] == [
        (anchor + 2, "exact", 'The hedge "at least" stands beside the words and is left out.')
    ]


def test_a_claimant_left_out_with_its_words_is_found(article: Text) -> None:
    """A figure could lose who says so, cell and quote alike, and pass for a fact."""
    rows = deepcopy(CURATED.rows)
    index = index_of("figures", "yarmouk-control")
    rows["figures"][index]["claimant_id"] = None
    rows["provenance"] = [row for row in rows["provenance"] if row["provenance_id"] != "yarmouk-control.claimant.1"]
    found = proved(Curated(CURATED.package, rows), article)
    assert [(each.row, each.column) for each in found] == [(index + 2, "claimant_id")]
    assert 'says that "Syrian Observatory for Human Rights" reports it' in found[0].problem


def test_whoever_acts_is_no_claimant(article: Text) -> None:
    """A side of the fighting could be given as the one who says so."""
    rows = deepcopy(CURATED.rows)
    rows["figures"][index_of("figures", "yarmouk-control")]["claimant_id"] = "isis"
    anchor = index_of("provenance", "yarmouk-control.claimant.1")
    rows["provenance"][anchor].update(exact="ISIS", start=1864, end=1868)
    found = proved(Curated(CURATED.package, rows), article)
    assert (anchor + 2, "exact", "The words are not the subject of a reporting verb.") in {
        (each.row, each.column, each.problem) for each in found
    }


def test_a_number_without_a_row_is_found(article: Text) -> None:
    """A row of other_numbers could be deleted, and a number would be left out."""
    rows = deepcopy(CURATED.rows)
    rows["other_numbers"] = [row for row in rows["other_numbers"] if row["exact"] != "three groups"]
    (found,) = findings(Curated(CURATED.package, rows), article)
    assert 'The number "three" at 274' in found.problem
    assert "scripts/scan.py" in found.mend


def test_words_that_need_context_account_for_no_number(article: Text) -> None:
    """A number could be hidden in words of a period that nobody reads."""
    rows = deepcopy(CURATED.rows)
    rows["other_numbers"] = [row for row in rows["other_numbers"] if row["exact"] != "three groups"]
    words = rows["provenance"][index_of("provenance", "yarmouk-clash-deaths.period.2")]
    words.update(exact="three groups", start=274, end=286)
    found = proved(Curated(CURATED.package, rows), article)
    (unaccounted,) = (each for each in found if each.column is None)
    assert unaccounted.problem.startswith('The number "three" at 274')


def test_an_other_number_that_is_a_figure_is_found(article: Text) -> None:
    """A figure's number could be explained away as no figure."""
    rows = deepcopy(CURATED.rows)
    rows["other_numbers"].append({"source_id": SOURCE, "exact": "94", "start": 2151, "end": 2153, "reason": "None."})
    (found,) = findings(Curated(CURATED.package, rows), article)
    assert found.problem == "The number belongs to a figure."


# Tier 4: other copies of the text


def straight(text: str) -> str:
    """The text with typewriter quotation marks."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


COPIES: dict[str, Callable[[str], str]] = {
    "a trailing line": lambda text: text + "\n",
    "straight quotation marks": straight,
    "one line a paragraph": lambda text: text.replace("\n\n", "\n"),
    "double blanks": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "an insertion without numbers": lambda text: text[:900] + " Read our newsletter." * 9 + text[900:],
}


@pytest.mark.parametrize("copy", COPIES)
def test_another_copy_proves_as_well(copy: str, article: Text) -> None:
    """A steward with another copy of the article could be told that the quotes are not in it."""
    text = Text(COPIES[copy](article.content))
    result = account(CURATED, SOURCE, text)
    assert result.findings == []
    assert text.sha256 in result.notices[0]
    assert all(by is not None for _, by in result.numbers)


def test_quotes_are_placed_in_order_and_not_by_first_occurrence(article: Text) -> None:
    """A quote could be proved by the wrong words: "20" also stands in "220,000", and "camp" three times."""
    text = Text("94 people, 20 of them children, and 43 women were in a camp.\n\n" + straight(article.content))
    result = account(CURATED, SOURCE, text)
    assert [mention.start for mention, by in result.numbers if by is None] == [0, 11, 36]
    assert result.findings
    assert {each.file for each in result.findings} == {"data/other_numbers.csv"}


@pytest.mark.parametrize(
    ("was", "now", "anchor"),
    [
        ("20 children", "25 children", "yarmouk-children-assisted.value.1"),
        ("650 prisoners", "560 prisoners", "prisoners-released.value.1"),
        ("released 650 prisoners", "released 650 detainees", "prisoners-released.counted.1"),
        ("about 90 percent", "more than 90 percent", "yarmouk-control.value.1"),
    ],
)
def test_a_quote_that_the_copy_does_not_hold_is_found(was: str, now: str, anchor: str, article: Text) -> None:
    """A copy that says something else could pass for the article."""
    result = account(CURATED, SOURCE, Text(straight(article.content).replace(was, now)))
    rows = {each.row for each in result.findings if each.file == "data/provenance.csv"}
    assert rows == {index_of("provenance", anchor) + 2}


def test_the_article_is_known_by_its_hash(article: Text) -> None:
    """Another text could be taken for the article."""
    assert source_of(CURATED, article) == SOURCE


def test_a_wrong_length_of_the_text_is_found(article: Text) -> None:
    """The length that stands in sources could be that of another text."""
    index = index_of("sources", SOURCE)
    (found,) = findings(changed("sources", index, text_characters=2219), article)
    assert (found.file, found.row, found.column) == ("data/sources.csv", index + 2, "text_characters")


def test_the_package_holds_no_sentence_of_the_article(article: Text) -> None:
    """The article is not redistributed: a quote could grow into a sentence of it."""
    sentences = [part.strip() for part in article.content.replace("”", "").split(".") if len(part.split()) > 8]
    held = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(HOME, "data").glob("*.csv")))
    assert [sentence for sentence in sentences if sentence in held] == []
