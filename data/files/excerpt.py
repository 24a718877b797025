"""A small part of a sheet around one cell: its headings, its labels and its neighbours."""

from dataclasses import dataclass

from data.files.grid import Grid
from data.names.text import letter, position

BESIDE = 2
MOST_HEADINGS = 6
MOST_LABELS = 9


@dataclass(frozen=True)
class Excerpt:
    """Part of a sheet as it looks there.

    Attributes
    ----------
    columns : list of str
        Letters of the columns.
    rows : list of (int, list of str)
        Number of each row and its cells; numbers that are not consecutive leave rows out.
    row, column : int, str
        The cell that it is about.
    last_heading : int
        Rows up to this one are title and heading.
    """

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    row: int
    column: str
    last_heading: int


def cut_excerpt(
    grid: Grid, row: int, column: str, heading_rows: tuple[int, int] = (1, 1)
) -> Excerpt | None:
    """Return what stands around a cell; None where the sheet has no such cell.

    Rows count from 1. With the cell come its row's labels (the columns at its left, or the first
    ones), a column on each side, the rows of title and heading, and two rows above and below.
    """
    at = position(column)
    if not 1 <= row <= len(grid.rows) or at >= grid.width:
        return None
    first, last = heading_rows
    first = max(first, last - MOST_HEADINGS + 1)
    near = range(max(row - BESIDE, 1), min(row + BESIDE, len(grid.rows)) + 1)
    rows = sorted({*range(max(first, 1), min(last, row) + 1), *near})
    labels = range(at) if at <= MOST_LABELS else (0, 1)
    columns = sorted({*labels, *range(max(at - 1, 0), min(at + 1, grid.width - 1) + 1)})
    return Excerpt(
        [letter(place) for place in columns],
        [(number, [grid.get(number - 1, place) for place in columns]) for number in rows],
        row,
        column,
        last,
    )
