"""A file is read in a process of its own: what it says comes back, what it does does not."""

import datetime
import os
import signal
import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UnreadableFileError
from data.files import bounds, safely
from data.files.grid import Grid
from data.files.handover import read_grids_back, write_grids
from data.files.limits import Limits
from data.files.safely import read_file_safely
from tests.data.files import parts

TABLE = "地区,2024\n昭苏县,21.4\n".encode()


def hand_over(grids: list[Grid]) -> list[Grid]:
    sink = pa.BufferOutputStream()
    write_grids(grids, sink)
    return read_grids_back(sink.getvalue())


@pytest.mark.apart
def test_sheets_come_back_from_another_process():
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="C1"><f>A1</f></c></row>'
    content = parts.make_xlsx(rows, merged=["A1:B1"])
    (grid,) = read_file_safely(content, "表.xlsx")
    assert (grid.name, list(grid.rows), grid.merged) == ("表", [["1", "", ""]], [(0, 0, 0, 1)])
    assert (grid.hidden_rows, grid.bare_formulas) == ({0}, {(0, 2)})


@pytest.mark.apart
def test_refusal_comes_back_with_its_fields():
    with pytest.raises(UnreadableFileError) as caught:
        read_file_safely(b"%PDF-1.7", "甲\n\x00表.pdf")
    assert (caught.value.key, caught.value.fields) == ("file_is_pdf", {"file": "甲\n\x00表.pdf"})


def start_instead(monkeypatch, code: str) -> None:
    """Let the process that reads run some other code."""
    start = subprocess.Popen

    def popen(command, **options):
        return start([sys.executable, "-c", code], **options)

    monkeypatch.setattr(safely.subprocess, "Popen", popen)


def refuse() -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_file_safely(TABLE, "a.csv")
    return caught.value


@pytest.mark.apart
def test_process_that_takes_too_long_is_ended(monkeypatch):
    start_instead(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(safely, "LIMITS", Limits(seconds=0))
    error = refuse()
    assert (error.key, error.fields["seconds"]) == ("file_slow", 0)


@pytest.mark.apart
def test_process_that_takes_too_much_memory_is_ended(monkeypatch):
    start_instead(monkeypatch, "import time; kept = b'x' * 90_000_000; time.sleep(600)")
    monkeypatch.setattr(safely, "LIMITS", Limits(memory_bytes=60 * 1024**2))
    error = refuse()
    assert (error.key, error.fields["limit_mb"]) == ("file_memory", 60)


@pytest.mark.apart
@pytest.mark.parametrize(
    "code", ["import os; os._exit(9)", "raise SystemError", "import os; os.abort()"]
)
def test_process_that_ends_is_said_and_noted(monkeypatch, caplog, code):
    start_instead(monkeypatch, code)
    assert refuse().key == "file_reader_ended"
    assert "a.csv" in caplog.text


@pytest.mark.apart
@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="POSIX ends a process by its time")
def test_process_ended_by_the_system_for_its_time(monkeypatch):
    start_instead(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")
    assert refuse().key == "file_slow"


@pytest.mark.apart
def test_process_that_does_not_start_is_said(monkeypatch):
    monkeypatch.setattr(safely.sys, "executable", os.devnull)
    assert refuse().key == "file_not_started"


@pytest.mark.apart
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX binds a process from within")
def test_bounds_hold_within_the_process():
    code = (
        "import sys; from data.files.bounds import bind; bind(256 * 1024**2, 60, 1000)\n"
        "try: b'x' * 10**9\nexcept MemoryError: sys.exit(7)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=safely._ROOT).returncode == 7


@pytest.mark.skipif(sys.platform != "linux", reason="measured from /proc")
def test_memory_of_a_process_is_measured():
    code = "print(1, flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        process.stdout.readline()
        assert 1_000_000 < bounds.measure_memory(process) < 100_000_000
    finally:
        process.kill()
        process.communicate()
    assert bounds.measure_memory(process) == 0


PLACES = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4)


@given(
    st.lists(st.lists(st.text(max_size=3), min_size=1, max_size=4), max_size=5),
    PLACES,
    st.none() | st.datetimes(),
)
def test_everything_that_is_known_of_a_sheet_is_handed_over(rows, places, saved_at):
    grid = Grid("a", rows, [(0, 0, 1, 1)], True, places, places, {1}, {2}, saved_at)
    (back,) = hand_over([grid])
    width = grid.width
    assert list(back.rows) == [row + [""] * (width - len(row)) for row in rows]
    for name in ("name", "merged", "is_hidden", "bare_formulas", "struck", "saved_at"):
        assert getattr(back, name) == getattr(grid, name)
    assert (back.hidden_rows, back.hidden_columns) == ({1}, {2})


def test_several_sheets_and_none():
    assert hand_over([]) == []
    empty, full = hand_over([Grid("a", []), Grid("b", [["1"], ["2", "3"]])])
    assert (len(empty.rows), full.rows[1]) == (0, ["2", "3"])
    assert (empty.width, full.width) == (0, 2)


def test_large_sheet_stays_columns():
    rows = [["县", str(at), *["5"] * 18] for at in range(5_000)]
    (grid,) = hand_over([Grid("a", rows, saved_at=datetime.datetime(2024, 1, 1))])
    assert type(grid).__name__ == "ColumnGrid"
    assert (grid.get(4_999, 1), len(grid.rows)) == ("4999", 5_000)
