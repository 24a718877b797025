"""Files that pages made: where a sign-on is set up, only who signed on gets them."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.words.catalogue import t
from pages.server.speaking import speak_as_asked
from pages.server.workers import run_aside

FILES = "/media/"


class FileGuard:
    """Refuse a file of a page to whoever has not signed on or whose session is over.

    Streamlit gives it to everybody who knows its address, as long as its page is open.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] == "http" and FILES in scope["path"]:
            request = Request(scope)
            if await run_aside(_is_strange, request):
                speak_as_asked(request)
                refusal = PlainTextResponse(t("rights.sign_on_note"), 401)
                return await refusal(scope, receive, send)
        await self.app(scope, receive, send)


def _is_strange(request: Request) -> bool:
    # Imported late: what it imports would make the start later.
    from pages.server.callers import find_person

    sign_on, person = find_person(request)
    return sign_on is not None and person is None
