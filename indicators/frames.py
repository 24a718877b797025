"""Frames of the engine: missing text is None in them, missing numbers are NaN or NA.

pandas makes a column with one text in it a text column, and None becomes NaN in it: what
reads ``row["note"] or ""`` then meets a float. So frames are made here and nowhere else.
"""

from collections.abc import Iterable

import pandas as pd

from data.store.database import Store


def make_frame(
    rows: Iterable,
    columns: Iterable[str],
    *,
    whole: Iterable[str] = (),
    numbers: Iterable[str] = (),
) -> pd.DataFrame:
    """Return rows as a frame.

    Parameters
    ----------
    rows : iterable of dict or tuple
        One per row of the frame; a column that a dict lacks is missing.
    columns : iterable of str
        The columns, in order.
    whole, numbers : iterable of str
        Columns of whole numbers (Int64, missing as NA) and of other numbers (float64,
        missing as NaN), also where no row has a value.

    Returns
    -------
    DataFrame
        Other columns keep the type that pandas finds; those of text have None for a missing
        one, and so have those in which nothing is there.
    """
    frame = pd.DataFrame(list(rows), columns=list(columns))
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(numbers, "float64")
    blank = [name for name in frame if name not in types and frame[name].isna().all()]
    return keep_missing_text(frame.astype(types | dict.fromkeys(blank, object)))


def keep_missing_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text columns have None where a text is missing."""
    changed = {
        name: column.astype(object).where(column.notna(), None)
        for name, column in frame.items()
        if column.dtype == object or isinstance(column.dtype, pd.StringDtype)
    }
    return frame.assign(**changed)


def load_frame(store: Store, query: str, **parameters) -> pd.DataFrame:
    """Return the rows of ``data/sql/queries/<query>.sql``, missing text as None."""
    return keep_missing_text(store.query(f"queries/{query}", **parameters))
