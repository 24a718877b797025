"""Which plan a cursor shows, and which plan new rows belong to."""

from typing import Any

import pyarrow as pa

from data.store.parts import Frame
from data.store.statements import DEFAULT_PLAN, PLAN_ID, load_sql


def look_at_plan(cursor: Any, plan_id: str) -> None:
    """Let schema ``plan`` show this plan on a cursor."""
    if plan_id != DEFAULT_PLAN:
        cursor.execute(load_sql("schema/look_at"), {PLAN_ID: plan_id})


def add_plan(frame: Frame, plan_id: str) -> Frame:
    """Return rows with the plan that they belong to, where they name none."""
    if isinstance(frame, pa.Table):
        names = frame.column_names
        ids = pa.array([plan_id] * len(frame), pa.string())
        return frame if PLAN_ID in names else frame.append_column(PLAN_ID, ids)
    return frame if PLAN_ID in frame.columns else frame.assign(**{PLAN_ID: plan_id})
