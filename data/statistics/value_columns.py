"""Makes columns of values from their headings and the title."""

import re
from dataclasses import replace

from data.names.periods import cumulate
from data.statistics.headings import Heading
from data.statistics.model import ValueColumn
from data.statistics.senses import ACTUAL, COMPARED, are_akin, is_planned_kind


def make_value_column(column: str, heading: Heading, before: list[ValueColumn], context):
    """Return a value column.

    Parameters
    ----------
    before : list of ValueColumn
        The columns to the left; 地方 and 兵团 are parts of the figure beside them.
    """
    value = ValueColumn(
        column,
        heading.indicator,
        heading.unit,
        heading.year,
        heading.area,
        heading.year_shift or 0,
        None,
        heading.species,
        heading.measure,
        heading.kind,
        heading.part,
        heading.unread,
        heading.marks,
        heading.other,
        heading.text,
        heading.species is not None,
        is_sheep_units=any(sense.is_sheep_units for sense in heading.senses),
    )
    value = _take_subject(_set_period(value, heading, context), heading, before, context)
    whole = next((each for each in reversed(before) if each.area is None), None)
    if heading.is_part and whole and not (value.unit or value.year):
        value = replace(whole, column=column, area=heading.area, heading=heading.text)
    return value


def _take_subject(value: ValueColumn, heading: Heading, before, context) -> ValueColumn:
    """Give a column that says only when (上年同期) the indicator of the column to its left,
    where the title names none."""
    says_more = heading.indicator or heading.species or heading.measure or heading.other
    if heading.year_shift is None or says_more or context.indicator or value.kind or not before:
        return value
    left = next((each for each in reversed(before) if each.indicator or each.unread), None)
    if left is None or left.unread or left.part or left.area:
        return value
    return replace(
        value,
        indicator=left.indicator,
        unit=value.unit or left.unit,
        species=left.species,
        measure=left.measure,
        names_species=left.names_species,
    )


def hold_totals(values: tuple[ValueColumn, ...], context) -> tuple[ValueColumn, ...]:
    """Hold columns of totals (合计) beside columns of periods, years or one or two species:
    what they are the sum of is not the whole year or herd; beside areas they are compared."""
    return tuple(
        _hold_total(value, [other for other in values if other is not value], context)
        if _TOTAL.fullmatch("".join(value.heading.split()))
        else value
        for value in values
    )


_TOTAL = re.compile(r".*(?:合计|总计|小计|共计)(?:[(（].*)?(?:total)?", re.IGNORECASE)
_WHOLE_YEARS = ({"Q1", "Q2", "Q3", "Q4"}, {f"M{month:02d}" for month in range(1, 13)}, {"H1", "H2"})


def _hold_total(value: ValueColumn, others: list[ValueColumn], context) -> ValueColumn:
    if value.area is None and any(other.area for other in others) and not value.names_species:
        return replace(value, area="合计")
    periods = {other.period for other in others} - {None, context.period, "Y"}
    years = {other.year for other in others} - {None}
    species = {other.species for other in others if other.names_species}
    is_part = periods and not any(whole <= periods for whole in _WHOLE_YEARS)
    is_open = is_part or (years and value.year is None) or (0 < len(species) < _HERD)
    if value.names_species and not is_part:
        return value
    return replace(value, unread=(*value.unread, value.heading)) if is_open else value


# A herd of fewer species is not all livestock.
_HERD = 3


def _set_period(value: ValueColumn, heading: Heading, context) -> ValueColumn:
    """Combine the heading's period with the table's; an unclear one holds the column."""
    own, table = heading.period, context.period
    held = None
    if own == "none":
        held = heading.text
    elif own in ("to_month", "same") and table is None and context.has_periods:
        # The row says the month.
        pass
    elif own == "to_month":
        own = cumulate(int(table[1:])) if table and table[0] == "M" else table
        held = None if own else heading.text
    elif own == "same":
        own = table
        held = None if table and table[0] in "MQ" else heading.text
    elif own == "year_end":
        held = heading.text if table not in (None, "Y") else None
        own = table
    elif own is None and heading.year_shift and not heading.keeps_period:
        # 上年 beside a half-year may be the half or the whole of it.
        held = heading.text if table not in (None, "Y") else None
        own = table
    else:
        own = own or table
    unread = (*value.unread, held) if held else value.unread
    return replace(
        value, period=None if own == "none" else own, unread=tuple(dict.fromkeys(unread))
    )


def settle_kinds(values: tuple[ValueColumn, ...], context) -> tuple[ValueColumn, ...]:
    """Give the title's kind to columns without a kind of their own.

    A title of comparison beside its subject (存栏及增减情况) means the columns that say so;
    any other means every column that does not say 完成.
    """
    kind = context.kind
    if kind is None or kind == ACTUAL:
        return values
    is_said = any(value.kind and are_akin(value.kind, kind) for value in values)
    if kind == "rank" and (is_said or context.has_ranks):
        # The places stand in columns of their own, beside the figures.
        return values
    if is_said and context.is_kind_beside and not is_planned_kind(kind):
        return values
    levels = _find_levels(values) if is_said and kind in COMPARED else set()
    return tuple(
        value
        if value.kind or value.column in levels
        else replace(value, kind=kind, is_kind_of_title=True)
        for value in values
    )


def _find_levels(values: tuple[ValueColumn, ...]) -> set[str]:
    """Return the columns of the levels before and after the changes of a table (增减变动):
    only where both stand beside columns of changes."""
    first = {value.column for value in values if _BEFORE.search(value.heading)}
    last = {value.column for value in values if _AFTER.search(value.heading)}
    return first | last if first and last else set()


_BEFORE, _AFTER = re.compile(r"年初|期初"), re.compile(r"年末|年底|期末|年终")
