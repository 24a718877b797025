"""What changed between two days: figures, decisions, groups, projects, tables of the plan.

Both days are stores that are only read (`data.store.past`); the later one may be the present. What
was recorded after the numbers that the earlier day knew has changed since.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.clock import get_today
from data.errors import PastError
from data.store.database import Store
from data.store.past import look_back

KEYS = ["indicator_id", "area_id", "year", "period"]
SIDES = ["value", "unit", "state", "is_computed"]
NEW, REVISED, WITHDRAWN, RESTATED = "new", "revised", "withdrawn", "restated"
# A value that was converted from another unit may differ in its last digit.
CLOSE = 1e-9
PROJECT_FIELDS = (
    *("item_id", "area_id", "name", "stage", "stage_on", "quantity", "size", "size_unit"),
    *("investment_wan", "funding_source", "operator", "started_on", "finished_on"),
    *("evidence_document", "evidence_link", "longitude", "latitude", "state"),
)
# A change of one of them may change figures that nobody touched.
_RULES = ("formula", "series_break", "indicator")


@dataclass(frozen=True)
class Span:
    """Two days, and what was known at the end of each.

    Attributes
    ----------
    since, until : date
        The first and the last day of the changes.
    before, after : Store
        What was known before the first day and at the end of the last.
    known : dict
        Table of facts -> the number of its newest row that was known before.
    """

    since: date
    until: date
    before: Store
    after: Store
    known: dict[str, int]

    @property
    def before_day(self) -> date:
        """The day before the first one."""
        return self.since - timedelta(days=1)

    def get_number(self, table: str) -> int:
        """Return the number of a table's newest row that was known before the first day."""
        return self.known.get(table, 0)


def open_span(store: Store, since: date, until: date | None = None) -> Span:
    """Return what was known before a day, and at the end of another (None: now).

    Raises
    ------
    PastError
        `until` is before `since` (``span_reversed``), or `since` is to come (``past_not_over``).
    """
    today = get_today()
    last = today if until is None else until
    if last < since:
        raise PastError("span_reversed", since=since, until=last)
    before = look_back(store, since - timedelta(days=1), needs_records=False)
    after = store if last >= today else look_back(store, last, needs_records=False)
    return Span(since, last, before, after, before.known)


def list_figure_changes(span: Span) -> pd.DataFrame:
    """Return the figures that differ between two days.

    Returns
    -------
    DataFrame
        One row per figure: `KEYS`, change (new, revised, withdrawn; restated where only the
        state differs), old_value, new_value, unit, old_state, new_state, is_computed, and who
        acted on it last: acted_by, acted_at (UTC), file_name, upload_id, act (sent or undo);
        all missing where a release of the program changed it. By indicator, area, year and
        period.
    """
    plan_seq = span.get_number("plan_change")
    tables = {row["table_name"] for row in list_plan_changes(span)}
    numbers = {
        "revision_seq": span.get_number("observation_revision"),
        "upload_seq": span.get_number("upload"),
    }
    keys = span.after.query(
        "changes/keys", is_all=bool(tables & set(_RULES)), plan_seq=plan_seq, **numbers
    )
    sides = [store.query_batch("changes/figures", keys) for store in (span.before, span.after)]
    changes = _compare_figures(*sides)
    acts = span.after.query_batch("changes/acts", keys, **numbers)
    return changes.merge(acts, on=KEYS[:3], how="left")


def _compare_figures(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of two days that differ, with the columns of both sides."""
    names = [*KEYS, *SIDES]
    both = before[names].merge(after[names], on=KEYS, how="outer", suffixes=("_old", "_new"))
    old, new = both["value_old"], both["value_new"]
    is_other = (old - new).abs() > CLOSE * pd.concat([old.abs(), new.abs()], axis=1).max(axis=1)
    is_other |= both["unit_old"] != both["unit_new"]
    change = pd.Series(RESTATED, index=both.index, dtype=object)
    change[is_other] = REVISED
    change[old.isna()] = NEW
    change[new.isna()] = WITHDRAWN
    is_kept = (change != RESTATED) | (both["state_old"] != both["state_new"])
    columns = {
        **{name: both[name] for name in KEYS},
        "change": change,
        "old_value": old,
        "new_value": new,
        "unit": both["unit_new"].fillna(both["unit_old"]),
        "old_state": both["state_old"],
        "new_state": both["state_new"],
        "is_computed": both["is_computed_new"].fillna(both["is_computed_old"]).astype(bool),
    }
    return pd.DataFrame(columns)[is_kept].sort_values(KEYS, ignore_index=True)


def list_decision_changes(span: Span) -> list[dict]:
    """Return the decisions that were recorded or withdrawn, newest first."""
    return span.after.query_rows("changes/decisions", seq=span.get_number("decision_revision"))


def list_group_changes(span: Span) -> list[dict]:
    """Return the changes of groups, newest first: group_id, names, added and removed (members),
    is_removed (the group is no longer listed), recorded_at, recorded_by."""
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
    new_stage, fields (tuple: what differs of a revised one), recorded_by, recorded_at.
    """
    old, new = (
        {row["project_id"]: row for row in store.query_rows("queries/projects")}
        for store in (span.before, span.after)
    )
    return [
        change
        for project_id in dict.fromkeys([*new, *old])
        if (change := _compare_project(old.get(project_id), new.get(project_id))) is not None
    ]


def _compare_project(old: dict | None, new: dict | None) -> dict | None:
    if old and new:
        fields = tuple(name for name in PROJECT_FIELDS if old[name] != new[name])
        if not fields:
            return None
        change = REVISED
    else:
        change, fields = (WITHDRAWN if old else NEW), ()
    known = new or old or {}
    return {
        **{name: known[name] for name in ("project_id", "item_id", "area_id", "name")},
        "change": change,
        "old_stage": old["stage"] if old else None,
        "new_stage": new["stage"] if new else None,
        "fields": fields,
        # Who withdrew it is told by the register's history.
        "recorded_by": new["recorded_by"] if new else None,
        "recorded_at": new["recorded_at"] if new else None,
    }
