"""Processes behind nginx: a browser stays with its process, and what is killed comes back."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.store.statements import ROOT
from tests.browser.chromium import find_chromium
from tests.browser.looking import expect_settled, say
from tests.browser.serving import find_free_port
from tests.browser.windows import PATIENCE_MS, Windows

START_S = 240
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Served:
    """A region that is served by `tools.serve`."""

    def __init__(self, region, folder):
        self.folder, self.port = folder, find_free_port()
        self.ports = [find_free_port()]
        command = [sys.executable, "-m", "tools.serve", "--listen", f"127.0.0.1:{self.port}"]
        command += ["--processes", "2", "--folder", str(folder)]
        # Two ports beside each other.
        self.ports = [self.ports[0], self.ports[0] + 1]
        command += ["--first-port", str(self.ports[0])]
        self._log = (folder.parent / "serve.log").open("w+b")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | region.settings, stderr=self._log
        )

    @property
    def url(self) -> str:
        """The address that browsers ask."""
        return f"http://127.0.0.1:{self.port}"

    def close_log(self) -> None:
        """Let go of what the server says."""
        self._log.close()

    def read_log(self) -> str:
        """Return what the server said of its processes."""
        return (self.folder.parent / "serve.log").read_text()

    def ask(self, path: str, seat: str = "", port: int | None = None) -> tuple[int, bytes, dict]:
        """Ask for a path as a browser with a seat does; status 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.request(
                "GET", path, headers={"Cookie": f"caomu_seat={seat}"} if seat else {}
            )
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        except (OSError, http.client.HTTPException):
            return 0, b"", {}
        finally:
            connection.close()

    def wait_for(self, is_so, what):
        """Wait until something is so."""
        deadline = time.monotonic() + START_S
        while not is_so():
            assert self.process.poll() is None and time.monotonic() < deadline, (
                f"{what}\n{self.read_log()}"
            )
            # Each question to a server that starts takes a while itself.
            self.process.poll() or time.sleep(0.2)

    def find_pid(self, name: str) -> int:
        """Return the newest process of a name."""
        return int(re.findall(rf"{name} started \(process (\d+)\)", self.read_log())[-1])

    def count_starts(self, name: str) -> int:
        """Return how often a process was started."""
        return self.read_log().count(f"{name} started")

    def list_requests(self) -> list[dict]:
        """Return what nginx noted of each request."""
        lines = (self.folder / "requests.log").read_text().splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def served(region, tmp_path_factory):
    made = Served(region, tmp_path_factory.mktemp("served") / "serve")
    made.wait_for(lambda: (made.folder / "requests.log").exists(), "nginx did not start")
    for port in made.ports:
        made.wait_for(
            lambda port=port: made.ask("/api/v1/areas?level=region", port=port)[0] == 200,
            f"no answer on {port}",
        )
    yield made
    made.process.send_signal(signal.SIGTERM)
    assert made.process.wait(120) == 0
    made.close_log()
    assert "all ended" in made.read_log()
    for name in (*(f"app-{port}" for port in made.ports), "nginx"):
        with pytest.raises(ProcessLookupError):
            os.kill(made.find_pid(name), 0)


def test_a_seat_is_given_once_and_kept(served):
    status, _, headers = served.ask("/")
    seat = re.fullmatch(r"caomu_seat=(\w+); Path=/; HttpOnly; SameSite=Lax", headers["Set-Cookie"])
    assert status == 200 and seat
    for path in ("/", "/_stcore/health", "/api/v1/areas?level=region") * 3:
        status, _, headers = served.ask(path, seat[1])
        assert status == 200 and "Set-Cookie" not in headers
    served.ask("/last", seat[1])
    served.wait_for(
        lambda: any(found["path"] == "/last" for found in served.list_requests()), "no log"
    )
    processes = [found["process"] for found in served.list_requests()]
    assert len(set(processes[-11:])) == 1


def test_seats_are_spread_over_all_processes(served):
    for number in range(20):
        assert served.ask("/_stcore/health", f"seat{number}")[0] == 200
    served.ask("/spread", "a")
    served.wait_for(
        lambda: any(found["path"] == "/spread" for found in served.list_requests()), "no log"
    )
    assert {f"127.0.0.1:{port}" for port in served.ports} <= {
        found["process"] for found in served.list_requests()
    }


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", "/commands", "/_stcore/metrics", "/healthz/"]
)
def test_what_is_for_the_operator_is_not_for_browsers(served, path):
    assert served.ask(path)[0] == 404


