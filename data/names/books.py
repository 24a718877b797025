"""Every known name: areas, indicators and units."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.names.matching import AreaBook, IndicatorBook
from data.names.meanings import Meaning
from data.names.units import UnitBook


@dataclass(frozen=True)
class Books:
    """The known names of areas, indicators and units, and what users said that words mean.

    Parameters
    ----------
    answers : mapping
        (word, shape) -> what the word means in forms of that shape (UnreadWord.shape); the
        shape ``*`` is every form.
    """

    areas: AreaBook
    indicators: IndicatorBook
    units: UnitBook
    answers: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)
