"""The factsheet without a browser: what stands on the page, how it is escaped, what it says to programs, what it needs.

Four tiers: the words of each figure, held against the tables; text that looks like HTML; the page as a file (size,
links, metadata, ids); and the strips, their marks and the pictures to save. What only a browser shows is in
test_factsheet_browser.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from syria_figures import phrases
from syria_figures.citation import Citations
from syria_figures.citation_styles import STYLES, written
from syria_figures.derive import comparable_by_figure
from syria_figures.descriptor import HOME, Package
from syria_figures.factsheet import FACTSHEET, LARGEST, page, split
from syria_figures.frames import rows_of
from syria_figures.making import Context, context_of
from syria_figures.strips import Mark, axis_end, mark_of, strip_of
from syria_figures.tables import Row, load_curated

EMPTY_ELEMENTS = {"meta", "link", "br", "input", "img", "hr", "circle", "line", "path"}
HOSTILE = '<script>alert("1")</script> & <b>bold</b> {{ 7 * 7 }} </pre></details>'
SVG = "{http://www.w3.org/2000/svg}"


class Element:
    """An element of a page: its name, attributes and children."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []

    def all(self, name: str = "", css_class: str = "") -> Iterator[Element]:
        """The elements in it, in order, of a name and a class where these are given."""
        for child in self.children:
            if isinstance(child, Element):
                if name in ("", child.name) and css_class in ["", *child.attributes.get("class", "").split()]:
                    yield child
                yield from child.all(name, css_class)

    def by_id(self, name: str) -> Element:
        """The one element with an id."""
        (found,) = [each for each in self.all() if each.attributes.get("id") == name]
        return found

    @property
    def text(self) -> str:
        """Its text as it stands in the file."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """Its text with single spaces."""
        return " ".join(self.text.split())


class Reader(HTMLParser):
    """Reads a page into elements; fails where one is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in EMPTY_ELEMENTS:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """A page as elements."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    (root,) = reader.open
    return root


@pytest.fixture(scope="module")
def context(package: Package) -> Context:
    """All tables of the package."""
    return context_of(package)


@pytest.fixture(scope="module")
def html(context: Context) -> str:
    """The page as the tables give it."""
    return page(context)


@pytest.fixture(scope="module")
def root(html: str) -> Element:
    """The page as elements."""
    return read(html)


@pytest.fixture(scope="module")
def figures(context: Context) -> list[Row]:
    """The labelled figures."""
    return rows_of(context.frames["figures_labelled"])


@pytest.fixture(scope="module")
def pictures(root: Element) -> dict[str, str]:
    """The pictures to save, by figure."""
    links = {
        each.attributes["download"]: each.attributes["href"] for each in root.all("a") if "download" in each.attributes
    }
    data = {name.removesuffix(".svg"): href.partition("base64,")[2] for name, href in links.items()}
    return {name: base64.b64decode(picture).decode("utf-8") for name, picture in data.items()}


# The words of the figures


def test_each_figure_has_its_card(root: Element, figures: list[Row]) -> None:
    """A figure is missing, or its number stands there without hedge, claimant or date."""
    assert len(list(root.all("article"))) == len(figures) == 9
    for figure in figures:
        card = root.by_id(figure["figure_id"])
        (heading,) = card.all("h3")
        facts = {term.words: fact.words for term, fact in zip(card.all("dt"), card.all("dd"), strict=True)}
        assert heading.words == figure["display"]
        assert facts["Who says so"].startswith(figure["claimant"] or "No one is named")
        assert facts["Date"] == figure["date_text"]
        assert facts["What it counts"].startswith(f"“{figure['counted']}”")
        assert facts.get("Note") == figure["note"]
        assert ("Who did it, says the article" in facts) == (figure["actors"] is not None)


def test_each_figure_is_in_the_overview(root: Element, figures: list[Row]) -> None:
    """The overview leaves a figure out, links to nowhere, or loses a hedge, a claimant, a date or a kind of caveat."""
    (overview,) = root.all("ul", "overview")
    boxes = {next(box.all("a")).attributes["href"]: box for box in overview.all("li")}
    assert set(boxes) == {f"#{figure['figure_id']}" for figure in figures}
    for figure in figures:
        words = boxes[f"#{figure['figure_id']}"].words
        kinds = (figure["caveat_kinds"] or "").replace("_", " ").split(";")
        for expected in (figure["display"], figure["claimant"] or "no one is named", figure["date_text"], *kinds):
            assert expected in words


def test_how_solid_a_figure_is_stands_on_its_card(root: Element, context: Context, figures: list[Row]) -> None:
    """The card says something else of matching reports and claimants than the tables do."""
    support = {row["figure_id"]: row for row in rows_of(context.frames["figure_support"])}
    others = comparable_by_figure(context.frames)
    for figure in figures:
        solid = phrases.how_solid(support[figure["figure_id"]], figure, others[figure["figure_id"]])
        assert solid in root.by_id(figure["figure_id"]).words


def test_every_caveat_is_there(root: Element, context: Context) -> None:
    """A caveat is left out, or stands with another figure."""
    for caveat in rows_of(context.frames["caveats"]):
        place = root.by_id(caveat["figure_id"]) if caveat["figure_id"] else next(root.all("div", "reading"))
        assert " ".join(caveat["caveat"].split()) in place.words


def test_what_is_contradicted_stands_first(root: Element, context: Context) -> None:
    """A reader meets the number's other words before the caveat that a source of the article says otherwise."""
    contradicted = [
        row for row in rows_of(context.frames["caveats"]) if row["kind"] == "contradicted" and row["figure_id"]
    ]
    assert contradicted
    for caveat in contradicted:
        card = root.by_id(caveat["figure_id"])
        (heading,) = card.all("h3")
        after = card.words.removeprefix(heading.words).strip()
        assert after.startswith(f"Contradicted. {caveat['caveat']}")


