"""Measures what the map page costs beside an empty Streamlit page in the same run.

It needs Linux and Chromium. The app on made-up figures of counties, and a page of one word and
one slider that the same version of Streamlit serves, are driven in a real browser in turn:

* a visit: seconds until the map can be clicked, and until the word is there, with an empty
  browser cache and with a filled one, on this machine's own network and at 10 Mbit/s.
  Somebody has looked at this map since the last write (`measure_cold`): its start page brings it.
  The first who asks for a map waits longer, until the page has made it;
* the first reader after the start: processor time of the server;
* another year and another indicator: processor time of the server beside that of a step of the
  empty page's slider, and bytes that it sends, as they pass through a relay between browser and
  server; `first` is the first reader who asks, `again` everyone after.
"""

import contextlib
import os
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks._table import Row
from data.store.database import Store
from data.store.ids import make_id
from geo.sources import COUNTY as COUNTY_LEVEL
from geo.sources import belongs_to, load_map_areas, load_map_indicators
from tests.browser.chromium import find_chromium
from tests.browser.serving import HOST, Server, run_server
from tests.geo.seeds import SEEDS, SOURCE, YEARS, open_seeded_store

# Seconds of a visit; processor time of the first reader, of a new choice and of a repeated one.
LIMIT_VISIT, LIMIT_COLD, LIMIT_FIRST, LIMIT_AGAIN = 1.2, 40, 40, 8
LIMIT_KB = 20
# The system counts processor time in steps of 10 ms.
STEP_MS = 10
# With the seeds these make as many figures as a region has: 68,000.
FILL_YEARS = range(2014, 2025)
VISITS = 5
QUIET_MS = 700
# Not at each frame: on a busy machine a headless browser may paint none for long.
POLL_MS = 20
# The relay holds back what the server sends. The browser's own throttling hangs now and then.
SLOW_BYTES_S = 10e6 / 8
EMPTY = """import streamlit
streamlit.write("empty")
if "slider" in streamlit.query_params:
    streamlit.write(streamlit.select_slider("slider", range(6), 5))
"""
IS_MAP_USABLE = """() => {
  const map = document.querySelector('.map[data-shown] .units path.class');
  return Boolean(map) && map.getBBox().width > 0;
}"""
IS_WORD_THERE = "() => document.body?.innerText.includes('empty')"


