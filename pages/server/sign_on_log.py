"""Sign-ons that failed are recorded in the ledger of access; Streamlit itself says nothing."""

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server.workers import run_aside

CALLBACK = "/oauth2callback"
COOKIE = "_streamlit_user="
# How Starlette writes a cookie that it takes away.
GONE = (f'{COOKIE}""', f"{COOKIE};")
MOST_WORDS = 120


class SignOnLog:
    """Look at what comes back to a browser that returns from the provider of the sign-on."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; record where nobody was let in."""
        if scope["type"] != "http" or not scope["path"].endswith(CALLBACK):
            return await self.app(scope, receive, send)

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start" and not _lets_in(message):
                await run_aside(_record, _find_reason(scope))
            await send(message)

        await self.app(scope, receive, look)


def _lets_in(start: Message) -> bool:
    cookies = Headers(raw=list(start["headers"])).getlist("set-cookie")
    return any(text.startswith(COOKIE) and not text.startswith(GONE) for text in cookies)


def _find_reason(scope: Scope) -> str:
    """Return what the provider said, in its own words; without any the exchange of codes failed."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    said = " ".join(asked.get(key, [""])[0] for key in ("error", "error_description")).strip()
    return said[:MOST_WORDS] or "code_not_accepted"


def _record(reason: str) -> None:
    # Imported late: what they import would make the start later.
    from data.rights.actors import NOBODY
    from data.rights.log import LOGIN_FAILED, record_access
    from data.store.build import keep_store

    record_access(keep_store(), LOGIN_FAILED, NOBODY, detail=reason)
