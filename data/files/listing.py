"""What reading and comparing a list, a row per project or per stock, have in common."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from data.errors import UnknownIdError
from data.files.grid import Grid
from data.names.text import fold, squeeze

_FOOTER = re.compile(
    r"^(?:注释?|备注|说明|数据来源|资料来源|填表|制表|审核|单位负责人|note|source)s?\s*[:：\d]",
    re.IGNORECASE,
)
_LONGEST_FOOTER = 2

RowT = TypeVar("RowT")
IssueT = TypeVar("IssueT")
ChangeT = TypeVar("ChangeT")


@dataclass
class ListReading(Generic[RowT, IssueT]):
    """The contents of a list, before they are compared with what stands.

    missing counts rows of totals, duplicates rows that repeat another one. headers has the row
    of the header (from 0) of each grid. content is the file itself, and mentioned has the
    areas of `data.files.mentions` for it.
    """

    file_name: str
    sha256: str
    rows: list[RowT] = field(default_factory=list)
    issues: list[IssueT] = field(default_factory=list)
    rejected_rows: int = 0
    out_of_scope: int = 0
    missing: int = 0
    duplicates: int = 0
    grids: list[Grid] = field(default_factory=list)
    headers: dict[str, int] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)
    mentioned: set[str | None] = field(default_factory=set)

    @property
    def values(self) -> int:
        """The number of rows in the file."""
        return (
            len(self.rows) + self.duplicates + self.rejected_rows + self.out_of_scope + self.missing
        )


@dataclass
class ListPreview(Generic[ChangeT, IssueT]):
    """What a commit would change. Counts are of rows; repeated rows count as unchanged."""

    changes: list[ChangeT]
    new: int
    revised: int
    unchanged: int
    rejected: int
    out_of_scope: int
    missing: int
    issues: list[IssueT]

    @property
    def accepted(self) -> int:
        """Accepted rows: new, revised and unchanged."""
        return self.new + self.revised + self.unchanged


def find_sheets(grids: Collection[Grid], names: Sequence[str], file_name: str) -> list[Grid]:
    """Return the named sheets of a file; without names, those that are not hidden.

    Raises
    ------
    UnknownIdError
        The file does not have one of the sheets.
    """
    if not names:
        return [grid for grid in grids if not grid.is_hidden]
    known = {grid.name: grid for grid in grids}
    for name in names:
        if name not in known:
            raise UnknownIdError(
                "unknown_sheet", value=name, file=file_name, sheets="、".join(known)
            )
    return [known[name] for name in names]


def find_filled_rows(grid: Grid, header: int) -> Iterator[int]:
    """Yield the rows (from 0) below a header that state something.

    An empty row, a header that is repeated on the next page and a note below the table do not.
    """
    headings = [fold(cell) for cell in grid.rows[header]]
    for position in range(header + 1, len(grid.rows)):
        filled = [text for cell in grid.rows[position] if (text := squeeze(cell))]
        is_note = len(filled) <= _LONGEST_FOOTER and filled and _FOOTER.match(filled[0])
        # A cell folds to the same, squeezed or not.
        if filled and not is_note and [fold(cell) for cell in grid.rows[position]] != headings:
            yield position
