"""Lists the figures that are owed and missing: one cell per area, indicator and year.

A county owes what its roles are judged by (`indicators.counties.reporting`). For a target, the
region owes the figures of its own series; where it has none, its counties owe the figures that
the region's value is added up from. A computed indicator is replaced by the inputs of its
formula. A figure in any state counts as sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from data.errors import UnknownIdError
from indicators.counties.cells import (
    CellNumbers,
    TargetCells,
    are_in,
    join_targets,
    list_kinds,
    unite,
)
from indicators.counties.profile import CountyInputs, get_area, list_counties
from indicators.counties.reporting import (
    compute_due_date,
    find_due_year,
    get_months_after,
    list_expected,
)
from indicators.frames import make_frame_of
from indicators.inputs import ProgressInputs, get_series
from indicators.judgement.target_values import needs_baseline
from indicators.rollup import can_roll_up, list_members, roll_up_series
from indicators.targets.bases import choose_baseline
from indicators.targets.needs import get_offsets

COLUMNS = ("area_id", "indicator_id", "year", "due_on", "is_of_role", "target_ids")
# The cells of an indicator and year in some areas.
Block = tuple[str, int, tuple[str, ...]]


def list_missing(
    inputs: CountyInputs,
    as_of: date,
    area_id: str | None = None,
    *,
    indicator_id: str | None = None,
    year: int | None = None,
    target_id: str | None = None,
    of_targets: TargetCells | None = None,
) -> pd.DataFrame:
    """Return the figures of an area and its counties that were due before a day and are missing.

    Parameters
    ----------
    area_id : str or None
        None: the plan's own area.
    indicator_id, year, target_id : str, int, str, or None
        Only this indicator (for a computed one, its inputs), this year, this target.
    of_targets : TargetCells or None
        What `find_target_cells` returns for the same day, where it is known already.

    Returns
    -------
    DataFrame
        One row per figure, with `COLUMNS`, by indicator, area and year: due_on (when it was
        due; None of a year before the plan, with which nobody is late), is_of_role (a role of
        the county is judged by it), target_ids (tuple: the targets that need it). Years go from
        the plan's first year to the newest due one; a target that lacks a usable base also needs
        the default base year.

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    owed = list_owed(
        inputs,
        as_of,
        area_id,
        indicator_id=indicator_id,
        year=year,
        target_id=target_id,
        of_targets=of_targets,
    )
    return owed.loc[~owed["is_known"], list(COLUMNS)].reset_index(drop=True)


