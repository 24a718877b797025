"""The current figures are kept: brought up to date by each write, within its transaction.

``current.figure`` is a cache. Which figures it has is said once, in
``data/sql/schema/current_rules.sql``: that is asked for the keys that a write touched, and for
all keys after the plan or the published series changed. It remembers the number of the newest
revision and upload that it holds, so that a file that was written without it is noticed.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store.database import Queries, Store, Transaction

# What was sent, and what else a figure is made of.
SENT = {"facts.observation_revision", "facts.upload"}
RULES = {"plan.published", "plan.formula", "plan.series_break", "plan.indicator"}
CACHE = {"current.figure", "current.state"}
# What is read from current.figure.
KEPT = {"facts.figure", "facts.observation", "facts.derived_figure"}
KEYS_AT_A_TIME = 1_000_000
# Below so many rows, and below such a share of all, reading the unsorted ones costs nothing.
MOST_UNSORTED, MOST_UNSORTED_SHARE = 1_000_000, 0.25


def is_current(store: "Queries") -> bool:
    """Return whether the current figures hold every upload and revision."""
    held, newest = _load_seqs(store)
    return held == newest


def empty_current(writer: "Transaction") -> None:
    """Throw the current figures away; they are made anew before the transaction ends."""
    writer.execute("schema/current")


def update_current(writer: "Transaction") -> None:
    """Compute the figures again that hang on what was written since they were kept.

    Very many are done indicator by indicator, to bound the memory that it takes.
    """
    held, newest = _load_seqs(writer)
    if held == newest:
        return
    writer.execute("current/find_touched", **held)
    slices = writer.query_rows("current/slices", keys_at_a_time=KEYS_AT_A_TIME)
    is_empty = held["revision_seq"] < 0
    for part in slices:
        writer.execute("current/take_slice", first_id=part["first_id"], last_id=part["last_id"])
        if not is_empty:
            writer.execute("current/remove")
        writer.execute("current/add")
    # What is written at once is sorted by itself: only many small pieces scatter a series.
    unsorted = slices[0]["keys"] if len(slices) == 1 and not is_empty else 0
    writer.execute("current/mark", **newest, unsorted_rows=unsorted)


def sort_current(store: "Store") -> bool:
    """Sort the current figures anew where so many were written in small pieces that it is due.

    A series then stands together again, and asking for one need not read all. Writers wait for
    it, readers do not. Return whether it was due.
    """
    parameters = {"most_rows": MOST_UNSORTED, "most_share": MOST_UNSORTED_SHARE}
    if not store.query_rows("current/disorder", **parameters)[0]["is_due"]:
        return False
    with store.transaction() as writer:
        writer.execute("current/sort")
    return True


def _load_seqs(store: "Queries") -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of the newest revision and upload: those held, and those there are."""
    held, newest = store.query_rows("current/seqs")
    return held, newest
