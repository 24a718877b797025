"""The page of methods: thresholds and worked numbers are those of the engine."""

import html
import inspect
import re

import pytest

from data.store.plan import load_series_questions
from data.words.catalogue import load_catalogue
from indicators.judgement.pace import compute_completion
from indicators.judgement.status import STATUSES
from pages.shell.cache import get_inputs, get_readings, get_store
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
    # Missed can be known in the target's year only.
    assert "2030" in rows[STATUSES.index("missed")]
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
    assert f"{spans[0]['series']}个序列" in section
    assert f"{spans[0]['first_year']}—{spans[0]['last_year']}年" in section


def test_the_coverage_is_the_one_in_use(open_page):
    section = _read_section(read_text(open_page("methods")), "coverage")
    assert f"{get_inputs().thresholds['rollup_min_coverage']:.0%}" in section


def test_every_reading_is_listed(open_page):
    section = _read_section(read_text(open_page("methods")), "readings")
    for name in get_readings()["reading_zh"]:
        assert name in section


def test_definitions_name_their_sources(open_page):
    section = _read_section(read_text(open_page("methods")), "definitions")
    assert "NY/T 635" in section and "FAOSTAT" in section


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_rule_of_the_verdict_has_a_worked_number(open_page, language):
    section = _read_section(read_text(open_page("methods", lang=language)), "verdict")
    rows = re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]
    assert len(rows) == 8 and "{" not in section
    for row, numbers in zip(
        rows,
        (
            ("48", "50", "49"),  # means of who reported, and of the same counties
            ("40", "50", "2021"),
            ("65.0%", "45.5%", "33.3%"),
            ("38", "60", "2024"),
            ("2023", "2026"),
            ("96.8", "2022", "2024"),
            ("107.7", "95.5", "4.5"),
            ("96", "988.8" if language == "zh" else "9.888"),
        ),
        strict=True,
    ):
        assert all(number in row for number in numbers), (row, numbers)


def test_jumps_without_evidence_are_questions_and_no_breaks(open_page):
    section = _read_section(read_text(open_page("methods")), "breaks")
    questions = load_series_questions(get_store())
    assert len(questions) and all(name in section for name in questions["name_zh"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_question_shows_its_two_values_and_each_break_its_evidence(open_page, language):
    words = load_catalogue(language)
    section = _read_section(read_text(open_page("methods", lang=language)), "breaks")
    breaks, _, questions = section.partition(f">{words['methods.questions.title']}</h2>")
    evidence = [words[f"methods.evidence.{name}"] for name in ("source_note", "second_series")]
    for row in re.findall(r"<tr.*?</tr>", breaks, re.DOTALL)[1:]:
        assert sum(name in row for name in evidence) == 1, row
    first = re.findall(r"<tr.*?</tr>", questions, re.DOTALL)[1]
    assert all(text in first for text in ("318.2", "365.93", "2011", "2012"))
    rodents = re.findall(r"<tr.*?</tr>", questions, re.DOTALL)[6]
    assert "2,133.3" in rodents and "2020" in rodents, "2018 and 2019 have no figure"
    if language == "en":
        assert not re.search("[一-鿿]", section), "sources are cited in English"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changes_that_the_plan_reports_have_worked_levels(open_page, language):
    section = _read_section(read_text(open_page("methods", lang=language)), "plan_changes")
    rows = re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]
    assert len(rows) == 10 and "{" not in section
    joined = "".join(rows)
    for level in ("1,998.1", "1,468.7", "5,125.6", "4,432.5", "50", "36.8", "56.5", "41.5"):
        assert level in joined
    for change in ("33.8", "42.9", "45.7", "71.8"):
        assert change in joined
    assert joined.count("<sup>5</sup>") == 3
    unknown = load_catalogue(language)["methods.plan_changes.no_level"].format(year=2021)
    assert joined.count(unknown) == 2


def _compute(written: str) -> float:
    """Return what a worked formula comes to."""
    text = written.replace("<sup>", "**(").replace("</sup>", ")")
    text = text.translate(str.maketrans("（）÷×－−＋", "()/*--+"))
    text = re.sub(r"([\d.]+)\s*%", r"(\1/100)", text)
    assert re.fullmatch(r"[\d.()/*+\- ]+", text), text
    return eval(text)  # noqa: S307: digits and signs only, as the line above says


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_formula_comes_to_what_the_engine_computes(open_page, language):
    section = _read_section(read_text(open_page("methods", lang=language)), "formulas")
    rows = re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]
    assert len(rows) == 7
    for row in rows:
        worked = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[2]
        formula, _, result = worked.partition("＝" if language == "zh" else " = ")
        number = re.match(r"[+−]?[\d.]+\s?%?", result).group()
        digits = len(number.partition(".")[2].rstrip(" %"))
        half = 0.5 * 10**-digits / (100 if "%" in number else 1)
        # The page writes the numbers of a formula rounded too.
        assert abs(_compute(formula) - _compute(number.lstrip("+"))) <= 3 * half, worked


def test_definitions_have_the_formulas_of_the_table(open_page):
    section = _read_section(read_text(open_page("methods")), "definitions")
    index = get_inputs().index
    for indicator_id, operands in index.operands.items():
        assert index.indicators[indicator_id]["name_zh"] in section
        for operand in operands:
            assert index.indicators[operand["input_id"]]["name_zh"].removeprefix("牛") in section
    assert "牛出栏÷牛年末存栏（上年）" in section


def test_every_threshold_is_listed(open_page):
    section = _read_section(read_text(open_page("methods")), "thresholds")
    rows = get_store().query_rows("queries/thresholds")
    assert rows and all(row["note_zh"] in section for row in rows)


def test_the_program_speaks_for_itself(open_page):
    section = html.unescape(_read_section(read_text(open_page("methods")), "engine"))
    assert "indicators.judgement.pace.compute_completion" in section
    assert inspect.getdoc(compute_completion) in section
    assert section.count("<pre>") == section.count("<summary><code>") > 15


def test_the_data_package_is_offered(open_page):
    section = _read_section(read_text(open_page("methods")), "data")
    assert 'href="api/v1/package?lang=zh"' in section
