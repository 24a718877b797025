"""The sign-on by the office's own provider (OpenID Connect, `st.login`), where one is set up.

``.streamlit/secrets.toml`` has ``[auth]`` as Streamlit reads it, and ``[caomu]`` with what is ours:
which claim is the id of a person, which the name, and how long a session lasts. Without ``[auth]``
nobody is asked who they are (docs/deploy-login.md).
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.rights.actors import DESK, Actor
from data.rights.door import identify
from data.store.database import Store

SECTION, OURS = "auth", "caomu"
HOURS = 8.0
# What a provider may be ahead of this computer.
SKEW_S = 60
# Rights may be withdrawn by another process: so long what was found out about them holds.
FRESH_S = 2.0
FOUND = "actor_found"


@dataclass(frozen=True)
class SignOn:
    """How persons are known: the claims of id and name, and how long a session lasts."""

    person_claim: str
    name_claim: str
    hours: float

    def read_person(self, claims: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return id and name of who signed on; None for nobody, or where the session is over.

        A session without a time of issue is over: nobody knows how old it is.
        """
        person = str(claims.get(self.person_claim) or "").strip()
        if not claims.get("is_logged_in") or not person or self._is_over(claims.get("iat")):
            return None
        return person, str(claims.get(self.name_claim) or person).strip()

    def _is_over(self, issued_at: Any) -> bool:
        if not isinstance(issued_at, (int, float)):
            return True
        age_s = time.time() - issued_at
        return not -SKEW_S <= age_s <= self.hours * 3600


@dataclass(frozen=True)
class Visitor:
    """Who visits: id and name of who signed on (None: nobody), and whether a sign-on is set up."""

    person: tuple[str, str] | None = None
    signs_on: bool = False


# Of the run of a page, in which nobody else can sign on.
_of_run: ContextVar[Visitor | None] = ContextVar("visitor_of_run", default=None)
# For what runs outside a visit: a file that is made when it is downloaded, or the server's own
# preparations, which nobody sees. Without it whatever runs there is nobody's.
_held: ContextVar[Visitor | None] = ContextVar("visitor", default=None)
_is_own: ContextVar[bool] = ContextVar("is_own", default=False)


def find_sign_on() -> SignOn | None:
    """Return how persons sign on, None where no sign-on is set up."""
    if not st.secrets.load_if_toml_exists() or not st.secrets.get(SECTION):
        return None
    ours = st.secrets.get(OURS) or {}
    return SignOn(
        str(ours.get("person_claim") or "sub"),
        str(ours.get("name_claim") or "name"),
        float(ours.get("session_hours") or HOURS),
    )


def get_visitor() -> Visitor:
    """Return who visits."""
    found = _of_run.get()
    if found is not None:
        return found
    if get_script_run_ctx(suppress_warning=True) is None:
        return _held.get() or Visitor(signs_on=find_sign_on() is not None)
    sign_on = find_sign_on()
    if sign_on is None:
        return Visitor()
    return Visitor(sign_on.read_person(st.user.to_dict()), True)


@contextmanager
def hold_visitor() -> Iterator[None]:
    """Let what runs in this block find out once who visits: a page asks for each of its files."""
    token = _of_run.set(get_visitor())
    try:
        yield
    finally:
        _of_run.reset(token)


@contextmanager
def use_visitor(visitor: Visitor) -> Iterator[None]:
    """Let what runs outside a visit run for who visited."""
    held = _held.set(visitor)
    try:
        yield
    finally:
        _held.reset(held)


@contextmanager
def use_server_itself() -> Iterator[None]:
    """Let this thread see everything: what it makes is kept, and shown to those who may see it."""
    held = _is_own.set(True)
    try:
        yield
    finally:
        _is_own.reset(held)


def find_actor(store: Store) -> Actor:
    """Return who acts in what runs now, with the rights of now.

    Parameters
    ----------
    store : Store
        The whole store.
    """
    is_visit = get_script_run_ctx(suppress_warning=True) is not None
    if not is_visit and _is_own.get():
        return DESK
    if is_visit:
        version, at, actor = st.session_state.get(FOUND, (None, 0.0, None))
        if actor is not None and version == store.version and time.monotonic() - at < FRESH_S:
            return actor
    visitor = get_visitor()
    actor = identify(store, person=visitor.person, signs_on=visitor.signs_on)
    if is_visit:
        st.session_state[FOUND] = store.version, time.monotonic(), actor
    return actor
