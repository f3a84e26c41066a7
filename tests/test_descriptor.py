"""The descriptor: what is wrong in it is said, and nothing outside the folder is opened on its word.

Tier 1 breaks the file as such; tier 2 breaks one property of the package's own descriptor at a time, and holds the
place and the words, first where it can be seen by itself, then where only the rest of the descriptor shows it; tier 3
gives it paths that lead elsewhere; tier 4 holds that it stays complete.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from syria_figures import contract, conventions, shape
from syria_figures.descriptor import DESCRIPTOR, HOME, Field, read_inside, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.findings import Finding, Rejected

OWN = json.loads((HOME / DESCRIPTOR).read_bytes())


def findings(folder: Path, data: bytes | dict[str, Any]) -> list[Finding]:
    """What is said of a descriptor, whether it can be followed or not."""
    (folder / DESCRIPTOR).write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode("utf-8"))
    try:
        package = read_package(folder)
    except Rejected as rejected:
        return rejected.findings
    return contract.check(package) + shape.check(package)


# Tier 1: the file


@pytest.mark.parametrize(
    ("data", "row", "words"),
    [
        (b"", 1, "It is no JSON"),
        (b'{"name": "x",\n', 2, "It is no JSON"),
        (b'{\n<<<<<<< HEAD\n"name": "x",\n', 2, "It holds a mark of a merge that was not finished."),
        ('{"name": "x"}'.encode("utf-16"), 1, "It is encoded in UTF-16"),
        (b"[]", None, "It holds no JSON object."),
        (b"null", None, "It holds no JSON object."),
        (b'\xef\xbb\xbf{"name": "x"}', None, "It begins with a byte order mark (BOM)."),
        (b'{"name": "\xe9"}', None, "It is not UTF-8 at byte 10."),
        (b'{"name": "x", "name": "y"}', None, "It gives name twice in one object."),
        (b'{"name": NaN}', None, "It holds NaN, which is no JSON."),
        (b'{"name": ' + b"9" * 10_000 + b"}", None, "It holds a number that is too long to be read."),
        (b'{"name": "\\ud800"}', None, "It holds half of a character"),
        (b"[" * 100_000, None, "It is nested too deeply to be read."),
        (b'{"a":' * 100_000, None, "It is nested too deeply to be read."),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_file_that_is_no_descriptor(tmp_path: Path, data: bytes, row: int | None, words: str) -> None:
    """A person would get a traceback, or a descriptor that another program reads otherwise."""
    (finding,) = findings(tmp_path, data)
    assert (finding.file, finding.row, finding.column) == (DESCRIPTOR, row, None)
    assert finding.problem.startswith(words)
    assert finding.mend


def test_no_descriptor(tmp_path: Path) -> None:
    """Whoever names a wrong folder would be told that the data is wrong."""
    with pytest.raises(CouldNotRun, match=r"There is no datapackage\.json in"):
        read_package(tmp_path)
    with pytest.raises(CouldNotRun, match=r"There is no datapackage\.json in"):
        read_package(tmp_path / "nowhere" / DESCRIPTOR)


# Tier 2: one property

GONE = object()
FIGURES = "resources[figures]"
VALUE = f"{FIGURES}.schema.fields[value]"

CONSTRAINED = "resources[{}].schema.fields[{}].constraints.{}"
COUNTED, OWN_ID = (CONSTRAINED.format("figures", name, "maxLength") for name in ("counted", "figure_id"))
CAVEAT_ID, EVIDENCE = (CONSTRAINED.format("caveats", name, "pattern") for name in ("caveat_id", "comparison_ids"))
FIELDS = "resources[sources].schema.fields"
URL, HASH = f"{FIELDS}[url].constraints.maxLength", f"{FIELDS}[text_sha256].constraints.pattern"
READ_ON, LENGTH = (f"{FIELDS}[{name}].constraints.minimum" for name in ("accessed_on", "text_characters"))

PROPERTIES: list[tuple[str, Any, str, str]] = [
    ("name", GONE, "name", "is missing or is not words"),
    ("name", "My figures", "name", "lower-case letters"),
    ("version", GONE, "version", "It is missing"),
    ("version", "1.0", "version", "three numbers"),
    ("version", {}, "version", "is no text"),
    ("created", "2026-13-45T00:00:00Z", "created", "It is no day"),
    ("title", "", "title", "It is missing"),
    ("licenses", [], "licenses", "missing or empty"),
    ("licenses", [{}], "licenses", "an entry has no path"),
    ("sources", "the article", "sources", "missing or empty"),
    ("licenses.0.path", "hhttps://example.org", "licenses[0].path", "It is no address"),
    ("contributors.0.roles", ["author", ""], "contributors[0].roles[1]", "It is empty"),
    ("description", " The figures.", "description", "blanks around it"),
    ("title", "Syri\u0430, April 2015", "title", "looks like a Latin letter"),
    ("title", "Syria\u202e", "title", "which cannot be seen"),
    ("contributors", [{"title": 5}], "contributors", "an entry has no title"),
    ("keywords", 5, "keywords", "It is no list of words"),
    ("homepage", "nowhere", "homepage", "It is no address"),
    ("$schema", "v1", "$schema", "It is not https://datapackage.org"),
    ("profile", "tabular-data-package", "profile", "not every reader follows it"),
    ("resources", {}, "resources", "is not a list"),
    ("resources.0", 5, "resources[0]", "is no JSON object"),
    ("resources.0.name", GONE, "resources[0].name", "is missing"),
    ("resources.0.path", ["a", "b"], f"{FIGURES}.path", "is not words"),
    ("resources.0.path", "data/other.csv", f"{FIGURES}.path", "does not follow from the name"),
    ("resources.0.title", "", f"{FIGURES}.title", "It is missing"),
    ("resources.0.type", "json", f"{FIGURES}.type", "It is not table"),
    ("resources.0.profile", GONE, f"{FIGURES}.profile", "It is not tabular-data-resource"),
    ("resources.0.scheme", "http", f"{FIGURES}.scheme", "It is not file"),
    ("resources.0.format", "xlsx", f"{FIGURES}.format", "It is not csv"),
    ("resources.0.encoding", "latin-1", f"{FIGURES}.encoding", "It is not utf-8"),
    ("resources.0.compression", "zip", f"{FIGURES}.compression", "not every reader follows it"),
    ("resources.0.extrapaths", ["../x"], f"{FIGURES}.extrapaths", "not every reader follows it"),
    ("resources.0.dialect", {"delimiter": ";"}, f"{FIGURES}.dialect", "not every reader follows it"),
    ("resources.0.bytes", True, f"{FIGURES}.bytes", "is no size"),
    ("resources.0.hash", "md5:0", f"{FIGURES}.hash", "is no SHA-256"),
    ("resources.0.schema", GONE, f"{FIGURES}.schema", "is missing"),
    ("resources.0.schema", "https://example.org/schema.json", f"{FIGURES}.schema", "is not an object"),
    ("resources.0.schema.fields", {}, f"{FIGURES}.schema.fields", "is not a list"),
    ("resources.0.schema.missingValues", ["", "NA"], f"{FIGURES}.schema.missingValues", "not the empty cell alone"),
    ("resources.0.schema.primaryKey", GONE, f"{FIGURES}.schema.primaryKey", "names no column"),
    ("resources.0.schema.primaryKey", [1], f"{FIGURES}.schema.primaryKey", "is no list of words"),
    ("resources.0.schema.foreignKeys", [], f"{FIGURES}.schema.foreignKeys[place_id]", "points to no table"),
    ("resources.0.schema.foreignKeys", [5], f"{FIGURES}.schema.foreignKeys[0]", "is no JSON object"),
    (
        "resources.0.schema.foreignKeys.0.reference.resource",
        "nowhere",
        f"{FIGURES}.schema.foreignKeys[indicator_id]",
        "points to no key of a table (nowhere.indicator_id)",
    ),
    ("resources.0.schema.fields.3", "value", f"{FIGURES}.schema.fields[3]", "is no JSON object"),
    ("resources.0.schema.fields.3.name", "counted", f"{FIGURES}.schema.fields", "Two fields have one name"),
    ("resources.0.schema.fields.3.name", "amount", f"{FIGURES}.schema.fields", "has no column value"),
    ("resources.0.schema.fields.3.type", "geopoint", f"{VALUE}.type", "is geopoint, which no table here uses"),
    ("resources.0.schema.fields.3.type", "integer", f"{VALUE}.type", "The column value is no number"),
    ("resources.0.schema.fields.3.title", "", f"{VALUE}.title", "The field has no title"),
    ("resources.0.schema.fields.3.description", "a number", f"{VALUE}.description", "It is no full sentence"),
    ("resources.0.schema.fields.3.description", 5, f"{VALUE}.description", "It is no text"),
    ("resources.0.schema.fields.3.example", "many", f"{VALUE}.example", "It is no number in canonical form"),
    ("resources.0.schema.fields.3.example", -1, f"{VALUE}.example", "It breaks the constraints of its own field"),
    ("resources.0.schema.fields.3.unit", "persons", f"{VALUE}.unit", "not every reader follows it"),
    ("resources.0.schema.fields.3.constraints", None, f"{VALUE}.constraints", "is not an object"),
    (
        "resources.0.schema.fields.3.constraints.minimum",
        -5,
        f"{VALUE}.constraints.minimum",
        "The commands here know it as",
    ),
    (
        "resources.0.schema.fields.3.constraints.minimum",
        1,
        f"{VALUE}.constraints.minimum",
        "Other columns that hold value have another minimum",
    ),
    (
        "resources.0.schema.fields.1.constraints.pattern",
        "(?:[a-z]*(?:_[a-z]+)*)",
        f"{FIGURES}.schema.fields[indicator_id].constraints.pattern",
        "Other columns that hold indicator_id have another pattern",
    ),
    ("resources.0.schema.fields.3.constraints.minimum", [1], f"{VALUE}.constraints.minimum", "not of the right kind"),
    ("resources.0.schema.fields.3.constraints.required", True, f"{VALUE}.constraints.required", "not agree with"),
    ("resources.0.schema.fields.3.constraints.required", "yes", f"{VALUE}.constraints.required", "the right kind"),
    (
        "resources.0.schema.fields.5.constraints.enum",
        ["persons"],
        f"{FIGURES}.schema.fields[unit].constraints.enum",
        "not those of the description",
    ),
    (
        "resources.0.schema.fields.0.constraints.pattern",
        "(?:(a+)+$)",
        f"{FIGURES}.schema.fields[figure_id].constraints.pattern",
        "The commands here know it as",
    ),
]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The package's own descriptor with one property changed."""
    raw = json.loads(json.dumps(OWN))
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    holder = raw
    for step in steps:
        holder = holder[step]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return dict(raw)


