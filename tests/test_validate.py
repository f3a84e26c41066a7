"""Validation as a user meets it: the command and its exit codes, and what each accident of life is told.

Tier 1 makes one accident in one copy of the package, and holds what the report says of it, that it says nothing else,
and that no file is changed. Tier 2 mends with --fix what can be mended, and holds that the bytes are those of before.
Tier 3 drives the command itself: exit codes, formats, options. Tier 4 clones with git as somebody on Windows does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from syria_figures.accounting import Account
from syria_figures.descriptor import DERIVED, DESCRIPTOR, HOME
from syria_figures.findings import Finding, as_text
from syria_figures.proof import Proof
from syria_figures.refresh import fix_in
from syria_figures.validation import as_github, as_json, as_report, validate
from syria_figures.wording import Mention, find_numbers

FIGURES = "data/figures.csv"
Accident = Callable[[bytes], bytes]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the curated tables, which is valid."""
    raw = json.loads((HOME / DESCRIPTOR).read_bytes())
    raw["resources"] = [each for each in raw["resources"] if not each["path"].startswith(DERIVED)]
    for resource in raw["resources"]:
        (tmp_path / resource["path"]).parent.mkdir(exist_ok=True, parents=True)
        shutil.copyfile(HOME / resource["path"], tmp_path / resource["path"])
    (tmp_path / DESCRIPTOR).write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return tmp_path


def change(package: Path, accident: Accident, refreshed: bool = True) -> None:
    """Let an accident happen to figures.csv; the descriptor knows the new bytes, unless it is to be stale."""
    data = accident((package / FIGURES).read_bytes())
    (package / FIGURES).write_bytes(data)
    if refreshed:
        raw = json.loads((package / DESCRIPTOR).read_bytes())
        (figures,) = [each for each in raw["resources"] if each["path"] == FIGURES]
        figures.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
        (package / DESCRIPTOR).write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replaced(old: str, new: str) -> Accident:
    """One word of figures.csv becomes another."""

    def accident(data: bytes) -> bytes:
        assert data.count(old.encode("utf-8")) >= 1
        return data.replace(old.encode("utf-8"), new.encode("utf-8"), 1)

    return accident


def reordered(data: bytes) -> bytes:
    """The first two columns change places."""
    lines = [line.split(b",", 2) for line in data.splitlines(keepends=True)]
    return b"".join(b",".join((second, first, rest)) for first, second, rest in lines)


def row_of(figure_id: str) -> int:
    """The line at which a figure stands."""
    lines = (HOME / FIGURES).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(f"{figure_id},"))


WAR = f"{FIGURES}, row {row_of('war-deaths')}"
CELL = f"{WAR} (war-deaths), column"

