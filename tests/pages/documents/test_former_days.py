"""Commands that take a former day show what was known then: what came later changes nothing."""

import json
from argparse import ArgumentParser, _SubParsersAction
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

import data.__main__ as data_commands
import geo.__main__ as geo_commands
import indicators.__main__ as indicator_commands
import pages.documents.__main__ as document_commands
from data.clock import get_now
from data.commands import run_command
from data.ledger.groups import define_group, save_members
from data.ledger.uploads import undo_upload, verify_upload
from data.store.build import open_store
from tests.conftest import keep_for_commands, record_figures
from tests.data.former import move_back

COUNTY = "654026"
FIGURE = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2024, "value": 12.5}
OWED = FIGURE | {"year": 2023}
MODULES = (data_commands, geo_commands, indicator_commands, document_commands)
# By the days on which projects reached their stages, whenever these were recorded.
BY_EVENTS = {("boxes", "--as-of")}
ASKED = {
    ("matters", "--as-of"): (data_commands, ("matters", "--as-of", "{day}", "--json")),
    **{
        (name, "--as-of"): (data_commands, (name, "--as-of", "{day}", "--json"))
        for name in ("waiting", "released", "steps", "rates")
    },
    ("missing", "--as-of"): (
        data_commands,
        ("missing", "{out}/missing.xlsx", "--area", COUNTY, "--as-of", "{day}"),
    ),
    ("county", "--as-of"): (
        document_commands,
        ("county", COUNTY, "--out", "{out}/card.pdf", "--as-of", "{day}"),
    ),
    ("pack", "--made-at"): (
        document_commands,
        (
            *("pack", "--scope", COUNTY, "--out", "{out}", "--parts", "owed,changes,methods"),
            *("--made-at", "{day}T15:59:59"),
        ),
    ),
}

LONG = [("pack", "--made-at")]
QUICK = sorted(set(ASKED) - set(LONG))


def list_options(parser: ArgumentParser, command: str = "") -> list[tuple[str, str]]:
    found = []
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for name, sub in action.choices.items():
                found += list_options(sub, name)
        elif {"--as-of", "--made-at"} & set(action.option_strings):
            found.append((command, action.option_strings[0]))
    return found


def read(file: Path):
    """Return what a file holds; the workbook of missing figures says when it was made."""
    if file.name != "missing.xlsx":
        return file.read_bytes()
    book = load_workbook(file)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def test_every_command_with_a_former_day_is_tried():
    options = [option for module in MODULES for option in list_options(module.make_parser())]
    assert set(options) == ASKED.keys() | BY_EVENTS


@pytest.mark.parametrize("options", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)])
def test_what_came_later_changes_nothing(store, tmp_path, capsys, options):
    sent = record_figures(store, FIGURE)
    day = move_back(store, 10)
    path = store.path
    store.close()

    def ask(name: str) -> dict:
        found = {}
        for number, option in enumerate(options):
            module, words = ASKED[option]
            out = tmp_path / name / str(number)
            out.mkdir(parents=True)
            asked = [word.format(day=day + timedelta(days=1), out=out) for word in words]
            assert run_command(module.make_parser(), [*asked, "--db", path]) == 0
            written = {file.name: read(file) for file in out.rglob("*") if file.is_file()}
            found[option] = written | {"stdout": capsys.readouterr().out}
        return found

    # A store that was opened later knows nothing of what another kept of that day.
    with keep_for_commands(path):
        before = ask("before")
    with open_store(path) as later:
        record_figures(later, OWED, FIGURE | {"value": 13.0})
        verify_upload(later, sent, by="乙", document="1号", displaces=True)
        undo_upload(later, sent, by="丙", keeps_verified=True)
        save_members(later, define_group(later, "试点县", by="乙"), [COUNTY], by="乙")
    with keep_for_commands(path):
        after = ask("after")
    for option in options:
        one, other = before[option], after[option]
        assert one.keys() == other.keys(), option
        assert {name for name in one if one[name] != other[name]} == set(), option


def test_a_figure_that_came_later_is_still_owed(store, capsys):
    record_figures(store, FIGURE)
    day = move_back(store, 10)
    path = store.path
    record_figures(store, OWED)
    store.close()

    def count(*words) -> str:
        asked = ["matters", *words, "--json", "--db", path]
        assert run_command(data_commands.make_parser(), asked) == 0
        rows = json.loads(capsys.readouterr().out)
        return next(row["title"] for row in rows if row["matter_id"] == f"report-{COUNTY}")

    assert count("--as-of", str(day + timedelta(days=1))) != count()


def test_what_is_left_out_is_told(store, tmp_path, capsys):
    record_figures(store, FIGURE)
    day = move_back(store, 10)
    record_figures(store, OWED)
    path = store.path
    store.close()
    out = Path(tmp_path) / "card.pdf"
    asked = ["county", COUNTY, "--out", str(out), "--as-of", str(day), "--db", path]
    assert run_command(document_commands.make_parser(), asked) == 0
    assert "1次" in capsys.readouterr().err


def test_a_pack_is_of_what_was_known_at_its_time(store, tmp_path, capsys):
    path, parser = store.path, document_commands.make_parser()
    made_at = get_now() - timedelta(seconds=2)
    record_figures(store, FIGURE)
    store.close()
    words = ("pack", "--scope", COUNTY, "--parts", "methods", "--db", path)
    coming = f"{get_now() + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}"
    refused = tmp_path / "refused"
    assert run_command(parser, [*words, "--out", str(refused), "--made-at", coming]) == 2
    assert "还没有到" in capsys.readouterr().err and not refused.exists()
    asked = ("--out", str(tmp_path / "pack"), "--made-at", f"{made_at:%Y-%m-%dT%H:%M:%S}")
    assert run_command(parser, [*words, *asked]) == 0
    assert "1次" in capsys.readouterr().err
