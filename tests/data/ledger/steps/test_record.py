"""Sent, checked or returned, verified, released: what each step does, and what it refuses."""

import csv
import io
from datetime import date, timedelta

import pytest

from data.clock import get_today
from data.errors import ChangedMeanwhileError, UploadError
from data.ledger.changes import list_figure_changes
from data.ledger.span import open_span
from data.ledger.steps.record import check_values, release_values, return_values, undo_step
from data.ledger.steps.stages import (
    Selection,
    StepError,
    list_released,
    list_step_acts,
    load_return_rates,
    load_stages,
)
from data.ledger.uploads import count_unverified, undo_upload, verify_upload
from data.statistics.export import export_figures
from data.store.check import run_checks
from data.store.past import look_back
from data.words.catalogue import LANGUAGES, use_language
from data.words.sentences import describe_error
from tests.data.former import move_back

KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
OTHER = KEY | {"area_id": "654025"}
FAR = KEY | {"area_id": "652823"}
RELEASE = {"by": "厅长", "document_no": "新农〔2026〕9号", "decided_on": "2026-03-01"}


def find_stage(store, key=KEY):
    """Return the stages of a key, as they stand."""
    rows = load_stages(store, Selection(key["area_id"], key["indicator_id"], key["year"]))
    return [(row["stage"], row["value"]) for row in rows.to_dict("records")]


def find_id(store, key=KEY):
    rows = load_stages(store, Selection(key["area_id"], key["indicator_id"], key["year"]))
    return rows.iloc[0]["subject_id"]


def find_figure(store, key=KEY, indicator_id=None):
    figures = store.query("queries/yearly_figures")
    rows = figures[
        (figures["indicator_id"] == (indicator_id or key["indicator_id"]))
        & (figures["area_id"] == key["area_id"])
        & (figures["year"] == key["year"])
    ]
    return None if rows.empty else (rows.iloc[0]["value"], rows.iloc[0]["state"])


def check_store(store):
    assert not [result.check_id for result in run_checks(store) if result.rows]


def test_a_figure_goes_from_sending_to_publishing(store, send_figures):
    upload_id = send_figures(store, KEY | {"value": 10.0})
    assert find_stage(store) == [("sent", 10.0)]
    check_values(store, Selection(upload_id=upload_id), by="审核员")
    assert find_stage(store) == [("checked", 10.0)]
    assert find_figure(store) == (10.0, "reported")
    verify_upload(store, upload_id, by="核实员", document="1号", only_checked=True)
    assert find_stage(store) == [("verified", 10.0)]
    release_values(store, Selection(year=2023), **RELEASE)
    assert find_stage(store) == [("released", 10.0)]
    assert find_figure(store) == (10.0, "verified")
    (released,) = list_released(store).to_dict("records")
    assert (released["now"], released["document_no"]) == ("same", "新农〔2026〕9号")
    check_store(store)


def test_a_selection_takes_an_area_and_all_below_it(store, send_figures):
    send_figures(store, KEY | {"value": 1.0}, OTHER | {"value": 2.0}, FAR | {"value": 3.0})
    assert check_values(store, Selection(area_id="654000"), by="审核员")[1] == 2
    assert find_stage(store, FAR) == [("sent", 3.0)]


def test_a_returned_figure_counts_as_it_stands_and_says_that_it_is_returned(store, send_figures):
    stock = KEY | {"indicator_id": "cattle_stock", "year": 2022, "value": 100.0}
    sold = KEY | {"indicator_id": "cattle_slaughtered", "value": 40.0}
    send_figures(store, stock, sold)
    assert find_figure(store, KEY, "cattle_offtake_rate") == (40.0, "reported")
    return_values(store, by="审核员", remarks={find_id(store, sold): "比上年多十倍"})
    assert find_figure(store, sold) == (40.0, "returned")
    assert find_figure(store, KEY, "cattle_offtake_rate") == (40.0, "returned")
    check_store(store)


