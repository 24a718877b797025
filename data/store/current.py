"""Keeps the current figures: each write updates them within its transaction.

``current.figure`` is a cache. ``data/sql/schema/current_rules.sql`` alone says which figures it
holds. A write asks it for the keys that it touched; after a change of the plan or the published
series it is asked for all keys. ``current.state`` records the newest revision, upload and step that
the table includes, so that opening a file finds what another program wrote.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

from data.store.ages import NOTHING, Touched

if TYPE_CHECKING:
    from data.store.database import Queries, Store, Transaction

# Writes to SENT change the figures of some keys, writes to RULES those of all.
SENT = {"facts.observation_row", "facts.upload", "facts.step_revision"}
RULES = {"plan.published", "plan.formula", "plan.series_break", "plan.indicator"}
CACHE = {"current.figure", "current.state"}
# What a file of figures writes. It changes nothing but the figures of what it names.
BROUGHT = CACHE | {
    "facts.observation_row",
    "facts.observation_part",
    "facts.upload",
    "facts.rejection",
    "facts.read_word",
    "facts.file_part",
    "facts.file_area",
    "facts.file_sender",
}
# The views of current.figure.
KEPT = {"facts.figure", "facts.observation", "facts.derived_figure"}
# A rebuild computes the keys of so many areas at a time, sorted by indicator: a question about one
# area reads one part of a large table, and one about an indicator a little of each part.
KEYS_AT_A_TIME = 1_500_000
# From so many new rows on it is worth asking which of them stand as they are.
MANY = 20_000
# No id of an area comes after it.
LAST_AREA = chr(0x10FFFF)
# Below this many rows, or this share of all rows, unsorted rows hardly slow a query down.
MOST_UNSORTED, MOST_UNSORTED_SHARE = 1_000_000, 0.25


def is_current(store: "Queries") -> bool:
    """Return whether the current figures hold every upload, revision and step."""
    held, newest = _load_seqs(store)
    return held == newest


def empty_current(writer: "Transaction") -> None:
    """Empty the current figures; the transaction computes them again before it commits."""
    writer.execute("schema/current")


def update_current(writer: "Transaction") -> Touched | None:
    """Compute again the figures that depend on what was written since the last update.

    Returns
    -------
    frozenset or None
        The areas and the indicators of these figures, where a few values were only sent; None where
        others may be concerned too.
    """
    held, newest = _load_seqs(writer)
    if held == newest:
        return NOTHING
    sent = newest["revision_seq"] - held["revision_seq"]
    acts = {name: held[name] for name in ("upload_seq", "step_seq")}
    is_only_sent = writer.query_rows("current/only_sent", **acts)[0]["is_only_sent"]
    touched: Touched | None = None
    # Of a table that was empty nobody knows what it held.
    if is_only_sent and sent < MANY and held["revision_seq"] >= 0:
        touched, unsorted = _update_few(writer, held["revision_seq"]) if sent else (NOTHING, 0)
    else:
        unsorted = _update_figures(writer, held, sent, is_only_sent)
    writer.execute("current/mark", **newest, unsorted_rows=unsorted)
    return touched


def load_held(store: "Queries") -> dict[str, int]:
    """Return the numbers of the newest revision, upload and step that the figures include, as
    revision_seq, upload_seq and step_seq."""
    return _load_seqs(store)[0]


def compute_among(writer: "Transaction") -> None:
    """Compute the touched figures among those of another moment, which are there already."""
    newest = _load_seqs(writer)[1]
    unsorted = _compute_touched(writer)
    writer.execute("current/mark", **newest, unsorted_rows=unsorted)


def _update_few(writer: "Transaction", revision_seq: int) -> tuple[Touched, int]:
    """Update the figures of a few values that were only sent; return the areas and indicators of
    these figures, and how many rows were put behind the sorted ones."""
    writer.execute("current/find_sent", revision_seq=revision_seq)
    writer.execute("current/remove")
    reach = _add_due(writer)
    areas = (("area_id", one) for one in reach["area_ids"])
    indicators = (("indicator_id", one) for one in reach["indicator_ids"])
    return frozenset((*areas, *indicators)), reach["keys"]


def _add_due(writer: "Transaction") -> dict:
    """Compute the figures of a slice of keys; return what it reaches (current/due_reach)."""
    reach = writer.query_rows("current/due_reach")[0]
    if reach["keys"] >= MANY:
        areas = reach["area_ids"]
        writer.execute("current/add", first_id=min(areas), last_id=max(areas))
        return reach
    read = ("area_ids", "input_ids", "first_year", "last_year")
    writer.execute("current/narrow", **{name: reach[name] for name in read})
    has_acts = writer.query_rows("current/has_acts")[0]["is_any"]
    writer.execute("current/find_acts" if has_acts else "current/no_acts")
    writer.execute("current/add_few")
    return reach


def _update_figures(
    writer: "Transaction", held: dict[str, int], sent: int, is_only_sent: bool
) -> int:
    """Update the figures; return how many rows were put behind the sorted ones.

    Most writes only send. Of many values those that stand as they are become figures without
    being compared with all that was ever sent.
    """
    if held["revision_seq"] < 0:
        _compute_all(writer)
        return 0
    if not is_only_sent:
        writer.execute("current/find_touched", **held)
        return _compute_touched(writer)
    is_any = writer.query_rows("current/stands", revision_seq=held["revision_seq"])[0]["is_any"]
    numbers = {name: held[name] for name in ("revision_seq", "upload_seq")}
    writer.execute("current/find_disputed", is_any=is_any, **numbers)
    disputed = writer.query_rows("current/disputed")[0]["figures"]
    if disputed < sent:
        writer.execute("current/add_plain", revision_seq=held["revision_seq"])
    if disputed < sent and is_any:
        writer.execute("current/remove_replaced", upload_seq=held["upload_seq"])
    # What is all new comes sorted.
    unsorted = sent - disputed if is_any else 0
    if not disputed:
        return unsorted
    writer.execute("current/find_left")
    return unsorted + _compute_touched(writer)


def _compute_touched(writer: "Transaction") -> int:
    """Compute the figures of the touched keys again; return how many rows were put behind the
    sorted ones."""
    slices = _list_slices(writer, "touched")
    for part in slices:
        _take_slice(writer, part, "touched")
        writer.execute("current/remove")
        _add_slice(writer, part)
    # The rows of one write are sorted: only many small writes scatter a series.
    return slices[0]["keys"] if len(slices) == 1 else 0


def _compute_all(writer: "Transaction") -> None:
    """Compute the figures of all keys. These are found slice by slice: a table of all of them would
    take as much memory as the figures of a slice."""
    for part in _list_slices(writer, "current.every_value"):
        _take_slice(writer, part, "current.every_key")
        _add_slice(writer, part)


def _list_slices(store: "Queries", counted: str) -> list[dict]:
    """Return the slices of keys (current/slices): some areas at a time where they are many, which
    bounds the memory."""
    return store.query_rows("current/slices", counted=counted, keys_at_a_time=KEYS_AT_A_TIME)


def list_area_bounds(store: "Queries") -> list[dict[str, str]]:
    """Return where parts of the areas begin and the next ones do (first_id, next_id), all areas in
    order: the current figures of a part are looked at together."""
    starts = [part["first_id"] for part in _list_slices(store, "current.figure")]
    edges = ["", *starts[1:], LAST_AREA]
    return [{"first_id": first, "next_id": following} for first, following in pairwise(edges)]


def _take_slice(writer: "Transaction", part: dict, keys: str) -> None:
    bounds = {name: part[name] for name in ("first_id", "last_id")}
    writer.execute("current/take_slice", keys=keys, **bounds)


def _add_slice(writer: "Transaction", part: dict) -> None:
    if part["keys"] < MANY:
        _add_due(writer)
    else:
        writer.execute("current/add", first_id=part["first_id"], last_id=part["last_id"])


def sort_current(store: "Store") -> bool:
    """Sort the current figures if many small writes have scattered them.

    The rows lie then as after a rebuild: a query for a series reads only a part of the table.
    Writers wait for the sort, readers do not.

    Returns
    -------
    bool
        Whether the figures were sorted.
    """
    parameters = {"most_rows": MOST_UNSORTED, "most_share": MOST_UNSORTED_SHARE}
    if not store.query_rows("current/disorder", **parameters)[0]["is_due"]:
        return False
    with store.transaction() as writer:
        writer.execute("current/sort", rows_at_a_time=KEYS_AT_A_TIME)
        writer.execute("current/mark_sorted")
    return True


def _load_seqs(store: "Queries") -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of the newest revision, upload and step: those held, those there are."""
    held, newest = store.query_rows("current/seqs")
    return held, newest
