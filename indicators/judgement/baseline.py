"""A baseline: the year and value that something is measured from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Baseline:
    """A baseline, or the reason why there is none.

    Attributes
    ----------
    year, value : int and float, or None
        The base year and value in the indicator's unit.
    origin : str
        decision, plan, default, assumed (an earlier year stands in for the default), none.
    reason : str or None
        no_baseline or series_break where there is no baseline.
    """

    year: int | None = None
    value: float | None = None
    origin: str = "none"
    reason: str | None = None
