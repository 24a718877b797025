"""Lists the figures that are owed and missing: one cell per area, indicator and year.

A county owes what its roles are judged by (`indicators.counties.reporting`). For a target, the
region owes the figures of its own series; where it has none, its counties owe the figures that
the region's value is added up from. A computed indicator is replaced by the inputs of its
formula. A figure in any state counts as sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

import pandas as pd

from data.errors import UnknownIdError
from indicators.counties.profile import CountyInputs, get_area, list_counties
from indicators.counties.reporting import (
    compute_due_date,
    find_due_year,
    get_months_after,
    list_expected,
)
from indicators.frames import make_frame
from indicators.inputs import ProgressInputs, get_series
from indicators.judgement.target_values import needs_baseline
from indicators.rollup import can_roll_up, list_members, roll_up_series
from indicators.targets.bases import choose_baseline
from indicators.targets.needs import get_offsets

COLUMNS = ("area_id", "indicator_id", "year", "due_on", "is_of_role", "target_ids")
Cell = tuple[str, str, int]
TargetCells = dict[str, dict[Cell, tuple[str, ...]]]
"""By area: the cells that targets need of it, each with these targets."""


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
    of_targets : dict or None
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
    owed = _list_owed_rows(
        inputs,
        as_of,
        area_id,
        indicator_id=indicator_id,
        year=year,
        target_id=target_id,
        of_targets=of_targets,
    )
    return make_frame((row[:-1] for row in owed if not row[-1]), COLUMNS, whole=("year",))


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
    area_id, indicator_id, year, target_id, of_targets : str, str, int, str, dict, or None
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
    rows = _list_owed_rows(
        inputs,
        as_of,
        area_id,
        indicator_id=indicator_id,
        year=year,
        target_id=target_id,
        of_targets=of_targets,
    )
    frame = make_frame(rows, (*COLUMNS, "is_known"), whole=("year",))
    return frame.astype({"is_known": bool})


def _list_owed_rows(
    inputs: CountyInputs,
    as_of: date,
    area_id: str | None,
    *,
    indicator_id: str | None,
    year: int | None,
    target_id: str | None,
    of_targets: TargetCells | None,
) -> list[tuple]:
    """Return a row per figure: `COLUMNS` and is_known. Rows are many, and tuples small."""
    area_id = area_id or inputs.progress.area_id
    get_area(inputs, area_id)
    wanted = _list_wanted(inputs, indicator_id)
    index = inputs.progress.index
    counties = set(list_counties(inputs, area_id, as_of.year)) | {area_id}
    role_cells = set(_list_role_cells(inputs, area_id, as_of))
    by_area = find_target_cells(inputs, as_of) if of_targets is None else of_targets
    targets = {
        cell: asked_by for county in counties for cell, asked_by in by_area.get(county, {}).items()
    }
    # Cells are many: each of these is asked once for all areas, or for all years of a series.
    find_due_date, knows_owed = cache(partial(_find_due_date, inputs)), cache(inputs.knows_owed)
    by_indicator: dict[str, list[Cell]] = {}
    for cell in role_cells | targets.keys():
        if (
            knows_owed(cell[0])
            and (wanted is None or cell[1] in wanted)
            and (year is None or cell[2] == year)
            and (target_id is None or target_id in targets.get(cell, ()))
        ):
            by_indicator.setdefault(cell[1], []).append(cell)
    order = {name: place for place, name in enumerate(index.indicators)}
    rows = []
    for name in sorted(by_indicator, key=order.__getitem__):
        cells = sorted(by_indicator[name])
        known = index.find_years(name, tuple(dict.fromkeys(cell[0] for cell in cells)))
        rows += [
            (
                *cell,
                find_due_date(name, cell[2]),
                cell in role_cells,
                targets.get(cell, ()),
                cell[2] in known.get(cell[0], ()),
            )
            for cell in cells
        ]
    return rows


def find_target_cells(inputs: CountyInputs, as_of: date) -> TargetCells:
    """Return what the targets need of each area by a day; it is the same whatever area is asked."""
    found: TargetCells = {}
    # Of very many cells few are needed by other targets than the one before: they share a tuple.
    longer: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
    for cell, target_id in _list_target_cells(inputs, as_of):
        cells = found.setdefault(cell[0], {})
        before = cells.get(cell, ())
        if target_id not in before:
            cells[cell] = longer.setdefault((before, target_id), (*before, target_id))
    return found


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


def _list_role_cells(inputs: CountyInputs, area_id: str, as_of: date) -> Iterator[Cell]:
    for county in list_counties(inputs, area_id, as_of.year):
        for indicator_id in list_expected(inputs, county):
            due = find_due_year(as_of, get_months_after(inputs, indicator_id))
            for year in range(inputs.progress.plan["first_year"], due + 1):
                yield county, indicator_id, year


def _list_target_cells(inputs: CountyInputs, as_of: date) -> Iterator[tuple[Cell, str]]:
    progress = inputs.progress
    for target in progress.index.targets:
        target_id = target["target_id"]
        has_base = any(
            needs_baseline(reading["kind"]) for reading in progress.index.readings[target_id]
        )
        for measure in progress.index.measures[target_id]:
            if not measure["is_primary"]:
                continue
            indicator_id = measure["indicator_id"]
            due = find_due_year(as_of, get_months_after(inputs, indicator_id))
            years = range(progress.plan["first_year"], min(due, target["year"]) + 1)
            for cell in _list_measure_cells(progress, indicator_id, years, has_base):
                yield cell, target_id


def _list_measure_cells(
    progress: ProgressInputs, indicator_id: str, years: range, has_base: bool
) -> Iterator[Cell]:
    """Yield the cells that a measure of the plan's own area needs."""
    own = get_series(progress, indicator_id, progress.area_id)
    rolled = roll_up_series(progress, indicator_id, progress.area_id, years.stop).series
    offsets = get_offsets(progress, indicator_id)
    counties = {
        year: list_members(progress, progress.area_id, year)
        for year in (int(progress.thresholds["baseline_default_year"]), *years)
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
    base = int(progress.thresholds["baseline_default_year"])
    found = choose_baseline(
        series,
        max(series.values, default=base),
        default_year=base,
        search_years=int(progress.thresholds["baseline_search_years"]),
    )
    wanted = [base, *years] if has_base and found.value is None else list(years)
    if is_own:
        for year in wanted:
            yield from _list_inputs(offsets, progress.area_id, year)
        return
    for year in wanted:
        for county in counties[year]:
            yield from _list_inputs(offsets, county, year)
    if progress.index.indicators[indicator_id]["aggregation"] == "area_weighted":
        yield from _list_lacking_areas(progress, indicator_id, wanted)


def _list_inputs(offsets: dict[str, int], area_id: str, year: int) -> Iterator[Cell]:
    for input_id, offset in offsets.items():
        yield area_id, input_id, year + offset


def _list_lacking_areas(
    progress: ProgressInputs, indicator_id: str, years: list[int]
) -> Iterator[Cell]:
    """Yield the land of counties without a survey: it weighs their cover.

    One survey serves all later years, so it is owed for a county's first year.
    """
    weight_id = progress.index.indicators[indicator_id]["weight_id"]
    first = {
        county: year
        for year in reversed(years)
        for county in list_members(progress, progress.area_id, year)
    }
    for county, year in first.items():
        known = progress.index.get_values(weight_id, county)
        if not any(surveyed <= year for surveyed in known):
            yield county, weight_id, year
