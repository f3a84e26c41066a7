"""The numbers and sentences of a running text, and whether a quotation of a number leaves out words of its phrase."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from .languages import UnreadableWording, language_of
from .quantities import Phrase

QUOTES = frozenset("\"'“”„‟«»‘’‚‹›()[]{}")
MARKS = QUOTES | frozenset(".,;:!?…—،؛؟")  # may touch the words of a value
REACH = 100  # characters that are looked at on either side
MOST_BEFORE = 12  # tokens before the words that may belong to a quantity
MOST_COUNTED = 3  # words between a number and a hedge after it: "18 Palestinian camp residents or more"
SHORT = frozenset(("approx", "ca", "vs", "Dr", "Mr", "Mrs", "Ms", "Gen", "Col", "Lt", "Sgt", "Gov", "Sen", "Rep", "St"))
_STOP = re.compile(r"(?P<word>[^\W\d_]*)[.!?…؟۔]+[\"'”’»)\]]*\s+|\n\s*\n")
_GLUED = re.compile(r"(?:[-–‐‑/:]\d+(?:[.,]\d+)*)+")  # joined to digits to make one number: "25-27", "10:30"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text: its words and where they are, in code points, the end exclusive."""

    text: str
    start: int
    end: int


def find_numbers(text: str, language: str = "en") -> list[Mention]:
    """Every number of a text: digits (in "G20" as well), number words, ordinals, fractions, "hundreds".

    Digits that a dash, colon or slash joins are one number ("25-27", "10:30", "2015-04-01"). A word that may be one is
    found ("second", "no one"): better one too many than one lost; "few" and "several" are not. In a language without
    a table only digits are found.
    """
    words = language_of(language)
    phrase = Phrase(text, words.tokens(text), words)
    found: list[Mention] = []
    while phrase.i < len(phrase.tokens):
        first = phrase.i
        _take_mention(phrase)
        if phrase.i > first:
            start, end = phrase.tokens[first].start, phrase.tokens[phrase.i - 1].end
            found.append(Mention(text[start:end], start, end))
        else:
            phrase.i += 1
    return found


def _take_mention(phrase: Phrase) -> None:
    """Read the number here, if there is one."""
    first, at, words = phrase.i, phrase.language.at, phrase.words
    with suppress(UnreadableWording):
        phrase.number()
    if phrase.tokens[first].kind == "digits":
        phrase.i = max(phrase.i, first + 1)
        glued = _GLUED.match(phrase.text, phrase.tokens[phrase.i - 1].end)
        while glued and phrase.i < len(words) and phrase.tokens[phrase.i].start < glued.end():
            phrase.i += 1
        return
    if at("unlisted", words, first) == (1, phrase.i):
        phrase.i = first
    ends = [found[1] for kind in ("indefinite", "shares", "listed") if (found := at(kind, words, first))]
    phrase.i = max([phrase.i, first + words[first].isnumeric(), *ends])  # "½" is numeric
    if phrase.i > first:
        phrase.take("listed")  # "two thirds", "twenty-first"


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """The place of the sentence around a position; a blank line ends one too."""
    stops = _sentence_ends(text)
    number = bisect_right(stops, min(at, len(text)))
    return stops[number - 1], stops[number]


@lru_cache(maxsize=8)
def _sentence_ends(text: str) -> list[int]:
    return [0, *(match.end() for match in _STOP.finditer(text) if _ends_a_sentence(match)), len(text) + 1]


def _ends_a_sentence(stop: re.Match[str]) -> bool:
    """Whether a stop is not that of an initial ("U.N. Office") or of a short word, and no small letter follows it."""
    follows = stop.string[stop.end() :][:2].lstrip("\"'“‘«([")
    short = stop["word"] and (len(stop["word"]) == 1 or stop["word"] in SHORT)
    return stop["word"] is None or not (short or follows[:1].islower())


def is_inclusion(text: str, language: str = "en") -> bool:
    """Whether the words make what follows a part of a whole: "including", "of whom"."""
    return language_of(language).meaning("inclusion", text) is not None


def inclusions(language: str = "en") -> list[str]:
    """The words that make what follows a part of a whole, the most usual first."""
    return [" ".join(words) for words in language_of(language).phrases.get("inclusion", {})]


def cut_phrase(text: str, start: int, end: int, language: str = "en", unit: str | None = None) -> str | None:
    """Why ``text[start:end]`` is not the whole phrase of its value, as a sentence; None where it is.

    A quotation is cut where the grammar reads a longer phrase around it ("18" in "18 per cent", "18 people or more"),
    where a negation comes before it, or where a sign other than a space, quote, bracket or mark of punctuation touches
    it ("$18"). Words that cannot be read are not judged. Two pieces of a value ("350 … على الأقل") are judged together:
    from the start of the first one to the end of the last.
    """
    near = _Near(text, start, end, language, shares=unit == "percent")
    for token in near.tokens:
        if token.start < start < token.end or token.start < end < token.end:
            return f"The words are a part of “{text[token.start : token.end]}”."
    if near.first == near.last or near.read(near.first, near.last) < near.last:
        return None
    negation = near.language.before("negations", near.words, near.first)
    i, j = next(iter(near.longer()), (negation, near.last))
    for side, left_out in (("before", near.tokens[i : near.first]), ("after", near.tokens[near.last : j])):
        if left_out:
            return f"“{text[left_out[0].start : left_out[-1].end]}” comes {side} the words and is left out."
    beside = [sign for sign in (text[max(0, start - 1) : start], text[end : end + 1]) if sign.strip()]
    return next((f"The sign “{sign}” touches the words." for sign in beside if sign not in MARKS), None)


def whole_phrase(text: str, start: int, end: int, language: str = "en") -> tuple[int, int]:
    """The place of the longest phrase around ``text[start:end]`` that reads as a quantity; these words if none does."""
    near = _Near(text, start, end, language, shares=False)
    i, j = ([(near.first, near.last), *near.longer()])[-1]
    return (near.tokens[i].start, near.tokens[j - 1].end) if i < j else (start, end)


class _Near:
    """Words of a text, tokens ``first`` to ``last`` (exclusive), and what is near them, without quotation marks."""

    def __init__(self, text: str, start: int, end: int, language: str, *, shares: bool) -> None:
        self.text, self.language, self.shares = text, language_of(language), shares
        tokens = self.language.tokens(text, max(0, start - REACH), end + REACH)
        self.tokens = [token for token in tokens if token.low not in QUOTES]
        self.words = [token.low for token in self.tokens]
        self.first = sum(token.start < start for token in self.tokens)
        self.last = self.first + sum(start <= token.start < end for token in self.tokens)

    def read(self, i: int, j: int | None = None) -> int:
        """The token after the longest quantity that begins at token i and ends before token j; i if none does."""
        phrase = Phrase(self.text, self.tokens[i:j], self.language)
        try:
            phrase.quantity(shares=self.shares, counted=MOST_COUNTED)
        except UnreadableWording:
            return i
        return i + phrase.i

    def longer(self) -> list[tuple[int, int]]:
        """The quantities that begin with the words or before them, and hold them and more."""
        begins = range(self.first, max(0, self.first - MOST_BEFORE) - 1, -1)
        spans = [(i, self.read(i)) for i in begins]
        return [(i, j) for i, j in spans if j >= self.last > i and (i, j) != (self.first, self.last)]
