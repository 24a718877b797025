"""Every known name: areas, indicators and units."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.names.matching import AreaBook, IndicatorBook
from data.names.meanings import Meaning
from data.names.units import UnitBook


@dataclass(frozen=True)
class Books:
    """The names that are known: areas, indicators, units; and what users said of words.

    Parameters
    ----------
    answers : mapping
        (word, shape) to what the word means in forms of that shape (UnreadWord.shape); the
        shape ``*`` stands for every form.
    """

    areas: AreaBook
    indicators: IndicatorBook
    units: UnitBook
    answers: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)
