"""Worked examples for the methods page: round made-up numbers, judged by the engine itself."""

from dataclasses import dataclass

from indicators.judgement.baseline import Baseline
from indicators.judgement.pace import compute_growth_rate, compute_pace_value
from indicators.judgement.second_opinion import classify_growth_ratio
from indicators.judgement.status import Judgement, Reading, judge_value

BASE_YEAR, LATEST_YEAR, TARGET_YEAR = 2021, 2024, 2030


@dataclass(frozen=True)
class Example:
    """A made-up case and how it is judged.

    Attributes
    ----------
    example_id : str
        A status, or a kind and comparator joined by a dot.
    reading : Reading
        What is asked.
    direction : {'up', 'down'}
        Whether more or less is better.
    base, latest : float or None
        Values of `BASE_YEAR` and `LATEST_YEAR`.
    judgement : Judgement
        What the engine makes of it.
    """

    example_id: str
    reading: Reading
    direction: str
    base: float | None
    latest: float
    judgement: Judgement


# A rise by 10 points from 50: one latest value for each status.
STATUS_CASES = (
    ("achieved", 50.0, 60.0),
    ("on_pace", 50.0, 54.0),
    ("slightly_behind", 50.0, 52.5),
    ("behind", 50.0, 51.0),
    ("moving_away", 50.0, 49.0),
    ("cannot_judge", None, 52.5),
)
# Kind, comparator, low, high, direction, base, latest.
KIND_CASES = (
    ("level", "more_than", 20.0, None, "up", 12.0, 20.0),
    ("level", "at_least", 30.0, None, "up", None, 31.0),
    ("level", "exactly", 40.0, None, "up", 0.0, 41.0),
    ("level", "about", 10.0, None, "up", 0.0, 9.0),
    ("level", "sustained", 97.0, None, "up", 97.5, 96.8),
    ("pp_change", "at_least", 10.0, None, "up", 50.0, 54.0),
    ("relative_change", "at_least", 20.0, None, "up", 150.0, 156.0),
    ("relative_change", "range", 3.0, 5.0, "up", 1000.0, 1040.0),
    ("relative_change", "more_than", 0.0, None, "down", 1.2, 1.15),
)


def list_status_examples(thresholds: dict[str, float]) -> list[Example]:
    """Return one example per status, best first: 50 in the base year, 60 to be reached."""
    reading = Reading("example", "pp_change", "at_least", 10.0, None)
    return [
        _judge(status, reading, "up", base, latest, thresholds)
        for status, base, latest in STATUS_CASES
    ]


def list_kind_examples(thresholds: dict[str, float]) -> list[Example]:
    """Return one example per kind and comparator of a target."""
    return [
        _judge(
            f"{kind}.{comparator}",
            Reading("example", kind, comparator, low, high),
            direction,
            base,
            latest,
            thresholds,
        )
        for kind, comparator, low, high, direction, base, latest in KIND_CASES
    ]


def compute_formula_numbers(thresholds: dict[str, float]) -> dict[str, float | int | str]:
    """Return every number of the worked formulas: 50 to 60, 52.5 in the latest year.

    Keys: base_year, latest_year, target_year, base, latest, target; completion and elapsed
    as fractions, gap in points, pace_value, required in points a year, required_pct, actual_pct
    and asked_pct in per cent a year, ratio, and cagr_class.
    """
    example = next(
        found for found in list_status_examples(thresholds) if found.example_id == "slightly_behind"
    )
    judged, target = example.judgement, example.judgement.target_low
    return {
        "base_year": BASE_YEAR,
        "latest_year": LATEST_YEAR,
        "target_year": TARGET_YEAR,
        "base": example.base,
        "latest": example.latest,
        "target": target,
        "completion": judged.completion,
        "elapsed": judged.time_elapsed,
        "gap": judged.pace_gap,
        "ratio": judged.cagr_ratio,
        "pace_value": compute_pace_value(BASE_YEAR, example.base, TARGET_YEAR, target, LATEST_YEAR),
        "required": judged.required_per_year,
        "required_pct": judged.required_growth_pct,
        "actual_pct": 100
        * compute_growth_rate(BASE_YEAR, example.base, LATEST_YEAR, example.latest),
        "asked_pct": 100 * compute_growth_rate(BASE_YEAR, example.base, TARGET_YEAR, target),
        "cagr_class": classify_growth_ratio(judged.cagr_ratio, thresholds),
    }


def _judge(
    example_id: str,
    reading: Reading,
    direction: str,
    base: float | None,
    latest: float,
    thresholds: dict[str, float],
) -> Example:
    baseline = (
        Baseline(reason="no_baseline") if base is None else Baseline(BASE_YEAR, base, "default")
    )
    judgement = judge_value(
        reading, direction, baseline, LATEST_YEAR, latest, TARGET_YEAR, thresholds
    )
    return Example(example_id, reading, direction, base, latest, judgement)