def test_the_descriptor_is_in_order(tmp_path: Path) -> None:
    """A check that is too strict would name what is right."""
    assert findings(tmp_path, OWN) == []


@pytest.mark.parametrize(("path", "value", "place", "words"), PROPERTIES, ids=lambda value: ascii(value)[:60])
def test_a_broken_property(tmp_path: Path, path: str, value: Any, place: str, words: str) -> None:
    """A reader would follow a property that means something else, or none, and nobody would know."""
    found = [finding for finding in findings(tmp_path, changed(path, value)) if finding.column == place]
    assert any(words in finding.problem for finding in found), found
    assert all(finding.file == DESCRIPTOR and finding.mend for finding in found)


# Tier 2, by the rest: what is unlike the rest of the descriptor, once its form is in order


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is taken for that of the commands."""
    monkeypatch.setattr(conventions, "HOME", tmp_path)
    return tmp_path


def unlike(folder: Path, raw: dict[str, Any]) -> list[Finding]:
    """What is said of a descriptor whose form is in order."""
    (folder / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8")
    return conventions.check(read_package(folder))


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("keywords", GONE, "keywords", "There are none"),
        ("contributors.0.roles", GONE, "contributors", "not those of an author and a maintainer"),
        ("contributors.0.roles", ["author"], "contributors", "and a maintainer: only author"),
        ("contributors.0.roles", 5, "contributors", "and a maintainer: none"),
        ("contributors.0.roles", ["author", "maintainerr"], "contributors", "and a maintainer: maintainerr"),
        ("resources.0.schema.fields.2.constraints.maxLength", 601, COUNTED, "601 is no round length"),
        ("resources.0.schema.fields.2.constraints.maxLength", 6, COUNTED, "6 is no round length"),
        ("resources.0.schema.fields.0.constraints.maxLength", GONE, OWN_ID, "must not stand twice"),
        ("resources.5.schema.fields.8.constraints.maxLength", GONE, URL, "must not stand twice"),
        ("resources.4.schema.fields.0.constraints.pattern", GONE, CAVEAT_ID, "an id without a pattern"),
        ("resources.4.schema.fields.0.constraints.pattern", "(?:.*)", CAVEAT_ID, "No other column has this pattern"),
        ("resources.4.schema.fields.4.constraints.pattern", "(?:.*)", EVIDENCE, "No other column has this pattern"),
        ("resources.5.schema.fields.9.constraints.pattern", "(?:.*)", HASH, "No other column has this pattern"),
        ("resources.5.schema.fields.6.constraints.minimum", GONE, READ_ON, "Others of type date begin at 2011-01-01"),
        ("resources.5.schema.fields.10.constraints.minimum", 11, LENGTH, "Others of type integer begin at 0"),
        ("resources.5.schema.fields.8.constraints.unique", GONE, f"{FIELDS}[url].constraints.unique", "have the same"),
        ("resources.2.schema.primaryKey", ["start"], "resources[other_numbers].schema.primaryKey", "is not source_id"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_what_is_unlike_the_rest(home: Path, path: str, value: Any, place: str, words: str) -> None:
    """A bound, a pattern or a key that stands there alone would be loosened by a slip, and every cell would pass."""
    raw = changed(path, value)
    found = [*unlike(home, raw), *shape.check(read_package(home))]
    assert [finding.column for finding in found] == [place]
    assert words in found[0].problem
    assert found[0].mend


def test_the_package_is_written_alike(home: Path) -> None:
    """A convention that the package itself does not keep would stop every build."""
    assert unlike(home, OWN) == []


def test_other_packages_may_be_written_otherwise(tmp_path: Path) -> None:
    """A package from somewhere else would be refused for a length of 255."""
    assert unlike(tmp_path, changed("resources.0.schema.fields.2.constraints.maxLength", 255)) == []


def added(**resource: Any) -> dict[str, Any]:
    """The package's own descriptor with one more resource."""
    return {**OWN, "resources": [*OWN["resources"], resource]}


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (added(**OWN["resources"][0]), f"resources[{len(OWN['resources'])}]", "repeats the name or the path"),
        (added(**{**OWN["resources"][0], "name": "copy"}), f"resources[{len(OWN['resources'])}]", "repeats the name"),
        (added(name="x", path="x.csv", format="csv"), "resources[x].schema", "A table has no schema"),
        (added(name="x", path="x.xlsx", format="xlsx"), "resources[x].schema", "A table has no schema"),
        (added(name="x", path="x.txt"), "resources[x].hash", "is no SHA-256"),
        ({**OWN, "resources": OWN["resources"][:-1][1:]}, "resources", "The table figures is missing"),
    ],
    ids=["twice", "one file twice", "csv", "xlsx", "no hash", "a table less"],
)
def test_a_broken_list_of_resources(tmp_path: Path, raw: dict[str, Any], place: str, words: str) -> None:
    """A table would be checked twice, or not at all."""
    assert any(finding.column == place and words in finding.problem for finding in findings(tmp_path, raw))


