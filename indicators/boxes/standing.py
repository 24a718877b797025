"""Gives box items their status words, from the results of the comparators."""

from dataclasses import dataclass

from indicators.judgement.comparators import judge_amount, judge_each, judge_years
from indicators.judgement.target_values import TargetValues

BOX_STATUSES = ("met", "close", "in_progress", "not_begun", "breach", "cannot_judge", "programme")


@dataclass(frozen=True)
class Quantity:
    """A quantity as the plan writes it: comparator, low, and high for a range."""

    comparator: str | None
    low: float
    high: float | None = None

    @property
    def target(self) -> TargetValues:
        """The numbers to be reached."""
        return TargetValues(self.low, self.high)


@dataclass(frozen=True)
class Standing:
    """Status, reason (None if there is none) and completion of an item.

    completion refers to low, completion_high to the high end of a range; both are fractions
    and may be above 1. missing_years are the years of a sustained rate without a figure,
    including those after the last value.
    """

    status: str
    reason: str | None = None
    completion: float | None = None
    completion_high: float | None = None
    missing_years: tuple[int, ...] = ()


def judge_count(quantity: Quantity, counted: int, has_begun: bool, close_share: float) -> Standing:
    """Judge a number of units.

    Parameters
    ----------
    counted : int
        Completed and accepted units.
    has_begun : bool
        Whether the register has any unit, at any stage.
    close_share : float
        From this share (a fraction) of an ``about`` number on, the status is close.
    """
    verdict = judge_amount(
        quantity.comparator, counted, quantity.target, close_share=close_share, base=0
    )
    if verdict.is_met or verdict.remark == "close":
        status = "met" if verdict.is_met else "close"
        reason = verdict.remark if verdict.is_met else None
    else:
        status, reason = _describe_unmet(has_begun)
    return Standing(status, reason, verdict.completion, verdict.completion_high)


def judge_counties(quantity: Quantity, counts: list[int], has_begun: bool) -> tuple[int, Standing]:
    """Judge a number that each of several counties has to reach.

    Parameters
    ----------
    counts : list of int
        Completed and accepted units of each county that the item binds.
    has_begun : bool
        Whether the register has any unit of the item, at any stage.

    Returns
    -------
    tuple
        How many counties meet the number, and the `Standing`, whose completion is their share.
    """
    verdict = judge_each(quantity.comparator, counts, quantity.target)
    if verdict.completion is None:
        return 0, Standing("cannot_judge", "not_assigned")
    met = round(verdict.completion * len(counts))
    status, reason = ("met", None) if verdict.is_met else _describe_unmet(has_begun)
    return met, Standing(status, reason, verdict.completion)


def judge_level(quantity: Quantity, latest: float, is_stale: bool, close_share: float) -> Standing:
    """Judge the latest value of a rate; there is no base, so there is no completion."""
    verdict = judge_amount(quantity.comparator, latest, quantity.target, close_share=close_share)
    reason = "stale" if is_stale else verdict.remark if verdict.is_met else None
    return Standing("met" if verdict.is_met else verdict.remark or "in_progress", reason)


def judge_sustained(
    quantity: Quantity,
    values: dict[int, float],
    first_year: int,
    as_of_year: int,
    stale_years: float,
) -> Standing:
    """Judge a rate that must hold in every year from `first_year` on.

    Parameters
    ----------
    values : dict
        year -> per cent; years before `first_year` are ignored.
    as_of_year : int
        The current year; a figure is expected for every year before it.
    stale_years : float
        If the newest value is more years older than `as_of_year` than this, it is stale.

    Returns
    -------
    Standing
        breach: at least one year is below, whatever came after. met: no known year is below;
        the reason is stale, or years_missing if a year has no figure.
    """
    years = [year for year in values if year >= first_year]
    if not years:
        return Standing("cannot_judge", "no_data")
    to_year = max(as_of_year - 1, *years)
    verdict = judge_years(values, quantity.target, first_year, to_year)
    reason = "stale" if as_of_year - max(years) > stale_years else None
    if verdict.breaches:
        return Standing("breach", reason, missing_years=verdict.missing)
    reason = reason or ("years_missing" if verdict.missing else None)
    return Standing("met", reason, missing_years=verdict.missing)


def _describe_unmet(has_begun: bool) -> tuple[str, str | None]:
    return ("in_progress", None) if has_begun else ("not_begun", "no_data")
