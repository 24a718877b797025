"""Every page: heard by a reader of the screen, in Chinese throughout, on paper and on a phone."""

import re
import shutil
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from data.statistics.demonstration import MADE_UP
from pages.shell.registry import SECTIONS
from tests.browser.looking import expect_settled, expect_title, say
from tests.browser.windows import DESKTOP

# The page that `make test` looks at; `make test-slow` looks at the others.
FIRST_SEEN = "county"
NAMES = [
    page if page == FIRST_SEEN else pytest.param(page, marks=pytest.mark.slow)
    for pages in SECTIONS.values()
    for page in pages
]
PHONE = {"width": 390, "height": 844}
# Words of Streamlit itself, which a Chinese reader must not meet.
STREAMLIT_WORDS = re.compile(
    r"Page not found|Drag and drop|Browse files|Upload\b|Limit \d+|per file|Choose an option"
    r"|No results|Deploy|Rerun|View less|View more|Made with Streamlit"
)
# What a reader of the screen hears of Streamlit's own parts is Chinese, at the latest with the next
# picture. The source of a made-up figure says so in both languages.
IS_HEARD_IN_CHINESE = """(madeUp) =>
    [...document.querySelectorAll('[aria-label], [placeholder]')]
    .filter((part) => part.checkVisibility())
    .map((part) => part.getAttribute('aria-label') ?? part.getAttribute('placeholder'))
    .every((label) => !/[A-Za-z]{3}/.test(label.replaceAll(madeUp, '')))"""
# What axe-core finds and we leave: rule -> part of the selector, and why.
ALLOWED: dict[str, tuple[str, str]] = {}
SHEETS = {"portrait": False, "landscape": True}
# Nothing fades in or out: half-faded words have too little contrast.
AT_REST = """() => !document.querySelector('[data-stale="true"]')
    && document.getAnimations().every((one) => one.playState !== 'running'
        || one.effect.getComputedTiming().iterations === Infinity)"""
# What has just come is named anew with the next picture.
NEXT_FRAMES = "() => new Promise((end) => requestAnimationFrame(() => requestAnimationFrame(end)))"
# A page has at least so many words on paper.
FEW_LETTERS = 20


# Words that lie under a button or are cut off, and what must be moved sideways to be seen.
MISLAID = """() => {
  const main = document.querySelector('[data-testid="stMain"]'), found = [];
  const aside = 'style, script, details:not([open]), .demonstration-mark, .unseen';
  const isShown = (part) => part.checkVisibility() && !part.closest(aside);
  const buttons = [...main.querySelectorAll('[class*="st-key-takeaway_"] button')];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, part = text.parentElement;
    if (!text.data.trim() || !isShown(part)) continue;
    if (part.closest('[class*="st-key-takeaway_"]')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const scrolled = part.closest('.matrix, .table.tall')?.getBoundingClientRect();
    for (const box of range.getClientRects()) for (const button of buttons) {
      const other = button.getBoundingClientRect();
      if (scrolled && (box.top > scrolled.bottom || box.bottom < scrolled.top)) continue;
      if (box.width && other.width && box.left < other.right - 1 && box.right > other.left + 1
          && box.top < other.bottom - 4 && box.bottom > other.top + 4)
        found.push('under a button: ' + text.data.trim().slice(0, 30));
    }
    const looks = getComputedStyle(part);
    if (looks.overflowX === 'hidden' && part.scrollWidth > part.clientWidth + 1
        && part.clientWidth > 2 && !part.closest('table, .stSelectbox, .stMultiSelect'))
      found.push('cut off: ' + text.data.trim().slice(0, 30));
  }
  for (const name of main.querySelectorAll('.map .words text')) {
    const box = name.getBoundingClientRect(), map = name.closest('svg').getBoundingClientRect();
    if (box.width && (box.left < map.left - 1 || box.right > map.right + 1))
      found.push('cut off on the map: ' + name.textContent);
  }
  for (const whole of main.querySelectorAll('.matrix.whole'))
    if (whole.scrollWidth > whole.clientWidth + 1) found.push('a matrix runs out of its frame');
  if (main.scrollWidth > main.clientWidth + 1) found.push('wider than the window');
  return [...new Set(found)];
}"""
WIDTHS = (1440, 1024, 390)


@pytest.fixture
def show(server, visit):
    """Return a function that shows a page, whole and at rest."""

    def show_one(name, language, viewport=DESKTOP, **query):
        address = "&".join(f"{key}={value}" for key, value in {"lang": language, **query}.items())
        page = visit(server, f"/{name}?{address}", viewport=viewport)
        expect_whole(page, name, language)
        return page

    return show_one


