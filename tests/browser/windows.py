"""The browser of a test process: started once, its windows used again.

A window that has shown a page of ours before has its scripts compiled: the next page costs it a
quarter of what it costs a new window.
"""

import os
from contextlib import ExitStack
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.browser.serving import HOST

DESKTOP = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); return history.length; }"
# A window keeps 50 addresses: from then on, its history no longer grows.
LONG_HISTORY = 30


class Windows:
    """A browser with its windows, and what went wrong in them."""

    def __init__(self):
        self._closing = ExitStack()
        self._context = None
        self._free: list[Page] = []
        self._used: list[Page] = []
        # A free window goes on asking for its server, which may have ended.
        self._hosts: set[str] = set()
        self.outside: list[str] = []
        self.errors: list[str] = []

    @property
    def is_open(self) -> bool:
        """Tell whether the browser runs."""
        return self._context is not None

    def start(self, path: str | None) -> None:
        """Start the browser at a path, None for playwright's own."""
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        # No name leads out: a request that tries is noted and fails.
        arguments = [f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"]
        arguments += ["--disable-dev-shm-usage", "--process-per-site"]
        arguments += ["--no-sandbox"] if as_root else []
        playwright = self._closing.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        self._closing.callback(browser.close)
        context = browser.new_context(locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", lambda request: self._check(request.url))
        self._context = context

    def open_address(self, server, address: str, viewport=DESKTOP) -> Page:
        """Open an address in a window that this test has not used; the visit is a new one."""
        self._hosts.add(urlsplit(server.url).netloc)
        page = self._free.pop() if self._free else self._make_page()
        self._used.append(page)
        page.set_viewport_size(viewport)
        # Where the last test left the mouse, a part may show what it shows when pointed at.
        page.mouse.move(0, 0)
        page.goto(server.url + address)
        return page

    def release(self) -> tuple[list[str], list[str]]:
        """End a test; return its requests to elsewhere and its errors."""
        for page in self._context.pages:
            if page not in self._used + self._free:
                page.close()
        for page in list(self._used):
            if page.evaluate(FORGET) > LONG_HISTORY:
                self._used.remove(page)
                page.close()
        # The first one first: it has shown most pages.
        self._free += reversed(self._used)
        found = self.outside, self.errors
        self._used, self.outside, self.errors = [], [], []
        return found

    def close(self) -> None:
        """Close the browser."""
        self._closing.close()
        self.__init__()

    def _make_page(self) -> Page:
        page = self._context.new_page()
        page.on("websocket", lambda socket: self._check(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note_refusal)
        return page

    def _check(self, url: str) -> None:
        if not any(is_at_home(url, host) for host in self._hosts):
            self.outside.append(url)

    def _note_refusal(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)


def is_at_home(url: str, host: str) -> bool:
    """Tell whether a request stays with the server, or needs none."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.netloc == host
