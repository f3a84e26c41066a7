"""The words of a value, read by one closed grammar, which refuses what it does not consume.

    quantity   = only? hedge? number percent? ("…"? hedge)?     at most one hedge
               | number to number percent?                      "to" or a dash
               | between number and number percent?
               | few? indefinite (comma? maybe)*                "hundreds", "a few hundred", "hundreds maybe, maximum"
               | only? hedge? share hedge?                      "half"; only where the unit is percent
    number     = part (comma? joint? part)*                     "two million, three hundred and six"
    part       = (digits | number words) hundred? scale?        "1.2 million", "two hundred thousand", "7.6 m"
               | rounded                                        "une trentaine", about 30 if no other hedge stands there

The words of each language are in its table, en.toml and its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from .languages import LANGUAGES, LONGEST_TEXT, Language, Token, UnreadableWording, language_of

GAP = "…"  # between two pieces of a quotation
HUNDRED, THOUSAND, MILLION, LARGEST = 100, 1_000, 1_000_000, 10**15
FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a value say, in the codes of the tables; ``value`` is None for a word such as "hundreds"."""

    quantifier: str
    value: int | float | None
    value_high: int | float | None = None
    unit: str | None = None


def read_quantity(text: str, language: str = "en", unit: str | None = None) -> Quantity:
    """Read the words of a value: hedge and number, and nothing else.

    In: the words ("at least 26", "about 90 percent", "hundreds"; two pieces of a quotation with " … " between them);
    their language (ISO 639-1: ar, en, fr); the unit "percent" where "half" and "a quarter" are shares.
    Out: quantifier (a code), value and value_high (int where whole, else float), unit ("percent" or None).
    Raises `UnreadableWording`, with the reason.
    """
    if language not in LANGUAGES:
        raise UnreadableWording(text, f"no table has the words of the language “{language}”")
    if len(text) > LONGEST_TEXT:
        raise UnreadableWording(text, "it is too long for the words of a value")
    table = language_of(language)
    phrase = Phrase(text, table.tokens(text), table)
    quantity = phrase.quantity(shares=unit == "percent")
    if phrase.rest or phrase.doubt:
        raise UnreadableWording(text, phrase.doubt or f"“{phrase.rest}” is not part of a quantity")
    return quantity


def indefinite_floor(text: str, language: str = "en") -> int | None:
    """The unit of a word without a number, its lower bound: dozens 12, hundreds 100, tens of thousands 10,000.

    None for anything else: "a few hundreds", "hundreds maybe", a number.
    """
    floor = language_of(language).meaning("indefinite", text)
    return None if floor is None else int(floor)


class Number(NamedTuple):
    """A number, and what its last word multiplies by: a number after it would be smaller."""

    value: Decimal
    factor: int = 1


