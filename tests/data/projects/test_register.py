"""The register: form and file agree, a full register counts as a second computation counts it."""

import csv
import io
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from data.errors import UnreadableFileError
from data.ledger.uploads import list_uploads, undo_upload
from data.projects.commit import commit_projects, preview_projects
from data.projects.dates import parse_day
from data.projects.demonstration import make_project_demonstration
from data.projects.listing import read_projects
from data.projects.register import (
    FIELDS,
    ProjectError,
    load_project_history,
    load_projects,
    save_programme_note,
    save_project,
    withdraw_project,
)
from data.projects.template import export_projects, make_project_template
from data.store.database import Store
from data.words.catalogue import use_language
from indicators.boxes.items import compute_boxes, load_box_inputs
from indicators.boxes.rules import find_rule_breaks

TODAY = date(2026, 6, 30)
GOOD = {
    "item_id": "box2_conservation_farms",
    "area_id": "654026",
    "name": "甲场",
    "stage": "completed",
    "stage_on": "2025-06-30",
    "evidence_document": "文〔2025〕1号",
}


def make_csv(*rows, columns=None) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns or FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def send(store, *rows, columns=None, by="测试员"):
    reading = read_projects(make_csv(*rows, columns=columns), "projects.csv", store, today=TODAY)
    return commit_projects(store, reading, by=by)


def list_rules(report):
    return {issue["rule"] for issue in report["issues"] if issue["severity"] == "rejected"}


def count_independently(rows, item_id, as_of, is_today):
    """Count an item's units from the rows of a file by plain loops, knowing nothing else."""
    order = ["planned", "approved", "building", "completed", "accepted"]
    by_project = defaultdict(list)
    for number, row in enumerate(rows):
        key = (row["area_id"], row["name"]) if row["name"] else number
        if row["item_id"] == item_id:
            by_project[key].append(row)
    totals = Counter()
    for history in by_project.values():
        reached = [
            row for row in history if (row["stage_on"] <= as_of if row["stage_on"] else is_today)
        ]
        if not reached:
            continue
        last = max(reached, key=lambda row: order.index(row["stage"]))
        units = int(float(last["quantity"]))
        totals[last["stage"]] += units
        newest = max(history, key=lambda row: order.index(row["stage"]))
        is_county = not last["area_id"].endswith("00")
        if last["stage"] in order[3:]:
            totals["counted"] += units
            if last["name"] and is_county and last["stage_on"] and newest["evidence_document"]:
                totals["verified"] += units
    return totals


LARGER = {
    "box5_seed_base_100mu": "box5_seed_base_1000mu",
    "box5_forage_base_1000mu": "box5_forage_base_10000mu",
}


@pytest.fixture(scope="module")
def full(plan_file, tmp_path_factory):
    """A store with the made-up register in it, and the rows of its file."""
    path = tmp_path_factory.mktemp("full") / "full.duckdb"
    with Store(shutil.copy(plan_file, path)) as store:
        content = make_project_demonstration(store)
        commit_projects(store, read_projects(content, "demo.csv", store, today=TODAY))
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        yield store, rows


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2024, 12, 31), date(2025, 7, 1), TODAY])
def test_a_full_register_counts_as_a_second_computation_counts_it(full, as_of):
    store, rows = full
    found = compute_boxes(load_box_inputs(store, as_of), as_of, today=TODAY)
    found = found[found["counted"].notna()]
    assert len(found) == 26
    assert len({(row["item_id"], row["area_id"], row["name"]) for row in rows}) >= 300
    for row in found.to_dict("records"):
        totals = count_independently(rows, row["item_id"], as_of.isoformat(), as_of == TODAY)
        if row["item_id"] in LARGER:
            totals += count_independently(
                rows, LARGER[row["item_id"]], as_of.isoformat(), as_of == TODAY
            )
        expected = (
            totals["planned"],
            totals["approved"],
            totals["building"],
            totals["completed"],
            totals["accepted"],
            totals["counted"],
            totals["verified"],
        )
        assert expected == (
            row["planned"],
            row["approved"],
            row["building"],
            row["completed"],
            row["accepted"],
            row["counted"],
            row["counted_verified"],
        ), row


