"""What is wrong in the data, where, and how to mend it: for people, for programs, for a code review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one place of the package.

    ``row`` is the line of the file with the header as row 1, as in a spreadsheet; ``column`` is the name of
    the column, or the path of a property in ``datapackage.json``; ``cell`` is its text as it stands. Each is
    None where the finding is about a whole file, row or column.
    """

    file: str
    problem: str
    mend: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None

    def place(self) -> str:
        """Where it is: file, row, column and cell, as far as they are known."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}" if self.file.endswith(".csv") else self.column)
        if self.cell is not None:
            parts.append(visible(self.cell) or "empty")
        return ", ".join(parts)

    def as_dict(self) -> dict[str, object]:
        """The finding as plain values, for JSON."""
        return asdict(self)


class Rejected(Exception):
    """The package cannot be read because of what is wrong in it (exit code 1)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """``findings`` say what is wrong."""
        self.findings = list(findings)
        super().__init__("; ".join(f"{finding.place()}: {finding.problem}" for finding in self.findings))


def visible(text: str, longest: int = 80) -> str:
    """The text in quotation marks, with what cannot be seen written as an escape; empty for an empty text."""
    if not text:
        return ""
    shown = "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
    return f'"{shown if len(shown) <= longest else shown[: longest - 1] + "…"}"'


def as_text(findings: Iterable[Finding]) -> str:
    """One block a finding: where, what is wrong, how to mend it."""
    return "\n".join(f"{finding.place()}\n    {finding.problem}\n    → {finding.mend}" for finding in findings)


def as_annotations(findings: Iterable[Finding]) -> str:
    """One workflow command a finding, as GitHub reads them from the log of a run."""
    return "\n".join(_annotation(finding) for finding in findings)


def _annotation(finding: Finding) -> str:
    line = f",line={finding.row}" if finding.row is not None else ""
    title = ", ".join(part for part in (finding.column, visible(finding.cell or "")) if part) or finding.file
    body = f"{finding.place()}: {finding.problem} {finding.mend}"
    return f"::error file={_escaped(finding.file, ':,')}{line},title={_escaped(title, ':,')}::{_escaped(body)}"


def _escaped(text: str, also: str = "") -> str:
    """Percent-encoded as the workflow commands ask: the message and, with ``also``, a property."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
