"""Records decisions on readings, numbers, judgements and bases.

Append-only: a decision applies from the time it is recorded and can be withdrawn; its record
stays. Every decision says who decided, when, and under which document.
"""

import math
from datetime import date, datetime

import pandas as pd

from data.clock import get_now, get_today
from data.errors import CaomuError, ChangedMeanwhileError
from data.rights.require import require
from data.store.basis import check_basis, describe_author, load_basis
from data.store.database import Store, Transaction
from data.store.ids import make_id
from data.store.statements import PLAN_ID

REGION = "650000"
KINDS = ("reading", "number", "judgement", "base")
# A later one replaces an earlier one of any of these kinds.
RULINGS = ("reading", "number", "judgement")
JUDGEMENTS = ("achieved", "on_pace", "slightly_behind", "behind", "moving_away")
NUMBER_KINDS = ("level", "pp_change", "relative_change")
COMPARATORS = ("exactly", "about", "at_least", "more_than", "range", "sustained")


class DecisionError(CaomuError):
    """A decision is incomplete, does not fit, or does not exist."""


def record_decision(
    store: Store,
    kind: str,
    subject_id: str,
    *,
    decided_by: str,
    decided_on: date | str,
    document_no: str,
    subject_kind: str = "target",
    area_id: str = REGION,
    reading_id: str | None = None,
    judgement: str | None = None,
    number_kind: str | None = None,
    comparator: str | None = None,
    low: float | None = None,
    high: float | None = None,
    as_of_year: int | None = None,
    value: float | None = None,
    note: str = "",
    by: str = "",
    based_on: int | None = None,
) -> str:
    """Record a decision; return its id.

    Parameters
    ----------
    kind : {'reading', 'number', 'judgement', 'base'}
        reading: `reading_id` applies from now on. number: `number_kind`, `comparator`, `low`
        and, for a range, `high` apply to a goal that the plan states without a number.
        judgement: one of `JUDGEMENTS` for such a goal. base: `as_of_year` is the base year,
        with the area's own value of that year or with `value`.
    subject_kind, subject_id : str
        target, box_item, baseline_change or clock, and its id; only a target can have
        decisions other than readings.
    area_id : str
        The area of the decision. A decision for the region also holds below it (except
        judgements and base values) until the area has a decision of its own.
    decided_by, decided_on, document_no : str, date, str
        Who decided, when (a date or YYYY-MM-DD, not in the future), under which document.
    by : str
        Who records it.
    based_on : int or None
        What stood when the decision was prepared (`load_decisions_number`).

    Raises
    ------
    DecisionError
        Something is missing or does not fit; the key says what.
    ChangedMeanwhileError
        Somebody else decided on it, or withdrew a decision, since.
    """
    origin = _check_origin(decided_by, decided_on, document_no)
    if kind not in KINDS:
        raise DecisionError("decision_kind", value=kind)
    subject = _load_subject(store, subject_kind, subject_id)
    _check_area(store, area_id)
    if kind != "reading" and subject_kind != "target":
        raise DecisionError("decision_only_reading", value=subject_id)
    content = {
        "reading": lambda: _check_reading(store, subject, reading_id),
        "number": lambda: _check_number(subject, number_kind, comparator, low, high),
        "judgement": lambda: _check_judgement(subject, judgement),
        "base": lambda: _check_base(store, subject_id, as_of_year, value),
    }[kind]()
    decision_id = make_id()
    record = {
        "decision_id": decision_id,
        "kind": kind,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "area_id": area_id,
        "note": note.strip() or None,
        **origin,
        **content,
    }
    if subject_kind == "clock":
        # All plans share the clocks.
        record[PLAN_ID] = None
    with store.transaction() as writer:
        require(writer, "decide", [area_id])
        check_basis(writer, "decision", based_on, **_name_rivals(record))
        _append(writer, record, by)
    return decision_id


def load_decisions_number(
    store: Store, kind: str, subject_id: str, *, subject_kind: str = "target", area_id: str = REGION
) -> int:
    """Return the number of what stands of a kind of decision: what a new one is based on."""
    subject = {"subject_kind": subject_kind, "subject_id": subject_id, "area_id": area_id}
    return load_basis(store, "decision", **_name_rivals(subject | {"kind": kind})).seq


def _name_rivals(record: dict) -> dict:
    """Return the decisions that a new one would replace, as parameters of their query."""
    kinds = RULINGS if record["kind"] in RULINGS else (record["kind"],)
    names = ("subject_kind", "subject_id", "area_id")
    return {name: record[name] for name in names} | {"kinds": list(kinds)}


def withdraw_decision(store: Store, decision_id: str, *, by: str, note: str = "") -> None:
    """Withdraw a decision: it no longer applies, but its record stays.

    An earlier decision on the same subject that is not withdrawn applies again.

    Raises
    ------
    DecisionError
        There is no such decision, or nobody is named.
    ChangedMeanwhileError
        It is already withdrawn.
    """
    if not by.strip():
        raise DecisionError("decision_needs_name")
    with store.transaction() as writer:
        rows = writer.query_rows("queries/decision_revision", decision_id=decision_id)
        if not rows:
            raise DecisionError("decision_unknown", value=decision_id)
        newest = rows[0]
        require(writer, "decide", [newest["area_id"]])
        if newest["is_withdrawn"]:
            author = describe_author(newest["recorded_by"], newest["recorded_at"])
            raise ChangedMeanwhileError("decision_withdrawn", **author)
        record = newest | {"note": note.strip() or None}
        _append(writer, record, by, is_withdrawn=True)


