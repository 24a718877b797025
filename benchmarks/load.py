"""Measures one process of the app beside two on one DuckLake, and reading and committing there
beside a desk's file: ``python -m benchmarks.load [--seconds N] [--visitors N]``; four minutes.

All processes run all the time, on 68,000 figures. In turn, all visitors ask the first one, and
half of them each. A visitor opens the pages that are looked at most, one after the other, as soon
as the answer is there; what all of them asked before is not counted. The visitors take some of the
same processors, and nginx is not in between. It says what two processes gain on this machine now,
and nothing about more processes, more machines or a network. A read is the time until a page is
there that nobody asked for before, and then again, of a lone visitor. A commit is timed by the
clock, and in processor time of this process (without that of PostgreSQL), with files of 20 figures
that are already read. Desk and lake take turns. With something else at work the clock says
little: look at the load that is printed first, at the ratios and the processor time.

Exit code 1 when a limit is missed.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks._region import fill_lake, run_postgres, serve_lake
from benchmarks._servers import check_log
from benchmarks._table import Row, print_table
from benchmarks.fifty import COUNTIES, PAGES, Seen, make_query
from data.files import safely
from data.files.__main__ import write_answer
from data.statistics.commit import commit_upload
from data.store.database import Store
from tests.browser.serving import Server, run_server
from tests.browser.visitor import list_exceptions, visit_server
from tests.data.store.endless_writer import FIGURES, read_round

VISITORS, SECONDS, ROUNDS, COMMITS = 20, 12.0, 2, 15
# Two processes on two cores should take little more than half the time of one.
MOST_OF_ONE, MOST_OF_DESK = 0.75, 4
# What a region is promised: pages as fast as a desk's, and a commit on a quiet machine.
MOST_READ, MOST_COMMIT_MS = 1.5, 150
READ = ("overview", "targets", "county", "indicator", "map")
READ_COUNTIES = 6


def warm_up(server: Server) -> None:
    """Open each page once: the server has imported what it needs, as it has in an office."""
    with visit_server(server.url) as visitor:
        for page in PAGES:
            visitor.open_page(page, make_query(random.Random(page), page))


def ask_on(server: Server, number: int, until: float, seen: Seen) -> None:
    """Open one page after the other until the time is over."""
    chance = random.Random(number)
    try:
        with visit_server(server.url) as visitor:
            while time.monotonic() < until:
                page = chance.choices(list(PAGES), list(PAGES.values()))[0]
                begin = time.monotonic()
                sent = visitor.open_page(page, make_query(chance, page))
                seen.seconds.append(time.monotonic() - begin)
                seen.faults += list_exceptions(sent)
    except Exception as error:
        seen.faults.append(repr(error))


def visit_at_once(servers: list[Server], visitors: int, seconds: float) -> tuple[float, Seen]:
    """Let visitors ask at once, each always the same server; return answers per second."""
    seen, begin = Seen(), time.monotonic()
    people = [
        threading.Thread(
            target=ask_on, args=(servers[number % len(servers)], number, begin + seconds, seen)
        )
        for number in range(visitors)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return len(seen.seconds) / (time.monotonic() - begin), seen


def compare_processes(servers: list[Server], visitors: int, seconds: float) -> list[Row]:
    """Return how long an answer takes of one process, and of two beside it."""
    for server in servers:
        warm_up(server)
        visit_at_once([server], visitors, seconds)
    rates: dict[int, list[float]] = {1: [], 2: []}
    waits: dict[int, list[float]] = {1: [], 2: []}
    faults = []
    for _ in range(ROUNDS):
        for processes in rates:
            rate, seen = visit_at_once(servers[:processes], visitors, seconds)
            rates[processes].append(rate)
            waits[processes] += seen.seconds
            faults += seen.faults
    for fault in faults[:5]:
        print(fault)
    one, two = (statistics.mean(rates[processes]) for processes in rates)
    print(f"{visitors} visitors: {one:.1f} answers a second of one process, {two:.1f} of two")
    late = {processes: statistics.quantiles(found, n=20)[18] for processes, found in waits.items()}
    who, beside = f"two processes, {visitors} visitors", "one process"
    return [
        Row(f"{who}: time for each answer", 1000 / two, MOST_OF_ONE, 1000 / one, beside=beside),
        Row(f"{who}: 95 of 100 answers", late[2], MOST_OF_ONE, late[1], unit="s", beside=beside),
        Row(f"{who}: errors", len(faults), 0, unit=""),
    ]


def compare_reads(desk: Server, lake: Server) -> list[Row]:
    """Return how long a page takes of a process on a lake, beside one on a desk's file."""
    times: dict[tuple[bool, bool], list[float]] = {}
    with visit_server(desk.url) as at_desk, visit_server(lake.url) as at_lake:
        for is_again in (False, True):
            for county in COUNTIES[-READ_COUNTIES:]:
                for page in READ:
                    query = f"area={county}&code={county}&id=beef_output&lang=en"
                    for is_lake, visitor in ((False, at_desk), (True, at_lake)):
                        begin = time.monotonic()
                        faults = list_exceptions(visitor.open_page(page, query))
                        took = (time.monotonic() - begin) * 1000
                        assert not faults, faults
                        times.setdefault((is_again, is_lake), []).append(took)
    return [
        Row(
            f"a page read of the lake's copy, {kind} (clock)",
            statistics.median(times[is_again, True]),
            MOST_READ,
            statistics.median(times[is_again, False]),
            beside="desk's file",
        )
        for is_again, kind in ((False, "new"), (True, "repeated"))
    ]


