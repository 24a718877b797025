"""Records that values were checked, returned or released, and undoes it; append-only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.clock import get_now, get_today
from data.errors import ChangedMeanwhileError
from data.ledger.steps.stages import (
    CHECKED,
    EVERYTHING,
    RELEASED,
    RETURNED,
    SENT,
    VERIFIED,
    Selection,
    StepError,
    load_stages,
)
from data.rights.require import require
from data.store.basis import describe_author, load_basis
from data.store.database import Queries, Store, Transaction
from data.store.ids import make_id
from data.words.names import pick_name

MOST_REMARK, MOST_DOCUMENT = 300, 120
# What is said of a value that is at another stage.
ALREADY = {
    SENT: "step_is_sent",
    CHECKED: "step_is_checked",
    RETURNED: "step_is_returned",
    VERIFIED: "step_is_verified",
    RELEASED: "step_is_released",
}
# Who changed a value that is no longer there.
NOBODY = {"by": "", "when": "—"}
# From which stages a value comes to the next.
BEFORE = {CHECKED: (SENT,), RETURNED: (SENT, CHECKED), RELEASED: (VERIFIED,)}
_VALUE = ["subject_id", "indicator_id", "area_id", "year", "period", "value"]


def check_values(
    store: Store,
    selection: Selection = EVERYTHING,
    *,
    by: str,
    remark: str = "",
    subject_ids: Sequence[str] | None = None,
) -> tuple[str, int]:
    """Record that values were checked: all of the selection that are sent, or just some.

    Parameters
    ----------
    subject_ids : sequence of str or None
        The values that the checker looked at (`load_stages`).

    Returns
    -------
    tuple
        Id of the act and the number of values.

    Raises
    ------
    StepError
        The name is missing (``step_needs_name``), the remark is too long, or nothing of the
        selection waits (``step_nothing``).
    ChangedMeanwhileError
        One of `subject_ids` was sent again, undone, checked or returned since.
    """
    with store.transaction() as writer:
        values = _take(writer, CHECKED, selection, subject_ids)
        require(writer, "check", values["area_id"].unique())
        return _append(writer, CHECKED, values.assign(remark=_trim(remark)), by)


def return_values(
    store: Store,
    selection: Selection = EVERYTHING,
    *,
    by: str,
    remark: str = "",
    remarks: Mapping[str, str] | None = None,
) -> tuple[str, int]:
    """Return values to who sent them, each with what is wrong.

    Parameters
    ----------
    remark : str
        What is wrong with all of the selection.
    remarks : mapping of str or None
        subject_id -> what is wrong with that value; then the selection does not count.

    Returns
    -------
    tuple
        Id of the act and the number of values.

    Raises
    ------
    StepError
        The name or a remark is missing (``step_needs_name``, ``step_needs_remark``), a remark is
        too long, or nothing of the selection can be returned (``step_nothing``).
    ChangedMeanwhileError
        One of the values was sent again, undone, verified or returned since.
    """
    said = None if remarks is None else {key: _trim(text) for key, text in remarks.items()}
    if not (_trim(remark) if said is None else said and all(said.values())):
        raise StepError("step_needs_remark")
    with store.transaction() as writer:
        values = _take(writer, RETURNED, selection, None if said is None else list(said))
        require(writer, "return", values["area_id"].unique())
        told = values["subject_id"].map(said) if said is not None else _trim(remark)
        return _append(writer, RETURNED, values.assign(remark=told), by)


def release_values(
    store: Store,
    selection: Selection = EVERYTHING,
    *,
    by: str,
    document_no: str,
    decided_on: date | str | None,
    remark: str = "",
    subject_ids: Sequence[str] | None = None,
) -> tuple[str, int]:
    """Release verified values by a decision with a number and a day.

    Returns
    -------
    tuple
        Id of the act and the number of values.

    Raises
    ------
    StepError
        Name, number or day is missing (``step_needs_name``, ``release_needs_document``), the day
        is none or lies ahead (``release_day``), a text is too long, or nothing of the selection is
        verified and not released (``step_nothing``).
    ChangedMeanwhileError
        One of `subject_ids` is no longer verified, or was released since.
    """
    document, day = document_no.strip(), _parse_decision_day(decided_on)
    if not document:
        raise StepError("release_needs_document")
    if len(document) > MOST_DOCUMENT:
        raise StepError("step_text_long", most=MOST_DOCUMENT)
    with store.transaction() as writer:
        values = _take(writer, RELEASED, selection, subject_ids)
        require(writer, "release", values["area_id"].unique())
        decided = {"document_no": document, "decided_on": day, "remark": _trim(remark)}
        return _append(writer, RELEASED, values.assign(**decided), by)


def undo_step(store: Store, step_id: str, *, by: str = "") -> int:
    """Undo an act on values: they are again what they were before; return how many.

    Raises
    ------
    StepError
        There is no such act (``step_unknown``).
    ChangedMeanwhileError
        It is undone already (``step_already_undone``).
    """
    with store.transaction() as writer:
        standing = load_basis(writer, "step", step_id=step_id)
        if not standing.is_known:
            raise StepError("step_unknown", step_id=step_id)
        if not standing.rows:
            raise ChangedMeanwhileError("step_already_undone", **standing.describe_change())
        rows = pd.DataFrame(standing.rows).drop(columns="seq")
        _require_for(writer, rows["step"].iloc[0], rows["area_id"].unique())
        rows = rows.assign(revision_id=[make_id() for _ in range(len(rows))], is_withdrawn=True)
        stamp = {"recorded_at": get_now(), "recorded_by": by.strip()}
        writer.insert("facts.step_revision", _put_id_first(rows.assign(**stamp)))
    return len(rows)


def _require_for(writer: Transaction, step: str, area_ids: Iterable[str]) -> None:
    """Let an act be undone by whoever may do it."""
    if step == CHECKED:
        require(writer, "check", area_ids)
    elif step == RETURNED:
        require(writer, "return", area_ids)
    else:
        require(writer, "release", area_ids)


def is_step(source: Queries, step_id: str) -> bool:
    """Tell whether an id is that of an act on values."""
    return load_basis(source, "step", step_id=step_id).is_known


def _take(
    writer: Transaction, step: str, selection: Selection, subject_ids: Sequence[str] | None
) -> pd.DataFrame:
    """Return the values that a step is about.

    By a selection these are all that have come so far; named ones must all have.
    """
    if subject_ids is None:
        values = load_stages(writer, selection)
        values = values[values["stage"].isin(BEFORE[step])]
        if values.empty:
            raise StepError("step_nothing", step=step)
        return values[_VALUE]
    if not subject_ids:
        raise StepError("step_nothing", step=step)
    wanted = pd.DataFrame({"subject_id": list(dict.fromkeys(subject_ids))})
    keys = writer.query_batch("queries/step_subjects", wanted)
    values = load_stages(writer)
    found = values[values["subject_id"].isin(wanted["subject_id"])]
    _check_found(writer, wanted, keys, values, found, step)
    return found[_VALUE]


def _check_found(
    writer: Queries,
    wanted: pd.DataFrame,
    keys: pd.DataFrame,
    values: pd.DataFrame,
    found: pd.DataFrame,
    step: str,
) -> None:
    """Refuse values that are no longer what somebody looked at."""
    for row in found.to_dict("records"):
        if row["stage"] not in BEFORE[step]:
            author = describe_author(row["by"], row["since"])
            named = _name_value(writer, row)
            raise ChangedMeanwhileError(ALREADY[row["stage"]], **named, **author)
    if len(keys) < len(wanted):
        raise StepError("step_value_unknown")
    gone = keys[~keys["subject_id"].isin(found["subject_id"])]
    if len(gone):
        key = gone.iloc[0][["indicator_id", "area_id", "year", "period"]].to_dict()
        newer = values.loc[(values[list(key)] == pd.Series(key)).all(axis=1)].to_dict("records")
        author = describe_author(newer[-1]["by"], newer[-1]["since"]) if newer else NOBODY
        raise ChangedMeanwhileError("step_other_value", **_name_value(writer, key), **author)


def _name_value(writer: Queries, row: dict) -> dict[str, Any]:
    """Return what a sentence says of a value: area, indicator and year."""
    areas = {known["area_id"]: known for known in writer.query_rows("queries/areas")}
    indicators = {known["indicator_id"]: known for known in writer.query_rows("queries/indicators")}
    return {
        "area": pick_name(areas[row["area_id"]]),
        "indicator": pick_name(indicators[row["indicator_id"]]),
        "year": row["year"],
    }


def _append(writer: Transaction, step: str, values: pd.DataFrame, by: str) -> tuple[str, int]:
    if not by.strip():
        raise StepError("step_needs_name")
    step_id = make_id()
    rows = values.assign(
        revision_id=[make_id() for _ in range(len(values))],
        step_id=step_id,
        step=step,
        recorded_at=get_now(),
        recorded_by=by.strip(),
        is_withdrawn=False,
    )
    writer.insert("facts.step_revision", _put_id_first(rows))
    return step_id, len(rows)


def _put_id_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose columns begin with the id that orders their numbers."""
    return rows[["revision_id", *rows.columns.drop("revision_id")]]


def _trim(text: str | None) -> str | None:
    trimmed = (text or "").strip()
    if len(trimmed) > MOST_REMARK:
        raise StepError("step_text_long", most=MOST_REMARK)
    return trimmed or None


def _parse_decision_day(value: date | str | None) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat((value or "").strip())
    except ValueError as error:
        raise StepError("release_day", value=value) from error
    if day > get_today():
        raise StepError("release_day", value=day.isoformat())
    return day
