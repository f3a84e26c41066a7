"""The charts, by the words and shapes that they are made of, and by the files that are written.

Each picture is laid out once and drawn once for all tests. Marks are read from the SVG by their id and turned into
numbers by the ticks of the same SVG. A second article, made up here, must draw with no line of code changed.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from syria_figures import phrases
from syria_figures.charts import Picture, alt_texts, make_charts, marks, parts, pictures, statements, style
from syria_figures.charts.frame import Sheet, Text, sentence, width_of
from syria_figures.derive import derive
from syria_figures.descriptor import HOME, Package
from syria_figures.tables import Files, Frames, Row, frame_of, records

FOLDER = "data/derived/charts/"
SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def made(package: Package, tables: Frames) -> Files:
    """What is written for the package."""
    return make_charts(package, tables, {})


@pytest.fixture(scope="module")
def figures(tables: Frames) -> list[Row]:
    """The figures that are no part of another."""
    return [row for row in records(tables["figures_labelled"]) if row["part_of"] is None]


@pytest.fixture(scope="module")
def sheets(tables: Frames, other: Frames) -> list[tuple[Picture, Sheet, float]]:
    """All pictures of both articles as they are laid out."""
    return [(picture, *picture.draw()) for each in (tables, other) for picture in pictures(each)]


class Drawn:
    """An SVG: its words, and its groups by their id."""

    def __init__(self, svg: bytes) -> None:
        self.root = ET.fromstring(svg)
        groups = list(self.root.iter(f"{SVG}g"))
        self.by_id = {group.attrib["id"]: group for group in groups if "id" in group.attrib}
        self.words = " ".join(group.attrib["data-words"] for group in groups if "data-words" in group.attrib)

    def named(self, prefix: str) -> dict[str, ET.Element]:
        """The groups of a kind, by what follows the prefix of their id."""
        return {name.removeprefix(prefix): group for name, group in self.by_id.items() if name.startswith(prefix)}


def extent(group: ET.Element) -> tuple[float, float]:
    """From where to where the outline of a group reaches."""
    data = "".join(path.attrib["d"] for path in group.iter(f"{SVG}path"))
    across = [float(x) for x in re.findall(r"-?[\d.]+", data)][::2]
    return min(across), max(across)


def middle(group: ET.Element) -> float:
    """The middle of a group, from the left."""
    return sum(extent(group)) / 2


# Another article

DAY = datetime.date(2019, 5, 6)
SHARED: dict[str, Row] = {
    "places": {"kind": "camp", "location_code": "FRA"},
    "sources": {"title": "Water", "publisher_id": "gazette", "language": "en"},
    "figures": {"indicator_id": "fled", "unit": "persons", "place_id": "reed", "source_id": "own", "value_text": "-"},
    "comparisons": {"figure_id": "wide", "comparability": "same", "timing": "same", "unit": "persons", "quote": "-"},
}
OTHER: dict[str, list[Row]] = {
    "actors": [
        {"actor_id": "gazette", "name": "Harbour Gazette"},
        {"actor_id": "council", "name": "Harbour Council", "abbreviation": "HC"},
        {"actor_id": "helpers", "name": "volunteers who did not want to give their names"},
    ],
    "places": [{"place_id": "reed", "name": "Reedmarsh"}],
    "indicators": [
        {"indicator_id": "fled", "theme": "deaths", "label": "fled", "unit": "persons"},
        {"indicator_id": "wet", "theme": "territorial_control", "label": "wet", "unit": "percent"},
    ],
    "sources": [
        {"source_id": "own", "published_on": DAY},
        {"source_id": "sahifa", "published_month": "2019-05", "publisher_id": "council", "language": "ar"},
        {"source_id": "mail", "published_month": "2019-05", "publisher_id": "council"},
        {"source_id": "presse", "published_on": DAY, "publisher_id": "council", "language": "fr"},
    ],
    "figures": [
        {"figure_id": "many", "counted": "people", "value": 3000, "quantifier": "at_least", "headline": "Keep this"},
        {"figure_id": "some", "counted": "children", "value": 900, "quantifier": "approximately", "part_of": "many"},
        {"figure_id": "wide", "counted": "residents", "value": 30, "value_high": 40, "quantifier": "between"}
        | {"period_start": DAY, "claimant_id": "council"},
        {"figure_id": "share", "counted": "camp", "value": 12.5, "quantifier": "approximately"}
        | {"indicator_id": "wet", "unit": "percent"},
    ],
    "comparisons": [
        {"comparison_id": "C1", "quantifier": "indefinite", "value_text": "عشرات", "value_language": "ar"},
        {"comparison_id": "C2", "quantifier": "indefinite", "value_text": "a few dozens maybe", "value_language": "en"}
        | {"source_id": "mail"},
        {
            "comparison_id": "C3",
            "quantifier": "at_most",
            "value": 40,
            "value_text": "au plus 40",
            "value_language": "fr",
        }
        | {"claimant_id": "helpers", "source_id": "presse", "comparability": "unclear"},
    ],
}


@pytest.fixture(scope="module")
def other(package: Package) -> Frames:
    """The tables of another article: a range, a share, words in Arabic, a hedged whole, no caveats."""
    some = {"place_id": "reed", "source_id": "sahifa", "counted": "-", "period_basis": "stated"}
    rows = {name: [some | SHARED.get(name, {}) | row for row in each] for name, each in OTHER.items()}
    curated = {table.name: frame_of(table, rows.get(table.name, [])) for table in package.curated}
    return {**curated, **derive(package, curated)}


@pytest.fixture(scope="module")
def drawn_of_other(package: Package, other: Frames) -> dict[str, Drawn]:
    """Its pictures by name."""
    made = make_charts(package, other, {})
    return {Path(path).stem: Drawn(data) for path, data in made.items() if path.endswith(".svg")}


def test_another_article_draws(drawn_of_other: dict[str, Drawn], other: Frames) -> None:
    """Another article's tables must draw with no line of code changed."""
    assert set(drawn_of_other) == {"many", "wide", "overview", "timeline"}
    assert drawn_of_other["many"].root.findtext(f"{SVG}title") == "Keep this"
    assert "Of them: about 900 children." in drawn_of_other["many"].words
    assert drawn_of_other["wide"].root.findtext(f"{SVG}title") == "Between 30 and 40 residents fled, Reedmarsh"
    assert {"range-wide", "mark-wide", "mark-wide-high", "open-C1", "mark-C1", "mark-C2", "open-C3"} <= set(
        drawn_of_other["wide"].by_id
    )
    for name in ("overview", "timeline"):
        assert {"value-many", "value-wide", "value-share"} <= set(drawn_of_other[name].by_id)
    cards = {picture.paths[0] for picture in pictures(other) if "/cards/" in picture.paths[0]}
    assert cards == {f"{FOLDER}cards/{name}.png" for name in ("many", "wide", "share")}