def measure() -> list[Row]:
    """Return visits, the first reader, and changes of the map page beside the empty page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        ours, bare = Path(folder) / "ours", Path(folder) / "bare"
        ours.mkdir(), bare.mkdir()
        with open_seeded_store(ours / "caomu.duckdb") as store:
            fill_store(store)
            names = load_map_indicators(store).loc[[*SEEDS], "name_zh"].tolist()
        (bare / "empty.py").write_text(EMPTY)
        with run_server(ours) as server, run_server(bare, bare / "empty.py") as empty:
            rows = [measure_cold(browser, server, empty)]
            rows += measure_visits(browser, server, empty)
            rows += measure_visits(browser, server, empty, is_slow=True)
            rows += measure_changes(browser, server, empty, names)
        browser.close()
    return rows


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


def measure_cold(browser: Browser, server: Server, empty: Server) -> Row:
    """Return what the first reader after the start costs the server."""
    used = []
    for of, address, is_there in (
        (server, f"{server.url}/map", IS_MAP_USABLE),
        (empty, empty.url, IS_WORD_THERE),
    ):
        before_ms, page = read_processor_ms(of), browser.new_page()
        page.goto(address, wait_until="commit")
        page.wait_for_function(is_there, polling=POLL_MS)
        page.wait_for_timeout(QUIET_MS)
        used.append(read_processor_ms(of) - before_ms)
        page.close()
    ours, reference = used
    return Row(
        "first reader of the map, processor", ours, LIMIT_COLD, reference, beside="empty page"
    )


def measure_visits(
    browser: Browser, server: Server, empty: Server, *, is_slow: bool = False
) -> list[Row]:
    """Return the median seconds until the reader can use the map, with a new and a filled cache."""
    relays = [Relay(of.url, SLOW_BYTES_S if is_slow else None) for of in (server, empty)]
    sides = [(f"{relays[0].url}/map", IS_MAP_USABLE), (relays[1].url, IS_WORD_THERE)]
    seconds: list[list[list[float]]] = [[[], []] for _ in sides]
    for _ in range(VISITS):
        for (address, is_there), found in zip(sides, seconds, strict=True):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            for times in found:
                times.append(_visit(context.new_page(), address, is_there))
            context.close()
    for relay in relays:
        relay.close()
    ours, reference = ([statistics.median(times) for times in found] for found in seconds)
    where = ", at 10 Mbit/s" if is_slow else ""
    return [
        Row(
            f"map usable, seen since the last write, {name} visit{where}",
            ours[number],
            LIMIT_VISIT,
            reference[number],
            "s",
            "empty page",
        )
        for number, name in enumerate(("first", "next"))
    ]


def _visit(page: Page, address: str, is_there: str) -> float:
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(is_there, polling=POLL_MS)
    taken = time.perf_counter() - start
    page.wait_for_timeout(QUIET_MS)
    page.close()
    return taken


def measure_changes(browser: Browser, server: Server, empty: Server, names: list[str]) -> list[Row]:
    """Return what another year and another indicator cost, beside a step of a bare slider."""
    relay = Relay(server.url)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{relay.url}/map?kind=indicator&indicator=beef_output&year={YEARS[-1]}")
    page.wait_for_function(IS_MAP_USABLE, polling=POLL_MS)
    bare = browser.new_page()
    bare.goto(f"{empty.url}/?slider=1")
    bare.get_by_role("slider").wait_for()
    page.wait_for_timeout(3000)
    reference, _ = _change(bare, Relay(empty.url), empty, [*list_years(bare)] * 3)
    names = [*names[1:], names[0]]
    rounds = [
        ("another year, first", list_years(page), LIMIT_FIRST),
        ("another year, again", [*list_years(page)] * 2, LIMIT_AGAIN),
        ("another indicator, first", list_indicators(page, names), LIMIT_FIRST),
        ("another indicator, again", list_indicators(page, names * 3), LIMIT_AGAIN),
    ]
    rows = []
    for name, changes, limit in rounds:
        milliseconds, kilobytes = _change(page, relay, server, changes)
        step = Row(
            f"{name}, processor", milliseconds, limit, reference, "ms", "bare slider", STEP_MS
        )
        rows += [step, Row(f"{name}, sent", kilobytes, LIMIT_KB, unit="KB")]
    return rows


def _change(page: Page, relay: "Relay", server: Server, changes) -> tuple[float, float]:
    """Return processor time in ms and KB sent, each the mean of all changes.

    What the server does while nobody acts is left out.
    """
    idle_ms = _read_used(page, server, [lambda: None] * 8)
    before = relay.sent
    changes = list(changes)
    used_ms = _read_used(page, server, changes)
    return max(used_ms - idle_ms, 0.1), (relay.sent - before) / 1024 / len(changes)


def _read_used(page: Page, server: Server, changes) -> float:
    before_ms = read_processor_ms(server)
    for change in changes:
        change()
        page.wait_for_timeout(QUIET_MS)
    return (read_processor_ms(server) - before_ms) / len(changes)


def list_years(page: Page):
    """Move the slider from the newest year to the oldest and back; yield at each step."""
    slider = page.get_by_role("slider")
    for key in ["ArrowLeft"] * (len(YEARS) - 1) + ["ArrowRight"] * (len(YEARS) - 1):
        yield lambda key=key: slider.press(key)


def list_indicators(page: Page, names: list[str]):
    """Choose one indicator after another, each different from the last; yield at each choice."""

    def choose(name: str) -> None:
        box = page.get_by_role("combobox", name="指标")
        box.click()
        # The list is long, and only what is in sight of it is there.
        box.fill(name)
        page.get_by_role("option", name=name).first.click()

    for name in names:
        yield lambda name=name: choose(name)


def read_processor_ms(server: Server) -> float:
    """Return the processor time that the server has used, with that of ended threads."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class Relay:
    """Passes connections on to a server and counts what the server sends.

    `most` is how many bytes a second all connections together bring to the browser at most.
    """

    def __init__(self, url: str, most: float | None = None):
        self._target = (HOST, urlsplit(url).port)
        self._door = socket.create_server((HOST, 0))
        self.url = f"http://{HOST}:{self._door.getsockname()[1]}"
        self.sent = 0
        self._most, self._free_at, self._line = most, 0.0, threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no further connection."""
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                server = socket.create_connection(self._target)
                for end in (browser, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for ends in ((browser, server, False), (server, browser, True)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source, drain, is_sent: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16384):
                if is_sent:
                    self.sent += len(data)
                    self._wait_for_room(len(data))
                drain.sendall(data)
            drain.shutdown(socket.SHUT_WR)

    def _wait_for_room(self, size: int) -> None:
        if not self._most:
            return
        with self._line:
            self._free_at = max(self._free_at, time.monotonic()) + size / self._most
            due = self._free_at
        time.sleep(max(0.0, due - time.monotonic()))
