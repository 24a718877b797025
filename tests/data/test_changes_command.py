"""python -m data changes: what changed since a day, as JSON and in words."""

import json
import os
import subprocess
import sys
from datetime import timedelta

from data.__main__ import make_parser
from data.clock import get_today
from data.commands import run_command
from data.ledger.decisions import record_decision
from data.ledger.groups import define_group
from data.ledger.ports import confirm_port_group, load_port_group
from data.projects.register import save_project
from tests.data.former import move_back

FIGURE = {"indicator_id": "mechanisation_rate", "area_id": "650000", "year": 2021, "value": 40.0}


def run(capsys, *arguments):
    code = run_command(make_parser(), list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_everything_that_changed_is_told(capsys, store, send_figures):
    send_figures(store, FIGURE)
    first = move_back(store, 20) + timedelta(days=1)
    send_figures(store, FIGURE | {"year": 2024, "value": 55.0}, by="乙")
    gone = {"indicator_id": "of_a_plan_taken_away", "unit": "亿元"}
    send_figures(store, FIGURE | gone | {"year": 2024}, by="乙")
    project = {"item_id": "box9_county_platforms", "area_id": "654026", "name": "平台"}
    save_project(store, project | {"stage": "planned"}, by="乙")
    define_group(store, "试点县", by="乙")
    record_decision(
        store,
        "base",
        "mechanisation_rate",
        as_of_year=2021,
        decided_by="厅",
        decided_on=get_today(),
        document_no="2号",
        by="乙",
    )
    path = store.path
    store.close()
    asked = ("changes", "--since", str(first), "--db", path)
    code, out, _ = run(capsys, *asked, "--json")
    found = json.loads(out)
    assert code == 0 and found["since"] == str(first)
    counts = {key: len(rows) for key, rows in found.items() if isinstance(rows, list)}
    assert counts == {
        "figures": 2,
        "statuses": 1,
        "decisions": 1,
        "groups": 1,
        "projects": 1,
        "plan": 0,
    }
    assert found["statuses"][0]["figures"] == [0]
    for language, words in (
        ("zh", ("新增", "乙", "试点县", "平台", "of_a_plan_taken_away")),
        ("en", ("new", "2号")),
    ):
        _, out, told = run(capsys, *asked, "--lang", language)
        assert out == "" and all(word in told for word in words)
    code, out, _ = run(capsys, "changes", "--since", "2999-01-01", "--db", path, "--json")
    assert code == 1 and json.loads(out)["error"]["key"] == "span_reversed"


def test_what_is_no_day_is_refused_in_the_words_for_days(capsys):
    for language, words in (("zh", "“2026-13-26”不是日期"), ("en", '"2026-13-26" is not a date')):
        code, _, err = run(capsys, "changes", "--since", "2026-13-26", "--lang", language)
        assert code == 2 and words in err


def test_a_reader_that_has_enough_ends_nothing(store):
    path = store.path
    store.close()
    words = ("-m", "data", "changes", "--since", str(get_today()), "--json", "--db", path)
    reader, writer = os.pipe()
    os.close(reader)
    told = subprocess.run([sys.executable, *words], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert told.returncode == 0 and b"BrokenPipe" not in told.stderr


def test_a_confirmation_of_the_ports_is_one_change(capsys, store):
    confirm_port_group(store, load_port_group(store).counties, by="甲")
    path = store.path
    store.close()
    _, out, _ = run(capsys, "changes", "--since", str(get_today()), "--db", path, "--json")
    (change,) = json.loads(out)["groups"]
    assert change["added"] == 1 and change["recorded_by"] == "甲"
