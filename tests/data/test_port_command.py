"""Ports as the command line enters them, and the group that counts once it is confirmed."""

import json
import shutil

import pytest
from openpyxl import load_workbook

from data.__main__ import make_parser
from data.commands import run_command
from data.errors import GroupError
from data.ledger.groups import PORT_GROUP, load_groups, load_members, save_members
from data.ledger.ports import confirm_port_group, load_port_group, record_port
from data.store.check import run_checks
from data.store.database import Store
from data.words.catalogue import LANGUAGES

ALASHANKOU, JEMINAY, GUARDING = "652702", "654326", "654026"
ADD = ("--add", "吉木乃口岸", "--county", "吉木乃县", "--kind", "road", "--source", "测试文件1号")


@pytest.fixture
def path(plan_file, tmp_path):
    return str(shutil.copy(plan_file, tmp_path / "caomu.duckdb"))


@pytest.fixture
def run(capsys, path):
    def run(*arguments, code=0):
        found = run_command(make_parser(), ["ports", *arguments, "--db", path])
        captured = capsys.readouterr()
        assert found == code, captured.err
        return json.loads(captured.out) if "--json" in arguments else captured.err

    return run


def list_group(path):
    with Store(path) as store:
        members = load_members(store)
        return set(members.loc[members["group_id"] == PORT_GROUP, "area_id"])


def test_only_what_a_document_names_comes_with_caomu(run, path):
    told = run("--json")
    assert [(port["name"], port["area_id"], port["kind"]) for port in told["ports"]] == [
        ("阿拉山口口岸", ALASHANKOU, None)
    ]
    assert told["ports"][0]["source"]
    assert told["group"]["status"] == "unconfirmed"
    with Store(path) as store:
        assert PORT_GROUP not in set(load_groups(store)["group_id"])


def test_the_group_follows_from_the_ports_and_counts_once_confirmed(run, path):
    assert "尚未确认" in run(*ADD, "--by", "测试员")
    assert list_group(path) == set()
    assert run("--confirm", "--by", "测试员", "--json")["group"]["status"] == "confirmed"
    assert list_group(path) == {ALASHANKOU, JEMINAY}
    with Store(path) as store:
        roles = store.query("queries/county_roles")
        assert GUARDING in set(roles.loc[roles["role_id"] == "border_tourism", "area_id"])
        assert not [result for result in run_checks(store) if result.rows]
    assert GUARDING not in list_group(path), "guarding the border is no port"


def test_a_withdrawn_port_asks_for_a_new_confirmation(run, path):
    run(*ADD)
    told = run("--confirm", "--json")
    (port_id,) = [port["port_id"] for port in told["ports"] if port["area_id"] == JEMINAY]
    told = run("--withdraw", port_id, "--json")
    assert told["group"]["status"] == "changed"
    assert "重新确认" in run()
    run("--confirm")
    assert list_group(path) == {ALASHANKOU}
    assert "撤回" in run("--withdraw", port_id, code=1)


def test_an_office_states_the_kind_that_the_document_leaves_out(run):
    said = ("--county", "阿拉山口市", "--kind", "rail", "--source", "测试文件2号", "--json")
    (port,) = run("--add", "阿拉山口口岸", *said)["ports"]
    assert (port["kind"], port["source"]) == ("rail", "测试文件2号")
    error = run("--add", "阿拉山口口岸", *said, code=1)["error"]
    assert error["key"] == "port_known"


def test_a_port_lies_in_one_county(run, send):
    run(*ADD)
    again = ("--kind", "rail", "--source", "测试文件2号")
    said = run("--add", "吉木乃 口岸", "--county", "昭苏县", *again, code=1)
    assert "吉木乃县" in said and "撤回" in said
    shipped = run("--add", "阿拉山口口岸", "--county", "昭苏县", *again, code=1)
    assert "阿拉山口市" in shipped
    told = send("\n".join([LIST.splitlines()[0], "吉木乃口岸,昭苏县,公路,文2"]), code=3)
    (issue,) = told["list"]["issues"]
    assert issue["rule"] == "elsewhere" and "吉木乃县" in issue["text"]
    assert len(told["ports"]) == 2
    # The same port may have a second kind in its own county.
    assert len(run("--add", "吉木乃口岸", "--county", "吉木乃县", *again, "--json")["ports"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--add", "甲口岸"), 2, "--county --kind --source"),
        (("--county", "吉木乃县"), 2, "--county"),
        (
            (*ADD[:4], "--kind", "公路", "--source", "乙"),
            2,
            "没有“公路”这一类口岸。可选：road（公路）",
        ),
        (("--add", "甲", "--county", "博州", "--kind", "road", "--source", "乙"), 1, "博州"),
        (("--add", "甲", "--county", "吉木乃县", "--kind", "road", "--source", " "), 1, "依据"),
        (("--withdraw", "00000000-0000-0000-0000-000000000000"), 1, "系统自带"),
    ],
)
def test_what_cannot_be_entered_is_said(run, arguments, code, words):
    assert words in run(*arguments, code=code)
    assert len(run("--json")["ports"]) == 1


