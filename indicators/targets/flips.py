"""The statuses that changed between two days, and what changed them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from data.ledger.span import Span
from data.store.statements import SUBJECTS
from indicators.inputs import ProgressInputs, load_inputs
from indicators.rollup import list_members
from indicators.shown_series import list_related_indicators
from indicators.targets.preview import MOST_AREAS, compare_inputs, list_areas_with_targets
from indicators.targets.progress import compute_progress

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
KEYS = ("indicator_id", "area_id", "year")
DAY, TOGETHER = "day", "together"


def list_flips(span: Span, figures: pd.DataFrame) -> list[dict]:
    """Return the targets whose status changed between two days.

    Parameters
    ----------
    span : Span
    figures : DataFrame
        The figures that changed (`data.ledger.changes.find_figure_changes`).

    Returns
    -------
    list of dict
        For the region and the areas with targets of their own, in the plan's order: area_id,
        target_id, old_status, new_status, old_reason, new_reason, old_value, new_value, unit,
        causes (those of `CAUSES` that alone lead to the new status, or day: it follows from the
        day; together: none does alone), figures (positions in `figures` of those that the target
        of that area is judged by, where figures are a cause).
    """
    after = load_inputs(span.after)
    flips = explain_flips(span, find_flips(span, after), after)
    return [flip | {"figures": _pick(figures, *flip["figures"])} for flip in flips]


def find_flips(span: Span, after: ProgressInputs) -> list[dict]:
    """Return the rows of `list_flips` without what changed them, which takes longest: as rows of
    `indicators.targets.preview.compare_inputs`. `after` are the inputs of the later day."""
    areas = list_areas_with_targets(after, [*after.areas["area_id"]])
    days = (span.before_day, span.until)
    before = _load_before(span)

    def judge(inputs: ProgressInputs, area_id: str, *, today: date) -> pd.DataFrame:
        """Judge targets; what the earlier day knew does not change, and is judged once."""
        make = partial(compute_progress, inputs, area_id, today=today)
        if inputs is not before:
            return make()
        return span.before.remember(
            ("flips.progress", area_id, today), make, of=SUBJECTS, most=MOST_AREAS
        )

    compared = compare_inputs(before, after, areas, days=days, judge=judge)
    return compared[compared["is_other_status"]].to_dict("records")


def explain_flips(span: Span, flips: list[dict], after: ProgressInputs) -> list[dict]:
    """Return the rows of `list_flips` of what `find_flips` found.

    In place of the positions figures is (indicators, areas): what the target is judged by; none
    where figures are no cause.
    """
    if not flips:
        return []
    causes = _find_causes(span, _load_before(span), after, flips)
    return [
        _describe(flip, found or [TOGETHER], after)
        for flip, found in zip(flips, causes, strict=True)
    ]


def _pick(figures: pd.DataFrame, indicators: list[str], areas: set[str]) -> list[int]:
    own = figures["indicator_id"].isin(indicators) & figures["area_id"].isin(areas)
    return figures.index[own].tolist()


def _load_before(span: Span) -> ProgressInputs:
    return span.before.remember(
        ("flips.inputs",), lambda: load_inputs(span.before), of=SUBJECTS, most=1
    )


def _find_causes(
    span: Span, before: ProgressInputs, after: ProgressInputs, flips: list[dict]
) -> list[list[str]]:
    """Return for each flip what alone leads to its new status."""
    others = [cause for cause, names in CAUSES.items() if _differ(before, after, names)]
    # Statuses are judged by the year: within one year the day is no cause.
    is_one_year = span.before_day.year == span.until.year
    if is_one_year and len(others) == 1:
        return [[*others] for _ in flips]
    # Where nothing else differs, it is all inputs of the later day, which are indexed already.
    tried = {
        cause: after
        if others == [cause]
        else replace(before, **{name: getattr(after, name) for name in CAUSES[cause]})
        for cause in others
    }
    if not is_one_year:
        tried[DAY] = before
    causes: list[list[str]] = [[] for _ in flips]
    targets: dict[str, set[str]] = {}
    for flip in flips:
        targets.setdefault(flip["area_id"], set()).add(flip["target_id"])
    for cause, inputs in tried.items():
        day = span.until if cause == DAY else span.before_day
        statuses = {area_id: _judge(inputs, area_id, own, day) for area_id, own in targets.items()}
        for flip, found in zip(flips, causes, strict=True):
            if statuses[flip["area_id"]].get(flip["target_id"]) == flip["new_status"]:
                found.append(cause)
    return causes


def _judge(inputs: ProgressInputs, area_id: str, target_ids: set[str], day: date) -> dict[str, str]:
    """Return target -> its status on a day."""
    rows = compute_progress(inputs, area_id, today=day, target_ids=target_ids)
    return dict(zip(rows["target_id"], rows["target_status"], strict=True))


def _differ(before: ProgressInputs, after: ProgressInputs, names: Iterable[str]) -> bool:
    """Tell whether any of these inputs is another one on the later day."""
    if tuple(names) == CAUSES["figures"]:
        return _have_other_figures(before, after)
    sides = [(getattr(before, name), getattr(after, name)) for name in names]
    return not all(
        old.equals(new) if isinstance(old, pd.DataFrame) else old == new for old, new in sides
    )


def _have_other_figures(before: ProgressInputs, after: ProgressInputs) -> bool:
    """Tell whether any figure that targets may be judged by is another one on the later day."""
    wanted = [*before.index.figures.together, *after.index.figures.together]
    old, new = (
        inputs.figures.load_indicators(wanted).sort_by([(name, "ascending") for name in KEYS])
        for inputs in (before, after)
    )
    return not old.equals(new)


def _describe(flip: dict, causes: list[str], inputs: ProgressInputs) -> dict:
    area_id, target_id = flip["area_id"], flip["target_id"]
    related: list[str] = []
    areas: set[str] = set()
    if causes[0] in ("figures", TOGETHER):
        related = list_related_indicators(inputs, target_id)
        years = [year for year in (flip["old_year"], flip["new_year"]) if not pd.isna(year)]
        areas = {area_id, *(c for year in years for c in list_members(inputs, area_id, int(year)))}
    names = ("old_status", "new_status", "old_reason", "new_reason", "old_value", "new_value")
    return {
        "area_id": area_id,
        "target_id": target_id,
        **{name: flip[name] for name in names},
        "unit": flip["new_unit"],
        "causes": causes,
        "figures": (related, areas),
    }