def test_every_made_up_row_is_marked(full):
    store, rows = full
    assert {row["state"] for row in rows} == {"demonstration"}
    assert set(load_projects(store)["state"]) == {"demonstration"}


def test_the_same_seed_makes_the_same_list(plan_store):
    assert make_project_demonstration(plan_store, 5) == make_project_demonstration(plan_store, 5)
    assert make_project_demonstration(plan_store, 5) != make_project_demonstration(plan_store, 6)


def test_form_and_file_record_the_same(store):
    values = GOOD | {
        "quantity": 2,
        "investment_wan": 120.5,
        "operator": "某合作社",
        "longitude": 81.13,
        "latitude": 43.16,
        "started_on": date(2024, 3, 1),
    }
    save_project(store, values, by="测试员", today=TODAY)
    send(store, values | {"name": "乙场"})
    own = ["project_id", "name", "revision_id", "seq", "upload_id", "recorded_at"]
    by_form, by_file = load_projects(store).drop(columns=own).to_dict("records")
    assert str(by_form) == str(by_file)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"item_id": "没有"}, "item_unknown"),
        ({"item_id": "box3_manure_use_rate"}, "item_is_rate"),
        ({"area_id": "伊宁"}, "area_ambiguous"),
        ({"area_id": "无此县"}, "area_unknown"),
        ({"area_id": "plan_counties"}, "area_is_group"),
        ({"stage": ""}, "stage_missing"),
        ({"stage": "快了"}, "stage_unknown"),
        ({"stage_on": "2025-02-30"}, "date_unreadable"),
        ({"stage_on": "2026-07-01"}, "date_in_future"),
        ({"quantity": "0"}, "quantity_not_whole"),
        ({"quantity": "1.5"}, "quantity_not_whole"),
        ({"quantity": "-1"}, "quantity_not_whole"),
        ({"quantity": "若干"}, "not_number"),
        ({"investment_wan": "-3"}, "investment_negative"),
        ({"investment_wan": "3公顷"}, "investment_unit"),
        ({"longitude": "81.1"}, "point_half"),
        ({"longitude": "43.1", "latitude": "81.1"}, "point_outside"),
        ({"started_on": "2025-01-02", "finished_on": "2025-01-01"}, "finished_before_start"),
        ({"evidence_link": "javascript:alert(1)"}, "link_unreadable"),
        ({"size": "0"}, "size_not_positive"),
        ({"note": "长" * 1001}, "text_too_long"),
        (
            {"item_id": "box5_forage_base_1000mu", "size": "999", "size_unit": "亩"},
            "size_too_small",
        ),
        (
            {"item_id": "box5_forage_base_1000mu", "size": "5", "size_unit": "吨"},
            "size_unit_unknown",
        ),
        ({"item_id": "box2_cattle_core_south"}, "wrong_subregion"),
    ],
)
def test_form_and_file_refuse_the_same(store, changed, rule):
    with pytest.raises(ProjectError) as refused:
        save_project(store, GOOD | changed, today=TODAY)
    assert [issue.rule for issue in refused.value.issues if issue.severity == "rejected"] == [rule]
    report = send(store, GOOD | changed)
    assert list_rules(report) == {rule}
    assert (report["rejected"], report["accepted"], report["upload_id"]) == (1, 0, None)
    assert load_projects(store).empty


def test_sizes_and_sums_are_converted(store):
    send(
        store,
        GOOD
        | {
            "item_id": "box5_forage_base_1000mu",
            "size": "0.15",
            "size_unit": "万亩",
            "investment_wan": "2.15亿元",
        },
    )
    row = load_projects(store).iloc[0]
    assert (row["size"], row["size_unit"], row["investment_wan"]) == (1500, "亩", 21500)


