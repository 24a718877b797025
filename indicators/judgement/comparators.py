"""The comparators of the plan's words: the same for targets and boxes, with one tolerance.

| comparator | met | remark |
|---|---|---|
| at_least (以上) | from the number on | |
| more_than (超过) | beyond the number | |
| about (左右) | from the number on | close: from the threshold ``about_close`` on |
| exactly | from the number on | differs_from_plan: more than the number |
| range | from the low end on | differs_from_plan: beyond the high end |
| sustained (稳定在) | from the number on, in every year | breaches, missing years |

A number for each county is met if every county meets it. If less is better, everything is
mirrored. A missing comparator counts as at_least.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.judgement.pace import compute_completion
from indicators.judgement.target_values import TargetValues, compare

COMPARATORS = ("at_least", "more_than", "about", "exactly", "range", "sustained")


@dataclass(frozen=True)
class Verdict:
    """The result of a comparator, before it gets a status word.

    Attributes
    ----------
    is_met : bool
        Whether the value meets the requirement.
    remark : str or None
        ``differs_from_plan`` (more than an exact number or than the high end of a range; not a
        fault) or ``close`` (an about number that is not met).
    completion, completion_high : float or None
        Share of the way from the base to the low end and to the high end, as fractions.
    breaches, missing : tuple of int
        For a sustained level: years below it, and years without a figure.
    """

    is_met: bool
    remark: str | None = None
    completion: float | None = None
    completion_high: float | None = None
    breaches: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()


def is_met(comparator: str | None, value: float, target: TargetValues, direction: str) -> bool:
    """Tell whether a value meets a target in one year (see the table in this module)."""
    beyond = compare(value, target.low, direction)
    return beyond > 0 if comparator == "more_than" else beyond >= 0


def find_remark(
    comparator: str | None, value: float, target: TargetValues, direction: str, close_share: float
) -> str | None:
    """Return the remark on a value, or None.

    `close_share` is the share of an about number from which a value is close (0.9). If less is
    better, the number divided by it is the limit.
    """
    most = {"exactly": target.low, "range": target.high}.get(comparator or "")
    if most is not None and compare(value, most, direction) > 0:
        return "differs_from_plan"
    if comparator != "about" or is_met(comparator, value, target, direction):
        return None
    edge = target.low * close_share if direction == "up" else target.low / close_share
    return "close" if compare(value, edge, direction) >= 0 else None


def judge_amount(
    comparator: str | None,
    value: float,
    target: TargetValues,
    direction: str = "up",
    *,
    close_share: float,
    base: float | None = None,
) -> Verdict:
    """Judge one value against a number; completion needs a base (0 for a count)."""
    low, high = (
        None if base is None or end is None else compute_completion(base, value, end)
        for end in (target.low, target.high)
    )
    return Verdict(
        is_met(comparator, value, target, direction),
        find_remark(comparator, value, target, direction, close_share),
        low,
        high,
    )


def judge_years(
    values: Mapping[int, float],
    target: TargetValues,
    first_year: int,
    to_year: int,
    direction: str = "up",
) -> Verdict:
    """Judge a level that must hold in every year from `first_year` to `to_year`.

    Parameters
    ----------
    values : mapping
        year -> value; other years are ignored.

    Returns
    -------
    Verdict
        Met if at least one year is known and no known year is below. breaches are the years
        below; missing are the years without a figure, including those after the last value.
    """
    years = range(first_year, to_year + 1)
    known = [year for year in years if year in values]
    breaches = tuple(
        year for year in known if not is_met("sustained", values[year], target, direction)
    )
    missing = tuple(year for year in years if year not in values)
    return Verdict(bool(known) and not breaches, breaches=breaches, missing=missing)


def judge_each(comparator: str | None, values: Iterable[float], target: TargetValues) -> Verdict:
    """Judge a number that each of several counties has to reach.

    Returns
    -------
    Verdict
        completion is the share of the counties that meet it; None without counties. A surplus
        of one county does not make up for another.
    """
    met = [is_met(comparator, value, target, "up") for value in values]
    return Verdict(bool(met) and all(met), completion=sum(met) / len(met) if met else None)
