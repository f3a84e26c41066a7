"""How a language writes quantities: one table a language, en.toml and its neighbours. A new language is a new table."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .tokens import Phrases, Token, plain, refuse, tokens_of

FOLDER = Path(__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
TEN, NO_LIMIT = 10, 10**15
NONE: Phrases[Any] = Phrases({})
NUMBERS = (
    "numbers",
    "rounded",
    "article",
    "bare",
    "half_of",
    "indefinite",
    "shares",
    "listed",
)  # one begins with these
BESIDE = ("hundred", "scales", "suffixes", "joint", "comma", "and_half", "percent", "between", "between_and", "to")
HEDGES = ("only", "few", "maybe", "before", "after")


class Language:
    """The words of one language. ``language["before"]`` are its phrases of that kind; en.toml explains the kinds."""

    def __init__(self, table: dict[str, Any]) -> None:
        """``table`` is what the file says; empty for a language of which only digits are found."""
        self.name, self.thousands = str(table.get("name", "")), str(table.get("thousands", ""))
        self.point, self.joint = str(table.get("point", ".")), str(table.get("joint", ""))
        self.between_and, self.to = plain(table.get("between_and", "")), plain(table.get("to", ""))
        self.joint_needed, self.sums_digits = bool(table.get("joint_needed")), bool(table.get("sums_digits"))
        self.joint_below, self.percent_first = int(table.get("joint_below", NO_LIMIT)), bool(table.get("percent_first"))
        known = {kind: _phrases(entry) for kind, entry in table.items() if isinstance(entry, str | dict)}
        known["numbers"] = _below_hundred(table, self.joint if self.joint_needed else "") | known.get("numbers", {})
        self._phrases = {kind: Phrases(phrases) for kind, phrases in known.items()}
        self.number_starts = frozenset(word for kind in NUMBERS for word in self[kind].first)
        of_quantities = (word for kind in (*NUMBERS, *BESIDE, *HEDGES) for word in self[kind])
        self.vocabulary = frozenset([*of_quantities, *"-–"])
        self.known = self.vocabulary | self["common"].first | self["counted"].first
        joins = frozenset(word for kind in (*NUMBERS, "hundred", "scales") for word in self[kind]) - {self.joint}
        self._joins = joins if self.joint_needed else frozenset()

    def __getitem__(self, kind: str) -> Phrases[Any]:
        """The phrases of a kind; none where the language has none."""
        return self._phrases.get(kind, NONE)

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text in this language."""
        return tokens_of(text, self.joint, self._joins)


@cache
def language_of(code: str) -> Language:
    """The language of a code (ISO 639-1); one without words, of which only digits are found, if it has no table."""
    return Language(tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")) if code in LANGUAGES else {})


def known_language(text: str, code: str) -> Language:
    """The language in which a text is to be read. Raises `UnreadableWording` if it has no table."""
    if code not in LANGUAGES:
        refuse(text, f"there is no table of the language “{code}”; there are {', '.join(LANGUAGES)}")
    return language_of(code)


def _phrases(entry: str | dict[str, str]) -> dict[str, Any]:
    """Phrases, each with what it stands for: its code or its value, if it has one."""
    if isinstance(entry, dict):
        return {phrase: code for code, phrases in entry.items() for phrase in phrases.split(", ")}
    pairs = (item.split(" ", 1) if item[:1].isdigit() else ("1", item) for item in entry.split(", "))
    return {phrase: int(value) for value, phrase in pairs}


def _below_hundred(table: dict[str, Any], joint: str) -> dict[str, int]:
    """The number words from 0 to 99: "twenty one", or the other way round where a joint stands between the two."""
    units, tens = _in_order(table.get("units", ""), 0, 1), _in_order(table.get("tens", ""), 20, 10)
    together = (f"{{1}} {joint} {{0}}" if joint else "{0} {1}").format
    return {together(a, b): tens[a] + n for a in tens for b, n in units.items() if 0 < n < TEN} | units | tens


def _in_order(text: str, first: int, step: int) -> dict[str, int]:
    groups = enumerate(text.split(", ") if text else ())
    return {word: first + step * n for n, words in groups for word in words.split("/")}
