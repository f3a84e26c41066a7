"""What the documents say can be followed, and is what the descriptor says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from syria_figures import documents
from syria_figures.descriptor import HOME, read_package
from syria_figures.findings import Finding, as_text
from syria_figures.structure import check

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"]


def text_of(name: str) -> str:
    """A document of the package."""
    return (HOME / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The places in a document that a link can point to, as GitHub names its headings; a place of its own has an id."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return named | set(re.findall(r'(?:id|name)="([^"]+)"', text))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    """A reader would meet a page that is not there."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if re.match(r"https?:", link):
            continue
        path, _, anchor = link.partition("#")
        place = (HOME / name).parent / path if path else HOME / name
        if not place.exists() or (anchor and anchor not in anchors(place.read_text(encoding="utf-8"))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", DOCUMENTS[:2])
def test_commands_are_there(name: str) -> None:
    """Somebody would type a command that does not exist, or no longer."""
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`|\s)make ([a-z]+)\b(?=[`\s])", code_of(name), re.MULTILINE)) <= targets
    scripts = re.findall(r"scripts[/\\]\w+\.(?:py|R)", text_of(name))
    assert [path for path in scripts if not (HOME / path.replace("\\", "/")).is_file()] == []


def code_of(name: str) -> str:
    """What stands in a document as code: in blocks and within lines."""
    found = re.findall(r"^```\w*\n(.*?)^```|(`[^`\n]+`)", text_of(name), re.MULTILINE | re.DOTALL)
    return "\n".join(block or words for block, words in found)


def test_the_finding_that_is_shown(tmp_path: Path) -> None:
    """The README would show a message that nobody gets."""
    package = read_package(HOME)
    (tmp_path / "data").mkdir()
    for name in ("figures", "places"):
        data = package.read(package.tables[name].path)
        (tmp_path / "data" / f"{name}.csv").write_bytes(data.replace(b",syria,,2015-04-06", b",syira,,2015-04-06"))
    (tmp_path / "datapackage.json").write_bytes(package.read("datapackage.json"))
    found = [finding for finding in check(read_package(tmp_path), ["figures", "places"]) if finding.row]
    (finding,) = found
    shown = Finding(**{**finding.as_dict(), "key": "war-deaths"})  # type: ignore[arg-type]
    assert f"```text\n{as_text([shown])}\n```" in text_of("README.md")


@pytest.mark.parametrize(
    "options", [["yarmouk-control"], ["war-deaths"], ["yarmouk-civilians-assisted", "--original", "--style", "apa"]]
)
def test_the_citations_that_are_shown(options: list[str]) -> None:
    """Somebody would copy a citation from the README that the data no longer gives."""
    command: list[str | Path] = [sys.executable, HOME / "scripts/cite.py", *options]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    shown = re.findall(r"^```text\n(.*?)^```", text_of("README.md"), re.MULTILINE | re.DOTALL)
    assert any(printed.strip().startswith(block.strip()) for block in shown), printed


# The documents beside the tables, held against the descriptor


