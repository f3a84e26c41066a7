"""The list of the numbers of a text, as a person and as a program reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from syria_figures.descriptor import HOME

SCAN = HOME / "scripts" / "scan.py"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, str(SCAN), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_new_numbers_come_with_the_rows_to_start_from(tmp_path: Path) -> None:
    """Someone who adds a figure could lose its hedge, its position or its days."""
    text = tmp_path / "text.txt"
    text.write_text("At least 12 men left on March 25-27, 2015; a second group of about 1.5 million did not.", "utf-8")
    done = run(text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "5 numbers, 0 accounted for, in a text of no source here"
    for row in (
        "new-figure,FILL-IN,FILL-IN,12,,FILL-IN,at_least,At least 12,FILL-IN,,FILL-IN,FILL-IN,,,,NEW-SOURCE,",
        "new-figure.value.1,new-figure,value,At least 12,0,11,stated,,",
        'new-figure.period.1,new-figure,period,"March 25-27, 2015",24,41,stated,,',
        "NEW-SOURCE,second,45,51,FILL-IN",
        "new-figure,FILL-IN,FILL-IN,1500000,,FILL-IN,approximately,about 1.5 million,",
    ):
        assert row in done.stdout


@pytest.mark.parametrize("opening", ['"', "“", "(", "‘"])
def test_a_hedge_behind_a_quotation_mark_ends(opening: str, tmp_path: Path) -> None:
    """A number in quotation marks could keep the list from ever coming to an end."""
    text = tmp_path / "text.txt"
    text.write_text(f"The town lost {opening}at least 26 people.", encoding="utf-8")
    done = run(text)
    assert done.returncode == 0
    assert "new-figure.value.1,new-figure,value,at least 26,15,26,stated,," in done.stdout


def test_the_list_for_programs_holds_the_same(tmp_path: Path) -> None:
    """A program could get another list than a person."""
    text = tmp_path / "text.txt"
    text.write_text("At least 12 men left.", encoding="utf-8")
    found = json.loads(run(text, "--format", "json").stdout)
    assert (found["source_id"], len(found["sightings"])) == (None, 1)
    assert found["sightings"][0] | {"rows_to_start_from": {}} == {
        "number": "12",
        "start": 9,
        "end": 11,
        "context": "At least 12 men left.",
        "accounted_for_by": None,
        "rows_to_start_from": {},
    }


@pytest.mark.usefixtures("article")
def test_the_article_has_no_new_number() -> None:
    """A number of the article could be accounted for in validation and new in the scan."""
    done = run(os.environ["ARTICLE_TEXT"])
    assert done.stdout.splitlines()[0] == "15 numbers, 15 accounted for, in the text of breitbart-2015-04-06"


@pytest.mark.parametrize("arguments", [["nowhere.txt"], [], ["nowhere.txt", "--format", "xml"]])
def test_what_cannot_run_says_so(arguments: list[str]) -> None:
    """A mistyped path or option could end in a traceback, or in exit code 0."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("Could not run. ")
    assert "Traceback" not in done.stderr


def test_it_starts_without_pandas(tmp_path: Path) -> None:
    """The list could take seconds to start because of a library that it does not use."""
    text = tmp_path / "text.txt"
    text.write_text("12 men", encoding="utf-8")
    code = f"import runpy, sys; sys.argv = ['scan', {str(text)!r}]; sys.path.insert(0, {str(SCAN.parent)!r})\n"
    code += f"try: runpy.run_path({str(SCAN)!r}, run_name='__main__')\nexcept SystemExit: pass\n"
    code += "print([name for name in ('pandas', 'pandera', 'frictionless', 'matplotlib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
