"""Whether it stays fast as the figures grow: ``python -m benchmarks growth``.

Stores of 10,000, 100,000, 1 million and 10 million made-up figures (of the counties first, then of
made-up areas) are asked for the list of years, one indicator and one area, each beside the same
question to a table that DuckDB made of the same figures at once. They take a county's file whose
figures replace older ones, open, and show pages, by turns with the smallest one. Then the store of
100,000 takes many small uploads one by one and is asked again. Times are processor time, which
neighbours on the machine change less than the clock's; a county's file includes the process that
reads it.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from unittest.mock import patch

import duckdb
import pandas as pd

from benchmarks._table import Row, print_table
from data.statistics.ingest import ingest_file
from data.store.backup import make_daily_copy
from data.store.build import build_plan, keep_store, open_store
from data.store.check import run_checks
from data.store.current import sort_current
from data.store.database import Store
from data.store.faults import get_backups_kept
from data.store.ids import make_id

SQL = Path(__file__).resolve().parent / "sql"
ROOT = SQL.parents[1]
INDICATORS, FIRST_YEAR = 100, 1990
# Figures: areas and years.
SIZES = {10_000: (112, 1), 100_000: (112, 9), 1_000_000: (286, 35), 10_000_000: (2_844, 35)}
WORN, UPLOADS = 100_000, 1_000
QUESTIONS = ("years", "one_indicator", "one_area")
# Places in the list of areas: the county that visitors look at, and the one that sends a file.
COUNTY, SENDER, COUNTY_YEARS = 3, 4, 10
ROUNDS = 7
# The same first look takes up to half as long again by chance.
VISITS = 3
# Processor time is counted in coarse steps: below so many ms a difference says nothing.
LIMIT_RATIO, SPARE_MS, PAGE_SPARE_MS = 1.5, 5.0, 20.0
LIMIT_START_S = 1.0
_values = count(1000, 1000)


def name_indicator(number: int) -> str:
    """Return the id of a made-up indicator: told from others by its first eight characters, as most
    of the plan's are. The engine knows no more of what a part of a column holds."""
    return f"made_{number:02d}_output"


# Pages that read figures, with what they are asked for.
PAGES = {
    "progress/overview": {},
    "progress/targets": {},
    "progress/indicator": {"id": name_indicator(5), "area": "{area}"},
    "counties/county": {"code": "{area}"},
    "counties/map": {"indicator": name_indicator(5)},
    "counties/compare": {"code": "{area}"},
    "tasks/upload": {},
}


def read_clock() -> float:
    """Return the processor time of this process and of those that it started, in ms."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used) * 1000


def measure(sizes: dict[int, tuple[int, int]] | None = None, uploads: int = UPLOADS) -> list[Row]:
    """Return a row per size and question, page, county's file and start."""
    rows, smallest = [], None
    with tempfile.TemporaryDirectory() as folder:
        for figures, (areas, years) in (sizes or SIZES).items():
            path, label = Path(folder) / f"{figures}.duckdb", f"{figures:,} figures"
            codes = make_store(path, areas, years)
            rows += ask(path, label, codes)
            smallest = smallest or path
            if path is not smallest:
                beside = Path(shutil.copy(smallest, Path(folder) / "beside.duckdb"))
                rows += compare_files(label, beside, path, codes[SENDER])
                rows += compare_visits(label, beside, path, codes[COUNTY])
                if figures != WORN:
                    path.unlink()
        path, label = Path(folder) / f"{WORN}.duckdb", f"after {uploads:,} uploads"
        if smallest and path.exists():
            codes = _list_areas(path, SIZES[WORN][0])
            with open_store(path) as store:
                wear(store, uploads, codes)
            rows += compare_files(label, smallest, path, codes[SENDER])
            with open_store(path) as store:
                broken = [check.check_id for check in run_checks(store) if check.rows]
            if broken:
                raise SystemExit(f"data check: {broken}")
            rows += ask(path, label, codes)
    return rows


