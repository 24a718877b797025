"""What an upload records: also what it repeats; and what it warns of where it replaces figures."""

from datetime import timedelta

import pytest

from data.ledger.steps.record import return_values
from data.ledger.steps.stages import Selection, load_stages
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.store.check import run_checks
from data.store.revisions import load_figure_history
from data.words.catalogue import LANGUAGES, use_language
from tests.data.former import move_back

ZHAOSU, TEKES = "昭苏县", "特克斯县"


def send(store, values, *, state=None, source=None, year=2022):
    rows = [f"{name},{value}" for name, value in values.items()]
    text = f"{year}年末牛存栏（万头）\n县市,牛存栏\n" + "\n".join(rows) + "\n"
    options = IngestOptions(state=state, source=source)
    reading = read_statistics(text.encode(), "a.csv", store, options=options)
    return commit_upload(store, reading, based_on=preview_upload(store, reading))


def count(report):
    return report["new"], report["revised"], report["unchanged"]


def list_figures(store):
    rows = store.query("queries/ingest_history_all")
    rows = rows[(rows["indicator_id"] == "cattle_stock") & (rows["year"] == 2022)]
    names = {"654026": ZHAOSU, "654027": TEKES}
    return {names[row.area_id]: row.value for row in rows.itertuples() if row.area_id in names}


def list_warnings(report, rule):
    return [issue["message"] for issue in report["issues"] if issue["rule"] == rule]


def test_a_repeated_value_stays_when_the_upload_that_it_repeats_is_undone(store):
    first = send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    second = send(store, {ZHAOSU: 21.9, TEKES: 18.2})
    assert count(second) == (0, 1, 1)
    undo = undo_upload(store, first["upload_id"])
    assert list_figures(store) == {ZHAOSU: 21.9, TEKES: 18.2}
    undo_upload(store, undo)
    assert list_figures(store) == {ZHAOSU: 21.9, TEKES: 18.2}
    undo_upload(store, second["upload_id"])
    assert list_figures(store) == {ZHAOSU: 21.4, TEKES: 18.2}


def test_the_list_of_uploads_counts_what_changed(store):
    send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    send(store, {ZHAOSU: 21.9, TEKES: 18.2})
    listed = list_uploads(store)
    assert listed["changed"].tolist() == [1, 2]
    assert listed["revisions"].tolist() == [2, 2]


def test_a_value_repeated_below_a_stronger_one_stays_as_well(store):
    first = send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    verify_upload(store, first["upload_id"], by="王", document="1号")
    # Equal to the verified one, and hidden below it with another value.
    send(store, {ZHAOSU: 21.4, TEKES: 18.0})
    second = send(store, {ZHAOSU: 21.4, TEKES: 18.0})
    assert count(second) == (0, 0, 2) and second["upload_id"] is None
    third = send(store, {ZHAOSU: 21.5, TEKES: 18.0})
    assert count(third) == (0, 1, 1)
    assert list_figures(store) == {ZHAOSU: 21.4, TEKES: 18.2}


def test_what_only_the_published_series_states_is_not_recorded_again(store):
    text = "指标,地区,年份,数值,单位\n牛肉产量,新疆,2016,42.48,万吨\n牛存栏,昭苏县,2022,1,万头\n"
    reading = read_statistics(text.encode(), "a.csv", store)
    report = commit_upload(store, reading)
    assert count(report) == (1, 0, 1)
    assert list_uploads(store)["revisions"].tolist() == [1]


def test_a_repeat_is_told_as_a_confirmation(store):
    send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    send(store, {ZHAOSU: 21.9, TEKES: 18.2})
    history = load_figure_history(store, ["cattle_stock"], "654027")
    assert history["is_confirmation"].tolist() == [True, False]
    assert history["is_in_force"].tolist() == [True, True]
    history = load_figure_history(store, ["cattle_stock"], "654026")
    assert history["is_confirmation"].tolist() == [False, False]
    assert history["is_in_force"].tolist() == [True, False]


