"""Loads what the engine reads: the plan's targets and the figures, as frames."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, cast

import pandas as pd

from data.store.database import Store
from data.store.figures import load_sources_en
from data.store.reads import REST, Former, KeptWithin, Part, Parted
from indicators.figures import Figure, FigureLookup, YearlyFigures
from indicators.frames import keep_frame, keep_loaded, keep_plan, load_thresholds

REGION = "650000"
# The goal of an indicator that belongs to none of the plan's: a related figure.
RELATED = "context"
# Frame of the inputs -> the query that gives it.
QUERIES = {
    "targets": "targets",
    "goals": "goals",
    "measures": "target_measures",
    "readings": "target_readings",
    "indicators": "indicators",
    "formulas": "formulas",
    "breaks": "series_breaks",
    "baselines": "baselines",
    "decisions": "decisions",
    "allocations": "allocations",
    "areas": "areas",
    "members": "group_members",
    "weights": "weights",
    "changes": "ingest_changes",
    "shown": "shown_indicators",
}


@dataclass(frozen=True)
class ProgressInputs(Parted, whole={"figures": "figures"}):
    """Everything that progress is computed from; frames as the queries return them.

    Attributes
    ----------
    targets : DataFrame
        target_id, name_zh, name_en, goal, kind, comparator, low, high, unit, year, scope,
        clause_id; in the plan's order.
    measures : DataFrame
        target_id, indicator_id, is_primary, reading_id.
    readings : DataFrame
        reading_id, subject_id, kind, comparator, low, high, is_default, names, rationales.
    indicators : DataFrame
        indicator_id, name_zh, name_en, unit, direction, lower_bound, upper_bound, formula,
        weight_id (what weights its counties), mean_years (averaged before it is forecast).
    formulas : DataFrame
        indicator_id, operand, input_id, year_offset, factor.
    figures : YearlyFigures
        The yearly figures, one per indicator, area and year; look them up in `index`.
    breaks : DataFrame
        indicator_id, area_id, after_year (the last year on the old basis), evidence (source_note:
        the source says so; second_series: another series moves differently), note_zh, note_en,
        source.
    baselines : DataFrame
        The plan's own: indicator_id, area_id, year, value.
    decisions : DataFrame
        Decisions in force (kind, subject_kind, subject_id, area_id, reading_id, value,
        comparator, low, high, as_of_year, judgement, decided_by, decided_on, document_no).
    allocations : DataFrame
        Targets allocated to counties: target_id, reading_id, indicator_id, area_id, base_year,
        base_value, target_value.
    areas : DataFrame
        area_id, level, parent_id, from_year, to_year.
    members : DataFrame
        Members of groups: group_id, area_id, from_year, to_year.
    weights : DataFrame
        Weights that users sent: name, area_id, weight.
    changes : DataFrame
        Changes of areas: old_code, new_code, year, kind.
    thresholds : dict
        threshold_id -> value.
    stated_counts : dict
        group_id -> number of counties that the plan states (37 for plan_counties).
    sources_en : dict
        A source of the published series -> how it is cited in English.
    plan : dict
        The plan's row: plan_id, names, area_id, first_year, last_year, base_year.
    goals : DataFrame
        goal_id, name_zh, name_en, in the plan's order.
    shown : DataFrame
        place, indicator_id: what a place of the app begins with.
    """

    targets: pd.DataFrame
    measures: pd.DataFrame
    readings: pd.DataFrame
    indicators: pd.DataFrame
    formulas: pd.DataFrame
    figures: YearlyFigures
    breaks: pd.DataFrame
    baselines: pd.DataFrame
    decisions: pd.DataFrame
    allocations: pd.DataFrame
    areas: pd.DataFrame
    members: pd.DataFrame
    weights: pd.DataFrame
    changes: pd.DataFrame
    thresholds: dict[str, float]
    stated_counts: dict[str, int]
    sources_en: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    goals: pd.DataFrame = field(default_factory=pd.DataFrame)
    shown: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def area_id(self) -> str:
        """The area that the plan is of."""
        return self.plan["area_id"]

    def list_shown(self, place: str) -> list[str]:
        """Return the indicators that a place begins with: overview, compare, chart or map.

        Where the plan names none, it is what its targets are measured by.
        """
        named = [row.indicator_id for row in self.shown.itertuples() if row.place == place]
        return named or list(dict.fromkeys(self.measures["indicator_id"]))

    @cached_property
    def index(self) -> "FigureIndex":
        """The figures by indicator and area, and the other frames, for all look-ups."""
        return FigureIndex(self)

    def follow(self, source: Callable[[], Any], former: Former | None) -> None:
        """Let those who look up figures find the inputs that will replace these."""
        super().follow(source, former)
        self.index.figures.source = source

    def list_kept(self) -> list:
        """Return what the index keeps."""
        return [self.index.figures, self.index.rolled, self.index.rolled_years]

    @property
    def found(self) -> Mapping[Part, Any]:  # type: ignore[override]
        """What looks in the index have found."""
        return self.index.figures.found

    def take_parts(self, parts: list[Part]) -> None:
        """Load the areas of which all indicators are compared."""
        self.index.figures.take_areas(cast(str, part[1]) for part in parts if part[0] == "known")

    def get_part(self, part: Part) -> Any:
        """Return what a look-up in the index finds, without noting it."""
        return self.rest if part == REST else self.index.figures.get_part(part)


@dataclass(frozen=True)
class Series:
    """Yearly values of one indicator in one area, oldest first.

    Attributes
    ----------
    indicator_id, area_id : str
        What and where.
    values : dict
        year -> value in the indicator's unit; a year without a figure is absent.
    breaks : tuple of int
        Last years on an old basis: values up to such a year and after it are not comparable.
    """

    indicator_id: str
    area_id: str
    values: dict[int, float] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()

    def get_value(self, year: int | None) -> float | None:
        """Return the value of a year; None if there is none."""
        return None if year is None else self.values.get(year)

    def find_latest_year(self, year: int) -> int | None:
        """Return the newest year up to `year` that has a value."""
        return max((known for known in self.values if known <= year), default=None)

    def has_break_between(self, from_year: int, to_year: int) -> bool:
        """Tell whether a break of the series lies between two years."""
        return any(from_year <= after_year < to_year for after_year in self.breaks)

    def list_comparable(self, year: int) -> list[tuple[int, float]]:
        """Return the (year, value) pairs up to `year` on the same side of every break."""
        return [
            (known, value)
            for known, value in sorted(self.values.items())
            if known <= year and not self.has_break_between(known, year)
        ]


class FigureIndex:
    """Look-ups over `ProgressInputs`: figures as they are asked for, the other frames indexed.

    Attributes
    ----------
    figures : FigureLookup
        Where `get_values` and `get_origin` find the figures.
    newest : mapping
        area_id -> the newest year with any figure.
    breaks : dict
        indicator_id -> list of (area_id, after_year).
    indicators : dict
        indicator_id -> row of the indicator table.
    operands : dict
        indicator_id -> rows of its formula.
    sources_en : dict
        A source of the published series -> how it is cited in English.
    targets : list of dict
        Rows of the target table.
    measures, readings : dict
        target_id -> rows of its measures and of its readings.
    baselines : dict
        (indicator_id, area_id) -> the plan's own figure with a year.
    allocations : dict
        (target_id, indicator_id, reading_id, area_id) -> row of a saved allocation.
    weights : dict
        (name, area_id) -> weight that users sent; weight_names are the names.
    rolled, rolled_years : KeptWithin
        What `indicators.rollup` has aggregated, whole series and single years, so that the
        readings of one target and the next year asked for do not repeat it.
    members : dict
        area_id -> its counties as (area_id, first year, last year): the counties of the
        region, of a prefecture, of a group.
    changes : list of (str, str)
        An area, and an area that was split from it.
    """

    def __init__(self, inputs: ProgressInputs):
        self.figures = FigureLookup(inputs.figures, _list_together(inputs))
        self.breaks: dict[str, list[tuple[str, int]]] = {}
        for row in inputs.breaks.itertuples():
            pair = (row.area_id, int(row.after_year))
            self.breaks.setdefault(row.indicator_id, []).append(pair)
        self.sources_en = inputs.sources_en
        self.indicators = {row["indicator_id"]: row for row in inputs.indicators.to_dict("records")}
        self.operands = _group_by(inputs.formulas, "indicator_id")

        self.targets = inputs.targets.to_dict("records")
        self.measures = _group_by(inputs.measures, "target_id")
        self.readings = _group_by(inputs.readings, "target_id")
        self.baselines = {
            (row["indicator_id"], row["area_id"]): row
            for row in inputs.baselines.to_dict("records")
            if not pd.isna(row["year"])
        }
        keys = ["target_id", "indicator_id", "reading_id", "area_id"]
        self.allocations = {
            tuple(row[key] for key in keys): row for row in inputs.allocations.to_dict("records")
        }
        self.weights = {
            (row.name, row.area_id): float(row.weight)
            for row in inputs.weights.itertuples(index=False)
        }
        self.weight_names = {name for name, _ in self.weights}
        self.rolled, self.rolled_years = KeptWithin(), KeptWithin()
        self.members = _index_members(inputs.areas, inputs.members)
        self._member_ids: dict[str, tuple[str, ...]] = {}
        self.changes = list(
            zip(inputs.changes["old_code"], inputs.changes["new_code"], strict=True)
        )

    @property
    def newest(self) -> Mapping[str, int]:
        return self.figures.newest

    def find_newest_year(self) -> int | None:
        """Return the newest year with any figure of any area; None if there is none."""
        return self.figures.find_newest_year()

    def get_values(self, indicator_id: str | None, area_id: str) -> dict[int, float]:
        """Return year -> value of an indicator in an area, oldest first; empty without figures.

        The dict is shared: never change it.
        """
        return self.figures.get_values(indicator_id, area_id)

    def list_member_years(self, indicator_id: str, area_id: str) -> set[int]:
        """Return the years in which any county of an area has a figure of an indicator."""
        if area_id not in self._member_ids:
            own = (member for member, _, _ in self.members.get(area_id, ()))
            self._member_ids[area_id] = tuple(dict.fromkeys(own))
        return self.figures.list_years(indicator_id, self._member_ids[area_id])

    def find_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> dict[str, list[int]]:
        """Return the years in which each of some areas has a figure; areas without any are left
        out."""
        return self.figures.find_years(indicator_id, area_ids)

    def list_years(self, indicator_id: str, area_ids: tuple[str, ...]) -> set[int]:
        """Return the years in which any of some areas has a figure of an indicator."""
        return self.figures.list_years(indicator_id, area_ids)

    def find_figures(
        self, indicator_id: str, area_ids: tuple[str, ...], year: int
    ) -> dict[str, Figure]:
        """Return area_id -> value, state and source of an indicator in a year; areas without a
        figure are left out, the others stand in the order in which they are named."""
        return self.figures.find_figures(indicator_id, area_ids, year)

    def get_origin(self, indicator_id: str, area_id: str, year: int) -> tuple[str, str]:
        """Return state and source of a figure that is there."""
        return self.figures.get_origin(indicator_id, area_id, year)

    def get_series(self, indicator_id: str, area_id: str) -> Series:
        """Return the yearly series of an indicator in an area; empty if there are no figures."""
        values = dict(self.get_values(indicator_id, area_id))
        return Series(indicator_id, area_id, values, self.list_breaks(indicator_id, area_id))

    def list_breaks(self, indicator_id: str, area_id: str) -> tuple[int, ...]:
        """Return the last years on an old basis.

        A break of the region's series comes from its statistics system, so it holds for
        the areas below as well.
        """
        return tuple(
            sorted(
                {
                    after_year
                    for where, after_year in self.breaks.get(indicator_id, ())
                    if where in (area_id, REGION)
                }
            )
        )


def _list_together(inputs: ProgressInputs) -> list[str]:
    """Return the indicators that the plan's pages need at once: those of its targets, of the other
    goals, of formulas, of weights, and what a place of the app begins with."""
    indicators = inputs.indicators
    chosen = [
        *inputs.measures["indicator_id"],
        *inputs.formulas["indicator_id"],
        *inputs.formulas["input_id"],
        *indicators["weight_id"].dropna(),
        *indicators.loc[indicators["goal"] != RELATED, "indicator_id"],
        *(() if inputs.shown.empty else inputs.shown["indicator_id"]),
    ]
    return list(dict.fromkeys(chosen))


def _group_by(frame: pd.DataFrame, column: str) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(row[column], []).append(row)
    return groups


def _index_members(
    areas: pd.DataFrame, group_members: pd.DataFrame
) -> dict[str, list[tuple[str, float, float]]]:
    spans: dict[str, tuple[float, float]] = {}
    members: dict[str, list[tuple[str, float, float]]] = {}
    for row in areas[areas["level"] == "county"].itertuples():
        spans[row.area_id] = _make_span(row.from_year, row.to_year)
        parents = {REGION} | ({row.parent_id} if isinstance(row.parent_id, str) else set())
        for parent_id in parents:
            members.setdefault(parent_id, []).append((row.area_id, *spans[row.area_id]))
    for row in group_members.itertuples():
        if row.area_id in spans:
            own, member = spans[row.area_id], _make_span(row.from_year, row.to_year)
            members.setdefault(row.group_id, []).append(
                (row.area_id, max(own[0], member[0]), min(own[1], member[1]))
            )
    return members


def _make_span(from_year: float | None, to_year: float | None) -> tuple[float, float]:
    first = float("-inf") if from_year is None or pd.isna(from_year) else float(from_year)
    last = float("inf") if to_year is None or pd.isna(to_year) else float(to_year)
    return first, last


def load_inputs(store: Store) -> ProgressInputs:
    """Load everything that progress is computed from."""
    stated = keep_frame(store, "stated_counts")
    frames = {name: keep_frame(store, query) for name, query in QUERIES.items()}
    return ProgressInputs(
        **frames,
        figures=YearlyFigures.of_store(store),
        thresholds=load_thresholds(store),
        stated_counts=dict(zip(stated["group_id"], stated["count"].astype(int), strict=True)),
        sources_en=keep_loaded(store, "sources", partial(load_sources_en, store)),
        plan=keep_plan(store),
    )


def get_series(inputs: ProgressInputs, indicator_id: str, area_id: str) -> Series:
    """Return the yearly series of an indicator in an area, empty where nothing is known."""
    return inputs.index.get_series(indicator_id, area_id)
