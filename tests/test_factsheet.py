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
from html import unescape
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
VOID = {"meta", "link", "br", "input", "rect"}
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


class Tags(HTMLParser):
    """The elements of a page, each a name and its attributes; fails where one is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert tag in VOID or self.open.pop() == tag

    def all(self, attribute: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]


def words(html: str) -> str:
    """The text of a piece of the page, with single spaces."""
    return " ".join(unescape(re.sub(r"<(style|script)[\s\S]*?</\1>|<[^>]+>", "", html)).split())


def all_between(html: str, start: str, end: str) -> list[str]:
    """The pieces of the page from each ``start`` (a pattern) to the next ``end``."""
    return re.findall(f"{start}([\\s\\S]*?){end}", html)


def facts(html: str) -> dict[str, str]:
    """The terms of a card or a tile, each with what it says."""
    return {words(term): words(fact) for term, fact in re.findall(r"<dt>(.*?)</dt><dd>([\s\S]*?)</dd>", html)}


@pytest.fixture(scope="module")
def files(package: Package, tables: Frames) -> Files:
    """The charts by path, without their bytes."""
    return {row["path"]: b"" for row in alt_texts(package, tables)}


@pytest.fixture(scope="module")
def html(package: Package, tables: Frames, files: Files) -> str:
    """The page."""
    return make_factsheet(package, tables, files)[FACTSHEET].decode("utf-8")


@pytest.fixture(scope="module")
def cards(html: str) -> dict[str, str]:
    """The card of each figure that is not a part of another, in the order of the page."""
    return dict(re.findall(r'<article id="([^"]+)"([\s\S]*?)</article>', html))


@pytest.fixture(scope="module")
def figures(tables: Frames) -> list[Row]:
    """The labelled figures as people read them."""
    return reading_order(tables)


@pytest.fixture(scope="module")
def wholes(figures: list[Row]) -> dict[str, str]:
    """The id of the card on which each figure stands."""
    return {figure["figure_id"]: figure["part_of"] or figure["figure_id"] for figure in figures}


# The words of the figures


def test_a_number_stands_with_all_that_goes_with_it(html: str, cards: dict[str, str], figures: list[Row]) -> None:
    """Cards and tiles must give a number its hedge, headline, date and who says so, and never that no one is named."""
    shown = [figure for figure in figures if not figure["part_of"]]
    tiles = html.partition('class="tiles"')[2].partition('class="reading"')[0].split('<li data-disputed="')[1:]
    assert list(cards) == [figure["figure_id"] for figure in shown]
    for figure, tile in zip(shown, tiles, strict=True):
        for place in (tile, cards[figure["figure_id"]]):
            assert words(all_between(place, "<h3[^>]*>", "</h3>")[0]) == figure["display"]
            assert figure["headline"] in words(all_between(place, '<p class="headline">', "</p>")[0])
            assert facts(place)["Who says so"].lower() == phrases.attribution(figure).lower()
            assert facts(place)["Date"].lower() == figure["date_text"].lower()
        if figure["actors"] and figure["claimant"]:
            did = f"{phrases.listed(items(figure['actors']))}, says the article (a claim, not a finding)"
            assert facts(cards[figure["figure_id"]])["Who did it"] == did
    assert not re.search(r"no one is named|none named|no-one", words(html), re.IGNORECASE)


def test_a_phrase_is_split_into_hedge_number_and_rest(figures: list[Row]) -> None:
    """The large number must not lose its hedge, its unit or a word of its phrase."""
    parts = {figure["figure_id"]: split(figure) for figure in figures}
    assert all(" ".join(filter(None, parts[each["figure_id"]])) == each["display"] for each in figures)
    assert parts["war-deaths"] == ("more than", "220,000", "people killed, Syria")
    assert parts["yarmouk-control"][:2] == ("about", "90%")
    assert parts["yarmouk-residents-fled"][:2] == ("", "hundreds")


def test_how_solid_a_figure_is_stands_on_its_card(cards: dict[str, str], tables: Frames, figures: list[Row]) -> None:
    """The card must say of other reports what the tables say, and count them as they stand to the figure."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    compared = records(tables["comparisons_labelled"])
    for figure in figures:
        own = support[figure["figure_id"]]
        if figure["part_of"]:  # it stands on the card of its whole, and nowhere else
            said = f"{figure['value_label']} {figure['counted']}, \\d+%: {re.escape(phrases.matches(own))}"
            assert re.search(said, words(cards[figure["part_of"]]))
            continue
        card = cards[figure["figure_id"]]
        assert facts(card)["How solid"].lower() == phrases.how_solid(own, figure).lower()
        found = Counter(row["relation"] for row in compared if row["figure_id"] == figure["figure_id"])
        (said,) = map(words, all_between(card, '<p class="description">', "</p>"))
        assert sum(map(int, re.findall(r"(?:: |, )(\d+) (?:give|count|is|are)", said))) == found.total()
        assert not found or said.startswith(f"{found.total()} other report")


