"""What changed between two days: nothing is missing, nothing is told that did not change."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.clock import get_moment, get_now, get_today
from data.errors import PastError
from data.ledger import changes as ledger_changes
from data.ledger.changes import (
    count_figure_changes,
    find_figure_changes,
    find_stood,
    list_decision_changes,
    list_figure_changes,
    list_group_changes,
    list_plan_changes,
    list_project_changes,
)
from data.ledger.decisions import record_decision, withdraw_decision
from data.ledger.groups import define_group, save_members
from data.ledger.replay import KEYS
from data.ledger.span import Span, open_span
from data.ledger.steps.record import return_values, undo_step
from data.ledger.steps.stages import Selection, load_stages
from data.ledger.uploads import undo_upload, verify_upload
from data.projects.commit import commit_projects
from data.projects.listing import read_projects
from data.projects.register import save_project
from data.rights.grants import load_actor, record_grant
from data.rights.handles import act_as
from data.store.build import build_plan
from data.store.database import MEMORY, Store
from data.store.past import Past, look_at_time
from data.store.releases import record_release, take_plan
from data.words.numbers import is_missing
from indicators.change_wording import (
    describe_decision_change,
    describe_group_change,
    name_decision_subject,
)
from tests.conftest import count_examples
from tests.data.former import move_back
from tests.data.store.histories import History

COUNTY = "654026"
FIGURE = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 12.5}

OF_READER = {"item_id": "box9_county_platforms", "area_id": "652901", "name": "中心"}

# The tables whose numbers say which figures stand.
TABLES = ("observation_revision", "upload", "step_revision")


def find(span):
    changes = list_figure_changes(span)
    # Whatever a test does, counting finds the same without asking for the acts.
    kinds = changes["change"].mask(changes["is_computed"], "computed")
    assert count_figure_changes(span, find_stood(span)) == kinds.value_counts().to_dict()
    first = find_figure_changes(span, most=2, sent_first=True)
    ordered = changes.sort_values("is_computed", kind="stable")[KEYS].head(2)
    assert first[KEYS].values.tolist() == ordered.values.tolist()
    return {(row["indicator_id"], row["year"]): row for row in changes.to_dict("records")}


def test_new_revised_and_withdrawn_are_told_with_old_and_new_and_by_whom(store, send_figures):
    send_figures(store, FIGURE, FIGURE | {"year": 2022, "value": 10.0})
    gone = send_figures(store, FIGURE | {"year": 2021, "value": 9.0})
    day = move_back(store, 10)
    send_figures(store, FIGURE | {"value": 13.0}, FIGURE | {"year": 2024, "value": 14.0}, by="乙")
    undo_upload(store, gone, by="丙")
    found = find(open_span(store, day + timedelta(days=1)))
    told = {
        year: (row["change"], row["old_value"], row["new_value"], row["acted_by"], row["act"])
        for (_, year), row in found.items()
    }
    nan = pytest.approx(float("nan"), nan_ok=True)
    assert told == {
        2021: ("withdrawn", 9.0, nan, "丙", "undo"),
        2023: ("revised", 12.5, 13.0, "乙", "sent"),
        2024: ("new", nan, 14.0, "乙", "sent"),
    }


def test_a_change_of_an_input_changes_what_is_computed_from_it(store, send_figures):
    sold = FIGURE | {"indicator_id": "cattle_slaughtered", "year": 2024, "value": 5.0}
    send_figures(store, FIGURE, sold)
    day = move_back(store, 10)
    send_figures(store, FIGURE | {"value": 10.0}, by="乙")
    row = find(open_span(store, day + timedelta(days=1)))["cattle_offtake_rate", 2024]
    assert (row["change"], row["is_computed"], row["acted_by"]) == ("revised", True, "乙")
    assert (row["old_value"], row["new_value"]) == (pytest.approx(40.0), pytest.approx(50.0))


def test_a_verification_changes_the_state_only(store, send_figures):
    upload_id = send_figures(store, FIGURE)
    day = move_back(store, 10)
    verify_upload(store, upload_id, by="乙", document="1号")
    (row,) = find(open_span(store, day + timedelta(days=1))).values()
    assert (row["change"], row["old_state"], row["new_state"]) == (
        "restated",
        "reported",
        "verified",
    )


def test_days_without_a_change_and_days_before_all_records(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 10)
    assert not find(open_span(store, day + timedelta(days=1)))
    assert not find(open_span(store, day - timedelta(days=20), day - timedelta(days=1)))
    assert len(find(open_span(store, day, day))) == 1
    with pytest.raises(PastError, match="span_reversed"):
        open_span(store, day, day - timedelta(days=1))


def test_what_went_back_to_what_it_was_did_not_change(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 10)
    undo_upload(store, send_figures(store, FIGURE | {"value": 99.0}), by="丙")
    assert not find(open_span(store, day + timedelta(days=1)))


def test_decisions_groups_and_projects(store, send_figures):
    send_figures(store, FIGURE)
    project = {"item_id": "box9_county_platforms", "area_id": COUNTY, "name": "平台"}
    project_id, _ = save_project(store, project | {"stage": "planned"}, by="甲")
    day = move_back(store, 10)
    decision = record_decision(
        store,
        "base",
        "offtake_rate",
        as_of_year=2021,
        decided_by="厅",
        decided_on=day,
        document_no="2号",
        by="乙",
    )
    withdraw_decision(store, decision, by="乙")
    group_id = define_group(store, "试点县", by="乙")
    save_members(store, group_id, [COUNTY], by="乙")
    save_project(store, project | {"stage": "building"}, project_id=project_id, by="乙")
    span = open_span(store, day + timedelta(days=1))
    assert [row["is_withdrawn"] for row in list_decision_changes(span)] == [True, False]
    changes = list_group_changes(span)
    assert {row["name_zh"] for row in changes} == {"试点县"}
    assert sum(row["added"] for row in changes) == 1
    (row,) = list_project_changes(span)
    assert (row["change"], row["old_stage"], row["new_stage"]) == ("revised", "planned", "building")
    assert {"name": "stage", "old": "planned", "new": "building"} in row["fields"]
    words = [name_decision_subject(row) for row in list_decision_changes(span)]
    assert words == ["目标“牲畜出栏率”"] * 2
    assert describe_decision_change(list_decision_changes(span)[0]) == "基期：2021年"
    assert [describe_group_change(row) for row in changes] == ["增加1个，移出0个", "新建分组"]


def send_projects(store, stage, by):
    text = f"专栏项目,地区,项目名称,阶段\nbox9_county_platforms,654026,平台,{stage}\n"
    reading = read_projects(text.encode(), "项目.csv", store)
    return commit_projects(store, reading, by=by)["upload_id"]


def test_a_project_is_credited_to_who_undid_its_list(store, send_figures):
    send_figures(store, FIGURE)
    sent = [send_projects(store, stage, by) for stage, by in (("前期", "甲"), ("在建", "乙"))]
    day = move_back(store, 10)
    undo_upload(store, sent[1], by="丙")
    (row,) = list_project_changes(open_span(store, day + timedelta(days=1)))
    assert (row["old_stage"], row["new_stage"]) == ("building", "planned")
    assert (row["recorded_by"], row["act"]) == ("丙", "undo")
    undo_upload(store, sent[0], by="丁")
    (row,) = list_project_changes(open_span(store, day + timedelta(days=1)))
    assert (row["change"], row["recorded_by"], row["act"]) == ("withdrawn", "丁", "undo")


def test_what_a_restricted_reader_is_told_of_projects_is_what_differs_for_that_reader(
    store, send_figures
):
    send_figures(store, FIGURE)
    sent = [send_projects(store, "前期", "甲")]
    day = move_back(store, 10)
    record_grant(store, person_id="p", person_name="张三", role="reader", area_id="652901")
    readers = [store, act_as(store, load_actor(store, "p"))]
    acts = [
        lambda: send_figures(store, FIGURE | {"value": 13.0}),
        *[lambda: sent.append(undo_upload(store, sent[-1], by="丙"))] * 2,
        lambda: save_project(store, OF_READER | {"stage": "planned"}, by="甲"),
    ]
    told = []
    for act in acts:
        act()
        for reader in readers:
            span = open_span(reader, day + timedelta(days=1))
            found = {row["project_id"] for row in list_project_changes(span)}
            assert found == _find_other_projects(span)
            told.append(len(found))
    assert told == [0, 0, 1, 0, 0, 0, 1, 1]


def _find_other_projects(span):
    old, new = (
        {
            row["project_id"]: [row[name] for name in ledger_changes.PROJECT_FIELDS]
            for row in one.query_rows("queries/projects")
        }
        for one in (span.before, span.after)
    )
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def test_a_release_is_told_table_by_table_and_its_published_figures(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 10)
    with store.transaction() as writer:
        taken = take_plan(writer)
        writer._cursor.execute(
            "UPDATE plan.published SET value = value + 1"
            " WHERE indicator_id = 'beef_output' AND year = 2024"
        )
        record_release(writer, taken)
        writer._written.add("plan.published")
        writer.subjects.add("plan")
    span = open_span(store, day + timedelta(days=1))
    assert [
        (row["table_name"], row["added"], row["removed"]) for row in list_plan_changes(span)
    ] == [("published", 1, 1)]
    row = find(span)["beef_output", 2024]
    assert row["change"] == "revised" and row["new_value"] == pytest.approx(row["old_value"] + 1)
    assert get_today() == span.until and is_missing(row["acted_by"])


@settings(max_examples=count_examples(8))
@given(seed=st.integers(0, 10_000))
def test_both_ways_of_comparing_find_the_same(seed):
    """By the keys that were touched, or all figures."""
    with Store(MEMORY) as store, pytest.MonkeyPatch.context() as patch:
        build_plan(store)
        history, pasts = History(store, seed), []
        for _ in range(2):
            history.go(count_examples(80))
            history.give_back()
            newest = store.query_rows("current/seqs")[1].values()
            numbers = dict(zip(TABLES, newest, strict=True))
            pasts.append(Past(store, get_moment(), tuple(numbers.items())))
        history.go(count_examples(80))
        today = get_today()
        for before, after in ((pasts[0], store), (pasts[1], store), (pasts[0], pasts[1])):
            span, found = Span(today, today, before, after, before.known), []
            for is_whole in (True, False):
                patch.setattr(ledger_changes, "_is_whole", lambda _, is_whole=is_whole: is_whole)
                stood = find_stood(span)
                rows = find_figure_changes(span, stood)
                found.append((rows.to_csv(), count_figure_changes(span, stood)))
            assert len(rows) and found[0] == found[1]


def return_value(store, key, by, remark, period="Y"):
    rows = load_stages(store, Selection(COUNTY, key["indicator_id"], key["year"]))
    subject_id = rows.loc[rows["period"] == period, "subject_id"].iloc[0]
    return return_values(store, by=by, remarks={subject_id: remark})[0]


def look_since(store, moment):
    """Return the changes since a moment, by indicator and period."""
    before = look_at_time(store, moment)
    span = Span(moment, get_now(), before, store, before.known)
    return {(row.indicator_id, row.period): row for row in list_figure_changes(span).itertuples()}


def list_acts(row):
    return [(step["act"], step["acted_by"], step["note"]) for step in row.steps]


def test_a_return_is_credited_to_the_period_that_it_concerns(store, send_figures):
    start = get_now()
    half = FIGURE | {"period": "H1", "value": 4}
    send_figures(store, FIGURE, half, by="甲")
    return_value(store, FIGURE, "审年", "年错")
    return_value(store, FIGURE, "审半年", "半年错", "H1")
    found = look_since(store, start)
    assert list_acts(found["cattle_stock", "Y"])[1:] == [("returned", "审年", "年错")]
    assert list_acts(found["cattle_stock", "H1"])[1:] == [("returned", "审半年", "半年错")]


def test_a_return_of_another_period_is_none_of_a_figure_that_was_sent_again(store, send_figures):
    start = get_now()
    send_figures(store, FIGURE, FIGURE | {"period": "H1", "value": 4}, by="甲")
    send_figures(store, FIGURE | {"value": 13}, by="乙")
    return_value(store, FIGURE, "审半年", "半年错", "H1")
    acts = list_acts(look_since(store, start)["cattle_stock", "Y"])
    assert [act for act, _, _ in acts] == ["sent", "sent"]


def test_the_end_of_a_return_is_no_act_on_another_period(store, send_figures):
    send_figures(store, FIGURE, FIGURE | {"period": "H1", "value": 4}, by="甲")
    step_id = return_value(store, FIGURE, "审核员", "错")
    start = get_now()
    undo_step(store, step_id, by="审核长")
    send_figures(store, FIGURE | {"period": "H1", "value": 4.5}, by="乙")
    found = look_since(store, start)
    row = found["cattle_stock", "Y"]
    assert (row.change, row.act, row.acted_by) == ("restated", "unreturned", "审核长")
    assert found["cattle_stock", "H1"].acted_by == "乙"


def test_a_half_year_that_is_returned_is_no_input_of_what_is_computed(store, send_figures):
    start = get_now()
    slaughtered = FIGURE | {"indicator_id": "cattle_slaughtered", "value": 3}
    half = slaughtered | {"period": "H1", "value": 1}
    send_figures(store, FIGURE | {"year": 2022}, slaughtered, half)
    return_value(store, slaughtered, "审核员", "错", "H1")
    row = look_since(store, start)["cattle_offtake_rate", "Y"]
    assert [act for act, _, _ in list_acts(row)] == ["sent"]


RATE = FIGURE | {"indicator_id": "cattle_offtake_rate", "value": 55}


def send_rate(store, send_figures):
    """Send a rate of 55 % and what it is computed from: 30 %."""
    slaughtered = FIGURE | {"indicator_id": "cattle_slaughtered", "value": 3}
    send_figures(store, FIGURE | {"year": 2022, "value": 10}, slaughtered, RATE, by="甲")


def test_a_value_that_changes_since_it_was_returned_is_credited_to_the_return(store, send_figures):
    send_rate(store, send_figures)
    start = get_now()
    step_id = return_value(store, RATE, "审核员", "错")
    # What came of another period meanwhile is no act on it.
    send_figures(store, RATE | {"period": "H1", "value": 20}, by="乙")
    row = look_since(store, start)["cattle_offtake_rate", "Y"]
    assert (row.old_value, row.new_value) == (55, pytest.approx(30))
    assert (row.change, row.act, row.acted_by, row.note) == ("revised", "returned", "审核员", "错")
    (step,) = row.steps
    assert (step["old_value"], step["new_value"]) == (55, pytest.approx(30))
    later = get_now()
    undo_step(store, step_id, by="审核长")
    row = look_since(store, later)["cattle_offtake_rate", "Y"]
    assert (row.old_value, row.new_value) == (pytest.approx(30), 55)
    assert (row.change, row.act, row.acted_by) == ("revised", "unreturned", "审核长")
    # Over both acts nothing changed.
    assert ("cattle_offtake_rate", "Y") not in look_since(store, start)


@pytest.mark.parametrize("value", [55, 56])
def test_a_value_that_answers_its_return_is_credited_to_who_sent_it(store, send_figures, value):
    send_rate(store, send_figures)
    start = get_now()
    return_value(store, RATE, "审核员", "错")
    later = get_now()
    send_figures(store, RATE | {"value": value}, by="乙")
    row = look_since(store, later)["cattle_offtake_rate", "Y"]
    assert (row.old_value, row.new_value) == (pytest.approx(30), value)
    assert (row.change, row.act, row.acted_by) == ("revised", "sent", "乙")
    assert row.steps[0]["old_value"] == pytest.approx(30)
    found = look_since(store, start)
    if value == 56:
        acts = [act for act, _, _ in list_acts(found["cattle_offtake_rate", "Y"])]
        assert acts == ["returned", "sent"]


def test_what_is_new_and_gave_way_when_it_was_returned_is_credited_to_the_return(
    store, send_figures
):
    start = get_now()
    send_rate(store, send_figures)
    return_value(store, RATE, "审核员", "错")
    row = look_since(store, start)["cattle_offtake_rate", "Y"]
    assert (row.change, row.act, row.acted_by) == ("new", "returned", "审核员")
    assert [step["new_value"] for step in row.steps] == [55, pytest.approx(30)]
