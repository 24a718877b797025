"""Sets the series of a few areas beside each other, for any indicators."""

import pandas as pd

from indicators.frames import make_frame
from indicators.inputs import ProgressInputs
from indicators.shown_series import COLUMNS, list_shown_series

FIGURE_COLUMNS = (
    "indicator_id",
    "area_id",
    "unit",
    "year",
    "value",
    "state",
    "source",
    "reported",
    "expected",
    "change",
    "change_pct",
    "change_reason",
)


def list_compared_series(
    inputs: ProgressInputs, indicator_ids: list[str], area_ids: list[str], year: int
) -> pd.DataFrame:
    """Return the series of some indicators in some areas, up to a year.

    Returns
    -------
    DataFrame
        One row per indicator, area and year with a value: area_id and the columns of
        `list_shown_series`.
    """
    parts = []
    for indicator_id in indicator_ids:
        for area_id in area_ids:
            series = list_shown_series(inputs, indicator_id, area_id, year)
            parts.append(series[series["year"] <= year].assign(area_id=area_id))
    known = [part for part in parts if len(part)]
    return pd.concat(known, ignore_index=True) if known else make_frame([], [*COLUMNS, "area_id"])


def pick_common_figures(
    series: pd.DataFrame, inputs: ProgressInputs, indicator_ids: list[str], area_ids: list[str]
) -> pd.DataFrame:
    """Return one figure per indicator and area, all of an indicator from the same year.

    Parameters
    ----------
    series : DataFrame
        From `list_compared_series`.

    Returns
    -------
    DataFrame
        One row per indicator and area with `FIGURE_COLUMNS`. The year is the newest in which
        any of the areas has a figure, missing where none has; an area without a figure of that
        year has no value. change is the value minus that of the year before and change_pct the
        same in per cent; without one, change_reason is no_data or series_break. A figure that is
        aggregated from counties (reported of expected) and a value at current prices have none.
    """
    rows = []
    for indicator_id in indicator_ids:
        own = series[series["indicator_id"] == indicator_id]
        year = None if own.empty else int(own["year"].max())
        indicator = inputs.index.indicators[indicator_id]
        for area_id in area_ids:
            row = {"indicator_id": indicator_id, "area_id": area_id, "unit": indicator["unit"]}
            rows.append(row | {"year": year} | _pick_figure(own, area_id, year, indicator))
    return make_frame(
        rows,
        FIGURE_COLUMNS,
        whole=("year", "reported", "expected"),
        numbers=("value", "change", "change_pct"),
    )


def _pick_figure(series: pd.DataFrame, area_id: str, year: int | None, indicator: dict) -> dict:
    own = series[series["area_id"] == area_id].set_index("year")
    if year is None or year not in own.index:
        return {"change_reason": "no_data"}
    latest = own.loc[year]
    figure = {name: latest[name] for name in ("value", "state", "source", "reported", "expected")}
    is_aggregated = not pd.isna(latest["reported"])
    if is_aggregated or isinstance(indicator["growth_id"], str) or year - 1 not in own.index:
        return figure | {"change_reason": "no_data"}
    before = own.loc[year - 1]
    if before["segment"] != latest["segment"]:
        return figure | {"change_reason": "series_break"}
    change = latest["value"] - before["value"]
    pct = change / before["value"] * 100 if before["value"] > 0 else None
    return figure | {"change": change, "change_pct": pct}
