"""What if: computes the year of arrival from a yearly change, and the change that it takes.

`format_scenario` writes a scenario into an address, so that it can be sent; `parse_scenario`
reads it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from data.clock import FIRST_YEAR, LAST_YEAR
from data.errors import CaomuError
from indicators.frames import make_frame
from indicators.judgement.comparators import is_met
from indicators.judgement.pace import compute_growth_rate, compute_required_change
from indicators.judgement.status import TargetReading
from indicators.judgement.target_values import TargetValues, compute_target_values

CHANGES = ("unit", "pct")
"""How the yearly change is given: in the indicator's unit, or in per cent, compounded."""

HORIZON_YEARS = 100
MOST_PCT = 1000
PARAMETERS = ("base_year", "base", "reading", "change", "change_as", "start_year", "start")

# What is absent from an address stays as it is, None where it may be None.
_Number = TypeVar("_Number", bound=float | None)
_Year = TypeVar("_Year", bound=int | None)


class ScenarioError(CaomuError):
    """A scenario cannot be read or makes no sense."""


@dataclass(frozen=True)
class Scenario:
    """The assumptions of a user.

    Attributes
    ----------
    base_year, base : int and float
        The base year and value of the target, in the indicator's unit.
    reading_id : str
        The reading of the target.
    change : float
        Yearly change; `change_as` gives its unit.
    change_as : {'unit', 'pct'}
        In the indicator's unit, or in per cent of the year before.
    start_year, start : int and float, or None
        The point where the change begins; None is the base itself.
    """

    base_year: int
    base: float
    reading_id: str
    change: float
    change_as: str = "unit"
    start_year: int | None = None
    start: float | None = None

    @property
    def origin(self) -> tuple[int, float]:
        """Year and value where the change begins."""
        if self.start_year is None or self.start is None:
            return self.base_year, self.base
        return self.start_year, self.start


@dataclass(frozen=True)
class Outcome:
    """The result of a scenario.

    Attributes
    ----------
    target_low, target_high : float
        The values to be reached; high is None except for a range.
    value : float
        Value in the target year, in the indicator's unit.
    gap : float
        That value minus target_low; if more is better, below 0 it is short.
    is_met : bool
        Whether the target is met in the target year.
    arrival_year : int or None
        First year in which the target is met; None if that is not within 100 years.
    required_per_year, required_pct : float or None
        The reverse: the yearly change that reaches the target from the start just in time, in
        the indicator's unit and in per cent, compounded. 0 if the start meets the target.
    is_held : bool
        Whether the path reached a bound of the indicator and was kept there.
    path : DataFrame
        One row per year from the start to the target year: year, value.
    target_year : int
        The year by which the target is to be met.
    """

    target_low: float
    target_high: float | None
    value: float
    gap: float
    is_met: bool
    arrival_year: int | None
    required_per_year: float | None
    required_pct: float | None
    is_held: bool
    path: pd.DataFrame
    target_year: int


def compute_outcome(
    scenario: Scenario, reading: TargetReading, indicator: dict, target_year: int
) -> Outcome:
    """Carry a scenario forward to the target year, and compute the required change.

    Parameters
    ----------
    indicator : dict
        direction, lower_bound and upper_bound (missing if there is none).

    Raises
    ------
    ScenarioError
        The reading gives no value to be reached from this base (``scenario_no_target``),
        or the change begins in the target year or later (``scenario_too_late``).
    """
    direction = indicator["direction"]
    target = compute_target_values(
        reading.kind, reading.low, reading.high, scenario.base, direction
    )
    if target is None:
        raise ScenarioError("scenario_no_target", base=_write_exact(scenario.base))
    year = scenario.origin[0]
    if year >= target_year:
        raise ScenarioError("scenario_too_late", year=year, target_year=target_year)
    bounds = _get_bounds(indicator)
    path = [
        (known, project_value(scenario, known, bounds)) for known in range(year, target_year + 1)
    ]
    value = path[-1][1]
    required, required_pct = compute_required_rate(
        scenario, reading, target, direction, target_year
    )
    is_held = bounds != (None, None) and any(
        known != project_value(scenario, at) for at, known in path
    )
    return Outcome(
        target.low,
        target.high,
        value,
        value - target.low,
        is_met(reading.comparator, value, target, direction),
        _find_arrival(scenario, reading.comparator, target, direction, bounds),
        required,
        required_pct,
        is_held,
        make_frame(path, ("year", "value")),
        target_year,
    )


def make_scenario(row: Mapping) -> Scenario | None:
    """Return the scenario that continues the trend of a row of `compute_progress`.

    The change is the mean yearly change from base to latest value, and begins at the latest
    value. It is 0 without a base. None without a latest value.
    """
    if pd.isna(row["latest_year"]):
        return None
    latest_year, latest = int(row["latest_year"]), float(row["latest_value"])
    if pd.isna(row["baseline_year"]) or int(row["baseline_year"]) >= latest_year:
        return Scenario(latest_year, latest, row["reading_id"], 0.0)
    base_year, base = int(row["baseline_year"]), float(row["baseline_value"])
    change = round((latest - base) / (latest_year - base_year), 4)
    return Scenario(base_year, base, row["reading_id"], change, "unit", latest_year, latest)


