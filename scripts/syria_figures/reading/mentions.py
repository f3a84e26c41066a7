"""Numbers in a running text: where they stand, and whether a quotation of one leaves out words that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from .languages import Language, language_of
from .quantities import DASHES, Phrase
from .tokens import HYPHENS, Token, UnreadableWording

GLUE = DASHES | frozenset("/:")
QUOTES = frozenset("\"'“”„‟«»‘’‚‹›()[]{}")
MARKS = QUOTES | frozenset(".,;:!?…—،؛؟")  # may touch the words of a value
COMMAS = frozenset(",،")
REACH = 100  # characters that are looked at on either side of a quotation
MOST_WORDS_BESIDE = 12  # on either side, of those that a quantity may have
MOST_WORDS_COUNTED = 3  # between a number and a hedge behind it: "18 Palestinian camp residents or more"
MOST_WORDS_NEGATED = 4  # between a negation and its number: "none of all the 18"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text: its words and where they stand, in code points, the end exclusive."""

    text: str
    start: int
    end: int


def find_numbers(text: str, language: str = "en") -> list[Mention]:
    """Every number of a text: digits (in "G20" as well), number words, ordinals, fractions, "hundreds".

    Digits that a dash, colon or slash joins are one number ("25-27", "10:30", "2015-04-01"). A word that may be one is
    found ("second", "no one"): rather one too many than one lost; "few" and "several" are none. In a language without a
    table only digits are found.
    """
    words = language_of(language)
    phrase = Phrase(text, words.tokens(text), words)
    tokens, found = phrase.tokens, list[Mention]()
    i = 0
    while i < len(tokens):
        end = _number_end(phrase, i)
        while end > i and _joined(tokens, end):
            end += 2
        if end > i:
            start, stop = tokens[i].start, tokens[end - 1].end
            found.append(Mention(text[start:stop], start, stop))
        i = max(end, i + 1)
    return found


def is_inclusion(text: str, language: str = "en") -> bool:
    """Whether the words make what follows a part of a whole: "including", "of whom"."""
    words = language_of(language)
    phrase = Phrase(text, words.tokens(text), words)
    return 0 < len(phrase.words) == phrase.past("inclusion", 0)


def cut_phrase(text: str, start: int, end: int, language: str = "en", unit: str | None = None) -> str | None:
    """Why ``text[start:end]`` is not the whole phrase of its value, as a sentence; None where it is.

    A quotation is cut where the grammar reads a longer phrase around it ("18" in "18 per cent", "18 people or more"),
    where a negation stands before it, or where a sign other than a space, quote, bracket or mark of punctuation touches
    it ("$18"). Words that cannot be read are not judged. Two pieces of a value ("350 … على الأقل") are judged together:
    from the start of the first one to the end of the last.
    """
    words = language_of(language)
    first = max(0, start - REACH)
    near = text[first : end + REACH]
    return _Quotation(near, start - first, end - first, words, shares=unit == "percent").cut()


def _number_end(phrase: Phrase, i: int) -> int:
    """The token behind the number that begins at token i; i itself where none does."""
    tokens, past = phrase.tokens, phrase.past
    if tokens[i].kind not in ("digits", "glyph") and tokens[i].low not in phrase.language.number_starts:
        return i
    number = phrase.number(i)
    end = number.end if number else i
    glued = end < len(tokens) and tokens[end].start == tokens[end - 1].end
    if tokens[i].kind == "digits":
        return past("endings", end) if glued and end == i + 1 else end  # "20th"
    end = i if end == past("unlisted", i) else end
    end = max(end, past("indefinite", i), past("shares", i), past("listed", i), i + (tokens[i].kind == "glyph"))
    if end > i:
        end = past("parts", end)  # "two thirds"
        hyphen = end < len(tokens) and phrase.text[tokens[end - 1].end : tokens[end].start] in HYPHENS
        end = past("listed", end) if hyphen and not glued else end  # "twenty-first"
    return end


def _joined(tokens: list[Token], i: int) -> bool:
    """Whether token i joins the digits before it to the digits behind it, with no space."""
    if not 0 < i < len(tokens) - 1 or tokens[i].low not in GLUE:
        return False
    before, sign, behind = tokens[i - 1 : i + 2]
    return before.kind == behind.kind == "digits" and before.end == sign.start and sign.end == behind.start


