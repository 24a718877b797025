"""Worked examples for the methods page: made-up round numbers, judged by the engine itself."""

from dataclasses import dataclass
from typing import TypedDict

from indicators.judgement.baseline import Baseline
from indicators.judgement.comparators import judge_years
from indicators.judgement.pace import compute_growth_rate, compute_pace_value
from indicators.judgement.second_opinion import classify_growth_ratio
from indicators.judgement.status import Judgement, TargetReading, judge_value
from indicators.judgement.target_values import TargetValues
from indicators.matching import match_rollups
from indicators.rollup import Part, Rollup, combine_parts

BASE_YEAR, LATEST_YEAR, TARGET_YEAR = 2021, 2024, 2030
BASE, LATEST, TARGET = 50.0, 52.5, 60.0


@dataclass(frozen=True)
class Example:
    """A made-up case and its judgement.

    Attributes
    ----------
    example_id : str
        A status, or a kind and comparator joined by a dot.
    reading : TargetReading
        The requirement.
    direction : {'up', 'down'}
        Whether more or less is better.
    base, latest : float or None
        Values of `BASE_YEAR` and of `latest_year`.
    judgement : Judgement
        The engine's result.
    latest_year : int
        `LATEST_YEAR`, or `TARGET_YEAR` for a status that is only possible then.
    """

    example_id: str
    reading: TargetReading
    direction: str
    base: float | None
    latest: float
    judgement: Judgement
    latest_year: int = LATEST_YEAR


class MatchedExample(TypedDict):
    """Ten unchanged counties, in per cent: reported in each year, base and latest are means
    over who reported, matched_base and matched_latest over the same ones."""

    counties: int
    reported: int
    base: float | None
    latest: float | None
    matched: int | None
    matched_base: float | None
    matched_latest: float | None


class DeadlineExample(TypedDict):
    """A level, the value of its year and a later one; later_status had it come in time."""

    target_year: int
    level: float
    value: float
    later_year: int
    later: float
    status: str
    later_status: str


class SustainedExample(TypedDict):
    """A level, year -> value, and the years that break it or are missing."""

    level: float
    values: dict[int, float]
    to_year: int
    breaches: tuple[int, ...]
    missing: tuple[int, ...]


# A rise by 10 points from 50: one latest value for each status.
STATUS_CASES = (
    ("achieved", 50.0, 60.0, LATEST_YEAR),
    ("on_pace", 50.0, 54.0, LATEST_YEAR),
    ("slightly_behind", BASE, LATEST, LATEST_YEAR),
    ("behind", 50.0, 51.0, LATEST_YEAR),
    ("moving_away", 50.0, 49.0, LATEST_YEAR),
    ("missed", 50.0, 59.0, TARGET_YEAR),
    ("cannot_judge", None, 52.5, LATEST_YEAR),
)
# Ten counties whose rates never change; the best lacks the base year, the worst the latest.
COUNTY_RATES = tuple(float(rate) for rate in range(40, 60, 2))
# Values of one series in four admissible base years.
BASES = {2018: 46.0, 2019: 47.0, 2020: 48.0, 2021: 50.0}
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
    reading = TargetReading("example", "pp_change", "at_least", 10.0, None)
    return [
        _judge(status, reading, "up", base, latest, thresholds, latest_year)
        for status, base, latest, latest_year in STATUS_CASES
    ]


def list_kind_examples(thresholds: dict[str, float]) -> list[Example]:
    """Return one example per kind and comparator of a target."""
    return [
        _judge(
            f"{kind}.{comparator}",
            TargetReading("example", kind, comparator, low, high),
            direction,
            base,
            latest,
            thresholds,
        )
        for kind, comparator, low, high, direction, base, latest in KIND_CASES
    ]


