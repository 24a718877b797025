"""Ports as the command line enters them, and the group that counts once it is confirmed."""

import json
import shutil

import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.errors import GroupError
from data.ledger.groups import PORT_GROUP, load_groups, load_members, save_members
from data.ledger.ports import confirm_port_group, load_port_group, record_port
from data.store.check import run_checks
from data.store.database import Store

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


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--add", "甲口岸"), 2, "--county --kind --source"),
        (("--county", "吉木乃县"), 2, "--county"),
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
