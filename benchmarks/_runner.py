"""Finds the benchmarks of this folder and runs each in a process of its own."""

import importlib
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks._table import Row

HERE = Path(__file__).resolve().parent


def list_benchmarks() -> list[str]:
    """Return the names of the benchmarks: the modules of this folder without an underscore."""
    return sorted(path.stem for path in HERE.glob("[!_]*.py"))


def run_benchmark(name: str) -> list[Row]:
    """Run one benchmark here; return its rows."""
    return importlib.import_module(f"benchmarks.{name}").measure()


def run_apart(name: str) -> list[Row]:
    """Run one benchmark in a process of its own: memory and imports of one do not meet another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run_benchmark, name).result()


def run_all(names: list[str]) -> tuple[dict[str, list[Row]], list[str]]:
    """Run the benchmarks one by one; return the rows of each, and the names that failed."""
    rows: dict[str, list[Row]] = {}
    failed = []
    for name in names:
        print(f"== {name}", flush=True)
        try:
            rows[name] = run_apart(name)
        except Exception:
            traceback.print_exc()
            failed.append(name)
    return rows, failed
