"""The factsheet in a real browser: what a reader with a phone, a keyboard, a screen reader, paper or no script gets.

Debian's Chromium is driven by Playwright over the page that is committed, as a file, offline, with a fresh profile for
each test.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Missing
from syria_figures.citation import Citations
from syria_figures.descriptor import HOME, Package
from syria_figures.docs import FACTSHEET
from syria_figures.tables import Frames, records

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PAGE = (HOME / FACTSHEET).as_uri()
PHONE, TABLET, DESK, SCREEN = 390, 768, 1280, 844  # widths, and the height of a phone
HIGHEST = 17_143  # 60 % of the page of version 1 on a phone
PAPER = (695, 1032)  # pixels: what the margins leave of an A4 page
SMALLEST_PRINT = 12  # pixels: 9 points
# The lines of all text that can be seen, each with its words, its place and its size
LINES = """() => {
  const lines = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement, words = node.data.trim(), range = document.createRange();
    if (!words || parent.closest(".unseen, .skip, nav, script, option")) continue;
    if (!parent.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) continue;
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(parent).fontSize);
    for (const box of range.getClientRects()) lines.push({words, size, ...box.toJSON()});
  }
  return lines;
}"""
# Pairs of them that lie on each other, without the white above and below the letters (a fifth of each)
OVERLAPS = """(lines) => lines.flatMap((one, place) => lines.slice(place + 1).filter((other) =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
  Math.min(one.bottom - one.size / 5, other.bottom - other.size / 5) -
  Math.max(one.top + one.size / 5, other.top + other.size / 5) > 1).map((other) => [one.words, other.words]))"""
SEEN = "(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).length"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def browser(missing: Missing) -> Iterator[Browser]:
    """Debian's Chromium, ended by the test run that started it."""
    from playwright.sync_api import sync_playwright  # here, because quick tests need not wait for it

    program = shutil.which("chromium")
    if program is None:
        missing("the factsheet in a browser", "install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program)
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """The page in a context of its own, offline; fails where it asks for anything, or breaks its own policy."""
    own = browser.new_context(offline=True, reduced_motion="reduce", **options)
    tab, asked, errors = own.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(PAGE)
    yield tab
    own.close()
    assert {url for url in asked if not url.startswith("data:")} == {PAGE}
    assert errors == []


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """The page with its script, as a reader first sees it."""
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (TABLET, "light"), (DESK, "dark")])
def test_everybody_can_read_it(tab: Page, width: int, scheme: Any) -> None:
    """With all unfolded no text may cover another, be too pale or be off the page, and no button may lack a name."""
    from axe_playwright_python.sync_playwright import Axe

    tab.set_viewport_size({"width": width, "height": SCREEN})
    tab.emulate_media(color_scheme=scheme)
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    lines = tab.evaluate(LINES)
    assert len(lines) > 1000
    assert [line["words"] for line in lines if line["left"] < 0 or line["right"] > width + 0.5] == []
    assert tab.evaluate(f"({OVERLAPS})(({LINES})())") == []
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], each["nodes"][:1]) for each in found] == []
    assert (tab.evaluate(GROUND) != "rgb(255, 255, 255)") == (scheme == "dark")


def test_a_phone_shows_the_strip_on_the_first_screen_of_its_figure(tab: Page) -> None:
    """A reader with a phone must not scroll through a long page, nor past text to see how others compare."""
    tab.set_viewport_size({"width": PHONE, "height": SCREEN})
    assert tab.evaluate("document.documentElement.scrollHeight") <= HIGHEST
    reach = """(all) => all.map((card) => Math.max(...[...card.querySelectorAll("li.line")].slice(0, 3)
      .map((line) => line.getBoundingClientRect().bottom - card.getBoundingClientRect().top)))"""
    assert max(tab.locator("article").evaluate_all(reach)) < SCREEN


