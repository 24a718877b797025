"""Finds the figures that would settle a target that cannot be judged."""

from dataclasses import dataclass

import pandas as pd

from indicators.inputs import ProgressInputs, get_series
from indicators.judgement.baseline import Baseline
from indicators.judgement.target_values import needs_baseline
from indicators.rollup import roll_up_series
from indicators.targets.bases import choose_baseline, list_window
from indicators.targets.missing import list_missing_inputs
from indicators.targets.readings import find_row_reading

SETTLED_BY_FIGURES = ("no_data", "no_input", "no_baseline", "series_break")


@dataclass(frozen=True)
class Need:
    """A figure that is needed.

    Attributes
    ----------
    indicator_id : str
        The indicator of the figure.
    year : int or None
        The year of the figure; None if any recent year serves.
    span : {'of', 'after', 'since', 'any'}
        That year; any year after it; that year and any later one; any one of `years`, whose
        newest is `year`.
    years : tuple of int
        The years of which one is enough, earliest first.
    """

    indicator_id: str
    year: int | None = None
    span: str = "of"
    years: tuple[int, ...] = ()


def list_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    """Return the figures that a row of `compute_progress` needs.

    Parameters
    ----------
    inputs : ProgressInputs
        The inputs that the row was computed from.
    row : dict
        The row, with its ids, reason, and base and latest value.

    Returns
    -------
    list of Need
        If the value is missing: the indicator, or the inputs of its formula without a figure;
        from the default base year on if the reading needs a base. If the base is missing: the
        same for every admissible base year (a year earlier for an input from the year before).
        If nothing follows the base: a later figure. After the deadline: the figure of the
        target's year. Empty if no figure would help: qualitative goals, areas without a
        target, a base of zero or less.
    """
    reason = row["reason"]
    code = "" if reason is None or pd.isna(reason) else reason.partition(":")[0]
    if code not in SETTLED_BY_FIGURES:
        return []
    if code in ("no_baseline", "series_break"):
        if not pd.isna(row["baseline_value"]):
            return []
        return _list_base_needs(inputs, row)
    if not pd.isna(row["latest_year"]):
        return _list_later_needs(inputs, row)
    missing = list_missing_inputs(inputs, row["indicator_id"], row["area_id"])
    named = reason.partition(":")[2]
    if named and named not in missing:
        # The counties lack a weight or an input for the aggregate.
        return [Need(named)]
    wanted = missing or [row["indicator_id"]]
    if not needs_baseline(find_row_reading(inputs, row).kind):
        return [Need(input_id) for input_id in wanted]
    base_year = int(inputs.thresholds["baseline_default_year"])
    offsets = get_offsets(inputs, row["indicator_id"])
    return [
        Need(input_id)
        if inputs.index.get_values(input_id, row["area_id"])
        else Need(input_id, base_year + offsets[input_id], "since")
        for input_id in wanted
    ]


def find_rolled_base(inputs: ProgressInputs, row: dict, year: int) -> Baseline | None:
    """Return the base that the counties together would give, if the area's own is missing.

    Its scope differs from the area's own figures, so it never serves as their base; but a
    reader who looks for the base should know that it exists. None if the row has a base, or if
    the counties give none either.
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
    return None if base.value is None or base.reason else base


def _list_later_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    """Return the need for the target year's value if that year is over, else a later one."""
    target = next(t for t in inputs.index.targets if t["target_id"] == row["target_id"])
    base_year = row["baseline_year"]
    is_over = pd.isna(base_year) or int(base_year) < int(row["latest_year"])
    after = max(int(row["latest_year"]), int(inputs.thresholds["baseline_default_year"]))
    year, span = (int(target["year"]), "of") if is_over else (after, "after")
    return [
        Need(input_id, year + offset, span)
        for input_id, offset in get_offsets(inputs, row["indicator_id"]).items()
    ]


def _list_base_needs(inputs: ProgressInputs, row: dict) -> list[Need]:
    """Return, for each figure that a base lacks, the years of which one is enough.

    If a formula has several inputs, these are the years that lack the fewest.
    """
    thresholds = inputs.thresholds
    window = list_window(
        int(thresholds["baseline_default_year"]), int(thresholds["baseline_search_years"])
    )
    series = get_series(inputs, row["indicator_id"], row["area_id"])
    latest_year = window[-1] + 1 if pd.isna(row["latest_year"]) else int(row["latest_year"])
    years = [
        year
        for year in window
        if year < latest_year and not series.has_break_between(year, latest_year)
    ]
    offsets = get_offsets(inputs, row["indicator_id"])
    lacking = {year: _list_lacking(inputs, row["area_id"], offsets, year) for year in years}
    fewest = min(map(len, lacking.values()), default=0)
    chosen = next((lacking[year] for year in reversed(years) if len(lacking[year]) == fewest), ())
    serving = [year for year in years if lacking[year] == chosen]
    return [
        Need(
            input_id,
            serving[-1] + offsets[input_id],
            "any" if len(serving) > 1 else "of",
            tuple(year + offsets[input_id] for year in serving) if len(serving) > 1 else (),
        )
        for input_id in chosen
    ]


def _list_lacking(
    inputs: ProgressInputs, area_id: str, offsets: dict[str, int], year: int
) -> tuple[str, ...]:
    return tuple(
        input_id
        for input_id, offset in offsets.items()
        if year + offset not in inputs.index.get_values(input_id, area_id)
    )


def get_offsets(inputs: ProgressInputs, indicator_id: str) -> dict[str, int]:
    """Return the figures of an indicator's formula, with how many years before it they are."""
    operands = inputs.index.operands.get(indicator_id, [])
    return {row["input_id"]: int(row["year_offset"]) for row in operands} or {indicator_id: 0}