def list_owed(
    inputs: CountyInputs,
    as_of: date,
    area_id: str | None = None,
    *,
    indicator_id: str | None = None,
    year: int | None = None,
    target_id: str | None = None,
    of_targets: TargetCells | None = None,
) -> pd.DataFrame:
    """Return the figures of an area and its counties that were due before a day.

    Areas whose figures the reader does not see before they are verified are left out.

    Parameters
    ----------
    area_id, indicator_id, year, target_id, of_targets : str, str, int, str, TargetCells, or None
        As in `list_missing`.

    Returns
    -------
    DataFrame
        One row per figure, with `COLUMNS` and is_known (it is there), in the order of
        `list_missing`.

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    area_id = area_id or inputs.progress.area_id
    get_area(inputs, area_id)
    wanted = _list_wanted(inputs, indicator_id)
    of_targets = find_target_cells(inputs, as_of) if of_targets is None else of_targets
    numbers = of_targets.numbers
    counties = {*list_counties(inputs, area_id, as_of.year), area_id}
    of_roles = unite(_number(numbers, _list_role_cells(inputs, area_id, as_of)))
    _, areas, _ = numbers.split(of_targets.cells)
    cells = unite([of_roles, of_targets.cells[numbers.are_of(areas, counties)]])
    _, areas, _ = numbers.split(cells)
    cells = cells[numbers.are_of(areas, filter(inputs.knows_owed, counties))]
    cells = cells[_are_asked(of_targets, cells, wanted, year, target_id)]
    return _make_owed(inputs, of_targets, cells, are_in(cells, of_roles))


def _are_asked(
    of_targets: TargetCells,
    cells: np.ndarray,
    wanted: set[str] | None,
    year: int | None,
    target_id: str | None,
) -> np.ndarray:
    """Tell of each cell whether it is of the wanted indicators, of the year and of the target."""
    names, _, years = of_targets.numbers.split(cells)
    are_asked = np.ones(len(cells), dtype=bool)
    if wanted is not None:
        are_asked &= np.array([name in wanted for name in of_targets.numbers.indicators])[names]
    if year is not None:
        are_asked &= years == year
    if target_id is not None:
        asks = np.array([target_id in asking for asking in of_targets.asking])
        are_asked &= asks[of_targets.find_places(cells)]
    return are_asked


def _number(numbers: CellNumbers, blocks: Iterable[Block]) -> Iterator[np.ndarray]:
    number_areas = cache(numbers.number_areas)
    for indicator_id, year, area_ids in blocks:
        yield numbers.number_cells(indicator_id, number_areas(area_ids), year)


def _make_owed(
    inputs: CountyInputs, of_targets: TargetCells, cells: np.ndarray, is_of_role: np.ndarray
) -> pd.DataFrame:
    """Return the rows of `list_owed` of some cells."""
    numbers, asking = of_targets.numbers, of_targets.asking[of_targets.find_places(cells)]
    names, areas, years = numbers.split(cells)
    area_ids, indicator_ids = numbers.areas[areas], numbers.indicators[names]
    due_on = np.full(len(cells), None, dtype=object)
    is_known = np.zeros(len(cells), dtype=bool)
    for number in list_kinds(names):
        # They rise by indicator.
        mine = slice(*np.searchsorted(names, [number, number + 1]))
        name, own_years = numbers.indicators[number], years[mine].tolist()
        own_areas = area_ids[mine].tolist()
        known = inputs.progress.index.find_years(name, tuple(dict.fromkeys(own_areas)))
        dates = {year: _find_due_date(inputs, name, year) for year in set(own_years)}
        due_on[mine] = [dates[year] for year in own_years]
        is_known[mine] = [
            year in known.get(area_id, ())
            for area_id, year in zip(own_areas, own_years, strict=True)
        ]
    columns = (area_ids, indicator_ids, pd.array(years, dtype="Int64"), due_on, is_of_role, asking)
    return make_frame_of(dict(zip(COLUMNS, columns, strict=True)) | {"is_known": is_known})


def find_target_cells(inputs: CountyInputs, as_of: date) -> TargetCells:
    """Return what the targets need of each area by a day; it is the same whatever area is asked."""
    numbers = CellNumbers(inputs)
    return join_targets(
        numbers,
        {
            target["target_id"]: unite(_number(numbers, _list_target_cells(inputs, as_of, target)))
            for target in inputs.progress.index.targets
        },
    )


def _find_due_date(inputs: CountyInputs, indicator_id: str, year: int) -> date | None:
    if year < inputs.progress.plan["first_year"]:
        return None
    return compute_due_date(year, get_months_after(inputs, indicator_id))


@dataclass(frozen=True)
class Overdue:
    """What is missing in short: cells and their areas, those that roles need, the oldest.

    days are counted from the day when the oldest cell was due; 0 without one.
    """

    areas: int
    cells: int
    role_counties: int
    role_cells: int
    days: int


def summarise_missing(cells: pd.DataFrame, as_of: date) -> Overdue:
    """Return in short what is missing, from the rows of `list_missing`."""
    of_roles = cells[cells["is_of_role"].astype(bool)]
    late = cells["due_on"].dropna()
    return Overdue(
        areas=cells["area_id"].nunique(),
        cells=len(cells),
        role_counties=of_roles["area_id"].nunique(),
        role_cells=len(of_roles),
        days=0 if late.empty else (as_of - min(late)).days,
    )


def _list_wanted(inputs: CountyInputs, indicator_id: str | None) -> set[str] | None:
    if indicator_id is None:
        return None
    index = inputs.progress.index
    if indicator_id not in index.indicators:
        raise UnknownIdError("unknown_indicator", value=indicator_id)
    return set(get_offsets(inputs.progress, indicator_id))


def _list_role_cells(inputs: CountyInputs, area_id: str, as_of: date) -> Iterator[Block]:
    for county in list_counties(inputs, area_id, as_of.year):
        for indicator_id in list_expected(inputs, county):
            due = find_due_year(as_of, get_months_after(inputs, indicator_id))
            for year in range(inputs.progress.plan["first_year"], due + 1):
                yield indicator_id, year, (county,)


def _list_target_cells(inputs: CountyInputs, as_of: date, target: dict) -> Iterator[Block]:
    progress = inputs.progress
    readings = progress.index.readings[target["target_id"]]
    has_base = any(needs_baseline(reading["kind"]) for reading in readings)
    for measure in progress.index.measures[target["target_id"]]:
        if not measure["is_primary"]:
            continue
        indicator_id = measure["indicator_id"]
        due = find_due_year(as_of, get_months_after(inputs, indicator_id))
        years = range(progress.plan["first_year"], min(due, target["year"]) + 1)
        yield from _list_measure_cells(progress, indicator_id, years, has_base)


def _list_measure_cells(
    progress: ProgressInputs, indicator_id: str, years: range, has_base: bool
) -> Iterator[Block]:
    """Yield the cells that a measure of the plan's own area needs."""
    own = get_series(progress, indicator_id, progress.area_id)
    rolled = roll_up_series(progress, indicator_id, progress.area_id, years.stop).series
    offsets = get_offsets(progress, indicator_id)
    base = int(progress.thresholds["baseline_default_year"])
    counties = {
        year: tuple(list_members(progress, progress.area_id, year)) for year in (base, *years)
    }
    # A county's own plan has no counties below it: the county itself owes the figures.
    is_own = (
        bool(own.values)
        or not any(counties.values())
        or (
            not rolled.values
            and (
                not can_roll_up(progress, indicator_id)
                or any(progress.index.get_values(name, progress.area_id) for name in offsets)
            )
        )
    )
    series = own if is_own else rolled
    found = choose_baseline(
        series,
        max(series.values, default=base),
        default_year=base,
        search_years=int(progress.thresholds["baseline_search_years"]),
    )
    wanted = [base, *years] if has_base and found.value is None else list(years)
    for year in wanted:
        areas = (progress.area_id,) if is_own else counties[year]
        for input_id, offset in offsets.items():
            yield input_id, year + offset, areas
    is_weighted = progress.index.indicators[indicator_id]["aggregation"] == "area_weighted"
    if is_weighted and not is_own:
        yield from _list_lacking_areas(progress, indicator_id, wanted)


def _list_lacking_areas(
    progress: ProgressInputs, indicator_id: str, years: list[int]
) -> Iterator[Block]:
    """Yield the land of counties without a survey: it weighs their cover.

    One survey serves all later years, so it is owed for a county's first year.
    """
    weight_id = progress.index.indicators[indicator_id]["weight_id"]
    first = {
        county: year
        for year in reversed(years)
        for county in list_members(progress, progress.area_id, year)
    }
    known = progress.index.find_years(weight_id, tuple(first))
    lacking: dict[int, list[str]] = {}
    for county, year in first.items():
        if not any(surveyed <= year for surveyed in known.get(county, ())):
            lacking.setdefault(year, []).append(county)
    for year, counties in lacking.items():
        yield weight_id, year, tuple(counties)
