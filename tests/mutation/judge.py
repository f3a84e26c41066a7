"""Whether validation sees a change, with and without the article's text, and names the right place.

The layers are those of ``validation.validate``, called in this process. Hash and size of a changed file are refreshed,
so that they catch nothing. To be fast, the cheap layers come first, only rules that read the changed column are run,
and frictionless looks at that table, with those that a changed key joins it to, and only where the layers before it saw
nothing or did not name the place. test_mutation.py holds a sample of verdicts against ``validate`` itself.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from descriptor_mutants import DescriptorMutant
from mutants import Mutant, Place
from syria_figures import canonical, contract, conventions, documents, frames, rules, shape, structure
from syria_figures.accounting import account, source_of
from syria_figures.article import Text
from syria_figures.descriptor import DESCRIPTOR, Package, Table, read_package
from syria_figures.documents import CHANGELOG, PROJECT
from syria_figures.findings import Finding, Rejected
from syria_figures.proof import prove
from syria_figures.rules import rows
from syria_figures.tables import Curated, csv_bytes, load_curated, load_rows, split_cells
from syria_figures.validation import OF_FIGURE, validate


@dataclass(frozen=True)
class Verdict:
    """Whether a change was seen without the text and with it, and whether a finding names its place.

    ``crash`` says what validation fell over, if it did.
    """

    without_text: bool
    with_text: bool
    named: bool
    crash: str = ""


def copy_into(folder: Path, package: Package) -> None:
    """Copy the descriptor, the curated tables and the documents beside them."""
    beside = [CHANGELOG, PROJECT, *(path.name for path in package.folder.glob("LICENSE*"))]
    for path in [DESCRIPTOR, *beside, *(table.path for table in package.curated)]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.folder / path, folder / path)


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """The package in the folder is the one that the commands belong to, and its documents are looked at."""
    with ExitStack() as stack:
        for module in (contract, conventions, documents):
            stack.enter_context(patch.object(module, "HOME", folder.resolve()))
        yield


class Judge:
    """A copy of a package in a folder of its own, in which changes are made and taken back one after another."""

    def __init__(self, package: Package, folder: Path, text: Text | None) -> None:
        """``folder`` is empty and is written to; ``text`` is that of the article, if it is at hand."""
        copy_into(folder, package)
        self.package, self.text = read_package(folder), text
        self.curated = load_curated(self.package)
        self.frames = {name: frames.frame_of(self.package, name) for name in self.curated.rows}
        self.reading = functools.cache(self._reading)

    def of(self, mutant: Mutant) -> Verdict:
        """The verdict on one change of a table."""
        with at_home(self.package.folder):
            return self._of(mutant)

    def _of(self, mutant: Mutant) -> Verdict:
        table = self.package.tables[mutant.table]
        file = self.package.folder / table.path
        original = file.read_bytes()
        header, *sheet = split_cells(original, table.path)
        changed = csv_bytes(*mutant.change(header, sheet))
        file.write_bytes(changed)
        try:
            return self._verdict(mutant, self._refreshed(table, changed))
        finally:
            file.write_bytes(original)

    def of_descriptor(self, mutant: DescriptorMutant) -> Verdict:
        """The verdict on one change of the descriptor."""
        file = self.package.folder / DESCRIPTOR
        original = file.read_bytes()
        file.write_bytes(mutant.changed())
        named = seen = False
        try:
            with at_home(self.package.folder):
                for findings in self._descriptor_layers():
                    seen = seen or bool(findings)
                    named = named or any(mutant.named_by(finding) for finding in findings)
                    if named:
                        break
        finally:
            file.write_bytes(original)
        return Verdict(seen, seen, named)

    def _descriptor_layers(self) -> Iterator[list[Finding]]:
        try:
            package = read_package(self.package.folder)
        except Rejected as rejected:
            yield rejected.findings
            return
        yield contract.check(package) + shape.check(package)
        yield validate(self.package.folder, derived=False).findings

    def _rules(self, mutant: Mutant) -> list[rules.Rule]:
        """The rules that read what a change changes: those of its columns; of a whole row all."""
        columns = {column for _, _, column in mutant.places}
        if None in columns:
            return rules.RULES
        reading = {rule for column in columns for rule in self.reading(mutant.table, str(column))}
        return [rule for rule in rules.RULES if rule in reading]

    def _reading(self, table: str, column: str) -> list[rules.Rule]:
        """The rules that read a column: without it they cannot be held, or find something; those of whole rows do."""
        without = self.frames | {table: self.frames[table].drop(columns=column)}
        return [rule for rule in rules.RULES if rule.holds.__module__ == rows.__name__ or not self._kept(rule, without)]

    def _kept(self, rule: rules.Rule, tables: frames.Frames) -> bool:
        try:
            return not rules.check(self.package, tables, [rule])
        except Exception:  # whatever a rule makes of a missing column
            return False

    def _refreshed(self, table: Table, data: bytes) -> Package:
        raw = json.loads(json.dumps(self.package.raw))
        for resource in raw["resources"]:
            if resource["name"] == table.name:
                resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        return replace(self.package, raw=raw)

    def _verdict(self, mutant: Mutant, package: Package) -> Verdict:
        seen = {False: False, True: False}  # whether the text was at hand
        named = False
        for needs_text, findings in self._layers(mutant, package):
            seen[needs_text] |= bool(findings)
            named = named or any(names(finding, mutant.places) for finding in findings)
            if named and seen[False]:
                break
        return Verdict(seen[False], seen[False] or seen[True], named)

    def _layers(self, mutant: Mutant, package: Package) -> Iterator[tuple[bool, list[Finding]]]:
        """What each layer finds, the cheap ones first; with each, whether it needs the text."""
        table = package.tables[mutant.table]
        form = canonical.check(table, package.read(table.path))
        yield False, form
        keys = {*table.primary_key, OF_FIGURE}
        touches_key = any(column is None or column in keys for _, _, column in mutant.places)
        held = structure.check(package, self._joined(table, mutant)) if touches_key else None
        if held is not None:
            yield False, held
            if any(finding.file == table.path and finding.column in keys for finding in form + held):
                return
        try:
            changed = {table.name: load_rows(package, table.name)}
            shape.filled(table, changed[table.name])
            framed = {table.name: frames.frame_of(package, table.name)}
        except Rejected as rejected:
            yield False, rejected.findings
            return
        curated = Curated(package, self.curated.rows | changed)
        yield False, prove(curated).findings
        source = source_of(curated, self.text) if self.text else None
        if self.text and source:
            yield True, account(curated, source, self.text).findings
        yield False, rules.check(package, self.frames | framed, self._rules(mutant))
        if held is None:
            yield False, structure.check(package, self._joined(table, mutant))

    def _joined(self, table: Table, mutant: Mutant) -> set[str]:
        """The table with those that its changed column points to or is pointed to from."""
        columns = {column for _, _, column in mutant.places}
        if None in columns:
            columns = set(table.columns)
        aims = {key.table for key in table.foreign_keys if key.column in columns}
        if set(table.primary_key) & columns:
            aims |= {
                other.name
                for other in self.package.curated
                if any(key.table == table.name for key in other.foreign_keys)
            }
        return {table.name, *aims}


def names(finding: Finding, places: Iterable[Place]) -> bool:
    """Whether a finding names one of the places; where a place says no row or column, any is right."""
    return any(
        finding.file == file and row in (None, finding.row) and column in (None, finding.column)
        for file, row, column in places
    )
