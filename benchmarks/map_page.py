"""Measures what the map page costs: the server's time and bytes, and the reader's wait.

Run ``make bench``, or this file with PYTHONPATH at the project's folder; it needs Linux and
Chromium. A server of the app on made-up figures of counties is driven in a real browser:

* the first reader after the start: processor time of the server, beside an empty page's;
* another year and another indicator: processor time of the server, and bytes that it sends, as
  they pass through a relay between browser and server; `first` is the first reader who asks,
  `again` everyone after;
* a visit: seconds until the first county is painted (at first in the picture that stands in for
  the map, then in the map itself, which can be clicked), beside a page of one word that the same
  version of Streamlit serves; with an empty browser cache, and once more with a filled one.

Exit code 1 when a limit is missed.
"""

import contextlib
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from data.store.database import Store, make_id
from geo.sources import COUNTY as COUNTY_LEVEL
from geo.sources import belongs_to, load_map_areas
from tests.browser.chromium import find_chromium
from tests.browser.serving import HOST, Server, run_server
from tests.geo.seeds import SEEDS, SOURCE, YEARS, open_seeded_store

LIMIT_MS, LIMIT_KB, LIMIT_TIMES = 30, 20, 2
# The first reader of all, in processor time, beside the first reader of an empty page.
LIMIT_COLD_TIMES = 40
# With the seeds these make as many figures as a region has: 68,000.
FILL_YEARS = range(2014, 2025)
VISITS = 5
QUIET_MS = 700
NAMES = {
    "beef_output": "牛肉产量",
    "sheep_stock": "羊年末存栏",
    "vegetation_cover": "天然草原综合植被盖度",
}
EMPTY = "import streamlit\nstreamlit.write('empty')\n"
COUNTY, CHART = ".map-preview path, .choroplethlayer path", ".choroplethlayer path"
IS_PAINTED = "(shape) => document.querySelector(shape)?.getBBox().width > 0"


