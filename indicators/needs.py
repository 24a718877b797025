"""Which figures would settle a target that cannot be judged."""

from dataclasses import dataclass

import pandas as pd

from indicators.inputs import ProgressInputs
from indicators.progress import list_missing_inputs

SETTLED_BY_FIGURES = ("no_data", "no_input", "no_baseline", "series_break")


@dataclass(frozen=True)
class Need:
    """A figure that is wanted.

    Attributes
    ----------
    indicator_id : str
        Of what.
    year : int or None
        Of which year; None where any recent year serves.
    """

    indicator_id: str
    year: int | None = None


def list_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    """Return the figures that a row of `compute_progress` waits for.

    Parameters
    ----------
    inputs : ProgressInputs
        What the row was computed from.
    row : dict
        indicator_id, area_id and reason of the row.

    Returns
    -------
    list of Need
        For a missing value, the indicator or the inputs of its formula that the area has
        no figure of; for a missing base, the same at the default base year (the year before
        for an input that is taken from the year before). Empty where no figure would help:
        qualitative goals, areas without a target.
    """
    reason = row["reason"]
    code = "" if reason is None or pd.isna(reason) else reason.partition(":")[0]
    if code not in SETTLED_BY_FIGURES:
        return []
    if code in ("no_baseline", "series_break"):
        return _list_base_needs(inputs, row["indicator_id"])
    missing = list_missing_inputs(inputs, row["indicator_id"], row["area_id"])
    named = reason.partition(":")[2]
    if named and named not in missing:
        # What the counties lack to be put together: a weight, or an input of theirs.
        return [Need(named)]
    return [Need(input_id) for input_id in missing] or [Need(row["indicator_id"])]


def _list_base_needs(inputs: ProgressInputs, indicator_id: str) -> list[Need]:
    base_year = int(inputs.thresholds["baseline_default_year"])
    operands = inputs.formulas[inputs.formulas["indicator_id"] == indicator_id]
    if operands.empty:
        return [Need(indicator_id, base_year)]
    return [Need(row.input_id, base_year + int(row.year_offset)) for row in operands.itertuples()]
