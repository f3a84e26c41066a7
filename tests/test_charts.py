"""The charts, by the words and shapes that make them up, and by the files that are written.

Each picture is laid out once and drawn once for all tests. Marks are found by their id and turned into numbers by the
ticks of the same sheet.
"""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from PIL import Image
from syria_figures import phrases
from syria_figures.charts import Picture, alt_texts, boards, marks, pictures, statements, style
from syria_figures.charts.frame import Text, width_of
from syria_figures.descriptor import HOME, Package, read_package
from syria_figures.outputs import all_tables
from syria_figures.tables import Frames, Row, records, rows_by
from test_second_package import copied

FOLDER = "data/derived/charts/"
SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


class Drawn:
    """A picture as it is laid out: its words, and its shapes and texts by their id."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.sheet = picture.draw()
        self.texts = [item for item in self.sheet.items if isinstance(item, Text)]
        self.words = " ".join(text.words for text in self.texts)
        items = [*self.sheet.behind, *self.sheet.items]
        self.by_id: dict[str, Any] = {item.gid: item for item in items if item.gid}

    def named(self, prefix: str) -> dict[str, Any]:
        """The shapes and texts of a kind, by what follows the prefix of their id."""
        return {name.removeprefix(prefix): item for name, item in self.by_id.items() if name.startswith(prefix)}


def by_name(tables: Frames) -> dict[str, Drawn]:
    """All pictures of an article by their first path within the folder, without its ending."""
    made = [Drawn(picture) for picture in pictures(tables)]
    return {each.picture.paths[0].removeprefix(FOLDER).rpartition(".")[0]: each for each in made}


@pytest.fixture(scope="module")
def drawn(tables: Frames) -> dict[str, Drawn]:
    """The pictures of the package."""
    return by_name(tables)


@pytest.fixture(scope="module")
def drawn_of_other(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    """The pictures of another article: a range, a decimal share, a word, a figure that nobody else reports."""
    return by_name(all_tables(read_package(copied(tmp_path_factory.mktemp("charts")))))


@pytest.fixture(scope="module")
def figures(tables: Frames) -> list[Row]:
    """The figures that are not part of another."""
    return boards.wholes_of(tables)


def test_another_article_draws(drawn_of_other: dict[str, Drawn]) -> None:
    """A range must have both its ends, a figure that nobody else reports its number, and all stand in the boards."""
    ends = {"range-flood-deaths", "mark-flood-deaths", "mark-flood-deaths-high"}
    assert ends <= set(drawn_of_other["flood-deaths"].by_id)
    assert "dozens" in drawn_of_other["cards/lowmarsh-families-fled"].words
    for name in ("overview", "timeline"):
        assert {"flood-deaths", "lowmarsh-flooded", "tarn-hill-sheltered"} <= set(drawn_of_other[name].named("value-"))


# The words of the pictures


def test_every_statement_is_in_the_words(tables: Frames, figures: list[Row]) -> None:
    """An alternative text must be one short sentence, and the description of a picture lose no statement."""
    for row in alt_texts(tables):
        assert len(row["alt_text"]) < 150
        for figure in (each for each in figures if each["figure_id"] == Path(row["path"]).stem):
            for each in statements.statements_of(tables, figure):
                own = each["publisher"] == each["claimant"]
                assert phrases.value_words(each) in row["description"]
                assert ("on its own page" if own else each["publisher_short"]) in row["description"]


def test_chart_carries_what_must_not_be_lost(drawn: dict[str, Drawn], tables: Frames, figures: list[Row]) -> None:
    """A chart must keep its caveat, claimant, source, date and that it is not verified; a claim is never its title."""
    caveats = rows_by(tables["caveats"].sort_values("kind", kind="stable"), "figure_id")
    for figure in figures:
        each = drawn.get(figure["figure_id"], drawn[f"cards/{figure['figure_id']}"])
        assert each.picture.title == phrases.capital(figure["headline"] or figure["display"])
        for part in ("Reported, not verified", figure["publisher"], figure["display"], figure["claimant"]):
            assert (part or "The article names") in each.words
        if figure["figure_id"] in drawn:
            assert caveats[figure["figure_id"]][0]["caveat"] in each.words
            assert phrases.capital(figure["date_text"]) in each.words


# Marks


def test_marks_stand_at_their_numbers(drawn: dict[str, Drawn], tables: Frames, figures: list[Row]) -> None:
    """Each statement must have the sign of its hedge at its number, by the ticks of its picture, and in its key."""
    for figure in figures:
        rows = statements.statements_of(tables, figure)
        if len(rows) == 1 or statements.parts_of(tables, figure):
            continue
        found = drawn[figure["figure_id"]]
        assert found.named("key-").keys() - marks.SIGNS_OF_DAYS == {"article", "others", *map(marks.sign_of, rows)}
        ticks = sorted((float(name), tick.points[0][0]) for name, tick in found.named("tick-value-").items())
        (low, left), (high, right) = ticks[0], ticks[-1]
        assert low == 0
        (label,) = (text for text in found.texts if text.words == phrases.number(int(high)) and text.colour == "grey")
        assert label.x + width_of(label.words) / 2 == pytest.approx(right, abs=0.01), "a label stands over its tick"
        assert high >= max(place for row in rows for place in marks.places(row))
        for entry in (entry for entries in statements.entries_of(rows).values() for entry in entries):
            at = sorted(x for x, _ in found.by_id[f"mark-{entry.row['statement_id']}"].points)
            if marks.sign_of(entry.row) == "gutter":
                assert at[-1] < left - 2
            for place in marks.places(entry.row)[:1]:
                assert at[0] == pytest.approx(left + place / high * (right - left), abs=0.01)


def test_days_stand_on_their_axis(drawn: dict[str, Drawn], tables: Frames, figures: list[Row]) -> None:
    """Days must stand under their place on the axis, fade where they go beyond it, and have their sign in the key."""
    for found, figure in ((drawn[row["figure_id"]], row) for row in figures if row["figure_id"] in drawn):
        ticks = sorted((int(name), tick.points[0][0]) for name, tick in found.named("tick-day-").items())
        (first, left), (last, right) = ticks[0], ticks[-1]
        days = [datetime.date.fromordinal(tick) for tick in (first, last)]
        assert days[0].year == days[1].year or days[0].day == days[1].day == 1, "a month and a year are its first day"
        wide, signs = (right - left) / (last - first), set()
        for name, shape in found.named("when-").items():
            (row,) = (each for each in statements.statements_of(tables, figure) if each["statement_id"] == name)
            sign, start, end = marks.span_of(row)
            at = sorted(x for x, _ in shape.points)
            if start >= first and end <= last:
                assert (at[0] + at[-1]) / 2 == pytest.approx(left + ((start + end) / 2 - first) * wide, abs=0.01)
                assert sign == "report" or at[-1] - at[0] == pytest.approx(max(2, (end + 1 - start) * wide), abs=0.01)
            beyond = start < first or end > last or bool(row["period_start"]) > bool(row["period_end"])
            signs |= {sign, "open"} if beyond else {sign}
        assert signs == marks.SIGNS_OF_DAYS.keys() & found.named("key-").keys()


def test_one_day_looks_like_one_day() -> None:
    """A single day must not fill its panel, and only the open end of a long bar fade."""
    day = datetime.date(2015, 4, 5)
    row = {**marks.EMPTY, "statement_id": "x", "period_start": day, "period_end": day, "period_basis": "stated"}
    scale = marks.day_scale([row]).within(0, 70)
    assert [x for x, _ in marks.days_mark(row, scale, 0)[0].points] == [30, 40, 40, 30]
    row |= {"period_start": day - datetime.timedelta(days=900)}
    _, fading = marks.days_mark(row, scale, 0)
    assert fading.points[0][0] < 0 < fading.points[1][0] < 15


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
    """A hedge must not be lost in a chart or a strip; only an open line fades, and away from the number."""
    row = {**marks.EMPTY, **cells, "statement_id": "x", "origin": "comparison", "unit": "persons"}
    assert marks.sign_of(row) == sign
    scale = marks.strip_scale([row])
    fading = [shape for shape in marks.mark(row, scale, 0) if shape.fades]
    assert len(fading) == (sign in ("up", "down", "word"))
    for shape in fading:
        (start, _), (end, _) = shape.points[:2]
        assert start == scale.at(5)
        assert (end > start) == (sign != "down")
    root = ET.fromstring(marks.strip(row, scale))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert {name[:2] for name in ids} == {"x-"}
    assert root.attrib["aria-hidden"] == "true"
    codes = next(field.codes for field in package.tables["figures"].fields if field.name == "quantifier")
    assert {each["quantifier"] for each, _ in SIGNS} == set(codes)


def test_what_says_the_same_is_one_row() -> None:
    """Reports of one claimant with the same number, hedge and days must be one row that names its outlets."""
    row = {**marks.EMPTY, "relation": "same_value", "comparability": "same", "origin": "comparison", "claimant_id": "a"}
    row |= {"claimant": "A", "who": "A", "value_label": "26", "agency_short": None}
    row |= {"published_on": datetime.date(2019, 5, 6), "date_text": "published 6 May 2019; no date given"}
    pages = [{**row, "statement_id": name, "publisher": name, "publisher_short": name} for name in "xyz"]
    pages[2] |= {"value_label": "≥26"}
    first, second = statements.entries_of(pages)["same_value"]
    assert (first.who, first.via, first.when) == ("A", "in x and y", "published 6 May 2019")
    assert second.via == "in z"


# The whole and its parts


@pytest.fixture(scope="module")
def whole(tables: Frames, figures: list[Row]) -> Row:
    """A figure that has parts."""
    return next(row for row in figures if statements.parts_of(tables, row))


def test_each_one_of_a_whole_is_drawn(drawn: dict[str, Drawn], tables: Frames, whole: Row) -> None:
    """The picture must show as many people as are counted, part by part, with their shares."""
    for found in (drawn[whole["figure_id"]], drawn[f"cards/{whole['figure_id']}"]):
        for part in statements.parts_of(tables, whole):
            assert len(found.named(f"sign-{part['statement_id']}-")) == part["value"]
            assert f"{part['share_percent']}%" in found.words


def test_many_have_a_bar_of_their_parts(tables: Frames, whole: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a whole that is too many to draw one by one, the parts must be as long as their shares."""
    monkeypatch.setattr(statements, "FEW", 10)
    drawn = Drawn(Picture((), "", "", "", lambda: statements.draw(tables, whole)))
    wide = [bar.points[1][0] - bar.points[0][0] + 1.5 for bar in drawn.named("share-").values()]
    shares = [part["share_percent"] for part in statements.parts_of(tables, whole)]
    assert [round(100 * each / sum(wide)) for each in wide] == shares


