"""Summarises progress: how many targets have each status, which rows represent a target."""

from collections import Counter

import pandas as pd

from indicators.frames import list_rows
from indicators.inputs import ProgressInputs
from indicators.judgement.status import STATUSES


def count_statuses(progress: pd.DataFrame) -> dict[str, int]:
    """Return the number of targets per status, best first; every status appears.

    `progress` is the result of `compute_progress`.
    """
    counts = Counter(
        dict(zip(progress["target_id"], progress["target_status"], strict=True)).values()
    )
    return {status: counts[status] for status in STATUSES}


def count_reasons(progress: pd.DataFrame) -> dict[str, int]:
    """Return why targets cannot be judged: number of targets per reason, most first.

    The input that a reason names after a colon is dropped.
    """
    columns = ["target_id", "target_status", "target_reason"]
    targets = progress[columns].drop_duplicates("target_id")
    unknown = targets[targets["target_status"] == "cannot_judge"]
    return unknown["target_reason"].str.split(":").str[0].value_counts().to_dict()


def group_rows(progress: pd.DataFrame) -> dict[str, list[dict]]:
    """Return the rows of each target as dicts: a page looks at them many times."""
    grouped: dict[str, list[dict]] = {}
    for row in list_rows(progress):
        grouped.setdefault(row["target_id"], []).append(row)
    return grouped


def pick_primary(rows: list[dict]) -> list[dict]:
    """Return the rows that decide a target's status, of all its rows."""
    return [row for row in rows if row["is_in_force"] and row["is_primary"]]


def pick_leading(rows: list[dict]) -> list[dict]:
    """Return the rows to show for a target, of all its rows (see `list_leading_rows`)."""
    known = [row for row in rows if row["is_in_force"] and not pd.isna(row["latest_value"])]
    return known or pick_primary(rows)


def pick_decisive(rows: list[dict]) -> dict:
    """Return the row whose status is the target's; the first row if none has it."""
    decisive = (row for row in rows if row["is_primary"] and row["status"] == row["target_status"])
    return next(decisive, rows[0])


def list_leading_rows(progress: pd.DataFrame, target_id: str) -> pd.DataFrame:
    """Return the rows to show for a target: one per measure, under the reading in force.

    Primary measures without any value are replaced by secondary ones with a value.
    """
    rows = list_rows_in_force(progress, target_id)
    known = rows[rows["latest_value"].notna()]
    return rows[rows["is_primary"]] if known.empty else known


def list_primary_rows(progress: pd.DataFrame, target_id: str) -> pd.DataFrame:
    """Return the rows that decide a target's status, under the reading in force."""
    rows = list_rows_in_force(progress, target_id)
    return rows[rows["is_primary"]]


def list_rows_in_force(progress: pd.DataFrame, target_id: str) -> pd.DataFrame:
    """Return a target's rows under the reading in force: the decided one, else the default."""
    return progress[(progress["target_id"] == target_id) & progress["is_in_force"]]


def pick_decisive_row(rows: pd.DataFrame) -> pd.Series:
    """Return the row whose status is the target's; the first row if none has it.

    `rows` are rows of one target; a target takes the worst status of its measures.
    """
    decisive = rows[rows["is_primary"] & (rows["status"] == rows["target_status"])]
    return (rows if decisive.empty else decisive).iloc[0]


def list_known_inputs(
    inputs: ProgressInputs, figures: pd.DataFrame, row: dict, year: int
) -> pd.DataFrame:
    """Return the newest figure up to `year` of each input of a derived indicator.

    Parameters
    ----------
    figures : DataFrame
        The yearly figures of the row's area (`data.store.figures.load_area_figures`).

    Returns
    -------
    DataFrame
        One row per input with a figure: the columns of `figures`. Empty for an
        indicator that is not derived.
    """
    formulas = inputs.formulas
    wanted = formulas.loc[formulas["indicator_id"] == row["indicator_id"], "input_id"]
    known = figures[figures["indicator_id"].isin(wanted) & (figures["year"] <= year)]
    return known.sort_values("year").drop_duplicates("indicator_id", keep="last")


def list_chart_indicators(inputs: ProgressInputs, rows: list[dict]) -> list[str]:
    """Return the indicators whose series to show for a target.

    These are the indicators of its rows that have figures. A derived one without figures is
    replaced by its inputs with figures. If nothing is known, it is the first row's indicator.
    """
    area_id = rows[0]["area_id"]
    chosen: dict[str, None] = {}
    for indicator_id in dict.fromkeys(row["indicator_id"] for row in rows):
        operands = inputs.index.operands.get(indicator_id, [])
        is_known = bool(inputs.index.get_values(indicator_id, area_id))
        candidates = [indicator_id] if is_known else [row["input_id"] for row in operands]
        chosen |= dict.fromkeys(
            candidate for candidate in candidates if inputs.index.get_values(candidate, area_id)
        )
    return list(chosen) or [rows[0]["indicator_id"]]


def list_latest(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the newest figure up to `year` of each indicator in a frame of figures."""
    # Two columns are sorted, not all.
    keys = figures.loc[figures["year"] <= year, ["indicator_id", "year"]].sort_values("year")
    return figures.loc[keys.drop_duplicates("indicator_id", keep="last").index]


def compute_pace_line(row: dict) -> list[tuple[int, float]]:
    """Return base and target as the two ends of the pace line; empty if either is missing."""
    ends = [(row["baseline_year"], row["baseline_value"]), (row["target_year"], row["target_low"])]
    if any(value is None or pd.isna(value) for end in ends for value in end):
        return []
    return [(int(end_year), float(value)) for end_year, value in ends]
