"""Each state of the data is written in one way; what readers silently forgive is named, and `make` corrects it."""

from __future__ import annotations

from pathlib import Path

import pytest
from accidents import CAMPS, tiny
from syria_figures.canonical import check, csv_of_cells, read_cells, write
from syria_figures.descriptor import HOME, Package, Table, read_package
from syria_figures.findings import Rejected

CURATED = [table.name for table in read_package(HOME).curated]
HEADER = "The columns are not those of the descriptor. "
HALF = "in the middle of a row, as half of a file does."
FORMULA = "which a spreadsheet takes for a formula."


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """The tiny table."""
    return tiny(tmp_path).tables["camps"]


def one_row(table: Table, column: str, cell: str) -> bytes:
    """The tiny table with one row, of which one cell is given."""
    row = {**dict.fromkeys(table.columns, ""), "camp_id": "a", "name": "A1", "kind": "camp", column: cell}
    return csv_of_cells(table.columns, [list(row.values())])


@pytest.mark.parametrize("name", CURATED)
def test_the_tables_are_canonical(package: Package, name: str) -> None:
    """The data must be written in the one way, and writing it again must change nothing."""
    table = package.tables[name]
    data = package.read(table.path)
    assert (check(table, data), write(table, data)) == ([], data)


@pytest.mark.parametrize(
    ("column", "cell", "canonical"),
    [
        ("people", "+120", "120"),
        ("people", "-0", "0"),
        ("people", "1_200", "1200"),
        ("people", "1.2e2", "120"),
        ("people", "0120", "120"),
        ("people", "33.50", "33.5"),
        ("people", "١٢٠", "120"),
        ("tents", " 3", "3"),
        ("day", "٢٠١٥-04-06", "2015-04-06"),
        ("name", "\u00a0North camp ", "North camp"),
        ("name", "Cafe\u0301", "Café"),
        ("open", "TRUE", "true"),
    ],
)
def test_a_cell_written_in_another_way_is_corrected(table: Table, column: str, cell: str, canonical: str) -> None:
    """Two ways to write one value must not pass for a difference in the data."""
    (finding,) = check(table, one_row(table, column, cell))
    assert (finding.row, finding.column, finding.cell) == (2, column, cell)
    assert finding.fix == f'Write "{canonical}" (make does it).'
    kinds = {"people": "a number", "tents": "a whole number", "day": "a date", "name": "text, without blanks"}
    assert finding.problem.startswith(f"It is not in the canonical form of {kinds.get(column, 'a boolean')}")
    assert write(table, one_row(table, column, cell)) == one_row(table, column, canonical)


@pytest.mark.parametrize("cell", ["12345678901234567890", "0.1234567890123456789", "220,000", "about 20", "9" * 400])
def test_a_number_is_never_changed(table: Table, cell: str) -> None:
    """`make` must not turn one number into another, or guess at what is not a number."""
    assert write(table, one_row(table, "people", cell)) == one_row(table, "people", cell)


