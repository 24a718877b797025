"""What app.py serves beside the pages: routes, what goes around every answer, start and end.

A page is served as soon as this module is imported, so it imports little. What the routes and
the first reader need is imported and computed in a thread, after the start and after each write.
"""

import gc
import logging
import os
import secrets
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send
from streamlit import config

from data.addresses import COMMANDS, HEALTH, METRICS
from data.errors import CaomuError
from data.journal import start_journal
from pages.server.compression import AssetCompression
from pages.server.drawn import answer_drawn
from pages.server.files import FileGuard
from pages.server.first_word import FirstWord
from pages.server.forgetting import forget_fields
from pages.server.gathering import gather_calls
from pages.server.guard import HostGuard
from pages.server.headers import SecurityHeaders
from pages.server.requests import Journal, get_answered_at
from pages.server.sending import send_at_once
from pages.server.sign_on_log import SignOnLog
from pages.server.spared import spare_runs, spare_start
from pages.server.workers import run_aside

if TYPE_CHECKING:
    from data.store.kept import Address

_log = logging.getLogger(__name__)

# Python looks for garbage among all that is kept whenever a quarter was added to it, within
# somebody's click: a quarter of a second. There only what is new is looked through; a thread does
# the rest, now and then.
LOOK_THROUGH = (5_000, 10, 1_000)
TIDY_S = 300.0
# How long a thread computes before another may. A page waits so long at each piece that it sends,
# for each new result that others wait for: beside three of them it took 0.6 s by Python's own 5 ms,
# and 0.15 s by this.
SWITCH_S = 0.001
# What nobody waits for yet is computed when nothing was sent for so long. Where that does not come
# in the time after it, visits make what they look at themselves, and would only wait for more.
QUIET_S, PATIENCE_S, LOOK_S = 2.0, 30.0, 0.2
# How long the server's end waits for what it began by itself.
ENDING_S = 10.0
# What Linux calls the thread that does this: its processor time can be told from that of visits.
KEEPER = "keep-ready"


class LateRoutes:
    """The routes of `pages.server.routes`, imported when they are first asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the route of the path does."""
        await (await run_aside(_import_router))(scope, receive, send)


ROUTES = [
    *(Route(path, LateRoutes()) for path in (HEALTH, METRICS, COMMANDS, "/api/{rest:path}")),
    Route("/drawn/{token}", answer_drawn, methods=["POST"]),
]
# From the outside in.
MIDDLEWARE = [
    Middleware(Journal),
    Middleware(SecurityHeaders),
    Middleware(HostGuard),
    Middleware(FileGuard),
    Middleware(AssetCompression),
    Middleware(FirstWord),
    Middleware(SignOnLog),
]


def keep_ready(
    import_first: Callable[[], None],
    warm_first: Callable[[], None],
    warm_others: Callable[[], None],
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return what accompanies the server from its start to its end.

    Parameters
    ----------
    import_first : callable
        Imports what the first reader needs. It is called in a thread, while the database opens.
    warm_first : callable
        Computes what the first reader needs. It is called in a thread, after the database is open
        and after each write to it.
    warm_others : callable
        The same of what nobody waits for yet; it is called when nobody is being answered.
    """
    gc.set_threshold(*LOOK_THROUGH)
    spare_start()
    spare_runs()
    forget_fields()

    @asynccontextmanager
    async def accompany(_: object) -> AsyncIterator[None]:
        _try(lambda: start_journal(str(config.get_option("server.port"))), "there is no journal")
        gather_calls()
        send_at_once()
        # The database is opened beside: a page that is asked for at once does not wait for it.
        readiness = Readiness(import_first, warm_first, warm_others)
        readiness.start()
        try:
            yield
        finally:
            readiness.end()

    return accompany


class Readiness:
    """Opens the database, says beside it where this server can be asked, and keeps pages warm."""

    def __init__(
        self,
        import_first: Callable[[], None],
        warm_first: Callable[[], None],
        warm_others: Callable[[], None],
    ):
        self._import_first = import_first
        self._warm_first, self._warm_others = warm_first, warm_others
        self._lock = threading.Lock()
        self._is_over = False
        self._is_stale = threading.Event()
        self._tidied_at = time.monotonic()
        self._thread = threading.Thread(target=self.run, daemon=True, name="open")

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def run(self) -> None:
        """Open the database and warm up, then again after each write, until the server ends."""
        from data.store.kept import watch_kept

        sys.setswitchinterval(SWITCH_S)
        watch_kept(self._is_stale.set)
        # The engine works without Python while it makes or reads the file.
        imports = partial(_try, self._import_first, "the first page is not imported")
        importing = threading.Thread(target=imports, daemon=True, name="import")
        importing.start()
        self._open()
        while not self._is_over:
            if self._is_stale.wait(TIDY_S) and not self._is_over:
                self._is_stale.clear()
                _try(self._warm_first, "the first page is not warm")
                # What was written meanwhile makes the first page old again.
                if self._wait_until_quiet():
                    _try(self._warm_others, "the pages are not warm")
                    _import_router()
            self._tidy()
        importing.join()

    def _wait_until_quiet(self) -> bool:
        """Wait until nobody has been answered for a moment, but not for ever; tell whether that
        moment came before another write."""
        began = time.monotonic()
        while time.monotonic() - max(get_answered_at(), began - QUIET_S) < QUIET_S:
            if time.monotonic() - began > PATIENCE_S or self._is_stale.wait(LOOK_S):
                return False
        return not self._is_over

    def _tidy(self) -> None:
        """Look for garbage among all that is kept, now and then."""
        # Not before: those of the database, which begin while it is opened, would inherit the name.
        _name_thread(KEEPER)
        if time.monotonic() - self._tidied_at >= TIDY_S:
            gc.collect()
            self._tidied_at = time.monotonic()

    def end(self) -> None:
        """Take back where this server can be asked, and wait until nothing is at work.

        Python ends threads by force, and the libraries that compute end the process for that.
        """
        from data.store.kept import announce

        with self._lock:
            self._is_over = True
            announce(None)
        self._is_stale.set()
        self._thread.join(ENDING_S)

    def _open(self) -> None:
        from data.store.build import keep_store
        from data.store.kept import announce

        with self._lock:
            if self._is_over:
                return
            announce(make_address())
        _try(keep_store, "the database is not open yet")


def make_address() -> "Address":
    """Return where this server listens, with a new token."""
    from data.store.kept import Address

    is_secure = bool(config.get_option("server.sslCertFile"))
    host = str(config.get_option("server.address") or "")
    # What listens everywhere listens here too.
    host = "127.0.0.1" if host in ("", "0.0.0.0", "::", "localhost") else host
    name = f"[{host}]" if ":" in host else host
    port = config.get_option("server.port")
    return Address(
        f"{'https' if is_secure else 'http'}://{name}:{port}",
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(8),
        os.getpid(),
    )


def _name_thread(name: str) -> None:
    """Tell Linux the name of this thread; Python does so from version 3.14 on."""
    with suppress(OSError):
        Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/comm").write_text(name)


def _import_router() -> Router:
    from pages.server.routes import ROUTER

    return ROUTER


def _try(act: Callable[[], object], words: str) -> None:
    """Do it; if it fails, log why. A page says it in words, and tries again."""
    try:
        act()
    except CaomuError as error:
        _log.warning("%s: %s", words, error)
    except Exception:
        _log.exception(words)
