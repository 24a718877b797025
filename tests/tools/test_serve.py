"""Serving a region: the site for nginx, processes that are started again, the files of deploy."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest

from data.errors import UsageError
from tools.serve import children
from tools.serve.__main__ import make_parser, run
from tools.serve.children import Child
from tools.serve.proxy import ROOT, SITE, make_site, write_configuration

DEPLOY = ROOT / "deploy"
PAGES = ("docs/deploy.md", "docs/deploy.zh-CN.md")
LOGIN_PAGES = ("docs/deploy-login.md", "docs/deploy-login.zh-CN.md")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def make_child(tmp_path):
    """Return a function that makes a child running some Python, and end what is left."""
    made = []

    def make(code, **options):
        command = [sys.executable, "-c", code]
        made.append(Child("child", command, {}, tmp_path / "log", clock=Clock(), **options))
        return made[-1]

    yield make
    for child in made:
        child.stop(9, 10)


def test_the_site_names_each_process_and_nothing_else():
    site = make_site([9001, 9002, 9003], "127.0.0.1:8080", "requests.log")
    assert re.findall(r"server 127\.0\.0\.1:(\d+) max_fails=0;", site) == ["9001", "9002", "9003"]
    assert "listen 127.0.0.1:8080;" in site and "access_log requests.log caomu;" in site
    # As it stands in deploy it is that of two processes.
    assert make_site([8501, 8502], "80") == SITE.read_text(encoding="utf-8")


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize("is_encrypted", [False, True])
def test_nginx_accepts_the_site(tmp_path, is_encrypted):
    main = write_configuration(tmp_path, [9001, 9002], "127.0.0.1:9000")
    if is_encrypted:
        files = (str(tmp_path / "caomu.pem"), str(tmp_path / "caomu.key"))
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=caomu".split()
        subprocess.run(
            [*command, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True
        )
        log = f"{tmp_path}/requests.log"
        site = make_site([9001, 9002], "127.0.0.1:9000", log, files)
        assert "listen 127.0.0.1:9000 ssl http2;" in site and "Secure" in site
        assert "https://$host$request_uri" in site and site.count("listen ") == 2
        (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    said = subprocess.run(
        [NGINX, "-t", "-p", str(tmp_path), "-c", str(main)], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr


def test_what_ends_is_started_again_and_waits_longer_each_time(make_child):
    child = make_child("pass")
    child.start()
    waits = []
    for starts in (1, 2, 3, 4):
        assert child.starts == starts
        child.process.wait()
        child.look()
        began = child._clock.now
        while child.process is None:
            child._clock.now += 0.5
            child.look()
        waits.append(child._clock.now - began)
    assert waits == [1, 2, 4, 8]


def test_what_ran_for_long_is_started_at_once(make_child):
    child = make_child("pass")
    child.start()
    child.process.wait()
    child._clock.now += children.SETTLED_S
    child.look()
    child.look()
    assert child.starts == 2


def test_what_does_not_answer_any_more_is_started_again(make_child, monkeypatch):
    answers = iter([False, True, False, False, True, False, False, False])
    monkeypatch.setattr(children, "answers_check", lambda _: next(answers))
    child = make_child("import threading; threading.Event().wait()")
    child._health = "anything"
    child.start()
    first = child.process
    for _ in range(7):
        child.look()
        assert child.process is first
    child.look()
    assert child.process is None and first.poll() is not None


def test_what_never_answers_has_time_to_start(make_child, monkeypatch):
    monkeypatch.setattr(children, "answers_check", lambda _: False)
    child = make_child("import threading; threading.Event().wait()", health="anything")
    child.start()
    first = child.process
    for _ in range(10):
        child.look()
    assert child.process is first
    child._clock.now += children.START_S
    child.look()
    assert child.process is None


def test_a_process_that_will_not_end_is_ended(make_child):
    child = make_child(
        "import signal, sys, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "sys.stdout.write('ready'); sys.stdout.flush(); threading.Event().wait()"
    )
    child.start()
    process = child.process
    while b"ready" not in child._log.read_bytes():
        assert process.poll() is None
    child.stop(15, 0.2)
    assert process.returncode == -9


def test_a_region_needs_a_shared_database(monkeypatch, tmp_path):
    monkeypatch.delenv("CAOMU_STORE", raising=False)
    with pytest.raises(UsageError, match="serve_without_lake"):
        run(make_parser().parse_args(["--folder", str(tmp_path)]))


@pytest.mark.parametrize("page", PAGES)
def test_the_steps_name_files_and_options_that_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    for found in re.findall(r"python -m tools\.serve ([^>\n]*)", text):
        make_parser().parse_args(shlex.split(found))
    named = set(re.findall(r"\bdeploy/([\w.@-]+\w)", text)) - {"caomu"}
    assert {"caomu.env"} <= named
    assert all((DEPLOY / name).is_file() for name in named | {"caomu"})
    for unit in re.findall(r"systemctl start (caomu-\w+)|\b(caomu-\w+)\.timer", text):
        assert any(DEPLOY.glob(f"{''.join(unit)}.service")), unit


@pytest.mark.parametrize(("pages", "least"), [(PAGES, 8), (LOGIN_PAGES, 2)])
def test_both_languages_have_the_same_steps(pages, least):
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
        for page in pages
    ]
    assert blocks[0] == blocks[1] and len(blocks[0]) >= least


def test_units_run_what_is_there():
    units = sorted(DEPLOY.glob("*.service"))
    assert len(units) == 3
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        command = re.findall(r"^ExecStart=/srv/caomu/app/(\S+)", text, re.MULTILINE)
        assert len(command) == 1, unit.name
        if not command[0].startswith(".venv"):
            script = ROOT / command[0]
            assert script.stat().st_mode & 0o111, unit.name


def test_every_setting_is_one_that_the_program_reads():
    settings = re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "caomu.env").read_text("utf-8"), re.MULTILINE)
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("data", "pages", "tools")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert settings and not [name for name in settings if name not in code]
