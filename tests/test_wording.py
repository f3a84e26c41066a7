"""The reader of wordings, on examples: each kind of hedge, published wordings, traps of news copy, days, numbers.

1. quantities: every hedge, range, share and indefinite word; what a reader of news would misread is refused
2. other languages: the value alone
3. periods: days, ranges, months, weekdays, relative to publication
4. mentions: every number of a text, with its position
5. hedges that a quotation cuts off; words that introduce parts
"""

from datetime import date
from decimal import Decimal

import pytest
from syria_figures.wording import (
    Mention,
    Period,
    Quantity,
    UnreadableWording,
    cut_hedge,
    find_numbers,
    indefinite_floor,
    read_period,
    read_quantity,
    reads_as_inclusion,
)

PUBLISHED = date(2015, 4, 6)  # a Monday


def quantity(code: str | None, value: str | None, high: str | None = None, unit: str | None = None) -> Quantity:
    """A quantity from the digits of its numbers."""
    return Quantity(code, Decimal(value) if value else None, Decimal(high) if high else None, unit)


# --- 1. Quantities ---------------------------------------------------------------------------------------------------
HEDGES = {
    "more_than": [
        "over 20",
        "more than 20",
        "above 20",
        "in excess of 20",
        "well over 20",
        "> 20",
        ">20",
        "exceeding 20",
    ],
    "at_least": [
        *("at least 20", "no fewer than 20", "no less than 20", "a minimum of 20", "not fewer than 20", "20 or more"),
        *("20 people or more", "20+", "20 at least", "at least 20 or more", "≥20", "20 (or more)"),
    ],
    "at_most": [
        *("up to 20", "as many as 20", "as much as 20", "a maximum of 20", "at most 20", "no more than 20"),
        *("20 or fewer", "20 at most", "20 people maximum"),
    ],
    "less_than": ["under 20", "below 20", "fewer than 20", "less than 20", "just under 20", "<20"],
    "approximately": [
        *(
            "about 20",
            "some 20",
            "around 20",
            "roughly 20",
            "approximately 20",
            "nearly 20",
            "almost 20",
            "close to 20",
        ),
        *("an estimated 20", "20 or so", "20 people or so", "approx. 20", "~20", "more or less 20"),
    ],
    "unhedged": [
        "20",
        "only 20",
        "exactly 20",
        "a total of 20",
        "another 20",
        "(20)",
        "“20”",
        "20 people so far",
        "20.",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in HEDGES.items() for text in texts])
