"""Adding a plan from the command line."""

import json

import pandas as pd
import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.package.plan_folder import check_plan_descriptor
from data.store.build import open_store
from data.store.folders import get_added_folder
from indicators.__main__ import make_parser as make_engine_parser
from tests.data.store.test_plan_check import NAMES, change, folder  # noqa: F401

PLAN = "county_plan"


@pytest.fixture
def database(plan_file, tmp_path):
    place = tmp_path / "office" / "caomu.duckdb"
    place.parent.mkdir()
    place.write_bytes(plan_file.read_bytes())
    return place


def run(capsys, database, *arguments, parser=make_parser):
    code = run_command(parser(), [*map(str, arguments), "--db", str(database)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_sound_folder_is_added_and_judged(capsys, database, folder):  # noqa: F811
    assert run(capsys, database, "plan", "describe", folder)[0] == 0
    assert run(capsys, database, "plan", "check", folder, "--json")[:2] == (0, "[]\n")
    code, _, err = run(capsys, database, "plan", "add", folder)
    assert code == 0 and PLAN in err
    assert (get_added_folder(database) / PLAN / "target.csv").exists()
    assert list(check_plan_descriptor(get_added_folder(database) / PLAN)) == []
    assert [path.name for path in database.parent.glob(".plan-*")] == []
    with open_store(database) as store:
        assert [row["plan_id"] for row in store.list_plans()] == ["livestock", PLAN]
    for command in ("progress", "boxes", "audit"):
        _, out, _ = run(
            capsys, database, command, "--plan", PLAN, "--json", parser=make_engine_parser
        )
        own = json.loads(out)
        _, out, _ = run(capsys, database, command, "--json", parser=make_engine_parser)
        assert own == json.loads(out) != []
    assert run(capsys, database, "check", "--json")[0] == 0


def test_a_folder_with_faults_is_not_added(capsys, database, folder):  # noqa: F811
    assert run(capsys, database, "plan", "describe", folder)[0] == 0
    change(folder, "target", ",2030,650000,s2_3_1", ",2031,650000,s2_3_1")
    code, out, _ = run(capsys, database, "plan", "check", folder, "--json", "--lang", "en")
    (fault,) = json.loads(out)
    assert (code, fault["file"], fault["row"], fault["column"]) == (1, "target.csv", 2, "year")
    assert "2023–2030" in fault["message"]
    code, _, err = run(capsys, database, "plan", "add", folder)
    assert code == 1 and "target.csv第2行year列" in err
    code, _, err = run(capsys, database, "plan", "describe", folder)
    assert code == 1 and "target.csv第2行year列" in err
    assert not get_added_folder(database).exists()


def test_a_name_is_that_of_one_plan(capsys, database, folder):  # noqa: F811
    assert run(capsys, database, "plan", "describe", folder)[0] == 0
    change(folder, "plan", "县级规划,County plan,", NAMES)
    code, out, _ = run(capsys, database, "plan", "check", folder, "--json", "--lang", "en")
    faults = json.loads(out)
    assert (code, [fault["column"] for fault in faults]) == (1, ["name_zh", "name_en"])
    assert "livestock" in faults[1]["message"]
    code, _, err = run(capsys, database, "plan", "add", folder)
    assert code == 1 and "plan.csv第2行name_zh列" in err
    assert not get_added_folder(database).exists()


def test_an_id_is_added_once(capsys, database, folder):  # noqa: F811
    assert run(capsys, database, "plan", "add", folder)[0] == 0
    before = (get_added_folder(database) / PLAN / "target.csv").read_bytes()
    change(folder, "target", "牛肉自给有余", "另一目标")
    code, _, err = run(capsys, database, "plan", "add", folder)
    assert code == 1 and PLAN in err
    assert (get_added_folder(database) / PLAN / "target.csv").read_bytes() == before


def test_an_id_of_the_program_is_taken(capsys, database, folder):  # noqa: F811
    code, _, _ = run(capsys, database, "plan", "add", folder.rename(folder.with_name("livestock")))
    assert code == 1
    assert not get_added_folder(database).exists()


def test_nothing_stays_where_the_plan_cannot_be_built(capsys, database, folder, monkeypatch):  # noqa: F811
    def fail(_):
        raise OSError("no space left")

    monkeypatch.setattr("data.plan_command.build_store", fail)
    with pytest.raises(OSError, match="no space"):
        run(capsys, database, "plan", "add", folder)
    assert not (get_added_folder(database) / PLAN).exists()


def test_without_english_names_the_chinese_ones_stand(capsys, database, folder):  # noqa: F811
    path = folder / "box.csv"
    frame = pd.read_csv(path, dtype=str).assign(name_en="")
    frame.to_csv(path, index=False)
    assert run(capsys, database, "plan", "add", folder)[0] == 0
    with open_store(database) as store:
        names = store.for_plan(PLAN).query("queries/box_items")
        assert len(names)
    assert run(capsys, database, "check")[0] == 0


def test_a_plan_that_there_is_not_is_one_sentence(capsys, database):
    code, _, err = run(capsys, database, "progress", "--plan", "other", parser=make_engine_parser)
    assert code == 1 and "livestock" in err and err.count("\n") == 1
