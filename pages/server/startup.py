"""What app.py serves beside the pages: routes, what goes around every answer, start and end."""

import logging
import os
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config

from data.commands.asking import HEALTH, PATH
from data.errors import CaomuError
from data.store.build import keep_store
from data.store.kept import Address, announce
from pages.server.commands import answer_command
from pages.server.compression import AssetCompression
from pages.server.first_word import FirstWord
from pages.server.guard import HostGuard
from pages.server.headers import SecurityHeaders
from pages.server.interface import answer_description, answer_health, answer_unknown, make_endpoint
from pages.server.openapi import PATH as DESCRIPTION
from pages.server.packages import PATH as PACKAGE
from pages.server.packages import answer_package
from pages.server.preload import MapPreload
from pages.server.resources import RESOURCES
from pages.server.workbooks import PATH as MISSING
from pages.server.workbooks import answer_missing

_log = logging.getLogger(__name__)

ROUTES = [
    Route(HEALTH, answer_health),
    Route(PATH, answer_command, methods=["POST"]),
    *(Route(resource.path, make_endpoint(resource)) for resource in RESOURCES),
    Route(DESCRIPTION, answer_description),
    Route(MISSING, answer_missing),
    Route(PACKAGE, answer_package),
    Route("/api/{rest:path}", answer_unknown),
]
# From the outside in.
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(HostGuard),
    Middleware(MapPreload),
    Middleware(AssetCompression),
    Middleware(FirstWord),
]


@asynccontextmanager
async def tell_where(_: object) -> AsyncIterator[None]:
    """Say beside the database where this server can be asked, as long as it runs."""
    announce(make_address())
    # The database is opened beside: a page that is asked for at once does not wait for it.
    threading.Thread(target=_open_store, daemon=True, name="open").start()
    try:
        yield
    finally:
        announce(None)


def make_address() -> Address:
    """Return where this server listens, with a new token."""
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


def _open_store() -> None:
    try:
        keep_store()
    except CaomuError as error:
        # The page says it in words, and tries again.
        _log.warning("the database is not open yet: %s", error)
    except Exception:
        _log.exception("the database is not open yet")
