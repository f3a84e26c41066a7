"""The documents: their built parts are right, what they show is what a user gets, and their links lead somewhere.

Each block of code in README.md and docs/ is run here; a ``text`` block right after one is what it prints. What cannot
be run is marked on the line before the block: ``<!-- checked by hand -->``. After a change of the data or of a message,
``GOLDEN=write .venv/bin/python -m pytest tests/test_docs.py`` writes these outputs again; look at the diff. That the
built documents are those that are committed is tested with the build.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
import yaml
from accidents import ran
from syria_figures import docs
from syria_figures.descriptor import HOME, Package
from syria_figures.findings import as_text
from syria_figures.tables import Frames, records
from syria_figures.validation import validate

PAGES = [*HOME.glob("*.md"), *HOME.glob("docs/*.md"), *HOME.glob("data/*.md"), *HOME.glob("notebooks/tour*")]
DOCUMENTS = sorted(path.relative_to(HOME).as_posix() for path in PAGES)
RUN = ["README.md", "docs/readers.md", "docs/method.md"]
MOST_WORDS = {("README.md",): 1200, ("docs/readers.md", "docs/method.md"): 3000, ("data/README.md",): 6000}
BLOCK = re.compile(
    r"(?P<by_hand><!-- checked by hand -->\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$"
    r"(?:\n\n```text\n(?P<shown>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
SEPARATOR = "=== next block ===\n"


class Block(NamedTuple):
    """A block of code of a document, and the output that the document shows for it."""

    document: str
    language: str
    code: str
    shown: str | None


def text_of(name: str) -> str:
    """A document of the package."""
    return (HOME / name).read_text(encoding="utf-8")


def blocks(language: str, *names: str) -> list[Block]:
    """The blocks in a language ("" for any) that are not marked, each with the output that is shown right after it."""
    found = (
        Block(name, *block.groups()[1:]) for name in names for block in BLOCK.finditer(text_of(name)) if not block[1]
    )
    return [block for block in found if language in ("", block.language)]


def compare(outputs: dict[Block, str]) -> None:
    """Compare what was printed with what the documents show; with GOLDEN=write, write it there instead."""
    wrong = {block: printed for block, printed in outputs.items() if block.shown not in (None, printed)}
    if os.environ.get("GOLDEN") == "write":
        for block, printed in wrong.items():
            text = text_of(block.document).replace(f"```text\n{block.shown}```", f"```text\n{printed}```")
            (HOME / block.document).write_text(text, encoding="utf-8", newline="\n")
    else:
        assert [block.shown for block in wrong] == list(wrong.values())


# What is built


def test_the_codebook_explains_every_column_once(package: Package) -> None:
    """No column may be left out or lose its codes, or be explained twice in the same words."""
    text = docs.codebook(package)
    explained = set()
    for table in package.tables.values():
        section = text.partition(f"\n### {table.name}\n")[2].partition("\n### ")[0]
        for column in table.fields:
            line = re.search(rf"^- (\*\*|As in \[.*)`{column.name}`.*$", section, re.MULTILINE)
            assert line, f"{table.name}.{column.name}"
            assert line[0].startswith("- As in") is ((column.name, column.description) in explained)
            explained.add((column.name, column.description))
            assert line[0].startswith("- As in") or all(f"`{code}` (" in line[0] for code in column.codes)
    assert r"The unit of value and value\_high" in text, "what is not code must not become markup"


def test_only_the_block_of_the_readme_is_replaced(tables: Frames) -> None:
    """What somebody wrote around the block must stay as it is, and so must a README without markers."""
    made = docs.readme_with_block(f"before\n{docs.BEGIN}\nold\n{docs.END}\nafter\n", tables)
    assert re.fullmatch(f"before\n{docs.BEGIN}\n\n(\\|.*\\|\n)+\n{docs.END}\nafter\n", made)
    assert docs.readme_with_block("no markers\n", tables) == "no markers\n"


def test_every_figure_has_its_row(tables: Frames) -> None:
    """A number must be in the README with its hedge, who says so, its date and its headline."""
    lines = docs.readme_with_block(f"{docs.BEGIN}\n{docs.END}", tables).replace("**", "").replace("\\", "").splitlines()
    for row in records(tables["figures_labelled"]):
        (line,) = (line for line in lines if line.startswith(f"| {row['display']} |"))
        told = [row["date_text"], row["headline"], row["claimant"] or "the article names"]
        assert row["part_of"] or all(each in line for each in told)


def test_the_citation_file_follows_the_descriptor(package: Package, tables: Frames) -> None:
    """Version, title and day must be in one place only; each source of a figure must be cited."""
    raw, cff = package.descriptor, yaml.safe_load(docs.citation_cff(package, tables))
    assert (cff["title"], cff["version"], cff["keywords"]) == (raw["title"], raw["version"], raw["keywords"])
    assert (cff["date-released"].isoformat(), cff["license"]) == (raw["created"][:10], raw["licenses"][0]["name"])
    assert [each["url"] for each in cff["references"]] == [each["path"] for each in raw["sources"]]


# What is written


@pytest.mark.parametrize(("names", "most"), MOST_WORDS.items(), ids=str)
def test_a_document_is_short(names: tuple[str, ...], most: int) -> None:
    """The documents must stay short: a README that nobody reads to the end hides what must be known."""
    assert sum(len(text_of(name).split()) for name in names) <= most


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    """No reader may be sent to a page or a heading that is not there."""
    for path, anchor in re.findall(r"\]\((?!https?:)([^)\s#]*)#?([^)\s]*)\)", text_of(name)):
        place = (HOME / name).parent / path if path else HOME / name
        assert place.exists()
        if anchor:  # a heading, as GitHub makes it, or an id
            text = place.read_text(encoding="utf-8")
            headings = (re.sub(r"[^\w\- ]", "", each.lower()) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
            assert f'id="{anchor}"' in text or anchor in {each.replace(" ", "-") for each in headings}


# What is shown is what users get


def test_every_block_is_run_or_marked() -> None:
    """A block in a language that no test runs must say that it was checked by hand."""
    assert {block.language for block in blocks("", *RUN)} == {"python", "r", "sh", "sql", "text", "yaml"}


@pytest.mark.parametrize("name", RUN)
def test_python_blocks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone who copies the lines of a document must get what it shows. The blocks run in order."""
    monkeypatch.chdir(HOME)
    space: dict[str, Any] = {}
    outputs = {}
    for block in blocks("python", name):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(block.code, name, "exec"), space)
        assert len(space["figures"]) == 9
        outputs[block] = printed.getvalue()
    compare(outputs)


