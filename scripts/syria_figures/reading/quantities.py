"""The words of a value, read by one closed grammar: what it does not consume, it refuses.

    quantity   = only? hedge? number percent? ("…"? hedge)?     at most one hedge
               | number to number percent?                      "to" or a dash
               | between number and number percent?
               | few? indefinite (comma? maybe)*                "hundreds", "a few hundred", "hundreds maybe, maximum"
               | only? hedge? share hedge?                      "half"; only where the unit is percent
    number     = part (comma? joint? part)*                     "two million, three hundred and six"
    part       = (digits | number words) hundred? scale*        "1.2 million", "two hundred thousand", "7.6 m"

The words of each language stand in its table, en.toml and its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple, NoReturn

from .languages import Language, known_language
from .tokens import LONGEST_TEXT, SPACES, Token, refuse

GAP = "…"  # between two pieces of a quotation
DASHES = frozenset("-–‐‑")
UNREAD = "unread"  # the code of hedges that are known and not read
HALF, HUNDRED, THOUSAND, LARGEST = Decimal("0.5"), 100, 1_000, 10**15
LIKE_THOUSANDS, LONGEST_DIGITS = 3, 40
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a value say, in the codes of the tables; ``value`` is None for a word such as "hundreds"."""

    quantifier: str
    value: int | float | None
    value_high: int | float | None = None
    unit: str | None = None


class Number(NamedTuple):
    """A number in a row of tokens, and the token behind it.

    ``factor``: what the scale words at its end multiply by. ``about``: it says itself that it is round.
    ``problem``: why it cannot be read. ``unclear``: its decimals can be thousands.
    """

    value: Decimal
    end: int
    factor: int = 1
    about: bool = False
    problem: str = ""
    unclear: bool = False


def read_quantity(text: str, language: str = "en", unit: str | None = None) -> Quantity:
    """Read the words of a value: hedge and number, and nothing else.

    In: the words ("at least 26", "about 90 percent", "hundreds"; two pieces of a quotation with " … " between them);
    their language (ISO 639-1: ar, en, fr); the unit "percent" where "half" and "a quarter" are shares.
    Out: quantifier (a code), value and value_high (int where whole, else float), unit ("percent" or None).
    Raises `UnreadableWording`, with the reason.
    """
    return _read(text, language, unit == "percent")[0]


def indefinite_floor(text: str, language: str = "en") -> int | None:
    """The unit of a word without a number, its lower bound: dozens 12, hundreds 100, tens of thousands 10,000.

    None where the word is not bare: "a few hundreds", "hundreds maybe". Raises `UnreadableWording` for a number.
    """
    quantity, floor = _read(text, language, False)
    if quantity.quantifier != "indefinite":
        refuse(text, "it has a number, and no word such as “hundreds”")
    return floor


@lru_cache(maxsize=65_536)
def _read(text: str, code: str, shares: bool) -> tuple[Quantity, int | None]:
    if len(text) > LONGEST_TEXT:
        refuse(text, "it is too long for the words of a value")
    return Phrase.of(text, known_language(text, code)).read(shares=shares)


