"""Compares forecast models on the published series; each is chosen only on past figures.

    python -m tools.forecast_models

docs/decisions/0007-forecast.md gives the results. The script changes nothing.

A model is chosen by its mean interval score over the forecasts whose origin and outcome lie
before a cut year, and tested on those that begin in that year or later. In a stricter test it
is chosen anew in every year. The score of a 95 % interval is its width plus 40 times the
distance of the value outside it, in per cent of the newest value, so that series are
comparable. Lower is better. A pooled variance leaves out the series itself.

Source of the score: Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and
Estimation, JASA 102 (2007), section 6.2.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

import pandas as pd
from scipy import stats

from data.store.build import build_plan
from data.store.database import Store
from indicators.inputs import ProgressInputs, Series, load_inputs
from indicators.targets.forecast import fit_drift
from tools.forecast_coverage import list_later, list_published

LEVEL = 0.95
MOST_AHEAD = 6
GROUPS = ((1, 1), (2, 3), (4, 6))
CUTS = (2010, 2012, 2014, 2016, 2018)
NEWEST_APART = 2
"""Variances are pooled only if the newest points of two series are at most so many years apart."""
FEWEST_PAST = 60
"""The least number of forecasts that a choice needs."""


@dataclass(frozen=True)
class Model:
    """A random walk with drift.

    Attributes
    ----------
    name : str
        Its name in the tables.
    is_log : bool
        Whether logarithms are modelled; else values, in units of the newest one.
    kept : float
        Share of the mean yearly change that is carried forward.
    weight : float
        Degrees of freedom of the variance pooled over the other series, beside the series'
        own variance: 0 for the own variance alone, inf for the pooled one alone.
    factor : float or None
        The factor that widens the interval; None for the factor that past forecasts needed to
        reach their nominal coverage.
    """

    name: str
    is_log: bool = False
    kept: float = 1.0
    weight: float = 0.0
    factor: float | None = 1.0


def _list_models() -> list[Model]:
    pools = ((0.0, "own variance"), (8.0, "own and pooled variance"), (inf, "pooled variance"))
    models = [
        Model(f"{'log' if is_log else 'level'} drift x {kept:g}, {words}", is_log, kept, weight)
        for is_log in (False, True)
        for kept in (1.0, 0.75, 0.5, 0.25)
        for weight, words in pools
    ]
    wider = [Model(f"in use, {factor:g} times as wide", factor=factor) for factor in (1.25, 1.5)]
    return [*models, *wider, Model("in use, as wide as the past needed", factor=None)]


MODELS = _list_models()
IN_USE = MODELS[0].name
FITTED = MODELS[-1].name


@dataclass(frozen=True)
class Fit:
    """A drift fitted to the points of a series up to a year, in logarithms or newest values."""

    last: float
    drift: float
    variance: float
    years: int
    degrees: int


def fit_points(points: list[tuple[int, float]], *, is_log: bool) -> Fit:
    """Fit `fit_drift` and return its drift and yearly variance."""
    newest_year, newest = points[-1]
    scaled = [(year, log(value) if is_log else value / newest) for year, value in points]
    spread, drift, degrees = fit_drift(scaled, newest_year + 1)
    years = newest_year - points[0][0]
    # One year ahead the variance is s² + s² / years.
    variance = spread[newest_year + 1][1] ** 2 / (1 + 1 / years)
    return Fit(scaled[-1][1], drift, variance, years, degrees)


def compute_interval(
    model: Model, fit: Fit, pooled: tuple[float, float] | None, ahead: int
) -> tuple[float, float, float]:
    """Return mean, low and high of a forecast in newest values, before any widening.

    pooled is the variance pooled over other series and its degrees of freedom.
    """
    variance, degrees = fit.variance, float(fit.degrees)
    if model.weight and pooled is not None:
        own, other = (0.0, pooled[1]) if model.weight == inf else (degrees, model.weight)
        variance = (own * variance + other * pooled[0]) / (own + other)
        degrees = own + other
    mean = fit.last + model.kept * fit.drift * ahead
    # A shrunk drift is as uncertain as the part that is kept.
    error = sqrt(variance * (ahead + model.kept * ahead**2 / fit.years))
    half = stats.t.ppf((1 + LEVEL) / 2, degrees) * error
    low, high = mean - half, mean + half
    if model.is_log:
        return exp(mean - fit.last), exp(low - fit.last), exp(high - fit.last)
    return mean, low, high


def list_fits(series: list[Series], needed: int, most: int) -> dict:
    """Return (indicator_id, origin, is_log) -> `Fit` for every year with enough points."""
    fits = {}
    for one in series:
        for origin in one.values:
            points = one.list_comparable(origin)[-most:]
            if len(points) >= needed and min(value for _, value in points) > 0:
                for is_log in (False, True):
                    key = (one.indicator_id, origin, is_log)
                    fits[key] = fit_points(points, is_log=is_log)
    return fits


def pool_variance(
    fits: dict, indicator_id: str, origin: int, *, is_log: bool
) -> tuple[float, float] | None:
    """Return the variance of the other series at that time, and its degrees of freedom."""
    newest: dict[str, tuple[int, Fit]] = {}
    for (other, year, logs), fit in fits.items():
        is_near = other != indicator_id and logs == is_log and 0 <= origin - year <= NEWEST_APART
        if is_near and (other not in newest or year > newest[other][0]):
            newest[other] = (year, fit)
    degrees = sum(fit.degrees for _, fit in newest.values())
    if not degrees:
        return None
    return sum(fit.degrees * fit.variance for _, fit in newest.values()) / degrees, degrees


def run_models(inputs: ProgressInputs, series: list[Series]) -> pd.DataFrame:
    """Forecast every later value with every model.

    Returns
    -------
    DataFrame
        One row per model, series, origin and year: model, indicator_id, origin, year, ahead,
        and value, mean, low, high in units of the newest value at the origin.
    """
    needed, most = (
        int(inputs.thresholds[key]) for key in ("forecast_min_points", "forecast_max_points")
    )
    fits = list_fits(series, needed, most)
    pools = {key: pool_variance(fits, key[0], key[1], is_log=key[2]) for key in fits}
    rows = []
    for one in series:
        for origin, newest in one.values.items():
            if (one.indicator_id, origin, False) not in fits:
                continue
            for year, value in list_later(one, origin):
                if year - origin > MOST_AHEAD:
                    continue
                for model in MODELS:
                    key = (one.indicator_id, origin, model.is_log)
                    ends = compute_interval(model, fits[key], pools[key], year - origin)
                    rows.append(
                        (
                            model.name,
                            one.indicator_id,
                            origin,
                            year,
                            year - origin,
                            value / newest,
                            *ends,
                        )
                    )
    columns = ["model", "indicator_id", "origin", "year", "ahead", "value", "mean", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def find_factor(past: pd.DataFrame) -> float:
    """Return the factor that past intervals needed to reach their nominal coverage."""
    needed = (past["value"] - past["mean"]).abs() / (past["high"] - past["mean"])
    return float(needed.quantile(LEVEL))


def widen(rows: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return forecasts with intervals widened by a factor, not below 0, and their score."""
    low = (rows["mean"] - factor * (rows["mean"] - rows["low"])).clip(lower=0)
    high = rows["mean"] + factor * (rows["high"] - rows["mean"])
    outside = (low - rows["value"]).clip(lower=0) + (rows["value"] - high).clip(lower=0)
    width = high - low
    score = 100 * (width + 2 / (1 - LEVEL) * outside)
    return rows.assign(width=100 * width, score=score, is_within=outside == 0)