def test_each_hedge_gives_its_code(code: str, text: str) -> None:
    """A floor read as a plain number, or a ceiling as a floor."""
    assert read_quantity(text) == quantity(code, "20")
    assert read_quantity(text.capitalize()) == quantity(code, "20")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("more than some 20", "more_than"), ("over an estimated 20", "more_than"), ("up to around 20", "at_most")),
        *(("at least another 20", "at_least"), ("an estimated 20 or more", "at_least"), ("just over 20", "more_than")),
        *(("a total of at least 20", "at_least"), ("more than “20”", "more_than")),
    ],
)
def test_a_bound_outweighs_an_approximation(text: str, code: str) -> None:
    """A bound lost because a vaguer word stands between it and the number."""
    assert read_quantity(text) == quantity(code, "20")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("220,000", quantity("unhedged", "220000")),
        ("220\u00a0000", quantity("unhedged", "220000")),
        ("220\u202f000 people", quantity("unhedged", "220000")),
        ("2015 people", quantity("unhedged", "2015")),
        ("1.5 million", quantity("unhedged", "1500000")),
        ("1.5m people", quantity("unhedged", "1500000")),
        ("1.5M", quantity("unhedged", "1500000")),
        ("2k", quantity("unhedged", "2000")),
        ("3bn", quantity("unhedged", "3000000000")),
        ("three", quantity("unhedged", "3")),
        ("twenty-one", quantity("unhedged", "21")),
        ("twenty‑one", quantity("unhedged", "21")),
        ("two hundred and six thousand", quantity("unhedged", "206000")),
        ("one million two hundred thousand and six", quantity("unhedged", "1200006")),
        ("twelve hundred", quantity("unhedged", "1200")),
        ("a hundred", quantity("unhedged", "100")),
        ("a hundred and five", quantity("unhedged", "105")),
        ("a dozen", quantity("unhedged", "12")),
        ("two dozen", quantity("unhedged", "24")),
        ("half a dozen", quantity("unhedged", "6")),
        ("half a million", quantity("unhedged", "500000")),
        ("one and a half million", quantity("unhedged", "1500000")),
        ("2 and a half million", quantity("unhedged", "2500000")),
        ("zero", quantity("unhedged", "0")),
        ("one of the camps", quantity("unhedged", "1")),
        ("20 may have died", quantity("unhedged", "20")),
        ("just under a hundred", quantity("less_than", "100")),
        ("killed over 220,000 people so far", quantity("more_than", "220000")),
    ],
)
def test_numbers_in_digits_and_words(text: str, expected: Quantity) -> None:
    """A number read as another one because of its separators, its words or its scale."""
    assert read_quantity(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90%", quantity("unhedged", "90", unit="percent")),
        ("90 %", quantity("unhedged", "90", unit="percent")),
        ("about 90 percent of the camp", quantity("approximately", "90", unit="percent")),
        ("90 per cent or more", quantity("at_least", "90", unit="percent")),
        ("90%+", quantity("at_least", "90", unit="percent")),
        ("ninety percent", quantity("unhedged", "90", unit="percent")),
        ("12.5 percent", quantity("unhedged", "12.5", unit="percent")),
        ("half the camp", quantity("unhedged", "50", unit="percent")),
        ("half of its residents", quantity("unhedged", "50", unit="percent")),
        ("more than half of the camp", quantity("more_than", "50", unit="percent")),
        ("a third of the district", quantity("unhedged", "33.33", unit="percent")),
        ("one-third of it", quantity("unhedged", "33.33", unit="percent")),
        ("two thirds of the camp", quantity("unhedged", "66.67", unit="percent")),
        ("three quarters of it", quantity("unhedged", "75", unit="percent")),
        ("nearly three-quarters of the town", quantity("approximately", "75", unit="percent")),
        ("an eighth of it", quantity("unhedged", "12.5", unit="percent")),
    ],
)
def test_percentages_and_shares(text: str, expected: Quantity) -> None:
    """A share read as a count, or a share of nothing."""
    assert read_quantity(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("between 20 and 30", "20", "30", None),
        ("between about 20 and 30 people", "20", "30", None),
        ("20 to 30", "20", "30", None),
        ("about 20 to 30 people", "20", "30", None),
        ("from 10 to 20", "10", "20", None),
        ("20-30", "20", "30", None),
        ("20–30 people", "20", "30", None),
        ("20,000-30,000", "20000", "30000", None),
        ("5-6 percent", "5", "6", "percent"),
        ("5% to 6%", "5", "6", "percent"),
        ("2.5 to 3 million", "2500000", "3000000", None),
        ("two to three hundred", "200", "300", None),
        ("two to three dozen", "24", "36", None),
        ("between 900,000 and 1 million", "900000", "1000000", None),
        ("fifty to one hundred", "50", "100", None),
        ("between a third and a half of the camp", "33.33", "50", "percent"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str | None) -> None:
    """A range read as its first or last number, or "2.5" of "2.5 to 3 million" as two and a half."""
    assert read_quantity(text) == quantity("between", low, high, unit)


FLOORS = [
    *(
        ("dozens", 12),
        ("scores of people", 20),
        ("hundreds had fled", 100),
        ("Thousands", 1000),
        ("tens of thousands", 10000),
    ),
    *(("hundreds of thousands", 100000), ("a few hundreds maybe, maximum", None), ("several hundred", None)),
    *(
        ("a few dozen people", None),
        ("hundreds, maybe", None),
        ("up to several thousand", None),
        ("at least hundreds", None),
    ),
]


@pytest.mark.parametrize(("text", "floor"), FLOORS)
def test_indefinite_words(text: str, floor: int | None) -> None:
    """An invented number for "hundreds", or a floor for a word that says "a few", "maybe" or "maximum"."""
    assert read_quantity(text) == Quantity("indefinite", None, None, None)
    assert indefinite_floor(text) == floor


def test_a_number_has_no_indefinite_floor() -> None:
    """The floor of a number taken from another function than its quantifier."""
    with pytest.raises(UnreadableWording, match="no indefinite wording"):
        indefinite_floor("at least 26")


REFUSED = {
    "no number": ["", "people", "no", "few", "many", "several", "few people", "none", "someone", "a score of people"],
    "a bare share": ["half", "about half", "half an hour", "a third", "one-third", "a third person", "third of it"],
    "no count": [
        *(
            "fourth",
            "fourth year",
            "20th",
            "twenty-first",
            "twice",
            "a couple",
            "a pair",
            "nil",
            "double",
            "more than double",
        ),
        *("three times", "20 times as many", "tenfold", "hundred", "a million and a half", "two dozens"),
    ],
    "several numbers": [
        *(
            "at least 20 of the 94",
            "one in five",
            "20 or 30",
            "20, 30",
            "1/2",
            "10:30",
            "half of 20",
            "20 men and 30 women",
        ),
        *(
            "220 000",
            "220 thousand and 271",
            "2 million and five",
            "three hundred and two hundred",
            "two thousand five million",
            "20-30-40",
        ),
        *("between hundreds and thousands", "dozens or hundreds", "20 people to 30 hospitals", "20 to hundreds"),
    ],
    "no range": [
        *(
            "30 to 20",
            "20-20",
            "between 20",
            "20 and 30",
            "rose from 10 to 20",
            "fell from 20% to 30%",
            "at least 20 to 30",
        ),
        *("5% to 6", "between 2011 and 2015", "a third to 40 percent", "20 -30"),
    ],
    "contradiction": [
        "at least up to 5",
        "over at least 20",
        "up to 20 or more",
        "under 20 percent or more",
        "maybe 20",
    ],
    "a hedge that is not the number's": [
        *("over the weekend 20 people", "under siege 20 people", "20 dead over the weekend", "at least, 20 people"),
        *("some say 20", "more people: 20", "up 20", "20 more", "several 20", "a few 20", "the least of 20 evils"),
    ],
    "a changed number": [
        *(
            "not 20",
            "no one",
            "not even 20",
            "hardly 20",
            "didn't kill 20",
            "minus 5",
            "20 plus",
            "20 odd",
            "all but 20",
        ),
        *("probably 20", "20 per day", "20 a day", "20 people each", "an average of 20", "as high as 20", "nearing 20"),
        *("20 people percent", "20 % of 5 %"),
        *("5 percentage points", "5 percent points", "greater than 20", "one another", "20 and counting"),
    ],
    "what only looks like a count": [
        *(
            "in 2015",
            "since 2011",
            "2015",
            "April 1",
            "1 April",
            "20 March",
            "No. 5",
            "number 5",
            "Article 5",
            "aged 20",
        ),
        *("5 am", "5 p.m.", "children under five", "people over 60", "handed over 20", "a report about 20"),
    ],
    "glued signs": [
        *(
            "$20",
            "-5",
            "−5",
            "–5",
            "G20",
            "F16",
            "C-130",
            "COVID-19",
            "20-year-old",
            "26-strong",
            "1234abc",
            "20s",
            "1.5m",
        ),
        *("20m wall", "people[23]", "20ish", "5'", "#5", "½", "2½", "x20", "20°"),
    ],
    "separators": [
        "2,20,000",
        "22,00",
        "1,2",
        "3.500",
        "1.234.567",
        "1.234,5",
        "007",
        "0,500",
        "1,000,00",
        "1..5",
        "9" * 50,
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts])
def test_what_cannot_be_read_is_refused(kind: str, text: str) -> None:
    """A guess: words that news copy has, which look like a count and are none, or can be read in two ways."""
    with pytest.raises(UnreadableWording, match=r"cannot be read: .+; .+"):
        pytest.fail(f"{kind}: {text} was read as {read_quantity(text)}")


def test_numbers_beyond_any_count_are_refused() -> None:
    """Arithmetic that silently rounds a number with more digits than it keeps."""
    assert read_quantity("1,000 trillion").value == 10**15
    with pytest.raises(UnreadableWording, match="larger than any count"):
        read_quantity("1,001 trillion")


def test_a_message_names_what_was_seen_and_what_to_do() -> None:
    """An error that leaves its reader without the words and the way out."""
    with pytest.raises(UnreadableWording) as caught:
        read_quantity("over the weekend 20 people")
    assert str(caught.value) == (
        "“over the weekend 20 people” cannot be read: “over” is a hedge that does not stand at the number; "
        "quote only the number with its hedge and what is counted"
    )


PUBLISHED_WORDINGS = {
    "over 220,000 lives": quantity("more_than", "220000"),
    "More than 200,000 people": quantity("more_than", "200000"),
    "killed 220,000 people": quantity("unhedged", "220000"),
    "at least 220,000": quantity("at_least", "220000"),
    "130,035 deaths": quantity("unhedged", "130035"),
    "the deaths of 215,518 people": quantity("unhedged", "215518"),
    "an estimated 200,000 people": quantity("approximately", "200000"),
    "191,369": quantity("unhedged", "191369"),
    "provisional total of 108,072 casualties": quantity("unhedged", "108072"),
    "Hundreds of residents": quantity("indefinite", None),
    "approximately 2,000 people": quantity("approximately", "2000"),
    "As many as 2,000 residents": quantity("at_most", "2000"),
    "Up to 2000 people": quantity("at_most", "2000"),
    "a few hundreds maybe, maximum": quantity("indefinite", None),
    "hundreds had fled": quantity("indefinite", None),
    "about 2,500 people": quantity("approximately", "2500"),
    "90% of the Yarmouk camp": quantity("unhedged", "90", unit="percent"),
    "as much as 90 per cent": quantity("at_most", "90", unit="percent"),
    "about half the camp": quantity("approximately", "50", unit="percent"),
    "95 percent": quantity("unhedged", "95", unit="percent"),
    "only 60 percent": quantity("unhedged", "60", unit="percent"),
    "only 35 per cent": quantity("unhedged", "35", unit="percent"),
    "over 90 percent": quantity("more_than", "90", unit="percent"),
    "about 90 percent of the Yarmouk refugee camp": quantity("approximately", "90", unit="percent"),
    "at least 26 people": quantity("at_least", "26"),
    "killed 26 people": quantity("unhedged", "26"),
    "26 militants": quantity("unhedged", "26"),
    "Nearly 40 people": quantity("approximately", "40"),
    "(23) victims": quantity("unhedged", "23"),
    "at least 27 Palestinian camp residents": quantity("at_least", "27"),
    "94 civilians": quantity("unhedged", "94"),
    "just under a hundred": quantity("less_than", "100"),
    "98 displaced people": quantity("unhedged", "98"),
    "hundreds": quantity("indefinite", None),
    "650": quantity("unhedged", "650"),
    "at least three": quantity("at_least", "3"),
}


@pytest.mark.parametrize(("text", "expected"), PUBLISHED_WORDINGS.items())
def test_published_wordings(text: str, expected: Quantity) -> None:
    """A wording that was in fact published, and that a new rule no longer reads."""
    assert read_quantity(text) == expected


# --- 2. Other languages ----------------------------------------------------------------------------------------------
FOREIGN = [
    *(("ar", "220 ألفا و271", "220271"), ("ar", "أكثر من 220 ألف", "220000"), ("ar", "350 معتقلاً على الأقل", "350")),
    *(("ar", "700 معتقل", "700"), ("ar", "حوالي 700 معتقل", "700"), ("ar", "ما لا يقل عن 47", "47")),
    *(("ar", "13 مدنياً على الأقل", "13"), ("ar", "٢٢٠ ألفًا", "220000"), ("ar", "١٬٢٣٤ قتيلا", "1234")),
    *(("ar", "٢٫٥ مليون", "2500000"), ("ar", "2 مليون و200 ألف و5", "2200005"), ("ar", "220,000 قتيل", "220000")),
    *(("fr", "plus de 200.000 morts", "200000"), ("fr", "200 000 morts", "200000"), ("fr", "1,5 million", "1500000")),
    *(("fr", "200\u202f000 morts", "200000"), ("fr", "200 mille morts", "200000"), ("es", "220 mil", "220000")),
    *(("es", "3 mil millones", "3000000000"), ("es", "2,5 millones", "2500000"), ("de", "1.200 Tote", "1200")),
    *(("de", "2,5 Mio. Menschen", "2500000"), ("it", "220 mila morti", "220000"), ("it", "2 milioni", "2000000")),
    *(("pt", "1,5 milhão", "1500000"), ("tr", "220 bin kişi", "220000"), ("tr", "1.200 ölü", "1200")),
    *(("ru", "220 тыс. человек", "220000"), ("ru", "220 000 человек", "220000"), ("ru", "1,5 млн", "1500000")),
    *(("fa", "۲۲۰ هزار و ۲۷۱ نفر", "220271"), ("fa", "۲٫۵ میلیون", "2500000")),
]


@pytest.mark.parametrize(("language", "text", "value"), FOREIGN)
def test_values_in_other_languages(language: str, text: str, value: str) -> None:
    """A thousands separator read as a decimal point, a scale word or what is joined to it dropped."""
    assert read_quantity(text, language) == quantity(None, value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("ar", "90% من مخيم اليرموك"),
            ("ar", "نحو 90 في المئة"),
            ("ar", "٪90"),
            ("fr", "90 pour cent"),
            ("fr", "90 %"),
        ),
        *(
            ("es", "90 por ciento"),
            ("de", "90 Prozent"),
            ("it", "90 per cento"),
            ("pt", "90 por cento"),
            ("tr", "yüzde 90"),
        ),
        *(("tr", "%90'ını"), ("ru", "90 процентов"), ("fa", "۹۰ درصد")),
    ],
)
def test_percent_in_other_languages(language: str, text: str) -> None:
    """A percentage taken for a count because its word is not known."""
    assert read_quantity(text, language) == quantity(None, "90", unit="percent")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("ar", "مليون و200 ألف"),
            ("ar", "220 ألفا ومئتين"),
            ("ar", "20 رجلا و10 نساء"),
            ("ar", "مئات"),
            ("ar", "1.234"),
            ("ar", "2 ألف و5,000"),
        ),
        *(
            ("fr", "20 à 30"),
            ("fr", "2 millions et demi"),
            ("fr", "deux cents"),
            ("fr", "1.5"),
            ("fr", "G20"),
            ("fr", "1,234"),
        ),
        *(("fr", "2015 200 morts"), ("de", "am 20. April"), ("es", "20-30"), ("ru", "полтора миллиона"), ("it", "€20")),
        *(("ar", "683 معتقلاً %"), ("fr", "20 morts pour cent")),
        *(("fr", "-5"), ("fr", "½"), ("xx", "20"), ("EN", "20"), ("", "20")),
    ],
)
def test_what_other_languages_cannot_say_in_digits_is_refused(language: str, text: str) -> None:
    """Half a number read as the whole of it: a million in words, a second number, a half."""
    with pytest.raises(UnreadableWording):
        pytest.fail(f"{text} was read as {read_quantity(text, language)}")


