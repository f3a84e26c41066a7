"""Words of news copy: what is read is read correctly, and everything else is refused.

The cases are tables in cases/: wordings, more-wordings, periods, numbers, quotations.
1. Quantities: each row of the wordings, and every value_text of the comparisons
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
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from syria_figures.reading import (
    LANGUAGES,
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
from syria_figures.reading.languages import Language
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


def cases(*names: str) -> list[dict[str, str]]:
    """The rows of tables of cases."""
    return [row for name in names for row in csv.DictReader((CASES / name).open(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases("wordings.csv", "more-wordings.csv"), ids=lambda case: str(case["text"]))
def test_a_wording_reads_as_given(case: dict[str, str]) -> None:
    """A hedge must not be lost, a number must not become another, and anything left over must be refused."""
    wanted = " ".join(case[column] for column in ("quantifier", "value", "value_high", "unit") if case[column])
    allowed = {wanted.removeprefix("refuse-or-")} | ({"refuse"} if wanted.startswith("refuse-or-") else set())
    assert shown(case["text"], case["language"], case["unit"]) in allowed


def test_the_words_of_every_comparison_read_as_its_cells(curated: Frames) -> None:
    """What was in fact published, in three languages, must be read in full: hedge, value and percent."""
    for row in records(curated["comparisons"]):
        unit = "percent" if row["unit"] == "percent" else None
        wanted = Quantity(row["quantifier"], row["value"], row["value_high"], unit)
        assert read_quantity(row["value_text"], row["value_language"], row["unit"]) == wanted, row["comparison_id"]


SHARES = {"half": "unhedged 50 percent", "a quarter": "unhedged 25 percent"}
SHARES |= {"nearly three-quarters": "approximately 75 percent", "only about half": "approximately 50 percent"}
SHARES |= {"half a million": "refuse", "half of": "refuse", "90": "unhedged 90", "90%": "unhedged 90 percent"}


@pytest.mark.parametrize(("text", "wanted"), SHARES.items())
def test_a_share_reads_where_the_unit_is_percent(text: str, wanted: str) -> None:
    """A bare "half" must not be a share of nothing, and a count must not become a percentage."""
    assert shown(text, unit="percent") == wanted


def test_the_reason_names_what_was_seen() -> None:
    """A person must be told which words are in the way."""
    with pytest.raises(UnreadableWording) as caught:
        read_quantity("over 20 people")
    assert str(caught.value) == "“over 20 people” cannot be read: “people” is not part of a quantity."


# 2. Properties of quantities

BEFORE = {"": "unhedged", "only ": "unhedged", "over ": "more_than", "at least ": "at_least", "up to ": "at_most"}
BEFORE |= {"fewer than ": "less_than", "just under ": "less_than", "an estimated ": "approximately"}
EXTRA = "$ - , . 3 ½ & ) % people not the no never of per killed th years April one more only a"

numbers = st.integers(0, 10**9) | st.integers(0, 1000)
hedges = st.sampled_from(sorted(BEFORE))


@cache
def speller() -> Any:
    """The library that spells numbers; to import it takes seconds."""
    import inflect

    return inflect.engine()


def written(number: int) -> st.SearchStrategy[str]:
    """A number as news copy may write it."""
    words = str(speller().number_to_words(str(number)))
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
@given(pairs, st.sampled_from(EXTRA.split()), st.data())
def test_a_word_too_many_is_refused(pair: tuple[int, str], extra: str, data: st.DataObject) -> None:
    """A word or sign before, between or behind must not be skipped."""
    words = f"at least {pair[1]} percent".split(" ")
    words.insert(data.draw(st.integers(0, len(words))), extra)
    try:
        read = read_quantity(" ".join(words))
    except UnreadableWording:
        return
    # Some words make another whole phrase: "3 million" of "million", "at least one million".
    assert extra in ("3", "one", "a", ",", "-")
    assert read != Quantity("at_least", pair[0], None, "percent")


@same_each_time
@given(st.lists(numbers, min_size=2, max_size=2), st.sampled_from(["{}-{}", "{} to {}", "between {} and {}"]))
def test_a_range_reads_back_or_is_refused(ends: list[int], form: str) -> None:
    """The ends of a range must not be swapped or scaled."""
    low, high = ends
    with contextlib.suppress(UnreadableWording):
        assert read_quantity(form.format(f"{low:,}", f"{high:,}")) == Quantity("between", low, high)
        assert low < high


PIECES = """at least over between and to - 20 220,000 5 million hundred twenty half percent % … hundreds few or more
maybe , . ( “ $ ½ ٢٢ ألف و مئة ثلاثة على الأقل plus de cent quatre vingt et demi April March 25 since on Sunday 2015"""
anything = st.text(max_size=200) | st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)


@same_each_time
@given(anything, st.sampled_from([*LANGUAGES, "xx"]), st.sampled_from([None, "percent"]), st.data())
def test_any_text_is_read_or_refused(text: str, language: str, unit: str | None, data: st.DataObject) -> None:
    """No text in any script may end in an error other than UnreadableWording."""
    for read in (lambda: read_quantity(text, language, unit), lambda: read_period([text], PUBLISHED, language)):
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


@pytest.mark.parametrize("piece", ["million ", "one thousand, ", "9", "1-", "1 000", "a hundred and ", "'a", "ثلاثة و"])
def test_reading_is_linear(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text must not slow the reader down: twice the text, twice the steps."""
    steps, look = [0], Language.at

    def counted(*arguments: Any) -> Any:
        steps[-1] += 1
        return look(*arguments)

    monkeypatch.setattr(Language, "at", counted)
    for times in (500, 1000):
        find_numbers(piece * times, "ar" if "و" in piece else "en")
        steps.append(0)
    assert steps[1] <= 2 * steps[0] + 100


# 3. Words without a number, parts of a whole


FLOORS: dict[str, int | None] = {"dozens": 12, "scores": 20, "Hundreds": 100, "thousands": 1_000}
FLOORS |= {"tens of thousands": 10_000, "hundreds of thousands": 100_000}
FLOORS |= {"des centaines": 100, "المئات": 100, "عشرات الآلاف": 10_000}
FLOORS |= dict.fromkeys(["a few hundreds maybe, maximum", "hundreds, maybe", "several hundred", "quelques centaines"])
FLOORS |= {"at least 26": None}


@pytest.mark.parametrize(("text", "floor"), FLOORS.items())
def test_a_bare_word_has_its_unit_as_floor(text: str, floor: int | None) -> None:
    """A word with "a few", "maybe" or "maximum" must not have a floor, and a number has that of its hedge."""
    assert indefinite_floor(text, "fr" if "centaines" in text else "en" if text.isascii() else "ar") == floor


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "including"),
        ("en", "Of whom"),
        ("en", "Of the dead"),
        ("fr", "dont"),
        ("fr", "Parmi elles"),
        ("ar", "بينهم"),
    ],
)
def test_words_that_make_a_part(language: str, text: str) -> None:
    """Only words of inclusion, and nothing else, may make one figure a part of another."""
    assert is_inclusion(text, language)
    assert not any(is_inclusion(each, language) for each in (f"{text} 43", "and", ""))


