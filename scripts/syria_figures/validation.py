"""All that is looked at before a package counts as valid, layer by layer; each layer reports all that it finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import canonical, contract
from .descriptor import Package, Table, read_package
from .findings import Finding, Rejected, as_annotations, as_text


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

    @property
    def valid(self) -> bool:
        """Whether no layer found anything."""
        return not self.findings

    @property
    def findings(self) -> list[Finding]:
        """The findings of all layers."""
        return [finding for layer in self.layers for finding in layer.findings]


def validate(folder: Path, *, derived: bool = True) -> Report:
    """Validate the package in ``folder``.

    Without ``derived``, the built files may be stale or missing. Raises CouldNotRun where there is no descriptor.
    """
    try:
        package = read_package(folder)
    except Rejected as rejected:
        return Report(folder.name, "", [Layer("descriptor", rejected.findings)])
    layers = [Layer("descriptor", contract.check(package), f"{len(package.raw['resources'])} resources")]
    layers.append(_canonical(package))
    layers.append(_structure(package, derived))
    if not any(layer.findings for layer in layers[:1]):
        layers += _meaning(package)
    return Report(package.name, package.version, layers)


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


def _meaning(package: Package) -> list[Layer]:
    """The rules and the proof, which need tables that can be read."""
    names = ("rules",)
    from . import frames, rules

    try:
        loaded = {table.name: frames.frame_of(package, table.name) for table in package.curated}
    except Rejected:
        return [Layer(name, said="not run: mend what is named above first", ran=False) for name in names]
    return [Layer("rules", rules.check(package, loaded), f"{len(rules.RULES)} rules across columns and tables")]


# What a report looks like


def as_report(report: Report) -> str:
    """The report for people: one block a layer, then the verdict."""
    lines = [f"{report.package} {report.version}".rstrip()]
    for layer in report.layers:
        count = len(layer.findings)
        state = "not run" if not layer.ran else f"{count} finding{'' if count == 1 else 's'}" if count else "ok"
        lines.append(
            f"  {layer.name:<11}{state:<13}{layer.said if layer.ran else layer.said.removeprefix('not run: ')}".rstrip()
        )
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
    content = {"package": report.package, "version": report.version, "valid": report.valid, "layers": layers}
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """The report as workflow annotations, then the verdict."""
    annotations = as_annotations(report.findings)
    return "\n".join(part for part in (annotations, as_report(report).splitlines()[-1]) if part)


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_report, "json": as_json, "github": as_github}
