"""All that is checked before a package counts as valid, layer by layer, and the report on it.

A layer looks only at what the layers before it found in order, so that one accident is one finding:

1. ``descriptor``: datapackage.json can be followed, and describes every table and file that the figures need.
2. ``form``: each curated table is a CSV in canonical form.
3. ``structure``: types, codes, constraints; each id points to a row.
4. ``article``: the words are where they should be, and no number is left out (only with the text at hand).
5. ``proof``: each cell of a figure is what its words read as.
6. ``rules``: what must hold across columns and tables.
7. ``built``: the derived tables are what the curated ones give, and each file has the size and hash described.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import canonical
from .article import Span, around
from .canonical import line_of, read_cells
from .descriptor import DERIVED, DESCRIPTOR, HOME, Package, Table, read_package
from .findings import Finding, Rejected, as_annotations, as_text, visible, with_noun
from .reading import Mention
from .tables import Frames, Row, csv_bytes, frame_of, read_table, records

if TYPE_CHECKING:
    from .proof import Proof

LAYERS = ("descriptor", "form", "structure", "article", "proof", "rules", "built")
CURATED = (
    "figures",
    "provenance",
    "other_numbers",
    "comparisons",
    "caveats",
    "sources",
    "actors",
    "places",
    "indicators",
    "wordings",
)
BUILT_FILES = ("data/README.md", "data/derived/factsheet.html")  # besides tables and pictures
LONG = 60  # characters of a cell that are said though they are right
MAKE = "Run make; what is built is never edited."

Found = tuple[list[Finding], str]  # what a layer found, and what it looked at


@dataclass
class Layer:
    """One kind of check: what it found, and what it looked at or why it did not run."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    said: str = ""
    ran: bool = True


@dataclass
class Report:
    """What validation found in a package, layer by layer."""

    package: str
    version: str
    folder: Path
    layers: list[Layer] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """The findings of all layers."""
        return [finding for layer in self.layers for finding in layer.findings]

    @property
    def valid(self) -> bool:
        """Whether no layer found anything."""
        return not self.findings


def validate(folder: Path, text: str | None = None, *, built: bool = True) -> Report:
    """Validate the package in ``folder``, and compare its quotes with the text of its source if that is given.

    Without ``built`` the derived tables and the hashes may be old. Raises CouldNotRun if there is no descriptor.
    """
    case = _Case(folder, text)
    left_out = {} if built else {"built": "built after this"}
    if text is None:
        left_out["article"] = "the words were not compared with the text: set ARTICLE_TEXT, or give --source"
    looks = (case.descriptor, case.form, case.structure, case.article, case.proof, case.rules, case.built)
    report = Report(case.name, case.version, folder)
    for name, look in zip(LAYERS, looks, strict=True):
        if report.valid and name not in left_out:
            report.layers.append(case.layer(name, look))
        else:
            why = left_out[name] if report.valid else "fix what is named first"
            report.layers.append(Layer(name, said=why, ran=False))
    report.package, report.version = case.name, case.version
    return report


