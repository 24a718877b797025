"""Looks up yearly figures by indicator and area, and loads them when they are first asked for.

What a page loads so depends on what it shows, not on how many figures there are.
"""

import copy
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from data.store.ages import Ages
from data.store.database import Queries, Store
from data.store.figures import load_indicator_figures, load_years
from data.store.reads import OfInputs, Part, PartMapping, note_part, noting
from data.store.results import number_texts

COLUMNS = ("indicator_id", "area_id", "year", "value", "state", "source")
# year -> value, and year -> state and source.
Values = dict[int, float]
Origins = dict[int, tuple[str, str]]
# The figure of one year: value, state and source.
Figure = tuple[float, str, str]
# What is found where there is no figure.
_NONE: tuple[Values, Origins] = ({}, {})
T = TypeVar("T")
# The part of the inputs that is the newest year with any figure.
NEWEST: Part = ("newest_year", None)


@dataclass(frozen=True)
class YearlyFigures(OfInputs):
    """The yearly figures of a store, one per indicator, area and year; all are loaded only by
    `load_all`.

    Attributes
    ----------
    load_indicators, load_areas : callable
        Return the figures of some indicators, of some areas: a table with `COLUMNS`, values in the
        indicator's unit.
    load_newest : callable
        Returns area_id -> the newest year with any figure.
    load_years : callable
        Returns every year with any figure of any area.
    load_sources : callable
        Returns every source of a figure.
    load_all : callable
        Returns all as a frame: `COLUMNS`, unit, note, is_computed, inputs, sources_disagree,
        upload_id and recorded_at.
    ages : Ages
        When the figures of an area or an indicator were last written.
    """

    load_indicators: Callable[[list[str]], pa.Table]
    load_areas: Callable[[list[str]], pa.Table]
    load_newest: Callable[[], dict[str, int]]
    load_years: Callable[[], list[int]]
    load_sources: Callable[[], set[str]]
    load_all: Callable[[], pd.DataFrame]
    ages: Ages = field(default_factory=Ages)

    @classmethod
    def of_store(cls, store: Queries) -> "YearlyFigures":
        """Return the figures of a store, or of a write that is not finished."""
        return cls(
            lambda ids: _load_indicators(store, ids),
            lambda ids: store.query_arrow("queries/figures_of_areas", area_ids=ids),
            lambda: {r["area_id"]: r["year"] for r in store.query_rows("queries/newest_years")},
            lambda: load_years(store),
            lambda: {row["source"] for row in store.query_rows("queries/figure_sources")},
            lambda: store.query_objects("queries/yearly_figures"),
            # What a write sees is kept by nobody.
            store.memory.ages if isinstance(store, Store) else Ages(),
        )

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> "YearlyFigures":
        """Return figures that are there already, as `load_all` returns them."""

        def take(name: str, ids: list[str]) -> pa.Table:
            rows = frame.loc[frame[name].isin(ids), list(COLUMNS)]
            return pa.Table.from_pandas(rows, preserve_index=False)

        return cls(
            lambda ids: take("indicator_id", ids),
            lambda ids: take("area_id", ids),
            lambda: {k: int(y) for k, y in frame.groupby("area_id")["year"].max().items()},
            lambda: [int(year) for year in frame["year"].unique()],
            lambda: set(frame["source"].dropna()),
            lambda: frame,
        )

    def load_now(self, indicator_ids: list[str]) -> "YearlyFigures":
        """Return the figures of some indicators, loaded now: the store may change before they are
        looked at. A look at others is an error."""
        table, newest = self.load_indicators(indicator_ids), self.load_newest()
        years = self.load_years()

        def take(ids: list[str]) -> pa.Table:
            if not set(ids) <= set(indicator_ids):
                raise LookupError(f"only the figures of {indicator_ids} were loaded")
            return table

        def refuse(*_: object) -> Any:
            raise LookupError(f"only the figures of {indicator_ids} were loaded")

        return YearlyFigures(take, refuse, lambda: newest, lambda: years, refuse, refuse)

    def __reduce__(self) -> tuple:
        """Let another process have all of them: it has no store to load from."""
        return YearlyFigures.of_frame, (self.load_all(),)


def _load_indicators(store: Queries, indicator_ids: list[str]) -> pa.Table:
    if len(indicator_ids) == 1:
        return load_indicator_figures(store, *indicator_ids)
    return store.query_arrow("queries/figures_of_indicators", indicator_ids=indicator_ids)


