"""The documents: what is built of them is right, what they show is what a user gets, and their links lead somewhere.

Each block of code in README.md and docs/ is run here; a ``text`` block right after one is what it prints. What cannot
be run is marked on the line before the block: ``<!-- checked by hand -->``. After a change of the data or of a message,
``GOLDEN=write .venv/bin/python -m pytest tests/test_docs.py`` writes these outputs anew; look at the diff.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from syria_figures import docs
from syria_figures.descriptor import HOME, Package
from syria_figures.findings import as_text
from syria_figures.tables import Frames, records
from syria_figures.validation import validate

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/readers.md", "docs/method.md", "data/README.md"]
RUN = ["README.md", "docs/readers.md", "docs/method.md"]
TOURS = ["notebooks/tour_in_python.ipynb", "notebooks/tour_in_r.Rmd"]
MOST_WORDS = {("README.md",): 1200, ("docs/readers.md", "docs/method.md"): 3000, ("data/README.md",): 6000}
BY_HAND = "<!-- checked by hand -->"
BLOCK = re.compile(rf"(?P<mark>{BY_HAND}\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
SEPARATOR = "=== next block ==="


class Block(NamedTuple):
    """A block of code of a document, and the output that the document shows for it."""

    document: str
    language: str
    code: str
    shown: str | None
    at: int  # where the output stands in the document


def text_of(name: str) -> str:
    """A document of the package."""
    return (HOME / name).read_text(encoding="utf-8")


def blocks(name: str, *languages: str) -> Iterator[Block]:
    """The blocks of a document that can be run, each with the output that is shown right after it."""
    text = text_of(name)
    found = list(BLOCK.finditer(text))
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block["language"] in languages and not block["mark"]:
            shows = after and after["language"] == "text" and not text[block.end() : after.start()].strip()
            shown, at = (after["code"], after.start("code")) if shows and after else (None, 0)
            yield Block(name, block["language"], block["code"], shown, at)


def compare(name: str, outputs: dict[Block, str]) -> None:
    """Compare what was printed with what a document shows; with GOLDEN=write, write it there instead."""
    if os.environ.get("GOLDEN") == "write":
        text = text_of(name)
        for block in sorted(outputs, key=lambda block: -block.at):
            if block.shown is not None:
                text = text[: block.at] + outputs[block] + text[block.at + len(block.shown) :]
        (HOME / name).write_text(text, encoding="utf-8", newline="\n")
        return
    shown = {block: output for block, output in outputs.items() if block.shown is not None}
    assert [block.shown for block in shown] == list(shown.values())


# What is built


def test_the_codebook_explains_every_column_once(package: Package) -> None:
    """No column may be left out or lose its codes, and none is explained twice in the same words."""
    text = docs.codebook(package)
    explained = set()
    for table in package.tables.values():
        section = text.partition(f"\n### {table.name}\n")[2].partition("\n### ")[0]
        for column in table.fields:
            line = re.search(rf"^- \*\*`{column.name}`\*\* .*$", section, re.MULTILINE)
            first = (column.name, column.description) not in explained
            explained.add((column.name, column.description))
            assert (line is not None) is first, f"{table.name}.{column.name}"
            if not first:
                assert re.search(rf"^- As in \[`.*`{column.name}`", section, re.MULTILINE)
            elif column.codes and line and "Codes as in" not in line[0]:
                assert all(f"`{code}`: " in line[0] for code in column.codes)
    assert (HOME / docs.CODEBOOK).read_text(encoding="utf-8") == text, "make builds it anew"


def test_markup_in_a_description_stays_text() -> None:
    """A sign of Markdown in a description must not become markup, except code between backticks."""
    assert docs._with_code("a_b *c* <d> `e_f`") == r"a\_b \*c\* \<d\> `e_f`"


def test_only_the_block_of_the_readme_is_replaced(package: Package, tables: Frames) -> None:
    """What somebody wrote around the block must stay as it is, and a README without markers too."""
    text = f"before\n{docs.BEGIN}\nold\n{docs.END}\nafter\n"
    made = docs.readme_with_block(text, package, tables)
    assert made.startswith(f"before\n{docs.BEGIN}\n\n| Figure")
    assert made.endswith(f" |\n\n{docs.END}\nafter\n")
    assert "old" not in made
    assert docs.readme_with_block(made, package, tables) == made
    assert docs.readme_with_block("no markers\n", package, tables) == "no markers\n"


def test_every_figure_has_its_row(package: Package, tables: Frames) -> None:
    """Each figure must stand in the README with hedge, claimant, date and headline, in as many cells as the header."""
    lines = docs.readme_with_block(f"{docs.BEGIN}\n{docs.END}", package, tables).splitlines()
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("| **")]
    assert {len(row) for row in rows} == {len(docs.HEADER)}
    figures = {row["display"]: row for row in records(tables["figures_labelled"])}
    shown = {re.sub(r"[*\\]", "", row[0]).strip(): row for row in rows}
    assert set(shown) == set(figures)
    for display, row in figures.items():
        if not row["part_of"]:
            assert row["date_text"] in shown[display][2]
            assert row["headline"] in shown[display][4].replace("\\", "")
            assert (row["claimant"] or "the article names") in shown[display][1]


def test_the_citation_file_follows_the_descriptor(package: Package, tables: Frames) -> None:
    """Version, title and day must stand in one place alone; each source of a figure must be cited."""
    raw, cff = package.descriptor, yaml.safe_load(docs.citation_cff(package, tables))
    assert (cff["title"], cff["version"], cff["keywords"]) == (raw["title"], raw["version"], raw["keywords"])
    assert cff["date-released"].isoformat() == raw["created"][:10]
    assert cff["license"] == raw["licenses"][0]["name"]
    assert [each["url"] for each in cff["references"]] == [each["path"] for each in raw["sources"]]


def test_what_is_built_is_fresh(package: Package, tables: Frames) -> None:
    """A document that was not built after a change shows old figures."""
    made = docs.make_docs(package, tables, {})
    assert set(made) == {docs.CODEBOOK, docs.README, docs.CITATION_CFF, docs.CITATION_BIB}
    assert [path for path, data in made.items() if (HOME / path).read_bytes() != data] == [], "run make"


# What is written


@pytest.mark.parametrize(("names", "most"), MOST_WORDS.items(), ids=str)
def test_a_document_is_short(names: tuple[str, ...], most: int) -> None:
    """A README that nobody reads to its end hides what must be known."""
    assert sum(len(text_of(name).split()) for name in names) <= most


@pytest.mark.parametrize("name", [*DOCUMENTS, *TOURS])
def test_links_lead_somewhere(name: str) -> None:
    """No reader may be sent to a page or a heading that is not there."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        path, _, anchor = link.partition("#")
        place = (HOME / name).parent / path if path else HOME / name
        if not re.match(r"https?:", link) and not (place.exists() and anchor_is_there(place, anchor)):
            broken.append(link)
    assert broken == []


