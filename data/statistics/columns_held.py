"""Holds columns whose headings say less than the other columns and the title need to be sure."""

import re
from collections.abc import Set
from dataclasses import replace

from data.names.species import (
    HERDS,
    find_indicator,
    is_animal,
    is_within,
    join_breeding,
    may_be_of,
    refine,
    split_indicator,
)
from data.names.text import fold
from data.names.units import cut_name
from data.statistics.context import Context
from data.statistics.model import ValueColumn


def hold_columns(
    values: tuple[ValueColumn, ...], context: Context, roles: Set[str]
) -> tuple[ValueColumn, ...]:
    """Return the value columns with what holds them.

    Parameters
    ----------
    roles : set of str
        The roles of the columns without values.
    """
    held = _hold_wider(_hold_totals(values, context), context)
    held = held if context.has_species else _hold_alone(held, context)
    held = _hold_years(_hold_fresh(held, context), context)
    if context.narrower and not {"indicator", "species"} & roles:
        held = _hold_narrower(held, context.narrower)
    return held


def _hold_totals(values: tuple[ValueColumn, ...], context) -> tuple[ValueColumn, ...]:
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


def _hold_wider(values: tuple[ValueColumn, ...], context: Context) -> tuple[ValueColumn, ...]:
    """Hold columns of more animals (羊存栏) than the title is about (山羊存栏), or of others
    (牛存栏): either may be a slip. A title that a column of its own goes back to is about that
    one."""
    species = context.species
    is_named = any(v.species and species and is_within(v.species, species) for v in values)
    if species is None or is_named or not is_animal(species):
        return values
    return tuple(
        _ask(value, context)
        if value.names_species and value.species and _is_wider(value, species)
        else value
        for value in values
    )


def _is_wider(value: ValueColumn, species: str) -> bool:
    own = value.species or ""
    if is_animal(own) and species not in HERDS and not refine(species, own)[1]:
        # 牲畜 may have 家禽 beside it.
        return True
    # 能繁母畜 above 牛存栏: the herd, or what breeds in it.
    is_over = is_within(species, own) or join_breeding(species, own)[0] != own
    return is_over and find_indicator(species, value.measure) != value.indicator


def _ask(value: ValueColumn, context: Context) -> ValueColumn:
    """Hold a column until somebody says what its heading means, the unit left out."""
    word = cut_name(value.heading, context.reader.books.units)
    is_answered = fold(word) in context.reader.answers
    return value if is_answered else replace(value, unread=(*value.unread, word))


def _hold_alone(values: tuple[ValueColumn, ...], context: Context) -> tuple[ValueColumn, ...]:
    """Hold columns named by their measure alone (出栏率, 肉产量) where the columns beside them are
    of some animals and the title of none: beside 牛出栏 they may be of cattle."""
    named = {value.species for value in values if value.names_species and not value.kind}
    return tuple(
        _ask(value, context)
        if value.measure and not value.names_species and _is_of_others(value, named)
        else value
        for value in values
    )


def _hold_years(values: tuple[ValueColumn, ...], context: Context) -> tuple[ValueColumn, ...]:
    """Hold columns of years (2022年, 2023年) below a title of another one (2024年末牛存栏): one of
    them may be that of last year's form. A yearbook is of the years before it."""
    years = {value.year for value in values if not value.kind}
    is_other = context.year and None not in years and years and context.year not in years
    if not is_other or "年鉴" in (context.title or ""):
        return values
    word = next(word for line in context.lines for word in line.year_words)
    return tuple(replace(value, unread=(*value.unread, word)) for value in values)


def _hold_fresh(values: tuple[ValueColumn, ...], context: Context) -> tuple[ValueColumn, ...]:
    """Hold the yield of fresh grass (鲜草产量) where that of hay stands beside it: either may be
    the yield that is meant."""
    if not any("干草" in value.heading for value in values):
        return values
    return tuple(
        _ask(value, context) if value.indicator and "鲜草" in value.heading else value
        for value in values
    )


def _hold_narrower(values: tuple[ValueColumn, ...], sheet: str) -> tuple[ValueColumn, ...]:
    """Hold columns that take their animal from the title, where the sheet's name has a narrower
    one: 数量 below 2024年末牲畜存栏 in a sheet 羊."""
    return tuple(
        value if value.names_species else replace(value, unread=(*value.unread, sheet))
        for value in values
    )


def _is_of_others(value: ValueColumn, named: set[str | None]) -> bool:
    whole, _ = split_indicator(value.indicator or "") or ("", "")
    return may_be_of(whole, named)
