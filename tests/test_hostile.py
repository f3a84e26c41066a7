"""What comes from elsewhere is data: it is checked, and nothing in it is followed, run or trusted. One test per kind.

1. Files: links, pipes, devices, huge files, failed writes.
2. Commands: Ctrl-C, a closed output, a Python without what it needs.
3. Tables and descriptor: other files under their name, cells that inject, paths that lead out, words that steer.

`make fuzz` tries more of the same.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from xml.etree import ElementTree

import pytest
import yaml
from accidents import Data, describe, ran, slip
from syria_figures import structure
from syria_figures.descriptor import DESCRIPTOR, HOME, LARGEST_FILE, Package, read_package
from syria_figures.files import LARGEST_TEXT, read_text, write
from syria_figures.findings import CouldNotRun, Finding, as_annotations, as_text
from syria_figures.tables import Frames
from syria_figures.validation import FORMATS, Report, validate

COMMANDS = ("build", "validate", "cite", "scan", "release")
FIGURES = "data/figures.csv"


def judged(folder: Path) -> Report:
    """The report on the curated tables of a folder, without hashes and what is built."""
    return validate(folder, built=False)


def command(
    name: str, *words: str, options: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of this package in a process of its own."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("ARTICLE_TEXT", "PYTHONPATH")}
    return ran([sys.executable, *options, HOME / "scripts" / f"{name}.py", *words], env=inherited | environment)


# 1. Files


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A link in place of a file, its folder or its temporary file must not lead a write elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.csv").write_bytes(b"theirs")
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").symlink_to(elsewhere / "a.csv")
    (tmp_path / "linked").symlink_to(elsewhere)
    for path in (data / "a.csv", tmp_path / "linked/a.csv"):
        with pytest.raises(CouldNotRun, match="symbolic link"):
            write(path, b"ours")
    for name in ("b.csv.new", ".b.csv.new", ".b.csv.tmp", ".b.csv.part", "b.csv~", ".b.csv.unfinished"):
        (data / name).symlink_to(elsewhere / "a.csv")
    assert write(data / "b.csv", b"ours")
    assert (data / "b.csv").read_bytes() == b"ours"
    assert (elsewhere / "a.csv").read_bytes() == b"theirs"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk or a missing permission must end in a sentence, with the old file whole and no stray file."""
    (tmp_path / "a.csv").write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2, limits[1]))  # bytes
    try:
        with pytest.raises(CouldNotRun, match="cannot be written: File too large"):
            write(tmp_path / "a.csv", b"new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    full = Mock(side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CouldNotRun, match="cannot be written: No space left"):
        write(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_what_is_no_text_is_not_read_as_one(tmp_path: Path) -> None:
    """ARTICLE_TEXT naming a device, a pipe, a folder or a huge file must end in a sentence, and soon."""
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(LARGEST_TEXT + 1)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    cases = {
        "/dev/zero": "not a file",
        "pipe": "not a file",
        ".": "not a file",
        "huge": "larger than",
        "bytes": "UTF-8",
    }
    for name, said in {**cases, "none": "cannot be read"}.items():
        with pytest.raises(CouldNotRun, match=said):
            read_text(tmp_path / name)
    # As Notepad on Windows may begin a file, a page in Arabic mark a number, and macOS write an accent
    (tmp_path / "marked").write_text("\ufeffAu moins \u200f26\u200e e\u0301le\u0300ves", encoding="utf-8")
    assert read_text(tmp_path / "marked") == "Au moins 26 élèves"
    done = command("validate", ARTICLE_TEXT="/dev/zero")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_a_file_of_the_package_is_not_followed_elsewhere(folder: Path) -> None:
    """A link, a pipe, a folder or a huge file in the place of a table must be a finding, and not be read."""
    figures = folder / FIGURES
    figures.rename(folder.parent / "outside.csv")
    with (folder.parent / "huge").open("wb") as huge:
        huge.truncate(LARGEST_FILE + 1)
    cases: dict[str, Callable[[], object]] = {
        "symbolic link": lambda: figures.symlink_to(folder.parent / "outside.csv"),
        "missing": lambda: os.mkfifo(figures),
        "larger": lambda: (folder.parent / "huge").rename(figures),
    }
    for said, put in cases.items():
        put()
        (finding,) = judged(folder).findings
        assert finding.file == FIGURES
        assert said in finding.problem
        figures.unlink()


# 2. Commands


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_ends_in_one_line(name: str, tmp_path: Path) -> None:
    """Ctrl-C, while libraries are loaded too, must end in one line and exit code 130."""
    for library in ("pandas", "numpy", "jinja2"):  # whichever is first: Ctrl-C is pressed while it loads
        (tmp_path / f"{library}.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    (tmp_path / "git").write_text("#!/bin/sh\nkill -INT $PPID; sleep 1")  # for commands that load no library at first
    (tmp_path / "git").chmod(0o755)
    words = {"cite": ["--list"], "scan": [str(HOME / "LICENSE-CODE")]}.get(name, [])
    done = command(name, *words, PYTHONPATH=str(tmp_path), PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


def test_a_closed_output_is_no_error() -> None:
    """An output that nobody reads any more, or that is closed, must not cause a traceback."""
    cite = f"'{sys.executable}' '{HOME / 'scripts/cite.py'}' --list"
    for line in (f"{cite} | true", f"{cite} >&- 2>&-"):
        done = ran(["sh", "-c", line])
        assert (done.returncode, done.stderr) == (0, ""), line


@pytest.mark.parametrize("name", COMMANDS)
def test_a_python_without_the_libraries_says_what_to_run(name: str) -> None:
    """A Python that lacks the libraries must say so in one line that says what to do, with exit code 2."""
    words = {"cite": ["--list"], "scan": [str(HOME / "LICENSE-CODE")]}.get(name, [])
    done = command(name, *words, options=("-S",))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert "Run make" in done.stderr or name == "release"


# 3. Tables and descriptor


TEXTS = ["note", "headline", "caveat", "name", "title", "display", "quote", "counted", "claimant", "publisher", "place"]
MARKUP = '</title><script>alert(1)</script> | x | [a](javascript:b) `c` &lt; ]]> ": #'


def test_markup_in_a_cell_stays_text_in_what_is_built(package: Package, tables: Frames) -> None:
    """Markup in a cell must not become a part of a document or a chart (factsheet and workbook: see their tests)."""
    from syria_figures.charts import pictures
    from syria_figures.docs import make_docs

    hostile = {
        name: frame.assign(**{column: frame[column] + MARKUP for column in frame.columns.intersection(TEXTS)})
        for name, frame in tables.items()
    }
    plain, odd = make_docs(package, tables), make_docs(package, hostile)
    for path in (path for path in plain if path.endswith(".md")):
        before, text = (each[path].decode("utf-8") for each in (plain, odd))
        assert "<script>" not in text
        assert not re.search(r"(?<!\\)\]\(javascript", text)
        assert shape(text) == shape(before)
    before, cited = (yaml.safe_load(each["CITATION.cff"]) for each in (plain, odd))
    assert cited.keys() == before.keys()
    sheet = next(pictures(hostile)).draw()
    drawn = ElementTree.fromstring(sheet.svg(MARKUP, MARKUP))
    assert not drawn.findall(".//{*}script")


def shape(text: str) -> list[int]:
    """How many cells each row of the tables of a document has."""
    return [len(re.findall(r"(?<!\\)\|", line)) for line in text.split("\n") if line.startswith("|")]


def test_a_place_lies_within_what_the_tables_are_about(folder: Path, data: Data) -> None:
    """Swapped coordinates, or coordinates on another continent, must be outside the bounds of their columns."""
    for wrong in ({"latitude": 48.8, "longitude": 2.3}, {"latitude": 36.3, "longitude": 33.5}):
        slip(folder, data, "places", "yarmouk", **wrong)
        found = structure.check(read_package(folder), ["places"])
        assert "longitude" in {each.column for each in found}


# Any value of any shape in a descriptor


ELSEWHERE = (
    "../a.csv",
    "data/../../a.csv",
    "/etc/passwd",
    "C:\\a.csv",
    "~/a.csv",
    "http://127.0.0.1:9/a.csv",
    "data/\0.csv",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_path_that_leads_out_is_refused(folder: Path, path: str) -> None:
    """A path in the descriptor must not make a reader open a file outside the package."""
    found = judged(describe(folder, lambda raw: raw["resources"][0].update(path=path))).findings
    assert [(each.file, str(each.column).endswith(".path")) for each in found] == [(DESCRIPTOR, True)]


def remote(raw: dict[str, Any]) -> None:
    """An address in every property that some reader follows."""
    address = "http://127.0.0.1:9/a.json"
    raw |= dict.fromkeys(("profile", "image", "extends", "$schema"), address)
    raw["sources"] = raw["licenses"] = [{"path": address}]
    for each in raw["resources"]:
        each.update(dict.fromkeys(("profile", "$schema", "dialect", "jsonschema", "innerpath"), address))
        each.update(extrapaths=[address], basepath="/etc", compression="zip", format="sql", scheme="s3")
        for key in each.get("schema", {}).get("foreignKeys", []):
            key["reference"] |= {"package": address}


WATCH = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from syria_figures import article, proof, schemas, structure
from syria_figures.validation import validate
inside = [Path(place).resolve() for place in (sys.prefix, sys.base_prefix, sys.argv[1], sys.argv[2])]
home, seen = Path(sys.argv[1]).parent / "datapackage.json", []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"):
        seen.append(f"{event} {arguments!r}")
    elif event in ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir"):
        if isinstance(arguments[0], (str, bytes)):
            place = Path(os.fsdecode(arguments[0])).resolve()
            if place != home and not any(place.is_relative_to(one) for one in inside):
                seen.append(f"{event} {place}")
import os
sys.addaudithook(watch)
validate(Path(sys.argv[2]), built=False)
print("\\n".join(seen))
"""


def test_validating_opens_nothing_outside_and_no_network(folder: Path) -> None:
    """No property of a descriptor may make validation open a file outside, reach a network or run a program."""
    done = ran([sys.executable, "-c", WATCH, HOME / "scripts", describe(folder, remote)], cwd=folder)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


STEERING = "a\x1b[2Jb\n::set-output name=x::y\r\u202e"


def test_what_a_package_says_cannot_steer_a_terminal_or_a_workflow(folder: Path, data: Data) -> None:
    """A cell or a name with a line end must not begin a line of its own in a log, nor a control character pass."""

    def change(raw: dict[str, Any]) -> None:
        raw |= {"name": STEERING, "version": STEERING, STEERING: STEERING}
        raw["resources"][0]["schema"]["fields"][0] |= {"name": STEERING, "title": STEERING}

    finding = Finding(STEERING, STEERING, STEERING, 2, STEERING, STEERING, STEERING)
    shown = [as_text([finding]), as_annotations([finding])]
    slip(folder, data, "figures", "war-deaths", note=STEERING)
    for report in (judged(folder), judged(describe(folder, change))):
        assert not report.valid
        shown += [form(report) for form in FORMATS.values()]
    for line in "\n".join(shown).split("\n"):
        assert line.isprintable()
        assert not line.startswith("::") or line.startswith("::error file=")