def test_every_caveat_stands_once_and_a_dispute_first(
    html: str, cards: dict[str, str], tables: Frames, wholes: dict[str, str]
) -> None:
    """A caveat must not be lost, stand with another figure, be said twice, or hide behind lesser ones."""
    for caveat in records(tables["caveats"]):
        said = " ".join(caveat["caveat"].split())
        assert words(html).count(said) == 1
        whole = wholes.get(caveat["figure_id"])
        assert said in words(cards[whole] if whole else html.partition('class="reading"')[2].partition("<article")[0])
    for found in all_between(html, '<ul class="caveats">', "</ul>"):
        kinds = [kind in phrases.DISPUTES for kind in re.findall(r'<li class="(\w+)"', found)]
        assert kinds == sorted(kinds, reverse=True)


def test_each_report_stands_with_its_words_and_their_page(cards: dict[str, str], tables: Frames) -> None:
    """A reader must find the words of each report, in their language, and the page opened at them."""
    rows = "".join(piece for card in cards.values() for piece in all_between(card, "<tbody>", "</tbody>"))
    quotes = [
        (language, unescape(quote)) for language, quote in re.findall(r'<q lang="(\w+)" dir="auto">(.*?)</q>', rows)
    ]
    links = map(unescape, re.findall(r'<a href="(.*?)"', rows))
    compared = records(tables["comparisons_labelled"])
    assert Counter(quotes) == Counter((row["value_language"], row["quote"]) for row in compared)
    assert Counter(links) == Counter(row["words_url"] for row in compared)


def test_citations_are_those_of_the_command(html: str, package: Package, tables: Frames, figures: list[Row]) -> None:
    """A citation must not be another figure's or another style's."""
    citations = Citations(package, tables)
    shown = {name: unescape(text) for name, text in re.findall(r'<pre id="cite-([^"]+)">([\s\S]*?)</pre>', html)}
    assert shown == {
        f"{figure['figure_id']}-{style}": citations.figure(figure["figure_id"], style)
        for figure in figures
        for style in citations.styles
    }


def test_quotes_light_up_where_they_stand(cards: dict[str, str], tables: Frames, wholes: dict[str, str]) -> None:
    """The bar must show each quote at its place in the article: solid where stated, hatched where by context."""
    (length,) = set(tables["sources"]["text_characters"].dropna())
    for name, card in cards.items():
        own = [row for row in records(tables["provenance"]) if wholes[row["figure_id"]] == name]
        lit = re.findall(r'<rect class="(stated|context)" data-at="\d+" x="([\d.]+)%" width="([\d.]+)%"', card)
        places = {(row["basis"], row["start"], row["end"]) for row in own}
        assert {(basis, float(x), float(width)) for basis, x, width in lit} == {
            (basis, round(start * 100 / length, 2), round((end - start) * 100 / length, 2))
            for basis, start, end in places
        }
        shown = Counter(map(unescape, re.findall(r"<q>(.*?)</q>", card)))
        assert shown == Counter({(row["start"], row["end"]): row["exact"] for row in own}.values())


