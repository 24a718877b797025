"""The route for commands: who may ask, and what a parcel may hold."""

import argparse
import asyncio
import io
import threading

import pytest

from data.commands.parcel import pack, unpack
from pages.server import commands
from pages.server.commands import is_here
from tests.pages.server.asking import ask, ask_once
from tests.pages.server.conftest import TOKEN

ENTRY = {"Authorization": f"Bearer {TOKEN}"}


def make_parcel(tmp_path, database, *arguments, module="data", taken=(), files=()):
    letter = {
        "module": module,
        "arguments": list(arguments),
        "database": str(database),
        "taken": list(taken),
    }
    parcel = io.BytesIO()
    pack(parcel, letter, files)
    return parcel.getvalue()


def send(app, parcel, **options):
    return ask(app, "/commands", **{"method": "POST", "headers": ENTRY, "body": parcel} | options)


def test_a_command_answers_with_what_it_says(app, database, tmp_path):
    answer = send(app, make_parcel(tmp_path, database, "uploads", "--json", "--lang", "en"))
    assert answer.status == 200, answer.text
    said = unpack(io.BytesIO(answer.body), tmp_path)
    assert (said["code"], said["err"]) == (0, "")
    assert '"file_name": "test.csv"' in said["out"]


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer ключ"])
def test_without_the_token_nothing_runs(app, database, tmp_path, token):
    headers = {"Authorization": token.encode("utf-8").decode("latin-1")}
    assert send(app, make_parcel(tmp_path, database, "build"), headers=headers).status == 401


@pytest.mark.parametrize("client", ["10.0.0.9", "2001:db8::1", "nobody"])
def test_another_computer_is_refused(app, database, tmp_path, client):
    assert send(app, make_parcel(tmp_path, database, "build"), client=client).status == 403


@pytest.mark.parametrize(
    ("client", "server", "expected"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("::1", "::1", True),
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.9", "10.0.0.5", False),
    ],
)
def test_this_computer_is_known(client, server, expected):
    assert is_here(client, server) is expected


def test_another_database_another_version_and_no_parcel_are_refused(app, database, tmp_path):
    other = make_parcel(tmp_path, tmp_path / "other.duckdb", "uploads")
    assert send(app, other).status == 409
    assert send(app, make_parcel(tmp_path, database, "no-such-command")).status == 409
    assert send(app, make_parcel(tmp_path, database, "x", module="os")).status == 409
    assert send(app, b"no parcel").status == 400


def test_a_file_may_not_leave_its_folder(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "source").write_text("x", encoding="utf-8")
    for name in ("../outside", "a/../../outside"):
        parcel = io.BytesIO()
        pack(parcel, {}, [(name, tmp_path / "source")])
        parcel.seek(0)
        with pytest.raises(Exception, match="parcel_damaged"):
            unpack(parcel, inside)
    assert not (tmp_path / "outside").exists()


def test_a_long_command_does_not_stop_the_routes(app, database, tmp_path, monkeypatch):
    begun, may_end = threading.Event(), threading.Event()

    def take_long(options):
        begun.set()
        assert may_end.wait(30)
        return 7

    parser = argparse.ArgumentParser()
    parser.set_defaults(run=take_long, lang="zh", db=None)
    monkeypatch.setattr(commands, "_find_parser", lambda module: lambda: parser)

    async def ask_both():
        parcel = make_parcel(tmp_path, database)
        loop = asyncio.get_running_loop()
        options = {"method": "POST", "headers": ENTRY, "body": parcel}
        long = loop.create_task(ask_once(app, "/commands", **options))
        await loop.run_in_executor(None, begun.wait, 30)
        meanwhile = await ask_once(app, "/healthz")
        may_end.set()
        return meanwhile, await long

    meanwhile, answer = asyncio.run(ask_both())
    assert meanwhile.json()["status"] == "ok"
    assert unpack(io.BytesIO(answer.body), tmp_path)["code"] == 7


def test_a_fault_of_the_program_is_said_and_logged(app, database, tmp_path, monkeypatch, caplog):
    parser = argparse.ArgumentParser()
    parser.set_defaults(run=lambda options: 1 / 0, lang="zh", db=None)
    monkeypatch.setattr(commands, "_find_parser", lambda module: lambda: parser)
    answer = send(app, make_parcel(tmp_path, database))
    assert answer.status == 500 and "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_command_that_breaks_off_is_not_run(app, database, tmp_path):
    answer = ask(app, "/commands", method="POST", headers=ENTRY, body=None)
    assert answer.status == 408


def test_a_get_runs_nothing(app):
    assert ask(app, "/commands", headers=ENTRY).status == 405
