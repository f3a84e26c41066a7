"""The reader of wordings, on any number, any day and any text.

1. a number in digits or words, with any hedge and decoration, reads back as itself; so do percentages and ranges
2. any day, written in several ways, reads back as itself
3. any text is read or refused, and no digit or hedge of it is lost
Numbers are spelled by inflect, independently of the reader.
"""

import contextlib
from datetime import date, timedelta
from decimal import Decimal

import inflect
from hypothesis import example, given
from hypothesis import strategies as st
from syria_figures.wording import UnreadableWording, cut_hedge, find_numbers, read_period, read_quantity

_SPELLER = inflect.engine()
_BEFORE = {
    "": "unhedged", "only ": "unhedged", "over ": "more_than", "more than ": "more_than", "at least ": "at_least",
    "no fewer than ": "at_least", "up to ": "at_most", "as many as ": "at_most", "fewer than ": "less_than",
    "just under ": "less_than", "about ": "approximately", "an estimated ": "approximately", "nearly ": "approximately",
}  # fmt: skip
_AFTER = {" or more": "at_least", " people or more": "at_least", " or so": "approximately"}
_AROUND = [("", ""), ("killed ", " people"), ("the deaths of ", " residents"), ("“", "” people"), ("(", ")"), ("", ".")]

numbers = st.integers(0, 10**9)
hedges = st.sampled_from(sorted(_BEFORE))
around = st.sampled_from(_AROUND)
days = st.dates(date(1905, 1, 1), date(2090, 12, 31))


def _spelled(number: int) -> str:
    return str(_SPELLER.number_to_words(str(number)))


def _written(number: int) -> st.SearchStrategy[str]:
    """A number as news copy may write it."""
    words = _spelled(number)
    ways = [
        f"{number:,}",
        f"{number:,}".replace(",", "\u202f"),
        words,
        words.replace(",", ""),
        words.replace(" and ", " "),
    ]
    return st.sampled_from([*ways, words.capitalize().replace("-", "‑")])


written = numbers.flatmap(lambda number: st.tuples(st.just(number), _written(number)))


@given(written, hedges, around)
@example((100, "a hundred"), "just under ", ("", ""))
def test_a_number_with_any_hedge_reads_back(written: tuple[int, str], hedge: str, around: tuple[str, str]) -> None:
    """A number, or a hedge, that is read otherwise than it was written."""
    number, words = written
    words = words.replace(", ", " ")
    found = read_quantity(f"{around[0]}{hedge}{words}{around[1]}")
    assert (found.quantifier, found.value, found.value_high, found.unit) == (
        _BEFORE[hedge],
        Decimal(number),
        None,
        None,
    )


@given(numbers, st.sampled_from(sorted(_AFTER)))
def test_a_hedge_behind_the_number_reads_back(number: int, hedge: str) -> None:
    """A hedge overlooked because it follows the number."""
    for words in (f"{number:,}", _spelled(number).replace(",", "")):
        found = read_quantity(words + hedge)
        assert (found.quantifier, found.value) == (_AFTER[hedge], Decimal(number))


@given(
    st.integers(0, 10**5), st.integers(0, 2), hedges, st.sampled_from(["%", " %", " percent", " per cent of the camp"])
)
def test_a_percentage_reads_back(digits: int, places: int, hedge: str, unit: str) -> None:
    """Decimals lost, or a percentage read as a count."""
    share = Decimal(digits).scaleb(-places)
    found = read_quantity(f"{hedge}{share:f}{unit}")
    assert (found.quantifier, found.value, found.unit) == (_BEFORE[hedge], share, "percent")


@given(st.integers(1, 999_999), st.integers(0, 3), st.sampled_from(["thousand", "million", "billion"]))
def test_a_decimal_with_a_scale_word_reads_back(digits: int, places: int, scale: str) -> None:
    """A factor of a thousand lost."""
    power = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[scale]
    share = Decimal(digits).scaleb(-places)
    assert read_quantity(f"{share:f} {scale} people").value == share * power


@given(
    st.lists(numbers, min_size=2, max_size=2, unique=True).map(sorted),
    st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "between {} and {}"]),
)
def test_a_range_reads_back(ends: list[int], form: str) -> None:
    """An end of a range lost or scaled; the ends swapped and still accepted."""
    low, high = ends
    found = read_quantity(form.format(f"{low:,}", f"{high:,}") + " people")
    assert (found.quantifier, found.value, found.value_high) == ("between", Decimal(low), Decimal(high))
    with contextlib.suppress(UnreadableWording):
        raise AssertionError(read_quantity(form.format(f"{high:,}", f"{low:,}") + " people"))


