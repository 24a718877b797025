"""The language of a visit: the address first, then this visit's last choice, then Chinese."""

import pandas as pd
import streamlit as st

from data.words.catalogue import LANGUAGES, get_language, has_words, set_language, t

__all__ = [
    "LANGUAGES",
    "choose_language",
    "get_language",
    "has_words",
    "pick_name",
    "switch_language",
    "t",
]


def choose_language() -> str:
    """Find the language of this run, speak it, and remember it for this visit."""
    asked = st.query_params.get("lang")
    language = asked if asked in LANGUAGES else st.session_state.get("language", LANGUAGES[0])
    st.session_state["language"] = language
    set_language(language)
    return language


def switch_language(language: str) -> None:
    """Change the language of the visit; for the callback of the language button."""
    st.session_state["language"] = language
    st.query_params["lang"] = language


def pick_note(row) -> str:
    """Return the note of a figure: a published one's in the language in use, a user's own as
    it was written. `row` has note and note_zh."""
    is_chinese = get_language() == "zh" and isinstance(row.note_zh, str) and row.note_zh
    note = row.note_zh if is_chinese else row.note
    return note if isinstance(note, str) else ""


def pick_name(row, stem: str = "name") -> str:
    """Return a row's name in the language in use, from its columns name_zh and name_en.

    A name without a translation is shown in the language that it has.
    """
    names = {language: row[f"{stem}_{language}"] for language in LANGUAGES}
    own = names[get_language()]
    return names[LANGUAGES[0]] if own is None or pd.isna(own) or not own else own
