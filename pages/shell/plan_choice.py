"""Which plan a visit looks at: a state of the visit, in the address too, so that it can be shared.

There is nothing to choose, and nothing in the address, as long as there is one plan.
"""

from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.store.statements import DEFAULT_PLAN, PLAN_ID
from data.words.names import pick_name
from pages.shell.i18n import t
from pages.shell.remembered import forget_choice

KEY = "plan"
STATE, WIDGET, REFUSED = "plan_looked_at", "choice_of_plan", "plan_refused"
# For what runs later, outside the visit: a file that is made when it is downloaded.
held_plan: ContextVar[str] = ContextVar("held_plan", default=DEFAULT_PLAN)
# What another plan has of its own: its area comes first, its targets and items have other ids.
_OF_PLAN = ("area", "target", "item", "box", "goal", "role", "scope", "peers")


def choose_plan(plans: list[dict]) -> None:
    """Find which of the plans (`Store.list_plans`) this visit looks at."""
    known = [row[PLAN_ID] for row in plans]
    asked = st.query_params.get(KEY)
    if asked is not None and asked in known:
        _look_at(asked)
    elif asked is not None:
        st.session_state[REFUSED] = asked[:40]
    if st.session_state.get(STATE) not in known:
        st.session_state.pop(STATE, None)
    plan_id = get_plan_id()
    if plan_id != DEFAULT_PLAN:
        # A click in the navigation drops it; a reload would then show the default plan.
        st.query_params[KEY] = plan_id
    else:
        st.query_params.pop(KEY, None)


def _look_at(plan_id: str) -> None:
    if plan_id == get_plan_id():
        return
    st.session_state[STATE] = plan_id
    for name in _OF_PLAN:
        forget_choice(name)


def get_plan_id() -> str:
    """Return the plan that what runs now looks at."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return held_plan.get()
    return st.session_state.get(STATE, DEFAULT_PLAN)


def pop_refused_plan() -> str | None:
    """Return the plan that the address asked for in vain, and forget it."""
    return st.session_state.pop(REFUSED, None)


def show_plan_choice(plans: list[dict]) -> None:
    """Let the reader choose among several plans; show nothing where there is one."""
    if len(plans) < 2:
        return
    names = {row[PLAN_ID]: pick_name(row) for row in plans}
    st.session_state[WIDGET] = get_plan_id()
    st.selectbox(
        t("shell.plan"),
        list(names),
        key=WIDGET,
        format_func=names.__getitem__,
        on_change=_take_choice,
        width=240,
    )


def _take_choice() -> None:
    _look_at(st.session_state[WIDGET])
    # The address still has what the plan of before showed.
    st.query_params.clear()
    if get_plan_id() != DEFAULT_PLAN:
        st.query_params[KEY] = get_plan_id()