# --- 3. Periods ------------------------------------------------------------------------------------------------------
def stated(start: str, end: str | None = None) -> Period:
    """A stated period from ISO days; of one day if there is one."""
    return Period(date.fromisoformat(start), date.fromisoformat(end or start), "stated")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        *((t, stated("2015-03-25", "2015-03-27")) for t in ("March 25-27", "March 25–27", "25 to 27 March")),
        *((t, stated("2015-03-25", "2015-03-27")) for t in ("between 25 and 27 March", "from March 25 through 27")),
        *((t, stated("2015-03-25", "2015-03-27")) for t in ("on March 25th-27th, 2015", "25-27 March 2015")),
        *((t, stated("2015-03-30", "2015-04-02")) for t in ("between March 30 and April 2", "March 30-April 2")),
        *((t, stated("2014-12-30", "2015-01-02")) for t in ("between December 30 and January 2", "30 Dec. to 2 Jan.")),
        *((t, stated("2014-12-30", "2015-01-02")) for t in ("December 30, 2014 to January 2", "Dec 30-Jan 2, 2015")),
        *((t, stated("2015-04-01")) for t in ("April 1", "on April 1", "1 April 2015", "April 1, 2015", "2015-04-01")),
        *((t, stated("2015-04-01")) for t in ("the 1st of April", "on Wednesday, April 1", "Wednesday 1 April")),
        ("April 6", stated("2015-04-06")),
        ("April 7", stated("2014-04-07")),
        ("February 29", stated("2012-02-29")),
        *((t, stated("2015-04-05")) for t in ("on Sunday", "Sunday", "Sunday night", "yesterday", "Sunday, April 5")),
        ("on Monday", stated("2015-03-30")),
        ("today", stated("2015-04-06")),
        ("from Friday to Sunday", stated("2015-04-03", "2015-04-05")),
        ("between Saturday and Thursday", stated("2015-03-28", "2015-04-02")),
        *((t, stated("2015-03-01", "2015-03-31")) for t in ("in March", "March", "March 2015", "last month")),
        ("in December", stated("2014-12-01", "2014-12-31")),
        ("between January and March", stated("2015-01-01", "2015-03-31")),
        *((t, stated("2014-01-01", "2014-12-31")) for t in ("in 2014", "last year")),
        ("2012 to 2014", stated("2012-01-01", "2014-12-31")),
    ],
)
def test_periods(texts: str, expected: Period) -> None:
    """A day, range or month put into another year, month or day than the words mean."""
    assert read_period([texts], PUBLISHED) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        *(
            ("since April 1", "2015-04-01", None),
            ("since March", "2015-03-01", None),
            ("from 2 April", "2015-04-02", None),
        ),
        *(("until April 2", None, "2015-04-02"), ("as of April 2", None, "2015-04-02")),
        *(("in April", "2015-04-01", "2015-04-06"), ("in 2015", "2015-01-01", "2015-04-06")),
    ],
)
def test_an_end_that_is_not_said_is_not_stated(text: str, start: str | None, end: str | None) -> None:
    """An open end, or a month that is not over, passed off as said."""
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    assert read_period([text], PUBLISHED) == Period(first, last, "inferred")


