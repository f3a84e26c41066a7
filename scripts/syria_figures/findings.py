"""What is wrong in the data, where, and how to mend it: for people, for programs, for a code review."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

WITHOUT_NAME = {"\t": "tab", "\n": "line end", "\r": "carriage return"}  # control characters have none in Unicode


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one place of the package.

    ``row`` is the line of the file with the header as row 1, as in a spreadsheet, and ``key`` the id of that row;
    ``column`` is the name of the column, or the path of a property in ``datapackage.json``; ``cell`` is its text as
    it stands. Each is None where the finding is about a whole file, row or column.
    """

    file: str
    problem: str
    mend: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        """Whatever a package says of itself reaches a terminal or a log without characters that steer these."""
        for name in ("file", "problem", "mend", "column", "key"):
            text = getattr(self, name)
            if text is not None and not text.isprintable():
                object.__setattr__(self, name, escaped(text))

    def place(self) -> str:
        """Where it is: file, row, column and cell, as far as they are known."""
        return _place(self, [] if self.row is None else [self.row])

    def as_dict(self) -> dict[str, object]:
        """The finding as plain values, for JSON."""
        return asdict(self)


class Rejected(Exception):
    """The package cannot be read because of what is wrong in it (exit code 1)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """``findings`` say what is wrong."""
        self.findings = list(findings)
        super().__init__("; ".join(f"{finding.place()}: {finding.problem}" for finding in self.findings))


def escaped(text: str) -> str:
    """The text with what cannot be seen written by name and number: "220[no-break space U+00A0]000"."""
    return "".join(character if character.isprintable() else _named(character) for character in text)


def _named(character: str) -> str:
    name = unicodedata.name(character, WITHOUT_NAME.get(character, "")).lower()
    return f"[{f'{name} U+{ord(character):04X}'.strip()}]"


def with_noun(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun: "1 report", "4 reports"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def visible(text: str, longest: int = 80) -> str:
    """The text in quotation marks, with what cannot be seen written by name; empty for an empty text."""
    return f'"{escaped(text[:longest])}{"…" if len(text) > longest else ""}"' if text else ""


def unseen(findings: Iterable[Finding], seen: Iterable[Finding]) -> list[Finding]:
    """The findings about cells and properties that ``seen`` do not name: a mistake is said once, by the first look."""
    said = {_cell_or_all(finding) for finding in seen}
    left = []
    for finding in findings:
        if _cell_or_all(finding) not in said:
            said.add(_cell_or_all(finding))
            left.append(finding)
    return left


def as_text(findings: Iterable[Finding]) -> str:
    """One block for each mistake: where, what is wrong, how to mend it. A cell that recurs is one block."""
    blocks: dict[Finding, list[Finding]] = {}
    for finding in findings:
        blocks.setdefault(replace(finding, row=None, key=None), []).append(finding)
    return "\n".join(_block(alike) for alike in blocks.values())


def as_annotations(findings: Iterable[Finding], folder: str = "") -> str:
    """One workflow command a finding, as GitHub reads them from the log of a run.

    ``folder`` is that of the package in the repository, with a slash at its end.
    """
    return "\n".join(_annotation(finding, folder) for finding in findings)


def _cell_or_all(finding: Finding) -> object:
    in_table = finding.file.endswith(".csv")
    whole = finding.column is None or (in_table and finding.row is None)
    return finding if whole else (finding.file, finding.row, finding.column)


def _block(alike: list[Finding]) -> str:
    first = alike[0]
    shown = first if len(alike) == 1 else replace(first, key=None)
    rows = [finding.row for finding in alike if finding.row is not None]
    return f"{_place(shown, rows)}\n    {first.problem}\n    → {first.mend}"


def _place(finding: Finding, rows: list[int]) -> str:
    parts = [finding.file]
    if rows:
        parts.append(f"row{'s' if len(rows) > 1 else ''} {_ranges(rows)}{f' ({finding.key})' if finding.key else ''}")
    if finding.column is not None:
        parts.append(f"column {finding.column}" if finding.file.endswith(".csv") else finding.column)
    cell = "" if finding.cell is None else f": {visible(finding.cell) or 'empty'}"
    return ", ".join(parts) + cell


def _ranges(rows: list[int]) -> str:
    """Rows as a person writes them: 3, 5-8."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _annotation(finding: Finding, folder: str) -> str:
    line = f",line={finding.row}" if finding.row is not None else ""
    title = ", ".join(part for part in (finding.column, visible(finding.cell or "")) if part) or finding.file
    body = f"{finding.place()}. {finding.problem} {finding.mend}"
    return f"::error file={_escaped(folder + finding.file, ':,')}{line},title={_escaped(title, ':,')}::{_escaped(body)}"


def _escaped(text: str, also: str = "") -> str:
    """Percent-encoded as the workflow commands ask: the message and, with ``also``, a property."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