@pytest.fixture
def home(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package with its documents, taken for the one that the commands belong to."""
    for path in [HOME / "CHANGELOG.md", HOME / "pyproject.toml", *HOME.glob("LICENSE*")]:
        shutil.copy(path, package_copy)
    monkeypatch.setattr(documents, "HOME", package_copy)
    return package_copy


def test_the_documents_say_what_the_descriptor_says(home: Path) -> None:
    """A check of a document that is too strict would stop every build."""
    assert documents.check(read_package(home)) == []
    assert documents.ids_gone(read_package(home)) == {"C10", "D12", "D15", "E2", "U5"}


@pytest.mark.parametrize(
    ("file", "edit", "place", "words"),
    [
        ("CHANGELOG.md", ("## 1.0.0 (", "## 1.0.1 ("), "version", "The first entry of CHANGELOG.md has 1.0.1"),
        ("CHANGELOG.md", ("(2026-11-23)", "(2026-11-24)"), "created", "CHANGELOG.md has 2026-11-24T00:00:00Z"),
        ("CHANGELOG.md", ("## 1.0.0 (2026-11-23)", ""), None, "It has no entry of a version"),
        ("pyproject.toml", ('version = "1.0.0"', 'version = "2.0.0"'), "version", "pyproject.toml has 2.0.0"),
        ("pyproject.toml", ('name = "syria-', 'name = "syriia-'), "name", "pyproject.toml has syriia-april"),
        ("pyproject.toml", ("[project]", "[project"), None, "It is no TOML"),
        ("datapackage.json", ('"CC-BY-4.0"', '"CC-BY-5.0"'), "licenses[0].name", "no licence whose text is known here"),
        ("datapackage.json", ('"CC-BY-4.0"', '"MIT"'), "licenses", "It does not name the licence in LICENSE-DATA"),
        ("LICENSE-CODE", ("MIT License", "Another License"), "licenses[1].name", "No LICENSE file has the text"),
        (
            "LICENSE-CODE",
            ("2026 The", "2026-2027 Thee"),
            "contributors",
            "is not among them, but a LICENSE file names it",
        ),
    ],
)
def test_a_document_that_says_otherwise(
    home: Path, file: str, edit: tuple[str, str], place: str | None, words: str
) -> None:
    """A version, a day or a licence would be changed in one place, and whoever reads the other would be misled."""
    text = (home / file).read_text(encoding="utf-8")
    assert edit[0] in text
    (home / file).write_text(text.replace(*edit, 1), encoding="utf-8")
    found = documents.check(read_package(home))
    assert any(finding.column == place and words in finding.problem for finding in found), found
    assert all(finding.mend for finding in found)


@pytest.mark.parametrize("name", ["CHANGELOG.md", "pyproject.toml", "LICENSE-CODE", "LICENSE-DATA"])
@pytest.mark.parametrize("kind", ["missing", "no UTF-8", "a folder", "a link"])
def test_a_document_that_cannot_be_read(home: Path, name: str, kind: str) -> None:
    """What the document says would be held to by nobody, or the command would end without a word on the data."""
    (home / name).unlink()
    if kind == "no UTF-8":
        (home / name).write_bytes(b"\xff\xfe")
    elif kind == "a folder":
        (home / name).mkdir()
    elif kind == "a link":
        (home / name).symlink_to(home / name)
    (found,) = documents.check(read_package(home))
    assert found.file == name
    assert found.mend


@pytest.mark.parametrize("project", ["project = 5\n", "[[project]]\nname = 'x'\n", ""])
def test_a_project_file_without_a_project(home: Path, project: str) -> None:
    """The command would end with the name of an exception."""
    (home / "pyproject.toml").write_text(project, encoding="utf-8")
    assert {finding.column for finding in documents.check(read_package(home))} == {"name", "version"}


@pytest.mark.parametrize(
    "ids", ["C8, C10", "C8; C10.", "`C8`,\nC10", "C8 and C10\n\nC9 was mended."], ids=["list", "signs", "lines", "text"]
)
def test_ids_of_no_row_are_listed_in_many_ways(home: Path, ids: str) -> None:
    """A steward who listed an id would be told to list it."""
    (home / "CHANGELOG.md").write_text(f"- Ids that no row has: {ids}\n", encoding="utf-8")
    assert documents.ids_gone(read_package(home)) == {"C8", "C10"}


def test_a_package_from_elsewhere_may_stand_beside_other_documents(package_copy: Path) -> None:
    """Whoever keeps the tables in a project of their own would be told to change its changelog and its licence."""
    (package_copy / "CHANGELOG.md").write_text("## 7.0.0 (2030-01-01)\n", encoding="utf-8")
    assert documents.check(read_package(package_copy)) == []
    assert documents.ids_gone(read_package(package_copy)) is None