# What happens, how many findings there are, and the block that the report shows first.
ACCIDENTS: dict[str, tuple[Accident, str]] = {
    "a BOM": (
        lambda data: b"\xef\xbb\xbf" + data,
        f"{FIGURES}, row 1\n    The file begins with a byte order mark (BOM).\n"
        "    → Save it as UTF-8 without BOM (make fix does it).",
    ),
    "CRLF": (
        lambda data: data.replace(b"\n", b"\r\n"),
        f"{FIGURES}, row 1\n    Lines end with CRLF or hold a CR.\n"
        "    → End each line with LF alone (make fix does it); in a clone, set core.autocrlf to false.",
    ),
    "Arabic-Indic digits": (
        replaced(",220000,", ",٢٢٠٠٠٠,"),
        f'{CELL} value: "٢٢٠٠٠٠"\n    Its digits are not the ASCII digits 0 to 9.\n'
        '    → Write "220000" (make fix does it).',
    ),
    "220_000": (
        replaced(",220000,", ",220_000,"),
        f'{CELL} value: "220_000"\n    It has an underscore in the number.\n    → Write "220000" (make fix does it).',
    ),
    "padded text": (
        replaced("people,220000", "people ,220000"),
        f'{CELL} counted: "people "\n    It has blanks around it.\n    → Write "people" (make fix does it).',
    ),
    "a blank row": (
        replaced("war-deaths,", "\nwar-deaths,"),
        f"{WAR}\n    The row is blank.\n    → Take it out (make fix does it).",
    ),
    "a reordered column": (
        reordered,
        f"{FIGURES}, row 1, column indicator_id\n    The columns are not in the order of the descriptor.\n"
        "    → Put them in order (make fix does it).",
    ),
    "a wrong type": (
        replaced(",220000,", ",many,"),
        f'{CELL} value: "many"\n    It is no number.\n    → Write a number as in 220000.',
    ),
    "no number": (
        replaced(",220000,", ",NaN,"),
        f'{CELL} value: "NaN"\n    It is no number that can be counted with.\n    → Write a number as in 220000.',
    ),
    "too large a number": (
        replaced(",220000,", f",{'9' * 40},"),
        f'{CELL} value: "{"9" * 40}"\n    It is no number that can be counted with.\n'
        "    → Write a number as in 220000.",
    ),
    "no such day": (
        replaced("2015-04-06,publication", "2015-04-31,publication"),
        f'{CELL} period_end: "2015-04-31"\n    There is no such day.\n    → Write a date as in 2015-04-06.',
    ),
    "half a date": (
        replaced("2015-04-06,publication", "2015-4-6,publication"),
        f'{CELL} period_end: "2015-4-6"\n    It is no date of the form 2015-04-06.\n'
        "    → Write a date as in 2015-04-06.",
    ),
    "an unknown code": (
        replaced("more_than", "morethan"),
        f'{CELL} quantifier: "morethan"\n    It is no code of this column.\n    → Did you mean more_than? Write one of '
        "unhedged, approximately, more_than, at_least, less_than, at_most, between, indefinite.",
    ),
    "a dangling key": (
        replaced(",syria,", ",syira,"),
        f'{CELL} place_id: "syira"\n    There is no such row in places.\n'
        "    → Did you mean syria? Write a place_id of places.csv, or add its row there.",
    ),
    "an unclosed quotation mark": (
        replaced('"over 220,000"', '"over 220,000'),
        f"{WAR}\n    It cannot be read as CSV: ',' expected after '\"'.\n"
        "    → Close each quotation mark, and double one inside a cell.",
    ),
    "an unquoted comma": (
        replaced('"over 220,000"', "over 220,000"),
        f"{WAR}\n    The row has 18 cells, the header 17.\n"
        "    → Give each column one cell; put a cell with a comma in quotation marks.",
    ),
    "another encoding": (
        lambda data: data.replace(b"people,220000", b"p\xe9ople,220000"),
        f"{WAR}\n    Byte ",
    ),
    "a value that its words do not give": (
        replaced(",220000,", ",230000,"),
        f'{CELL} value: "230000"\n    The words "over 220,000" read as more_than 220000.\n'
        "    → Write 220000, or quote other words.",
    ),
    "a no-break space in a number": (
        replaced(",220000,", ",220\u00a0000,"),
        f'{CELL} value: "220[no-break space U+00A0]000"\n    It is no number.\n    → Write a number as in 220000.',
    ),
    "a no-break space in words": (
        replaced('"over 220,000"', '"over\u00a0220,000"'),
        f'{CELL} value_text: "over[no-break space U+00A0]220,000"\n    Provenance quotes "over 220,000" for it.\n'
        '    → Write "over 220,000", or quote the other words.',
    ),
    "an empty file": (
        lambda _: b"",
        f"{FIGURES}, row 1\n    The file has no header.\n    → Write the names of the columns in its first row.",
    ),
}


# Tier 1: accidents


def test_the_copy_is_valid(package: Path) -> None:
    """An accident could be named that did not happen."""
    report = validate(package)
    assert report.valid, as_report(report)
    assert [layer.name for layer in report.layers if not layer.ran] == ["article"]


