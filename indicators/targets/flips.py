"""The statuses that changed between two days, and what changed them."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from data.ledger.span import Span
from data.store.statements import SUBJECTS
from indicators.inputs import ProgressInputs, load_inputs
from indicators.rollup import list_members
from indicators.shown_series import list_related_indicators
from indicators.targets.preview import compare_inputs, list_areas_with_targets

# What an input belongs to: each is tried alone.
CAUSES = {
    "figures": ("figures",),
    "decisions": ("decisions", "allocations"),
    "groups": ("areas", "members", "weights"),
    "plan": (
        *("targets", "measures", "readings", "indicators", "formulas", "breaks", "baselines"),
        *("changes", "thresholds", "stated_counts", "sources_en"),
    ),
}
DAY, TOGETHER = "day", "together"


def list_flips(
    span: Span, figures: pd.DataFrame, after: ProgressInputs | None = None
) -> list[dict]:
    """Return the targets whose status changed between two days.

    Parameters
    ----------
    span : Span
    figures : DataFrame
        The figures that changed (`data.ledger.changes.find_figure_changes`).
    after : ProgressInputs or None
        The inputs of the later day, where they are loaded already.

    Returns
    -------
    list of dict
        For the region and the areas with targets of their own, in the plan's order: area_id,
        target_id, old_status, new_status, old_reason, new_reason, old_value, new_value, unit,
        causes (those of `CAUSES` that alone lead to the new status, or day: it follows from the
        day; together: none does alone), figures (positions in `figures` of those that the target
        of that area is judged by, where figures are a cause).
    """
    before, after = _load_before(span), after or load_inputs(span.after)
    flips = _find_flips(span, before, after)
    causes = _find_causes(span, before, after, list(dict.fromkeys(f["area_id"] for f in flips)))
    return [_describe(flip, causes, after, figures) for flip in flips]


def count_flips(span: Span, after: ProgressInputs) -> int:
    """Return how many rows `list_flips` has; `after` are the inputs of the later day."""
    return len(_find_flips(span, _load_before(span), after))


def _load_before(span: Span) -> ProgressInputs:
    return span.before.remember(
        ("flips.inputs",), lambda: load_inputs(span.before), of=SUBJECTS, most=1
    )


def _find_flips(span: Span, before: ProgressInputs, after: ProgressInputs) -> list[dict]:
    areas = list_areas_with_targets(after, [*after.areas["area_id"]])
    compared = compare_inputs(before, after, areas, days=(span.before_day, span.until))
    return compared[compared["is_other_status"]].to_dict("records")


def _find_causes(
    span: Span, before: ProgressInputs, after: ProgressInputs, areas: list[str]
) -> dict[tuple[str, str, str], list[str]]:
    """Return (area, target, new status) -> what alone leads to it."""
    if not areas:
        return {}
    others = [cause for cause, names in CAUSES.items() if _differ(before, after, names)]
    # Where nothing else differs, it is all inputs of the later day, which are indexed already.
    tried = {
        cause: after
        if others == [cause]
        else replace(before, **{name: getattr(after, name) for name in CAUSES[cause]})
        for cause in others
    } | {DAY: before}
    causes: dict[tuple[str, str, str], list[str]] = {}
    for cause, inputs in tried.items():
        day = span.until if cause == DAY else span.before_day
        compared = compare_inputs(before, inputs, areas, days=(span.before_day, day))
        for row in compared[compared["is_other_status"]].itertuples():
            key = (row.area_id, row.target_id, row.new_status)
            causes.setdefault(key, []).append(cause)
    return causes


def _differ(before: ProgressInputs, after: ProgressInputs, names: Iterable[str]) -> bool:
    """Tell whether any of these inputs is another one on the later day."""
    sides = [(getattr(before, name), getattr(after, name)) for name in names]
    return not all(
        old.equals(new) if isinstance(old, pd.DataFrame) else old == new for old, new in sides
    )


def _describe(
    flip: dict,
    causes: dict[tuple[str, str, str], list[str]],
    inputs: ProgressInputs,
    figures: pd.DataFrame,
) -> dict:
    area_id, target_id = flip["area_id"], flip["target_id"]
    found = causes.get((area_id, target_id, flip["new_status"]), [TOGETHER])
    own = pd.Series(False, index=figures.index)
    if found[0] in ("figures", TOGETHER):
        related = list_related_indicators(inputs, target_id)
        years = [year for year in (flip["old_year"], flip["new_year"]) if not pd.isna(year)]
        areas = {area_id, *(c for year in years for c in list_members(inputs, area_id, int(year)))}
        own = figures["indicator_id"].isin(related) & figures["area_id"].isin(areas)
    names = ("old_status", "new_status", "old_reason", "new_reason", "old_value", "new_value")
    return {
        "area_id": area_id,
        "target_id": target_id,
        **{name: flip[name] for name in names},
        "unit": flip["new_unit"],
        "causes": found,
        "figures": figures.index[own].tolist(),
    }
