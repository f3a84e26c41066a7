"""The text that anchors point into: sentences, word boundaries, and the places of quotes in another copy of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from syria_figures.article import Text, place, read_text
from syria_figures.errors import CouldNotRun


@pytest.mark.parametrize(
    ("text", "one", "other", "together"),
    [
        ("Ten fled. Two stayed.", "Ten", "Two", False),
        ("Ten fled, the U.N. said on May 3.", "Ten", "May", True),
        ("Gen. Staff said ten fled.", "Gen", "ten", True),
        ("“Ten fled.” Two stayed.", "Ten", "Two", False),
        ("Ten fled\n\nTwo stayed", "Ten", "Two", False),
        ("About 12.5 percent fled.", "About", "fled", True),
    ],
)
def test_sentences_end_where_they_end(text: str, one: str, other: str, together: bool) -> None:
    """A claimant of the next sentence could be taken for that of the value, or its own be refused."""
    spans = [(text.index(words), text.index(words) + len(words)) for words in (one, other)]
    assert Text(text).same_sentence(spans[0], spans[1]) is together


@pytest.mark.parametrize(
    ("words", "cut"), [("220,000", False), ("prisoner", True), ("20", True), ("prisoners", False), ("prisons", False)]
)
def test_a_cut_word_is_seen(words: str, cut: bool) -> None:
    """A quote could end inside a word or begin inside a number, and read as another one."""
    text = "220,000 prisoners in prisons"
    assert Text(text).cuts_a_word((text.index(words), text.index(words) + len(words))) is cut


def test_order_decides_between_words_that_are_alike() -> None:
    """The second "camp" of the original could be placed at the first of a copy."""
    original = "One camp stood empty. Nearby, another camp was full of people."
    copy = Text("READ MORE\n" + original.replace(" ", "  "))
    anchors = [(original.index("camp"), "camp"), (original.rindex("camp"), "camp"), (original.index("full"), "full")]
    placed = place(anchors, copy)
    assert [span and span[0] for span in (placed[anchor] for anchor in anchors)] == [
        copy.content.index("camp"),
        copy.content.rindex("camp"),
        copy.content.index("full"),
    ]


def test_words_are_not_found_inside_a_number() -> None:
    """The number 20 could be placed inside 220,000 or 20.5."""
    assert place([(0, "20")], Text("220,000 and 20,5 and 20.5 and 120")) == {(0, "20"): None}


def test_a_word_that_the_copy_lacks_is_not_placed_elsewhere() -> None:
    """A word that the copy leaves out could be placed at a like word far from it."""
    original = "Of the prisoners, " + "many words later " * 9 + "some prisoners were women."
    copy = Text(original.replace("Of the prisoners", "Of the detainees"))
    words = [(0, "Of"), (original.index("prisoners"), "prisoners"), (original.index("some"), "some")]
    assert place(words, copy)[words[1]] is None


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_text_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    """A missing or mangled text could end in a traceback."""
    path = tmp_path / "article.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CouldNotRun, match=r"article\.txt"):
        read_text(path)