# Text that looks like HTML, and what may run


def test_text_that_looks_like_html_stays_text(package: Package, tables: Frames, files: Files) -> None:
    """What stands in a cell must not become an element, a script or a link that runs one."""
    hostile = {name: frame.copy() for name, frame in tables.items()}
    for cell, columns in {
        HOSTILE: "headline note display claimant date_text publisher quote caveat title name exact definition",
        "javascript:alert(1)": "url words_url",
    }.items():
        for frame in hostile.values():
            for column in set(columns.split()) & set(frame):
                frame[column] = pd.array([cell] * len(frame), dtype="string")
    page = make_factsheet(package, hostile, files)[FACTSHEET].decode("utf-8")
    tags = Tags(page)
    assert [name for name, _ in tags.found if name in ("script", "img")] == ["script", "script"]
    assert " ".join(HOSTILE.split()) in words(page)
    assert not [address for address in tags.all("href") if address.lower().startswith("javascript")]
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    (said,) = all_between(page, '<script type="application/ld\\+json">', "</script>")
    assert json.loads(said)["isBasedOn"][0]["name"] == HOSTILE


def test_only_this_style_and_this_script_may_run(html: str) -> None:
    """The page must allow by hash, not by kind, have no style attribute, and take its colours from the charts."""
    ((style,), (script,)) = (all_between(html, f"<{name}>", f"</{name}>") for name in ("style", "script"))
    (policy,) = all_between(html, 'http-equiv="Content-Security-Policy" content="', '"')
    digests = re.findall(r"'sha256-([^']+)'", unescape(policy))
    assert digests == [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script)]
    assert "unsafe" not in policy
    assert Tags(html).all("style") == []
    assert all(f"--{name.replace('_', '-')}: {colour};" in style for name, colour in COLOURS.items())


# The page as a file


def test_links_lead_somewhere(html: str, package: Package, files: Files, cards: dict[str, str]) -> None:
    """No link may lead to a place or a file that is not there, and each chart must be there to save."""
    assert len(html.encode()) <= LARGEST
    there = {*files, *(each["path"] for each in package.resources), "data/README.md", WORKBOOK}
    tags = Tags(html)
    ids = Counter(tags.all("id"))
    assert set(ids.values()) == {1}
    assert {*tags.all("aria-labelledby"), *tags.all("for")} <= ids.keys()
    assert tags.all("src") == []
    for href in tags.all("href"):
        if href.startswith("#"):
            assert href[1:] in ids
        elif not href.startswith(("https://", "http://", "data:,")):
            assert posixpath.normpath(f"{posixpath.dirname(FACTSHEET)}/{href}") in there
    for name, card in cards.items():
        saved = re.findall(r'<a download href="([^"]+)"', card)
        assert sorted(saved) == sorted(path.removeprefix("data/derived/") for path in files if f"/{name}." in path)
        assert f"charts/cards/{name}.png" in saved


def test_machines_read_it_in_the_words_of_schema_org(html: str, tables: Frames, figures: list[Row]) -> None:
    """A search engine must find days, places, quantities, files and the article, in terms that it knows."""
    said = json.loads(all_between(html, '<script type="application/ld\\+json">', "</script>")[0])
    assert said.pop("@context") == "https://schema.org"
    only_known_terms(said)
    assert said["temporalCoverage"] == "2015-03-25/2015-04-05"
    assert {place["name"] for place in said["spatialCoverage"]} == {figure["place"] for figure in figures}
    assert [work["url"] for work in said["isBasedOn"]] == [figures[0]["url"]]
    assert len(said["citation"]) == len(tables["sources"]) - 1
    assert {"datePublished", "variableMeasured", "distribution", "license"} <= said.keys()


def only_known_terms(said: object) -> None:
    """Fail where a type says something that schema.org does not know of it."""
    for each in said if isinstance(said, list) else []:
        only_known_terms(each)
    if isinstance(said, dict):
        assert said.keys() - {"@type"} <= set(TERMS[said["@type"]].split())
        only_known_terms(list(said.values()))
