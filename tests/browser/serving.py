"""A server of the app for one test or one file: a free port, a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_S = 90
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    database: Path
    log: Path
    pid: int = 0


def find_free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def run_server(
    folder: Path, script: Path = ROOT / "app.py", *, port: int = 0, settings: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Serve the app, or another script, from the database in `folder` until the block ends.

    `settings` are further options of ``streamlit run``.
    """
    port = port or find_free_port()
    server = Server(f"http://{HOST}:{port}", folder / "caomu.duckdb", folder / "server.log")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.address",
        HOST,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        *settings,
    ]
    environment = {**os.environ, "CAOMU_DB": str(server.database), "PYTHONUTF8": "1"}
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(server, process)
            yield replace(server, pid=process.pid)
        finally:
            stop(process)


def wait_until_healthy(server: Server, process: subprocess.Popen) -> None:
    """Return once the server answers; fail with its log when it ends or takes too long."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if is_healthy(server.url):
            return
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"The server did not start:\n{server.log.read_text(errors='replace')}")


def is_healthy(url: str) -> bool:
    """Tell whether the server answers its health check."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def stop(process: subprocess.Popen) -> None:
    """End the server that `run_server` started."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def assert_no_traceback(server: Server) -> None:
    """Fail when the server's log tells of an exception."""
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log, log[-3000:]
