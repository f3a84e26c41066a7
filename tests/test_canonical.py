"""The canonical form of a CSV: each accident that readers forgive is found, named, and mended without losing a value.

Tier 1 makes each accident in one tiny table and holds the finding and what is written; tier 2 holds that what cannot be
read is left as it is; tier 3 holds the two functions to each other over random tables.
"""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from syria_figures.canonical import check, write
from syria_figures.descriptor import Field, Table
from syria_figures.findings import Finding, Rejected

COLUMNS = {"id": "string", "value": "number", "count": "integer", "day": "date", "open": "boolean", "note": "string"}
TABLE = Table("tiny", "data/tiny.csv", "", "", tuple(Field(name, kind) for name, kind in COLUMNS.items()), ("id",), ())
GOOD = """\
id,value,count,day,open,note
a,1.5,1,2015-04-06,true,"Café, near"
b,220000,2,,false,
"""
BYTES = GOOD.encode("utf-8")


def with_bytes(old: bytes, new: bytes) -> bytes:
    """The table with some bytes changed in one place."""
    assert BYTES.count(old) >= 1
    return BYTES.replace(old, new, 1)


def found(data: bytes) -> Finding:
    """The one finding in the bytes of the table."""
    (finding,) = check(TABLE, data)
    assert finding.file == "data/tiny.csv"
    assert finding.mend
    return finding


# Tier 1: accidents in a whole file, then in a cell


def test_a_canonical_table_is_left_alone() -> None:
    """A check that is too strict would have people change what is right."""
    assert check(TABLE, BYTES) == []
    assert write(TABLE, BYTES) == BYTES


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"\xef\xbb\xbf" + BYTES, 1, "byte order mark"),
        (BYTES.replace(b"\n", b"\r\n"), 1, "CRLF"),
        (BYTES.replace(b"\n", b"\r"), 1, "CRLF or hold a CR"),
        (with_bytes(b"false,\n", b"false,\r\n"), 3, "CRLF"),
        (BYTES[:-1], 3, "The last line has no line end"),
        (b"".join(BYTES.splitlines(keepends=True)[i] for i in (0, 2, 1)), 3, "The row of a stands after that of b"),
        (with_bytes(b"b,220000", b'"b",220000'), 3, "a quotation mark too many or too few"),
    ],
    ids=["bom", "crlf", "cr", "one crlf", "no last line end", "order", "needless quotation marks"],
)
def test_an_accident_in_the_file(data: bytes, row: int, words: str) -> None:
    """The same data in other bytes would look like a change, or break a reader that forgives less."""
    finding = found(data)
    assert (finding.row, finding.column) == (row, None)
    assert words in finding.problem
    assert "make fix does it" in finding.mend
    assert write(TABLE, data) == BYTES


def test_columns_in_another_order() -> None:
    """Readers that go by position would take one column for another."""
    lines = [line.split(",", 2) for line in GOOD.splitlines()]
    data = "".join(f"{second},{first},{rest}\n" for first, second, rest in lines).encode("utf-8")
    finding = found(data)
    assert (finding.row, finding.column) == (1, "value")
    assert finding.problem == "The columns are not in the order of the descriptor."
    assert "make fix does it" in finding.mend
    assert write(TABLE, data) == BYTES


def test_a_blank_row_is_left_to_the_structure_and_taken_out() -> None:
    """A blank row would be named twice, or stay."""
    for blank in (b"\n", b",,,,,\n"):
        data = with_bytes(b"b,220000", blank + b"b,220000")
        assert check(TABLE, data) == []
        assert write(TABLE, data) == BYTES


