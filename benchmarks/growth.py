"""Whether it stays fast as the figures grow: ``python -m benchmarks.growth [--largest]``.

Stores of 10,000, 100,000 and 1 million made-up figures (10 million with --largest) are asked for
the list of years, one indicator and one area, each beside the same question to a table that
DuckDB made of the same figures at once; and take a county's file whose figures replace older
ones, beside the same at the smallest size. Then the store of 100,000 takes many small uploads
one by one and is asked again. Times are processor time, which neighbours on the machine change
less than the clock's. Exit code 1 when a limit is missed.
"""

import argparse
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from data.statistics.commit import commit_upload
from data.statistics.ingest import ingest_file
from data.statistics.read import read_statistics
from data.store.build import build_plan, open_store
from data.store.check import run_checks
from data.store.database import Store, make_id

SQL = Path(__file__).resolve().parent / "sql"
INDICATORS, FIRST_YEAR = 100, 1990
# Figures: areas and years.
SIZES = {10_000: (10, 10), 100_000: (40, 25), 1_000_000: (286, 35)}
LARGEST = {10_000_000: (2_844, 35)}
WORN = 100_000
QUESTIONS = ("years", "one_indicator", "one_area")
COUNTY, COUNTY_YEARS = "710003", 10
ROUNDS = 7
# Processor time is counted in coarse steps: below so many ms a difference says nothing.
LIMIT_RATIO, SPARE_MS, LIMIT_UPLOAD_RATIO = 1.5, 5.0, 1.5
HEAD = f"{'workload':44} {'reference':>12} {'ours':>12} {'ratio':>7} {'limit':>6}"


class Table:
    """Prints one line per workload and remembers whether a limit was missed."""

    def __init__(self) -> None:
        self.is_good = True
        print(HEAD)

    def add(self, workload: str, reference_ms: float, ours_ms: float, limit: float, spare=0.0):
        """Print a line; it is missed when ours is above the reference times the limit."""
        is_good = ours_ms <= reference_ms * limit + spare
        self.is_good &= is_good
        print(
            f"{workload:44} {reference_ms:9.1f} ms {ours_ms:9.1f} ms "
            f"{ours_ms / reference_ms:7.2f} {limit:6.1f}{'' if is_good else '  missed'}",
            flush=True,
        )


def read_clock() -> float:
    """Return the processor time of this process and of those that it started, in ms."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used) * 1000


def make_store(path: Path, areas: int, years: int) -> Store:
    """Return a store of areas × indicators × years figures, written without their being kept."""
    with Store(path) as store:
        build_plan(store)
    with duckdb.connect(path) as connection:
        for what, ids in (
            ("areas", [f"{710000 + at}" for at in range(areas)]),
            ("indicators", [f"generated_{at:02d}" for at in range(INDICATORS)]),
        ):
            connection.register("batch", pd.DataFrame({"id": ids}))
            connection.execute((SQL / f"{what}.sql").read_text())
        size = {"areas": areas, "indicators": INDICATORS, "years": years}
        for script in ("fill", "fill_parts"):
            connection.execute((SQL / f"{script}.sql").read_text(), {"areas": areas})
        connection.execute((SQL / "fill_revisions.sql").read_text(), size)
    start = read_clock()
    store = open_store(path)
    print(
        f"{areas * INDICATORS * years:,} figures: kept in {(read_clock() - start) / 1000:.1f} s, "
        f"the file has {path.stat().st_size / 1024**2:.0f} MB"
    )
    return store


def measure(works: list[Callable], rounds: int = ROUNDS) -> list[float]:
    """Return the median of each work in ms; they take turns, the first round is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for work, found in zip(works, times, strict=True):
            start = read_clock()
            work()
            found.append(read_clock() - start)
    return [statistics.median(found[1:]) for found in times]


