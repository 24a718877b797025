"""Makes the workbook of what was returned: the values as they were sent, each with the remark.

It has the columns of an export and one for the remark, so that it is read back without a
question once the values are corrected.
"""

import io

import openpyxl  # noqa: F401
import pandas as pd
from openpyxl.styles import Alignment

from data.files.workbook import mark_fault
from data.statistics.export import COLUMNS
from data.statistics.missing import make_book_to_fill
from data.store.database import Store
from data.words.catalogue import t

_REMARK = "returned_remark"


def make_returned_book(store: Store, values: pd.DataFrame) -> bytes:
    """Return an .xlsx with one row per returned value, which is coloured, and its remark.

    The remark stands in the last column, whose heading says that it is none of the figures. A
    comment of the cell would be read as one on the value.

    Parameters
    ----------
    values : DataFrame
        Rows of `data.ledger.steps.stages.load_stages` that are returned.
    """
    told = [
        t("ingest.returned_told", by=by, remark=remark)
        for by, remark in zip(values["by"], values["remark"], strict=True)
    ]
    cells = values.assign(**{_REMARK: told}).to_dict("records")
    book = make_book_to_fill(store, cells, _REMARK)
    sheet = book.worksheets[0]
    value_at, remark_at = COLUMNS.index("value") + 1, len(COLUMNS) + 1
    for row in range(2, len(cells) + 2):
        mark_fault(sheet.cell(row, value_at))
        sheet.cell(row, remark_at).alignment = Alignment(wrap_text=True, vertical="top")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
