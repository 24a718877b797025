"""Judges the plan's other requirements: levels that hold every year and do not grow."""

import pandas as pd

from indicators.frames import list_rows, make_frame
from indicators.inputs import ProgressInputs
from indicators.judgement.comparators import judge_amount
from indicators.judgement.target_values import TargetValues
from indicators.rollup import FoundSeries, find_series

COLUMNS = ("item_id", "value", "year", "state", "reported", "expected", "is_met")


def judge_requirements(
    inputs: ProgressInputs, items: pd.DataFrame, area_id: str, year: int
) -> pd.DataFrame:
    """Judge each requirement by the area's newest figure up to a year.

    Parameters
    ----------
    items : DataFrame
        `data.store.plan.load_plan_items`; aims and safeguards in it have no number and are
        left out.

    Returns
    -------
    DataFrame
        One row per requirement: item_id, value (in the requirement's unit), year and state of
        the figure, reported of expected counties if it is aggregated, is_met. Without a figure
        everything but item_id is missing, because no data is not the same as not met.
    """
    rows = []
    for item in list_rows(items[items["kind"] == "requirement"]):
        found = find_series(inputs, item["indicator_id"], area_id, year)
        latest = found.series.find_latest_year(year)
        row = {"item_id": item["item_id"]}
        if latest is not None:
            row |= _judge(inputs, item, found, latest)
        rows.append(row)
    return make_frame(rows, COLUMNS, whole=("year", "reported", "expected"), numbers=("value",))


def _judge(inputs: ProgressInputs, item: dict, found: FoundSeries, latest: int) -> dict:
    indicator_id = item["indicator_id"]
    value = found.series.values[latest]
    verdict = judge_amount(
        item["comparator"],
        value,
        TargetValues(item["low"]),
        inputs.index.indicators[indicator_id]["direction"],
        close_share=inputs.thresholds["about_close"],
    )
    row = {"value": value, "year": latest, "is_met": verdict.is_met}
    rolled = found.by_year.get(latest)
    if rolled is not None:
        counts = {"reported": rolled.reported, "expected": rolled.expected}
        return row | counts | {"state": rolled.state}
    return row | {"state": inputs.index.get_origin(indicator_id, found.series.area_id, latest)[0]}