def test_a_repeat_of_what_was_undone_is_no_confirmation(store):
    first = send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    send(store, {ZHAOSU: 21.9, TEKES: 18.2})
    undo_upload(store, first["upload_id"])
    history = load_figure_history(store, ["cattle_stock"], "654027")
    assert history["is_confirmation"].tolist() == [False, False]
    assert history["is_in_force"].tolist() == [True, False]


def test_a_source_that_repeats_a_value_disagrees_once_the_other_corrects_it(store):
    def disagree():
        figures = store.query("queries/area_figures", area_id="654027")
        return figures.loc[figures["indicator_id"] == "cattle_stock", "sources_disagree"].tolist()

    send(store, {ZHAOSU: 1, TEKES: 18.2}, source="统计局")
    send(store, {ZHAOSU: 2, TEKES: 18.2}, source="农业农村局")
    assert disagree() == [False]
    send(store, {TEKES: 18.3}, source="统计局")
    assert disagree() == [True]


@pytest.mark.parametrize(
    ("sends", "undone"),
    [
        ([(1, 1), (2, 1), (2, 3)], 0),
        ([(1, 1), (2, 1), (2, 3)], 1),
        ([(1, 1), (1, 2), (1, 1)], 1),
        ([(1, 1), (1, 2), (1, 1)], 0),
        ([(1, 2), (2, 2), (1, 2), (2, 1)], 3),
    ],
)
def test_after_an_undo_the_newest_upload_that_is_left_says_what_stands(store, sends, undone):
    written = [send(store, {ZHAOSU: a, TEKES: b}) for a, b in sends]
    assert all(report["upload_id"] for report in written)
    undo_upload(store, written[undone]["upload_id"])
    left = [values for n, values in enumerate(sends) if n != undone]
    assert list_figures(store) == {ZHAOSU: left[-1][0], TEKES: left[-1][1]}
    assert not [result.check_id for result in run_checks(store) if result.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_different_value_of_another_source_is_named_with_file_and_value(store, language):
    send(store, {ZHAOSU: 21.4, TEKES: 18.2}, source="统计局")
    with use_language(language):
        report = send(store, {ZHAOSU: 21.9, TEKES: 18.2}, source="农业农村局")
    (message,) = list_warnings(report, "other_source")
    assert "统计局" in message and "a.csv" in message and "21.4" in message and "21.9" in message
    assert {"zh": "不一致", "en": "Sources disagree"}[language] in message


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_source_of_equal_values_is_told_and_kept(store, language):
    send(store, {ZHAOSU: 21.4, TEKES: 18.2}, source="统计局")
    with use_language(language):
        report = send(store, {ZHAOSU: 21.4, TEKES: 18.2}, source="农业农村局")
    told = [issue for issue in report["issues"] if issue["rule"] == "same_elsewhere"]
    assert report["upload_id"] and count(report) == (0, 0, 2) and len(told) == 2
    assert all("统计局" in issue["message"] for issue in told)
    history = load_figure_history(store, ["cattle_stock"], "654026")
    assert history["source"].tolist() == ["农业农村局", "统计局"]
    assert history["is_confirmation"].tolist() == [True, False]
    # Each source states it once; a file without a source is no second one.
    for source in ("统计局", "农业农村局", None):
        report = send(store, {ZHAOSU: 21.4, TEKES: 18.2}, source=source)
        assert report["upload_id"] is None and not report["issues"]


def test_a_second_source_of_a_published_value_is_kept_below_it(store):
    values = store.query("queries/area_figures", area_id="650000")
    value = values.query("indicator_id == 'cattle_stock' and year == 2022")["value"].item()
    report = send(store, {"新疆": value}, source="年鉴")
    assert report["upload_id"] and count(report) == (0, 0, 1)
    history = load_figure_history(store, ["cattle_stock"], "650000").query("year == 2022")
    assert sorted(history["state"]) == ["published", "reported"]
    assert send(store, {"新疆": value}, source="年鉴")["upload_id"] is None


def test_a_source_that_corrects_itself_is_not_warned_of(store):
    send(store, {ZHAOSU: 21.4}, source="统计局")
    assert not list_warnings(send(store, {ZHAOSU: 21.9}, source="统计局"), "other_source")
    assert list_warnings(send(store, {ZHAOSU: 22.0}), "other_source")


def test_what_stands_in_a_weaker_state_is_no_rival(store):
    send(store, {ZHAOSU: 21.4}, source="快报", state="provisional")
    (message,) = list_warnings(send(store, {ZHAOSU: 21.9}, source="年报"), "other_source")
    assert "标明" not in message and "（快报）" in message


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [(5.1, 51, True), (51, 5.1, True), (5.1, 40.52, True), (5.1, 40.5, False), (0, 5, False)],
)
def test_a_revision_of_nearly_ten_times_is_told(store, old, new, is_told):
    # Ten to the power of 0.9 is 7.943: 5.1 times that is 40.51.
    send(store, {ZHAOSU: old})
    report = send(store, {ZHAOSU: new})
    assert report["revised"] == 1
    assert bool(list_warnings(report, "revised_step")) == is_told


