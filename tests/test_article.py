"""With the text of a source at hand: each accident is one finding, in the right place.

1. The text itself: another one, a slip in its hash or length
2. Quotes that are somewhere else
3. Values that are not quoted whole
4. Cells of which the sentence of the value says nothing
5. Numbers that nothing accounts for, or two rows do
The first package is that of this repository; the article's text is needed for one test alone.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from accidents import Data
from syria_figures.article import account, sha256, source_of
from syria_figures.tables import Row, records

SOURCE = "a-paper"
TEXT = "Gen. Smith said that the buses moved 18 people to the hills on May 3. Hundreds of families stayed."
FIGURES: list[Row] = [
    {"figure_id": "moved", "value": 18, "unit": "persons", "quantifier": "unhedged", "value_text": "18"},
    {"figure_id": "stayed", "unit": "persons", "quantifier": "indefinite", "value_text": "Hundreds"},
]
ORDINARY = str.maketrans({"\n": " ", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
QUOTES = {"moved.value.1": "18", "moved.period.1": "May 3", "stayed.value.1": "Hundreds"}


@pytest.fixture
def small(data: Data) -> Data:
    """Two figures of a short text, with the columns of this repository's tables; keys to other tables are empty."""
    return of_text(data, TEXT)


def of_text(data: Data, text: str, moved: str = "18") -> Data:
    """The two figures with a text; ``moved`` are the words of the value of the first."""
    source = {"source_id": SOURCE, "language": "en", "text_sha256": sha256(text), "text_characters": len(text)}
    figures = [{**row, "source_id": SOURCE} for row in FIGURES]
    tables: dict[str, list[Row]] = {"sources": [source], "figures": figures, "provenance": [], "other_numbers": []}
    for table, rows in tables.items():
        data = data.with_rows(table, rows)
    data = data.changed("figures", "moved", value_text=moved)
    return quoting(data, text, QUOTES | {"moved.value.1": moved})


def quoting(data: Data, text: str, quotes: dict[str, str]) -> Data:
    """The tables with more quotes in provenance: each is of the last place of its words."""
    rows = records(data.frames["provenance"])
    for name, exact in quotes.items():
        figure, field, _ = name.split(".")
        cells = {"provenance_id": name, "figure_id": figure, "field": field, "basis": "stated", "exact": exact}
        start = text.translate(ORDINARY).rindex(exact)
        rows.append({**cells, "start": start, "end": start + len(exact)})
    return data.with_rows("provenance", rows)


def problems(data: Data, text: str) -> list[str]:
    """What is found, each as file, key or row, and problem."""
    found = account(data.package, data.frames, text).findings
    places = [f"{each.file.removeprefix('data/')} {each.key or each.row or ''} {each.column}" for each in found]
    return [f"{place}: {each.problem}" for place, each in zip(places, found, strict=True)]


def test_the_article_accounts_for_all_its_numbers(data: Data, article: str) -> None:
    """Every quote of the article must be where it says, and none of its numbers may be left out."""
    found = account(data.package, data.frames, article)
    assert found.findings == []
    assert found.said() == "15 numbers in the text, 15 accounted for"
    assert {row["source_id"] for row in records(data.frames["figures"])} == {found.source_id}


# 1. The text itself


def test_another_text_is_one_finding(small: Data) -> None:
    """The wrong file must not blame every quote."""
    (problem,) = problems(small, "Another text, with 30 words.")
    assert problem.startswith("sources.csv a-paper text_sha256: The text at hand has the SHA-256 ")


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("text_sha256", "0" * 64, f"The text at hand has the SHA-256 {sha256(TEXT)}."),
        ("text_characters", 7, f"The text has {len(TEXT)} characters."),
    ],
)
def test_a_slip_in_what_describes_the_text_is_named(small: Data, column: str, cell: object, problem: str) -> None:
    """The hash and the length must be those of the text."""
    data = small.changed("sources", SOURCE, **{column: cell})
    assert problems(data, TEXT) == [f"sources.csv a-paper {column}: {problem}"]


def test_a_text_of_no_source_says_so(small: Data) -> None:
    """A text must not be taken for that of a source that has none."""
    data = small.changed("sources", SOURCE, text_sha256=None)
    (finding,) = account(data.package, data.frames, TEXT).findings
    assert finding.problem == f"The text at hand, with the SHA-256 {sha256(TEXT)}, is not the text of any source."


