"""Warnings that link two indicators: output up while grazing pressure is up, and the like.

The rules are the plan's table warning_rule. A warning is a reason to check, not a finding: two
changes at the same time need not be connected.
"""

import pandas as pd

from data.store.database import Store
from indicators.frames import load_frame, make_frame
from indicators.inputs import ProgressInputs, Series
from indicators.matching import MatchedYears, match_years
from indicators.rollup import find_series

COLUMNS = (
    "rule_id",
    "area_id",
    "from_year",
    "to_year",
    "indicator_id",
    "from_value",
    "to_value",
    "change_pct",
    "other_indicator_id",
    "other_from_value",
    "other_to_value",
    "other_change_pct",
    "message_zh",
    "message_en",
)
# Rounded or converted figures differ in the last digits; that is not a change.
SMALLEST_CHANGE = 1e-6


def load_warning_rules(store: Store) -> pd.DataFrame:
    """Return the rules: rule_id, indicator_id, change (up or down), other_indicator_id,
    other_change, message_zh, message_en."""
    return load_frame(store, "warning_rules")


def list_warnings(
    inputs: ProgressInputs, rules: pd.DataFrame, area_id: str, year: int
) -> pd.DataFrame:
    """Return the rules that hold in an area as of a year.

    Both indicators are compared over the same two years: the newest year up to `year` in
    which both have a value, and the newest one before it, on the same side of every series
    break of either, and each over the counties that have both years. Without such a pair
    there is no warning. The years must not be older than the threshold ``stale_years``.

    Returns
    -------
    DataFrame
        One row per rule that holds, `COLUMNS`: values in the indicators' units, changes in
        per cent of the earlier value (None where that is zero).
    """
    rows = []
    for rule in rules.to_dict("records"):
        found = [
            find_series(inputs, rule[key], area_id, year)
            for key in ("indicator_id", "other_indicator_id")
        ]
        pair = find_common_years(found[0].series, found[1].series, year)
        if pair is None or year - pair[1] > inputs.thresholds["stale_years"]:
            continue
        match, other = (match_years(inputs, each, *pair) for each in found)
        if (
            (match.is_enough and other.is_enough)
            and find_direction(match) == rule["change"]
            and find_direction(other) == rule["other_change"]
        ):
            rows.append(_describe(rule, area_id, match, other, pair))
    return make_frame(rows, COLUMNS, numbers=("change_pct", "other_change_pct"))


def find_common_years(series: Series, other: Series, year: int) -> tuple[int, int] | None:
    """Return the two newest years up to `year` in which both series compare."""
    common = sorted(known for known in series.values.keys() & other.values.keys() if known <= year)
    if len(common) < 2:
        return None
    first, last = common[-2:]
    if series.has_break_between(first, last) or other.has_break_between(first, last):
        return None
    return first, last


def find_direction(match: MatchedYears) -> str | None:
    """Return up or down; None if nothing changed or a value is missing."""
    earlier, later = match.base_value, match.latest_value
    if earlier is None or later is None:
        return None
    if abs(later - earlier) <= SMALLEST_CHANGE * max(abs(earlier), abs(later)):
        return None
    return "up" if later > earlier else "down"


def _describe(
    rule: dict, area_id: str, match: MatchedYears, other: MatchedYears, pair: tuple[int, int]
) -> dict:
    first, last = pair
    return {
        "rule_id": rule["rule_id"],
        "area_id": area_id,
        "from_year": first,
        "to_year": last,
        "indicator_id": rule["indicator_id"],
        "from_value": match.base_value,
        "to_value": match.latest_value,
        "change_pct": _compute_change(match),
        "other_indicator_id": rule["other_indicator_id"],
        "other_from_value": other.base_value,
        "other_to_value": other.latest_value,
        "other_change_pct": _compute_change(other),
        "message_zh": rule["message_zh"],
        "message_en": rule["message_en"],
    }


def _compute_change(match: MatchedYears) -> float | None:
    earlier, later = match.base_value, match.latest_value
    if not earlier or later is None:
        return None
    return (later - earlier) / abs(earlier) * 100
