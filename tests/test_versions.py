"""The version and its day agree wherever they stand."""

from __future__ import annotations

import datetime
import re

import pytest
import yaml
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.phrases import day

PACKAGE = read_package(HOME)
VERSION = PACKAGE.version
DAY = str(PACKAGE.raw["created"])[:10]


def text_of(name: str) -> str:
    """A document of the package."""
    return (HOME / name).read_text(encoding="utf-8")


def test_the_citation_file() -> None:
    """Programs that cite would give another version, day or title than the data has."""
    cited = yaml.safe_load(text_of("CITATION.cff"))
    assert (str(cited["version"]), str(cited["date-released"])) == (VERSION, DAY)
    assert (cited["title"], cited["type"], cited["license"]) == (PACKAGE.raw["title"], "dataset", "CC-BY-4.0")
    assert [author["name"] for author in cited["authors"]] == [entry["title"] for entry in PACKAGE.raw["contributors"]]
    assert cited["keywords"] == PACKAGE.raw["keywords"]
    (article,) = cited["references"]
    assert article["url"] == PACKAGE.raw["sources"][0]["path"]


def test_the_readme() -> None:
    """People who copy the citation from the first page would cite another version or day."""
    assert re.findall(r"\(version (\S+),\s+([^)]+)\)", text_of("README.md")) == [
        (VERSION, day(datetime.date.fromisoformat(DAY)))
    ]
    assert f"contributors ({DAY[:4]})" in text_of("README.md")


@pytest.mark.parametrize("name", [DESCRIPTOR, "CITATION.cff", "README.md", "CHANGELOG.md"])
def test_no_other_version_stands_beside_it(name: str) -> None:
    """A second mention, once forgotten, would contradict the first."""
    lines = [line for line in text_of(name).splitlines() if re.match(r'\W*"?version"?\W', line)]
    assert all(VERSION in line or "How versions" in line or "cff-version" in line for line in lines)
