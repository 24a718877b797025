"""The journal: a line of JSON for each thing that happened, kept for some days, exported."""

import json
import logging
from datetime import date

import pytest

from data import journal
from data.__main__ import make_parser
from data.commands import run_command
from data.journal import note, read_journal, request_id, start_journal


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of logs; what a test begins to write ends with it."""
    loggers = [
        journal._LINES,
        *(logging.getLogger(room) for room in ("data", "pages", "indicators")),
    ]
    before = [list(logger.handlers) for logger in loggers]
    monkeypatch.setenv("CAOMU_LOG", str(tmp_path / "logs"))
    yield tmp_path / "logs"
    for logger, handlers in zip(loggers, before, strict=True):
        for handler in set(logger.handlers) - set(handlers):
            logger.removeHandler(handler)
            handler.close()


def test_a_desk_writes_no_journal(monkeypatch, tmp_path):
    monkeypatch.delenv("CAOMU_LOG", raising=False)
    assert start_journal("8501") is None
    note("show", path="overview")


def test_what_is_noted_and_what_is_reported_are_lines_of_json(folder, store, send_figures):
    file = start_journal("8501")
    token = request_id.set("abc")
    note("show", path="overview", user="张三\n李四", area="654026", status=None)
    send_figures(
        store, {"indicator_id": "beef_output", "area_id": "654026", "year": 2023, "value": 1}
    )
    request_id.reset(token)
    try:
        raise ZeroDivisionError("no number")
    except ZeroDivisionError:
        logging.getLogger("data.store").exception("failed")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines == list(read_journal(folder))
    shown, saved, fault = lines
    assert shown.items() >= {"request": "abc", "user": "张三\n李四", "area": "654026"}.items()
    assert "status" not in shown and saved["action"] == "save" and "figures" in saved["subjects"]
    assert fault["level"] == "error" and "ZeroDivisionError: no number" in fault["fault"]
    assert "request" not in fault


def test_the_command_puts_all_processes_in_order_of_time(folder, tmp_path, capsys):
    folder.mkdir()
    days = {"8501.jsonl": ("03", "01"), "8502.jsonl.2026-01-02": ("02",), "8502.jsonl": ("04",)}
    for name, found in days.items():
        lines = [
            json.dumps({"time": f"2026-01-{day}T00:00:00.000+00:00", "user": f"u{day}"})
            for day in found
        ]
        # A process that is killed leaves a line cut short behind.
        (folder / f"caomu-{name}").write_text("\n".join([*lines, '{"time": "2026-0']))
    (folder / "other.txt").write_text("no log")
    assert [line["user"] for line in read_journal(folder)] == ["u01", "u02", "u03", "u04"]
    assert [line["user"] for line in read_journal(folder, date(2026, 1, 2), date(2026, 1, 3))] == [
        "u02",
        "u03",
    ]
    out = tmp_path / "out.jsonl"
    assert run_command(make_parser(), ["logs", str(out), "--user", "u03"]) == 0
    assert [json.loads(line)["user"] for line in out.read_text().splitlines()] == ["u03"]
    assert "1" in capsys.readouterr().err


def test_days_to_keep_are_a_number_and_old_files_go(folder, monkeypatch):
    monkeypatch.setenv("CAOMU_LOG_DAYS", "2")
    start_journal("9")
    handler = journal._LINES.handlers[-1]
    for day in range(1, 6):
        (folder / f"caomu-9.jsonl.2026-01-0{day}").write_text("")
    assert sorted(path[-2:] for path in handler.getFilesToDelete()) == ["01", "02", "03"]


def test_without_a_folder_there_is_nothing_to_export(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("CAOMU_LOG", raising=False)
    assert run_command(make_parser(), ["logs", str(tmp_path / "out.jsonl")]) == 2
    assert "CAOMU_LOG" in capsys.readouterr().err
