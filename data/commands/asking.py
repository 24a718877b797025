"""Letting the app that has the database open run a command."""

import argparse
import http.client
import json
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from data.addresses import COMMANDS, HEALTH
from data.commands.parcel import pack, unpack
from data.commands.places import Made, list_places, list_sent, take_made
from data.errors import AppUnreachableError
from data.rights.door import get_token
from data.store.kept import Address, read_lock
from data.words.catalogue import get_language

REACH_S = 5.0
KIND = "application/x-tar"
_CHUNK = 1024**2


@dataclass(frozen=True)
class Reply:
    """What a command returned and said."""

    code: int
    out: str
    err: str


def find_app(database: Path) -> Address | None:
    """Return the app that has a database open, None where none answers.

    A lock file whose server is gone, or whose port another program has now, is stale. If
    the database is still busy then, opening it says so.

    Raises
    ------
    AppUnreachableError
        Something took the question and gave no answer within 5 s.
    """
    address = read_lock(database)
    if address is None:
        return None
    connection = _connect(address)
    try:
        connection.request("GET", HEALTH)
        said = json.loads(connection.getresponse().read())
        return address if said["instance"] == address.instance else None
    except TimeoutError as error:
        raise _make_unreachable(address, database) from error
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return None
    finally:
        connection.close()


def ask_app(
    address: Address, database: Path, module: str, arguments: list[str], options: argparse.Namespace
) -> Reply:
    """Let the app run a command, and put what it made where it was asked for.

    Parameters
    ----------
    module : str
        What is run with ``python -m``.
    arguments : list of str
        As they were given; `options` is what they were read as.

    Raises
    ------
    AppUnreachableError
        The app went away or refused.
    UnreadableFileError
        A file is too large, or what was made may not be written.
    """
    places = list_places(options, Made)
    letter = {
        "module": module,
        "arguments": arguments,
        "database": str(database),
        "taken": [Path(place).exists() for place in places],
        "acts_for": get_token(),
    }
    with tempfile.TemporaryDirectory() as folder:
        with tempfile.TemporaryFile() as parcel:
            pack(parcel, letter, ((f"sent-{n}", path) for n, path in list_sent(options)))
            answer = _send(address, database, parcel, Path(folder))
        for number, place in enumerate(places):
            if (made := Path(folder) / f"back-{number}").exists():
                take_made(made, place)
    return answer


def _send(address: Address, database: Path, parcel, folder: Path) -> Reply:
    """Send a parcel and wait for the answer, as long as the command takes."""
    headers = {
        "Authorization": f"Bearer {address.token}",
        "Content-Type": KIND,
        "Accept-Language": get_language(),
        "Content-Length": str(parcel.tell()),
    }
    parcel.seek(0)
    connection = _connect(address)
    try:
        connection.connect()
        connection.sock.settimeout(None)
        connection.request("POST", COMMANDS, parcel, headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            reason = response.read(_CHUNK).decode("utf-8", "replace")
            raise _make_unreachable(address, database, "app_refused", reason=reason)
        said = unpack(response, folder)
        return Reply(said["code"], said["out"], said["err"])
    except (OSError, http.client.HTTPException) as error:
        raise _make_unreachable(address, database, "app_gone") from error
    except KeyboardInterrupt as error:
        # Who breaks off waits no longer; the app, which has the command, does not stop with it.
        raise _make_unreachable(address, database, "app_goes_on") from error
    finally:
        connection.close()


def _connect(address: Address) -> http.client.HTTPConnection:
    """Connect to this computer: without a proxy, and whoever signed its certificate."""
    parts = urlsplit(address.url)
    if parts.scheme == "https":
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection(parts.netloc, timeout=REACH_S, context=context)
    return http.client.HTTPConnection(parts.netloc, timeout=REACH_S)


def _make_unreachable(
    address: Address, database: Path, key: str = "app_unreachable", **fields
) -> AppUnreachableError:
    return AppUnreachableError(
        key, path=str(database), url=address.url, pid=address.pid, seconds=int(REACH_S), **fields
    )