class FigureLookup(OfInputs):
    """Figures by indicator and area.

    The first look at one of the indicators that are needed together loads these, a look at another
    indicator loads that one, in all areas. `take_areas` loads all indicators of some areas. A
    result depends on what its looks found (`data.store.reads`), not on what they had to load.

    Parameters
    ----------
    figures : YearlyFigures
    together : iterable of str
        Indicators that are loaded at once.

    Attributes
    ----------
    source : callable or None
        Returns the inputs of now, for those that are kept.
    """

    def __init__(self, figures: YearlyFigures, together: Iterable[str] = ()):
        self.source: Callable[[], Any] | None = None
        self._figures = figures
        self._made_at = figures.ages.version
        self.together = list(dict.fromkeys(together))
        # Indicator, and area, whose figures were loaded -> their series by the other one.
        self._of_indicators: dict[str, _Group] = {}
        self._of_areas: dict[str, _Group] = {}
        # What looks have found, by part: also for those who compare it (`data.store.reads`).
        self.found: dict[Part, Any] = {}
        self._before: dict[Part, Any] = {}
        # Series that may be changed; who looks at them was seen to look at what they were.
        self._changed: dict[tuple[str | None, str], tuple[Values, Origins]] = {}

    @cached_property
    def newest(self) -> PartMapping:
        """area_id -> the newest year with any figure."""
        with noting():
            return PartMapping("newest", self._figures.load_newest(), self, "figures")

    @cached_property
    def _newest_year(self) -> int | None:
        with noting():
            return max(self._figures.load_years(), default=None)

    def find_newest_year(self) -> int | None:
        """Return the newest year with any figure of any area; None if there is none."""
        return self._note(NEWEST)

    def get_values(self, indicator_id: str | None, area_id: str) -> Values:
        """Return year -> value, oldest first; empty where there is no figure. Never change it."""
        return self._look("values", indicator_id, area_id)

    def get_origin(self, indicator_id: str, area_id: str, year: int) -> tuple[str, str]:
        """Return state and source of a figure that is there."""
        return self._look("origins", indicator_id, area_id)[year]

    def list_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> set[int]:
        """Return the years in which any of some areas has a figure of an indicator.

        Whoever asks depends on these years, not on the series of each area.
        """
        if self._changed:
            return set().union(*(self.get_values(indicator_id, one) for one in area_ids))
        return self._note(("years", (indicator_id, area_ids)))

    def find_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> dict[str, list[int]]:
        """Return area_id -> the years in which it has a figure of an indicator, for those of some
        areas that have any.

        Whoever asks depends on these years, not on the figures.
        """
        if self._changed:
            found = {one: [*self.get_values(indicator_id, one)] for one in area_ids}
            return {area_id: years for area_id, years in found.items() if years}
        return self._note(("years_by_area", (indicator_id, area_ids)))

    def find_figures(
        self, indicator_id: str, area_ids: tuple[str, ...], year: int
    ) -> dict[str, Figure]:
        """Return area_id -> the figure of an indicator and year, for those of some areas that have
        it, in the order of these.

        Whoever asks depends on these figures, not on those of other years.
        """
        if self._changed:
            having = [one for one in area_ids if year in self.get_values(indicator_id, one)]
            return {
                area_id: (
                    self.get_values(indicator_id, area_id)[year],
                    *self.get_origin(indicator_id, area_id, year),
                )
                for area_id in having
            }
        return self._note(("figures", (indicator_id, area_ids, year)))

    def list_known(self, area_id: str) -> set[str]:
        """Return the indicators for which an area has any figure."""
        return self._note(("known", area_id))

    def get_part(self, part: Part) -> Any:
        """Return what a look finds, without noting it."""
        kind, key = part
        if part == NEWEST:
            return self._newest_year
        if kind == "newest":
            return self.newest.peek(key)
        if kind == "known":
            area_id = cast(str, key)
            self.take_areas([area_id])
            return set(self._of_areas[area_id].places)
        if kind == "years":
            return self._put(part, self._list_years(*cast(tuple, key)))
        if kind == "years_by_area":
            return self._put(part, self._find_years(*cast(tuple, key)))
        if kind == "figures":
            return self._put(part, self._find_figures(*cast(tuple, key)))
        return self._find(kind, key)

    def take_over(self, before: "FigureLookup") -> None:
        """Take over what the inputs before loaded and found, as far as nobody wrote it since; let
        series that were written and are equal be the same."""
        self._before = dict(before.found)
        written = self._figures.ages.list_written(before._made_at)
        if written is None:
            return
        indicators, areas = written["indicator_id"], written["area_id"]
        self._of_indicators = _leave_out(before._of_indicators, indicators)
        self._of_areas = _leave_out(before._of_areas, areas)
        for part in list(self._before):
            kind, key = part
            if part == NEWEST:
                continue
            indicator_id, area_ids = (None, key) if kind == "known" else cast(tuple, key)[:2]
            looked_at = area_ids if isinstance(area_ids, tuple) else (area_ids,)
            # It finds the same as long as nobody writes the indicator, or none of the areas.
            if areas.isdisjoint(looked_at) or (indicator_id and indicator_id not in indicators):
                self.found[part] = self._before.pop(part)

    def take_areas(self, area_ids: Iterable[str]) -> None:
        """Load all figures of some areas at once: many indicators of them will be asked for."""
        wanted = [area_id for area_id in dict.fromkeys(area_ids) if area_id not in self._of_areas]
        if not wanted:
            return
        with noting():
            found = _split(self._figures.load_areas(wanted), "area_id", "indicator_id")
        # Two threads may load the same: what is looked up must come from one of them.
        for area_id in wanted:
            self._of_areas.setdefault(area_id, found.get(area_id, _NO_SERIES))

    def copy_with(self, keys: Iterable[tuple[str, str]]) -> "FigureLookup":
        """Return these figures in which those of some indicators and areas may be changed."""
        other = copy.copy(self)
        other._changed = {
            key: (dict(self._look("values", *key)), dict(self._look("origins", *key)))
            for key in keys
        }
        return other

    def put(self, key: tuple[str, str], year: int, value: float | None, state: str | None) -> None:
        """Change a figure of `copy_with`, or take it away (None)."""
        values, origins = self._changed[key]
        if value is None or state is None:
            values.pop(year, None)
            return
        values[year], origins[year] = value, (state, "")

    def _look(self, kind: str, indicator_id: str | None, area_id: str) -> Any:
        key = (indicator_id, area_id)
        if self._changed and key in self._changed:
            return self._changed[key][0 if kind == "values" else 1]
        return self._note((kind, key))

    def _note(self, part: Part) -> Any:
        found = self.found.get(part)
        if found is None:
            found = self.get_part(part)
        note_part(self.source, part, found)
        return found

    def _find(self, kind: Hashable, key: Any) -> Values | Origins:
        found = self.found.get((kind, key))
        if found is not None:
            return found
        values, origins = self._make_series(*key)
        values, origins = self._put(("values", key), values), self._put(("origins", key), origins)
        return values if kind == "values" else origins

    def _make_series(self, indicator_id: str | None, area_id: str) -> tuple[Values, Origins]:
        if isinstance(indicator_id, str):
            for group, names in self._list_groups(indicator_id, (area_id,)):
                return group.make_series(*names)
        return _NONE

    def _list_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> set[int]:
        groups = self._list_groups(indicator_id, area_ids)
        return {year for group, names in groups for year in group.list_years(names)}

    def _find_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> dict[str, list[int]]:
        return {
            area_id: group.list_years_of(name)
            for group, names in self._list_groups(indicator_id, area_ids)
            for name, area_id in names.items()
        }

    def _find_figures(
        self, indicator_id: str, area_ids: tuple[str, ...], year: int
    ) -> dict[str, Figure]:
        found = {
            names[name]: figure
            for group, names in self._list_groups(indicator_id, area_ids)
            for name, figure in group.find_figures(names, year).items()
        }
        return {area_id: found[area_id] for area_id in area_ids if area_id in found}

    def _put(self, part: Part, now: Any) -> Any:
        """Return what was found before where it is equal: who compares it sees that at once."""
        before = self._before.pop(part, None)
        # Two threads may look for the same: all get what came first.
        return self.found.setdefault(part, now if before is None or before != now else before)

    def _list_groups(
        self, indicator_id: str, area_ids: tuple[str, ...]
    ) -> Iterator[tuple["_Group", dict[str, str]]]:
        """Yield where the series of an indicator in some areas stand: groups, and of each the names
        of these series there -> their areas. Areas without a series are left out."""
        others = []
        for area_id in area_ids:
            of_area = self._of_areas.get(area_id)
            if of_area is None:
                others.append(area_id)
            elif indicator_id in of_area.places:
                yield of_area, {indicator_id: area_id}
        if not others:
            return
        if indicator_id not in self._of_indicators:
            self._take_indicators(
                [one for one in self.together if one not in self._of_indicators]
                if indicator_id in self.together
                else [indicator_id]
            )
        of_indicator = self._of_indicators[indicator_id]
        names = {area_id: area_id for area_id in others if area_id in of_indicator.places}
        if names:
            yield of_indicator, names

    def _take_indicators(self, indicator_ids: list[str]) -> None:
        with noting():
            table = self._figures.load_indicators(indicator_ids)
        found = _split(table, "indicator_id", "area_id")
        for indicator_id in indicator_ids:
            self._of_indicators.setdefault(indicator_id, found.get(indicator_id, _NO_SERIES))