@pytest.mark.parametrize(
    ("cell", "problem", "fix"),
    [
        ("=A1+A2", f"It begins with =, {FORMULA}", "Begin with another character."),
        ("-North", f"It begins with -, {FORMULA}", "Begin with another character."),
        ("+963", f"It begins with +, {FORMULA}", "Begin with another character."),
        ("@camp", f"It begins with @, {FORMULA}", "Begin with another character."),
        ("North\u00a0camp", "It holds [no-break space U+00A0].", 'Write " " there.'),
        ("North\u200bcamp", "It holds [zero width space U+200B].", "Remove that character."),
        ("North\u202ecamp", "It holds [right-to-left override U+202E].", "Remove that character."),
        ("North\u2011camp", "It holds [non-breaking hyphen U+2011].", 'Write "-" there.'),
        ("North\ncamp", "It holds [line end U+000A].", "Remove that character."),
    ],
)
def test_text_that_misleads_is_left_for_people(table: Table, cell: str, problem: str, fix: str) -> None:
    """A cell must hold nothing invisible and nothing that runs as a formula; people say what it should be."""
    data = one_row(table, "name", cell)
    (finding,) = check(table, data)
    assert (finding.row, finding.column, finding.cell) == (2, "name", cell)
    assert (finding.problem, finding.fix) == (problem, fix)
    assert write(table, data) == data


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"\xef\xbb\xbf" + CAMPS.encode(), 1, "a byte order mark"),
        (CAMPS.replace("\n", "\r\n").encode(), 1, "lines end in CRLF"),
        (CAMPS.rstrip("\n").encode(), 3, "The last line has no line end."),
        (CAMPS.replace("north", '"north"').encode(), 2, "quotation marks that it does not need"),
        (CAMPS.replace("north", "west").encode(), 2, "not in the order of camp_id"),
    ],
)
def test_a_file_written_in_another_way_is_corrected(table: Table, data: bytes, row: int, words: str) -> None:
    """A spreadsheet that saves the file again must not make every line a difference; what it did must be named."""
    (finding,) = check(table, data)
    assert (finding.row, finding.column) == (row, None)
    assert words in finding.problem
    assert "(make does it)" in finding.fix
    assert check(table, write(table, data)) == []


def test_numbers_in_a_key_are_ordered_as_numbers(package: Package) -> None:
    """Position 1406 must come after 532."""
    table = package.tables["other_numbers"]
    first, second = ["a", "x", "532", "533", "r"], ["a", "x", "1406", "1407", "r"]
    assert write(table, csv_of_cells(table.columns, [second, first])) == csv_of_cells(table.columns, [first, second])


@pytest.mark.parametrize(
    ("before", "after", "place", "problem"),
    [
        (
            "people",
            "persons",
            (1, None),
            f"{HEADER}Missing: people. Unknown, or twice: persons.",
        ),
        ("name,people", "people,name", (1, None), f"{HEADER}They are not in its order."),
        (",open\n", "\n", (1, None), f"{HEADER}Missing: open. Unknown, or twice: none."),
        ("people", "name", (1, None), f"{HEADER}Missing: people. Unknown, or twice: name."),
        ("camp,120", "camp,1,200", (2, None), "The row has 8 cells, the header 7."),
        ("\nsouth", "\n\nsouth", (3, None), "The row is blank."),
        ("North", '"North', (3, None), "It cannot be read as CSV: unexpected end of data."),
        (",", ";", (1, None), "Its cells are separated by semicolons."),
        ("south", "<<<<<<< HEAD\nsouth", (3, None), "It holds a mark of an unfinished merge."),
        (
            CAMPS,
            "",
            (1, None),
            "The file has no header.",
        ),
        (CAMPS, "PK\x03\x04", (1, None), "It is a spreadsheet workbook (.xlsx, .ods) under another name."),
        (CAMPS, "<!DOCTYPE html>", (1, None), "It looks like a web page (HTML), not like the file."),
        (CAMPS, "version https://git-lfs.github.com/spec/v1", (1, None), "It is a Git LFS pointer, not the file."),
        (
            "south,South camp,,,,area,\n",
            "south,Sou",
            (3, None),
            "It ends in the middle of a row, as half of a file does.",
        ),
        ("south", "s\udce9ud", (3, None), "Byte 85 is not UTF-8."),
    ],
)
def test_a_file_that_is_not_the_table_is_named(
    table: Table, before: str, after: str, place: tuple[int, str | None], problem: str
) -> None:
    """A file that is not a CSV of the table must be called what it is, in one finding."""
    with pytest.raises(Rejected) as rejected:
        read_cells(table, CAMPS.replace(before, after).encode("utf-8", "surrogateescape"))
    (finding,) = rejected.value.findings
    assert ((finding.row, finding.column), finding.problem) == (place, problem)
