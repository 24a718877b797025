"""Makes the frames of the engine: missing text is None, missing numbers are NaN or NA.

pandas turns None into NaN in a column with any text. Code such as ``row["note"] or ""`` then
gets a float. So the engine makes frames only here.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import partial
from math import isnan
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data.store.database import Store
from data.store.plan import load_plan
from data.store.statements import list_subjects

T = TypeVar("T")
TEXTS = {str, type(None)}
# Kinds of values, None aside, of which none stands for a missing one.
NEVER_MISSING = TEXTS | {int, bool, date, tuple, list}


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
        Other columns keep the type that pandas finds. Text columns have None for missing
        values, and so have columns without any value.
    """
    columns, whole, numbers = list(columns), set(whole), set(numbers)
    cells = [[row.get(name) for name in columns] if isinstance(row, dict) else row for row in rows]
    made, index = {}, pd.RangeIndex(len(cells))
    # Column by column: pandas takes ten times as long to infer and cast a whole frame.
    for place, name in enumerate(columns):
        values = [row[place] for row in cells]
        plain = _clear_missing(values)
        if name in whole:
            made[name] = pd.array(plain, dtype="Int64")
        elif name in numbers:
            made[name] = np.array(plain, dtype="float64")
        else:
            made[name] = _make_column(plain, index)
    # The columns stand in their order; naming them again takes pandas a third longer.
    return pd.DataFrame(made, index) if made else pd.DataFrame(columns=columns)


def make_frame_of(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return arrays as the columns of a frame, each of its own type: texts are objects, and what is
    missing has to be None in them."""
    return pd.DataFrame(
        {name: pd.Series(column, dtype=column.dtype) for name, column in columns.items()}
    )


def _clear_missing(values: list) -> list:
    """Return values with None for what is missing."""
    # Most columns have no kind of value that could be missing: looking at each takes far longer.
    if set(map(type, values)) <= NEVER_MISSING:
        return values
    return [None if _is_missing(value) else value for value in values]


def _make_column(values: list, index: pd.Index) -> pd.Series:
    """Return values as a pandas column; texts, and columns without any value, as objects.

    With an index of its own each column would be aligned with the others.
    """
    if set(map(type, values)) <= TEXTS or all(
        value is None or isinstance(value, str) for value in values
    ):
        return _make_objects(values, index)
    column = pd.Series(values, index)
    return _make_objects(values, index) if column.dtype == object else column


def _make_objects(values: list, index: pd.Index) -> pd.Series:
    return pd.Series(make_objects(values), index, dtype=object)


def make_objects(values: Iterable) -> np.ndarray:
    """Return values as an array of Python objects, tuples too."""
    values = list(values)
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    return objects


def _is_missing(value: object) -> bool:
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and isnan(value))
    )


def list_rows(frame: pd.DataFrame) -> list[dict]:
    """Return the rows as dicts, as ``frame.to_dict("records")`` does in seven times the time.

    Numbers are Python's own; a missing whole number (Int64) is None, one of another kind NaN.
    """
    # pandas makes a series of each column for it, which costs most where rows are few and wide.
    names = list(frame.columns)
    cells = frame.to_numpy(dtype=object).tolist()
    return [dict(zip(names, map(_make_plain, row), strict=True)) for row in cells]


def _make_plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    return None if value is pd.NA else value


def load_frame(store: Store, query: str, **parameters: object) -> pd.DataFrame:
    """Return the rows of ``data/sql/queries/<query>.sql``, missing text as None."""
    return store.query_objects(f"queries/{query}", **parameters)


def keep_frame(store: Store, query: str, **ids: Hashable) -> pd.DataFrame:
    """Return the same, kept until something that the query reads changes; never change it.

    Inputs are loaded anew after each write, and nearly all of their frames are the plan's.
    """
    return keep_loaded(store, query, partial(load_frame, store, query, **ids), **ids)


def keep_loaded(store: Store, query: str, load: Callable[[], T], **ids: Hashable) -> T:
    """Return what `load` makes of a query, kept until something that the query reads changes."""
    of = tuple(sorted(list_subjects(f"queries/{query}")))
    return store.remember(("frame", query, *sorted(ids.items())), load, of=of)


def compare_frame(store: Store, name: str, **ids: Hashable) -> pd.DataFrame:
    """Return the rows of ``data/sql/<name>.sql``; what is made of them stays as long as they are
    equal. Never change them."""
    of = tuple(sorted(list_subjects(name)))
    load = partial(store.query_objects, name, **ids)
    return store.remember(("compared", name, *sorted(ids.items())), load, of=of, compares=True)


def keep_plan(store: Store) -> dict:
    """Return what the plan is (`load_plan`)."""
    return keep_loaded(store, "plan", partial(load_plan, store))


def load_thresholds(store: Store) -> dict[str, float]:
    """Return threshold_id -> its value."""
    rows = keep_frame(store, "thresholds")
    return dict(zip(rows["threshold_id"], rows["value"], strict=True))