def test_a_return_brings_no_earlier_value_back(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    send_figures(store, KEY | {"value": 100.0})
    return_values(store, Selection(year=2023), by="审核员", remark="多十倍")
    assert find_figure(store) == (100.0, "returned")


def test_a_stronger_state_stands_before_a_returned_figure(store, send_figures):
    send_figures(store, KEY | {"value": 10.0, "state": "published"})
    send_figures(store, KEY | {"value": 100.0})
    return_values(store, Selection(year=2023), by="审核员", remark="多十倍")
    assert find_figure(store) == (10.0, "published")


def test_sending_again_answers_a_return_and_tells_what_it_answers(store, send_figures):
    send_figures(store, KEY | {"value": 100.0})
    return_values(store, Selection(year=2023), by="审核员", remark="多十倍")
    send_figures(store, KEY | {"value": 10.0})
    assert find_stage(store) == [("sent", 10.0)]
    assert find_figure(store) == (10.0, "reported")
    (row,) = load_stages(store).to_dict("records")
    assert (row["answers"], row["answers_value"]) == ("多十倍", 100.0)
    check_store(store)


def test_a_value_sent_again_is_checked_anew(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    check_values(store, Selection(year=2023), by="审核员")
    send_figures(store, KEY | {"value": 11.0})
    assert find_stage(store) == [("sent", 11.0)]


def test_undoing_an_upload_brings_the_steps_of_the_earlier_value_back(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    check_values(store, Selection(year=2023), by="审核员")
    second = send_figures(store, KEY | {"value": 11.0})
    return_values(store, Selection(year=2023), by="审核员", remark="不实")
    undo_upload(store, second)
    assert find_stage(store) == [("checked", 10.0)]
    assert find_figure(store) == (10.0, "reported")
    check_store(store)


def test_each_step_can_be_undone(store, send_figures):
    upload_id = send_figures(store, KEY | {"value": 10.0})
    checked, _ = check_values(store, Selection(year=2023), by="审核员")
    returned, _ = return_values(store, Selection(year=2023), by="审核员", remark="不实")
    assert undo_step(store, returned, by="审核员") == 1
    assert find_stage(store) == [("checked", 10.0)]
    assert find_figure(store) == (10.0, "reported")
    undo_step(store, checked, by="审核员")
    assert find_stage(store) == [("sent", 10.0)]
    verify_upload(store, upload_id, by="核实员", document="1号")
    released, _ = release_values(store, Selection(year=2023), **RELEASE)
    undo_step(store, released, by="厅长")
    assert find_stage(store) == [("verified", 10.0)]
    assert list_released(store).empty
    acts = list_step_acts(store).to_dict("records")
    assert [(act["step"], act["is_undone"]) for act in acts] == [
        ("released", True),
        ("returned", True),
        ("checked", True),
    ]
    check_store(store)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_done_is_not_done_twice(store, send_figures, language):
    send_figures(store, KEY | {"value": 10.0})
    subject_id = find_id(store)
    step_id, _ = return_values(store, by="审核员", remarks={subject_id: "不实"})
    for again in (
        lambda: check_values(store, by="乙", subject_ids=[subject_id]),
        lambda: return_values(store, by="乙", remarks={subject_id: "不实"}),
    ):
        with pytest.raises(ChangedMeanwhileError, match="step_is_returned") as told:
            again()
        with use_language(language):
            assert "审核员" in describe_error(told.value)
    undo_step(store, step_id, by="审核员")
    with pytest.raises(ChangedMeanwhileError, match="step_already_undone") as told:
        undo_step(store, step_id, by="乙")
    assert told.value.fields["by"] == "审核员"


def test_a_value_that_was_sent_again_meanwhile_is_told(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    subject_id = find_id(store)
    send_figures(store, KEY | {"value": 11.0}, by="县里")
    with pytest.raises(ChangedMeanwhileError, match="step_other_value") as told:
        check_values(store, by="审核员", subject_ids=[subject_id])
    assert told.value.fields["by"] == "县里" and told.value.fields["year"] == 2023
    assert find_stage(store) == [("sent", 11.0)]


def test_steps_do_not_skip(store, send_figures):
    upload_id = send_figures(store, KEY | {"value": 10.0}, OTHER | {"value": 2.0})
    with pytest.raises(StepError, match="step_nothing"):
        release_values(store, Selection(year=2023), **RELEASE)
    with pytest.raises(UploadError, match="verify_none_checked"):
        verify_upload(store, upload_id, by="核实员", document="1号", only_checked=True)
    return_values(store, by="审核员", remarks={find_id(store): "不实"})
    assert verify_upload(store, upload_id, by="核实员", document="1号")[1] == 1
    assert find_stage(store) == [("returned", 10.0)]
    assert count_unverified(store, upload_id) == {"returned": 1, "checked": 0, "sent": 0}
    with pytest.raises(UploadError, match="verify_only_returned"):
        verify_upload(store, upload_id, by="核实员", document="2号")
    with pytest.raises(ChangedMeanwhileError, match="step_is_verified"):
        return_values(store, by="审核员", remarks={find_id(store, OTHER): "不实"})


def test_a_desk_verifies_without_a_check(store, send_figures):
    upload_id = send_figures(store, KEY | {"value": 10.0})
    assert verify_upload(store, upload_id, by="核实员", document="1号")[1] == 1


def test_what_changes_after_its_release_is_told(store, send_figures):
    first = send_figures(store, KEY | {"value": 10.0}, OTHER | {"value": 2.0})
    verified, _ = verify_upload(store, first, by="核实员", document="1号")
    release_values(store, Selection(year=2023), **RELEASE)
    second = send_figures(store, KEY | {"value": 11.0})
    assert set(list_released(store)["now"]) == {"same"}
    verify_upload(store, second, by="核实员", document="2号")
    rows = list_released(store).set_index("area_id")
    assert rows.loc["654026", ["now", "value", "value_now"]].tolist() == ["revised", 10.0, 11.0]
    assert find_stage(store) == [("verified", 11.0)]
    undo_upload(store, verified, keeps_verified=True)
    assert list_released(store).set_index("area_id").loc["654025", "now"] == "unverified"
    undo_upload(store, first, keeps_verified=True)
    assert list_released(store).set_index("area_id").loc["654025", "now"] == "gone"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"by": " "}, "step_needs_name"),
        ({"document_no": " "}, "release_needs_document"),
        ({"document_no": "号" * 121}, "step_text_long"),
        ({"decided_on": "三月"}, "release_day"),
        ({"decided_on": None}, "release_day"),
        ({"decided_on": get_today() + timedelta(days=1)}, "release_day"),
    ],
)
def test_a_release_needs_its_decision(store, send_figures, change, key):
    upload_id = send_figures(store, KEY | {"value": 10.0})
    verify_upload(store, upload_id, by="核实员", document="1号")
    with pytest.raises(StepError, match=key):
        release_values(store, Selection(year=2023), **RELEASE | change)
    assert list_released(store).empty


