"""What the tests of forms are told of a form is what the command does with it."""

import csv
import io
import json

import pytest

from data.__main__ import make_parser
from data.commands import run_command
from tests.data.statistics.outcome import read_form

TITLE = "2024年各县市牲畜存栏（万头、万只）\n"
# name: (text, values that go in, values that are held, exit code)
FILES = {
    "ordinary.csv": (TITLE + "县市,牛存栏,羊存栏\n昭苏县,21.4,98.7\n", 2, 0, 0),
    "mixed.csv": (TITLE + "县市,牛存栏,羊存栏挂牌数\n昭苏县,21.4,98.7\n", 1, 1, 3),
    "held.csv": (TITLE + "（点验口径）\n县市,牛存栏,羊存栏\n昭苏县,21.4,98.7\n", 0, 2, 3),
}


@pytest.mark.parametrize("name", FILES)
def test_the_command_does_what_the_tests_are_told(name, store, plan_store, tmp_path, capsys):
    text, accepted, held, code = FILES[name]
    path, database = tmp_path / name, store.path
    path.write_text(text, encoding="utf-8")
    outcome = read_form(path, plan_store)
    store.close()
    assert run("ingest", path, "--db", database, "--json") == code
    report = json.loads(capsys.readouterr().out)
    assert (report["accepted"], report["held"]) == (accepted, held)
    assert (len(outcome.accepted), outcome.held) == (accepted, held)
    assert bool(outcome.unread) == bool(held)
    assert list_stored(tmp_path / "out.csv", database) == outcome.accepted


def run(*arguments) -> int:
    return run_command(make_parser(), [str(argument) for argument in arguments])


def list_stored(path, database) -> dict:
    """Return the figures of the county, as the export says them."""
    assert run("export", path, "--db", database) == 0
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))[1:]
    return {(row[0], row[2], int(row[4]), row[5]): float(row[6]) for row in rows
            if row[2] == "654026"}  # fmt: skip
