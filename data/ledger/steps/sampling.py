"""Sample checks: some of the values that counties sent are drawn by a seed and looked into.

Anybody with the seed and the same values draws the same sample. A finding stands beside the value
and never replaces it.
"""

import math
from hashlib import sha256

import pandas as pd

from data.clock import get_now
from data.ledger.steps.record import MOST_REMARK
from data.ledger.steps.stages import EVERYTHING, VERIFIED, Selection, StepError, load_stages
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Queries, Store, Transaction
from data.store.ids import make_id

AGREES, DIFFERS, NOT_FOUND = FINDINGS = ("agrees", "differs", "not_found")
MOST_SEED = 2**31 - 1
# A value that was found may differ in its last digit: it was converted from another unit.
CLOSE = 1e-9
_KEY = ["indicator_id", "area_id", "year", "period"]


def load_frame_of_sample(source: Queries, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Return what a sample is drawn from: the values that counties sent and nobody verified.

    Returns
    -------
    DataFrame
        One row per value: subject_id, indicator_id, area_id, year, period, value.

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    areas = source.query("queries/areas")
    counties = set(areas.loc[areas["level"] == "county", "area_id"])
    values = load_stages(source, selection)
    is_open = values["area_id"].isin(counties) & (values["state"] != VERIFIED)
    return values.loc[is_open, ["subject_id", *_KEY, "value"]].reset_index(drop=True)


def draw_values(frame: pd.DataFrame, share_pct: float, seed: int) -> pd.DataFrame:
    """Return the values of a frame that a seed draws: a share of each county's, at least one.

    Values are taken in the order of the SHA-256 of seed, indicator, area, year and period; of a
    part of a value a whole one is taken.

    Parameters
    ----------
    frame : DataFrame
        From `load_frame_of_sample`, in any order.

    Returns
    -------
    DataFrame
        The rows drawn, in the order of drawing within each county, with frame_size (how many
        values of the county were there).
    """
    order = [
        sha256(":".join([str(seed), *map(str, key)]).encode()).hexdigest()
        for key in frame[_KEY].itertuples(index=False, name=None)
    ]
    ordered = frame.assign(order=order).sort_values(["area_id", "order"])
    counties = ordered.groupby("area_id", sort=False)["order"]
    size = counties.transform("size")
    taken = [math.ceil(round(n * share_pct / 100, 9)) for n in size]
    drawn = ordered.assign(frame_size=size)[counties.cumcount() < pd.Series(taken, ordered.index)]
    return drawn.drop(columns="order").reset_index(drop=True)


def hash_frame(frame: pd.DataFrame) -> str:
    """Return a hash that any other value in the frame, or another frame, would change."""
    lines = sorted(
        ":".join(map(str, row)) for row in frame[[*_KEY, "value"]].itertuples(index=False)
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def draw_sample(
    store: Store, selection: Selection = EVERYTHING, *, share_pct: float, seed: int, by: str
) -> tuple[str, int]:
    """Draw a sample of what counties sent and record it; return its id and how many values.

    Raises
    ------
    StepError
        The name is missing, the share is not above 0 and up to 100 (``sample_share``), the seed is
        not between 0 and `MOST_SEED` (``sample_seed``), or no value can be drawn
        (``sample_no_values``).
    UnknownIdError
        There is no such area or indicator.
    """
    if not by.strip():
        raise StepError("step_needs_name")
    if not 0 < share_pct <= 100:
        raise StepError("sample_share")
    if not 0 <= seed <= MOST_SEED:
        raise StepError("sample_seed", most=MOST_SEED)
    with store.transaction() as writer:
        frame = load_frame_of_sample(writer, selection)
        require(writer, "sample", frame["area_id"].unique())
        if frame.empty:
            raise StepError("sample_no_values")
        drawn = draw_values(frame, share_pct, seed)
        sample_id = make_id()
        sample = {
            "sample_id": sample_id,
            "area_id": selection.area_id,
            "indicator_id": selection.indicator_id,
            "year": selection.year,
            "share_pct": share_pct,
            "seed": seed,
            "frame_size": len(frame),
            "frame_sha256": hash_frame(frame),
            "is_withdrawn": False,
        }
        _append(writer, "facts.sample_revision", pd.DataFrame([sample]), by)
        values = drawn.assign(sample_id=sample_id, is_withdrawn=False)
        _append(writer, "facts.sample_check_revision", values, by)
    return sample_id, len(drawn)


def record_finding(
    store: Store,
    sample_id: str,
    subject_id: str,
    finding: str,
    *,
    by: str,
    found: float | None = None,
    evidence: str = "",
    based_on: int | None = None,
) -> None:
    """Record what was found about a value of a sample; a later finding replaces an earlier one.

    Parameters
    ----------
    finding : str
        agrees; differs (then `found` is the value found, in the indicator's unit); not_found:
        there is no record that the value could be compared with.
    evidence : str
        Which books, documents or counts say so.
    based_on : int or None
        ``seq`` of the value as it was read (`load_sample_values`).

    Raises
    ------
    StepError
        The value is not in the sample (``sample_value_unknown``), name or evidence is missing or
        too long, or the value found is missing or the one that was sent (``sample_found``).
    ChangedMeanwhileError
        Somebody else recorded a finding since.
    """
    if not by.strip():
        raise StepError("step_needs_name")
    told = evidence.strip()
    if finding not in FINDINGS or not told:
        raise StepError("sample_needs_evidence")
    if len(told) > MOST_REMARK:
        raise StepError("step_text_long", most=MOST_REMARK)
    with store.transaction() as writer:
        keys = {"sample_id": sample_id, "subject_id": subject_id}
        standing = check_basis(writer, "sample_check", based_on, **keys)
        sample = load_basis(writer, "sample", sample_id=sample_id)
        if not standing.rows or not sample.rows:
            raise StepError("sample_value_unknown")
        row = standing.rows[0]
        require(writer, "sample", [row["area_id"]])
        _check_value_found(finding, row["value"], found)
        said = {
            "finding": finding,
            "found": found if finding == DIFFERS else None,
            "evidence": told,
        }
        _append(writer, "facts.sample_check_revision", pd.DataFrame([_drop_stamp(row) | said]), by)


def _check_value_found(finding: str, value: float, found: float | None) -> None:
    if finding != DIFFERS:
        return
    if found is None or not math.isfinite(found) or math.isclose(found, value, rel_tol=CLOSE):
        raise StepError("sample_found")


def undo_sample(store: Store, sample_id: str, *, by: str = "") -> None:
    """Undo a sample: its values and findings are no longer shown.

    Raises
    ------
    StepError
        There is no such sample, or it is undone.
    """
    with store.transaction() as writer:
        standing = load_basis(writer, "sample", sample_id=sample_id)
        if not standing.rows:
            raise StepError("sample_unknown", sample_id=sample_id)
        # All of them, also those whose values the person does not see.
        rows = writer.query_rows("rights/sample_areas", sample_id=sample_id)
        require(writer, "sample", {row["area_id"] for row in rows})
        gone = _drop_stamp(standing.rows[0]) | {"is_withdrawn": True}
        _append(writer, "facts.sample_revision", pd.DataFrame([gone]), by)


def list_samples(source: Queries) -> pd.DataFrame:
    """Return the samples, newest first.

    Returns
    -------
    DataFrame
        One row per sample: sample_id, area_id, indicator_id, year (missing: all), share_pct, seed,
        frame_size (values that it was drawn from), frame_sha256, recorded_at (UTC), recorded_by.
    """
    return source.query_objects("queries/samples")


def load_sample_values(source: Queries, sample_id: str | None = None) -> pd.DataFrame:
    """Return the values of a sample, or of all, each with its finding.

    Returns
    -------
    DataFrame
        One row per value: sample_id, subject_id, indicator_id, area_id, year, period, value and
        found (in `unit`), unit, frame_size (of the county), finding (`FINDINGS`, missing: not yet
        looked into), evidence, recorded_at (UTC), recorded_by, seq, is_undone (its upload was
        undone since).
    """
    return source.query_objects("queries/sample_values", sample_id=sample_id)


def _drop_stamp(row: dict) -> dict:
    """Return a row without its number and its stamp."""
    return {key: row[key] for key in row if key not in ("seq", "recorded_at", "recorded_by")}


def _append(writer: Transaction, table: str, rows: pd.DataFrame, by: str) -> None:
    ids = [make_id() for _ in range(len(rows))]
    rows = rows.drop(columns="revision_id", errors="ignore")
    rows.insert(0, "revision_id", ids)
    writer.insert(table, rows.assign(recorded_at=get_now(), recorded_by=by.strip()))
