"""The bundle for offices without internet: built, unpacked, started, a page opened."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import serving
from tests.browser.serving import HOST, Server, find_free_port, stop
from tools.bundle.__main__ import build_bundle
from tools.bundle.target import make_linux

pytestmark = [
    pytest.mark.bundle,
    pytest.mark.skipif(sys.platform != "linux", reason="builds and starts the one for Linux"),
]
# Where nothing listens: a package that is not in the bundle comes from nowhere.
NOWHERE = "http://127.0.0.1:9"
START_S = 400


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a bundle as the office does; return its folder."""
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder)
        top = folder / packed.namelist()[0].split("/")[0]
    (top / "start.sh").chmod(0o755)
    return top


def make_office(home: Path) -> dict[str, str]:
    """Return the environment of a computer without internet and without our packages."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHON": sys._base_executable,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": NOWHERE,
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": HOST,
        "CAOMU_NO_BROWSER": "1",
    }


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The Linux bundle, unpacked into an empty folder."""
    folder = tmp_path_factory.mktemp("bundle")
    package, faults = build_bundle(make_linux(), folder / "built")
    assert faults == []
    return unpack(package, folder / "office")


def test_the_linux_bundle_opens_a_page_and_takes_a_file(unpacked, tmp_path, visit, monkeypatch):
    port = find_free_port()
    office = make_office(tmp_path) | {"CAOMU_PORT": str(port)}
    server = Server(f"http://{HOST}:{port}", unpacked / "var/caomu.duckdb", tmp_path / "said.txt")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [str(unpacked / "start.sh")],
            cwd=tmp_path,
            env=office,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        monkeypatch.setattr(serving, "START_S", START_S)
        serving.wait_until_healthy(server, process)
        page = visit(server, "/overview")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("2030").first).to_be_visible()
        file = tmp_path / "牛肉产量.csv"
        file.write_text("地区,2023年牛肉产量（万吨）\n阿勒泰市,1.2\n", encoding="utf-8")
        done = subprocess.run(
            [str(unpacked / "start.sh"), "data", "ingest", str(file), "--by", "测试", "--json"],
            env=office, capture_output=True, encoding="utf-8", timeout=START_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert '"new":1' in done.stdout.replace(" ", "")
    finally:
        stop(process)
    assert server.database.is_file()
    assert "Traceback" not in server.log.read_text(encoding="utf-8", errors="replace")