def compute_formula_numbers(thresholds: dict[str, float]) -> dict[str, float | str | None]:
    """Return every number of the worked formulas: from 50 to 60, with 52.5 in the latest year.

    Keys: base_year, latest_year, target_year, base, latest, target; completion and elapsed
    as fractions, gap in points, pace_value, required in points a year, required_pct, actual_pct
    and asked_pct in per cent a year, ratio, and cagr_class.
    """
    example = next(
        found for found in list_status_examples(thresholds) if found.example_id == "slightly_behind"
    )
    judged = example.judgement
    actual = compute_growth_rate(BASE_YEAR, BASE, LATEST_YEAR, LATEST)
    asked = compute_growth_rate(BASE_YEAR, BASE, TARGET_YEAR, TARGET)
    return {
        "base_year": BASE_YEAR,
        "latest_year": LATEST_YEAR,
        "target_year": TARGET_YEAR,
        "base": example.base,
        "latest": example.latest,
        "target": judged.target_low,
        "completion": judged.completion,
        "elapsed": judged.time_elapsed,
        "gap": judged.pace_gap,
        "ratio": judged.cagr_ratio,
        "pace_value": compute_pace_value(BASE_YEAR, BASE, TARGET_YEAR, TARGET, LATEST_YEAR),
        "required": judged.required_per_year,
        "required_pct": judged.required_growth_pct,
        "actual_pct": None if actual is None else 100 * actual,
        "asked_pct": None if asked is None else 100 * asked,
        "cagr_class": classify_growth_ratio(judged.cagr_ratio, thresholds),
    }


def compute_matched_example(thresholds: dict[str, float]) -> MatchedExample:
    """Return the means of ten unchanged counties, over those that report and over the same ones."""
    parts = {f"county_{rate}": Part(rate) for rate in COUNTY_RATES}
    first, last = min(parts), max(parts)
    base, latest = (
        _make_rollup({area: part for area, part in parts.items() if area != silent}, silent)
        for silent in (last, first)
    )
    match = match_rollups(base, latest, [], thresholds["rollup_min_coverage"])
    return {
        "counties": len(parts),
        "reported": base.reported,
        "base": base.value,
        "latest": latest.value,
        "matched": match.matched,
        "matched_base": match.base_value,
        "matched_latest": match.latest_value,
    }


def compute_deadline_example(thresholds: dict[str, float]) -> DeadlineExample:
    """Judge a level that must be above 40 in 2023, with 38 in that year and 60 later."""
    reading = TargetReading("example", "level", "more_than", 40.0, None)
    nothing = Baseline(reason="no_baseline")
    statuses = [
        judge_value(reading, "up", nothing, 2023, value, 2023, thresholds).status
        for value in (38.0, 60.0)
    ]
    return {
        "target_year": 2023,
        "level": 40.0,
        "value": 38.0,
        "later_year": 2024,
        "later": 60.0,
        "status": statuses[0],
        "later_status": statuses[1],
    }


def list_base_examples(thresholds: dict[str, float]) -> list[tuple[int, float, Judgement]]:
    """Return year, base and judgement of 52.5 for a rise by 10 points from each of four bases."""
    reading = TargetReading("example", "pp_change", "at_least", 10.0, None)
    return [
        (
            year,
            base,
            judge_value(
                reading,
                "up",
                Baseline(year, base, "default"),
                LATEST_YEAR,
                52.5,
                TARGET_YEAR,
                thresholds,
            ),
        )
        for year, base in BASES.items()
    ]


def compute_proposal_example(thresholds: dict[str, float]) -> Example:
    """Judge a self-sufficiency that fell from 107.7 to 95.5, against a proposed 100."""
    reading = TargetReading("example", "level", "more_than", 100.0, None)
    return _judge("proposal", reading, "up", 107.7, 95.5, thresholds)


def compute_sustained_example() -> SustainedExample:
    """Judge a level of 97 that held in two of three known years, with one year missing."""
    values = {2021: 97.5, 2022: 96.8, 2023: 98.0}
    verdict = judge_years(values, TargetValues(97.0), 2021, 2024)
    return {
        "level": 97.0,
        "values": values,
        "to_year": 2024,
        "breaches": verdict.breaches,
        "missing": verdict.missing,
    }


def _make_rollup(parts: dict[str, Part], silent: str) -> Rollup:
    return Rollup(
        combine_parts("mean", list(parts.values())),
        "mean",
        len(parts),
        len(parts) + 1,
        len(parts) + 1,
        parts=parts,
        missing=(silent,),
    )


def _judge(
    example_id: str,
    reading: TargetReading,
    direction: str,
    base: float | None,
    latest: float,
    thresholds: dict[str, float],
    latest_year: int = LATEST_YEAR,
) -> Example:
    baseline = (
        Baseline(reason="no_baseline") if base is None else Baseline(BASE_YEAR, base, "default")
    )
    judgement = judge_value(
        reading, direction, baseline, latest_year, latest, TARGET_YEAR, thresholds
    )
    return Example(example_id, reading, direction, base, latest, judgement, latest_year)