def test_every_caveat_links_its_evidence(root: Element, context: Context) -> None:
    """A caveat stands there without the pages that it rests on."""
    urls = {row["source_id"]: row["url"] for row in rows_of(context.frames["sources"])}
    read_in = {row["comparison_id"]: row["source_id"] for row in rows_of(context.frames["comparisons"])}
    for caveat in rows_of(context.frames["caveats"]):
        (line,) = {
            each for each in root.all("li") if caveat["caveat"] in each.words and "evidence" in str(classes_in(each))
        }
        ids = [read_in[each] for each in (caveat["comparison_ids"] or "").split(";") if each]
        ids += [each for each in (caveat["source_ids"] or "").split(";") if each]
        assert {link.attributes["href"] for link in line.all("a")} == {urls[each] for each in ids}


def classes_in(element: Element) -> list[str]:
    """The classes of what stands in an element."""
    return [each.attributes.get("class", "") for each in element.all()]


def test_every_comparison_is_there_with_its_hedge(root: Element, context: Context) -> None:
    """A statement of another publication is left out, or loses its hedge, its claimant, its date or its own words."""
    themes = ("deaths", "prisoners_released", "yarmouk_civilians", "territorial_control")
    rows = [row for theme in themes for row in rows_of(context.frames[theme]) if row["origin"] == "comparison"]
    assert len(rows) == len(context.frames["comparisons"])
    for row in rows:
        card = root.by_id(row["figure_id"])
        lines = [each.words for each in card.all("li", "statement")]
        said = (row["value_label"], phrases.in_prose(phrases.value_words(row)), row["date_text"], row["counted"])
        assert [line for line in lines if all(each in line for each in (*said, row["claimant"] or "No one is named"))]
        (notes,) = card.all("details", "notes")
        assert " ".join(row["value_text"].split()) in notes.words
        assert row["url"] in [link.attributes["href"] for link in notes.all("a")]


def test_the_articles_own_statement_stands_first_and_apart(root: Element, figures: list[Row]) -> None:
    """The article's figure disappears among those of others."""
    for figure in figures:
        statements = list(root.by_id(figure["figure_id"]).all("li", "statement"))
        own = [each for each in statements if "own" in each.attributes["class"].split()]
        assert own == statements[:1]


def test_every_quote_is_there(root: Element, context: Context) -> None:
    """A card leaves out words of the article that carry one of its cells."""
    quotes = rows_of(context.frames["provenance"])
    for figure in {row["figure_id"] for row in quotes}:
        (place,) = root.by_id(figure).all("div", "quotes")
        expected = Counter(row["exact"] for row in quotes if row["figure_id"] == figure)
        assert Counter(each.text for each in place.all("q")) == expected


