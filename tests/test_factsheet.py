"""The factsheet without a browser: its words against the tables, text that looks like HTML, and the page as a file.

What only a browser shows (layout, keyboard, paper) is in test_factsheet_browser.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pandas as pd
import pytest
from syria_figures import phrases
from syria_figures.charts import alt_texts
from syria_figures.charts.style import COLOURS
from syria_figures.citation import Citations
from syria_figures.derive import reading_order
from syria_figures.descriptor import Package
from syria_figures.factsheet import FACTSHEET, make_factsheet, split
from syria_figures.tables import Files, Frames, Row, items, records
from syria_figures.workbook import WORKBOOK

LARGEST = 500_000  # bytes: the page is sent by mail and opened on phones
VOID = {"meta", "link", "br", "input", "rect", "path", "stop"}
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & {{ 7 * 7 }} </pre></details>'
# From the vocabulary at schema.org, version 29: what may be said of each type that the page uses
TERMS = {
    "Dataset": "name alternateName description url identifier version datePublished temporalCoverage inLanguage "
    "isAccessibleForFree keywords license creator isBasedOn citation spatialCoverage variableMeasured distribution",
    "NewsArticle": "name url datePublished publisher",
    "CreativeWork": "name url datePublished publisher",
    "Organization": "name",
    "Place": "name geo",
    "GeoCoordinates": "latitude longitude",
    "PropertyValue": "name description unitText",
    "DataDownload": "name encodingFormat contentUrl",
}


class Element:
    """An element of a page."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    def all(self, name: str = "", **attributes: str) -> Iterator[Element]:
        """The elements in it, in order, of a name and with (one word of) an attribute where these are given."""
        for child in self.children:
            if isinstance(child, Element):
                found = {key: child.attributes.get(key.strip("_"), "").split() for key in attributes}
                if name in ("", child.name) and all(value in found[key] for key, value in attributes.items()):
                    yield child
                yield from child.all(name, **attributes)

    def one(self, name: str = "", **attributes: str) -> Element:
        """The one element of its kind."""
        (found,) = self.all(name, **attributes)
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

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.feed(html)
        self.close()
        (self.root,) = self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert tag in VOID or self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].children.append(data)


@pytest.fixture(scope="module")
def files(package: Package, tables: Frames) -> Files:
    """The charts by path, without their bytes."""
    return {row["path"]: b"" for row in alt_texts(package, tables)}


@pytest.fixture(scope="module")
def html(package: Package, tables: Frames, files: Files) -> str:
    """The page."""
    return make_factsheet(package, tables, files)[FACTSHEET].decode("utf-8")


@pytest.fixture(scope="module")
def root(html: str) -> Element:
    """The page as elements."""
    return Reader(html).root


@pytest.fixture(scope="module")
def figures(tables: Frames) -> list[Row]:
    """The labelled figures as people read them."""
    return reading_order(tables)


@pytest.fixture(scope="module")
def wholes(figures: list[Row]) -> list[Row]:
    """The figures that have a card."""
    return [figure for figure in figures if not figure["part_of"]]


# The words of the figures


def test_each_figure_has_a_card_and_a_tile(root: Element, wholes: list[Row]) -> None:
    """A number must not stand without its hedge, what limits it, who says so and its date."""
    cards, tiles = list(root.all("article")), list(root.one("ul", class_="tiles").all("h3"))
    assert [card.attributes["id"] for card in cards] == [figure["figure_id"] for figure in wholes]
    boxes = [box for box in root.one("ul", class_="tiles").children if isinstance(box, Element)]
    assert len(boxes) == len(tiles) == len(wholes)
    for figure, *places in zip(wholes, cards, boxes, strict=True):
        who, date = phrases.attribution(figure), figure["date_text"]
        for place in places:
            assert next(place.all("h3")).words == figure["display"]
            assert figure["headline"] in place.one("p", class_="headline").words
            facts = {term.words: fact.words for term, fact in zip(place.all("dt"), place.all("dd"), strict=True)}
            assert facts["Who says so"].lower() == who.lower()
            assert facts["Date"].lower() == date.lower()
    hashes = [each.attributes["href"] for each in root.one("nav").all("a")]
    assert hashes == [f"#{figure['figure_id']}" for figure in wholes]


def test_a_whole_and_its_parts_share_one_card(root: Element, tables: Frames, figures: list[Row]) -> None:
    """Parts must not stand as figures of their own, to be added to their whole."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    parts = [figure for figure in figures if figure["part_of"]]
    assert parts
    for part in parts:
        shares = root.one("article", id=part["part_of"]).one("ul", class_="parts").words
        assert f"{part['value_label']} {part['counted']}" in shares
        assert phrases.matches(support[part["figure_id"]]) in shares


def test_how_solid_a_figure_is_stands_on_its_card(root: Element, tables: Frames, wholes: list[Row]) -> None:
    """The card must say of other reports what the tables say, and count them by how they stand to the figure."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    compared = records(tables["comparisons_labelled"])
    for figure in wholes:
        card = root.one("article", id=figure["figure_id"])
        assert phrases.how_solid(support[figure["figure_id"]], figure)[1:] in card.words
        found = Counter(row["relation"] for row in compared if row["figure_id"] == figure["figure_id"])
        said = card.one("p", class_="description").words
        assert sum(map(int, re.findall(r"(?:: |, )(\d+) (?:give|count|is|are)", said))) == found.total()
        assert not found or said.startswith(f"{found.total()} other report")