def compare_files(label: str, beside: Path, path: Path, area: str) -> list[Row]:
    """Return a row for a county's file that revises all of its figures, which both stores take
    by turns; the first of each is not counted."""
    took: tuple[list[float], list[float]] = ([], [])
    with open_store(beside) as small, open_store(path) as large:
        for _ in range(1 + ROUNDS):
            for times, store in zip(took, (small, large), strict=True):
                times.append(measure_upload(store, path.parent, area))
    beside_ms, ours_ms = (statistics.median(times[1:]) for times in took)
    named = f"{label}: a county's file (processor)"
    return [Row(named, ours_ms, LIMIT_RATIO, beside_ms, beside="smallest")]


def compare_visits(label: str, beside: Path, path: Path, area: str) -> list[Row]:
    """Return a row per page, the first visitor and the start; both stores are visited by turns."""
    turns = [(_visit(beside, area), _visit(path, area)) for _ in range(VISITS)]
    smallest, ours = (
        {name: statistics.median(one[name] for one in seen) for name in seen[0]}
        for seen in zip(*turns, strict=True)
    )
    more_s = (ours.pop("start") - smallest.pop("start")) / 1000
    return [
        Row(f"{label}: start, beyond the smallest's", more_s, LIMIT_START_S, unit="s"),
        *(
            Row(
                f"{label}: {name} (processor)",
                ours_ms,
                LIMIT_RATIO,
                smallest[name],
                beside="smallest",
                spare=PAGE_SPARE_MS,
            )
            for name, ours_ms in ours.items()
        ),
    ]


def _visit(path: Path, area: str) -> dict[str, float]:
    """Return what `visit_pages` returns, of a process of its own: only once is a page new to it."""
    command = [sys.executable, "-m", "benchmarks.growth", "--visit", str(path), area]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout
    return json.loads(said.splitlines()[-1])


def visit_pages(path: str, area: str) -> dict[str, float]:
    """Open a store and its pages as a visitor does; return the ms of each.

    A page is timed when it is first asked for, and when it is asked for again.
    """
    os.environ["CAOMU_DB"] = path
    # A server has imported it before anybody comes (`pages.warming`); only many years ask for it.
    import streamlit.emojis  # noqa: F401
    from streamlit.components.v2 import manifest_scanner
    from streamlit.testing.v1 import AppTest

    # A test's first run looks through all installed packages, as a server does once at its start.
    patch.object(manifest_scanner, "scan_component_manifests", list).start()
    start = read_clock()
    store = keep_store(path)
    found = {"start": read_clock() - start}
    # Of a page's time they are none: without this they are made half a minute after the start.
    make_daily_copy(store, get_backups_kept())
    sort_current(store)
    # What the first visitor waits for, whatever he asks for, and the next one after each write.
    start = read_clock()
    AppTest.from_file(str(ROOT / "app.py"), default_timeout=600).run()
    found["the first visitor"] = read_clock() - start
    for page, query in PAGES.items():
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
        for key, value in query.items():
            app.query_params[key] = value.format(area=area)
        times = []
        for turn in range(1 + ROUNDS):
            start = read_clock()
            app.switch_page(f"pages/{page}.py").run() if turn == 0 else app.run()
            times.append(read_clock() - start)
        # A page that fails says so in words, which are drawn fast.
        said = "".join(part.proto.body for part in app.get("html"))
        if app.exception or 'class="notice error"' in said:
            raise SystemExit(f"{page} failed: {app.exception}")
        name = page.split("/")[1]
        found[f"/{name} at first"] = times[0]
        found[f"/{name} again"] = statistics.median(times[1:])
    return found


def _list_areas(path: Path, areas: int) -> list[str]:
    """Return the counties of the plan, and as many made-up areas as are wanted beyond them."""
    with duckdb.connect(path) as connection:
        found = connection.execute((SQL / "real_areas.sql").read_text()).fetchall()
    real = [code for (code,) in found]
    return sorted([*real, *(f"{710000 + at}" for at in range(areas - len(real)))][:areas])


