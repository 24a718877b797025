"""Who asks a route: a program by its token, or a browser by the session of its sign-on."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data.errors import CaomuError, RightsError
from data.rights.actors import NOBODY
from data.rights.door import enter_kept_store
from data.store.database import Store
from pages.server.requests import USER
from pages.shell.sign_on import SignOn, find_sign_on


def enter_for(request: Request) -> Store:
    """Return the store of this process, acting for who asks.

    Raises
    ------
    RightsError
        Nobody is known to ask, and rights are in force (``rights_need_sign_on``); or the token
        is not known or over.
    """
    sign_on, person = find_person(request)
    store = enter_kept_store(token=read_token(request), person=person, signs_on=sign_on is not None)
    actor = getattr(store, "actor", None)
    if actor is NOBODY:
        raise RightsError("rights_need_sign_on")
    request.scope[USER] = actor.name if actor else None
    return store


def find_person(request: Request) -> tuple[SignOn | None, tuple[str, str] | None]:
    """Return how persons sign on (None: no sign-on is set up), and id and name of who did."""
    sign_on = find_sign_on()
    return sign_on, None if sign_on is None else sign_on.read_person(_read_claims(request))


def is_restricted() -> bool:
    """Tell whether a request needs a token or a sign-on; where the store cannot be opened only the
    sign-on counts."""
    if find_sign_on() is not None:
        return True
    try:
        return getattr(enter_kept_store(), "actor", None) is NOBODY
    except CaomuError:
        return False


def read_token(request: Request) -> str:
    """Return the token that a request brings, "" for none."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else ""


def find_status(error: RightsError) -> int:
    """Return the status of an answer that refuses: 403 for who is known, else 401."""
    return 403 if error.key == "rights_refused" else 401


def _read_claims(request: Request) -> Mapping[str, Any]:
    """Return what the provider said of who signed on, from the signed cookie; empty without."""
    secret = get_cookie_secret()

    def read_one(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1")) if value else None

    content = get_cookie_with_chunks(read_one, USER_COOKIE_NAME)
    try:
        claims = json.loads(content) if content else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}
