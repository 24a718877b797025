"""A page with a map names what the map is made of, so that the browser has it in time.

Otherwise the browser learns of the map's script and outlines only after the page's own script
has run, and fetches them after everything else, on a slow line after a megabyte of fonts. And
React shows parts that are not there yet when it first wants them together, up to 0.3 s later.
"""

import re
from functools import cache
from pathlib import Path

import streamlit
from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.addresses import get_address

# The last part of the addresses of pages that begin with a map of counties.
PAGES = ("map",)
# What Streamlit loads late for the first elements of such a page, by the names of its files.
PARTS = ("Html",)
# What comes after the map: static/map/map.js has it fetched when the map is there.
NEXT = ("Button", "Checkbox", "Multiselect", "Selectbox", "Slider")
_ASSETS = Path(streamlit.__file__).with_name("static")
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
_END_OF_HEAD = b"</head>"


class MapPreload:
    """Name the parts of a map in the document of a page that begins with one."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; add to the document that comes back."""
        if scope["type"] == "http" and scope["path"].rpartition("/")[2] in PAGES:
            await self.app(_ask_plainly(scope), receive, _Document(send).take)
        else:
            await self.app(scope, receive, send)


class _Document:
    """One answer on its way: a document is held back until all of it is there."""

    def __init__(self, send: Send):
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        """Take a message of the answer, and send on what is ready."""
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(_END_OF_HEAD, make_tags().encode() + _END_OF_HEAD, 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["Content-Length"] = str(len(body))
        # The tag is of the file without what was added, which changes with the map's files.
        del headers["etag"], headers["last-modified"], headers["accept-ranges"]
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


@cache
def make_tags() -> Markup:
    """Return the tags: outlines to be fetched, and scripts to be run in good time."""
    outlines = Markup('<link rel="preload" as="fetch" crossorigin href="{}" />').format(
        get_address("county")
    )
    scripts = (
        Markup('<script type="module" crossorigin src="./{}"></script>').format(address)
        for address in list_parts(PARTS)
    )
    later = (
        Markup('<link rel="next" crossorigin href="./{}" />').format(address)
        for address in list_parts(NEXT)
    )
    return Markup("").join((outlines, *scripts, *later))


def list_parts(parts: tuple[str, ...]) -> list[str]:
    """Return the addresses of Streamlit's files for parts, and the files that these import.

    A version of Streamlit may call a part by another name: then it comes when it is asked for.
    """
    folder = _ASSETS / "static" / "js"
    start = (_ASSETS / "index.html").read_text(encoding="utf-8")
    waiting = [path.name for part in parts for path in folder.glob(f"{part}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and name not in start:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [f"static/js/{name}" for name in found]


def _ask_plainly(scope: Scope) -> Scope:
    """Return a request for an answer as it stands in its file, whole and not compressed."""
    no = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in no]}


def _is_document(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
