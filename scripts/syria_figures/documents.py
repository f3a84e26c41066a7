"""The documents beside the tables, held against the descriptor: CHANGELOG.md, pyproject.toml and the LICENSE files.

They are looked at only in the copy that the commands belong to: a package from somewhere else may stand beside
anything.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from .descriptor import DESCRIPTOR, HOME, Package, read_inside
from .findings import Finding, Rejected

CHANGELOG, PROJECT = "CHANGELOG.md", "pyproject.toml"
LICENCE_FILES = ("LICENSE-CODE", "LICENSE-DATA")
ENTRY = "## 1.0.1 (2026-12-24)"
VERSION = re.compile(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)[ \t]*$", re.MULTILINE)
GONE = re.compile(r"^\W*Ids that no row has: ((?:.+\n)+)", re.MULTILINE)  # to the end of the paragraph
ID = re.compile(r"\b[A-Z][0-9]+[a-z]?\b")
HOLDER = re.compile(r"^Copyright \(c\) \d{4}(?:[-–, ]+\d{4})* (.+)$", re.MULTILINE)

# How the text of a licence begins, by the name that it has in a descriptor (its SPDX identifier).
BEGINNINGS = {"CC-BY-4.0": "Attribution 4.0 International", "MIT": "MIT License"}


def check(package: Package) -> list[Finding]:
    """Where name, version, day, licences or contributors are not those of the documents; empty where they are."""
    if package.folder.resolve() != HOME:
        return []
    try:
        return [*_version(package), *_name(package), *_licences(package)]
    except Rejected as rejected:
        return rejected.findings


def ids_gone(package: Package) -> set[str] | None:
    """The ids that CHANGELOG.md lists as those of no row; None for a package from somewhere else."""
    if package.folder.resolve() != HOME:
        return None
    try:
        text = _text(CHANGELOG)
    except Rejected:  # named by the check of the documents
        return None
    return {each for ids in GONE.findall(text) for each in ID.findall(ids)}


def _text(name: str) -> str:
    """The text of a document. Raises Rejected where it is missing, no file, too large or no UTF-8."""
    data = read_inside(HOME, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        finding = Finding(name, f"It is not UTF-8 at byte {error.start}.", "Save it as UTF-8.")
        raise Rejected([finding]) from None


def _version(package: Package) -> Iterator[Finding]:
    newest = VERSION.search(_text(CHANGELOG))
    if newest is None:
        yield Finding(CHANGELOG, "It has no entry of a version.", f"Begin an entry as in: {ENTRY}.")
        return
    for name, value in {"version": newest[1], "created": f"{newest[2]}T00:00:00Z"}.items():
        if package.raw.get(name) != value:
            mend = f"Write that, or begin an entry for a new version above it, as in: {ENTRY}."
            yield _finding(name, f"The first entry of {CHANGELOG} has {value}.", mend)


def _name(package: Package) -> Iterator[Finding]:
    try:
        project = _object(tomllib.loads(_text(PROJECT)).get("project"))
    except tomllib.TOMLDecodeError as error:
        yield Finding(PROJECT, f"It is no TOML: {error}.", "Mend it.")
        return
    for name in ("name", "version"):
        if package.raw.get(name) != project.get(name):
            yield _finding(name, f"{PROJECT} has {project.get(name, 'none')}.", "Write the same in both.")


def _licences(package: Package) -> Iterator[Finding]:
    """A licence has its text beside the tables, a text its licence, and who holds the rights is a contributor."""
    texts = {name: _text(name) for name in LICENCE_FILES}
    named = [str(each.get("name")) for each in _objects(package, "licenses")]
    for number, name in enumerate(named):
        beginning = BEGINNINGS.get(name)
        if beginning is None:
            mend = f"Write {' or '.join(BEGINNINGS)}, or add to documents.py how the text of another licence begins."
            yield _finding(f"licenses[{number}].name", "It is no licence whose text is known here.", mend)
        elif not any(text.startswith(beginning) for text in texts.values()):
            mend = f"Name the licences of {' and '.join(texts)}, or put the text of this one there."
            yield _finding(f"licenses[{number}].name", "No LICENSE file has the text of this licence.", mend)
    for file, text in texts.items():
        if not any(text.startswith(BEGINNINGS.get(name, text)) for name in named):
            yield _finding("licenses", f"It does not name the licence in {file}.", "Name it, or mend the file.")
    titles = {each.get("title") for each in _objects(package, "contributors")}
    for holder in sorted({holder for text in texts.values() for holder in HOLDER.findall(text)} - titles):
        mend = "Write the same in both."
        yield _finding("contributors", f"{holder} is not among them, but a LICENSE file names it.", mend)


def _objects(package: Package, name: str) -> list[dict[str, Any]]:
    entries = package.raw.get(name)
    return [_object(each) for each in entries] if isinstance(entries, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _finding(where: str, problem: str, mend: str) -> Finding:
    return Finding(DESCRIPTOR, problem, mend, column=where)
