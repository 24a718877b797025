"""Headers of every answer: what a browser may do with it."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.addresses import ROOT, STATIC, make_static_address

_SCRIPT = re.compile(r"(?:<)script>(.*?)(?:<)/script>", re.DOTALL)
_START = Path(streamlit.__file__).with_name("static") / "index.html"
# Scripts come from this server, or are those few that stand in a page, known by their hashes;
# components make theirs in the browser (blob:). Streamlit sets styles in attributes.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob: {scripts}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' {sockets}",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The address of a file of ours in static/ changes with its content (geo/addresses.py): a browser
# that asked again for each at every visit would draw nothing until all answers are there.
KEPT = "public, immutable, max-age=31536000"


class SecurityHeaders:
    """Add the headers to every answer, also to refusals."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to what comes back."""
        starts = {"http.response.start", "websocket.http.response.start"}
        policy = make_policy(scope) if scope["type"] in ("http", "websocket") else ""
        is_kept = scope["type"] == "http" and _may_keep(scope)

        async def add(message: Message) -> None:
            if message["type"] in starts:
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                for name, value in HEADERS.items():
                    headers[name] = value
                if is_kept and message.get("status") == 200:
                    headers["Cache-Control"] = KEPT
            await send(message)

        await self.app(scope, receive, add)


def make_policy(scope: Scope) -> str:
    """Return the policy; older browsers need the address of the page's socket named.

    The name was looked at before (`HostGuard`) or the answer is a refusal.
    """
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    name = host.decode("latin-1")
    is_plain = all(letter.isalnum() or letter in ".-:[]" for letter in name) and name.isascii()
    sockets = f"ws://{name} wss://{name}" if is_plain and name else ""
    return POLICY.format(scripts=" ".join(list_hashes()), sockets=sockets)


def _may_keep(scope: Scope) -> bool:
    name = scope["path"].partition(f"/{STATIC}/")[2]
    return f"{STATIC}/{name}?{scope['query_string'].decode('latin-1')}" in _list_kept()


@cache
def _list_kept() -> frozenset[str]:
    """Return the addresses of the files of static/ as they are now, not as they were or will be."""
    files = (path for path in (ROOT / "static").rglob("*") if path.is_file())
    return frozenset(map(make_static_address, files))


@cache
def list_hashes() -> list[str]:
    """Return the hash of each script that stands in a page, Streamlit's own and ours."""
    pages = (_START, Path(__file__).with_name("start.html"))
    texts = {script for page in pages for script in _SCRIPT.findall(page.read_text("utf-8"))}
    digests = sorted(hashlib.sha256(text.encode()).digest() for text in texts)
    return [f"'sha256-{b64encode(digest).decode()}'" for digest in digests]
