"""The map on the screen: one component for every page that shows the region."""

import streamlit as st

from geo.addresses import SCRIPT, get_script_address
from geo.palettes import BORDER, HATCH, INK, NOT_COMPARABLE, PAPER, PREFECTURE_BORDER, XPCC_BORDER
from pages.blocks.links import format_address

_COLORS = {
    "ink": INK,
    "border": BORDER,
    "hatch-line": HATCH,
    "not-comparable": NOT_COMPARABLE,
    "paper": PAPER,
    "prefecture": PREFECTURE_BORDER,
    "xpcc": XPCC_BORDER,
}
# The script is a file of this server, which the browser keeps: with every view travels only
# this line. Its address changes with its content.
_LOADER = """export default async (component) =>
  (await import(new URL('ADDRESS', document.baseURI))).default(component);
"""


def _read_style() -> str:
    colors = "".join(f"--map-{name}: {color};" for name, color in _COLORS.items())
    return f".map {{{colors}}}\n{SCRIPT.with_suffix('.css').read_text(encoding='utf-8')}"


# In the page itself, not in a shadow tree: fonts and the rules for paper are the page's.
_show = st.components.v2.component(
    "caomu_map",
    css=_read_style(),
    js=_LOADER.replace("ADDRESS", get_script_address()),
    isolate_styles=False,
)


def show_map(picture: dict, *, key: str, page: str = "", place: str = "code", **query) -> None:
    """Show a map (`geo.screen_map.describe_screen_map`).

    With the same key another view takes over the outlines, the zoom and the focus.

    Parameters
    ----------
    page : str
        The page to which a click on a unit leads, in the same visit; "" for none.
    place : str
        The key under which the address of that page names the unit; `query` is the rest of it.
    """
    link = f"{format_address(page, query)}&{place}={{id}}" if page else ""
    _show(data=picture | {"link": link}, key=key)