def test_the_list_is_not_typed_and_what_changed_meanwhile_is_not_confirmed(store):
    with pytest.raises(GroupError) as error:
        save_members(store, PORT_GROUP, [GUARDING])
    assert error.value.key == "group_of_ports"
    shown = load_port_group(store).counties
    record_port(store, name="乙口岸", area_id=JEMINAY, kind="road", source="测试文件3号")
    with pytest.raises(GroupError) as error:
        confirm_port_group(store, shown)
    assert error.value.key == "ports_changed"


LIST = """口岸名称,所在县（市、区）,类别,依据
吉木乃口岸,吉木乃县,公路,测试文件1号
霍尔果斯口岸,654004,铁路,测试文件1号
某口岸,伊宁,公路,测试文件1号
乙口岸,博州,公路,测试文件1号
丙口岸,昭苏县,水运,测试文件1号
丁口岸,昭苏县,公路,
"""


@pytest.fixture
def send(run, tmp_path):
    def send(text, *options, code=0, name="名单.csv", encoding="utf-8"):
        content = text if isinstance(text, bytes) else text.encode(encoding)
        (tmp_path / name).write_bytes(content)
        return run("--file", str(tmp_path / name), "--json", *options, code=code)

    return send


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_is_entered_and_what_is_unclear_is_kept_back(send, path, encoding):
    told = send(LIST, "--dry-run", code=3, encoding=encoding)
    assert len(told["ports"]) == 1
    told = send(LIST, "--by", "测试员", code=3, encoding=encoding)
    assert {port["area_id"] for port in told["ports"]} == {ALASHANKOU, JEMINAY, "654004"}
    assert [(issue["row"], issue["rule"]) for issue in told["list"]["issues"]] == [
        (4, "county"),
        (5, "county"),
        (6, "kind"),
        (7, "no_source"),
    ]
    again = send("\n".join(LIST.splitlines()[:3]), encoding=encoding)
    assert again["list"] == {"rows": [], "issues": [], "unread": [], "unchanged": 2}
    assert list_group(path) == set(), "entering ports confirms no group"


def test_what_stands_beside_a_list_has_to_be_read_first(send):
    text = "拟新开口岸名单,,,,\n口岸名称,所在县（市、区）,类别,依据,状态\n"
    text += "吉木乃口岸,吉木乃县,公路,测试文件1号,拟开放\n"
    told = send(text, code=3)
    assert told["list"]["unread"] == ["拟新开口岸名单", "“状态”列：拟开放"]
    assert len(told["ports"]) == 1
    assert len(send(text, "--checked")["ports"]) == 2


def test_rows_that_contradict_each_other_are_kept_back(send):
    rows = ["甲口岸,吉木乃县,公路,文1", "甲口岸,吉木乃县,公路,文2", "甲口岸,昭苏县,公路,文1"]
    told = send("\n".join([LIST.splitlines()[0], *rows]), code=3)
    assert [issue["rule"] for issue in told["list"]["issues"]] == ["repeated", "two_counties"]
    told = send("\n".join([LIST.splitlines()[0], rows[1]]), code=3)
    assert [issue["rule"] for issue in told["list"]["issues"]] == ["known"]
    wide = ["乙A口岸,吉木乃县,公路,文1", "乙Ａ口岸,昭苏县,公路,文1"]
    told = send("\n".join([LIST.splitlines()[0], *wide]), code=3)
    assert [issue["rule"] for issue in told["list"]["issues"]] == ["two_counties"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_to_fill_in_reads_back(send, run, tmp_path, language):
    file = tmp_path / "template.xlsx"
    run("--template", str(file), "--lang", language)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    kind = {"zh": "航空", "en": "Air"}[language]
    for column, text in enumerate(("甲口岸", "昭苏县", kind, "测试文件1号"), start=1):
        sheet.cell(2, column, text)
    book.save(file)
    told = send(file.read_bytes(), name="filled.xlsx")
    assert told["list"]["issues"] == told["list"]["unread"] == []
    assert [row["kind"] for row in told["list"]["rows"]] == ["air"]


def test_a_file_without_the_headings_is_refused(send):
    assert send("甲,乙\n1,2\n", code=1)["error"]["key"] == "port_list_none"
