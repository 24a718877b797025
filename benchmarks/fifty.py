"""Measures fifty people at once: ``python -m benchmarks.fifty [--seconds N] [--processes N]``.

A region's server of two cores serves them: two processes of the app on one lake (docs/deploy.md).
Each of them always asks the same process; nginx, which sees to that, is not in between. Each does
something every three seconds for 90 seconds, at 68,000 figures; in the middle somebody sends a
county's file, which both processes take over. What they do repeats as people's doings do: half of
the time a page is opened by a link, half of the time something is chosen from a list of the page,
of its first eight options. Of the pages, the overview, the targets and the counties are looked at
most (`PAGES`); of the counties, the indicators and the options, the n-th is picked 1/n as often as
the first. The day has begun: before, each of them has done forty other things of that kind, however
long that took.

The clock's times say how it feels on a machine that does nothing else. The processor's time holds
on a busy one too: fifty people need a third of a core for every 20 ms that an action costs. No
limit is asked of it: what is repeated and what is new have limits of their own (`pages`), here both
come together, and each process takes over the file.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks._region import fill_lake, run_postgres, serve_lake
from benchmarks._servers import check_log, keep_bytecode, read_processor_ms, run_empty
from benchmarks._table import Row, print_table
from benchmarks.pages import visit_all
from tests.browser.serving import ROOT, Server
from tests.browser.visitor import Visitor, list_exceptions, visit_server

PEOPLE, EVERY_S, SECONDS = 50, 3.0, 90.0
# One for each core.
PROCESSES = 2
MOST_S, MOST_MEMORY = 0.5, 2
# What each of them has done before, without a pause. In a given time a slow machine would do less,
# and have more left that is new.
LEAD_ACTIONS = 40
# What a visitor looks at whose memory is measured, and how many of them there are.
LOOKS = [(page, "") for page in ("overview", "targets", "county", "boxes", "map")]
FURTHER = 150
# How often a page is looked at, of a hundred looks.
PAGES = {
    "overview": 24,
    "targets": 20,
    "county": 20,
    "indicator": 12,
    "boxes": 8,
    "map": 6,
    "roles": 4,
    "compare": 3,
    "projects": 2,
    "methods": 1,
}
COUNTIES = (
    "654026 654025 652901 652722 653122 652327 650121 652324 653125 654223 654321 652825 654027 "
    "652801 653201 654201 652301 654301 650102 652902"
).split()
INDICATORS = "beef_output mutton_output milk_output cattle_stock sheep_stock".split()
# Lists that are chosen from, and not forms that are filled in.
CHOICES, MOST_OPTIONS = "choice_", 8


@dataclass
class Seen:
    """What the people saw: the seconds of each action, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def pick(chance: random.Random, options: list[str]) -> str:
    """Return one of the options; the n-th is picked 1/n as often as the first."""
    return chance.choices(options, [1 / (at + 1) for at in range(len(options))])[0]


def make_query(chance: random.Random, page: str) -> str:
    """Return what a link to a page asks for."""
    county = pick(chance, COUNTIES)
    return {
        "overview": f"area={chance.choice(['650000', county])}",
        "targets": f"area={chance.choice(['650000', county])}",
        "county": f"code={county}",
        "indicator": f"id={pick(chance, INDICATORS)}&area={chance.choice(['650000', county])}",
        "map": f"kind=indicator&indicator={pick(chance, INDICATORS)}",
        "compare": f"code={COUNTIES[0]},{pick(chance, COUNTIES[1:])}",
    }.get(page, "")


def act(chance: random.Random, visitor: Visitor) -> list:
    """Do one thing; return what the server sent."""
    lists = [key for key in visitor.lists if key.startswith(CHOICES)]
    if lists and chance.random() < 0.5:
        key = chance.choice(lists)
        option = pick(chance, visitor.lists[key].options[:MOST_OPTIONS])
        return visitor.choose(key, option)
    page = chance.choices(list(PAGES), list(PAGES.values()))[0]
    query = make_query(chance, page)
    return visitor.open_page(page, query)


def be_a_person(server: Server, number: int, until: float, seen: Seen) -> None:
    """Do something every three seconds until the time is over."""
    chance = random.Random(number)
    try:
        with visit_server(server.url) as visitor:
            due = time.monotonic() + EVERY_S * number / PEOPLE
            while due < until:
                time.sleep(max(0.0, due - time.monotonic()))
                # Who waits for an answer does nothing meanwhile, but it was wanted when due.
                sent = act(chance, visitor)
                seen.seconds.append(time.monotonic() - due)
                seen.faults += list_exceptions(sent)
                due = max(due + EVERY_S, time.monotonic())
    except Exception as error:
        seen.faults.append(repr(error))


def begin_day(servers: list[Server]) -> None:
    """Let fifty people do what they did before anybody measures."""
    for server in servers:
        visit_all(server)
    _join(_start(be_early, servers))


