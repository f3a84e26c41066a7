"""The numbers of a text: digits, number words, ordinals, fractions, "hundreds", and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple, NoReturn
from unicodedata import decimal


def words(text: str) -> frozenset[str]:
    """A set of words, written as one line of text."""
    return frozenset(text.split())


def _numbered(text: str, first: int) -> dict[str, int]:
    return {word: n for n, word in enumerate(text.split(), first)}


# --- Number words ----------------------------------------------------------------------------------------------------
_UNITS = _numbered("one two three four five six seven eight nine", 1)
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {"zero": 0} | _UNITS | _numbered(_TEENS, 10)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2)
_DOZEN, _HUNDRED = {"dozen": 12}, {"hundred": 100}
_POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES = _DOZEN | _HUNDRED | _POWERS
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9}
# A lower-case "m" is metres as well, unless people follow.
_SUFFIXES_OF_PEOPLE = _SUFFIXES | {"m": 10**6}
_PEOPLE = words("people persons civilians refugees residents children women men lives")
# Words without a number, and the lower bound that each has.
_PLURAL_POWERS = {f"{word}s": n for word, n in _POWERS.items()}
_INDEFINITE = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100} | _PLURAL_POWERS
_PARTS = {"half": 2, "third": 3, "quarter": 4} | _numbered("fourth fifth sixth seventh eighth ninth tenth", 4)
_PLURAL_PARTS = {"halves": 2} | {f"{word}s": n for word, n in _PARTS.items() if word != "half"}
_ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth hundredth thousandth millionth billionth"
)
_ORDINAL_ENDINGS = words("st nd rd th")
# Numbers that are no count: listed, never read.
_NO_COUNTS = words(
    "nil twice thrice double doubled triple tripled quadruple couple pair twofold threefold fourfold fivefold tenfold "
    "hundredfold ones twos threes fours fives sixes sevens eights nines twenties thirties forties fifties sixties "
    "seventies eighties nineties"
)
_ARTICLES = ("a", "an")  # "a hundred", "an eighth of it"
_NUMBER_WORDS = frozenset(
    {*_ARTICLES, *_SMALL, *_TENS, *_SCALES, *_INDEFINITE, *_PARTS, *_PLURAL_PARTS, *_ORDINALS, *_NO_COUNTS}
)
_HUNDREDTH = Decimal("0.01")  # a share that does not end, such as a third, is rounded to two decimals
_LARGEST = 10**15  # beyond it no count of news copy is meant, and exact arithmetic would end

# --- Signs -----------------------------------------------------------------------------------------------------------
NARROW_SPACES = "\u00a0\u2009\u202f"  # no-break, thin, narrow no-break: they separate thousands
DASHES = frozenset("-–")
_HYPHENS = {"‐": "-", "‑": "-"}
_GLUE = DASHES | frozenset("/:")
_GLYPHS = "²³¹⁰-⁹₀-₉¼-¾⅐-↉①-⓿"  # fractions, raised digits, Roman numerals: listed, never read
_TOKEN = re.compile(
    rf"""(?P<digits>\d+(?:[.,'’٬٫]\d+|[{NARROW_SPACES}]\d{{3}}(?!\d))*)
    |(?P<glyph>[{_GLYPHS}])|(?P<word>[^\W\d_{_GLYPHS}]+)|(?P<sign>\S)""",
    re.VERBOSE,
)
LONGEST_TEXT = 200  # the words of a value or a period are few
_LONGEST_DIGITS, _LONGEST_SHOWN = 40, 80


class UnreadableWording(ValueError):
    """Words that cannot be read, or that can be read in two ways. The message is for people."""


def fail(text: str, seen: str, instead: str = "quote only the number with its hedge and what is counted") -> NoReturn:
    """Refuse a text: what was seen, and what to write instead."""
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    raise UnreadableWording(f"“{shown}” cannot be read: {seen}; {instead}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text: its words and where they stand, in code points, end exclusive."""

    text: str
    start: int
    end: int


class Token(NamedTuple):
    """A run of digits, a word, a glyph or another sign, in lower case."""

    kind: str
    low: str
    start: int
    end: int


_NOTHING = Token("end", "", -1, -1)


class Tokens(list[Token]):
    """The tokens of a text; beyond its ends stands an empty one."""

    def __init__(self, text: str) -> None:
        found = _TOKEN.finditer(text)
        super().__init__(Token(m.lastgroup or "", m.group().lower(), m.start(), m.end()) for m in found)
        self.text = text

    def at(self, i: int) -> Token:
        """Token i, or the empty one."""
        return self[i] if 0 <= i < len(self) else _NOTHING

    def low(self, i: int) -> str:
        """The word or sign at i, with one kind of hyphen."""
        low = self.at(i).low
        return _HYPHENS.get(low, low)

    def lows(self, i: int, j: int) -> tuple[str, ...]:
        """The words of tokens i to j (exclusive); none if they reach beyond the text."""
        return tuple(token.low for token in self[i:j]) if i >= 0 and j <= len(self) else ()

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before it without a space."""
        return 0 < i < len(self) and self[i].start == self[i - 1].end

    def past_hyphen(self, i: int) -> int:
        """The place of the next word of a number, which a hyphen may join ("twenty-one")."""
        return i + 1 if self.low(i) == "-" and self.glued(i) and self.glued(i + 1) else i

    def slice(self, i: int, j: int) -> str:
        """The text of tokens i to j (exclusive)."""
        return self.text[self[i].start : self[j - 1].end]


class Numeral(NamedTuple):
    """A number in a row of tokens, from `first` to `last` (exclusive).

    `kind`: "exact"; "indefinite" ("hundreds", `value` is its lower bound); "bare" (a scale word without its number,
    as in "several hundred"); "share" ("a third", `value` in per cent); "other" (listed, never read). `problem` says
    why one cannot be read. `factor`: what the scale words at the end of a plain number multiply by, for "2.5 to 3
    million".
    """

    kind: str
    first: int
    last: int
    value: Decimal = Decimal(0)
    factor: int = 1
    problem: str = ""


@cache
def _well_formed(thousands: str, point: str) -> re.Pattern[str]:
    """Digits with separators: none or thousands, and decimals; no leading zeros, at most fifteen digits."""
    whole = rf"0|[1-9]\d{{0,14}}|[1-9]\d{{0,2}}(?:(?P<mark>[{thousands}])\d{{3}}(?:(?P=mark)\d{{3}}){{0,3}})"
    return re.compile(rf"(?P<whole>{whole})(?:[{point}](?P<decimals>\d{{1,9}}))?")


def decimal_of(digits: str, thousands: str = "," + NARROW_SPACES, point: str = ".") -> Decimal | None:
    """A number in digits of any script; None if its separators are not well formed."""
    if len(digits) > _LONGEST_DIGITS:
        return None
    ascii_digits = digits if digits.isascii() else "".join(str(decimal(c)) if c.isdecimal() else c for c in digits)
    found = _well_formed(thousands, point).fullmatch(ascii_digits)
    if not found:
        return None
    whole = found["whole"].replace(found["mark"] or ",", "")
    return Decimal(f"{whole}.{found['decimals']}" if found["decimals"] else whole)


# --- One number ------------------------------------------------------------------------------------------------------
def _scale_at(tokens: Tokens, i: int, scales: dict[str, int]) -> tuple[int, int]:
    """What the scale word at token i multiplies by, and the token after it; (1, i) if there is none."""
    j = tokens.past_hyphen(i)
    return (scales[tokens.low(j)], j + 1) if tokens.low(j) in scales else (1, i)


def _past_and(tokens: Tokens, i: int) -> int:
    """The place of what "and" may join to a number: "two hundred and six"."""
    j = tokens.past_hyphen(i)
    return tokens.past_hyphen(j + 1) if tokens.low(j) == "and" else j


def _below_hundred(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A number below a hundred in words: its value and the token after it."""
    word = tokens.low(i)
    if word not in _TENS:
        return (_SMALL[word], i + 1) if word in _SMALL else None
    j = tokens.past_hyphen(i + 1)
    unit = _UNITS.get(tokens.low(j), 0)
    return 10 * _TENS[word] + unit, j + 1 if unit else i + 1


def _group(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """A number below a thousand in words, or "twelve hundred": value, token after it, 100 if it ends in "hundred"."""
    one = tokens.low(i) == "a" and tokens.low(i + 1) in _SCALES
    small = (1, i + 1) if one else _below_hundred(tokens, i)
    if not small:
        return None
    hundred, j = _scale_at(tokens, small[1], _HUNDRED)
    rest = _below_hundred(tokens, _past_and(tokens, j)) if hundred > 1 else None
    if rest and _scale_at(tokens, rest[1], _HUNDRED)[0] == 1:
        return small[0] * hundred + rest[0], rest[1], 1
    return small[0] * hundred, j, hundred


def _cardinal(tokens: Tokens, i: int) -> Numeral | None:
    """The longest number in words: "two hundred and six thousand", "a dozen", "one and a half million"."""
    group = _group(tokens, i)
    if not group:
        return None
    value, j, factor = group
    if tokens.lows(j, j + 3) == ("and", "a", "half") and factor == 1:
        scale, j = _scale_at(tokens, j + 3, _SCALES)
        return Numeral("exact", i, j, (value + Decimal("0.5")) * scale, scale)
    power, j = _scale_at(tokens, j, _DOZEN | _POWERS)
    total, factor = value * power, factor * power
    while power in _POWERS.values():  # smaller groups follow: "... thousand two hundred", "... thousand and six"
        group = _group(tokens, _past_and(tokens, j))
        if not group:
            break
        smaller, k = _scale_at(tokens, group[1], _POWERS)
        joined_by_and = tokens.low(tokens.past_hyphen(j)) == "and"
        if smaller >= power or (joined_by_and and group[0] * smaller >= _HUNDRED["hundred"]):
            break
        total, j, power, factor = total + group[0] * smaller, k, smaller, 1
    return Numeral("exact", i, j, Decimal(total), factor)


def _in_digits(tokens: Tokens, i: int) -> Numeral:
    """A number in digits with the scale words behind it: "1.5 million", "2 and a half million", "2k", "20th"."""
    suffix = tokens.slice(i + 1, i + 2) if tokens.glued(i + 1) else ""
    if suffix.lower() in _ORDINAL_ENDINGS:
        return Numeral("other", i, i + 2, problem="an ordinal")
    value = decimal_of(tokens[i].low)
    if value is None:
        return Numeral("other", i, i + 1, problem="digits whose separators are not well formed")
    if suffix in _SUFFIXES_OF_PEOPLE:
        factor = _SUFFIXES_OF_PEOPLE[suffix]
        unclear = suffix not in _SUFFIXES and tokens.low(i + 2) not in _PEOPLE
        problem = "a number of metres or of millions" if unclear else ""
        return Numeral("exact", i, i + 2, value * factor, factor, problem)
    j = i + 1
    if tokens.lows(j, j + 3) == ("and", "a", "half"):
        value, j = value + Decimal("0.5"), j + 3
    hundreds, j = _scale_at(tokens, j, _HUNDRED)
    scale, j = _scale_at(tokens, j, _POWERS if hundreds > 1 else _DOZEN | _POWERS)
    return Numeral("exact", i, j, value * hundreds * scale, hundreds * scale)


def _indefinite(tokens: Tokens, i: int) -> Numeral | None:
    """A number word without a number: "hundreds", "tens of thousands"; "hundred" is bare without one."""
    word = tokens.low(i)
    if word in _INDEFINITE:
        power = _PLURAL_POWERS.get(tokens.low(i + 2), 1) if tokens.low(i + 1) == "of" else 1
        return Numeral("indefinite", i, i + 3 if power > 1 else i + 1, Decimal(_INDEFINITE[word] * power))
    if word in _SCALES:
        power, j = _scale_at(tokens, i + 1, _POWERS)
        return Numeral("bare", i, j, Decimal(_SCALES[word] * power), problem="a number word without its number")
    return None


def _half(tokens: Tokens, i: int) -> Numeral | None:
    """Read "half a million", "a half-million"; else the share "half"."""
    j = tokens.past_hyphen(i + 1) if tokens.low(i) == "a" else i
    if tokens.low(j) != "half":
        return None
    k = tokens.past_hyphen(j + 1)
    scale, last = _scale_at(tokens, k + 1 if tokens.low(k) == "a" else k, _SCALES)
    if scale > 1:
        return Numeral("exact", i, last, Decimal(scale) / 2)
    return Numeral("share", i, j + 1, Decimal(50))


def _part(tokens: Tokens, i: int) -> Numeral | None:
    """The "a" of "a third"; nothing else."""
    found = tokens.low(i) in _ARTICLES and tokens.low(tokens.past_hyphen(i + 1)) in _PARTS
    return Numeral("exact", i, i + 1, Decimal(1)) if found else None


def _with_fraction(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Join the fraction or ordinal word behind a number: "two thirds", "twenty-first"."""
    if numeral.kind != "exact" or numeral.problem:
        return numeral
    j = tokens.past_hyphen(numeral.last)
    word, count = tokens.low(j), numeral.value
    parts = (_PARTS if count == 1 else _PLURAL_PARTS).get(word)
    if parts and count <= parts:
        return Numeral("share", numeral.first, j + 1, (100 * count / parts).quantize(_HUNDREDTH))
    if word in _PARTS or word in _PLURAL_PARTS or (word in _ORDINALS and j > numeral.last):
        return Numeral("other", numeral.first, j + 1, problem="an ordinal")
    return numeral


def numeral_at(tokens: Tokens, i: int) -> Numeral | None:
    """The number that begins at token i, if one does."""
    kind, word = tokens[i].kind, tokens[i].low
    if kind == "glyph":
        return Numeral("other", i, i + 1, problem="a fraction or another sign for a number")
    if kind == "digits":
        return _checked(_with_fraction(tokens, _in_digits(tokens, i)))
    if word not in _NUMBER_WORDS:
        return None
    numeral = _half(tokens, i) or _cardinal(tokens, i) or _indefinite(tokens, i) or _part(tokens, i)
    if numeral:
        return _checked(_with_fraction(tokens, numeral))
    if word in _ARTICLES:
        return None
    return Numeral("other", i, i + 1, problem="an ordinal" if word in _ORDINALS else "a number word that is no count")


def _checked(numeral: Numeral) -> Numeral:
    return numeral._replace(problem="larger than any count") if numeral.value > _LARGEST else numeral


# --- All numbers -----------------------------------------------------------------------------------------------------
def numerals(tokens: Tokens) -> Iterator[Numeral]:
    """All numbers of a text, in order. Each token is looked at a few times at most."""
    i = 0
    while i < len(tokens):
        numeral = numeral_at(tokens, i)
        if numeral:
            yield numeral
        i = numeral.last if numeral else i + 1


def find_numbers(text: str) -> list[Mention]:
    """Every number of a text: digits (in "G20" as well), number words, ordinals, fractions, "hundreds".

    Numbers in digits that a dash, colon or slash glues together are one mention ("25-27", "10:30", "2015-04-01");
    numbers that words join are two ("20 to 30"). A word that may be a number is listed ("second", "no one"): rather
    one too many than one lost. "few", "many" and "several" are none.
    """
    tokens = Tokens(text)
    spans: list[tuple[int, int]] = []
    for numeral in numerals(tokens):
        if spans and _glued_to(tokens, spans[-1], numeral):
            spans[-1] = (spans[-1][0], numeral.last)
        else:
            spans.append((numeral.first, numeral.last))
    return [Mention(tokens.slice(i, j), tokens[i].start, tokens[j - 1].end) for i, j in spans]


def _glued_to(tokens: Tokens, span: tuple[int, int], numeral: Numeral) -> bool:
    """Whether two numbers in digits are one mention."""
    sign, following = span[1], numeral.first
    glued = following == sign + 1 and tokens.glued(sign) and tokens.glued(following) and tokens.low(sign) in _GLUE
    return glued and tokens[span[0]].kind == tokens[following].kind == "digits"
