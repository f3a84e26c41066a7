"""Characters that no text may hold: those that cannot be seen, and letters that only look like others.

A Cyrillic "а" in a Latin word reads the same and is found by no search.
"""

from __future__ import annotations

import re
import unicodedata

LIKE_LATIN = frozenset("аеорсухіјѕһԁԛԝӏАВЕЅІЈКМНОРСТУХҮԌԚԜαοικνρυχϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ")
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
WORD = re.compile(r"[^\W\d_]+")


def unwanted(text: str) -> tuple[str, str] | None:
    """A character that no text may hold: what is wrong and how to mend it; None where there is none."""
    if not text.isprintable():
        for place, character in enumerate(text):
            if unicodedata.category(character) in UNSEEN:
                problem = f"It holds {_name(character)} at position {place}, which cannot be seen."
                return problem, "Take that character out."
    alike = look_alike(text)
    if alike is not None:
        place, name = alike
        return f"It holds {name} at position {place}, which looks like a Latin letter.", "Write the Latin letter."
    return None


def look_alike(text: str) -> tuple[int, str] | None:
    """The place of a letter of another alphabet that stands for a Latin one, and its name; None where there is none.

    It does so in a word with Latin letters; and in a text with some, where no letter of the other alphabet is unlike
    them: a text may hold words of several alphabets, each written in its own.
    """
    if text.isascii():
        return None
    others = [(place, letter) for place, letter in enumerate(text) if _alphabet(letter) in ("CYRILLIC", "GREEK")]
    if not others:
        return None
    for word in WORD.finditer(text):
        alphabets = {_alphabet(letter) for letter in word.group()}
        if "LATIN" in alphabets and alphabets & {"CYRILLIC", "GREEK"}:
            return next((place, _name(letter)) for place, letter in others if place >= word.start())
    if all(letter in LIKE_LATIN for _, letter in others) and any(_alphabet(letter) == "LATIN" for letter in text):
        return others[0][0], _name(others[0][1])
    return None


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X} {unicodedata.name(letter, 'a control character')}"
