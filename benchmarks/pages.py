"""Measures the processor time of the server for what people do on each page.

Every action is real: it comes over Streamlit's own protocol, at 68,000 figures. On each page of
the navigation, options of each of its lists are chosen one after another, and the page is opened
anew. `new` is the first time that anybody asks for it, `repeated` every time after. The reference
is another run of a page of one word, served by the same version of Streamlit in the same run.

Every five minutes a thread of the server looks for garbage among all that is kept, 0.25 to 0.3 s,
whatever people do (`pages.server.startup.TIDY_S`). It fell into one of the actions of a run and
made that look three times as dear. So the processor time of this thread is taken off, and the end
says how much it was. In this benchmark nobody writes: after its first pages it does nothing else.

The table has the dearest action of each page; all of them are printed beforehand.
``python -m benchmarks.pages PAGE …`` measures some pages only.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks._servers import read_keeper_ms, read_processor_ms, run_both
from benchmarks._table import Row, print_table
from pages.server.startup import QUIET_S
from pages.shell.registry import SECTIONS
from tests.browser.serving import Server
from tests.browser.visitor import Visitor, list_exceptions, visit_server

MOST_REPEATED, MOST_NEW = 8, 40
BARE_RUNS, OPTIONS, ROUNDS = 100, 8, 2
IDLE_MS, LONGEST_WAITS = 20, 20
PAGES = tuple(name for names in SECTIONS.values() for name in names)
# Where a page begins: with the county that has the most roles, as its links do.
BEGIN = {"county": "code=654026", "compare": "code=654026,654025"}
# What people choose on a page otherwise than from a list.
ADDRESSES = {
    "compare": [f"code=654026,{code}" for code in (654025, 652901, 652722, 653122, 650121)]
}


class Used(NamedTuple):
    """What an action takes, in ms of the server's processor."""

    page: str
    action: str
    new: float | None
    repeated: float


class FaultyPageError(Exception):
    """A page showed an exception."""


def visit_all(server: Server) -> None:
    """Open each page once: the server has imported what it needs, as it has in an office."""
    with visit_server(server.url) as visitor:
        for page in PAGES:
            visitor.open_page(page, BEGIN.get(page, ""))


def wait_until_idle(server: Server) -> None:
    """Wait until the server does nothing of its own: it warms and tidies up in the background.

    It warms other pages once nobody has been answered for a while: so long must be waited.
    """
    before = read_processor_ms(server.pid)
    for _ in range(LONGEST_WAITS):
        time.sleep(QUIET_S + 1)
        after = read_processor_ms(server.pid)
        if after - before < IDLE_MS:
            return
        before = after


def measure_bare(empty: Server) -> float:
    """Return the ms that another run of the empty page takes."""
    with visit_server(empty.url) as visitor:
        visitor.open_page("")
        actions = [lambda: visitor.open_page("")] * BARE_RUNS
        return time_actions(empty, actions, read_processor_ms)


def read_visits_ms(pid: int) -> float:
    """Return the processor time of the app but that of the thread that keeps it ready."""
    return read_processor_ms(pid) - read_keeper_ms(pid)


def time_actions(
    server: Server, actions: list[Callable], read_ms: Callable[[int], float] = read_visits_ms
) -> float:
    """Return the mean processor time of actions in ms."""
    before = read_ms(server.pid)
    for action in actions:
        faults = list_exceptions(action())
        if faults:
            raise FaultyPageError(faults[0])
    return (read_ms(server.pid) - before) / len(actions)


def measure_page(server: Server, page: str) -> list[Used]:
    """Return what each action of a page takes."""
    with visit_server(server.url) as visitor:
        begin = BEGIN.get(page, "")
        visitor.open_page(page, begin)
        again = time_actions(server, [lambda: visitor.open_page(page, begin)] * OPTIONS)
        used = [Used(page, "opened", None, again)]
        used += [measure_list(server, visitor, page, key) for key in list(visitor.lists)]
        actions = [
            lambda query=query: visitor.open_page(page, query) for query in ADDRESSES.get(page, [])
        ]
        if actions:
            used.append(measure_actions(server, page, "by address", actions))
    return [one for one in used if one is not None]


def measure_list(server: Server, visitor: Visitor, page: str, key: str) -> Used | None:
    """Return what choosing from a list takes; None for a list that is gone or leaves no choice."""
    visitor.open_page(page, BEGIN.get(page, ""))
    found = visitor.lists.get(key)
    # The first option is what most pages begin with.
    options = found.options[1:] if found else []
    options = options[:: max(1, len(options) // OPTIONS)][:OPTIONS]
    if len(options) < 2:
        return None
    page_hash = visitor.page_hash
    actions = [lambda option=option: visitor.choose(key, option) for option in options]
    used = measure_actions(server, page, key.removeprefix("choice_"), actions)
    if visitor.page_hash != page_hash:
        raise FaultyPageError(f"/{page}: {key} led to another page")
    return used


def measure_actions(server: Server, page: str, name: str, actions: list[Callable]) -> Used:
    """Return what actions take at first and later."""
    new = time_actions(server, actions)
    return Used(page, name, new, time_actions(server, actions * ROUNDS))


def make_rows(used: list[Used], bare_ms: float) -> list[Row]:
    """Return two rows per page: its dearest action, new and repeated."""
    rows = []
    for page in dict.fromkeys(one.page for one in used):
        own = [one for one in used if one.page == page]
        new = max(
            (one for one in own if one.new is not None), key=lambda one: one.new, default=None
        )
        repeated = max(own, key=lambda one: one.repeated)
        shown = [(repeated.action, "repeated", repeated.repeated, MOST_REPEATED)]
        if new is not None:
            shown.append((new.action, "new", new.new, MOST_NEW))
        rows += [
            Row(
                f"/{page}: {action}, {kind}; server's processor",
                milliseconds,
                limit,
                bare_ms,
                beside="empty page",
            )
            for action, kind, milliseconds, limit in shown
        ]
    return rows


def measure(pages: tuple[str, ...] = PAGES) -> list[Row]:
    """Return the dearest actions of each page beside an empty page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_both(Path(folder)) as (server, empty, figures),
    ):
        visit_all(server)
        bare_ms = measure_bare(empty)
        print(f"{figures:,} figures; another run of an empty page: {bare_ms:.2f} ms")
        used = []
        wait_until_idle(server)
        kept_ready = read_keeper_ms(server.pid)
        for page in pages:
            wait_until_idle(server)
            for one in measure_page(server, page):
                new = "" if one.new is None else f"{one.new:8.1f} ms new"
                print(
                    f"{one.page:12}{one.action:24}{one.repeated:8.1f} ms repeated {new}", flush=True
                )
                used.append(one)
        kept_ready = read_keeper_ms(server.pid) - kept_ready
        print(f"{kept_ready:.0f} ms of the thread that keeps ready, taken off")
    return make_rows(used, bare_ms)


if __name__ == "__main__":
    found = measure(tuple(sys.argv[1:]) or PAGES)
    print_table(found)
    sys.exit(0 if all(row.is_held for row in found) else 1)
