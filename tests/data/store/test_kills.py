"""A process that is killed while it writes loses nothing acknowledged and leaves no half upload."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from data.ledger.uploads import list_uploads
from data.store.build import open_store
from data.store.check import run_checks
from data.store.database import Store
from tests.data.store.endless_writer import FIGURES, write_without_end

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no signals")
SIGNALS = ("SIGKILL", "SIGHUP", "SIGTERM")
LONGEST_S = 0.6
START_S = 60


@dataclass
class Tally:
    """What came of many kills; uploads."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0


def run_and_kill(path: Path, number: int, chance: random.Random) -> list[str]:
    """Start a writer, kill it a moment after its first upload, return what it acknowledged."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.data.store.endless_writer"])
    heard, said = context.Pipe(duplex=False)
    writer = context.Process(target=write_without_end, args=(path, number, said), daemon=True)
    writer.start()
    said.close()
    assert heard.poll(START_S)
    first = heard.recv()
    writer.join(chance.uniform(0, LONGEST_S))
    assert writer.is_alive(), "the writer ended by itself"
    os.kill(writer.pid, getattr(signal, chance.choice(SIGNALS)))
    writer.join(START_S)
    return [first, *list_heard(heard)]


def list_heard(heard: Connection) -> list[str]:
    """Return what a process said before it ended; a word cut short is no word."""
    words = []
    try:
        while heard.poll(0):
            words.append(heard.recv())
    except (EOFError, OSError):
        pass
    return words


def kill_often(path: Path, kills: int) -> Tally:
    """Kill writers of one file, one after the other; look into the file after each."""
    chance, acknowledged, tally = random.Random(7), set(), Tally()
    for kill in range(kills):
        acknowledged.update(run_and_kill(path, kill * 1000, chance))
        with open_store(path) as store:
            uploads = list_uploads(store)
        written = dict(zip(uploads["upload_id"], uploads["revisions"], strict=True))
        tally.lost += len(acknowledged - written.keys())
        tally.half += sum(count != FIGURES for count in written.values())
    tally.kills, tally.acknowledged = kills, len(acknowledged)
    # Opened plainly, so that the current figures do not catch up first.
    with Store(path) as store:
        assert [result.check_id for result in run_checks(store) if result.rows] == []
    return tally


def test_a_killed_writer_loses_nothing(plan_file, tmp_path):
    tally = kill_often(Path(shutil.copy(plan_file, tmp_path / "caomu.duckdb")), 3)
    assert tally.acknowledged >= tally.kills
    assert (tally.lost, tally.half) == (0, 0)


@pytest.mark.torture
def test_two_hundred_kills_lose_nothing(plan_file, tmp_path):
    tally = kill_often(Path(shutil.copy(plan_file, tmp_path / "caomu.duckdb")), 200)
    sys.stdout.write(f"\n{tally}\n")
    assert tally.acknowledged >= tally.kills
    assert (tally.lost, tally.half) == (0, 0)
