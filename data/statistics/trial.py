"""What the figures would be if an upload were committed: tried, looked at, rolled back."""

from contextlib import contextmanager

import pandas as pd

from data.statistics.commit import preview_upload, write_upload
from data.statistics.model import Preview, Reading
from data.store.database import Store, load_sql


class TrialStore:
    """Answers queries from within an open transaction; has the reading half of a Store."""

    def __init__(self, cursor, version: int):
        self._cursor, self.version = cursor, version

    def query(self, name: str, **parameters) -> pd.DataFrame:
        """As Store.query."""
        return self._cursor.execute(load_sql(name), parameters or None).df()

    def query_rows(self, name: str, **parameters) -> list[dict]:
        """As Store.query_rows."""
        result = self._cursor.execute(load_sql(name), parameters or None)
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


class _RollBackError(Exception):
    """Ends a trial: the transaction is rolled back whatever was done in it."""


@contextmanager
def try_upload(store: Store, reading: Reading, preview: Preview | None = None):
    """Yield a store in which the reading is committed, for a ``with`` block only.

    To compare a target's status before and after: compute it from `store`, then from the
    store that is yielded. Writers wait meanwhile, so look and leave.
    """
    try:
        with store.transaction() as cursor:
            preview = preview or preview_upload(store, reading)
            write_upload(cursor, reading, preview, upload_id="trial", by="", file_name="")
            yield TrialStore(cursor, store.version)
            raise _RollBackError
    except _RollBackError:
        pass
