"""What Streamlit knows of a field is forgotten with its value, once no page of the visit shows it.

Streamlit keeps the options of every list and how each is written until the visit ends: of five
pages a visit held more than of all else. Their values it forgets already. What a click does is
kept: it may be on its way while its button goes.
"""

from streamlit.runtime.state import session_state
from streamlit.runtime.state.session_state import WStates

_remove_values = WStates.remove_stale_widgets


def forget_fields() -> None:
    """Let every visit forget the fields that its last run no longer had."""
    WStates.remove_stale_widgets = _remove_fields  # type: ignore[method-assign,assignment]


def _remove_fields(
    states: WStates, active_widget_ids: frozenset[str], fragment_ids_this_run: list[str] | None
) -> None:
    """Remove values and fields of what is not shown, by Streamlit's own rule: where a part of the
    page ran alone, what lies outside it stays."""
    _remove_values(states, active_widget_ids, fragment_ids_this_run)
    states.widget_metadata = {
        name: field
        for name, field in states.widget_metadata.items()
        if field.callback
        or field.callbacks
        or not session_state._is_stale_widget(field, active_widget_ids, fragment_ids_this_run)
    }
