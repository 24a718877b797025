"""python -m data trace: the chain of a figure, as JSON and in words, and its file."""

import csv
import json
import re

from data.__main__ import make_parser
from data.clock import get_today
from data.commands import run_command
from tests.data.balance.sheets import GRASS, SHEEP, make_book, make_factors

FORM = "2024年各县牛存栏（单位：头）\n地区,牛年末存栏\n昭苏县,125000\n".encode("gb18030")
KEY = ("--indicator", "cattle_stock", "--area", "654026", "--year", "2024")


def run(capsys, *arguments):
    code = run_command(make_parser(), list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def send(capsys, kept_store, tmp_path):
    path, file = kept_store.path, tmp_path / "牛.csv"
    file.write_bytes(FORM)
    assert run(capsys, "ingest", str(file), "--by", "甲", "--db", path)[0] == 0
    return path


def test_the_chain_leads_to_the_file_itself(capsys, kept_store, tmp_path):
    path, out = send(capsys, kept_store, tmp_path), tmp_path / "back.csv"
    code, text, _ = run(capsys, "trace", *KEY, "--db", path, "--json", "--file", str(out))
    found = json.loads(text)
    (row,) = found["revisions"]
    assert (code, found["value"], found["origin"]) == (0, 12.5, "sent")
    assert (row["sheet"], row["file_row"], row["file_column"]) == ("牛", 3, "B")
    assert row["read"]["heading"] == "牛年末存栏" and row["file_is_kept"] is True
    assert out.read_bytes() == FORM
    code, again, _ = run(capsys, "trace", "--code", found["code"].lower(), "--db", path, "--json")
    assert code == 0 and json.loads(again) == found | {"value_then": 12.5}
    file = tmp_path / "更.csv"
    file.write_bytes(FORM.replace(b"125000", b"135000"))
    run(capsys, "ingest", str(file), "--db", path)
    _, _, told = run(capsys, "trace", "--code", found["code"], "--db", path)
    assert "当时为12.5万头，现为13.5万头" in told


def test_the_chain_in_words(capsys, kept_store, tmp_path):
    path = send(capsys, kept_store, tmp_path)
    _, out, zh = run(capsys, "trace", *KEY, "--db", path)
    assert out == "" and "牛.csv" in zh and "第3行B列" in zh and "原文“125000”，单位头" in zh
    _, _, en = run(capsys, "trace", *KEY, "--db", path, "--lang", "en")
    assert "row 3, column B" in en and "Zhaosu" in en
    for arguments in (
        ("cattle_offtake_rate", "650000", "2024"),
        ("cattle_stock", "654000", "2024"),
        ("average_vegetation_cover", "plan_counties", "2021"),
        ("pasture_area", "654026", "2024"),
    ):
        names = ("--indicator", "--area", "--year")
        asked = [part for pair in zip(names, arguments, strict=True) for part in pair]
        code, _, told = run(capsys, "trace", *asked, "--db", path)
        assert (code == 0) == (arguments[0] != "pasture_area") and told


def test_wrong_use_is_told(capsys, plan_file):
    path = str(plan_file)
    for arguments, key in (
        ((), "trace_asks_nothing"),
        (("--code", "3WPS478P-0", *KEY), "trace_asks_twice"),
        (("--code", "3W1FP9XE-0"), "trace_code_of_many"),
        (("--code", "nonsense"), "code_malformed"),
    ):
        code, out, _ = run(capsys, "trace", *arguments, "--db", path, "--json")
        assert code in (1, 2) and json.loads(out)["error"]["key"] == key


def test_a_published_figure_has_no_file(capsys, plan_file, tmp_path):
    asked = ("--indicator", "beef_output", "--area", "650000", "--year", "2024")
    out = tmp_path / "none.csv"
    code, _, told = run(capsys, "trace", *asked, "--db", str(plan_file), "--file", str(out))
    assert code == 1 and told and not out.exists()


def test_a_figure_of_the_balance_is_of_the_file_that_it_follows_from(kept_store, capsys, tmp_path):
    path, book = kept_store.path, tmp_path / "bal.xlsx"
    book.write_bytes(make_book(pastures=[GRASS], herds=[SHEEP], factors=make_factors()))

    def tell(*words):
        code, out, _ = run(capsys, *words, "--db", path)
        assert code == 0
        return out

    sent = json.loads(tell("ingest", str(book), "--dataset", "balance", "--by", "平", "--json"))
    asked = ("trace", "--indicator", "actual_load", "--area", "654026", "--year", "2024")
    out = tmp_path / "sent.xlsx"
    told = json.loads(tell(*asked, "--json", "--file", str(out)))
    (row,) = told["revisions"]
    assert (row["fate"], row["file_name"], row["recorded_by"]) == ("in_force", "bal.xlsx", "平")
    assert row["upload_id"] == sent["upload_id"] and out.read_bytes() == book.read_bytes()
    assert [(step["act"], step["acted_by"]) for step in told["steps"]] == [("sent", "平")]
    changes = json.loads(tell("changes", "--since", str(get_today()), "--json"))["figures"]
    assert {row["indicator_id"] for row in changes} == {
        *("actual_load", "carrying_capacity", "grazing_pressure")
    }
    for row in changes:
        assert (row["acted_by"], row["act"], row["upload_id"]) == ("平", "sent", sent["upload_id"])
    tell("undo", sent["upload_id"], "--by", "乙")
    told = json.loads(tell(*asked, "--json"))
    (row,) = told["revisions"]
    assert (row["fate"], row["ended_by"]) == ("undone", "乙")
    assert [step["act"] for step in told["steps"]] == ["sent", "undo"]
    tell("undo", told["steps"][-1]["upload_id"], "--by", "丙")
    told = json.loads(tell(*asked, "--json"))
    assert [row["fate"] for row in told["revisions"]] == ["in_force"]
    assert [step["act"] for step in told["steps"]] == ["sent", "undo", "restored"]
    told = run(capsys, *asked, "--db", path)[2]
    assert "bal.xlsx" in told and "按当时有效的草原、饲草、牲畜和系数数据测算" in told


def test_a_figure_of_a_balance_that_no_longer_follows_is_withdrawn(kept_store, capsys, tmp_path):
    path = kept_store.path

    def tell(*words):
        code, out, _ = run(capsys, *words, "--db", path)
        assert code == 0
        return json.loads(out) if out else None

    sent = []
    for name, sheets in (
        ("all.xlsx", {"pastures": [GRASS], "herds": [SHEEP], "factors": make_factors()}),
        ("herd.xlsx", {"herds": [[*SHEEP[:-1], 9.9]]}),
    ):
        book = tmp_path / name
        book.write_bytes(make_book(**sheets))
        sent.append(tell("ingest", str(book), "--dataset", "balance", "--by", "平", "--json"))
    tell("undo", sent[0]["upload_id"], "--by", "乙")
    asked = ("trace", "--indicator", "actual_load", "--area", "654026", "--year", "2024")
    newest, _ = tell(*asked, "--json")["revisions"]
    assert (newest["file_name"], newest["fate"]) == ("herd.xlsx", "withdrawn")


ROWS = "地区,指标,年份,数值,单位\n昭苏县,牛肉产量,2023,1.5,万吨\n昭苏县,牛肉产量,2024,1.8,万吨\n"


def test_a_repeated_value_is_of_who_first_stated_it_everywhere(kept_store, capsys, tmp_path):
    path = kept_store.path

    def tell(*words):
        code, out, _ = run(capsys, *words, "--db", path)
        assert code == 0
        return out

    def send(by, text):
        (tmp_path / f"{by}.csv").write_text(text, encoding="utf-8")
        words = ("--by", by, "--source", f"{by}的来源", "--json")
        return json.loads(tell("ingest", str(tmp_path / f"{by}.csv"), *words))["upload_id"]

    def read(step):
        """Return who states the figure in force, as each command says it."""
        asked = ("--indicator", "beef_output", "--area", "654026", "--year", "2024")
        (row,) = [
            row
            for row in json.loads(tell("trace", *asked, "--json"))["revisions"]
            if row["fate"] == "in_force"
        ]
        changes = json.loads(tell("changes", "--since", str(get_today()), "--json"))["figures"]
        (change,) = [row for row in changes if row["year"] == 2024 and not row["is_computed"]]
        tell("package", str(tmp_path / step))
        with (tmp_path / step / "csv" / "figures.csv").open(encoding="utf-8") as file:
            rows = [r for r in csv.DictReader(file) if r["upload_id"] and r["year"] == "2024"]
        (packed,) = rows
        out = tmp_path / f"{step}.csv"
        tell("export", str(out))
        (line,) = re.findall(r".*beef_output.*654026.*2024,.*", out.read_text(encoding="utf-8-sig"))
        assert row["source"] in line
        assert (packed["upload_id"], packed["source"]) == (row["upload_id"], row["source"])
        assert change["upload_id"] == row["upload_id"]
        return row["recorded_by"], row["upload_id"]

    first, second = send("甲", ROWS), send("乙", ROWS.replace("1.8,", "1.80,"))
    assert first and second
    assert read("both") == ("甲", first)
    tell("undo", first, "--by", "丙")
    assert read("one") == ("乙", second)
