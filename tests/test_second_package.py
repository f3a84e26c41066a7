"""A small second package, about floods in a country that does not exist, is built by the same code.

It is in ``cases/second``: its tables, its text, and in ``own.json`` what its editor writes into the descriptor. It
has what the package of this repository lacks: a range, a decimal share, words in French, three themes, a unit of its
own, a figure without a headline, figures that nobody else reports. It is built once and looked at many times.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import build
import openpyxl
import pytest
from syria_figures import schemas
from syria_figures.charts import alt_texts
from syria_figures.citation import Citations
from syria_figures.derive import derive
from syria_figures.descriptor import DESCRIPTOR, Package, read_package
from syria_figures.docs import BEGIN, END
from syria_figures.draft import Told, descriptor_of
from syria_figures.outputs import all_tables, make_all
from syria_figures.tables import Frames, load, records
from syria_figures.validation import validate

CASE = Path(__file__).parent / "cases" / "second"
OWN = json.loads((CASE / "own.json").read_text("utf-8"))
THEMES = ["loss_of_life", "land_under_water", "displacement"]
README = f"# Floods in Velmora\n\n{BEGIN}\n{END}\n\nThe end.\n"
DISPLAYS = (
    "between 30 and 40 people killed, Velmora",
    "about 12.5% of the town under water, Lowmarsh",
    "120 people sheltered, Tarn Hill",
    "50 children sheltered, Tarn Hill",
    "33 women sheltered, Tarn Hill",
    "dozens of families fled, Lowmarsh",
)


def described() -> dict[str, Any]:
    """The descriptor of this repository as a new package gets it, with the words of its editor."""
    told = Told("", "", datetime.date(2019, 5, 6), "", "en", "CC-BY-4.0", themes=THEMES, units=["families"])
    return {**descriptor_of(OWN["name"], told), **OWN}


def copied(folder: Path) -> Path:
    """The second package in a folder, with nothing built."""
    shutil.copytree(CASE / "data", folder / "data")
    (folder / DESCRIPTOR).write_text(json.dumps(described()), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the second package, built by the command that builds the first."""
    folder = copied(tmp_path_factory.mktemp("velmora") / "package")
    (folder / "README.md").write_text(README, encoding="utf-8")
    assert build.main(["--package", str(folder), "--source", str(CASE / "article.txt")]) == 0
    return folder


@pytest.fixture(scope="session")
def velmora(second: Path) -> Package:
    """Its descriptor, read."""
    return read_package(second)


@pytest.fixture(scope="session")
def frames(velmora: Package) -> Frames:
    """All its tables, as the build had them."""
    return all_tables(velmora)


# It is valid, and proved by its own words


def test_it_is_valid_and_proved(second: Path) -> None:
    """Neither the proof nor what is built may depend on this repository's figures."""
    report = validate(second, (CASE / "article.txt").read_text("utf-8"))
    assert report.findings == []
    said = {layer.name: layer.said for layer in report.layers}
    assert said["proof"] == "29 cells proved by name, 4 by context, 15 not stated"
    assert said["article"].startswith("9 numbers in the text, 9 accounted for")


# Everything is built


def test_each_theme_has_its_table(second: Path) -> None:
    """The tables must follow the themes of the descriptor, and hold the article and what others published."""
    origins = {theme: load(theme, second)["origin"].astype(str).value_counts().to_dict() for theme in THEMES}
    assert origins == {
        "loss_of_life": {"article": 1, "comparison": 5},
        "land_under_water": {"article": 1, "comparison": 2},
        "displacement": {"article": 4, "remainder": 1},
    }
    parts = load("displacement", second).dropna(subset="share_percent")
    assert dict(zip(parts["value"], parts["share_percent"], strict=True)) == {50: 42, 33: 27, 37: 31}


def test_how_others_stand_to_a_figure_is_worked_out(second: Path) -> None:
    """A range must be matched by the same range only, in any language, and a share differ by percentage points."""
    rows = {row["comparison_id"]: row for row in records(load("comparisons_labelled", second))}
    other = dict.fromkeys(("A1", "A2", "A5", "B1", "B2"), "other_value")
    assert {key: row["relation"] for key, row in rows.items()} == other | {"A3": "same_value", "A4": "other_time"}
    assert rows["A3"]["claimants_own_page"]
    assert rows["B1"]["difference"] == 2.5
    assert [rows[key]["value_label"] for key in ("A1", "A2", "A3", "B2")] == ["≥35", ">30", "30–40", "10–15%"]


