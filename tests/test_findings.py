"""A finding says where, what is wrong and how to fix it: as text, as an annotation, and without harm to a terminal."""

from __future__ import annotations

import pytest
from syria_figures.findings import Finding, Rejected, as_annotations, as_text, meant, visible, with_noun

CELL = Finding("data/figures.csv", "It is not a number.", "Write a number.", 4, "value", "220_000", "war-deaths")
FILE = Finding("data/figures.csv", "The file is missing.", "Put it back.")
PROPERTY = Finding("datapackage.json", "It is empty.", "Fill it.", column="version")


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (CELL, 'data/figures.csv, row 4 (war-deaths), column value: "220_000"'),
        (FILE, "data/figures.csv"),
        (PROPERTY, "datapackage.json, version"),
        (Finding("data/figures.csv", "p", "f", 4, "value", ""), "data/figures.csv, row 4, column value: empty"),
        (Finding("data/figures.csv", "p", "f", 1, "value"), "data/figures.csv, row 1, column value"),
    ],
)
def test_the_place_is_said_in_full(finding: Finding, place: str) -> None:
    """Nobody should have to search for the cell."""
    assert finding.place == place


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("", ""),
        ("220\u00a0000", '"220[no-break space U+00A0]000"'),
        ("a\u202eb\n", '"a[right-to-left override U+202E]b[line end U+000A]"'),
        ("\x1b[2J\0\ud800", '"[U+001B][2J[U+0000][U+D800]"'),
        ("x" * 100, f'"{"x" * 80}…"'),
    ],
)
def test_what_cannot_be_seen_is_shown_by_name(cell: str, shown: str) -> None:
    """A character that turns the text around, or clears the screen, must not do so in the message."""
    assert visible(cell) == shown
    assert Finding("f", f"It is {cell[:3]}.", "x").problem.isprintable()


def test_one_of_a_thing_is_not_a_plural() -> None:
    """A report must not say "1 cells"."""
    assert [with_noun(count, "cell") for count in (0, 1, 2, 12_000)] == ["0 cells", "1 cell", "2 cells", "12,000 cells"]
    assert [with_noun(count, "report gives", "reports give") for count in (1, 2)] == [
        "1 report gives",
        "2 reports give",
    ]


def test_the_nearest_word_is_offered() -> None:
    """A slip of the finger must be answered with the word that was meant, and an unknown word with none."""
    assert (meant("aprox", ["approx", "between"]), meant("many", ["approx", "between"])) == (
        "Did you mean approx? ",
        "",
    )


def test_a_mistake_down_a_column_is_one_block() -> None:
    """A column that was filled wrongly must not fill the screen; the rows are still listed."""
    again = Finding(CELL.file, CELL.problem, CELL.fix, 7, CELL.column, CELL.cell, "yarmouk-control")
    assert as_text([CELL, FILE, again]).splitlines()[0] == 'data/figures.csv, rows 4, 7, column value: "220_000"'
    assert len(as_text([CELL, FILE, again]).splitlines()) == 6


def test_an_annotation_stands_at_its_line() -> None:
    """A code review must show the finding in the file, and a cell must not break the command that shows it."""
    assert as_annotations([CELL], "pkg/") == (
        '::error file=pkg/data/figures.csv,line=4,title=value%2C "220_000"::'
        'data/figures.csv, row 4 (war-deaths), column value: "220_000". It is not a number. Write a number.'
    )
    assert (
        as_annotations([Finding("a,b:c.csv", "100%", "x")])
        == "::error file=a%2Cb%3Ac.csv,title=a%2Cb%3Ac.csv::a,b:c.csv. 100%25 x"
    )


def test_a_rejection_says_where_and_what() -> None:
    """An error that reaches somebody's own code must be readable by itself."""
    assert str(Rejected([CELL, FILE])) == f"{CELL.place}: It is not a number.; data/figures.csv: The file is missing."
