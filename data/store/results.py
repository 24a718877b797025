"""Makes frames of the results of queries: ids as text, whole numbers as whole numbers."""

from typing import Any

import numpy as np
import pandas as pd


def list_id_columns(result: Any) -> list[str]:
    """Return the columns of a result that hold ids."""
    return [column[0] for column in result.description if column[1] == "UUID"]


def make_result_frame(result: Any) -> pd.DataFrame:
    """Return the rows of a result, ids as text (`data.store.database.Queries.query`)."""
    ids = list_id_columns(result)
    return write_id_texts(result.df(), ids, "str")


def write_id_texts(frame: pd.DataFrame, ids: list[str], kind: Any) -> pd.DataFrame:
    """Return a frame with these columns of ids as text."""
    for column in ids:
        texts = [None if pd.isna(value) else str(value) for value in frame[column]]
        frame[column] = pd.Series(texts, frame.index, kind)
    return frame


def make_result_column(array: np.ndarray) -> Any:
    """Return a column of `Queries.query_objects`; DuckDB masks what is missing."""
    if array.dtype != object:
        is_whole = np.ma.isMaskedArray(array) and array.dtype.kind == "i"
        return pd.arrays.IntegerArray(array.data, np.ma.getmaskarray(array)) if is_whole else array
    texts = np.ma.getdata(array)
    if np.ma.isMaskedArray(array):
        texts[np.ma.getmaskarray(array)] = None
    return pd.Series(texts, dtype=object)
