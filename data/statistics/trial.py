"""Tries an upload: commits it, lets the caller look, and rolls it back."""

from contextlib import contextmanager

from data.rights.require import require
from data.statistics.commit import preview_upload, write_upload
from data.statistics.model import Preview, Reading
from data.store.database import Store
from data.store.ids import make_id


class _RollBackError(Exception):
    """Ends a trial, so that the transaction is rolled back."""


@contextmanager
def try_upload(store: Store, reading: Reading, preview: Preview | None = None):
    """Yield a store in which the reading is committed, for a ``with`` block only.

    To compare a target's status before and after, compute it from `store` and then from the
    yielded store. Writers wait meanwhile, so finish quickly.
    """
    try:
        with store.transaction() as writer:
            # Nothing of it stays, and it is seen by whoever tries only.
            require(writer, "answer", None)
            preview = preview or preview_upload(store, reading)
            write_upload(writer, reading, preview, upload_id=make_id(), by="", file_name="")
            yield writer
            raise _RollBackError
    except _RollBackError:
        pass
