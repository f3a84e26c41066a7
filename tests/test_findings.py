"""Findings as text for people, as annotations for a workflow, and said once."""

from __future__ import annotations

import pytest
from syria_figures.findings import Finding, Rejected, as_annotations, as_text, unseen, visible, with_noun

CELL = Finding("data/figures.csv", "It is no number.", "Write a number.", 4, "value", "220_000", "war-deaths")
FILE = Finding("data/figures.csv", "The file is missing.", "Put it back.")
PROPERTY = Finding("datapackage.json", "It is empty.", "Fill it.", column="version")


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (CELL, 'data/figures.csv, row 4 (war-deaths), column value: "220_000"'),
        (FILE, "data/figures.csv"),
        (PROPERTY, "datapackage.json, version"),
        (Finding("data/figures.csv", "p", "m", 4, "value", ""), "data/figures.csv, row 4, column value: empty"),
        (Finding("data/figures.csv", "p", "m", 1, "value"), "data/figures.csv, row 1, column value"),
    ],
)
def test_the_place_is_said_in_full(finding: Finding, place: str) -> None:
    """Whoever mends a cell would have to search for it."""
    assert finding.place() == place


def test_what_cannot_be_seen_is_shown_by_name() -> None:
    """A character that turns the text around would do so in the message, too."""
    assert visible("a\u202eb\n") == '"a[right-to-left override U+202E]b[line end U+000A]"'
    assert visible("\0\ud800") == '"[U+0000][U+D800]"'
    assert visible("") == ""
    assert visible("x" * 100) == f'"{"x" * 80}…"'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("220\u00a0000", '"220[no-break space U+00A0]000"'),
        ("over\u202f220,000", '"over[narrow no-break space U+202F]220,000"'),
        ("peo\u00adple", '"peo[soft hyphen U+00AD]ple"'),
        ("people\t", '"people[tab U+0009]"'),
    ],
)
def test_a_blank_that_is_none_is_told_from_one(cell: str, shown: str) -> None:
    """A cell pasted from a web page holds a no-break space, and a person is shown the escape of a programmer for it."""
    finding = Finding("data/figures.csv", f"It is not {cell}.", "Mend it.", 4, "value", cell)
    assert finding.place().endswith(f"column value: {shown}")
    assert finding.problem == f"It is not {shown[1:-1]}."


def test_one_of_a_thing_is_no_plural() -> None:
    """A report that says "1 cells" reads as if nobody had ever looked at it."""
    assert [with_noun(count, "cell") for count in (0, 1, 2, 12_000)] == ["0 cells", "1 cell", "2 cells", "12,000 cells"]
    assert with_noun(1, "report matches", "reports match") == "1 report matches"
    assert with_noun(2, "report matches", "reports match") == "2 reports match"


def test_a_block_has_place_problem_and_mend() -> None:
    """A message without the way out leaves people to guess."""
    assert as_text([CELL]) == (
        'data/figures.csv, row 4 (war-deaths), column value: "220_000"\n    It is no number.\n    → Write a number.'
    )


def test_a_cell_that_recurs_is_one_block() -> None:
    """One renamed id would fill the screen, and hide what else is wrong."""
    again = [Finding("data/x.csv", "No such row.", "Mend it.", row, "id", "a", f"k{row}") for row in (2, 3, 4, 7)]
    assert as_text([*again, CELL]).splitlines()[0] == 'data/x.csv, rows 2-4, 7, column id: "a"'
    assert as_text([*again, CELL]).count("No such row.") == 1
    assert as_text([*again, CELL]).count("It is no number.") == 1


def test_a_mistake_is_said_once() -> None:
    """A cell that one check has named would be named again by each that follows."""
    also = Finding("data/figures.csv", "It is below 0.", "Write more.", 4, "value", "220_000")
    other = Finding("data/figures.csv", "It is empty.", "Fill it.", 4, "unit", "")
    assert unseen([also, other, other], [CELL]) == [other]
    assert unseen([FILE, FILE, PROPERTY, PROPERTY], []) == [FILE, PROPERTY]
    assert unseen([Finding("data/figures.csv", "It is stale.", "make fix")], [FILE, CELL]) != []


def test_an_annotation_is_one_line_that_cannot_be_broken_out_of() -> None:
    """A cell of a foreign package could end the annotation and begin a command of its own."""
    hostile = Finding("data/a,b:c.csv", "100% of\nit", "::warning::x", 2, "value", "x\r\n::set-output name=a::b")
    (line,) = as_annotations([hostile]).split("\n")
    assert line.startswith("::error file=data/a%2Cb%3Ac.csv,line=2,title=value%2C ")
    assert "100%25 of" in line
    assert "\r" not in line


def test_an_annotation_has_the_path_from_the_top_of_the_repository() -> None:
    """GitHub would show no annotation at the line of a package that stands in a folder."""
    assert as_annotations([CELL], "copy/").startswith("::error file=copy/data/figures.csv,line=4,title=value")
    assert as_annotations([FILE]).startswith("::error file=data/figures.csv,title=data/figures.csv::")


def test_a_rejected_package_says_why() -> None:
    """An exception that reaches a log would name no place."""
    assert str(Rejected([CELL, FILE])).startswith("data/figures.csv, row 4 (war-deaths), column value")
