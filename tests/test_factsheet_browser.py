"""The factsheet in a real browser: what a reader with a phone, a keyboard, a screen reader, paper or no script meets.

Debian's Chromium is driven by Playwright over the page opened as a file, offline, with a fresh profile. Four tiers: the
buttons; the layout at 360 and 1280 pixels; dark mode, accessibility and keyboard; paper and a browser without a script.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NoReturn

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from syria_figures.citation import Citations
from syria_figures.citation_styles import STYLES, written
from syria_figures.descriptor import Package
from syria_figures.factsheet import FACTSHEET, page
from syria_figures.frames import rows_of
from syria_figures.making import Context, context_of
from syria_figures.tables import load_curated

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds for any one step; nothing is asserted about time
WIDTHS = (360, 1280)
MOST_PAGES = 4
# The boxes of the lines of all text that can be seen, each with its words
TEXT_BOXES = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".unseen, .skip, script, option")) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      boxes.push({left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
                  size: parseFloat(getComputedStyle(parent).fontSize), words: node.data.trim()});
    }
  }
  return boxes;
}"""
COLOURS = """() => {
  const names = ["paper", "ink", "grey", "article", "article-ink", "others", "strong", "link", "tint", "soft"];
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
}"""
CLOSED = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(missing: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """Debian's Chromium, ended by the test run that started it."""
    program = shutil.which("chromium")
    if program is None:
        missing("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS, timeout=PATIENCE)
        try:
            yield started
        finally:
            started.close()


@pytest.fixture(scope="module")
def context(package: Package) -> Context:
    """All tables of the package."""
    return context_of(package)


@pytest.fixture(scope="module")
def file(context: Context, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the tables give it, in a folder of its own."""
    place = tmp_path_factory.mktemp("factsheet") / Path(FACTSHEET).name
    place.write_text(page(context), encoding="utf-8", newline="\n")
    return place


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Open]:
    """Opens the page in a context of its own, offline; fails where it asks for anything or has an error."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    errors: list[str] = []

    def open_page(width: int = 1280, **options: Any) -> Page:
        own = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        own.set_default_timeout(PATIENCE)
        contexts.append(own)
        tab = own.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.goto(file.as_uri())
        return tab

    try:
        yield open_page
    finally:
        for own in contexts:
            own.close()
    assert {url for url in asked if not url.startswith("data:")} <= {file.as_uri()}
    assert errors == []


# The buttons


def test_each_button_copies_the_citation_in_each_style(opened: Open, package: Package) -> None:
    """What lands on the clipboard is another figure's citation, another style's, or not what cite.py gives."""
    tab = opened(permissions=["clipboard-read", "clipboard-write"])
    citations = Citations(load_curated(package))
    expected = {name: citations.figure(name) for name in citations.displays()} | {"article": citations.package()}
    tools = tab.locator(".tools")
    assert tools.count() == len(expected)
    for each in tools.all():
        citation = expected.pop(str(each.get_attribute("data-for")))
        for style in STYLES:
            each.locator("select").select_option(style)
            each.get_by_role("button").click()
            each.locator(".copied", has_text="Copied").wait_for()
            assert tab.evaluate("navigator.clipboard.readText()") == written([citation], style)
    assert not expected


def test_copying_works_where_the_clipboard_is_closed_to_scripts(opened: Open, package: Package) -> None:
    """An older browser says that it copied, and the clipboard holds what was there before."""
    tab = opened(permissions=["clipboard-read"])
    tab.evaluate(CLOSED)
    tools = tab.locator(".tools[data-for=yarmouk-control]")
    tools.locator("select").select_option("apa")
    tools.get_by_role("button").click()
    tools.locator(".copied", has_text="Copied: APA").wait_for()
    citation = Citations(load_curated(package)).figure("yarmouk-control")
    assert tab.evaluate("navigator.clipboard.readText()") == written([citation], "apa")


def test_a_citation_that_cannot_be_copied_is_shown_and_selected(opened: Open) -> None:
    """Nothing happens at a click, and the reader believes that the citation was copied."""
    tab = opened()
    tab.evaluate(CLOSED)
    tab.evaluate("() => { document.execCommand = () => false; }")
    tools = tab.locator(".tools[data-for=war-deaths]")
    tools.get_by_role("button").click()
    tools.locator(".copied", has_text="Not copied").wait_for()
    assert tab.evaluate("getSelection().toString()").startswith("Breitbart reported on 6 April 2015")


def test_each_chart_is_saved(opened: Open, context: Context, tmp_path: Path) -> None:
    """The link to save a chart opens a page, gives an empty file, or another figure's chart."""
    tab = opened(accept_downloads=True)
    displays = {row["figure_id"]: row["display"] for row in rows_of(context.frames["figures_labelled"])}
    links = tab.locator("a[download]")
    assert links.count() == len(displays) - 1  # nothing was published on the number of prisons
    for link in links.all():
        with tab.expect_download() as waiting:
            link.click()
        name = waiting.value.suggested_filename
        waiting.value.save_as(tmp_path / name)
        svg = (tmp_path / name).read_text("utf-8")
        assert svg.startswith("<svg")
        assert displays[name.removesuffix(".svg")] in svg


# The layout


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_lies_on_another_and_nothing_scrolls_sideways(opened: Open, width: int) -> None:
    """On a phone or a desk a label runs into its neighbour, or the page is wider than the window."""
    tab = opened(width)
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    boxes = tab.evaluate(TEXT_BOXES)
    assert len(boxes) > 500
    outside = [box["words"] for box in boxes if box["left"] < 0 or box["right"] > width + 0.5]
    assert outside == []
    assert [(one["words"], other["words"]) for one, other in neighbours(boxes) if overlap(one, other)] == []


def neighbours(boxes: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of boxes that are near enough to meet: those of one band of the page."""
    bands: dict[int, list[dict[str, Any]]] = {}
    for box in boxes:
        for band in range(int(box["top"] // 100), int(box["bottom"] // 100) + 1):
            bands.setdefault(band, []).append(box)
    for near in bands.values():
        yield from combinations(near, 2)


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two lines of text lie on each other, without the white above and below letters (a fifth of each)."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    trimmed = [(box["top"] + box["size"] / 5, box["bottom"] - box["size"] / 5) for box in (one, other)]
    down = min(foot for _, foot in trimmed) - max(top for top, _ in trimmed)
    return bool(across > 1 and down > 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_mark_stands_beside_its_label(opened: Open, width: int) -> None:
    """A mark is drawn outside its axis, over a label, or is not there."""
    tab = opened(width)
    marks = tab.evaluate(
        """() => [...document.querySelectorAll("li.statement .mark")].map((mark) => {
          const box = (part) => { const b = part.getBoundingClientRect(); return [b.left, b.right, b.width]; };
          return {axis: box(mark), label: box(mark.parentElement.querySelector(".label > span")),
                  drawn: [...mark.querySelectorAll("circle, path")].map(box)};
        })"""
    )
    assert len(marks) > 50
    for mark in marks:
        assert mark["axis"][2] >= 100
        assert mark["drawn"]
        assert mark["label"][1] <= mark["axis"][0]
        for left, right, _ in mark["drawn"]:
            assert mark["axis"][0] - 20 <= left <= right <= min(mark["axis"][1] + 20, width)


# Dark mode, accessibility, keyboard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious(opened: Open, width: int, scheme: str) -> None:
    """Text is too pale, a button has no name, or a list is none for a screen reader, by day or by night."""
    tab = opened(width, color_scheme=scheme)
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = [each for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")]
    assert found == [], json.dumps(found, indent=1)[:3000]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_lines_stand_out(opened: Open, scheme: str) -> None:
    """A mark, which axe does not measure, is too near the colour of the page to be seen."""
    colours = opened(color_scheme=scheme).evaluate(COLOURS)
    for ground in ("paper", "soft"):
        for name in ("ink", "grey", "link"):
            assert contrast(colours[name], colours[ground]) >= 4.5
        for name in ("article", "others", "strong"):
            assert contrast(colours[name], colours[ground]) >= 3
    assert contrast(colours["article"], colours["tint"]) >= 3
    assert contrast(colours["article-ink"], colours["tint"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) > 4 else "".join(each * 2 for each in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_dark_page_is_dark(opened: Open) -> None:
    """A reader at night gets a white page."""
    colours = {scheme: opened(color_scheme=scheme).evaluate(COLOURS)["paper"] for scheme in ("light", "dark")}
    assert contrast(colours["light"], "#ffffff") < 1.1
    assert contrast(colours["dark"], "#000000") < 1.3


def test_the_keyboard_reaches_everything_in_order(opened: Open) -> None:
    """A link, button or list of styles cannot be reached without a mouse, comes out of order, or does not show it."""
    tab = opened()
    tab.evaluate(
        """() => [...document.querySelectorAll("a[href], button, select, summary")]
          .filter((each) => each.checkVisibility() && !each.closest("details:not([open]) > :not(summary)"))
          .forEach((each, number) => { each.dataset.number = number; })"""
    )
    expected = tab.evaluate("document.querySelectorAll('[data-number]').length")
    reached = []
    for _ in range(expected):
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate(
                """() => { const each = document.activeElement, style = getComputedStyle(each);
                  return [Number(each.dataset.number), style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
            )
        )
    assert [number for number, _, _ in reached] == list(range(expected))
    assert {style for _, style, _ in reached} == {"solid"}
    assert min(width for _, _, width in reached) >= 2


def test_the_keyboard_copies(opened: Open, package: Package) -> None:
    """The copy button works with a mouse only, or the focus is lost after it."""
    tab = opened(permissions=["clipboard-read", "clipboard-write"])
    tab.locator("#style-war-deaths").focus()
    tab.keyboard.press("f")  # in a list of styles, a letter chooses: Footnote
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator(".tools[data-for=war-deaths] .copied", has_text="Copied: Footnote").wait_for()
    citation = Citations(load_curated(package)).figure("war-deaths")
    assert tab.evaluate("navigator.clipboard.readText()") == written([citation], "footnote")
    assert tab.evaluate("document.activeElement.textContent") == "Copy citation"


def test_nothing_moves_for_who_asked_for_no_motion(opened: Open) -> None:
    """The page glides to a figure although the reader asked for no motion."""
    style = "getComputedStyle(document.documentElement).scrollBehavior"
    assert opened(reduced_motion="reduce").evaluate(style) == "auto"
    assert opened(reduced_motion="no-preference").evaluate(style) == "smooth"


def test_a_screen_reader_hears_names_and_hedges(opened: Open) -> None:
    """Nine buttons are called the same, or ">220,000" is read without its "more than"."""
    tree = opened().locator("body").aria_snapshot()
    names = re.findall(r'button "(Copy the citation of: [^"]+)"', tree)
    assert len(set(names)) == len(names) == 10
    assert "more than 220,000" in tree
    assert 'heading "about 90% of the camp under armed control, Yarmouk"' in tree


# Paper, and no script


def test_it_prints_on_four_pages(opened: Open) -> None:
    """The printed page runs over four sheets of A4, or is cut to nothing."""
    pdf = opened().pdf(prefer_css_page_size=True, print_background=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= MOST_PAGES
    assert set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", pdf)) == {(b"594.95996", b"841.91998")}


def test_paper_loses_no_caveat_and_no_statement(opened: Open, context: Context) -> None:
    """What is hidden on paper takes a caveat, a statement or a number of the overview with it."""
    tab = opened(794, color_scheme="dark")
    tab.emulate_media(media="print")
    words = " ".join(tab.locator("body").inner_text().split())
    for caveat in rows_of(context.frames["caveats"]):
        assert " ".join(caveat["caveat"].split()) in words
    assert tab.locator("li.statement").filter(visible=True).count() == tab.locator("li.statement").count() > 50
    assert tab.locator(".card .quotes").filter(visible=True).count() == 9
    assert tab.get_by_role("button").filter(visible=True).count() == 0
    assert contrast(tab.evaluate(COLOURS)["paper"], "#ffffff") == 1


def test_without_a_script_all_text_is_there(opened: Open) -> None:
    """Without JavaScript a citation or a caveat is missing, or a button stands there that does nothing."""
    plain, scripted = opened(java_script_enabled=False), opened()
    seen = [tab.locator("main").text_content() for tab in (plain, scripted)]
    assert seen[0] == seen[1]
    assert plain.get_by_role("button", name="Copy").filter(visible=True).count() == 0
    assert plain.locator("select").filter(visible=True).count() == 0
    assert scripted.get_by_role("button", name="Copy").filter(visible=True).count() == 10
    summary = plain.locator("#war-deaths .cite summary")
    summary.click()
    assert plain.locator("#cite-war-deaths-bibtex").is_visible()
