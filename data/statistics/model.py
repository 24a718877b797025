"""The data that the steps of reading a statistics file exchange."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pandas as pd
import pyarrow as pa

from data.files.grid import Grid
from data.names.meanings import Meaning
from data.names.text import position

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
HELD_COLUMNS = ["sheet", "row", "column", "value", "word"]
# The columns that a row may have beside its values.
LABEL_ROLES = ("area", "code", "indicator", "year", "period", "unit", "state", "source", "note")
# What a word of a form is read as; an unread one holds its values.
READ_AS = (
    "area",
    "year",
    "period",
    "indicator",
    "species",
    "measure",
    "unit",
    "kind",
    "part",
    "mark",
    "filler",
    "source",
    "note",
    "nothing",
    "unread",
)
HELD = "held"
# The rule of a word that was not understood; other rules hold known words, such as a unit.
UNREAD = "unread_word"
REJECTED = "rejected"
WARNING = "warning"
NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """A message about one place of a file.

    Parameters
    ----------
    sheet : str
    row : int or None
        Row as Excel shows it, from 1.
    column : str or None
        Column letters as Excel shows them.
    value : str or None
        The text there.
    rule : str
        Id of the rule; its words are ``ingest.<rule>`` in the locale catalogues.
    severity : str
        held (until a word is explained), rejected, warning (accepted, but should be checked)
        or note.
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
        """The key of the sentence in the catalogues; a rule may have one for each side."""
        return ".".join(["ingest", self.rule, *filter(None, [self.fields.get("side")])])


@dataclass(frozen=True)
class ReadWord:
    """A word of a title, a heading or a word column, and what it was read as.

    Parameters
    ----------
    row, column : int, str
        Its place as Excel shows it; None for the sheet's name.
    read_as : str
        One of READ_AS.
    meaning : str or None
        The id, code, year, period, unit or kind that it was read as.
    """

    sheet: str
    row: int | None
    column: str | None
    text: str
    read_as: str
    meaning: str | None = None


@dataclass(frozen=True)
class UnreadWord:
    """A word that was not understood, its first place, and how many values it holds.

    An answer is remembered for (word, shape). The shape is the form with the species and
    measure of the word, so that an answer for cattle never applies to sheep.

    Parameters
    ----------
    rule : str
        Id of the question; its words are ``ingest.<rule>`` in the locale catalogues.
    fields : dict
        What the question names besides.
    """

    word: str
    sheet: str
    row: int | None
    column: str | None
    values: int = 0
    shape: str = "*"
    rule: str = UNREAD
    fields: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ValueColumn:
    """A column of values and the meaning of its header; None where the header says nothing.

    Parameters
    ----------
    year_shift : int
        Years relative to the row's or title's: -1 below 上年 and 年初.
    kind : str or None
        Kind of figure (FIGURE_KINDS); None and actual are stored, others are reported once.
    part : str or None
        The word that makes the column a part of the area's figure (规模养殖场).
    unread : tuple of str
        Words of the header that were not understood; they hold every value below.
    marks : tuple of str
        Note marks that were taken off the header (①, *).
    other : str or None
        A quantity without an indicator (死亡数): reported once, not stored.
    heading : str
        The header as written.
    names_species : bool
        Whether the header itself names the species.
    is_kind_of_title : bool
        `kind` is said by the title, not by the header.
    is_sheep_units : bool
        The header says that the figures are converted into sheep units.
    """

    column: str
    indicator: str | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    year_shift: int = 0
    period: str | None = None
    species: str | None = None
    measure: str | None = None
    kind: str | None = None
    part: str | None = None
    unread: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    other: str | None = None
    heading: str = ""
    names_species: bool = False
    is_kind_of_title: bool = False
    is_sheep_units: bool = False

    @cached_property
    def at(self) -> int:
        """The position of the column, from 0."""
        return position(self.column)


