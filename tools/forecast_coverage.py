"""Measures how often the interval of the forecast contained the later value, by years ahead.

    python -m tools.forecast_coverage

Run it after a change of the published figures, of the series breaks or of the forecast. It
writes ``data/conventions/forecast_coverage.csv``; a test fails while that file is out of date. It
forecasts each published series of the region from every year with enough comparable points,
with the function that the app calls, and compares the forecast with the values published later
on the same side of every break.
"""

from pathlib import Path

import pandas as pd

from data.store.build import build_plan
from data.store.database import Store
from indicators.inputs import REGION, ProgressInputs, Series, get_series, load_inputs
from indicators.targets.forecast import compute_forecast

FILE = Path(__file__).resolve().parents[1] / "data" / "conventions" / "forecast_coverage.csv"
FURTHEST = 12
SPANS = ((1, FURTHEST), (1, 1), (2, 3), (4, 6), (7, FURTHEST))
"""First and last year ahead of each row of the file; the first row covers all years."""


def list_published(inputs: ProgressInputs) -> list[Series]:
    """Return the published yearly series of the region, by indicator."""
    figures = inputs.figures.load_all()
    is_published = ~figures["is_computed"] & (figures["area_id"] == REGION)
    ids = sorted(figures.loc[is_published, "indicator_id"].unique())
    return [get_series(inputs, indicator_id, REGION) for indicator_id in ids]


def list_later(series: Series, origin: int) -> list[tuple[int, float]]:
    """Return the comparable (year, value) pairs after a year, up to the furthest measured."""
    return [
        (year, value)
        for year, value in series.values.items()
        if origin < year <= origin + FURTHEST and not series.has_break_between(origin, year)
    ]


def run_backtest(inputs: ProgressInputs) -> pd.DataFrame:
    """Forecast every published value from every earlier year that allows a forecast.

    Returns
    -------
    DataFrame
        One row per series, origin and later value: indicator_id, origin and year, ahead
        (years between them), value, low and high (the interval, in the indicator's unit),
        is_within.
    """
    rows = []
    for series in list_published(inputs):
        for origin in series.values:
            later = list_later(series, origin)
            if not later:
                continue
            forecast = compute_forecast(inputs, series, origin, later[-1][0])
            if forecast.reason is not None:
                continue
            intervals = forecast.frame.set_index("year")[["low", "high"]]
            for year, value in later:
                low, high = intervals.loc[year]
                rows.append((series.indicator_id, origin, year, year - origin, value, low, high))
    columns = ["indicator_id", "origin", "year", "ahead", "value", "low", "high"]
    found = pd.DataFrame(rows, columns=columns)
    return found.assign(is_within=found["value"].between(found["low"], found["high"]))


def summarize_coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the forecasts of a backtest, and those whose interval held, by years ahead.

    Returns
    -------
    DataFrame
        One row per span of `SPANS` that has a forecast: first_ahead, last_ahead, forecasts,
        covered, series (their number), first_year and last_year (of the values forecast).
    """
    found = []
    for first, last in SPANS:
        span = rows[rows["ahead"].between(first, last)]
        if span.empty:
            continue
        found.append(
            {
                "first_ahead": first,
                "last_ahead": last,
                "forecasts": len(span),
                "covered": int(span["is_within"].sum()),
                "series": span["indicator_id"].nunique(),
                "first_year": span["year"].min(),
                "last_year": span["year"].max(),
            }
        )
    return pd.DataFrame(found)


def measure_coverage() -> pd.DataFrame:
    """Return `summarize_coverage` of the published series in the repository."""
    with Store(":memory:") as store:
        build_plan(store)
        return summarize_coverage(run_backtest(load_inputs(store)))


def main() -> None:
    """Write the file and print its contents."""
    coverage = measure_coverage()
    coverage.to_csv(FILE, index=False, lineterminator="\n")
    for row in coverage.itertuples():
        share = row.covered / row.forecasts
        print(f"{row.first_ahead}-{row.last_ahead} years ahead: {share:.1%} of {row.forecasts}")


if __name__ == "__main__":
    main()
