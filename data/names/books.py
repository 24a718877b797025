"""Every known name: areas, indicators and units."""

from dataclasses import dataclass

from data.names.matching import AreaBook, IndicatorBook
from data.names.units import UnitBook


@dataclass(frozen=True)
class Books:
    """The names that are known: areas, indicators, units."""

    areas: AreaBook
    indicators: IndicatorBook
    units: UnitBook
