"""The language of a visit: the address first, then this visit's last choice, then Chinese."""

import streamlit as st

from data.words.catalogue import LANGUAGES, get_language, has_words, set_language, t

__all__ = ["LANGUAGES", "choose_language", "get_language", "has_words", "switch_language", "t"]


def choose_language() -> str:
    """Find the language of this run, set it, and remember it for this visit."""
    asked = st.query_params.get("lang")
    language = asked if asked in LANGUAGES else st.session_state.get("language", LANGUAGES[0])
    st.session_state["language"] = language
    set_language(language)
    return language


def switch_language(language: str) -> None:
    """Change the language of the visit; for the callback of the language button."""
    st.session_state["language"] = language
    st.query_params["lang"] = language