@pytest.mark.parametrize(
    ("text", "day", "is_exact"),
    [
        ("2025-06-30", date(2025, 6, 30), True),
        ("2025/6/3", date(2025, 6, 3), True),
        ("2025年6月3日", date(2025, 6, 3), True),
        ("20250603", date(2025, 6, 3), True),
        ("2025-06-30T00:00:00", date(2025, 6, 30), True),
        ("2025年2月", date(2025, 2, 28), False),
        ("2024", date(2024, 12, 31), False),
        ("2026年", TODAY, False),
        ("2026年6月", TODAY, False),
    ],
)
def test_days_are_read_as_written(text, day, is_exact):
    found = parse_day(text, TODAY)
    assert (found.date, found.is_exact) == (day, is_exact)


@pytest.mark.parametrize("text", ["45838", "明年", "2025-13-01", "1975-01-01", "25-06-30"])
def test_what_is_no_day_is_no_day(text):
    assert parse_day(text, TODAY) is None


def test_an_outside_county_is_out_of_scope_and_a_total_is_no_project(store):
    report = send(store, GOOD, GOOD | {"area_id": "北京市"}, GOOD | {"area_id": "合计"})
    assert (report["values"], report["accepted"], report["out_of_scope"], report["missing"]) == (
        3,
        1,
        1,
        1,
    )


def test_the_same_file_twice_changes_nothing(store):
    rows = [
        GOOD,
        GOOD | {"name": ""},
        GOOD | {"name": "", "note": "另一处"},
        GOOD | {"stage": "building", "stage_on": "2024-01-01", "evidence_document": ""},
    ]
    assert send(store, *rows)["new"] == 4
    again = send(store, *rows)
    assert (again["new"], again["revised"], again["unchanged"]) == (0, 0, 4)
    assert again["upload_id"] is None
    assert len(load_projects(store)) == 3


def test_rows_of_several_stages_are_one_project_whatever_their_order(store):
    rows = [
        GOOD | {"stage": name, "stage_on": day}
        for name, day in (
            ("completed", "2025-06-30"),
            ("planned", "2023-01-05"),
            ("building", "2024-05-01"),
        )
    ]
    send(store, *rows)
    projects = load_projects(store)
    assert list(projects["stage"]) == ["completed"]
    history = load_project_history(store, projects.iloc[0]["project_id"])
    assert list(history["stage"]) == ["completed", "building", "planned"]


def test_an_earlier_stage_added_later_does_not_set_the_project_back(store):
    send(store, GOOD)
    send(store, GOOD | {"stage": "building", "stage_on": "2024-05-01"}, GOOD)
    assert list(load_projects(store)["stage"]) == ["completed"]
    as_of = date(2024, 6, 1)
    rows = compute_boxes(load_box_inputs(store, as_of), as_of, today=TODAY).set_index("item_id")
    assert rows.loc[GOOD["item_id"], "building"] == 1


def test_contradicting_rows_are_refused_and_equal_ones_taken_once(store):
    report = send(
        store, GOOD, GOOD | {"stage_on": "2025-07-30"}, GOOD | {"name": "乙"}, GOOD | {"name": "乙"}
    )
    assert (report["rejected"], report["new"], report["unchanged"]) == (2, 1, 1)
    assert list_rules(report) == {"conflicting_rows"}
    assert list(load_projects(store)["name"]) == ["乙"]


def test_a_column_that_the_file_lacks_keeps_what_is_known(store):
    send(store, GOOD | {"operator": "某合作社", "investment_wan": "100"})
    columns = ["item_id", "area_id", "name", "stage", "stage_on"]
    report = send(
        store,
        {name: GOOD[name] for name in columns} | {"stage": "accepted", "stage_on": "2026-01-05"},
        columns=columns,
    )
    row = load_projects(store).iloc[0]
    assert report["revised"] == 1
    assert (
        row["stage"],
        row["operator"],
        row["investment_wan"],
        row["evidence_document"],
        row["state"],
    ) == ("accepted", "某合作社", 100, GOOD["evidence_document"], "verified")


