"""Capacity, supplement and load of one county in one season, in sheep units.

One sheep unit is an adult sheep of 45 kg that eats 1.8 kg of standard hay a day (NY/T 635-2015).
All arithmetic is exact (Decimal); factors come from a set that a user gave with its source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

SHEEP_UNIT_KG = Decimal("1.8")
YEAR_DAYS = 365
KG_PER_T = 1000
PER_WAN = 10_000
ANY, YEAR = "any", "year"
GRAZED, FRESH, GRAZING = "grazed", "fresh", "grazing"

Row = Mapping[str, Any]


class FactorBook:
    """The factors of one set. What was asked for in vain is in `missing`, as
    ``factor/subject/season``.

    A factor of its own subject and season goes before one that holds for all.
    """

    def __init__(self, rows: Iterable[Row]):
        self._values = {
            (row["factor"], row["subject"], row["season"], row["age"]): _exact(row["value"])
            for row in rows
        }
        self.missing: list[str] = []

    def take(self, factor: str, subject: str, season: str = ANY, age: str = ANY) -> Decimal | None:
        """Return a factor, or None and remember that it is missing."""
        for own_subject in dict.fromkeys((subject, ANY)):
            for own_season in dict.fromkeys((season, ANY)):
                for own_age in dict.fromkeys((age, ANY)):
                    value = self._values.get((factor, own_subject, own_season, own_age))
                    if value is not None:
                        return value
        asked = "/".join(part for part in (factor, subject, season, age) if part != ANY)
        if asked not in self.missing:
            self.missing.append(asked)
        return None


@dataclass(frozen=True)
class SeasonBalance:
    """A season of a county: days, and in sheep units capacity, supplement (None: no other forage
    was reported), load on the pasture and stall-fed stock."""

    season: str
    days: int
    capacity: Decimal
    supplement: Decimal | None
    load: Decimal
    stall_fed: Decimal

    @property
    def overload_pct(self) -> Decimal | None:
        """(load − capacity) ÷ capacity in per cent, on the pasture alone; None without capacity."""
        return _compute_overload(self.load, self.capacity)

    @property
    def overload_with_supplement_pct(self) -> Decimal | None:
        """The same of all stock, with what the other forage feeds; None if that is not known."""
        if self.supplement is None:
            return None
        return _compute_overload(self.load + self.stall_fed, self.capacity + self.supplement)

    @property
    def gap_t(self) -> Decimal | None:
        """Standard hay that all stock lacks in the season, in tonnes; negative: to spare."""
        if self.supplement is None:
            return None
        units = self.load + self.stall_fed - self.capacity - self.supplement
        return units * SHEEP_UNIT_KG * self.days / KG_PER_T


def _compute_overload(load: Decimal, capacity: Decimal) -> Decimal | None:
    return (load - capacity) / capacity * 100 if capacity else None


def compute_usable_hay(pasture: Row, factors: FactorBook) -> Decimal | None:
    """Return the usable standard hay of a stretch of grassland in kg; None if a factor is missing.

    area × yield × edible share × hay factor × use rate, and the dry share where the yield is that
    of fresh grass.
    """
    subject, season = pasture["type_id"], pasture["season"]
    taken = [
        factors.take(factor, subject, season)
        for factor in ("edible_share", "hay_factor", "use_rate")
    ]
    if pasture["condition"] == FRESH:
        taken.append(factors.take("dry_share", subject, season))
    return _multiply([_exact(pasture["area_ha"]), _exact(pasture["yield_kg_ha"]), *taken])


def compute_capacity(pastures: list[Row], factors: FactorBook) -> Decimal | None:
    """Return how many sheep units the grazed pastures of a season carry; banned ones carry none.

    Σ usable hay ÷ (1.8 kg × days of its pasture). What is exactly zero adds nothing, whatever the
    factors: none is asked for.
    """
    parts = []
    for pasture in pastures:
        is_nothing = not _exact(pasture["area_ha"]) or not _exact(pasture["yield_kg_ha"])
        if pasture["use"] != GRAZED or is_nothing:
            continue
        hay = compute_usable_hay(pasture, factors)
        parts.append(None if hay is None else hay / (SHEEP_UNIT_KG * int(pasture["days"])))
    return _add(parts)


def compute_supplement(forages: list[Row], days: int, factors: FactorBook) -> Decimal | None:
    """Return how many sheep units other forage feeds: t × 1000 × use ÷ (1.8 kg × days).

    Forage of the whole year is spread over 365 days, that of a season over its own `days`.
    Exactly 0 t adds nothing, and asks for no factor.
    """
    parts = []
    for forage in forages:
        if not _exact(forage["amount_t"]):
            continue
        taken = [factors.take("forage_use", forage["kind"])]
        if forage["condition"] == FRESH:
            taken.append(factors.take("dry_share", forage["kind"]))
        kilos = _multiply([_exact(forage["amount_t"]) * KG_PER_T, *taken])
        span = YEAR_DAYS if forage["season"] == YEAR else days
        parts.append(None if kilos is None else kilos / (SHEEP_UNIT_KG * span))
    return _add(parts)


def compute_load(herds: list[Row], factors: FactorBook) -> Decimal | None:
    """Return the stock of some herds in sheep units: Σ head × factor of its kind and age.

    Exactly 0 head add nothing, and ask for no factor: a county that says it has no yak needs none.
    """
    return _add(
        [
            _multiply(
                [_exact(herd["head"]), factors.take("sheep_unit", herd["kind"], age=herd["age"])]
            )
            for herd in herds
            if _exact(herd["head"])
        ]
    )


def balance_season(
    season: str, pastures: list[Row], forages: list[Row], herds: list[Row], factors: FactorBook
) -> SeasonBalance | None:
    """Return the balance of a season; None where a factor is missing (`FactorBook.missing`).

    Parameters
    ----------
    pastures, forages, herds
        Those of the season and those of the whole year: year-round pasture, stock and forage
        are there in every season.
    """
    own = [row for row in pastures if row["season"] == season]
    days = int((own or pastures)[0]["days"])
    capacity = compute_capacity(pastures, factors)
    supplement = compute_supplement(forages, days, factors)
    load = compute_load([row for row in herds if row["place"] == GRAZING], factors)
    stall_fed = compute_load([row for row in herds if row["place"] != GRAZING], factors)
    if capacity is None or supplement is None or load is None or stall_fed is None:
        return None
    return SeasonBalance(season, days, capacity, supplement if forages else None, load, stall_fed)


def _exact(value: float) -> Decimal:
    """Return a number of a table exactly as it is written."""
    return Decimal(repr(float(value)))


def _multiply(parts: Iterable[Decimal | None]) -> Decimal | None:
    product = Decimal(1)
    for part in parts:
        if part is None:
            return None
        product *= part
    return product


def _add(parts: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total
