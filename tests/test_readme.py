"""The block of README.md that is built: what a reader sees first, and what Markdown might make of it."""

from __future__ import annotations

import re

import pytest
from syria_figures import readme
from syria_figures.descriptor import Package
from syria_figures.frames import frame_of
from syria_figures.making import Context
from syria_figures.tables import load_rows


@pytest.fixture(scope="module")
def context(package: Package) -> Context:
    """The tables as they are committed."""
    return Context(package, {name: frame_of(package, name) for name in package.tables if name != "alt_texts"})


@pytest.fixture(scope="module")
def lines(context: Context) -> list[str]:
    """The block, line by line."""
    return readme.block(context).splitlines()


def cells(line: str) -> list[str]:
    """The cells of a row of a table in Markdown."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_every_figure_has_a_row(package: Package, lines: list[str]) -> None:
    """A figure is missing from the first page, or a bar in a cell breaks its row."""
    table = [cells(line) for line in lines if line.startswith("|")]
    assert table[0] == ["Figure", "Who says so", "Date", "How solid"]
    assert {len(row) for row in table} == {4}
    assert len(table) == 2 + len(load_rows(package, "figures"))


def test_rows_as_they_are_read(lines: list[str]) -> None:
    """A hedge, a missing date or a part of a whole cannot be seen in the row."""
    table = {row[0]: row[1:] for row in map(cells, lines) if len(row) == 4}
    assert table["**at least 26** people killed, Yarmouk"] == [
        "no one is named",
        "1–6 April 2015 (inferred)",
        "3 reports match; one claimant",
    ]
    assert (
        table["**43** women assisted, Yarmouk (part of the 94)"][1]
        == "reported on 6 April 2015; its date is not stated"
    )
    assert table["**about 90%** of the camp under armed control, Yarmouk"] == [
        "Syrian Observatory for Human Rights",
        "reported on 6 April 2015; its date is not stated",
        "5 reports match; one claimant; contested",
    ]
    order = [re.sub(r"\W*(\w+).*", r"\1", figure) for figure in table]
    assert order[order.index("94") :][:3] == ["94", "43", "20"]


def test_every_caveat_is_listed_with_its_evidence(package: Package, lines: list[str]) -> None:
    """A caveat is left out, or stands without the pages that it rests on."""
    listed = [line for line in lines if line.startswith("- *")]
    caveats = load_rows(package, "caveats")
    assert len(listed) == len(caveats)
    for caveat in caveats:
        words = caveat["caveat"].split("*")[0]
        (line,) = [line for line in listed if words in line]
        assert line.startswith(f"- *{caveat['kind'].replace('_', ' ')}*: ")
        assert re.search(r" \((\[[^\]]+\]\(https?://[^() ]+\)(, )?)+\)$", line)


def test_caveats_are_counted(lines: list[str]) -> None:
    """The folded list hides that a figure is contradicted."""
    (summary,) = [line for line in lines if line.startswith("<summary>")]
    counts = [int(number) for number in re.findall(r"(\d+) [a-z ]+[,)]", summary)]
    assert " contradicted, " in summary
    assert sum(counts) == len([line for line in lines if line.startswith("- *")])


def test_caveats_stand_under_their_figure(lines: list[str]) -> None:
    """A caveat of one figure is read as that of another."""
    place = lines.index("**about 90% of the camp under armed control, Yarmouk**")
    following = [line for line in lines[place + 1 : place + 4] if line]
    assert [line.split(":")[0] for line in following] == ["- *contested*", "- *single claimant*"]
    assert all("90 per cent" in line for line in following)


def test_text_is_not_taken_for_markdown() -> None:
    """A name with an asterisk, an underscore or a bracket changes what follows it."""
    assert readme._escaped("a_b *c* [d] <e> | f") == r"a\_b \*c\* \[d\] \<e\> \| f"
