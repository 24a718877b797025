"""Pages by their address: on a server that nobody has visited, and with what the address says."""

import re

import pytest
from playwright.sync_api import expect

from data.words.catalogue import LANGUAGES
from pages.shell.registry import SECTIONS
from tests.browser.looking import expect_address, expect_settled, expect_title, say
from tests.browser.visitor import list_exceptions, visit_server

# A server of its own for each page would cost minutes; what can go wrong is the same in all.
ONE_OF_EACH_SECTION = [pages[-1] for pages in SECTIONS.values()]


def test_deep_links_open_on_a_cold_server(cold_server, visit):
    """The first visitors of a server: one in the browser, and one for each other section."""
    first, *others = ONE_OF_EACH_SECTION
    page = visit(cold_server, f"/{first}?lang=en")
    for name in others:
        with visit_server(cold_server.url) as visitor:
            sent = visitor.open_page(name, "lang=en")
        assert not list_exceptions(sent), name
        title = f">{say('en', f'shell.page.{name}')}</h1>"
        assert any(title in message.delta.new_element.html.body for message in sent), name
    expect_title(page, first, "en")
    expect_address(page, lang="en")
    expect_settled(page)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_the_bare_address_leads_to_the_overview_in_chinese_and_to_english_by_one_click(
    server, visit
):
    page = visit(server, "/")
    expect_title(page, "overview", "zh")
    expect(page).to_have_url(re.compile(r"/overview\?"))
    font = page.request.get(f"{server.url}/app/static/fonts/caomu-sans-0.woff2")
    assert font.ok and font.body()[:4] == b"wOF2"
    assert page.evaluate("() => [...document.fonts].some((f) => f.family.includes('Caomu Sans'))")
    expect_settled(page)
    page.get_by_role("button", name=say("zh", "shell.other_language")).click()
    expect_title(page, "overview", "en")
    expect_address(page, lang="en")


def test_language_and_year_outlive_a_click_in_the_navigation_and_back_needs_one_press(
    server, visit
):
    page = visit(server, "/overview?lang=en&year=2017")
    expect_title(page, "overview", "en")
    row = page.locator("tr").filter(has_text="Beef output")
    expect(row).to_contain_text("43.04")
    expect(row).to_contain_text("2017")
    expect_settled(page)
    before = page.evaluate("history.length")
    page.locator("nav.pages a", has_text=say("en", "shell.page.targets")).click()
    expect_title(page, "targets", "en")
    expect_address(page, lang="en", year="2017")
    expect_settled(page)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect_title(page, "overview", "en")


def test_the_address_chooses_target_area_and_year(server, visit):
    page = visit(server, "/targets?lang=zh&target=milk_self_sufficiency&year=2017&area=654300")
    expect_title(page, "targets", "zh")
    expect_address(page, target="milk_self_sufficiency", year="2017", area="654300")


@pytest.mark.parametrize(
    "address",
    [
        "/targets?target=%3Cscript%3Ealert(1)%3C/script%3E&year=-1&area=999999&lang=xx",
        pytest.param("/targets?area=&year=&target=&lang=", marks=pytest.mark.slow),
        pytest.param("/overview?lang=zh&lang=en&year=99999999999999999999", marks=pytest.mark.slow),
    ],
)
def test_an_odd_address_is_no_fault(server, visit, address):
    page = visit(server, address)
    expect(page.locator("h1.page-title")).to_be_visible()
    expect_settled(page)
    text = page.locator("body").inner_text()
    assert not {say(language, "shell.unexpected") for language in LANGUAGES} & set(text.split("\n"))
    assert "Traceback" not in text


def test_a_number_leads_to_its_indicator_in_the_same_visit(server, visit):
    """A link of ours stays in the visit: no new load of the app, one entry for Back."""
    page = visit(server, "/overview?lang=zh")
    expect_title(page, "overview", "zh")
    expect_settled(page)
    link = page.locator(".sight dl a.to-indicator").filter(has_text="62.08").first
    expect(link).to_be_visible()
    page.evaluate("window.visitMark = 1")
    before = page.evaluate("history.length")
    link.click()
    expect_title(page, "indicator", "zh")
    expect_address(page, id="beef_output", area="650000", lang="zh")
    expect(page.locator(".newest .number")).to_contain_text("62.08")
    expect_settled(page)
    assert page.evaluate("[window.visitMark, history.length]") == [1, before + 1]
    page.go_back()
    expect_title(page, "overview", "zh")
