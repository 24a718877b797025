"""What passes between the steps of reading one statistics file."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pandas as pd

from data.files.grid import Grid

OBSERVATION_COLUMNS = [
    "indicator_id",
    "area_id",
    "year",
    "period",
    "value",
    "unit",
    "value_read",
    "unit_read",
    "area_read",
    "sheet",
    "file_row",
    "file_column",
    "state",
    "source",
    "note",
]
REJECTED_COLUMNS = ["sheet", "row", "column", "value", "rule", "issue"]
REJECTED = "rejected"
WARNING = "warning"
NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """Something to tell about one place of a file.

    Parameters
    ----------
    sheet : str
    row : int or None
        Row as Excel shows it, from 1.
    column : str or None
        Column letters as Excel shows them.
    value : str or None
        What stands there.
    rule : str
        Id of the rule; its words are ``ingest.<rule>`` in the locale catalogues.
    severity : str
        rejected (not taken), warning (taken, to be looked at) or note.
    fields : dict
        What the sentence names besides.
    """

    sheet: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    severity: str = REJECTED
    fields: dict = field(default_factory=dict)

    @property
    def message_key(self) -> str:
        """Key of the sentence in the locale catalogues; a rule may have one for each side."""
        return ".".join(["ingest", self.rule, *filter(None, [self.fields.get("side")])])


@dataclass(frozen=True)
class ValueColumn:
    """A column of values and what its header says; None where the header is silent."""

    column: str
    indicator: str | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class Layout:
    """How one sheet was understood. Rows count from 1, columns are letters.

    Where a row has a column for something (area, year …) the row's cell speaks; else the
    value column's header; else the table as a whole (`indicator`, `unit`, `year`, `area`).
    Tables may stand below each other in a sheet, each with a Layout: its title begins in
    first_row, its figures in data_row; a table may share the header of the one above it.
    """

    sheet: str
    orientation: str  # long, by_year, by_indicator, by_area
    header_row: int
    header_end: int
    last_row: int
    first_row: int = 1
    data_row: int = 0
    area_column: str | None = None
    code_column: str | None = None
    indicator_column: str | None = None
    year_column: str | None = None
    period_column: str | None = None
    unit_column: str | None = None
    state_column: str | None = None
    source_column: str | None = None
    note_column: str | None = None
    values: tuple[ValueColumn, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    indicator: str | None = None
    indicator_cell: tuple[int, str] | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    title: str | None = None
    source: str | None = None
    note: str | None = None
    is_provisional: bool = False
    fingerprint: str = ""
    is_remembered: bool = False


@dataclass(frozen=True)
class IngestOptions:
    """What the user says besides the file.

    indicator_id, unit, year and area_id supply what the file does not say. layouts maps a
    sheet's name (or ``*``) to corrections of its Layout: header_row, header_end, area_column,
    code_column, indicator_column, year_column, unit_column, value_column (of a long table),
    value_columns, ignored_columns, indicator, unit, year, area, columns ({letter:
    {indicator, unit, year, area}}).
    """

    sheets: tuple[str, ...] = ()
    indicator_id: str | None = None
    unit: str | None = None
    year: int | None = None
    area_id: str | None = None
    state: str | None = None
    source: str | None = None
    layouts: dict = field(default_factory=dict)
    progress: object = None


@dataclass
class Reading:
    """What a file says, before anything is compared or written.

    batch holds the observations: a DataFrame, or an Arrow table for a very large file.
    rejected has one row per value that was refused, with its Issue. Counts are of values.
    hidden_sheets are those with figures that the file hides and that were not asked for.
    modified_at is when the file says it was last changed (UTC), None when it does not say.
    """

    file_name: str
    sha256: str
    sheets: list[str]
    layouts: list[Layout]
    batch: object
    issues: list[Issue]
    rejected: pd.DataFrame
    out_of_scope: int = 0
    missing: int = 0
    grids: list[Grid] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    modified_at: datetime | None = None

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The observations with OBSERVATION_COLUMNS: one row per area, indicator, year and
        period; value in the indicator's unit, year as an integer."""
        return _make_frame(self.batch)

    @property
    def values(self) -> int:
        """Every value seen: taken, refused, out of scope or missing."""
        return len(self.batch) + len(self.rejected) + self.out_of_scope + self.missing


@dataclass
class Preview:
    """What committing a Reading would change.

    batch holds the observations with change (new, revised, unchanged), old_value, old_state,
    old_source (missing where there is none), hidden_by (the state that keeps the value from
    being the current one) and current_value.
    """

    batch: object
    new: int
    revised: int
    unchanged: int
    rejected: int
    out_of_scope: int
    missing: int
    issues: list[Issue]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row per observation, with what taking it would change."""
        return _make_frame(self.batch)

    @property
    def accepted(self) -> int:
        """Values that are taken: new, revised and unchanged."""
        return self.new + self.revised + self.unchanged


def _make_frame(batch) -> pd.DataFrame:
    return batch if isinstance(batch, pd.DataFrame) else batch.to_pandas()
