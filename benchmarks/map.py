"""Measures what a print map costs, beside the same outlines drawn by geopandas alone.

Figures of counties are made up in memory. map_page.py measures what the page of the map costs.
"""

import io
import statistics
import time

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks._table import Row
from geo import sources
from geo.canvas import DPI, MM_PER_INCH, SIZES
from geo.layers import load_layer
from geo.plate import draw_plate
from geo.views import Setting, build_indicator_view
from tests.geo.seeds import open_seeded_store

ROUNDS = 5
LIMIT = 3


def measure() -> list[Row]:
    """Return the processor time of a plate beside that of the bare outlines."""
    with open_seeded_store() as store:
        setting = Setting(sources.load_map_areas(store), "county")
        indicator = sources.load_map_indicators(store).loc["beef_output"]
        figures = sources.load_figures(store, "beef_output")
    view = build_indicator_view(setting, indicator, figures, 2024)
    bare, plate = measure_in_turn(draw_bare, lambda: draw_plate(view))
    return [
        Row("print map, A4 at 300 dpi, processor", plate, LIMIT, bare, beside="geopandas alone")
    ]


def measure_in_turn(*works) -> list[float]:
    """Return the median processor time of each work in ms; the first round is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for work, found in zip(works, times, strict=True):
            start = time.process_time()
            work()
            found.append((time.process_time() - start) * 1000)
    return [statistics.median(found[1:]) for found in times]


def draw_bare() -> None:
    """Draw the same outlines with geopandas alone, at the same size."""
    figure = Figure(figsize=[length / MM_PER_INCH for length in SIZES["a4"]], dpi=DPI)
    FigureCanvasAgg(figure)
    load_layer("county").plot(ax=figure.add_subplot(), color="#9DC581", edgecolor="#8B968F")
    figure.savefig(io.BytesIO(), format="png", dpi=DPI)
