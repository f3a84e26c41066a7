"""The letters of a title as manuals of style want them: sentence case, headline case, and which words are names.

Which capitals belong to a name cannot be told from a title in which every word has one. It is learned from our own
sentences: a word that has a capital within a sentence and never stands there in small letters is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .phrases import MONTHS

SMALL_WORDS = re.compile(r"an?|and|as|at|but|by|for|from|in|nor|of|on|or|the|to|with")
SHORT_TITLE = 4  # words
LONG_WORD = 5  # letters: a title with a lower-case word of so many is in sentence case already
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class LetterCase:
    """What is a name in the titles of a package."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """``sentences`` are prose in which names have capitals and other words have none."""
        within = [word for text in sentences for word in re.findall(rf"(?<=[^.:?!“\"(] )({WORD.pattern})", text)]
        small = {word for word in within if word.islower()}
        self._names = {_root(word) for word in within if word[0].isupper() and word.lower() not in small} | set(MONTHS)

    def sentence_case(self, title: str) -> str:
        """A title with capitals for its first word and for names; one that is in that case already stays as it is."""
        words = title.split()
        if any(word.islower() and len(word) >= LONG_WORD for word in words):
            return title
        first, *rest = words
        return " ".join([first, *(WORD.sub(lambda word: self._lowered(word[0]), each) for each in rest)])

    def around_names(self, text: str) -> str:
        """A text with braces around its names and abbreviations, so that a bibliography program keeps their letters."""
        return WORD.sub(lambda word: f"{{{word[0]}}}" if self._is_name(word[0]) else word[0], text)

    def _lowered(self, word: str) -> str:
        return word if self._is_name(word) else word.lower()

    def _is_name(self, word: str) -> bool:
        root = _root(word)
        return root in self._names or root[1:] != root[1:].lower()


def headline_case(title: str) -> str:
    """A title with capitals for all but small words; the first word, also after a colon, has one."""
    words = title.split()
    starts = [index == 0 or words[index - 1].endswith(":") for index in range(len(words))]
    return " ".join(
        word[:1].upper() + word[1:] if start or not SMALL_WORDS.fullmatch(word) else word
        for word, start in zip(words, starts, strict=True)
    )


def short_title(title: str) -> str:
    """The first words of a title in headline case, by which a text without an author is cited in a sentence."""
    return " ".join(headline_case(title).split()[:SHORT_TITLE]).rstrip(",:;.")


def _root(word: str) -> str:
    return re.sub(r"['’]s$", "", word)
