"""Tokens: what a command or another program proves with for whom it acts.

Only the hash of a token is kept. It has 256 random bits, so that no list of likely ones finds it.
"""

import hashlib
import secrets
from datetime import date, timedelta

import pandas as pd

from data.clock import get_now
from data.errors import RightsError
from data.rights.actions import REGION
from data.rights.actors import Actor
from data.rights.grants import get_day, load_actor
from data.rights.require import require
from data.store.database import Queries, Store
from data.store.ids import make_id

PREFIX = "caomu_"
USUAL_DAYS, MOST_DAYS = 90, 366


def make_token(
    store: Store, person_id: str, *, days: int = USUAL_DAYS, note: str = "", by: str = ""
) -> tuple[str, date]:
    """Make a token for a person with grants; return it and its last day. It is shown only now.

    Raises
    ------
    RightsError
        The person has no grant (``token_person``), the days are not from 1 to `MOST_DAYS`
        (``token_days``), or who acts may not.
    """
    if not 1 <= days <= MOST_DAYS:
        raise RightsError("token_days", most=MOST_DAYS)
    token = PREFIX + secrets.token_urlsafe(32)
    until = get_day() + timedelta(days=days)
    with store.transaction() as writer:
        require(writer, "administer", [REGION])
        known = {row["person_id"] for row in writer.query_rows("rights/grants")}
        if person_id not in known:
            raise RightsError("token_person", value=person_id)
        row = {
            "revision_id": make_id(),
            "token_id": make_id(),
            "person_id": person_id,
            "note": note.strip() or None,
            "token_sha256": _hash(token),
            "until_on": until,
            "recorded_at": get_now(),
            "recorded_by": by.strip(),
            "is_withdrawn": False,
        }
        writer.insert("facts.token_revision", pd.DataFrame([row]))
    return token, until


def list_tokens(source: Queries) -> pd.DataFrame:
    """Return the tokens that were not withdrawn, newest first.

    Returns
    -------
    DataFrame
        One row per token: token_id, person_id, note, until_on, recorded_at (UTC), recorded_by.
    """
    return source.query("rights/tokens").drop(columns=["token_sha256", "seq"])


def withdraw_token(store: Store, token_id: str, *, by: str = "") -> None:
    """Withdraw a token; nobody is let in with it any more.

    Raises
    ------
    RightsError
        There is no such token that holds (``token_unknown``), or who acts may not.
    """
    with store.transaction() as writer:
        require(writer, "administer", [REGION])
        rows = {row["token_id"]: row for row in writer.query_rows("rights/tokens")}
        if token_id not in rows:
            raise RightsError("token_unknown", value=token_id)
        row = {key: value for key, value in rows[token_id].items() if key != "seq"}
        row |= {"recorded_at": get_now(), "recorded_by": by.strip(), "is_withdrawn": True}
        writer.insert("facts.token_revision", pd.DataFrame([{"revision_id": make_id()} | row]))


def find_actor_of(store: Store, token: str) -> Actor:
    """Return the person that a token is of, with the rights of today.

    Raises
    ------
    RightsError
        The token is unknown or withdrawn (``rights_token_unknown``), or its days are over
        (``rights_token_over``).
    """
    given = _hash(token.strip())
    rows = store.query_rows("rights/tokens")
    # Hashes are compared, of which nobody knows the beginning: time tells nothing.
    row = next((row for row in rows if row["token_sha256"] == given), None)
    if row is None:
        raise RightsError("rights_token_unknown")
    if row["until_on"] < get_day():
        raise RightsError("rights_token_over", last=f"{row['until_on']}")
    return load_actor(store, row["person_id"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
