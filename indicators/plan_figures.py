"""The figures that the plan itself states for a group of counties."""

import pandas as pd

from indicators.inputs import ProgressInputs

COLUMNS = ["indicator_id", "year", "value", "unit", "clause_id", "path", "note_zh", "note_en"]


def list_plan_figures(inputs: ProgressInputs, area_id: str) -> pd.DataFrame:
    """Return the figures that the plan itself states for an area.

    Returns
    -------
    DataFrame
        One row per figure, in the plan's order: indicator_id, year (missing where the plan
        gives none), value (in `unit`), unit, clause_id, path (of the clause), note_zh and
        note_en (None without a note).
    """
    own = inputs.baselines[inputs.baselines["area_id"] == area_id]
    return own.rename(columns={"note": "note_zh"})[COLUMNS].reset_index(drop=True)