def test_every_caveat_stands_once_and_a_dispute_first(root: Element, tables: Frames, figures: list[Row]) -> None:
    """A caveat must not be lost, stand with another figure, be said twice, or hide behind lesser ones."""
    wholes = {figure["figure_id"]: figure["part_of"] or figure["figure_id"] for figure in figures}
    for caveat in records(tables["caveats"]):
        assert root.words.count(" ".join(caveat["caveat"].split())) == 1
        place = (
            root.one("article", id=wholes[caveat["figure_id"]]) if caveat["figure_id"] else root.one(class_="reading")
        )
        assert " ".join(caveat["caveat"].split()) in place.words
    for found in root.all("ul", class_="caveats"):
        kinds = [each.attributes["class"] in phrases.DISPUTES for each in found.children if isinstance(each, Element)]
        assert kinds == sorted(kinds, reverse=True)


def test_each_report_stands_in_its_table_with_the_words_and_their_page(root: Element, tables: Frames) -> None:
    """A reader must find the words of each report, in their language, and the page opened at them."""
    rows = [row for table in root.all("table") for row in table.one("tbody").all("tr")]
    shown = [(next(row.all("q")).text, next(row.all("q")).attributes["lang"]) for row in rows]
    links = [row.one("a").attributes["href"] for row in rows]
    compared = records(tables["comparisons_labelled"])
    assert Counter(shown) == Counter((row["quote"], row["value_language"]) for row in compared)
    assert Counter(links) == Counter(row["words_url"] for row in compared)
    assert all("#:~:text=" in address for address in links)


def test_no_text_says_that_no_one_is_named(root: Element) -> None:
    """Where the article names who acted, the page must not say that it names nobody."""
    assert not re.search(r"no one is named|none named|no-one", root.words, re.IGNORECASE)


def test_the_citations_are_those_of_the_command(
    root: Element, package: Package, tables: Frames, figures: list[Row]
) -> None:
    """A citation must not be another figure's or another style's."""
    citations = Citations(package, tables)
    for figure in figures:
        for style in citations.styles:
            shown = root.one("pre", id=f"cite-{figure['figure_id']}-{style}").text
            assert shown == citations.figure(figure["figure_id"], style)


def test_a_phrase_is_split_into_hedge_number_and_rest(figures: list[Row]) -> None:
    """The large number must not lose its hedge, its unit or a word of its phrase."""
    parts = {figure["figure_id"]: split(figure) for figure in figures}
    assert all(" ".join(filter(None, parts[each["figure_id"]])) == each["display"] for each in figures)
    assert parts["war-deaths"] == ("more than", "220,000", "people killed, Syria")
    assert parts["yarmouk-control"][:2] == ("about", "90%")
    assert parts["yarmouk-residents-fled"][:2] == ("", "hundreds")


# Evidence


def test_quotes_light_up_where_they_stand(root: Element, tables: Frames, figures: list[Row]) -> None:
    """The bar must show each quote at its place in the article: solid where stated, hatched where by context."""
    sources = {row["source_id"]: row for row in records(tables["sources"])}
    wholes = {figure["figure_id"]: figure["part_of"] or figure["figure_id"] for figure in figures}
    length = sources[figures[0]["source_id"]]["text_characters"]
    for card in root.all("article"):
        own = [row for row in records(tables["provenance"]) if wholes[row["figure_id"]] == card.attributes["id"]]
        lit = {
            (float(each.attributes["x"][:-1]), float(each.attributes["width"][:-1]), each.attributes["class"])
            for each in card.one("svg", class_="bar").all("rect")
            if each.attributes["class"] != "unlit"
        }
        places = {(row["start"], row["end"], row["basis"]) for row in own}
        expected = {(round(s * 100 / length, 2), round((e - s) * 100 / length, 2), basis) for s, e, basis in places}
        assert lit == expected
        assert Counter(each.text for each in card.one("ul", class_="quotes").all("q")) == Counter(
            {(row["start"], row["end"]): row["exact"] for row in own}.values()
        )


# Text that looks like HTML


