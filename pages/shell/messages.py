"""Shows messages and errors as sentences: what is wrong, where, and what to do."""

import logging

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.words.sentences import describe_error
from pages.shell.i18n import t

logger = logging.getLogger(__name__)

# The key under which a form leaves the sentence that the next run shows.
DONE = "done"
# Where the head of a page keeps room for notices, so that the rest of the page does not move.
PLACE = "head_notices_place"
SYMBOLS = {"error": "✕", "warning": "◆", "done": "●", "note": "○"}


def show_notice(kind: str, text: str) -> None:
    """Show a sentence as error, warning, done or note."""
    st.html(render_notice(kind, text))


def render_notice(kind: str, text: str) -> Markup:
    """Return a sentence as error, warning, done or note.

    It is written as plain text: what a file or an address says must not become a link or a
    picture, which Markdown would make of it.
    """
    role = "alert" if kind == "error" else "status"
    return Markup('<p class="notice {}" role="{}"><span aria-hidden="true">{}</span>{}</p>').format(
        kind, role, SYMBOLS[kind], text
    )


def show_done() -> None:
    """Say below the head of the page what was just recorded, saved or withdrawn."""
    done = st.session_state.pop(DONE, None)
    if done is not None:
        with st.session_state[PLACE]:
            show_notice("done", done)


def show_error(error: Exception) -> None:
    """Show a domain error as its sentence; log any other error and show a general sentence."""
    if isinstance(error, CaomuError):
        show_notice("error", describe_error(error))
        return
    logger.error("a page failed", exc_info=error)
    show_notice("error", t("shell.unexpected"))
