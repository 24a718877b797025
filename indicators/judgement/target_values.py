"""From a reading of the plan's words to the values that are to be reached."""

from dataclasses import dataclass

RELATIVE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class TargetValues:
    """The values to be reached, in the indicator's own unit.

    Attributes
    ----------
    low : float
        Where the target counts as met.
    high : float or None
        Where a range is full; None for a single number.
    """

    low: float
    high: float | None = None


def needs_baseline(kind: str) -> bool:
    """Tell whether a target of this kind is measured from a baseline value."""
    return kind in ("pp_change", "relative_change")


def compute_target_values(
    kind: str, low: float | None, high: float | None, base: float | None, direction: str
) -> TargetValues | None:
    """Return the values to be reached under one reading.

    Parameters
    ----------
    kind : {'level', 'pp_change', 'relative_change', 'qualitative'}
        What the numbers are measured from: nothing, points above base, per cent of base.
    low, high : float or None
        The reading's numbers as the plan writes them (20 for 20 %).
    base : float or None
        Baseline value in the indicator's unit; may be None for a level.
    direction : {'up', 'down'}
        Whether more or less is better; a change is counted in that direction.

    Returns
    -------
    TargetValues or None
        None without a number, without a needed base, or for a relative change of a base
        that is zero or negative, which has no meaning.
    """
    if low is None or kind == "qualitative":
        return None
    if kind == "level":
        return TargetValues(low, high)
    if base is None or (kind == "relative_change" and base <= 0):
        return None
    sign = 1 if direction == "up" else -1

    def reach(number: float | None) -> float | None:
        if number is None:
            return None
        return base + sign * number if kind == "pp_change" else base * (1 + sign * number / 100)

    return TargetValues(reach(low), reach(high))


def is_met(comparator: str, latest: float, target: TargetValues, direction: str) -> bool:
    """Tell whether a value meets its target.

    ``more_than`` is met only beyond the value itself; ``exactly`` only at it, ``about`` and
    every other comparator from it on. A range is met from its low end. Values within a
    billionth of the target count as equal to it, since they come out of divisions.
    """
    tolerance = RELATIVE_TOLERANCE * max(1.0, abs(target.low))
    beyond = latest - target.low if direction == "up" else target.low - latest
    if comparator == "more_than":
        return beyond > tolerance
    if comparator == "exactly":
        return abs(beyond) <= tolerance
    return beyond >= -tolerance


def is_beyond_plan(
    comparator: str | None, latest: float, target: TargetValues, direction: str
) -> bool:
    """Tell whether there is more than an exact number: it differs from the planned number."""
    return comparator == "exactly" and is_met("more_than", latest, target, direction)


def is_close(latest: float, target: TargetValues, direction: str, close_share: float) -> bool:
    """Tell whether an 'about' number is not met but close.

    Parameters
    ----------
    close_share : float
        Fraction of the number from which a value is close (0.9); where less is better,
        the number divided by it.
    """
    if is_met("about", latest, target, direction):
        return False
    edge = target.low * close_share if direction == "up" else target.low / close_share
    return is_met("at_least", latest, TargetValues(edge), direction)


def count_meeting_counties(
    values: dict[str, float | None], comparator: str, low: float, high: float | None = None
) -> tuple[int, int, int]:
    """Count the counties that meet a per-county target.

    Parameters
    ----------
    values : dict
        One entry per county that the target binds; None where nothing was reported.

    Returns
    -------
    (met, reported, bound)
        Counties that meet it, that reported, and that it binds. The share is met ÷ bound:
        a county that has not reported does not meet it.
    """
    target = TargetValues(low, high)
    known = [value for value in values.values() if value is not None]
    met = sum(is_met(comparator, value, target, "up") for value in known)
    return met, len(known), len(values)


def is_base_beyond(base: float, target: TargetValues, direction: str) -> bool:
    """Tell whether the baseline itself lies beyond the target, in the good direction."""
    beyond = base - target.low if direction == "up" else target.low - base
    return beyond > RELATIVE_TOLERANCE * max(1.0, abs(target.low))
