"""The guide's chapter on an own plan, followed to the letter with the tables that it shows."""

import json
import re

import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.store.build import open_store
from data.store.plan_check import load_columns
from data.store.statements import ROOT
from indicators.__main__ import make_parser as make_engine_parser

GUIDES = {
    "guide.zh-CN.md": "## 自己的规划，一个下午",
    "guide.md": "## Your own plan in an afternoon",
}
TABLE = re.compile(r"^`(\w+)\.csv`\n\n```csv\n(.*?)```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^python -m data plan (\w+) (\w+)$", re.MULTILINE)


def read_chapter(guide):
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    return text.split(f"{GUIDES[guide]}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("shown", [TABLE, COMMAND])
def test_both_guides_show_the_same(shown):
    one, other = (shown.findall(read_chapter(guide)) for guide in GUIDES)
    assert one == other != []


# What both show is the same: `make test-slow` follows both.
@pytest.mark.parametrize(
    "guide", ["guide.zh-CN.md", pytest.param("guide.md", marks=pytest.mark.slow)]
)
def test_a_newcomer_follows_the_chapter(
    guide, capsys, plan_file, tmp_path, send_figures, monkeypatch
):
    chapter = read_chapter(guide)
    commands = COMMAND.findall(chapter)
    folder = tmp_path / commands[0][1]
    folder.mkdir()
    for table, text in TABLE.findall(chapter):
        assert table in load_columns()
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    database = tmp_path / "caomu.duckdb"
    database.write_bytes(plan_file.read_bytes())
    monkeypatch.chdir(tmp_path)
    for command, name in commands:
        arguments = ["plan", command, name, "--db", str(database)]
        assert run_command(make_parser(), arguments) == 0, capsys.readouterr().err
    assert [command for command, _ in commands] == ["describe", "check", "add"]
    capsys.readouterr()

    figures = [("beef_output", 2023, 2.0), ("beef_output", 2025, 2.3)]
    with open_store(database) as store:
        send_figures(
            store,
            *(
                {"indicator_id": name, "area_id": "654026", "year": year, "value": value}
                for name, year, value in figures
            ),
        )
    arguments = ["progress", "--plan", folder.name, "--json", "--db", str(database)]
    assert run_command(make_engine_parser(), arguments) == 0
    rows = {row["target_id"]: row for row in json.loads(capsys.readouterr().out)}
    # 0.3 of 0.4 is done when two of three years have passed.
    assert rows["beef"]["status"] == "on_pace"
    assert rows["beef"]["completion"] == pytest.approx(0.75)
    assert rows["beef"]["time_elapsed"] == pytest.approx(2 / 3)
    assert rows["carcass"]["status"] == "cannot_judge"
    arguments = ["boxes", "--plan", folder.name, "--json", "--db", str(database)]
    assert run_command(make_engine_parser(), arguments) == 0
    statuses = {row["item_id"]: row["status"] for row in json.loads(capsys.readouterr().out)}
    assert statuses == {"farms": "not_begun", "training": "programme"}
