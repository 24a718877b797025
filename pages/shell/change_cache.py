"""Cached loaders of what changed between two moments."""

from dataclasses import dataclass

import pandas as pd

from data.ledger.changes import (
    count_figure_changes,
    credit_figures,
    find_figure_changes,
    list_decision_changes,
    list_group_changes,
    list_plan_changes,
    list_project_changes,
)
from data.ledger.span import Moment, Span, open_span
from data.store.statements import SUBJECTS
from indicators.inputs import ProgressInputs, load_inputs
from indicators.targets.flips import count_flips, list_flips
from pages.shell import cache


@dataclass(frozen=True)
class Changes:
    """What changed between two moments (`data.ledger.changes`, `indicators.targets.flips`);
    figures are those of `find_figure_changes`, without their acts."""

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
    figures = find_figure_changes(span)
    return Changes(
        figures,
        list_flips(span, figures, _get_after(span)),
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
    span = open_span(cache.get_store(), since, until)
    return {
        **count_figure_changes(span),
        "statuses": count_flips(span, _get_after(span)),
        "decisions": len(list_decision_changes(span)),
        "groups": len(list_group_changes(span)),
        "projects": len(list_project_changes(span)),
        "plan": len(list_plan_changes(span)),
    }


def credit_shown(since: Moment, until: Moment, figures: pd.DataFrame) -> pd.DataFrame:
    """Return changed figures that are shown, with who made each what it is: of very many figures
    that takes seconds (`credit_figures`)."""
    return credit_figures(open_span(cache.get_store(), since, until), figures)


def _get_after(span: Span) -> ProgressInputs:
    """Return the inputs of the later day; those of now are kept."""
    return cache.get_inputs() if span.after is cache.get_store() else load_inputs(span.after)
