"""How commands, routes and pages come to a store: for whom do they act?

Nobody but this room, the server's start and the tests opens the store itself
(tests/architecture/test_rights.py).
"""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from data.errors import RightsError
from data.rights.actors import DESK, NOBODY, Actor
from data.rights.grants import are_in_force, load_actor
from data.rights.handles import act_as
from data.rights.log import LOGIN_FAILED, OWNER, record_access
from data.rights.tokens import find_actor_of
from data.store.build import keep_store, open_store
from data.store.database import Store

SETTING = "CAOMU_TOKEN"
# The token that a command came with which this process runs for another one; "" for none. None:
# the process runs its own command, with the token of its environment.
_token: ContextVar[str | None] = ContextVar("token", default=None)


@contextmanager
def use_token(token: str) -> Iterator[None]:
    """Let what this thread runs act for the person of a token; "" for no token."""
    held = _token.set(token)
    try:
        yield
    finally:
        _token.reset(held)


def get_token() -> str:
    """Return the token that the present command came with, "" for none."""
    held = _token.get()
    return os.environ.get(SETTING, "").strip() if held is None else held


def enter_store(path: Path | str | None = None, *, owner_does: str = "") -> Store:
    """Open a database for a command, acting for the person of its token.

    Without a token it acts for the desk, as long as no rights are in force.

    Parameters
    ----------
    owner_does : str
        What the owner of the machine does here, who needs no token for it; it is recorded.

    Raises
    ------
    RightsError
        Rights are in force and there is no token (``rights_need_token``), or the token is not
        known or over.
    CaomuError
        As `data.store.build.open_store`.
    """
    store = open_store(path)
    try:
        token = get_token()
        if not token and owner_does:
            _record_owner(store, owner_does)
            return store
        actor = identify(store, token=token)
        if actor is NOBODY:
            raise RightsError("rights_need_token", setting=SETTING)
        return act_as(store, actor)
    except BaseException:
        store.__exit__()
        raise


def record_deed_of_owner(store: Store, deed: str) -> None:
    """Record what the owner of the machine does with a whole store past all rights, where rights
    are in force."""
    if are_in_force(store):
        _record_owner(store, deed)


def _record_owner(store: Store, deed: str) -> None:
    record_access(store, OWNER, Actor("", get_owner_name()), detail=deed)


def get_owner_name() -> str:
    """Return the name of the account of the machine that this process runs under."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def enter_kept_store(
    *, token: str = "", person: tuple[str, str] | None = None, signs_on: bool = False
) -> Store:
    """Return the store that this process keeps, acting for who asks (see `identify`)."""
    store = keep_store()
    return act_as(store, identify(store, token=token, person=person, signs_on=signs_on))


def identify(
    store: Store, *, token: str = "", person: tuple[str, str] | None = None, signs_on: bool = False
) -> Actor:
    """Return who acts.

    Parameters
    ----------
    store : Store
        The whole store.
    token : str
        Goes before `person`.
    person : tuple of str or None
        Id and name of who signed on.
    signs_on : bool
        Whether a sign-on is set up: whoever did not sign on is nobody then, as well as where
        rights are in force. Else it is the desk.

    Raises
    ------
    RightsError
        The token is not known, or its days are over; it is recorded.
    """
    if token:
        try:
            return find_actor_of(store, token)
        except RightsError as error:
            record_access(store, LOGIN_FAILED, NOBODY, error)
            raise
    if person is not None:
        return load_actor(store, *person)
    return NOBODY if signs_on or are_in_force(store) else DESK
