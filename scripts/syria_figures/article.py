"""The text that anchors point into, and where its words stand in another copy of it.

Positions are Unicode code points from the start of the text, counted from 0, the end exclusive, as in the text position
selector of the W3C Web Annotation Data Model. The text itself is no part of the package.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import CouldNotRun
from .wording import is_reporting

QUOTATION_MARKS = {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'")}
ABBREVIATIONS = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
SENTENCE_END = re.compile(r"[.!?…][\"'“”‘’)\]]*(?=\s)|\n\s*\n")

# What it costs to place an anchor off its distance from the one before, at most; and to leave it unplaced. An insertion
# into the copy is paid once; a stray repetition of a word, there and back, costs more than to leave the word unplaced.
MOST_DRIFT = 100
UNPLACED = 60
MOST_CANDIDATES = 64

LARGEST_TEXT = 5_000_000  # bytes: more than any article; what is looked for in it takes some times as much memory
# How far a reporting verb may stand from its name, and how much of a long sentence is looked at, in characters.
REPORTING_REACH = 60
SENTENCE_REACH = 1_000

Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """A text by its characters."""

    content: str

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.content.encode("utf-8")).hexdigest()

    @cached_property
    def _sentence_starts(self) -> list[int]:
        ends = (match.end() for match in SENTENCE_END.finditer(self.content) if not self._abbreviated(match))
        return [0, *ends]

    def _abbreviated(self, match: re.Match[str]) -> bool:
        before = self.content[max(0, match.start() - 5) : match.start() + 1]
        return ABBREVIATIONS.search(before) is not None

    def same_sentence(self, one: Span, other: Span) -> bool:
        """Whether two spans stand in one sentence; a break between paragraphs ends one too."""
        starts = self._sentence_starts
        return bisect_right(starts, one[0]) == bisect_right(starts, other[0])

    def reports(self, name: Span) -> bool:
        """Whether the name at the span is the subject of a reporting verb in its sentence."""
        before, behind = max(0, name[0] - REPORTING_REACH), name[1] + REPORTING_REACH
        return is_reporting(self.content[before : name[0]], self.content[name[1] : behind])

    def sentence_around(self, span: Span, reach: int = SENTENCE_REACH) -> Span:
        """The sentence in which a span begins, as far as the reach on either side of it."""
        starts = self._sentence_starts
        place = bisect_right(starts, span[0])
        end = starts[place] if place < len(starts) else len(self.content)
        return max(starts[place - 1], span[0] - reach), min(end, span[1] + reach)

    def cuts_a_word(self, span: Span) -> bool:
        """Whether the span begins or ends inside a word or a number."""
        return any(0 < at < len(self.content) and self.content[at - 1 : at + 1].isalnum() for at in span)

    def around(self, span: Span, characters: int = 24) -> str:
        """The span with a few words on either side, on one line."""
        start, end = max(0, span[0] - characters), span[1] + characters
        words = self.content[start:end].split(" ")
        words = words[1:] if start else words
        return " ".join(words[:-1] if end < len(self.content) else words).replace("\n", " ").strip()


def read_text(path: Path) -> Text:
    """The text in a UTF-8 file. Raises CouldNotRun where it cannot be read."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise CouldNotRun(f"The text {path} is no file.")
        if path.stat().st_size > LARGEST_TEXT:
            raise CouldNotRun(f"{path} is larger than {LARGEST_TEXT // 1_000_000} MB.")
        return Text(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise CouldNotRun(f"The text {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        raise CouldNotRun(f"The text {path} is not UTF-8 at byte {error.start}.") from None


def place(anchors: Iterable[tuple[int, str]], text: Text) -> dict[tuple[int, str], Span | None]:
    """Where anchors (their start in the original, and their words) stand in another copy of the original.

    The copy may differ in white space, quotation marks and what stands before, between and after. All anchors are
    placed together, in the order of the original and at its distances, so that a word is never taken for an earlier one
    like it. An anchor that has no such place gives None.
    """
    ordered = sorted(set(anchors), key=lambda anchor: (anchor[0], len(anchor[1]), anchor[1]))
    plain = _Plain(text.content)
    candidates = [plain.find(words, around=start) for start, words in ordered]
    chosen = _aligned([start for start, _ in ordered], candidates)
    return {
        anchor: None if at is None else plain.span(at, anchor[1]) for anchor, at in zip(ordered, chosen, strict=True)
    }


class _Plain:
    """A text with plain quotation marks and single blanks, and where each of its characters stands in the text."""

    def __init__(self, content: str) -> None:
        kept = [
            (place, " " if character.isspace() else QUOTATION_MARKS.get(character, character))
            for place, character in enumerate(content)
            if not (character.isspace() and place and content[place - 1].isspace())
        ]
        self.places = [place for place, _ in kept]
        self.text = "".join(character for _, character in kept)

    def find(self, words: str, around: int) -> list[int]:
        """Where the words stand as whole words, the nearest places first if there are many."""
        wanted = _Plain(words).text if words.strip() != words or not words.isalnum() else words
        pattern = rf"(?<![\w.,](?=\d))(?<!\w){re.escape(wanted)}(?!\w|[.,]\d)"
        found = [match.start() for match in re.finditer(pattern, self.text)]
        nearest = bisect_left(found, bisect_left(self.places, around))
        first = max(0, nearest - MOST_CANDIDATES // 2)
        return found[first : first + MOST_CANDIDATES]

    def span(self, at: int, words: str) -> Span:
        """The span of the words in the text itself."""
        length = len(_Plain(words).text)
        return self.places[at], self.places[at + length - 1] + 1


def _aligned(starts: list[int], candidates: list[list[int]]) -> list[int | None]:
    """For each anchor the place that keeps order and distances best, all together; None where none does.

    A shortest path: a step goes from a placed anchor to a later placed one, and costs the drift between their distances
    and ``UNPLACED`` for each anchor in between. Only the last few placed anchors are looked back at.
    """
    look_back = 8
    best: list[list[tuple[int, int, int]]] = []  # for each anchor and place: cost, and the anchor and place before it
    for number, places in enumerate(candidates):
        row = []
        for at in places:
            options = [(UNPLACED * number + min(abs(at - starts[number]), MOST_DRIFT), -1, -1)]
            for before in range(max(0, number - look_back), number):
                skipped = UNPLACED * (number - before - 1)
                for which, (cost, _, _) in enumerate(best[before]):
                    distance = at - candidates[before][which]
                    wanted = starts[number] - starts[before]
                    if distance > 0 or distance == wanted == 0:
                        options.append((cost + skipped + min(abs(distance - wanted), MOST_DRIFT), before, which))
            row.append(min(options))
        best.append(row)
    ends = [
        (cost + UNPLACED * (len(best) - number - 1), number, which)
        for number, row in enumerate(best)
        for which, (cost, _, _) in enumerate(row)
    ]
    chosen: list[int | None] = [None] * len(starts)
    if ends:
        _, number, which = min(ends)
        while number >= 0:
            chosen[number] = candidates[number][which]
            _, number, which = best[number][which]
    return chosen
