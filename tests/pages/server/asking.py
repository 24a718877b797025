"""Asking routes without a server: one request through the application, one answer."""

import asyncio
import json
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Answered:
    """What came back; headers by their names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body, parse_constant=_refuse)


def _refuse(name):
    raise AssertionError(f"{name} is no JSON")


def ask(app, address, **options):
    """Send one request through an ASGI application (options as `ask_once`)."""
    return asyncio.run(ask_once(app, address, **options))


async def ask_once(
    app,
    address,
    *,
    method="GET",
    headers=None,
    body=b"",
    client="127.0.0.1",
    server="127.0.0.1",
    kind="http",
):
    """Send one request within a loop that runs already."""
    parts = urlsplit(address)
    given = {"host": "127.0.0.1:8501"} | (headers or {})
    scope = {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http" if kind == "http" else "ws",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": (client, 50000),
        "server": (server, 8501),
        "extensions": {"websocket.http.response": {}},
    }
    if kind == "websocket":
        scope["subprotocols"] = []
    return await _ask(app, scope, body)


async def _ask(app, scope, body):
    coming = [
        {"type": "http.request", "body": body, "more_body": False}
        if scope["type"] == "http"
        else {"type": "websocket.connect"}
    ]
    sent = []

    async def receive():
        if body is None:
            return {"type": "http.disconnect"}
        if coming:
            return coming.pop(0)
        # The client stays and says no more.
        return await asyncio.get_running_loop().create_future()

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"].endswith("response.start"))
    parts = [message["body"] for message in sent if message["type"].endswith("response.body")]
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Answered(start["status"], headers, b"".join(parts))
