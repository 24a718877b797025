"""What changed between two days: figures, decisions, groups, projects, tables of the plan.

Both days are stores that are only read (`data.store.past`); the later one may be the present. What
was recorded after the numbers that the earlier day knew has changed since.
"""

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.ledger.replay import (
    ACT,
    CLOSE,
    KEYS,
    NEW,
    RESTATED,
    REVISED,
    WITHDRAWN,
    credit_changes,
    find_only_steps,
    replay_figures,
)
from data.ledger.span import Span
from data.ledger.steps.stages import RETURNED, SENT
from data.store.database import Store
from data.words.numbers import is_missing

PROJECT_FIELDS = (
    *("item_id", "area_id", "name", "stage", "stage_on", "quantity", "size", "size_unit"),
    *("investment_wan", "funding_source", "operator", "started_on", "finished_on"),
    *("evidence_document", "evidence_link", "longitude", "latitude", "state"),
)
# A change of one of them may change figures that nobody touched.
_RULES = ("formula", "series_break", "indicator")


@dataclass(frozen=True)
class Stood:
    """How figures stood before.

    Attributes
    ----------
    rows : Table
        As ``changes/stood``.
    is_whole : bool
        Whether these are all that stood, to be compared with all that stand.
    """

    rows: pa.Table
    is_whole: bool


def list_figure_changes(span: Span) -> pd.DataFrame:
    """Return the figures that differ between two days.

    Returns
    -------
    DataFrame
        One row per figure: `KEYS`, change (new, revised, withdrawn; restated where only the
        state differs), old_value, new_value, unit, old_state, new_state, is_computed, the act that
        made it what it is (acted_by, acted_at in UTC, file_name, upload_id, act, note; all missing
        where a release of the program did) and steps (`replay_figures`). By indicator, area,
        year and period.
    """
    return credit_figures(span, find_figure_changes(span))


def find_stood(span: Span) -> Stood:
    """Return how the figures that may have changed stood before.

    Where rules changed, or more was sent since than stood before, nobody looks for what may have
    changed: comparing everything is quicker and finds the same.
    """
    if _is_whole(span):
        return Stood(span.before.query_arrow("changes/stood_whole"), True)
    return Stood(span.before.query_arrow("changes/stood", _find_keys(span)), False)


def find_figure_changes(
    span: Span, stood: Stood | None = None, *, most: int | None = None, sent_first: bool = False
) -> pd.DataFrame:
    """Return the rows of `list_figure_changes` without acts and steps, which take longest.

    Parameters
    ----------
    span : Span
    stood : Stood or None
        What `find_stood` found, if it was asked.
    most : int or None
        The first rows, at most so many.
    sent_first : bool
        Whether those that are computed come last.
    """
    stood = stood or find_stood(span)
    return span.after.query_batch(
        "changes/figures", stood.rows, **_compare(stood), most=most, sent_first=sent_first
    )


def read_figure_changes(span: Span, stood: Stood) -> pa.Table:
    """Return the rows of `find_figure_changes` as an Arrow table, of very many figures."""
    return span.after.query_arrow(
        "changes/figures", stood.rows, **_compare(stood), most=None, sent_first=False
    )


def _compare(stood: Stood) -> dict[str, Any]:
    # What is new of an indicator that had no figure needs no look at those that stood.
    known = stood.rows["indicator_id"].unique().to_pylist() if stood.is_whole else []
    return {"is_whole": stood.is_whole, "known": known, "close": CLOSE}


def credit_figures(span: Span, changes: pd.DataFrame) -> pd.DataFrame:
    """Add to rows of `find_figure_changes` the act that made each what it is, and its steps."""
    steps = find_only_steps(span, changes)
    known = set(steps[KEYS].itertuples(index=False, name=None))
    is_known = [key in known for key in changes[KEYS].itertuples(index=False, name=None)]
    others = changes.index[~np.array(is_known, dtype=bool)]
    if len(others):
        replayed = replay_figures(span, changes.loc[others, KEYS])
        steps = pd.concat([steps, replayed]) if known else replayed
    changes = _credit_standing(span, credit_changes(changes, steps), others)
    return _credit_returns(span, changes)


def count_figure_changes(span: Span, stood: Stood) -> dict[str, int]:
    """Return how many rows `list_figure_changes` has, without asking for the acts.

    Returns
    -------
    dict
        change -> how many figures have it that are not computed; computed -> how many are.
    """
    rows = span.after.query_batch("changes/count", stood.rows, **_compare(stood))
    return dict(zip(rows["kind"], rows["figures"].astype(int), strict=True))


def _is_whole(span: Span) -> bool:
    if not {row["table_name"] for row in list_plan_changes(span)}.isdisjoint(_RULES):
        return True
    number = span.get_number("observation_revision")
    sent = span.after.query_rows("changes/sent_since", revision_seq=number)[0]["sent"]
    return sent > span.before.query_rows("changes/figures_before")[0]["figures"]


