"""HTML of pages: texts are escaped when they are filled in.

HTML is written in one way, ``Markup("<p>{}</p>").format(text)``. The template is a literal of
ours; `format` and `join` escape whatever is not Markup already.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup, escape

Shown = Markup | Callable[[], Markup]
"""What a page shows, or a function that makes what the reader has yet to unfold."""
# What is shown within `keep_shown`.
_shown: ContextVar[list[Shown] | None] = ContextVar("shown", default=None)


def render_title(text: str, beside: str = "") -> Markup:
    """Return the heading of a block, with something smaller beside it."""
    small = Markup(" <small>{}</small>").format(beside) if beside else ""
    return Markup('<h2 class="block">{}{}</h2>').format(text, small)


def render_fold(title: str, content: Markup, *, place: str = "", is_open: bool = False) -> Markup:
    """Return a part of a page that unfolds under its heading; on paper it is unfolded.

    `place` is its id, for a link on the page; `is_open` unfolds it at first.
    """
    name = Markup(' id="{}"').format(place) if place else Markup()
    name += Markup(" open") if is_open else ""
    return Markup('<details class="fold"{}><summary>{}</summary>{}</details>').format(
        name, title, content
    )


def fold_parts(parts: list[Markup]) -> Markup:
    """Return the parts of a page, each heading with what follows it as a part that unfolds.

    A heading is a part of its own, made by `render_title`; the first part is one.
    """
    begin, end = render_title("\0").split("\0")
    folds: list[tuple[Markup, list[Markup]]] = []
    for part in parts:
        if part.startswith(begin) and part.endswith(end):
            folds.append((part[len(begin) : -len(end)], []))
        else:
            folds[-1][1].append(part)
    return Markup("").join(render_fold(title, Markup("").join(content)) for title, content in folds)


def render_lead(text: str) -> Markup:
    """Return the sentence that matters most."""
    return Markup('<p class="lead">{}</p>').format(text)


def render_note(text: str) -> Markup:
    """Return a line in small print."""
    return Markup('<p class="note">{}</p>').format(text)


def render_empty(text: str) -> Markup:
    """Return the line for a place with nothing to show."""
    return Markup('<p class="empty">{}</p>').format(text)


def render_sub(text: str) -> Markup:
    """Return a second line of a cell."""
    return Markup('<span class="sub">{}</span>').format(text)


def render_unseen(text: str) -> Markup:
    """Return words for readers of a screen alone, where the eye needs none."""
    return Markup('<span class="unseen">{}</span>').format(text)


def show_sheets(*names: str) -> None:
    """Load style sheets of pages by their names; what all pages share comes with the start page."""
    st.html(_Ready(_read_sheets(names)))


@cache
def _read_sheets(names: tuple[str, ...]) -> str:
    pages = Path(__file__).resolve().parents[1]
    paths = (path for name in names for path in sorted(pages.rglob(f"{name}.css")))
    return Markup("<style>{}</style>").format(
        Markup("").join(Markup(path.read_text(encoding="utf-8")) for path in paths)
    )


class _Ready:
    """HTML as it is: Streamlit would look through each line of a text for a common indent."""

    def __init__(self, whole: str) -> None:
        self._whole = whole

    def _repr_html_(self) -> str:
        return str(self._whole)


def fill_each(template: Markup, rows: Iterable[Iterable]) -> Markup:
    """Return a template with ``%s`` filled in with each row's values, one below the other.

    Each value is escaped once; Markup would look through every row again when it joins them.
    """
    plain = str(template)
    return Markup("".join([plain % tuple(map(escape, values)) for values in rows]))


@contextmanager
def keep_shown() -> Iterator[list[Shown]]:
    """Give the list of what is shown within the block; it is complete when the block ends."""
    pieces: list[Shown] = []
    token = _shown.set(pieces)
    try:
        yield pieces
    finally:
        _shown.reset(token)


def show(*parts: str) -> None:
    """Show parts below each other; what is not Markup is shown as plain text."""
    whole = Markup("").join(parts)
    note_shown(whole)
    st.html(_Ready(whole))


def note_shown(part: Shown) -> None:
    """Count a part as shown, for `keep_shown`: the reader has yet to unfold it."""
    kept = _shown.get()
    if kept is not None:
        kept.append(part)


def show_stack(parts: list[Markup]) -> None:
    """Show parts below each other, as far apart as `show` one by one leaves them.

    Each thing that is shown costs the server as much as a small table does.
    """
    if parts:
        rows = Markup("").join(Markup("<div>{}</div>").format(part) for part in parts)
        show(Markup('<div class="stack">{}</div>').format(rows))


def show_title(text: str, beside: str = "") -> None:
    """Show the heading of a block."""
    show(render_title(text, beside))


def show_act_title(text: str, note: str = "") -> None:
    """Show the heading of what can be done here, which paper leaves out."""
    parts = render_title(text) + (render_note(note) if note else Markup())
    show(Markup('<div class="act">{}</div>').format(parts))


def show_note(text: str) -> None:
    """Show a line in small print."""
    show(render_note(text))


def show_empty(text: str) -> None:
    """Show the line for a place with nothing to show."""
    show(render_empty(text))


def join_unbroken(facts: list[str]) -> Markup:
    """Return facts in one line, which ends between two of them where it must end."""
    return Markup(" · ").join(
        Markup('<span class="unbroken">{}</span>').format(fact) for fact in facts
    )