def list_decisions(
    store: Store, subject_id: str | None = None, area_id: str | None = None
) -> pd.DataFrame:
    """Return the decisions, including withdrawn ones, newest first.

    Returns
    -------
    DataFrame
        One row per decision: what was decided, decided_by, decided_on, document_no, note,
        recorded_at (UTC), recorded_by, is_withdrawn, withdrawn_at, withdrawn_by,
        withdrawal_note.
    """
    return store.query("queries/decision_history", subject_id=subject_id, area_id=area_id)


def list_base_years(store: Store, target_id: str) -> list[int]:
    """Return the years in which a measure of a target, or an input of it, has a figure."""
    return [row["year"] for row in store.query_rows("queries/target_years", target_id=target_id)]


def _append(writer: Transaction, record: dict, by: str, *, is_withdrawn: bool = False) -> None:
    revision = record | {
        "revision_id": make_id(),
        "recorded_at": get_now(),
        "recorded_by": by.strip(),
        "is_withdrawn": is_withdrawn,
    }
    writer.insert("facts.decision_revision", pd.DataFrame([revision]))


def _check_origin(decided_by: str, decided_on: date | str, document_no: str) -> dict:
    if not decided_by.strip():
        raise DecisionError("decision_needs_name")
    if not document_no.strip():
        raise DecisionError("decision_needs_document")
    day = _parse_date(decided_on)
    if day > get_today():
        raise DecisionError("decision_in_future", value=day.isoformat())
    return {"decided_by": decided_by.strip(), "decided_on": day, "document_no": document_no.strip()}


def _parse_date(value: date | str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat((value or "").strip())
    except ValueError as error:
        raise DecisionError("bad_date", value=value) from error


def _load_subject(store: Store, subject_kind: str, subject_id: str) -> dict:
    for subject in store.query_rows("queries/decision_subjects"):
        if (subject["subject_kind"], subject["subject_id"]) == (subject_kind, subject_id):
            return subject
    raise DecisionError("decision_subject", value=subject_id)


def _check_area(store: Store, area_id: str) -> None:
    if area_id not in set(store.query("queries/areas")["area_id"]):
        raise DecisionError("unknown_area", value=area_id)


def _check_reading(store: Store, subject: dict, reading_id: str | None) -> dict:
    readings = store.query_rows(
        "queries/decision_readings",
        subject_kind=subject["subject_kind"],
        subject_id=subject["subject_id"],
    )
    known = [reading["reading_id"] for reading in readings]
    if reading_id not in known:
        raise DecisionError("decision_reading", value=reading_id or "", candidates=", ".join(known))
    return {"reading_id": reading_id}


def _check_number(
    subject: dict,
    number_kind: str | None,
    comparator: str | None,
    low: float | None,
    high: float | None,
) -> dict:
    _check_qualitative(subject)
    if number_kind not in NUMBER_KINDS or comparator not in COMPARATORS:
        raise DecisionError(
            "decision_number_kind", kind=number_kind or "", comparator=comparator or ""
        )
    if low is None or not _is_finite(low) or (high is not None and not _is_finite(high)):
        raise DecisionError("decision_needs_number")
    if (comparator == "range") != (high is not None) or (high is not None and high <= low):
        raise DecisionError("decision_range")
    return {
        "number_kind": number_kind,
        "comparator": comparator,
        "low": float(low),
        "high": None if high is None else float(high),
    }


def _check_judgement(subject: dict, judgement: str | None) -> dict:
    _check_qualitative(subject)
    if judgement not in JUDGEMENTS:
        raise DecisionError("decision_judgement", value=judgement or "")
    return {"judgement": judgement}


def _check_qualitative(subject: dict) -> None:
    # If the plan states a number, a judgement would replace the measurement.
    if subject["kind"] != "qualitative":
        raise DecisionError("decision_not_qualitative", value=subject["subject_id"])


def _check_base(store: Store, target_id: str, as_of_year: int | None, value: float | None) -> dict:
    if not isinstance(as_of_year, int):
        raise DecisionError("decision_base_year", value=as_of_year or "", years="")
    if value is None:
        years = list_base_years(store, target_id)
        if as_of_year not in years:
            raise DecisionError(
                "decision_base_year", value=as_of_year, years=", ".join(map(str, years)) or "—"
            )
        return {"as_of_year": as_of_year}
    if not _is_finite(value):
        raise DecisionError("decision_needs_number")
    measures = store.query("queries/target_measures")
    mine = measures[(measures["target_id"] == target_id) & measures["is_primary"]]
    if len(mine) > 1:
        raise DecisionError("decision_base_shared", n=len(mine))
    return {"as_of_year": as_of_year, "value": float(value)}


def _is_finite(value) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