def anchor_is_there(place: Path, anchor: str) -> bool:
    """Whether a document has a heading of that name, as GitHub makes it, or an id."""
    if not anchor:
        return True
    text = place.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return anchor in named or f'id="{anchor}"' in text


# What is shown is what one gets


@pytest.mark.parametrize("name", RUN)
def test_python_blocks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever copies the lines of a document must get what it shows. The blocks of a document follow one another."""
    monkeypatch.chdir(HOME)
    space: dict[str, Any] = {}
    outputs = {}
    for block in blocks(name, "python"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.code, name, "exec"), space)
        assert len(space["figures"]) == 9
        outputs[block] = printed.getvalue()
    compare(name, outputs)


@pytest.mark.parametrize("name", RUN)
def test_sql_blocks(name: str, monkeypatch: pytest.MonkeyPatch, tables: Frames) -> None:
    """The query must run in DuckDB, and give no part beside its whole."""
    monkeypatch.chdir(HOME)
    for block in blocks(name, "sql"):
        duckdb = pytest.importorskip("duckdb")
        assert len(duckdb.sql(block.code).fetchall()) == tables["figures_labelled"]["part_of"].isna().sum()


@pytest.mark.parametrize("name", [*RUN, "CONTRIBUTING.md"])
def test_commands(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command of a document must exist; what ``cite`` prints must be what is shown."""
    outputs = {}
    for block in blocks(name, "sh"):
        for line in block.code.splitlines():
            words = shlex.split(line, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words[:1] == ["make"]:
                assert_target(words)
            cited = cite_arguments(words)
            if cited:
                monkeypatch.setattr(sys, "argv", ["cite.py", *cited])
                with pytest.raises(SystemExit) as leaving:
                    runpy.run_path(str(HOME / "scripts" / "cite.py"), run_name="__main__")
                assert leaving.value.code == 0, line
            assert all((HOME / word).exists() for word in words if re.match(r"(scripts|tests|data)/", word)), line
        outputs[block] = capsys.readouterr().out
    compare(name, outputs)


def assert_target(words: list[str]) -> None:
    """Whether the Makefile has the targets that a command names."""
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)
    named = [word for word in words[1:] if "=" not in word and word not in ("-C", "syria-april-2015-figures")]
    assert set(named) <= set(targets), words


