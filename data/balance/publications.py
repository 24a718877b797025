"""The ledger of what was published: every document with its number, its day and what it said."""

import json
import re
from datetime import date

import pandas as pd

from data.clock import get_now
from data.errors import CaomuError
from data.rights.require import require
from data.store.database import Queries, Store, dump_json
from data.store.ids import make_id

SUBJECT = "balance"
LONGEST_NUMBER = 60
_SERIAL = re.compile(r"(\d+)(?=\D*$)")


class PublicationError(CaomuError):
    """A document cannot be published under this number."""


def list_publications(source: Queries) -> pd.DataFrame:
    """Return what was published of the balance, newest first.

    Returns
    -------
    DataFrame
        One row per document: number, area_id, year, published_on, content (JSON: what it said),
        recorded_at (UTC), recorded_by.
    """
    return source.query("queries/publications", subject=SUBJECT)


def propose_number(source: Queries, today: date, first: str) -> str:
    """Return a number for the next document: the newest counted on, or the `first` of a year."""
    rows = source.query_rows("queries/publications", subject=SUBJECT)
    newest = rows[0] if rows else None
    if newest is None or newest["published_on"].year != today.year:
        return first
    return _SERIAL.sub(lambda found: str(int(found[1]) + 1), newest["number"], count=1)


def record_publication(
    store: Store,
    content: dict,
    *,
    number: str,
    area_id: str,
    year: int,
    published_on: date,
    by: str = "",
) -> None:
    """Record a document with its number, so that it can be made again as it was published.

    Raises
    ------
    PublicationError
        The number is empty, too long, or was given to another document.
    """
    number = number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        raise PublicationError("publication_number", most=LONGEST_NUMBER)
    with store.transaction() as writer:
        require(writer, "publish", [area_id])
        taken = {
            row["number"] for row in writer.query_rows("queries/publications", subject=SUBJECT)
        }
        if number in taken:
            raise PublicationError("publication_taken", number=number)
        row = {
            "revision_id": make_id(),
            "number": number,
            "subject": SUBJECT,
            "area_id": area_id,
            "year": year,
            "published_on": published_on,
            "content": dump_json(content),
            "recorded_at": get_now(),
            "recorded_by": by,
            "is_withdrawn": False,
        }
        writer.insert("facts.publication_revision", pd.DataFrame([row]))


def load_publication(source: Queries, number: str) -> dict:
    """Return what a document said, as it was published.

    Raises
    ------
    PublicationError
        No document has this number.
    """
    for row in source.query_rows("queries/publications", subject=SUBJECT):
        if row["number"] == number:
            return json.loads(row["content"])
    raise PublicationError("publication_unknown", number=number)