def test_undo_gives_back_what_was_before(store):
    project_id, _ = save_project(store, GOOD, today=TODAY)
    report = send(
        store, GOOD | {"stage": "accepted", "stage_on": "2026-01-05"}, GOOD | {"name": "乙"}
    )
    assert sorted(load_projects(store)["stage"]) == ["accepted", "completed"]
    undo_upload(store, report["upload_id"], by="测试员")
    projects = load_projects(store)
    assert list(projects["stage"]) == ["completed"]
    assert list(projects["project_id"]) == [project_id]
    assert set(list_uploads(store)["dataset"]) == {"projects"}
    assert load_project_history(store, project_id)["is_undone"].tolist() == [True, False]


def test_a_repeated_project_stays_when_the_list_that_it_repeats_is_undone(store):
    first = send(store, GOOD, GOOD | {"name": "乙"})
    second = send(store, GOOD | {"operator": "某合作社"}, GOOD | {"name": "乙"})
    assert (second["revised"], second["unchanged"]) == (1, 1)
    undo_upload(store, first["upload_id"])
    assert sorted(load_projects(store)["name"]) == ["乙", "甲场"]


def test_a_repeated_stage_keeps_the_stages_below_it(store):
    stages = [("planned", "2024-01-05"), ("approved", "2024-05-05"), ("building", "2024-09-05")]
    rows = [GOOD | {"stage": stage, "stage_on": on} for stage, on in stages]
    first = send(store, *rows)
    # This list says nothing of the stage that it leaves out.
    second = send(store, rows[0], rows[2], GOOD | {"name": "乙"})
    assert second["unchanged"] == 2
    assert send(store, *rows)["upload_id"] is None
    whole = send(store, *rows, GOOD | {"name": "丙"})
    for report in (first, second):
        undo_upload(store, report["upload_id"])
    assert (whole["unchanged"], send(store, *rows)["upload_id"]) == (3, None)


