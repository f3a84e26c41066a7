"""All that is looked at before a package counts as valid, layer by layer; each layer reports all that it finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import canonical, contract, shape
from .accounting import account, source_of
from .article import Text
from .descriptor import Package, read_package
from .findings import Finding, Rejected, as_annotations, as_text
from .proof import prove
from .tables import Curated, load_curated


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

    @property
    def valid(self) -> bool:
        """Whether no layer found anything."""
        return not self.findings

    @property
    def findings(self) -> list[Finding]:
        """The findings of all layers."""
        return [finding for layer in self.layers for finding in layer.findings]


def validate(folder: Path, text: Text | None = None, *, derived: bool = True) -> Report:
    """Validate the package in ``folder``, and hold its quotes against the text of its source if that is given.

    Without ``derived``, the built files may be stale or missing. Raises CouldNotRun where there is no descriptor.
    """
    try:
        package = read_package(folder)
    except Rejected as rejected:
        return Report(folder.name, "", [Layer("descriptor", rejected.findings)])
    report = Report(package.name, package.version, [])
    form = contract.check(package) + shape.check(package)
    report.layers.append(Layer("descriptor", form, f"{len(package.raw['resources'])} resources"))
    report.layers.append(_canonical(package))
    report.layers.append(_structure(package, derived))
    _meaning(package, text, report)
    return report


def _canonical(package: Package) -> Layer:
    layer = Layer("form", said=f"{len(package.curated)} curated tables")
    for table in package.curated:
        try:
            data = package.read(table.path)
        except Rejected:
            continue  # the structure names a file that cannot be read
        layer.findings += canonical.check(table, data)
    return layer


def _structure(package: Package, derived: bool) -> Layer:
    from . import structure  # a package without a readable descriptor needs no frictionless

    names = [
        resource["name"]
        for resource in package.raw["resources"]
        if derived or resource["name"] in {table.name for table in package.curated}
    ]
    return Layer("structure", structure.check(package, names), f"{len(names)} resources held against the descriptor")


def _meaning(package: Package, text: Text | None, report: Report) -> None:
    """Add the layers that look at what the cells say, which need the tables of figures, all of them readable."""
    if shape.check(package) or not shape.described(package):
        report.layers += _not_run("the tables of figures are not there as the rules rely on them")
        return
    from . import frames, rules

    try:
        curated = load_curated(package)
        for name, rows in curated.rows.items():
            shape.filled(package.tables[name], rows)
        loaded = {name: frames.frame_of(package, name) for name in curated.rows}
    except Rejected as rejected:
        # a reader of the structure may forgive what is no cell here, such as the date 2015-4-06
        said = {(finding.file, finding.row, finding.column) for finding in report.findings}
        files = {(finding.file, finding.row, None) for finding in report.findings}
        report.layers[-1].findings += [
            finding for finding in rejected.findings if (finding.file, finding.row, finding.column) not in said | files
        ]
        report.layers += _not_run("mend what is named below first")
        return
    report.layers.append(
        Layer("rules", rules.check(package, loaded), f"{len(rules.RULES)} rules across columns and tables")
    )
    proof = prove(curated)
    report.layers.append(Layer("proof", proof.findings, proof.said()))
    report.layers.append(_article(curated, text, report))


def _not_run(why: str) -> list[Layer]:
    return [Layer(name, said=why, ran=False) for name in ("rules", "proof", "article")]


def _article(curated: Curated, text: Text | None, report: Report) -> Layer:
    if text is None:
        return Layer(
            "article", said="the words were not held against the text: give --source or ARTICLE_TEXT", ran=False
        )
    source = source_of(curated, text)
    if source is None:
        return Layer("article", said="the text is that of no source, and more than one source has a text", ran=False)
    result = account(curated, source, text)
    report.notices += result.notices
    return Layer("article", result.findings, result.said())


# What a report looks like


def as_report(report: Report) -> str:
    """The report for people: one block a layer, then the verdict."""
    lines = [f"{report.package} {report.version}".rstrip()]
    for layer in report.layers:
        count = len(layer.findings)
        state = "not run" if not layer.ran else f"{count} finding{'' if count == 1 else 's'}" if count else "ok"
        lines.append(f"  {layer.name:<11}{state:<13}{layer.said}".rstrip())
    lines += [f"  {notice}" for notice in report.notices]
    if not report.valid:
        lines += ["", as_text(report.findings)]
    total = len(report.findings)
    lines += ["", "valid" if report.valid else f"not valid: {total} finding{'' if total == 1 else 's'}"]
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
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """The report as workflow annotations, then the verdict."""
    annotations = as_annotations(report.findings)
    return "\n".join(part for part in (annotations, as_report(report).splitlines()[-1]) if part)


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_report, "json": as_json, "github": as_github}
