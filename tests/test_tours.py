"""The tours: they run from their own folder, what is committed is what they give, and they hold no marks of a machine.

The tour in Python is committed with its outputs. After a change of the data or of the tour, write them anew:

    PYTHONPATH=scripts .venv/bin/python tests/test_tours.py
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from syria_figures import load
from syria_figures.descriptor import HOME

FOLDER = HOME / "notebooks"
IN_PYTHON = FOLDER / "tour_in_python.ipynb"
IN_R = FOLDER / "tour_in_r.Rmd"
ANEW = "write the outputs anew: PYTHONPATH=scripts .venv/bin/python tests/test_tours.py"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed() -> Any:
    """The tour in Python, run in its own folder, without what says when, where and by which version it was run."""
    notebook: Any = nbformat.read(IN_PYTHON, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(FOLDER)}}
    )
    client.execute(env={**os.environ, "MATPLOTLIBRC": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"})
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def outputs(notebook: Any) -> list[Any]:
    """All that the cells of a notebook show, in order."""
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def without_pictures(shown: list[Any]) -> list[Any]:
    """What is shown, each picture as the word for its kind."""
    return [
        {**each, "data": {kind: kind if kind == "image/png" else data for kind, data in each.get("data", {}).items()}}
        for each in shown
    ]


@pytest.fixture(scope="module")
def committed() -> Any:
    """The tour in Python as it is committed."""
    return nbformat.read(IN_PYTHON, as_version=4)


def test_the_tour_shows_what_it_gives(committed: Any) -> None:
    """A corrected figure or a renamed column leaves the tour, as GitHub shows it, with the old one or with an error."""
    then, now = outputs(committed), outputs(executed())
    assert without_pictures(then) == without_pictures(now), ANEW
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):  # elsewhere letters may be drawn otherwise
        assert then == now, ANEW


def test_the_tour_was_run_from_top_to_bottom(committed: Any) -> None:
    """Cells run out of order show what nobody else gets; a warning scares whoever meets it."""
    counts = [cell.execution_count for cell in committed.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert [output for output in outputs(committed) if output.get("name") == "stderr"] == []
    assert sum("image/png" in output.get("data", {}) for output in outputs(committed)) == 1


def test_the_tour_holds_no_marks_of_a_machine(committed: Any) -> None:
    """A path, a time or a version of Python comes with the outputs, and changes with whoever runs the tour."""
    assert committed.metadata == METADATA
    assert all(cell.metadata == {} for cell in committed.cells)
    text = IN_PYTHON.read_text(encoding="utf-8")
    assert str(HOME) not in text
    assert re.findall(r"/home/|/Users/|/tmp/|[A-Z]:\\\\|\b0x[0-9a-f]{6,}", text) == []


@pytest.fixture(scope="module")
def knitted(needs_r: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The tour in R as Markdown, and the folder with its picture."""
    needs_r("jsonlite", "the tour in R")
    needs_r("knitr", "the tour in R")
    folder = tmp_path_factory.mktemp("knitted")
    knit = f"knitr::knit({str(IN_R)!r}, 'tour.md', quiet = TRUE)"
    command = ["Rscript", "--vanilla", "-e", f"knitr::opts_chunk$set(error = FALSE, warning = TRUE); {knit}"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return (folder / "tour.md").read_text(encoding="utf-8"), folder


def test_the_tour_in_r_knits(knitted: tuple[str, Path]) -> None:
    """A change of the data, of load.R or of a column breaks the tour in R, and only a reader in R sees it."""
    text, folder = knitted
    assert "## Error" not in text
    assert "## Warning" not in text
    assert [path.stat().st_size > 10_000 for path in folder.rglob("*.png")] == [True]
    assert str(HOME) not in text


def test_both_tours_say_the_same(committed: Any, knitted: tuple[str, Path]) -> None:
    """The tour in R goes its own way, and two analysts learn two things of one package."""
    in_python = "\n".join(output["text"] for output in outputs(committed) if output.output_type == "stream")
    in_r = re.sub(r"^## ", "", knitted[0], flags=re.MULTILINE)
    assert in_python
    assert [line for line in in_python.splitlines() if line not in in_r] == []
    parts = [re.findall(r"^#+ (.*)", text, re.MULTILINE) for text in (markdown(committed), prose(IN_R))]
    assert [part for part in parts[0] if part[0].isdigit()] == [part for part in parts[1] if part[0].isdigit()]


def markdown(notebook: Any) -> str:
    """The prose of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def prose(path: Path) -> str:
    """An R Markdown file without its chunks."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def test_each_tour_cites_every_figure(committed: Any) -> None:
    """A figure is added, and the tour that teaches to cite leaves it out."""
    figures = load("figures_labelled")
    text = "\n".join(output["text"] for output in outputs(committed) if output.output_type == "stream")
    assert all(f"{row.display} ({row.citation}; {row.date_text})" in text for row in figures.itertuples())


@pytest.mark.parametrize("path", [IN_PYTHON, IN_R], ids=["python", "r"])
def test_the_links_of_a_tour_lead_somewhere(path: Path) -> None:
    """A file is moved, and the tour sends its reader nowhere."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if re.fullmatch(r"[\w./-]+\.(?:md|csv|ipynb|Rmd|json)", target)]
    assert local
    assert [target for target in local if not (path.parent / target).is_file()] == []


if __name__ == "__main__":
    nbformat.write(executed(), IN_PYTHON)
