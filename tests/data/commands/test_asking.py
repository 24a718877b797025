"""Finding the app that has a database open, and what is said where it does not answer."""

import json
import socket
import threading
from dataclasses import asdict

import pytest

from data.__main__ import make_parser
from data.commands import asking, run_command
from data.store.build import open_store
from data.store.kept import Address, announce, get_lock_path, keep_open, read_lock


@pytest.fixture
def lock(plan_file, tmp_path):
    """Return a function that writes a lock file as a server would, and the database."""
    path = tmp_path / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())

    def write(port):
        address = Address(f"http://127.0.0.1:{port}", "token", "run", 4321)
        get_lock_path(path).write_text(json.dumps(asdict(address)), encoding="utf-8")
        return address

    return path, write


@pytest.fixture
def listen():
    """Return a function that listens on a port and answers each caller with the same bytes."""
    sockets = []

    def start(answer):
        server = socket.create_server(("127.0.0.1", 0))
        sockets.append(server)

        def serve():
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                sockets.append(caller)
                if answer:
                    caller.recv(4096)
                    caller.sendall(answer)
                    caller.close()

        threading.Thread(target=serve, daemon=True).start()
        return server.getsockname()[1]

    yield start
    for each in sockets:
        each.close()


def answer_with(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_no_lock_file_is_no_app(plan_file):
    assert asking.find_app(plan_file) is None


def test_a_server_that_is_gone_is_passed_over(lock, capsys):
    path, write = lock
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    write(port)
    assert asking.find_app(path) is None
    assert run_command(make_parser(), ["uploads", "--db", str(path)]) == 0


@pytest.mark.parametrize(
    "body", [b'{"instance": "another run"}', b"[]", b"<html>", b"null", b"\xff", b""]
)
def test_another_program_on_the_port_gets_no_token(lock, listen, body):
    path, write = lock
    write(listen(answer_with(body)))
    assert asking.find_app(path) is None


def test_the_app_itself_is_found(lock, listen):
    path, write = lock
    address = write(listen(answer_with(b'{"instance": "run"}')))
    assert asking.find_app(path) == address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_app_that_does_not_answer_is_said_with_exit_code_2(
    lock, listen, capsys, monkeypatch, language
):
    path, write = lock
    monkeypatch.setattr(asking, "REACH_S", 0.2)
    port = listen(b"")
    write(port)
    code = run_command(make_parser(), ["uploads", "--db", str(path), "--lang", language])
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1)
    assert all(word in said.err for word in (str(path), "4321", f":{port}"))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"url": 1}', "\x00"])
def test_a_damaged_lock_file_is_none(plan_file, tmp_path, text):
    path = tmp_path / "caomu.duckdb"
    get_lock_path(path).write_text(text, encoding="utf-8")
    assert read_lock(path) is None


def test_a_lock_file_is_for_its_owner_and_goes_with_the_server(lock):
    path, _ = lock
    address = Address("http://127.0.0.1:1", "secret", "run", 1)
    with open_store(path) as store:
        announce(address)
        keep_open(store)
        assert read_lock(path) == address
        assert get_lock_path(path).stat().st_mode & 0o777 == 0o600
        announce(None)
        assert not get_lock_path(path).exists()
        store.close()


def test_the_lock_of_another_server_stays(lock):
    path, write = lock
    other = write(1)
    announce(Address("http://127.0.0.1:2", "mine", "mine", 2))
    announce(None)
    assert read_lock(path) == other


def test_who_breaks_off_a_command_is_told_that_the_app_goes_on(lock, monkeypatch, capsys):
    path, write = lock
    address = write(1)
    monkeypatch.setattr("data.commands.find_app", lambda database: address)

    monkeypatch.setattr(asking, "_connect", lambda _: Interrupted())
    assert run_command(make_parser(), ["uploads", "--db", str(path)]) == 2
    err = capsys.readouterr().err
    assert "4321" in err and "Traceback" not in err


def test_a_command_that_is_broken_off_says_so(plan_file, monkeypatch, capsys):
    def break_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("data.commands.check_places", break_off)
    assert run_command(make_parser(), ["uploads", "--db", str(plan_file)]) == 130
    assert "已中断" in capsys.readouterr().err


class Interrupted:
    """A connection whose user presses Ctrl-C while the app works."""

    sock = type("Socket", (), {"settimeout": lambda self, seconds: None})()

    def connect(self):
        """Connect at once."""

    def request(self, *_):
        """Send at once."""

    def getresponse(self):
        """Wait, and be broken off."""
        raise KeyboardInterrupt

    def close(self):
        """Close."""
