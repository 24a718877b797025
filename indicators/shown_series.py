"""The series to show for an area: its own figures, else those aggregated from counties."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from indicators.frames import make_frame
from indicators.inputs import ProgressInputs, Series
from indicators.rollup import find_series


class ShownFigure(NamedTuple):
    """A figure of a series to show (see `list_shown_series`)."""

    indicator_id: str
    year: int
    value: float
    unit: str
    state: str | None
    source: str | None
    segment: int
    reported: int | None
    expected: int | None


COLUMNS = ShownFigure._fields


def list_shown_series(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> pd.DataFrame:
    """Return the yearly series that an area is judged by.

    Returns
    -------
    DataFrame
        One row per year with a value, oldest first, with `COLUMNS`: value in unit; segment
        counts the series breaks before the year; reported and expected are counties, missing
        for the area's own figures; source is missing for aggregated ones. An own series is
        complete; an aggregated one ends with `year`.
    """
    rows = list_shown_figures(inputs, indicator_id, area_id, year)
    return make_frame(rows, COLUMNS, whole=("reported", "expected"), numbers=("value",))


def list_shown_figures(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> list[ShownFigure]:
    """Return the rows of `list_shown_series`."""
    found = find_series(inputs, indicator_id, area_id, year)
    unit = inputs.index.indicators[indicator_id]["unit"]
    rows = []
    for known, value, segment in list_series_points(found.series):
        rollup = found.by_year.get(known)
        state, source = (
            (rollup.state, None)
            if rollup is not None
            else inputs.index.get_origin(indicator_id, area_id, known)
        )
        counts = (None, None) if rollup is None else (rollup.reported, rollup.expected)
        rows.append(ShownFigure(indicator_id, known, value, unit, state, source, segment, *counts))
    return rows


def list_shown_points(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> list[tuple[int, float, int]]:
    """Return year, value and segment of each row of `list_shown_series`, for a small picture."""
    return list_series_points(find_series(inputs, indicator_id, area_id, year).series)


def list_series_points(series: Series) -> list[tuple[int, float, int]]:
    """Return year, value and segment (the breaks before the year) of each figure of a series."""
    return [
        (year, value, sum(after < year for after in series.breaks))
        for year, value in series.values.items()
    ]


def list_related_indicators(inputs: ProgressInputs, target_id: str) -> list[str]:
    """Return the measures of a target, and the inputs of computed ones."""
    measures = [row["indicator_id"] for row in inputs.index.measures[target_id]]
    operands = [
        row["input_id"] for measure in measures for row in inputs.index.operands.get(measure, [])
    ]
    return list(dict.fromkeys([*measures, *operands]))


def pick_related(
    frame: pd.DataFrame, indicator_ids: Iterable[str], columns: Iterable[str] = ("indicator_id",)
) -> pd.DataFrame:
    """Return the rows that name any of these indicators in any of these columns."""
    ids = list(indicator_ids)
    return frame[np.logical_or.reduce([frame[column].isin(ids) for column in columns])]
