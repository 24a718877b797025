"""What is warmed, and when."""

import subprocess
import sys
import time

from pages.server import startup
from tests.browser.serving import ROOT


def test_what_two_threads_cannot_import_at_once_is_there_before_the_first_visit():
    command = "import sys, pages.server.startup; sys.exit('openpyxl.worksheet' not in sys.modules)"
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True)


def test_what_nobody_waits_for_is_warmed_when_nobody_is_answered(monkeypatch):
    monkeypatch.setattr(startup, "LOOK_S", 0.0)
    answered = iter([time.monotonic() + 60, time.monotonic() + 60])
    monkeypatch.setattr(startup, "get_answered_at", lambda: next(answered, float("-inf")))
    readiness = startup.Readiness(warm_first=list, warm_others=list)
    assert readiness._wait_until_quiet()
    assert next(answered, None) is None, "it did not wait while somebody was answered"

    monkeypatch.setattr(startup, "get_answered_at", lambda: time.monotonic() + 60)
    readiness._is_stale.set()
    assert not readiness._wait_until_quiet(), "a write comes first"

    readiness._is_stale.clear()
    monkeypatch.setattr(startup, "PATIENCE_S", 0.0)
    assert readiness._wait_until_quiet(), "it waits for ever where somebody is always answered"
