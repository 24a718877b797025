"""The command line of the store, as a process would see it."""

import json
import shutil
import subprocess
import sys

import pytest

from data.__main__ import make_parser
from data.commands import run_command, to_plain
from data.store import build
from data.store.database import Store


def run(capsys, *arguments):
    code = run_command(make_parser(), list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_build_and_check(capsys, tmp_path):
    path = str(tmp_path / "caomu.duckdb")
    code, out, err = run(capsys, "build", "--db", path)
    assert (code, out) == (0, "")
    assert path in err
    code, out, err = run(capsys, "check", "--db", path, "--json", "--lang", "en")
    assert code == 0
    assert all(check["rows"] == [] for check in json.loads(out))
    assert "checks run" in err


def test_an_unknown_upload_is_one_sentence_without_traceback(capsys, plan_file):
    path = str(plan_file)
    code, out, err = run(capsys, "undo", "no-such-id", "--db", path)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "no-such-id" in err


def test_a_busy_database_is_exit_code_2(capsys, plan_file, tmp_path, monkeypatch):
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")
    holder = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    monkeypatch.setattr(build, "Store", lambda path: Store(path, wait_s=0.2))
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline().strip() == "open"
        code, out, err = run(capsys, "uploads", "--db", str(path))
        other.communicate("\n")
    assert (code, out) == (2, "")
    assert str(path) in err


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_missing_values_are_null_in_json(value):
    assert to_plain([{"value": value}]) == [{"value": None}]


def test_the_missing_figures_of_an_area_are_written(capsys, plan_file, tmp_path):
    out = tmp_path / "missing.xlsx"
    asked = ("--area", "654026", "--indicator", "cattle_stock", "--as-of", "2026-11-26")
    code, _, err = run(capsys, "missing", str(out), *asked, "--db", str(plan_file))
    assert code == 0
    assert str(out) in err
    assert "3" in err
    code, _, err = run(capsys, "missing", str(out), "--area", "1", "--db", str(plan_file))
    assert code == 1
    assert "1" in err