def cite_arguments(words: list[str]) -> list[str]:
    """The arguments with which a command calls scripts/cite.py, as the Makefile does; empty for another command."""
    if words[:2] == ["make", "cite"]:
        given = dict(word.split("=") for word in words[2:])
        if "FIGURE" not in given:
            return ["--list"]
        style = ["--style", given["STYLE"]] if "STYLE" in given else []
        return [given["FIGURE"], *style, *(["--full"] if "FULL" in given else [])]
    return words[2:] if words[1:2] == ["scripts/cite.py"] else []


@pytest.mark.slow
def test_r_blocks(missing: Callable[[str, str], Any]) -> None:
    """Whoever copies the lines of a document in R must get what it shows."""
    if shutil.which("Rscript") is None:
        missing("R", "install R with the packages jsonlite, readr and knitr")
    asked = [block for name in RUN for block in blocks(name, "r")]
    check = "stopifnot(nrow(figures) == 9)"
    code = f'\ncat("{SEPARATOR}\\n")\n'.join(f"{block.code}\n{check}" for block in asked)
    command = ["Rscript", "--vanilla", "-e", code]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split(f"{SEPARATOR}\n")
    for name in RUN:
        compare(name, {block: text for block, text in zip(asked, printed, strict=True) if block.document == name})


def test_the_finding_that_is_shown(package_copy: Path) -> None:
    """The README must show a message as a user gets it."""
    path = package_copy / "data" / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",syria,", ",syira,"), encoding="utf-8", newline="")
    message = as_text(validate(package_copy, built=False).findings) + "\n"
    text = text_of("README.md")
    (shown,) = re.findall(r"how to fix it:\n\n```text\n(.*?)```", text, re.DOTALL)
    if os.environ.get("GOLDEN") == "write":
        (HOME / "README.md").write_text(text.replace(shown, message), encoding="utf-8", newline="\n")
    else:
        assert shown == message


def test_the_workflow_that_is_shown() -> None:
    """The step for somebody else's CI must use what our own workflow uses, and a target that there is."""
    (block,) = blocks("README.md", "yaml")
    steps = yaml.safe_load(block.code)
    assert [step["uses"] for step in steps if "uses" in step] == re.findall(
        r"uses: (actions/checkout@\S+)", text_of(".github/workflows/ci.yml")
    )
    assert_target(shlex.split(steps[-1]["run"]))


def test_every_block_is_run_or_marked() -> None:
    """A block in a language that no test runs must say that it was checked by hand."""
    for name in RUN:
        found = [block for block in BLOCK.finditer(text_of(name)) if not block["mark"]]
        assert {block["language"] for block in found} <= {"python", "r", "sh", "sql", "text", "yaml"}
