"""The steps from sending to publishing, as the command line does them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.__main__ import make_parser
from data.clock import get_today
from data.commands import run_command
from data.store.build import open_store
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from indicators.counties.reporting import list_unreported
from tests.conftest import record_figures
from tests.data.former import move_back

VALUE = "beef_output:654026:2024"
FIGURES = (
    {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 40.0},
    {"indicator_id": "beef_output", "area_id": "654025", "year": 2024, "value": 2.5, "note": "注"},
    {"indicator_id": "cattle_stock", "area_id": "652823", "year": 2024, "value": 12.0},
)


@pytest.fixture
def path(kept_store, send_figures):
    send_figures(kept_store, *FIGURES)
    return kept_store.path


def make_run(capsys, path):
    def run(*arguments, code=0):
        found = run_command(make_parser(), [*arguments, "--db", path])
        captured = capsys.readouterr()
        assert found == code, captured.err
        return captured.out, captured.err

    return run


def find_waiting(run, *arguments):
    rows = json.loads(run("waiting", "--year", "2024", "--json", *arguments)[0])
    return {
        (row["role"], row["stage"], row["area_id"], row["indicator_id"])
        for row in rows
        if row["stage"] != "owed"
    }


def test_a_year_from_sending_to_publishing(capsys, path):
    run = make_run(capsys, path)
    ours, far = ("654026", "beef_output"), ("652823", "cattle_stock")
    assert ("checker", "sent", *ours) in find_waiting(run)
    run("return", "--value", f"{VALUE}=比上年多十倍", "--by", "审核员")
    run("pass", "--area", "654000", "--by", "审核员")
    waiting = find_waiting(run)
    assert ("reporter", "returned", *ours) in waiting
    assert ("verifier", "checked", "654025", "beef_output") in waiting
    assert find_waiting(run, "--role", "checker") == {("checker", "sent", *far)}
    upload_id = json.loads(run("uploads", "--json")[0])[0]["upload_id"]
    said = ("--by", "核实员", "--document", "1号")
    _, err = run("verify", upload_id, *said, "--checked")
    assert "1个数值已退回" in err and "1个数值尚未审核" in err
    decision = ("--document", "新农〔2026〕9号", "--on", "2026-03-01", "--by", "厅长")
    run("release", "--year", "2024", *decision)
    (released,) = json.loads(run("released", "--json")[0])
    assert (released["area_id"], released["now"]) == ("654025", "same")
    acts = json.loads(run("steps", "--json")[0])
    assert [act["step"] for act in acts] == ["released", "checked", "returned"]
    _, err = run("steps")
    assert "新农〔2026〕9号" in err and "比上年多十倍" in err
    run("undo", acts[2]["step_id"], "--by", "审核员")
    assert ("checker", "sent", *ours) in find_waiting(run)


def test_nobody_acts_on_everything_by_mistake(capsys, path):
    run = make_run(capsys, path)
    for command in (("pass",), ("return", "--remark", "不实"), ("release", "--on", "2026-03-01")):
        document = ("--document", "1号") if command[0] == "release" else ()
        _, err = run(*command, *document, "--by", "甲", code=2)
        assert "--area" in err


@pytest.mark.parametrize(
    ("value", "code"), [("beef_output=x", 2), ("beef_output:654026:2019=x", 1), (VALUE, 1)]
)
def test_a_value_that_is_not_there_or_has_no_reason_is_refused(capsys, path, value, code):
    make_run(capsys, path)("return", "--value", value, "--by", "甲", code=code)


def test_returned_figures_come_back_as_a_workbook_that_goes_in_without_a_question(
    capsys, path, tmp_path
):
    run, book_path = make_run(capsys, path), str(tmp_path / "returned.xlsx")
    run("return", "--value", f"{VALUE}==多十倍", "--by", "审核员")
    run("return", "--value", "beef_output:654025:2024=单位不对", "--by", "审核员")
    run("returned", book_path, "--area", "654000")
    book = load_workbook(book_path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("数值") + 1
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
    assert set(rows) == {"654025", "654026"} and heads[-1] == "退回意见"
    assert rows["654025"][-1].value == "单位不对（审核员）"
    assert rows["654025"][at - 1].fill.fgColor.rgb == "00F6DDD3"
    assert rows["654026"][-1].value == "'=多十倍（审核员）"
    rows["654026"][at - 1].value = 4.0
    book.save(book_path)
    report = json.loads(run("ingest", book_path, "--json", "--by", "昭苏县")[0])
    assert (report["revised"], report["held"], report["rejected"]) == (2, 0, 0)
    # What comes back unchanged is told, and waits for a check again.
    assert [issue["rule"] for issue in report["issues"]] == ["returned_unchanged", "revised_step"]
    assert ("checker", "sent", "654026", "beef_output") in find_waiting(run)
    with open_store(path) as store:
        figures = store.query("queries/yearly_figures").set_index(["area_id", "year"])
    kept = figures[figures["indicator_id"] == "beef_output"].loc[("654025", 2024)]
    assert (kept["value"], kept["state"], kept["note"]) == (2.5, "reported", "注")


def test_the_workbook_offers_no_state_weaker_than_that_of_the_returned_value(
    capsys, path, tmp_path
):
    run, book_path = make_run(capsys, path), str(tmp_path / "returned.xlsx")
    with open_store(path) as store:
        flash = {"indicator_id": "beef_output", "area_id": "654025", "year": 2023, "value": 2.0}
        record_figures(store, flash | {"state": "provisional"})
    for value in (VALUE, "beef_output:654025:2024", "beef_output:654025:2023"):
        run("return", "--value", f"{value}=错", "--by", "审核员")
    run("returned", book_path)
    book = load_workbook(book_path)
    sheet = book.worksheets[0]
    rows = {(row[2].value, row[4].value): row[8].coordinate for row in sheet.iter_rows(min_row=2)}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        name, _, cells = rule.formula1.partition("!")
        if rule.type == "list":
            texts = [cell.value for (cell,) in book[name.strip("'")][cells.replace("$", "")]]
            offered |= {cell: texts for cell in rows.values() if cell in rule.sqref}
    assert offered[rows["654025", 2024]] == offered[rows["654026", 2024]] == ["自报"]
    assert offered[rows["654025", 2023]] == ["自报", "快报"]


def test_without_a_return_the_workbook_has_only_its_headings(capsys, path, tmp_path):
    run, book_path = make_run(capsys, path), str(tmp_path / "returned.xlsx")
    _, err = run("returned", book_path)
    assert "只有表头" in err and load_workbook(book_path).worksheets[0].max_row == 1


def test_rates_and_days(capsys, path):
    run = make_run(capsys, path)
    run("return", "--value", f"{VALUE}=多十倍", "--by", "审核员")
    rates = {row["area_id"]: row for row in json.loads(run("rates", "--json")[0])}
    assert (rates["654026"]["sent"], rates["654026"]["returned"]) == (1, 1)
    assert rates["654025"]["returned_rate"] == 0 and rates["650102"]["returned_rate"] is None
    assert rates["654026"]["owed"] >= rates["654026"]["on_time"] + rates["654026"]["late"]
    assert "退回过1个" in run("rates", "--area", "654026")[1]
    assert json.loads(run("deadline", "--json")[0])["sent"] == 10
    run("deadline", "sent", "3", "--by", "甲")
    assert json.loads(run("deadline", "--json")[0])["sent"] == 3
    run("deadline", "sent", "0", code=1)
    run("deadline", "sent", code=2)


def test_what_waits_is_late_after_its_days_and_a_former_day_knows_it(capsys, path):
    run = make_run(capsys, path)
    with open_store(path) as store:
        day = move_back(store, 11)
    rows = json.loads(run("waiting", "--role", "checker", "--json")[0])
    assert {row["days_left"] for row in rows} == {-1}
    before = json.loads(run("waiting", "--role", "checker", "--as-of", str(day), "--json")[0])
    assert {row["days_left"] for row in before} == {10}
    assert {row["due_on"] for row in before} == {(day + timedelta(days=10)).isoformat()}
    assert date.fromisoformat(before[0]["due_on"]) > day


def test_a_sample_through_the_commands(capsys, path):
    run = make_run(capsys, path)
    run("sample", "draw", "--share", "5", "--seed", "7", "--area", "654000", "--by", "抽查员")
    (sample,) = json.loads(run("sample", "list", "--json")[0])
    sample_id = sample["sample_id"]
    assert (sample["area_id"], sample["frame_size"], sample["seed"]) == ("654000", 2, 7)
    said = ("--evidence", "台账", "--by", "抽查员")
    run("sample", "record", sample_id, VALUE, "--found", "4", *said)
    run("sample", "record", sample_id, "beef_output:654025:2024", "--agrees", *said)
    shown = json.loads(run("sample", "show", sample_id, "--json")[0])
    assert [row["wrong"] for row in shown["errors"]] == [0, 1]
    assert shown["errors"][1]["mean_error"] == 9.0 and shown["share_wrong"] == 0.5
    assert "不实1个（占有据可查的100.0%），无据可查0个" in run("sample", "show", sample_id)[1]
    run("sample", "record", sample_id, "cattle_stock:652823:2024", "--agrees", *said, code=1)
    run("sample", "undo", sample_id, "--by", "抽查员")
    run("sample", "show", sample_id, code=1)


def find_published(run, book_path):
    """Return what the list, what waits and the export say of a released figure, in this order."""
    (released,) = json.loads(run("released", "--json")[0])
    waits = ("releaser", "verified", "654026", "beef_output") in find_waiting(run)
    run("export", book_path, "--released")
    exported = Path(book_path).read_text("utf-8-sig").splitlines()
    is_exported = any(line.startswith("beef_output,") and "654026" in line for line in exported)
    return released["now"], waits, is_exported


def test_list_export_and_what_waits_agree_on_what_is_released(capsys, path, tmp_path, send_figures):
    run, document = make_run(capsys, path), ("--document", "1号")
    out = str(tmp_path / "released.csv")
    first = json.loads(run("uploads", "--json")[0])[0]["upload_id"]
    run("verify", first, "--by", "核甲", *document)
    decision = ("--document", "9号", "--on", "2026-03-01", "--by", "厅长")
    run("release", "--area", "654026", *decision)
    assert find_published(run, out) == ("same", False, True)
    verified = json.loads(run("uploads", "--json")[0])[0]["upload_id"]
    run("undo", verified, "--by", "核甲")
    assert find_published(run, out) == ("unverified", False, False)
    # Somebody else vouches for the same value: it is what was released.
    run("verify", first, "--by", "核丙", "--document", "3号")
    assert find_published(run, out) == ("same", False, True)
    with open_store(path) as store:
        second = send_figures(store, FIGURES[0] | {"value": 41.0})
    run("verify", second, "--by", "核甲", *document)
    assert find_published(run, out) == ("revised", True, False)
    run("verify", first, "--by", "核甲", "--document", "4号", "--replace-newer")
    assert find_published(run, out) == ("same", False, True)


def test_what_was_replaced_by_a_verification_is_neither_returned_nor_waited_for(
    capsys, path, send_figures
):
    run, said = make_run(capsys, path), ("--by", "核甲", "--document", "1号")
    first = json.loads(run("uploads", "--json")[0])[0]["upload_id"]
    run("verify", first, *said)
    with open_store(path) as store:
        second = send_figures(store, FIGURES[0] | {"value": 41.0})
    # A value that is not in force yet is named, with the one that is.
    assert "其中1个数值目前不是现行数值" in run("waiting")[1]
    _, err = run("return", "--value", f"{VALUE}=不实", "--by", "审核员")
    assert "已退回最近报送的41" in err and "现行数值为40（已核实）" in err
    run("undo", json.loads(run("steps", "--json")[0])[0]["step_id"], "--by", "审核员")
    run("verify", second, *said)
    run("verify", first, *said, "--replace-newer")
    own = {row for row in find_waiting(run) if row[2] == "654026"}
    assert own == {("releaser", "verified", "654026", "beef_output")}
    assert "目前不是现行数值" not in run("waiting")[1]
    _, err = run("return", "--value", f"{VALUE}=不实", "--by", "审核员", code=1)
    assert "已核实" in err or "核实" in err


def test_the_state_of_an_english_workbook_is_read(capsys, path, tmp_path):
    run = make_run(capsys, path)
    run("return", "--value", f"{VALUE}=x", "--by", "A", "--lang", "en")
    for command in ("missing", "returned"):
        book_path = str(tmp_path / f"{command}.xlsx")
        run(command, book_path, "--area", "654026", "--lang", "en")
        sheet = load_workbook(book_path)
        heads = [str(cell.value).lower() for cell in sheet.worksheets[0][1]]
        assert "self-reported" in {cell.value for cell in sheet.worksheets[0][2]}
        sheet.worksheets[0].cell(2, heads.index("value") + 1).value = 4.0
        sheet.save(book_path)
        report = json.loads(run("ingest", book_path, "--json", "--lang", "en")[0])
        assert "unknown_state" not in {issue["rule"] for issue in report["issues"]}


def test_a_sample_tells_apart_what_has_no_record_and_what_was_undone(capsys, path):
    run, said = make_run(capsys, path), ("--evidence", "台账", "--by", "抽查员")
    run("sample", "draw", "--share", "100", "--seed", "7", "--area", "654026", "--by", "抽查员")
    sample_id = json.loads(run("sample", "list", "--json")[0])[0]["sample_id"]
    run("sample", "record", sample_id, VALUE, "--no-record", *said)
    _, err = run("sample", "show", sample_id)
    assert "不实0个（占有据可查的—），无据可查1个" in err and "已撤销" not in err
    run("undo", json.loads(run("uploads", "--json")[0])[0]["upload_id"])
    assert "所在上传已撤销" in run("sample", "show", sample_id)[1]


def test_a_trace_tells_the_return_of_a_figure_and_of_an_input(capsys, path, send_figures):
    run = make_run(capsys, path)
    stock = {"indicator_id": "cattle_slaughtered", "area_id": "654026", "year": 2024, "value": 10.0}
    with open_store(path) as store:
        send_figures(store, stock)
    run("return", "--value", f"{VALUE}=比上年多十倍", "--by", "审核员")
    for indicator_id in ("beef_output", "beef_carcass_yield"):
        asked = ("trace", "--indicator", indicator_id, "--area", "654026", "--year", "2024")
        _, err = run(*asked)
        assert "昭苏县牛肉产量（2024年）40万吨" in err and "审核员" in err
        assert "比上年多十倍；尚未重报" in err
    with open_store(path) as store:
        send_figures(store, FIGURES[0] | {"value": 4.0}, by="昭苏县")
    assert "重报为4万吨" in run(*asked)[1]
    (told,) = json.loads(run(*asked, "--json")[0])["returns"]
    assert (told["answer_value"], told["answered_by"]) == (4.0, "昭苏县")
    acts = json.loads(run("steps", "--json")[0])
    run("undo", acts[0]["step_id"], "--by", "审核长")
    assert "退回已由审核长于" in run(*asked)[1]


def test_what_is_sent_again_unchanged_replaces_nothing(capsys, path, tmp_path):
    run, sent = make_run(capsys, path), tmp_path / "again.csv"
    sent.write_text("行政区划代码,指标,年份,数值,单位\n654026,牛肉产量,2024,40,万吨\n", "utf-8")
    run("return", "--value", f"{VALUE}=不实", "--by", "审核员")
    _, err = run("ingest", str(sent), "--by", "昭苏县")
    assert "1个曾被退回，本次重报未变" in err and "其他来源" not in err
    upload_id = json.loads(run("uploads", "--json")[0])[0]["upload_id"]
    assert "1个数值恢复为已退回" in run("undo", upload_id)[1]


def test_a_verification_accounts_for_every_value_of_the_upload(capsys, path, send_figures):
    run = make_run(capsys, path)
    with open_store(path) as store:
        own = send_figures(store, FIGURES[0])
    run("verify", own, "--by", "核甲", "--document", "1号")
    first = json.loads(run("uploads", "--json")[0])[-1]["upload_id"]
    _, err = run("verify", first, "--by", "核丙", "--document", "3号")
    assert "其中1个数值此前已由核甲于" in err and "（1号）" in err


def test_changes_tell_a_return_that_was_answered(capsys, path, send_figures):
    run = make_run(capsys, path)
    with open_store(path) as store:
        day = move_back(store, 11)
    run("return", "--value", f"{VALUE}=比上年多十倍", "--by", "审核员")
    with open_store(path) as store:
        send_figures(store, FIGURES[0] | {"value": 4.0}, by="昭苏县")
    _, err = run("changes", "--since", str(day))
    (line,) = (line for line in err.splitlines() if "昭苏县" in line and "牛肉产量" in line)
    assert "比上年多十倍" in line and line.index("审核员") < line.rindex("昭苏县")


def test_matters_say_that_they_count_what_roles_need(capsys, path):
    run = make_run(capsys, path)
    matters = json.loads(run("matters", "--json")[0])
    (title,) = (row["title"] for row in matters if row["matter_id"] == "report-654026")
    with open_store(path) as store:
        owed = list_missing(load_county_inputs(store), get_today(), "654026")
    of_roles = int(owed["is_of_role"].sum())
    assert f"{of_roles}项" in title and "产业定位" in title and len(owed) > of_roles
    # The page counts those of the counties apart.
    by_rule = [row for row in matters if row["kind"] == "report"]
    assert f"其中{len(by_rule)}件" in run("matters")[1]


def test_nobody_is_late_with_what_is_of_before_the_plan(capsys, path):
    """What waits and what is under supervision count the same figures as late."""
    run = make_run(capsys, path)
    rows = json.loads(run("waiting", "--json")[0])
    before = [row for row in rows if row["year"] < 2023]
    assert before and {row["stage"] for row in before} == {"owed_before_plan"}
    assert all(row["due_on"] is None and row["days_left"] is None for row in before)
    late = [row for row in rows if row["days_left"] is not None and row["days_left"] < 0]
    with open_store(path) as store:
        inputs, today = load_county_inputs(store), get_today()
        owed = list_missing(inputs, today)
        county = "654026"
        unreported = list_unreported(inputs, county, today)
    of_roles = owed[owed["is_of_role"] & (owed["area_id"] == county)]
    keys = {(row["indicator_id"], row["year"]) for row in late if row["area_id"] == county}
    wanted = set(of_roles[["indicator_id", "year"]].itertuples(index=False, name=None))
    assert wanted == set(
        unreported[["indicator_id", "missing_years"]]
        .explode("missing_years")
        .itertuples(index=False, name=None)
    )
    assert wanted <= keys
    _, err = run("waiting")
    assert f"有{len(before)}个属规划期以前，没有约定时限" in err
    assert f"其中{len(late)}个超过约定时限" in err
