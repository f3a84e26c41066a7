"""Words of news copy, read: what is consumed reads right, and everything else is refused.

1. Quantities: each row of cases/wordings.csv and cases/more-wordings.csv, and every value_text of the comparisons
2. Properties of quantities, on any number and any text; numbers are spelled by inflect, independently of the reader
3. Words without a number; parts of a whole
4. Periods
5. Numbers of a text
6. Quotations that leave out words
"""

from __future__ import annotations

import contextlib
import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import inflect
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from syria_figures.reading import (
    LANGUAGES,
    Mention,
    Period,
    Quantity,
    UnreadableWording,
    cut_phrase,
    find_numbers,
    indefinite_floor,
    is_inclusion,
    read_period,
    read_quantity,
    whole_phrase,
)
from syria_figures.tables import Frames, records

same_each_time = settings(derandomize=True, max_examples=60, deadline=None, database=None)

CASES = Path(__file__).parent / "cases"
PUBLISHED = date(2015, 4, 6)  # a Monday


def shown(text: str, language: str = "en", unit: str | None = None) -> str:
    """A quantity in one line: "at_least 26", "between 60 70 percent"; "refuse" for words that cannot be read."""
    try:
        read = read_quantity(text, language, unit)
    except UnreadableWording:
        return "refuse"
    parts = (read.quantifier, read.value, read.value_high, read.unit)
    return " ".join(str(part) for part in parts if part is not None)


# 1. Quantities


def cases() -> list[dict[str, str]]:
    """The cases from the field, and others of these kinds, in three languages."""
    files = [CASES / "wordings.csv", CASES / "more-wordings.csv"]
    return [row for file in files for row in csv.DictReader(file.open(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['text']}")
def test_a_wording_reads_as_given(case: dict[str, str]) -> None:
    """A hedge must not be lost, a number not become another one, and what is not consumed be refused."""
    wanted = " ".join(case[column] for column in ("quantifier", "value", "value_high", "unit") if case[column])
    allowed = {wanted.removeprefix("refuse-or-")} | ({"refuse"} if wanted.startswith("refuse-or-") else set())
    assert shown(case["text"], case["language"], case["unit"]) in allowed


def test_the_words_of_every_comparison_read_as_its_cells(curated: Frames) -> None:
    """What was in fact published, in three languages, must be read in full: hedge, value and percent."""
    for row in records(curated["comparisons"]):
        unit = "percent" if row["unit"] == "percent" else None
        wanted = Quantity(row["quantifier"], row["value"], row["value_high"], unit)
        assert read_quantity(row["value_text"], row["value_language"], row["unit"]) == wanted, row["comparison_id"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *(
            ("half", "unhedged 50 percent"),
            ("about half", "approximately 50 percent"),
            ("a quarter", "unhedged 25 percent"),
        ),
        *(("nearly three-quarters", "approximately 75 percent"), ("only about half", "approximately 50 percent")),
        *(("half a million", "refuse"), ("half of", "refuse"), ("90", "unhedged 90"), ("90%", "unhedged 90 percent")),
    ],
)
def test_a_share_reads_where_the_unit_is_percent(text: str, wanted: str) -> None:
    """A bare "half" must not be a share of nothing, nor a count become a percentage."""
    assert shown(text, unit="percent") == wanted


def test_the_reason_names_what_was_seen() -> None:
    """A person must be told which words are in the way."""
    with pytest.raises(UnreadableWording) as caught:
        read_quantity("over 20 people")
    assert str(caught.value) == "“over 20 people” cannot be read: “people” is not part of a quantity."


# 2. Properties of quantities

SPELLER = inflect.engine()
BEFORE = {"": "unhedged", "only ": "unhedged", "over ": "more_than", "at least ": "at_least", "up to ": "at_most"}
BEFORE |= {"fewer than ": "less_than", "just under ": "less_than", "an estimated ": "approximately"}
EXTRA = [
    *"$-,.3½&)%",
    "people",
    "not",
    "the",
    "no",
    "never",
    "of",
    "per",
    "killed",
    "th",
    "years",
    "April",
    "one",
    "more",
]

numbers = st.integers(0, 10**9) | st.integers(0, 1000)
hedges = st.sampled_from(sorted(BEFORE))


def written(number: int) -> st.SearchStrategy[str]:
    """A number as news copy may write it."""
    words = str(SPELLER.number_to_words(str(number)))
    ways = [f"{number}", f"{number:,}", f"{number:,}".replace(",", "\u202f"), words, words.replace(",", "")]
    return st.sampled_from([*ways, words.replace(" and ", " "), words.capitalize().replace("-", "‑")])


pairs = numbers.flatmap(lambda number: st.tuples(st.just(number), written(number)))


@same_each_time
@given(pairs, hedges)
@example((100, "a hundred"), "just under ")
def test_a_number_reads_back(pair: tuple[int, str], hedge: str) -> None:
    """A number must not become another one, however it is written."""
    assert read_quantity(hedge + pair[1]) == Quantity(BEFORE[hedge], pair[0])


@same_each_time
@given(pairs, st.sampled_from(EXTRA), st.data())
def test_a_word_too_many_is_refused(pair: tuple[int, str], extra: str, data: st.DataObject) -> None:
    """A word or sign before, between or behind must not be skipped."""
    words = f"at least {pair[1]} percent".split(" ")
    words.insert(data.draw(st.integers(0, len(words))), extra)
    try:
        read = read_quantity(" ".join(words))
    except UnreadableWording:
        return
    # Some words make another whole phrase: "3 million" of "million", "at least one million".
    assert extra in ("3", "one", ",", "-")
    assert read != Quantity("at_least", pair[0], None, "percent")


@same_each_time
@given(st.lists(numbers, min_size=2, max_size=2), st.sampled_from(["{}-{}", "{} to {}", "between {} and {}"]))
def test_a_range_reads_back_or_is_refused(ends: list[int], form: str) -> None:
    """The ends of a range must not be swapped or scaled."""
    low, high = ends
    with contextlib.suppress(UnreadableWording):
        assert read_quantity(form.format(f"{low:,}", f"{high:,}")) == Quantity("between", low, high)
        assert low < high


PIECES = (
    "at least over between and to - 20 220,000 5 million hundred twenty half percent % … hundreds few or more maybe"
)
PIECES += (
    " , . ( “ $ ½ ٢٢ ألف و مئة ثلاثة على الأقل plus de cent quatre vingt et demi April March 25 since on Sunday 2015"
)
anything = st.text(max_size=200) | st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)


