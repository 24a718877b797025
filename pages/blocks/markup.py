"""HTML of pages: what is filled in is escaped, and only what is escaped is shown.

HTML is written in one way, ``Markup("<p>{}</p>").format(text)``: the template is a text of
ours, `format` and `join` escape whatever is not Markup already.
"""

from pathlib import Path

import streamlit as st
from markupsafe import Markup


def render_title(text: str, beside: str = "") -> Markup:
    """Return the heading of a block, with something smaller beside it."""
    small = Markup(" <small>{}</small>").format(beside) if beside else ""
    return Markup('<h2 class="block">{}{}</h2>').format(text, small)


def render_lead(text: str) -> Markup:
    """Return the sentence that matters most."""
    return Markup('<p class="lead">{}</p>').format(text)


def render_note(text: str) -> Markup:
    """Return a line in small print."""
    return Markup('<p class="note">{}</p>').format(text)


def render_empty(text: str) -> Markup:
    """Return the line that stands where there is nothing to show."""
    return Markup('<p class="empty">{}</p>').format(text)


def render_sub(text: str) -> Markup:
    """Return a second line of a cell."""
    return Markup('<span class="sub">{}</span>').format(text)


def read_markup(path: Path) -> Markup:
    """Return a file of ours that is HTML; ``replace`` escapes what is put into it."""
    return Markup(path.read_text(encoding="utf-8"))


def show(*parts: str) -> None:
    """Write parts below each other; what is not Markup is shown as plain text."""
    st.html(Markup("").join(parts))


def show_title(text: str, beside: str = "") -> None:
    """Write the heading of a block."""
    show(render_title(text, beside))


def show_note(text: str) -> None:
    """Write a line in small print."""
    show(render_note(text))


def show_empty(text: str) -> None:
    """Write the line that stands where there is nothing to show."""
    show(render_empty(text))
