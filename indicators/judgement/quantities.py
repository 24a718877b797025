"""One number against one quantity of a box: the comparators of the plan's words."""

from dataclasses import dataclass

TOLERANCE = 1e-9

BOX_STATUSES = ("met", "close", "in_progress", "not_begun", "breach", "cannot_judge", "programme")


@dataclass(frozen=True)
class Quantity:
    """A quantity as the plan writes it: comparator, low, and high for a range."""

    comparator: str | None
    low: float | None
    high: float | None = None


@dataclass(frozen=True)
class Verdict:
    """Status, why (None where there is nothing to say), and the shares of the way.

    completion refers to low, completion_high to the full end of a range; both are
    fractions and may be above 1.
    """

    status: str
    reason: str | None = None
    completion: float | None = None
    completion_high: float | None = None


def judge_count(quantity: Quantity, counted: int, has_begun: bool, close_share: float) -> Verdict:
    """Judge a number of units.

    Parameters
    ----------
    counted : int
        Completed and accepted units.
    has_begun : bool
        Whether any unit stands in the register, at whatever stage.
    close_share : float
        From this share of an ``about`` number on the status is close.

    Returns
    -------
    Verdict
        met: from low on (``more_than``: beyond it); close: ``about`` only; else in_progress
        or not_begun. More than an exact number, or than the full end of a range, is met
        with the reason differs_from_plan: not a fault, but not what the plan says.
    """
    completion = counted / quantity.low
    completion_high = None if quantity.high is None else counted / quantity.high
    if meets(quantity, counted):
        most = quantity.low if quantity.comparator == "exactly" else quantity.high
        reason = "differs_from_plan" if most is not None and counted > most else None
        return Verdict("met", reason, completion, completion_high)
    if quantity.comparator == "about" and counted >= close_share * quantity.low - TOLERANCE:
        return Verdict("close", None, completion, completion_high)
    status = "in_progress" if has_begun else "not_begun"
    return Verdict(status, None if has_begun else "no_data", completion, completion_high)


def meets(quantity: Quantity, value: float) -> bool:
    """Tell whether a number reaches a quantity; 以上 includes the number itself."""
    if quantity.comparator == "more_than":
        return value > quantity.low + TOLERANCE
    return value >= quantity.low - TOLERANCE


def judge_counties(quantity: Quantity, counts: list[int], has_begun: bool) -> tuple[int, Verdict]:
    """Judge a number that each of several counties is to reach.

    Parameters
    ----------
    counts : list of int
        Completed and accepted units of each county that the item binds.
    has_begun : bool
        Whether any unit of the item stands in the register, at whatever stage.

    Returns
    -------
    tuple
        How many counties meet the number, and the verdict on all of them; its completion is
        their share. Surplus units of one county do not make up for another.
    """
    met = sum(meets(quantity, count) for count in counts)
    if not counts:
        return 0, Verdict("cannot_judge", "not_assigned")
    completion = met / len(counts)
    if met == len(counts):
        return met, Verdict("met", None, completion)
    status = "in_progress" if has_begun else "not_begun"
    return met, Verdict(status, None if has_begun else "no_data", completion)


def judge_level(quantity: Quantity, latest: float, is_stale: bool) -> Verdict:
    """Judge the latest value of a rate; a share of the way needs a base, and there is none."""
    return Verdict(
        "met" if meets(quantity, latest) else "in_progress", "stale" if is_stale else None
    )


def judge_sustained(quantity: Quantity, values: dict[int, float], first_year: int) -> Verdict:
    """Judge a rate that is to hold in every year from `first_year` on.

    Parameters
    ----------
    values : dict
        year -> per cent; years before `first_year` are left aside.

    Returns
    -------
    Verdict
        breach: one year below is enough, whatever came after. met: no known year is below;
        with the reason years_missing where years in between have no figure.
    """
    years = sorted(year for year in values if year >= first_year)
    if not years:
        return Verdict("cannot_judge", "no_data")
    if not all(meets(quantity, values[year]) for year in years):
        return Verdict("breach")
    has_gap = len(years) < years[-1] - first_year + 1
    return Verdict("met", "years_missing" if has_gap else None)
