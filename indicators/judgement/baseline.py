"""The baseline: the year and value that a target is measured from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Baseline:
    """A baseline, or the reason why there is none.

    Attributes
    ----------
    year, value : int and float, or None
        The base year and value in the indicator's unit.
    origin : str
        decision, plan, default, assumed (an earlier year replaces the default), none.
    reason : str or None
        no_baseline or series_break if there is no baseline; no_data if nothing follows it.
    """

    year: int | None = None
    value: float | None = None
    origin: str = "none"
    reason: str | None = None