@same_each_time
@given(anything, st.sampled_from([*LANGUAGES, "xx"]), st.sampled_from([None, "percent"]), st.data())
def test_any_text_is_read_or_refused(text: str, language: str, unit: str | None, data: st.DataObject) -> None:
    """No text of any script may end in another error than UnreadableWording."""
    for read in (lambda: read_quantity(text, language, unit), lambda: read_period([text], PUBLISHED)):
        with contextlib.suppress(UnreadableWording):
            read()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cut_phrase(text, start, end, language, unit)
    whole_phrase(text, start, end, language)
    mentions = find_numbers(text, language)
    covered = [place for each in mentions for place in range(each.start, each.end)]
    assert {place for place, sign in enumerate(text) if sign.isdecimal()} <= set(covered)
    assert len(covered) == len(set(covered))
    assert all(text[each.start : each.end] == each.text for each in mentions)


class Counting(str):
    """A text that counts how often a part of it is looked at."""


@pytest.mark.parametrize(
    "piece", ["million ", "one thousand, ", "9", "1-", "1 000", "at least ", "a hundred and ", "'a"]
)
def test_reading_is_linear(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text must not keep the reader busy: twice the text, twice the steps."""
    from syria_figures.reading import tokens

    steps = 0
    look = tokens.Phrases.at

    def counted(self: Any, words: Any, i: int) -> Any:
        nonlocal steps
        steps += 1
        return look(self, words, i)

    monkeypatch.setattr(tokens.Phrases, "at", counted)
    taken = []
    for times in (500, 1000):
        steps = 0
        find_numbers(piece * times)
        taken.append(steps)
    assert taken[1] <= 2 * taken[0] + 100


# 3. Words without a number, parts of a whole


@pytest.mark.parametrize(
    ("text", "language", "floor"),
    [
        *(("dozens", "en", 12), ("scores", "en", 20), ("Hundreds", "en", 100), ("thousands", "en", 1_000)),
        *(("tens of thousands", "en", 10_000), ("hundreds of thousands", "en", 100_000)),
        *(
            ("a few hundreds maybe, maximum", "en", None),
            ("hundreds, maybe", "en", None),
            ("several hundred", "en", None),
        ),
        *(("des centaines", "fr", 100), ("quelques centaines", "fr", None), ("المئات", "ar", 100)),
        ("عشرات الآلاف", "ar", 10_000),
    ],
)
def test_a_bare_word_has_its_unit_as_floor(text: str, language: str, floor: int | None) -> None:
    """A word with "a few", "maybe" or "maximum" must not have a floor."""
    assert indefinite_floor(text, language) == floor


def test_a_number_has_no_such_floor() -> None:
    """The floor of a number must come from its hedge."""
    with pytest.raises(UnreadableWording, match="it has a number"):
        indefinite_floor("at least 26")


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        *(("including", "en", True), ("Of whom", "en", True), ("among them", "en", True), ("and", "en", False)),
        *(("including 43", "en", False), ("", "en", False), ("dont", "fr", True), ("بينهم", "ar", True)),
    ],
)
def test_words_that_make_a_part(text: str, language: str, wanted: bool) -> None:
    """Only words of inclusion may make one figure a part of another."""
    assert is_inclusion(text, language) is wanted


# 4. Periods


def said(texts: list[str]) -> str:
    """A period in one line; "refuse" for words that cannot be read."""
    try:
        read = read_period(texts, PUBLISHED)
    except UnreadableWording:
        return "refuse"
    return " ".join(str(part or "–") for part in (read.start, read.end, read.basis))


PERIODS = {
    "2015-03-25 2015-03-27 stated": "March 25-27|March 25–27|25 to 27 March|between 25 and 27 March|on March 25th-27th|"
    "from March 25 through 27|between March 25 and 27|25-27 March 2015|25 March to 27 March|Mar. 25-27",
    "2015-03-30 2015-04-02 stated": "between March 30 and April 2|March 30-April 2|30 March to 2 April 2015",
    "2014-12-30 2015-01-02 stated": "between December 30 and January 2|Dec. 30, 2014 to Jan. 2, 2015",
    "2015-04-01 2015-04-01 stated": "April 1|on April 1|1 April 2015|April 1, 2015|2015-04-01|the 1st of April|"
    "on Wednesday, April 1|Wednesday 1 April",
    "2014-04-07 2014-04-07 stated": "April 7",
    "2012-02-29 2012-02-29 stated": "February 29",
    "2015-04-05 2015-04-05 stated": "on Sunday|Sunday|Sunday night|yesterday|Sunday, April 5",
    "2015-03-30 2015-03-30 stated": "on Monday",
    "2015-04-06 2015-04-06 stated": "today|April 6",
    "2015-04-03 2015-04-05 stated": "from Friday to Sunday",
    "2015-03-01 2015-03-31 stated": "in March|March 2015|last month",
    "2014-01-01 2014-12-31 stated": "in 2014|last year",
    "2012-01-01 2014-12-31 stated": "2012 to 2014",
    "2015-04-01 – stated": "since April 1|from April 1, 2015",
    "– 2015-04-02 stated": "until April 2|as of 2 April",
    "2015-04-01 – inferred": "in April",
    "2015-01-01 – inferred": "in 2015",
}


@pytest.mark.parametrize(
    ("wanted", "text"), [(wanted, text) for wanted, texts in PERIODS.items() for text in texts.split("|")]
)
def test_words_of_days(wanted: str, text: str) -> None:
    """A day must not be put into another year or month, and an end that is not said must stay empty."""
    assert said([text]) == wanted


NO_PERIODS = (
    *("", "fourth year", "four years", "three days", "the war", "25", "the 25th", "May 0", "May 32", "February 30"),
    *(
        "February 29, 2015",
        "31 April",
        "March 27-25",
        "March 27 to March 25",
        "April 1-1",
        "2015 to 2014",
        "2015-13-01",
    ),
    *(
        "Sunday, April 6",
        "Sunday in March",
        "March 25 and 27",
        "March 25, 27",
        "1/4/2015",
        "early March",
        "last Sunday",
    ),
    *("next Sunday", "last week", "before April 1", "after April 1", "until March", "April 1 to", "between April 1"),
    *(
        "March to April 2",
        "erupted on April 1",
        "April 1 2015 2016",
        "Dec 30, 2014 to Jan 2",
        "on",
        "25 people",
        "x" * 999,
    ),
)


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_not_days_is_refused(text: str) -> None:
    """A duration, an ordinal or an impossible day must not give a period."""
    assert said([text]) == "refuse"


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["April 1", "on Sunday"], "2015-04-01 2015-04-05 inferred"),
        (["on Sunday", "since April 1"], "2015-04-01 2015-04-05 inferred"),
        (["since April 1", "until April 3"], "2015-04-01 2015-04-03 stated"),
        (["April 1", "on April 1"], "2015-04-01 2015-04-01 stated"),
        (["since April 1", "March 3"], "refuse"),
        (["April 1", ""], "refuse"),
        ([], "refuse"),
    ],
)
def test_several_texts_give_one_period(texts: list[str], wanted: str) -> None:
    """That two days are the ends of one period must count as our reading, unless the words say it."""
    assert said(texts) == wanted


days = st.dates(date(1905, 1, 1), date(2090, 12, 31))


@same_each_time
@given(days, days)
def test_a_full_day_reads_back(day: date, published_on: date) -> None:
    """A day must not become another one by the order of day and month, its year or its weekday."""
    for text in (f"{day:%B} {day.day}, {day.year}", f"on {day:%A}, {day.day} {day:%b}. {day.year}", day.isoformat()):
        assert read_period([text], published_on) == Period(day, day, "stated")


@same_each_time
@given(days, st.integers(0, 300), st.integers(0, 30))
def test_a_range_of_days_reads_back(first: date, length: int, later: int) -> None:
    """A range must not be torn apart at the end of a month or a year."""
    last = first + timedelta(length)
    if length and (2, 29) not in [(day.month, day.day) for day in (first, last)]:
        for form in ("{} to {}", "between {} and {}", "{}-{}", "from {} through {}"):
            text = form.format(f"{first:%B} {first.day}", f"{last:%B} {last.day}")
            assert read_period([text], last + timedelta(later)) == Period(first, last, "stated")


# 5. Numbers of a text


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "released 650 prisoners from at least three prisons on March 25-27.", ["650", "three", "25-27"]),
        ("en", "the fourth year; one of few allies, no one, several", ["fourth", "one", "one"]),
        (
            "en",
            "220,000, 7 500, 12\u2009000, 1\u202f234\u202f567, ٢٢٠",
            ["220,000", "7 500", "12\u2009000", "1\u202f234\u202f567", "٢٢٠"],
        ),
        (
            "en",
            "two hundred and six thousand, a dozen, 1.5 million",
            ["two hundred and six thousand", "a dozen", "1.5 million"],
        ),
        ("en", "half of it, two thirds, twenty-first, 20th, ½", ["half", "two thirds", "twenty-first", "20th", "½"]),
        ("en", "G20, C-130, 1234abc, 10:30, 1/2, 2015-04-01", ["20", "130", "1234", "10:30", "1/2", "2015-04-01"]),
        ("en", "20 to 30, 20–30, tens of thousands, scores", ["20", "30", "20–30", "tens of thousands", "scores"]),
        ("en", "20 first responders on April 1 200 fled", ["20", "first", "1", "200"]),
        ("en", "Stone, often, weight, attend, few, many, May", []),
        (
            "fr",
            "un homme, deux cents, une centaine, la troisième fois, 1,5 million",
            ["deux cents", "une centaine", "troisième", "1,5 million"],
        ),
        ("ar", "ثلاثة وعشرين و220 ألفا و271 ومئات الآلاف", ["ثلاثة وعشرين", "220 ألفا و271", "مئات الآلاف"]),
        ("de", "zwanzig und 20", ["20"]),
    ],
)
def test_every_number_of_a_text_is_found(language: str, text: str, found: list[str]) -> None:
    """A number must not be left out, nor be two, nor a word be one that is none."""
    assert [mention.text for mention in find_numbers(text, language)] == found


def test_positions_are_code_points() -> None:
    """Positions must not shift behind a character outside of ASCII."""
    assert find_numbers("“é 😀 26” – three") == [Mention("26", 5, 7), Mention("three", 11, 16)]


# 6. Quotations that leave out words

CUT = {
    "18[%] of people": "“%” stands behind",
    "18[ per cent] of people": "“per cent” stands behind",
    "18[ million]": "“million” stands behind",
    "18[ or more]": "“or more” stands behind",
    "18[ people or more] to": "“people or more” stands behind",
    "18[ displaced people, or so]": "“displaced people, or so” stands behind",
    "[none of the ]18": "“none of the” stands before",
    "[not ]18": "“not” stands before",
    "[never even ]18": "“never even” stands before",
    "[weren’t ]18": "“weren’t” stands before",
    "[upwards of ]18": "“upwards of” stands before",
    "[some ]18": "“some” stands before",
    "[more than ]“18” people": "“more than” stands before",
    "[as few as ]18": "“as few as” stands before",
    "[over ]at least 18": "“over” stands before",
    "[2-]18": "“2-” stands before",
    "[between 2 and ]18": "“between 2 and” stands before",
    "[only ]18": "“only” stands before",
    "18[ to 30] million": "“to 30” stands behind",
    "about 18[ to 30]": "“to 30” stands behind",
    "[2 to ]18,000": "“2 to” stands before",
    "[$]18": "The sign “$” touches",
    "18[-]year-old": "The sign “-” touches",
    "18[:]30": "The sign “:” touches",
    "[12 ]500": "The words are a part of “12 500”",
    "18[,500]": "The words are a part of “18,500”",
    "a few hundreds[ maybe]": "“maybe” stands behind",
}


@pytest.mark.parametrize(("marked", "why"), CUT.items())
def test_a_quotation_that_leaves_words_out_is_told(marked: str, why: str) -> None:
    """A quotation must not turn "18 per cent" or "none of the 18" into 18."""
    begin, end = marked.index("["), marked.index("]")
    text = marked.replace("[", "").replace("]", "")
    start, stop = (0, begin) if begin else (end - 1, len(text))
    quoted = next(
        word
        for word in ("at least 18", "about 18", "a few hundreds", "18,000", "18", "500")
        if word in text[start:stop]
    )
    start = text.index(quoted, start)
    before = f"{'So it went on. ' * 20}He moved "
    found = cut_phrase(f"{before}{text}, and left.", len(before) + start, len(before) + start + len(quoted))
    assert found is not None
    assert found.startswith(why)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        *(
            ("moved 18 people to", "18"),
            ("moved approx. 18 people", "approx. 18"),
            ("Gen. 18 people", "18"),
            ("No. 18.", "18"),
        ),
        *(("(18) victims", "18"), ("“18” people", "18"), ("18[3] people", "18"), ("18 people at most risk", "18")),
        *(
            ("18 people, at least three of them", "18"),
            ("18 from the maximum security wing", "18"),
            ("18—a record", "18"),
        ),
        *(
            ("18 to 2 prisons", "18"),
            ("18 women and 20 children", "18"),
            ("the 18 people plus several", "18"),
            ("18, 30 and 40", "18"),
        ),
        *(("18 people or more in all", "18 people or more"), ("there was not food. 18 people", "18")),
    ],
)
def test_a_whole_phrase_is_not_a_finding(text: str, quoted: str) -> None:
    """What stands beside a number and does not belong to it must not be held against its quotation."""
    start = text.index(quoted)
    assert cut_phrase(text, start, start + len(quoted)) is None


@pytest.mark.parametrize(
    ("language", "text", "quoted", "why"),
    [
        ("ar", "350 معتقلاً على الأقل", "350", "“معتقلاً على الأقل” stands behind"),
        ("ar", "350 معتقلاً على الأقل في", "350 معتقلاً على الأقل", None),
        ("ar", "نحو 350 معتقلاً على الأقل", "350 معتقلاً على الأقل", "“نحو” stands before"),
        ("ar", "90% من المخيم", "90%", None),
        ("fr", "plus de 200.000 morts", "200.000", "“plus de” stands before"),
        ("fr", "200 morts au moins", "200", "“morts au moins” stands behind"),
    ],
)
def test_quotations_in_other_languages(language: str, text: str, quoted: str, why: str | None) -> None:
    """A hedge must be seen in each language, and two pieces of a value be one phrase."""
    start = text.index(quoted)
    found = cut_phrase(text, start, start + len(quoted), language)
    assert found is None if why is None else (found or "").startswith(why)


def test_the_whole_phrase_around_a_number() -> None:
    """The list of a text's numbers must offer the value with its hedge and its percent, deep in a text too."""
    text = f"{'So it went on. ' * 20}It holds about 90 percent of it, 60 to 70 camps and “at least 26” people."
    for number, whole in {"90": "about 90 percent", "70": "60 to 70", "26": "at least 26"}.items():
        start = text.index(number)
        assert text[slice(*whole_phrase(text, start, start + 2))] == whole
