"""The tours: they run, what is committed is what they give, both say the same, and no trace of a machine is in them.

After a change of the data or of the tour in Python, ``GOLDEN=write .venv/bin/python -m pytest tests/test_tours.py``
writes its outputs again; look at the diff. All of this is slow: a kernel, and R.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from syria_figures.descriptor import HOME
from syria_figures.tables import Frames, records

IN_PYTHON, IN_R = HOME / "notebooks" / "tour_in_python.ipynb", HOME / "notebooks" / "tour_in_r.Rmd"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def executed() -> Any:
    """The tour in Python, run in its own folder; with GOLDEN=write it is written too."""
    notebook = nbformat.read(IN_PYTHON, as_version=4)
    metadata = dict(notebook.metadata)
    there = {"metadata": {"path": str(IN_PYTHON.parent)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False, resources=there)
    client.execute(env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    notebook.metadata = metadata  # without the version of Python
    if os.environ.get("GOLDEN") == "write":
        nbformat.write(notebook, IN_PYTHON)
    return notebook


@pytest.fixture(scope="module")
def knitted(missing: Callable[[str, str], Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tour in R as Markdown."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    tour = tmp_path_factory.mktemp("knitted") / "tour.md"
    knit = f"knitr::opts_chunk$set(error = FALSE); knitr::knit({str(IN_R)!r}, {str(tour)!r}, quiet = TRUE)"
    command = ["Rscript", "--vanilla", "-e", f"options(warn = 2); {knit}"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, cwd=tour.parent, env=environment, check=True)
    return tour.read_text(encoding="utf-8")


def outputs(notebook: Any) -> list[Any]:
    """All that the cells of a notebook show, in order."""
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook: Any) -> str:
    """What the cells of a notebook print."""
    return "".join(output["text"] for output in outputs(notebook) if output.output_type == "stream")


def test_the_tour_shows_what_it_gives(executed: Any, tables: Frames) -> None:
    """GitHub must show the tour with all current figures, with no warning, missing value or trace of a machine."""
    assert outputs(nbformat.read(IN_PYTHON, as_version=4)) == outputs(executed), "GOLDEN=write writes it again"
    assert not [output for output in outputs(executed) if output.get("name") == "stderr"]
    assert not re.search(r"\W/(home|Users|tmp|root)/|\b0x[0-9a-f]{6,}|&lt;NA&gt;|>NaN<", IN_PYTHON.read_text("utf-8"))
    for row in records(tables["figures_labelled"]):
        assert f"{row['display']} ({row['citation']}; {row['date_text']})" in printed(executed)


def test_the_tour_in_r_gives_the_same(executed: Any, knitted: str) -> None:
    """Both tours must show the same, and neither may have an error or a missing chart."""
    assert "| NA" not in knitted
    assert [line for line in printed(executed).splitlines() if line.strip() not in knitted] == []
    pictures = re.findall(r'include_graphics\("\.\./([^"]+)"\)', IN_R.read_text(encoding="utf-8"))
    assert pictures
    assert all((HOME / picture).is_file() for picture in pictures)