def test_edit_and_withdraw_leave_a_history(store):
    project_id, _ = save_project(store, GOOD, by="甲某", today=TODAY)
    save_project(store, GOOD | {"name": "新名"}, by="乙某", project_id=project_id, today=TODAY)
    withdraw_project(store, project_id, by="丙某", note="重复登记")
    assert load_projects(store).empty
    history = load_project_history(store, project_id)
    assert list(history["recorded_by"]) == ["丙某", "乙某", "甲某"]
    assert list(history["is_withdrawn"]) == [True, False, False]
    with pytest.raises(ProjectError, match="project_unknown"):
        withdraw_project(store, project_id)
    with pytest.raises(ProjectError, match="project_unknown"):
        save_project(store, GOOD, project_id=project_id, today=TODAY)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_export_edit_upload(store, language):
    save_project(store, GOOD | {"name": "=1+1", "note": "@x"}, today=TODAY)
    save_project(
        store, GOOD | {"name": "", "stage": "planned", "item_id": "box10_routes"}, today=TODAY
    )
    with use_language(language):
        content = export_projects(store)
    preview = preview_projects(store, read_projects(content, "r.xlsx", store, today=TODAY))
    assert (preview.unchanged, preview.new, preview.revised) == (2, 0, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_understood(plan_store, language):
    with use_language(language):
        content = make_project_template(plan_store)
    reading = read_projects(content, "t.xlsx", plan_store, today=TODAY)
    assert (reading.values, reading.issues) == (0, [])


def test_headings_of_an_office_are_understood(store):
    columns = [
        "序号",
        "专栏项目",
        "所在县市",
        "项目名称",
        "建设阶段",
        "阶段时间",
        "面积(亩)",
        "总投资(亿元)",
        "批复文号",
    ]
    row = [
        "1",
        "专栏5 千亩以上高产稳产优质饲草料基地",
        "昭苏县",
        "甲",
        "已建成",
        "2025年3月1日",
        "1200",
        "0.5",
        "1号",
    ]
    report = send(store, dict(zip(columns, row, strict=True)), columns=columns)
    assert report["new"] == 1
    found = load_projects(store).iloc[0]
    assert (found["size"], found["investment_wan"], found["stage"]) == (1200, 5000, "completed")


def test_a_table_of_statistics_is_no_project_list(store):
    with pytest.raises(UnreadableFileError, match="file_no_projects"):
        read_projects("地区,2024年,2023年\n新疆,1,2\n".encode(), "x.csv", store)


def test_issues_name_row_and_column_as_excel_shows_them(store):
    report = send(store, GOOD, GOOD | {"name": "乙", "stage": "快了"})
    issue = next(issue for issue in report["issues"] if issue["rule"] == "stage_unknown")
    assert (issue["row"], issue["column"], issue["value"]) == (3, "D", "快了")


def test_the_example_of_july_2025_invents_no_split(store):
    from data.store.statements import ROOT

    content = (ROOT / "data" / "examples" / "central_budget_2025.csv").read_bytes()
    report = commit_projects(store, read_projects(content, "e.csv", store, today=TODAY))
    projects = load_projects(store)
    assert (report["new"], report["rejected"]) == (6, 0)
    assert projects["investment_wan"].sum() == 21500
    assert projects.loc[projects["level"] == "county", "investment_wan"].isna().all()
    assert set(projects["area_id"]) == {"650000", "654026", "654321", "653131", "652827", "654027"}
    rows = compute_boxes(load_box_inputs(store), TODAY, today=TODAY)
    assert rows["approved"].sum() == 0


def test_programmes_take_notes_and_other_items_do_not(store):
    save_programme_note(store, "box4_monitoring", status="in_progress", note="已建点", by="甲某")
    with pytest.raises(ProjectError, match="note_no_programme"):
        save_programme_note(store, "box10_routes", status="done", note="x")
    with pytest.raises(ProjectError, match="note_empty"):
        save_programme_note(store, "box4_monitoring", status="done", note=" ")


def test_rules_of_the_plan_are_checked(store):
    core = GOOD | {"item_id": "box2_cattle_core_north"}
    for n, area_id in enumerate(("654026", "654025")):
        save_project(store, core | {"area_id": area_id, "name": f"核心{n}"}, today=TODAY)
    save_project(
        store, GOOD | {"item_id": "box9_smart_farms_per_county", "quantity": 3}, today=TODAY
    )
    for n in range(2):
        save_project(
            store, GOOD | {"item_id": "box9_county_platforms", "name": f"平台{n}"}, today=TODAY
        )
    found = find_rule_breaks(load_box_inputs(store), TODAY, today=TODAY)
    by_rule = found.groupby("rule_id")
    assert list(by_rule.get_group("county_not_named")["area_id"]) == ["654025"]
    differs = by_rule.get_group("number_differs")
    assert list(zip(differs["item_id"], differs["found"], strict=True)) == [
        ("box2_cattle_core_north", 2)
    ]
    assert list(by_rule.get_group("county_repeated")["found"]) == [2]
    below = by_rule.get_group("county_below")
    smart = below[below["reading_id"] == "smart_farms_box1"]
    assert len(smart) == 39
    advantage = below[below["reading_id"] == "cattle_multiplication_advantage"]
    assert len(advantage) == 22


def test_a_stage_counts_from_its_day_on(store):
    save_project(store, GOOD, today=TODAY)
    day = date(2025, 6, 30)
    counted = [
        compute_boxes(load_box_inputs(store), day + timedelta(days=n), today=TODAY)
        .set_index("item_id")
        .loc[GOOD["item_id"], "counted"]
        for n in (-1, 0)
    ]
    assert counted == [0, 1]
