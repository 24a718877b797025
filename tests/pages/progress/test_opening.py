"""What the overview begins with, before and after somebody sent figures."""

import html
import re

import pytest

from data.words.catalogue import load_catalogue
from pages.blocks.bullet import COLOURS
from pages.shell.cache import get_store
from tests.architecture.tree import ROOT
from tests.conftest import record_figures
from tests.pages.conftest import read_text

LANGUAGES = ("zh", "en")


def read_plain(app):
    return html.unescape(
        re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", read_text(app), flags=re.S)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_names_the_plan_and_three_ways_on(open_page, language):
    words = load_catalogue(language)
    app = open_page("overview", lang=language)
    text = read_text(app)
    opening = re.search(r'<section class="opening">.*?</section>', text, re.S).group()
    for key in ("opening.example", "opening.send"):
        assert words[key] in html.unescape(opening)
    title = {
        "zh": "新疆草原畜牧业转型升级规划（2023—2030年）",
        "en": "Xinjiang grassland-livestock",
    }
    assert title[language] in opening and "12" in opening
    assert f"overview?example=1&lang={language}" in html.unescape(opening)
    assert f"api/v1/missing.xlsx?area=650000&lang={language}" in html.unescape(opening)
    assert "2024" in opening and words["opening.ask_nobody"] in html.unescape(opening)
    # Nothing stands before it but the head.
    assert text.index('class="opening"') < text.index('class="verdict"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plans_beginning_says_for_whom_it_speaks(open_page, language):
    text = read_text(open_page("overview", lang=language))
    start = re.search(r'<div class="start">.*?</div><p class="note">.*?</p>', text, re.S).group()
    for value in ("2,158", "54", "61", "6,858", "6,334", "254", "2,544", "42.59", "45.7", "71.8"):
        assert value in start, value
    assert "37" in start and "22" in start and "15" in start


def test_the_contact_is_entered_on_the_page(open_page):
    app = open_page("overview")
    app.text_input("contact").set_value("畜牧兽医局统计科 0991-0000000")
    app.text_input("actor_field_contact").set_value("甲")
    app.button("contact_save").click().run()
    assert "畜牧兽医局统计科 0991-0000000" in read_plain(open_page("overview"))


def test_after_figures_were_sent_one_line_says_until_when_they_go(open_page):
    figure = {"indicator_id": "mechanisation_rate", "area_id": "650000", "value": 40.39}
    record_figures(get_store(), figure | {"year": 2021})
    record_figures(get_store(), figure | {"year": 2024, "value": 44.5})
    app = open_page("overview")
    text, words = read_text(app), load_catalogue("zh")
    assert 'class="opening"' not in text and 'class="masthead"' in text
    assert words["opening.until"].format(year=2024) in read_plain(app)
    rows = re.findall(r"<article.*?</article>", text, re.DOTALL)
    row = next(row for row in rows if "target=mechanisation_rate" in row)
    said = re.sub(r"<[^>]+>|\s", "", row)
    assert "基期40.39%（2021年）→44.5%（2024年）→目标50.39%" in said
    assert 'class="bullet"' in row and words["status.on_pace"] in said


def test_an_area_with_filled_rows_is_not_said_to_have_no_figures(open_page):
    counties = [
        row["area_id"]
        for row in get_store().query_rows("queries/areas")
        if row["parent_id"] == "650500" and row["level"] == "county"
    ]
    figure = {"indicator_id": "grass_yield", "year": 2024, "value": 10}
    record_figures(get_store(), *(figure | {"area_id": area_id} for area_id in counties))
    text = read_plain(open_page("overview", area="650500"))
    words = load_catalogue("zh")
    assert words["overview.no_figures"] not in text
    assert "没有本级年度数据，以上数值由所辖各县汇总" in text


def test_the_colours_of_the_bullets_are_those_of_the_statuses():
    style = (ROOT / "static/page/style.css").read_text(encoding="utf-8")
    for status, colour in COLOURS.items():
        assert f"--{status}: {colour};" in style