def test_a_pattern_of_somebody_else_is_not_tried(tmp_path: Path) -> None:
    """Trying a pattern that takes for ever would hang whoever validates a package from somewhere else."""
    column = {
        "name": "word",
        "type": "string",
        "title": "Word",
        "description": "A word.",
        "example": "a" * 60 + "!",
        "constraints": {"required": True, "pattern": "(?:(a+)+$)"},
    }
    extra = {**OWN["resources"][0], "name": "extra", "path": "data/extra.csv"}
    extra["schema"] = {"fields": [column], "primaryKey": ["word"], "missingValues": [""]}
    (finding,) = findings(tmp_path, added(**extra))
    assert finding.column == "resources[extra].schema.fields[word].constraints.pattern"
    assert "It is not tried" in finding.problem


# Tier 3: paths


@pytest.mark.parametrize(
    "path",
    [
        *("../figures.csv", "data/../../figures.csv", "/etc/passwd", "~/figures.csv", "C:figures.csv", "C:\\f.csv"),
        *("data\\figures.csv", "https://example.org/f.csv", "file:///etc/passwd", "//example.org/f.csv", "data//f.csv"),
        *("data/f\u202e.csv", "data/f\n.csv"),
    ],
)
def test_a_path_that_leads_elsewhere(tmp_path: Path, path: str) -> None:
    """A package from somewhere else would have a file of its reader's, or of a network, opened."""
    (finding,) = findings(tmp_path, changed("resources.0.path", path))
    assert (finding.file, finding.column) == (DESCRIPTOR, f"{FIGURES}.path")
    assert finding.mend == "Use a path inside the folder of the package."
    with pytest.raises(Rejected):
        read_inside(tmp_path, path)


