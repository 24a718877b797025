"""What is warmed, and when."""

import time

from pages.server import startup


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
