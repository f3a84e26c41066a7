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
from syria_figures.docs import FACTSHEET
from syria_figures.factsheet import make_factsheet
from syria_figures.tables import Frames, records
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
    return make_factsheet(package, tables)[FACTSHEET].decode("utf-8")


@pytest.fixture(scope="module")
def cards(html: str) -> dict[str, str]:
    """The card of each figure that is not a part of another, in the order of the page."""
    return dict(re.findall(r'<article id="([^"]+)"([\s\S]*?)</article>', html))


def test_a_number_stands_with_all_that_goes_with_it(html: str, cards: dict[str, str], tables: Frames) -> None:
    """Cards and tiles must give a number its hedge, headline, date and who says so, and how solid it is."""
    tiles = html.partition('class="tiles"')[2].partition('class="reading"')[0].split('<li data-disputed="')[1:]
    shown = [figure for figure in reading_order(tables) if not figure["part_of"]]
    for figure, (name, card), tile in zip(shown, cards.items(), tiles, strict=True):
        assert name == figure["figure_id"]
        for place in (tile, card):
            told = facts(place)
            assert words(all_between(place, "<h3[^>]*>", "</h3>")[0]) == figure["display"]
            assert figure["headline"] in words(all_between(place, '<p class="headline">', "</p>")[0])
            assert told["Who says so"].lower() == phrases.attribution(figure).lower()
            assert told["Date"].lower() == figure["date_text"].lower()
        assert told["How solid"].lower() == phrases.how_solid(figure).lower()
        assert ("Who did it" in told) == bool(figure["actors"] and figure["claimant"])
    for part in (figure for figure in reading_order(tables) if figure["part_of"]):
        said = f"{part['value_label']} {part['counted']}, \\d+%: {re.escape(phrases.matches(part))}"
        assert re.search(said, words(cards[part["part_of"]]))
    assert '<span class="hedge">more than</span> <span class="value">220,000</span>' in cards["war-deaths"]


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
    rows, compared = "".join(re.findall(r"<tbody>[\s\S]*?</tbody>", html)), records(tables["comparisons_labelled"])
    quotes = [f"{row['value_language']} {row['quote']}" for row in compared]
    assert sorted(each.replace('" dir="auto">', " ") for each in all_between(rows, '<q lang="', "</q>")) == sorted(
        quotes
    )
    assert sorted(all_between(rows, '<a href="', '"')) == sorted(row["words_url"] for row in compared)


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
    """The bar must show each quote at its place in the article, stated or by context; no other words may be quoted."""
    (length,) = set(tables["sources"]["text_characters"].dropna())
    wholes = {row["figure_id"]: row["part_of"] or row["figure_id"] for row in records(tables["figures"])}
    for name, card in cards.items():
        own = [row for row in records(tables["provenance"]) if wholes[row["figure_id"]] == name]
        lit = re.findall(r'<rect class="(stated|context)" data-at="(\d+)" x="([\d.]+)%"', card)
        places = {(row["basis"], row["start"], round(row["start"] * 100 / length, 2)) for row in own}
        assert {(basis, int(at), float(x)) for basis, at, x in lit} == places
        assert set(all_between(card, "<q>", "</q>")) == {row["exact"] for row in own}


def test_text_that_looks_like_html_stays_text(html: str, package: Package, tables: Frames) -> None:
    """What is in a cell must not become an element, a script or a link that runs one."""
    prose = ("headline", "note", "display", "claimant", "date_text", "publisher", "quote", "caveat", "title", "name")
    cells = dict.fromkeys(prose, HOSTILE) | dict.fromkeys(("url", "words_url"), "javascript:alert(1)")
    hostile = {
        name: frame.assign(**{column: cells[column] for column in cells.keys() & set(frame)})
        for name, frame in tables.items()
    }
    page = make_factsheet(package, hostile)[FACTSHEET].decode("utf-8")
    assert page.count("<script") == html.count("<script") == 2
    assert " ".join(HOSTILE.split()) in words(page)
    assert not re.search(r'<img|<[^>]+ on\w+="| style="|href="javascript|unsafe', page)
    (said,) = re.findall(r'<script type="application/ld\+json">([\s\S]*?)</script>', page)
    assert json.loads(said)["isBasedOn"][0]["name"] == HOSTILE


def test_links_lead_somewhere(html: str, package: Package, tables: Frames) -> None:
    """No link may lead to a place or a file that is not there, and each chart must be there to save."""
    assert len(html.encode()) <= LARGEST
    charts = {row["path"] for row in alt_texts(tables)}
    there = {*charts, *(each["path"] for each in package.resources), "data/README.md", WORKBOOK}
    ids, links = Counter(re.findall(r' id="([^"]*)"', html)), set(all_between(html, ' href="', '"'))
    files = {each for each in links if not each.startswith(("#", "https://", "http://", "data:,"))}
    assert set(ids.values()) == {1}
    assert {each[1:] for each in links if each[0] == "#"} <= set(ids)
    assert charts <= {posixpath.normpath(f"{posixpath.dirname(FACTSHEET)}/{each}") for each in files} <= there


def test_machines_read_it_in_the_words_of_schema_org(html: str, tables: Frames) -> None:
    """A search engine must find days, places, quantities, files and the article."""
    said = json.loads(re.findall(r'<script type="application/ld\+json">([\s\S]*?)</script>', html)[0])
    assert said["temporalCoverage"] == "2015-03-25/2015-04-05"
    assert {place["name"] for place in said["spatialCoverage"]} == set(tables["figures_labelled"]["place"])
    assert [work["url"] for work in said["isBasedOn"]] == [tables["figures_labelled"]["url"][0]]
    assert len(said["citation"]) == len(tables["sources"]) - 1
    assert all(said[name] for name in ("datePublished", "distribution", "license", "variableMeasured"))
