"""All that is looked at before a package counts as valid, layer by layer; each layer reports all that it finds."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import canonical, contract, conventions, documents, shape
from .accounting import account, source_of
from .article import Text
from .descriptor import DERIVED, Package, Table, read_package
from .findings import Finding, Rejected, as_annotations, as_text, unseen, with_noun
from .proof import prove
from .tables import HEADER_ROWS, Curated, read_curated, split_cells

MEANING = ("rules", "proof", "article")
OF_FIGURE = "figure_id"
UNREAD = "mend what is named below first"


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
    layers: list[Layer]
    notices: list[str] = field(default_factory=list)
    folder: Path | None = None
    files: list[str] = field(default_factory=list)

    def add(self, layer: Layer) -> None:
        """Add a layer, without what it says of cells that earlier layers have named."""
        layer.findings = unseen(layer.findings, self.findings)
        self.layers.append(layer)

    @property
    def valid(self) -> bool:
        """Whether no layer found anything."""
        return not self.findings

    @property
    def findings(self) -> list[Finding]:
        """The findings of all layers: file by file as the descriptor has them, and from top to bottom."""
        places = {path: number for number, path in enumerate(self.files)}
        found = [finding for layer in self.layers for finding in layer.findings]
        return sorted(found, key=lambda finding: (places.get(finding.file, -1), finding.row is None, finding.row or 0))


def validate(folder: Path, text: Text | None = None, *, derived: bool = True) -> Report:
    """Validate the package in ``folder``, and hold its quotes against the text of its source if that is given.

    Without ``derived``, the built files may be stale or missing. Raises CouldNotRun where there is no descriptor.
    """
    with _without_collection():
        return _validate(folder, text, derived)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Rows and findings form no cycles: the collector would only walk all of them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _validate(folder: Path, text: Text | None, derived: bool) -> Report:
    try:
        package = read_package(folder)
    except Rejected as rejected:
        unread = _not_run(UNREAD, "form", "structure", *MEANING)
        return Report(folder.name, "", [Layer("descriptor", rejected.findings), *unread])
    files = [resource["path"] for resource in package.raw["resources"]]
    report = Report(package.name, package.version, [], folder=package.folder, files=files)
    form = contract.check(package) + shape.check(package)
    form = form or conventions.check(package) + documents.check(package)
    report.add(Layer("descriptor", form, with_noun(len(package.raw["resources"]), "resource")))
    report.add(_canonical(package))
    if form:  # no file is opened as a descriptor says that is not in order
        report.layers += _not_run(UNREAD, "structure", *MEANING)
    else:
        curated, unreadable = read_curated(package)
        report.add(_structure(package, derived, unreadable))
        if _keys_stand(package, report) and not unreadable:
            _meaning(curated, text, report)
        else:
            report.layers += _not_run(UNREAD, *MEANING)
    return _with_keys(package, report)


def _canonical(package: Package) -> Layer:
    layer = Layer("form", said=with_noun(len(package.curated), "curated table"))
    for table in package.curated:
        try:
            data = package.read(table.path)
        except Rejected:
            continue  # the structure names a file that cannot be read
        layer.findings += canonical.check(table, data)
    return layer


def _structure(package: Package, derived: bool, unreadable: list[Finding]) -> Layer:
    from . import structure  # a package without a readable descriptor needs no frictionless

    names = {
        resource["name"] for resource in package.raw["resources"] if derived or not resource["path"].startswith(DERIVED)
    }
    # frictionless forgives what is no cell here, such as the date 2015-4-06, and names other cells with less detail
    found = unreadable + structure.check(package, names)
    return Layer("structure", found, f"{with_noun(len(names), 'resource')} held against the descriptor")


def _keys_stand(package: Package, report: Report) -> bool:
    """Whether rows can be told apart, and joined to their figures: if not, all that hangs on a key would be named."""
    keys = {table.path: {*table.primary_key, OF_FIGURE} for table in package.curated}
    return not any(finding.column in keys.get(finding.file, ()) for finding in report.findings)


def _meaning(curated: Curated, text: Text | None, report: Report) -> None:
    """Add the layers that look at what the cells say, which need the tables of figures, all of them readable."""
    package = curated.package
    if not shape.described(package):
        report.layers += _not_run("these are no tables of figures", *MEANING)
        return
    from . import frames, rules

    try:
        for name, rows in curated.rows.items():
            shape.filled(package.tables[name], rows)
        loaded = {name: frames.typed(package.tables[name], rows) for name, rows in curated.rows.items()}
    except Rejected as rejected:
        report.layers[-1].findings += unseen(rejected.findings, report.findings)
        report.layers += _not_run(UNREAD, *MEANING)
        return
    report.add(Layer("rules", rules.check(package, loaded), f"{len(rules.RULES)} rules across columns and tables"))
    proof = prove(curated)
    report.add(Layer("proof", proof.findings, proof.said()))
    report.add(_article(curated, text, report))


def _not_run(why: str, *names: str) -> list[Layer]:
    return [Layer(name, said=why, ran=False) for name in names]


def _with_keys(package: Package, report: Report) -> Report:
    """The same report, each finding about a row with the id of that row, as far as it can be read."""
    tables = {table.path: table for table in package.tables.values()}
    cells: dict[str, list[list[str]]] = {}
    for layer in report.layers:
        for number, finding in enumerate(layer.findings):
            table = tables.get(finding.file)
            if table and finding.row and finding.column not in table.primary_key:
                if finding.file not in cells:
                    cells[finding.file] = _cells(package, finding.file)
                layer.findings[number] = replace(finding, key=_key_of(table, cells[finding.file], finding.row))
    return report


def _cells(package: Package, path: str) -> list[list[str]]:
    try:
        return split_cells(package.read(path), path)
    except Rejected:
        return []


def _key_of(table: Table, cells: list[list[str]], row: int) -> str | None:
    """The id of the row at a line of a file; None for the header, for a row without one, and under other columns."""
    if not HEADER_ROWS < row <= len(cells) or cells[0] != table.columns or len(cells[row - 1]) != len(table.columns):
        return None
    places = [table.columns.index(name) for name in table.primary_key if name in table.columns]
    return ", ".join(filter(None, (cells[row - 1][place] for place in places))) or None


def _article(curated: Curated, text: Text | None, report: Report) -> Layer:
    if text is None:
        return Layer(
            "article", said="the words were not held against the text: give --source or ARTICLE_TEXT", ran=False
        )
    source = source_of(curated, text)
    if source is None:
        problem = f"The text that was given is that of no source: its SHA-256 is {text.sha256}."
        mend = "Give the text of one of the sources that have one, or mend its SHA-256."
        return Layer("article", [Finding(curated.package.tables["sources"].path, problem, mend, column="text_sha256")])
    result = account(curated, source, text)
    report.notices += result.notices
    return Layer("article", result.findings, result.said())


# What a report looks like


def as_report(report: Report) -> str:
    """The report for people: one block a layer, then the verdict."""
    lines = [f"{report.package} {report.version}".rstrip()]
    for layer in report.layers:
        count = len(layer.findings)
        state = "not run" if not layer.ran else with_noun(count, "finding") if count else "ok"
        lines.append(f"  {layer.name:<11}{state:<13}{layer.said}".rstrip())
    lines += [f"  {notice}" for notice in report.notices]
    if not report.valid:
        lines += ["", as_text(report.findings)]
    total = len(report.findings)
    lines += ["", "valid" if report.valid else f"not valid: {with_noun(total, 'finding')}"]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The report for programs."""
    layers = [
        {
            "name": layer.name,
            "ran": layer.ran,
            "said": layer.said,
            "findings": [each.as_dict() for each in layer.findings],
        }
        for layer in report.layers
    ]
    content = {
        "package": report.package,
        "version": report.version,
        "valid": report.valid,
        "notices": report.notices,
        "layers": layers,
    }
    return json.dumps(content, indent=2)  # in ASCII: what a cell holds reaches no terminal as it is


def as_github(report: Report) -> str:
    """The report as workflow annotations, with paths as the repository has them, then as for people."""
    return "\n".join(filter(None, (as_annotations(report.findings, _in_repository(report.folder)), as_report(report))))


def _in_repository(folder: Path | None) -> str:
    """The path of the package from the top of the checkout that a workflow runs in, with a slash; empty at the top."""
    top = Path(os.environ.get("GITHUB_WORKSPACE", "")).resolve()
    if folder is None or folder.resolve() == top or not folder.resolve().is_relative_to(top):
        return ""
    return f"{folder.resolve().relative_to(top).as_posix()}/"


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_report, "json": as_json, "github": as_github}
