"""The way of a file from bytes to figures: accepted, refused, unchanged, undone."""

import pytest

from data.ledger.uploads import undo_upload
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.statistics.report import describe_issue
from data.statistics.trial import try_upload
from data.words.catalogue import use_language

TIDY = "指标,地区,年份,数值,单位\n"


def ingest(store, text, *, name="figures.csv", by="测试员", **options):
    content = text if isinstance(text, bytes) else text.encode()
    reading = read_statistics(content, name, store, options=IngestOptions(**options))
    return commit_upload(store, reading, based_on=preview_upload(store, reading), by=by)


def list_rules(report, severity="rejected"):
    return [
        (issue["column"], issue["row"], issue["rule"])
        for issue in report["issues"]
        if issue["severity"] == severity
    ]


def find_value(store, indicator, area, year):
    rows = store.query("queries/ingest_history_all")
    rows = rows[(rows.indicator_id == indicator) & (rows.area_id == area) & (rows.year == year)]
    return rows["value"].tolist()


def test_tidy_file_by_names_and_by_ids(store):
    report = ingest(store, TIDY + "牛存栏,昭苏县,2022,12.5,万头\nbeef_output,654026,2022,5,吨\n")
    assert (report["accepted"], report["new"], report["rejected"]) == (2, 2, 0)
    assert find_value(store, "cattle_stock", "654026", 2022) == [12.5]
    assert find_value(store, "beef_output", "654026", 2022) == [0.0005]


def test_good_rows_go_in_beside_bad_ones(store):
    report = ingest(
        store,
        TIDY + "牛存栏,昭苏县,2022,12.5,万头\n牛存栏,伊宁,2022,1,万头\n"
        "牛存栏,火星县,2022,1,万头\n牛毛,昭苏县,2022,1,万头\n牛存栏,特克斯县,2022,甲,万头\n"
        "牛存栏,新源县,2022,1,万吨\n牛存栏,尼勒克县,1900,1,万头\n",
    )
    assert report["new"] == 1
    assert report["rejected"] == 6
    assert list_rules(report) == [
        ("B", 3, "ambiguous_area"),
        ("B", 4, "unknown_area"),
        ("A", 5, "unknown_indicator"),
        ("D", 6, "not_number"),
        ("E", 7, "unit_does_not_fit"),
        ("C", 8, "year_out_of_range"),
    ]
    messages = [issue["message"] for issue in report["issues"]]
    assert "伊宁市（654002）" in messages[0] and "伊宁县（654021）" in messages[0]


def test_same_file_twice_is_unchanged_and_writes_nothing(store):
    text = TIDY + "牛存栏,昭苏县,2022,12.5,万头\n"
    ingest(store, text)
    version = len(store.query("queries/uploads"))
    report = ingest(store, text)
    assert (report["unchanged"], report["new"], report["upload_id"]) == (1, 0, None)
    assert len(store.query("queries/uploads")) == version


def test_revision_keeps_the_old_value_and_undo_brings_it_back(store):
    ingest(store, TIDY + "牛存栏,昭苏县,2022,12.5,万头\n")
    report = ingest(store, TIDY + "牛存栏,昭苏县,2022,13,万头\n")
    assert report["revised"] == 1
    assert find_value(store, "cattle_stock", "654026", 2022) == [13]
    undo_upload(store, report["upload_id"])
    assert find_value(store, "cattle_stock", "654026", 2022) == [12.5]


def test_value_under_a_higher_state_is_kept_but_hidden(store):
    report = ingest(store, TIDY + "牛肉产量,新疆,2016,43,万吨\n")
    assert report["new"] == 1
    assert list_rules(report, "warning") == [("D", 2, "hidden_by_state")]
    assert find_value(store, "beef_output", "650000", 2016) == [42.48]


def test_other_provinces_are_out_of_scope_not_errors(store):
    report = ingest(store, TIDY + "牛肉产量,四川省,2016,1,万吨\n牛肉产量,新 疆,2016,42.48,万吨\n")
    assert (report["out_of_scope"], report["unchanged"], report["rejected"]) == (1, 1, 0)


@pytest.mark.parametrize("given", ["…", "—", "-", "#", "空", "NA", ""])
def test_marks_for_a_missing_value(store, given):
    report = ingest(store, TIDY + f"牛肉产量,昭苏县,2016,{given},万吨\n")
    assert (report["missing"], report["rejected"], report["accepted"]) == (1, 0, 0)


def test_options_supply_what_the_file_does_not_say(store):
    report = ingest(
        store, "地区,数值\n昭苏县,3\n", indicator_id="cattle_stock", unit="头", year=2020
    )
    assert report["new"] == 1
    assert find_value(store, "cattle_stock", "654026", 2020) == [0.0003]


def test_the_files_own_word_goes_before_an_option(store):
    report = ingest(
        store,
        TIDY + "牛存栏,昭苏县,2022,12.5,万头\n",
        unit="头",
        year=2019,
        indicator_id="sheep_stock",
    )
    assert find_value(store, "cattle_stock", "654026", 2022) == [12.5]
    assert {rule for _, _, rule in list_rules(report, "warning")} == {
        "option_unit_overridden",
        "option_year_overridden",
        "option_indicator_overridden",
    }


def test_trial_shows_the_figures_and_leaves_no_trace(store):
    content = (TIDY + "牛存栏,昭苏县,2022,12.5,万头\n").encode()
    reading = read_statistics(content, "figures.csv", store)
    with try_upload(store, reading) as trial:
        assert find_value(trial, "cattle_stock", "654026", 2022) == [12.5]
    assert find_value(store, "cattle_stock", "654026", 2022) == []
    assert store.query("queries/uploads").empty


def test_state_is_raised_by_an_equal_value(store):
    ingest(store, TIDY + "牛存栏,昭苏县,2022,12.5,万头\n", state="provisional")
    assert ingest(store, TIDY + "牛存栏,昭苏县,2022,12.5,万头\n")["revised"] == 1
    assert ingest(store, TIDY + "牛存栏,昭苏县,2022,12.5,万头\n")["unchanged"] == 1


def test_given_source_is_recorded_and_the_files_own_goes_to_the_note(store):
    text = "指标：牛存栏(万头)\n地区,2022年\n昭苏县,1\n注：年末数\n数据来源：县局\n"
    reading = read_statistics(
        text.encode(), "a.csv", store, options=IngestOptions(source="统计公报")
    )
    row = reading.observations.iloc[0]
    assert row["source"] == "统计公报"
    assert "县局" in row["note"] and "年末数" in row["note"]


def test_english_reader_reads_english_units(plan_store):
    reading = read_statistics((TIDY + "牛存栏,昭苏县,2022,-1,头\n").encode(), "a.csv", plan_store)
    with use_language("en"):
        message = describe_issue(reading.issues[0])
    assert "×10⁴ head" in message and "万头" not in message
    assert "万头" in describe_issue(reading.issues[0])


def test_a_form_of_nothing_but_parts_of_an_area_says_so(store):
    rows = "2024年牲畜存栏（万头）\n县市,牛年末存栏,马年末存栏\n地方,5,1\n兵团,6,2\n"
    report = ingest(store, rows)
    assert (report["new"], report["upload_id"]) == (0, None)
    assert list_rules(report, "warning") == [(None, 3, "only_totals")]
    told = report["issues"][0]["message"]
    assert "地方、兵团" in told and "共2行" in told
    # Beside other rows they are compared with them, as ever.
    report = ingest(store, rows + "昭苏县,3,1\n")
    assert not [rule for _, _, rule in list_rules(report, "warning") if rule == "only_totals"]
