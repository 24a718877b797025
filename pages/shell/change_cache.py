"""Cached loaders of what changed between two moments."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.clock import get_today
from data.ledger.changes import (
    Stood,
    count_figure_changes,
    credit_figures,
    find_figure_changes,
    find_stood,
    list_decision_changes,
    list_group_changes,
    list_plan_changes,
    list_project_changes,
    read_figure_changes,
)
from data.ledger.span import Moment, Span, open_span
from data.store.statements import SUBJECTS
from indicators.inputs import ProgressInputs, load_inputs
from indicators.targets.flips import explain_flips, find_flips
from pages.shell import cache


@dataclass(frozen=True)
class Changes:
    """What changed between two moments (`data.ledger.changes`, `indicators.targets.flips`): of
    figures how they stood before and how many changed, of statuses without what changed them."""

    stood: Stood
    counts: dict[str, int]
    flips: list[dict]
    decisions: list[dict]
    groups: list[dict]
    projects: list[dict]
    plan: list[dict]


@cache.keep(*SUBJECTS, by_day=True, most=8)
def get_changes(since: Moment, until: Moment) -> Changes:
    """Return what changed between two days, minutes or packs."""
    span = open_span(cache.get_store(), since, until)
    stood = find_stood(span)
    return Changes(
        stood,
        count_figure_changes(span, stood),
        find_flips(span, _get_after(span)),
        _keep_listed("decisions", list_decision_changes, span),
        _keep_listed("groups", list_group_changes, span),
        list_project_changes(span),
        list_plan_changes(span),
    )


def _keep_listed(
    subject: str, list_changes: Callable[[Span], list[dict]], span: Span
) -> list[dict]:
    """Return changes of one subject, which stay when a file of figures makes all others old."""
    key = (f"changes.{subject}", span.begins, span.ends, get_today())
    return cache.get_store().remember(key, partial(list_changes, span), of=(subject,), most=8)


def count_changes(since: Moment, until: Moment) -> dict[str, int]:
    """Return how much changed between two moments: by the kinds of changes of figures, those that
    are computed aside, and by the other kinds of `Changes`."""
    changes = get_changes(since, until)
    kinds = ("decisions", "groups", "projects", "plan")
    others = {kind: len(getattr(changes, kind)) for kind in kinds}
    return {**changes.counts, "statuses": len(changes.flips), **others}


def list_statuses(since: Moment, until: Moment) -> list[dict]:
    """Return the statuses that changed and why (`indicators.targets.flips.list_flips`); figures
    is the table of those that did it."""
    changes = get_changes(since, until)
    if not changes.flips:
        return []
    span = open_span(cache.get_store(), since, until)
    flips = explain_flips(span, changes.flips, _get_after(span))
    indicators, areas = (
        set().union(*sets) for sets in zip(*(flip["figures"] for flip in flips), strict=True)
    )
    stood = changes.stood
    if not stood.is_whole:
        stood = replace(stood, rows=_pick(stood.rows, indicators, areas))
    figures = _pick(read_figure_changes(span, stood), indicators, areas)
    return [flip | {"figures": _pick(figures, *flip["figures"])} for flip in flips]


def _pick(rows: pa.Table, indicators: Iterable[str], areas: Iterable[str]) -> pa.Table:
    """Return the rows of some indicators and areas."""
    for name, ids in (("indicator_id", indicators), ("area_id", areas)):
        rows = rows.filter(pc.is_in(rows[name], pa.array(ids, pa.string())))
    return rows


def list_figures(since: Moment, until: Moment, most: int | None) -> pd.DataFrame:
    """Return the first figures that changed, those that somebody sent before all others, with who
    made each what it is (`data.ledger.changes.list_figure_changes`); None for all."""
    span = open_span(cache.get_store(), since, until)
    stood = get_changes(since, until).stood
    return credit_figures(span, find_figure_changes(span, stood, most=most, sent_first=True))


def _get_after(span: Span) -> ProgressInputs:
    """Return the inputs of the later day; those of now are kept."""
    return cache.get_inputs() if span.after is cache.get_store() else load_inputs(span.after)
