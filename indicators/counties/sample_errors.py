"""What sample checks found: the share of wrong values, and how far off they were."""

import pandas as pd

from data.ledger.steps.sampling import AGREES, DIFFERS, NOT_FOUND
from indicators.frames import make_frame

SAMPLE_ERRORS = (
    "area_id",
    "drawn",
    "checked",
    "wrong",
    "too_high",
    "too_low",
    "not_found",
    "share_wrong",
    "mean_error",
    "compared",
)


def compute_sample_errors(values: pd.DataFrame) -> pd.DataFrame:
    """Return what was found in each county.

    Parameters
    ----------
    values : DataFrame
        area_id, value, finding, found (`data.ledger.steps.sampling.load_sample_values`).

    Returns
    -------
    DataFrame
        One row per county, with `SAMPLE_ERRORS`: drawn, checked (with a finding), wrong (differs),
        too_high and too_low (sent above or below what was found), not_found (there is no record to
        compare it with: neither right nor wrong); share_wrong = wrong ÷ (checked − not_found) as a
        fraction (missing where nothing could be judged);
        mean_error = mean of |sent − found| ÷ |found| over the `compared` values: those that agree
        or differ, without those where 0 was found.
    """
    rows = []
    for area_id, own in values.groupby("area_id", sort=True):
        checked = own[own["finding"].notna()]
        differs = checked[checked["finding"] == DIFFERS]
        absent = int((checked["finding"] == NOT_FOUND).sum())
        errors = _list_errors(checked)
        wrong, judged = len(differs), len(checked) - absent
        rows.append(
            {
                "area_id": area_id,
                "drawn": len(own),
                "checked": len(checked),
                "wrong": wrong,
                "too_high": int((differs["value"] > differs["found"].astype(float)).sum()),
                "too_low": int((differs["value"] < differs["found"].astype(float)).sum()),
                "not_found": absent,
                "share_wrong": wrong / judged if judged else None,
                "mean_error": sum(errors) / len(errors) if errors else None,
                "compared": len(errors),
            }
        )
    return make_frame(rows, SAMPLE_ERRORS, numbers=("share_wrong", "mean_error"))


def _list_errors(checked: pd.DataFrame) -> list[float]:
    """Return the relative error of each value that can be compared with what was found."""
    errors = []
    for row in checked.to_dict("records"):
        if row["finding"] == AGREES:
            errors.append(0.0)
        elif row["finding"] == DIFFERS and row["found"]:
            errors.append(abs(row["value"] - row["found"]) / abs(row["found"]))
    return errors


def estimate_share_wrong(values: pd.DataFrame) -> float | None:
    """Return the share of wrong values in the whole frame of one sample.

    Each county counts by how many values it has in the frame, not by how many were drawn: at
    least one is drawn of each. Share = Σ N·p ÷ Σ N over the counties with a value that agrees or
    differs; None without one.
    """
    errors = compute_sample_errors(values).set_index("area_id")["share_wrong"].dropna()
    sizes = values.groupby("area_id")["frame_size"].first()[errors.index]
    return float((sizes * errors).sum() / sizes.sum()) if len(errors) else None