def ask(path: Path, table: Table, label: str) -> None:
    """Ask each question of what is kept and of the table made at once."""
    with duckdb.connect(path) as connection:
        connection.execute((SQL / "reference.sql").read_text())
        for question in QUESTIONS:
            text = (SQL / f"{question}.sql").read_text()
            ours, reference = (
                lambda name=name, text=text: connection.execute(
                    text.format(table=name)
                ).to_arrow_table()
                for name in ("facts.figure", "main.reference")
            )
            if not ours().equals(reference()) or not len(ours()):
                raise SystemExit(f"{label}, {question}: not the same figures")
            ours_ms, reference_ms = measure([ours, reference])
            table.add(f"{label}: {question}", reference_ms, ours_ms, LIMIT_RATIO, SPARE_MS)


def measure_upload(store: Store, folder: Path) -> tuple[float, float]:
    """Return the ms that a county's file takes, and those of comparing and writing alone."""
    turn = 0

    def make_file() -> Path:
        nonlocal turn
        turn += 1
        path = folder / "county.csv"
        rows = pd.MultiIndex.from_product(
            [
                [f"generated_{at:02d}" for at in range(INDICATORS)],
                range(FIRST_YEAR, FIRST_YEAR + COUNTY_YEARS),
            ],
            names=["indicator_id", "year"],
        ).to_frame(index=False)
        values = range(turn * 1000, turn * 1000 + len(rows))
        rows.assign(area_id=COUNTY, value=values, unit="万吨").to_csv(path, index=False)
        return path

    whole, written = [], []
    for _ in range(ROUNDS + 1):
        path = make_file()
        start = read_clock()
        if ingest_file(store, path)["revised"] != INDICATORS * COUNTY_YEARS:
            raise SystemExit("the county's file was not taken whole")
        whole.append(read_clock() - start)
        path = make_file()
        reading = read_statistics(path.read_bytes(), path.name, store)
        start = read_clock()
        commit_upload(store, reading)
        written.append(read_clock() - start)
    return statistics.median(whole[1:]), statistics.median(written[1:])


def wear(store: Store, uploads: int) -> float:
    """Write many small uploads one by one; return the median ms of the last of them."""
    times = []
    for turn in range(uploads):
        upload_id = make_id()
        rows = pd.DataFrame(
            {
                "indicator_id": f"generated_{at % INDICATORS:02d}",
                "area_id": f"{710000 + turn % 40}",
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
        start = read_clock()
        with store.transaction() as writer:
            writer.insert("facts.upload", pd.DataFrame([{"upload_id": upload_id}]))
            writer.insert("facts.observation_revision", rows)
        times.append(read_clock() - start)
    return statistics.median(times[-50:])


def main() -> int:
    """Make the stores, ask them, print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--largest", action="store_true", help="10 million figures too")
    parser.add_argument("--uploads", type=int, default=1_000, help="how many small uploads")
    options = parser.parse_args()
    table, smallest = Table(), None
    with tempfile.TemporaryDirectory() as folder:
        for figures, (areas, years) in (SIZES | (LARGEST if options.largest else {})).items():
            path, label = Path(folder) / f"{figures}.duckdb", f"{figures:,} figures"
            with make_store(path, areas, years) as store:
                found = measure_upload(store, Path(folder))
            smallest = smallest or found
            for name, reference_ms, ours_ms in zip(
                ("a county's file", "of it comparing and writing"), smallest, found, strict=True
            ):
                table.add(f"{label}: {name}", reference_ms, ours_ms, LIMIT_UPLOAD_RATIO)
            ask(path, table, label)
            if figures != WORN:
                path.unlink()
        path, label = Path(folder) / f"{WORN}.duckdb", f"after {options.uploads:,} uploads"
        with open_store(path) as store:
            wear(store, options.uploads)
            found = measure_upload(store, Path(folder))
            table.add(f"{label}: a county's file", smallest[0], found[0], LIMIT_UPLOAD_RATIO)
            table.add(f"{label}: comparing and writing", smallest[1], found[1], LIMIT_UPLOAD_RATIO)
            broken = [check.check_id for check in run_checks(store) if check.rows]
        ask(path, table, label)
    if broken:
        print(f"data check: {broken}")
    return 0 if table.is_good and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
