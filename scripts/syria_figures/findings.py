"""One thing that is wrong: where it is, what is wrong, how to fix it; for people, for programs, for a code review."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

ALIKE = 0.75  # from 0 to 1, as difflib measures it
MOST_KNOWN = 1_000  # with more words, looking for the nearest one would take too long
WITHOUT_NAME = {"\t": "tab", "\n": "line end", "\r": "carriage return"}  # control characters have no name in Unicode


class CouldNotRun(Exception):
    """The work could not be done at all (exit code 2); the message says why and what to do."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one place of the package.

    ``row`` is the line of the file with the header as row 1, as in a spreadsheet, and ``key`` the id of that row;
    ``column`` is the name of the column, or the path of a property in ``datapackage.json``; ``cell`` is its text as
    it is. Each is None where the finding is about a whole file, row or column. ``words`` are those of the text that
    the row is about, with a few around them, if the text is at hand.
    """

    file: str
    problem: str
    fix: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    key: str | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        """Nothing that a package holds may control the terminal or the log that shows it."""
        for name in ("file", "problem", "fix", "column", "key", "words"):
            text = getattr(self, name)
            if text is not None and not text.isprintable():
                object.__setattr__(self, name, escaped(text))

    @property
    def place(self) -> str:
        """Where it is: file, row, column and cell, as far as they are known."""
        return _place(self, [] if self.row is None else [self.row])


class Rejected(Exception):
    """The package cannot be read because of what is wrong in it (exit code 1)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """``findings`` say what is wrong."""
        self.findings = list(findings)
        super().__init__("; ".join(f"{finding.place}: {finding.problem}" for finding in self.findings))


def escaped(text: str) -> str:
    """The text with invisible characters written by name and number: "220[no-break space U+00A0]000"."""
    return "".join(character if character.isprintable() else named(character) for character in text)


def named(character: str) -> str:
    """A character by name and number: "[no-break space U+00A0]"."""
    name = unicodedata.name(character, WITHOUT_NAME.get(character, "")).lower()
    return f"[{f'{name} U+{ord(character):04X}'.strip()}]"


def visible(text: str, longest: int = 80) -> str:
    """The text in quotation marks, with invisible characters written by name; empty for an empty text."""
    return f'"{escaped(text[:longest])}{"…" if len(text) > longest else ""}"' if text else ""


def meant(cell: str, known: list[str]) -> str:
    """The known word that was probably meant, as the start of a fix."""
    nearest = difflib.get_close_matches(cell, known, 1, ALIKE) if len(known) <= MOST_KNOWN else []
    return f"Did you mean {nearest[0]}? " if nearest else ""


def with_noun(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun: "1 report", "4 reports"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def one_for_a_row(found: list[Finding], problem: str, said: str, fix: str) -> list[Finding]:
    """The findings, with one in place of several that have the same problem in one row: somebody has only begun it.

    ``said`` is the problem of all of them, before their columns, and ``fix`` how to fix them.
    """
    columns: dict[tuple[str, int | None], list[str]] = {}
    for each in found:
        if each.problem == problem:
            columns.setdefault((each.file, each.row), []).append(str(each.column))
    begun = {place: names for place, names in columns.items() if len(names) > 1}
    rows = [Finding(file, f"{said}: {', '.join(names)}.", fix, row) for (file, row), names in begun.items()]
    return rows + [each for each in found if each.problem != problem or (each.file, each.row) not in begun]


def as_text(findings: Iterable[Finding]) -> str:
    """One block per mistake: where, what is wrong, how to fix it. One that recurs down a column is shown once."""
    blocks: dict[Finding, list[Finding]] = {}
    for finding in findings:
        blocks.setdefault(replace(finding, row=None, key=None), []).append(finding)
    return "\n".join(_block(alike) for alike in blocks.values())


def as_annotations(findings: Iterable[Finding], folder: str = "") -> str:
    """One workflow command per finding, as GitHub reads them from the log of a run.

    ``folder`` is that of the package in the repository, with a slash at its end.
    """
    return "\n".join(_annotation(finding, folder) for finding in findings)


def _block(alike: list[Finding]) -> str:
    first = alike[0] if len(alike) == 1 else replace(alike[0], key=None)
    rows = [finding.row for finding in alike if finding.row is not None]
    words = f"\n    “… {first.words} …”" if first.words else ""
    return f"{_place(first, rows)}{words}\n    {first.problem}\n    → {first.fix}"


def _place(finding: Finding, rows: list[int]) -> str:
    parts = [finding.file]
    if rows:
        key = f" ({finding.key})" if finding.key else ""
        parts.append(f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}{key}")
    if finding.column is not None:
        parts.append(f"column {finding.column}" if finding.file.endswith(".csv") else finding.column)
    cell = "" if finding.cell is None else f": {visible(finding.cell) or 'empty'}"
    return ", ".join(parts) + cell


def _annotation(finding: Finding, folder: str) -> str:
    line = f",line={finding.row}" if finding.row is not None else ""
    title = ", ".join(part for part in (finding.column, visible(finding.cell or "")) if part) or finding.file
    body = f"{finding.place}. {finding.problem} {finding.fix}"
    return f"::error file={_encoded(folder + finding.file, ':,')}{line},title={_encoded(title, ':,')}::{_encoded(body)}"


def _encoded(text: str, also: str = "") -> str:
    """Percent-encoded as the workflow commands ask: the message and, with ``also``, a property."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
