"""CSV files for office programs: marked as UTF-8, with texts guarded against formulas."""

import csv
import io
from collections.abc import Iterable

from data.files.workbook import guard
from data.words.numbers import is_missing


def make_csv(header: list[str], rows: Iterable[list]) -> bytes:
    """Return a table as CSV.

    Parameters
    ----------
    header : list of str
        Titles of the columns.
    rows : iterable of list
        Cells: numbers are written without separators, missing ones empty, texts guarded.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _write_cell(value) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, str):
        return guard(value) or ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
