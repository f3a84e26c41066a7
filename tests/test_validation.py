"""Validation in its layers: one accident is one finding, at its cell, and what was built is what the tables give.

The package is a copy in another folder: the derived tables are what the curated ones give, and a few bytes stand in for
pictures and documents.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import generate
import pytest
from accidents import Data, describe, slip
from syria_figures import charts, derive, schemas, structure, validation
from syria_figures.charts import alt_texts
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, read_package
from syria_figures.outputs import refreshed
from syria_figures.tables import Frames, Row
from syria_figures.validation import LAYERS, Report, as_github, as_json, as_report, validate

WOMEN, WHOLE = "yarmouk-women-assisted", "yarmouk-civilians-assisted"


@pytest.fixture(scope="session")
def pictures(tables: Frames) -> list[Row]:
    """The words of the pictures."""
    return alt_texts(tables)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """The folder of a package that is valid."""
    folder = tmp_path_factory.mktemp("built") / "package"
    files = {table.path: package.read(table.path) for table in package.curated} | generate.built(package)
    generate.put(folder, files | {DESCRIPTOR: refreshed(package, files)})
    return folder


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(built, tmp_path / "package"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, package: Package, tables: Frames, pictures: list[Row]) -> None:
    """Do not work out again what is the same in each test of what was built."""
    derived = {table.name: tables[table.name] for table in package.derived if table.name in tables}
    monkeypatch.setattr(structure, "check", lambda *_: [])
    monkeypatch.setattr(schemas, "check", lambda *_: [])
    monkeypatch.setattr(derive, "derive", lambda *_: derived)
    monkeypatch.setattr(charts, "alt_texts", lambda *_: pictures)


def refresh(folder: Path) -> None:
    """Give each file the size and hash that it has."""
    package = read_package(folder)
    files = {each["path"]: package.read(each["path"]) for each in package.resources}
    (folder / DESCRIPTOR).write_bytes(refreshed(package, files))


def cells(report: Report) -> list[tuple[str, str | None, str | None]]:
    """File, key and column of each finding."""
    return [(finding.file, finding.key, finding.column) for finding in report.findings]


# What is right


def test_the_package_is_valid(built: Path) -> None:
    """What is right must pass in each layer, in any folder; without the text one layer must be reported as not run."""
    report = validate(built)
    assert report.findings == []
    assert [layer.name for layer in report.layers] == list(LAYERS)
    assert [layer.name for layer in report.layers if not layer.ran] == ["article"]
    assert "\n  form        ok           10 curated tables\n" in as_report(report)
    assert as_report(report).endswith("\n  built       ok           8 derived tables\n\nvalid")


@pytest.mark.usefixtures("quick")
def test_the_quotes_stand_in_the_article(built: Path, article: str) -> None:
    """Each quote must be at its place in the article, and no number may be left out."""
    report = validate(built, article)
    assert (report.findings, [layer.ran for layer in report.layers]) == ([], [True] * 7)
    assert not validate(built, article.replace("220,000", "230,000")).valid


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("layer", "slipped"),
    [
        ("article", ("provenance", "war-deaths.value.1", "exact", "over 230,000")),
        ("proof", ("provenance", "war-deaths.value.1", "field", "counted")),
        ("proof", ("figures", "war-deaths", "value", 230000)),
    ],
)
def test_with_the_text_the_words_are_named_first(
    folder: Path, data: Data, article: str, layer: str, slipped: tuple[str, str, str, Any]
) -> None:
    """Words that do not stand in the text must be named, and not the cells that they no longer give."""
    table, key, column, cell = slipped
    slip(folder, data, table, key, **{column: cell})
    report = validate(folder, article)
    assert cells(report) == [(f"data/{table}.csv", key, column)]
    assert [each.name for each in report.layers if each.findings] == [layer]


# One accident, one finding


@pytest.mark.parametrize(
    ("place", "cell", "layer"),
    [
        ("figures war-deaths value", 230000, "proof"),
        (f"figures {WHOLE} place_id", "damascus", "proof"),
        (f"figures {WHOLE} source_id", "the-guardian-2015-04-04", "structure"),
        ("comparisons D1 quantifier", "indefinite", "proof"),
        ("comparisons C2 period_start", "2015-04-05", "rules"),
        ("figures prisons-releasing unit", "persons", "rules"),
        ("places yarmouk place_id", "yarmuk", "structure"),
        ("sources the-guardian-2015-04-04 published_on", "2005-04-04", "structure"),
    ],
)
def test_an_accident_is_one_finding(folder: Path, data: Data, place: str, cell: Any, layer: str) -> None:
    """The cell that is wrong must be named, and nothing that only follows from it, and no old hash."""
    table, key, column = place.split(" ")
    slip(folder, data, table, key, **{column: cell})
    report = validate(folder)
    (found,) = report.findings
    assert (found.file, found.column, found.key) == (f"data/{table}.csv", column, None if cell == "yarmuk" else key)
    assert [each.name for each in report.layers if each.findings] == [layer]
    assert {each.said for each in report.layers[LAYERS.index(layer) + 1 :]} == {"fix what is named first"}


def test_a_cell_that_cannot_be_read_is_one_finding(folder: Path) -> None:
    """What cannot be read must be named with the id of its row, and nothing that follows from it."""
    file = folder / "data/figures.csv"
    file.write_bytes(file.read_bytes().replace(b"220000", b"22o000"))
    assert cells(validate(folder)) == [("data/figures.csv", "war-deaths", "value")]


def test_a_row_that_is_left_over_is_named(folder: Path, data: Data) -> None:
    """A row that nothing points to any more must be named if all else is right, and only then."""
    slip(folder, data, "comparisons", "D6", claimant_id="snhr")
    assert [finding.cell for finding in validate(folder).findings] == ["violations-documentation-center"]
    slip(folder, data, "comparisons", "D6", claimant_id="snhr", value=5)
    assert cells(validate(folder)) == [("data/comparisons.csv", "D6", "value")]


# The descriptor


@pytest.mark.parametrize("at_home", [False, True])
@pytest.mark.parametrize("resource", [each["path"] for each in read_package(HOME).resources])
def test_a_table_or_file_that_is_not_described_is_one_finding(
    folder: Path, resource: str, at_home: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A descriptor that leaves out what the figures need must not be valid, the project's own least of all."""
    describe(folder, lambda raw: raw.update(resources=[each for each in raw["resources"] if each["path"] != resource]))
    if at_home:
        monkeypatch.setattr(validation, "HOME", folder)
    (found,) = validate(folder).findings
    assert (found.file, str(found.column).startswith("resources")) == (DESCRIPTOR, True)
    assert Path(resource).stem in found.problem