@pytest.mark.parametrize("name", ACCIDENTS)
def test_an_accident_is_named(package: Path, name: str) -> None:
    """Each of these changes what a reader takes from the table, and most readers forgive it in silence."""
    accident, block = ACCIDENTS[name]
    change(package, accident)
    before = files(package)
    report = validate(package)
    text = as_report(report)
    assert as_text(report.findings).startswith(block), text
    assert {finding.file for finding in report.findings} <= {FIGURES, "data/comparisons.csv"}, text
    assert text.count(block.splitlines()[0]) == 1
    assert files(package) == before


def test_a_stale_hash(package: Path) -> None:
    """A change that nobody meant would go unseen where the new value is possible."""
    change(package, replaced("does not say since when", "does not say from when"), refreshed=False)
    before = files(package)
    assert as_text(validate(package).findings) == (
        f"{FIGURES}\n    figures.csv has changed since the descriptor was written.\n    → if you meant it: make fix"
    )
    assert files(package) == before


def test_a_missing_file(package: Path) -> None:
    """A table would be passed over in silence, and what points to it with it."""
    (package / FIGURES).unlink()
    assert validate(package).findings == [
        Finding(FIGURES, "The file is missing.", "Put it back, or take it out of the descriptor.")
    ]


def test_a_file_in_other_letter_case(package: Path) -> None:
    """Renamed on a system that takes both names for one, the table is missing on every other, and nobody sees why."""
    (package / FIGURES).rename(package / "data/Figures.csv")
    named = Finding(FIGURES, "The file is there as Figures.csv, in other letter case.", "Rename it to figures.csv.")
    takes_both_for_one = (package / FIGURES).exists()
    assert validate(package).findings == ([] if takes_both_for_one else [named])


def test_a_missing_built_file(package: Path) -> None:
    """Whoever deletes a built file would look for it in the curated ones."""
    raw = json.loads((HOME / DESCRIPTOR).read_bytes())
    (package / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8")
    found = validate(package).findings
    assert Finding(f"{DERIVED}figures_labelled.csv", "The file is missing.", "Build it: make.") in found
    assert validate(package, derived=False).valid


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"{", b"", "It is no JSON"),
        (b'"version": "1', b'"version": "v1', "It is no version of three numbers"),
        (b'"type": "number"', b'"type": "amount"', "is amount, which no table here uses"),
        (b"data/figures.csv", b"../figures.csv", "leaves the folder"),
        (b'"scheme": "file"', b'"scheme": "http"', "It is not file"),
        (b'"resource": "indicators"', b'"resource": "nowhere"', "points to no key of a table"),
    ],
)
def test_a_broken_descriptor(package: Path, old: bytes, new: bytes, words: str) -> None:
    """A file that all others are read by would be followed where it leads."""
    path = package / DESCRIPTOR
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    before = files(package)
    report = validate(package)
    (finding,) = report.findings
    assert finding.file == DESCRIPTOR
    assert words in finding.problem
    assert [layer.name for layer in report.layers if layer.ran] in (["descriptor"], ["descriptor", "form"])
    assert files(package) == before


def test_a_renamed_id_is_one_block_for_each_table(package: Path) -> None:
    """The one cell that is wrong would be lost among all that point to it."""
    change(package, replaced("war-deaths,", "war-death,"))
    lines = [line for line in as_text(validate(package).findings).splitlines() if not line.startswith(" ")]
    assert [line.partition(",")[0] for line in lines] == [
        f"data/{name}.csv" for name in ("provenance", "comparisons", "caveats")
    ]


def test_several_accidents_are_all_named(package: Path) -> None:
    """Who mends one cell would learn of the next one only then."""
    change(package, replaced(",220000,", ",220_000,"))
    change(package, replaced(",damascus,", ",damascsu,"))
    change(package, replaced("camp,90,", "camp,190,"))
    named = {(finding.column, finding.cell) for finding in validate(package).findings if finding.file == FIGURES}
    assert named >= {("value", "220_000"), ("place_id", "damascsu"), ("value", "190")}


# Tier 2: --fix


MENDED = ["a BOM", "CRLF", "Arabic-Indic digits", "220_000", "padded text", "a blank row", "a reordered column"]


