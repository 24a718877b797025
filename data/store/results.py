"""Makes frames of the results of queries: ids as text, whole numbers as whole numbers."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa


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


def share_texts(table: pa.Table) -> pa.Table:
    """Return very many rows with each text of a column once, and its number in each row."""
    return pa.table({name: _share(table[name]) for name in table.column_names})


def number_texts(column: pa.ChunkedArray) -> tuple[np.ndarray, list]:
    """Return the texts of a column as numbers, and the text of each number; missing is None."""
    coded = _share(column).combine_chunks()
    return coded.indices.to_numpy(), coded.dictionary.to_pylist()


def make_shared_frame(table: pa.Table) -> pd.DataFrame:
    """Return very many rows whose texts repeat as `Queries.query_objects` does: each text of a
    column is made once, and all of its rows share it."""
    return pd.DataFrame({name: _make_shared_column(table[name]) for name in table.column_names})


def _make_shared_column(column: pa.ChunkedArray) -> Any:
    if not _has_texts(column):
        return make_result_column(_to_masked(column))
    numbers, texts = number_texts(column)
    return pd.Series(np.array(texts, dtype=object)[numbers], dtype=object)


def _share(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # Chunks that are numbered one by one give the same text several numbers.
    if not pa.types.is_string(column.type):
        return column
    return pa.chunked_array([column.combine_chunks().dictionary_encode("encode")])


def _has_texts(column: pa.ChunkedArray) -> bool:
    return pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)


def _to_masked(column: pa.ChunkedArray) -> np.ndarray:
    """Return a column as DuckDB's `fetchnumpy` does: what is missing is masked."""
    has_gaps = pa.types.is_integer(column.type) or pa.types.is_boolean(column.type)
    if not column.null_count or not has_gaps:
        return column.to_numpy()
    none = False if pa.types.is_boolean(column.type) else 0
    return np.ma.masked_array(column.fill_null(none).to_numpy(), column.is_null().to_numpy())
