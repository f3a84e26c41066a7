"""The charts, read back from the files that are written.

Four tiers: what a chart must carry (files, alternative texts, caveats, claimant, source, date); the marks, read from
the SVG by their ``gid``, turned into numbers and days by the ticks of the same SVG, held against the tables, and missed
when any one of them is taken away; the print (sizes of type, margins, nothing over anything else); the same bytes
wherever they are built.
"""

from __future__ import annotations

import copy
import hashlib
import html
import io
import itertools
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox
from syria_figures.charts import MODULES, charts_of, make_charts, overview, style, yarmouk_control, yarmouk_deaths
from syria_figures.charts.frame import Chart, Frame, draw, settings
from syria_figures.charts.reports import statements_of
from syria_figures.charts.sheet import Sheet, disc
from syria_figures.charts.war_deaths import method_of
from syria_figures.derive import derive_all
from syria_figures.descriptor import HOME, Package
from syria_figures.errors import CouldNotRun
from syria_figures.frames import Frames, rows_of, typed
from syria_figures.making import Context, context_of
from syria_figures.tables import Row, load_rows

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [module.__name__.rpartition(".")[2].replace("_", "-") for module in MODULES]
REPORTS = {
    "prisoners-released": ("prisoners_released", "prisoners-released"),
    "residents-fled": ("yarmouk_civilians", "yarmouk-residents-fled"),
    "war-deaths": ("deaths", "war-deaths"),
    "yarmouk-control": ("territorial_control", "yarmouk-control"),
    "yarmouk-deaths": ("deaths", "yarmouk-clash-deaths"),
}
CIVILIANS = ("yarmouk-civilians-assisted", "yarmouk-women-assisted", "yarmouk-children-assisted")
FIGURES = {name: [figure] for name, (_, figure) in REPORTS.items()} | {"yarmouk-civilians": [CIVILIANS[0]]}


class Drawn:
    """The groups of an SVG by their id, read without any of the code that drew it."""

    def __init__(self, svg: bytes) -> None:
        parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        self.root = ET.fromstring(svg, parser)
        self.all = [group for group in self.root.iter(f"{SVG}g") if "id" in group.attrib]

    @property
    def ids(self) -> Counter[str]:
        """How often each id stands in the picture."""
        return Counter(group.attrib["id"] for group in self.all)

    def named(self, prefix: str) -> dict[str, ET.Element]:
        """The groups of a kind, by what follows the prefix of their id."""
        return {group.attrib["id"][len(prefix) :]: group for group in self.all if group.attrib["id"].startswith(prefix)}

    def text(self, name: str) -> str:
        """The words of a text that is drawn as outlines; matplotlib keeps them in a comment."""
        group = next((group for group in self.all if group.attrib["id"] == name), ET.Element("g"))
        return "".join(_words(group))

    def words(self) -> str:
        """All texts, in the order in which they were drawn."""
        return " ".join(words for group in self.all if (words := "".join(_words(group, deep=False))))

    def without(self, name: str) -> Drawn:
        """The same picture without one group."""
        other = copy.copy(self)
        other.all = [group for group in self.all if group.attrib["id"] != name]
        return other


def _words(group: ET.Element, deep: bool = True) -> Iterator[str]:
    for part in group.iter() if deep else group:
        if callable(part.tag):  # a comment
            yield html.unescape(part.text or "").strip()


def extent(group: ET.Element) -> tuple[float, float]:
    """From where to where a group reaches, in points from the left."""
    data = "".join(path.attrib["d"] for path in group.iter(f"{SVG}path"))
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", data)]
    return min(numbers[::2]), max(numbers[::2])


def middle(group: ET.Element) -> float:
    """The middle of a group, in points from the left."""
    return sum(extent(group)) / 2


def curved(group: ET.Element) -> bool:
    """Whether an outline has a curve: a disc, not a square."""
    return any("C" in path.attrib["d"] for path in group.iter(f"{SVG}path"))


class Scale:
    """From points to numbers, by the first and the last tick that is drawn."""

    def __init__(self, ticks: dict[str, ET.Element], number: Any) -> None:
        known = sorted((number(name), middle(group)) for name, group in ticks.items())
        (self.low, self.left), (high, right) = known[0], known[-1]
        self.step = (high - self.low) / (right - self.left)
        assert all(abs(self.at(x) - value) < self.step / 100 for value, x in known), "the ticks stand unevenly"

    def at(self, x: float) -> float:
        """The number at a place."""
        return float(self.low + (x - self.left) * self.step)


