"""The documents beside the tables, held against the descriptor: CHANGELOG.md, pyproject.toml and the LICENSE files.

They are looked at only in the copy that the commands belong to: a package from somewhere else may stand beside
anything.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from .descriptor import DESCRIPTOR, HOME, Package
from .findings import Finding

CHANGELOG, PROJECT = "CHANGELOG.md", "pyproject.toml"
VERSION = re.compile(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)
GONE = re.compile(r"^Ids that no row has: (.+)$", re.MULTILINE)
HOLDER = re.compile(r"^Copyright \(c\) \d{4} (.+)$", re.MULTILINE)

# How the text of a licence begins, by the name that it has in a descriptor (its SPDX identifier).
BEGINNINGS = {"CC-BY-4.0": "Attribution 4.0 International", "MIT": "MIT License"}


def check(package: Package) -> list[Finding]:
    """Where name, version, day, licences or contributors are not those of the documents; empty where they are."""
    if package.folder.resolve() != HOME:
        return []
    return [*_version(package), *_name(package), *_licences(package)]


def ids_gone(package: Package) -> set[str] | None:
    """The ids that CHANGELOG.md lists as those of no row; None for a package from somewhere else."""
    if package.folder.resolve() != HOME:
        return None
    return {each.strip(" .") for line in GONE.findall(_text(CHANGELOG)) for each in line.split(",")}


def _version(package: Package) -> Iterator[Finding]:
    newest = VERSION.search(_text(CHANGELOG))
    if newest is None:
        mend = "Begin an entry as in: ## 1.0.0 (2026-11-23)."
        yield Finding(CHANGELOG, "It has no entry of a version.", mend)
        return
    for name, value in {"version": newest[1], "created": f"{newest[2]}T00:00:00Z"}.items():
        if package.raw.get(name) != value:
            mend = f"Write that, or an entry for the new version into {CHANGELOG}."
            yield _finding(name, f"The newest entry of {CHANGELOG} has {value}.", mend)


def _name(package: Package) -> Iterator[Finding]:
    try:
        project = tomllib.loads(_text(PROJECT)).get("project", {})
    except tomllib.TOMLDecodeError as error:
        yield Finding(PROJECT, f"It is no TOML: {error}.", "Mend it.")
        return
    for name in ("name", "version"):
        if package.raw.get(name) != project.get(name):
            yield _finding(name, f"{PROJECT} has {project.get(name, 'none')}.", "Write the same in both.")


def _licences(package: Package) -> Iterator[Finding]:
    """A licence has its text beside the tables, a text its licence, and who holds the rights is a contributor."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(HOME.glob("LICENSE*"))}
    named = [str(each.get("name")) for each in _objects(package, "licenses")]
    for number, name in enumerate(named):
        beginning = BEGINNINGS.get(name)
        if not beginning or not any(text.startswith(beginning) for text in texts.values()):
            mend = f"Name one of {', '.join(texts)}: {', '.join(BEGINNINGS)}."
            yield _finding(f"licenses[{number}].name", "No LICENSE file has the text of this licence.", mend)
    for file, text in texts.items():
        if not any(text.startswith(BEGINNINGS.get(name, text)) for name in named):
            yield _finding("licenses", f"It does not name the licence in {file}.", "Name it, or take the file out.")
    holders = {holder for text in texts.values() for holder in HOLDER.findall(text)}
    titles = {each.get("title") for each in _objects(package, "contributors")}
    for holder in sorted(holders - titles):
        yield _finding(
            "contributors", f"{holder} is not among them, but a LICENSE file names it.", "Write the same in both."
        )


def _objects(package: Package, name: str) -> list[dict[str, Any]]:
    entries = package.raw.get(name)
    return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


def _text(name: str) -> str:
    """The text of a document; empty where it is missing, so that what it should say is named."""
    path = HOME / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _finding(where: str, problem: str, mend: str) -> Finding:
    return Finding(DESCRIPTOR, problem, mend, column=where)
