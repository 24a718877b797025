"""Turns a row of a balance file, as somebody wrote it, into typed values."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from data.balance.fields import HIGHEST, BalanceField, BalanceSheet
from data.balance.words import BalanceBooks, find_factor_unit, find_subject, list_spellings
from data.clock import FIRST_YEAR, get_today
from data.names.matching import AMBIGUOUS, CHECK, MERGED, OK, OUTSIDE
from data.names.numbers import EMPTY, NUMBER, parse_number
from data.names.text import fold
from data.names.units import EXACT
from data.statistics.model import NOTE, REJECTED, Issue
from data.words.catalogue import LANGUAGES, load_catalogue

LONGEST_TEXT = 300
_ID = re.compile(r"[A-Za-z0-9_\-\u3400-\u9fff]{1,40}")
_YEAR = re.compile(r"((?:19|20)\d{2})年?(?:\.0+)?")
_PERCENT = ("%", "％")


class BalanceIssue(Issue):
    """An issue of a row; `column` is the field, or in a file the column's letters."""

    @property
    def message_key(self) -> str:
        """The key of the sentence in the catalogues."""
        return f"balance.rule.{self.rule}"


@dataclass
class ParsedRow:
    """A row as read; record is None if a rule rejects it.

    is_outside: its area is in another province. is_total: it is a row of sums.
    """

    record: dict[str, Any] | None = None
    issues: list[BalanceIssue] = field(default_factory=list)
    is_outside: bool = False
    is_total: bool = False


