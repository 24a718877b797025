"""Each page by its address: on a server that nobody has visited, and in both languages."""

import re

import pytest
from playwright.sync_api import expect

from data.words.catalogue import LANGUAGES
from pages.shell.registry import SECTIONS
from tests.browser.conftest import DESKTOP
from tests.browser.looking import expect_address, expect_settled, expect_title, say

NAMES = [page for pages in SECTIONS.values() for page in pages]
# A server of its own for each page would cost minutes; what can go wrong is the same in all.
ONE_OF_EACH_SECTION = [pages[-1] for pages in SECTIONS.values()]
# Words of Streamlit itself, which a Chinese reader must not meet.
STREAMLIT_WORDS = re.compile(
    r"Page not found|Drag and drop|Browse files|Upload\b|Limit \d+|per file|Choose an option"
    r"|No results|Deploy|Rerun|View less|View more|Made with Streamlit"
)
# What a reader of the screen hears of Streamlit's own parts.
LABELS = """[...document.querySelectorAll('[aria-label], [placeholder]')].map(
    (part) => part.getAttribute('aria-label') ?? part.getAttribute('placeholder'))"""
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", ONE_OF_EACH_SECTION)
def test_a_deep_link_opens_on_a_cold_server(cold_server, visit, name):
    page = visit(cold_server, f"/{name}?lang=en")
    expect_title(page, name, "en")
    expect_address(page, lang="en")
    expect_settled(page)
    expect(page.get_by_text("Page not found")).to_have_count(0)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_words_of_streamlit_or_sticks_out_on_a_phone(server, visit, name):
    page = visit(server, f"/{name}?lang=zh", viewport=PHONE)
    expect_title(page, name, "zh")
    expect_settled(page)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE["width"]
    # On the desk more is open than on the phone.
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        text = page.locator("body").inner_text()
        assert say("zh", "shell.unexpected") not in text
        assert not STREAMLIT_WORDS.search(text)
    expect(page).to_have_title(say("zh", "shell.tab_title", page=say("zh", f"shell.page.{name}")))
    labels = page.evaluate(LABELS)
    assert not [label for label in labels if re.search("[A-Za-z]{3}", label)]


def test_the_bare_address_leads_to_the_overview_in_chinese(server, visit):
    page = visit(server, "/")
    expect_title(page, "overview", "zh")
    expect(page).to_have_url(re.compile(r"/overview\?"))


def test_the_other_language_is_one_click_away(server, visit):
    page = visit(server, "/overview?lang=zh")
    expect_title(page, "overview", "zh")
    page.get_by_role("button", name=say("zh", "shell.other_language")).click()
    expect_title(page, "overview", "en")
    expect_address(page, lang="en")


def test_language_and_year_outlive_a_click_in_the_navigation(server, visit):
    page = visit(server, "/overview?lang=en&year=2017")
    expect_title(page, "overview", "en")
    page.get_by_role("link", name=say("en", "shell.page.targets")).first.click()
    expect_title(page, "targets", "en")
    expect_address(page, lang="en", year="2017")


def test_the_address_chooses_target_area_and_year(server, visit):
    page = visit(server, "/targets?lang=zh&target=milk_self_sufficiency&year=2017&area=654300")
    expect_title(page, "targets", "zh")
    expect_address(page, target="milk_self_sufficiency", year="2017", area="654300")


@pytest.mark.parametrize(
    "address",
    [
        "/overview?year=abc&area=999999&lang=xx",
        "/targets?target=%3Cscript%3Ealert(1)%3C/script%3E&year=-1",
        "/targets?area=&year=&target=&lang=",
        "/overview?lang=zh&lang=en&year=99999999999999999999",
    ],
)
def test_an_odd_address_is_no_fault(server, visit, address):
    page = visit(server, address)
    expect(page.locator("h1.page-title")).to_be_visible()
    expect_settled(page)
    text = page.locator("body").inner_text()
    assert not {say(language, "shell.unexpected") for language in LANGUAGES} & set(text.split("\n"))
    assert "Traceback" not in text


def test_the_published_series_is_on_the_overview(server, visit):
    page = visit(server, "/overview?lang=zh&year=2017")
    row = page.locator("tr").filter(has_text="牛肉产量")
    expect(row).to_contain_text("43.04")
    expect(row).to_contain_text("2017")


def test_the_fonts_come_from_this_server(server, visit):
    page = visit(server, "/overview?lang=zh")
    expect_title(page, "overview", "zh")
    font = page.request.get(f"{server.url}/app/static/fonts/caomu-sans-0.woff2")
    assert font.ok and font.body()[:4] == b"wOF2"