@pytest.fixture(scope="module")
def context(package: Package) -> Context:
    """The tables that the charts are drawn from."""
    return context_of(package)


@pytest.fixture(scope="module")
def charts(context: Context) -> dict[str, Chart]:
    """The charts by name."""
    return {chart.name: chart for chart in charts_of(context.frames)}


@pytest.fixture(scope="module")
def files(context: Context) -> dict[str, bytes]:
    """What is written, by path."""
    return make_charts(context)


@pytest.fixture(scope="module")
def drawn(files: dict[str, bytes]) -> dict[str, Drawn]:
    """The pictures as read back, by name."""
    return {name: Drawn(files[f"data/derived/charts/{name}.svg"]) for name in NAMES}


# What a chart must carry


def test_each_chart_has_files_descriptors_and_words(files: dict[str, bytes], package: Package) -> None:
    """A chart is added or renamed, and its descriptor or its alternative text is forgotten."""
    paths = {f"data/derived/charts/{name}.{form}" for name in NAMES for form in ("svg", "png")}
    assert set(files) == paths | {"data/derived/alt_texts.csv"}
    described = {row["name"]: row["path"] for row in package.raw["resources"] if row["name"].startswith("chart-")}
    assert described == {f"chart-{Path(path).stem}-{path[-3:]}": path for path in paths}
    assert [row["chart"] for row in load_rows(package, "alt_texts")] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_svg_says_what_it_shows(name: str, drawn: dict[str, Drawn], charts: dict[str, Chart], package: Package) -> None:
    """A reader who cannot see the picture gets no title or description, or another chart's."""
    words = next(row for row in load_rows(package, "alt_texts") if row["chart"] == name)
    root = drawn[name].root
    assert root.findtext(f"{SVG}title") == charts[name].title == words["title"]
    assert root.findtext(f"{SVG}desc") == charts[name].alt_text == words["alt_text"]
    assert root.attrib["aria-labelledby"] == "title desc"


@pytest.mark.parametrize("name", FIGURES)
def test_chart_carries_its_caveats(name: str, drawn: dict[str, Drawn], context: Context) -> None:
    """A chart is copied to a report without the caveat, the claimant, the source or the date of its figure."""
    words = drawn[name].words()
    for caveat in rows_of(context.frames["caveats"]):
        if caveat["figure_id"] in FIGURES[name]:
            assert caveat["caveat"] in words
            assert (f"Contradicted: {caveat['caveat']}" in words) == (caveat["kind"] == "contradicted")
    figure = figure_of(context.frames, FIGURES[name][0])
    claimant = figure["claimant"] or "none named in the article"
    assert all(part in words for part in (f"Claimant {claimant}", "Source “", f"As of {figure['date_text']}"))
    assert figure["publisher"] in words.partition("Who says so")[0]


def test_contradicted_article_stands_in_the_subtitle_of_the_overview(drawn: dict[str, Drawn], context: Context) -> None:
    """The sheet that a reader opens first passes on what the source itself contradicts."""
    caveats = [row for row in rows_of(context.frames["caveats"]) if row["kind"] == "contradicted"]
    parts = [row["figure_id"] for row in rows_of(context.frames["figures"]) if row["part_of"]]
    for caveat in caveats:
        assert caveat["figure_id"] in parts or f"Contradicted: {caveat['caveat']}" in drawn["overview"].words()


@pytest.mark.parametrize("part", ["title", "measure", "claimant", "source", "as_of", "data"])
def test_frame_needs_every_part(part: str) -> None:
    """A new chart leaves out its source, and nobody sees it."""
    words = dict.fromkeys(("title", "measure", "claimant", "source", "as_of", "data"), "words") | {part: " "}
    with pytest.raises(ValueError, match=part):
        Frame(contradicted=[], caveats=[], **words)


# The marks


def figure_of(frames: Frames, figure_id: str) -> Row:
    """A row of the table that readers open first."""
    return next(row for row in rows_of(frames["figures_labelled"]) if row["figure_id"] == figure_id)


