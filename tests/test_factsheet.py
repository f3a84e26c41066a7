"""The factsheet without a browser: its words against the tables, text that looks like HTML, and the page as a file.

What only a browser shows (layout, keyboard, paper, that style and script may run) is in test_factsheet_browser.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from html import unescape

import pytest
from syria_figures import phrases
from syria_figures.charts import alt_texts
from syria_figures.citation import Citations
from syria_figures.derive import reading_order
from syria_figures.descriptor import Package
from syria_figures.factsheet import FACTSHEET, make_factsheet
from syria_figures.tables import Frames, items, records
from syria_figures.workbook import WORKBOOK

LARGEST = 500_000  # bytes: the page is sent by mail and opened on phones
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & {{ 7 * 7 }} </pre></details>'


def words(html: str) -> str:
    """The text of a piece of the page, with single spaces."""
    return " ".join(unescape(re.sub(r"<(style|script)[\s\S]*?</\1>|<[^>]+>", "", html)).split())


def all_between(html: str, start: str, end: str) -> list[str]:
    """The pieces of the page from each ``start`` (a pattern) to the next ``end``, as they are shown."""
    return [unescape(piece) for piece in re.findall(f"{start}([\\s\\S]*?){end}", html)]


def facts(html: str) -> dict[str, str]:
    """The terms of a card or a tile, each with what it says."""
    return {words(term): words(fact) for term, fact in re.findall(r"<dt>(.*?)</dt><dd>([\s\S]*?)</dd>", html)}


@pytest.fixture(scope="module")
def html(package: Package, tables: Frames) -> str:
    """The page."""
    return make_factsheet(package, tables, {})[FACTSHEET].decode("utf-8")


@pytest.fixture(scope="module")
def cards(html: str) -> dict[str, str]:
    """The card of each figure that is not a part of another, in the order of the page."""
    return dict(re.findall(r'<article id="([^"]+)"([\s\S]*?)</article>', html))


def test_a_number_stands_with_all_that_goes_with_it(html: str, cards: dict[str, str], tables: Frames) -> None:
    """Cards and tiles must give a number its hedge, headline, date and who says so, and not say no one is named."""
    shown = [figure for figure in reading_order(tables) if not figure["part_of"]]
    tiles = html.partition('class="tiles"')[2].partition('class="reading"')[0].split('<li data-disputed="')[1:]
    assert list(cards) == [figure["figure_id"] for figure in shown]
    for figure, tile in zip(shown, tiles, strict=True):
        card = cards[figure["figure_id"]]
        for place in (tile, card):
            assert words(all_between(place, "<h3[^>]*>", "</h3>")[0]) == figure["display"]
            assert figure["headline"] in words(all_between(place, '<p class="headline">', "</p>")[0])
            assert facts(place)["Who says so"].lower() == phrases.attribution(figure).lower()
            assert facts(place)["Date"].lower() == figure["date_text"].lower()
        if figure["actors"] and figure["claimant"]:
            did = f"{phrases.listed(items(figure['actors']))}, according to the article (not a finding)"
            assert facts(card)["Who did it"] == did
    assert '<span class="hedge">more than</span> <span class="value">220,000</span>' in cards["war-deaths"]
    assert not re.search(r"no one is named|none named|no-one", words(html), re.IGNORECASE)


def test_how_solid_a_figure_is_stands_on_its_card(cards: dict[str, str], tables: Frames) -> None:
    """The card must say what the tables say about other reports, and count them by their relation to the figure."""
    support = {row["figure_id"]: row for row in records(tables["figure_support"])}
    compared = records(tables["comparisons_labelled"])
    for figure in reading_order(tables):
        own, card = support[figure["figure_id"]], cards[figure["part_of"] or figure["figure_id"]]
        if figure["part_of"]:  # it is on the card of its whole, and nowhere else
            said = f"{figure['value_label']} {figure['counted']}, \\d+%: {re.escape(phrases.matches(own))}"
            assert re.search(said, words(card))
            continue
        assert facts(card)["How solid"].lower() == phrases.how_solid(own, figure).lower()
        (said,) = all_between(card, '<p class="description">', "</p>")
        counts = Counter(row["relation"] for row in compared if row["figure_id"] == figure["figure_id"])
        assert sorted(map(int, re.findall(r"(?:: |, )(\d+) (?:give|count|is|are)", said))) == sorted(counts.values())
        assert not counts or said.startswith(f"{counts.total()} other report")


def test_every_caveat_stands_once_and_a_dispute_first(html: str, cards: dict[str, str], tables: Frames) -> None:
    """A caveat must not be lost, be under another figure, be repeated, or hide behind lesser ones."""
    wholes = {row["figure_id"]: row["part_of"] or row["figure_id"] for row in records(tables["figures"])}
    before = html.partition('class="reading"')[2].partition("<article")[0]
    for caveat in records(tables["caveats"]):
        said = " ".join(caveat["caveat"].split())
        assert words(html).count(said) == 1
        assert said in words(cards[wholes[caveat["figure_id"]]] if caveat["figure_id"] else before)
    for found in all_between(html, '<ul class="caveats">', "</ul>"):
        kinds = [kind in phrases.DISPUTES for kind in re.findall(r'<li class="(\w+)"', found)]
        assert kinds == sorted(kinds, reverse=True)


def test_each_report_stands_with_its_words_and_their_page(html: str, tables: Frames) -> None:
    """A reader must find the words of each report, in their language, and the page opened at them."""
    rows = "".join(re.findall(r"<tbody>[\s\S]*?</tbody>", html))
    quotes = [
        (language, unescape(quote)) for language, quote in re.findall(r'<q lang="(\w+)" dir="auto">(.*?)</q>', rows)
    ]
    compared = records(tables["comparisons_labelled"])
    assert Counter(quotes) == Counter((row["value_language"], row["quote"]) for row in compared)
    assert Counter(all_between(rows, '<a href="', '"')) == Counter(row["words_url"] for row in compared)


def test_citations_are_those_of_the_command(html: str, package: Package, tables: Frames) -> None:
    """A citation must not be another figure's or another style's."""
    citations = Citations(package, tables)
    shown = {name: unescape(text) for name, text in re.findall(r'<pre id="cite-([^"]+)">([\s\S]*?)</pre>', html)}
    assert shown == {
        f"{figure}-{style}": citations.figure(figure, style)
        for figure in citations.displays()
        for style in citations.styles
    }


def test_quotes_light_up_where_they_stand(cards: dict[str, str], tables: Frames) -> None:
    """The bar must show each quote at its place in the article: solid where stated, hatched where by context."""
    (length,) = set(tables["sources"]["text_characters"].dropna())
    for name, card in cards.items():
        ids = [row["figure_id"] for row in records(tables["figures"]) if name in (row["figure_id"], row["part_of"])]
        own = [row for row in records(tables["provenance"]) if row["figure_id"] in ids]
        lit = re.findall(r'<rect class="(stated|context)" data-at="(\d+)" x="([\d.]+)%"', card)
        places = {(row["basis"], row["start"], round(row["start"] * 100 / length, 2)) for row in own}
        assert {(basis, int(at), float(x)) for basis, at, x in lit} == places
        shown = Counter(all_between(card, "<q>", "</q>"))
        assert shown == Counter({(row["start"], row["end"]): row["exact"] for row in own}.values())


def test_text_that_looks_like_html_stays_text(html: str, package: Package, tables: Frames) -> None:
    """What is in a cell must not become an element, a script or a link that runs one."""
    prose = ("headline", "note", "display", "claimant", "date_text", "publisher", "quote", "caveat", "title", "name")
    cells = dict.fromkeys(prose, HOSTILE) | dict.fromkeys(("url", "words_url"), "javascript:alert(1)")
    hostile = {
        name: frame.assign(**{column: cells[column] for column in cells.keys() & set(frame)})
        for name, frame in tables.items()
    }
    page = make_factsheet(package, hostile, {})[FACTSHEET].decode("utf-8")
    assert page.count("<script") == html.count("<script") == 2
    assert " ".join(HOSTILE.split()) in words(page)
    assert not re.search(r'<img|<[^>]+ on\w+="| style="|href="javascript|unsafe', page)
    (said,) = re.findall(r'<script type="application/ld\+json">([\s\S]*?)</script>', page)
    assert json.loads(said)["isBasedOn"][0]["name"] == HOSTILE


def test_links_lead_somewhere(html: str, package: Package, tables: Frames, cards: dict[str, str]) -> None:
    """No link may lead to a place or a file that is not there, and each chart must be there to save."""
    assert len(html.encode()) <= LARGEST
    charts = {row["path"] for row in alt_texts(package, tables)}
    there = {*charts, *(each["path"] for each in package.resources), "data/README.md", WORKBOOK}
    ids = Counter(re.findall(r' id="([^"]*)"', html))
    assert set(ids.values()) == {1}
    for href in all_between(html, ' href="', '"'):
        if href.startswith("#"):
            assert href[1:] in ids
        elif not href.startswith(("https://", "http://", "data:,")):
            assert posixpath.normpath(f"{posixpath.dirname(FACTSHEET)}/{href}") in there
    for name, card in cards.items():
        saved = re.findall(r'<a download href="([^"]+)"', card)
        assert sorted(saved) == sorted(path.removeprefix("data/derived/") for path in charts if f"/{name}." in path)


def test_machines_read_it_in_the_words_of_schema_org(html: str, tables: Frames) -> None:
    """A search engine must find days, places, quantities, files and the article."""
    said = json.loads(re.findall(r'<script type="application/ld\+json">([\s\S]*?)</script>', html)[0])
    assert said["temporalCoverage"] == "2015-03-25/2015-04-05"
    assert {place["name"] for place in said["spatialCoverage"]} == set(tables["figures_labelled"]["place"])
    assert [work["url"] for work in said["isBasedOn"]] == [tables["figures_labelled"]["url"][0]]
    assert len(said["citation"]) == len(tables["sources"]) - 1
    assert all(said[name] for name in ("datePublished", "distribution", "license", "variableMeasured"))
