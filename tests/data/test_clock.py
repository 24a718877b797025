"""One clock: UTC is stored, the office's day is shown and compared."""

from datetime import UTC, date, datetime

import pytest

from data import clock
from data.errors import UsageError
from data.ledger.decisions import DecisionError, record_decision
from tests.architecture.tree import list_python, name

# Half past three in the morning in Beijing, still the day before in Greenwich.
NIGHT = datetime(2026, 1, 1, 19, 30)


@pytest.fixture
def at_night(monkeypatch):
    monkeypatch.delenv("CAOMU_TIME_ZONE", raising=False)
    monkeypatch.setattr(clock, "get_now", lambda: NIGHT)


def test_the_day_is_the_offices(at_night, monkeypatch):
    assert clock.get_today() == date(2026, 1, 2)
    assert clock.format_time(NIGHT) == "2026-01-02 03:30"
    monkeypatch.setenv("CAOMU_TIME_ZONE", "Asia/Urumqi")
    assert clock.format_time(NIGHT) == "2026-01-02 01:30"
    monkeypatch.setenv("CAOMU_TIME_ZONE", "UTC")
    assert clock.get_today() == date(2026, 1, 1)


def test_a_zone_that_does_not_exist_is_said(monkeypatch):
    for zone in ("Xinjiang", "../etc", "北京"):
        monkeypatch.setenv("CAOMU_TIME_ZONE", zone)
        with pytest.raises(UsageError, match="unknown_time_zone"):
            clock.get_today()


def test_now_is_utc_without_a_zone():
    before = datetime.now(UTC).replace(tzinfo=None)
    assert before <= clock.get_now() <= datetime.now(UTC).replace(tzinfo=None)


def test_a_decision_of_this_morning_is_none_of_tomorrow(at_night, store):
    decision = {
        "number_kind": "level",
        "comparator": "at_least",
        "low": 100,
        "decided_by": "畜牧处",
        "document_no": "1号",
    }
    record_decision(store, "number", "smart_ranches", decided_on=date(2026, 1, 2), **decision)
    assert len(store.query("queries/decisions")) == 1
    with pytest.raises(DecisionError, match="decision_in_future"):
        record_decision(store, "number", "smart_ranches", decided_on=date(2026, 1, 3), **decision)


def test_no_other_clock_is_asked():
    words = (
        "date.today(",
        "datetime.now(",
        "datetime.utcnow(",
        "time.localtime(",
        "fromtimestamp(",
    )
    found = [
        f"{name(path)}: {word}"
        for path in list_python()
        for word in words
        if name(path) != "data/clock.py"
        and not name(path).startswith(("tools/", "benchmarks/"))
        and word in path.read_text(encoding="utf-8")
    ]
    assert not found
