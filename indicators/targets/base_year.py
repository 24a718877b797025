"""Which year and value a target is measured from.

No goal of the plan for 2030 states its base year. The order is: a recorded decision, the
plan's own baseline of the same indicator and area, the default year, the nearest earlier
year within reach. Base and latest value must lie on the same side of every series break.
"""

from indicators.inputs import Series
from indicators.judgement.baseline import Baseline


def choose_baseline(
    series: Series,
    latest_year: int,
    *,
    default_year: int,
    search_years: int,
    plan_baseline: tuple[int, float] | None = None,
    decided: tuple[int, float | None] | None = None,
) -> Baseline:
    """Choose the baseline for a series.

    Parameters
    ----------
    series : Series
        Yearly values of one indicator in one area, with its series breaks.
    latest_year : int
        Year of the value that is to be judged.
    default_year, search_years : int
        The year to look in, and how many years before it may stand in.
    plan_baseline : (year, value) or None
        The plan's own figure for the same indicator and area.
    decided : (year, value or None) or None
        A recorded choice; without a value, the series' own value of that year is taken.
    """
    candidates = _list_candidates(series, default_year, search_years, plan_baseline, decided)
    crossed_break = False
    for candidate in candidates:
        if candidate.year >= latest_year:
            continue
        if series.has_break_between(candidate.year, latest_year):
            crossed_break = True
            continue
        return candidate
    later = any(candidate.year >= latest_year for candidate in candidates)
    reason = "series_break" if crossed_break else "no_data" if later else "no_baseline"
    return Baseline(reason=reason)


def _list_candidates(
    series: Series,
    default_year: int,
    search_years: int,
    plan_baseline: tuple[int, float] | None,
    decided: tuple[int, float | None] | None,
) -> list[Baseline]:
    if decided is not None:
        year, value = decided
        value = series.get_value(year) if value is None else value
        return [] if value is None else [Baseline(year, value, "decision")]
    candidates = [] if plan_baseline is None else [Baseline(*plan_baseline, "plan")]
    for year in range(default_year, default_year - search_years - 1, -1):
        value = series.get_value(year)
        if value is not None:
            origin = "default" if year == default_year else "assumed"
            candidates.append(Baseline(year, value, origin))
    return candidates