def project_value(
    scenario: Scenario, year: int, bounds: tuple[float | None, float | None] = (None, None)
) -> float:
    """Return the value of a year under a scenario, kept within the bounds."""
    start_year, start = scenario.origin
    years = year - start_year
    value = (
        start + scenario.change * years
        if scenario.change_as == "unit"
        else start * (1 + scenario.change / 100) ** years
    )
    lower, upper = bounds
    if upper is not None:
        value = min(value, upper)
    return value if lower is None else max(value, lower)


def compute_required_rate(
    scenario: Scenario,
    reading: TargetReading,
    target: TargetValues,
    direction: str,
    target_year: int,
) -> tuple[float | None, float | None]:
    """Return the yearly change that reaches the target from the start just in time.

    Returns
    -------
    (per year in the indicator's unit, per cent compounded)
        Both are 0 if the start already meets the target. Per cent is None if start or target
        is not positive. ``more_than`` needs a little more than this.
    """
    year, start = scenario.origin
    if is_met(reading.comparator, start, target, direction):
        return 0.0, 0.0
    growth = compute_growth_rate(year, start, target_year, target.low)
    return (
        compute_required_change(year, start, target_year, target.low),
        None if growth is None else growth * 100,
    )


def parse_scenario(
    parameters: Mapping[str, str], default: Scenario, reading_ids: list[str]
) -> Scenario:
    """Return the scenario of an address's parameters; absent ones are taken from `default`.

    Raises
    ------
    ScenarioError
        A number cannot be read or is out of range, or the target has no such reading.
    """
    found = {
        key: str(parameters[key]).strip()
        for key in PARAMETERS
        if str(parameters.get(key, "")).strip()
    }
    reading_id = found.get("reading", default.reading_id)
    if reading_id not in reading_ids:
        raise ScenarioError("scenario_reading", value=reading_id)
    change_as = found.get("change_as", default.change_as)
    if change_as not in CHANGES:
        raise ScenarioError("scenario_change_as", value=change_as)
    scenario = Scenario(
        _parse_year(found, "base_year", default.base_year),
        _parse_number(found, "base", default.base),
        reading_id,
        _parse_number(found, "change", default.change),
        change_as,
        _parse_year(found, "start_year", default.start_year),
        _parse_number(found, "start", default.start),
    )
    if (scenario.start_year is None) != (scenario.start is None):
        raise ScenarioError("scenario_start")
    if scenario.change_as == "pct" and not -100 < scenario.change <= MOST_PCT:
        raise ScenarioError("scenario_change", value=_write_exact(scenario.change))
    return scenario


def format_scenario(scenario: Scenario) -> dict[str, str]:
    """Return the parameters of an address that `parse_scenario` turns into the scenario."""
    values = (
        scenario.base_year,
        scenario.base,
        scenario.reading_id,
        scenario.change,
        scenario.change_as,
        scenario.start_year,
        scenario.start,
    )
    return {
        key: value if isinstance(value, str) else _write_exact(value)
        for key, value in zip(PARAMETERS, values, strict=True)
        if value is not None
    }


def _write_exact(value: float) -> str:
    """Return a number with the fewest digits that give it exactly: 20, 42.59."""
    return (
        str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    )


def _find_arrival(
    scenario: Scenario,
    comparator: str | None,
    target: TargetValues,
    direction: str,
    bounds: tuple[float | None, float | None],
) -> int | None:
    first = scenario.origin[0]
    for year in range(first, first + HORIZON_YEARS + 1):
        if is_met(comparator, project_value(scenario, year, bounds), target, direction):
            return year
    return None


def _get_bounds(indicator: dict) -> tuple[float | None, float | None]:
    lower, upper = (indicator.get(key) for key in ("lower_bound", "upper_bound"))
    return (
        None if lower is None or pd.isna(lower) else float(lower),
        None if upper is None or pd.isna(upper) else float(upper),
    )


def _parse_number(found: dict[str, str], key: str, default: _Number) -> float | _Number:
    if key not in found:
        return default
    try:
        value = float(found[key])
    except ValueError as error:
        raise ScenarioError("scenario_number", value=found[key]) from error
    if not math.isfinite(value) or abs(value) > 1e12:
        raise ScenarioError("scenario_number", value=found[key])
    return value


def _parse_year(found: dict[str, str], key: str, default: _Year) -> int | _Year:
    if key not in found:
        return default
    text = found[key]
    if not text.isascii() or not text.isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ScenarioError("scenario_year", value=text)
    return int(text)