CELLS = [
    ("b,220000", "b,220_000", 3, "value", "It has an underscore in the number."),
    ("b,220000", "b,٢٢٠٠٠٠", 3, "value", "Its digits are not the ASCII digits 0 to 9."),
    ("b,220000", "b,２２００００", 3, "value", "Its digits are not the ASCII digits 0 to 9."),
    ("b,220000", "b, 220000", 3, "value", "It has blanks around it."),
    ("b,220000", "b,220000\t", 3, "value", "It has blanks around it."),
    ("b,220000", "b,220000.0", 3, "value", "It is not in canonical form"),
    ("b,220000", "b,+220000", 3, "value", "It is not in canonical form"),
    ("b,220000", "b,0220000", 3, "value", "It is not in canonical form"),
    ("b,220000", "b,2.2e5", 3, "value", "It is not in canonical form"),
    ("1.5,1,", "1.50,1,", 2, "value", "It is not in canonical form"),
    (",2,,", ",02,,", 3, "count", "It is not in canonical form"),
    ("2015-04-06", "2015-04-06 ", 2, "day", "It has blanks around it."),
    ("2015-04-06", "٢٠١٥-٠٤-٠٦", 2, "day", "Its digits are not the ASCII digits 0 to 9."),
    ("true", "TRUE", 2, "open", "It is not written in lower case."),
    ("a,1.5", "a ,1.5", 2, "id", "It has blanks around it."),
    ('"Café, near"', '"Café, near "', 2, "note", "It has blanks around it."),
    ('"Café, near"', '"Café, near\u00a0"', 2, "note", "It has blanks around it."),
    ("Café", unicodedata.normalize("NFD", "Café"), 2, "note", "It is not in the Unicode form NFC."),
]


@pytest.mark.parametrize(("old", "new", "row", "column", "words"), CELLS, ids=ascii)
def test_an_accident_in_a_cell(old: str, new: str, row: int, column: str, words: str) -> None:
    """One value in two spellings would count as two, or be read as none."""
    data = with_bytes(old.encode("utf-8"), new.encode("utf-8"))
    finding = found(data)
    assert (finding.row, finding.column) == (row, column)
    assert finding.problem.startswith(words)
    assert "make fix does it" in finding.mend
    (cells,) = csv.reader([data.decode("utf-8").splitlines()[row - 1]])
    assert finding.cell == cells[list(COLUMNS).index(column)]
    assert write(TABLE, data) == BYTES


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\x00", "U+0000"),
        ("\t", "U+0009"),
        ("\n", "U+000A"),
        ("\ue000", "U+E000"),
    ],
)
def test_a_character_that_cannot_be_seen(character: str, name: str) -> None:
    """Two names that look alike would be two, or a text would be shown in another order than it is read."""
    finding = found(with_bytes("Café".encode(), f"Ca{character}fé".encode()))
    assert (finding.row, finding.column) == (2, "note")
    assert name in finding.problem
    assert "at position 2" in finding.problem
    assert character not in finding.place()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_text_that_a_spreadsheet_takes_for_a_formula(formula: str) -> None:
    """A cell would be run as a formula on the machine of whoever opens it."""
    finding = found(with_bytes('"Café, near"'.encode(), formula.encode()))
    assert (finding.row, finding.column, finding.cell) == (2, "note", formula)
    assert "formula" in finding.problem


# Tier 2: what cannot be read


@pytest.mark.parametrize("cell", ["many", "220 000", "NaN", "-INF", "1e999999999", "9" * 40, "٢٢٠٬٠٠٠", "½", "0x10"])
def test_a_number_that_cannot_be_read_is_left_as_it_is(cell: str) -> None:
    """A guess would put another number in its place."""
    data = with_bytes(b"b,220000", f"b,{cell}".encode())
    assert write(TABLE, data) == data