@pytest.mark.parametrize(
    ("old", "new", "said"), [(0.00005, 5, "100000倍"), (5, 0.00005, "0.00001倍")]
)
def test_how_many_times_is_told_without_an_exponent(store, old, new, said):
    send(store, {ZHAOSU: old})
    (message,) = list_warnings(send(store, {ZHAOSU: new}), "revised_step")
    assert said in message and "0.00005" in message and "e" not in message


@pytest.mark.parametrize(("new", "is_told"), [(51, True), (0.51, True), (5.5, False)])
def test_exactly_ten_times_the_year_before_is_told(store, new, is_told):
    send(store, {ZHAOSU: 5.1}, year=2021)
    report = send(store, {ZHAOSU: new}, year=2022)
    assert bool(list_warnings(report, "unit_suspicion")) == is_told


def test_a_file_older_than_what_it_replaces_is_told_to_the_second(store):
    """A value that was only repeated is as new as its last repeat, whoever stated it first."""
    send(store, {ZHAOSU: 21.4})
    move_back(store, 10)
    send(store, {ZHAOSU: 21.4, TEKES: 18.2})
    recorded_at = list_uploads(store)["uploaded_at"].max().to_pydatetime()

    def warns(seconds, value=22.0):
        text = f"2022年末牛存栏（万头）\n县市,牛存栏\n{ZHAOSU},{value}\n"
        reading = read_statistics(text.encode(), "b.csv", store)
        reading.modified_at = recorded_at.replace(microsecond=0) + timedelta(seconds=seconds)
        return "older_file" in [issue.rule for issue in preview_upload(store, reading).issues]

    assert [warns(-1), warns(0), warns(1)] == [True, False, False]
    assert not warns(-1, 21.4)


def give_back(store, indicator_id="cattle_stock"):
    """Return the newest value of an indicator in Zhaosu to its sender."""
    rows = load_stages(store, Selection("654026", indicator_id)).to_dict("records")
    return_values(store, by="审核员", remarks={rows[-1]["subject_id"]: "错"})