def test_a_process_that_was_killed_comes_back_and_others_answer_meanwhile(served):
    name = f"app-{served.ports[0]}"
    before = served.count_starts(name)
    os.kill(served.find_pid(name), signal.SIGKILL)
    for number in range(20):
        assert served.ask("/api/v1/areas?level=region", f"seat{number}")[0] == 200
    served.wait_for(lambda: served.count_starts(name) > before, "not started again")
    served.wait_for(
        lambda: served.ask("/api/v1/areas?level=region", port=served.ports[0])[0] == 200,
        "no answer",
    )


def test_a_proxy_that_was_killed_comes_back(served):
    os.kill(served.find_pid("nginx"), signal.SIGKILL)
    served.wait_for(lambda: served.count_starts("nginx") > 1, "not started again")
    served.wait_for(lambda: served.ask("/_stcore/health")[0] == 200, "no answer")


@pytest.fixture
def windows():
    made = Windows()
    expect.set_options(timeout=PATIENCE_MS)
    made.start(find_chromium())
    yield made
    made.close()


def kill_proxy(served):
    """Kill nginx, and wait until its next process answers."""
    before = served.count_starts("nginx")
    os.kill(served.find_pid("nginx"), signal.SIGKILL)
    served.wait_for(lambda: served.count_starts("nginx") > before, "not started again")
    served.wait_for(lambda: served.ask("/_stcore/health")[0] == 200, "no answer")


def is_taking_a_file(served):
    """Tell whether nginx holds a part of a file; it has no name, only the process has it open."""
    body = str(served.folder / "body")
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(link.readlink()).startswith(body):
                return True
    return False


def count_figures(served, port):
    """Return how many of the two figures of the test a process shows."""
    path = "/api/v1/figures?year=2012&indicator=milk_output&area=654026&area=654027"
    return json.loads(served.ask(path, port=port)[1])["count"]


def test_a_proxy_that_is_killed_in_mid_upload_loses_nothing(served, windows):
    """A file is on its way when nginx is killed: it is not acknowledged, and nothing of it is
    there. A page that was open goes on by itself; what it then sends is there whole, and what was
    confirmed outlives the next kill."""
    page = windows.open_address(served, "/upload?lang=zh")
    chooser = page.locator('input[type="file"]')
    expect(chooser).to_have_count(1)
    expect_settled(page)
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as line:
        head = "PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 400000"
        line.sendall(f"{head}\r\n\r\n".encode() + b"x" * 200_000)
        served.wait_for(lambda: is_taking_a_file(served), "nothing is on its way")
        kill_proxy(served)
        # It is not acknowledged.
        with suppress(ConnectionResetError):
            assert line.recv(100) == b""
    assert [count_figures(served, port) for port in served.ports] == [0, 0]
    app = page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect_settled(page)
    text = "指标,地区,年份,数值,单位\n牛奶产量,昭苏县,2012,31,t\n牛奶产量,特克斯县,2012,32,t\n"
    file = {"name": "奶.csv", "mimeType": "text/csv", "buffer": text.encode()}
    chooser.set_input_files(file)
    confirm = page.get_by_role("button", name=say("zh", "upload.confirm", new=2, revised=0))
    expect(confirm).to_be_visible()
    name = page.get_by_label(say("zh", "shell.actor")).first
    name.fill("李明")
    name.press("Tab")
    confirm.click()
    expect(page.get_by_role("button", name=say("zh", "upload.undo_this"))).to_be_visible()
    kill_proxy(served)
    for port in served.ports:
        served.wait_for(lambda port=port: count_figures(served, port) == 2, f"{port} lacks them")


def test_what_a_command_writes_both_processes_show(served, region, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("indicator_id,area_id,year,value,unit\nmilk_output,654025,2018,31,t\n")
    command = region.start("-m", "data", "ingest", str(file), "--by", "命令行")
    assert command.communicate(timeout=120) and command.returncode == 0

    def has_it(port):
        path = "/api/v1/figures?area=654025&year=2018&indicator=milk_output"
        return json.loads(served.ask(path, port=port)[1])["count"] == 1

    for port in served.ports:
        served.wait_for(lambda port=port: has_it(port), f"{port} does not show it")