def missed(picture: Drawn, name: str, frames: Frames) -> list[str]:
    """All in which a picture differs from the tables."""
    if name == "overview":
        return list(_missed_in_overview(picture, frames))
    if name == "yarmouk-civilians":
        return list(_missed_in_civilians(picture, frames))
    return list(_missed_in_reports(picture, frames, *REPORTS[name]))


def _missed_in_overview(picture: Drawn, frames: Frames) -> Iterator[str]:
    for figure in rows_of(frames["figures_labelled"]):
        if picture.text(f"value-{figure['figure_id']}") != figure["value_label"]:
            yield f"label of {figure['figure_id']}"


def _missed_in_civilians(picture: Drawn, frames: Frames) -> Iterator[str]:
    rows = [row for row in rows_of(frames["yarmouk_civilians"]) if row["figure_id"] in CIVILIANS]
    people = Counter(name.rpartition("-")[0] for name in picture.named("person-"))
    for row in rows:
        key = row["statement_id"]
        if row["part_of"] is not None and people[key] != row["value"]:
            yield f"people of {key}"
        if row["part_of"] is not None and picture.text(f"number-{key}") != row["value_label"]:
            yield f"number of {key}"
        if row["part_of"] is not None and Decimal(picture.text(f"share-{key}")[:-1] or 0) != row["share_percent"]:
            yield f"share of {key}"
        if row["origin"] != "remainder" and picture.text(f"value-{key}") != row["value_label"]:
            yield f"label of {key}"
    place = {name: middle(group) for name, group in picture.named("place-").items()}
    if set(place) != {row["statement_id"] for row in rows if row["figure_id"] == CIVILIANS[0] and not row["part_of"]}:
        yield "a place"
    given = {row["statement_id"]: row["place"] for row in rows}
    for one, other in itertools.combinations(place, 2):
        if (place[one] == place[other]) != (given[one] == given[other]):
            yield f"places of {one} and {other}"


def _missed_in_reports(picture: Drawn, frames: Frames, theme: str, figure_id: str) -> Iterator[str]:
    rows = {row["statement_id"]: row for row in rows_of(frames[theme]) if row["figure_id"] == figure_id}
    marks, labels, opened = picture.named("mark-"), picture.named("value-"), picture.named("open-")
    if set(labels) != set(rows):
        yield "a row too many or too few"
    numbers = picture.named("tick-value-")
    if len(numbers) < 3:
        yield "ticks"
        return
    scale = Scale(numbers, float)
    for key, row in rows.items():
        if picture.text(f"value-{key}") != row["value_label"]:
            yield f"label of {key}"
        at = next((number for number in (row["value"], row["value_min"]) if number is not None), None)
        if (at is None) != (key not in marks):
            yield f"mark of {key}"
        elif at is not None:
            if abs(scale.at(middle(marks[key])) - float(at)) > scale.step / 100:
                yield f"place of {key}"
            yield from _missed_ends(row, scale, marks[key], opened.get(key))
    yield from _missed_days(picture, rows)


def _missed_ends(row: Row, scale: Scale, mark: ET.Element, opened: ET.Element | None) -> Iterator[str]:
    """An open end has an arrow to its side, away from the mark; nothing else has one."""
    upwards, downwards = row["value_max"] is None, row["value_min"] is None
    if (upwards != downwards) != (opened is not None):
        yield f"open end of {row['statement_id']}"
    elif opened is not None:
        left, right = (scale.at(end) for end in extent(opened))
        inside = scale.at(middle(mark))
        if (right > inside + scale.step) != upwards or (left < inside - scale.step) != downwards:
            yield f"direction of {row['statement_id']}"


def _missed_days(picture: Drawn, rows: dict[str, Row]) -> Iterator[str]:
    ticks, bars, since = picture.named("tick-day-"), picture.named("when-"), picture.named("since-")
    if not bars and not ticks:
        return  # a chart without a column of days gives them in words
    if set(bars) != set(rows) or len(ticks) < 3:
        yield "a bar of days"
        return
    days = Scale(ticks, lambda name: date.fromisoformat(name).toordinal())
    for key, row in rows.items():
        left, right = extent(bars[key])
        first, last = (date.fromordinal(int(days.at(end))) for end in (left + 0.1, right - 0.1))
        if (first, last) != (row["period_start"] or row["period_end"], row["period_end"]):
            yield f"days of {key}"
        if (key in since) != (row["period_start"] is None):
            yield f"first day of {key}"