class _Case:
    """One package, and how each layer looks at it."""

    def __init__(self, folder: Path, text: str | None) -> None:
        self.folder, self.text = folder, text
        self.name, self.version = folder.resolve().name, ""
        self.keys: dict[str, list[str]] = {}

    def layer(self, name: str, look: Callable[[], Found]) -> Layer:
        """What a layer finds: one finding per cell, with the id of its row."""
        try:
            findings, said = look()
        except Rejected as rejected:
            findings, said = rejected.findings, ""
        cells: dict[Any, Finding] = {}
        for each in findings:
            is_cell = each.row is not None and each.column is not None
            cells.setdefault((each.file, each.row, each.column) if is_cell else each, each)
        found = [self._with_key(each) for each in cells.values()]
        if found and self.text is not None and name in ("structure", "proof", "rules"):
            found = self._in_reading_order(found, self.text)
        return Layer(name, found, said)

    def _with_key(self, finding: Finding) -> Finding:
        """The finding with the id of its row, as far as that can be read."""
        if finding.row is None or not finding.file.endswith(".csv"):
            return finding
        table = next(table for table in self.package.tables.values() if table.path == finding.file)
        if finding.file not in self.keys:
            try:
                _, rows = read_cells(table, self.package.read(table.path))
            except Rejected:
                rows = []
            places = [table.columns.index(name) for name in table.key]
            self.keys[finding.file] = [", ".join(row[place] for place in places) for row in rows]
        keys, index = self.keys[finding.file], finding.row - line_of(0)
        known = finding.column not in table.key and 0 <= index < len(keys)
        return replace(finding, key=keys[index]) if known else finding

    def _in_reading_order(self, found: list[Finding], text: str) -> list[Finding]:
        """The findings about rows that rest on words of the text, with these words and in their order, after others."""
        spans: dict[tuple[str, Any], Span] = {}
        with suppress(Rejected):
            for index, row in enumerate(records(self.frames["provenance"])):
                span = (row["start"] or 0, row["end"] or 0)
                spans["provenance", line_of(index)] = span
                if row["field"] == "value":
                    spans.setdefault(("figures", row["figure_id"]), span)
            for index, row in enumerate(records(self.frames["figures"])):
                spans["figures", line_of(index)] = spans.get(("figures", row["figure_id"]), (0, 0))
            for index, row in enumerate(records(self.frames["other_numbers"])):
                spans["other_numbers", line_of(index)] = (row["start"] or 0, row["end"] or 0)
        placed = []
        for each in found:
            start, end = spans.get((Path(each.file).stem, each.row), (0, 0))
            words = around(text, Mention(text[start:end], start, end)) if end else None
            placed.append((start if end else -1, replace(each, words=words)))
        return [each for _, each in sorted(placed, key=lambda pair: pair[0])]

    # The layers

    @cached_property
    def package(self) -> Package:
        """The descriptor, read; Rejected where it cannot be followed."""
        return read_package(self.folder)

    @cached_property
    def frames(self) -> Frames:
        """The curated tables; Rejected where a cell is not of its type."""
        return {table.name: read_table(self.package, table.name) for table in self.package.curated}

    @cached_property
    def proved(self) -> Proof:
        """What the proof finds."""
        from .proof import prove

        return prove(self.package, self.frames)

    def descriptor(self) -> Found:
        """The tables and files that the figures need but the descriptor does not describe as this project does."""
        from .derive import derived_names

        package, contract = self.package, read_package(HOME)
        self.name, self.version = package.name, package.version
        said = with_noun(len(package.resources), "resource")
        wanted = {f"data/{name}.csv": _shape(name, contract.tables.get(name)) for name in CURATED}
        wanted |= dict.fromkeys(BUILT_FILES)
        if not self._undescribed(wanted):
            codes = contract.tables["indicators"].field("theme").codes
            theme = next((contract.tables[code] for code in codes if code in contract.tables), None)
            derived = {name: contract.tables.get(name, theme) for name in derived_names(package)}
            wanted = {f"{DERIVED}{name}.csv": _shape(name, like) for name, like in derived.items()}
        lacking = self._undescribed(wanted)
        problem = f"Not described, or not by the name, columns, types and keys that are needed: {', '.join(lacking)}."
        fix = "Describe each table and file that the figures need as this project does, or restore the descriptor."
        return [Finding(DESCRIPTOR, problem, fix, column="resources")] if lacking else [], said

    def _undescribed(self, wanted: dict[str, Any]) -> list[str]:
        """The paths that the descriptor lacks or describes otherwise; codes and limits are a package's own."""
        described: dict[str, Any] = {resource["path"]: None for resource in self.package.resources}
        described |= {table.path: _shape(table.name, table) for table in self.package.tables.values()}
        return [path for path, shape in wanted.items() if path not in described or described[path] != shape]

    def form(self) -> Found:
        """Whether each curated table is a CSV in canonical form."""
        found = []
        for table in self.package.curated:
            try:
                found += canonical.check(table, self.package.read(table.path))
            except Rejected as rejected:
                found += rejected.findings
        return found, with_noun(len(self.package.curated), "curated table")

    def structure(self) -> Found:
        """Types, codes, constraints, and keys."""
        from . import keys, structure

        found = structure.check(self.package, list(self.frames)) or keys.check(self.package, self.frames)
        return found, with_noun(sum(frame.size for frame in self.frames.values()), "cell")

    def article(self) -> Found:
        """The words in the text. A number that nothing accounts for may be one whose row the proof finds wrong."""
        from .article import account

        read = account(self.package, self.frames, self.text or "")
        found = [finding for finding in read.findings if finding.row or not self.proved.findings]
        waits = " (the others: once the proof is ok)" if len(found) < len(read.findings) else ""
        return found, read.said() + waits

    def proof(self) -> Found:
        """What the words read as."""
        return self.proved.findings, self.proved.said()

    def rules(self) -> Found:
        """What must hold across columns and tables; if it holds, the rows and wordings that nothing needs."""
        from .keys import unused
        from .rules import RULES
        from .schemas import check

        found = check(self.package, self.frames)
        left_over = [*unused(self.package, self.frames), *self.proved.idle_wordings]
        return found or left_over, f"{len({rule.holds for rule in RULES})} rules"

    def built(self) -> Found:
        """Whether curated tables changed since the build; then what is built, and the size and hash of every file."""
        from .charts import alt_texts
        from .derive import derive

        stale = {resource["path"]: _stale(self.package, resource) for resource in self.package.resources}
        edited = [each for table in self.package.curated for each in stale[table.path]]
        if edited:
            return edited, ""
        tables = derive(self.package, self.frames)
        found = [
            finding
            for name, frame in tables.items()
            for finding in _differences(self.package, self.package.tables[name], csv_bytes(frame))
        ]
        found += _pictures(self.package, alt_texts({**self.frames, **tables}))
        named = {finding.file for finding in found}  # their hash is old because of what is named
        found += [each for path, findings in stale.items() if path not in named for each in findings]
        return found, with_noun(len(tables) + 1, "derived table")


