"""A real browser on a server of its own; a request that leaves the server fails the test."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import NoChromiumError, find_chromium
from tests.browser.serving import run_server

DESKTOP = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    """Return the browser's path, None for playwright's own build."""
    try:
        return find_chromium()
    except NoChromiumError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """Start a browser for a file of tests.

    Not for longer: playwright keeps an event loop running, which tests of other files in
    the same process must not meet.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--disable-dev-shm-usage", *(["--no-sandbox"] if as_root else [])],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Serve an empty database to the tests of a file."""
    with run_server(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert_no_traceback(running)


@pytest.fixture
def cold_server(tmp_path):
    """Serve an empty database to this test alone; nobody has visited it."""
    with run_server(tmp_path) as running:
        yield running
        assert_no_traceback(running)


@pytest.fixture
def visit(chromium):
    """Return a function that opens an address in a fresh browser session."""
    contexts, outside, errors = [], [], []

    def note_refusal(message):
        if "Content Security Policy" in message.text:
            errors.append(message.text)

    def open_address(server, address, viewport=DESKTOP):
        context = chromium.new_context(viewport=viewport, locale="zh-CN", accept_downloads=True)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        host = urlsplit(server.url).netloc

        def let_pass(route):
            if is_at_home(route.request.url, host):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        def check_socket(socket):
            if not is_at_home(socket.url, host):
                outside.append(socket.url)

        context.route("**/*", let_pass)
        page = context.new_page()
        page.on("websocket", check_socket)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note_refusal)
        page.goto(server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert not outside, "requests left the server"
    assert not errors, "errors in the browser"


def is_at_home(url, host):
    """Tell whether a request stays with the server, or needs none."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.netloc == host


def assert_no_traceback(server):
    """Fail when the server's log tells of an exception."""
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log, log[-3000:]
