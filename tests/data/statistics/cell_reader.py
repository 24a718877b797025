"""A plain reader, one cell at a time, by the same rules: slow, and short enough to be checked.

It looks each word up where it stands for each value alone; nothing is shared between cells.
"""

from decimal import Decimal

from data.names import matching as names
from data.names.numbers import EMPTY, NUMBER, parse_number
from data.names.text import letter, position, squeeze
from data.statistics import labels as reading
from data.statistics.bearing import Labels
from data.statistics.extract import TableReader
from data.statistics.meanings import FIRST_TOLD, RULES, read_stray
from data.statistics.model import LABEL_ROLES
from data.statistics.scope import FALLBACK
from data.statistics.words import (
    CELL,
    HEADER,
    HELD,
    LEFT,
    OPTION,
    OUTSIDE,
    PART,
    REJECTED,
    STORED,
    TABLE,
    TOTAL,
    VALUE,
    WANTING,
    Resolved,
    Said,
    refuse,
)


class CellReader:
    """Reads one table; `read` returns what becomes of each value, by row and column."""

    def __init__(self, sheet: TableReader):
        self.grid, self.layout, self.scope = sheet.grid, sheet.layout, sheet.scope
        self.is_no_data = sheet._is_no_data
        self.missing = self.out_of_scope = 0

    def read(self) -> dict[tuple[int, str], tuple]:
        """Return (row, column letters): what is stored, compared, refused or held."""
        found = {}
        for row in range(self.layout.data_row - 1, min(self.layout.last_row, len(self.grid.rows))):
            if self.is_no_data(row):
                continue
            if any(self._is_filled(row, value) for value in self.layout.values):
                for value in self.layout.values:
                    read = self._read_value(row, value)
                    if read is not None:
                        found[row + 1, value.column] = read
            else:
                self._count_blank_row(row)
        return found

    def _is_filled(self, row, value) -> bool:
        at = position(value.column)
        return bool(self.grid.get(row, at).strip()) or (row, at) in self.grid.bare_formulas

    def _count_blank_row(self, row) -> None:
        said = self._get(row, self.layout.area_column)
        others = [self.layout.indicator_column, self.layout.year_column]
        texts = [self._get(row, column) for column in others if column]
        if said and self.scope.books.areas.resolve(said.text, None).kind == names.OK:
            self.missing += len(self.layout.values) if not texts or any(texts) else 0

    def _get(self, row, column) -> Said | None:
        cells, at = self.grid.filled[row], position(column) if column else 10**6
        text = cells[at].strip() if at < len(cells) else ""
        return Said(text, CELL, column) if text else None

    def _say(self, role, row, value) -> Said | None:
        said = self._get(row, getattr(self.layout, f"{role}_column"))
        if said is None and role in FALLBACK:
            heading, whole = getattr(value, role), getattr(self.layout, role)
            cell = self.layout.indicator_cell if role == "indicator" else None
            at = (cell[1], cell[0]) if cell else ()
            said = Said(heading, HEADER) if heading else Said(whole, TABLE, *at) if whole else None
        return said

    def _read_labels(self, row) -> Labels:
        layout, reader = self.layout, self.scope.reader
        said = [
            reading.read_area_label(self._get(row, column), reader)
            for column in layout.area_columns
        ]
        if layout.indicator_column:
            cell = self._get(row, layout.indicator_column)
            said.append(reading.read_indicator_label(cell, reader))
        for column in layout.word_columns:
            read = reading.read_remark if column == layout.note_column else reading.read_word
            said.append(read(self._get(row, column), reader))
        whole = said[0] if said else Labels()
        for other in said[1:]:
            whole = reading.join_labels(whole, other)
        return whole

    def _read_value(self, row, value) -> tuple | None:
        at = position(value.column)
        text = squeeze(self.grid.get(row, at))
        number = parse_number(text)
        is_bare = (row, at) in self.grid.bare_formulas
        given = self._resolve(row, value, number)
        area = given["area_id"].outcome
        if number.kind == EMPTY and not is_bare:
            self.missing += area not in (TOTAL, PART, OUTSIDE)
            return None
        if area == OUTSIDE:
            self.out_of_scope += not is_bare
            return None
        given["number"] = Resolved()
        if number.kind not in (NUMBER, EMPTY):
            given["number"] = Resolved(None, REJECTED)
        if is_bare:
            given["formula"] = refuse("formula_without_value", Said("", VALUE), "")
        faults = [(name, given[name]) for name in FIRST_TOLD if name in given]
        strongest = max(resolved.outcome for _, resolved in faults)
        if strongest in (WANTING, REJECTED) and area in (TOTAL, PART) and not is_bare:
            return None
        if strongest in (STORED, TOTAL, PART):
            return strongest, self._make_record(row, value, text, number, given)
        name, resolved = next(pair for pair in faults if pair[1].outcome == strongest)
        if strongest == LEFT:
            return LEFT, None
        if name == "number":
            return REJECTED, number.kind, row + 1, value.column, text
        fault = resolved.fault
        if strongest == HELD:
            return HELD, fault.found
        found = text if fault.at.origin == VALUE and text else fault.found
        return REJECTED, fault.rule, *self._find(fault.at, row, value), found

    def _resolve(self, row, value, number) -> dict:
        given = {role: self._say(role, row, value) for role in {*LABEL_ROLES, *FALLBACK}}
        areas = self.scope.books.areas
        match = areas.resolve(value.area or "", None)
        given["part"] = match if match.kind == names.CHECK and match.id else None
        given["head"], given["labels"] = value, self._read_labels(row)
        given["value_unit"] = Said(number.unit, VALUE) if number.unit else None
        given["value_marks"] = number.marks
        for rule in RULES:
            given[rule.name] = rule.read(self.scope, *[given[name] for name in rule.words])
        if not self.scope.has_areas:
            given["stray"] = self._find_stray(row, given["area_id"])
        return given

    def _find_stray(self, row, area) -> Resolved:
        layout = self.layout
        known = {value.column for value in layout.values} | set(layout.word_columns)
        known |= {getattr(layout, f"{role}_column") for role in LABEL_ROLES}
        for at in range(self.grid.width):
            if letter(at) not in known:
                found = read_stray(self.scope, area, self._get(row, letter(at)))
                if found.outcome == REJECTED:
                    return found
        return Resolved()

    def _find(self, said, row, value) -> tuple:
        return {
            CELL: (row + 1, said.column),
            VALUE: (row + 1, value.column),
            HEADER: (self.layout.header_row, value.column),
            TABLE: (said.row or self.layout.header_row, said.column or value.column),
            OPTION: (None, None),
        }[said.origin]

    def _make_record(self, row, value, text, number, given) -> dict:
        when, unit = given["when"].meaning, given["unit_read"].meaning
        source, note = given["source_note"]
        own = self.scope.books.units.find(unit.own)
        exact = Decimal(number.value) * unit.unit.factor / own.factor
        return {
            "indicator_id": given["indicator_id"].meaning,
            "area_id": given["area_id"].meaning,
            "year": when.year,
            "period": when.period,
            "value": float(exact),
            "unit": unit.own,
            "value_read": text,
            "unit_read": unit.text,
            "area_read": given["area_read"],
            "sheet": self.grid.name,
            "file_row": row + 1,
            "file_column": value.column,
            "state": given["state_read"].meaning,
            "source": source,
            "note": note,
        }
