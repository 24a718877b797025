"""How long files of figures take: ``python -m benchmarks ingest``.

A million made-up figures come as a tidy CSV (an id of the indicator, an area, a year, a value and
a unit in each row), the same in GB18030, and as a wide CSV (a column per year); a fifth of them as
a wide .xlsx; and the tidy file comes a second time into the store that it filled, once as it was
and once with every value changed. Beside each stands what it takes to read the same figures and
insert the five columns of the file into a table on disk: DuckDB alone for text, calamine and
DuckDB for .xlsx. DuckDB reads no GB18030: beside that file it reads the same in UTF-8.

Each contender runs in a process of its own. Times are processor time, of the process and of the
one that reads the file apart: medians of several turns.
"""

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import python_calamine
from openpyxl import Workbook

from benchmarks._table import Row, print_table
from data.statistics.ingest import ingest_file
from data.store.build import build_plan
from data.store.database import Store

SQL = Path(__file__).resolve().parent / "sql"
YEARS = range(2000, 2025)
INDICATORS = 20
UNITS = ("吨", "万吨")
FIGURES, BOOK_SHARE = 1_000_000, 5
TURNS = 3
LIMIT_TIMES, LIMIT_MB = 3.0, 1024
_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
# Workload: what it is measured by, our contender, and the share of the figures.
WORKLOADS = {
    "tidy CSV": ("insert_tidy", "ingest_tidy", 1),
    "tidy CSV in GB18030": ("insert_tidy", "ingest_gbk", 1),
    "wide CSV": ("insert_wide", "ingest_wide", 1),
    "wide .xlsx": ("insert_book", "ingest_book", BOOK_SHARE),
    "tidy CSV again, nothing new": ("insert_again", "ingest_again", 1),
    "tidy CSV again, every value changed": ("insert_again", "ingest_changed", 1),
}


