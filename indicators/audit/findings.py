"""What the audit reads, and the shape of what it finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from data.clock import get_today
from data.ledger.decisions import REGION
from data.store.database import Store
from data.store.plan import load_readings
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import format_day, is_missing
from indicators.frames import compare_frame, list_rows

AGREES, CONTRADICTS, OPEN = "agrees", "contradicts", "open"
# The worst first, as the page lists them.
VERDICTS = (CONTRADICTS, OPEN, AGREES)
COLUMNS = (
    "check_id",
    "subject",
    "stated",
    "found",
    "verdict",
    "clause_id",
    "follows",
    "decision_id",
    "subject_kind",
    "subject_name",
    "clause",
)
QUERIES = (
    "role_counties",
    "industries",
    "role_items",
    "open_lists",
    "baselines",
    "targets",
    "changes",
)
# A group has its members in a year.
QUERIES_OF_YEAR = ("groups", "named_counties", "bound_counties")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class AuditInputs:
    """What the audit is computed from: one frame per query of ``data/sql/audit``.

    Attributes
    ----------
    frames : dict
        Name of the query -> its rows, as the comment above the query describes them; readings
        are those of `load_readings`.
    decisions : list of dict
        The decisions in force for the region, oldest first.
    clauses : dict
        clause_id -> its number in the plan.
    """

    frames: dict[str, pd.DataFrame]
    decisions: list[dict]
    clauses: dict[str, str]

    def list_rows(self, name: str) -> list[dict]:
        """Return the rows of a query, missing values as None or NaN."""
        return list_rows(self.frames[name])

    def find_decision(self, subject_kind: str, subject_id: str, *kinds: str) -> dict | None:
        """Return the newest decision in force on a subject, of one of some kinds."""
        found = [
            row
            for row in self.decisions
            if (row["subject_kind"], row["subject_id"]) == (subject_kind, subject_id)
            and row["kind"] in kinds
        ]
        return found[-1] if found else None

    def list_in_force(self, name: str) -> dict[str, list[dict]]:
        """Return subject_id -> its rows of a query with one row per reading.

        Where a reading was decided, its row is alone.
        """
        by_subject: dict[str, list[dict]] = {}
        for row in self.list_rows(name):
            by_subject.setdefault(row["subject_id"], []).append(row)
        for subject_id, rows in by_subject.items():
            decided = self.find_decision(get_kind(rows[0]), subject_id, "reading")
            chosen = [row for row in rows if decided and row["reading_id"] == decided["reading_id"]]
            by_subject[subject_id] = chosen or rows
        return by_subject


def get_kind(row: Row) -> str:
    """Return what a row with readings is about; items of the boxes do not say so themselves."""
    return row.get("subject_kind") or "box_item"


def load_audit_inputs(store: Store, year: int | None = None) -> AuditInputs:
    """Load the inputs of the audit; groups have their members in `year`, today's if None."""
    asked = year or get_today().year
    frames = {name: compare_frame(store, f"audit/{name}") for name in QUERIES}
    frames |= {name: compare_frame(store, f"audit/{name}", year=asked) for name in QUERIES_OF_YEAR}
    frames["readings"] = load_readings(store)
    decisions = compare_frame(store, "queries/decisions")
    of_region = decisions[decisions["area_id"].isna() | (decisions["area_id"] == REGION)]
    return AuditInputs(
        frames,
        of_region.to_dict("records"),
        {row["clause_id"]: row["path"] for row in store.query_rows("queries/county_clauses")},
    )


def make_finding(
    check_id: str,
    row: Row,
    verdict: str,
    *,
    stated: str,
    found: str,
    kind: str,
    name: str | None = None,
    decision: dict | None = None,
    follows: str | None = None,
    **values: object,
) -> dict:
    """Return a finding, with what follows from it: ``audit.follows.<check>.<follows>``.

    Parameters
    ----------
    row : mapping
        subject_id, clause_id, and name_zh and name_en unless `name` is given.
    kind : str
        What the subject is: role, group, box_item, target, indicator, baseline_change or list.
    follows : str or None
        The end of the key, where the verdict alone does not tell; the verdict if None.
    values
        What that text names.
    """
    subject_name = pick_name(row) if name is None else name
    text = t(f"audit.follows.{check_id}.{follows or verdict}", subject=subject_name, **values)
    if decision is not None:
        text = t("audit.decided", follows=text, origin=describe_decider(decision))
    return {
        "check_id": check_id,
        "subject": row["subject_id"],
        "stated": stated,
        "found": found,
        "verdict": verdict,
        "clause_id": row["clause_id"],
        "follows": text,
        "decision_id": None if decision is None else decision["decision_id"],
        "subject_kind": kind,
        "subject_name": subject_name,
    }


def describe_decider(decision: Row) -> str:
    """Return who decided, on which day, and under which document."""
    return t(
        "decisions.origin",
        by=decision["decided_by"],
        on=format_day(decision["decided_on"]),
        document=decision["document_no"],
    )


def name_series(row: Row) -> str:
    """Return an indicator and its area, such as "meat output (pastoral counties)"."""
    return t("audit.series", name=pick_name(row), area=pick_name(row, "area"))


def compare_counts(stated: object, found: object) -> str:
    """Return the verdict on two counts; open where one of them is not known."""
    if is_missing(stated) or is_missing(found):
        return OPEN
    return AGREES if stated == found else CONTRADICTS


def rounds_to(stated: float, found: float) -> bool:
    """Tell whether a number rounds to the one stated: 33.8 stands for 33.75 up to 33.85."""
    digit = Decimal(str(stated)).normalize().as_tuple().exponent
    half = Decimal(5).scaleb(min(int(digit), 0) - 1)
    return abs(Decimal(str(found)) - Decimal(str(stated))) <= half


def format_list(names: Iterable[str]) -> str:
    """Return names as a list in a sentence."""
    return t("shell.list_separator").join(names)


def format_parts(parts: Iterable[str]) -> str:
    """Return parts of a sentence as one."""
    return t("shell.sentence_separator").join(parts)
