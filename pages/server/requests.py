"""Each request has an id and a line in the journal (`data.journal`)."""

import math
import re
import secrets
import time
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.addresses import COMMANDS, HEALTH, METRICS
from data.journal import note, request_id

# What the proxy names a request; anything else is no id.
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_COUNTIES = re.compile(r"\d{6}(,\d{6})*")
# What a route notes in the scope of its request: for whom it answered.
USER = "caomu.user"
_OWN = ("/api/", "/drawn/", COMMANDS, HEALTH, METRICS)


_answered_at = -math.inf


def get_answered_at() -> float:
    """Return when anything was sent to anybody last, by the clock of `time.monotonic`."""
    return _answered_at


class Journal:
    """Give each request an id, and note it when it is answered."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        token = request_id.set(given if _ID.fullmatch(given) else secrets.token_hex(16))
        status, began = 101 if scope["type"] == "websocket" else 0, time.monotonic()

        async def take(message: Message) -> None:
            global _answered_at
            nonlocal status
            _answered_at = time.monotonic()
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, take)
        finally:
            _note_request(scope, status, time.monotonic() - began)
            request_id.reset(token)


def _note_request(scope: Scope, status: int, seconds: float) -> None:
    kind = _find_kind(scope)
    # Imported late: what it imports would make the start later.
    from pages.server.watching import count_request

    count_request(kind, status, seconds)
    if kind == "file" and status < 400:
        return
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    note(
        kind,
        method=scope.get("method"),
        path=scope["path"][:200],
        user=scope.get(USER),
        area=",".join(asked.get("area", []) + _list_counties(asked.get("code", [])))[:200],
        status=status,
        seconds=round(seconds, 3),
        **{"from": scope["client"][0] if scope.get("client") else ""},
    )


def _list_counties(codes: list[str]) -> list[str]:
    """Return what names counties: with the code of a sign-on somebody could go on in its place."""
    return [code for code in codes if _COUNTIES.fullmatch(code)]


def _find_kind(scope: Scope) -> str:
    """Return a few kinds only: each is a series of its own."""
    if scope["type"] == "websocket":
        return "session"
    if scope["path"].startswith(_OWN):
        return scope["path"].split("/")[1]
    return "file" if "/static/" in scope["path"] or "/media/" in scope["path"] else "page"
