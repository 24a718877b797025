"""Which figures would settle a target that cannot be judged."""

from dataclasses import dataclass

import pandas as pd

from indicators.inputs import ProgressInputs
from indicators.judgement.baseline import Baseline
from indicators.judgement.target_values import needs_baseline
from indicators.rollup import roll_up_series
from indicators.targets.base_year import choose_baseline
from indicators.targets.progress import list_missing_inputs
from indicators.targets.readings import find_row_reading

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
    span : {'of', 'after', 'since'}
        That year; any year after it; that year and any later one.
    """

    indicator_id: str
    year: int | None = None
    span: str = "of"


def list_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    """Return the figures that a row of `compute_progress` waits for.

    Parameters
    ----------
    inputs : ProgressInputs
        What the row was computed from.
    row : dict
        The row, with its ids, reason, and base and latest value.

    Returns
    -------
    list of Need
        For a missing value, the indicator or the inputs of its formula that the area has
        no figure of, from the default base year on where the reading is measured from a
        base; for a missing base, the same at the default base year (the year before
        for an input that is taken from the year before); where there is a base and nothing
        after it, a later figure. Empty where no figure would help: qualitative goals, areas
        without a target, a base of which no share can be taken.
    """
    reason = row["reason"]
    code = "" if reason is None or pd.isna(reason) else reason.partition(":")[0]
    if code not in SETTLED_BY_FIGURES:
        return []
    if code in ("no_baseline", "series_break"):
        if not pd.isna(row["baseline_value"]):
            return []
        return _list_base_needs(inputs, row["indicator_id"])
    if not pd.isna(row["latest_year"]):
        return _list_later_needs(inputs, row)
    missing = list_missing_inputs(inputs, row["indicator_id"], row["area_id"])
    named = reason.partition(":")[2]
    if named and named not in missing:
        # What the counties lack to be put together: a weight, or an input of theirs.
        return [Need(named)]
    wanted = missing or [row["indicator_id"]]
    if not needs_baseline(find_row_reading(inputs, row).kind):
        return [Need(input_id) for input_id in wanted]
    known = inputs.index.known.get(row["area_id"], set())
    base_years = {
        need.indicator_id: need.year for need in _list_base_needs(inputs, row["indicator_id"])
    }
    return [
        Need(input_id) if input_id in known else Need(input_id, base_years[input_id], "since")
        for input_id in wanted
    ]


def find_rolled_base(inputs: ProgressInputs, row: dict, year: int) -> Baseline | None:
    """Return the base that the counties together would give, where the area's own is missing.

    It is another scope than the area's own figures and never serves as their base; a reader
    who asks for the base should know that it exists. None where the row has a base, or
    where the counties give none either.
    """
    if row["latest_origin"] != "own" or row["reason"] != "no_baseline":
        return None
    series = roll_up_series(inputs, row["indicator_id"], row["area_id"], year).series
    latest_year = series.find_latest_year(year)
    if latest_year is None:
        return None
    base = choose_baseline(
        series,
        latest_year,
        default_year=int(inputs.thresholds["baseline_default_year"]),
        search_years=int(inputs.thresholds["baseline_search_years"]),
    )
    return None if base.value is None else base


def _list_later_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    after = max(int(row["latest_year"]), int(inputs.thresholds["baseline_default_year"]))
    operands = inputs.index.operands.get(row["indicator_id"], [])
    return [
        Need(operand["input_id"], after + int(operand["year_offset"]), "after")
        for operand in operands
    ] or [Need(row["indicator_id"], after, "after")]


def _list_base_needs(inputs: ProgressInputs, indicator_id: str) -> list[Need]:
    base_year = int(inputs.thresholds["baseline_default_year"])
    operands = inputs.formulas[inputs.formulas["indicator_id"] == indicator_id]
    if operands.empty:
        return [Need(indicator_id, base_year)]
    return [Need(row.input_id, base_year + int(row.year_offset)) for row in operands.itertuples()]
