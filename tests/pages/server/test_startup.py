"""What is warmed, and when."""

import subprocess
import sys
import threading
import time
from importlib import metadata

from streamlit import delta_generator, env_util
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.component_manager import BidiComponentManager

from pages.server import startup
from pages.server.spared import spare_start
from tests.browser.serving import ROOT


def test_the_server_listens_without_what_only_pages_and_files_need():
    command = (
        "import sys, app; print(*{'pandas', 'duckdb', 'openpyxl', 'matplotlib'} & {*sys.modules})"
    )
    found = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert not found.stdout.strip()


def test_what_streamlit_would_do_at_its_start_is_not_done(monkeypatch):
    """Another version may call it otherwise: then each start would be slower without a sign."""
    done = []
    monkeypatch.setattr(env_util, "is_repl", lambda: done.append("asked for a prompt"))
    monkeypatch.setattr(metadata, "distributions", lambda: done.append("read packages") or [])
    scan = manifest_scanner.scan_component_manifests
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", scan)
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    spare_start()
    BidiComponentManager().discover_and_register_components(start_file_watching=False)
    delta_generator._maybe_print_use_warning()
    assert not done


def test_what_nobody_waits_for_is_warmed_when_nobody_is_answered(monkeypatch):
    monkeypatch.setattr(startup, "LOOK_S", 0.0)
    answered = iter([time.monotonic() + 60, time.monotonic() + 60])
    monkeypatch.setattr(startup, "get_answered_at", lambda: next(answered, float("-inf")))
    readiness = startup.Readiness(import_first=list, warm_first=list, warm_others=list)
    assert readiness._wait_until_quiet()
    assert next(answered, None) is None, "it did not wait while somebody was answered"

    monkeypatch.setattr(startup, "get_answered_at", lambda: time.monotonic() + 60)
    readiness._is_stale.set()
    assert not readiness._wait_until_quiet(), "a write comes first"

    readiness._is_stale.clear()
    monkeypatch.setattr(startup, "PATIENCE_S", 0.0)
    assert not readiness._wait_until_quiet(), "it keeps those waiting who are always answered"


def test_the_end_waits_for_what_was_begun(monkeypatch):
    """Python would end these threads by force, and the engine the process for it."""
    monkeypatch.setattr(startup, "SWITCH_S", sys.getswitchinterval())
    monkeypatch.setattr(startup.Readiness, "_open", lambda _: do("opened"))
    begun, goes_on, done = threading.Barrier(3), threading.Event(), []

    def do(name):
        begun.wait()
        goes_on.wait()
        done.append(name)

    readiness = startup.Readiness(lambda: do("imported"), warm_first=list, warm_others=list)
    readiness.start()
    begun.wait()
    goes_on.set()
    readiness.end()
    assert sorted(done) == ["imported", "opened"]
