"""A column of values: what its heading says, put together with the title."""

from dataclasses import replace

from data.names.periods import cumulate
from data.statistics.headings import Heading
from data.statistics.model import ValueColumn
from data.statistics.senses import ACTUAL, are_akin, is_planned_kind


def make_value_column(column: str, heading: Heading, before: list[ValueColumn], context):
    """Return a value column.

    Parameters
    ----------
    before : list of ValueColumn
        The columns to the left: 地方 and 兵团 are parts of the figure beside them.
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
    value = _set_period(value, heading, context)
    whole = next((each for each in reversed(before) if each.area is None), None)
    if heading.is_part and whole and not (value.unit or value.year):
        value = replace(whole, column=column, area=heading.area, heading=heading.text)
    return value


def _set_period(value: ValueColumn, heading: Heading, context) -> ValueColumn:
    """Put the heading's period together with the table's; what cannot be told holds."""
    own, table = heading.period, context.period
    held = None
    if own == "none":
        held = heading.text
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
    """Give the title's kind to the columns that say none of their own.

    A title of comparison beside its subject (存栏及增减情况) means the columns that say so;
    any other means every column that does not say 完成.
    """
    kind = context.kind
    if kind is None or kind == ACTUAL:
        return values
    is_said = any(value.kind and are_akin(value.kind, kind) for value in values)
    if is_said and context.is_kind_beside and not is_planned_kind(kind):
        return values
    return tuple(
        value if value.kind else replace(value, kind=kind, is_kind_of_title=True)
        for value in values
    )