def measure(figures: int = FIGURES, turns: int = TURNS) -> list[Row]:
    """Return a row per workload, and one for the largest peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        _make_files(Path(folder), figures)
        _make_stores(Path(folder), figures)
        results = _run_all(Path(folder), figures, turns)
    rows = []
    for workload, (reference, ours, share) in WORKLOADS.items():
        ours_s, reference_s = (
            statistics.median(result["seconds"] for result in results[name])
            for name in (ours, reference)
        )
        beside = "calamine and DuckDB" if reference == "insert_book" else "DuckDB"
        named = f"{figures // share:,} figures, {workload} (processor)"
        rows.append(Row(named, ours_s, LIMIT_TIMES, reference_s, unit="s", beside=beside))
    peak = max(result["peak_mb"] for _, ours, _ in WORKLOADS.values() for result in results[ours])
    return [*rows, Row("peak memory of a process in these", peak, LIMIT_MB, unit="MB")]


def _make_files(folder: Path, figures: int) -> None:
    """Write the generated ids, the figures as text in four ways and a part of them as a book."""
    rng = random.Random(20)
    areas = [f"{710000 + at}" for at in range(figures // (INDICATORS * len(YEARS)))]
    indicators = [f"generated_{at:02d}" for at in range(INDICATORS)]
    (folder / "names.json").write_text(json.dumps({"areas": areas, "indicators": indicators}))
    tidy, changed, wide = ["indicator_id,area_id,year,value,unit"], [], []
    wide.append(",".join(["indicator_id", "area_id", "unit", *(f"{year}年" for year in YEARS)]))
    changed.append(tidy[0])
    for indicator in indicators:
        for number, area in enumerate(areas):
            level, unit = rng.uniform(10, 1000), UNITS[number // 40 % 2]
            values = [level * (1 + rng.uniform(-0.03, 0.03)) for _ in YEARS]
            wide.append(",".join([indicator, area, unit, *(f"{value:.2f}" for value in values)]))
            for year, value in zip(YEARS, values, strict=True):
                tidy.append(f"{indicator},{area},{year},{value:.2f},{unit}")
                changed.append(f"{indicator},{area},{year},{value + 0.01:.2f},{unit}")
    for name, lines in (("tidy", tidy), ("changed", changed), ("wide", wide)):
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / "gbk.csv").write_text("\n".join([*tidy, ""]), encoding="gb18030")
    _make_book(folder / "wide.xlsx", wide[: 1 + len(wide) // BOOK_SHARE])


def _make_book(path: Path, lines: list[str]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for number, line in enumerate(lines):
        cells = line.split(",")
        sheet.append([*cells[:3], *(map(float, cells[3:]) if number else cells[3:])])
    book.save(path)


def _make_stores(folder: Path, figures: int) -> None:
    """Make a database whose plan has the generated areas and indicators, and one that took the
    tidy file."""
    names = json.loads((folder / "names.json").read_text())
    with Store(folder / "empty.duckdb") as store:
        build_plan(store)
    with duckdb.connect(folder / "empty.duckdb") as connection:
        for what in ("areas", "indicators"):
            connection.register("batch", pd.DataFrame({"id": names[what]}))
            connection.execute((SQL / f"{what}.sql").read_text())
    _ingest(folder, "empty", "tidy.csv", "new", "full.duckdb")
    _insert(folder, "insert_tidy", "tidy.csv", "bare_full.duckdb")


def _run_all(folder: Path, figures: int, turns: int) -> dict[str, list[dict]]:
    """Run every contender in turn; return what each took."""
    shares = {
        name: share for reference, ours, share in WORKLOADS.values() for name in (reference, ours)
    }
    results: dict[str, list[dict]] = {name: [] for name in shares}
    for _ in range(turns):
        for name, share in shares.items():
            command = [sys.executable, "-m", "benchmarks.ingest", name, str(folder)]
            root = SQL.parents[1]
            said = subprocess.run(command, check=True, capture_output=True, cwd=root).stdout
            result = json.loads(said)
            wanted = figures // share
            if result["rows"] != wanted:
                raise SystemExit(f"{name}: {result['rows']} figures instead of {wanted}")
            results[name].append(result)
    return results


def _run_one(name: str, folder: Path) -> dict:
    """Run one contender here; return processor seconds, peak MB of the larger process, and
    figures."""
    seconds, rows = CONTENDERS[name](folder)
    peak = max(resource.getrusage(who).ru_maxrss for who in _PROCESSES) / 1024
    return {"seconds": seconds, "peak_mb": peak, "rows": rows}


def _read_clock() -> float:
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(part.ru_utime + part.ru_stime for part in used)


def _time(path: Path, work: Callable[[duckdb.DuckDBPyConnection], object]) -> tuple[float, int]:
    """Return the seconds of work on a table, opening and closing its file included, and by how
    many rows the table grew."""
    counted = (SQL / "count.sql").read_text()
    if not path.exists():
        with duckdb.connect(path) as connection:
            connection.execute((SQL / "table.sql").read_text())
    with duckdb.connect(path) as connection:
        before = connection.execute(counted).fetchone()[0]
    start = _read_clock()
    with duckdb.connect(path) as connection:
        work(connection)
    seconds = _read_clock() - start
    with duckdb.connect(path) as connection:
        return seconds, connection.execute(counted).fetchone()[0] - before


def _insert(folder: Path, script: str, file: str, path: str = "bare.duckdb") -> tuple[float, int]:
    """Let DuckDB read a file and insert its five columns into a new table on disk."""
    (folder / path).unlink(missing_ok=True)
    parameters = {"file": str(folder / file)}
    text = (SQL / f"{script}.sql").read_text()
    return _time(folder / path, lambda connection: connection.execute(text, parameters))


def _insert_again(folder: Path) -> tuple[float, int]:
    """Let DuckDB append the tidy file to a table that has its figures already."""
    path = Path(shutil.copy(folder / "bare_full.duckdb", folder / "bare.duckdb"))
    parameters = {"file": str(folder / "tidy.csv")}
    text = (SQL / "insert_tidy.sql").read_text()
    return _time(path, lambda connection: connection.execute(text, parameters))


def _insert_book(folder: Path) -> tuple[float, int]:
    """Let calamine read a book and DuckDB insert the five columns of its figures."""

    def work(connection: duckdb.DuckDBPyConnection) -> None:
        book = python_calamine.load_workbook(folder / "wide.xlsx")
        rows = book.get_sheet_by_index(0).to_python()
        connection.register("wide", pd.DataFrame(rows[1:], columns=rows[0]))
        connection.execute((SQL / "insert_book.sql").read_text())

    (folder / "bare.duckdb").unlink(missing_ok=True)
    return _time(folder / "bare.duckdb", work)


def _ingest(
    folder: Path, start: str, file: str, count: str = "new", path: str = "ingest.duckdb"
) -> tuple[float, int]:
    """Run the whole ingest into a copy of a store: read, check, compare, commit."""
    shutil.copy(folder / f"{start}.duckdb", folder / path)
    started = _read_clock()
    with Store(folder / path) as store:
        report = ingest_file(store, folder / file, by="benchmark")
    return _read_clock() - started, report[count]


CONTENDERS: dict[str, Callable[[Path], tuple[float, int]]] = {
    "insert_tidy": lambda folder: _insert(folder, "insert_tidy", "tidy.csv"),
    "insert_wide": lambda folder: _insert(folder, "insert_wide", "wide.csv"),
    "insert_book": _insert_book,
    "insert_again": _insert_again,
    "ingest_tidy": lambda folder: _ingest(folder, "empty", "tidy.csv"),
    "ingest_gbk": lambda folder: _ingest(folder, "empty", "gbk.csv"),
    "ingest_wide": lambda folder: _ingest(folder, "empty", "wide.csv"),
    "ingest_book": lambda folder: _ingest(folder, "empty", "wide.xlsx"),
    "ingest_again": lambda folder: _ingest(folder, "full", "tidy.csv", "unchanged"),
    "ingest_changed": lambda folder: _ingest(folder, "full", "changed.csv", "revised"),
}


def main() -> None:
    """Run one contender for `_run_all`, or all of them; print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("contender", nargs="?", choices=CONTENDERS)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--turns", type=int, default=TURNS)
    options = parser.parse_args()
    if options.contender:
        print(json.dumps(_run_one(options.contender, Path(options.folder))))
    else:
        print_table(measure(options.figures, options.turns))


if __name__ == "__main__":
    main()
