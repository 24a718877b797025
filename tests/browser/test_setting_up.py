"""The browser tests' own footing: the search for Chromium and the guard at the door."""

import pytest

from tests.browser import chromium as search
from tests.browser.windows import is_at_home


def test_a_browser_on_the_path_comes_first(monkeypatch):
    monkeypatch.setattr(search, "find_on_path", lambda: "chromium-of-the-path")
    assert search.find_chromium() == "chromium-of-the-path"


def test_apt_comes_before_the_download(monkeypatch):
    found = iter([None, "chromium-of-apt", "chromium-of-apt"])
    monkeypatch.setattr(search, "find_on_path", lambda: next(found))
    monkeypatch.setattr(search, "find_own", lambda: None)
    monkeypatch.setattr(search, "install_with_apt", lambda: True)
    monkeypatch.setattr(search, "install_with_playwright", lambda: pytest.fail("too early"))
    assert search.find_chromium() == "chromium-of-apt"


def test_the_download_comes_last(monkeypatch):
    own = iter([None, "downloaded"])
    monkeypatch.setattr(search, "find_on_path", lambda: None)
    monkeypatch.setattr(search, "find_own", lambda: next(own))
    monkeypatch.setattr(search, "install_with_apt", lambda: False)
    monkeypatch.setattr(search, "install_with_playwright", lambda: True)
    assert search.find_chromium() is None


def test_without_any_it_fails_with_a_sentence(monkeypatch):
    for name in ("find_on_path", "find_own"):
        monkeypatch.setattr(search, name, lambda: None)
    for name in ("install_with_apt", "install_with_playwright"):
        monkeypatch.setattr(search, name, lambda: False)
    with pytest.raises(search.NoChromiumError, match="Install Chromium"):
        search.find_chromium()


def test_a_command_that_does_not_exist_is_no_success():
    assert not search.run_quietly(["no-such-command-of-any-machine"])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "ws://127.0.0.1:9/s", "data:,x", "blob:http://127.0.0.1:9/1"]
)
def test_at_home(url):
    assert is_at_home(url, "127.0.0.1:9")


@pytest.mark.parametrize(
    "url", ["https://example.org/x.js", "http://127.0.0.1:10/x", "wss://example.org/"]
)
def test_outside(url):
    assert not is_at_home(url, "127.0.0.1:9")
