"""The tours: they run, what is committed is what they give, both say the same, and they hold no marks of a machine.

After a change of the data or of the tour in Python, ``GOLDEN=write .venv/bin/python -m pytest tests/test_tours.py``
writes its outputs anew; look at the diff. All of this is slow: a kernel, and R.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from syria_figures.descriptor import HOME
from syria_figures.tables import Frames, records

nbformat = pytest.importorskip("nbformat")

FOLDER = HOME / "notebooks"
IN_PYTHON, IN_R = FOLDER / "tour_in_python.ipynb", FOLDER / "tour_in_r.Rmd"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed() -> Any:
    """The tour in Python as it is committed."""
    return nbformat.read(IN_PYTHON, as_version=4)


@pytest.fixture(scope="module")
def executed(committed: Any) -> Any:
    """The tour in Python, run in its own folder, without what says when, where and by which version it was run."""
    from nbclient import NotebookClient

    notebook = nbformat.read(IN_PYTHON, as_version=4)
    there = {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False, resources=there)
    client.execute(env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    notebook.metadata = committed.metadata
    return notebook


@pytest.fixture(scope="module")
def knitted(missing: Callable[[str, str], Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tour in R as Markdown."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    folder = tmp_path_factory.mktemp("knitted")
    knit = f"knitr::opts_chunk$set(error = FALSE); knitr::knit({str(IN_R)!r}, 'tour.md', quiet = TRUE)"
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", f"options(warn = 2); {knit}"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return (folder / "tour.md").read_text(encoding="utf-8")


def outputs(notebook: Any) -> list[Any]:
    """All that the cells of a notebook show, in order."""
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook: Any) -> str:
    """What the cells of a notebook print."""
    return "".join(output["text"] for output in outputs(notebook) if output.output_type == "stream")


def test_the_tour_shows_what_it_gives(committed: Any, executed: Any) -> None:
    """GitHub must show the tour with the figures of now, run from top to bottom, without a warning."""
    if os.environ.get("GOLDEN") == "write":
        nbformat.write(executed, IN_PYTHON)
        return
    counts = [cell.execution_count for cell in committed.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert outputs(committed) == outputs(executed), "GOLDEN=write writes it anew"
    assert not [output for output in outputs(executed) if output.get("name") == "stderr"]


def test_the_tour_holds_no_marks_of_a_machine(committed: Any) -> None:
    """No path, time or version may come with the outputs, nor a missing value in the words of a library."""
    text = IN_PYTHON.read_text(encoding="utf-8")
    assert re.findall(r"/home/|/Users/|/tmp/|/work/|[A-Z]:\\\\|\b0x[0-9a-f]{6,}", text) == []
    assert all(cell.metadata == {} for cell in committed.cells)
    assert "&lt;NA&gt;" not in text
    assert ">NaN<" not in text


def test_the_tour_in_r_gives_the_same(executed: Any, knitted: str) -> None:
    """Two analysts must learn the same of one package, and neither may meet an error."""
    assert "## Error" not in knitted
    assert "| NA" not in knitted
    assert [line for line in printed(executed).splitlines() if line.strip() not in knitted] == []
    parts = [re.findall(r"^## (.*)", text, re.MULTILINE) for text in (markdown(executed), knitted)]
    assert parts[0] == parts[1]


def markdown(notebook: Any) -> str:
    """The prose of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_each_tour_cites_every_figure(executed: Any, tables: Frames) -> None:
    """The tour that teaches to cite must not leave a figure out."""
    for row in records(tables["figures_labelled"]):
        assert f"{row['display']} ({row['citation']}; {row['date_text']})" in printed(executed)


def test_the_chart_of_the_tour_in_r_is_there() -> None:
    """The tour in R must show a chart that is built."""
    (picture,) = re.findall(r'include_graphics\("\.\./([^"]+)"\)', IN_R.read_text(encoding="utf-8"))
    assert (HOME / Path(picture)).is_file()