def test_several_texts_give_one_period() -> None:
    """The second of two anchors of a period overlooked, or their order taken for the order of the days."""
    expected = stated("2015-04-01", "2015-04-05")
    for texts in (["April 1", "on Sunday"], ["on Sunday", "April 1"], ["since April 1", "on Sunday"], ["April 1"] * 2):
        assert read_period(texts, PUBLISHED) == (expected if "on Sunday" in texts else stated("2015-04-01"))
    assert read_period(["since April 1", "until April 3"], PUBLISHED) == stated("2015-04-01", "2015-04-03")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "fourth year",
            "the fourth year",
            "four years",
            "three days",
            "the war",
            "25",
            "May 0",
            "May 32",
        ),
        *("February 30", "February 29, 2015", "31 April", "March 27-25", "April 1-1", "2015 to 2014", "2015-13-01"),
        *("Sunday, April 6", "Monday, April 5, 2015", "Sunday in March", "March 25 and 27", "March 25, 27", "1/4/2015"),
        *("early March", "last Sunday", "next Sunday", "last week", "before April 1", "after April 1", "until March"),
        *(
            "April 1 to",
            "between April 1",
            "March to April 2",
            "erupted on April 1",
            "April 1 2015 2016",
            "the 25th",
            "x" * 999,
        ),
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    """A duration or an ordinal that yields a period, an impossible day that yields another one."""
    with pytest.raises(UnreadableWording):
        pytest.fail(f"{text} was read as {read_period([text], PUBLISHED)}")


