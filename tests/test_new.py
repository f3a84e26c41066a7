"""Another article: from a text to a valid, built package, by the edits that a person would make.

Both texts are about countries and events that do not exist; the edits are diffs. The English one is in docs/example:
each command of docs/another-article.md is run, and must print what is shown there. The Arabic one is in cases/new.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Callable
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import NoReturn

import build
import new
import pytest
import scan
from syria_figures import draft
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.findings import CouldNotRun
from syria_figures.reading import find_numbers
from syria_figures.tables import load
from syria_figures.validation import Report, validate
from test_docs import Block, blocks, compare, made_by

CASES = Path(__file__).parent / "cases" / "new"
DOCUMENT, FOLDER = "docs/another-article.md", "../karsova-quake"
TOLD = {
    "title": "(Arabic) Floods hit Sahl al-Rumman",
    "publisher": "The Example Daily",
    "published": "2021-03-12",
    "url": "https://example.org/floods",
}
TOLD |= {"language": "ar", "licence": "CC-BY-4.0", "theme": "deaths"}


def begin(folder: Path, text: str = "floods.txt", **told: str) -> int:
    """Begin a package, with other options where they are given."""
    words = [word for name, given in {**TOLD, **told}.items() for word in (f"--{name}", given)]
    return new.main([str(CASES / text), str(folder), *words, "displacement", "damage"])


@dataclass
class Walk:
    """The way that the document shows: what each block printed, and what validation finds before each edit."""

    folder: Path
    text: str
    printed: dict[Block, str] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)

    def run(self, line: str) -> str:
        """What a command of the document prints, with its folder at another place."""
        line, _, shown = line.partition(" | ")
        words = shlex.split(line)
        words = made_by(words) if words[0] == "make" else words
        words = [word.replace(FOLDER, str(self.folder)).replace("$PWD", str(HOME)) for word in words]
        with redirect_stdout(StringIO()) as printed:
            if words[0] == "git":
                self.reports.append(validate(self.folder, self.text, built=False))
                subprocess.run(words, check=True)
            else:
                import_module(Path(words[1]).stem).main(words[2:])
        lines = printed.getvalue().replace(str(self.folder), FOLDER).splitlines(keepends=True)
        end, number = (shown.split(" -n ")[0], int(shown.split(" -n ")[1])) if shown else ("head", len(lines))
        return "".join(lines[:number] if end == "head" else lines[-number:])


@pytest.fixture(scope="session")
def walk(tmp_path_factory: pytest.TempPathFactory, missing: Callable[[str, str], NoReturn]) -> Walk:
    """The commands of the document, in order."""
    if not shutil.which("git"):
        missing("another article", "install git")
    walk = Walk(tmp_path_factory.mktemp("new") / "karsova-quake", (HOME / "docs/example/quake.txt").read_text("utf-8"))
    with pytest.MonkeyPatch.context() as patch, chdir(HOME):
        patch.delenv("GITHUB_ACTIONS", raising=False)
        for block in blocks("sh", DOCUMENT):
            walk.printed[block] = "".join(map(walk.run, block.code.replace("\\\n", "").splitlines()))
    return walk


# The way of the document


def test_the_document_shows_what_is_printed(walk: Walk) -> None:
    """Whoever follows the document must see what it shows."""
    compare(walk.printed)


def test_the_rows_that_are_shown_are_those_of_the_edit() -> None:
    """Whoever copies the rows that explain the tables must get the package that is shown."""
    (block,) = blocks("csv", DOCUMENT)
    edit = (HOME / "docs/example/1-figures.diff").read_text("utf-8").splitlines()
    rows = [line for line in block.code.splitlines() if not line.startswith("#")]
    assert {f"+{row}" for row in rows} <= set(edit)


def test_the_draft_is_a_list_of_what_to_do(walk: Walk) -> None:
    """Each number must be named beside its words, in reading order, in one finding, and nothing else but the source."""
    draft_report, _ = walk.reports
    words = [each.words for each in draft_report.findings]
    assert words[:2] == [None, None], "source and publisher come first"
    numbers = [number.text for number in find_numbers(walk.text)]
    numbers.remove("95")  # the upper end of a range has no finding of its own
    assert len(words) - 2 == len(numbers)
    assert [number for said, number in zip(words[2:], numbers, strict=True) if number not in str(said)] == []


def test_what_is_left_after_the_first_edit(walk: Walk) -> None:
    """When the tables are filled in, only the words of the cells must be missing, in reading order."""
    found = walk.reports[1].findings
    assert {each.problem.partition(":")[0] for each in found} == {"No words of the source are quoted for these cells"}
    assert [each.key for each in found][:3] == ["people-140", "people-80-95", "people-310"]
    assert len(found) == 9


def test_it_is_valid_and_built(walk: Walk) -> None:
    """The edits that are shown must lead to a valid package, with each hedge, range, share, word and part."""
    assert validate(walk.folder, walk.text).findings == []
    assert "9 figures of one article, not compared with other reports" in set(load("alt_texts", walk.folder)["title"])
    assert set(load("figures_labelled", walk.folder)["display"]) == {
        "at least 140 people killed, Karsova",
        "between 80 and 95 people killed, Brenholm",
        "310 people sheltered, Ilmet camp",
        "125 children sheltered, Ilmet camp",
        "90 women sheltered, Ilmet camp",
        "about 2,400 families fled, Brenholm",
        "dozens of families returned, Brenholm",
        "about 35% of the houses destroyed, Brenholm",
        "at most 60 patients treated, Karsova",
    }


def test_the_factsheet_offers_nothing_that_is_not_there(walk: Walk) -> None:
    """Without comparisons there must be no filter for them, and no sentence that speaks of other reports."""
    page = (walk.folder / "data/derived/factsheet.html").read_text("utf-8")
    assert "The one page that was read" in page
    assert 'class="filters"' not in page
    assert "others published about the same quantities" not in page


def test_a_theme_found_late_needs_only_another_descriptor(walk: Walk, tmp_path: Path) -> None:
    """Somebody who needs one more theme must not have to describe its table, nor begin again."""
    (begun,) = (block.code for block in blocks("sh", DOCUMENT) if "scripts/new.py" in block.code)
    begun = begun.replace("\\\n", "").replace("damage", "damage health").replace(FOLDER, str(tmp_path / "again"))
    with chdir(HOME):
        assert new.main(shlex.split(begun)[2:]) == 0
    mine = shutil.copytree(walk.folder, tmp_path / "mine")
    shutil.copy(tmp_path / "again" / DESCRIPTOR, mine)
    assert validate(mine, walk.text, built=False).findings == []
    assert "health" in read_package(mine).tables


def test_an_arabic_text_becomes_a_package(tmp_path: Path, missing: Callable[[str, str], NoReturn]) -> None:
    """Words in Arabic must be drafted, proved and built; the counted noun is translated, which is a judgement."""
    if not shutil.which("git"):
        missing("another article", "install git")
    assert begin(tmp_path / "floods") == 0
    assert scan.main([str(CASES / "floods.txt"), "--package", str(tmp_path / "floods")]) == 0, "of rows only begun"
    drafted = load("figures", tmp_path / "floods")
    read = dict(zip(drafted["value"], drafted["quantifier"], strict=True))
    assert read == {30: "at_least", 40: "approximately", 1250: "unhedged", 400: "unhedged"}
    subprocess.run(["git", "-C", str(tmp_path / "floods"), "apply", "-p0", str(CASES / "floods.diff")], check=True)
    assert build.main(["--package", str(tmp_path / "floods"), "--source", str(CASES / "floods.txt")]) == 0
    report = validate(tmp_path / "floods", (CASES / "floods.txt").read_text("utf-8"))
    said = {layer.name: layer.said for layer in report.layers}
    assert (report.findings, said["proof"]) == ([], "16 cells proved by name, 6 by context, 10 not stated")
    displays = set(load("figures_labelled", tmp_path / "floods")["display"])
    assert {"at least 30 people killed, Sahl al-Rumman", "400 children left, al-Ayn al-Qadima"} < displays


def test_two_drafts_with_one_number_have_two_ids(tmp_path: Path) -> None:
    """A number that a text gives for two things must not make one figure of them."""
    (tmp_path / "text.txt").write_text("It said that 12 people fled. Then 12 people came back.")
    assert begin(tmp_path / "two", str(tmp_path / "text.txt"), language="en") == 0
    assert list(load("figures", tmp_path / "two")["figure_id"]) == ["people-12", "people-12-at-34"]


def test_line_ends_and_no_break_spaces_change_nothing(tmp_path: Path) -> None:
    """A text that was wrapped, or set as French is, must give a draft with which somebody can go on."""
    (tmp_path / "plain.txt").write_text("Plus de 1 200 familles ont fui, au moins 3 villages sont inondés.")
    (tmp_path / "set.txt").write_text("Plus de\n1\u202f200\u00a0familles ont fui, au moins\n3 villages sont inondés.")
    tables = []
    for name in ("plain", "set"):
        assert begin(tmp_path / name, str(tmp_path / f"{name}.txt"), language="fr") == 0
        tables.append([load(table, tmp_path / name) for table in ("figures", "provenance", "other_numbers")])
    assert all(one.equals(other) for one, other in zip(*tables, strict=True))
    assert len(tables[0][0]) == 2


def test_a_number_of_the_title_is_not_drafted(tmp_path: Path) -> None:
    """A headline repeats a number of the text: it must not become a second figure."""
    assert begin(tmp_path / "floods", title="30 شخصا قتلوا") == 0
    assert list(load("figures", tmp_path / "floods")["figure_id"]) == ["figure-1250", "figure-40", "figure-400"]


# All of it or nothing


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "example.org"}, '--url cannot be "example.org"'),
        ({"language": "de"}, "--language is one of ar, en, fr"),
        ({"theme": "figures"}, "no name of a table"),
        ({"text": "no-such.txt"}, "no-such.txt cannot be read"),
    ],
    ids=str,
)
def test_a_wrong_argument_leaves_nothing(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    """What cannot be used must be said in a line, and no folder may be left."""
    with pytest.raises(CouldNotRun) as reason:
        begin(tmp_path / "floods", **wrong)
    assert said in str(reason.value)
    assert "\n" not in str(reason.value)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_argument_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Someone who leaves an option out must read which, and not a page of usage."""
    with pytest.raises(SystemExit) as leaving:
        new.main(["text.txt"])
    assert leaving.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    """A second run must not overwrite what somebody has written into the folder."""
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(CouldNotRun, match="is there already"):
        begin(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle must leave no half of a package."""

    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(draft, "scan", interrupted)
    with pytest.raises(KeyboardInterrupt):
        begin(tmp_path / "floods")
    assert list(tmp_path.iterdir()) == []