def _shape(name: str, table: Table | None) -> Any:
    """What the rules rest on: name, columns with their types, and keys; None for a table that is not described."""
    if table is None:
        return None
    columns = [(column.name, column.type, bool(column.codes)) for column in table.fields]
    return name, columns, table.key, table.foreign_keys


def _stale(package: Package, resource: Row) -> list[Finding]:
    """Whether a file has another size or hash than the descriptor gives."""
    path = resource["path"]
    try:
        data = package.read(path)
    except Rejected as rejected:
        return rejected.findings
    if (resource.get("bytes"), resource.get("hash")) == size_and_hash(data):
        return []
    return [Finding(path, "It has changed since the last build.", "If you meant it, run make.")]


def size_and_hash(data: bytes) -> tuple[int, str]:
    """The size of a file in bytes and its hash, as the descriptor gives them."""
    return len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"


def _differences(package: Package, table: Table, wanted: bytes) -> list[Finding]:
    """The cells of a derived table that are not what the curated tables give."""
    try:
        data = package.read(table.path)
        if data == wanted:
            return []
        _, rows = read_cells(table, data)
    except Rejected as rejected:
        return [replace(finding, fix=MAKE) for finding in rejected.findings]
    _, right = read_cells(table, wanted)
    found = [
        Finding(table.path, f"The curated tables give {_other(cell, should)}.", MAKE, line_of(index), column, cell)
        for index, (cells, shoulds) in enumerate(zip(rows, right, strict=False))
        for column, cell, should in zip(table.columns, cells, shoulds, strict=True)
        if cell != should
    ]
    other = len(rows) != len(right) or not found
    return [Finding(table.path, "It is not what the curated tables give.", MAKE)] if other else found


def _other(cell: str, should: str) -> str:
    """What should stand in a cell, of a long one from the words on that differ."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(cell, should, strict=False)))
    start = should.rfind(" ", 0, alike) + 1 if alike > LONG else 0
    return visible(should[start:]) or "nothing"


def _pictures(package: Package, texts: list[Row]) -> list[Finding]:
    """The pictures that are missing or differ from what the table of pictures says, and its words."""
    table = package.tables["alt_texts"]
    rows, found = [], []
    for text in texts:
        try:
            size, digest = size_and_hash(package.read(text["path"]))
            rows.append({**text, "bytes": size, "sha256": digest.removeprefix("sha256:")})
        except Rejected as rejected:
            found += rejected.findings
    return found or _differences(package, table, csv_bytes(frame_of(table, rows)))


# What a report looks like


def as_report(report: Report) -> str:
    """The report for people: one line per layer, the findings, then the verdict."""
    lines = [f"{report.package} {report.version}".rstrip()]
    for layer in report.layers:
        count = len(layer.findings)
        state = "not run" if not layer.ran else with_noun(count, "finding") if count else "ok"
        lines.append(f"  {layer.name:<12}{state:<13}{layer.said}".rstrip())
    if not report.valid:
        lines += ["", as_text(report.findings)]
    lines += ["", "valid" if report.valid else f"not valid: {with_noun(len(report.findings), 'finding')}"]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The report for programs, in ASCII: what a cell holds reaches no terminal as it is."""
    content = {"package": report.package, "version": report.version, "valid": report.valid}
    return json.dumps({**content, "layers": [asdict(layer) for layer in report.layers]}, indent=2)


def as_github(report: Report) -> str:
    """The report as workflow annotations, with paths as the repository has them, then as for people."""
    annotations = as_annotations(report.findings, _in_repository(report.folder))
    return "\n".join(filter(None, (annotations, as_report(report))))


def _in_repository(folder: Path) -> str:
    """The path of the package from the top of the checkout that a workflow runs in, with a slash; empty at the top."""
    top = Path(os.environ.get("GITHUB_WORKSPACE", "")).resolve()
    if folder.resolve() == top or not folder.resolve().is_relative_to(top):
        return ""
    return f"{folder.resolve().relative_to(top).as_posix()}/"


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_report, "json": as_json, "github": as_github}