def test_words_without_a_number_stand_in_the_gutter(drawn_of_other: dict[str, Drawn]) -> None:
    """Words that give no number must never stand on the axis, as if they were one."""
    drawn = drawn_of_other["wide"]
    assert extent(drawn.by_id["mark-C2"])[1] < middle(drawn.by_id["tick-value-0"]) - 2
    assert middle(drawn.by_id["mark-C1"]) > middle(drawn.by_id["tick-value-0"])


# Which pictures there are, and their words


def test_each_figure_has_its_pictures(made: Files, tables: Frames, figures: list[Row]) -> None:
    """A figure must not go without a picture, nor a picture without its row of alternative text."""
    compared = set(tables["comparisons"]["figure_id"]) | set(tables["figures"]["part_of"].dropna())
    names = {row["figure_id"] for row in figures if row["figure_id"] in compared} | {"overview", "timeline"}
    expected = {f"{FOLDER}{name}.{form}" for name in names for form in ("svg", "png")}
    expected |= {f"{FOLDER}cards/{row['figure_id']}.png" for row in figures}
    assert set(made) == expected | {"data/derived/alt_texts.csv"}


def test_alternative_texts_fit_the_files(made: Files, package: Package, tables: Frames) -> None:
    """The table must hold each picture's size and hash, one short sentence, and every statement in words."""
    lines = made["data/derived/alt_texts.csv"].decode().splitlines()[1:]
    rows = alt_texts(package, tables)
    assert len(lines) == len(rows) == len(made) - 1
    for row, line in zip(sorted(rows, key=lambda row: str(row["path"])), lines, strict=True):
        data = made[row["path"]]
        assert line.startswith(f"{row['path']},")
        assert line.endswith(f",{len(data)},{hashlib.sha256(data).hexdigest()}")
        assert len(row["alt_text"]) < 150
    for row in rows:
        for figure in records(tables["figures_labelled"]):
            if figure["figure_id"] == Path(row["path"]).stem:
                for each in statements.statements_of(tables, figure):
                    own = each["publisher"] == each["claimant"]
                    assert phrases.value_words(each) in row["description"]
                    assert ("on its own page" if own else each["publisher_short"]) in row["description"]


