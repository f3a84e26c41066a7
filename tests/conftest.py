"""What the tests share: the package read once, a copy to change, and a line at the end on what was not tested here.

Quick tests run by default. Those marked ``slow`` (browser, R, notebooks, wheel) run with ``make test-slow``. A missing
program or text leaves its tests out by name; if CI is set, it fails them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from accidents import Data
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, read_package
from syria_figures.files import read_text
from syria_figures.tables import Frames, read_table

NOT_TESTED = "not tested here: "

Missing = Callable[[str, str], NoReturn]


@pytest.fixture(scope="session")
def missing() -> Missing:
    """Leave a test out because something is missing, and say how to get it; if CI is set, fail instead."""

    def leave(what: str, how: str) -> NoReturn:
        if os.environ.get("CI", "").lower() not in ("", "false", "0"):
            pytest.fail(f"{what} is missing, and in CI nothing is left out")
        pytest.skip(f"{NOT_TESTED}{what}. To test it: {how}.")

    return leave


@pytest.fixture(scope="session")
def article() -> str:
    """The text of the article, which is not part of the package: its path is in ARTICLE_TEXT."""
    path = os.environ.get("ARTICLE_TEXT")
    if not path:
        pytest.skip(f"{NOT_TESTED}the words against the article. To test it: set ARTICLE_TEXT to its text.")
    return read_text(Path(path))


@pytest.fixture(scope="session")
def package() -> Package:
    """The package of this repository."""
    return read_package(HOME)


@pytest.fixture(scope="session")
def curated(package: Package) -> Frames:
    """Its curated tables as typed frames; a test that changes one copies it first."""
    return {table.name: read_table(package, table.name) for table in package.curated}


@pytest.fixture(scope="session")
def data(package: Package, curated: Frames) -> Data:
    """The package with its curated tables, to be changed in memory."""
    return Data(package, curated)


@pytest.fixture(scope="session")
def tables(package: Package) -> Frames:
    """All its tables, curated and derived, as typed frames."""
    from syria_figures.outputs import all_tables  # loading what draws takes a second

    return all_tables(package)


@pytest.fixture
def folder(tmp_path: Path, package: Package) -> Path:
    """A copy of the descriptor and the curated tables, that a test may change."""
    for path in (DESCRIPTOR, *(table.path for table in package.curated)):
        (tmp_path / "package" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HOME / path, tmp_path / "package" / path)
    return tmp_path / "package"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line per kind what was not tested here, and how to have it tested."""
    if "not slow" in terminalreporter.config.option.markexpr:
        terminalreporter.write_line("Not tested here: what is slow (browser, R, notebooks, wheel). Run make test-slow.")
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if report.longrepr]
    kinds = [reason.partition(NOT_TESTED)[2] for reason in reasons if NOT_TESTED in reason]
    for kind in dict.fromkeys(kinds):
        terminalreporter.write_line(f"Not tested here ({kinds.count(kind)} tests): {kind}", yellow=True)
    if not kinds:
        terminalreporter.write_line("No test was left out because a program or a text is missing.")
