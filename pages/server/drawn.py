"""The browser says that it has drawn what a page shows first, and the page goes on."""

from starlette.requests import Request
from starlette.responses import Response


async def answer_drawn(request: Request) -> Response:
    """Let the visit that the address names by its token go on; say nothing about it."""
    # Imported late: what it imports would make the start later. A visit that waits has it.
    from pages.shell.appearing import let_go_on

    let_go_on(request.path_params["token"])
    return Response(status_code=204)
