"""Finds the unit that a text means, and converts exactly between units of a quantity."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from data.names.numbers import find_when
from data.names.text import fold, squeeze

EXACT = Context(prec=80)
_SEPARATORS = re.compile(r"[、,;或和]")
# What a unit may be given for each of (公斤/亩, 头/户); such a unit is one of its own.
_PER = frozenset(
    "人 户 亩 公顷 百亩 万亩 头 只 匹 峰 头(只) 天 日 月 年 家 个 场 牧户 农户 羊单位 平方米 "
    "平方公里 村 乡 县 ha mu head capita person household".split()
)
_TWIN = re.compile(r"(?<=[\u3400-\u9fff])\((?=[^)]*[a-z])[\x00-\x7f]*\)$")
_SIGNS = str.maketrans("（），：［］【】[]", "(),:()()()")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LABEL = re.compile(r"^(?:计量)?单位:?|^unit:?")


@dataclass(frozen=True)
class Unit:
    """A unit: canonical name, measured quantity, factor to the quantity's base unit."""

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

    def __init__(self, rows: Iterable[Mapping]):
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
        """Return the units that a text such as ``万头、万只、吨`` lists; [] if any is unknown."""
        whole = self.find(text)
        if whole is not None:
            return [whole]
        # 万头、万只 (10 000 heads)
        folded = _TWIN.sub("", _LABEL.sub("", fold(text)))
        parts = [part for part in _SEPARATORS.split(folded) if part]
        units = [self._units.get(part) or self._find_quotient(part) for part in parts]
        known = dict.fromkeys(unit for unit in units if unit is not None)
        return [] if None in units else list(known)

    def _find_quotient(self, folded: str) -> Unit | None:
        """Return a unit per something (公斤/亩): of a quantity of its own, never cut at the
        slash. 头/只 are two names of one unit."""
        upper, slash, lower = folded.partition("/")
        above, below = self._units.get(upper), self._units.get(lower)
        if not slash or above is None:
            return None
        if below is not None and below.quantity == above.quantity:
            return above if below.factor == above.factor else None
        if below is None and lower not in _PER:
            return None
        return Unit(folded, f"{above.quantity} per {lower}", above.factor)

    def name_sheep_units(self, unit: str | None) -> str:
        """Return the unit of a table of 折合羊单位 in 万只."""
        found = self.find(unit) if unit else None
        return "万羊单位" if found is not None and found.factor == 10000 else "羊单位"

    def fits(self, unit: Unit, indicator_unit: str) -> bool:
        """Tell whether a value in `unit` can be stored in the indicator's unit."""
        own = self.find(indicator_unit)
        return own is not None and (
            own.quantity == unit.quantity or {own.quantity, unit.quantity} == {"share", "ratio"}
        )

    def convert(self, value: Decimal, unit: Unit, indicator_unit: str) -> float:
        """Return a value in the indicator's unit: exact decimals, rounded once to a float.

        Raises
        ------
        ValueError
            The indicator's unit is unknown; call `fits` first.
        """
        own = self.find(indicator_unit)
        if own is None:
            raise ValueError(f"no unit {indicator_unit!r}")
        if own.factor == unit.factor:
            return float(value)
        exact = EXACT.divide(EXACT.multiply(value, unit.factor), own.factor)
        return float(exact)


def split_unit(text: str, units: UnitBook) -> tuple[str, str | None]:
    """Split ``牛肉产量(万吨)`` into name and unit text; the unit is None without one."""
    plain = squeeze(text).translate(_SIGNS)
    for match in reversed(list(_BRACKET.finditer(plain))):
        inside = match[1].strip()
        if inside and not inside.isdigit() and units.find_all(inside):
            return (plain[: match.start()] + plain[match.end() :]).strip(), inside
    for separator in ("单位:", ",", ":", " "):
        name, found, unit = plain.rpartition(separator)
        if found and name.strip() and not unit.strip().isdigit() and units.find_all(unit):
            return name.strip(" ,:;"), unit.strip()
    return plain, None


def cut_name(text: str, units: UnitBook) -> str:
    """Return a name without its year and unit: 牛存栏 of ``2020年牛存栏（万头）``."""
    return split_unit(find_when(text)[1], units)[0]