class Phrase:
    """Tokens that are read as one quantity, from the first to the last; ``text`` is what they are tokens of."""

    def __init__(self, text: str, tokens: list[Token], language: Language) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.words = [token.low for token in tokens]

    @classmethod
    def of(cls, text: str, language: Language) -> Phrase:
        """All tokens of a text."""
        return cls(text, language.tokens(text), language)

    def past(self, kind: str, i: int) -> int:
        """The token behind the phrase of a kind that begins at token i; i itself where none does."""
        found = self.language[kind].at(self.words, i)
        return found[1] if found else i

    # A number

    def number(self, i: int) -> Number | None:
        """The longest number that begins at token i."""
        half_of = self.past("half_of", i)
        scale, end = self._scale(half_of)
        if half_of > i and scale > 1:
            return Number(HALF * scale, end, scale)
        found, sums_digits = self._part(i), self.language.sums_digits
        while found and found.factor >= THOUSAND and (sums_digits or not self._digits_at(i)):
            comma = self.past("comma", found.end)
            begin, limit = self._past_joint(comma)
            part = self._part(begin)
            least = HUNDRED if comma > found.end else 0  # "two thousand, a dozen" are two
            mixed = self._digits_at(begin) and not sums_digits
            if not part or mixed or not least <= part.value < min(found.factor, limit):
                break
            found = part._replace(value=found.value + part.value, problem=found.problem or part.problem)
        return found

    def _part(self, i: int) -> Number | None:
        """Digits or number words, with the scale words behind them."""
        in_digits = self._digits_at(i)
        found = self._digits(i) if in_digits else self._group(i)
        if not found:
            return None
        half = self.past("and_half", found.end)
        scale, end = self._scale(half, suffixes=in_digits)
        value = (found.value + (HALF if half > found.end else 0)) * scale
        if scale > 1 and half == found.end and (half := self.past("and_half", end)) > end:  # "a million and a half"
            value, end = value + HALF * scale, half
        factor = scale if scale > 1 else found.factor
        return found._replace(value=value, end=end, factor=factor, unclear=found.unclear and scale == 1)

    def _digits_at(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].kind == "digits"

    def _digits(self, i: int) -> Number:
        shown = self.tokens[i].low
        form = _digits_of(self.language).fullmatch(shown) if len(shown) <= LONGEST_DIGITS else None
        if not form:
            return Number(Decimal(0), i + 1, problem=f"the separators in “{shown}” are not those of its language")
        decimals = form["decimals"] or "0"
        value = Decimal(f"{form['whole'].replace(form['separator'] or ' ', '')}.{decimals}")
        unclear = not form["separator"] and len(decimals) == LIKE_THOUSANDS and value >= 1 and "٫" not in shown
        hundred = self.past("hundred", i + 1) if value < HUNDRED else i + 1
        factor = HUNDRED if hundred > i + 1 else 1
        return Number(value * factor, hundred, factor, unclear=unclear and factor == 1)

    def _group(self, i: int) -> Number | None:
        """Number words below a thousand, "twelve hundred", or "one" before a scale word."""
        numbers, rounded = self.language["numbers"], self.language["rounded"].at(self.words, i)
        if rounded:
            return Number(Decimal(rounded[0]), rounded[1], about=True)
        found = numbers.at(self.words, i)
        value, end = found or (1, self.past("article", i))
        hundred = self.past("hundred", end) if value < HUNDRED else end
        scaled = hundred > end or self._scale(end)[1] > end
        if not found and not (scaled and max(end, self.past("bare", i)) > i):
            return None
        if hundred > end:
            value, end = value * HUNDRED, hundred
        factor = next((power for power in (10**6, THOUSAND, HUNDRED) if value and value % power == 0), 1)
        if factor == HUNDRED:
            begin, limit = self._past_joint(end)
            rest, last = numbers.at(self.words, begin) or (0, end)
            if 0 < rest < min(HUNDRED, limit) and self.past("hundred", last) == last:
                return Number(Decimal(value + rest), last)
        return Number(Decimal(value), end, factor)

    def _scale(self, i: int, *, suffixes: bool = False) -> tuple[int, int]:
        """What the scale words at token i multiply by, and the token behind them."""
        factor = 1
        found = self.language["scales"].at(self.words, i) or (suffixes and self.language["suffixes"].at(self.words, i))
        while found and factor < LARGEST:
            factor, i = factor * found[0], found[1]
            found = self.language["scales"].at(self.words, i)
            found = found if found and found[0] >= THOUSAND else None
        return factor, i

    def _past_joint(self, i: int) -> tuple[int, int]:
        """Where the next part of a number begins, and what it is smaller than; beyond the end where none may."""
        if i < len(self.words) and self.words[i] == self.language.joint:
            return i + 1, self.language.joint_below
        return len(self.words) if self.language.joint_needed else i, LARGEST

    # A quantity

    def read(self, *, shares: bool) -> tuple[Quantity, int | None]:
        """The quantity, and the floor of a word without a number. Raises `UnreadableWording`."""
        begin = 0 if self.language["before"].at(self.words, 0) else self.past("only", 0)
        code, i = self.language["before"].at(self.words, begin) or ("", begin)
        self._check_code(code, begin, i)
        vague = self._indefinite(i)
        if vague:
            if i > 0:
                self.refuse("no hedge goes with a word such as “hundreds”")
            self._check_end(vague[1])
            return Quantity("indefinite", None), vague[0]
        low, high, i, percent = self._numbers(i, shares=shares)
        begin = i + (self.words[i : i + 1] == [GAP])
        behind, end = self.language["after"].at(self.words, begin) or ("", i)
        self._check_code(behind, begin, end)
        self._check_end(end)
        if code and behind:
            self.refuse("it has two hedges", formed=True)
        if (code or behind) and high:
            self.refuse("no hedge goes with a range", formed=True)
        code = code or behind or ("between" if high else "approximately" if low.about else "unhedged")
        unit = "percent" if percent else None
        return Quantity(code, _shortest(low.value), high and _shortest(high.value), unit), None

    def _indefinite(self, i: int) -> tuple[int | None, int] | None:
        """The floor of a word without a number, and the token behind it; "a few hundred" has none."""
        few = self.past("few", i)
        found = self.language["indefinite"].at(self.words, few)
        end = found[1] if found else self._scale(self.past("hundred", few))[1]
        bare = few == i
        if not found and (bare or end == few):
            return None
        while (behind := self.past("maybe", comma := self.past("comma", end))) > comma:
            end, bare = behind, False
        return (found[0] if found and bare else None), end

    def _numbers(self, i: int, *, shares: bool) -> tuple[Number, Number | None, int, bool]:
        """A number or the two ends of a range, the token behind, and whether they are a percentage."""
        share = self.language["shares"].at(self.words, i)
        if share and shares:
            return Number(Decimal(share[0]), share[1]), None, share[1], True
        begin = self.past("between", i)
        if begin > i:
            return self._between(begin)
        first = self.past("percent", i) if self.language.percent_first else i
        low = self.number(first)
        if not low:
            self._no_number(i, is_share=bool(share))
        end = self.past("percent", low.end) if first == i else low.end
        high = self.number(end + 1) if self._joins_ends(end) else None
        if high:
            return self._range(low, high, low_percent=end > low.end)
        percent = end > low.end or first > i
        self._check(low, percent=percent)
        return low, None, end, percent

    def _between(self, begin: int) -> tuple[Number, Number | None, int, bool]:
        """The range behind "between": its "and" is one that leaves a number on either side."""
        found = []
        for i in range(begin + 1, len(self.words)):
            if self.words[i] == self.language.between_and:
                low, high = Phrase(self.text, self.tokens[:i], self.language).number(begin), self.number(i + 1)
                if low and high and i in (low.end, self.past("percent", low.end)):
                    found.append((low, high, i > low.end))
        if len(found) != 1:
            self.refuse("its “and” can stand at more than one place" if found else "there are no two numbers behind it")
        low, high, low_percent = found[0]
        return self._range(low, high, low_percent=low_percent)

    def _joins_ends(self, i: int) -> bool:
        """Whether token i joins the two ends of a range: "to", or a dash with a space on both sides or on none."""
        if not 0 < i < len(self.tokens) - 1:
            return False
        before, token, behind = self.tokens[i - 1 : i + 2]
        even = (before.end == token.start) == (token.end == behind.start)
        return token.low == self.language.to or (token.low in DASHES and even)

    def _range(self, low: Number, high: Number, *, low_percent: bool) -> tuple[Number, Number, int, bool]:
        end = self.past("percent", high.end)
        percent = end > high.end
        self._check(low, percent=percent)
        self._check(high, percent=percent)
        if low_percent and not percent:
            self.refuse("only the first of its numbers is a percentage")
        if low.value >= high.value:
            self.refuse("it is a range that does not rise")
        in_thousands = low.value < THOUSAND and low.value * THOUSAND < high.value
        in_scale = high.factor > 1 and low.value * high.factor < high.value
        if low.value and low.factor < THOUSAND and (in_thousands or (in_scale and low.factor == 1)):
            self.refuse("its first number may be in the thousands, or in the scale, of the second", formed=True)
        if not percent and all(YEAR.fullmatch(self.words[number.end - 1]) for number in (low, high)):
            self.refuse("its numbers can be years")
        return low, high, end, percent

    # What cannot be read

    def _check(self, number: Number, *, percent: bool) -> None:
        if number.problem or number.value >= LARGEST:
            self.refuse(number.problem or "it is larger than any count")
        if number.unclear and not percent:
            self.refuse("three digits behind a point or comma can be decimals or thousands")

    def _check_code(self, code: str, i: int, j: int) -> None:
        if code == UNREAD:
            self.refuse(f"no code stands for “{self.shown(i, j)}”")

    def _no_number(self, i: int, *, is_share: bool) -> NoReturn:
        if i == len(self.tokens):
            self.refuse("it has no number")
        if is_share:
            self.refuse("“half” and the like are read where the unit is percent")
        self.refuse(f"“{self.shown(i, i + 1)}” stands where its number should")

    def _check_end(self, i: int) -> None:
        if i < len(self.tokens):
            self.refuse(f"“{self.shown(i, len(self.tokens))}” is not part of a quantity")

    def shown(self, i: int, j: int) -> str:
        """The text of tokens i to j (exclusive)."""
        return self.text[self.tokens[i].start : self.tokens[j - 1].end]

    def refuse(self, reason: str, *, formed: bool = False) -> NoReturn:
        """Say why the words cannot be read."""
        refuse(self.text, reason, formed=formed)


@cache
def _digits_of(language: Language) -> re.Pattern[str]:
    """Digits with the separators of a language: none or thousands, then decimals; no zero at the start."""
    thousands = rf"(?P<separator>[{re.escape(language.thousands)}{SPACES}])\d{{3}}(?:(?P=separator)\d{{3}})*"
    whole = rf"0|[1-9]\d{{0,2}}{thousands}|[1-9]\d{{0,15}}"
    return re.compile(rf"(?P<whole>{whole})(?:[{re.escape(language.point)}](?P<decimals>\d{{1,9}}))?")


def _shortest(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