def test_a_slip_in_the_hash_hides_nothing_else(small: Data) -> None:
    """A typo in the hash must not keep a shifted quote from being named."""
    data = small.changed("sources", SOURCE, text_sha256="0" * 64)
    data = data.changed("provenance", "moved.value.1", start=36, end=38)
    assert [problem.split()[0] for problem in problems(data, TEXT)] == ["sources.csv", "provenance.csv"]


def test_a_text_is_that_of_the_source_with_its_hash(small: Data) -> None:
    """Of several sources with a text, the one with its hash must be used."""
    (source,) = records(small.frames["sources"])
    another = {**source, "source_id": "another", "text_sha256": "0" * 64}
    data = small.with_rows("sources", [another, source])
    assert source_of(data.frames, TEXT) == SOURCE
    assert source_of(data.frames, "Another text.") is None


# 2. Quotes that are somewhere else


@pytest.mark.parametrize(
    ("cells", "column", "problem", "fix"),
    [
        ({"start": 36, "end": 38}, "start", 'From 36 to 38 the text says " 1".', "The words are at 37 to 39"),
        ({"end": 40}, "end", 'From 37 to 40 the text says "18 ".', "The words are at 37 to 39"),
        ({"exact": "19"}, "exact", 'From 37 to 39 the text says "18".', "Quote what is there"),
        ({"start": 900, "end": 902}, "start", "From 900 to 902 the text says nothing.", "The words are at 37 to 39"),
    ],
)
def test_words_that_stand_elsewhere_are_one_finding(
    small: Data, cells: dict[str, Any], column: str, problem: str, fix: str
) -> None:
    """A shifted anchor must be named once, with the place of its words, and its number must not count as left out."""
    data = small.changed("provenance", "moved.value.1", **cells)
    (finding,) = account(data.package, data.frames, TEXT).findings
    assert (finding.key, finding.column, finding.problem) == ("moved.value.1", column, problem)
    assert finding.fix.startswith(fix)


# 3. Values that are not quoted whole

CASES = Path(__file__).parent / "cases" / "quotations.csv"
CUT = [row for row in csv.DictReader(CASES.open(encoding="utf-8")) if row["quoted"] == "18" and row["why"]]


@pytest.mark.parametrize("case", CUT, ids=lambda case: f"{case['before']}18{case['behind']}")
def test_a_quote_that_is_cut_short_names_its_figure(data: Data, case: dict[str, str]) -> None:
    """A hedge, a percent sign or a negation beside a quoted number must not be left out; that is one finding."""
    text = TEXT.replace("18 people", f"{case['before']}18{case['behind']}")
    problem, *_ = problems(of_text(data, text), text)  # a second one names the other number of a range
    place = "provenance.csv moved.value.1 exact: The value of moved is not quoted whole."
    assert problem.startswith(f"{place} {case['why']}")


WHOLE = {"18 people": "18", "approx. 18 people": "approx. 18", "“18” people": "18", "18, people": "18"}
WHOLE |= {"over\n18 people": "over 18", "over\u00a018\u202fpeople": "over 18", "18\u201120 people": "18-20"}


@pytest.mark.parametrize(("words", "quote"), WHOLE.items())
def test_a_whole_phrase_is_not_a_finding(data: Data, words: str, quote: str) -> None:
    """A mark or "to" beside a value must not count as a part of it, nor a line end as another word."""
    text = TEXT.replace("18 people", words)
    assert problems(of_text(data, text, moved=quote), text) == []


def test_a_cut_quote_hides_no_other_number(data: Data) -> None:
    """Beside a quote that is cut, a number that nothing accounts for must still be named."""
    text = TEXT.replace("18 people", "18 per cent of 7 people")
    files = [problem.split()[0] for problem in problems(of_text(data, text), text)]
    assert files == ["provenance.csv", "other_numbers.csv"]


def test_two_pieces_of_a_value_are_one_phrase(data: Data) -> None:
    """A hedge after what is counted must be quotable."""
    text = TEXT.replace("18 people", "18 people or more")
    two = of_text(data, text).changed("figures", "moved", value_text="18 … or more")
    assert problems(quoting(two, text, {"moved.value.2": "or more"}), text) == []


