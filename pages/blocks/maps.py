"""The map on the screen: what every page that shows the region shows it by."""

import json

import streamlit as st
from markupsafe import Markup

from geo.palettes import (
    BORDER,
    FROM_ZERO,
    HATCH,
    INK,
    NOT_COMPARABLE,
    NOT_FOUNDED,
    PAPER,
    PREFECTURE_BORDER,
    XPCC_BORDER,
)
from pages.blocks.links import format_address
from pages.shell.first_view import keep_first_view

_COLORS = {
    "ink": INK,
    "border": BORDER,
    "hatch-line": HATCH,
    "not-comparable": NOT_COMPARABLE,
    "from-zero": FROM_ZERO,
    "not-founded": NOT_FOUNDED,
    "paper": PAPER,
    "prefecture": PREFECTURE_BORDER,
    "xpcc": XPCC_BORDER,
}


def show_map(
    picture: dict,
    *,
    key: str,
    page: str = "",
    place: str = "code",
    head: Markup = Markup(),  # noqa: B008
    foot: Markup = Markup(),  # noqa: B008
    kind: str = "",
    token: str = "",
    comes_first: bool = False,
    **query,
) -> None:
    """Show a map (`geo.screen_map.describe_screen_map`).

    With the same key another view takes over the outlines, the zoom and the focus.

    Parameters
    ----------
    page : str
        The page to which a click on a unit leads, in the same visit; "" for none.
    place : str
        The key under which the address of that page names the unit; `query` is the rest of it.
    head, foot : Markup
        What stands above and below the map and changes with it.
    kind : str
        By which map.css keeps room for fields that are drawn after the map; "" for none.
    token : str
        By which the browser says that the map is there (`pages.shell.appearing`); "" for not.
    comes_first : bool
        Whether the page shows this map alone and nothing above it but its fields: then the start
        page of the next visit may bring it (`pages.shell.first_view`).

    Notes
    -----
    The view is a hidden text, which ``static/map/map.js`` draws as soon as it stands in the page.
    Streamlit shows a text at once; what it calls a component it shows up to half a second later.
    """
    link = f"{format_address(page, query)}&{place}={{id}}" if page else ""
    around = {"head": head, "foot": foot, "kind": kind, "palette": _COLORS}
    view = picture | {"link": link} | around
    if comes_first:
        keep_first_view(lambda: _write(view))
    with st.container(key=f"map_view_{key}"):
        st.text(_write(view | {"token": token}))


def _write(view: dict) -> str:
    return json.dumps(view, ensure_ascii=False, separators=(",", ":"))
