"""The short way for very large tidy text files: whole columns at a time.

Each distinct name, year and unit is looked at once. Only rows that are plain in every
respect are taken here; every other row goes the general way (`SheetReader`), so that both
ways refuse and tell the same. Values stay exact: a unit a power of ten apart shifts the
exponent of the number's text before it is rounded once to a float.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
from pyarrow import csv as arrow_csv

from data.files.decode import decode_text, find_delimiter
from data.files.grid import Grid
from data.files.limits import LIMITS
from data.files.workbook import unguard
from data.names import matching as names
from data.names.numbers import MISSING, parse_number, parse_period, parse_when
from data.names.text import fold, letter, position
from data.statistics.checks import check_bounds, check_duplicates
from data.statistics.extract import FIRST_YEAR, STATES, Extract, SheetReader
from data.statistics.model import OBSERVATION_COLUMNS, Layout
from data.statistics.tables import is_break

FROM_BYTES = 2_000_000
_WORDS = pa.dictionary(pa.int32(), pa.string())
_LABELS = ("area", "indicator", "year", "period", "unit", "state", "source", "note")


@dataclass
class DistinctTexts:
    """A column as its distinct texts and, for each row, which of them stands there."""

    texts: list[str]
    codes: np.ndarray

    def spread(self, values: list, dtype) -> np.ndarray:
        """Return one value per row from one value per distinct text."""
        return np.asarray(values, dtype=dtype)[self.codes]


class _SparseRows:
    """The rows of a table as lists of texts, made when asked for."""

    def __init__(self, table: pa.Table, start: int, header: list[list[str]]):
        self._table, self._start, self._header = table, start, header
        self._last: tuple[int, list[str]] = (-1, [])

    def __len__(self) -> int:
        return self._start + len(self._table)

    def __getitem__(self, row: int) -> list[str]:
        if row < self._start:
            return self._header[row]
        if row != self._last[0]:
            cells = [column[row - self._start].as_py() for column in self._table.columns]
            self._last = (row, cells)
        return self._last[1]


def read_table(text: bytes, delimiter: str, layout: Layout, width: int) -> pa.Table | None:
    """Return the cells below the header as texts, or None when rows differ in width.

    Names, years and units come as dictionaries, the value column as plain texts.
    """
    values = {position(value.column) for value in layout.values}
    types = {letter(at): pa.string() if at in values else _WORDS for at in range(width)}
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text),
            read_options=arrow_csv.ReadOptions(
                skip_rows=layout.header_end, column_names=list(types), block_size=1 << 22
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in text, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    return table.unify_dictionaries().combine_chunks()


class FastReader:
    """Reads a long table column by column; `read` returns None when that cannot be done."""

    def __init__(self, table: pa.Table, head: list[list[str]], reader: SheetReader):
        self.table, self.reader = table, reader
        self.layout, self.books, self.options = reader.layout, reader.books, reader.options
        self.start = self.layout.header_end
        reader.grid = Grid(self.layout.sheet, _SparseRows(table, self.start, head))
        reader.filled = reader.grid.rows

    def read(self) -> tuple[pa.Table, Extract] | None:
        """Return the plain rows as a table of observations, and what the others gave; None
        where another table or other words stand among them."""
        self.columns = {role: self._get_column(role) for role in _LABELS}
        self.value_column = self.layout.values[0]
        texts = self.table[self.value_column.column].combine_chunks()
        self._resolve()
        values, is_missing = self._parse_values(texts)
        values = self._convert(texts, values)
        is_counted = self.is_outside | (self.is_area & is_missing)
        plain = self.is_named & self.is_unit & np.isfinite(values) & ~is_missing
        plain &= (values >= self.low[self.indicator]) & (values <= self.high[self.indicator])
        plain = self._spare_first(plain & self._find_single(plain))
        rest = np.flatnonzero(~plain & ~is_counted)
        rows = self.reader.grid.rows
        if any(is_break(rows[row + self.start], self.layout, self.books) for row in rest.tolist()):
            return None
        extract = self.reader.read(int(row) + self.start for row in rest)
        extract.out_of_scope += int(np.count_nonzero(self.is_outside & ~is_missing))
        extract.missing += int(np.count_nonzero(self.is_area & is_missing & ~self.is_outside))
        extract.records = check_bounds(extract.records, self.books, self.reader.log)
        plain = self._take_twins(plain, extract)
        extract.records = check_duplicates(extract.records, self.reader.log)
        return self._make_table(plain, texts, values), extract

    def _get_column(self, role: str) -> DistinctTexts | None:
        name = getattr(self.layout, f"{role}_column")
        if role == "area":
            name = self.layout.code_column or name
        if name is None:
            return None
        array = self.table[name].combine_chunks()
        return DistinctTexts(array.dictionary.to_pylist(), array.indices.to_numpy())

    def _resolve(self) -> None:
        """Look at each distinct text once and spread what it means over the rows."""
        size = len(self.table)
        years, periods = self._resolve_years(size)
        self.year, self.period = years, periods
        area_ids, matches = self._resolve_areas()
        column = self.columns["area"]
        self.area = column.spread(area_ids, np.int32)
        self.is_area = self.area >= 0
        self.is_outside = column.spread([match.kind == names.OUTSIDE for match in matches], bool)
        self._resolve_indicators(size)
        in_years = (years >= FIRST_YEAR) & (years <= self.reader.this_year)
        self.is_named = self.is_area & (self.indicator >= 0) & in_years & (periods >= 0)
        self.is_named &= self._resolve_states(size)
        self._resolve_units(size)

    def _resolve_years(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        self.period_names = ["Y"]
        column = self.columns["year"]
        if column is None:
            found = parse_when(str(self.layout.year or self.options.year or ""))
            whens, codes = [found], np.zeros(size, dtype=np.int32)
        else:
            whens, codes = [parse_when(text.strip()) for text in column.texts], column.codes
        self.period_names = sorted({when.period for when in whens if when} | {"Y"})
        years = np.asarray([when.year if when else -1 for when in whens], dtype=np.int32)
        periods = np.asarray(
            [self.period_names.index(when.period) if when else -1 for when in whens], dtype=np.int32
        )
        own = self.columns["period"]
        if own is None:
            return years[codes], periods[codes]
        heading = self.reader.period_heading
        named = [parse_period(text, heading) if text.strip() else "Y" for text in own.texts]
        self.period_names = sorted({name for name in named if name} | {"Y"})
        return years[codes], own.spread(
            [self.period_names.index(name) if name else -1 for name in named], np.int32
        )

    def _resolve_areas(self) -> tuple[list[int], list[names.Match]]:
        """Names that changed their meaning are left to the general way."""
        matches = [
            self.books.areas.resolve(text.strip(), None) for text in self.columns["area"].texts
        ]
        self.area_names = sorted({match.id for match in matches if match.kind == names.OK})
        places = {area_id: at for at, area_id in enumerate(self.area_names)}
        is_dated = [self.books.areas.is_dated(text) for text in self.columns["area"].texts]
        return [
            places[match.id] if match.kind == names.OK and not dated else -1
            for match, dated in zip(matches, is_dated, strict=True)
        ], matches

    def _resolve_indicators(self, size: int) -> None:
        column = self.columns["indicator"]
        said = self.value_column.indicator or self.layout.indicator or self.options.indicator_id
        texts = column.texts if column else [said or ""]
        codes = column.codes if column else np.zeros(size, dtype=np.int32)
        matches = [self.books.indicators.resolve(text) for text in texts]
        self.indicator_names = sorted({match.id for match in matches if match.kind == names.OK})
        rows = [self.books.indicators.rows[name] for name in self.indicator_names]
        self.low = np.asarray([_get_bound(row["lower_bound"], -np.inf) for row in rows] + [0.0])
        self.high = np.asarray([_get_bound(row["upper_bound"], np.inf) for row in rows] + [0.0])
        places = {name: at for at, name in enumerate(self.indicator_names)}
        self.indicator = np.asarray(
            [places.get(match.id, -1) for match in matches], dtype=np.int32
        )[codes]

    def _resolve_states(self, size: int) -> np.ndarray:
        column = self.columns["state"]
        if column is None:
            return np.ones(size, dtype=bool)
        known = [
            not text or STATES.get(fold(text)) not in (None, "verified") for text in column.texts
        ]
        return column.spread(known, bool)

    def _spare_first(self, plain: np.ndarray) -> np.ndarray:
        """Leave the first row of each text beside an option to the general way, which tells
        where the file says otherwise."""
        given = {
            "year": self.options.year,
            "indicator": self.options.indicator_id,
            "unit": self.options.unit,
        }
        for role, option in given.items():
            column = self.columns[role]
            if option and column is not None:
                rows = np.flatnonzero(plain)
                _, first = np.unique(column.codes[rows], return_index=True)
                plain[rows[first]] = False
        return plain

    def _resolve_units(self, size: int) -> None:
        """Set for each row how many powers of ten its unit is from the indicator's own."""
        column = self.columns["unit"]
        said = self.value_column.unit or self.layout.unit or self.options.unit or ""
        texts = column.texts if column else [said]
        codes = column.codes if column else np.zeros(size, dtype=np.int32)
        shifts = np.full((len(self.indicator_names) + 1, len(texts)), _NO_SHIFT, dtype=np.int32)
        for at, name in enumerate(self.indicator_names):
            for place, text in enumerate(texts):
                shifts[at, place] = self._find_shift(name, text)
        self.shift = shifts[self.indicator, codes]
        self.is_unit = self.shift != _NO_SHIFT

    def _find_shift(self, indicator: str, text: str) -> int:
        own = self.books.indicators.rows[indicator]["unit"]
        unit = self.books.units.find(text)
        if unit is None or not self.books.units.fits(unit, own):
            return _NO_SHIFT
        ratio = unit.factor / self.books.units.find(own).factor
        sign, digits, exponent = ratio.normalize().as_tuple()
        return exponent if (sign, digits) == (0, (1,)) else _NO_SHIFT

    def _parse_values(self, texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers, NaN where a text is no plain number, and which are missing."""
        nothing = np.zeros(len(texts), dtype=bool)
        try:
            return compute.cast(texts, pa.float64()).to_numpy(zero_copy_only=False), nothing
        except pa.ArrowInvalid:
            pass
        trimmed = compute.utf8_trim_whitespace(texts)
        marks = pa.array(sorted({"", *MISSING, *(mark.upper() for mark in MISSING)}))
        missing = compute.is_in(trimmed, value_set=marks)
        plain = compute.match_substring_regex(texts, _PLAIN)
        numbers = compute.cast(compute.if_else(plain, texts, None), pa.float64())
        return (
            numbers.to_numpy(zero_copy_only=False).astype(np.float64),
            missing.to_numpy(zero_copy_only=False),
        )

    def _convert(self, texts: pa.Array, values: np.ndarray) -> np.ndarray:
        values = np.where(np.abs(values) <= 1e15, values, np.nan)
        shifted = np.flatnonzero(self.is_unit & (self.shift != 0) & np.isfinite(values))
        if len(shifted):
            chosen = texts.take(pa.array(shifted))
            is_scientific = compute.match_substring_regex(chosen, "[eE]")
            if compute.any(is_scientific).as_py():
                values[shifted] = [
                    float(parse_number(text.as_py()).value.scaleb(shift))
                    for text, shift in zip(chosen, self.shift[shifted].tolist(), strict=True)
                ]
                return values
            ends = np.asarray([f"e{shift}" for shift in range(-40, 41)])
            ends = pa.array(ends[self.shift[shifted] + 40])
            values[shifted] = compute.cast(
                compute.binary_join_element_wise(chosen, ends, ""), pa.float64()
            )
        return values

    def _make_keys(self) -> np.ndarray:
        """Return one whole number per row for its indicator, area, year and period."""
        keys = self.indicator.astype(np.int64) * len(self.area_names) + self.area
        keys = keys * 200 + (self.year - FIRST_YEAR)
        return keys * len(self.period_names) + self.period

    def _find_single(self, plain: np.ndarray) -> np.ndarray:
        """Tell which rows are the only ones of their area, indicator, year and period."""
        keys = self._make_keys()
        keys = np.where(plain, keys, -1 - np.arange(len(keys)))
        size = int(keys.max(initial=0)) + 1
        if size <= 400_000_000:
            seen = np.zeros(size, dtype=bool)
            wanted = keys[keys >= 0]
            seen[wanted] = True
            if np.count_nonzero(seen) == len(wanted):
                return np.ones(len(keys), dtype=bool)
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        return counts[inverse] == 1

    def _take_twins(self, plain: np.ndarray, extract: Extract) -> np.ndarray:
        """Give plain rows that meet a record of the general way to the general way too."""
        areas = {name: at for at, name in enumerate(self.area_names)}
        indicators = {name: at for at, name in enumerate(self.indicator_names)}
        periods = {name: at for at, name in enumerate(self.period_names)}
        keys = [
            (
                (indicators[record["indicator_id"]] * len(areas) + areas[record["area_id"]]) * 200
                + record["year"]
                - FIRST_YEAR
            )
            * len(periods)
            + periods[record["period"]]
            for record in extract.records
            if record["area_id"] in areas
            and record["indicator_id"] in indicators
            and record["period"] in periods
        ]
        if not keys:
            return plain
        twins = plain & np.isin(self._make_keys(), np.asarray(keys))
        self.reader.read(int(row) + self.start for row in np.flatnonzero(twins))
        return plain & ~twins

    def _make_table(self, plain, texts, values) -> pa.Table:
        rows = np.flatnonzero(plain)
        whole = len(rows) == len(plain)
        take = (lambda array: array) if whole else (lambda array: array[rows])
        units = [self.books.indicators.rows[name]["unit"] for name in self.indicator_names]
        state, source, note = self._get_extras()
        size = len(rows)
        columns = {
            "indicator_id": _make_words(self.indicator_names, take(self.indicator)),
            "area_id": _make_words(self.area_names, take(self.area)),
            "year": pa.array(take(self.year)),
            "period": _make_words(self.period_names, take(self.period)),
            "value": pa.array(take(values)),
            "unit": _make_words(units, take(self.indicator)),
            "value_read": texts if whole else texts.take(pa.array(rows)),
            "unit_read": self._get_words(
                "unit", take, size, self.value_column.unit or self.layout.unit or self.options.unit
            ),
            "area_read": self._get_words("area", take, size, None),
            "sheet": _make_words([self.layout.sheet], np.zeros(size, dtype=np.int32)),
            "file_row": pa.array((rows + self.start + 1).astype(np.int32)),
            "file_column": _make_words([self.value_column.column], np.zeros(size, dtype=np.int32)),
            "state": self._get_words(
                "state", take, size, state, lambda text: STATES.get(fold(text))
            ),
            "source": self._get_words("source", take, size, source),
            "note": self._get_words("note", take, size, note),
        }
        return pa.table({name: columns[name] for name in OBSERVATION_COLUMNS})

    def _get_extras(self):
        state = self.options.state or ("provisional" if self.layout.is_provisional else "reported")
        note = [self.layout.note]
        if self.options.source:
            note.append(self.layout.source)
        return (
            state,
            self.options.source or self.layout.source,
            "; ".join(filter(None, note)) or None,
        )

    def _get_words(self, role, take, size, default, change=None):
        column = self.columns[role]
        if column is None:
            return _make_words([default], np.zeros(size, dtype=np.int32))
        texts = [
            (change(text) if change else unguard(text.strip())) or default for text in column.texts
        ]
        return _make_words(texts, take(column.codes))


_NO_SHIFT = 1_000_000
_PLAIN = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"


def _get_bound(bound, default: float) -> float:
    return default if bound is None or bound != bound else float(bound)


def _make_words(words: list, codes: np.ndarray) -> pa.DictionaryArray:
    if not any(words):
        return pa.nulls(len(codes), pa.string())
    mask = np.asarray([word is None for word in words])[codes] if None in words else None
    known = pa.array([word or "" for word in words], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), known)


def read_large(content: bytes, file_name: str, make_reader) -> tuple | None:
    """Read a large tidy text file; None when it is not one, so the general way is due.

    Parameters
    ----------
    make_reader : function
        Takes the head of the file as a Grid and returns a SheetReader for it, or None.

    Returns
    -------
    tuple
        SheetReader, Arrow table of observations, Extract of the other rows.
    """
    text = decode_text(content, file_name)
    head = text[:40_000]
    lines = head.splitlines()[:200]
    delimiter = find_delimiter(text)
    rows = list(csv.reader(lines, delimiter=delimiter))
    reader = make_reader(Grid(PurePath(file_name).stem, rows))
    if reader is None or not can_read_fast(reader.layout, reader.options):
        return None
    if any(line.count('"') % 2 for line in lines[: reader.layout.header_end]):
        return None
    table = read_table(
        text.encode(), delimiter, reader.layout, len(rows[reader.layout.header_end - 1])
    )
    if table is None or len(table) + reader.layout.header_end > LIMITS.rows:
        return None
    found = FastReader(table, rows[: reader.layout.header_end], reader).read()
    return (reader, *found) if found else None


def can_read_fast(layout: Layout, options) -> bool:
    """Tell whether a layout is one table of single values that columns can be taken from."""
    has_both = layout.area_column and layout.code_column
    has_area = layout.area_column or layout.code_column
    has_mixed = options.source and (layout.source_column or layout.note_column)
    return bool(
        len(layout.values) == 1
        and has_area
        and not has_both
        and not has_mixed
        and not layout.values[0].year
        and not layout.values[0].area
        and not (layout.note and layout.note_column)
    )
