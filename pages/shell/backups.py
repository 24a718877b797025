"""Daily copies while the app runs: a thread of the server checks whether one is due.

The thread also checks whether the current figures need sorting.
"""

import logging
import threading
import time

from streamlit import runtime

from data.errors import CaomuError
from data.store.backup import make_daily_copy
from data.store.current import sort_current
from data.store.database import Store
from data.store.faults import get_backups_kept

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 600.0
# The first readers come before the first copy.
FIRST_LOOK_S = 30.0


def start_daily_copies(store: Store) -> None:
    """Start making daily copies, but only in a running server, not in scripts and tests."""
    if runtime.exists():
        threading.Thread(target=_keep_copies, args=(store,), daemon=True, name="copies").start()


def _keep_copies(store: Store) -> None:
    time.sleep(FIRST_LOOK_S)
    while store.is_open:
        try_to_copy(store)
        try_to_sort(store)
        time.sleep(LOOK_EVERY_S)


def try_to_copy(store: Store) -> None:
    """Make today's copy if it is due; a fault is logged, and the copy is tried again later."""
    try:
        copy = make_daily_copy(store, get_backups_kept())
    except CaomuError as error:
        logger.error("no daily copy: %s %s", error.key, error.fields)
    except Exception:
        logger.exception("no daily copy")
    else:
        if copy is not None:
            logger.info("daily copy: %s", copy)


def try_to_sort(store: Store) -> None:
    """Sort the current figures where it is due; a fault is logged, they are right without it."""
    try:
        if sort_current(store):
            logger.info("current figures sorted")
    except Exception:
        logger.exception("current figures not sorted")