def make_store(path: Path, areas: int, years: int) -> list[str]:
    """Make a store of areas × indicators × years figures, written without their being kept, and
    let them be kept; return the areas."""
    with Store(path) as store:
        build_plan(store)
    codes = _list_areas(path, areas)
    with duckdb.connect(path) as connection:
        for what, ids in (
            ("areas", [code for code in codes if code.startswith("71")]),
            ("indicators", list(map(name_indicator, range(INDICATORS)))),
        ):
            connection.register("batch", pd.DataFrame({"id": pd.Series(ids, dtype="str")}))
            connection.execute((SQL / f"{what}.sql").read_text())
        each = {"areas": codes, "figures": INDICATORS * years}
        connection.execute((SQL / "fill.sql").read_text(), each)
        connection.execute((SQL / "fill_parts.sql").read_text(), {"areas": codes})
        size = {"areas": codes, "indicators": INDICATORS, "years": years}
        connection.execute((SQL / "fill_revisions.sql").read_text(), size)
    start = read_clock()
    open_store(path).close()
    print(
        f"{areas * INDICATORS * years:,} figures: kept in {(read_clock() - start) / 1000:.1f} s, "
        f"the file has {path.stat().st_size / 1024**2:.0f} MB",
        flush=True,
    )
    return codes


def take_turns(works: list[Callable], rounds: int = ROUNDS) -> list[float]:
    """Return the median of each work in ms; they take turns, the first round is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for work, found in zip(works, times, strict=True):
            start = read_clock()
            work()
            found.append(read_clock() - start)
    return [statistics.median(found[1:]) for found in times]


def ask(path: Path, label: str, codes: list[str]) -> list[Row]:
    """Ask each question of what is kept and of the table made at once."""
    rows = []
    with duckdb.connect(path) as connection:
        connection.execute((SQL / "reference.sql").read_text())
        for question in QUESTIONS:
            text = (SQL / f"{question}.sql").read_text()
            ours, reference = (
                lambda name=name, text=text: connection.execute(
                    text.format(table=name, area=codes[COUNTY])
                ).to_arrow_table()
                for name in ("facts.figure", "main.reference")
            )
            if not ours().equals(reference()) or not len(ours()):
                raise SystemExit(f"{label}, {question}: not the same figures")
            ours_ms, reference_ms = take_turns([ours, reference])
            named = f"{label}: {question.replace('_', ' ')} (processor)"
            rows.append(
                Row(
                    named, ours_ms, LIMIT_RATIO, reference_ms, beside="sorted table", spare=SPARE_MS
                )
            )
    return rows


def measure_upload(store: Store, folder: Path, area: str) -> float:
    """Return the ms of a county's file that revises all of its figures."""
    path = folder / "county.csv"
    rows = pd.MultiIndex.from_product(
        [map(name_indicator, range(INDICATORS)), range(FIRST_YEAR, FIRST_YEAR + COUNTY_YEARS)],
        names=["indicator_id", "year"],
    ).to_frame(index=False)
    # No value comes twice.
    first = next(_values)
    values = range(first, first + len(rows))
    rows.assign(area_id=area, value=values, unit="万吨").to_csv(path, index=False)
    start = read_clock()
    report = ingest_file(store, path)
    took = read_clock() - start
    if report["new"] + report["revised"] != len(rows):
        raise SystemExit("the county's file was not taken whole")
    return took


def wear(store: Store, uploads: int, codes: list[str]) -> None:
    """Write many small uploads one by one."""
    for turn in range(uploads):
        upload_id = make_id()
        rows = pd.DataFrame(
            {
                "indicator_id": name_indicator(at % INDICATORS),
                "area_id": codes[turn % len(codes)],
                "year": FIRST_YEAR + at % 25,
                "period": "Y",
                "value": float(turn + at),
                "unit": "万吨",
                "state": "reported",
                "source": "统计年鉴",
                "upload_id": upload_id,
                "is_withdrawn": False,
            }
            for at in range(turn, turn + 300)
        )
        with store.transaction() as writer:
            writer.insert("facts.upload", pd.DataFrame([{"upload_id": upload_id}]))
            writer.insert("facts.observation_revision", rows)


def main() -> None:
    """Measure, or visit one store for `measure`; print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--most", type=int, default=max(SIZES), help="the largest size, in figures")
    parser.add_argument("--uploads", type=int, default=UPLOADS, help="how many small uploads")
    parser.add_argument("--visit", nargs=2, metavar=("PATH", "AREA"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.visit:
        print(json.dumps(visit_pages(*options.visit)), flush=True)
        # The libraries' own threads may abort an orderly end, and nothing is left to be done.
        os._exit(0)
    sizes = {figures: size for figures, size in SIZES.items() if figures <= options.most}
    print_table(measure(sizes, options.uploads))


if __name__ == "__main__":
    main()
