"""Backtest of the forecast on the published series of the region, 1998–2017.

    python benchmarks/forecast_backtest.py

For each series and each year that has at least four comparable points up to it, the years
that followed on the same side of every break are forecast and compared with what was
published. Prints how often the published value lay within the interval (its real
coverage), for the model in use and, beside it, for a straight line through the points.
The result is recorded in docs/decisions/0007-forecast.md.
"""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS

from data.store.build import build_plan
from data.store.database import Store
from indicators.inputs import ProgressInputs, get_series, load_inputs
from indicators.targets.forecast import fit_drift

LEVELS = (0.80, 0.95)
FIRST, LAST = 1998, 2017
AHEAD = ((1, 1), (2, 3), (4, 6), (7, 12))


def fit_line(points: list[tuple[int, float]], to_year: int):
    """Fit a straight line by least squares; the same result as `fit_drift` gives."""
    years, values = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    fit = OLS(values, np.column_stack([np.ones(len(years)), years - years.mean()])).fit()
    ahead = np.arange(int(years[-1]) + 1, to_year + 1)
    predicted = fit.get_prediction(np.column_stack([np.ones(len(ahead)), ahead - years.mean()]))
    errors = np.sqrt(np.asarray(predicted.var_pred_mean) + fit.scale)
    pairs = zip(ahead, predicted.predicted_mean, errors, strict=True)
    return {int(year): (mean, error) for year, mean, error in pairs}, 0.0, int(fit.df_resid)


MODELS = {"drift (in use)": fit_drift, "straight line": fit_line}


def list_origins(inputs: ProgressInputs, indicator_id: str):
    """Yield the points up to each year, and the (year, value) pairs that followed."""
    series = get_series(inputs, indicator_id, "650000")
    needed, most = (
        int(inputs.thresholds[key]) for key in ("forecast_min_points", "forecast_max_points")
    )
    known = {year: value for year, value in series.values.items() if FIRST <= year <= LAST}
    for origin in known:
        points = [pair for pair in series.list_comparable(origin) if pair[0] >= FIRST][-most:]
        later = [
            (year, value)
            for year, value in known.items()
            if year > origin and not series.has_break_between(origin, year)
        ]
        if len(points) >= needed and later:
            yield points, later


def run_backtest(inputs: ProgressInputs) -> pd.DataFrame:
    """Return one row per model, series, origin and year ahead.

    Columns: model, indicator_id, ahead (years), error_pct and half_pct (absolute error and
    half width of the 95 % interval in per cent of the value), and is_within_80 and _95.
    """
    published = inputs.figures[~inputs.figures["is_computed"]]
    rows = []
    for indicator_id in sorted(published["indicator_id"].unique()):
        for points, later in list_origins(inputs, indicator_id):
            for model, fit in MODELS.items():
                spread, _, degrees = fit(points, max(year for year, _ in later))
                rows += [
                    compare(
                        model, indicator_id, year - points[-1][0], value, *spread[year], degrees
                    )
                    for year, value in later
                ]
    return pd.DataFrame(rows)


def compare(
    model: str, indicator_id: str, ahead: int, value: float, mean: float, error: float, degrees: int
) -> dict:
    """Return one row of the backtest."""
    halves = {level: stats.t.ppf((1 + level) / 2, degrees) * error for level in LEVELS}
    return {
        "model": model,
        "indicator_id": indicator_id,
        "ahead": ahead,
        "error_pct": abs(value - mean) / value * 100,
        "half_pct": halves[0.95] / value * 100,
        **{
            f"is_within_{level:.0%}".rstrip("%"): abs(value - mean) <= half
            for level, half in halves.items()
        },
    }


def main() -> None:
    with Store(":memory:") as store:
        build_plan(store)
        rows = run_backtest(load_inputs(store))
    mine = rows["model"] == "drift (in use)"
    print(f"{rows['indicator_id'].nunique()} series, {FIRST}-{LAST}, {mine.sum()} forecasts")
    print(
        f"{'model':<16}{'ahead':>8}{'n':>6}{'in 80 %':>9}{'in 95 %':>9}{'error %':>9}{'+/- %':>8}"
    )
    for model in MODELS:
        for first, last in ((1, 12), *AHEAD):
            chosen = rows[(rows["model"] == model) & rows["ahead"].between(first, last)]
            print(
                f"{model:<16}{f'{first}-{last}':>8}{len(chosen):>6}"
                f"{chosen['is_within_80'].mean():>9.1%}{chosen['is_within_95'].mean():>9.1%}"
                f"{chosen['error_pct'].median():>9.1f}{chosen['half_pct'].median():>8.1f}"
            )


if __name__ == "__main__":
    main()