def test_a_return_needs_a_reason_for_each_value(store, send_figures):
    send_figures(store, KEY | {"value": 10.0}, OTHER | {"value": 2.0})
    ids = load_stages(store)["subject_id"].tolist()
    for remarks in ({}, {ids[0]: "不实", ids[1]: " "}):
        with pytest.raises(StepError, match="step_needs_remark"):
            return_values(store, by="审核员", remarks=remarks)
    with pytest.raises(StepError, match="step_needs_remark"):
        return_values(store, Selection(year=2023), by="审核员")
    assert find_stage(store) == [("sent", 10.0)]


def test_returned_rates_count_figures_that_were_ever_returned(store, send_figures):
    send_figures(store, KEY | {"value": 100.0}, KEY | {"year": 2022, "value": 9.0})
    send_figures(store, OTHER | {"value": 2.0})
    return_values(store, by="审核员", remarks={find_id(store): "多十倍"})
    send_figures(store, KEY | {"value": 10.0})
    step_id, _ = return_values(store, by="审核员", remarks={find_id(store, OTHER): "不实"})
    undo_step(store, step_id)
    rates = load_return_rates(store).set_index("area_id")
    assert rates.loc["654026"].tolist() == [2, 1] and rates.loc["654025"].tolist() == [1, 0]


