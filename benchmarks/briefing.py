"""Measures how long a briefing pack takes, and that pages go on meanwhile.

The example's store is made anew. The reference is one print map of the same run: a pack of the
region draws five, and much else. The limits in seconds are those that people wait for.
"""

import tempfile
import time
from datetime import datetime
from pathlib import Path

from benchmarks._table import Row
from data.example_command import build_example
from data.store.database import Store
from geo import sources
from geo.plate import PlateOptions, draw_plate
from geo.views import Setting, build_indicator_view
from indicators.counties.profile import load_county_inputs
from indicators.targets.progress import compute_progress
from pages.documents.apart import DONE, PackJob
from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.briefing.recipes import load_recipe
from pages.documents.pack_request import PackRequest

MADE_AT = datetime(2026, 11, 26, 2)
REGION, COUNTY = "650000", "654026"
MOST_REGION_S, MOST_COUNTY_S = 60.0, 5.0
MOST_SLOWER = 3.0
# A pack of a county draws its map three times over, ten charts, and starts a process.
MOST_MAPS = 15.0


def measure() -> list[Row]:
    """Measure the packs of the region and of a county, and a page's work beside one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.duckdb"
        build_example(path)
        with Store(path) as store:
            map_s = _time_map(store)
            county_s = _time_pack(store, COUNTY)
            alone_ms, beside_ms, region_s = _time_region(store)
    return [
        Row("whole pack of the region, 40 county cards", region_s, MOST_REGION_S, unit="s"),
        Row("whole pack of a county", county_s, MOST_COUNTY_S, unit="s"),
        Row(
            "whole pack of a county, beside a print map",
            county_s,
            MOST_MAPS,
            map_s,
            "s",
            "one print map, PNG at 300 dpi",
        ),
        Row(
            "targets judged while a pack is made",
            beside_ms,
            MOST_SLOWER,
            alone_ms,
            "ms",
            "the same without a pack",
        ),
    ]


def _time_map(store: Store) -> float:
    """Return how long one print map takes, the second of two."""
    setting = Setting(sources.load_map_areas(store))
    indicator = sources.load_map_indicators(store).loc["beef_output"]
    view = build_indicator_view(
        setting, indicator, sources.load_figures(store, "beef_output"), 2024
    )
    draw_plate(view, "png", PlateOptions(size="wide"))
    begun = time.perf_counter()
    draw_plate(view, "png", PlateOptions(size="wide"))
    return time.perf_counter() - begun


def _start(store: Store, scope_id: str) -> PackJob:
    facts = load_briefing_facts(store, scope_id)
    recipe = load_recipe("pack", set(facts.counties.progress.index.indicators))
    return PackJob(facts, PackRequest(scope_id, 2024, "zh", recipe, MADE_AT))


def _time_pack(store: Store, scope_id: str) -> float:
    begun = time.perf_counter()
    job = _start(store, scope_id)
    list(job.wait())
    if job.state != DONE:
        raise RuntimeError(f"the pack of {scope_id} ended as {job.state}: {job.error}")
    return time.perf_counter() - begun


def _time_region(store: Store) -> tuple[float, float, float]:
    """Return a page's work alone and beside a pack, in ms, and the time of the pack in s."""
    inputs = load_county_inputs(store).progress

    def work() -> float:
        begun = time.perf_counter()
        compute_progress(inputs, COUNTY, 2024)
        return (time.perf_counter() - begun) * 1000

    alone = min(work() for _ in range(5))
    begun = time.perf_counter()
    job = _start(store, REGION)
    beside = []
    for _ in job.wait():
        beside.append(work())
    if job.state != DONE:
        raise RuntimeError(f"the pack of the region ended as {job.state}: {job.error}")
    return alone, sorted(beside)[len(beside) // 2], time.perf_counter() - begun
