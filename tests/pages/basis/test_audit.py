"""The page of the audit: findings by verdict, and the form for readings."""

import re

import pytest

from data.ledger.decisions import list_decisions, withdraw_decision
from data.words.catalogue import load_catalogue, use_language
from pages.basis.parts.findings import list_finding_rows
from pages.shell.audit_cache import get_findings
from pages.shell.cache import get_readings, get_store
from tests.pages.conftest import list_notices, read_print_head, read_text

PLATFORMS = "box_item.box9_county_platforms"
CHANGE = "baseline_change.meat_output_change"


@pytest.fixture(autouse=True)
def no_decisions():
    """Take back what a test decided."""
    yield
    decisions = list_decisions(get_store())
    for decision_id in decisions.loc[~decisions["is_withdrawn"], "decision_id"]:
        withdraw_decision(get_store(), decision_id, by="测试")


def _decide(app):
    for key, text in {
        "decided_by": "自治区农业农村厅",
        "decided_on": "2024-03-01",
        "decided_document": "新农〔2024〕1号",
        "actor_field_decide": "李明",
    }.items():
        app.text_input(key=key).set_value(text)
    app.button(key="record_decision").click().run()


def _list_titles(text: str) -> list[str]:
    return re.findall(r'<h2 class="block"><span class="status (\w+)', text)


def test_what_differs_comes_first_and_numbers_are_those_of_the_findings(open_page):
    text = read_text(open_page("audit"))
    assert _list_titles(text) == ["contradicts", "open", "agrees"]
    counts = get_findings()["verdict"].value_counts()
    words = load_catalogue("zh")
    for verdict, count in counts.items():
        assert f"{words[f'audit.verdict.{verdict}']}{count}处" in text


@pytest.mark.parametrize("verdict", ["contradicts", "open", "agrees"])
def test_the_list_is_narrowed_to_a_verdict(open_page, verdict):
    app = open_page("audit", verdict=verdict)
    assert _list_titles(read_text(app)) == [verdict]
    assert load_catalogue("zh")[f"audit.verdict.{verdict}"] in read_print_head(app)


@pytest.mark.parametrize(
    ("subject", "reading"), [(PLATFORMS, "platforms_box1"), (CHANGE, "meat_change_total")]
)
def test_a_reading_of_an_item_or_a_change_is_decided_and_withdrawn(open_page, subject, reading):
    app = open_page("audit", subject=subject)
    app.selectbox(key=f"decide_read_{subject.partition('.')[2]}").set_value(reading)
    _decide(app)
    assert list_notices(app, "done") == [load_catalogue("zh")["decisions.recorded_now"]]
    own = get_findings()
    own = own[own["subject"] == subject.partition(".")[2]]
    assert own.loc[own["check_id"] == "readings", "verdict"].tolist() == ["agrees"]
    text = read_text(app)
    assert "新农〔2024〕1号" in text
    assert get_readings().loc[reading, "reading_zh"] in text
    app.selectbox(key="withdraw_which").set_value(own["decision_id"].iloc[0])
    app.button(key="withdraw_decision").click().run()
    assert list_notices(app, "done") == [load_catalogue("zh")["decisions.withdrawn"]]
    own = get_findings()
    own = own[(own["subject"] == subject.partition(".")[2]) & (own["check_id"] == "readings")]
    assert own["verdict"].tolist() == ["open"]


def test_a_decided_change_stands_alone_among_the_methods(open_page):
    app = open_page("audit", subject=CHANGE)
    app.selectbox(key="decide_read_meat_output_change").set_value("meat_change_yearly")
    _decide(app)
    section = read_text(open_page("methods")).partition('id="plan_changes"')[2]
    assert "36.8" in section, "54 ÷ 1.08⁵"
    # 54 ÷ 1.08 = 50
    assert not re.search(r"＝50<|至多50万吨", section)


def test_a_target_is_decided_in_the_same_form(open_page):
    app = open_page("audit", subject="target.smart_ranches")
    assert app.selectbox(key="decide_smart_ranches").options[0] == "规划口径"
    assert "研判结论" in app.selectbox(key="decide_smart_ranches").options


def test_a_decision_without_a_document_is_refused(open_page):
    app = open_page("audit", subject=PLATFORMS)
    app.text_input(key="decided_by").set_value("厅")
    app.text_input(key="actor_field_decide").set_value("李明")
    app.button(key="record_decision").click().run()
    assert list_notices(app, "error")
    assert list_decisions(get_store(), "box9_county_platforms").query("~is_withdrawn").empty


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_has_a_row_per_finding(open_page, language):
    open_page("audit")
    with use_language(language):
        header, found = list_finding_rows()
        rows = [header, *found]
        found = get_findings()
    assert len(rows) == 1 + len(found)
    assert rows[1][2] == found["subject_name"].iloc[0]


def test_the_boxes_show_what_does_not_fit_the_counties_named(open_page):
    text = read_text(open_page("boxes"))
    found = get_findings().query("check_id == 'role_items' and verdict == 'contradicts'")
    assert len(found) == 3 and all(row in text for row in found["follows"])
