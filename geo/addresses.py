"""Where the browser finds files of static/, such as what a map is made of; imports nothing heavy.

Streamlit serves static/ at `STATIC`, seen from any page. An address changes with the content of
its file, so that a browser may keep the file.
"""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCREEN = ROOT / "static" / "geo"
STATIC = "app/static"


@cache
def get_address(level: str) -> str:
    """Return the address of the outlines of a level."""
    return make_static_address(SCREEN / f"{level}.json")


def make_static_address(path: Path) -> str:
    """Return the address of a file of static/."""
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return f"{STATIC}/{path.relative_to(ROOT / 'static').as_posix()}?v={version}"
