"""A record that somebody else took back is never replaced by another one of its list."""

import pytest
from streamlit.testing.v1 import AppTest

from data.words.catalogue import load_catalogue
from tests.pages.conftest import list_notices

GONE, NONE = (load_catalogue("zh")[f"shell.record.{name}"] for name in ("gone", "none"))


def offer_records():
    """Offer the records of the session, and act on the chosen one."""
    import streamlit as st

    from pages.blocks.record_choice import accept_record, choose_record, note_acted_on

    def act(record_id):
        st.session_state["records"].pop(record_id)
        st.session_state["acted"] = record_id
        note_acted_on("which", record_id)

    with st.form("form"):
        chosen = choose_record(
            "Which", st.session_state["records"], key="which", goes_on="goes_on" in st.session_state
        )
        is_sent = st.form_submit_button("Go", key="go")
    if is_sent and accept_record(chosen):
        act(chosen)
        st.rerun()


@pytest.fixture
def app():
    """Return a page with three records."""
    app = AppTest.from_function(offer_records)
    app.session_state["records"] = {"a": "Record A", "b": "Record B", "c": "Record C"}
    return app.run()


def test_the_first_record_is_chosen_at_first(app):
    app.button(key="go").click().run()
    assert app.session_state["acted"] == "a"


def test_a_record_that_went_is_told_and_nothing_is_done(app):
    app.selectbox(key="which").set_value("b")
    app.session_state["records"] = {"a": "Record A", "c": "Record C"}
    app.button(key="go").click().run()
    assert "acted" not in app.session_state
    assert list_notices(app, "warning") == [GONE, NONE]
    assert app.selectbox(key="which").value is None
    app.button(key="go").click().run()
    assert "acted" not in app.session_state
    assert list_notices(app, "warning") == [NONE]
    app.selectbox(key="which").set_value("c")
    app.button(key="go").click().run()
    assert app.session_state["acted"] == "c"


def test_a_record_that_one_acted_on_oneself_goes_without_a_word(app):
    app.selectbox(key="which").set_value("b")
    app.button(key="go").click().run()
    assert app.session_state["acted"] == "b"
    assert not list_notices(app, "warning")
    assert app.selectbox(key="which").value is None


def test_one_goes_on_to_the_next_record_where_that_is_wanted(app):
    app.session_state["goes_on"] = True
    app.selectbox(key="which").set_value("b")
    app.button(key="go").click().run()
    assert app.session_state["acted"] == "b"
    assert app.selectbox(key="which").value == "a"
    assert not list_notices(app, "warning")