def expect_whole(page, name, language):
    """Wait until a page shows everything and nothing moves."""
    expect_title(page, name, language)
    expect_settled(page)
    expect(page.locator(".stSkeleton")).to_have_count(0)
    page.wait_for_function(AT_REST)
    for chart in page.locator(".stPlotlyChart").all():
        expect(chart.locator("svg.main-svg").first).to_be_attached()


def check_words(page):
    """Fail where a Chinese page shows or says words that are not Chinese."""
    page.evaluate(NEXT_FRAMES)
    text = page.locator("body").inner_text()
    assert say("zh", "shell.unexpected") not in text
    assert not STREAMLIT_WORDS.search(text)
    page.wait_for_function(IS_HEARD_IN_CHINESE, arg=MADE_UP)


def list_findings(page) -> list[str]:
    """Return what axe-core finds on a page, without what `ALLOWED` names."""
    return [
        f"{rule['id']}: {target}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
        for target in [" ".join(map(str, node["target"]))]
        if ALLOWED.get(rule["id"], ("\n", ""))[0] not in target
    ]


def read_sheets(content: bytes) -> list[str] | None:
    """Return the words of each sheet of a PDF; None where nothing here can read them."""
    reader = shutil.which("pdftotext")
    if reader is None:
        return None
    done = subprocess.run(
        [reader, "-layout", "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8").split("\f")[:-1]


def find_faults(name: str, content: bytes) -> list[str]:
    """Return what is wrong with a printed page."""
    sheets = read_sheets(content)
    if sheets is None:
        return []
    packed = [re.sub(r"\s", "", sheet) for sheet in sheets]
    text, count = "".join(packed), len(sheets)
    wanted = {"title": say("zh", f"shell.page.{name}"), "product": say("zh", "shell.product")}
    if name == "targets":
        wanted["judgement"] = say("zh", "targets.column.status")
    if name == "map":
        wanted["table behind its fold"] = say("zh", "map.table.fold")
    faults = [f"no {what}" for what, words in wanted.items() if words not in text]
    faults += [
        f"sheet {number} has no number"
        for number, sheet in enumerate(packed, start=1)
        if not sheet.endswith(f"{number}/{count}")
    ]
    faults += ["no cut-off"] * ("数据截至" not in packed[0])
    faults += ["navigation"] * (say("zh", "shell.section.tasks") in text and name != "methods")
    faults += ["button"] * (say("zh", "takeaway.title") + "expand_more" in text)
    # Between the head and the number of a sheet something stands, also on the last one.
    filled = [line for line in sheets[-1].splitlines() if line.strip()]
    faults += ["blank last sheet"] * (len(filled) < 3 or len(text) < FEW_LETTERS)
    return faults


def print_both_ways(page, name: str) -> dict:
    """Return what is wrong with a page on paper, upright and across."""
    faults = {}
    for sheet, is_across in SHEETS.items():
        content = page.pdf(format="A4", landscape=is_across, print_background=True)
        if found := find_faults(name, content):
            faults[name, sheet] = found
    # The copies of charts go after printing.
    expect(page.locator(".printed-chart")).to_have_count(0)
    return faults


def find_mislaid(page) -> dict[int, list[str]]:
    """Return by width of the window what is mislaid on a page."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
        page.wait_for_function(AT_REST)
        if mislaid := page.evaluate(MISLAID):
            found[width] = mislaid
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_the_example_is_seen_heard_and_printed(show, name):
    page = show(name, "zh", example=1)
    heard, seen = {"zh": list_findings(page)}, {"zh": find_mislaid(page)}
    check_words(page)
    printed = print_both_ways(page, name)
    page.get_by_role("button", name=say("zh", "shell.other_language")).click()
    expect_whole(page, name, "en")
    heard["en"], seen["en"] = list_findings(page), find_mislaid(page)
    assert not heard["zh"] + heard["en"], heard
    assert not printed
    assert seen == {"zh": {}, "en": {}}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_without_figures_fits_a_phone(show, name):
    page = show(name, "zh", viewport=PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    check_words(page)
    # On the desk more is open than on the phone.
    page.set_viewport_size(DESKTOP)
    check_words(page)
    expect(page).to_have_title(say("zh", "shell.tab_title", page=say("zh", f"shell.page.{name}")))
