"""Forecasts a yearly series to the target year, always with a prediction interval.

The model is a random walk with drift: each year's change is the mean change plus a shock
that stays. In yearly changes it is a regression on a constant, weighted by the years that a
change spans, so it allows gaps in the series. The interval comes from the t distribution with
one degree of freedom less than there are changes. docs/decisions/0007-forecast.md says why this
model suits five to ten yearly points.

Formula: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition,
section 5.2 (drift method) and 5.5 (prediction intervals). A forecast is never a status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import WLS

from indicators.frames import make_frame
from indicators.inputs import ProgressInputs, Series
from indicators.judgement.comparators import is_met
from indicators.judgement.target_values import TargetValues
from indicators.rollup import find_series
from indicators.targets.readings import find_row_reading

COLUMNS = ("year", "kind", "value", "low", "high")


@dataclass(frozen=True)
class Forecast:
    """A forecast, or the reason why there is none.

    Attributes
    ----------
    indicator_id, area_id : str
        What and where.
    reason : str or None
        ``too_few_points`` or ``target_year_passed`` if there is no forecast.
    is_three_year_mean : bool
        Whether points and forecast are means of a year and the two years before it.
    points : tuple of (year, value)
        The points that the forecast uses, oldest first, in the indicator's unit.
    needed : int
        The least number of points.
    level : float
        Nominal probability of the prediction interval, a fraction.
    change_per_year : float or None
        Mean yearly change, in the indicator's unit.
    degrees : int
        Degrees of freedom of the t distribution.
    frame : DataFrame
        One row per year, `COLUMNS`: kind is observed or forecast, value in the indicator's
        unit, low and high the ends of the interval (NaN for observed years). Values are
        kept within the indicator's bounds.
    spread : dict
        year -> (mean, standard error) before the bounds, for `compute_chance`.
    """

    indicator_id: str
    area_id: str
    reason: str | None
    is_three_year_mean: bool
    points: tuple[tuple[int, float], ...]
    needed: int
    level: float
    change_per_year: float | None = None
    degrees: int = 0
    frame: pd.DataFrame = field(default_factory=lambda: make_frame([], COLUMNS))
    spread: dict[int, tuple[float, float]] = field(default_factory=dict, repr=False)


def compute_forecast(
    inputs: ProgressInputs, series: Series, latest_year: int, to_year: int
) -> Forecast:
    """Forecast a series from its comparable points to a year.

    Parameters
    ----------
    inputs : ProgressInputs
        For the bounds of the indicator and the thresholds ``forecast_min_points``,
        ``forecast_max_points`` and ``forecast_interval``.
    series : Series
        Yearly values in the indicator's unit. Only values on the latest one's side of every
        series break count, and of these the newest ten. The forecast assumes no future break.
    latest_year, to_year : int
        Values up to `latest_year` count; the forecast runs from the year after the newest
        of them to `to_year`.

    Returns
    -------
    Forecast
        Without enough points, or from `to_year` on, it has only a reason.
    """
    indicator = inputs.index.indicators[series.indicator_id]
    thresholds = inputs.thresholds
    needed, most = (int(thresholds[key]) for key in ("forecast_min_points", "forecast_max_points"))
    is_mean = indicator["mean_years"] == 3
    points = list_points(series, latest_year, is_three_year_mean=is_mean)[-most:]
    empty = Forecast(
        series.indicator_id,
        series.area_id,
        "too_few_points",
        is_mean,
        tuple(points),
        needed,
        thresholds["forecast_interval"],
    )
    if len(points) < needed:
        return empty
    if points[-1][0] >= to_year:
        return replace(empty, reason="target_year_passed")
    spread, change, degrees = fit_drift(points, to_year)
    frame = _build_frame(points, spread, degrees, empty.level, indicator)
    return replace(
        empty, reason=None, change_per_year=change, degrees=degrees, frame=frame, spread=spread
    )


def build_outlook(inputs: ProgressInputs, row: Mapping) -> tuple[Forecast, float | None]:
    """Return the forecast for a row of `compute_progress`, and the chance to meet its target.

    It uses the series that the row was judged by, up to its latest year, and runs to the
    target's year. The chance is None without a forecast or without a value to be reached.
    """
    to_year = int(row["target_year"])
    year = to_year if pd.isna(row["latest_year"]) else int(row["latest_year"])
    found = find_series(inputs, row["indicator_id"], row["area_id"], year)
    forecast = compute_forecast(inputs, found.series, year, to_year)
    if pd.isna(row["target_low"]):
        return forecast, None
    reading = find_row_reading(inputs, row)
    direction = inputs.index.indicators[row["indicator_id"]]["direction"]
    return forecast, compute_chance(
        forecast, TargetValues(row["target_low"]), reading.comparator, direction, to_year
    )


def find_coverage(spans: Iterable[Mapping], years_ahead: int) -> Mapping | None:
    """Return how often intervals that reach as many years ahead contained the later value.

    Parameters
    ----------
    spans : iterable of mappings
        Rows of the query ``forecast_coverage``: first_ahead, last_ahead, forecasts, covered,
        share (a fraction) and more. They may overlap.
    years_ahead : int
        Years between the newest figure and the year of the forecast.

    Returns
    -------
    Mapping or None
        The narrowest span with these years; None if nothing was measured so far ahead.
    """
    holding = [row for row in spans if row["first_ahead"] <= years_ahead <= row["last_ahead"]]
    return min(holding, key=lambda row: row["last_ahead"] - row["first_ahead"], default=None)


def list_points(
    series: Series, latest_year: int, *, is_three_year_mean: bool
) -> list[tuple[int, float]]:
    """Return the comparable points up to a year: values, or means of three years in a row.

    `latest_year` need not have a value: a point is comparable if it is on the same side of
    every break as the newest value up to it. A mean needs all three of its years.
    """
    newest = series.find_latest_year(latest_year)
    if newest is None:
        return []
    points = series.list_comparable(newest)
    if not is_three_year_mean:
        return points
    values = dict(points)
    return [
        (year, (values[year] + values[year - 1] + values[year - 2]) / 3)
        for year in values
        if year - 1 in values and year - 2 in values
    ]


def fit_drift(
    points: list[tuple[int, float]], to_year: int
) -> tuple[dict[int, tuple[float, float]], float, int]:
    """Fit a random walk with drift to at least three (year, value) points, oldest first.

    Returns
    -------
    spread : dict
        year -> (mean, standard error of the prediction), from the year after the newest
        point to `to_year`, in the unit of the values.
    change_per_year : float
        The drift.
    degrees : int
        Degrees of freedom.
    """
    years, values = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    spans = np.diff(years)
    # A change over k years has k times the variance of one year's. Divided by k, it is the mean
    # yearly change and has 1/k of that variance. Hence the weights.
    fit = WLS(np.diff(values) / spans, np.ones((len(spans), 1)), weights=spans).fit()
    ahead = np.arange(1, to_year - int(years[-1]) + 1, dtype=float)
    predicted = fit.get_prediction(np.ones((len(ahead), 1)), weights=ahead)
    # The prediction is the mean yearly change over the years ahead. Multiplied by these years it
    # is the whole change, with variance scale·h + h²·var(drift).
    means = values[-1] + ahead * predicted.predicted_mean
    errors = ahead * np.sqrt(np.asarray(predicted.var_pred_mean) + fit.scale / ahead)
    spread = {
        int(years[-1] + step): (float(mean), float(error))
        for step, mean, error in zip(ahead, means, errors, strict=True)
    }
    return spread, float(fit.params[0]), int(fit.df_resid)


def compute_chance(
    forecast: Forecast, target: TargetValues, comparator: str | None, direction: str, year: int
) -> float | None:
    """Return the chance (a fraction) that the value of a year meets a target.

    It comes from the same t distribution as the interval. If the target is beyond the
    indicator's bounds, the caller should say so. An exact number means at least that number.
    None without a forecast for the year.
    """
    if year not in forecast.spread:
        return None
    mean, error = forecast.spread[year]
    if error <= 1e-12 * max(1.0, abs(mean)):
        met = is_met("at_least" if comparator == "exactly" else comparator, mean, target, direction)
        return 1.0 if met else 0.0
    distance = (target.low - mean) / error
    chance = stats.t.sf(distance, forecast.degrees)
    return float(chance if direction == "up" else 1 - chance)


def _build_frame(
    points: list[tuple[int, float]],
    spread: dict[int, tuple[float, float]],
    degrees: int,
    level: float,
    indicator: dict,
) -> pd.DataFrame:
    quantile = stats.t.ppf((1 + level) / 2, degrees)
    observed = [(year, "observed", value, None, None) for year, value in points]
    ahead = [
        (year, "forecast", mean, mean - quantile * error, mean + quantile * error)
        for year, (mean, error) in spread.items()
    ]
    frame = make_frame([*observed, *ahead], COLUMNS, numbers=("value", "low", "high"))
    lower, upper = (
        None if pd.isna(indicator[key]) else indicator[key]
        for key in ("lower_bound", "upper_bound")
    )
    is_ahead = frame["kind"] == "forecast"
    held = frame.loc[is_ahead, ["value", "low", "high"]].clip(lower, upper)
    frame.loc[is_ahead, ["value", "low", "high"]] = held
    return frame
