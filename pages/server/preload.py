"""A page with a map names what the map is made of, so that the browser asks for it at once.

Otherwise the browser learns of the map's script and outlines only after the page's own script
has run, and fetches them after everything else.
"""

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.addresses import get_address, get_script_address

# The last part of the addresses of pages that begin with a map of counties.
PAGES = ("map",)
# What Streamlit loads for the first elements of such a page, by the names of its files.
_PARTS = ("BidiComponent", "Html")
_ASSETS = Path(streamlit.__file__).with_name("static")
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


class MapPreload:
    """Add a Link header to the document of a page with a map."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; add to the document that comes back."""
        if scope["type"] != "http" or scope["path"].rpartition("/")[2] not in PAGES:
            return await self.app(scope, receive, send)

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_document(message):
                MutableHeaders(scope=message)["Link"] = make_links()
            await send(message)

        await self.app(scope, receive, add)


@cache
def make_links() -> str:
    """Return the header: the map's script and outlines, and Streamlit's parts for them."""
    links = [
        f"<./{get_address('county')}>; rel=preload; as=fetch; crossorigin=anonymous",
        *(
            f"<./{address}>; rel=modulepreload"
            for address in (get_script_address(), *_list_parts())
        ),
    ]
    return ", ".join(links)


def _list_parts() -> list[str]:
    """Return the addresses of Streamlit's files for a map that its start page does not name.

    None in a version that calls its parts by other names: then they come when they are asked for.
    """
    folder = _ASSETS / "static" / "js"
    start = (_ASSETS / "index.html").read_text(encoding="utf-8")
    waiting = [path.name for part in _PARTS for path in folder.glob(f"{part}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and name not in start:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [f"static/js/{name}" for name in found]


def _is_document(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