def score_models(rows: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """Score the rows of every model; the fitted factor comes only from past forecasts."""
    found = []
    for model in MODELS:
        own, before = (frame[frame["model"] == model.name] for frame in (rows, past))
        factor = find_factor(before) if model.factor is None else model.factor
        found.append(widen(own, factor))
    return pd.concat(found)


def choose_model(past: pd.DataFrame) -> str:
    """Return the model with the lowest mean score over past forecasts."""
    return score_models(past, past).groupby("model")["score"].mean().idxmin()


def split_at(rows: pd.DataFrame, cut: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the forecasts that ended before a year, and those that begin in it or later."""
    return rows[rows["year"] <= cut], rows[rows["origin"] >= cut]


def choose_every_year(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, str]]:
    """Score each year's forecasts with the model that the years before it would have chosen.

    Returns
    -------
    scored : DataFrame
        Forecasts of the chosen model, of the present one and of the fitted one; the column
        label says which.
    chosen : dict
        origin -> model.
    """
    scored, chosen = [], {}
    for origin in sorted(rows["origin"].unique()):
        past, own = rows[rows["year"] <= origin], rows[rows["origin"] == origin]
        if (past["model"] == IN_USE).sum() < FEWEST_PAST:
            continue
        chosen[int(origin)] = choose_model(past)
        found = score_models(own, past)
        labels = {"chosen anew every year": chosen[origin], IN_USE: IN_USE, FITTED: FITTED}
        scored += [
            found[found["model"] == name].assign(label=label) for label, name in labels.items()
        ]
    return pd.concat(scored), chosen


def describe(rows: pd.DataFrame) -> str:
    """Return mean score, coverage and, by years ahead, number, score, coverage and width."""
    parts = [f"{rows['score'].mean():.1f} | {rows['is_within'].mean():.1%}"]
    for first, last in GROUPS:
        group = rows[rows["ahead"].between(first, last)]
        parts.append(
            f"{len(group)}: {group['score'].mean():.1f}, "
            f"{group['is_within'].mean():.1%}, {group['width'].median():.0f}"
        )
    return " | ".join(parts)


def print_comparison(rows: pd.DataFrame) -> None:
    """Print a table of how each choice on past figures scored on the later figures."""
    count = (rows["model"] == IN_USE).sum()
    print(f"{rows['indicator_id'].nunique()} series, {count} forecasts\n")
    print("| cut | model | score | coverage | 1 year: n: score, coverage, width | 2-3 | 4-6 |")
    print("|---|---|---|---|---|---|---|")
    for cut in CUTS:
        past, rest = split_at(rows, cut)
        if min((frame["model"] == IN_USE).sum() for frame in (past, rest)) < FEWEST_PAST:
            continue
        found = score_models(rest, past)
        choice = choose_model(past)
        for name in dict.fromkeys((choice, FITTED, IN_USE)):
            mark = " (chosen)" if name == choice else ""
            print(f"| {cut} | {name}{mark} | {describe(found[found['model'] == name])} |")
    scored, chosen = choose_every_year(rows)
    for label, frame in scored.groupby("label", sort=False):
        print(f"| every year | {label} | {describe(frame)} |")
    print("\nchosen:", chosen)


def main() -> None:
    """Print the comparison over the published series of the region."""
    with Store(":memory:") as store:
        build_plan(store)
        inputs = load_inputs(store)
        found = run_models(inputs, list_published(inputs))
    print_comparison(found)


if __name__ == "__main__":
    main()
