"""Looking at the example: a state of the visit, in the address too, so that it can be shared.

Inside it, the pages read the example's own file, which refuses every write
(`data.projects.example`). An address without ``example=1`` that opens a new visit is outside.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.clock import use_day
from data.errors import CaomuError
from data.projects.example import open_example, prepare_example
from data.store.database import Store
from data.store.statements import DEFAULT_PLAN
from data.words.catalogue import get_language, get_plan_words, t, use_language, use_plan_words
from pages.shell import former_day, plan_choice
from pages.shell.former_day import get_former_day, held_day
from pages.shell.messages import show_error
from pages.shell.plan_choice import get_plan_id, held_plan
from pages.shell.sign_on import get_visitor, use_visitor

KEY = "example"
STATE = "in_example"
STATES = {"1": True, "0": False}
# For what runs later, outside the visit: a file that is made when it is downloaded.
_held: ContextVar[bool] = ContextVar("example", default=False)

# What the addresses of a page carry, by language; None where nothing holds it.
_carried: ContextVar[dict[str, dict[str, str]] | None] = ContextVar("carried", default=None)

Made = TypeVar("Made")


def choose_example() -> None:
    """Find whether this visit is in the example; make the example where nobody has looked yet."""
    asked = STATES.get(st.query_params.get(KEY, ""))
    if asked is not None:
        st.session_state[STATE] = asked
    if not is_in_example():
        return
    if st.query_params.get(KEY) != "1":
        # A click in the navigation drops it; a reload would then lead out of the example.
        st.query_params[KEY] = "1"
    try:
        if open_example() is None:
            with st.spinner(t("example.preparing")):
                prepare_example()
    except CaomuError as error:
        st.session_state[STATE] = False
        st.query_params.pop(KEY, None)
        show_error(error)


def is_in_example() -> bool:
    """Tell whether what runs now is in the example."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _held.get()
    return bool(st.session_state.get(STATE, False))


def get_example() -> Store:
    """Return the example's store."""
    return open_example() or prepare_example()


@contextmanager
def hold_carried() -> Iterator[None]:
    """Let what runs in this block find once what addresses carry: a page has hundreds of links.

    Plan, example and day of the visit must be settled before.
    """
    token = _carried.set({})
    try:
        yield
    finally:
        _carried.reset(token)


def list_carried() -> dict[str, str]:
    """Return what every address of this visit carries: language, plan, example, day."""
    held = _carried.get()
    if held is None:
        return _find_carried()
    # A part of a page may be in another language.
    language = get_language()
    if language not in held:
        held[language] = _find_carried()
    return dict(held[language])


def _find_carried() -> dict[str, str]:
    day, plan_id = get_former_day(), get_plan_id()
    return (
        {"lang": get_language()}
        | ({plan_choice.KEY: plan_id} if plan_id != DEFAULT_PLAN else {})
        | ({KEY: "1"} if is_in_example() else {})
        | ({former_day.KEY: str(day)} if day else {})
    )


def mark_file(name: str) -> str:
    """Return the name of a file, which says so if what it holds comes from the example, or is
    what was known on a former day."""
    day = get_former_day()
    name = t("asof.file", name=name, day=day) if day else name
    return t("example.file", name=name) if is_in_example() else name


def keep_visit(make: Callable[..., Made]) -> Callable[..., Made]:
    """Return a function that runs later in the language, plan, example and day of this visit,
    for who visits."""
    language, is_example, day = get_language(), is_in_example(), get_former_day()
    visitor, plan_id, words = get_visitor(), get_plan_id(), get_plan_words()

    @wraps(make)
    def run(*arguments, **named) -> Made:
        token, day_token = _held.set(is_example), held_day.set(day)
        plan_token = held_plan.set(plan_id)
        try:
            with use_language(language), use_plan_words(words), use_day(day), use_visitor(visitor):
                return make(*arguments, **named)
        finally:
            _held.reset(token)
            held_day.reset(day_token)
            held_plan.reset(plan_token)

    return run