def linked_file(folder: Path) -> None:
    """The file itself is a link."""
    (folder / "data").mkdir()
    (folder / "data/f.csv").symlink_to("/etc/passwd")


def linked_folder(folder: Path) -> None:
    """The folder of the file is a link."""
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/f.csv").write_text("a", encoding="utf-8")
    (folder / "data").symlink_to(folder / "elsewhere")


def no_file(folder: Path) -> None:
    """There is a folder in the place of the file."""
    (folder / "data/f.csv").mkdir(parents=True)


@pytest.mark.parametrize(
    ("made", "words"),
    [(linked_file, "symbolic link"), (linked_folder, "symbolic link"), (no_file, "missing")],
)
def test_a_place_that_is_no_file_of_the_package(tmp_path: Path, made: Callable[[Path], None], words: str) -> None:
    """A link would lead out of the folder, and what is no file would hang or fail without a word."""
    made(tmp_path)
    with pytest.raises(Rejected, match=words):
        read_inside(tmp_path, "data/f.csv")


# Tier 4: complete


def test_every_table_and_column_is_described_in_its_own_words() -> None:
    """A description that was copied and not changed would explain another column."""
    tables = read_package(HOME).tables.values()
    assert len({table.description for table in tables}) == len(tables)
    for table in tables:
        descriptions = [column.description for column in table.fields]
        assert len(set(descriptions)) == len(descriptions), table.name


def test_a_table_that_may_hold_empty_cells_says_what_they_mean() -> None:
    """A blank would be read as nought, or as not known, where it says that the source is silent."""
    for table in read_package(HOME).tables.values():
        for column in table.fields:
            assert column.required != (contract.EMPTY in column.description), (table.name, column.name)


def test_an_empty_bound_is_a_finding() -> None:
    """A bound that was emptied could end the command instead of being named."""
    column = Field("day", "date", example="2015-04-06", constraints={"minimum": ""})
    assert [found.problem for found in contract._example(column, "day")] == ["They cannot be read."]