def test_sql_blocks(monkeypatch: pytest.MonkeyPatch, tables: Frames) -> None:
    """The query must run in DuckDB, and not give a part beside its whole."""
    monkeypatch.chdir(HOME)
    for block in blocks("sql", *RUN):
        found: Any = duckdb.sql(block.code)
        assert len(found) == tables["figures_labelled"]["part_of"].isna().sum()


@pytest.mark.slow
def test_r_blocks(missing: Callable[[str, str], Any]) -> None:
    """Anyone who copies the R lines of a document must get what it shows."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    asked = blocks("r", *RUN)
    code = f"\nstopifnot(nrow(figures) == 9)\ncat({SEPARATOR!r})\n".join(block.code for block in asked)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = ran(["Rscript", "--vanilla", "-e", code], cwd=HOME, env=environment)
    assert done.returncode == 0, done.stderr
    compare(dict(zip(asked, done.stdout.split(SEPARATOR), strict=True)))


@pytest.mark.parametrize("name", [*RUN, "CONTRIBUTING.md"])
def test_commands(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each target and file of a command must exist; what ``cite`` prints must be what is shown."""
    outputs = {}
    for block in blocks("sh", name):
        for line in block.code.splitlines():
            words = shlex.split(line, comments=True)
            if "make" in words:
                words = made_by(words[words.index("make") :])
            assert all((HOME / word).exists() for word in words if re.match(r"(scripts|tests|data)/", word)), line
            if "scripts/cite.py" in words:
                monkeypatch.setattr(sys, "argv", words[1:])
                with pytest.raises(SystemExit) as leaving:
                    runpy.run_path(str(HOME / "scripts" / "cite.py"), run_name="__main__")
                assert leaving.value.code == 0, line
        outputs[block] = capsys.readouterr().out
    compare(outputs)


def made_by(command: list[str]) -> list[str]:
    """The last command that ``make`` would run. It fails where the Makefile has no such target."""
    dry_run = [command[0], "--no-print-directory", "-n", *command[1:]]
    said = subprocess.run(dry_run, cwd=HOME, capture_output=True, encoding="utf-8", check=True).stdout
    given = dict(word.split("=") for word in command if "=" in word)
    return shlex.split(string.Template(said.splitlines()[-1]).safe_substitute(given))


def test_the_finding_that_is_shown(folder: Path) -> None:
    """The README must show a message as a user gets it."""
    path = folder / "data" / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",syria,", ",syira,"), encoding="utf-8", newline="")
    (shown,) = re.findall(r"how to fix it:\n\n```text\n(.*?)```", text_of("README.md"), re.DOTALL)
    compare({Block("README.md", "text", "", shown): as_text(validate(folder, built=False).findings) + "\n"})


def test_the_workflow_that_is_shown() -> None:
    """The step for somebody else's CI must use what our own workflow uses, and a target that exists."""
    (block,) = blocks("yaml", "README.md")
    checkout, step = yaml.safe_load(block.code)
    assert f"uses: {checkout['uses']} " in text_of(".github/workflows/ci.yml")
    assert made_by(["make", step["run"].split()[-1]])
