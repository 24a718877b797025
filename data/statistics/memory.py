"""Remembers users' corrections of the layouts of forms."""

import json

import pandas as pd

from data.clock import get_now
from data.files.grid import Grid
from data.names.books import Books
from data.names.numbers import looks_numeric
from data.rights.require import require
from data.statistics.layout import detect_layout, make_fingerprint
from data.statistics.model import Layout
from data.store.database import Store, dump_json, make_id

_HEAD_ROWS = 6
# What changes from one copy of a form to the next is not part of the form.
_NOT_KEPT = ("year",)


def recall_layout(store: Store, fingerprint: str) -> dict | None:
    """Return the remembered correction of a form, or None."""
    rows = store.remember(
        ("layouts",), lambda: store.query_rows("queries/ingest_layouts"), of=("settings",)
    )
    mappings = {row["fingerprint"]: row["mapping"] for row in rows}
    return json.loads(mappings[fingerprint]) if fingerprint in mappings else None


def remember_layout(store: Store, fingerprint: str, correction: dict, *, by: str = "") -> None:
    """Remember a correction for the next file of the same form; the newest one counts.

    Parameters
    ----------
    fingerprint : str
        Layout.fingerprint of the sheet that was corrected.
    correction : dict
        As in IngestOptions.layouts; the year is not kept. An empty correction forgets the form.
    """
    kept = {key: value for key, value in correction.items() if key not in _NOT_KEPT}
    row = {
        "revision_id": make_id(),
        "fingerprint": fingerprint,
        "mapping": dump_json(kept),
        "recorded_at": get_now(),
        "recorded_by": by,
        "is_withdrawn": not kept,
    }
    with store.transaction() as writer:
        # It holds for everybody's forms.
        require(writer, "answer", [])
        writer.insert("facts.layout_revision", pd.DataFrame([row]))


def _find_head_end(grid: Grid) -> int:
    """Return the last row before the first figure, which identifies a form without a header."""
    for row, cells in enumerate(grid.rows[:_HEAD_ROWS]):
        if row and any(looks_numeric(cell) for cell in cells):
            return row - 1
    return min(_HEAD_ROWS, len(grid.rows)) - 1


def lay_out(
    grid: Grid, books: Books, correction: dict | None, store: Store, *, means: dict | None = None
) -> Layout | None:
    """Lay out a sheet by the user's correction, else as remembered, else as detected.

    Parameters
    ----------
    means : dict
        The user's present meanings of words (IngestOptions.means).
    """
    detected = detect_layout(grid, books, None, means=means)
    fingerprint = (
        detected.fingerprint if detected else make_fingerprint(grid, 0, _find_head_end(grid))
    )
    remembered = None if correction else recall_layout(store, fingerprint)
    said = correction or remembered
    if not said:
        return detected
    return detect_layout(
        grid, books, said, fingerprint=fingerprint, is_remembered=bool(remembered), means=means
    )
