"""Texts as words, digits and signs, each with its place; and the error for words that cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, NoReturn, TypeVar

Value = TypeVar("Value")

LONGEST_TEXT = 200  # characters; the words of a value or of a period are few
LONGEST_SHOWN = 60
SPACES = " \u00a0\u2009\u202f"  # plain, no-break, thin, narrow no-break: each may stand between thousands
HYPHENS = "-‐‑"
GLYPHS = "²³¹⁰-⁹₀-₉¼-¾⅐-↉①-⓿"  # fractions, raised digits, Roman numerals

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
# "April 1 200 people": a day, and then another number.
_BEHIND_A_MONTH = "|".join(rf"(?<=\b{month} )|(?<=\b{month[:3]} )|(?<=\b{month[:3]}\. )" for month in MONTHS)
_LETTER = rf"[^\W\d_{GLYPHS}]"
_MARK = "[\u0300-\u036f\u064b-\u065f\u0670]"  # accents and vowel signs that stand alone
_TOKEN = re.compile(
    rf"""(?P<hyphen>(?<={_LETTER})[{HYPHENS}](?={_LETTER}))
    |(?P<digits>(?=\d)(?:(?:{_BEHIND_A_MONTH.replace(" ", "[ ]")})\d{{1,2}}(?!\d)
        |\d{{1,3}}(?:(?P<space>[{SPACES}])\d{{3}}(?!\d))(?:(?P=space)\d{{3}}(?!\d))*(?:[.,٫]\d+)?|\d+(?:[.,'’٬٫]\d+)*))
    |(?P<word>{_LETTER}(?:{_LETTER}|{_MARK})*(?:['’](?={_LETTER}))?)
    |(?P<glyph>[{GLYPHS}])|(?P<sign>\S)""",
    re.VERBOSE | re.IGNORECASE,
)


class UnreadableWording(ValueError):
    """Words that cannot be read, or that can be read in two ways. The message is a sentence for people.

    ``formed``: the grammar has this form, and refuses what it says here ("2 to 3 million").
    """

    formed = False


def refuse(text: str, reason: str, *, formed: bool = False) -> NoReturn:
    """Say of a text why it cannot be read."""
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    error = UnreadableWording(f"“{shown}” cannot be read: {reason}.")
    error.formed = formed
    raise error


class Token(NamedTuple):
    """A word, a number in digits, or a sign; `low` is its one spelling, `start` and `end` its place in the text."""

    kind: str
    low: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """One spelling of a word or of digits: lower case; no accents, vowel signs, hamza or tatweel; digits as 0 to 9."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    kept = (character for character in apart if character != "ـ" and unicodedata.category(character) != "Mn")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept).replace("ى", "ي")


def tokens_of(text: str, joint: str = "", joins: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a text. A hyphen between two letters is a space: "twenty-one".

    `joint` is the word that is written as one with the next, where that is one of `joins`: "و" in "وعشرون".
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, (start, end) = match.lastgroup or "", match.span()
        low = plain(match.group()) if kind in ("word", "digits") else match.group()
        rest = low.removeprefix(joint) if joint else low
        if rest != low and rest in joins and low not in joins:
            found.append(Token(kind, joint, start, start + len(joint)))
            start, low = start + len(joint), rest
        if kind != "hyphen":
            found.append(Token(kind, low, start, end))
    return found


class Phrases(Generic[Value]):
    """Phrases of one or more words, each with what it stands for."""

    def __init__(self, known: Mapping[str, Value]) -> None:
        """`known`: phrases with a space between their words, and what each stands for."""
        self._known = {tuple(map(plain, phrase.split())): value for phrase, value in known.items()}
        self._sizes = sorted({len(words) for words in self._known}, reverse=True)
        self.first = {words[0] for words in self._known}  # the words with which a phrase begins

    def __iter__(self) -> Iterator[str]:
        """The words of all phrases."""
        return (word for words in self._known for word in words)

    def at(self, words: Sequence[str], i: int) -> tuple[Value, int] | None:
        """What the longest phrase that begins at word i stands for, and the word behind it."""
        if i < len(words) and words[i] in self.first:
            for size in self._sizes:
                key = tuple(words[i : i + size])
                if key in self._known:
                    return self._known[key], i + len(key)
        return None

    def ending(self, words: Sequence[str], i: int) -> int | None:
        """Where the longest phrase begins that ends right before word i."""
        sizes = (size for size in self._sizes if size <= i)
        return next((i - size for size in sizes if tuple(words[i - size : i]) in self._known), None)
