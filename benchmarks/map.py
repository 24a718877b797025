"""Measures what a print map costs, beside the same outlines drawn by geopandas alone.

Run ``make bench``, or this file with PYTHONPATH at the project's folder. Figures of counties
are made up in memory. map_page.py measures what the page of the map costs.
"""

import io
import statistics
import sys
import time

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo import sources
from geo.canvas import DPI, MM_PER_INCH, SIZES
from geo.layers import load_layer
from geo.plate import draw_plate
from geo.views import Setting, build_indicator_view
from tests.geo.seeds import open_seeded_store

ROUNDS = 5
LIMIT_RATIO = 3


def measure(work) -> float:
    """Return the median processor time of several runs, in ms; the first is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def draw_bare() -> None:
    """Draw the same outlines with geopandas alone, at the same size."""
    figure = Figure(figsize=[length / MM_PER_INCH for length in SIZES["a4"]], dpi=DPI)
    FigureCanvasAgg(figure)
    load_layer("county").plot(ax=figure.add_subplot(), color="#9DC581", edgecolor="#8B968F")
    figure.savefig(io.BytesIO(), format="png", dpi=DPI)


def main() -> int:
    """Print each cost with its limit."""
    with open_seeded_store() as store:
        setting = Setting(sources.load_map_areas(store), "county")
        indicator = sources.load_map_indicators(store).loc["beef_output"]
        figures = sources.load_figures(store, "beef_output")
    view = build_indicator_view(setting, indicator, figures, 2024)
    bare_ms, plate_ms = measure(draw_bare), measure(lambda: draw_plate(view))
    print(f"plate, A4 at 300 dpi                  {plate_ms:7.0f} ms")
    print(f"bare geopandas plot, same size        {bare_ms:7.0f} ms")
    print(
        f"ratio                                 {plate_ms / bare_ms:7.1f}      limit {LIMIT_RATIO}"
    )
    return 0 if plate_ms <= LIMIT_RATIO * bare_ms else 1


if __name__ == "__main__":
    sys.exit(main())
