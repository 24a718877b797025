"""Made-up county figures for tests of maps. They live in a database in memory, nowhere else."""

import numpy as np
import pandas as pd

from data.store.build import build_plan
from data.store.database import Store
from data.store.ids import make_id
from geo.sources import COUNTY, belongs_to, load_map_areas

YEARS = range(2019, 2025)
SEEDS = {
    "beef_output": ("万吨", -1.2, 1.1),
    "sheep_stock": ("万只", 3.2, 0.9),
    "vegetation_cover": ("%", 3.7, 0.35),
}
SILENT = ("650102", "653227", "659012", "654324", "650522")
SOURCE = "县（市）畜牧业统计年报"


def open_seeded_store(path=":memory:") -> Store:
    """Return a store with figures of all counties but five."""
    store = Store(path)
    build_plan(store)
    sow(store)
    return store


def sow(store) -> None:
    """Put the figures into a store with the plan."""
    areas = load_map_areas(store)
    counties = areas.index[belongs_to(areas, COUNTY) & areas["has_boundary"].astype(bool)]
    rows = [row for indicator_id in SEEDS for row in make_rows(indicator_id, counties)]
    with store.transaction() as writer:
        writer.insert("facts.observation_revision", pd.DataFrame(rows))


def make_rows(indicator_id: str, counties) -> list[dict]:
    """Return one revision per county and year; every fourth county is verified."""
    unit, centre, spread = SEEDS[indicator_id]
    random = np.random.default_rng(len(indicator_id))
    levels = np.exp(random.normal(centre, spread, len(counties)))
    rows = []
    for number, (area_id, level) in enumerate(zip(counties, levels, strict=True)):
        if area_id in SILENT:
            continue
        for year in YEARS:
            factor = 1 + (year - 2019) * random.uniform(-0.02, 0.07)
            value = round(float(min(level * factor, 96 if unit == "%" else np.inf)), 2)
            rows.append(
                {
                    "revision_id": make_id(),
                    "indicator_id": indicator_id,
                    "area_id": area_id,
                    "year": year,
                    "period": "Y",
                    "value": value,
                    "unit": unit,
                    "state": "reported" if number % 4 else "verified",
                    "source": SOURCE,
                    "recorded_at": pd.Timestamp("2025-03-18"),
                    "recorded_by": "test",
                    "is_withdrawn": False,
                }
            )
    return rows