def _find_keys(span: Span) -> pa.Table:
    """Return the indicators, areas and years whose figures may have changed, of equal rules."""
    return span.after.query_arrow(
        "changes/keys",
        plan_seq=span.get_number("plan_change"),
        revision_seq=span.get_number("observation_revision"),
        upload_seq=span.get_number("upload"),
        step_seq=span.get_number("step_revision"),
    )


def _credit_standing(span: Span, changes: pd.DataFrame, replayed: pd.Index) -> pd.DataFrame:
    """Credit a value whose file was undone to the one that first stated it of those that stand.

    No file of a figure that was not replayed was undone.
    """
    own = changes.loc[replayed]
    own = own[own["new_value"].notna() & own["upload_id"].notna()]
    own = own[own["change"] != RESTATED]
    if own.empty:
        return changes
    batch = own[KEYS].assign(upload_id=own["upload_id"].astype(str))
    acts = span.after.query_batch("changes/standing", batch)
    if acts.empty:
        return changes
    by_key = {tuple(row[name] for name in KEYS): row for row in acts.to_dict("records")}
    for at, row in own.iterrows():
        act = by_key.get(tuple(row[name] for name in KEYS))
        if act is not None:
            for name in ACT:
                changes.at[at, name] = act[name]
    return changes


def _credit_returns(span: Span, changes: pd.DataFrame) -> pd.DataFrame:
    """Add who returned a figure, undid that, or sent it again: these are no acts on a file.

    It is the act of a figure whose state alone changed, or whose value no other act explains, else
    the last of its steps.
    """
    if not span.after.query_rows("changes/has_returns")[0]["is_any"]:
        return changes
    for is_returned in (True, False):
        side = "new_state" if is_returned else "old_state"
        own = changes[changes[side].eq(RETURNED) & (is_returned | changes["acted_at"].isna())]
        acts = _find_return_acts(span, own, is_returned=is_returned)
        for at, row in own.iterrows():
            act = acts.get(_get_key(row))
            if act is not None:
                _credit(changes, at, row, act)
    return _tell_answered(span, _credit_displaced(span, changes))


def _credit_displaced(span: Span, changes: pd.DataFrame) -> pd.DataFrame:
    """Credit figures in whose place another one came since a value was returned or no longer is:
    where a rate was both sent and computed, a returned one gives way.

    Steps know of no returns, so they end at another value, or there are none.
    """
    is_begun, is_open = (
        np.array(
            [
                not steps or not _is_close(steps[place][side], value)
                for steps, value in zip(changes["steps"], changes[side], strict=True)
            ],
            dtype=bool,
        )
        for place, side in ((0, "old_value"), (-1, "new_value"))
    )
    for at, row in changes[is_begun].iterrows():
        if row["steps"]:
            first = {name: row[name] for name in ("old_value", "old_state")}
            changes.at[at, "steps"] = [row["steps"][0] | first, *row["steps"][1:]]
    own = changes[is_open]
    acts = _find_return_acts(span, own, is_returned=False)
    number = span.get_number("observation_revision")
    for at, row in own.iterrows():
        act = acts.get(_get_key(row))
        if act is not None and (act["act"] != SENT or act["sent_seq"] > number):
            _credit(changes, at, row, act)
    return changes


def _tell_answered(span: Span, changes: pd.DataFrame) -> pd.DataFrame:
    """Add the return of figures that were returned and sent again between the two days.

    It comes first of their steps: neither day knows the figure as returned.
    """
    is_told = [any(step["act"] == RETURNED for step in steps) for steps in changes["steps"]]
    is_open = changes["old_state"].ne(RETURNED) & changes["new_state"].ne(RETURNED)
    own = changes[is_open & ~np.array(is_told, dtype=bool)]
    acts = _find_return_acts(span, own, is_returned=True)
    for at, row in own.iterrows():
        act = acts.get(_get_key(row))
        if act is not None and act["act"] == RETURNED:
            old = {"old_value": row["old_value"], "new_value": row["old_value"]}
            states = {"old_state": row["old_state"], "new_state": RETURNED}
            step = {"change": RESTATED, **old, **states, **{name: act[name] for name in ACT}}
            changes.at[at, "steps"] = [step, *row["steps"]]
    return changes


def _find_return_acts(span: Span, figures: pd.DataFrame, *, is_returned: bool) -> dict[tuple, dict]:
    """Return the newest act of figures in ``changes/returns``, by `KEYS`."""
    if figures.empty:
        return {}
    acts = span.after.query_batch(
        "changes/returns",
        figures[KEYS],
        step_seq=span.get_number("step_revision"),
        is_returned=is_returned,
    )
    return {_get_key(row): row for row in acts.to_dict("records")}