class _Quotation:
    """The words of a value, tokens `first` to `last` (exclusive) of the text around them."""

    def __init__(self, text: str, start: int, end: int, language: Language, *, shares: bool) -> None:
        self.text, self.start, self.end, self.language, self.shares = text, start, end, language, shares
        self.tokens = [token for token in language.tokens(text) if token.low not in QUOTES]
        self.words = [token.low for token in self.tokens]
        self.first = sum(token.start < start for token in self.tokens)
        self.last = self.first + sum(start <= token.start < end for token in self.tokens)
        self.in_two_pieces = not self._reads(self.first, self.last)

    def cut(self) -> str | None:
        """Why the words are not the whole phrase."""
        broken = self._broken()
        if broken:
            return broken
        if self.in_two_pieces:
            hedges = (i for i in range(self.first + 1, self.last) if self._hedge_at(i) == self.last)
            numbers = (i for hedge in hedges for i in range(hedge, self.first, -1) if self._reads(self.first, i))
            self.last = next(numbers, self.first)
        if self.last == self.first:
            return None
        return self._longer() or self._hedge_beside() or self._negation() or self._touching()

    def _reads(self, i: int, j: int) -> bool:
        try:
            Phrase(self.text, self.tokens[i:j], self.language).read(shares=self.shares)
        except UnreadableWording:
            return False
        return True

    def _broken(self) -> str | None:
        """A number that the words hold a part of."""
        for token in self.tokens:
            if token.start < self.start < token.end or token.start < self.end < token.end:
                return f"The words are a part of “{self.text[token.start : token.end]}”."
        return None

    def _longer(self) -> str | None:
        """A longer phrase that reads."""
        i, j = self.first, self.last
        left, right = self._run(range(i - 1, -1, -1)), 0 if self.in_two_pieces else self._run(range(j, len(self.words)))
        for before, behind in sorted(product(range(left + 1), range(right + 1)), key=sum)[1:]:
            if self._reads(i - before, j + behind):
                return self._beside(i - before, i) if before else self._beside(j, j + behind)
        return None

    def _run(self, places: range) -> int:
        """How many tokens on one side can be part of a quantity."""
        vocabulary = self.language.vocabulary
        apart = (n for n, i in enumerate(places) if self.tokens[i].kind != "digits" and self.words[i] not in vocabulary)
        return min(next(apart, len(places)), MOST_WORDS_BESIDE)

    def _hedge_beside(self) -> str | None:
        """A hedge before the words, or behind what is counted, which they leave out."""
        before = self.language["before"].ending(self.words, self.first)
        if before is not None:
            return self._beside(before, self.first)
        for i in range(self.last, len(self.words)):
            behind = self._hedge_at(i + (self.words[i] in COMMAS))
            if behind and not self.in_two_pieces:
                return self._beside(i, behind)
            if self.tokens[i].kind != "word" or i == self.last + MOST_WORDS_COUNTED:
                break
        return None

    def _hedge_at(self, i: int) -> int:
        """The token behind the hedge of a number before token i; 0 where none stands there."""
        hedge = self.language["after"].at(self.words, i)
        following = self.tokens[hedge[1]] if hedge and hedge[1] < len(self.tokens) else None
        of_its_own = following and (following.kind == "digits" or following.low in self.language.number_starts)
        loose = self.language["loose"].at(self.words, i) and following and following.kind == "word"
        return 0 if not hedge or of_its_own or loose else hedge[1]

    def _negation(self) -> str | None:
        i = self.first
        for _ in range(MOST_WORDS_NEGATED):
            begin = self.language["negations"].ending(self.words, i)
            if begin is not None:
                return self._beside(begin, self.first)
            i = self.language["behind_negations"].ending(self.words, i) or 0
        return None

    def _touching(self) -> str | None:
        """A sign that makes the number something else: "$18", "18-year-old", "18:30"."""
        text, start, end = self.text, self.start, self.end
        for sign, beyond in (
            (text[start - 1 : start], text[start - 2 : start - 1]),
            (text[end : end + 1], text[end + 1 : end + 2]),
        ):
            of_a_number = beyond.isdecimal() and sign not in QUOTES
            if sign and not sign.isspace() and (sign not in MARKS or of_a_number):
                return f"The sign “{sign}” touches the words."
        return None

    def _beside(self, i: int, j: int) -> str:
        side = "before" if j <= self.first else "behind"
        return f"“{self.text[self.tokens[i].start : self.tokens[j - 1].end]}” stands {side} the words and is left out."
