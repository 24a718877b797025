"""From a sheet and its layout to observations: every value with where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from data.files.grid import Grid
from data.files.workbook import unguard
from data.names import matching as names
from data.names.books import Books
from data.names.numbers import (
    BAD,
    EMPTY,
    FAULT,
    When,
    find_when,
    parse_number,
    parse_period,
    parse_when,
)
from data.names.text import fold, letter, position, squeeze
from data.statistics.context import is_note_row
from data.statistics.headings import is_planned, split_unit
from data.statistics.issues import IssueLog
from data.statistics.model import NOTE, WARNING, IngestOptions, Layout, ValueColumn

STATES = {
    "reported": "reported",
    "自报": "reported",
    "published": "published",
    "公布": "published",
    "已公布": "published",
    "provisional": "provisional",
    "快报": "provisional",
    "derived": "derived",
    "推算": "derived",
    "verified": "verified",
    "核实": "verified",
}
FIRST_YEAR = 1949


@dataclass(frozen=True)
class Said:
    """A text and the cell it stands in; the column is None when the user said it."""

    text: str
    row: int | None = None
    column: str | None = None


@dataclass
class Extract:
    """Records of one table: taken, of totals to check (of rows, and of columns beside the
    row's own figure), and the counts of the others."""

    records: list[dict] = field(default_factory=list)
    totals: list[dict] = field(default_factory=list)
    parts: list[dict] = field(default_factory=list)
    out_of_scope: int = 0
    missing: int = 0


class SheetReader:
    """Reads the values of one sheet by its layout.

    Parameters
    ----------
    this_year : int
        The last year that a figure may be of.
    log : IssueLog
        Takes what is refused and what is to be told.
    """

    def __init__(
        self,
        grid: Grid,
        layout: Layout,
        books: Books,
        options: IngestOptions,
        this_year: int,
        log: IssueLog,
    ):
        self.grid, self.layout, self.books, self.options = grid, layout, books, options
        self.this_year, self.log = this_year, log
        self.filled = grid.filled
        self.extract = Extract()
        self._overridden: set[tuple[str, str]] = set()
        self._columns = {
            role: position(getattr(layout, f"{role}_column"))
            for role in (
                "area",
                "code",
                "indicator",
                "year",
                "period",
                "unit",
                "state",
                "source",
                "note",
            )
            if getattr(layout, f"{role}_column")
        }
        self._headers = {
            tuple(map(fold, self.filled[row]))
            for row in range(layout.header_row - 1, min(layout.header_end, len(grid.rows)))
        }
        self._header_starts = {cells[0] for cells in self._headers if cells}
        self.period_heading = "".join(
            fold(self.filled[row][self._columns["period"]])
            for row in range(layout.header_row - 1, layout.header_end)
            if "period" in self._columns and self._columns["period"] < len(self.filled[row])
        )
        self._find_indicator = lru_cache(maxsize=None)(self._find_indicator_uncached)
        self._parts = {
            value.column: books.areas.resolve(value.area, None)
            for value in layout.values
            if value.area
        }

    def read(self, rows: Iterable[int] | None = None) -> Extract:
        """Read the rows (positions from 0) given, else all between header and notes."""
        self._tell_of_columns()
        last = min(self.layout.last_row, len(self.grid.rows))
        for row in range(self.layout.data_row - 1, last) if rows is None else rows:
            cells = self.grid.rows[row]
            if is_note_row(cells) or self._is_repeated_header(row):
                continue
            if any(self._is_filled(row, position(value.column)) for value in self.layout.values):
                for value in self.layout.values:
                    self._read_value(row, value)
            elif self._get(row, "area") is not None:
                self._count_blank_row(row)
        return self.extract

    def _tell_of_columns(self) -> None:
        """Tell of columns that are only compared, and of a title of planned figures."""
        for value in self.layout.values:
            match = self._parts.get(value.column)
            if (
                match is not None
                and match.kind == names.CHECK
                and match.id
                and (self._columns.keys() & {"area", "code"})
            ):
                self.log.tell(
                    self.grid.name,
                    self.layout.header_row,
                    value.column,
                    value.area,
                    "part_column",
                    NOTE,
                )
        if is_planned(self.layout.title):
            self.log.tell(self.grid.name, None, None, self.layout.title, "title_planned", WARNING)

    def _is_filled(self, row: int, column: int) -> bool:
        return bool(self.grid.get(row, column).strip() or (row, column) in self.grid.bare_formulas)

    def _is_repeated_header(self, row: int) -> bool:
        cells = self.filled[row]
        first = fold(cells[0]) if cells else ""
        is_known = first in self._header_starts and tuple(map(fold, cells)) in self._headers
        return is_known or first.startswith("续表")

    def _count_blank_row(self, row: int) -> None:
        """Count the missing values of a row that names an area and has no figure at all."""
        match = self.books.areas.resolve(self._get(row, "area").text, None)
        others = {"indicator", "year"} & set(self._columns)
        if match.kind == names.OK and (not others or any(self._get(row, role) for role in others)):
            self.extract.missing += len(self.layout.values)

    def _get(self, row: int, role: str) -> Said | None:
        column = self._columns.get(role)
        if column is None or column >= len(self.filled[row]):
            return None
        text = self.filled[row][column].strip()
        return Said(text, row + 1, letter(column)) if text else None

    def _say(self, row: int, role: str, value: ValueColumn) -> Said | None:
        """Return what the row's cell, else the header, else the sheet says of `role`."""
        said = self._get(row, role)
        if said is not None:
            return said
        header = self.layout.header_row
        if getattr(value, role, None):
            return Said(getattr(value, role), header, value.column)
        whole = getattr(self.layout, role, None)
        if whole:
            cell = self.layout.indicator_cell if role == "indicator" else None
            return Said(whole, *(cell or (header, value.column)))
        return None

    def _read_value(self, row: int, column: ValueColumn) -> None:
        at = position(column.column)
        text = squeeze(self.grid.get(row, at))
        place = (row + 1, column.column)
        when = self._read_when(row, column)
        area = self._read_area(row, column, when)
        if area.kind == names.OUTSIDE:
            self.extract.out_of_scope += parse_number(text).kind != EMPTY
            return
        number = parse_number(text)
        if number.kind == EMPTY:
            is_bare = (row, at) in self.grid.bare_formulas
            if is_bare:
                self._reject("formula_without_value", *place, "", place)
            elif area.kind != names.CHECK:
                self.extract.missing += 1
            return
        record = self._make_record(row, column, text, number, when, area)
        if record is not None:
            extract = self.extract
            kept = (
                extract.records
                if area.kind != names.CHECK
                else (extract.parts if self._is_part(row, column) else extract.totals)
            )
            kept.append(record)

    def _is_part(self, row: int, column: ValueColumn) -> bool:
        """Tell whether a column is a part (地方, 兵团) of the figure of the row's own area."""
        match = self._parts.get(column.column)
        return bool(
            match is not None
            and match.kind == names.CHECK
            and match.id
            and (self._get(row, "area") or self._get(row, "code"))
        )

    def _make_record(self, row, column, text, number, when, area) -> dict | None:
        """Return the record of a value, or None after telling why it is refused."""
        place = (row + 1, column.column)
        is_total = area.kind == names.CHECK
        said_area = self._say(row, "area", column) or self._say(row, "code", column)
        problem = None if is_total else self._judge_area(area, said_area, row, column, when)
        indicator, name_problem = self._read_indicator(row, column)
        problem = problem or name_problem or self._judge_when(row, column, when)
        if problem is None and number.kind in (BAD, FAULT):
            problem = (number.kind, *place, text, {})
        if problem is None:
            unit, problem = self._read_unit(row, column, number, indicator)
        if problem is not None:
            if not is_total:
                rule, at_row, at_column, found, fields = problem
                self._reject(rule, at_row, at_column, found, place, text, fields)
            return None
        own = self.books.indicators.rows[indicator]["unit"]
        state, source, note = self._read_extras(row, place)
        return {
            "indicator_id": indicator,
            "area_id": area.id,
            "year": when.year,
            "period": when.period,
            "unit": own,
            "value_read": text,
            "value": self.books.units.convert(number.value, unit, own)
            if unit
            else float(number.value),
            "unit_read": self._unit_read,
            "area_read": said_area.text if said_area else None,
            "sheet": self.grid.name,
            "file_row": row + 1,
            "file_column": column.column,
            "state": state,
            "source": source,
            "note": note,
        }

    def _reject(self, rule, row, column, found, place, text="", fields=None) -> None:
        self.log.reject(self.grid.name, row, column, found, rule, place, text, fields or {})

    def _read_when(self, row: int, column: ValueColumn) -> When | None:
        said = self._say(row, "year", column)
        period = self._get(row, "period")
        when = parse_when(said.text) if said else None
        if when is None and said is None and self.options.year:
            when = When(int(self.options.year))
        if when is not None and self.options.year and when.year != self.options.year:
            self._tell_override("year", said, str(self.options.year))
        if when is not None and period is not None:
            named = parse_period(period.text, self.period_heading)
            when = When(when.year, named) if named else None
        return when

    def _judge_when(self, row, column, when):
        if when is None:
            said, period = self._say(row, "year", column), self._get(row, "period")
            if said is None:
                return "no_year", *self._find_gap("year", row, column), None, {}
            if period is not None and parse_when(said.text) is not None:
                return "unknown_period", period.row, period.column, period.text, {}
            return "bad_year", said.row, said.column, said.text, {}
        if not FIRST_YEAR <= when.year <= self.this_year:
            said = self._say(row, "year", column) or Said(str(when.year), row + 1, column.column)
            return (
                "year_out_of_range",
                said.row,
                said.column,
                said.text,
                {"first": FIRST_YEAR, "last": self.this_year},
            )
        return None

    def _read_area(self, row: int, column: ValueColumn, when: When | None) -> names.Match:
        year = when.year if when else None
        if self._is_part(row, column):
            return self._parts[column.column]
        code, name = self._get(row, "code"), self._say(row, "area", column)
        by_code = self.books.areas.resolve(code.text, year) if code else None
        by_name = self.books.areas.resolve(name.text, year) if name else None
        if by_code is not None and by_code.kind != names.UNKNOWN:
            if (
                by_name is not None
                and by_name.kind == names.OK
                and by_code.kind == names.OK
                and by_name.id != by_code.id
            ):
                self.log.tell(
                    self.grid.name,
                    code.row,
                    code.column,
                    code.text,
                    "code_disagrees",
                    WARNING,
                    name=name.text,
                    area=self.books.areas.describe(by_code.id),
                    area_by_name=self.books.areas.describe(by_name.id),
                )
            return by_code
        if by_name is not None:
            return by_name
        if by_code is not None:
            return by_code
        if self.options.area_id:
            return self.books.areas.resolve(self.options.area_id, year)
        return names.Match(names.UNKNOWN)

    def _judge_area(self, match, said, row, column, when):
        if match.kind == names.OK:
            stray = self._find_stray_area(row, match)
            return (
                ("area_column_unknown", stray.row, stray.column, stray.text, {})
                if (stray)
                else None
            )
        if said is None:
            return "no_area", *self._find_gap("area", row, column), None, {}
        listed = self.books.areas.describe(*match.candidates)
        rule = {names.AMBIGUOUS: "ambiguous_area", names.MERGED: "merged_area"}.get(
            match.kind, "unknown_area"
        )
        if rule == "unknown_area" and match.candidates:
            rule = "area_not_in_year"
        fields = {"candidates": listed, "year": when.year if when else ""}
        return rule, said.row, said.column, said.text, fields

    def _find_stray_area(self, row: int, match: names.Match) -> Said | None:
        """Return a cell that names another area in a sheet whose areas are in no column: the
        title's area cannot be what such a row is of."""
        if self._columns.keys() & {"area", "code"}:
            return None
        known = {position(value.column) for value in self.layout.values}
        for at in set(range(len(self.filled[row]))) - known - set(self._columns.values()):
            text = self.filled[row][at].strip()
            found = self.books.areas.resolve(text, None)
            if found.kind != names.UNKNOWN and found.id != match.id:
                return Said(text, row + 1, letter(at))
        return None

    def _find_gap(self, role: str, row: int, column: ValueColumn) -> tuple[int, str]:
        """Return where something that is missing should stand: its column, or the header."""
        if role in self._columns:
            return row + 1, letter(self._columns[role])
        return self.layout.header_row, column.column

    def _find_indicator_uncached(self, text: str) -> names.Match:
        match = self.books.indicators.resolve(text)
        if match.kind == names.UNKNOWN:
            name, _ = split_unit(find_when(text)[1], self.books.units)
            match = self.books.indicators.resolve(name)
        return match

    def _read_indicator(self, row, column):
        said = self._say(row, "indicator", column)
        if said is None:
            if self.options.indicator_id:
                return self.options.indicator_id, None
            gap = self._find_gap("indicator", row, column)
            return None, ("no_indicator", *gap, None, {})
        match = self._find_indicator(said.text)
        if match.kind == names.OK:
            if self.options.indicator_id not in (None, match.id):
                self._tell_override("indicator", said, self.options.indicator_id)
            return match.id, None
        listed = self.books.indicators.describe(*match.candidates)
        rule = (
            "ambiguous_indicator"
            if match.candidates
            else ("planned_value" if is_planned(said.text) else "unknown_indicator")
        )
        return None, (rule, said.row, said.column, said.text, {"candidates": listed})

    def _read_unit(self, row, column, number, indicator):
        """Return the unit of a value; the nearest word wins: cell, row, header, sheet."""
        own = self.books.indicators.rows[indicator]["unit"]
        said = self._say_unit(row, column, number)
        self._unit_read = said.text if said else None
        if said is None:
            if self.books.units.find(own).quantity == "ratio":
                return self.books.units.find(own), None
            gap = self._find_gap("unit", row, column)
            return None, ("no_unit", *gap, None, {"unit": own})
        units = self.books.units.find_all(said.text)
        if not units:
            return None, ("unknown_unit", said.row, said.column, said.text, {"unit": own})
        fitting = [unit for unit in units if self.books.units.fits(unit, own)]
        fields = {"unit": own, "indicator": self.books.indicators.describe(indicator)}
        if len({unit.factor for unit in fitting}) != 1:
            rule = "ambiguous_unit" if fitting else "unit_does_not_fit"
            return None, (rule, said.row, said.column, said.text, fields)
        given = self.books.units.find(self.options.unit)
        if given is not None and given.factor != fitting[0].factor and said.column:
            self._tell_override("unit", said, self.options.unit)
        return fitting[0], None

    def _say_unit(self, row, column, number) -> Said | None:
        if number.unit:
            return Said(number.unit, row + 1, column.column)
        said = self._get(row, "unit")
        if said is None and column.unit:
            said = Said(column.unit, self.layout.header_row, column.column)
        if said is None:
            name = self._get(row, "indicator")
            inside = split_unit(name.text, self.books.units)[1] if name else None
            said = Said(inside, name.row, name.column) if inside else None
        if said is None and self.layout.unit:
            said = Said(self.layout.unit, self.layout.header_row, column.column)
        if said is None and self.options.unit:
            said = Said(self.options.unit)
        return said

    def _read_extras(self, row: int, place) -> tuple[str, str | None, str | None]:
        said = self._get(row, "state")
        state = STATES.get(fold(said.text)) if said else None
        if state is None:
            if said:
                self.log.tell(
                    self.grid.name, said.row, said.column, said.text, "unknown_state", WARNING
                )
            state = self.options.state or (
                "provisional" if self.layout.is_provisional else "reported"
            )
        if said and state == "verified":
            self.log.tell(
                self.grid.name, said.row, said.column, said.text, "verified_by_file", WARNING
            )
            state = "reported"
        row_source, row_note = self._get(row, "source"), self._get(row, "note")
        source = unguard(row_source.text) if row_source else self.layout.source
        notes = [unguard(row_note.text) if row_note else None, self.layout.note]
        if self.options.source:
            notes.append(source)
            source = self.options.source
        return state, source, "; ".join(filter(None, notes)) or None

    def _tell_override(self, what: str, said: Said | None, given: str) -> None:
        if said is not None and said.column and (what, said.text) not in self._overridden:
            self._overridden.add((what, said.text))
            self.log.tell(
                self.grid.name,
                said.row,
                said.column,
                said.text,
                f"option_{what}_overridden",
                WARNING,
                given=given,
            )
