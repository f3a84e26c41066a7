"""What the tests share: a program that is missing is named at the end of the run, and in CI it is a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from syria_figures.article import Text, read_text
from syria_figures.descriptor import DESCRIPTOR, HOME, Package, read_package

pytest_plugins = ["pytester"]  # a run of pytest inside a test: what the end of a run says

NOT_TESTED = "not tested here: "

Missing = Callable[[str], NoReturn]


@pytest.fixture(scope="session")
def missing() -> Missing:
    """Leave a test out because the named program is not on this machine; where CI is set, fail instead."""

    def leave(name: str) -> NoReturn:
        if os.environ.get("CI", "").lower() not in ("", "false", "0"):
            pytest.fail(f"{name} is missing, and in CI nothing is left out")
        pytest.skip(f"{NOT_TESTED}{name} is missing")

    return leave


@pytest.fixture(scope="session")
def needs_r(missing: Missing) -> Callable[..., None]:
    """Leave a test out, or what it is called, unless R is on this machine with a package; in CI, fail then."""

    @cache
    def has(package: str) -> bool:
        question = f"quit(status = !requireNamespace('{package}', quietly = TRUE))"
        return (
            subprocess.run(["Rscript", "--vanilla", "-e", question], capture_output=True, check=False).returncode == 0
        )

    def need(package: str, what: str = "a test in R") -> None:
        if shutil.which("Rscript") is None:
            missing(f"{what}: R")
        if not has(package):
            missing(f"{what}: the R package {package}")

    return need


@pytest.fixture(scope="session")
def article() -> Text:
    """The text of the article, which is no part of the package: its path stands in ARTICLE_TEXT."""
    if "ARTICLE_TEXT" not in os.environ:
        pytest.skip(f"{NOT_TESTED}the text of the article (ARTICLE_TEXT) is missing")
    return read_text(Path(os.environ["ARTICLE_TEXT"]))


@pytest.fixture(scope="session")
def package() -> Package:
    """The package of this repository."""
    return read_package(HOME)


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """The folder of a copy of the package, descriptor and data, that a test may change."""
    copy = tmp_path / "package"
    shutil.copytree(HOME / "data", copy / "data")
    shutil.copy(HOME / DESCRIPTOR, copy / DESCRIPTOR)
    return copy


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for want of which programs."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    absent = [reason.partition(NOT_TESTED)[2] for reason in reasons if NOT_TESTED in reason]
    if absent:
        tests = f"{len(absent)} test{'s' if len(absent) > 1 else ''}"
        terminalreporter.write_line(f"Not tested here: {tests} ({'; '.join(sorted(set(absent)))})", yellow=True)
    else:
        terminalreporter.write_line("Nothing was left untested for want of a program.")
