"""Texts as words, digits and signs; how each language writes quantities: one table per language, such as en.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
LONGEST_TEXT, LONGEST_SHOWN, TEN = 200, 60, 10  # characters of the words of a value or period, and of those shown

_LETTER = r"[^\W\d_]"
_MARK = "[\u0300-\u036f\u064b-\u065f\u0670]"  # accents and vowel signs as characters of their own
_SPACE = "[ \u00a0\u2009\u202f]"  # plain, no-break, thin, narrow no-break: each may come between thousands
_TOKEN = re.compile(
    rf"""(?P<hyphen>(?<={_LETTER})[-‐‑](?={_LETTER}))
    |(?P<digits>\d{{1,3}}(?P<space>{_SPACE})\d{{3}}(?:(?P=space)\d{{3}})*(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'’٬٫]\d+)*)
    |(?P<word>{_LETTER}(?:{_LETTER}|{_MARK})*(?:['’](?={_LETTER}))?)
    |(?P<sign>\S)""",
    re.VERBOSE,
)


class UnreadableWording(ValueError):
    """Words that cannot be read, or that can be read in two ways. The message is a sentence for people."""

    def __init__(self, text: str, reason: str) -> None:
        """``reason`` is a clause; a long text is shown in part."""
        super().__init__(f"“{text[:LONGEST_SHOWN]}{'…' * (len(text) > LONGEST_SHOWN)}” cannot be read: {reason}.")


class Token(NamedTuple):
    """A word, a number in digits, or a sign; `low` is its one spelling, `start` and `end` its place in the text."""

    kind: str
    low: str
    start: int
    end: int


def plain(word: str) -> str:
    """One spelling of a word or of digits: lower case; no accents, vowel signs, hamza or tatweel; digits as 0 to 9."""
    apart = unicodedata.normalize("NFD", word.lower().replace("’", "'").replace("ـ", "").replace("ى", "ي"))
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in apart if unicodedata.category(sign) != "Mn")


Phrases = dict[tuple[str, ...], Any]  # the words of each phrase, and what it stands for


class Language:
    """The words of one language, by kind; en.toml explains the kinds."""

    def __init__(self, table: dict[str, Any]) -> None:
        """``table`` is what the file says; empty for a language of which only digits are found."""
        self.name, self.joint, self.joins_all = table.get("name", ""), table.get("joint", ""), table.get("joins_all")
        self.days = table.get("days", {})
        grammar = {kind: _phrases(entry) for kind, entry in table.get("words", {}).items()}
        units, tens = grammar.get("units", {}), grammar.get("tens", {})
        for (ten, of_ten), (unit, of_unit) in product(tens.items(), units.items()):
            if 0 < of_unit < TEN:  # "twenty one", or the other way round with a joint between the two
                words = (*unit, self.joint, *ten) if self.joins_all else (*ten, *unit)
                units[words] = of_ten + of_unit
        grammar["numbers"] = units | tens | grammar.get("numbers", {})
        self.vocabulary = {word for phrases in grammar.values() for phrase in phrases for word in phrase}
        self.phrases = grammar | {kind: _phrases(entry) for kind, entry in table.get("text", {}).items()}
        self._longest = max((len(phrase) for phrases in self.phrases.values() for phrase in phrases), default=0)
        marks, point = re.escape(table.get("thousands", ",")), re.escape(table.get("point", "."))
        thousands = rf"[1-9]\d{{0,2}}(?P<mark>[{marks}])\d{{3}}(?:(?P=mark)\d{{3}}){{0,3}}"
        decimals = r"(?P<decimals>\d{1,2}|\d{4,9})"  # three can be decimals or thousands
        self.digits = re.compile(rf"(?P<whole>0|{thousands}|[1-9]\d{{0,15}})(?:[{point}]{decimals})?")

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """The tokens of a text, or of a part of it. A hyphen between two letters is a space: "twenty-one".

        A joint that is written as one with the next word is a word of its own: "و" in "وعشرون".
        """
        found: list[Token] = []
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
            kind, at, low = match.lastgroup or "", match.start(), plain(match.group())
            rest = low.removeprefix(self.joint)
            if self.joins_all and rest in self.vocabulary and low not in self.vocabulary:
                found.append(Token(kind, self.joint, at, at + len(self.joint)))
                at, low = at + len(self.joint), rest
            if kind != "hyphen":
                found.append(Token(kind, low, at, match.end()))
        return found

    def at(self, kind: str, words: Sequence[str], i: int) -> tuple[Any, int] | None:
        """What the longest phrase of a kind that begins at word i stands for, and the word after it."""
        known = self.phrases.get(kind, {})
        ends = range(min(i + self._longest, len(words)), i, -1)
        return next(((known[key], end) for end in ends if (key := tuple(words[i:end])) in known), None)

    def before(self, kind: str, words: Sequence[str], i: int) -> int:
        """Where the longest phrase of a kind begins that ends right before word i; i itself if none does."""
        starts = range(max(0, i - self._longest), i)
        return next((start for start in starts if tuple(words[start:i]) in self.phrases.get(kind, {})), i)

    def meaning(self, kind: str, text: str) -> Any:
        """What a text stands for that is one phrase of a kind, and nothing else; None for another text."""
        return self.phrases.get(kind, {}).get(tuple(token.low for token in self.tokens(text)))


@cache
def language_of(code: str) -> Language:
    """The language of a code (ISO 639-1); one without words, of which only digits are found, if it has no table."""
    return Language(tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")) if code in LANGUAGES else {})


def _phrases(entry: str | dict[str, str]) -> Phrases:
    """Phrases, each with its code or its value; 1 where it has none."""
    if isinstance(entry, dict):
        pairs: list[tuple[Any, str]] = [(code, phrase) for code in entry for phrase in entry[code].split(", ")]
    else:
        valued = (item.split(" ", 1) if item[:1].isdigit() else ("1", item) for item in entry.split(", "))
        pairs = [(Decimal(value), phrase) for value, phrase in valued]
    return {tuple(map(plain, phrase.split())): value for value, phrase in pairs}