def test_a_descriptor_without_resources_is_one_finding(folder: Path) -> None:
    """An emptied descriptor must not pass as a valid package."""
    describe(folder, lambda raw: raw.update(resources=[]))
    assert cells(validate(folder)) == [(DESCRIPTOR, None, "resources")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"name": "counted"', '"name": "count"'),
        ('"primaryKey": ["figure_id"]', '"primaryKey": []'),
        ('"value", "type": "number"', '"value", "type": "string"'),
    ],
)
def test_a_table_described_otherwise_is_named(folder: Path, before: str, after: str) -> None:
    """What the rules rest on must be described as it is here, and not end in a traceback."""
    describe(folder, lambda raw: raw.update(json.loads(json.dumps(raw).replace(before, after, 1))))
    (found,) = validate(folder).findings
    assert "Not described, or not by the name, columns, types and keys" in found.problem


# What was built


def test_a_table_that_was_edited_is_stale(folder: Path, data: Data) -> None:
    """A correct change must be named once, as not built, and must not stop a build."""
    slip(folder, data, "figures", "war-deaths", note="Another note.")
    (found,) = validate(folder).findings
    assert (found.file, found.row, found.fix) == ("data/figures.csv", None, "If you meant it, run make.")
    assert validate(folder, built=False).valid


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("table", "before", "after", "place"),
    [
        ("figures_labelled", b">220,000", b">230,000", ("war-deaths", "value_label")),
        ("comparisons_labelled", b"other_time", b"same_value", ("C18", "relation")),
        ("yarmouk_civilians", b",33,yarmouk", b",34,yarmouk", (f"{WHOLE}-not-described", "share_percent")),
        ("figure_support", b"war-deaths,4", b"war-deaths,5", ("war-deaths", "matching_reports")),
        ("alt_texts", b",11,", b",12,", ("data/derived/charts/cards/prisoners-released.png", "bytes")),
    ],
)
def test_a_derived_table_that_was_edited_is_named_at_its_cell(
    folder: Path, table: str, before: bytes, after: bytes, place: tuple[str, str]
) -> None:
    """What was built must hold what the tables give, whatever hash is written beside it."""
    path = f"data/derived/{table}.csv"
    (folder / path).write_bytes((folder / path).read_bytes().replace(before, after, 1))
    assert cells(validate(folder)) == [(path, *place)]
    refresh(folder)
    assert cells(validate(folder)) == [(path, *place)]


@pytest.mark.parametrize(
    ("path", "change", "problem"),
    [
        ("data/derived/deaths.csv", None, "The file is missing."),
        (
            "data/derived/deaths.csv",
            lambda data: data[: data.rindex(b"\n", 0, -1) + 1],
            "It is not what the curated tables give.",
        ),
        ("data/derived/charts/overview.png", None, "The file is missing."),
        ("data/derived/factsheet.html", None, "The file is missing."),
        ("data/derived/factsheet.html", lambda data: data + b"x", "It has changed since the last build."),
    ],
)
@pytest.mark.usefixtures("quick")
def test_a_built_file_that_is_not_as_built_is_one_finding(folder: Path, path: str, change: Any, problem: str) -> None:
    """A built file that is missing, cut short or edited must be named."""
    file = folder / path
    if change is None:
        file.unlink()
    else:
        file.write_bytes(change(file.read_bytes()))
    (found,) = validate(folder).findings
    assert (found.file, problem in found.problem) == (path, True)


# What a report looks like


def test_the_report_is_read_by_people_and_by_programs(
    folder: Path, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each format must say file, line, id, column, cell, what is wrong and how to fix it."""
    slip(folder, data, "figures", "war-deaths", value=230000)
    report = validate(folder)
    block = (
        'data/figures.csv, row 4 (war-deaths), column value: "230000"\n    The words "over 220,000" read as more_than'
    )
    assert block in as_report(report)
    assert as_report(report).endswith("\nnot valid: 1 finding")
    (said,) = [layer for layer in json.loads(as_json(report))["layers"] if layer["findings"]]
    assert (said["name"], said["findings"][0]["row"], said["findings"][0]["key"]) == ("proof", 4, "war-deaths")
    assert as_json(report).isascii()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder.parent))
    assert as_github(report).startswith('::error file=package/data/figures.csv,line=4,title=value%2C "230000"::')
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    assert as_github(report).startswith("::error file=data/figures.csv,line=4,")


def test_a_cell_with_two_mistakes_is_one_finding(folder: Path, data: Data) -> None:
    """One cell must be one finding, even if it breaks two limits."""
    slip(folder, data, "sources", "the-guardian-2015-04-04", language="english")
    assert cells(validate(folder)) == [("data/sources.csv", "the-guardian-2015-04-04", "language")]
