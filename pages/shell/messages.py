"""Errors become sentences: what is wrong, where, and what to do."""

import logging

import streamlit as st

from data.errors import CaomuError
from pages.shell.i18n import t

logger = logging.getLogger(__name__)


def describe_error(error: CaomuError) -> str:
    """Return the sentence for a domain error in the language in use."""
    return t(f"errors.{error.key}", **error.fields)


def show_error(error: Exception) -> None:
    """Show a domain error in its own words, any other as one sentence; log the other."""
    if isinstance(error, CaomuError):
        st.error(describe_error(error))
        return
    logger.error("a page failed", exc_info=error)
    st.error(t("shell.unexpected"))
