"""The chances of one form: its year, its counties, the figures of each, the words drawn."""

import random
from decimal import Decimal

from tests.data.statistics import form_words as words
from tests.data.statistics.form_model import ACTUAL, Says

# What part of a year's flow has come about by the end of a period.
_SHARE_OF_YEAR = {"H1": 0.45, "H2": 0.55, "Q1": 0.2, "Q2": 0.25, "Q3": 0.26, "Q4": 0.29,
                  "M06": 0.08, "M10": 0.09}  # fmt: skip
_RANGES = {"completion": (71, 118), "growth": (-6, 13), "share": (2, 24), "index": (94, 111),
           "per_head": (0.4, 6), "per_household": (3, 40), "change": (-2, 4),
           "fraction": (0.41, 0.96)}  # fmt: skip


class Scene:
    """Draws everything of one form from one seed, and remembers each word drawn."""

    def __init__(self, seed: str):
        self.chance = random.Random(seed)
        self.words: dict[str, bool] = {}
        self.year = self.chance.randint(2019, 2024)
        self.period = "Y"
        self.prefecture = self.chance.choice(list(words.COUNTIES))
        self.counties = self._choose_counties()
        self.ending = self.chance.choices(
            ["xlsx", "utf-8-sig", "gb18030", "xls"], [62, 16, 12, 10])[0]  # fmt: skip
        self._units: dict[str, str] = {}
        self._bases: dict[tuple, float] = {}

    @property
    def is_book(self) -> bool:
        """Whether the form becomes a workbook, with sheets and merged cells."""
        return self.ending in ("xlsx", "xls")

    def _choose_counties(self) -> dict[str, str]:
        known = words.COUNTIES[self.prefecture]
        count = min(len(known), self.chance.randint(3, 6))
        return {code: known[code] for code in self.chance.sample(list(known), count)}

    def draw(self, choices, *, is_listed: bool = True) -> str:
        """Return one of the words, and remember it."""
        word = self.chance.choice(choices)
        if word:
            self.words[word] = is_listed
        return word

    def draw_odd(self, patterns) -> str:
        """Return a word that no reader can know."""
        word = self.chance.choice(patterns).format(self.chance.choice(words.ODD))
        self.words[word] = False
        return word

    def draw_kind(self, kinds=tuple(words.KINDS)) -> tuple[str, str]:
        """Return a kind of figure and a noun for it."""
        kind = self.chance.choice(kinds)
        return kind, self.draw(words.KINDS[kind])

    def happens(self, probability: float) -> bool:
        """Return True as often as the probability says."""
        return self.chance.random() < probability

    def choose_period(self, *, is_flow: bool) -> str:
        """Draw the period that the title names, for all figures of the form."""
        some = ["Y"] * 9 + ["H1", "C09", "C10", "C11", "C08", "Q3", "H1"]
        if is_flow:
            some += ["H2", "Q1", "Q2", "Q4", "C02", "C05", "M10"]
        self.period = self.chance.choice(some)
        return self.period

    def name_when(self, year: int | None = None, period: str | None = None) -> str:
        """Return words for a year and period: 2024年, 2024年上半年, 2024年1—10月."""
        word = self.draw(words.PERIODS[period or self.period])
        return f"{year or self.year}{word}"

    def unit_of(self, indicator_id: str) -> str:
        """Return the unit that this form uses for an indicator; one for each quantity."""
        own = words.INDICATORS[indicator_id][2]
        if own not in self._units:
            choices = list(words.UNITS[own])
            self._units[own] = self.chance.choice([own, own, own, *choices])
            if own == "万只" and "万头" in self._units:  # 万头、万只; 头、只
                at = list(words.UNITS["万头"]).index(self._units["万头"])
                self._units[own] = choices[at]
            elif own == "万头" and "万只" in self._units:
                self._units[own] = choices[list(words.UNITS["万只"]).index(self._units["万只"])]
        return self._units[own]

    def write_figure(self, says: Says) -> Decimal:
        """Return a figure as it stands in the form, in the form's unit."""
        if says.kind in _RANGES:
            low, high = _RANGES[says.kind]
            digits = 3 if says.kind == "fraction" else 1
            return Decimal(f"{self.chance.uniform(low, high):.{digits}f}")
        indicator = says.indicator_id or "cattle_stock"
        if says.kind == "too_large":  # counted in heads, under a unit of ten thousand
            return Decimal(round(self._base(indicator, says.area) * 10_000))
        if says.kind != ACTUAL or not says.is_read or says.key is None:
            number = self._base(indicator, str(self.chance.random())) * 1.07
        else:
            number = self._base(indicator, says.area) * self._move(says)
        own = words.INDICATORS[indicator][2]
        factor = Decimal(words.UNITS[own].get(says.unit or own, "1"))
        digits = {1: 2, 10: 1, 100: 1}.get(int(factor), 0)
        return round(Decimal(repr(number)) * factor, digits)

    def _base(self, indicator: str, area: str) -> float:
        key = (indicator, area)
        if key not in self._bases:
            self._bases[key] = self.chance.uniform(*words.INDICATORS[indicator][3:])
        return self._bases[key]

    def _move(self, says: Says) -> float:
        years = (says.year or self.year) + says.shift - 2019
        period, share = says.period or "Y", 1.0
        if words.INDICATORS[says.indicator_id][1] in ("出栏", "产量"):
            share = _SHARE_OF_YEAR.get(period, 1.0)
            if period[0] == "C":
                share = int(period[1:]) / 12
        return share * (1 + 0.013 * years)
