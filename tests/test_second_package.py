"""The proof is general: a second small package, from a text about an invented place, is proved by the same code.

It has what the article lacks: a range, a decimal percentage, figures of two camps "near" the same city, a period of two
sentences, and no comparisons and caveats at all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from syria_figures.article import Text
from syria_figures.descriptor import DESCRIPTOR, HOME, read_package
from syria_figures.refresh import fix
from syria_figures.scanning import scan
from syria_figures.tables import csv_bytes, load_curated, text_of
from syria_figures.validation import Report, validate

SOURCE = "harbour-bulletin-2019-05-06"
TEXT = Text(
    "Water rose in a second camp near Oldhaven.\n\n"
    "On May 3, between 30 and 40 residents fled Reedmarsh, a camp near Oldhaven, the harbour council reported. "
    "It said that water covered about 12.5 percent of the camp until Sunday. "
    "The council moved 18 people to Saltfield, another camp near Oldhaven, including 7 children."
)


def anchors(figure: str, **fields: list[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    """Rows of provenance: for each field the words, in the order of the text, each with what it stands for, if any.

    Words that stand several times in the text come with the words right before them: ("camp", "of the ").
    """
    for field, quotes in fields.items():
        for number, (words, *more) in enumerate(quotes, start=1):
            before, stands_for = (*more, "", None)[:2]
            start = TEXT.content.index(before + words) + len(before)
            yield {
                "provenance_id": f"{figure}.{field}.{number}",
                "figure_id": figure,
                "field": field,
                "exact": words,
                "start": start,
                "end": start + len(words),
                "basis": "context" if stands_for else "stated",
                "context_of": f"{figure}.{field}.{stands_for}" if stands_for else None,
            }


def figure(figure_id: str, indicator: str, counted: str, **cells: Any) -> dict[str, Any]:
    """A row of figures, with what most figures of the text share."""
    return {
        "figure_id": figure_id,
        "indicator_id": indicator,
        "counted": counted,
        "unit": "persons",
        "quantifier": "unhedged",
        "period_end": "2019-05-06",
        "period_basis": "publication",
        "source_id": SOURCE,
    } | cells


MOVED = {"place_id": "saltfield", "actor_ids": "harbour-council"}
TABLES: dict[str, list[dict[str, Any]]] = {
    "figures": [
        figure(
            *("reedmarsh-fled", "residents_fled", "residents"),
            value=30,
            value_high=40,
            quantifier="between",
            value_text="between 30 and 40",
            place_id="reedmarsh",
            claimant_id="harbour-council",
            period_start="2019-05-03",
            period_end="2019-05-03",
            period_basis="stated",
        ),
        figure(
            *("reedmarsh-flooded", "area_flooded", "camp"),
            value="12.5",
            unit="percent",
            quantifier="approximately",
            value_text="about 12.5 percent",
            place_id="reedmarsh",
            claimant_id="harbour-council",
            period_start="2019-05-03",
            period_end="2019-05-05",
            period_basis="inferred",
        ),
        figure("saltfield-moved", "people_moved", "people", value=18, value_text="18", **MOVED),
        figure(
            *("saltfield-moved-children", "people_moved", "children"),
            value=7,
            value_text="7",
            part_of="saltfield-moved",
            **MOVED,
        ),
    ],
    "provenance": [
        *anchors(
            "reedmarsh-fled",
            indicator=[("fled",)],
            counted=[("residents",)],
            value=[("between 30 and 40",)],
            place=[("Reedmarsh",)],
            period=[("May 3",)],
            claimant=[("harbour council",)],
        ),
        *anchors(
            "reedmarsh-flooded",
            indicator=[("covered",)],
            counted=[("camp", "of the ")],
            value=[("about 12.5 percent",)],
            place=[("Reedmarsh",), ("the camp", "of ", 1)],
            period=[("May 3",), ("Sunday",)],
            claimant=[("harbour council",), ("It", "", 1)],
        ),
        *anchors(
            "saltfield-moved",
            indicator=[("moved",)],
            counted=[("people",)],
            value=[("18",)],
            place=[("Saltfield",)],
            actor=[("harbour council",), ("The council", "", 1)],
        ),
        *anchors(
            "saltfield-moved-children",
            indicator=[("moved",)],
            counted=[("children",)],
            value=[("7",)],
            place=[("Saltfield",)],
            actor=[("harbour council",), ("The council", "", 1)],
            part_of=[("including",)],
        ),
    ],
    "other_numbers": [{"source_id": SOURCE, "exact": "second", "start": 16, "end": 22, "reason": "Counts camps."}],
    "comparisons": [],
    "caveats": [],
    "sources": [
        {
            "source_id": SOURCE,
            "kind": "reference",
            "title": "A text about an invented place",
            "publisher_id": "harbour-council",
            "published_on": "2019-05-06",
            "published_basis": "stated",
            "accessed_on": "2026-11-23",
            "language": "en",
            "url": "https://example.org/harbour",
            "text_sha256": TEXT.sha256,
            "text_characters": len(TEXT.content),
        }
    ],
    "actors": [{"actor_id": "harbour-council", "name": "the harbour council", "kind": "government"}],
    "places": [
        {"place_id": "coast", "name": "The coast", "kind": "country", "location_code": "XXA"},
        {"place_id": "oldhaven", "name": "Oldhaven", "kind": "city", "location_code": "XXA", "part_of": "coast"},
        *(
            {"place_id": place, "name": place.title(), "kind": "camp", "location_code": "XXA", "part_of": "oldhaven"}
            for place in ("reedmarsh", "saltfield")
        ),
    ],
    "indicators": [
        {"indicator_id": name, "theme": theme, "label": label, "definition": f"{label}.", "unit": unit}
        for name, theme, label, unit in (
            ("area_flooded", "territorial_control", "under water", "percent"),
            ("people_moved", "yarmouk_civilians", "moved", "persons"),
            ("residents_fled", "yarmouk_civilians", "fled", "persons"),
        )
    ],
    "wordings": [
        {"table": table, "row_id": row, "wording": wording, "language": "en"}
        for table, row, wording in (
            ("actors", "harbour-council", "harbour council"),
            ("indicators", "area_flooded", "covered"),
            ("indicators", "people_moved", "moved"),
            ("indicators", "residents_fled", "fled"),
            ("places", "reedmarsh", "Reedmarsh"),
            ("places", "saltfield", "Saltfield"),
        )
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The second package, with the descriptor of this one but for what is built."""
    raw = json.loads((HOME / DESCRIPTOR).read_text(encoding="utf-8"))
    raw["resources"] = [each for each in raw["resources"] if each["name"] in TABLES]
    raw["sources"] = [{"title": each["title"], "path": each["url"]} for each in TABLES["sources"]]
    raw["name"] = "harbour"
    (tmp_path / "data").mkdir()
    (tmp_path / DESCRIPTOR).write_text(json.dumps(raw), encoding="utf-8")
    package = read_package(tmp_path)
    for name, rows in TABLES.items():
        columns = package.tables[name].columns
        cells = [["" if row.get(column) is None else str(row[column]) for column in columns] for row in rows]
        (tmp_path / package.tables[name].path).write_bytes(csv_bytes(columns, cells))
    fix(package)
    return tmp_path


