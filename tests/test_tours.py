"""The tours: they run, what is committed is what they give, both say the same, and no trace of a machine is in them.

After a change of the data or of the tour in Python, ``GOLDEN=write .venv/bin/python -m pytest tests/test_tours.py``
writes its outputs again; look at the diff. All of this is slow: a kernel, and R.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Missing
from syria_figures.descriptor import HOME
from syria_figures.tables import Frames, records

IN_PYTHON, IN_R = HOME / "notebooks" / "tour_in_python.ipynb", HOME / "notebooks" / "tour_in_r.Rmd"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def executed() -> list[Any]:
    """What the cells of the tour in Python give, run in its own folder; with GOLDEN=write it is written too."""
    import nbformat  # here, because quick tests need not wait for it
    from nbclient import NotebookClient

    notebook = nbformat.read(IN_PYTHON, as_version=4)
    metadata, there = dict(notebook.metadata), {"metadata": {"path": str(IN_PYTHON.parent)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False, resources=there)
    client.execute(env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    notebook.metadata = metadata  # without the version of Python
    if os.environ.get("GOLDEN") == "write":
        nbformat.write(notebook, IN_PYTHON)
    return outputs(notebook)


def outputs(notebook: Any) -> list[Any]:
    """All that the cells of a notebook show, in order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.fixture(scope="module")
def printed(executed: list[Any]) -> str:
    """What the cells print."""
    return "".join(output["text"] for output in executed if output.output_type == "stream")


def test_the_tour_shows_what_it_gives(executed: list[Any], printed: str, tables: Frames) -> None:
    """GitHub must show the tour with all current figures, with no warning, missing value or trace of a machine."""
    import nbformat

    assert outputs(nbformat.read(IN_PYTHON, as_version=4)) == executed, "GOLDEN=write writes it again"
    assert not [output for output in executed if output.get("name") == "stderr"]
    assert not re.search(r"\W/(home|Users|tmp|root)/|\b0x[0-9a-f]{6,}|&lt;NA&gt;|>NaN<", IN_PYTHON.read_text("utf-8"))
    for row in records(tables["figures_labelled"]):
        assert f"{row['display']} ({row['citation']}; {row['date_text']})" in printed


def test_the_tour_in_r_gives_the_same(printed: str, missing: Missing, tmp_path: Path) -> None:
    """Both tours must show the same, and neither may have an error or a missing chart."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    knit = f"knitr::opts_chunk$set(error = FALSE); knitr::knit({str(IN_R)!r}, 'tour.md', quiet = TRUE)"
    command = ["Rscript", "--vanilla", "-e", f"options(warn = 2); {knit}"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True)
    knitted = (tmp_path / "tour.md").read_text(encoding="utf-8")
    assert "| NA" not in knitted
    assert [line for line in printed.splitlines() if line.strip() not in knitted] == []
    pictures = re.findall(r'include_graphics\("\.\./([^"]+)"\)', IN_R.read_text(encoding="utf-8"))
    assert pictures
    assert all((HOME / picture).is_file() for picture in pictures)