@pytest.mark.parametrize("name", MENDED)
def test_fix_gives_the_bytes_of_before(package: Path, name: str) -> None:
    """A mend that leaves another file than there was would have changed a value."""
    before = files(package)
    change(package, ACCIDENTS[name][0])
    said = fix_in(package)
    assert files(package) == before
    assert [line.partition(":")[0] for line in said] == [FIGURES, DESCRIPTOR]
    assert "bytes and hash of data/figures.csv" in said[1]
    assert fix_in(package) == []


def test_one_blank_line_is_no_plural(package: Path) -> None:
    """Whoever left one blank line is told of "1 blank lines"."""
    change(package, ACCIDENTS["a blank row"][0])
    assert fix_in(package)[0] == f"{FIGURES}: 1 blank line taken out"


def test_a_package_of_one_table_is_no_plural(package: Path) -> None:
    """The first report on a package that has just been begun counts "1 resources" and "1 curated tables"."""
    raw = json.loads((package / DESCRIPTOR).read_bytes())
    raw["resources"] = [each for each in raw["resources"] if each["name"] == "indicators"]
    (package / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8")
    said = [layer.said for layer in validate(package).layers]
    assert said[:2] == ["1 resource", "1 curated table"]
    assert Proof([], 1, 0, 2).said() == "1 cell proved by name, 0 by context, 2 not stated"
    numbers: list[tuple[Mention, str | None]] = [(mention, None) for mention in find_numbers("26 people")]
    assert Account(numbers=numbers).said() == "1 number in the text, 0 accounted for"


def test_fix_takes_a_change_that_was_meant(package: Path) -> None:
    """Whoever corrects a cell would have to work out a hash by hand."""
    change(package, replaced("does not say since when", "does not say from when"), refreshed=False)
    assert fix_in(package) == [f"{DESCRIPTOR}: bytes and hash of data/figures.csv"]
    assert validate(package).valid


UNREADABLE = sorted(set(ACCIDENTS) - set(MENDED))


@pytest.mark.parametrize("name", UNREADABLE)
def test_fix_leaves_what_it_cannot_read(package: Path, name: str) -> None:
    """A guess would become data."""
    change(package, ACCIDENTS[name][0])
    before = files(package)
    assert fix_in(package) == []
    assert files(package) == before


@pytest.mark.parametrize("data", [b"{", b'{"name": "x", "resources": 5}'])
def test_fix_leaves_a_descriptor_that_it_cannot_read(package: Path, data: bytes) -> None:
    """The one file that says what the others mean would be overwritten."""
    (package / DESCRIPTOR).write_bytes(data)
    before = files(package)
    assert fix_in(package) == []
    assert files(package) == before


def test_fix_leaves_the_words_of_the_descriptor(package: Path) -> None:
    """Bytes and hash would be refreshed at the price of something else."""
    before = json.loads((package / DESCRIPTOR).read_bytes())
    change(package, replaced("does not say since when", "does not say from when"), refreshed=False)
    fix_in(package)
    after = json.loads((package / DESCRIPTOR).read_bytes())
    for old, new in zip(before["resources"], after["resources"], strict=True):
        assert {**new, "bytes": old["bytes"], "hash": old["hash"]} == old
    assert {**after, "resources": before["resources"]} == before


# Tier 3: the command


def run(*options: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, without the text of the article unless it is given."""
    return subprocess.run(
        [sys.executable, HOME / "scripts/validate.py", *options],
        env={**os.environ, "ARTICLE_TEXT": "", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_valid_package_is_0(package: Path) -> None:
    """A workflow would fail on data that is right."""
    done = run("--package", package)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nvalid\n")
    assert "the words were not held against the text" in done.stdout


def test_an_invalid_package_is_1(package: Path) -> None:
    """A workflow would pass data that is wrong, or people would not be told which cell it is."""
    change(package, ACCIDENTS["220_000"][0])
    before = files(package)
    done = run("--package", package / DESCRIPTOR)
    assert (done.returncode, done.stderr) == (1, "")
    assert ACCIDENTS["220_000"][1] in done.stdout
    assert done.stdout.endswith("not valid: 1 finding\n")
    assert files(package) == before


def test_json_is_read_by_a_program(package: Path) -> None:
    """A program would have to read sentences."""
    change(package, ACCIDENTS["220_000"][0])
    done = run("--package", package, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"]) == (1, False)
    (finding,) = [finding for layer in report["layers"] for finding in layer["findings"]]
    assert finding == {
        "file": FIGURES,
        "problem": "It has an underscore in the number.",
        "mend": 'Write "220000" (make fix does it).',
        "row": row_of("war-deaths"),
        "column": "value",
        "cell": "220_000",
        "key": "war-deaths",
    }


def test_fix_with_json_leaves_the_report_readable(package: Path) -> None:
    """What was fixed would stand before the JSON and break its reader."""
    change(package, ACCIDENTS["220_000"][0])
    done = run("--package", package, "--format", "json", "--fix")
    assert json.loads(done.stdout)["valid"] is True
    assert done.stderr == (
        f"fixed {FIGURES}: 1 of 10 lines written in canonical form\n"
        f"fixed {DESCRIPTOR}: bytes and hash of data/figures.csv\n"
    )


def test_annotations_stand_at_their_lines(package: Path) -> None:
    """GitHub would show the finding nowhere, or in another file."""
    change(package, ACCIDENTS["220_000"][0])
    done = run("--package", package, "--format", "github", GITHUB_WORKSPACE=str(package.parent))
    first, *rest = done.stdout.splitlines()
    path = f"{package.name}/{FIGURES}"
    assert first.startswith(f'::error file={path},line={row_of("war-deaths")},title=value%2C "220_000"::')
    assert rest[-1] == "not valid: 1 finding"
    assert done.returncode == 1


def test_no_annotation_for_a_valid_package(package: Path) -> None:
    """A workflow would show an empty error."""
    assert "::" not in as_github(validate(package))


@pytest.mark.parametrize("source", ["nowhere.txt", "."])
def test_what_could_not_be_run_is_2(package: Path, source: str) -> None:
    """A workflow could not tell wrong data from a wrong call, or people would get a traceback."""
    done = run("--package", package, "--source", package / source)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Could not run. ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [["--package", "nowhere"], ["--format", "xml"], ["--nothing"], ["extra"]])
def test_a_wrong_call_is_2(options: list[str]) -> None:
    """A typing error would pass as a verdict on the data."""
    done = run(*options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Could not run. ")
    assert done.stderr.count("\n") == 1


def test_json_of_a_descriptor_that_cannot_be_read(package: Path) -> None:
    """A program would get no report where it needs one most."""
    (package / DESCRIPTOR).write_bytes(b"{")
    report = json.loads(as_json(validate(package)))
    assert report["valid"] is False
    assert [layer["name"] for layer in report["layers"] if layer["ran"]] == ["descriptor"]


# Tier 4: a clone on Windows


def test_a_clone_with_converted_line_ends_stays_as_it_was(package: Path) -> None:
    """Git on Windows converts line ends when it checks out, and all hashes would be stale."""
    shutil.copyfile(HOME / ".gitattributes", package / ".gitattributes")
    identity = ("-c", "user.name=a test", "-c", "user.email=test@example.org")
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        [*identity, "commit", "--quiet", "--message", "as it is"],
        ["clone", "--quiet", "-c", "core.autocrlf=true", ".", "clone"],
    ):
        subprocess.run(["git", *command], cwd=package, check=True, capture_output=True)
    clone = package / "clone"
    assert (clone / FIGURES).read_bytes() == (package / FIGURES).read_bytes()
    assert validate(clone).valid
    (clone / FIGURES).write_bytes((clone / FIGURES).read_bytes().replace(b"\n", b"\r\n"))
    found = validate(clone).findings
    assert [finding.problem for finding in found] == [
        "Lines end with CRLF or hold a CR.",
        "figures.csv has changed since the descriptor was written.",
    ]