def said(report: Report) -> dict[str, str]:
    """What each layer says of what it looked at."""
    return {layer.name: layer.said for layer in report.layers}


def test_a_package_about_another_place_is_proved(folder: Path) -> None:
    """The proof could know the nine figures by heart."""
    report = validate(folder, TEXT)
    assert report.findings == []
    assert said(report)["proof"] == "18 cells proved by name, 5 by context, 9 not stated"
    assert said(report)["article"] == "7 numbers in the text, 7 accounted for"


@pytest.mark.parametrize(
    ("was", "now", "column"),
    [
        ("30,40,persons", "30,45,persons", "value_high"),
        ("12.5,,percent", "12,,percent", "value"),
        ("between 30 and 40,reedmarsh", "between 30 and 40,saltfield", "place_id"),
        ("about 12.5 percent,reedmarsh", "about 12.5 percent,saltfield", "place_id"),
        ("2019-05-03,2019-05-05,inferred", "2019-05-03,2019-05-04,inferred", "period_end"),
        ("2019-05-03,2019-05-03,stated", "2019-05-03,2019-05-03,inferred", "period_basis"),
        ("2019-05-03,2019-05-05,inferred", "2019-05-03,2019-05-05,stated", "period_basis"),
        (",harbour-council,saltfield-moved,", ",harbour-council,reedmarsh-fled,", "part_of"),
    ],
)
def test_a_changed_cell_of_it_is_named(folder: Path, was: str, now: str, column: str) -> None:
    """A range, a decimal share, one of two camps near the same city or a basis could be changed unseen."""
    path = folder / "data" / "figures.csv"
    before = path.read_text(encoding="utf-8")
    assert before.count(was) == 1
    path.write_text(before.replace(was, now), encoding="utf-8", newline="")
    fix(read_package(folder))
    assert ("data/figures.csv", column) in {(each.file, each.column) for each in validate(folder, TEXT).findings}


def test_a_text_of_no_source_is_scanned_all_the_same(folder: Path) -> None:
    """Someone who adds an article could be told that its numbers are accounted for by another one."""
    found = scan(load_curated(read_package(folder)), Text("Some 300 people came, and 5 per cent of them or more left."))
    assert found.source_id is None
    assert [(each.number, each.accounted_for_by) for each in found.sightings] == [("300", None), ("5", None)]
    rows = [each.rows_to_start_from for each in found.sightings]
    assert rows[0]["provenance"] == "new-figure.value.1,new-figure,value,Some 300,0,8,stated,,"  # type: ignore[index]
    assert rows[1]["figures"].split(",")[3:8] == ["5", "", "percent", "unhedged", "5 per cent"]  # type: ignore[index]


def test_a_text_of_none_of_two_sources_is_named(folder: Path) -> None:
    """A text could be given that is held against nothing, and the run pass for a proof."""
    for name in ("sources", "other_numbers"):
        path = folder / "data" / f"{name}.csv"
        row = path.read_text(encoding="utf-8").splitlines()[1]
        other = row.replace(SOURCE, "another-text").replace("/harbour", "/another").replace(TEXT.sha256, "0" * 64)
        path.write_text(f"{path.read_text(encoding='utf-8')}{other}\n", encoding="utf-8", newline="")
    words = "Another text of the harbour council, 6 May 2019, gives a number."
    caveat = f'article-incomplete,,incomplete,"{words}",,another-text\n'
    with (folder / "data" / "caveats.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(caveat)
    fix(read_package(folder))
    assert validate(folder, TEXT).findings == []
    (found,) = validate(folder, Text("Another text. 5 people came.")).findings
    assert (found.file, found.column) == ("data/sources.csv", "text_sha256")
    assert "is that of no source" in found.problem


def test_its_own_text_is_recognized(folder: Path) -> None:
    """The scan could list what is accounted for as new."""
    found = scan(load_curated(read_package(folder)), TEXT)
    assert (found.source_id, len(found.new)) == (SOURCE, 0)
    assert {text_of(each.start): each.accounted_for_by for each in found.sightings}["16"] == "other_numbers 16"


def test_what_is_copied_stays_whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A package could depend on the folder that it was made in."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(folder, elsewhere)
    assert validate(elsewhere, TEXT).valid
