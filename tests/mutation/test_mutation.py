"""A sample of the data-mutation suite, which `make mutation` runs whole.

1. The sampled changes have the fate that survivors.md says: one of each kind in each column, and some more, chosen by a
   fixed seed.
2. No change of a factual cell is among the survivors, and every column there has its reason.
3. The verdicts of the suite, which takes short cuts, are those of validation itself.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from judge import Judge, at_home, copy_into, names
from mutants import Mutant, mutants_of
from score import AnyMutant, all_mutants, column_of, table_of, verdict_of
from survivors import FACTUAL, SURVIVORS, english_rows, listed, must_not_survive, reason_of
from syria_figures.article import Text, read_text
from syria_figures.descriptor import Package
from syria_figures.refresh import refreshed
from syria_figures.tables import csv_bytes, split_cells
from syria_figures.validation import validate

SEED, MORE, AGAIN = 20150406, 60, 10


@pytest.fixture(scope="module")
def text() -> Text | None:
    """The text of the article, if it is at hand; what only the text shows is not looked at without it."""
    path = os.environ.get("ARTICLE_TEXT")
    return read_text(Path(path)) if path else None


@pytest.fixture(scope="module")
def judge(package: Package, text: Text | None, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """What judges changes, in a folder of its own."""
    return Judge(package, tmp_path_factory.mktemp("judge"), text)


@pytest.fixture(scope="module")
def mutants(package: Package) -> list[AnyMutant]:
    """All changes."""
    return all_mutants(package)


def sampled(mutants: list[AnyMutant]) -> list[AnyMutant]:
    """One change of each kind in each column of the tables, and some more of tables and descriptor."""
    chance = random.Random(SEED)
    shuffled = chance.sample(mutants, len(mutants))
    first = {(mutant.table, mutant.column, mutant.kind): mutant for mutant in shuffled if isinstance(mutant, Mutant)}
    return [*first.values(), *shuffled[:MORE]]


def test_the_sample_has_the_fate_that_is_written(judge: Judge, mutants: list[AnyMutant], text: Text | None) -> None:
    """A rule is lost, and what it saw passes; or the list of survivors is not that of these rules and data."""
    written = listed(SURVIVORS.read_text(encoding="utf-8"))
    english = english_rows(judge.package)
    wrong = []
    for mutant in sampled(mutants):
        place = (table_of(mutant), column_of(mutant))
        verdict = verdict_of(judge, mutant)
        if verdict.crash:
            wrong.append(f"validation ended: {place}, {mutant.kind}, {mutant.shown()}: {verdict.crash}")
        said = written.get(place)
        survive, whole = said.kinds.get(mutant.kind, (0, 1)) if said else (0, 1)
        seen = verdict.with_text or (text is None and said is not None and said.text_alone > 0)
        if not seen and (survive == 0 or must_not_survive(mutant, english)):
            wrong.append(f"survives: {place}, {mutant.kind}, {mutant.shown()}")
        if verdict.with_text and survive == whole:
            wrong.append(f"no longer survives: {place}, {mutant.kind}, {mutant.shown()}")
    assert not wrong, "\n".join([*wrong, "if that is meant: make mutation"])


def test_the_list_is_of_this_package(mutants: list[AnyMutant]) -> None:
    """A column was renamed since the list was written, and its survivors are said of none."""
    written = listed(SURVIVORS.read_text(encoding="utf-8"))
    assert written
    assert set(written) <= {(table_of(mutant), column_of(mutant)) for mutant in mutants}


def test_only_free_text_and_facts_from_elsewhere_survive() -> None:
    """A factual column, or one without a reason, stands in the list."""
    for (table, column), said in listed(SURVIVORS.read_text(encoding="utf-8")).items():
        if said.kinds:
            assert column in FACTUAL.get(table, {column}), (table, column)
            assert reason_of(table, column), (table, column)


def test_verdicts_are_those_of_validation(package: Package, tmp_path: Path, judge: Judge, text: Text | None) -> None:
    """The suite's short cuts see more or less than the command that they stand for."""
    copy_into(tmp_path, package)
    chance = random.Random(SEED)
    for mutant in chance.sample(mutants_of(package), AGAIN):
        table = package.tables[mutant.table]
        original = package.read(table.path)
        header, *sheet = split_cells(original, table.path)
        data = csv_bytes(*mutant.change(header, sheet))
        (tmp_path / table.path).write_bytes(data)
        (tmp_path / "datapackage.json").write_bytes(refreshed(package, {table.path: data}))
        with at_home(tmp_path):
            found = validate(tmp_path, text, derived=False).findings
        verdict = judge.of(mutant)
        assert verdict.with_text == bool(found), mutant.shown()
        assert verdict.named == any(names(finding, mutant.places) for finding in found), mutant.shown()
        (tmp_path / table.path).write_bytes(original)


def test_a_change_changes_one_thing(package: Package) -> None:
    """A change that leaves the table as it was would count as a survivor, or as seen for another reason."""
    sheets = {table.name: split_cells(package.read(table.path), table.path) for table in package.curated}
    for mutant in mutants_of(package)[::37]:
        header, *sheet = sheets[mutant.table]
        changed = mutant.change(header, sheet)
        assert (header, sheet) == (sheets[mutant.table][0], sheets[mutant.table][1:])
        assert changed != (header, sheet), mutant


def test_what_is_not_changed_is_not_seen(judge: Judge, mutants: list[AnyMutant]) -> None:
    """A layer of the judge finds something in the package as it is, and so sees every change."""
    first = {mutant.table: mutant for mutant in mutants if isinstance(mutant, Mutant)}
    for mutant in first.values():
        same = replace(mutant, change=lambda header, sheet: (header, sheet))
        assert not judge.of(same).with_text, mutant.table