def test_text_that_looks_like_html_stays_text(package: Package, tables: Frames, files: Files) -> None:
    """What stands in a cell must not become an element, a script or a link that runs one."""
    hostile = {name: frame.copy() for name, frame in tables.items()}
    for table, columns in {
        "figures_labelled": ["headline", "note", "display", "claimant", "date_text", "publisher"],
        "comparisons_labelled": ["quote", "note"],
        "caveats": ["caveat"],
        "sources": ["title"],
        "actors": ["name", "abbreviation"],
        "provenance": ["exact"],
        "indicators": ["label", "definition"],
    }.items():
        for column in columns:
            hostile[table][column] = pd.array([HOSTILE] * len(hostile[table]), dtype="string")
    for table in ("figures_labelled", "comparisons_labelled", "sources"):
        for column in {"url", "words_url"} & set(hostile[table]):
            hostile[table][column] = pd.array(["javascript:alert(1)"] * len(hostile[table]), dtype="string")
    page = Reader(make_factsheet(package, hostile, files)[FACTSHEET].decode("utf-8")).root
    assert len(list(page.all("script"))) == 2
    assert not list(page.all("img"))
    assert " ".join(HOSTILE.split()) in page.words
    assert not [each for each in page.all() if each.attributes.get("href", "").lower().startswith("javascript")]
    assert not [name for each in page.all() for name in each.attributes if name.startswith("on") or name == "style"]
    assert json.loads(page.one("script", type="application/ld+json").text)["isBasedOn"][0]["name"] == HOSTILE


def test_only_this_style_and_this_script_may_run(html: str, root: Element) -> None:
    """The policy of the page must allow by hash, not by kind, and no style attribute may stand that it forbids."""
    (policy,) = (each.attributes["content"] for each in root.all("meta") if "http-equiv" in each.attributes)
    digests = re.findall(r"'sha256-([^']+)'", policy)
    (style,), (script,) = (re.findall(f"<{name}>(.*?)</{name}>", html, re.S) for name in ("style", "script"))
    assert digests == [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script)]
    assert "unsafe" not in policy
    assert not [each for each in root.all() if "style" in each.attributes]


# The page as a file


def test_links_lead_somewhere(html: str, root: Element, package: Package, files: Files) -> None:
    """No link may lead to a place or a file that is not there, and nothing may be loaded from elsewhere."""
    there = {*files, *(each["path"] for each in package.resources), "data/README.md", WORKBOOK}
    assert len(html.encode()) <= LARGEST
    ids = Counter(each.attributes["id"] for each in root.all() if "id" in each.attributes)
    assert set(ids.values()) == {1}
    for each in root.all():
        for name in ("aria-labelledby", "for"):
            assert each.attributes.get(name, "overview") in ids
        href = each.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids
        elif href and not href.startswith(("https://", "http://", "data:,")):
            assert posixpath.normpath(f"{posixpath.dirname(FACTSHEET)}/{href}") in there
        assert "src" not in each.attributes


def test_each_chart_is_there_to_save(root: Element, files: Files, wholes: list[Row]) -> None:
    """A reader must be able to save the picture that the package holds, also as a card for slides."""
    for figure in wholes:
        name = figure["figure_id"]
        links = root.one("article", id=name).all("a")
        saved = [each.attributes["href"] for each in links if "download" in each.attributes]
        assert sorted(saved) == sorted(path.removeprefix("data/derived/") for path in files if f"/{name}." in path)
        assert f"charts/cards/{name}.png" in saved


def test_machines_read_it_in_the_words_of_schema_org(root: Element, tables: Frames, figures: list[Row]) -> None:
    """A search engine must find days, places, quantities, files and the article, in terms that it knows."""
    said = json.loads(root.one("script", type="application/ld+json").text)
    assert said.pop("@context") == "https://schema.org"
    _only_known_terms(said)
    assert said["temporalCoverage"] == "2015-03-25/2015-04-05"
    assert {place["name"] for place in said["spatialCoverage"]} == {figure["place"] for figure in figures}
    assert [work["url"] for work in said["isBasedOn"]] == [figures[0]["url"]]
    assert len(said["citation"]) == len(tables["sources"]) - 1
    assert {"datePublished", "variableMeasured", "distribution", "license"} <= said.keys()


def _only_known_terms(said: object) -> None:
    if isinstance(said, list):
        for each in said:
            _only_known_terms(each)
    elif isinstance(said, dict):
        assert said.keys() - {"@type"} <= set(TERMS[said["@type"]].split())
        for each in said.values():
            _only_known_terms(each)


def test_the_colours_are_those_of_the_charts(html: str) -> None:
    """A colour must be defined once, for charts and page."""
    for name, colour in COLOURS.items():
        assert f"--{name.replace('_', '-')}: {colour};" in html


def test_actors_are_named_apart(root: Element, wholes: list[Row]) -> None:
    """Who is said to have acted must not be given as who says so."""
    for figure in wholes:
        if figure["actors"] and figure["claimant"]:
            facts = root.one("article", id=figure["figure_id"]).words
            assert f"{phrases.listed(items(figure['actors']))}, says the article (a claim, not a finding)" in facts
