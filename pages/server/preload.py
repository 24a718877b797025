"""A page with a map names what the map is made of, so that the browser has it in time.

Otherwise the browser learns of the map's script and outlines only after the page's own script
has run, and fetches them after everything else, on a slow line after a megabyte of fonts. And
React shows parts that are not there yet when it first wants them together, up to 0.3 s later.
"""

import re
from functools import cache
from pathlib import Path

import streamlit
from markupsafe import Markup
from starlette.types import Scope

from geo.addresses import get_address

# The last part of the addresses of pages that begin with a map of counties.
PAGES = ("map",)
# What Streamlit loads late for the first elements of such a page, by the names of its files.
PARTS = ("Html",)
# What comes after the map: static/map/map.js has it fetched when the map is there.
NEXT = ("Button", "Checkbox", "Multiselect", "Selectbox", "Slider")
_ASSETS = Path(streamlit.__file__).with_name("static")
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def begins_with_map(scope: Scope) -> bool:
    """Tell whether a request asks for such a page."""
    return scope["path"].rpartition("/")[2] in PAGES


@cache
def make_tags() -> Markup:
    """Return the tags: outlines to be fetched, and scripts to be run in good time."""
    outlines = Markup('<link rel="preload" as="fetch" crossorigin href="{}" />').format(
        get_address("county")
    )
    scripts = (
        Markup('<script type="module" crossorigin src="./{}"></script>').format(address)
        for address in list_parts(PARTS)
    )
    later = (
        Markup('<link rel="next" crossorigin href="./{}" />').format(address)
        for address in list_parts(NEXT)
    )
    return Markup("").join((outlines, *scripts, *later))


def list_parts(parts: tuple[str, ...]) -> list[str]:
    """Return the addresses of Streamlit's files for parts, and the files that these import.

    A version of Streamlit may call a part by another name: then it comes when it is asked for.
    """
    folder = _ASSETS / "static" / "js"
    start = (_ASSETS / "index.html").read_text(encoding="utf-8")
    waiting = [path.name for part in parts for path in folder.glob(f"{part}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and name not in start:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [f"static/js/{name}" for name in found]