def test_the_keyboard_reaches_everything_in_order_and_in_sight(tab: Page) -> None:
    """A link, filter or list must not need a mouse, come out of order, hide its focus or lie under the sticky row."""
    expected = tab.evaluate("""() => [...document.querySelectorAll("a[href], button, select, input, summary")]
      .filter((each) => each.checkVisibility({contentVisibilityAuto: true}))
      .map((each, number) => { each.dataset.number = number; }).length""")
    for number in range(expected):
        tab.keyboard.press("Tab")
        reached = tab.evaluate("""() => {
          const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
          const under = document.querySelector("nav").getBoundingClientRect();
          const covered = !each.closest("nav, .skip") && box.top < under.bottom && under.top <= 0;
          return [Number(each.dataset.number), style.outlineStyle, parseFloat(style.outlineWidth), covered];
        }""")
        assert reached == [number, "solid", 3, False]


def test_filters_work_by_keyboard_and_say_what_is_left(tab: Page) -> None:
    """A filter must hide what it says, everywhere, and say how much is left; without it everything must be back."""
    everything = [tab.evaluate(SEEN, each) for each in ("article", "li.line")]
    tab.locator("#only-same").focus()
    tab.keyboard.press("Space")
    assert tab.evaluate(SEEN, "li.line[data-same=no]") == 0 < tab.evaluate(SEEN, "li.line[data-same=yes]")
    assert tab.evaluate(SEEN, ".group") == tab.evaluate(SEEN, ".group:has(.line:not(.off))")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert tab.evaluate(SEEN, "article[data-disputed=no], nav [data-disputed=no], .tiles [data-disputed=no]") == 0
    shown = tab.evaluate(SEEN, "article")
    assert tab.locator(".shown").inner_text().startswith(f"{shown} of {everything[0]} figures")
    for box in tab.locator(".filters input").all():
        box.press("Space")
    assert [tab.evaluate(SEEN, each) for each in ("article", "li.line")] == everything


def test_a_citation_is_copied_or_else_selected(tab: Page, package: Package, tables: Frames) -> None:
    """The clipboard must hold the citation of this figure in this style; where it cannot, a click must say so."""
    tools = tab.locator(".tools", has=tab.locator(".figures"))  # a figure with its parts
    tools.locator(".figures").select_option("yarmouk-children-assisted")
    tools.locator(".styles").select_option("bibtex")
    tools.get_by_role("button").press("Enter")
    tools.locator(".copied", has_text="Copied").wait_for()
    cited = Citations(package, tables).figure("yarmouk-children-assisted", "bibtex")
    assert tab.evaluate("navigator.clipboard.readText()") == cited
    tab.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    tools.get_by_role("button").click()
    tools.locator(".copied", has_text="Not copied").wait_for()
    assert tab.evaluate("getSelection().toString()").strip() == cited


def test_paper_has_sources_caveats_and_whole_cards(tab: Page, tables: Frames) -> None:
    """A print must not drop a source, an address or a caveat, say one twice, be too small, or break a card."""
    tab.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    tab.emulate_media(media="print", color_scheme="dark")
    words = " ".join(tab.locator("body").inner_text().split())
    parts = {row["figure_id"] for row in records(tables["figures"]) if row["part_of"]}
    for row in records(tables["caveats"]):
        assert words.count(" ".join(row["caveat"].split())) == (row["figure_id"] not in parts)
    shown = tab.locator(".sources li").all_inner_texts()
    assert sum("http" in each for each in shown) == len(shown) == len(tables["sources"])
    assert min(line["size"] for line in tab.evaluate(LINES)) >= SMALLEST_PRINT
    shapes = tab.locator("article").evaluate_all(
        "(all) => all.map((each) => [each.offsetHeight, getComputedStyle(each).breakInside])"
    )
    assert max(shapes)[0] < PAPER[1]
    assert {inside for _, inside in shapes} == {"avoid"}
    assert tab.evaluate(SEEN, "button, select, nav, summary") == 0
    assert tab.evaluate(GROUND) == "rgb(255, 255, 255)"
    pdf = tab.pdf(prefer_css_page_size=True, print_background=True)
    assert set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", pdf)) == {(b"594.95996", b"841.91998")}
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12


def test_without_a_script_all_is_there(browser: Browser, tab: Page) -> None:
    """Without a script no figure or report may be missing, and no button may be shown that does nothing."""
    with opened(browser, java_script_enabled=False) as plain:
        assert plain.locator("main").text_content() == tab.locator("main").text_content()
        lines = plain.locator("li.line")
        assert lines.filter(visible=True).count() == lines.count() > 50
        assert plain.locator("button, select, input").filter(visible=True).count() == 0