@pytest.mark.parametrize("name", NAMES)
def test_marks_say_what_the_tables_say(name: str, drawn: dict[str, Drawn], context: Context) -> None:
    """A number, hedge, open end, day or place is drawn otherwise than it stands in the table."""
    assert not missed(drawn[name], name, context.frames)


@pytest.mark.parametrize("name", NAMES)
def test_each_mark_is_missed(name: str, drawn: dict[str, Drawn], context: Context) -> None:
    """A mark or label is lost, and the test before this one does not notice: each is taken away in turn."""
    picture = drawn[name]
    kinds = r"(?:mark|open|value|number|share|when|since|person|place)-"
    named = [gid for gid in picture.ids if re.match(kinds, gid)]
    assert len(named) >= 8
    assert [gid for gid in named if not missed(picture.without(gid), name, context.frames)] == []


@pytest.mark.parametrize("lost", ["value-D6", "mark-D6", "open-D1"])
def test_lost_drawing_is_missed(lost: str, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code that draws drops a mark or a label of one row."""
    text, shape = Sheet.text, Sheet.shape

    def without_text(self: Sheet, *args: Any, gid: str | None = None, **more: Any) -> float:
        return 0.0 if gid == lost else text(self, *args, gid=gid, **more)

    def without_shape(self: Sheet, *args: Any, gid: str | None = None, **more: Any) -> None:
        if gid != lost:
            shape(self, *args, gid=gid, **more)

    monkeypatch.setattr(Sheet, "text", without_text)
    monkeypatch.setattr(Sheet, "shape", without_shape)
    chart = next(module for module in MODULES if module.__name__.endswith("war_deaths")).chart(context.frames)
    assert missed(Drawn(chart.files()["war-deaths.svg"]), "war-deaths", context.frames)


def test_each_comparison_is_drawn_once(drawn: dict[str, Drawn], context: Context) -> None:
    """A comparison that does not fit the story of a chart is left out, or stands in two charts."""
    shown = Counter(key for name in NAMES if name != "overview" for key in drawn[name].named("value-"))
    comparisons = [row["comparison_id"] for row in rows_of(context.frames["comparisons"])]
    assert {key: shown[key] for key in comparisons} == dict.fromkeys(comparisons, 1)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique(name: str, drawn: dict[str, Drawn]) -> None:
    """Two marks share an id, and a reader's tool finds the wrong one."""
    assert [gid for gid, times in drawn[name].ids.items() if times > 1] == []


def test_squares_are_counts_and_isis_alone(drawn: dict[str, Drawn], context: Context) -> None:
    """A documented count is drawn as a round floor, or a share of ISIS alone as one of ISIS with al-Nusra."""

    def squares(name: str) -> set[str]:
        return {key for key, group in drawn[name].named("mark-").items() if not curved(group)}

    rows = rows_of(context.frames["comparisons"])
    counts = {row["comparison_id"] for row in rows if row["comparability"] == "other_method"}
    alone = {
        row["comparison_id"]
        for row in rows
        if row["figure_id"] == "yarmouk-control" and "al-Nusra" not in row["counted"]
    }
    assert squares("war-deaths") == counts
    assert squares("yarmouk-control") == alone


def test_rows_that_cannot_be_classified_stop_the_build() -> None:
    """A new comparison is put under a heading that its words do not bear out."""
    with pytest.raises(ValueError, match="No holder"):
        yarmouk_control.holder_of("share of the camp")
    with pytest.raises(ValueError, match="Who is counted"):
        yarmouk_deaths.counted_of("killed")
    with pytest.raises(ValueError, match="neither a round figure nor a count"):
        method_of({"statement_id": "D99", "origin": "comparison", "comparability": "narrower"})


def with_row(context: Context, name: str, key: str, **cells: Any) -> Frames:
    """All tables, with one more row that differs from an old one in some cells."""
    table = context.package.tables[name]
    rows = rows_of(context.frames[name])
    old = next(row for row in rows if row[table.primary_key[0]] == key)
    frames = {**context.frames, name: typed(table, [*rows, {**old, **cells}])}
    return {**frames, **derive_all(context.package, frames)}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": Decimal(300_000)}, r"The scale from 0 to 250000 does not hold 300000\. .*charts/war_deaths\.py"),
        ({"comparability": "narrower"}, r"D99 is neither a round figure nor a count: narrower\. Give it a place in"),
    ],
)
def test_what_has_no_place_in_a_chart_is_named(context: Context, cells: dict[str, Any], words: str) -> None:
    """A new comparison is drawn off the paper, or stops the build without a word on what to do."""
    with pytest.raises(CouldNotRun, match=words):
        charts_of(with_row(context, "comparisons", "D7", comparison_id="D99", **cells))


