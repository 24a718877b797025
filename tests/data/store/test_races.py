"""Many who write at once: each acknowledged upload is whole, and the newest seq is what stands."""

import sys
import threading
from collections import Counter

import pytest

from data.ledger.uploads import list_uploads, undo_upload
from data.statistics.commit import commit_upload
from data.store.check import run_checks
from data.store.database import Store
from tests.data.store.endless_writer import FIGURES, read_round

WRITERS = 10
UNDO_EVERY = 5


def write_in_turn(store: Store, first: int, rounds: int, written: list[str], undone: list) -> None:
    """Send files of the same cells; undo one upload in five."""
    for number in range(first, first + rounds):
        upload_id = commit_upload(store, read_round(store, number), by=f"测试员{first}")[
            "upload_id"
        ]
        written.append(upload_id)
        if number % UNDO_EVERY == 0:
            undo_upload(store, upload_id, by=f"测试员{first}")
            undone.append(upload_id)


def race(store: Store, rounds: int) -> Counter:
    """Let ten threads write and undo; return the counts of what went wrong."""
    written, undone, faults = [], [], []

    def write(first: int) -> None:
        try:
            write_in_turn(store, first, rounds, written, undone)
        except Exception as error:
            faults.append(error)

    threads = [
        threading.Thread(target=write, args=(writer * 10_000 + 1,)) for writer in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return count_faults(store, written, undone)


def count_faults(store: Store, written: list[str], undone: list[str]) -> Counter:
    """Compare what was acknowledged with what the ledger and the figures hold."""
    uploads = list_uploads(store).set_index("upload_id")
    sent = uploads[uploads["undoes_upload_id"].isna()]
    return Counter(
        writes=len(written) + len(undone),
        lost=len(set(written) - set(sent.index)),
        half=int((sent["revisions"] != FIGURES).sum()),
        not_undone=int((sent.loc[undone, "status"] != "undone").sum()),
        stale=count_stale(store, sent.index[sent["status"] == "live"][0]),
    )


def count_stale(store: Store, newest: str) -> int:
    """Count the cells whose current figure is not that of the newest upload that stands."""
    cells = ["area_id", "year", "period"]
    revisions = store.query("queries/revisions_of_upload", upload_id=newest)
    figures = store.query(
        "queries/ingest_export", area_id=None, indicator_id="beef_output", language="zh"
    ).rename(columns={"area_code": "area_id"})
    both = revisions.merge(figures, on=cells, how="left", suffixes=("", "_current"))
    assert len(both) == FIGURES
    return int((both["value"] != both["value_current"]).sum())


def test_racing_writers_lose_nothing(store):
    faults = race(store, 2)
    assert faults["writes"] >= 2 * WRITERS
    assert faults.total() == faults["writes"]


@pytest.mark.torture
def test_a_thousand_racing_writes_lose_nothing(store):
    faults = race(store, 85)
    sys.stdout.write(f"\n{dict(faults)}\n")
    assert faults["writes"] >= 1000
    assert faults.total() == faults["writes"]
    assert [result.check_id for result in run_checks(store) if result.rows] == []
