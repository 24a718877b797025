"""Who is let in: known names of this server, and the server's counters for nobody else."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from data.words.catalogue import LANGUAGES, t, use_language

SETTING = "CAOMU_HOSTS"
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
COUNTERS = "/_stcore/metrics"


class HostGuard:
    """Refuse requests that call this server by a name it does not have.

    A page of somebody else can make a browser call this server by a name of its own (DNS
    rebinding); the name then gives it away. Names of this computer itself, the address that
    was reached, and those of ``CAOMU_HOSTS`` (with commas between) are let in.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] in ("http", "websocket"):
            host = get_host(scope)
            if host is None or host not in set(_list_hosts(scope)):
                text = _say_both("server.unknown_host", host=(host or "")[:120], setting=SETTING)
                return await _refuse(scope, receive, send, text)
            if scope["type"] == "websocket" and not _is_own_page(scope):
                return await _refuse(scope, receive, send, _say_both("server.foreign_page"))
            if _asks_counters(scope):
                return await _refuse(scope, receive, send, _say_both("server.no_token"))
        await self.app(scope, receive, send)


def get_host(scope: Scope) -> str | None:
    """Return the name a request calls this server by, without port; None for none or two."""
    given = Headers(scope=scope).getlist("host")
    if len(given) != 1:
        return None
    name = given[0].strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    # A name before an @ would be somebody else's: it is no name of this server.
    return None if "@" in name else name.partition(":")[0].removesuffix(".")


def _list_hosts(scope: Scope) -> Iterator[str]:
    yield from OWN_NAMES
    for name in os.environ.get(SETTING, "").split(","):
        if name.strip():
            yield name.strip().lower()
    if scope.get("server"):
        # Behind a socket for both kinds of addresses a plain one has a prefix.
        yield scope["server"][0].lower().removeprefix("::ffff:")


def _is_own_page(scope: Scope) -> bool:
    """Tell whether a browser that opens a socket shows a page of this server: the same name and
    port. What is no browser sends no origin."""
    headers = Headers(scope=scope)
    origins = headers.getlist("origin")
    if not origins:
        return True
    try:
        return len(origins) == 1 and _split(origins[0]) == _split(f"//{headers['host']}")
    except ValueError:
        return False


def _split(address: str) -> tuple[str | None, int | None]:
    parts = urlsplit(address.strip().lower())
    port = parts.port
    return parts.hostname, None if port in (80, 443) else port


def _asks_counters(scope: Scope) -> bool:
    if not scope["path"].rstrip("/").endswith(COUNTERS):
        return False
    # Imported late: what it imports would make the start later.
    from pages.server.commands import has_token

    return not has_token(Headers(scope=scope))


def _say_both(key: str, **values) -> str:
    """Return a sentence in every language: who asks is not known."""
    said = []
    for language in LANGUAGES:
        with use_language(language):
            said.append(t(key, **values))
    return "\n".join(said) + "\n"


async def _refuse(scope: Scope, receive: Receive, send: Send, text: str) -> None:
    response = PlainTextResponse(text, 403)
    if scope["type"] == "http":
        await response(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await send({"type": "websocket.close", "code": 1008})
