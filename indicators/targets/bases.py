"""Finds the base year and value of a target, and the other admissible base years.

No goal of the plan for 2030 states its base year. The order is: a recorded decision, the
plan's own baseline for the same indicator and area, the default year, the nearest earlier year
within reach. The base does not move: if nothing follows it, there is no data. Base and latest
value must be on the same side of every series break.

The base year is our assumption, so it is varied: the status is computed from every admissible
base (`list_admissible_years`), and says whether it depends on the choice.
"""

from collections.abc import Iterable

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
        Year of the value to judge.
    default_year, search_years : int
        The default year, and how many years before it may replace it.
    plan_baseline : (year, value) or None
        The plan's own figure for the same indicator and area.
    decided : (year, value or None) or None
        A recorded choice; without a value, the series' own value of that year is used.

    Returns
    -------
    Baseline
        With the reason no_data beside year and value if the latest value is not later;
        without year and value if there is no base, or none on the same side of a break.
    """
    found = _find_first(series, default_year, search_years, plan_baseline, decided)
    if found is None:
        return Baseline(reason="no_baseline")
    year, value, origin = found
    if year >= latest_year:
        return Baseline(year, value, origin, "no_data")
    if series.has_break_between(year, latest_year):
        return Baseline(reason="series_break")
    return Baseline(year, value, origin)


def list_window(default_year: int, search_years: int) -> range:
    """Return the years that can serve as a base without a decision, earliest first."""
    return range(default_year - search_years, default_year + 1)


def list_admissible_years(
    series: Series, latest_year: int, years: Iterable[int], decided_year: int | None = None
) -> list[int]:
    """Return the years that could serve as the base of the latest value, earliest first.

    Parameters
    ----------
    years : iterable of int
        From `list_window`.
    decided_year : int or None
        A decided base year; it is admissible too, with the series' own value or the decided
        one.
    """
    known = {year for year in years if year in series.values}
    if decided_year is not None:
        known.add(decided_year)
    return sorted(
        year
        for year in known
        if year < latest_year and not series.has_break_between(year, latest_year)
    )


def is_robust(statuses: dict[int, str], status: str) -> bool | None:
    """Tell whether a status holds under every admissible base; None for fewer than two."""
    return None if len(statuses) < 2 else set(statuses.values()) == {status}


def _find_first(
    series: Series,
    default_year: int,
    search_years: int,
    plan_baseline: tuple[int, float] | None,
    decided: tuple[int, float | None] | None,
) -> tuple[int, float, str] | None:
    if decided is not None:
        year, value = decided
        value = series.get_value(year) if value is None else value
        return None if value is None else (year, value, "decision")
    if plan_baseline is not None:
        return (*plan_baseline, "plan")
    for year in reversed(list_window(default_year, search_years)):
        value = series.get_value(year)
        if value is not None:
            return year, value, "default" if year == default_year else "assumed"
    return None
