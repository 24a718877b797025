"""Finds what the code on a picture or document stands for."""

import streamlit as st

from data.errors import CaomuError
from data.ledger.codes import Coded
from data.words.numbers import is_missing
from indicators.trace_wording import describe_then
from pages.basis.parts import ledger_cache
from pages.shell import cache
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

FOUND, REFUSED = "ledger_coded", "ledger_code_refused"


def follow_code() -> Coded | None:
    """Turn the address to what a code stands for: one of the address, or of the field.

    Before the head of the page, which takes area and year from the address.
    """
    code = st.query_params.get("code") or st.session_state.pop("ledger_code", "")
    if not code.strip():
        return None
    st.query_params.pop("code", None)
    try:
        coded = ledger_cache.find_code(code)
    except CaomuError as error:
        st.session_state[REFUSED] = error
        return None
    st.query_params["tab"] = "figure"
    asked = {"indicator": coded.indicator_id, "area": coded.area_id, "year": coded.year}
    st.query_params.update({key: str(value) for key, value in asked.items() if value is not None})
    return coded


def show_coded(coded: Coded | None) -> None:
    """Say what a code stands for, and whether its figure has changed since."""
    refused = st.session_state.pop(REFUSED, None)
    if refused is not None:
        show_error(refused)
    if coded is None:
        return
    if coded.indicator_id is None or coded.area_id is None or coded.year is None:
        show_notice("note", t("ledger.coded_many"))
        return
    key = (coded.indicator_id, coded.area_id, coded.year)
    then = ledger_cache.get_value_at(*key, coded.version)
    now = ledger_cache.get_trace(*key).value
    unit = cache.get_indicators().loc[coded.indicator_id, "unit"]
    is_same = then == now or (is_missing(then) and is_missing(now))
    show_notice("done" if is_same else "warning", describe_then(then, now, unit))
