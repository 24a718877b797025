"""Looking at a former day: a state of the visit, in the address too, so that it can be shared.

Every page then shows what was known at the end of that day (`data.store.past`), counts ages and
deadlines from it, and refuses every write. ``asof=now`` leads back.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.clock import set_day
from data.errors import CaomuError, PastError
from data.store.database import Store
from data.store.past import look_back

KEY, NOW = "asof", "now"
STATE, REFUSED = "former_day", "former_day_refused"
# For what runs later, outside the visit: a file that is made when it is downloaded.
held_day: ContextVar[date | None] = ContextVar("held_day", default=None)


def choose_former_day(get_present: Callable[[], Store]) -> None:
    """Find whether this visit looks at a former day, and let this run count from it.

    What cannot be looked at is said in the head of the page (`pop_refused_day`).
    """
    set_day(None)
    asked = st.query_params.get(KEY)
    if asked == NOW:
        leave_former_day()
    elif asked is not None:
        _adopt(asked, get_present)
    day = st.session_state.get(STATE)
    if day is None:
        return
    # A click in the navigation drops it; a reload would then lead back to the present.
    st.query_params[KEY] = str(day)
    set_day(day)


def _adopt(asked: str, get_present: Callable[[], Store]) -> None:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        _refuse(PastError("past_no_day", value=asked[:40]))
        return
    try:
        look_back(get_present(), day)
    except PastError as error:
        _refuse(error)
    except CaomuError:
        # The page says itself what is wrong with the database.
        leave_former_day()
    else:
        st.session_state[STATE] = day


def _refuse(error: PastError) -> None:
    leave_former_day()
    st.session_state[REFUSED] = error


def leave_former_day() -> None:
    """Go back to the present."""
    st.session_state.pop(STATE, None)
    st.query_params.pop(KEY, None)


def pop_refused_day() -> CaomuError | None:
    """Return why the day of the address is not shown, and forget it."""
    return st.session_state.pop(REFUSED, None)


def get_former_day() -> date | None:
    """Return the former day that is looked at, None for the present."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return held_day.get()
    return st.session_state.get(STATE)
