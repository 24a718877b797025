"""Remembers users' corrections of the layouts of forms."""

import pandas as pd

from data.clock import get_now
from data.rights.require import require
from data.store.database import Store, dump_json
from data.store.ids import make_id

# What changes from one copy of a form to the next is not part of the form.
_NOT_KEPT = ("year",)


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


def load_remembered(store: Store) -> dict[str, str]:
    """Return the remembered corrections as JSON, by fingerprint."""
    rows = store.remember(
        ("layouts",), lambda: store.query_rows("queries/ingest_layouts"), of=("settings",)
    )
    return {row["fingerprint"]: row["mapping"] for row in rows}
