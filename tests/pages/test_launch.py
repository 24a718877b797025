"""Every page opens in both languages, whatever the address says."""

import re

import pytest

from data.words.catalogue import load_catalogue, t, use_language
from tests.pages.conftest import PAGES, list_notices, read_text

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _read_body(app) -> str:
    """Return the text of the page without style, tags and attributes."""
    text = re.sub(r"<(style|script).*?</\1>", "", read_text(app), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_opens(open_page, name, language):
    app = open_page(name, lang=language)
    with use_language(language):
        title = t(f"shell.page.{name}")
    assert f">{title}</h1>" in read_text(app)
    assert not app.exception
    assert not list_notices(app, "error")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_english_pages_hold_no_chinese_of_ours(open_page, name):
    """Names of sources may be Chinese, words of the interface may not."""
    body = _read_body(open_page(name, lang="en"))
    chinese = [
        word
        for word in load_catalogue("zh").values()
        if CHINESE.search(word) and len(word) > 4 and word in body
    ]
    assert not chinese


@pytest.mark.parametrize(
    "query",
    [
        {"area": "", "year": "", "lang": ""},
        {"area": "999999", "year": "1850", "lang": "fr"},
        {"area": "654026", "year": "2017", "target": "carcass_yield"},
        {"area": "plan_counties", "year": "2024"},
        {"area": "<script>alert(1)</script>", "year": "'; DROP TABLE plan.area; --"},
        {"area": "650000\x00", "year": "９９９９", "target": "../../etc/passwd"},
        {"area": "6" * 5000, "year": "1e309", "target": "{key}"},
    ],
)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_an_odd_address_is_borne(open_page, name, query):
    app = open_page(name, **query)
    assert not app.exception
    assert not list_notices(app, "error")
    assert "<script>alert" not in read_text(app)


@pytest.mark.parametrize(
    ("key", "value"),
    [("area", "999999"), ("lang", "fr"), ("example", "7"), ("indicater", "beef_output")],
)
def test_what_the_address_asks_for_in_vain_is_said(open_page, key, value):
    app = open_page("overview", **{key: value})
    assert f"{key}={value}" in list_notices(app, "warning")[0]
    assert app.query_params.get(key) not in (value, [value])


def test_the_address_says_what_the_page_shows(open_page):
    app = open_page("targets", area="654200", year="2002", target="grass_yield", lang="en")
    shown = {
        key: app.query_params[key][0]
        if isinstance(app.query_params[key], list)
        else app.query_params[key]
        for key in ("area", "year", "target", "lang")
    }
    assert shown == {"area": "654200", "year": "2002", "target": "grass_yield", "lang": "en"}


def test_the_language_button_changes_the_language(open_page):
    app = open_page("overview")
    app.button(key="language_button").click().run()
    assert ">Overview</h1>" in read_text(app)
    assert not app.exception


def test_the_language_outlives_a_dropped_address(open_page):
    app = open_page("overview", lang="en")
    app.query_params.clear()
    app.switch_page(PAGES["targets"]).run()
    assert ">Targets</h1>" in read_text(app)
