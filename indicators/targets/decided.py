"""Finds the recorded decisions in force for a target in an area."""

from dataclasses import dataclass

import pandas as pd

from data.ledger.decisions import RULINGS
from indicators.inputs import REGION, ProgressInputs
from indicators.judgement.status import TargetReading

DECIDED = "decided:"
"""Prefix of the reading_id of a decided number."""


@dataclass(frozen=True)
class Decided:
    """The decisions in force for one target in one area.

    Attributes
    ----------
    ruling : dict or None
        The newest decision on how the target is read or judged: of kind reading, number or
        judgement. A later one replaces an earlier one of any of these kinds.
    base : dict or None
        The newest choice of a base.
    number : dict or None
        The newest decided number.
    """

    ruling: dict | None = None
    base: dict | None = None
    number: dict | None = None

    @property
    def reading_id(self) -> str | None:
        """The reading in force; None if none was decided."""
        if self.ruling is None or self.ruling["kind"] == "judgement":
            return None
        if self.ruling["kind"] == "number":
            return get_number_reading(self.ruling).reading_id
        return self.ruling["reading_id"]


def find_decisions(inputs: ProgressInputs, target_id: str, area_id: str) -> Decided:
    """Return the decisions in force for a target in an area.

    A decision of the area itself takes precedence over one of the region. A reading, a number
    and a base year decided for the region also hold for the areas below it. A manual judgement
    and a base value hold only for the area they were recorded for.
    """
    decisions = inputs.decisions
    if decisions.empty:
        return Decided()
    chosen = decisions[
        (decisions["subject_kind"] == "target") & (decisions["subject_id"] == target_id)
    ]
    records = [_clean(record) for record in chosen.to_dict("records")]
    records = [record for record in records if _applies(record, area_id)]
    # The query sorts oldest first and the sort is stable: the newest and own ones come last.
    records.sort(key=lambda record: get_decision_area(record) == area_id)
    newest = {record["kind"]: record for record in records}
    rulings = [record for record in records if record["kind"] in RULINGS]
    return Decided(rulings[-1] if rulings else None, newest.get("base"), newest.get("number"))


def list_replaced(records: pd.DataFrame) -> set[str]:
    """Return the decisions that are not withdrawn and that a newer one of the area replaces.

    Parameters
    ----------
    records : DataFrame
        Decisions on one target, newest first (`data.ledger.decisions.list_decisions`):
        decision_id, kind, area_id, is_withdrawn.

    A reading, a number and a judgement replace each other; a base replaces a base. A replaced
    decision applies again when the newer one is withdrawn.
    """
    seen, replaced = set(), set()
    for record in records[~records["is_withdrawn"]].to_dict("records"):
        about = (get_decision_area(_clean(record)), record["kind"] in RULINGS)
        if about in seen:
            replaced.add(record["decision_id"])
        seen.add(about)
    return replaced


def get_decision_area(record: dict) -> str:
    """Return the area of a decision; one without an area was made for the region."""
    return record["area_id"] or REGION


def get_number_reading(record: dict) -> TargetReading:
    """Return the reading that a decided number defines."""
    return TargetReading(
        DECIDED + record["decision_id"],
        record.get("number_kind") or "level",
        record["comparator"] or "at_least",
        record["low"],
        record["high"],
    )


def _applies(record: dict, area_id: str) -> bool:
    area = get_decision_area(record)
    if area == area_id:
        return True
    is_local = record["kind"] == "judgement" or (
        record["kind"] == "base" and record["value"] is not None
    )
    return area == REGION and not is_local


def _clean(record: dict) -> dict:
    return {key: None if pd.isna(value) else value for key, value in record.items()}