def test_one_more_figure_has_its_box(context: Context) -> None:
    """Whoever adds a figure, as the documents say, cannot build."""
    frames = with_row(context, "figures", "yarmouk-clash-deaths", figure_id="one-more")
    assert "value-one-more" in Drawn(overview.chart(frames).files()["overview.svg"]).ids


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("civilians killed", "civilians"),
        ("militants of both sides killed", "fighters"),
        ("32 fighters, 10 civilians, 5 soldiers", "both"),
        ("people killed in the fighting", "unsaid"),
        ("Palestinian camp residents killed", "unsaid"),
    ],
)
def test_who_is_counted(words: str, code: str) -> None:
    """People killed in the fighting are taken for fighters, or residents for civilians."""
    assert yarmouk_deaths.counted_of(words) == code


def test_the_others_are_called_nothing(drawn: dict[str, Drawn]) -> None:
    """The 31 whom no page describes are called men."""
    words = drawn["yarmouk-civilians"].words()
    assert re.findall(r"\b[Mm]en\b[^.]*", words.replace("They are not to be called men", "")) == []


def test_abbreviations_are_spelled_out(drawn: dict[str, Drawn], context: Context) -> None:
    """A chart that is read alone says SHRC, and nobody knows who that is."""
    known = {row["abbreviation"]: row["name"] for row in rows_of(context.frames["actors"]) if row["abbreviation"]}
    for name in REPORTS:
        words = drawn[name].words()
        used = [short for short in known if re.search(rf"\b{short}\b", words.partition("Claimant")[0])]
        assert used
        assert [short for short in used if f"{short}: {known[short]}" not in words] == []


def test_claimants_keep_their_names(context: Context) -> None:
    """A row is credited to the publisher although a claimant is named."""
    rows = statements_of(context.frames, "deaths", "yarmouk-clash-deaths")
    assert {row["statement_id"]: row["claimant"] for row in rows}["K11"] == "PLO"
    assert all((row["claimant"] is None) == (row["claimant_id"] is None) for row in rows)


# The print


def measured(chart: Chart) -> tuple[dict[str, Bbox], dict[str, Bbox]]:
    """The boxes of the texts and of the marks of a chart as it is drawn in its PNG, in points from the bottom left."""
    texts, marks = {}, {}
    points = Affine2D().scale(style.POINTS_PER_INCH / style.PNG_DPI)
    with settings():
        chart.figure.set_dpi(style.PNG_DPI)
        renderer = FigureCanvasAgg(chart.figure).get_renderer()  # type: ignore[no-untyped-call]
        for number, artist in enumerate(chart.figure.get_children()[1:]):  # the first is the paper
            box = artist.get_window_extent(renderer).transformed(points)
            if isinstance(artist, Text):
                texts[f"{number} {artist.get_text()}"] = box
            elif artist.get_zorder() >= 1:  # grounds and the lines of scales lie behind
                marks[f"{number} {artist.get_gid() or 'line'}"] = box
    return texts, marks


def texts_of(chart: Chart) -> list[Text]:
    """All texts of a chart."""
    return [artist for artist in chart.figure.get_children() if isinstance(artist, Text)]


