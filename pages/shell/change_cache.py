"""Cached loaders of what changed between two moments."""

from dataclasses import dataclass

import pandas as pd

from data.ledger.changes import (
    count_figure_changes,
    list_decision_changes,
    list_figure_changes,
    list_group_changes,
    list_plan_changes,
    list_project_changes,
)
from data.ledger.span import Moment, open_span
from data.store.statements import SUBJECTS
from indicators.inputs import load_inputs
from indicators.targets.flips import count_flips, list_flips
from pages.shell import cache


@dataclass(frozen=True)
class Changes:
    """What changed between two moments (`data.ledger.changes`, `indicators.targets.flips`)."""

    figures: pd.DataFrame
    statuses: list[dict]
    decisions: list[dict]
    groups: list[dict]
    projects: list[dict]
    plan: list[dict]


@cache.keep(*SUBJECTS, by_day=True, most=8)
def get_changes(since: Moment, until: Moment) -> Changes:
    """Return what changed between two days, minutes or packs."""
    span = open_span(cache.get_store(), since, until)
    figures = list_figure_changes(span)
    return Changes(
        figures,
        list_flips(span, figures),
        list_decision_changes(span),
        list_group_changes(span),
        list_project_changes(span),
        list_plan_changes(span),
    )


@cache.keep(*SUBJECTS, by_day=True, most=8)
def count_changes(since: Moment, until: Moment) -> dict[str, int]:
    """Return how much changed between two moments, without who made it so.

    By what is counted: the kinds of changes of figures that are not computed, and the kinds of
    `Changes`.
    """
    store = cache.get_store()
    span = open_span(store, since, until)
    after = cache.get_inputs() if span.after is store else load_inputs(span.after)
    return {
        **count_figure_changes(span),
        "statuses": count_flips(span, after),
        "decisions": len(list_decision_changes(span)),
        "groups": len(list_group_changes(span)),
        "projects": len(list_project_changes(span)),
        "plan": len(list_plan_changes(span)),
    }
