"""POST /commands: a command of this computer's user, run with the store that is open here."""

import asyncio
import hmac
import ipaddress
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from data.commands import catch_output, tell_outcome
from data.commands.asking import KIND
from data.commands.parcel import pack, unpack
from data.commands.places import lend_places
from data.errors import CaomuError
from data.files.limits import LIMITS, MB
from data.rights.door import use_token
from data.store.build import keep_store
from data.store.kept import find_kept, get_own_address
from data.words.catalogue import t
from data.words.sentences import describe_error
from pages.server.speaking import speak_as_asked
from pages.server.workers import run_aside

_log = logging.getLogger(__name__)
_MOST = LIMITS.file_bytes + MB
# The command waits for its file to come; whoever sends nothing for so long is gone.
_PATIENCE_S = 60.0


class _RefusedError(Exception):
    def __init__(self, status: int, key: str):
        super().__init__(key)
        self.status, self.key = status, key


async def answer_command(request: Request) -> Response:
    """Run the command that a parcel holds; answer with a parcel of what it said and made."""
    speak_as_asked(request)
    folder = tempfile.TemporaryDirectory(prefix="caomu-")
    try:
        check_caller(request)
        parcel = Path(folder.name) / "parcel"
        await _receive(request, parcel)
        answer = await run_aside(_answer_parcel, parcel, Path(folder.name), is_long=True)
    except _RefusedError as error:
        folder.cleanup()
        return PlainTextResponse(t(f"server.{error.key}"), error.status)
    except (TimeoutError, ClientDisconnect):
        folder.cleanup()
        return PlainTextResponse(t("server.incomplete"), 408)
    except CaomuError as error:
        folder.cleanup()
        return PlainTextResponse(describe_error(error), 400)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(answer, media_type=KIND, background=BackgroundTask(folder.cleanup))


def check_caller(request: Request) -> None:
    """Refuse whoever is not on this computer, or has not read the lock file."""
    client, server = request.client, request.scope.get("server")
    if client is None or not is_here(client.host, server[0] if server else None):
        raise _RefusedError(403, "not_here")
    if not has_token(request.headers):
        raise _RefusedError(401, "no_token")


def is_here(client: str, server: str | None) -> bool:
    """Tell whether a request comes from the computer that it reaches."""
    try:
        found = ipaddress.ip_address(client)
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return plain.is_loopback or client == server


def has_token(headers: Headers) -> bool:
    """Tell whether a request has the token of this run of the server."""
    address = get_own_address()
    kind, _, given = headers.get("authorization", "").partition(" ")
    return (
        address is not None
        and kind.lower() == "bearer"
        and hmac.compare_digest(given.encode(), address.token.encode())
    )


async def _receive(request: Request, parcel: Path) -> None:
    size = 0
    stream = aiter(request.stream())
    with parcel.open("wb") as file:
        while chunk := await asyncio.wait_for(anext(stream, b""), _PATIENCE_S):
            size += len(chunk)
            if size > _MOST:
                raise _RefusedError(413, "too_large")
            file.write(chunk)


def _answer_parcel(parcel: Path, folder: Path) -> Path:
    """Unpack a parcel, run its command, and pack what comes of it."""
    with parcel.open("rb") as file:
        letter = unpack(file, folder)
    parcel.unlink()
    database = letter.get("database", "")
    keep_store()
    if find_kept(database) is None:
        raise _RefusedError(409, "other_database")
    said, made = _run(letter, database, folder)
    answer = folder / "answer"
    with answer.open("wb") as file:
        pack(file, said, made)
    return answer


def _run(letter: dict, database: str, folder: Path) -> tuple[dict, list[tuple[str, Path]]]:
    with catch_output() as (out, err):
        try:
            options = _find_parser(letter["module"])().parse_args(letter["arguments"])
            options.db = database
            made, put_back = lend_places(options, folder, letter["taken"])
        except (SystemExit, LookupError, TypeError) as error:
            # The same parser has read it already, on the other side.
            raise _RefusedError(409, "other_version") from error
        try:
            with use_token(letter.get("acts_for", "")):
                code = tell_outcome(options, options.run)
        except Exception as error:
            _log.exception("the command %s failed", letter["arguments"])
            raise _RefusedError(500, "command_failed") from error
    said = {"code": code, "out": put_back(out.getvalue()), "err": put_back(err.getvalue())}
    return said, [(f"back-{n}", place) for n, place in enumerate(made) if _is_made(place)]


def _is_made(place: Path) -> bool:
    """Tell made things from the empty files that stand for what was there before."""
    return place.is_dir() or (place.is_file() and place.stat().st_size > 0)


def _find_parser(module: str) -> Callable:
    """Return what makes the parser of a command line.

    They are imported when one is asked for: they bring what draws maps and sets pages.
    """
    import data.__main__
    import geo.__main__
    import indicators.__main__
    import pages.documents.__main__

    parsers: dict[str, Callable] = {
        "data": data.__main__.make_parser,
        "geo": geo.__main__.make_parser,
        "indicators": indicators.__main__.make_parser,
        "pages.documents": pages.documents.__main__.make_parser,
    }
    return parsers[module]