def test_each_figure_has_its_picture(second: Path) -> None:
    """A figure must not be left out of the pictures because nobody else reports it, or because it is only a word."""
    listed = {row["path"].removeprefix("data/derived/charts/"): row for row in records(load("alt_texts", second))}
    charted = {"flood-deaths", "lowmarsh-flooded", "tarn-hill-sheltered"}
    assert set(listed) == {
        *(f"{name}.{ending}" for name in charted | {"overview", "timeline"} for ending in ("svg", "png")),
        *(f"cards/{name}.png" for name in charted | {"lowmarsh-families-fled"}),
    }
    overview = listed["overview.svg"]["description"]
    assert [each for each in DISPLAYS if each[1:] not in overview] == []


@pytest.mark.parametrize("path", ["README.md", "data/derived/factsheet.html"])
def test_a_document_has_each_figure_in_words(second: Path, path: str) -> None:
    """No figure, hedge or claimant must be lost on the page."""
    page = re.sub(r"\*\*|<[^>]+>", "", (second / path).read_text("utf-8"))
    page = re.sub(r"\s+", " ", page)
    assert [each for each in (*DISPLAYS, "Velmora Relief Board") if each not in page] == []


def test_workbook_and_codebook_have_each_table(second: Path, velmora: Package) -> None:
    """A table must not be missing because its theme is new, and codes must be those of this package."""
    sheets = openpyxl.load_workbook(second / "data/derived/figures.xlsx", read_only=True).sheetnames
    page = (second / "data/README.md").read_text("utf-8")
    tables = set(velmora.tables) - {"alt_texts"}
    assert [name for name in tables if f"{name}.csv" not in sheets or f"### {name}\n" not in page] == []
    assert "`families` (a count of families)" in page


@pytest.mark.parametrize("style", ["text", "apa", "chicago", "un", "bibtex", "csl-json"])
def test_a_citation_keeps_hedge_and_claimant(velmora: Package, frames: Frames, style: str) -> None:
    """A citation of a figure of another package must give its hedge, its claimant and its own article."""
    cited = Citations(velmora, frames).figure("flood-deaths", style, full=True)
    words = ("between 30 and 40 people killed", "Velmora Relief Board", "Sable Courier", "velmora-floods")
    assert [each for each in words if each not in cited] == []


# It knows nothing of this repository's article


def names_of(tables: Frames) -> set[str]:
    """The ids of figures, sources, actors and places, and the names of places; those that are long enough."""
    columns = [(name, f"{name[:-1]}_id") for name in ("figures", "sources", "actors", "places")] + [("places", "name")]
    return {str(cell) for name, column in columns for cell in tables[name][column] if len(str(cell)) > 3}


def text_of(path: Path) -> str:
    """The text of a built file; of a workbook that of all its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
    return path.read_text("utf-8")


def test_nothing_of_this_repositorys_article_is_in_it(second: Path, curated: Frames, frames: Frames) -> None:
    """No sentence, name or id of this article may be in code: it would be published with another one."""
    foreign = sorted(
        {*names_of(curated), "Breitbart", "Syrian", "Palestinian"} - names_of(frames), key=len, reverse=True
    )
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, foreign))})(?![\w-])", re.IGNORECASE)
    texts = {path.name: text_of(path) for path in second.rglob("*") if path.is_file() and path.suffix != ".png"}
    assert {"README.md", "CITATION.cff", "factsheet.html", "figures.xlsx", "overview.svg"} <= set(texts)
    assert {name: pattern.findall(text) for name, text in texts.items() if pattern.search(text)} == {}


# And with nothing to compare


def test_a_package_without_comparisons_is_built(velmora: Package, frames: Frames) -> None:
    """Someone who has no comparison or caveat yet must still see their figures."""
    curated = {table.name: frames[table.name] for table in velmora.curated}
    (article,) = curated["figures"]["source_id"].unique()
    kept: dict[str, Callable[[Any], Any]] = {
        "comparisons": lambda rows: rows["comparison_id"].isna(),
        "caveats": lambda rows: rows["caveat_id"].isna(),
        "sources": lambda rows: rows["source_id"] == article,
        "actors": lambda rows: rows["actor_id"].isin(["relief-board", "blue-lantern", "sable-courier"]),
    }
    curated |= {name: curated[name][rows(curated[name])].reset_index(drop=True) for name, rows in kept.items()}
    assert schemas.check(velmora, curated) == []
    tables = {**curated, **derive(velmora, curated)}
    files = make_all(velmora, tables)
    assert {row["path"] for row in alt_texts(tables)} <= set(files)
    assert "Velmora Relief Board" in files["data/derived/factsheet.html"].decode("utf-8")