@given(numbers, hedges)
def test_a_cut_hedge_is_reported(number: int, hedge: str) -> None:
    """A quotation that drops a hedge unseen."""
    text = f"they say {hedge}{number:,} people"
    start = text.index(f"{number:,}")
    cut = cut_hedge(text, start, len(text))
    assert cut == (None if _BEFORE[hedge] == "unhedged" else hedge.strip())
    assert cut_hedge(text, start - len(hedge), len(text)) is None


@given(days, days)
def test_a_day_reads_back(day: date, published_on: date) -> None:
    """A day that becomes another one, by the order of day and month, by its year or by its weekday."""
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"on {day:%A}, {day:%b}. {day.day}, {day.year}",
        day.isoformat(),
    ):
        found = read_period([text], published_on)
        assert (found.start, found.end, found.basis) == (day, day, "stated")


@given(days, st.integers(0, 365))
def test_a_day_without_its_year_is_the_last_one(day: date, later: int) -> None:
    """A day put into the year of publication although it had not come yet."""
    found = read_period([f"{day:%B} {day.day}"], day + timedelta(later))
    assert found.start == found.end
    assert found.start is not None
    assert (found.start.month, found.start.day) == (day.month, day.day)
    assert found.start <= day + timedelta(later)
    assert found.start >= day


@given(days, st.integers(1, 300), st.integers(0, 60))
def test_a_range_of_days_reads_back(first: date, length: int, later: int) -> None:
    """A range across a month's or a year's end that is torn apart."""
    last = first + timedelta(length)
    if (
        (first.month, first.day) == (2, 29)
        or (last.month, last.day) == (2, 29)
        or (first.month == last.month and length > 31)
    ):
        return
    for form in ("{} to {}", "between {} and {}", "{}-{}", "from {} through {}"):
        text = form.format(f"{first:%B} {first.day}", f"{last:%B} {last.day}")
        found = read_period([text], last + timedelta(later))
        assert (found.start, found.end, found.basis) == (first, last, "stated")


@given(days, st.integers(0, 6))
def test_a_weekday_is_the_last_one_before_publication(published_on: date, weekday: int) -> None:
    """A weekday that lies a week off, or on the day of publication itself."""
    monday = date(2015, 4, 6)
    name = f"{monday + timedelta(weekday):%A}"
    day = read_period([f"on {name}"], published_on).start
    assert day is not None
    assert day.weekday() == weekday
    assert 1 <= (published_on - day).days <= 7


# --- 3. Any text -----------------------------------------------------------------------------------------------------
_PIECES = """at least over more than up to between and 20 220,000 5 - – % percent half a third of the camp hundreds few
million hundred twenty one or so no March April 2015 Sunday since 1st fourth . , ( ) “ ” + $ people two ½ ٢٢ ألف et"""
pieces = st.sampled_from(_PIECES.split())
copy = st.lists(pieces, max_size=12).map(" ".join) | st.lists(pieces, max_size=12).map("".join) | st.text(max_size=300)


@given(copy, st.sampled_from(["en", "ar", "fr", "es", "de", "it", "pt", "tr", "ru", "fa", "xx"]), days)
def test_any_text_is_read_or_refused(text: str, language: str, published_on: date) -> None:
    """A traceback of Python instead of a message for people."""
    with contextlib.suppress(UnreadableWording):
        read_quantity(text, language)
    with contextlib.suppress(UnreadableWording):
        read_period([text], published_on)
    cut_hedge(text, 0, len(text))


@given(copy)
def test_no_digit_is_left_out(text: str) -> None:
    """A digit of the text in no mention, mentions that overlap, or positions that are not those of the words."""
    mentions = find_numbers(text)
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    assert {place for place, sign in enumerate(text) if sign.isdecimal()} <= covered
    assert sum(mention.end - mention.start for mention in mentions) == len(covered)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@given(
    numbers,
    st.sampled_from(["over", "under", "up to", "at least", "more", "nearly", "some", "not", "no", "fewer"]),
    st.sampled_from(["siege", "the weekend", "Damascus,"]),
)
def test_a_hedge_apart_from_its_number_is_never_dropped(number: int, hedge: str, words: str) -> None:
    """A hedge that stands somewhere in the quotation and does not count."""
    for text in (f"{hedge} {words} {number:,} people", f"{number:,} people {words} {hedge} {words}"):
        with contextlib.suppress(UnreadableWording):
            found = read_quantity(text)
            assert found.quantifier != "unhedged", found


@given(st.text(alphabet="a1 ,.-–½%“$", max_size=40))
def test_a_mention_reads_alike_on_its_own(text: str) -> None:
    """A mention whose words, quoted alone, are another number than in the text."""
    for mention in find_numbers(text):
        assert [alone.text for alone in find_numbers(mention.text)] == [mention.text]
