"""The detail of a target: what if, decisions, remedies, breakdown, revisions, the file."""

import pandas as pd
import pytest

from data.files.csv_table import make_csv
from data.ledger.decisions import list_decisions, withdraw_decision
from data.ledger.remedies import list_remedies, withdraw_remedy
from data.statistics.commit import commit_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.words.catalogue import load_catalogue, use_language
from pages.progress.parts.target_breakdown import list_breakdown_rows
from pages.progress.parts.target_table import list_targets_rows
from pages.shell.cache import get_progress, get_store
from tests.conftest import IN_BOTH_LANGUAGES
from tests.pages.conftest import list_notices, read_text

PARTS = ("standing", "outlook", "decisions", "breakdown", "sources")
# Made-up figures; the county parts make a whole of 100 and 110.
FIGURES = """indicator_id,area,year,value,unit
mechanisation_rate,新疆,2019,50.1,%
mechanisation_rate,新疆,2020,51.0,%
mechanisation_rate,新疆,2021,52.1,%
mechanisation_rate,新疆,2022,53.0,%
mechanisation_rate,新疆,2023,54.6,%
mechanisation_rate,新疆,2024,53.2,%
traceability_coverage,新疆,2021,60,%
traceability_coverage,新疆,2024,66.5,%
smart_ranches,新疆,2024,12,个
grazing_pressure,新疆,2023,1.00,—
grazing_pressure,新疆,2024,1.05,—
meat_output,新疆,2023,180,万吨
meat_output,新疆,2024,190,万吨
grass_yield,昌吉市,2021,60,万吨
grass_yield,阜康市,2021,40,万吨
vegetation_cover,昌吉市,2023,40,%
vegetation_cover,昌吉市,2024,38,%
actual_load,昌吉市,2023,50,万羊单位
actual_load,昌吉市,2024,60,万羊单位
traceability_coverage,昌吉回族自治州,2024,63.5,%
"""
CHANGJI = ("昌吉市", "阜康市", "呼图壁县", "玛纳斯县", "奇台县", "吉木萨尔县", "木垒哈萨克自治县")
FIGURES += "".join(f"traceability_coverage,{county},2024,60,%\n" for county in CHANGJI)


@pytest.fixture(scope="module", autouse=True)
def figures(database):
    reading = read_statistics(FIGURES.encode(), "示例.csv", get_store(), options=IngestOptions())
    commit_upload(get_store(), reading, by="测试员甲")


@pytest.fixture(autouse=True)
def no_decisions(figures):
    """Take back what a test decided."""
    yield
    decisions = list_decisions(get_store())
    for decision_id in decisions.loc[~decisions["is_withdrawn"], "decision_id"]:
        withdraw_decision(get_store(), decision_id, by="测试")
    for row in list_remedies(get_store()).to_dict("records"):
        withdraw_remedy(get_store(), row["target_id"], area_id=row["area_id"], by="测试")


def _get_status(target_id: str):
    progress = get_progress("650000", 2024)
    first = progress[progress["target_id"] == target_id].iloc[0]
    return first["target_status"], first["target_reason"]


def _read_address(app, key: str) -> str:
    value = app.query_params[key]
    return value[0] if isinstance(value, list) else value


def _fill(app, **fields):
    for key, value in fields.items():
        app.text_input(key=key).set_value(value)


def _decide(app, **fields):
    _fill(
        app,
        decided_by="自治区农业农村厅",
        decided_on="2024-03-01",
        decided_document="新农〔2024〕1号",
        actor_field_decide="李明",
        **fields,
    )
    app.button(key="record_decision").click().run()
    return app


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "target_id",
    [
        "mechanisation_rate",
        pytest.param("smart_ranches", marks=pytest.mark.slow),
        pytest.param("carcass_yield", marks=pytest.mark.slow),
    ],
)
def test_each_part_opens(open_page, target_id, part, language):
    app = open_page("targets", target=target_id, part=part, lang=language)
    assert not app.exception
    assert not list_notices(app, "error")


def test_the_table_is_narrowed_and_the_address_says_so(open_page):
    app = open_page("targets", goal="smart", sort="gap")
    text = read_text(app)
    assert "target=traceability_coverage" in text
    assert "target=vegetation_cover" not in text
    assert _read_address(app, "goal") == "smart" and _read_address(app, "sort") == "gap"


