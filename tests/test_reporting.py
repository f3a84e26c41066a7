"""Who is said to say so: names before and behind reporting verbs."""

from __future__ import annotations

import pytest
from syria_figures.wording import is_reporting


@pytest.mark.parametrize(
    ("sentence", "reporting"),
    [
        ("The council reported that 20 fled.", True),
        ("Twenty fled, the council said.", True),
        ("Twenty fled, said the council.", True),
        ("According to the council, 20 fled.", True),
        ("The council (HC) has also estimated that 20 fled.", True),
        ("The council, which met on Monday, moved 20 people.", False),
        ("The council moved 20 people.", False),
        ("Clashes between the council and its foes, it is said, killed 20.", False),
        ("Those whom the council released said that 20 fled.", False),
    ],
)
def test_the_subject_of_a_reporting_verb(sentence: str, reporting: bool) -> None:
    """Whoever acts could be taken for who says so, or who says so be left out."""
    start = sentence.index("council")
    assert is_reporting(sentence[:start], sentence[start + len("council") :]) is reporting
