"""The page of methods: thresholds and worked numbers are those of the engine."""

import re

import pytest

from data.words.catalogue import load_catalogue
from indicators.judgement.status import STATUSES
from pages.shell.cache import get_inputs, get_store
from tests.pages.conftest import list_notices, read_text


def _read_section(text: str, name: str) -> str:
    return re.search(rf'<section id="{name}".*?</section>', text, re.DOTALL).group()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_is_there_and_linked(open_page, language):
    app = open_page("methods", lang=language)
    assert not app.exception and not list_notices(app, "error")
    text = read_text(app)
    for name in re.findall(r'href="#(\w+)"', text):
        assert load_catalogue(language)[f"methods.{name}.title"] in _read_section(text, name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_status_has_its_rule_and_a_case(open_page, language):
    section = _read_section(read_text(open_page("methods", lang=language)), "status")
    words = load_catalogue(language)
    rows = re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]
    for status, row in zip(STATUSES, rows, strict=True):
        assert words[f"status.{status}"] in row
    # 52.5 of the way from 50 to 60 is 25 %, a third of the time has passed: −8.3 points.
    assert "25.0%" in rows[2] and "−8.3" in rows[2]


def test_worked_formulas_are_filled_in(open_page):
    section = _read_section(read_text(open_page("methods")), "formulas")
    assert "（52.5－50）÷（60－50）＝25.0%" in section
    assert "（60－52.5）÷（2030－2024）＝1.25" in section
    assert "{" not in section


def test_the_forecast_states_its_coverage_for_every_distance(open_page):
    section = _read_section(read_text(open_page("methods")), "forecast")
    spans = get_store().query_rows("queries/forecast_coverage")
    assert len(spans) == 5
    for span in spans:
        assert f"{span['share']:.1%}" in section
    assert f"{spans[0]['series']} 个序列" in section
    assert f"{spans[0]['first_year']}—{spans[0]['last_year']} 年" in section


def test_the_coverage_is_the_one_in_use(open_page):
    section = _read_section(read_text(open_page("methods")), "coverage")
    assert f"{get_inputs().thresholds['rollup_min_coverage']:.0%}" in section


def test_every_reading_of_every_target_is_listed(open_page):
    section = _read_section(read_text(open_page("methods")), "readings")
    for name in get_inputs().readings["name_zh"]:
        assert name in section


def test_definitions_name_their_sources(open_page):
    section = _read_section(read_text(open_page("methods")), "definitions")
    assert "NY/T 635" in section and "FAOSTAT" in section
