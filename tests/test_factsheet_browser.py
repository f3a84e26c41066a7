"""The factsheet in a real browser: what a reader with a phone, a keyboard, a screen reader, paper or no script meets.

Debian's Chromium is driven by Playwright over the page opened as a file, offline, with a fresh profile. The page is
opened once with its script and once without, and looked at many times.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Missing
from playwright.sync_api import Browser, Page, sync_playwright
from syria_figures.charts import alt_texts
from syria_figures.citation import Citations
from syria_figures.descriptor import Package
from syria_figures.factsheet import FACTSHEET, make_factsheet
from syria_figures.tables import Frames, records

pytestmark = pytest.mark.slow

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PATIENCE = 20_000  # milliseconds for any one step
PHONE, TABLET, DESK = 390, 768, 1280
SCREEN = 844  # the height of a phone's screen
HIGHEST = 17_143  # 60 % of the page of version 1 on a phone
PAPER = (184 / 25.4 * 96, 273 / 25.4 * 96)  # what the margins leave of an A4 page
SMALLEST_PRINT = 12  # pixels: 9 points
# The boxes of the lines of all text that can be seen, each with its words
TEXT_BOXES = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".unseen, .skip, nav, script, option")) continue;
    if (!parent.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      boxes.push({left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
                  size: parseFloat(getComputedStyle(parent).fontSize), words: node.data.trim()});
    }
  }
  return boxes;
}"""
SEEN = "(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).length"


