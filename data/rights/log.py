"""The ledger of access: what was refused, who was not let in, what the owner did."""

import json
import threading
import time

import pandas as pd

from data.clock import get_now
from data.errors import CaomuError, RightsError
from data.rights.actors import Actor
from data.store.database import Store
from data.store.ids import make_id

REFUSED, LOGIN_FAILED, OWNER = "refused", "login_failed", "owner"
KINDS = (REFUSED, LOGIN_FAILED, OWNER)
MOST_DETAIL, MOST_AREAS = 300, 20
# Whoever is not let in may try as often as he likes: the ledger does not grow as fast.
MOST_FAILURES_A_MINUTE = 30
_failures: list[float] = []
_lock = threading.Lock()


def record_access(
    store: Store, kind: str, actor: Actor, error: CaomuError | None = None, detail: str = ""
) -> None:
    """Record one event of access.

    Parameters
    ----------
    store : Store
        The whole store; one that is only read records nothing.
    kind : str
        One of `KINDS`. Failed logins beyond `MOST_FAILURES_A_MINUTE` are not recorded.
    """
    if store.is_read_only or (kind == LOGIN_FAILED and not _may_record_failure()):
        return
    fields = error.fields if isinstance(error, RightsError) else {}
    areas = list(fields.get("areas", ()))
    row = {
        "event_id": make_id(),
        "kind": kind,
        "person_id": actor.person_id,
        "person_name": actor.name,
        "action": fields.get("action"),
        "area_ids": json.dumps(areas[:MOST_AREAS]) if areas else None,
        "detail": (detail or (error.key if error else ""))[:MOST_DETAIL],
        "recorded_at": get_now(),
    }
    with store.transaction() as writer:
        writer.insert("facts.access_log", pd.DataFrame([row]))


def load_access_log(store: Store, most: int = 500) -> pd.DataFrame:
    """Return the newest events, newest first: event_id, kind, person_id, person_name, action,
    area_ids (JSON), detail, recorded_at (UTC)."""
    return store.query_objects("rights/access_log", most=most)


def _may_record_failure() -> bool:
    now = time.monotonic()
    with _lock:
        _failures[:] = [at for at in _failures if at > now - 60]
        if len(_failures) >= MOST_FAILURES_A_MINUTE:
            return False
        _failures.append(now)
        return True
