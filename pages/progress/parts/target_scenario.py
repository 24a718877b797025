"""What if: the fields of a scenario; the address carries them, so that it can be sent.

While the page is open the fields decide; a new address replaces them. The scenario of a target
is restored when the reader returns to that target.
"""

import streamlit as st

from data.clock import FIRST_YEAR, LAST_YEAR
from data.errors import CaomuError
from data.words.numbers import format_unit, get_change_unit
from indicators.targets.what_if import (
    CHANGES,
    PARAMETERS,
    Scenario,
    format_scenario,
    make_scenario,
    parse_scenario,
)
from pages.blocks.target_names import name_reading
from pages.shell.address import WRITTEN, is_new
from pages.shell.i18n import t
from pages.shell.messages import show_error

MEMORY = "scenarios"
SHOWN = "scenario_shown"
WIDTH = 150


def ask_scenario(row, reading_ids: list[str]) -> Scenario | None:
    """Show the fields of a scenario; return the scenario.

    Parameters
    ----------
    row : Series
        The row of `compute_progress` where it begins.
    reading_ids : list of str
        The readings to choose from.

    Returns
    -------
    Scenario or None
        None if there is no value to begin from.
    """
    default = make_scenario(row)
    if default is None:
        return None
    identity = (row["target_id"], row["indicator_id"], row["area_id"], int(row["latest_year"]))
    memory = st.session_state.setdefault(MEMORY, {})
    asked = _read_address(default, reading_ids)
    if asked is not None:
        memory[identity] = asked
    if asked is not None or st.session_state.get(SHOWN) != identity or not _are_fields_there():
        scenario = memory.get(identity, default)
        _fill_fields(default if scenario.reading_id not in reading_ids else scenario)
        st.session_state[SHOWN] = identity
    scenario = _show_fields(row, reading_ids)
    memory[identity] = scenario
    st.button(
        t("whatif.reset"), key="scenario_reset", type="tertiary", on_click=_reset, args=(identity,)
    )
    return scenario


def list_parameters(scenario: Scenario | None, row) -> dict[str, str]:
    """Return the parameters for the address: none for the scenario that the row suggests."""
    if scenario is None or scenario == make_scenario(row):
        return {}
    return format_scenario(scenario)


def _read_address(default: Scenario, reading_ids: list[str]) -> Scenario | None:
    """Return the scenario of a new address; None if the address says nothing new."""
    new = [key for key in PARAMETERS if is_new(key)]
    asked = {key: st.query_params[key] for key in PARAMETERS if key in st.query_params}
    written = st.session_state.get(WRITTEN, {})
    if not asked or (not new and len(asked) == sum(key in written for key in PARAMETERS)):
        return None
    try:
        return parse_scenario(asked, default, reading_ids)
    except CaomuError as error:
        show_error(error)
        return None


def _are_fields_there() -> bool:
    return f"scenario_{PARAMETERS[0]}" in st.session_state


def _fill_fields(scenario: Scenario) -> None:
    start_year, start = scenario.origin
    values = (
        scenario.base_year,
        scenario.base,
        scenario.reading_id,
        scenario.change,
        scenario.change_as,
        start_year,
        start,
    )
    for name, value in zip(PARAMETERS, values, strict=True):
        st.session_state[f"scenario_{name}"] = value


def _show_fields(row, reading_ids: list[str]) -> Scenario:
    readings = {reading_id: name_reading(reading_id) for reading_id in reading_ids}
    unit = format_unit(get_change_unit(row["unit"]))
    ways = {
        "unit": t("whatif.change_in", unit=unit) if unit else t("whatif.change_as_unit"),
        "pct": t("whatif.change_as_pct"),
    }
    with st.container(horizontal=True, key="scenario"):
        base_year = _ask_year("base_year")
        base = _ask_number("base")
        start_year = _ask_year("start_year")
        start = _ask_number("start")
        change = _ask_number("change")
        change_as = st.selectbox(
            t("whatif.change_as"),
            CHANGES,
            key="scenario_change_as",
            format_func=ways.__getitem__,
            width=220,
        )
        reading_id = st.selectbox(
            t("whatif.reading"),
            reading_ids,
            key="scenario_reading",
            format_func=readings.__getitem__,
            width=320,
        )
    is_base = (start_year, start) == (base_year, base)
    return Scenario(
        base_year,
        base,
        reading_id,
        change,
        change_as,
        None if is_base else start_year,
        None if is_base else start,
    )


def _ask_year(name: str) -> int:
    return int(
        st.number_input(
            t(f"whatif.{name}"), FIRST_YEAR, LAST_YEAR, step=1, key=f"scenario_{name}", width=WIDTH
        )
    )


def _ask_number(name: str) -> float:
    return float(
        st.number_input(
            t(f"whatif.{name}"),
            -1e12,
            1e12,
            step=0.1,
            format="%.6g",
            key=f"scenario_{name}",
            width=WIDTH,
        )
    )


def _reset(identity: tuple) -> None:
    """Forget the scenario of this target; the next run fills the fields again."""
    st.session_state.get(MEMORY, {}).pop(identity, None)
    st.session_state.pop(SHOWN, None)