def _leave_out(loaded: dict[str, T], written: set[str]) -> dict[str, T]:
    """Return what was loaded of indicators or areas that nobody wrote."""
    return {one: rows for one, rows in dict(loaded).items() if one not in written}


@dataclass(frozen=True)
class _Columns:
    """Figures by column; an origin is a number in the list of origins."""

    years: np.ndarray
    values: np.ndarray
    origins: np.ndarray
    known_origins: list[tuple[str, str]]


@dataclass(frozen=True)
class _Group:
    """The series of one indicator by area, or of one area by indicator.

    Attributes
    ----------
    columns : _Columns
        The figures of these series and of others, each series in one piece, oldest first.
    places : dict
        Name of a series -> its place among those of the group.
    bounds : list of int
        Where each series begins in the columns, and where the last one ends.
    """

    columns: _Columns
    places: dict[str, int]
    bounds: list[int]

    def list_years_of(self, name: str) -> list[int]:
        """Return the years of a series."""
        return self.columns.years[self._get_rows(name)].tolist()

    def list_years(self, names: Iterable[str]) -> list[int]:
        """Return the years of some series, each once."""
        return np.unique(self.columns.years[self._find_rows(names)]).tolist()

    def make_series(self, name: str) -> tuple[Values, Origins]:
        """Return the values and the origins of a series."""
        columns, rows = self.columns, self._get_rows(name)
        years = columns.years[rows].tolist()
        known = columns.known_origins
        return (
            dict(zip(years, columns.values[rows].tolist(), strict=True)),
            {y: known[o] for y, o in zip(years, columns.origins[rows].tolist(), strict=True)},
        )

    def find_figures(self, names: Iterable[str], year: int) -> dict[str, Figure]:
        """Return name -> its figure of a year, for those of some series that have one."""
        columns, known = self.columns, self.columns.known_origins
        rows = self._find_rows(names)
        rows = rows[columns.years[rows] == year]
        found = zip(
            (np.searchsorted(self.bounds, rows, side="right") - 1).tolist(),
            columns.values[rows].tolist(),
            columns.origins[rows].tolist(),
            strict=True,
        )
        own = list(self.places)
        return {own[place]: (value, *known[origin]) for place, value, origin in found}

    def _get_rows(self, name: str) -> slice:
        place = self.places[name]
        return slice(self.bounds[place], self.bounds[place + 1])

    def _find_rows(self, names: Iterable[str]) -> np.ndarray:
        is_asked = np.zeros(len(self.places), dtype=bool)
        is_asked[[self.places[name] for name in names]] = True
        return np.flatnonzero(np.repeat(is_asked, np.diff(self.bounds))) + self.bounds[0]