def test_nothing_found_is_said(open_page):
    text = read_text(open_page("targets", goal="supply", status="achieved"))
    assert load_catalogue("zh")["targets.none_shown"] in text


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_the_file_has_a_row_per_target_indicator_and_reading(open_page, language):
    open_page("targets")
    with use_language(language):
        header, rows = list_targets_rows("650000", 2024)
    assert len(rows) == len(get_progress("650000", 2024))
    words = load_catalogue(language)
    head = {title: place for place, title in enumerate(header)}
    row = next(row for row in rows if row[head[words["targets.file.latest"]]] == 53.2)
    assert row[head[words["targets.file.goal_low"]]] == 62.1
    sources = {row[head[words["targets.file.source"]]] for row in rows}
    assert not [source for source in sources if "_" in source], "a formula has its names"


def test_a_scenario_comes_from_the_address_and_goes_back_into_it(open_page):
    app = open_page(
        "targets",
        target="mechanisation_rate",
        part="outlook",
        change="3",
        start_year="2024",
        start="53.2",
    )
    # 53.2 and 3 a year: 62.2 in 2027, just beyond 62.1.
    assert "2027年达到目标" in read_text(app)
    assert _read_address(app, "change") == "3"
    app.number_input(key="scenario_change").set_value(1.0).run()
    assert "2033年达到目标" in read_text(app)
    assert _read_address(app, "change") == "1"
    app.button(key="scenario_reset").click().run()
    assert "change" not in app.query_params


def test_a_scenario_that_cannot_be_read_is_said(open_page):
    app = open_page("targets", target="mechanisation_rate", part="outlook", change="viel")
    assert any("viel" in notice for notice in list_notices(app, "error"))
    assert not app.exception


def test_the_forecast_states_interval_and_the_coverage_of_its_distance(open_page):
    """From 2024 to 2030 are six years: the coverage of four to six, not that of all."""
    spans = get_store().query_rows("queries/forecast_coverage")
    shares = {(row["first_ahead"], row["last_ahead"]): f"{row['share']:.1%}" for row in spans}
    text = read_text(open_page("targets", target="mechanisation_rate", part="outlook"))
    assert "95%预测区间" in text and "可能性约" in text
    assert "提前4—6年的预测共" in text and f"实际命中{shares[4, 6]}" in text
    assert shares[1, 12] not in text


def test_too_few_points_are_said(open_page):
    text = read_text(open_page("targets", target="traceability_coverage", part="outlook"))
    assert "至少需要4个" in text


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_a_decided_reading_settles_the_target_and_can_be_withdrawn(open_page, language):
    words = load_catalogue(language)
    assert _get_status("traceability_coverage") == ("cannot_judge", "reading_undecided")
    app = open_page("targets", target="traceability_coverage", part="decisions", lang=language)
    app.selectbox(key="decide_read_traceability_coverage").set_value("traceability_points")
    app = _decide(app)
    assert not list_notices(app, "error")
    assert _get_status("traceability_coverage")[0] == "slightly_behind"
    assert "新农〔2024〕1号" in read_text(app)
    assert list_notices(app, "done") == [words["decisions.recorded_now"]]
    # Who acts was asked once.
    assert app.text_input(key="actor_field_withdraw_decision").value == "李明"
    _fill(app, withdraw_why="重新研究")
    app.button(key="withdraw_decision").click().run()
    assert _get_status("traceability_coverage") == ("cannot_judge", "reading_undecided")
    assert list_notices(app, "done") == [words["decisions.withdrawn"]]
    # The record stays, with who withdrew it and why.
    text = read_text(app)
    assert 'class="undone"' in text and "新农〔2024〕1号" in text and "重新研究" in text


def test_a_newer_decision_marks_the_older_one_as_replaced(open_page):
    for reading in ("traceability_points", "traceability_relative"):
        app = open_page("targets", target="traceability_coverage", part="decisions")
        app.selectbox(key="decide_read_traceability_coverage").set_value(reading)
        app = _decide(app)
    words = load_catalogue("zh")
    text = read_text(app)
    assert f">{words['decisions.earlier']}<" in text and f">{words['decisions.stands']}<" in text
    assert _get_status("traceability_coverage")[0] == "on_pace"


def test_a_decided_number_is_a_reading_everywhere(open_page):
    app = open_page("targets", target="smart_ranches", part="decisions")
    app.selectbox(key="decide_smart_ranches").set_value("number").run()
    app.number_input(key="decide_low_smart_ranches").set_value(10.0)
    app = _decide(app)
    assert not list_notices(app, "error")
    assert _get_status("smart_ranches")[0] == "achieved"
    for part in PARTS:
        for language, words in (("zh", "不低于10"), ("en", "at least 10")):
            app = open_page("targets", target="smart_ranches", part=part, lang=language)
            assert words in read_text(app) and not list_notices(app, "error")


