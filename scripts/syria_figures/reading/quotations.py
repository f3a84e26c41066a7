"""Whether a quotation of a number leaves out words beside it that belong to the number."""

from __future__ import annotations

from itertools import product

from .languages import language_of
from .quantities import Phrase
from .tokens import UnreadableWording

QUOTES = frozenset("\"'“”„‟«»‘’‚‹›()[]{}")
MARKS = QUOTES | frozenset(".,;:!?…—،؛؟")  # may touch the words of a value
COMMAS = frozenset(",،")
REACH = 100  # characters that are looked at on either side
MOST_BESIDE = 12  # tokens on either side, of those that a quantity may have
MOST_COUNTED = 3  # words between a number and a hedge behind it: "18 Palestinian camp residents or more"
MOST_NEGATED = 4  # phrases between a negation and its number: "none of all the 18"


def is_inclusion(text: str, language: str = "en") -> bool:
    """Whether the words make what follows a part of a whole: "including", "of whom"."""
    phrase = Phrase.of(text, language_of(language))
    return 0 < len(phrase.words) == phrase.past("inclusion", 0)


def cut_phrase(text: str, start: int, end: int, language: str = "en", unit: str | None = None) -> str | None:
    """Why ``text[start:end]`` is not the whole phrase of its value, as a sentence; None where it is.

    A quotation is cut where the grammar reads a longer phrase around it ("18" in "18 per cent", "18 people or more"),
    where a negation stands before it, or where a sign other than a space, quote, bracket or mark of punctuation touches
    it ("$18"). Words that cannot be read are not judged. Two pieces of a value ("350 … على الأقل") are judged together:
    from the start of the first one to the end of the last.
    """
    return _Quotation(text, start, end, language, shares=unit == "percent").cut()


def whole_phrase(text: str, start: int, end: int, language: str = "en") -> tuple[int, int]:
    """Where the longest phrase around ``text[start:end]`` stands that reads as a quantity; these words if none does."""
    quotation = _Quotation(text, start, end, language, shares=False)
    longer = quotation.longer()
    begin, stop = quotation.span(*longer[-1]) if longer else (quotation.start, quotation.end)
    return quotation.offset + begin, quotation.offset + stop


Tokens = tuple[int, int]  # from the first to behind the last


class _Quotation:
    """The words of a value: tokens ``first`` to ``last`` (exclusive) of the text near them, without quotation marks."""

    def __init__(self, text: str, start: int, end: int, language: str, *, shares: bool) -> None:
        self.offset, self.language, self.shares = max(0, start - REACH), language_of(language), shares
        self.start, self.end, self.text = start - self.offset, end - self.offset, text[self.offset : end + REACH]
        self.tokens = [token for token in self.language.tokens(self.text) if token.low not in QUOTES]
        self.words = [token.low for token in self.tokens]
        self.first = sum(token.start < self.start for token in self.tokens)
        self.last = self.first + sum(self.start <= token.start < self.end for token in self.tokens)

    def cut(self) -> str | None:
        """Why the words are not the whole phrase."""
        for token in self.tokens:
            if token.start < self.start < token.end or token.start < self.end < token.end:
                return f"The words are a part of “{self.text[token.start : token.end]}”."
        pieces = not self._reads(self.first, self.last)
        if pieces:  # a number, what is counted, and a hedge behind it
            hedge = next((i for i in range(self.first + 1, self.last) if self._hedge_at(i) == self.last), self.first)
            self.last = next((i for i in range(hedge, self.first, -1) if self._reads(self.first, i)), self.first)
        if self.first == self.last:
            return None
        longer = [(i, j) for i, j in self.longer() if not pieces or j == self.last]
        beside = (
            longer[0] if longer else self._hedge_before() or self._negation() or (not pieces and self._hedge_behind())
        )
        if not beside:
            return self._touching()
        i, j = (beside[0], self.first) if beside[0] < self.first else (self.last, beside[1])
        side = "before" if j <= self.first else "behind"
        return f"“{self.text[slice(*self.span(i, j))]}” stands {side} the words and is left out."

    def longer(self) -> list[Tokens]:
        """The longer phrases that read, the shortest first."""
        i, j, known = self.first, self.last, self.language.vocabulary
        apart = [k for k, token in enumerate(self.tokens) if token.kind != "digits" and token.low not in known]
        begin = max((k + 1 for k in apart if k < i), default=0)
        end = min((k for k in apart if k >= j), default=len(self.tokens))
        starts, ends = range(i, max(begin, i - MOST_BESIDE) - 1, -1), range(j, min(end, j + MOST_BESIDE) + 1)
        windows = sorted(product(starts, ends), key=lambda window: window[1] - window[0])
        return [window for window in windows[1:] if self._reads(*window)]

    def _reads(self, i: int, j: int) -> bool:
        """Whether these tokens are a quantity, or have the form of one."""
        try:
            Phrase(self.text, self.tokens[i:j], self.language).read(shares=self.shares)
        except UnreadableWording as reason:
            return reason.formed
        return True

    def _hedge_before(self) -> Tokens | None:
        begin = self.language["before"].ending(self.words, self.first)
        return None if begin is None else (begin, self.first)

    def _hedge_behind(self) -> Tokens | None:
        """The hedge behind the words, or behind what is counted."""
        for i in range(self.last, min(self.last + MOST_COUNTED + 1, len(self.words))):
            end = self._hedge_at(i + (self.words[i] in COMMAS))
            if end:
                return i, end
            if self.tokens[i].kind != "word":
                break
        return None

    def _hedge_at(self, i: int) -> int:
        """The token behind the hedge at token i; 0 where there is none that belongs to a number before it."""
        hedge = self.language["after"].at(self.words, i)
        if not hedge:
            return 0
        following = self.tokens[hedge[1]] if hedge[1] < len(self.tokens) else None
        if following and (following.kind == "digits" or following.low in self.language.number_starts):
            return 0
        loose = self.language["loose"].at(self.words, i) and following and following.kind == "word"
        return 0 if loose else hedge[1]

    def _negation(self) -> Tokens | None:
        i: int | None = self.first
        while i is not None and i > self.first - MOST_NEGATED:
            begin = self.language["negations"].ending(self.words, i)
            if begin is not None:
                return begin, self.first
            i = self.language["behind_negations"].ending(self.words, i)
        return None

    def _touching(self) -> str | None:
        """A sign that makes the number something else: "$18", "18-year-old", "18:30"."""
        before, behind = self.text[: self.start][-2:][::-1], self.text[self.end : self.end + 2]
        for sign, beyond in ((before[:1], before[1:]), (behind[:1], behind[1:])):
            of_a_number = beyond.isdecimal() and sign not in QUOTES
            if sign and not sign.isspace() and (sign not in MARKS or of_a_number):
                return f"The sign “{sign}” touches the words."
        return None

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Where tokens i to j (exclusive) stand in the text near the words."""
        return self.tokens[i].start, self.tokens[j - 1].end
