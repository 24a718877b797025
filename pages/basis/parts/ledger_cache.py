"""Cached loaders of the page of sources."""

from data.errors import UnreadableFileError
from data.files.excerpt import Excerpt, cut_excerpt
from data.files.limits import MB
from data.files.safely import read_file_safely
from data.ledger.codes import Coded, find_one_coded
from data.store.sent_files import count_bytes, load_file
from indicators.tracing import Trace, find_value_at, trace_figure
from pages.shell import cache

# A larger file is not read for its page: whoever wants to see it downloads it.
MOST_READ = 5 * MB


@cache.keep(*cache.PROGRESS)
def get_trace(indicator_id: str, area_id: str, year: int) -> Trace:
    """Return the chain of a figure."""
    return trace_figure(cache.get_store(), cache.get_inputs(), indicator_id, area_id, year)


@cache.keep(*cache.PROGRESS, most=64)
def get_value_at(indicator_id: str, area_id: str, year: int, version: int) -> float | None:
    """Return the value that a figure had when an upload was the newest."""
    return find_value_at(cache.get_store(), indicator_id, area_id, year, version)


def find_code(code: str) -> Coded:
    """Return what a code stands for."""
    return find_one_coded(cache.get_store(), code)


@cache.keep("figures", most=16)
def get_excerpt(
    sha256: str, file_name: str, sheet: str, row: int, column: str, heading_rows: tuple[int, int]
) -> Excerpt | None:
    """Return what stands around a cell of a kept file; None where it cannot be read again."""
    store = cache.get_store()
    if count_bytes(store, sha256) > MOST_READ:
        return None
    try:
        grids = read_file_safely(load_file(store, sha256), file_name)
    except UnreadableFileError:
        return None
    found = next((grid for grid in grids if grid.name == sheet), None)
    return None if found is None else cut_excerpt(found, row, column, heading_rows)
