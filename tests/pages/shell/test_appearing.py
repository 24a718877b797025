"""A run waits for what the browser has yet to draw."""

import gc
import threading

import pytest

from pages.shell import appearing
from pages.shell.appearing import Appearing, get_appearing, let_go_on


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(appearing, "MOST_WAIT_S", 600.0)


def test_it_waits_for_its_own_token_and_only_once():
    mine, other = Appearing(), Appearing()
    waiting = threading.Thread(target=mine.wait, daemon=True)
    waiting.start()
    let_go_on(other.token)
    let_go_on("unknown")
    assert waiting.is_alive()
    let_go_on(mine.token)
    waiting.join(60)
    assert not waiting.is_alive()
    mine.wait()
    # What was drawn before anybody waited is drawn.
    other.wait()


def test_it_goes_on_when_nobody_says_anything(monkeypatch):
    monkeypatch.setattr(appearing, "MOST_WAIT_S", 0.0)
    lost = Appearing()
    lost.wait()
    monkeypatch.setattr(appearing, "MOST_WAIT_S", 600.0)
    lost.wait()


def test_a_visit_that_ended_leaves_nothing():
    token = Appearing().token
    gc.collect()
    assert token not in appearing._appearing


@pytest.mark.parametrize(
    ("agent", "is_browser"), [("Mozilla/5.0 (X11)", True), ("Python/3.11 websockets/15", False)]
)
def test_only_a_browser_is_waited_for(monkeypatch, agent, is_browser):
    state: dict = {}
    monkeypatch.setattr(appearing.st, "session_state", state)
    monkeypatch.setattr(appearing.st, "context", type("", (), {"headers": {"User-Agent": agent}}))
    found = get_appearing()
    assert (found is not None) == is_browser
    assert get_appearing() is found
