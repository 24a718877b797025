"""Values in force that an act on an upload would displace.

A verification of an older value, or an undo that is undone, may put a value back in force that a
newer one replaced meanwhile. Such acts are held until somebody has seen which.
"""

import pandas as pd

from data.store.database import Queries
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_exact, format_period, is_missing

# Values that a sentence names; the others are counted.
MOST_NAMED = 10
CLOSE = 1e-9
COLUMNS = ["area", "indicator", "year", "period", "unit", "old", "new", "file"]


def load_upload_figures(source: Queries, upload_id: str) -> pd.DataFrame:
    """Return what is in force where an upload has figures: the rows of ``queries/upload_figures``.

    They are kept and shared: several sentences of a page come from them.
    """
    return source.remember(
        ("upload_figures", upload_id),
        lambda: source.query("queries/upload_figures", upload_id=upload_id),
        of=("figures",),
        most=8,
    )


def list_displaced(source: Queries, upload_id: str) -> pd.DataFrame:
    """Return the values in force that a verification of an upload would displace, because they
    came after the upload's own.

    Returns
    -------
    DataFrame
        One row per figure, with `COLUMNS`: area and indicator (names), year, period, unit, old
        (the value in force, missing where the newest act withdrew it), new (the upload's own)
        and file (that brought the old one, missing for none).
    """
    return pick_displaced(load_upload_figures(source, upload_id), "displaces")


def list_outranked(source: Queries, upload_id: str) -> pd.DataFrame:
    """Return the values in force that a verification of an upload would replace because only their
    state was the stronger, with `COLUMNS`."""
    return pick_displaced(load_upload_figures(source, upload_id), "replaces")


def pick_displaced(figures: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows of ``queries/upload_figures`` of a kind (displaces, replaces), not verified
    yet, with `COLUMNS`."""
    own = figures[figures[kind].astype(bool) & ~figures["is_verified"].astype(bool)]
    return _name_rows(own, own["standing_value"], own["own_value"], own["standing_file"])


def load_standing(source: Queries, upload_id: str) -> pd.DataFrame:
    """Return what is in force where an upload, or the one that an undo undid, has figures: a row
    per figure of ``queries/upload_standing``."""
    return source.query("queries/upload_standing", upload_id=upload_id)


def compare_standing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the values in force that an undo changed, from `load_standing` before and after it.

    Returns
    -------
    DataFrame
        One row per figure, with `COLUMNS`, and is_newer: the old value came after those of the
        upload.
    """
    old, new = before["value"], after["value"]
    is_other = (old - new).abs() > CLOSE * pd.concat([old.abs(), new.abs()], axis=1).max(axis=1)
    is_other |= old.isna() != new.isna()
    rows = _name_rows(before, old, new, before["file_name"])
    return rows.assign(is_newer=before["seq"].fillna(0) > before["own_seq"])[is_other]


def _name_rows(
    rows: pd.DataFrame, old: pd.Series, new: pd.Series, files: pd.Series
) -> pd.DataFrame:
    told = rows.to_dict("records")
    columns = {
        "area": [_name(row, "area") for row in told],
        "indicator": [_name(row, "indicator") for row in told],
        "year": rows["year"],
        "period": rows["period"],
        "unit": rows["unit"],
        "old": old,
        "new": new,
        "file": files,
    }
    return pd.DataFrame(columns, index=rows.index)


def _name(row: dict, stem: str) -> str:
    return row[f"{stem}_id"] if is_missing(row[f"{stem}_zh"]) else pick_name(row, stem)


def describe_displaced(rows: pd.DataFrame) -> dict:
    """Return what sentences say of displaced values: count, and figures (the first of them as one
    text: area, indicator, year, old → new)."""
    named = [describe_change(row) for row in rows.head(MOST_NAMED).to_dict("records")]
    if len(rows) > MOST_NAMED:
        named.append(t("data.displaced_more", n=len(rows) - MOST_NAMED))
    return {"count": len(rows), "figures": t("shell.sentence_separator").join(named)}


def describe_change(row: dict) -> str:
    """Return one displaced value in words."""
    old, new = (
        "—" if is_missing(row[side]) else attach_unit(format_exact(row[side]), row["unit"])
        for side in ("old", "new")
    )
    return t(
        "data.displaced",
        area=row["area"],
        indicator=row["indicator"],
        year=format_period(int(row["year"]), row["period"]),
        old=old,
        new=new,
        file=t("data.displaced_file", file=row["file"]) if not is_missing(row["file"]) else "",
    )
