"""Measures how long the first reader waits after ``make run``, beside an empty Streamlit app.

A browser that is open already asks for the page from the moment the command is given, as somebody
does who waits for it. It ends when the verdict of the overview is painted, or the word of the
empty page. The machine is installed; the database has 68,000 figures, or has still to be made.
Both apps are started anew in turns; the middle one of their times counts.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks._servers import EMPTY, fill_store, keep_bytecode
from benchmarks._table import Row, print_table
from tests.browser.chromium import find_chromium
from tests.browser.serving import HOST, ROOT, find_free_port

MOST_TIMES, ROUNDS, PATIENCE_S, RETRY_S = 1.5, 9, 60, 0.05
VERDICT = "() => document.querySelector('section.verdict p')?.getBoundingClientRect().width > 0"
WORD = "() => document.body?.innerText.includes('empty')"


class NotPaintedError(Exception):
    """The page did not come."""


def measure_start(browser: Browser, command: list[str], port: int, page: str, is_there: str, **env):
    """Return the seconds from a command until its page is painted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _open(tab, f"http://{HOST}:{port}/{page}", started)
        tab.wait_for_function(is_there, polling="raf", timeout=PATIENCE_S * 1000)
        return time.perf_counter() - started
    finally:
        context.close()
        # make and the server that it started.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE_S)


def _open(tab, address: str, started: float) -> None:
    while time.perf_counter() - started < PATIENCE_S:
        try:
            tab.goto(address, wait_until="commit")
            return
        except Error:
            time.sleep(RETRY_S)
    raise NotPaintedError(address)


def measure_empty(browser: Browser, script: Path) -> float:
    """Return the seconds until the empty page is painted."""
    port = find_free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    return measure_start(browser, command, port, "", WORD)


def measure_ours(browser: Browser, database: Path) -> float:
    """Return the seconds until the verdict is painted."""
    port = find_free_port()
    command = ["make", "run", f"PORT={port}"]
    return measure_start(browser, command, port, "overview", VERDICT, CAOMU_DB=str(database))


def measure() -> list[Row]:
    """Return the start with a full database and with none, beside an empty app."""
    seconds: dict[str, list[float]] = {"empty": [], "full": [], "none": []}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        keep_bytecode(folder)
        full, script = folder / "full" / "caomu.duckdb", folder / "empty.py"
        full.parent.mkdir()
        fill_store(full)
        script.write_text(EMPTY)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for _ in range(ROUNDS + 1):
            shutil.rmtree(folder / "none", ignore_errors=True)
            seconds["empty"].append(measure_empty(browser, script))
            seconds["full"].append(measure_ours(browser, full))
            seconds["none"].append(measure_ours(browser, folder / "none" / "caomu.duckdb"))
            print({key: round(values[-1], 2) for key, values in seconds.items()}, flush=True)
        browser.close()
    # The first round fills the caches of the system.
    middle = {key: statistics.median(values[1:]) for key, values in seconds.items()}
    return [
        Row(
            f"make run to the painted verdict, {words}",
            middle[key],
            MOST_TIMES,
            middle["empty"],
            unit="s",
            beside="empty Streamlit app",
        )
        for key, words in (("full", "68,000 figures"), ("none", "no database yet"))
    ]


if __name__ == "__main__":
    found = measure()
    print_table(found)
    sys.exit(0 if all(row.is_held for row in found) else 1)
