"""What the engine reads: the plan's targets and the figures, as frames."""

from dataclasses import dataclass, field

import pandas as pd

from data.store import Store


@dataclass(frozen=True)
class ProgressInputs:
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
        indicator_id, name_zh, name_en, unit, direction, lower_bound, upper_bound, formula.
    formulas : DataFrame
        indicator_id, operand, input_id, year_offset, factor.
    figures : DataFrame
        indicator_id, area_id, year, value, unit, state, source, note, is_computed, inputs,
        sources_disagree: yearly figures, one per indicator, area and year.
    breaks : DataFrame
        indicator_id, area_id, after_year, note.
    baselines : DataFrame
        The plan's own: indicator_id, area_id, year, value.
    decisions : DataFrame
        Decisions that stand (kind, subject_kind, subject_id, area_id, reading_id, value,
        comparator, low, high, as_of_year, judgement, decided_by, decided_on, document_no).
    allocations : DataFrame
        Targets broken down: target_id, reading_id, indicator_id, area_id, base_year,
        base_value, target_value.
    thresholds : dict
        threshold_id -> value.
    """

    targets: pd.DataFrame
    measures: pd.DataFrame
    readings: pd.DataFrame
    indicators: pd.DataFrame
    formulas: pd.DataFrame
    figures: pd.DataFrame
    breaks: pd.DataFrame
    baselines: pd.DataFrame
    decisions: pd.DataFrame
    allocations: pd.DataFrame
    thresholds: dict[str, float]


@dataclass(frozen=True)
class Series:
    """Yearly values of one indicator in one area, oldest first.

    Attributes
    ----------
    indicator_id, area_id : str
        What and where.
    values : dict
        year -> value in the indicator's unit; a missing year is simply not there.
    breaks : tuple of int
        Last years on an old basis: values up to and after such a year do not compare.
    """

    indicator_id: str
    area_id: str
    values: dict[int, float] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()

    def get_value(self, year: int) -> float | None:
        """Return the value of a year, None where there is none."""
        return self.values.get(year)

    def find_latest_year(self, year: int) -> int | None:
        """Return the newest year up to `year` that has a value."""
        return max((known for known in self.values if known <= year), default=None)

    def has_break_between(self, from_year: int, to_year: int) -> bool:
        """Tell whether a break of the series lies between two years."""
        return any(from_year <= after_year < to_year for after_year in self.breaks)

    def list_comparable(self, year: int) -> list[tuple[int, float]]:
        """Return the (year, value) pairs up to `year` on the same side of every break."""
        return [(known, value) for known, value in sorted(self.values.items())
                if known <= year and not self.has_break_between(known, year)]


def load_inputs(store: Store) -> ProgressInputs:
    """Read everything that progress is computed from."""
    thresholds = store.query("queries/thresholds")
    return ProgressInputs(
        targets=store.query("queries/targets"),
        measures=store.query("queries/target_measures"),
        readings=store.query("queries/target_readings"),
        indicators=store.query("queries/indicators"),
        formulas=store.query("queries/formulas"),
        figures=store.query("queries/yearly_figures"),
        breaks=store.query("queries/series_breaks"),
        baselines=store.query("queries/baselines"),
        decisions=store.query("queries/decisions"),
        allocations=store.query("queries/allocations"),
        thresholds=dict(zip(thresholds["threshold_id"], thresholds["value"], strict=True)),
    )


def get_series(inputs: ProgressInputs, indicator_id: str, area_id: str) -> Series:
    """Return the yearly series of an indicator in an area, empty where nothing is known."""
    figures = inputs.figures
    chosen = figures[(figures["indicator_id"] == indicator_id) & (figures["area_id"] == area_id)]
    breaks = inputs.breaks
    # A break of the region's series comes from its statistics system, so it holds for the
    # areas below as well.
    broken = breaks[(breaks["indicator_id"] == indicator_id)
                    & breaks["area_id"].isin([area_id, "650000"])]
    pairs = sorted(zip(chosen["year"].astype(int), chosen["value"].astype(float), strict=True))
    return Series(indicator_id, area_id, dict(pairs),
                  tuple(sorted({int(year) for year in broken["after_year"]})))
