"""All that is looked at before a package counts as valid, layer by layer, and the report on it.

A layer looks only at what the layers before it found in order, so that one accident is one finding:

1. ``descriptor``: datapackage.json can be followed, and describes every table and file that the figures need.
2. ``form``: each curated table is a CSV in canonical form.
3. ``structure``: types, codes, constraints; each id points to a row.
4. ``article``: the words stand where they should, and no number is left out (only with the text at hand).
5. ``proof``: each cell of a figure is what its words read as.
6. ``rules``: what must hold across columns and tables.
7. ``built``: the derived tables are what the curated ones give, and each file has the size and hash described.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import canonical
from .canonical import line_of, read_cells
from .descriptor import DERIVED, DESCRIPTOR, HOME, Package, Table, read_package
from .findings import Finding, Rejected, as_annotations, as_text, with_noun
from .tables import Frames, Row, csv_bytes, frame_of, read_table

LAYERS = ("descriptor", "form", "structure", "article", "proof", "rules", "built")
BUILT_FILES = ("data/README.md", "data/derived/factsheet.html")  # besides tables and pictures
MAKE = "Run make; what is built is never edited."


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

    def add(self, name: str, findings: Iterable[Finding], said: str = "") -> None:
        """Add a layer without what earlier layers have said of the same cells."""
        seen = {_cell(finding) for finding in self.findings}
        unseen = {_cell(finding): finding for finding in reversed(list(findings)) if _cell(finding) not in seen}
        self.layers.append(Layer(name, list(reversed(unseen.values())), said))

    def leave_out(self, why: str, *names: str) -> None:
        """Add layers that do not run."""
        self.layers += [Layer(name, said=why, ran=False) for name in names]


def validate(folder: Path, text: str | None = None, *, built: bool = True) -> Report:
    """Validate the package in ``folder``, and compare its quotes with the text of its source if that is given.

    Without ``built`` the derived tables and the hashes may be old. Raises CouldNotRun where there is no descriptor.
    """
    report = Report(folder.resolve().name, "", folder)
    frames: Frames = {}
    package = None
    try:
        package = read_package(folder)
        report.package, report.version = package.name, package.version
        report.add("descriptor", _described(package), with_noun(len(package.resources), "resource"))
        if report.valid:
            report.add("form", _form(package), with_noun(len(package.curated), "curated table"))
        if report.valid:
            frames = {table.name: read_table(package, table.name) for table in package.curated}
    except Rejected as rejected:
        report.add(LAYERS[len(report.layers)], rejected.findings)
    if package and report.valid:
        _check_cells(package, frames, report)
        _check_meaning(package, frames, text, report)
    if package and report.valid:
        if built:
            _check_built(package, frames, report)
        else:
            report.leave_out("built after this", "built")
    report.leave_out("fix what is named first", *LAYERS[len(report.layers) :])
    return _with_keys(package, report) if package else report


def _cell(finding: Finding) -> Any:
    """What a finding is about: a cell, or itself where it is about more than one."""
    one = finding.row is not None and finding.column is not None
    return (finding.file, finding.row, finding.column) if one else finding


def _described(package: Package) -> list[Finding]:
    """The tables and files that the figures need and the descriptor does not describe, or describes otherwise."""
    from .derive import derived_names

    contract = read_package(HOME)
    if not package.resources:
        fix = "Put back the tables and files that the figures need."
        return [Finding(DESCRIPTOR, "It describes no table and no file.", fix, column="resources")]
    found = [each for table in contract.curated for each in _unlike(package, table.name, table.path, table)]
    paths = {resource["path"] for resource in package.resources}
    found += [_needed(path, "is missing", path) for path in BUILT_FILES if path not in paths]
    if not found:
        theme = contract.tables[next(iter(contract.tables["indicators"].field("theme").codes))]
        for name in derived_names(package):
            found += _unlike(package, name, f"{DERIVED}{name}.csv", contract.tables.get(name, theme))
    return found


def _unlike(package: Package, name: str, path: str, model: Table) -> list[Finding]:
    """Whether a table is described as another one is, its codes and limits apart."""
    own = package.tables.get(name)
    if own is None:
        return [_needed(name, "is missing", path)]
    if own.path != path:
        return [_needed(name, f"has another path than {path}", path)]
    if own.columns != model.columns:
        return [_needed(name, f"has other columns than {', '.join(model.columns)}", path)]
    for ours, theirs in zip(own.fields, model.fields, strict=True):
        if (ours.type, bool(ours.codes)) != (theirs.type, bool(theirs.codes)):
            return [_needed(name, f"has another type, or no codes, in its column {ours.name}", path)]
    if (own.key, own.foreign_keys) != (model.key, model.foreign_keys):
        return [_needed(name, "has other keys than are needed", path)]
    return []


def _needed(name: str, problem: str, path: str) -> Finding:
    fix = f"Describe {path} as this project does."
    return Finding(DESCRIPTOR, f"This resource {problem}.", fix, column=f"resources[{name}]")


def _form(package: Package) -> list[Finding]:
    found = []
    for table in package.curated:
        try:
            found += canonical.check(table, package.read(table.path))
        except Rejected as rejected:
            found += rejected.findings
    return found


def _check_cells(package: Package, frames: Frames, report: Report) -> None:
    from . import keys, structure

    names = [table.name for table in package.curated]
    found = structure.check(package, names)
    cells = sum(frame.size for frame in frames.values())
    report.add("structure", found or keys.check(package, frames), with_noun(cells, "cell"))


def _check_meaning(package: Package, frames: Frames, text: str | None, report: Report) -> None:
    """Add article, proof and rules, each where the one before found nothing: what only follows is not said.

    A number that is accounted for nowhere may be one whose row the proof finds wrong.
    """
    if not report.valid:
        return
    from . import article, keys, proof, schemas
    from .rules import RULES

    proved = proof.prove(package, frames)
    if text is None:
        report.leave_out("the words were not compared with the text: set ARTICLE_TEXT, or give --source", "article")
    else:
        account = article.account(package, frames, text)
        found = [finding for finding in account.findings if finding.row or not proved.findings]
        report.add("article", found, account.said())
    if report.valid:
        report.add("proof", proved.findings, proved.said())
    if report.valid:
        found = schemas.check(package, frames) or keys.unused(package, frames)
        report.add("rules", found, f"{len({rule.holds for rule in RULES})} rules")


# What was built


def _check_built(package: Package, frames: Frames, report: Report) -> None:
    curated = {table.path for table in package.curated}
    stale = [
        finding
        for resource in package.resources
        if resource["path"] in curated
        for finding in _stale(package, resource)
    ]
    if stale:
        report.add("built", stale)
        return
    from .charts import alt_texts
    from .derive import derive

    tables = {**frames, **derive(package, frames)}
    found = [
        finding
        for name, frame in tables.items()
        if package.tables[name].derived
        for finding in _differences(package, package.tables[name], csv_bytes(frame))
    ]
    found += _pictures(package, alt_texts(package, tables))
    found += [finding for resource in package.resources for finding in _stale(package, resource)]
    report.add("built", _first_of_each_file(found), f"{with_noun(len(tables) - len(frames) + 1, 'derived table')}")


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
    if len(rows) != len(right):
        problem = f"It has {with_noun(len(rows), 'row')}; the curated tables give {len(right)}."
        return [Finding(table.path, problem, MAKE)]
    found = [
        Finding(table.path, f"The curated tables give “{should}”.", MAKE, line_of(index), column, cell)
        for index, (cells, shoulds) in enumerate(zip(rows, right, strict=True))
        for column, cell, should in zip(table.columns, cells, shoulds, strict=True)
        if cell != should
    ]
    return found or [Finding(table.path, "It is not in canonical form.", MAKE)]


def _pictures(package: Package, texts: list[Row]) -> list[Finding]:
    """The pictures that are missing or not those that the table of pictures describes, and its words."""
    table = package.tables["alt_texts"]
    rows, found = [], []
    for text in texts:
        try:
            size, digest = size_and_hash(package.read(text["path"]))
            rows.append({**text, "bytes": size, "sha256": digest.removeprefix("sha256:")})
        except Rejected as rejected:
            found += rejected.findings
    return found or _differences(package, table, csv_bytes(frame_of(table, rows)))


def _first_of_each_file(findings: list[Finding]) -> list[Finding]:
    """One finding a built file: a hash that is old only because a cell differs is not another mistake."""
    with_cells = [finding for finding in findings if finding.row is not None]
    files = {finding.file for finding in with_cells}
    return with_cells + list({f.file: f for f in reversed(findings) if f.file not in files}.values())


# What a report looks like


def _with_keys(package: Package, report: Report) -> Report:
    """The same report, each finding about a row with the id of that row, as far as it can be read."""
    tables = {table.path: table for table in package.tables.values()}
    cells: dict[str, list[list[str]]] = {}
    for layer in report.layers:
        for number, finding in enumerate(layer.findings):
            table = tables.get(finding.file)
            if table is None or finding.row is None or finding.column in table.key:
                continue
            if finding.file not in cells:
                cells[finding.file] = _rows(package, table)
            layer.findings[number] = replace(finding, key=_key(table, cells[finding.file], finding.row))
    return report


def _rows(package: Package, table: Table) -> list[list[str]]:
    try:
        return read_cells(table, package.read(table.path))[1]
    except Rejected:
        return []


def _key(table: Table, rows: list[list[str]], line: int) -> str | None:
    index = line - line_of(0)
    if not 0 <= index < len(rows):
        return None
    return ", ".join(rows[index][table.columns.index(name)] for name in table.key)


def as_report(report: Report) -> str:
    """The report for people: one line a layer, the findings, then the verdict."""
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
    layers = [
        {
            "name": layer.name,
            "ran": layer.ran,
            "said": layer.said,
            "findings": [each.as_dict() for each in layer.findings],
        }
        for layer in report.layers
    ]
    content = {"package": report.package, "version": report.version, "valid": report.valid, "layers": layers}
    return json.dumps(content, indent=2)


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