def test_each_citation_is_that_of_the_command(root: Element, package: Package, figures: list[Row]) -> None:
    """The page gives another citation than cite.py does."""
    citations = Citations(load_curated(package))
    for style in STYLES:
        for figure_id in [figure["figure_id"] for figure in figures]:
            assert root.by_id(f"cite-{figure_id}-{style}").text == written([citations.figure(figure_id)], style)
        assert root.by_id(f"cite-article-{style}").text == written([citations.package()], style)


def test_the_parts_of_a_whole_add_up(root: Element) -> None:
    """The bar of the 94 drops a part, or its shares no longer add up to 100.0%."""
    (bar,) = root.by_id("yarmouk-civilians-assisted").all("ul", "parts")
    assert [each.words for each in bar.all("li")] == ["43 women 45.7%", "20 children 21.3%", "31 not described 33.0%"]


def test_the_words_are_neutral(root: Element) -> None:
    """The page judges a publisher, confirms a figure, or calls the 31 men."""
    words = " ".join(part.words for name in ("header", "main", "footer") for part in root.all(name))
    assert re.findall(r"\b(?:wrong|false|error|claims|admits|confirmed|best|only one|unique)\b", words) == []
    assert {each.strip() for each in re.findall(r"[^.]*\bmen\b", words)} <= {"They are not to be called men"}


# Text that looks like HTML


def test_text_of_the_tables_cannot_become_markup(context: Context, root: Element) -> None:
    """A cell with HTML or a template's braces in it runs, or changes the page around it."""
    frames = {name: frame.copy() for name, frame in context.frames.items()}
    for table, column in (
        ("caveats", "caveat"), ("comparisons", "value_text"), ("sources", "title"), ("provenance", "exact"),
        ("indicators", "definition"), ("figures_labelled", "note"), ("deaths", "counted"), ("deaths", "note"),
    ):  # fmt: skip
        frames[table][column] = HOSTILE
    hostile = read(page(dataclasses.replace(context, frames=frames)))
    assert names_of(hostile) - names_of(root) <= Counter({"div": 9})  # a note stands with every figure now
    assert len(list(hostile.all("script"))) == len(list(root.all("script")))
    for figure in ("war-deaths", "yarmouk-control"):
        assert " ".join(HOSTILE.split()) in hostile.by_id(figure).words
        assert HOSTILE in hostile.by_id(f"cite-{figure}-text").text


def names_of(element: Element) -> Counter[str]:
    """How many elements there are that hostile text could add."""
    return Counter(each.name for each in element.all() if each.name in ("script", "b", "pre", "details", "style"))


def test_the_descriptor_cannot_end_the_script_that_it_stands_in(context: Context) -> None:
    """A title with "</script>" in it ends the metadata and begins a script of its own."""
    raw = {**context.package.raw, "title": HOSTILE, "description": HOSTILE}
    hostile = read(page(dataclasses.replace(context, package=dataclasses.replace(context.package, raw=raw))))
    assert json.loads(metadata_of(hostile))["name"] == HOSTILE
    assert next(hostile.all("h1")).text == HOSTILE


def test_a_licence_cannot_run(context: Context) -> None:
    """A licence whose address is a script becomes a link that runs it; or a package without terms gets no page."""
    raw = {name: context.package.raw[name] for name in ("name", "resources")}
    for licences in ([], [{"name": "own", "path": "javascript:alert(1)"}]):
        package = dataclasses.replace(context.package, raw={**raw, "licenses": licences})
        bare = read(page(dataclasses.replace(context, package=package)))
        assert [link for link in bare.all("a") if link.attributes["href"].startswith("javascript")] == []
        assert ("own" in next(bare.all("footer")).words) == bool(licences)


# The page as a file


def metadata_of(root: Element) -> str:
    """What the page says to programs."""
    (script,) = [each for each in root.all("script") if each.attributes.get("type") == "application/ld+json"]
    return script.text


def test_it_is_small(html: str) -> None:
    """The page grows too large to be sent by mail or opened on a phone."""
    assert len(html.encode("utf-8")) < LARGEST == 500_000