def test_a_judgement_is_labelled_as_manual(open_page):
    app = open_page("targets", target="smart_ranches", part="decisions")
    app.selectbox(key="decide_smart_ranches").set_value("judgement").run()
    app.selectbox(key="decide_judge_smart_ranches").set_value("on_pace")
    app = _decide(app)
    text = read_text(app)
    assert _get_status("smart_ranches")[0] == "on_pace"
    assert "人工研判" in text and "研判结论：符合时序进度" in text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("decided_document", "", "文号"),
        ("decided_on", "三月一日", "不是日期"),
        ("decided_on", "2999-01-01", "晚于今天"),
    ],
)
def test_an_incomplete_decision_is_refused_in_words(open_page, field, value, words):
    app = open_page("targets", target="mechanisation_rate", part="decisions")
    _fill(
        app,
        decided_by="厅",
        decided_on="2024-03-01",
        decided_document="1号",
        actor_field_decide="李明",
    )
    _fill(app, **{field: value})
    app.button(key="record_decision").click().run()
    assert any(words in notice for notice in list_notices(app, "error"))
    assert list_decisions(get_store(), "mechanisation_rate").empty


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_a_remedy_stands_beside_a_target_that_is_behind(open_page, language):
    words = load_catalogue(language)
    assert _get_status("mechanisation_rate")[0] == "behind"
    app = open_page("targets", target="mechanisation_rate", part="decisions", lang=language)
    key = "mechanisation_rate_650000_new"
    app.text_area(key=f"reason_{key}").set_value("农机补贴到位晚")
    app.text_area(key=f"remedy_{key}").set_value("提前下达补贴")
    _fill(
        app,
        actor_field_remedy="李明",
        **{f"responsible_{key}": "农机处", f"due_{key}": "2025-06-30"},
    )
    app.button(key="save_remedy").click().run()
    assert not list_notices(app, "error")
    text = read_text(app)
    assert "农机补贴到位晚" in text and "2025-06-30" in text
    assert len(list_remedies(get_store(), "mechanisation_rate")) == 1
    app.button(key="withdraw_remedy").click().run()
    assert list_notices(app, "done") == [words["decisions.remedy_withdrawn"]]
    assert list_remedies(get_store(), "mechanisation_rate").empty
    assert "农机补贴到位晚" in read_text(app)


def test_a_remedy_without_a_day_is_refused_in_words(open_page):
    app = open_page("targets", target="mechanisation_rate", part="decisions")
    key = "mechanisation_rate_650000_new"
    app.text_area(key=f"reason_{key}").set_value("农机补贴到位晚")
    app.text_area(key=f"remedy_{key}").set_value("提前下达补贴")
    _fill(app, actor_field_remedy="李明", **{f"responsible_{key}": "农机处", f"due_{key}": "年底"})
    app.button(key="save_remedy").click().run()
    assert any("年底" in notice for notice in list_notices(app, "error"))
    assert app.text_area(key=f"reason_{key}").value == "农机补贴到位晚"
    assert list_remedies(get_store(), "mechanisation_rate").empty


def test_a_breakdown_of_counties_is_looked_at_saved_and_withdrawn(open_page):
    app = open_page("targets", target="grass_yield", part="breakdown", area="652300")
    app.selectbox(key="allocate_counties").set_value("known").run()
    # 60 and 40 grow by 3 % together: 103, by equal points 1.5 each.
    text = read_text(app)
    assert "103" in text and "61.5" in text and "41.5" in text
    _fill(app, allocation_name="试分解", actor_field_allocation="李明")
    app.button(key="save_allocation").click().run()
    assert not list_notices(app, "error")
    assert "试分解" in read_text(app)
    county = get_progress("652301", 2024)
    row = county[county["target_id"] == "grass_yield"].iloc[0]
    assert row["target_low"] == 61.5
    app.button(key="withdraw_allocation").click().run()
    county = get_progress("652301", 2024)
    assert county[county["target_id"] == "grass_yield"].iloc[0]["reason"] == "no_target"


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_weights_from_a_file_share_a_target_out(open_page, language):
    """60 and 40 grow by 3 together; by 2 to 1 that is 2 and 1."""
    app = open_page("targets", target="grass_yield", part="breakdown", area="652300", lang=language)
    app.selectbox(key="allocate_counties").set_value("known").run()
    app.selectbox(key="allocate_method").set_value("weights").run()
    words = load_catalogue(language)
    assert words["allocation.weights_hint"] in read_text(app)
    file = "县,权重\n昌吉市,2\n阜康市,1\n和田,3\n天山区,-1\n".encode()
    app.file_uploader(key="allocate_weights_file").upload("权重.csv", file, "text/csv").run()
    assert not list_notices(app, "error") and not app.exception
    # A name that means two counties, and a weight below nothing, are said row by row.
    warned = " ".join(list_notices(app, "warning"))
    assert "和田" in warned and "653201" in warned and "天山区" in warned
    text = read_text(app)
    assert ">62<" in text and ">41<" in text
    name = f"按权重{language}"
    _fill(app, allocation_name=name, actor_field_allocation="李明")
    app.button(key="save_allocation").click().run()
    assert list_notices(app, "done")
    assert _get_county_row("652301")["target_low"] == 62
    # The weights were saved under the same name and can be chosen again.
    app.selectbox(key="allocate_weights").set_value(name).run()
    assert ">62<" in read_text(app)
    app.selectbox(key="saved_allocation").set_value(name).run()
    app.button(key="withdraw_allocation").click().run()
    assert _get_county_row("652301")["reason"] == "no_target"


