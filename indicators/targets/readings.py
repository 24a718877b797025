"""Readings of a target: the plan's own, decided numbers, and an area's saved allocation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data.errors import UnknownIdError
from indicators.inputs import REGION, ProgressInputs
from indicators.judgement.status import TargetReading
from indicators.targets.decided import find_decisions, get_number_reading


def make_reading(record: dict) -> TargetReading:
    """Return a `TargetReading` from a row of the readings table; NaN becomes None."""
    return TargetReading(
        record["reading_id"],
        record["kind"],
        or_none(record["comparator"]),
        or_none(record["low"]),
        or_none(record["high"]),
    )


def find_reading(
    inputs: ProgressInputs, target_id: str, reading_id: str, area_id: str = REGION
) -> TargetReading:
    """Return a reading of a target by its id; it may be a decided number.

    Raises
    ------
    UnknownIdError
        The target has no such reading in this area.
    """
    choices = [make_reading(record) for record in inputs.index.readings.get(target_id, [])]
    decided = find_decisions(inputs, target_id, area_id)
    if decided.number is not None:
        choices.append(get_number_reading(decided.number))
    for reading in choices:
        if reading.reading_id == reading_id:
            return reading
    raise UnknownIdError("unknown_reading", value=reading_id)


def find_row_reading(inputs: ProgressInputs, row: Mapping) -> TargetReading:
    """Return the reading that a row of `compute_progress` was judged by.

    For an area with a saved allocation, that is its own target value as a level.

    Raises
    ------
    UnknownIdError
        The row's target has no such reading.
    """
    reading = find_reading(inputs, row["target_id"], row["reading_id"], row["area_id"])
    return apply_allocation(
        reading,
        inputs.index.allocations.get(
            (row["target_id"], row["indicator_id"], row["reading_id"], row["area_id"])
        ),
    )


def apply_allocation(reading: TargetReading, allocated: dict | None) -> TargetReading:
    """Return a reading with the saved target value of an area; unchanged without one."""
    if allocated is None:
        return reading
    return replace(reading, kind="level", low=float(allocated["target_value"]), high=None)


def or_none(value: Any) -> Any:
    """Return a value, None for NaN and NA."""
    return None if value is None or pd.isna(value) else value
