"""Turns a reading of the plan's words into the values to be reached."""

from dataclasses import dataclass

TOLERANCE = 1e-9
"""Values this close count as equal (relative above 1), because they come from divisions."""


@dataclass(frozen=True)
class TargetValues:
    """The values to be reached, in the indicator's own unit.

    Attributes
    ----------
    low : float
        The value from which the target counts as met.
    high : float or None
        The high end of a range; None for a single number.
    """

    low: float
    high: float | None = None


def compare(value: float, edge: float, direction: str) -> int:
    """Return 1 for a value better than the edge, 0 for one equal to it, −1 for a worse one."""
    beyond = value - edge if direction == "up" else edge - value
    if abs(beyond) <= TOLERANCE * max(1.0, abs(edge)):
        return 0
    return 1 if beyond > 0 else -1


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
        Whether more or less is better; a change counts in that direction.

    Returns
    -------
    TargetValues or None
        None without a number, without a required base, or for a relative change of a base
        of zero or less, which has no meaning.
    """
    if low is None or kind == "qualitative":
        return None
    if kind == "level":
        return TargetValues(low, high)
    if base is None or (kind == "relative_change" and base <= 0):
        return None
    sign = 1 if direction == "up" else -1

    def reach(number: float) -> float:
        return base + sign * number if kind == "pp_change" else base * (1 + sign * number / 100)

    return TargetValues(reach(low), None if high is None else reach(high))


def is_base_beyond(base: float, target: TargetValues, direction: str) -> bool:
    """Tell whether the baseline itself lies beyond the target, in the good direction."""
    return compare(base, target.low, direction) > 0
