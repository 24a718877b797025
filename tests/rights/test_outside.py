"""What a stranger tried from outside: ways round the rights that are closed."""

import io
import json

import pandas as pd
import pytest
from openpyxl import Workbook

from data.__main__ import make_parser
from data.clock import get_now, get_today
from data.commands import run_command
from data.errors import RightsError, UploadError
from data.ledger.allocations import list_allocations
from data.ledger.steps.sampling import draw_sample, list_samples, undo_sample
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.ledger.weights import list_weight_names, load_weights, save_weights
from data.projects.commit import ingest_projects
from data.projects.register import load_projects, save_project, withdraw_project
from data.rights.grants import load_actor, record_grant
from data.rights.handles import act_as, find_sent_file
from data.rights.tokens import make_token
from data.statistics.ingest import ingest_file
from data.store.ids import make_id
from data.store.sent_files import load_file
from data.words.catalogue import t
from indicators.counties.completeness import compute_completeness
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from indicators.counties.reporting import list_unreported
from indicators.inputs import load_inputs
from indicators.tracing import trace_figure
from tests.conftest import record_figures
from tests.rights.world import enter

COUNTY, SISTER, PREFECTURE, REGION = "654026", "654025", "654000", "650000"


def make_mixed_workbook(hidden_label="昭苏县") -> bytes:
    """A form with a good row of the prefecture, a row of a county that is rejected, and a sheet of
    counties that is hidden."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2025年牛出栏（单位：万头）"])
    sheet.append(["地区", "牛出栏"])
    sheet.append(["伊犁哈萨克自治州", 61.5])
    sheet.append(["新源县", "3.3579x"])
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append([hidden_label, 4.4681])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def send_mixed(store, folder, hidden_label="昭苏县"):
    file = folder / "全区.xlsx"
    file.write_bytes(make_mixed_workbook(hidden_label))
    report = ingest_file(store, file, by="region")
    assert report["accepted"] == 1 and report["rejected"] == 1, report["issues"]
    return report["upload_id"]


def trace_prefecture(store):
    return trace_figure(store, load_inputs(store), "cattle_slaughtered", PREFECTURE, 2025)


def test_the_file_of_those_above_is_not_given_to_those_below(store, tmp_path):
    upload_id = send_mixed(store, tmp_path)
    sha256 = store.query_rows("queries/upload", upload_id=upload_id)[0]["sha256"]
    below, own = enter(store, "reader", COUNTY), enter(store, "reader", PREFECTURE)
    revision = trace_prefecture(below).revisions[0]
    assert revision["value"] == 61.5 and revision["sha256"] == ""
    assert revision["file_is_withheld"] and not revision["file_is_kept"]
    with pytest.raises(UploadError, match="file_not_kept"):
        load_file(below, sha256)
    assert load_file(own, sha256) == (tmp_path / "全区.xlsx").read_bytes()
    assert trace_prefecture(own).revisions[0]["file_is_kept"]
    with below.snapshot() as cursor:
        for table in ("rejection", "read_word", "file_part"):
            assert cursor.sql(f"FROM facts.{table}").shape[0] == 0
    with own.snapshot() as cursor:
        assert "3.3579x" in str(cursor.sql("FROM facts.rejection").fetchall())


@pytest.mark.parametrize("hidden_label", ["疏附县", "底稿"])
def test_a_hidden_sheet_of_elsewhere_keeps_a_file_from_a_prefecture(store, tmp_path, hidden_label):
    """A file goes to who may see every area that it may have figures of, on any sheet."""
    upload_id = send_mixed(store, tmp_path, hidden_label)
    sha256 = store.query_rows("queries/upload", upload_id=upload_id)[0]["sha256"]
    own, region = enter(store, "reader", PREFECTURE), enter(store, "reader", REGION)
    revision = trace_prefecture(own).revisions[0]
    assert revision["file_is_withheld"] and not revision["file_is_kept"]
    with pytest.raises(UploadError, match="file_not_kept"):
        load_file(own, sha256)
    with own.snapshot() as cursor:
        assert cursor.sql("FROM facts.rejection").shape[0] == 0
        assert cursor.sql("FROM facts.file_area").shape[0] == 0
    assert load_file(region, sha256) == (tmp_path / "全区.xlsx").read_bytes()


def test_a_file_that_was_kept_before_its_areas_were_known_goes_to_who_sees_all(store, tmp_path):
    upload_id = send_mixed(store, tmp_path)
    sha256 = store.query_rows("queries/upload", upload_id=upload_id)[0]["sha256"]
    with store.transaction() as writer:
        writer._cursor.execute("DELETE FROM facts.file_area")
    own = enter(store, "reader", PREFECTURE)
    with pytest.raises(UploadError, match="file_not_kept"):
        load_file(own, sha256)
    # Whoever sends it again lets it be looked through.
    undo_upload(store, upload_id)
    ingest_file(store, tmp_path / "全区.xlsx")
    assert load_file(own, sha256) == (tmp_path / "全区.xlsx").read_bytes()


def test_a_file_of_before_is_looked_through_when_it_is_sent_again_without_anything_new(
    store, tmp_path
):
    upload_id = send_mixed(store, tmp_path)
    with store.transaction() as writer:
        writer._cursor.execute("DELETE FROM facts.file_area")
    own = enter(store, "reader", PREFECTURE)
    assert trace_prefecture(own).revisions[0]["file_is_withheld"]
    assert ingest_file(store, tmp_path / "全区.xlsx")["upload_id"] is None
    assert trace_prefecture(own).revisions[0]["file_is_kept"]
    assert list_uploads(store)["upload_id"].tolist() == [upload_id]


def test_whoever_sent_a_file_gets_it_back_and_a_colleague_of_the_same_name_does_not(
    store, tmp_path, monkeypatch
):
    """It has figures of a county that neither of the two sees, on a hidden sheet."""
    upload_id = send_mixed(enter(store, "reporter", PREFECTURE, "sender"), tmp_path, "疏附县")
    grant = {"person_name": "sender", "role": "reporter", "area_id": PREFECTURE}
    for person in ("other", "third"):
        record_grant(store, person_id=person, **grant)
    sender, other = (act_as(store, load_actor(store, person)) for person in ("sender", "other"))
    for person in (sender, other):
        assert trace_prefecture(person).revisions[0]["file_is_withheld"]
    assert find_sent_file(other, upload_id) is find_sent_file(store, upload_id) is None
    sha256 = find_sent_file(sender, upload_id)
    content = (tmp_path / "全区.xlsx").read_bytes()
    assert load_file(sender.whole, sha256) == content
    # Who sends the same bytes has them, and so gets them back too.
    ingest_file(act_as(store, load_actor(store, "third")), tmp_path / "全区.xlsx")
    assert find_sent_file(act_as(store, load_actor(store, "third")), upload_id) == sha256
    asked = ["trace", "--indicator", "cattle_slaughtered", "--area", PREFECTURE, "--year", "2025"]
    tokens = {person: make_token(store, person)[0] for person in ("sender", "other")}
    store.__exit__()
    for person, code in (("sender", 0), ("other", 2)):
        monkeypatch.setenv("CAOMU_TOKEN", tokens[person])
        out = tmp_path / f"{person}.xlsx"
        command = [*asked, "--file", str(out), "--db", str(store.path)]
        assert (run_command(make_parser(), command), out.exists()) == (code, code == 0)
    assert (tmp_path / "sender.xlsx").read_bytes() == content


def test_a_file_goes_with_all_uploads_that_came_with_it(store, tmp_path):
    file = tmp_path / "两县.csv"
    file.write_bytes(
        "2025年牛出栏（单位：万头）\n地区,牛出栏\n昭苏县,4.4681\n特克斯县,3.3579\n".encode()
    )
    upload_id = ingest_file(store, file)["upload_id"]
    figure = {"indicator_id": "cattle_slaughtered", "area_id": "654027", "year": 2025}
    record_figures(store, figure | {"value": 3.3579, "state": "verified"})
    verified, count = verify_upload(store, upload_id, by="x", document="1号")
    county = enter(store, "reader", COUNTY)
    uploads = list_uploads(county).set_index("upload_id")
    assert count >= 1 and verified in uploads.index
    with county.snapshot() as cursor:
        assert cursor.sql("FROM facts.file_part").shape[0] == 0


def test_what_others_did_not_send_is_not_told(store):
    """What a neighbour sent and nobody verified is not seen: it must not be called missing."""
    inputs = load_county_inputs(enter(store, "reader", COUNTY))
    seen = inputs.seen
    assert set(list_missing(inputs, get_today())["area_id"]) <= seen
    assert set(list_unreported(inputs, REGION, get_today())["area_id"]) == {COUNTY}
    assert len(set(list_missing(load_county_inputs(store), get_today())["area_id"])) > len(seen)


def test_how_others_send_is_left_out_and_said(store, monkeypatch, capsys):
    for area_id in (COUNTY, SISTER):
        figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2024, "value": 7.25}
        record_figures(store, figure | {"state": "verified"})
    county = enter(store, "reader", COUNTY)
    own, whole = (
        compute_completeness(load_county_inputs(handle), {}, get_today(), REGION)
        for handle in (county, store)
    )
    others = len(whole.rates) - 1
    assert (list(own.rates["area_id"]), own.left_out) == ([COUNTY], others)
    assert set(own.cells["area_id"]) == {COUNTY} and whole.left_out == 0
    monkeypatch.setenv("CAOMU_TOKEN", make_token(store, county.actor.person_id)[0])
    path = str(store.path)
    store.__exit__()
    assert run_command(make_parser(), ["rates", "--db", path]) == 0
    said = capsys.readouterr().err
    assert t("steps.counties_left_out", n=others) in said and said.count("应报") == 1
    assert run_command(make_parser(), ["rates", "--json", "--db", path]) == 0
    told = capsys.readouterr()
    assert [row["area_id"] for row in json.loads(told.out)] == [COUNTY]
    assert told.err.strip() == t("steps.counties_left_out", n=others)
    assert run_command(make_parser(), ["rates", "--area", PREFECTURE, "--json", "--db", path]) == 0
    assert [row["area_id"] for row in json.loads(capsys.readouterr().out)] == [COUNTY]


def test_who_sees_the_same_figures_but_not_the_same_files_shares_no_results(store):
    counties = [
        row["area_id"]
        for row in store.query_rows("queries/areas")
        if row["parent_id"] == PREFECTURE
    ]
    for area_id in counties:
        each = enter(store, "reader", area_id, "each")
    whole = enter(store, "reader", PREFECTURE, "whole")
    assert each.actor.seen == whole.actor.seen and each.scope_key != whole.scope_key


def test_what_is_no_longer_verified_is_no_longer_seen_by_all(store, send_figures):
    figure = {"indicator_id": "cattle_stock", "area_id": SISTER, "year": 2023, "value": 7.25}
    upload_id = send_figures(store, figure)
    verified, _ = verify_upload(store, upload_id, by="x", document="1号")
    county = enter(store, "reader", COUNTY)

    def count():
        with county.snapshot() as cursor:
            return cursor.sql("FROM facts.observation_row WHERE value = 7.25").shape[0]

    assert count() == 1
    undo_upload(store, verified, keeps_verified=True)
    assert count() == 0


def test_breakdowns_and_weights_of_others_are_not_seen(store):
    stamp = {"recorded_at": get_now(), "recorded_by": "x", "is_withdrawn": False}
    rows = [
        {
            "revision_id": make_id(),
            "name": "分解",
            "target_id": "t",
            "reading_id": "r",
            "indicator_id": "cattle_stock",
            "method": "proportional",
            "area_id": area_id,
            "base_year": 2023,
            "base_value": 7.25,
            "target_value": 9.5,
            "unit": "万头",
        }
        | stamp
        for area_id in (COUNTY, SISTER)
    ]
    with store.transaction() as writer:
        writer.insert("facts.allocation_revision", pd.DataFrame(rows))
    save_weights(store, "cattle_stock", {COUNTY: 2.0, SISTER: 3.0})
    county = enter(store, "reader", COUNTY)
    with county.snapshot() as cursor:
        seen = cursor.sql("SELECT area_id FROM facts.allocation_revision").fetchall()
    assert seen == [(COUNTY,)] and len(list_allocations(store)) == 1
    weights = load_weights(county, "cattle_stock")
    assert weights[COUNTY] == 2.0 and pd.isna(weights[SISTER])
    # Nobody without weights takes a mean without weights: the name stays.
    stranger = act_as(store, load_actor(store, "nobody"))
    assert list_weight_names(stranger) == ["cattle_stock"]


def test_a_sample_is_proved_and_undone_by_who_may_in_all_its_counties(store, send_figures):
    for area_id in (COUNTY, "653121"):
        figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2023}
        send_figures(store, figure | {"value": 7.25})
    sample_id, drawn = draw_sample(store, share_pct=100, seed=1, by="x")
    assert drawn == 2
    checker = enter(store, "checker", PREFECTURE)
    assert len(list_samples(store)["frame_sha256"][0]) == 64
    assert list_samples(checker)["frame_sha256"][0] is None
    assert list_samples(checker)["frame_size"].isna().all()
    assert list_samples(enter(store, "reader", "652325")).empty
    with pytest.raises(RightsError, match="rights_refused"):
        undo_sample(checker, sample_id)
    assert len(list_samples(store)) == 1
    undo_sample(enter(store, "checker", REGION), sample_id)
    assert list_samples(store).empty


def test_the_command_says_why_it_gives_no_file(store, tmp_path, monkeypatch, capsys):
    send_mixed(store, tmp_path)
    monkeypatch.setenv(
        "CAOMU_TOKEN", make_token(store, enter(store, "reader", COUNTY).actor.person_id)[0]
    )
    store.__exit__()
    asked = ("--indicator", "cattle_slaughtered", "--area", PREFECTURE, "--year", "2025")
    place = tmp_path / "got.xlsx"
    command = ["trace", *asked, "--file", str(place), "--db", str(store.path)]
    assert run_command(make_parser(), command) == 2 and not place.exists()
    captured = capsys.readouterr()
    assert "文件中可能有本人查看范围以外的数据" in captured.err
    assert "其中可能有本人查看范围以外的数据" in captured.err


def describe_project(store, area_id, **more):
    items = store.query_rows("queries/box_items")
    item = next(row for row in items if row["kind"] == "count" and row["scope"] != "south")
    return {
        "item_id": item["item_id"],
        "area_id": area_id,
        "name": "示范场",
        "stage": "completed",
        "stage_on": "2024-05-01",
        "evidence_document": "验收1号",
    } | more


def find_state(store, project_id):
    rows = load_projects(store).set_index("project_id")
    return rows["state"].get(project_id)


def test_who_may_not_verify_records_a_project_as_reported_and_is_told(store):
    reporter, verifier = enter(store, "reporter", COUNTY), enter(store, "verifier", REGION)
    record_grant(store, person_id="verifier-650000", person_name="verifier-650000", role="reporter")
    verifier = act_as(store, load_actor(store, "verifier-650000"))
    values = describe_project(store, COUNTY)
    project_id, issues = save_project(reporter, values)
    assert find_state(store, project_id) == "reported"
    assert "not_vouched" in [issue.rule for issue in issues]
    _, issues = save_project(verifier, values, project_id=project_id)
    assert find_state(store, project_id) == "verified"
    assert "not_vouched" not in [issue.rule for issue in issues]
    with pytest.raises(RightsError, match="rights_refused"):
        save_project(reporter, values | {"stage": "building"}, project_id=project_id)
    with pytest.raises(RightsError, match="rights_refused"):
        withdraw_project(reporter, project_id)
    assert find_state(store, project_id) == "verified"


def test_a_list_vouches_for_its_projects_by_the_right_to_verify_only(store, tmp_path):
    file = tmp_path / "项目.csv"
    values = describe_project(store, COUNTY)
    names = {row["item_id"]: row["name_zh"] for row in store.query_rows("queries/box_items")}

    def send(sender, name):
        head = "专栏项目,地区,项目名称,阶段,达到该阶段日期,佐证材料文号"
        row = f"{names[values['item_id']]},昭苏县,{name},已建成,2024-05-01,验收1号"
        file.write_bytes(f"{head}\n{row}\n".encode())
        report = ingest_projects(sender, file)
        return report, [issue["rule"] for issue in report["issues"]]

    reporter = enter(store, "reporter", COUNTY)
    report, rules = send(reporter, "甲场")
    assert (report["new"], rules.count("not_vouched")) == (1, 1)
    # The same again changes nothing.
    assert send(reporter, "甲场")[0]["unchanged"] == 1
    assert set(load_projects(store)["state"]) == {"reported"}
    report, rules = send(store, "甲场")
    assert report["revised"] == 1 and "not_vouched" not in rules
    # A list that repeats what is verified leaves it so; undoing the verified one is refused.
    assert send(reporter, "甲场")[0]["unchanged"] == 1
    assert set(load_projects(store)["state"]) == {"verified"}
    with pytest.raises(RightsError, match="rights_refused"):
        undo_upload(reporter, report["upload_id"])
    undo_upload(store, report["upload_id"])


def test_a_project_that_moved_to_another_county_is_not_changed_by_its_old_one(store):
    values = describe_project(store, COUNTY, stage="building")
    project_id, _ = save_project(store, values)
    reporter = enter(store, "reporter", COUNTY)
    save_project(store, values | {"area_id": SISTER}, project_id=project_id)
    with pytest.raises(RightsError, match="rights_refused"):
        save_project(reporter, values, project_id=project_id)
    with pytest.raises(RightsError, match="rights_refused"):
        withdraw_project(reporter, project_id)
    assert load_projects(store).set_index("project_id")["area_id"][project_id] == SISTER
