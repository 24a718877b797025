"""A visit holds only the lists that it is shown; what fields do stays whole."""

import pytest
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates
from streamlit.testing.v1 import AppTest

from pages.server.forgetting import forget_fields

SHOWN, GONE, OUTSIDE = "shown", "gone", "outside"


@pytest.fixture(autouse=True)
def forgetting(monkeypatch):
    """Forget during one test only."""
    monkeypatch.setattr(WStates, "remove_stale_widgets", WStates.remove_stale_widgets)
    forget_fields()


def list_fields(run: AppTest) -> list[str]:
    """Return the keys of the fields that the visit of a run holds."""
    held = run._session_state._state._new_widget_state.widget_metadata
    return sorted(name.rpartition("-")[2] for name in held)


def offer_two_pages() -> None:
    """Show one of two pages with a list and a button each."""
    import streamlit as st

    def press(name: str) -> None:
        st.session_state["pressed"] = name

    name = st.radio("page", ["first", "second"], key="page")
    st.selectbox("list", ["a", "b"], key=f"{name}_list")
    st.button("press", key=f"{name}_button", on_click=press, args=(name,))


def test_a_visit_forgets_the_lists_of_the_page_before():
    run = AppTest.from_function(offer_two_pages).run()
    assert list_fields(run) == ["first_button", "first_list", "page"]
    run.radio("page").set_value("second").run()
    assert list_fields(run) == ["first_button", "page", "second_button", "second_list"]


def test_a_click_that_comes_after_its_button_is_gone_is_not_lost():
    run = AppTest.from_function(offer_two_pages).run()
    late = run.button("first_button").proto.id
    run.radio("page").set_value("second").run()
    sent = run._tree.get_widget_states()
    sent.widgets.add(id=late, trigger_value=True)
    assert run._run(sent).session_state["pressed"] == "first"


def test_fields_that_come_again_work_again():
    run = AppTest.from_function(offer_two_pages).run()
    run.selectbox("first_list").set_value("b").run()
    assert run.selectbox("first_list").value == "b"
    for name in ("second", "first"):
        run.radio("page").set_value(name).run()
    assert run.selectbox("first_list").value == "a"
    run.button("first_button").click().run()
    assert run.session_state["pressed"] == "first"
    run.selectbox("first_list").set_value("b").run()
    assert run.selectbox("first_list").value == "b"


def test_what_lies_outside_a_part_that_ran_alone_stays():
    states = WStates()
    for name, part in ((SHOWN, "part"), (GONE, "part"), (OUTSIDE, None)):
        states.set_from_value(name, name)
        states.set_widget_metadata(make_field(name, part))
    states.remove_stale_widgets(frozenset({SHOWN}), ["part"])
    assert set(states.widget_metadata) == set(states) == {SHOWN, OUTSIDE}
    states.remove_stale_widgets(frozenset({SHOWN}), None)
    assert set(states.widget_metadata) == set(states) == {SHOWN}


def make_field(name: str, part: str | None) -> WidgetMetadata:
    """Return what Streamlit knows of a text field in a part of the page."""
    return WidgetMetadata(name, str, str, "string_value", fragment_id=part)
