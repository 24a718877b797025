"""Headers of every answer: what a browser may do with it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit sets styles in attributes, and its own frames, workers and pictures are made in
# the browser (blob:, data:). Scripts come from this server; the two that stand in the page
# itself (Streamlit's start, ours of pages/shell/script.html) need 'unsafe-inline'.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
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


class SecurityHeaders:
    """Add the headers to every answer, also to refusals."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to what comes back."""
        starts = {"http.response.start", "websocket.http.response.start"}
        policy = make_policy(scope) if scope["type"] in ("http", "websocket") else ""

        async def add(message: Message) -> None:
            if message["type"] in starts:
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, add)


def make_policy(scope: Scope) -> str:
    """Return the policy; older browsers need the address of the page's socket named.

    The name was looked at before (`HostGuard`) or the answer is a refusal.
    """
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    name = host.decode("latin-1")
    is_plain = all(letter.isalnum() or letter in ".-:[]" for letter in name) and name.isascii()
    return POLICY.format(sockets=f"ws://{name} wss://{name}" if is_plain and name else "").strip()
