"""Reads the name of a sheet against the title: what it says of time, animals and measures."""

import re

from data.names.species import HERDS, is_within, refine
from data.statistics.senses import Sense, join_species

# Sheet1, 表2, data; but not a year, or a month or quarter of one: 2024, 202406, 2024-6, 2024Q1.
_PART_OF_YEAR = r"[-._/]?(?:0?[1-9]|1[0-2])(?:[-._/]?\d{1,2})?|[-._]?[HQ]\d"
_GENERIC = re.compile(
    rf"(?!(?:19|20)\d{{2}}(?:{_PART_OF_YEAR})?$)[\x00-\x7f]*|(?:工作表|表|sheet)\s*[\d()（）]*",
    re.IGNORECASE,
)
OTHER = "other"
NARROWER = "narrower"


def is_generic(name: str) -> bool:
    """Tell whether the name of a sheet says nothing of its figures."""
    return bool(_GENERIC.fullmatch(name))


def is_end_of(months: tuple[str, ...], named: list[str]) -> bool:
    """Tell whether the months of a sheet's name (202406) are the last ones of the periods that the
    title names (1—6月): both say the same."""
    ends = {_find_end(period) for period in named} - {None}
    return bool(ends) and all(period[0] == "M" and _find_end(period) in ends for period in months)


def _find_end(period: str) -> int | None:
    """Return the last month of a period, None for words without one."""
    last = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "Y": 12, "year_end": 12}
    is_month = period[0] in "MC" and period[1:].isdigit()
    return int(period[1:]) if is_month else last.get(period)


def compare_sheet(sheet: Sense, species: str | None, measure: str | None) -> str | None:
    """Tell whether the name of a sheet is of other animals or another measure than the title (羊
    below 2024年末牛存栏), or of fewer animals (羊 below 牲畜存栏): the title may be one that was
    copied with its sheet."""
    own, agrees = join_species(sheet.species)
    if species is None or not agrees:
        return None
    is_other = bool(sheet.measures and measure) and measure not in sheet.measures
    if is_other or (species not in HERDS and not refine(species, own)[1]):
        return OTHER
    return NARROWER if own and not is_within(species, own) else None
