"""Units: which text means which unit, and exact conversion between units of a quantity."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from data.names.text import fold

EXACT = Context(prec=80)
_SEPARATORS = re.compile(r"[、,;/或和]")
_LABEL = re.compile(r"^(?:计量)?单位:?|^unit:?")


@dataclass(frozen=True)
class Unit:
    """A unit: canonical name, quantity it measures, factor to the quantity's base."""

    name: str
    quantity: str
    factor: Decimal


class UnitBook:
    """All units of plan.unit with their spellings.

    Parameters
    ----------
    rows : iterable of dict
        unit, quantity, factor (decimal text), spellings (separated by ``|``).
    """

    def __init__(self, rows):
        self._units: dict[str, Unit] = {}
        for row in rows:
            unit = Unit(row["unit"], row["quantity"], Decimal(row["factor"]))
            for spelling in [row["unit"], *(row["spellings"] or "").split("|")]:
                if spelling:
                    self._units.setdefault(fold(spelling), unit)

    def find(self, text: str | None) -> Unit | None:
        """Return the unit that a text names, or None."""
        folded = fold(text)
        if not folded:
            return None
        unit = self._units.get(folded)
        if unit is None:
            unit = self._units.get(_LABEL.sub("", folded))
        return unit

    def find_all(self, text: str | None) -> list[Unit]:
        """Return the units that a text such as ``万头、万只、吨`` lists; [] when any is none."""
        whole = self.find(text)
        if whole is not None:
            return [whole]
        folded = _LABEL.sub("", fold(text))
        parts = [part for part in _SEPARATORS.split(folded) if part]
        units = [self._units.get(part) for part in parts]
        if not units or any(unit is None for unit in units):
            return []
        return list(dict.fromkeys(units))

    def fits(self, unit: Unit, indicator_unit: str) -> bool:
        """Tell whether a value in `unit` can be stored in the indicator's unit."""
        own = self.find(indicator_unit)
        return own is not None and (
            own.quantity == unit.quantity or {own.quantity, unit.quantity} == {"share", "ratio"}
        )

    def convert(self, value: Decimal, unit: Unit, indicator_unit: str) -> float:
        """Return a value in the indicator's unit: exact decimals, rounded once to a float."""
        own = self.find(indicator_unit)
        if own.factor == unit.factor:
            return float(value)
        exact = EXACT.divide(EXACT.multiply(value, unit.factor), own.factor)
        return float(exact)
