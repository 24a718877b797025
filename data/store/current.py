"""Keeps the current figures: each write updates them within its transaction.

``current.figure`` is a cache. ``data/sql/schema/current_rules.sql`` alone says which figures it
holds. A write asks it for the keys that it touched; after a change of the plan or the published
series it is asked for all keys. ``current.state`` records the newest revision, upload and step that
the table includes, so that opening a file finds what another program wrote.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store.database import Queries, Store, Transaction

# Writes to SENT change the figures of some keys, writes to RULES those of all.
SENT = {"facts.observation_row", "facts.upload", "facts.step_revision"}
RULES = {"plan.published", "plan.formula", "plan.series_break", "plan.indicator"}
CACHE = {"current.figure", "current.state"}
# The views of current.figure.
KEPT = {"facts.figure", "facts.observation", "facts.derived_figure"}
KEYS_AT_A_TIME = 1_000_000
# From so many new rows on it is worth asking whether they touch nothing that is there.
MANY = 20_000
# Below this many rows, or this share of all rows, unsorted rows hardly slow a query down.
MOST_UNSORTED, MOST_UNSORTED_SHARE = 1_000_000, 0.25


def is_current(store: "Queries") -> bool:
    """Return whether the current figures hold every upload, revision and step."""
    held, newest = _load_seqs(store)
    return held == newest


def empty_current(writer: "Transaction") -> None:
    """Empty the current figures; the transaction computes them again before it commits."""
    writer.execute("schema/current")


def update_current(writer: "Transaction") -> None:
    """Compute again the figures that depend on what was written since the last update.

    Where they are many, it takes a few indicators at a time, which bounds the memory.
    """
    held, newest = _load_seqs(writer)
    if held == newest:
        return
    if _are_all_new(writer, held, newest):
        writer.execute("current/add_new", revision_seq=held["revision_seq"])
        writer.execute("current/mark", **newest, unsorted_rows=0)
        return
    if _are_few_sent(writer, held, newest):
        writer.execute("current/find_sent", revision_seq=held["revision_seq"])
        writer.execute("current/remove")
        writer.execute("current/add")
        unsorted = writer.query_rows("current/size_of_due")[0]["keys"]
        writer.execute("current/mark", **newest, unsorted_rows=unsorted)
        return
    writer.execute("current/find_touched", **held)
    slices = writer.query_rows("current/slices", keys_at_a_time=KEYS_AT_A_TIME)
    is_empty = held["revision_seq"] < 0
    for part in slices:
        writer.execute("current/take_slice", first_id=part["first_id"], last_id=part["last_id"])
        if not is_empty:
            writer.execute("current/remove")
        writer.execute("current/add")
    # The rows of one write are sorted: only many small writes scatter a series.
    unsorted = slices[0]["keys"] if len(slices) == 1 and not is_empty else 0
    writer.execute("current/mark", **newest, unsorted_rows=unsorted)


def _are_all_new(store: "Queries", held: dict[str, int], newest: dict[str, int]) -> bool:
    """Return whether each of many new revisions is the only one of its key: then each is the
    figure as it stands, without being compared with anything."""
    if held["revision_seq"] < 0 or newest["revision_seq"] - held["revision_seq"] < MANY:
        return False
    if held["step_seq"] != newest["step_seq"]:
        return False
    numbers = {name: held[name] for name in ("revision_seq", "upload_seq")}
    return store.query_rows("current/all_new", **numbers)[0]["are_all_new"]


def _are_few_sent(store: "Queries", held: dict[str, int], newest: dict[str, int]) -> bool:
    """Return whether nothing but few new revisions was written: no undo of an upload, no step.

    The keys of those are found at once, without asking what an undo or a return touches.
    """
    if held["revision_seq"] < 0 or held["step_seq"] != newest["step_seq"]:
        return False
    if newest["revision_seq"] - held["revision_seq"] > MANY:
        return False
    return not store.query_rows("current/undone", upload_seq=held["upload_seq"])[0]["undone"]


def sort_current(store: "Store") -> bool:
    """Sort the current figures if many small writes have scattered them.

    The rows of a series are then together again, and a query for one series reads only a part
    of the table. Writers wait for the sort, readers do not.

    Returns
    -------
    bool
        Whether the figures were sorted.
    """
    parameters = {"most_rows": MOST_UNSORTED, "most_share": MOST_UNSORTED_SHARE}
    if not store.query_rows("current/disorder", **parameters)[0]["is_due"]:
        return False
    with store.transaction() as writer:
        writer.execute("current/sort")
    return True


def _load_seqs(store: "Queries") -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of the newest revision, upload and step: those held, those there are."""
    held, newest = store.query_rows("current/seqs")
    return held, newest