@dataclass(frozen=True)
class Layout:
    """How one sheet was understood. Rows count from 1, columns are letters.

    Where a row has a column for something (area, year …) the row's cell speaks; else the
    value column's header; else the table as a whole (`indicator`, `unit`, `year`, `area`).
    A sheet may have several tables, each with a Layout: its title begins in
    first_row, its figures in data_row; a table may share the header of the one above it.
    area_columns are all columns of areas from the widest to the finest: a row is of the
    finest that it fills; area_column is the finest of them. Every cell of word_columns must
    be read before its row's values go in; a cell of part_columns makes its row a part.
    unread_columns are word columns (letters) whose heading (text) was not understood.
    sender is the area of who sends the form, where that is another than the table's.
    notes are those around the table: row, column, text; words explains title and headings.
    shape is what an answer for an unread word is bound to. kind, part, other, unread and
    year_shift are as in ValueColumn, here for all values of the table.
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
    sender: ReadWord | None = None
    title: str | None = None
    title_cell: tuple[int, str] | None = None
    source: str | None = None
    note: str | None = None
    notes: tuple[tuple[int, str, str], ...] = ()
    area_columns: tuple[str, ...] = ()
    species_column: str | None = None
    word_columns: tuple[str, ...] = ()
    part_columns: tuple[str, ...] = ()
    unread_columns: tuple[tuple[str, str], ...] = ()
    year_shift: int = 0
    period: str | None = None
    species: str | None = None
    measure: str | None = None
    kind: str | None = None
    part: str | None = None
    other: str | None = None
    unread: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_sheep_units: bool = False
    is_provisional: bool = False
    fingerprint: str = ""
    shape: str = "*"
    words: tuple[ReadWord, ...] = ()
    is_remembered: bool = False

    @cached_property
    def at(self) -> dict[str, int]:
        """The position, from 0, of each column beside those of values, by its letters."""
        single = [getattr(self, f"{role}_column") for role in (*LABEL_ROLES, "species")]
        unread = [column for column, _ in self.unread_columns]
        listed = [*single, *self.area_columns, *self.word_columns, *self.part_columns, *unread]
        return {column: position(column) for column in listed if column}

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of the column of each role that one has, from 0."""
        letters = {role: getattr(self, f"{role}_column") for role in LABEL_ROLES}
        return {role: self.at[column] for role, column in letters.items() if column}

    @property
    def area_places(self) -> list[int]:
        """The positions of all columns of areas, from the widest to the finest."""
        return [self.at[column] for column in self.area_columns]

    @cached_property
    def value_places(self) -> list[int]:
        """The positions of the columns of values."""
        return [value.at for value in self.values]


@dataclass(frozen=True)
class IngestOptions:
    """What the user says in addition to the file.

    indicator_id, unit, year and area_id supply what the file does not say. layouts maps a
    sheet's name (or ``*``) to corrections of its Layout: header_row, header_end, area_column,
    code_column, indicator_column, year_column, unit_column, value_column (of a long table),
    value_columns, ignored_columns, indicator, unit, year, area, columns ({letter:
    {indicator, unit, year, area}}). means maps a word of the file, as
    `data.names.text.fold` returns it, to what it means.
    """

    sheets: tuple[str, ...] = ()
    indicator_id: str | None = None
    unit: str | None = None
    year: int | None = None
    area_id: str | None = None
    state: str | None = None
    source: str | None = None
    layouts: dict = field(default_factory=dict)
    means: dict[str, Meaning] = field(default_factory=dict)
    progress: Callable[[float], object] | None = None


@dataclass
class Reading:
    """The contents of a file, before anything is compared or written.

    batch holds the observations as an Arrow table, words as dictionaries.
    rejected has one row per rejected value, with its Issue. Counts are of values. held has one
    row per value that depends on an unread word, with HELD_COLUMNS: it is neither an
    observation nor rejected. words explains every title word, heading and distinct word of
    word columns; unread lists those that hold values. hidden_sheets are sheets with figures
    that the file hides and that were not requested. modified_at is when the file was last
    changed, by its own account (UTC); None if it does not say. content is the file itself, empty
    where figures were typed in; mentioned has the areas of `data.files.mentions` for it.
    """

    file_name: str
    sha256: str
    sheets: list[str]
    layouts: list[Layout]
    batch: pa.Table
    issues: list[Issue]
    rejected: pd.DataFrame
    out_of_scope: int = 0
    missing: int = 0
    grids: list[Grid] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    modified_at: datetime | None = None
    words: list[ReadWord] = field(default_factory=list)
    unread: list[UnreadWord] = field(default_factory=list)
    held: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=HELD_COLUMNS))
    content: bytes = field(default=b"", repr=False)
    mentioned: set[str | None] = field(default_factory=set)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The observations with OBSERVATION_COLUMNS: one row per area, indicator, year and
        period; value in the indicator's unit, year as an integer."""
        return _make_frame(self.batch)

    @property
    def values(self) -> int:
        """The number of values: accepted, rejected, held, out of scope or missing."""
        counted = len(self.batch) + len(self.rejected) + len(self.held)
        return counted + self.out_of_scope + self.missing


@dataclass
class Preview:
    """What a commit of a Reading would change.

    batch holds the observations with change (new, revised, unchanged), old_value, old_state,
    old_source (missing if there is none), hidden_by (the state that keeps the value from
    being the current one) and current_value. upload_seq is the number of the newest
    upload when they were compared. other_sources counts the unchanged values that a source
    states which has not stated them before. resent counts the revised ones that were returned and
    are sent again unchanged.
    """

    batch: pa.Table
    new: int
    revised: int
    unchanged: int
    rejected: int
    out_of_scope: int
    missing: int
    issues: list[Issue]
    held: int = 0
    upload_seq: int = 0
    other_sources: int = 0
    resent: int = 0

    @property
    def writes(self) -> bool:
        """Whether a commit would record anything."""
        return self.new + self.revised + self.other_sources > 0

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row per observation, with the change that it would make."""
        return _make_frame(self.batch)

    @property
    def accepted(self) -> int:
        """The number of accepted values: new, revised and unchanged."""
        return self.new + self.revised + self.unchanged


def _make_frame(batch: pa.Table) -> pd.DataFrame:
    """Return a table as a DataFrame with plain texts."""
    fields = [
        column.with_type(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in batch.schema
    ]
    return batch.cast(pa.schema(fields)).to_pandas()