class RowReader:
    """Reads the rows of one sheet.

    Parameters
    ----------
    units : dict
        Field -> the unit that its heading names.
    """

    def __init__(self, sheet: BalanceSheet, units: dict[str, str], books: BalanceBooks):
        self._sheet, self._units, self._books = sheet, units, books
        self._texts: dict[str, str] = {}
        self._parsed = ParsedRow()

    def read(self, texts: dict[str, str], strange: dict[str, str]) -> ParsedRow:
        """Return a row as typed values: years and days as whole numbers, amounts as floats in
        the units of `SHEETS`, words as ids, missing texts as "".

        A row is rejected for what stands in a column that was not understood (`strange`, by its
        heading): it may bear on the row.
        """
        self._texts, self._parsed = texts, ParsedRow()
        for heading, text in strange.items():
            fields = {"heading": heading}
            self._parsed.issues.append(
                BalanceIssue("", None, None, text, "column_unread", REJECTED, fields)
            )
        record: dict[str, Any] = {}
        readers = {
            "area": self._read_area,
            "year": self._read_year,
            "word": self._read_word,
            "type": self._read_type,
            "subject": self._read_subject,
            "number": self._read_number,
            "value": self._read_value,
            "id": self._read_id,
            "text": self._read_text,
        }
        for column in self._sheet.fields:
            if not texts.get(column.name) and column.default is None:
                self._tell(column, "cell_missing")
                continue
            record[column.name] = readers[column.kind](column, record)
            if self._parsed.is_outside or self._parsed.is_total:
                return self._parsed
        if not any(issue.severity == REJECTED for issue in self._parsed.issues):
            self._parsed.record = record
        return self._parsed

    def _tell(
        self, column: BalanceField, rule: str, severity: str = REJECTED, **fields: object
    ) -> None:
        """Note an issue of a column."""
        name = {
            language: load_catalogue(language)[f"balance.field.{column.name}"]
            for language in LANGUAGES
        }
        text = self._texts.get(column.name) or None
        self._parsed.issues.append(
            BalanceIssue("", None, column.name, text, rule, severity, {"field": name, **fields})
        )

    def _read_area(self, column: BalanceField, record: dict) -> str | None:
        text = self._texts[column.name]
        match = self._books.areas.resolve(text, self._find_year())
        if match.kind == OUTSIDE:
            self._parsed.is_outside = True
        elif match.kind == CHECK:
            self._parsed.is_total = True
            self._tell(column, "total_row", NOTE)
        elif match.kind in (AMBIGUOUS, MERGED):
            candidates = self._books.areas.describe(*match.candidates)
            self._tell(column, "area_ambiguous", candidates=candidates)
        elif match.kind != OK or match.id is None:
            self._tell(column, "area_unknown")
        elif self._books.areas.levels[match.id] != "county":
            self._tell(column, "area_not_county")
        else:
            return match.id
        return None

    def _find_year(self) -> int | None:
        match = _YEAR.fullmatch(fold(self._texts.get("year")))
        year = int(match[1]) if match else None
        return year if year is None or FIRST_YEAR <= year <= get_today().year else None

    def _read_year(self, column: BalanceField, record: dict) -> int | None:
        year = self._find_year()
        if year is None:
            self._tell(column, "year_unreadable", first=FIRST_YEAR, last=get_today().year)
        return year

    def _read_word(self, column: BalanceField, record: dict) -> str | None:
        text = self._texts.get(column.name)
        if not text:
            return column.default
        found = list_spellings(column.vocabulary).get(fold(text))
        if found is None:
            self._tell(column, "word_unknown", words=self._name_words(column.vocabulary))
        return found

    def _name_words(self, vocabulary: str) -> dict[str, str]:
        """Return the words that a cell may have, in each language."""
        stem = "season" if vocabulary == "factor_season" else vocabulary
        ids = dict.fromkeys(list_spellings(vocabulary).values())
        return {
            language: load_catalogue(language)["shell.list_separator"].join(
                load_catalogue(language)[f"balance.{stem}.{name}"] for name in ids
            )
            for language in LANGUAGES
        }

    def _read_type(self, column: BalanceField, record: dict) -> str | None:
        found = self._books.types.get(fold(self._texts[column.name]))
        if found is None:
            self._tell(column, "type_unknown")
        return found

    def _read_subject(self, column: BalanceField, record: dict) -> str | None:
        factor = record.get("factor")
        text = self._texts.get(column.name) or column.default or ""
        found = find_subject(factor, text, self._books.types) if factor else None
        if factor and found is None:
            self._tell(column, "subject_unknown" if factor != "sheep_unit" else "animal_unknown")
        return found

    def _parse(self, column: BalanceField) -> tuple[Decimal, str | None] | None:
        number = parse_number(self._texts[column.name])
        if number.kind == EMPTY:
            self._tell(column, "cell_missing")
        elif number.kind != NUMBER or number.value is None:
            self._tell(column, "not_number")
        else:
            return number.value, number.unit
        return None

    def _read_number(self, column: BalanceField, record: dict) -> float | int | None:
        parsed = self._parse(column)
        if parsed is None:
            return None
        value, cell_unit = parsed
        written = cell_unit or self._units.get(column.name)
        if column.name == "days":
            if (
                written in (None, "天", "日", "days", "day", "d")
                and value == int(value)
                and 1 <= value <= 366
            ):
                return int(value)
            self._tell(column, "days_wrong")
            return None
        if not written:
            self._tell(column, "unit_missing", unit=column.unit)
            return None
        unit = find_factor_unit(self._books.units, written, column.unit)
        if unit is None:
            self._tell(column, "unit_unknown", written=written, unit=column.unit)
            return None
        converted = float(EXACT.multiply(value, unit.factor))
        if not 0 <= converted <= column.high:
            self._tell(column, "out_of_bounds")
            return None
        return converted

    def _read_value(self, column: BalanceField, record: dict) -> float | None:
        parsed = self._parse(column)
        factor = record.get("factor")
        if parsed is None or factor is None:
            return None
        value, unit = parsed
        unit = unit or self._units.get(column.name)
        if unit in _PERCENT:
            value = value / 100
        elif unit is not None:
            self._tell(column, "factor_has_unit", written=unit)
            return None
        highest = HIGHEST.get(factor, 1.0)
        if not 0 < value <= Decimal(str(highest)):
            is_share = factor not in HIGHEST
            self._tell(
                column, "share_unclear" if is_share else "factor_out_of_bounds", high=highest
            )
            return None
        return float(value)

    def _read_id(self, column: BalanceField, record: dict) -> str | None:
        text = self._texts[column.name]
        if not _ID.fullmatch(text):
            self._tell(column, "id_unreadable")
            return None
        return text

    def _read_text(self, column: BalanceField, record: dict) -> str | None:
        text = self._texts.get(column.name, "")
        if len(text) > LONGEST_TEXT:
            self._tell(column, "text_too_long", limit=LONGEST_TEXT)
        return text