def test_alternative_texts_need_no_drawing() -> None:
    """Validation compares the words of pictures: it must not wait for matplotlib."""
    code = (
        "import sys; from syria_figures.charts import alt_texts; from syria_figures.outputs import all_tables; "
        "from syria_figures.descriptor import HOME, read_package; package = read_package(HOME); "
        "assert alt_texts(package, all_tables(package)); sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=HOME, env={"PYTHONPATH": str(HOME / "scripts")})


def test_title_is_the_takeaway(tables: Frames, figures: list[Row]) -> None:
    """A contradicted claim must never be a title: the title is the editor's headline."""
    rows = {Path(str(row.paths[0])).stem: row for row in pictures(tables)}
    for figure in figures:
        assert rows[figure["figure_id"]].title == sentence(figure["headline"] or figure["display"])
        if "contradicted" in (figure["caveat_kinds"] or ""):
            assert rows[figure["figure_id"]].title != sentence(figure["display"])


def test_chart_carries_what_must_not_be_lost(made: Files, tables: Frames, figures: list[Row]) -> None:
    """A chart that is copied to a report must keep its caveat, claimant, source, date, and that it is not verified."""
    kinds = list(tables["caveats"]["kind"].cat.categories)
    for figure in figures:
        svg = made.get(f"{FOLDER}{figure['figure_id']}.svg")
        if svg is None:
            continue
        words = Drawn(svg).words
        caveats = [row for row in records(tables["caveats"]) if row["figure_id"] == figure["figure_id"]]
        first = min(caveats, key=lambda row: kinds.index(row["kind"]))
        for part in (first["caveat"], "Reported, not verified", figure["publisher"], sentence(figure["date_text"])):
            assert part in words
        assert f"reports {figure['display']}" in words
        assert figure["claimant"] is None or figure["claimant"] in words


# Marks


def test_marks_stand_at_their_numbers(made: Files, tables: Frames, figures: list[Row]) -> None:
    """Each statement must have the sign of its hedge at its number, as the ticks of the same picture measure it."""
    checked = 0
    for figure in figures:
        rows = statements.statements_of(tables, figure)
        if len(rows) == 1 or parts.whole_of(tables, figure).parts:
            continue
        drawn = Drawn(made[f"{FOLDER}{figure['figure_id']}.svg"])
        ticks = sorted((float(name), middle(group)) for name, group in drawn.named("tick-value-").items())
        (low, left), (high, right) = ticks[0], ticks[-1]
        assert low == 0
        assert high >= max(place for row in rows for place in marks.places(row))
        for row in [entry.row for entries in statements.entries_of(rows).values() for entry in entries]:
            group, sign = drawn.by_id[f"mark-{row['statement_id']}"], marks.sign_of(row)
            assert drawn.by_id[f"value-{row['statement_id']}"].attrib["data-words"] in row["value_label"]
            for place in marks.places(row)[:1]:
                at = extent(group)[0] if sign == "word" else middle(group)
                assert at == pytest.approx(left + (place - low) / (high - low) * (right - left), abs=0.3)
            assert bool(group.find(f"{SVG}path[@fill='none']") is not None) == (sign in ("about", "word", "gutter"))
            opened = drawn.by_id.get(f"open-{row['statement_id']}")
            assert (opened is not None) == (sign in ("up", "down", "word"))
            if opened is not None:
                assert extent(opened)[sign != "down"] == pytest.approx(left if sign == "down" else right, abs=12)
            checked += 1
    assert checked > 50


SIGNS: list[tuple[Row, str]] = [
    ({"quantifier": "unhedged", "value": 5}, "given"),
    ({"quantifier": "approximately", "value": 5}, "about"),
    ({"quantifier": "more_than", "value": 5}, "up"),
    ({"quantifier": "at_least", "value": 5}, "up"),
    ({"quantifier": "less_than", "value": 5}, "down"),
    ({"quantifier": "at_most", "value": 5}, "down"),
    ({"quantifier": "between", "value": 5, "value_high": 8}, "range"),
    ({"quantifier": "indefinite", "value_min": 5}, "word"),
    ({"quantifier": "indefinite"}, "gutter"),
]


@pytest.mark.parametrize(("cells", "sign"), SIGNS)
def test_each_hedge_has_one_sign(cells: Row, sign: str, package: Package) -> None:
    """A hedge must not be lost, in a chart as in a strip; only a line that opens fades, and away from the number."""
    row = {**marks.EMPTY, **cells, "statement_id": "x", "origin": "comparison", "unit": "persons"}
    assert marks.sign_of(row) == sign
    scale = marks.strip_scale([row])
    shapes = marks.mark(row, scale, 0)
    fading = [shape.fade for shape in shapes if shape.fade]
    assert len(fading) == (sign in ("up", "down", "word"))
    for start, end in fading:
        assert start == scale.at(5)
        assert (end > start) == (sign != "down")
    root = ET.fromstring(marks.strip([row], scale, prefix="s7-"))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert {name[:3] for name in ids} == {"s7-"}
    assert root.attrib["aria-hidden"] == "true"
    codes = next(field.codes for field in package.tables["figures"].fields if field.name == "quantifier")
    assert {each["quantifier"] for each, _ in SIGNS} == set(codes)


DAYS: list[tuple[Row, str, int | None]] = [
    ({"period_start": DAY, "period_end": DAY, "period_basis": "stated"}, "stated", 1),
    ({"period_start": DAY, "period_end": DAY, "period_basis": "inferred"}, "inferred", None),
    ({"published_on": DAY}, "report", 1),
    ({"published_month": "2019-05"}, "month", 1),
    ({}, "", 0),
]


@pytest.mark.parametrize(("cells", "sign", "count"), DAYS)
def test_days_have_their_sign(cells: Row, sign: str, count: int | None) -> None:
    """A day of report must not look like a day of the figure, nor an inferred day like a stated one."""
    row = {**marks.EMPTY, **cells, "statement_id": "x", "origin": "article"}
    scale = marks.Scale(DAY.toordinal() - 40, DAY.toordinal() + 40)
    shapes = marks.days_mark(row, scale, 0)
    assert marks.day_sign_of(row) == sign
    assert len(shapes) == count if count is not None else len(shapes) > 2
    assert all(shape.colour == "article" for shape in shapes)
    since = marks.days_mark({**row, "period_start": DAY, "period_end": None, "period_basis": "stated"}, scale, 0)
    assert [shape.fade is not None for shape in since] == [True]


def test_key_holds_the_signs_of_its_chart(made: Files, tables: Frames, figures: list[Row]) -> None:
    """The key must explain each sign of the chart, and none that it does not have."""
    for figure in figures:
        svg, rows = made.get(f"{FOLDER}{figure['figure_id']}.svg"), statements.statements_of(tables, figure)
        if svg and not parts.whole_of(tables, figure).parts:
            signs = {marks.sign_of(row) for row in rows} | {marks.day_sign_of(row) for row in rows}
            signs |= {"open" for row in rows if bool(row["period_start"]) != bool(row["period_end"])}
            assert set(Drawn(svg).named("key-")) == {"article", "others", *signs - {""}}


def test_what_says_the_same_is_one_row() -> None:
    """Reports of one claimant with the same number, hedge and days must be one row that names its outlets."""
    row = {**marks.EMPTY, "relation": "same_value", "comparability": "same", "origin": "comparison", "claimant_id": "a"}
    row |= {"claimant": "A", "who": "A", "value_label": "26", "published_on": DAY, "agency_short": None}
    pages = [{**row, "statement_id": name, "publisher": name, "publisher_short": name} for name in "xyz"]
    pages[2] |= {"value_label": "≥26"}
    first, second = statements.entries_of(pages)["same_value"]
    assert (first.who, first.via, first.when) == ("A", "in x and y", "published 6 May 2019")
    assert second.via == "in z"


# The whole and its parts


def test_each_one_of_a_whole_is_drawn(made: Files, tables: Frames, figures: list[Row]) -> None:
    """As many people must stand in the picture as are counted, part by part, with shares that add up to 100."""
    for figure in figures:
        whole = parts.whole_of(tables, figure)
        if not whole.parts:
            continue
        drawn = Drawn(made[f"{FOLDER}{figure['figure_id']}.svg"])
        assert len(drawn.named("sign-")) == whole.row["value"]
        for part in whole.parts:
            assert len(drawn.named(f"sign-{part['statement_id']}-")) == part["value"]
            assert f"{part['share_percent']}%" in drawn.words
        assert sum(part["share_percent"] for part in whole.parts) == 100


def test_places_are_inside_or_outside(made: Files, tables: Frames, figures: list[Row]) -> None:
    """Where a report puts people must be told from places.part_of: the article's place, inside it, or outside."""
    whole = next(row for row in figures if parts.whole_of(tables, row).parts)
    rows = statements.statements_of(tables, whole)
    titles = parts.places_of(tables, rows)
    assert titles[whole["place_id"]] == f"inside {whole['place']}"
    assert all(title.startswith("outside: ") for place, title in titles.items() if place != whole["place_id"])
    places = {row["place_id"]: row for row in records(tables["places"])}
    named = [{"place_id": whole["place_id"]}, {"place_id": places[whole["place_id"]]["part_of"]}]
    assert list(parts.places_of(tables, named).values())[1].startswith("wider: ")
    signs = Drawn(made[f"{FOLDER}{whole['figure_id']}.svg"]).named("place-")
    own = middle(signs.pop(whole["figure_id"]))
    assert own < min(middle(group) for group in signs.values())


# The print


def bounds(text: Text) -> Box:
    """The box of a text's letters, without the descent of a few."""
    return text.x, text.y - 0.7 * text.size, text.x + width_of(text.words, text.size, text.face), text.y


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.3 and min(a[3], b[3]) - max(a[1], b[1]) > 0.3


def test_words_stand_free(sheets: list[tuple[Picture, Sheet, float]]) -> None:
    """No text may be cut, lie on another text, or lie across an axis."""
    for picture, sheet, height in sheets:
        texts = [item for item in sheet.items if isinstance(item, Text)]
        boxes = [(bounds(text), text.words) for text in texts]
        for (left, top, right, foot), words in boxes:
            across = sheet.margin - 1 <= left <= right <= sheet.width - sheet.margin / 2
            assert across, (picture.paths, words)
            assert 0 <= top <= foot <= height - 4, (picture.paths, words)
        for (a, words), (b, more) in combinations(boxes, 2):
            assert not overlap(a, b), (picture.paths, words, more)
        for shape in sheet.behind:
            if shape.gid.startswith("tick-") or shape.gid == "article-line":
                (_, x, top), (_, _, foot) = shape.steps
                for box, words in boxes:
                    assert not overlap(box, (x - 0.5, top, x + 0.5, foot)), (picture.paths, words, shape.gid)


def test_letters_are_large_enough(sheets: list[tuple[Picture, Sheet, float]]) -> None:
    """Text must be at least 8 points in print and 20 pixels on a card, and a card holds at most six rows."""
    for picture, sheet, height in sheets:
        card = "/cards/" in picture.paths[0]
        texts = [item for item in sheet.items if isinstance(item, Text)]
        assert min(text.size for text in texts) >= (20 / style.CARD_DOTS if card else 8)
        if card:
            assert (sheet.width * style.CARD_DOTS, height * style.CARD_DOTS) == (1200, 675)
            assert sum(text.gid.startswith("value-") for text in texts) <= 6
            assert any(text.words == "Reported, not verified." for text in texts)


def test_colours_can_be_read() -> None:
    """Marks must stand out from paper and tint by 3:1, and words by 4.5:1."""

    def light(name: str) -> float:
        parts_of = [int(style.COLOURS[name][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_of]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    least = {"article": 3, "others": 4.5, "article_text": 4.5, "ink": 4.5, "grey": 4.5}
    for name, contrast in least.items():
        assert all((light(ground) + 0.05) / (light(name) + 0.05) >= contrast for ground in ("paper", "tint")), name
    assert (light("paper") + 0.05) / (light("unsaid") + 0.05) >= 3


def test_pictures_have_their_size(made: Files) -> None:
    """A card must be 1200 by 675 pixels, a chart for a column 180 mm wide at 200 dots an inch."""
    for path, data in made.items():
        if path.endswith(".png"):
            width, height = struct.unpack(">II", data[16:24])
            assert b"tIME" not in data[:200]
            if "/cards/" in path:
                assert (width, height) == (1200, 675)
            else:
                assert width in (1417, 2339)
                assert struct.unpack(">II", data[data.index(b"pHYs") + 4 :][:8]) == (7874, 7874)


def test_same_bytes_whatever_the_settings(made: Files, tables: Frames) -> None:
    """The same tables must give the same bytes at each build, whatever a user has set for matplotlib."""
    chosen = [picture for picture in pictures(tables) if len(picture.paths) == 2][-1]
    with matplotlib.rc_context({"font.family": "serif", "path.simplify": False, "text.hinting": "none"}):
        sheet, height = chosen.draw()
        assert sheet.svg(height, chosen.title, chosen.description) == made[chosen.paths[0]]
        assert sheet.png(height, style.PNG_DOTS) == made[chosen.paths[1]]


# The timeline


def test_timeline_puts_reports_under_their_day(made: Files, tables: Frames, figures: list[Row]) -> None:
    """Each report of the same thing must stand under the day of its report, and the article's apart from all others."""
    drawn = Drawn(made[f"{FOLDER}timeline.svg"])
    values = drawn.named("value-")
    places: dict[Any, set[float]] = {}
    for figure in figures:
        assert values[figure["figure_id"]].attrib["data-words"] == figure["value_label"]
    for row in records(tables["comparisons_labelled"]):
        group = values.get(row["comparison_id"])
        if group is not None and row["published_on"]:
            x = float(re.findall(r"translate\(([\d.]+)", group.attrib["transform"])[0])
            places.setdefault(row["published_on"], set()).add(round(x))
        assert group is None or row["comparability"] == "same"
    days = sorted(places)
    assert all(max(places[a]) <= min(places[b]) for a, b in pairwise(days))
