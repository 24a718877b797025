"""One sheet of a file as texts."""

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(eq=False)
class Grid:
    """One sheet as the texts of its cells; ``rows[0][0]`` is A1.

    ``percents`` are cells that Excel shows as a percentage: their text already carries the
    sign. ``bare_formulas`` are cells whose formula was never calculated: there is no value.
    ``is_named_by_file`` where the sheet has no name of its own, as in a text file.
    """

    name: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    bare_formulas: set[tuple[int, int]] = field(default_factory=set)
    is_named_by_file: bool = False

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def filled(self) -> list[list[str]]:
        """The rows with the text of each merged range in all of its cells."""
        if not self.merged:
            return self.rows
        rows, width = [list(row) for row in self.rows], self.width
        for top, left, bottom, right in self.merged:
            text, right = self.get(top, left), min(right, width - 1)
            for row in range(top, min(bottom + 1, len(rows))):
                # Blank cells at the end of a row are not stored, covered ones neither.
                rows[row].extend([""] * (right + 1 - len(rows[row])))
                rows[row][left : right + 1] = [text] * (right + 1 - left)
        return rows

    def get(self, row: int, column: int) -> str:
        """Text of a cell by position from 0; empty outside the sheet."""
        if row < 0 or row >= len(self.rows) or column < 0:
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""