class Relay:
    """Passes connections on to a server and counts what the server sends."""

    def __init__(self, url: str):
        self._target = (HOST, urlsplit(url).port)
        self._door = socket.create_server((HOST, 0))
        self.url = f"http://{HOST}:{self._door.getsockname()[1]}"
        self.sent = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                server = socket.create_connection(self._target)
                for ends in ((browser, server, False), (server, browser, True)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source, drain, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.sent += len(data) if counts else 0
                drain.sendall(data)
            drain.shutdown(socket.SHUT_WR)


def read_processor_ms(server: Server) -> float:
    """Return the processor time that the server has used, with that of ended threads."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def measure_changes(page: Page, relay: Relay, server: Server, changes) -> tuple[float, float]:
    """Return processor time in ms and KB sent, each the mean of all changes.

    The system counts processor time in steps of 10 ms, so only the sum of many is meaningful.
    """
    before_ms, before_bytes, count = read_processor_ms(server), relay.sent, 0
    for change in changes:
        change()
        page.wait_for_timeout(QUIET_MS)
        count += 1
    return (
        (read_processor_ms(server) - before_ms) / count,
        (relay.sent - before_bytes) / 1024 / count,
    )


def list_years(page: Page):
    """Move the year's slider from the newest year to the oldest and back; yield at each step."""
    slider = page.get_by_role("slider")
    for key in ["ArrowLeft"] * (len(YEARS) - 1) + ["ArrowRight"] * (len(YEARS) - 1):
        yield lambda key=key: slider.press(key)


def list_indicators(page: Page, names: list[str]):
    """Choose one indicator after another, each different from the last; yield at each choice."""

    def choose(name: str) -> None:
        page.get_by_role("combobox", name="指标").click()
        page.get_by_role("option", name=name).first.click()

    for name in names:
        yield lambda name=name: choose(name)


def measure_idle(page: Page, relay: Relay, server: Server) -> float:
    """Return the processor time in ms that the server uses while a reader does nothing."""
    return measure_changes(page, relay, server, [lambda: None] * 10)[0]


def measure_visits(browser, address: str, is_there) -> tuple[float, float]:
    """Return the median seconds until the reader sees what they wait for.

    First with an empty browser cache, then for a reader who comes back.
    """
    first, again = [], []
    for _ in range(VISITS):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        for seconds in (first, again):
            page = context.new_page()
            start = time.perf_counter()
            page.goto(address, wait_until="commit")
            is_there(page)
            seconds.append(time.perf_counter() - start)
            page.wait_for_timeout(QUIET_MS)
            page.close()
        context.close()
    return statistics.median(first), statistics.median(again)


def wait_for_shape(page: Page, shape: str) -> None:
    """Return once a shape is painted."""
    page.wait_for_function(IS_PAINTED, arg=shape, polling="raf")


def wait_for_word(page: Page) -> None:
    """Return once the empty page shows its word."""
    page.wait_for_function("() => document.body?.innerText.includes('empty')", polling="raf")


missed: list[str] = []


def show(label: str, value: float, unit: str, limit: float | None = None) -> None:
    """Print a figure, with its limit where it has one; remember it when it misses the limit."""
    beside = "" if limit is None else f"   limit {limit} {unit}"
    if limit is not None and value > limit:
        missed.append(label)
        beside += "   missed"
    print(f"{label:48} {value:8.2f} {unit}{beside}", flush=True)


def fill_store(store: Store) -> None:
    """Add made-up figures of all counties for every indicator of the plan but the seeded ones."""
    areas = load_map_areas(store)
    counties = areas.index[belongs_to(areas, COUNTY_LEVEL)]
    indicators = store.query("queries/indicators").set_index("indicator_id")["unit"]
    rows = pd.MultiIndex.from_product(
        [indicators.index.difference([*SEEDS]), counties, FILL_YEARS],
        names=["indicator_id", "area_id", "year"],
    ).to_frame(index=False)
    rows["revision_id"] = [make_id() for _ in range(len(rows))]
    rows["value"] = np.random.default_rng(20).uniform(1, 100, len(rows)).round(2)
    rows["unit"] = rows["indicator_id"].map(indicators)
    constant = {"period": "Y", "state": "reported", "source": SOURCE, "is_withdrawn": False}
    with store.transaction() as writer:
        writer.insert("facts.observation_revision", rows.assign(**constant))
    figures = len(store.query("queries/yearly_figures"))
    show("figures in the store", figures, "")


def show_changes(browser, server: Server) -> None:
    """Print what another year and another indicator cost."""
    relay = Relay(server.url)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{relay.url}/map?kind=indicator&indicator=beef_output&year={YEARS[-1]}")
    wait_for_shape(page, CHART)
    page.wait_for_timeout(3000)
    idle_ms = measure_idle(page, relay, server)
    show("looking on for as long as a change (left out)", idle_ms, "ms")
    for round_name in ("first", "again"):
        milliseconds, kilobytes = measure_changes(page, relay, server, list_years(page))
        show(f"another year, {round_name}: processor", milliseconds - idle_ms, "ms", LIMIT_MS)
        show(f"another year, {round_name}: sent", kilobytes, "KB", LIMIT_KB)
    names = [NAMES[indicator_id] for indicator_id in [*SEEDS][1:] + [*SEEDS][:1]]
    for round_name in ("first", "again"):
        rounds = names if round_name == "first" else names * 3
        milliseconds, kilobytes = measure_changes(
            page, relay, server, list_indicators(page, rounds)
        )
        show(f"another indicator, {round_name}: processor", milliseconds - idle_ms, "ms", LIMIT_MS)
        show(f"another indicator, {round_name}: sent", kilobytes, "KB", LIMIT_KB)


def show_cold(browser, server: Server, empty: Server) -> None:
    """Print what the first reader after the start costs the server."""
    used = []
    for address, is_there, of in (
        (empty.url, wait_for_word, empty),
        (f"{server.url}/map", lambda page: wait_for_shape(page, CHART), server),
    ):
        before_ms, page = read_processor_ms(of), browser.new_page()
        page.goto(address, wait_until="commit")
        is_there(page)
        page.wait_for_timeout(QUIET_MS)
        used.append(read_processor_ms(of) - before_ms)
        page.close()
    bare_ms, map_ms = used
    show("the first reader of an empty page: processor", bare_ms, "ms")
    show("the first reader of the map: processor", map_ms, "ms", bare_ms * LIMIT_COLD_TIMES)


def main() -> int:
    """Print each cost with its limit; return the exit code."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        ours, bare = Path(folder) / "ours", Path(folder) / "bare"
        ours.mkdir(), bare.mkdir()
        with open_seeded_store(ours / "caomu.duckdb") as store:
            fill_store(store)
        (bare / "empty.py").write_text(EMPTY)
        with run_server(ours) as server, run_server(bare, bare / "empty.py") as empty:
            show_cold(browser, server, empty)
            if "--visits" not in sys.argv:
                show_changes(browser, server)
            if "--changes" in sys.argv:
                return min(len(missed), 1)
            bare_visits = measure_visits(browser, empty.url, wait_for_word)
            county_visits, chart_visits = (
                measure_visits(
                    browser,
                    f"{server.url}/map",
                    lambda page, shape=shape: wait_for_shape(page, shape),
                )
                for shape in (COUNTY, CHART)
            )
        for number, name in enumerate(("first", "next")):
            show(f"{name} visit: an empty page is there", bare_visits[number], "s")
            show(f"{name} visit: a county is painted", county_visits[number], "s")
            show(
                f"{name} visit: times the empty page",
                county_visits[number] / bare_visits[number],
                "x",
                LIMIT_TIMES,
            )
            show(f"{name} visit: the map can be clicked", chart_visits[number], "s")
        browser.close()
    return min(len(missed), 1)


if __name__ == "__main__":
    sys.exit(main())