@pytest.fixture(scope="module")
def browser(missing: Missing) -> Iterator[Browser]:
    """Debian's Chromium, ended by the test run that started it."""
    program = shutil.which("chromium")
    if program is None:
        missing("the factsheet in a browser", "install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS, timeout=PATIENCE)
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(package: Package, tables: Frames, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the tables give it, in a folder of its own."""
    files = {row["path"]: b"" for row in alt_texts(package, tables)}
    place = tmp_path_factory.mktemp("factsheet") / Path(FACTSHEET).name
    place.write_bytes(make_factsheet(package, tables, files)[FACTSHEET])
    return place


def opened(browser: Browser, file: Path, **options: Any) -> Iterator[Page]:
    """The page in a context of its own, offline; fails where it asks for anything, or breaks its own policy."""
    own = browser.new_context(viewport={"width": DESK, "height": SCREEN}, offline=True, **options)
    own.set_default_timeout(PATIENCE)
    tab, asked, errors = own.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(file.as_uri())
    yield tab
    own.close()
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}
    assert errors == []


@pytest.fixture(scope="module")
def scripted(browser: Browser, file: Path) -> Iterator[Page]:
    """The page with its script."""
    yield from opened(browser, file, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture(scope="module")
def plain(browser: Browser, file: Path) -> Iterator[Page]:
    """The page in a browser that runs no script."""
    yield from opened(browser, file, java_script_enabled=False)


@pytest.fixture
def tab(scripted: Page) -> Page:
    """The page as one finds it: light, at the top, no filter set, nothing unfolded."""
    scripted.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
    scripted.set_viewport_size({"width": DESK, "height": SCREEN})
    scripted.evaluate("""() => {
      for (const each of document.querySelectorAll("details")) each.open = false;
      for (const each of document.querySelectorAll(".filters input:checked")) each.click();
      for (const each of document.querySelectorAll(".tools")) each.dispatchEvent(new Event("change"));
      document.activeElement.blur();
      scrollTo(0, 0);
    }""")
    return scripted


# Layout


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_no_text_lies_on_another_and_nothing_scrolls_sideways(tab: Page, width: int) -> None:
    """A label must not run into its neighbour, nor the page be wider than the window, with all unfolded."""
    tab.set_viewport_size({"width": width, "height": SCREEN})
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    boxes = tab.evaluate(TEXT_BOXES)
    assert len(boxes) > 1000
    assert [box["words"] for box in boxes if box["left"] < 0 or box["right"] > width + 0.5] == []
    bands: dict[int, list[dict[str, Any]]] = {}
    for box in boxes:
        for band in range(int(box["top"] // 100), int(box["bottom"] // 100) + 1):
            bands.setdefault(band, []).append(box)
    pairs = (pair for near in bands.values() for pair in combinations(near, 2))
    assert [(one["words"], other["words"]) for one, other in pairs if overlap(one, other)] == []


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two lines of text lie on each other, without the white above and below letters (a fifth of each)."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    trimmed = [(box["top"] + box["size"] / 5, box["bottom"] - box["size"] / 5) for box in (one, other)]
    down = min(foot for _, foot in trimmed) - max(top for top, _ in trimmed)
    return bool(across > 1 and down > 1)


def test_a_phone_shows_the_strip_on_the_first_screen_of_its_figure(tab: Page) -> None:
    """A reader with a phone must not scroll through a long page, nor past text to see how others compare."""
    tab.set_viewport_size({"width": PHONE, "height": SCREEN})
    assert tab.evaluate("document.documentElement.scrollHeight") <= HIGHEST
    for card in tab.locator("article").all():
        top, marks = card.bounding_box(), card.locator("li.line").all()[:3]
        assert top
        boxes = [mark.bounding_box() for mark in marks]
        assert all(box and box["y"] + box["height"] - top["y"] < SCREEN for box in boxes)


# Accessibility


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_axe_finds_nothing(tab: Page, width: int, scheme: Any) -> None:
    """Text must not be too pale, a button without a name, or a list hidden from a screen reader, by day or by night."""
    tab.set_viewport_size({"width": width, "height": SCREEN})
    tab.emulate_media(color_scheme=scheme)
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert found == [], json.dumps([(each["id"], each["nodes"][:2]) for each in found], indent=1)[:3000]
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")


def test_the_keyboard_reaches_everything_in_order_and_in_sight(tab: Page) -> None:
    """A link, filter or list must not need a mouse, come out of order, hide its focus or lie under the sticky row."""
    tab.evaluate("""() => [...document.querySelectorAll("a[href], button, select, input, summary")]
      .filter((each) => each.checkVisibility({contentVisibilityAuto: true}))
      .forEach((each, number) => { each.dataset.number = number; })""")
    expected = tab.evaluate("document.querySelectorAll('[data-number]').length")
    reached = []
    for _ in range(expected):
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate("""() => {
              const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
              const under = document.querySelector("nav").getBoundingClientRect();
              const covered = !each.closest("nav, .skip") && box.top < under.bottom && under.top <= 0;
              return [Number(each.dataset.number), style.outlineStyle, parseFloat(style.outlineWidth), covered];
            }""")
        )
    assert reached == [[number, "solid", 3, False] for number in range(expected)]


def test_a_screen_reader_hears_hedges_and_names(tab: Page) -> None:
    """Buttons must not be called the same, nor ">220,000" be read without its "more than"."""
    tree = tab.locator("body").aria_snapshot()
    names = re.findall(r'button "(Copy citation of: [^"]+)"', tree)
    assert len(set(names)) == len(names) == tab.locator("article").count()
    assert "more than 220,000, " in tree


# Filters and citations


def test_filters_work_by_keyboard_and_say_what_is_left(tab: Page) -> None:
    """A filter must hide what it says, everywhere, and say how much is left; without it all must be back."""
    everything = [tab.evaluate(SEEN, each) for each in ("article", "li.line")]
    tab.locator("#only-same").focus()
    tab.keyboard.press("Space")
    assert tab.evaluate(SEEN, "li.line[data-same=no]") == 0 < tab.evaluate(SEEN, "li.line[data-same=yes]")
    assert tab.evaluate("[...document.querySelectorAll('.group')].every((group) => !group.checkVisibility() ||"
                        " [...group.querySelectorAll('.line')].some((line) => line.checkVisibility()))")  # fmt: skip
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert tab.evaluate(SEEN, "article[data-disputed=no], nav [data-disputed=no], .tiles [data-disputed=no]") == 0
    shown = tab.evaluate(SEEN, "article")
    assert tab.locator(".shown").inner_text().startswith(f"{shown} of {everything[0]} figures")
    for box in tab.locator(".filters input").all():
        box.press("Space")
    assert [tab.evaluate(SEEN, each) for each in ("article", "li.line")] == everything


def test_each_button_copies_the_citation_in_each_style(tab: Page, package: Package, tables: Frames) -> None:
    """What lands on the clipboard must be this figure's citation, in this style, as cite.py gives it."""
    citations = Citations(package, tables)
    figures = set(citations.displays())
    for tools in tab.locator(".tools").all():
        choice = tools.locator(".figures")
        ids = choice.locator("option").evaluate_all("(all) => all.map((each) => each.value)") if choice.count() else []
        for figure_id in ids or [str(tools.get_attribute("data-for"))]:
            figures.discard(figure_id)
            if ids:
                choice.select_option(figure_id)
            for style in citations.styles if ids else citations.styles[:1]:
                tools.locator(".styles").select_option(style)
                tools.get_by_role("button").press("Enter")
                tools.locator(".copied", has_text="Copied").wait_for()
                assert tab.evaluate("navigator.clipboard.readText()") == citations.figure(figure_id, style)
    assert not figures


def test_a_citation_that_cannot_be_copied_is_shown_and_selected(tab: Page) -> None:
    """Where the browser lets no script copy, a click must not look as if it had."""
    tab.evaluate("""() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("closed"));
      document.execCommand = () => false;
    }""")
    tools = tab.locator(".tools").first
    tools.get_by_role("button").click()
    tools.locator(".copied", has_text="Not copied").wait_for()
    assert tab.evaluate("getSelection().toString()").strip()
    tab.reload()


# Paper, and no script


def test_paper_has_sources_caveats_and_whole_cards(tab: Page, tables: Frames) -> None:
    """A print must not drop a source, an address or a caveat, say one twice, be too small, or break a card."""
    tab.set_viewport_size({"width": int(PAPER[0]), "height": int(PAPER[1])})
    tab.emulate_media(media="print", color_scheme="dark")
    words = " ".join(tab.locator("body").inner_text().split())
    printed = [row for row in records(tables["caveats"]) if words.count(" ".join(row["caveat"].split())) == 1]
    parts = {row["figure_id"] for row in records(tables["figures"]) if row["part_of"]}
    assert {row["caveat_id"] for row in printed} == {
        row["caveat_id"] for row in records(tables["caveats"]) if row["figure_id"] not in parts
    }
    shown = tab.locator(".sources li").all_inner_texts()
    assert len(shown) == len(tables["sources"])
    assert all("http" in each for each in shown)
    assert min(box["size"] for box in tab.evaluate(TEXT_BOXES)) >= SMALLEST_PRINT
    for card in tab.locator("article").all():
        box = card.bounding_box()
        assert box
        assert box["height"] < PAPER[1]
        assert card.evaluate("(each) => getComputedStyle(each).breakInside") == "avoid"
    assert tab.evaluate(SEEN, "button, select, nav, summary") == 0
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pdf = tab.pdf(prefer_css_page_size=True, print_background=True)
    assert set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", pdf)) == {(b"594.95996", b"841.91998")}
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12


def test_without_a_script_all_is_there(plain: Page, tab: Page) -> None:
    """Without a script no figure or report may be missing, and no button may stand there that does nothing."""
    assert plain.locator("main").text_content() == tab.locator("main").text_content()
    lines = plain.locator("li.line")
    assert lines.filter(visible=True).count() == lines.count() > 50
    assert plain.locator("button, select, input").filter(visible=True).count() == 0
    plain.locator(".cite summary").first.click()
    assert plain.locator(".cite pre").first.is_visible()
