"""Loads the history of a figure: every revision, with who sent it and when."""

import pandas as pd

from data.store.database import Store


def load_figure_history(store: Store, indicator_ids: list[str], area_id: str) -> pd.DataFrame:
    """Return every revision of the yearly figures of some indicators in one area.

    Returns
    -------
    DataFrame
        Kept and shared: never change it. One row per revision, newest year first: indicator_id,
        area_id, year, value (in unit), unit, state, source, note, note_zh (missing where the note
        is a user's own),
        upload_id, file_name, sha256 (of the file), sheet, file_row and file_column (as Excel
        shows them), value_read, unit_read and area_read (as they stand there), recorded_at
        (UTC) and recorded_by (all missing for published figures), edition (of a published one),
        rank (of its state: the highest counts), is_withdrawn, is_undone (its upload was undone:
        undone_by, undone_at), is_confirmation (it repeats what stood, no change) and is_in_force
        (its value is the figure that counts now).
    """
    return store.remember(
        ("figure_history", *indicator_ids, area_id),
        lambda: store.query_objects(
            "queries/figure_history", indicator_ids=indicator_ids, area_id=area_id
        ),
        of=("figures",),
        compares=True,
    )