@pytest.mark.parametrize(
    "texts", [[], ["since April 1", "March 3"], ["since April 3", "since April 1"], ["April 1", ""]]
)
def test_texts_that_disagree_are_refused(texts: list[str]) -> None:
    """Two different first days of one figure, of which the earlier one wins unseen."""
    with pytest.raises(UnreadableWording):
        read_period(texts, PUBLISHED)


# --- 4. Mentions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("released 650 prisoners from at least three prisons on March 25-27.", ["650", "three", "25-27"]),
        ("It entered the fourth year; one of few allies, one told us.", ["fourth", "one", "one"]),
        ("over 220,000 people, hundreds fled, about 90 percent", ["220,000", "hundreds", "90"]),
        (
            "two hundred and six thousand, a dozen and 1.5 million",
            ["two hundred and six thousand", "a dozen", "1.5 million"],
        ),
        ("half the camp, two thirds of it, twenty-first, 20th", ["half", "two thirds", "twenty-first", "20th"]),
        ("between 20 and 30, 20 to 30, 20–30", ["20", "30", "20", "30", "20–30"]),
        (
            "G20, C-130, F16, 1234abc, COVID-19, 10:30, 1/2, 2015-04-01",
            ["20", "130", "16", "1234", "19", "10:30", "1/2", "2015-04-01"],
        ),
        ("a couple, twice, a second, a quarter, a third", ["couple", "twice", "second", "a quarter", "a third"]),
        ("tens of thousands, scores, ½ and ٢٢٠", ["tens of thousands", "scores", "½", "٢٢٠"]),
        ("none, someone, Stone, often, weight, attend, few, many, several, May", []),
        ("Women and 20 children, 2,20,000 in all", ["20", "2,20,000"]),
        ("", []),
    ],
)
def test_every_number_is_found(text: str, numbers: list[str]) -> None:
    """A number of the text that no rule ever looks at, or a word that is none."""
    assert [mention.text for mention in find_numbers(text)] == numbers