def _get_key(row: pd.Series | dict) -> tuple:
    return tuple(row[name] for name in KEYS)


def _is_close(first: float | None, second: float | None) -> bool:
    """Tell whether two values are the same; so are two missing ones."""
    if first is None or second is None or math.isnan(first) or math.isnan(second):
        return is_missing(first) and is_missing(second)
    return math.isclose(first, second, rel_tol=CLOSE)


def _credit(changes: pd.DataFrame, at: Any, row: pd.Series, act: dict) -> None:
    """Add an act to the steps of a figure; it is the figure's act where it changed its value, or
    where nothing else did."""
    before = row["steps"][-1]["new_value"] if row["steps"] else row["old_value"]
    is_same = _is_close(before, row["new_value"])
    told = {name: act[name] for name in ACT}
    if row["change"] == RESTATED or not is_same or not row["steps"]:
        for name in ACT:
            changes.at[at, name] = told[name]
    states = {name: row[name] for name in ("new_value", "old_state", "new_state")}
    change = RESTATED if is_same else row["change"]
    step = {"change": change, "old_value": before, **states, **told}
    changes.at[at, "steps"] = [*row["steps"], step]


def list_decision_changes(span: Span) -> list[dict]:
    """Return the decisions that were recorded or withdrawn, newest first, with the names of
    subject and reading (``changes/decisions``)."""
    return span.after.query_rows("changes/decisions", seq=span.get_number("decision_revision"))


def list_group_changes(span: Span) -> list[dict]:
    """Return the changes of groups, newest first: group_id, names, added and removed (members),
    is_removed (it is no longer listed), is_new (it was defined), recorded_at, recorded_by."""
    return span.after.query_rows(
        "changes/groups",
        group_seq=span.get_number("group_revision"),
        member_seq=span.get_number("group_member_revision"),
    )


def list_plan_changes(span: Span) -> list[dict]:
    """Return the tables of the plan that a release changed: table_name, added and removed (rows),
    recorded_at (UTC)."""
    return span.after.query_rows("changes/plan", seq=span.get_number("plan_change"))


def list_project_changes(span: Span) -> list[dict]:
    """Return the projects that differ between two days, in the order of the register.

    Each has project_id, item_id, area_id, name, change (new, revised, withdrawn), old_stage,
    new_stage, fields (what differs of a revised one: name, old, new), and who made it what it is:
    recorded_by, recorded_at (UTC) and act (sent, undo or restored; missing where a release of the
    program did).
    """
    acts: dict[str, list[dict]] = {}
    for row in span.after.query_rows(
        "changes/project_acts",
        revision_seq=span.get_number("project_revision"),
        upload_seq=span.get_number("upload"),
    ):
        acts.setdefault(row["project_id"], []).append(row)
    # Without an act on any of them both days have the same: to list them costs most.
    if not acts:
        return []
    old, new = (
        {row["project_id"]: row for row in rows}
        for rows in (_list_former_projects(span), _list_projects(span.after))
    )
    changes = (
        _compare_project(old.get(project_id), new.get(project_id), acts.get(project_id, []))
        for project_id in dict.fromkeys([*new, *old])
    )
    return [change for change in changes if change is not None]


def _list_former_projects(span: Span) -> list[dict]:
    """Return the projects of the earlier day, which stay what they were."""
    make = partial(_list_projects, span.before)
    return span.before.remember(("changes.projects",), make, of=("projects",), most=1)


def _list_projects(store: Store) -> list[dict]:
    return store.query_rows("queries/projects")


def _find_project_act(old: dict | None, acts: list[dict]) -> dict:
    """Return the last act after which a project was another than before."""
    found: dict = {"acted_by": None, "acted_at": None, "act": None}
    before = _take_fields(old)
    for act in acts:
        after = _take_fields(act if act["revision_id"] else None)
        found, before = (act if after != before else found), after
    return found


def _take_fields(row: dict | None) -> tuple | None:
    return None if row is None else tuple(row[name] for name in PROJECT_FIELDS)


def _compare_project(old: dict | None, new: dict | None, acts: list[dict]) -> dict | None:
    if old and new:
        fields = tuple(
            {"name": name, "old": old[name], "new": new[name]}
            for name in PROJECT_FIELDS
            if old[name] != new[name]
        )
        if not fields:
            return None
        change = REVISED
    else:
        change, fields = (WITHDRAWN if old else NEW), ()
    known, act = new or old or {}, _find_project_act(old, acts)
    return {
        **{name: known[name] for name in ("project_id", "item_id", "area_id", "name")},
        "change": change,
        "old_stage": old["stage"] if old else None,
        "new_stage": new["stage"] if new else None,
        "fields": fields,
        "recorded_by": act["acted_by"],
        "recorded_at": act["acted_at"],
        "act": act["act"],
    }