def test_parts_without_shares_are_rows(tables: Frames, whole: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a hedged whole has no share that a bar could show: it must have a row with its number and mark."""
    monkeypatch.setattr(statements, "FEW", 10)
    theme, shares = tables[whole["theme"]], tables[whole["theme"]]["share_percent"]
    shareless = tables | {whole["theme"]: theme.assign(share_percent=shares.mask(shares >= 0))}
    drawn = Drawn(Picture((), "", "", "", lambda: statements.draw(shareless, whole)))
    for part in statements.parts_of(tables, whole):
        assert drawn.named(f"mark-{part['statement_id']}")
        assert f"{phrases.capital(part['what'])} {part['value_label']}" in drawn.words


def test_places_are_inside_or_outside(drawn: dict[str, Drawn], tables: Frames, whole: Row) -> None:
    """Where a report puts people must follow from places.part_of: the article's place, inside it, or outside."""
    titles = statements.place_titles(tables, statements.statements_of(tables, whole))
    kinds = dict(zip(tables["places"]["place_id"], tables["places"]["kind"], strict=True))
    assert titles.pop(whole["place_id"]) == f"inside the {kinds[whole['place_id']]}"
    assert "outside: place not named" in titles.values()
    assert all(title.startswith("outside") and title in drawn[whole["figure_id"]].words for title in titles.values())


# The print


def test_words_stand_free(drawn: dict[str, Drawn], drawn_of_other: dict[str, Drawn]) -> None:
    """No text may be too small, cut off, or across another text or an axis; a card holds at most six rows."""
    for each in [*drawn.values(), *drawn_of_other.values()]:
        if "/cards/" in each.picture.paths[0]:
            assert (each.sheet.width * style.CARD_DOTS, each.sheet.height * style.CARD_DOTS) == (1200, 675)
            assert len([name for name in each.named("mark-") if not name.endswith("-high")]) <= 6
        boxes: list[tuple[Box, str]] = []
        for text in each.texts:
            right, top = text.x + width_of(text.words, text.size, text.face), text.y - 0.7 * text.size
            assert text.size >= 8 >= 20 / style.CARD_DOTS
            assert each.sheet.margin - 1 <= text.x <= right <= each.sheet.width - each.sheet.margin / 2, text
            assert 0 <= top <= text.y <= each.sheet.height - 4, (each.picture.paths, text)
            boxes.append(((text.x, top, right, text.y), text.words))
        for axis in (shape for shape in each.sheet.behind if shape.gid):
            (x, top), (_, foot) = axis.points
            boxes.append(((x - 0.5, top, x + 0.5, foot), axis.gid))
        for (a, words), (b, more) in combinations(boxes, 2):
            apart = min(a[2], b[2]) - max(a[0], b[0]) < 0.3 or min(a[3], b[3]) - max(a[1], b[1]) < 0.3
            assert apart or words.startswith(("tick", "article")), (each.picture.paths, words, more)


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


def test_files_are_what_they_are_for(drawn: dict[str, Drawn]) -> None:
    """A PNG must have its size and be small enough to send, an SVG its words, its description and the ids of marks."""
    for path in (HOME / FOLDER).rglob("*.png"):
        with Image.open(path) as image:
            card = path.parent.name == "cards"
            assert image.size == (1200, 675) if card else image.width in (1417, 2339)
            assert card or round(image.info["dpi"][0]) == 200
            assert path.stat().st_size < (100_000 if card else 250_000)
    for path in (HOME / FOLDER).glob("*.svg"):
        root, each = ET.parse(path).getroot(), drawn[path.stem]
        groups = list(root.iter(f"{SVG}g"))
        assert root.findtext(f"{SVG}title") == each.picture.title
        assert root.findtext(f"{SVG}desc") == each.picture.description
        assert [group.attrib["id"] for group in groups if "id" in group.attrib] == list(each.by_id)
        assert {text.words for text in each.texts} == {group.attrib.get("data-words") for group in groups} - {None}


def test_same_bytes_whatever_the_settings(drawn: dict[str, Drawn]) -> None:
    """The same tables must give the same bytes at each build, whatever a user has set for matplotlib."""
    sheet = drawn["timeline"].sheet
    before = sheet.svg("", ""), sheet.png(style.PNG_DOTS)
    with matplotlib.rc_context({"font.family": "serif", "path.simplify": False, "text.hinting": "none"}):
        assert (sheet.svg("", ""), sheet.png(style.PNG_DOTS)) == before


# The timeline


def test_timeline_puts_reports_under_their_day(drawn: dict[str, Drawn], tables: Frames, figures: list[Row]) -> None:
    """Each report of the same thing must be under the day of its report, and the article's apart from all others."""
    values = drawn["timeline"].named("value-")
    for figure in figures:
        assert values[figure["figure_id"]].words == figure["value_label"]
    places: dict[datetime.date, set[float]] = {}
    for row in records(tables["comparisons_labelled"]):
        if row["comparison_id"] in values:
            assert row["relation"] in ("same_value", "other_value")
            if row["published_on"]:
                places.setdefault(row["published_on"], set()).add(round(values[row["comparison_id"]].x))
    assert all(max(places[a]) < min(places[b]) for a, b in pairwise(sorted(places)))


def test_titles_of_boards_are_true(drawn: dict[str, Drawn], tables: Frames, figures: list[Row]) -> None:
    """What the overview and the timeline headline must be counted from the rows, and their caveat touch the numbers."""
    support = records(tables["figure_support"])
    disputed, of_wholes = (sum(row["disputed"] for row in rows) for rows in (support, figures))
    title = f"Other reports dispute {of_wholes} of {len(figures)} figures"
    assert drawn["overview"].picture.title == f"{title}, {disputed} of {len(support)} with their parts"
    matched = [row["matching_claimants"] for row in figures if row["matching_reports"]]
    assert set(matched) == {1}
    title = f"Other reports give {len(matched)} of these {len(figures)} numbers, naming one claimant for each"
    assert drawn["timeline"].picture.title == title
    read = set(tables["comparisons"]["source_id"])
    for name in ("overview", "timeline"):
        (shown,) = (row for row in records(tables["caveats"]) if row["caveat"] in drawn[name].words)
        assert (shown["figure_id"], shown["kind"]) == (None, "contradicted")
        assert read & set(shown["source_ids"].split(";"))
