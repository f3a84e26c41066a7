"""The numbers of a running text, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from .languages import language_of
from .quantities import DASHES, Phrase
from .tokens import HYPHENS, Token

GLUE = DASHES | frozenset("/:")


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
    phrase = Phrase.of(text, language_of(language))
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
