"""What the documents say can be followed: links, commands, and the output that they show."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
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