def compare_commits(desk: Store, lake: Store) -> list[Row]:
    """Return how long a commit of 20 figures takes on a lake, beside a desk's file and alone."""
    clocks = {"clock": time.monotonic, "processor": time.process_time}
    times: dict[tuple[bool, str], list[float]] = {}
    for number in range(COMMITS + 1):
        for store in (desk, lake):
            reading = read_round(store, number)
            begin = {name: read() for name, read in clocks.items()}
            commit_upload(store, reading, by="benchmark")
            for name, read in clocks.items():
                took = (read() - begin[name]) * 1000
                times.setdefault((store.is_shared, name), []).append(took)
    # The first of each makes what later ones find.
    took_ms = {key: statistics.median(found[1:]) for key, found in times.items()}
    name = f"a commit of {FIGURES} figures"
    return [
        *(
            Row(
                f"{name} in the lake ({clock})",
                took_ms[True, clock],
                MOST_OF_DESK,
                took_ms[False, clock],
                beside="desk's file",
            )
            for clock in clocks
        ),
        *(
            Row(
                f"{name}, {place} (clock, quiet machine)", took_ms[is_lake, "clock"], MOST_COMMIT_MS
            )
            for is_lake, place in ((False, "desk's file"), (True, "lake"))
        ),
    ]


def measure_commits(folder: Path, address: str) -> list[Row]:
    """Fill a desk's file and the lake; return a commit to one beside the other."""
    answer_apart = safely.answer_apart
    safely.answer_apart = lambda asked, answer, _: write_answer(asked, answer)
    with fill_lake(folder, address) as (desk, lake):
        rows = compare_commits(desk, lake)
    safely.answer_apart = answer_apart
    return rows


def measure_in(folder: Path, address: str, seconds: float, visitors: int) -> list[Row]:
    """Measure with files in a folder and a lake at an address."""
    commits = measure_commits(folder, address)
    with run_server(folder / "desk") as desk, serve_lake(folder, address, 2) as servers:
        for server in (desk, servers[0]):
            warm_up(server)
        reads = compare_reads(desk, servers[0])
        rows = compare_processes(servers, visitors, seconds)
        for server in (desk, *servers):
            check_log(server)
    return [*rows, *reads, *commits]


def measure(seconds: float = SECONDS, visitors: int = VISITORS) -> list[Row]:
    """Return one process beside two, and reads and commits beside a desk's."""
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with run_postgres("load") as address, tempfile.TemporaryDirectory() as folder:
        return measure_in(Path(folder), address, seconds, visitors)


def main() -> int:
    """Run it alone; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each of six turns")
    parser.add_argument("--visitors", type=int, default=VISITORS)
    options = parser.parse_args()
    rows = measure(options.seconds, options.visitors)
    print_table(rows)
    return 0 if all(row.is_held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