def over(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes lie over each other by more than a fifth of a point."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(wide > 0.2 and high > 0.2)


def misplaced(chart: Chart) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
    """The texts that leave the margins, that lie over each other, and that lie over a mark."""
    texts, marks = measured(chart)
    width, height = (float(side) * style.POINTS_PER_INCH for side in chart.figure.get_size_inches())
    least, most = style.MARGIN - 1, width - style.MARGIN + 1
    out = [key for key, box in texts.items() if not (box.x0 >= least and box.x1 <= most and 5 <= box.y0 <= height - 12)]
    pairs = [pair for pair in itertools.combinations(texts, 2) if over(texts[pair[0]], texts[pair[1]])]
    return out, pairs, [(text, mark) for text in texts for mark in marks if over(texts[text], marks[mark])]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_over_anything(name: str, charts: dict[str, Chart]) -> None:
    """A longer name or number runs into its neighbour, into a mark or off the sheet."""
    assert misplaced(charts[name]) == ([], [], [])


def test_misplaced_text_is_found() -> None:
    """The test before this one measures nothing, and every chart passes it."""

    def body(sheet: Sheet, y: float) -> float:
        sheet.text(100, y + 20, "one")
        sheet.text(104, y + 22, "two")
        sheet.text(490, y + 60, "three")
        sheet.shape(disc(204, y + 97, 3), style.INK, gid="mark-four")
        sheet.text(200, y + 100, "four")
        return y + 120

    out, pairs, over_marks = misplaced(draw("x", Frame("t", "m", [], [], "c", "s", "a", "d"), body, "alt"))
    assert [len(found) for found in (out, pairs, over_marks)] == [1, 1, 1]


@pytest.mark.parametrize("name", NAMES)
def test_type_is_large_enough(name: str, drawn: dict[str, Drawn], charts: dict[str, Chart]) -> None:
    """A label that did not fit was made smaller than can be read in print."""
    scales = re.findall(r"scale\((\d*\.?\d+) ", ET.tostring(drawn[name].root, encoding="unicode"))
    assert min(map(float, scales)) * 100 >= 8  # letters are drawn at 100 points
    assert min(float(text.get_fontsize()) for text in texts_of(charts[name])) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_printed_size(name: str, drawn: dict[str, Drawn], files: dict[str, bytes]) -> None:
    """A chart no longer fits the page, and its type shrinks with it; or the picture has other dots than said."""
    left, top, width, height = map(float, drawn[name].root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert drawn[name].root.attrib["width"] == f"{width:g}pt"
    page = (841.9, 595.3) if name == "overview" else (510.2, 790)  # A4 on its side; 180 mm wide and at most a page high
    assert width == page[0]
    assert height <= page[1]
    high, wide, _ = imread(io.BytesIO(files[f"data/derived/charts/{name}.png"])).shape
    assert abs(wide - width / 72 * 200) < 1.5
    assert abs(high - height / 72 * 200) < 1.5


def test_article_stands_out_in_grey(charts: dict[str, Chart]) -> None:
    """The article's row is told from the others by colour alone, and a copy in grey loses it."""
    for name in REPORTS:
        sizes = {text.get_gid(): float(text.get_fontsize()) for text in texts_of(charts[name]) if text.get_gid()}
        assert sizes.pop(f"value-{REPORTS[name][1]}") > max(sizes.values())


# The same bytes everywhere

BUILD = """
import hashlib, sys
from syria_figures.charts import make_charts
from syria_figures.descriptor import HOME, read_package
from syria_figures.making import context_of
for path, data in sorted(make_charts(context_of(read_package(HOME))).items()):
    print(path, hashlib.sha256(data).hexdigest())
"""


def test_same_bytes_everywhere(tmp_path: Path, files: dict[str, bytes]) -> None:
    """The clock, time zone, language, hash seed or settings of a machine leave a trace in a picture."""
    rc = tmp_path / "matplotlibrc"
    rc.write_text("font.size: 30\nsvg.fonttype: none\nsavefig.dpi: 33\nsavefig.bbox: tight\ntext.color: red\n")
    places = [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "MATPLOTLIBRC": str(rc)},
        {"TZ": "America/Adak", "LC_ALL": "ar_SY.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"},
    ]
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HOME / "scripts"), **place},
        )
        for place in places
    ]
    here = "".join(f"{path} {hashlib.sha256(data).hexdigest()}\n" for path, data in sorted(files.items()))
    assert [build.communicate()[0] for build in builds] == [here, here]


def test_pictures_hold_no_date_or_program(files: dict[str, bytes]) -> None:
    """A picture says when or with which version it was drawn, and differs at each build."""
    for data in files.values():
        assert not re.search(rb"Software|tEXt|tIME|dc:date|matplotlib", data)


def test_settings_of_the_user_come_back(charts: dict[str, Chart]) -> None:
    """A notebook that draws one of the charts has its own settings changed for good."""
    import matplotlib

    with matplotlib.rc_context({"font.size": 31.0}):
        charts["war-deaths"].files()
        draw("x", Frame("t", "m", [], [], "c", "s", "a", "d"), lambda _, y: y, "alt")
        assert matplotlib.rcParams["font.size"] == 31.0
