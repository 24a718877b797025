"""Scripts, styles and outlines travel compressed; what was compressed once is kept.

Streamlit leaves its own files out, since compressing them for every visitor costs the
server more than it gives. They do not change while it runs, so here each is compressed once.
"""

import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.workers import run_aside

KINDS = ("text/", "application/javascript", "application/json", "application/geo+json", "image/svg")
# Below this the headers weigh more; all of what is kept together stays below the second.
LEAST_BYTES = 1024
LEVEL = 6
MOST_KEPT_BYTES = 32 * 1024**2
_ASSETS = ("/static/", "/app/static/")


class AssetCompression:
    """Compress the files of this server, of Streamlit and of ours, that say what they are by a tag.

    Only a whole file is touched: parts (Range), 304 and sockets pass through as they are.
    """

    def __init__(self, app: ASGIApp):
        self.app = app
        self._kept: dict[tuple[str, str], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the compressed file where the browser takes one."""
        if not _may_compress(scope):
            return await self.app(scope, receive, send)
        await _Answer(self, scope["path"], send).pass_on(self.app, scope, receive)

    async def compress(self, path: str, tag: str, body: bytes) -> bytes:
        """Return a file compressed, from memory where this very one was compressed before."""
        found = self._kept.get((path, tag))
        if found is not None:
            return found
        made = await run_aside(gzip.compress, body, LEVEL)
        if sum(map(len, self._kept.values())) + len(made) <= MOST_KEPT_BYTES:
            self._kept[path, tag] = made
        return made


class _Answer:
    """One answer on its way: held back until all of it is there."""

    def __init__(self, compression: AssetCompression, path: str, send: Send):
        self._compression, self._path, self._send = compression, path, send
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def pass_on(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        # A file of a browser's cache, told by its tag, is the uncompressed one's.
        await app(scope, receive, self._take)

    async def _take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_worth_it(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        tag = headers["etag"]
        body = await self._compression.compress(self._path, tag, b"".join(self._body))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        # The same file in another form: equal for a reader, not byte by byte.
        headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        del headers["accept-ranges"]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _may_compress(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    is_file = any(part in scope["path"] for part in _ASSETS)
    return is_file and "range" not in Headers(scope=scope) and takes_gzip(scope)


def takes_gzip(scope: Scope) -> bool:
    """Tell whether who sent a request reads what gzip compressed."""
    for encoding in Headers(scope=scope).get("accept-encoding", "").split(","):
        name, _, quality = encoding.partition(";")
        if name.strip().lower() == "gzip":
            return quality.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _is_worth_it(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and "etag" in headers
        and "content-encoding" not in headers
        and headers.get("content-type", "").startswith(KINDS)
        and int(headers.get("content-length", LEAST_BYTES)) >= LEAST_BYTES
    )
