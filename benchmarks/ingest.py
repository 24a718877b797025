"""Measures how long a million rows take: ``python -m benchmarks.ingest [--rows N] [--repeat N]``.

Areas and indicators are generated tables; the file is a tidy CSV with a name, an id, a year,
a value and a unit in each row. Each contender runs in its own process: DuckDB reading
the file and inserting the same columns into a table on disk (the measure), DuckDB's bare
read_csv, pandas and polars, and the ingest as a user gets it: read, checked and committed.
Exit code 1 when the ingest takes more than twice the measure or a peak of 1 GB.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

SQL = Path(__file__).resolve().parent / "sql"
YEARS = range(2000, 2025)
INDICATORS = 20
MOST_TIMES, MOST_MB = 2.0, 1024
UNITS = ("吨", "万吨")
_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> int:
    """Generate the file, run every contender, print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--run", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(measure(options.run, Path(options.folder))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        make_file(Path(folder), options.rows)
        make_store(Path(folder))
        return compare(Path(folder), options.repeat, options.rows)


def make_file(folder: Path, rows: int) -> None:
    """Write the generated areas and indicators and a tidy CSV of `rows` rows."""
    random.seed(20)
    areas = [f"{710000 + at}" for at in range(-(-rows // (INDICATORS * len(YEARS))))]
    indicators = [f"generated_{at:02d}" for at in range(INDICATORS)]
    (folder / "names.json").write_text(json.dumps({"areas": areas, "indicators": indicators}))
    written = 0
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("indicator_id,area_id,year,value,unit\n")
        for indicator in indicators:
            for area in areas:
                level = random.uniform(10, 1000)
                for year in YEARS:
                    if written < rows:
                        value = level * (1 + random.uniform(-0.03, 0.03))
                        file.write(
                            f"{indicator},{area},{year},{value:.2f},{UNITS[written // 1000 % 2]}\n"
                        )
                        written += 1


def make_store(folder: Path) -> None:
    """Build a database whose plan has the generated areas and indicators too."""
    from data.store.build import build_plan
    from data.store.database import Store

    names = json.loads((folder / "names.json").read_text())
    with Store(folder / "empty.duckdb") as store:
        build_plan(store)
    with duckdb.connect(folder / "empty.duckdb") as connection:
        for what in ("areas", "indicators"):
            connection.register("batch", pd.DataFrame({"id": names[what]}))
            connection.execute((SQL / f"{what}.sql").read_text())


def measure(name: str, folder: Path) -> dict:
    """Run one contender here; return seconds, processor seconds, peak MB and rows.

    Processor seconds are those of this process and of the one that reads the file apart; the
    peak is that of the larger of the two.
    """
    started, clock = _measure_processor(), time.perf_counter()
    rows = CONTENDERS[name](folder)
    seconds = time.perf_counter() - clock
    peaks = [resource.getrusage(who).ru_maxrss for who in _PROCESSES]
    return {
        "seconds": seconds,
        "processor": _measure_processor() - started,
        "peak_mb": max(peaks) / 1024,
        "rows": rows,
    }


def _measure_processor() -> float:
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(part.ru_utime + part.ru_stime for part in used)


def run_insert(folder: Path) -> int:
    """Let DuckDB read the file and insert the columns of a revision into a table on disk."""
    return _run_sql(folder, "insert.sql")


def run_insert_file_columns(folder: Path) -> int:
    """Let DuckDB read the file and insert its five columns only."""
    return _run_sql(folder, "insert_file_columns.sql")


def _run_sql(folder: Path, script: str) -> int:
    path = folder / "bare.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as connection:
        connection.execute((SQL / script).read_text(), {"file": str(folder / "figures.csv")})
        return connection.execute((SQL / "count.sql").read_text()).fetchone()[0]


def run_read_csv(folder: Path) -> int:
    """Let DuckDB read the file into memory with read_csv."""
    with duckdb.connect() as connection:
        return len(connection.read_csv(str(folder / "figures.csv")).to_arrow_table())


def run_pandas(folder: Path) -> int:
    """Let pandas read the file with the pyarrow engine."""
    return len(pd.read_csv(folder / "figures.csv", engine="pyarrow"))


def run_polars(folder: Path) -> int:
    """Let polars read the file."""
    import polars

    return len(polars.read_csv(folder / "figures.csv"))


def run_ingest(folder: Path) -> int:
    """Run the whole ingest: read, check, compare, commit."""
    import shutil

    from data.statistics.ingest import ingest_file
    from data.store.database import Store

    path = shutil.copy(folder / "empty.duckdb", folder / "ingest.duckdb")
    with Store(path) as store:
        report = ingest_file(store, folder / "figures.csv", by="benchmark")
    return report["new"]


CONTENDERS = {
    "insert": run_insert,
    "insert_file_columns": run_insert_file_columns,
    "read_csv": run_read_csv,
    "pandas": run_pandas,
    "polars": run_polars,
    "ingest": run_ingest,
}


def compare(folder: Path, repeat: int, rows: int) -> int:
    """Run every contender `repeat` times in turn, keep the best, print it; return the exit code."""
    best: dict[str, dict] = {}
    for _ in range(repeat):
        for name in CONTENDERS:
            command = [
                sys.executable,
                "-m",
                "benchmarks.ingest",
                "--run",
                name,
                "--folder",
                str(folder),
            ]
            result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            if result["rows"] != rows:
                raise SystemExit(f"{name}: {result['rows']} rows instead of {rows}")
            if name not in best or result["seconds"] < best[name]["seconds"]:
                best[name] = result
    print(f"{rows} rows, best of {repeat}")
    for name, result in best.items():
        times = result["seconds"] / best["insert"]["seconds"]
        print(
            f"{name:20} {result['seconds']:7.2f} s  {result['processor']:7.2f} s processor  "
            f"{result['peak_mb']:6.0f} MB  {times:5.2f} x insert"
        )
    times = best["ingest"]["seconds"] / best["insert"]["seconds"]
    is_good = times <= MOST_TIMES and best["ingest"]["peak_mb"] < MOST_MB
    print(
        f"ingest: {times:.2f} times the measure (at most {MOST_TIMES}), "
        f"peak {best['ingest']['peak_mb']:.0f} MB (below {MOST_MB})"
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