# 4. Cells of which the sentence of the value says nothing


@pytest.mark.parametrize(
    ("text", "quoted", "found"),
    [
        ("The agency moved 18 people on May 3. Hundreds of families stayed, it said.", ["agency", "it"], False),
        ("The agency moved 18 people on May 3. Hundreds of families stayed, it said.", ["agency"], True),
        ("They moved 18 people on May 3. Hundreds of families stayed, the U.N. Office said.", ["Office"], False),
        ("They moved 18 people on May 3. Hundreds of families stayed, Dr. Who said.", ["Who"], False),
        ("They moved 18 people on May 3.\n\nHundreds of families stayed\n\nThe agency helped.", ["agency"], True),
    ],
)
def test_what_another_sentence_says_needs_context(data: Data, text: str, quoted: list[str], found: bool) -> None:
    """A name from another sentence must not become the claimant of a number that nobody is said to have given."""
    quotes = {f"stayed.claimant.{number}": words for number, words in enumerate(quoted, 1)}
    small = quoting(of_text(data, text), text, quotes)
    problem = "provenance.csv stayed.claimant.1 exact: These words are in another sentence than the value."
    assert problems(small, text) == [problem] * found


def test_a_slip_in_the_field_of_context_is_no_other_sentence(data: Data) -> None:
    """A slip that takes the context away from a cell must not blame the words that are right."""
    text = "The agency moved 18 people on May 3. Hundreds of families stayed, it said."
    small = quoting(of_text(data, text), text, {"stayed.claimant.1": "agency", "stayed.claimant.2": "it"})
    assert problems(small.changed("provenance", "stayed.claimant.2", field="place"), text) == []


def test_a_value_taken_from_another_sentence_is_one_finding(data: Data) -> None:
    """A value quoted where the same words stand again must be named, and not all the words that are right."""
    text = "The agency moved 18 people to the hills on May 3. Hundreds of families stayed. It had 18 buses."
    small = quoting(of_text(data, text), text, {"moved.counted.1": "people"})
    problem, *_ = problems(small, text)  # a second one names the number left behind
    assert problem.startswith("provenance.csv moved.value.1 start: These words are in another sentence than all else")


def test_a_part_may_rest_on_the_sentence_of_its_whole(data: Data) -> None:
    """A part such as "12 were children" need not say again when: its whole does."""
    text = "They moved 18 people to the hills on May 3. Hundreds of families stayed."
    of_part = quoting(of_text(data, text), text, {"stayed.period.1": "May 3"})
    assert len(problems(of_part, text)) == 1
    assert problems(of_part.changed("figures", "stayed", part_of="moved"), text) == []


# 5. Numbers


def other(data: Data, text: str, exact: str) -> Data:
    """The tables with these words in other_numbers."""
    place = {"start": text.index(exact), "end": text.index(exact) + len(exact)}
    return data.with_rows("other_numbers", [{"source_id": SOURCE, "exact": exact, **place, "reason": "No count."}])


def test_a_number_that_nothing_accounts_for_is_named(data: Data) -> None:
    """A number of the text must not be left out silently."""
    text = f"{TEXT} It was the second day."
    small = of_text(data, text)
    (problem,) = problems(small, text)
    assert problem.startswith(f'other_numbers.csv  None: No row accounts for the number "second" at {text.find("sec")}')
    assert problems(other(small, text, "second day"), text) == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("May 3", "moved.period.1 accounts for this number."),
        ("the hills", "The words hold 0 numbers of the text."),
        ("18 people to the hills on May 3", "The words hold 2 numbers of the text."),
        ("8 people", "The words cut a number of the text."),
    ],
)
def test_a_row_of_other_numbers_accounts_for_one(small: Data, words: str, problem: str) -> None:
    """A row must account for exactly one number, which no figure has."""
    assert problems(other(small, TEXT, words), TEXT) == [f"other_numbers.csv 2 exact: {problem}"]


def test_words_that_need_context_do_not_hide_a_number(small: Data) -> None:
    """A number in words that refer to others must still be accounted for."""
    data = small.changed("provenance", "moved.period.1", basis="context")
    assert [problem.split(":")[0] for problem in problems(data, TEXT)] == ["other_numbers.csv  None"]