@pytest.mark.parametrize("cell", ["2015-02-30", "06/04/2015", "2015-4-6", "20150406", "6 April 2015"])
def test_a_day_that_cannot_be_read_is_left_as_it_is(cell: str) -> None:
    """A guess would put another day in its place."""
    data = with_bytes(b"2015-04-06", cell.encode())
    assert write(TABLE, data) == data


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"", 1, "The file has no header"),
        (b"\n", 1, "The file has no header"),
        (with_bytes("é".encode(), b"\xe9"), 2, "is not UTF-8"),
        (with_bytes(b"b,220000", b'b,"220000'), 3, "It cannot be read as CSV"),
        (with_bytes(b"value", b"values"), 1, "The descriptor has no such column"),
        (with_bytes(b"count", b"value"), 1, "The column stands twice"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, row: int, words: str) -> None:
    """A table that is half read would be written back without the rest."""
    first = check(TABLE, data)[0]
    assert first.row == row
    assert words in first.problem
    with pytest.raises(Rejected):
        write(TABLE, data)


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"PK\x03\x04" + b"\x14\x00\x06\x00" + BYTES, 1, "It is a spreadsheet workbook"),
        (BYTES.decode("utf-8").encode("utf-16"), 1, "It is encoded in UTF-16"),
        (BYTES.replace(b",", b";"), 1, "Its cells are separated by semicolons"),
        (b"\xef\xbb\xbf" + BYTES.replace(b",", b";").replace(b"\n", b"\r\n"), 1, "separated by semicolons"),
        (BYTES.replace(b",", b"\t"), 1, "Its cells are separated by tabs"),
        (b"PK\x03\x04" + b"\x14;\x06\t" + BYTES.replace(b",", b"\x00"), 1, "It is a spreadsheet workbook"),
        (GOOD.replace(",", "\t").encode("utf-16"), 1, "It is encoded in UTF-16"),
        (GOOD.encode("utf-16-le"), 1, "It is encoded in UTF-16"),
        (GOOD.replace(",", ";").encode("utf-16-be"), 1, "It is encoded in UTF-16"),
        (with_bytes(b"\nb,220000", b"\n=======\nb,220000"), 3, "a mark of a merge that was not finished"),
        (b"<<<<<<< HEAD\n" + BYTES, 1, "a mark of a merge that was not finished"),
        (BYTES + b">>>>>>> another branch\r\n", BYTES.count(b"\n") + 1, "a mark of a merge that was not finished"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_another_program_saved_is_named_once(data: bytes, row: int, words: str) -> None:
    """One save from a spreadsheet, or one merge, would be named as twenty mistakes, and its cause not at all."""
    (found,) = check(TABLE, data)
    assert found.row == row
    assert words in found.problem
    assert found.mend
    with pytest.raises(Rejected):
        write(TABLE, data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BYTES.replace(b",", b";"), "as field delimiter"),
        (BYTES.replace(b",", b"\t"), "the list separator of the system"),
        (GOOD.replace(",", "\t").encode("utf-16"), "as CSV, with commas"),
        (b"PK\x03\x04", "as CSV in UTF-8, with commas"),
        (b"<<<<<<< HEAD\n" + BYTES, "Finish the merge"),
    ],
)
def test_the_way_back_from_another_program_is_told(data: bytes, words: str) -> None:
    """Whoever is told only to save it as CSV does so again, and the spreadsheet writes the same semicolons."""
    assert words in found(data).mend


def test_a_row_of_one_cell_is_counted_in_the_singular() -> None:
    """A line without a comma is named as a row of "1 cells"."""
    with pytest.raises(Rejected, match="The row has 1 cell, the header 6"):
        write(TABLE, BYTES + b"c\n")


def test_a_row_of_another_length_is_not_written() -> None:
    """A cell would be lost, or move into the next column."""
    with pytest.raises(Rejected, match="The row has 7 cells, the header 6"):
        write(TABLE, with_bytes(b"b,220000", b"b,220000,1"))


# Tier 3: any table

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@example([("", "", "", "", "0\n", "")])
@given(st.lists(st.tuples(*[CELL] * len(COLUMNS)), max_size=5))
def test_what_is_written_is_canonical_and_writing_again_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    """A mend that needs a second mend, or loses a row, could not be trusted."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([COLUMNS, *rows])
    written = write(TABLE, stream.getvalue().encode("utf-8"))
    assert write(TABLE, written) == written
    left = [finding for finding in check(TABLE, written) if "make fix" in finding.mend]
    assert left == []
    _, *read = csv.reader(io.StringIO(written.decode("utf-8"), newline=""))
    words = [(plain(row[0]), plain(row[-1])) for row in rows if any(map(plain, row))]
    assert sorted((row[0], row[-1]) for row in read) == sorted(words)


def plain(cell: str) -> str:
    """A text cell without what is no part of its value."""
    return unicodedata.normalize("NFC", cell).strip()