def test_a_former_day_knows_no_step_of_later(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    day = move_back(store, 3)
    return_values(store, Selection(year=2023), by="审核员", remark="不实")
    past = look_back(store, day)
    assert find_stage(past) == [("sent", 10.0)] and find_figure(past) == (10.0, "reported")
    assert find_figure(store) == (10.0, "returned")
    (change,) = list_figure_changes(open_span(store, day + timedelta(days=1))).to_dict("records")
    assert (change["change"], change["new_state"]) == ("restated", "returned")
    assert (change["act"], change["acted_by"]) == ("returned", "审核员")
    assert change["acted_at"].date() <= date.today()


def find_released(store, **limits):
    text = export_figures(store, only_released=True, **limits).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    return {(row["地区代码"], row["年份"], float(row["数值"])) for row in rows}


def test_only_released_figures_leave_where_that_is_asked(store, send_figures):
    stock = KEY | {"year": 2022, "value": 100.0}
    sold = KEY | {"indicator_id": "cattle_slaughtered", "value": 40.0}
    upload_id = send_figures(store, KEY | {"value": 10.0}, stock, sold)
    area = {"area_id": "654026"}
    assert find_released(store, **area) == set()
    verify_upload(store, upload_id, by="核实员", document="1号")
    assert find_released(store, **area) == set()
    release_values(store, Selection(indicator_id="cattle_stock"), **RELEASE)
    assert find_released(store, **area) == {("654026", "2022", 100.0), ("654026", "2023", 10.0)}
    keys = store.query("queries/released_keys")
    computed = keys[keys["indicator_id"].eq("cattle_offtake_rate") & keys["area_code"].eq("654026")]
    assert computed.empty
    release_values(store, Selection(indicator_id="cattle_slaughtered"), **RELEASE)
    keys = store.query("queries/released_keys")
    computed = keys[keys["indicator_id"].eq("cattle_offtake_rate") & keys["area_code"].eq("654026")]
    assert computed["year"].tolist() == [2023]
    newer = send_figures(store, stock | {"value": 101.0})
    assert ("654026", "2022", 100.0) in find_released(store, **area)
    verify_upload(store, newer, by="核实员", document="2号")
    assert find_released(store, **area, indicator_id="cattle_stock") == {("654026", "2023", 10.0)}


def test_the_published_series_is_released(store):
    assert find_released(store, indicator_id="beef_output")
    with pytest.raises(StepError, match="step_nothing"):
        release_values(store, Selection(indicator_id="beef_output"), **RELEASE)


@pytest.mark.parametrize(
    "again", [{"source": "测试"}, {"source": "乙局"}, {"state": "provisional"}]
)
def test_a_returned_value_is_not_verified_through_an_upload_that_states_it_too(
    store, send_figures, again
):
    value = KEY | {"value": 10}
    first = send_figures(store, value)
    second = send_figures(store, value | again)
    return_values(store, by="审核员", remarks={find_id(store): "错"})
    assert find_figure(store) == (10, "returned")
    for upload_id in (first, second):
        assert count_unverified(store, upload_id) == {"returned": 1, "checked": 0, "sent": 0}
        with pytest.raises(UploadError) as refused:
            verify_upload(store, upload_id, by="核实员", document="1号")
        assert refused.value.key == "verify_only_returned"
    assert find_stage(store) == [("returned", 10)]
    check_store(store)


def test_what_was_sent_again_after_a_return_is_verified_through_any_upload(store, send_figures):
    value = KEY | {"value": 10}
    first = send_figures(store, value)
    return_values(store, by="审核员", remarks={find_id(store): "错"})
    send_figures(store, value)
    assert count_unverified(store, first) == {"returned": 0, "checked": 0, "sent": 1}
    verify_upload(store, first, by="核实员", document="1号")
    assert find_stage(store) == [("verified", 10)]


def test_a_check_of_a_repeated_value_holds_for_each_upload_that_states_it(store, send_figures):
    first = send_figures(store, KEY | {"value": 10})
    send_figures(store, KEY | {"value": 10})
    check_values(store, by="审核员", subject_ids=[find_id(store)])
    assert count_unverified(store, first) == {"returned": 0, "checked": 1, "sent": 0}
    # An act on the value of now says nothing of an older one.
    send_figures(store, KEY | {"value": 12})
    check_values(store, by="审核员", subject_ids=[find_id(store)])
    assert count_unverified(store, first)["sent"] == 1