# 4. Periods


def said(texts: list[str], language: str = "en") -> str:
    """A period in one line; "refuse" for words that cannot be read."""
    try:
        read = read_period(texts, PUBLISHED, language)
    except UnreadableWording:
        return "refuse"
    return " ".join(str(part or "–") for part in (read.start, read.end, read.basis))


@pytest.mark.parametrize("case", cases("periods.csv"), ids=lambda case: str(case["text"]))
def test_words_of_days(case: dict[str, str]) -> None:
    """A day must not end up in another year or month, and a duration or an impossible day must not give a period."""
    assert said([case["text"]], case["language"]) == case["period"]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["April 1", "on Sunday"], "2015-04-01 2015-04-05 inferred"),
        (["on Sunday", "since April 1"], "2015-04-01 2015-04-05 inferred"),
        (["April 1", "on April 1"], "2015-04-01 2015-04-01 stated"),
        (["since April 1", "March 3"], "refuse"),
        (["April 1", ""], "refuse"),
        ([], "refuse"),
    ],
)
def test_several_texts_give_one_period(texts: list[str], wanted: str) -> None:
    """Joining two days as the ends of one period must count as our reading."""
    assert said(texts) == wanted


days = st.dates(date(1905, 1, 1), date(2090, 12, 31))


@same_each_time
@given(days, days)
def test_a_full_day_reads_back(day: date, published_on: date) -> None:
    """A day must not become another one by the order of day and month, or its year."""
    for text in (f"{day:%B} {day.day}, {day.year}", f"on {day.day} {day:%b}. {day.year}"):
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


@pytest.mark.parametrize(("language", "text", "found"), [tuple(case.values()) for case in cases("numbers.csv")])
def test_every_number_of_a_text_is_found(language: str, text: str, found: str) -> None:
    """A number must not be left out or become two, and a word that is not a number must not become one."""
    assert "|".join(mention.text for mention in find_numbers(text, language)) == found


# 6. Quotations that leave out words


@pytest.mark.parametrize(
    "case", cases("quotations.csv"), ids=lambda case: f"{case['before']}[{case['quoted']}]{case['behind']}"
)
def test_a_quotation_that_leaves_words_out_is_told(case: dict[str, str]) -> None:
    """A quotation must not turn "18 per cent" or "none of the 18" into 18; words outside it must not count."""
    before, quoted = f"{'So it went on. ' * 20}He moved {case['before']}", case["quoted"]
    text = f"{before}{quoted}{case['behind']}"
    found = cut_phrase(text, len(before), len(before) + len(quoted), case["language"])
    assert (found or "").startswith(case["why"])
    assert bool(found) == bool(case["why"])


def test_the_whole_phrase_around_a_number() -> None:
    """The list of a text's numbers must offer the value with its hedge and its percent, deep in a text too."""
    text = f"{'So it went on. ' * 20}It holds about 90 percent of it, 60 to 70 camps and “at least 26” people."
    for number, whole in {"90": "about 90 percent", "70": "60 to 70", "26": "at least 26"}.items():
        start = text.index(number)
        assert text[slice(*whole_phrase(text, start, start + 2))] == whole