def be_early(server: Server, number: int) -> None:
    """Do what one of them did before, without a pause."""
    # Others than those who are measured.
    chance = random.Random(PEOPLE + number)
    with visit_server(server.url) as visitor:
        for _ in range(LEAD_ACTIONS):
            act(chance, visitor)


def be_many(servers: list[Server], seconds: float, write: Callable[[], None]) -> Seen:
    """Let fifty people act at once; in the middle somebody writes."""
    seen, until = Seen(), time.monotonic() + seconds
    people = _start(partial(be_a_person, until=until, seen=seen), servers)
    time.sleep(seconds / 2)
    write()
    _join(people)
    return seen


def _start(be: Callable[[Server, int], None], servers: list[Server]) -> list[threading.Thread]:
    """Let fifty people begin; each of them has a number and a process."""
    asked = [(servers[number % len(servers)], number) for number in range(PEOPLE)]
    people = [threading.Thread(target=be, args=one) for one in asked]
    for person in people:
        person.start()
    return people


def _join(people: list[threading.Thread]) -> None:
    for person in people:
        person.join()


def send_file(folder: Path) -> None:
    """Send a county's file, as a clerk does on the command line."""
    file = folder / "county.csv"
    rows = [f"cattle_stock,654026,{year},{10 + year % 7}.5,万头" for year in range(2014, 2025)]
    file.write_text("indicator_id,area_id,year,value,unit\n" + "\n".join(rows) + "\n")
    command = [sys.executable, "-m", "data", "ingest", str(file)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def read_memory_mb(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def measure_bare_ms(empty: Server) -> float:
    """Return the processor time of another run of the empty page."""
    with visit_server(empty.url) as visitor:
        visitor.open_page("")
        before = read_processor_ms(empty.pid)
        for _ in range(100):
            visitor.open_page("")
        return (read_processor_ms(empty.pid) - before) / 100


def measure_memory(server: Server, views: list[tuple[str, str]]) -> float:
    """Return the MB that a further visitor takes who looks at some pages and stays."""
    with ExitStack() as open_visits:

        def let_in(people: int) -> float:
            for _ in range(people):
                visitor = open_visits.enter_context(visit_server(server.url))
                for page, query in views:
                    visitor.open_page(page, query)
            return read_memory_mb(server.pid)

        # The first of them make what all share.
        before = let_in(PEOPLE)
        return (let_in(FURTHER) - before) / FURTHER


def read_used_ms(servers: list[Server]) -> float:
    """Return the processor time that the processes have used."""
    return sum(read_processor_ms(server.pid) for server in servers)


def measure(seconds: float = SECONDS, processes: int = PROCESSES) -> list[Row]:
    """Return how long fifty people wait, and what each of them takes."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        keep_bytecode(folder)
        with run_empty(folder) as empty:
            bare_ms = measure_bare_ms(empty)
            bare_mb = measure_memory(empty, [("", "")] * len(LOOKS))
        address = running.enter_context(run_postgres("fifty"))
        with fill_lake(folder, address):
            pass
        servers = running.enter_context(serve_lake(folder, address, processes))
        ours_mb = measure_memory(servers[0], LOOKS)
        begin_day(servers)
        before_ms = read_used_ms(servers)
        seen = be_many(servers, seconds, partial(send_file, folder))
        used_ms = (read_used_ms(servers) - before_ms) / max(len(seen.seconds), 1)
        for server in servers:
            check_log(server)
    for fault in seen.faults[:5]:
        print(fault)
    late = statistics.quantiles(seen.seconds, n=100)
    print(
        f"{len(seen.seconds)} of {int(seconds / EVERY_S) * PEOPLE} actions; seconds in the middle "
        f"{late[49]:.2f}, 95 of 100 {late[94]:.2f}, 99 of 100 {late[98]:.2f}"
    )
    return list_rows(seen, late[94], (used_ms, bare_ms), (ours_mb, bare_mb), processes)


def list_rows(
    seen: Seen, late: float, times: tuple[float, float], memory: tuple[float, float], processes: int
) -> list[Row]:
    """Return the rows of the table, from what was measured of ours and of the empty page."""
    on = "two processes" if processes == PROCESSES else f"{processes} processes"
    who = f"{PEOPLE} people on {on}, one action in {EVERY_S:.0f} s"
    return [
        Row(f"{who}: 95 of 100 answers", late, MOST_S, unit="s"),
        Row(f"{who}: errors", len(seen.faults), 0, unit=""),
        Row(f"{who}: processor per action", times[0], None, times[1], beside="empty page"),
        Row(
            "memory of a further visitor after five pages",
            memory[0],
            MOST_MEMORY,
            memory[1],
            unit="MB",
            beside="empty page",
        ),
    ]


def main() -> int:
    """Run it alone; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fifty", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    options = parser.parse_args()
    rows = measure(options.seconds, options.processes)
    print_table(rows)
    return 0 if all(row.is_held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