def find_figure(store, indicator_id="cattle_stock"):
    figures = store.query("queries/yearly_figures")
    rows = figures[(figures["indicator_id"] == indicator_id) & (figures["area_id"] == "654026")]
    return rows.iloc[-1]["value"], rows.iloc[-1]["state"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_weaker_than_a_returned_one_does_not_answer_the_return(store, language):
    send(store, {ZHAOSU: 10})
    give_back(store)
    with use_language(language):
        report = send(store, {ZHAOSU: 12}, state="provisional")
        (told,) = list_warnings(report, "hidden_by_returned")
    assert count(report) == (1, 0, 0) and report["resent"] == 0
    assert "10" in told and {"zh": "请以“自报”重报", "en": "as self-reported"}[language] in told
    assert find_figure(store) == (10, "returned")
    assert [(row.value, row.stage) for row in load_stages(store).itertuples()] == [(10, "returned")]
    # What is hidden is compared with what is hidden.
    assert count(send(store, {ZHAOSU: 12}, state="provisional")) == (0, 0, 1)
    assert count(send(store, {ZHAOSU: 13}, state="provisional")) == (0, 1, 0)


def test_a_returned_value_repeated_in_a_weaker_state_is_not_sent_again(store):
    send(store, {ZHAOSU: 10})
    give_back(store)
    report = send(store, {ZHAOSU: 10, TEKES: 1}, state="provisional")
    assert count(report) == (1, 0, 1) and report["resent"] == 0
    assert list_warnings(report, "hidden_by_returned")
    assert not list_warnings(report, "returned_unchanged")
    assert find_figure(store) == (10, "returned")
    report = send(store, {ZHAOSU: 10})
    assert count(report) == (0, 1, 0) and report["resent"] == 1
    assert find_figure(store) == (10, "reported")


@pytest.mark.parametrize("state", ["provisional", "reported"])
def test_a_returned_provisional_value_is_answered_in_either_state(store, state):
    send(store, {ZHAOSU: 10}, state="provisional")
    give_back(store)
    report = send(store, {ZHAOSU: 12}, state=state)
    assert count(report) == (0, 1, 0) and not list_warnings(report, "hidden_by_returned")
    assert find_figure(store) == (12, state)


RATE = "cattle_offtake_rate"


def send_rate(store, value, state="reported", source="县局"):
    text = f"指标,地区,年份,数值,单位\n{RATE},{ZHAOSU},2022,{value},%\n"
    options = IngestOptions(state=state, source=source)
    reading = read_statistics(text.encode(), "rate.csv", store, options=options)
    return commit_upload(store, reading, based_on=preview_upload(store, reading))


def compute_rate(store, send_figures, state="reported"):
    """Send what the rate is computed from: 30 %."""
    place = {"area_id": "654026", "state": state}
    send_figures(
        store,
        place | {"indicator_id": "cattle_stock", "year": 2021, "value": 10},
        place | {"indicator_id": "cattle_slaughtered", "year": 2022, "value": 3},
    )


@pytest.mark.parametrize("before", [None, 50])
def test_a_value_under_a_computed_one_of_a_stronger_state_is_told_as_hidden(
    store, send_figures, before
):
    if before:
        send_rate(store, before)
    compute_rate(store, send_figures, "verified")
    report = send_rate(store, 55)
    assert count(report) == ((0, 1, 0) if before else (1, 0, 0))
    (told,) = list_warnings(report, "hidden_by_state")
    assert "30%" in told and "计算" in told
    assert find_figure(store, RATE) == (pytest.approx(30), "derived")
    assert count(send_rate(store, 55)) == (0, 0, 1)


def test_a_value_that_replaces_a_computed_one_revises_it(store, send_figures):
    compute_rate(store, send_figures)
    report = send_rate(store, 55)
    assert count(report) == (0, 1, 0) and not report["issues"]
    assert find_figure(store, RATE) == (55, "reported")


def test_a_value_equal_to_a_computed_one_is_recorded_beside_it(store, send_figures):
    compute_rate(store, send_figures, "verified")
    report = send_rate(store, 30)
    assert count(report) == (1, 0, 0) and not report["issues"]
    assert count(send_rate(store, 30)) == (0, 0, 1)


@pytest.mark.parametrize("state", ["reported", "verified"])
def test_a_returned_value_below_a_computed_one_can_be_sent_again(store, send_figures, state):
    send_rate(store, 55)
    compute_rate(store, send_figures, state)
    give_back(store, RATE)
    assert find_figure(store, RATE)[0] == pytest.approx(30)
    report = send_rate(store, 56, "provisional")
    assert list_warnings(report, "hidden_by_returned") and count(report) == (1, 0, 0)
    report = send_rate(store, 55)
    assert count(report) == (0, 1, 0) and report["resent"] == 1
    assert bool(list_warnings(report, "hidden_by_state")) == (state == "verified")
    rows = load_stages(store, Selection("654026", RATE))
    assert list(rows["stage"]) == ["sent"]