def test_positions_are_code_points() -> None:
    """Positions in bytes or UTF-16 units, which shift behind a character outside of ASCII."""
    assert find_numbers("“é 😀 26” – three") == [Mention("26", 5, 7), Mention("three", 11, 16)]


# --- 5. Hedges cut off, parts of a whole -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "quoted", "cut"),
    [
        *(("at least 26 people", "26", "at least"), ("at least 26 people", "26 people", "at least")),
        *(("at least 26 people", "at least 26", None), ("more than 220,000", "than 220,000", "more")),
        *(("well over 20", "over 20", "well"), ("26 or more people", "26", "or more"), ("26+ people", "26", "+")),
        *(
            ("26 people or more", "26 people", "or more"),
            ("26 or more", "26 or", "more"),
            ("26 or more", "26 or more", None),
        ),
        *(("over the weekend 26 died", "26", None), ("under siege 26 died", "26", None), ("only 26 died", "26", None)),
        *(("a few hundreds fled", "hundreds", "a few"), ("more than “220,000” people", "220,000", "more than")),
        *(("between 20 and 30", "20", "between"), ("20 to 30", "20", "to 30"), ("20 to 30", "30", "20 to")),
        *(("5-6 percent", "6 percent", "5-"), ("between 20 and 30", "between 20 and 30", None)),
        *(("gave 30 to 20 prisons", "30", None), ("650 prisoners from at least three prisons", "650 prisoners", None)),
        *(("in 26 at least 20 died", "26", None), ("killed 26", "", None)),
    ],
)
def test_a_hedge_that_a_quotation_leaves_out_is_reported(text: str, quoted: str, cut: str | None) -> None:
    """A quotation that turns "at least 26" into "26"."""
    start = text.index(quoted)
    assert cut_hedge(text, start, start + len(quoted)) == cut


@pytest.mark.parametrize("opening", ['"', "“", "("])
def test_a_quotation_mark_is_no_hedge(opening: str) -> None:
    """A value right behind a quotation mark could be refused for a hedge that is not there."""
    text = f"They said that {opening}at least 120 families left."
    assert cut_hedge(text, text.index("at least"), text.index(" families")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            ("94 civilians, including 43 women", True),
            ("98 people, of whom 40 children", True),
            ("Among them three", True),
        ),
        *(("43 women and 20 children", False), ("the inclusion of", False), ("seized of who", False)),
    ],
)
def test_inclusion_words(text: str, expected: bool) -> None:
    """Parts of a whole stored without the words that make them parts."""
    assert reads_as_inclusion(text) is expected