def test_it_needs_nothing_but_itself(html: str, root: Element) -> None:
    """The page asks a server for a style, a script, a letter or a picture."""
    sources = [
        each.attributes[name]
        for each in root.all()
        for name in ("src", "srcset", "poster", "data")
        if name in each.attributes
    ]
    sources += [each.attributes["href"] for each in root.all("link")]
    assert all(source.startswith("data:") for source in sources)
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|sendBeacon", html)
    policy = next(each for each in root.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_its_links_lead_somewhere(root: Element, context: Context) -> None:
    """A link inside the page or to a file of the package is dead, or one to the web is none of the tables'."""
    known = {row["url"] for row in rows_of(context.frames["sources"])}
    known |= {licence["path"] for licence in context.package.raw["licenses"]}
    ids = {each.attributes["id"] for each in root.all() if "id" in each.attributes}
    for link in root.all("a"):
        address = link.attributes["href"]
        if address.startswith("#"):
            assert address[1:] in ids
        elif address.startswith("http"):
            assert address in known
        elif not address.startswith("data:"):
            assert (HOME / FACTSHEET).parent.joinpath(address).exists(), address


def test_every_table_and_chart_is_linked(root: Element, context: Context) -> None:
    """A table or chart is in the package and cannot be found from the page."""
    links = {each.attributes["href"] for each in root.all("a")}
    charts = [each["path"] for each in context.package.raw["resources"] if each["path"].endswith((".svg", ".png"))]
    for path in [*(table.path for table in context.package.tables.values()), *charts]:
        assert relative(path) in links


def relative(path: str) -> str:
    """The path of a file of the package, seen from the page."""
    return path.removeprefix("data/derived/") if path.startswith("data/derived/") else path.replace("data/", "../", 1)


def test_its_metadata_are_those_of_the_descriptor(root: Element, context: Context) -> None:
    """Search engines are told an address or an identifier that the package does not have."""
    raw = context.package.raw
    metadata: dict[str, Any] = json.loads(metadata_of(root))
    assert (metadata["@context"], metadata["@type"]) == ("https://schema.org", "Dataset")
    assert {name: metadata[name] for name in ("name", "description", "version", "keywords")} == {
        "name": raw["title"], "description": raw["description"], "version": raw["version"], "keywords": raw["keywords"]
    }  # fmt: skip
    assert metadata["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert ("url" in metadata) == ("homepage" in raw)
    assert ("identifier" in metadata) == ("id" in raw)
    addresses = set(re.findall(r'https?://[^"]+', json.dumps(metadata, ensure_ascii=False)))
    given = set(re.findall(r'https?://[^"]+', json.dumps(raw, ensure_ascii=False)))
    assert addresses <= given | {"https://schema.org"}
    assert len(metadata["distribution"]) == len(context.package.tables)


def test_its_ids_are_unique_and_its_headings_in_order(root: Element) -> None:
    """A link or label points to two places, or a screen reader's list of headings skips a level."""
    ids = Counter(each.attributes["id"] for each in root.all() if "id" in each.attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    levels = [int(each.name[1]) for each in root.all() if re.fullmatch(r"h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_it_comes_out_the_same(html: str, context: Context) -> None:
    """Two builds of the same tables give two pages."""
    assert page(context) == html


# Strips and pictures


def statement(**columns: Any) -> Row:
    """A statement with these columns, whole numbers as the tables hold them."""
    row = {"value": None, "value_high": None, "value_min": None, "quantifier": "unhedged", "unit": "persons"}
    return {**row, **{name: Decimal(each) if isinstance(each, int) else each for name, each in columns.items()}}


@pytest.mark.parametrize(
    ("columns", "mark"),
    [
        ({"value": 50}, Mark("number", (Decimal("25.00"),), "")),
        ({"value": 50, "quantifier": "approximately"}, Mark("about", (Decimal("25.00"),), "")),
        ({"value": 50, "quantifier": "more_than"}, Mark("number", (Decimal("25.00"),), "up")),
        ({"value": 50, "quantifier": "at_least"}, Mark("number", (Decimal("25.00"),), "up")),
        ({"value": 50, "quantifier": "less_than"}, Mark("number", (Decimal("25.00"),), "down")),
        ({"value": 50, "quantifier": "at_most"}, Mark("number", (Decimal("25.00"),), "down")),
        (
            {"value": 50, "value_high": 60, "quantifier": "between"},
            Mark("number", (Decimal("25.00"), Decimal("30.00")), ""),
        ),
        ({"value_min": 100, "quantifier": "indefinite"}, Mark("floor", (Decimal("50.00"),), "up")),
        ({"quantifier": "indefinite"}, None),
    ],
)
def test_a_mark_keeps_the_hedge(columns: dict[str, Any], mark: Mark | None) -> None:
    """An "about" is drawn as a plain number, an open end as a closed one, or a bare word where it has no place."""
    assert mark_of(statement(**columns), Decimal(200)) == mark


@pytest.mark.parametrize(
    ("values", "unit", "end"),
    [
        ([94, 100], "persons", 120),
        ([220271], "persons", 250000),
        ([2500], "persons", 3000),
        ([47], "persons", 50),
        ([100], "persons", 120),
        ([35, 95], "percent", 100),
        ([], "persons", "1.2"),
    ],
)
def test_an_axis_ends_at_a_round_number_above_all_marks(values: list[int], unit: str, end: int | str) -> None:
    """A mark stands outside the axis, or at its very end."""
    assert axis_end([statement(value=value, unit=unit) for value in values], unit) == Decimal(end)


def test_a_figure_without_other_reports_has_no_strip(context: Context, root: Element) -> None:
    """An empty axis suggests that others were asked."""
    assert strip_of(context.frames, "prisons-releasing") is None
    assert "Nothing on this quantity was found on the pages that were read." in root.by_id("prisons-releasing").words


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (
            ("more_than", 220000, "persons", "more than 220,000 people killed, Syria"),
            ("more than", "220,000", "people killed, Syria"),
        ),
        (("unhedged", 94, "persons", "94 civilians assisted, Yarmouk"), ("", "94", "civilians assisted, Yarmouk")),
        (("approximately", 90, "percent", "about 90% of the camp, Yarmouk"), ("about", "90%", "of the camp, Yarmouk")),
        (
            ("indefinite", None, "persons", "hundreds of residents fled, Yarmouk"),
            ("", "hundreds", "of residents fled, Yarmouk"),
        ),
    ],
)
def test_a_phrase_splits_into_hedge_number_and_rest(row: tuple[Any, ...], parts: tuple[str, ...]) -> None:
    """The large number loses its hedge, or takes a part of the rest with it."""
    quantifier, value, unit, display = row
    columns = {"quantifier": quantifier, "value": value, "value_high": None, "unit": unit, "display": display}
    assert split({**columns, "value_text": "hundreds"}) == parts


def test_each_saved_picture_can_be_read_alone(pictures: dict[str, str], context: Context, figures: list[Row]) -> None:
    """A picture is passed on without its caveats, claimant, source or date, or without one of its statements."""
    caveats = rows_of(context.frames["caveats"])
    for figure in figures:
        strip = strip_of(context.frames, figure["figure_id"])
        if strip is None:
            assert figure["figure_id"] not in pictures
            continue
        root = ElementTree.fromstring(pictures[figure["figure_id"]])
        lines = [text.text or "" for text in root.iter(f"{SVG}text")]
        drawn = " ".join(lines)
        for expected in (
            *(row["caveat"] for row in caveats if row["figure_id"] == figure["figure_id"]),
            figure["citation"], figure["display"], figure["date_text"], "Claimant", "Source", "As of", "version",
            *(each.who for each in strip.statements),
        ):  # fmt: skip
            assert expected in drawn
        labels = [each.label for each in strip.statements]
        assert Counter(labels) <= Counter(lines)
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None


def test_no_text_of_a_saved_picture_is_cut_off(pictures: dict[str, str]) -> None:
    """A line of a picture begins or ends outside it, or is smaller than 8 points."""
    from syria_figures.charts.sheet import width_of  # measures in the letters that the picture asks for

    for picture in pictures.values():
        root = ElementTree.fromstring(picture)
        width = float(root.attrib["viewBox"].split()[2])
        for text in root.iter(f"{SVG}text"):
            size, bold = float(text.attrib["font-size"]), "bold" if "font-weight" in text.attrib else "normal"
            long = width_of(text.text or "", size, bold)
            start = float(text.attrib["x"]) - {"end": long, "middle": long / 2}.get(
                text.attrib.get("text-anchor", ""), 0
            )
            assert size >= 8
            assert start >= 0
            assert start + long <= width, text.text


def test_the_templates_are_all_used() -> None:
    """A template that nothing reads stays behind."""
    folder = HOME / "scripts/syria_figures/templates"
    code = Path(HOME / "scripts/syria_figures/factsheet.py").read_text("utf-8")
    assert [path.name for path in folder.iterdir() if path.name not in code] == []