def _get_county_row(area_id: str):
    county = get_progress(area_id, 2024)
    return county[county["target_id"] == "grass_yield"].iloc[0]


def test_weights_that_leave_a_county_out_are_refused_in_words(open_page):
    app = open_page("targets", target="grass_yield", part="breakdown", area="652300")
    app.selectbox(key="allocate_counties").set_value("known").run()
    app.selectbox(key="allocate_method").set_value("weights").run()
    app.file_uploader(key="allocate_weights_file").upload(
        "权重.csv", "县,权重\n昌吉市,2\n".encode(), "text/csv"
    ).run()
    assert any(
        "阜康市" in notice and "652302" not in notice for notice in list_notices(app, "error")
    )


def test_a_breakdown_says_that_it_ends_at_the_counties(open_page):
    text = read_text(open_page("targets", target="grass_yield", part="breakdown"))
    assert load_catalogue("zh")["allocation.counties_only"] in text


def test_a_year_before_the_first_figure_of_any_county_has_no_coverage_to_describe(open_page):
    app = open_page("targets", area="650000", year="2015", target="grass_yield")
    assert not list_notices(app, "error")


def test_a_county_has_nothing_to_break_down(open_page):
    text = read_text(open_page("targets", target="grass_yield", part="breakdown", area="652301"))
    assert load_catalogue("zh")["allocation.no_counties"] in text


def test_a_rate_that_its_counties_make_differs_by_points(open_page):
    text = read_text(open_page("targets", target="traceability_coverage", area="652300"))
    assert "县级汇总60%，相差3.5个百分点" in text


def test_a_fall_of_a_rate_is_told_in_points(open_page):
    """Cover from 40 to 38 per cent is 2 points, not 5 per cent; the load rose by 20 per cent."""
    text = read_text(open_page("targets", target="vegetation_cover", area="652301"))
    assert "40%→2024年38%（−2.00个百分点）" in text
    assert "（+20.0%）" in text


def test_the_file_of_a_breakdown_guards_its_texts(open_page):
    open_page("targets")
    frame = pd.DataFrame(
        [
            {
                "area_id": "652301",
                "base_year": 2021,
                "base_value": 60.0,
                "target_value": 61.5,
                "change": 1.5,
                "unit": "=1+1",
            }
        ]
    )
    content = make_csv(*list_breakdown_rows(frame)).decode("utf-8-sig")
    assert "'=1+1" in content and "昌吉市" in content


def test_revisions_say_who_sent_what(open_page):
    text = read_text(open_page("targets", target="mechanisation_rate", part="sources"))
    assert "测试员甲" in text and "示例.csv" in text and "现行" in text


def test_published_sources_of_revisions_and_breaks_are_english_on_english_pages(open_page):
    app = open_page("targets", target="carcass_yield", part="sources", lang="en")
    text = read_text(app)
    assert load_catalogue("en")["targets.history_title"] in text
    assert "National Bureau of Statistics" in text and "国家统计局" not in text


def test_linked_warnings_stand_beside_the_target_that_they_touch(open_page):
    words = "核实增产是否来自超载放牧"
    assert words in read_text(open_page("targets", target="grazing_pressure"))
    assert words not in read_text(open_page("targets", target="mechanisation_rate"))
