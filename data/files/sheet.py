"""A sheet while it is read: cells by position, checked before they are laid out."""

import re

from data.errors import UnreadableFileError
from data.files.grid import Grid, Place
from data.files.limits import LIMITS, check_cell, check_extent, check_gaps

_AUTHOR = re.compile(r"^[^\n]{1,40}[:：]\s*\n")
# What an office program writes for older ones in place of a comment with answers.
_THREADED = "[Threaded comment]"


class Sheet:
    """Takes cells in any order and makes a Grid of those with content.

    Blank cells take no room, however far out and however formatted.
    """

    def __init__(self, name: str, file_name: str, *, is_hidden: bool = False):
        self.name, self.file_name, self.is_hidden = name, file_name, is_hidden
        self.rows: dict[int, list[str]] = {}
        self.height = self.width = self.filled = 0
        self.bare: set[Place] = set()
        self.struck: set[Place] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.comments: dict[Place, str] = {}

    def put(self, row: int, column: int, text: str) -> None:
        """Set the text of a cell (row and column from 0).

        Raises
        ------
        UnreadableFileError
            It is too far out or too long, or another text is there already.
        """
        if row >= self.height or column >= self.width:
            self._grow(row, column)
        if len(text) > LIMITS.cell_characters:
            check_cell(text, row + 1, self.file_name)
        cells = self.rows.setdefault(row, [])
        if column >= len(cells):
            cells.extend([""] * (column - len(cells)))
            cells.append(text)
        elif cells[column] and cells[column] != text:
            raise UnreadableFileError("file_damaged", file=self.file_name)
        else:
            cells[column] = text
        self.filled += 1

    def put_row(self, row: int, cells: list[str]) -> None:
        """Set the cells of a whole new row.

        Raises
        ------
        UnreadableFileError
            It is too far out.
        """
        if row >= self.height or len(cells) > self.width:
            self._grow(row, len(cells) - 1)
        self.rows[row] = cells
        self.filled += len(cells)

    def drop_row(self, row: int) -> None:
        """Remove the last row."""
        self.filled -= len(self.rows.pop(row))
        self.height = max(self.rows, default=-1) + 1

    def put_bare(self, row: int, column: int) -> None:
        """Set a cell whose formula was never calculated."""
        self.put(row, column, "")
        self.bare.add((row, column))

    def put_comment(self, row: int, column: int, text: str) -> None:
        """Set the comment of a cell; several of one cell are one text.

        Raises
        ------
        UnreadableFileError
            Too long.
        """
        plain = _AUTHOR.sub("", text.strip()).strip()
        if not plain or plain.startswith(_THREADED):
            return
        check_cell(plain, row + 1, self.file_name)
        before = self.comments.get((row, column))
        self.comments[row, column] = f"{before}; {plain}" if before else plain

    def _grow(self, row: int, column: int) -> None:
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        check_extent(self.height, self.width, self.file_name)

    def make_grid(self) -> Grid:
        """Return the sheet, with merged ranges and hidden parts cut to its used area.

        Raises
        ------
        UnreadableFileError
            It is nearly all blank, or its merged ranges overlap.
        """
        check_gaps(self.height, self.width, self.filled, self.file_name)
        merged = self._cut_merged()
        self._uncover(merged)
        rows = [self.rows.get(row) or [] for row in range(self.height)]
        return Grid(
            self.name,
            rows,
            merged,
            self.is_hidden,
            self.bare,
            self.struck,
            {
                row
                for row in _spread(self.hidden_rows, self.height)
                if any(self.rows.get(row) or ())
            },
            _spread(self.hidden_columns, self.width),
            comments=[(*place, text) for place, text in sorted(self.comments.items())],
        )

    def _cut_merged(self) -> list[tuple[int, int, int, int]]:
        """Cut merged ranges to the used area.

        Ranges that overlap cannot be shown, so they are an error. The check compares areas, so
        that it costs no more than the sheet itself.
        """
        cut, area = [], 0
        for top, left, bottom, right in self.merged:
            bottom, right = min(bottom, self.height - 1), min(right, self.width - 1)
            if top > bottom or left > right or (top, left) == (bottom, right):
                continue
            cut.append((top, left, bottom, right))
            area += (bottom - top + 1) * (right - left + 1)
        if area > self.height * self.width:
            raise UnreadableFileError(
                "file_merged", file=self.file_name, sheet=self.name, ranges=len(cut)
            )
        return cut

    def _uncover(self, merged: list[tuple[int, int, int, int]]) -> None:
        """Remove what merged ranges cover: only their first cell is shown."""
        for top, left, bottom, right in merged:
            for row in range(top, bottom + 1):
                cells = self.rows.get(row) or []
                first = left + 1 if row == top else left
                for column in range(first, min(right + 1, len(cells))):
                    cells[column] = ""


def _spread(ranges: list[tuple[int, int]], size: int) -> set[int]:
    """Return the positions in the ranges (first, last), each once."""
    found: set[int] = set()
    end = 0
    for first, last in sorted(ranges):
        found.update(range(max(first, end), min(last + 1, size)))
        end = max(end, last + 1)
    return found