class Phrase:
    """Tokens of a text, read from the first to the last.

    ``i`` is the next one; ``doubt`` is why words that fit the grammar still do not say one clear thing.
    """

    def __init__(self, text: str, tokens: list[Token], language: Language) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.words = [token.low for token in tokens]
        self.i, self.doubt, self.rounded = 0, "", False

    def take(self, kind: str) -> Any:
        """Read the longest phrase of a kind here: what it stands for; None if there is none."""
        value, self.i = self.language.at(kind, self.words, self.i) or (None, self.i)
        return value

    def _take_all(self, kind: str) -> list[Any]:
        return list(iter(lambda: self.take(kind), None))

    # A number

    def number(self, below: int = LARGEST, *, joined: bool = True) -> Number | None:
        """Read the longest number here, if it is smaller than another one; None if there is none.

        ``joined``: a joint may come between its parts. Raises `UnreadableWording` for digits that cannot be read.
        """
        start, in_digits = self.i, self._in_digits()
        value = self._digits() if in_digits else self.take("rounded")
        if value is None:
            value = self.take("numbers")
        elif not in_digits:
            self.rounded = True
        is_article = value is None
        value = self.take("article") if is_article else value
        if value is None:
            return None
        powers = (power for power in (HUNDRED, THOUSAND, MILLION) if value >= power and value % power == 0)
        factor, multiplied = 1 if in_digits else max(powers, default=1), False
        for kind in ("hundred", "scales", "suffixes" if in_digits else ""):
            scale, end = self.language.at(kind, self.words, self.i) or (below, 0)
            if scale < below and (value < HUNDRED or kind != "hundred"):
                value, factor, multiplied, self.i = value * scale, int(scale), True, end
            if factor >= HUNDRED and (self.language.joins_all or not in_digits):
                rest = self._rest(factor, joined)
                value, factor = value + rest, 1 if rest else factor
        if value >= below or (is_article and not multiplied):
            self.i = start
            return None
        return Number(value, factor)

    def _rest(self, factor: int, joined: bool) -> Decimal:
        """Read what is added to hundreds, thousands and so on: "and six"; 0 if nothing is."""
        start, every = self.i, self.language.joins_all
        least = HUNDRED if self.take("comma") else 1  # "two thousand, a dozen" are two
        has_joint = joined and self.words[self.i : self.i + 1] == [self.language.joint]
        self.i += has_joint
        if has_joint and not every:
            factor = HUNDRED
        can_be_part = has_joint if every else not self._in_digits()  # "1.5 million, 300 of them"
        part = self.number(factor, joined=joined) if can_be_part else None
        if part and part.value >= least:
            return part.value
        self.i = start
        return Decimal(0)

    def _in_digits(self) -> bool:
        return self.i < len(self.tokens) and self.tokens[self.i].kind == "digits"

    def _digits(self) -> Decimal:
        shown = self.words[self.i]
        self.i += 1
        form = self.language.digits.fullmatch(shown)
        if not form:
            raise UnreadableWording(self.text, f"“{shown}” can be read in two ways, or not at all, in its language")
        whole = "".join(filter(str.isdecimal, form["whole"]))
        return Decimal(f"{whole}.{form['decimals'] or 0}")

    # A quantity

    def quantity(self, *, shares: bool, counted: int = 0) -> Quantity:
        """Read the longest quantity here; it holds only if there is no doubt.

        ``shares``: "half" is one. ``counted``: how many words of what is counted may come before a hedge after it.
        Raises `UnreadableWording` if there is none here.
        """
        hedges = self._take_all("before")
        only = not hedges and self.take("only")
        hedges += self._take_all("before") if only else []
        vague, low, high, percent = self._indefinite(), None, None, False
        if not vague:
            low, high, percent = self._numbers(shares=shares)
        self._pass(counted)
        hedges += self._take_all("after")
        if len(hedges) > 1 or (hedges and (vague or high)) or (only and vague):
            self.doubt = "it has two hedges, or one with a range or a word such as “hundreds”"
        default = "indefinite" if vague else "between" if high else "approximately" if self.rounded else "unhedged"
        unit = "percent" if percent else None
        return Quantity(hedges[0] if hedges else default, _shortest(low), _shortest(high), unit)

    def _indefinite(self) -> bool:
        """Read a word without a number, and words that remove its floor."""
        start, few = self.i, self.take("few")
        if not self.take("indefinite") and not (few and any([self.take("hundred"), self.take("scales")])):
            self.i = start
            return False
        while True:
            end = self.i
            self.take("comma")
            if not self.take("maybe"):
                self.i = end
                return True

    def _numbers(self, *, shares: bool) -> tuple[Number, Number | None, bool]:
        """Read a number or the two ends of a range, and whether they are percentages."""
        share = self.take("shares") if shares else None
        if share:
            return Number(share), None, True
        between = self.take("between")
        low = self.number(joined=not between)
        end = self.i
        high = self.number() if low and self.take("between_and" if between else "to") else None
        rises = low and high and low.value < high.value
        if not low or (between and not rises):
            raise UnreadableWording(self.text, f"“{self.rest}” is where a number should be")
        if not rises:
            self.i, high = end, None
        percent = bool(self.take("percent"))
        if high:
            shared = (factor for factor in (THOUSAND, high.factor) if 0 < low.value * factor < high.value)
            if low.factor < THOUSAND and max(shared, default=1) > 1:
                self.doubt = "its first number may share the thousands or the scale of the second"
            plain = self.words[end - 1].isdecimal()  # nobody writes a year as 1,950
            if plain and not percent and FIRST_YEAR <= low.value < high.value <= LAST_YEAR:
                self.doubt = "its numbers can be years"
        return low, high, percent

    def _pass(self, counted: int) -> None:
        """Skip what is counted, or a gap, if a hedge comes after it: "18 people or more"."""
        for begin in range(self.i, len(self.words)):
            hedge = self.language.at("after", self.words, begin)
            if hedge:
                following = Phrase(self.text, self.tokens[hedge[1] :], self.language)
                loose = self.language.at("loose", self.words, begin) and "".join(following.words[:1]).isalpha()
                self.i = self.i if loose or following.number() else begin
                return
            is_word = self.tokens[begin].kind == "word" and not self.language.at("numbers", self.words, begin)
            if self.words[begin] != GAP and not (is_word and begin < self.i + counted):
                return

    @property
    def rest(self) -> str:
        """The text of the tokens not yet read."""
        rest = self.tokens[self.i :]
        return self.text[rest[0].start : rest[-1].end] if rest else ""


def _shortest(number: Number | None) -> int | float | None:
    if number is None:
        return None
    return int(number.value) if number.value == int(number.value) else float(number.value)