_NO_SERIES = _Group(_Columns(*(np.zeros(0, dtype=np.int64),) * 3, []), {}, [0])


def _split(table: pa.Table, by: str, within: str) -> dict[str, _Group]:
    """Return the series of a table: of each of its ids in one column those by another."""
    groups, group_names = _number(table, by)
    members, member_names = _number(table, within)
    years = table["year"].to_numpy().astype(np.int64)
    series = groups * len(member_names) + members
    order = np.lexsort((years, series))
    columns = _Columns(
        years[order],
        table["value"].to_numpy().astype(np.float64)[order],
        *_list_origins(table, order),
    )
    numbers, firsts = np.unique(series[order], return_index=True)
    bounds = [*firsts.tolist(), len(order)]
    names = [member_names[member] for member in (numbers % len(member_names)).tolist()]
    own, begins = np.unique(numbers // len(member_names), return_index=True)
    ends = [*begins.tolist(), len(names)][1:]
    return {
        group_names[group]: _Group(
            columns,
            {name: place for place, name in enumerate(names[begin:end])},
            bounds[begin : end + 1],
        )
        for group, begin, end in zip(own.tolist(), begins.tolist(), ends, strict=True)
    }


def _list_origins(table: pa.Table, order: np.ndarray) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Return the number of each row's origin, and state and source of each number."""
    states, state_names = _number(table, "state")
    sources, source_names = _number(table, "source")
    pairs = states * len(source_names) + sources
    numbers, places = np.unique(pairs[order], return_inverse=True)
    named = [
        (state_names[pair // len(source_names)], source_names[pair % len(source_names)])
        for pair in numbers.tolist()
    ]
    return places, named


def _number(table: pa.Table, name: str) -> tuple[np.ndarray, list]:
    column = table[name]
    # A frame's column is of another kind, or of none where all is missing.
    known = column if pa.types.is_dictionary(column.type) else column.cast(pa.string())
    numbers, texts = number_texts(known)
    return numbers.astype(np.int64), texts
