"""What the words of news copy say: quantities, periods, numbers.

The tables of words at the top are the specification; the code below them only applies them. Nothing is guessed: words that
cannot be read, or that can be read in two ways, raise `UnreadableWording` with what was seen and what to quote instead.

How a quantity is read, in English
1. The text is cut into tokens, and every number in it is found (`find_numbers` lists the same ones).
2. There must be one number, or two that form a range. Ordinals, "twice" and the like are numbers too, and never a quantity.
3. Hedges stand right before the number, one after another ("more than an estimated 20"), or anywhere behind it ("20 people or
   more"). A bound outweighs an approximation; two different bounds contradict each other.
4. A hedge word that is left over might belong to the number, so it is an error and never dropped.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, NoReturn

# --- Hedges ----------------------------------------------------------------------------------------------------------
# Words before the number. "indefinite" marks words that can be read beside "hundreds" only; "" is no hedge at all.
_BEFORE = {
    "more_than": "over, well over, just over, more than, above, well above, just above, in excess of, exceeding, exceeded, "
    "exceeds, exceed, >",
    "at_least": "at least, at the very least, no fewer than, not fewer than, no less than, not less than, a minimum of, ≥",
    "at_most": "up to, as many as, as much as, a maximum of, at most, at the most, no more than, not more than, ≤",
    "less_than": "under, just under, well under, below, just below, well below, fewer than, less than, just short of, <",
    "approximately": "about, some, around, roughly, approximately, nearly, almost, an estimated, estimated, estimated at, "
    "close to, more or less, in the region of, ~, ≈",
    "between": "between",
    "indefinite": "a few, few, several, many, maybe, perhaps, possibly",
    "": "only, just, merely, exactly, precisely, another, a further, an additional, a total of",
}
# Words behind the number.
_AFTER = {
    "at_least": "or more, or above, or over, +, at least, minimum",
    "at_most": "or fewer, or less, or under, at most, at the most, maximum",
    "approximately": "or so, or thereabouts, more or less, approximately",
    "indefinite": "maybe, perhaps, possibly",
}
# Words of those phrases that say nothing about a number when they stand elsewhere.
_HARMLESS = frozenset(
    "a an another additional and as at exactly further in just merely of only or precisely region short so the to total very "
    "well".split()
)
# Words that would change the number if they were skipped: why they cannot be read.
_UNREAD = {
    "a negation": "no not never without neither nor none cannot hardly barely scarcely",
    "a word that changes the number": "times fold plus minus odd upwards counting something percentage little good",
    "a rate": "per daily weekly monthly yearly annually hourly apiece",
    "a guess": "probably likely presumably",
}
# Words right before a number that make it a label, an age or a limit that is in no table.
_LABELS = frozenset(
    "number nos nr article resolution page chapter day route phase section grade level version flight highway aged age year "
    "beyond past near nearing neared approaching approached topping topped tops surpassing surpassed passing passed toward "
    "towards circa".split()
)
_YEAR_CUES = frozenset("in since during until till before after by of".split())
# "handed over 20", "children under five", "a report about 20": the hedge may belong to the word before it.
_PERSONS = (
    "people persons children boys girls women men adults those anyone everyone civilians residents prisoners aged age"
)
_TWO_WAYS = {
    "over": "hand handed handing hands take took taken taking takes turn turned turning give gave win won " + _PERSONS,
    "about": "report reports reported story article talk talked talks news told asked know knew concern concerned worried",
    "up": "add adds added adding live lives lived summed",
    "under": _PERSONS,
    "above": _PERSONS,
    "below": _PERSONS,
    "around": "turn turned go went",
}
_CHANGES = frozenset(
    "rise rises rose risen rising grow grew grown increase increased increasing jumped climbed soared up fall fell fallen "
    "falling drop dropped decline declined decrease decreased down cut reduced shrank went revised raised".split()
)

# --- Numbers ---------------------------------------------------------------------------------------------------------
_UNITS = {w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = _UNITS | {w: n for n, w in enumerate(_TEENS.split(), 10)}
_TENS = {w: n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES = {"dozen": 12, "hundred": 100} | _POWERS
_SUFFIXES = {"k": 10**3, "K": 10**3, "mn": 10**6, "mln": 10**6, "M": 10**6, "m": 10**6, "bn": 10**9}
# A lower-case "m" is metres as well, unless people follow.
_PEOPLE = frozenset("people persons civilians refugees residents children women men lives syrians".split())
# The lower bound of the bare word.
_INDEFINITE = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100} | {f"{w}s": n for w, n in _POWERS.items()}
_FRACTIONS = {w: n for n, w in enumerate("third quarter fifth sixth seventh eighth ninth tenth".split(), 3)}
_FRACTIONS |= {"fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "fourth": 4, "half": 2}
_FRACTIONS |= {"halves": 2} | {f"{w}s": n for w, n in _FRACTIONS.items() if w != "half"}
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth hundredth thousandth millionth billionth".split()
)
_OTHER = frozenset(
    "nil twice thrice double doubled triple tripled quadruple couple pair twofold threefold fourfold fivefold tenfold "
    "hundredfold twenties thirties forties fifties sixties seventies eighties nineties ones twos threes fours fives sixes "
    "sevens eights nines".split()
)
_DETERMINERS = frozenset("the its their his her our my your this that these those all".split())
_NUMBER_WORDS = frozenset({"zero", "a", *_SMALL, *_TENS, *_SCALES, *_INDEFINITE, *_FRACTIONS, *_ORDINALS, *_OTHER})
_NARROW_SPACES = "\u00a0\u2009\u202f"
_GLYPHS = "²³¹⁰-⁹₀-₉¼-¾⅐-↉①-⓿"  # fractions, raised digits, Roman numerals: listed, never read
_TOKEN = re.compile(
    rf"""(?P<digits>\d+(?:[.,'’٬٫]\d+|[{_NARROW_SPACES}]\d{{3}}(?!\d))*)
    |(?P<glyph>[{_GLYPHS}])|(?P<word>[^\W\d_{_GLYPHS}]+)|(?P<sign>\S)""",
    re.VERBOSE,
)

# --- Days ------------------------------------------------------------------------------------------------------------
_MONTHS = {
    name: n
    for n, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,"
        "november nov,december dec".split(","),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {w: n for n, w in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}

# --- Parts of a whole ------------------------------------------------------------------------------------------------
INCLUSION_WORDS = (
    "including", "included", "includes", "include", "inclusive of", "among them", "among whom", "among which", "among those",
    "of whom", "of which", "of them", "of these", "of those", "comprising", "comprised", "comprises", "consisting of",
    "made up of",
)  # fmt: skip


class UnreadableWording(ValueError):
    """Words that cannot be read, or that can be read in two ways. The message is for people."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a value say: the codes of figures.csv. `quantifier` is None in languages other than English."""

    quantifier: str | None
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None where the words do not say it; `basis` is "stated" if they say both, else "inferred"."""

    start: date | None
    end: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text: its words and where they stand, in code points, end exclusive."""

    text: str
    start: int
    end: int


# --- Tokens and numerals ---------------------------------------------------------------------------------------------
class _Token(NamedTuple):
    kind: str
    low: str
    start: int
    end: int


class _Numeral(NamedTuple):
    """A number in a row of tokens (`first` to `last`, exclusive).

    `kind`: "exact"; "indefinite" ("hundreds"); "bare" (a scale word alone: "hundred"); "share" ("a third", as per cent); "other"
    (listed, never read: `problem` says why). `factor`: what the scale words at its end multiply by, if they end a plain number.
    """

    kind: str
    first: int
    last: int
    value: Decimal = Decimal(0)
    factor: int = 1
    problem: str = ""


_END = _Token("end", "", -1, -1)


class _Tokens(list[_Token]):
    """The tokens of a text; beyond its ends stands an empty one."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _Token(m.lastgroup or "", m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)
        )
        self.text = text

    def at(self, i: int) -> _Token:
        return self[i] if 0 <= i < len(self) else _END

    def low(self, i: int) -> str:
        return self.at(i).low

    def lows(self, i: int, j: int) -> tuple[str, ...]:
        """The words of tokens i to j; none if they reach beyond the text."""
        return tuple(t.low for t in self[i:j]) if 0 <= i and j <= len(self) else ()

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before it without a space."""
        return 0 < i < len(self) and self[i].start == self[i - 1].end

    def past_hyphen(self, i: int) -> int:
        """The place of the next word of a hyphenated number ("twenty-one")."""
        return i + 1 if self.low(i) == "-" and self.glued(i) and self.glued(i + 1) else i


def _decimal(digits: str, thousands: str = "," + _NARROW_SPACES, point: str = ".") -> Decimal | None:
    """A number in digits with well-formed separators, else None. Sixteen digits and more are no news."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in digits) if len(digits) < 40 else ""
    found = re.fullmatch(
        rf"(0|[1-9][0-9]{{0,14}}|[1-9][0-9]{{0,2}}([{thousands}])[0-9]{{3}}(?:\2[0-9]{{3}}){{0,3}})(?:[{point}]([0-9]{{1,9}}))?",
        plain,
    )
    if not found:
        return None
    whole = re.sub(r"[^0-9]", "", found[1])
    return Decimal(f"{whole}.{found[3]}" if found[3] else whole)


def _below_hundred(tokens: _Tokens, i: int) -> tuple[int, int] | None:
    """A number below a hundred in words at token i: its value and the token after it."""
    word = tokens.low(i)
    if word in _TENS:
        j = tokens.past_hyphen(i + 1)
        unit = _UNITS.get(tokens.low(j))
        return (10 * _TENS[word] + unit, j + 1) if unit else (10 * _TENS[word], i + 1)
    return (_SMALL[word], i + 1) if word in _SMALL else None


def _scale_at(tokens: _Tokens, i: int, scales: dict[str, int]) -> tuple[int, int]:
    """The scale word at token i, a hyphen before it allowed, and the token after it; (1, i) if there is none."""
    j = tokens.past_hyphen(i)
    return (scales[tokens.low(j)], j + 1) if tokens.low(j) in scales else (1, i)


def _after_and(tokens: _Tokens, i: int) -> int:
    """The place of what "and" joins to a number: "two hundred and six", "one-hundred-and-six"."""
    j = tokens.past_hyphen(i)
    return tokens.past_hyphen(j + 1) if tokens.low(j) == "and" else j


def _group(tokens: _Tokens, i: int) -> tuple[int, int, int] | None:
    """A number below a thousand in words, or "twelve hundred": value, token after it, and 100 if it ends in "hundred"."""
    small = (1, i + 1) if tokens.low(i) == "a" and tokens.low(i + 1) in _SCALES else _below_hundred(tokens, i)
    if not small:
        return None
    value, j = small
    hundred, k = _scale_at(tokens, j, {"hundred": 100})
    if hundred == 1:
        return value, j, 1
    rest = _below_hundred(tokens, _after_and(tokens, k))
    if rest and _scale_at(tokens, rest[1], {"hundred": 100})[0] == 1:
        return value * 100 + rest[0], rest[1], 1
    return value * 100, k, 100


def _cardinal(tokens: _Tokens, i: int) -> _Numeral | None:
    """The longest number in words at token i: "two hundred and six thousand", "a dozen", "one and a half million"."""
    group = _group(tokens, i)
    if not group:
        return None
    value, j, factor = group
    if tokens.lows(j, j + 3) == ("and", "a", "half"):
        scale, k = _scale_at(tokens, j + 3, _SCALES)
        return _Numeral("exact", i, k, (value + Decimal("0.5")) * scale, scale)
    dozens, k = _scale_at(tokens, j, {"dozen": 12})
    if dozens > 1:
        return _Numeral("exact", i, k, Decimal(value * dozens), factor * dozens)
    power, j = _scale_at(tokens, j, _POWERS)
    total, factor = value * power, factor * power
    while power > 1:  # smaller groups follow: "... thousand two hundred", "... thousand and six"
        more = _group(tokens, _after_and(tokens, j))
        if not more:
            break
        smaller, k = _scale_at(tokens, more[1], _POWERS)
        if smaller >= power or (tokens.low(tokens.past_hyphen(j)) == "and" and more[0] * smaller >= 100):
            break
        total, j, power, factor = total + more[0] * smaller, k, smaller, 1
    return _Numeral("exact", i, j, Decimal(total), factor)


def _in_digits(tokens: _Tokens, i: int) -> _Numeral:
    """The number in digits at token i, with the scale words behind it: "1.5 million", "2k", "20th"."""
    suffix = tokens.text[tokens[i + 1].start : tokens[i + 1].end] if tokens.glued(i + 1) else ""
    if suffix.lower() in ("st", "nd", "rd", "th"):
        return _Numeral("other", i, i + 2, problem="an ordinal")
    value = _decimal(tokens[i].low)
    if value is None:
        return _Numeral("other", i, i + 1, problem="digits with separators that are not well formed")
    if suffix in _SUFFIXES:
        if suffix == "m" and tokens.low(i + 2) not in _PEOPLE:
            return _Numeral("other", i, i + 2, problem="a number with m, which can be metres or millions")
        return _Numeral("exact", i, i + 2, value * _SUFFIXES[suffix], _SUFFIXES[suffix])
    j = i + 1
    if tokens.lows(j, j + 3) == ("and", "a", "half"):
        value, j = value + Decimal("0.5"), j + 3
    hundreds, j = _scale_at(tokens, j, {"hundred": 100, "dozen": 12})
    powers, j = _scale_at(tokens, j, _POWERS) if hundreds != 12 else (1, j)
    return _Numeral("exact", i, j, value * hundreds * powers, hundreds * powers)


def _indefinite(tokens: _Tokens, i: int) -> _Numeral:
    """ "hundreds", "tens of thousands", "hundreds of thousands"."""
    floor, j = _INDEFINITE[tokens[i].low], i + 1
    while tokens.low(j) == "of" and tokens.low(j + 1) in _INDEFINITE and _INDEFINITE[tokens.low(j + 1)] >= 1000:
        floor, j = floor * _INDEFINITE[tokens.low(j + 1)], j + 2
    return _Numeral("indefinite", i, j, Decimal(floor))


def _half(tokens: _Tokens, i: int) -> _Numeral:
    """ "half a million", "half a dozen", "a half-million"; else the share "half"."""
    j = tokens.past_hyphen(i + 1)
    j += tokens.low(j) == "a"
    scale, k = _scale_at(tokens, j, _SCALES)
    if scale > 1:
        return _Numeral("exact", i, k, Decimal(scale) / 2)
    return _Numeral("share", i, i + 1, Decimal(50))


def _with_fraction(tokens: _Tokens, numeral: _Numeral) -> _Numeral:
    """Join the fraction or ordinal word behind a number: "two thirds", "twenty-first"."""
    j = tokens.past_hyphen(numeral.last)
    word, count = tokens.low(j), numeral.value
    if word in _FRACTIONS and (count == 1) != word.endswith("s") and count <= _FRACTIONS[word]:
        return _Numeral("share", numeral.first, j + 1, (100 * count / _FRACTIONS[word]).quantize(Decimal("0.01")))
    if word in _FRACTIONS or (word in _ORDINALS and j > numeral.last):
        return _Numeral("other", numeral.first, j + 1, problem="an ordinal")
    return numeral


def _numeral(tokens: _Tokens, i: int) -> _Numeral | None:
    """The number that begins at token i, if one does."""
    kind, word, _, _ = tokens[i]
    if kind == "digits":
        numeral = _in_digits(tokens, i)
        return _with_fraction(tokens, numeral) if numeral.kind == "exact" else numeral
    if kind == "glyph":
        return _Numeral("other", i, i + 1, problem="a fraction or another sign for a number")
    if kind != "word" or word not in _NUMBER_WORDS:
        return None
    if word == "a":
        j = tokens.past_hyphen(i + 1)
        if tokens.low(j) == "half":
            return _half(tokens, j)._replace(first=i)
        if tokens.low(j) in _FRACTIONS and not tokens.low(j).endswith("s"):
            return _with_fraction(tokens, _Numeral("exact", i, i + 1, Decimal(1)))
        return _cardinal(tokens, i)
    if word == "half":
        return _half(tokens, i)
    if word == "zero":
        return _Numeral("exact", i, i + 1)
    if word in _INDEFINITE:
        return _indefinite(tokens, i)
    if word in _SCALES:
        scale, j = _scale_at(tokens, i + 1, _POWERS)
        return _Numeral("bare", i, j, Decimal(_SCALES[word] * scale), problem="a number word without its number")
    cardinal = _cardinal(tokens, i)
    if cardinal:
        return _with_fraction(tokens, cardinal)
    problem = "an ordinal" if word in _ORDINALS else "a word for a number that is no count"
    return _Numeral("other", i, i + 1, problem=problem)


def _numerals(tokens: _Tokens) -> Iterator[_Numeral]:
    """All numbers of a text, in order. Each token is looked at a few times at most."""
    i = 0
    while i < len(tokens):
        numeral = _numeral(tokens, i)
        if numeral:
            yield numeral
        i = numeral.last if numeral else i + 1


def find_numbers(text: str) -> list[Mention]:
    """Every number of a text: digits, number words, ordinals, fractions, "hundreds"; also inside "G20" or "COVID-19".

    Numbers in digits that a dash, colon or slash glues together are one mention ("25-27", "10:30", "2015-04-01"); numbers that words
    join are two ("20 to 30"). Rather one too many ("second", "no one") than one lost; "few", "many" and "several" are none.
    """
    tokens = _Tokens(text)
    spans: list[tuple[int, int]] = []
    for n in _numerals(tokens):
        if spans and _dash_glued(tokens, *spans[-1], n.first):
            spans[-1] = (spans[-1][0], n.last)
        else:
            spans.append((n.first, n.last))
    return [Mention(text[tokens[a].start : tokens[b - 1].end], tokens[a].start, tokens[b - 1].end) for a, b in spans]


def _dash_glued(tokens: _Tokens, first: int, last: int, following: int) -> bool:
    return (
        following == last + 1
        and tokens.low(last) in ("-", "–", "/", ":")
        and tokens.glued(last)
        and tokens.glued(following)
        and tokens[first].kind == tokens[following].kind == "digits"
    )


# --- Quantities ------------------------------------------------------------------------------------------------------
def _phrases(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): code for code, phrases in table.items() for phrase in phrases.split(", ")}


_PHRASES_BEFORE = _phrases(_BEFORE)
_PHRASES_AFTER = _phrases(_AFTER)
_LONGEST = max(map(len, [*_PHRASES_BEFORE, *_PHRASES_AFTER]))
_REASONS = {
    w: "a hedge that does not stand right at the number" for p in (*_PHRASES_BEFORE, *_PHRASES_AFTER) for w in p
}
_REASONS = {w: why for w, why in _REASONS.items() if w not in _HARMLESS} | {"than": "a comparison"}
_REASONS |= {w: why for why, words in _UNREAD.items() for w in words.split()}
_SIGNS_BEFORE = frozenset("~≈><≥≤")
_OPENING = frozenset("“\"‘'([«—…")
_CLOSING = frozenset("”)]»,.;:!?—…+")


def _fail(text: str, seen: str, instead: str = "quote only the number with its hedge and what is counted") -> NoReturn:
    shown = text if len(text) <= 80 else text[:77] + "..."
    raise UnreadableWording(f"“{shown}” cannot be read: {seen}; {instead}")


def read_quantity(text: str, language: str = "en") -> Quantity:
    """Read the words of a value.

    In: a few words of news copy, and their language (ISO 639-1). Out: the quantifier's code, the value (and the upper one of a range),
    and the unit "percent" or None. A share ("a third of the camp") is per cent, rounded to two decimals where it does not end.
    In other languages only the value is read. Raises `UnreadableWording`.
    """
    return _read_english(text) if language == "en" else _read_foreign(text, language)


@lru_cache(maxsize=4096)
def _read_english(text: str) -> Quantity:
    tokens = _Tokens(text)
    numerals = list(_numerals(tokens))
    if not numerals:
        _fail(text, "there is no number in it", "quote the number's words; “few”, “many” and “several” alone are none")
    codes, first, used = _hedges_before(tokens, numerals[0].first)
    numerals = _absorb(numerals, codes)
    for n in numerals:
        if n.problem:
            _fail(text, f"“{_words(tokens, n)}” is {n.problem}")
    high = _range(tokens, numerals, codes)
    low, last = numerals[0], numerals[-1]
    if high:
        codes.append("between")
    unit, end = _unit(tokens, numerals)
    used |= set(range(first, end))
    after, used_after = _hedges_after(tokens, end)
    codes, used = codes + after, used | used_after
    _check_surroundings(tokens, numerals, end, first)
    _check_leftovers(tokens, used)
    if last.kind == "indefinite":
        if unit:
            _fail(text, "an indefinite word has no unit")
        return Quantity("indefinite", None, None, None)
    quantifier = _one_code(text, codes, bool(high))
    if quantifier == "between" and high:
        return Quantity(quantifier, _whole(high[0]), _whole(high[1]), unit)
    return Quantity(quantifier, _whole(low.value), None, unit)


def _whole(value: Decimal) -> Decimal:
    """20 rather than 20.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _words(tokens: _Tokens, n: _Numeral) -> str:
    return tokens.text[tokens[n.first].start : tokens[n.last - 1].end]


def _hedges_before(tokens: _Tokens, i: int) -> tuple[list[str], int, set[int]]:
    """The codes of the hedges right before token i, where the first of them begins, and the tokens that they take."""
    codes: list[str] = []
    used: set[int] = set()
    while True:
        while tokens.low(i - 1) in _OPENING:
            i -= 1
        size = next((n for n in range(min(_LONGEST, i), 0, -1) if tokens.lows(i - n, i) in _PHRASES_BEFORE), 0)
        if not size:
            return codes, i, used
        codes.append(_PHRASES_BEFORE[tokens.lows(i - size, i)])
        used |= set(range(i - size, i))
        i -= size


def _hedges_after(tokens: _Tokens, i: int) -> tuple[list[str], set[int]]:
    """The codes of the hedges anywhere behind the number, and the tokens that they take."""
    codes: list[str] = []
    used: set[int] = set()
    while i < len(tokens):
        size = next((n for n in range(_LONGEST, 0, -1) if tokens.lows(i, i + n) in _PHRASES_AFTER), 0)
        if size:
            codes.append(_PHRASES_AFTER[tokens.lows(i, i + size)])
            used |= set(range(i, i + size))
        i += max(size, 1)
    return codes, used


def _absorb(numerals: list[_Numeral], codes: list[str]) -> list[_Numeral]:
    """ "several hundred" is as indefinite as "hundreds"."""
    n = numerals[0]
    return (
        [n._replace(kind="indefinite", problem=""), *numerals[1:]]
        if n.kind == "bare" and "indefinite" in codes
        else numerals
    )


def _percent_end(tokens: _Tokens, i: int) -> int:
    """The token after a percent sign or word at token i; i itself if there is none."""
    if tokens.low(i) in ("%", "٪", "percent", "pct"):
        return i + 1
    return i + 2 if tokens.lows(i, i + 2) == ("per", "cent") else i


def _range(tokens: _Tokens, numerals: list[_Numeral], codes: list[str]) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range; None for a single number."""
    text = tokens.text
    if len(numerals) == 1:
        return None
    a, b = numerals[0], numerals[1]
    i = _percent_end(tokens, a.last)
    joint = tokens.low(i)
    dash = (
        joint in ("-", "–") and tokens.glued(i) == tokens.glued(i + 1) and tokens[a.first].kind == tokens[b.first].kind
    )
    joined = b.first == i + 1 and (joint == "to" or dash or (joint == "and" and "between" in codes))
    if len(numerals) > 2 or not joined or (dash and tokens[a.first].kind != "digits"):
        seen = ", ".join(f"“{_words(tokens, n)}”" for n in numerals[:4])
        _fail(text, f"it holds several numbers ({seen}) that are no range")
    if a.kind != b.kind or a.kind not in ("exact", "share"):
        _fail(text, "a range needs two numbers of one kind")
    if any(t.low in _CHANGES for t in tokens):
        _fail(text, "this may be a change from one number to another and not a range")
    low = a.value * b.factor if a.factor == 1 and a.value * b.factor < b.value else a.value
    if low >= b.value:
        _fail(text, "the range does not rise")
    return low, b.value


def _unit(tokens: _Tokens, numerals: list[_Numeral]) -> tuple[str | None, int]:
    """The unit of the number or range, and the token after it."""
    a, b = numerals[0], numerals[-1]
    end = _percent_end(tokens, b.last)
    if a is not b and _percent_end(tokens, a.last) > a.last and end == b.last:
        _fail(tokens.text, "only one end of the range has a percent sign")
    if end > b.last and tokens.low(end) in ("point", "points"):
        _fail(tokens.text, "percentage points are no percentage")
    if b.kind != "share":
        return ("percent" if end > b.last else None), end
    i = end + 1 if tokens.low(end) == "of" else end
    direct = tokens.low(b.last - 1) == "half" and tokens.low(end) in _DETERMINERS
    if end > b.last or not (i > end or direct) or tokens.at(i + direct).kind != "word":
        seen = f"“{_words(tokens, b)}” does not say of what it is a share"
        _fail(tokens.text, seen, "quote it with the whole: “half the camp”, “a third of the district”")
    return "percent", end


def _one_code(text: str, codes: list[str], is_range: bool) -> str:
    """The one quantifier of several hedges: a bound outweighs an approximation, two bounds contradict each other."""
    bounds = {c for c in codes if c and c != "approximately"}
    if "indefinite" in bounds:
        _fail(text, "“a few”, “several”, “many”, “maybe” and the like do not go with a number")
    if len(bounds) > 1 or ("between" in bounds and not is_range):
        _fail(text, "its hedges do not fit together or with the number")
    return bounds.pop() if bounds else "approximately" if "approximately" in codes else "unhedged"


def _check_surroundings(tokens: _Tokens, numerals: list[_Numeral], end: int, first: int) -> None:
    """Refuse what only looks like a count: parts of names, dates, years, labels, money, ages."""
    text = tokens.text
    start = numerals[0].first
    before = text[tokens[start].start - 1 : tokens[start].start]
    after = text[tokens[end - 1].end : tokens[end - 1].end + 1]
    closing = _CLOSING | {'"'} if text.count('"') % 2 == 0 else _CLOSING
    if before and not before.isspace() and before not in _OPENING | _SIGNS_BEFORE:
        _fail(text, f"“{before}” is glued to the number")
    if before in _OPENING and start > 1 and tokens.glued(start - 1) and before != "—":
        _fail(text, "the number in brackets is glued to the word before it")
    if after and not after.isspace() and after not in closing:
        _fail(text, f"“{after}” is glued to the number")
    for n in numerals:
        token = tokens[n.first]
        if n.factor == 1 and end == numerals[-1].last and re.fullmatch(r"\d{1,3}\.\d{3}", token.low):
            _fail(text, f"“{token.low}” can have three decimals or be a number of thousands")
    previous = tokens.low(first - 1)
    if previous in _LABELS:
        _fail(text, f"after “{previous}” the number may be no count")
    for i in (start - 1, end):
        if tokens.low(i) in _MONTHS and text[tokens[i].start].isupper():
            _fail(text, "beside a month the number is a date", "quote it as the words of a period")
    if previous in _YEAR_CUES and re.fullmatch(r"(?:19|20)\d\d", _words(tokens, numerals[0])) and first == start:
        _fail(text, "the number can be a year")
    if tokens.low(first) in _TWO_WAYS and previous in _TWO_WAYS[tokens.low(first)].split():
        _fail(text, f"“{previous} {tokens.low(first)}” can be read in two ways")


def _check_leftovers(tokens: _Tokens, used: set[int]) -> None:
    """Refuse words that might change the number and that were not read as its hedge."""
    if re.search(r"n['’]t\b", tokens.text):
        _fail(tokens.text, "it holds a negation")
    for i, token in enumerate(tokens):
        if i not in used and token.low in _REASONS:
            _fail(tokens.text, f"“{token.low}” is {_REASONS[token.low]}")
        if token.low in ("a", "an", "each", "every") and tokens.low(i + 1) in ("day", "week", "month", "year", "hour"):
            _fail(tokens.text, f"“{token.low} {tokens.low(i + 1)}” makes it a rate")
        if token.low == "one" and tokens.low(i + 1) == "another":
            _fail(tokens.text, "“one another” is no number")


def indefinite_floor(text: str) -> int | None:
    """The lower bound of an indefinite wording: dozens 12, scores 20, hundreds 100, tens of thousands 10000.

    None where the word is not bare: "a few hundreds", "several hundred", "hundreds maybe", "up to hundreds". Raises `UnreadableWording`
    if the words are not indefinite.
    """
    if read_quantity(text).quantifier != "indefinite":
        _fail(text, "it is no indefinite wording", "use its value")
    tokens = _Tokens(text)
    n = next(_numerals(tokens))
    hedged = any(_hedges_before(tokens, n.first)[0]) or _hedges_after(tokens, n.last)[0]
    return None if hedged else int(n.value)


def cut_hedge(text: str, start: int, end: int) -> str | None:
    """The hedge words right beside a value's words that these leave out, before or after; None if none is cut.

    In: a whole text, and where the value's words stand in it (code points, end exclusive). A range that is cut in half counts as well.
    """
    tokens = _Tokens(text)
    inside = [i for i, t in enumerate(tokens) if t.start >= start and t.end <= end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    numeral = next((i for i in inside if _numeral(tokens, i)), first)
    codes, begin, used = _hedges_before(tokens, numeral)
    cut = [i for i in used if i < first]
    if cut and any(codes):
        return text[tokens[min(cut)].start : tokens[max(cut)].end]
    for size in range(_LONGEST, 0, -1):
        for i in range(last - size + 1, last + 1):
            if i > numeral and tokens.lows(i, i + size) in _PHRASES_AFTER and i + size > last:
                return text[tokens[last].start : tokens[i + size - 1].end]
    if tokens.low(last) in ("to", "-", "–") and last + 1 < len(tokens) and _numeral(tokens, last + 1):
        return text[tokens[last].start : tokens[last + 1].end]
    return None


def reads_as_inclusion(text: str) -> bool:
    """Whether the words introduce parts of a whole ("94 civilians, including 43 women")."""
    return _INCLUSION.search(text) is not None


_INCLUSION = re.compile(rf"\b(?:{'|'.join(w.replace(' ', chr(92) + 's+') for w in INCLUSION_WORDS)})\b", re.IGNORECASE)


# --- Other languages -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Language:
    """How numbers are written: separators, scale words, percent, the word that joins, words that would be lost."""

    thousands: str
    point: str
    scales: dict[str, int]
    percent: frozenset[str]
    joiner: str
    lost: frozenset[str]


def _plain(text: str) -> str:
    """Lower case without accents, vowel signs, tatweel and invisible marks: one spelling for each word."""
    kept = (
        c
        for c in unicodedata.normalize("NFD", text.lower())
        if unicodedata.category(c) not in ("Mn", "Cf") and c != "ـ"
    )
    return "".join(kept).replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


def _language(thousands: str, point: str, words: str, percent: str, joiner: str, lost: str) -> _Language:
    """`words`: the words for thousand; million; thousand millions."""
    scales = {_plain(w): 1000**n for n, group in enumerate(words.split(";"), 1) for w in group.split()}
    return _Language(
        thousands + _NARROW_SPACES, point, scales,
        frozenset({"%", "٪", *(_plain(p) for p in percent.split(", "))}), _plain(joiner), frozenset(_plain(lost).split()),
    )  # fmt: skip


_LANGUAGES = {
    "ar": _language(
        ",٬", ".٫", "ألف ألفا آلاف ألاف; مليون مليونا ملايين; مليار مليارا مليارات بليون",
        "في المئة, في المائة, بالمئة, بالمائة", "و",
        "نصف ونصف ربع وربع ثلث مئة مائة ومئة ومائة مئتان مئتين ومئتين ومئتان مائتان مائتين ومائتين ومائتان ألفان ألفين وألفين "
        "مليونان مليونين عشرة عشرات عشرون عشرين وعشرين ثلاثون ثلاثين وثلاثين أربعين وأربعين خمسين وخمسين ستين وستين سبعين "
        "وسبعين ثمانين وثمانين تسعين وتسعين ثلاثمئة ثلاثمائة أربعمئة أربعمائة خمسمئة خمسمائة وخمسمئة وخمسمائة ستمئة ستمائة "
        "سبعمئة سبعمائة ثمانمئة ثمانمائة تسعمئة تسعمائة وألف ومليون",
    ),
    "fa": _language(
        ",٬", ".٫", "هزار; میلیون; میلیارد", "درصد, در صد", "و",
        "نیم ونیم نصف صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد ده بیست سی چهل پنجاه شصت هفتاد هشتاد نود",
    ),
    "fr": _language(
        ". ", ",", "mille millier milliers; million millions; milliard milliards", "pour cent, pourcent", "et",
        "demi demie moitié quart tiers deux trois quatre cinq six sept huit neuf dix vingt trente quarante cinquante soixante "
        "cent cents centaine centaines dizaine dizaines vingtaine",
    ),
    "es": _language(
        ". ", ",", "mil; millón millones; millardo millardos", "por ciento, por cien", "y",
        "medio media mitad tercio cuarto dos tres cuatro cinco seis siete ocho nueve diez veinte treinta cuarenta cincuenta "
        "sesenta setenta ochenta noventa cien ciento cientos doscientos trescientos quinientos miles",
    ),
    "de": _language(
        ". ", ",", "tausend; million millionen mio; milliarde milliarden mrd", "prozent", "und",
        "halb halbe halben anderthalb hälfte drittel viertel zwei drei vier fünf sechs sieben acht neun zehn zwanzig hundert "
        "hunderte zweihundert dreihundert fünfhundert tausende",
    ),
    "it": _language(
        ". ", ",", "mila mille; milione milioni; miliardo miliardi", "per cento, percento", "e",
        "mezzo mezza metà terzo quarto due tre quattro cinque sei sette otto nove dieci venti trenta quaranta cinquanta cento "
        "duecento trecento cinquecento centinaia migliaia",
    ),
    "pt": _language(
        ". ", ",", "mil; milhão milhões; bilhão bilhões", "por cento", "e",
        "meio meia metade terço quarto dois duas três quatro cinco seis sete oito nove dez vinte trinta quarenta cinquenta cem "
        "cento centenas duzentos trezentos quinhentos milhares",
    ),
    "tr": _language(
        ".", ",", "bin; milyon; milyar", "yüzde", "ve",
        "buçuk yarım yarısı iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz yüzlerce "
        "binlerce",
    ),
    "ru": _language(
        " ", ",", "тысяча тысячи тысяч тысячу тыс; миллион миллиона миллионов млн; миллиард миллиарда миллиардов млрд",
        "процент, процента, процентов", "и",
        "половина половиной половины полтора два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок "
        "пятьдесят сто двести триста четыреста пятьсот сотни тысячами",
    ),
}  # fmt: skip
_ARABIC_PREFIXES = frozenset("و ف ب ل ک ال وال بال لل".split())


@lru_cache(maxsize=4096)
def _read_foreign(text: str, language: str) -> Quantity:
    """The value alone: digits, times the scale words behind them, plus what is joined to these."""
    rules = _LANGUAGES.get(language)
    if rules is None:
        _fail(text, f"the language “{language}” is not known", f"known are en, {', '.join(_LANGUAGES)}")
    plain = _plain(text)
    if " " in rules.thousands:
        plain = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u202f", plain)
    tokens = _Tokens(plain)
    value, first, last = _foreign_value(text, tokens, rules)
    before, after = tokens.lows(first - 1, first), (tokens.lows(last, last + 1), tokens.lows(last, last + 2))
    percent = {" ".join(words) for words in (before, *after)} & rules.percent
    for i, token in enumerate(tokens):
        if (
            not first <= i < last
            and (token.low in rules.lost or token.low in rules.scales)
            and token.low not in percent
        ):
            _fail(text, f"“{token.low}” is a number in words", "in other languages than English only digits are read")
        if token.kind == "glyph" or token.low in "$€£¥₺₽":
            _fail(text, f"“{token.low}” makes it no count")
    return Quantity(None, _whole(value), None, "percent" if percent else None)


def _foreign_value(text: str, tokens: _Tokens, rules: _Language) -> tuple[Decimal, int, int]:
    """The value of the digits with their scale words, and the tokens that it takes."""
    starts = [i for i, t in enumerate(tokens) if t.kind == "digits"]
    if not starts:
        _fail(text, "there are no digits in it", "in other languages than English only digits are read")
    total, limit, last = Decimal(0), 0, -1
    for i in starts:
        value, factor, end = _foreign_term(text, tokens, i, rules)
        if last >= 0 and not (tokens.lows(last, i) in ((), (rules.joiner,)) and value * factor < limit):
            _fail(text, "it holds several numbers that do not belong together")
        total, limit, last = total + value * factor, factor, end
    return total, starts[0], last


def _foreign_term(text: str, tokens: _Tokens, i: int, rules: _Language) -> tuple[Decimal, int, int]:
    """One number in digits, the product of the scale words behind it, and the token after them."""
    value, factor, end = _decimal(tokens[i].low, rules.thousands, rules.point), 1, i + 1
    while tokens.low(end) in rules.scales:
        factor, end = factor * rules.scales[tokens.low(end)], end + 1
        end += tokens.low(end) == "." and tokens.at(end + 1).kind == "word"
    if value is None:
        _fail(text, f"“{tokens[i].low}” has separators that this language does not use so")
    decimals = value.as_tuple().exponent
    if factor == 1 and decimals == -3 and tokens.low(end) not in ("%", "٪"):
        _fail(text, f"“{tokens[i].low}” can have three decimals or be a number of thousands")
    if tokens.glued(i) and not (tokens.low(i - 1) in _ARABIC_PREFIXES or tokens.low(i - 1) in '%٪"“«(~≈'):
        _fail(text, f"“{tokens.low(i - 1)}” is glued to the number")
    if tokens.glued(i + 1) and (tokens[i + 1].kind == "word" or tokens.low(i + 1) in "-–/:"):
        _fail(text, f"“{tokens.low(i + 1)}” is glued to the number")
    if tokens.low(i + 1) == "." and tokens.at(i + 2).kind == "word":
        _fail(text, "a number with a full stop can be an ordinal")
    return value, factor, end


# --- Periods ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _When:
    """A day, month, year or weekday as said; None is what the words leave out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""


_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_WHEN = [
    re.compile(rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})(?: |$))?(?:{form})?")
    for form in (
        rf"(?P<month>{_MONTH})(?: {_DAY})?(?: {_YEAR})?",
        rf"{_DAY}(?: (?:of )?(?P<month>{_MONTH}))?(?: {_YEAR})?",
        _YEAR,
    )
] + [re.compile(r"(?P<relative>yesterday|today|last month|last year)")]
_RANGES = [
    re.compile(r"between (.+) and (.+)"),
    re.compile(r"(?:from )?(.+) (?:to|until|till|through) (.+)"),
    re.compile(r"([^-]+?) ?- ?([^-]+)"),
]
_EXPECTED = "quote only the words of the day or days: “March 25-27”, “since April 1”, “on Sunday”, “in March”"


def read_period(texts: Sequence[str], published_on: date) -> Period:
    """Read the words of a period, all of one figure's together.

    In: the words ("March 25-27"; or "April 1" and "on Sunday", which give first and last day in any order) and the day of publication.
    A day, month or weekday without a year is the last one not after publication (a weekday: before it); a month that is not over on that
    day ends with it, and is "inferred". "since" leaves the end open, "until" and "as of" the start. Raises `UnreadableWording`.
    """
    return _read_period(tuple(texts), published_on)


@lru_cache(maxsize=4096)
def _read_period(texts: tuple[str, ...], published_on: date) -> Period:
    if not texts:
        raise UnreadableWording("no words of a period were given; a period that is not stated has no words")
    spans = [_span(text, published_on) for text in texts]
    starts = [s.start for s in spans if s.start]
    ends = [s.end for s in spans if s.end]
    start, end = min(starts, default=None), max(ends, default=None)
    together = " + ".join(texts)
    for span in spans:
        if (span.end is None and span.start != start) or (span.start is None and span.end != end):
            _fail(together, "its words name different first or last days")
    if start and end and start > end:
        _fail(together, "it ends before it starts")
    stated = start is not None and end is not None and all(s.basis == "stated" for s in spans if s.start and s.end)
    return Period(start, end, "stated" if stated else "inferred")


def _span(text: str, published_on: date) -> Period:
    """The period of one text."""
    if len(text) > 100:
        _fail(text, "it is too long for the words of a period", _EXPECTED)
    words = _normal(text)
    opened = re.fullmatch(r"(since|from|starting) (.+)", words)
    closed = re.fullmatch(r"(until|till|up to|through|as of|by) (.+)", words)
    ends = next((m.groups() for m in (pattern.fullmatch(words) for pattern in _RANGES) if m), None)
    if ends and _when(ends[0]) and _when(ends[1]):
        return _between(text, ends[0], ends[1], published_on)
    core = opened[2] if opened else closed[2] if closed else re.sub(r"^(?:on|in|during) ", "", words)
    when = _when(core)
    if not when:
        _fail(text, "it is no day, month or range of days that can be read", _EXPECTED)
    found = _resolve(text, when, published_on, published_on)
    if opened:
        return replace(found, end=None)
    if closed and found.start != found.end:
        _fail(text, "the last day is not said", _EXPECTED)
    return replace(found, start=None) if closed else found


def _normal(text: str) -> str:
    """Lower case, one kind of dash and space, no commas, no times of day; ISO days as "1 april 2015"."""
    words = re.sub(r"[,“”\"()\s]+", " ", text.lower()).strip(" .;:").replace("–", "-").replace("—", "-")
    words = re.sub(rf"\b({_MONTH})\.", r"\1", words)
    words = re.sub(r" (?:morning|afternoon|evening|night)$", "", words)
    names = list(dict.fromkeys(_MONTHS.values()))
    full = {n: next(w for w, m in _MONTHS.items() if m == n) for n in names}
    return re.sub(
        r"\b([12][0-9]{3})-(0[1-9]|1[0-2])-([0-3][0-9])\b", lambda m: f"{int(m[3])} {full[int(m[2])]} {m[1]}", words
    )


def _when(words: str) -> _When | None:
    """A day as said; None if the words are none."""
    for pattern in _WHEN:
        m = pattern.fullmatch(words)
        if m and words:
            part = {"weekday": None, "month": None, "day": None, "year": None, "relative": None} | m.groupdict()
            return _When(
                int(part["year"]) if part["year"] else None,
                _MONTHS[part["month"]] if part["month"] else None,
                int(part["day"]) if part["day"] else None,
                _WEEKDAYS[part["weekday"]] if part["weekday"] else None,
                part["relative"] or "",
            )
    return None


def _between(text: str, left: str, right: str, published_on: date) -> Period:
    """A range: what one end leaves out it takes from the other ("March 25-27", "25 to 27 March 2015")."""
    a, b = _when(left), _when(right)
    if not a or not b:
        _fail(text, "one end of the range is no day", _EXPECTED)
    a = replace(a, month=b.month, year=a.year or b.year) if a.day is not None and not a.month else a
    b = replace(b, month=a.month) if b.day is not None and not b.month else b
    if a.month and b.month and (a.day is None) != (b.day is None):
        _fail(text, "one end of the range is a day and the other a month", _EXPECTED)
    if a.month == b.month and a.day and b.day and a.day > b.day and not (a.year and b.year):
        _fail(text, "the range does not rise", _EXPECTED)
    if a.year and not b.year and b.month:  # "December 30, 2014 to January 2": the first such day after the start
        b = replace(b, year=a.year + ((b.month, b.day or 0) < (a.month or 0, a.day or 0)))
    end = _resolve(text, b, published_on, published_on)
    start = _resolve(text, a, end.end or published_on, published_on)
    if not (start.start and end.end and start.start < end.end and start.start <= (end.start or end.end)):
        _fail(text, "the range does not rise", _EXPECTED)
    return Period(start.start, end.end, end.basis)


def _resolve(text: str, when: _When, latest: date, published_on: date) -> Period:
    """The days that are meant: the last such not after `latest` where the year is not said."""
    try:
        if when.relative:
            return _relative(when.relative, published_on)
        if when.day is not None and not when.month:
            _fail(text, "a day without its month", _EXPECTED)
        if when.day is not None:
            return _checked_day(text, when, latest)
        if when.weekday is not None:
            if when.month or when.year:
                _fail(text, "a weekday with a month or year but no day", _EXPECTED)
            day = latest - timedelta((latest.weekday() - when.weekday - 1) % 7 + 1)
            return Period(day, day, "stated")
        if when.month:
            year = when.year or latest.year - (when.month > latest.month)
            return _cut(
                date(year, when.month, 1), date(year, when.month, monthrange(year, when.month)[1]), published_on
            )
        return _cut(date(when.year or 0, 1, 1), date(when.year or 0, 12, 31), published_on)
    except (ValueError, OverflowError) as error:
        if isinstance(error, UnreadableWording):
            raise
        _fail(text, "there is no such day", _EXPECTED)


def _cut(start: date, end: date, published_on: date) -> Period:
    """A month or year that is not over ends with the day of publication, which the words do not say."""
    running = start <= published_on < end
    return Period(start, published_on if running else end, "inferred" if running else "stated")


def _relative(word: str, published_on: date) -> Period:
    if word in ("today", "yesterday"):
        day = published_on - timedelta(word == "yesterday")
        return Period(day, day, "stated")
    if word == "last year":
        return Period(date(published_on.year - 1, 1, 1), date(published_on.year - 1, 12, 31), "stated")
    end = published_on.replace(day=1) - timedelta(1)
    return Period(end.replace(day=1), end, "stated")


def _checked_day(text: str, when: _When, latest: date) -> Period:
    month, number = when.month or 0, when.day or 0
    years = [when.year] if when.year else [y for y in range(latest.year, latest.year - 9, -1) if y > 0]
    days = [date(y, month, number) for y in years if 1 <= number <= monthrange(y, month)[1]]
    day = next((d for d in days if when.year or d <= latest), None)
    if day is None:
        _fail(text, "there is no such day", _EXPECTED)
    if when.weekday is not None and day.weekday() != when.weekday:
        _fail(text, f"{day.isoformat()} is another weekday", "check both; one of them may be of another year")
    return Period(day, day, "stated")
