"""The field for a briefing pack that was made before: changes are counted from it, or to it."""

import streamlit as st

from data.clock import format_second
from data.errors import PastError
from data.ledger.packs import PackMark, look_at_pack, parse_manifest
from pages.shell import cache
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

FILE_TYPES = ["zip", "json"]


def take_pack(label: str, key: str, taken: str) -> PackMark | None:
    """Let the reader give a pack, and return what it rests on; None where none is given.

    `taken` is the key of the sentence that says what follows from it. A pack that cannot be used
    ends the page there, with the reason: nothing is counted from another moment instead.
    """
    file = st.file_uploader(label, type=FILE_TYPES, key=key)
    if file is None:
        return None
    try:
        mark = parse_manifest(file.getvalue(), file.name)
        look_at_pack(cache.get_store(), mark)
    except PastError as error:
        show_error(error)
        st.stop()
    show_notice("note", t(taken, at=format_second(mark.made_at)))
    return mark
