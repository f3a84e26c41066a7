"""A package from somewhere else is data: it is judged, and nothing in it is followed, run or believed.

1. Whatever bytes stand in the descriptor, in a table, in the words of a value or in the text of an article, there is a
   report or a sentence why not: no other exception, and no hang. tests/fuzz.py tries more of the same.
2. Files that are too large, links, pipes, devices and paths that lead out of the folder are named and not opened.
3. While a hostile package is validated nothing outside its folder is opened and nothing on a network is reached.
4. What a package says of itself cannot steer a terminal or the log of a workflow run.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fuzz
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syria_figures.article import Text, read_text
from syria_figures.descriptor import DESCRIPTOR, HOME, LARGEST_FILE, Package, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.findings import Rejected
from syria_figures.validation import FORMATS, Report, as_github, as_report, validate

VALIDATE = HOME / "scripts" / "validate.py"
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> fuzz.Ground:
    """A copy of the curated tables and their descriptor, which each try changes and puts back."""
    return fuzz.Ground(read_package(HOME), tmp_path_factory.mktemp("hostile"))


def reported(folder: Path, text: Text | None = None) -> Report:
    """The report on a package; a package that cannot be read gives its findings too."""
    return validate(folder, text, derived=False)


def written(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The folder with a changed descriptor."""
    raw = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    change(raw)
    (folder / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8")
    return folder


@pytest.fixture
def folder(ground: fuzz.Ground, tmp_path: Path) -> Path:
    """The folder of a package of one's own, with curated tables alone."""
    return fuzz.Ground(ground.package, tmp_path / "package").folder


# Any bytes


@FEW
@given(data=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_as_descriptor(ground: fuzz.Ground, data: bytes) -> None:
    """A descriptor that is no JSON, or JSON of another shape, ends in a traceback."""
    assert ground.judge({DESCRIPTOR: data}) in (1, 2)


@FEW
@given(seed=st.integers(min_value=0), value=JSON)
def test_any_value_in_the_descriptor(ground: fuzz.Ground, seed: int, value: Any) -> None:
    """A property of the descriptor holds a value of another type, and a later layer falls over it."""
    assert ground.judge({DESCRIPTOR: fuzz.with_value(ground.package, random.Random(seed), value)}) in (0, 1)


@settings(FEW, max_examples=25)
@given(seed=st.integers(min_value=0), data=st.binary(min_size=1, max_size=40))
def test_any_bytes_in_a_table(ground: fuzz.Ground, seed: int, data: bytes) -> None:
    """Bytes that are no text, NUL bytes or half a quotation mark in a table end in a traceback."""
    assert ground.judge(fuzz.with_bytes(ground, random.Random(seed), data)) in (0, 1)


@given(text=st.text(alphabet=st.characters(codec=None), max_size=60))
def test_any_words_of_a_value(text: str) -> None:
    """Words with odd digits, lone surrogates or endless hedges end in a traceback."""
    fuzz.read_words(text)


@FEW
@given(text=st.text(max_size=400))
def test_any_text_of_an_article(ground: fuzz.Ground, text: str) -> None:
    """A text that is not that of the article ends in a traceback instead of findings."""
    assert fuzz.read_source(ground, text) in (0, 1)


# What is too large, too deep or too many

HUGE_NUMBER = '{"name": ' + "9" * 100_000 + "}"
DEEP = '{"name": "deep", "resources": ' + "[" * 100_000 + "]" * 100_000 + "}"
NOT_SO_DEEP = '{"name": "deep", "resources": ' + "[" * 900 + "]" * 900 + "}"


@pytest.mark.parametrize(
    "content", [HUGE_NUMBER, DEEP, NOT_SO_DEEP, '{"name": 1e999999}', "", "\ufeff{}", "[]", "null"]
)
def test_a_descriptor_of_odd_size(folder: Path, content: str) -> None:
    """A descriptor that is nested without end, or holds a number without end, takes the reader down."""
    (folder / DESCRIPTOR).write_text(content, encoding="utf-8")
    assert not reported(folder).valid


@pytest.mark.parametrize("name", [DESCRIPTOR, "data/figures.csv", "text.txt"])
def test_a_file_of_more_than_50_mb_is_refused_by_its_size(folder: Path, name: str) -> None:
    """A file that would fill the memory is read before anyone looks at its size."""
    with (folder / name).open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    if name == "text.txt":
        with pytest.raises(CouldNotRun, match="larger than 5 MB"):
            read_text(folder / name)
        return
    report = reported(folder)
    assert any("larger than 50 MB" in finding.problem and finding.file == name for finding in report.findings)


def many_codes(raw: dict[str, Any]) -> None:
    """A hundred thousand codes in one column."""
    raw["resources"][0]["schema"]["fields"][5]["constraints"]["enum"] = [f"code{number}" for number in range(100_000)]


def many_columns(raw: dict[str, Any]) -> None:
    """Ten thousand columns, each a foreign key."""
    schema = raw["resources"][0]["schema"]
    names = [f"column_{number}_id" for number in range(10_000)]
    schema["fields"] = [{"name": name, "type": "string"} for name in names]
    schema["foreignKeys"] = [
        {"fields": [name], "reference": {"resource": "actors", "fields": ["actor_id"]}} for name in names
    ]


def doubled_names(raw: dict[str, Any]) -> None:
    """Each column twice."""
    raw["resources"][0]["schema"]["fields"] *= 2


def catastrophic(raw: dict[str, Any]) -> None:
    """Patterns that take for ever on words that nearly match."""
    for column in raw["resources"][0]["schema"]["fields"]:
        if column["type"] == "string":
            column["constraints"] = {"required": True, "pattern": "(?:(?:[a-z0-9-]+)+!)"}


def huge_bounds(raw: dict[str, Any]) -> None:
    """Bounds that no machine counts to."""
    for column in raw["resources"][0]["schema"]["fields"]:
        column.setdefault("constraints", {})["minimum"] = "1E+999999999"


@pytest.mark.parametrize("change", [many_codes, many_columns, doubled_names, catastrophic, huge_bounds])
def test_too_much_in_the_descriptor(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """A descriptor with more than a person would write keeps the machine busy for ever; here: for minutes."""
    assert not reported(written(folder, change)).valid


CELLS = {
    "long": "x" * 100_000,
    "longer": "x" * 200_000,
    "exponent": "1E+999999999",
    "huge": "9" * 5_000,
    "zeros": "0." + "0" * 5_000 + "1",
    "nul": "a\0b",
    "bidirectional": "a\u202eb",
    "control": "a\x1b[31mb",
    "lines": "a\n::error::b",
    "hyperlink": '=HYPERLINK("http://example.org")',
    "sum": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
}


NUMBERS = ("exponent", "huge", "zeros")  # in a column of words they are words


@pytest.mark.parametrize("name", CELLS)
def test_a_hostile_cell_is_found_in_every_column(ground: fuzz.Ground, name: str) -> None:
    """One column of one table lets a formula, a control character or an endless number pass."""
    tables = ground.package.curated
    with ground.changed({table.path: fuzz.with_cell(ground, table, CELLS[name]) for table in tables}):
        found = {(finding.file, finding.column) for finding in reported(ground.folder).findings}
    for table in tables:
        columns = [column for column in table.fields if name not in NUMBERS or column.type != "string"]
        missed = [column.name for column in columns if (table.path, column.name) not in found]
        assert not missed or (table.path, None) in found, table.name


def test_html_in_a_cell_is_text(ground: fuzz.Ground) -> None:
    """Markup in free text stops validation, though a reader may quote it."""
    markup = "<script>alert(1)</script>"
    actors = ground.package.tables["actors"]
    with ground.changed({actors.path: fuzz.with_cell(ground, actors, markup, only="note")}):
        assert reported(ground.folder).valid


# What leads out of the folder

ELSEWHERE = [
    "../outside.csv",
    "data/../../outside.csv",
    "/etc/passwd",
    "C:\\outside.csv",
    "C:outside.csv",
    "\\\\host\\share\\outside.csv",
    "~/outside.csv",
    "http://127.0.0.1:9/outside.csv",
    "https://127.0.0.1:9/outside.csv",
    "file:///etc/passwd",
    "s3://bucket/outside.csv",
    "data/figures.csv:stream",
    "data//figures.csv",
    "data/\0.csv",
    "",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_path_that_leads_out_is_refused(folder: Path, path: str) -> None:
    """A path in the descriptor makes a validator read a file that is none of the package's."""
    report = reported(written(folder, lambda raw: raw["resources"][0].update(path=path)))
    assert any(str(finding.column).endswith(".path") for finding in report.findings)


def test_a_link_is_not_followed(folder: Path) -> None:
    """A link inside the package, to a file or to a folder, makes a validator read what is outside."""
    outside = folder.parent / "outside"
    outside.mkdir()
    (folder / "data" / "figures.csv").rename(outside / "figures.csv")
    (folder / "data" / "figures.csv").symlink_to(outside / "figures.csv")
    assert any("symbolic link" in finding.problem for finding in reported(folder).findings)
    (folder / "data" / "figures.csv").unlink()
    (folder / "data").rename(outside / "data")
    (folder / "data").symlink_to(outside / "data", target_is_directory=True)
    assert any("symbolic link" in finding.problem for finding in reported(folder).findings)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_read(folder: Path) -> None:
    """A named pipe or a device in the place of a file makes the reader wait for ever."""
    for name in ("data/figures.csv", DESCRIPTOR):
        (folder / name).unlink()
        os.mkfifo(folder / name)
    with pytest.raises(CouldNotRun):
        reported(folder)
    (folder / DESCRIPTOR).unlink()
    fuzz.copied(DESCRIPTOR, HOME, folder)
    assert any(finding.file == "data/figures.csv" for finding in reported(folder).findings)
    for device in (folder / "data/figures.csv", Path("/dev/zero")):
        with pytest.raises(CouldNotRun, match="no file"):
            read_text(device)


# Nothing outside is opened

OUTSIDE = "http://127.0.0.1:9/profile.json"


def remote_everywhere(raw: dict[str, Any]) -> None:
    """Every property that some reader follows, pointing to a network."""
    raw |= {"profile": OUTSIDE, "image": OUTSIDE, "extends": OUTSIDE, "$schema": OUTSIDE}
    raw["sources"][0]["path"] = OUTSIDE
    raw["licenses"][0]["path"] = OUTSIDE
    for resource in raw["resources"]:
        resource |= {"profile": OUTSIDE, "$schema": OUTSIDE, "dialect": OUTSIDE, "extrapaths": [OUTSIDE]}
        resource |= {"jsonschema": OUTSIDE, "innerpath": OUTSIDE, "basepath": "/etc", "compression": "zip"}


def schema_elsewhere(raw: dict[str, Any]) -> None:
    """A schema by address."""
    raw["resources"][0]["schema"] = OUTSIDE


def schema_in_a_file(raw: dict[str, Any]) -> None:
    """A schema by path."""
    raw["resources"][0]["schema"] = "../schema.json"


def resources_elsewhere(raw: dict[str, Any]) -> None:
    """The list of resources by address."""
    raw["resources"] = OUTSIDE


def resource_elsewhere(raw: dict[str, Any]) -> None:
    """One resource by address."""
    raw["resources"][0] = OUTSIDE


def many_paths(raw: dict[str, Any]) -> None:
    """One resource in several files, one of them outside."""
    raw["resources"][0]["path"] = ["data/figures.csv", "/etc/passwd"]


def data_inline(raw: dict[str, Any]) -> None:
    """Data in the place of a path, by address."""
    raw["resources"][0] |= {"data": OUTSIDE, "path": OUTSIDE}


def other_format(raw: dict[str, Any]) -> None:
    """Formats whose readers open a data base or a network."""
    for resource, form in zip(raw["resources"], ("sql", "gsheets", "ckan", "xlsx", "parquet"), strict=False):
        resource |= {"format": form, "scheme": "remote", "mediatype": "application/json"}


def keys_elsewhere(raw: dict[str, Any]) -> None:
    """Foreign keys into a package by address."""
    for resource in raw["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            key["reference"] |= {"package": OUTSIDE, "resource": OUTSIDE}


def resource_of_another_kind(raw: dict[str, Any]) -> None:
    """A resource without a schema that a reader would take for a table, an archive or a package."""
    for name in ("other.zip", "other.xlsx", "other.json", "other.sqlite"):
        raw["resources"].append(
            {"name": name.replace(".", "-"), "path": name, "title": "Other", "description": "Other."}
        )


def as_it_is(_raw: dict[str, Any]) -> None:
    """The package as it is: what Python and the libraries open themselves."""


HOSTILE = [
    as_it_is,
    remote_everywhere,
    schema_elsewhere,
    schema_in_a_file,
    resources_elsewhere,
    resource_elsewhere,
    many_paths,
    data_inline,
    other_format,
    keys_elsewhere,
    resource_of_another_kind,
]
WATCH = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from syria_figures.validation import as_report, validate
import syria_figures.frames, syria_figures.rules, syria_figures.structure
inside = [Path(place).resolve() for place in (sys.prefix, sys.base_prefix, sys.argv[1])]
home = Path(sys.argv[1]).parent / "datapackage.json"
seen = []
watching = False
def watch(event, arguments):
    if not watching:
        return
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec"):
        seen.append(f"{event} {arguments!r}")
    elif event in ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir"):
        place = arguments[0]
        if isinstance(place, (str, bytes)):
            place = Path(place if isinstance(place, str) else place.decode()).resolve()
            if place != home and not any(place.is_relative_to(one) for one in [*inside, folder]):
                seen.append(f"{event} {place}")
        elif not isinstance(place, int):
            seen.append(f"{event} {place!r}")
sys.addaudithook(watch)
for line in sys.stdin.read().splitlines():
    folder = Path(line).resolve()
    watching = True
    report = validate(folder, derived=False)
    watching = False
    print(f"{folder.name} {'valid' if report.valid else 'not valid'}")
for line in seen:
    print(line, file=sys.stderr)
sys.exit(bool(seen))
"""


def test_validating_opens_nothing_outside_and_no_network(ground: fuzz.Ground, tmp_path: Path) -> None:
    """A reader of data packages fetches a profile, opens a link's aim, or a file beside the package."""
    folders = []
    for change in HOSTILE:
        folder = fuzz.Ground(ground.package, tmp_path / change.__name__).folder
        for name in ("other.zip", "other.xlsx", "other.json", "other.sqlite"):
            (folder / name).write_bytes(b"PK\3\4")
        folders.append(written(folder, change))
    watched = subprocess.run(
        [sys.executable, "-I", "-c", WATCH, str(HOME / "scripts")],
        input="\n".join(map(str, folders)),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert watched.returncode == 0, watched.stderr
    said = dict(line.split(" ", 1) for line in watched.stdout.splitlines())
    assert said == {change.__name__: "valid" if change is as_it_is else "not valid" for change in HOSTILE}


# What a package says reaches a terminal and a log


STEERING = "a\x1b[2Jb\n::set-output name=x::y\r\u202e"


def test_names_cannot_steer_a_terminal_or_a_workflow(folder: Path) -> None:
    """A name or a cell with a line end begins a line of its own in the log, and so a command of the workflow."""

    def change(raw: dict[str, Any]) -> None:
        raw |= {"name": STEERING, "version": STEERING, STEERING: STEERING}
        raw["resources"][0]["schema"]["fields"][0] |= {"name": STEERING, "title": STEERING}
        raw["resources"][1] |= {"name": "::error::a", "path": "::error::b.csv"}

    report = reported(written(folder, change))
    for line in as_report(report).splitlines():
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
    for line in as_github(report).splitlines():
        assert line.isprintable()
        assert not line.lstrip().startswith("::") or line.startswith("::error file=")


def test_a_steering_cell_is_escaped(ground: fuzz.Ground) -> None:
    """A finding repeats a cell with its control characters."""
    tables = ground.package.curated
    with ground.changed({table.path: fuzz.with_cell(ground, table, STEERING) for table in tables}):
        report = reported(ground.folder)
    for form in FORMATS.values():
        assert all(line.isprintable() for line in form(report).split("\n"))


# The command


def test_the_command_ends_with_a_code_of_its_own(folder: Path) -> None:
    """A hostile package makes the command print a traceback, or end with a code that says something else."""
    cases: dict[str, Callable[[], object]] = {
        "deep": lambda: (folder / DESCRIPTOR).write_text(DEEP, encoding="utf-8"),
        "empty": lambda: (folder / DESCRIPTOR).write_bytes(b""),
        "none": (folder / DESCRIPTOR).unlink,
    }
    for name, prepare in cases.items():
        prepare()
        ended = subprocess.run(
            [sys.executable, str(VALIDATE), "--package", str(folder)], capture_output=True, text=True, check=False
        )
        assert ended.returncode == (2 if name == "none" else 1), ended.stderr
        assert "Traceback" not in ended.stdout + ended.stderr


def test_a_package_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A folder without a descriptor, or a path that is no path, is no finding and no traceback."""
    for place in (tmp_path, tmp_path / "nowhere", Path("\0")):
        with pytest.raises((CouldNotRun, Rejected)):
            reported(place)


def test_the_ground_is_valid(ground: fuzz.Ground, package: Package) -> None:
    """The copy that all these tests change is wrong by itself, so that they would find anything."""
    assert package.name == ground.package.name
    assert reported(ground.folder).valid
