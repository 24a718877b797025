"""Makes up statistics of every county that show a full store; every row is marked.

They are never loaded by themselves: somebody has to write the file and upload it, or open the
example, which is a file of its own. demonstration.csv has a row per indicator: how its figures
come about, from what, at what level in 2021, with how much change a year.
"""

import csv
import math
import random
from collections.abc import Iterator
from pathlib import Path

from data.statistics.export import make_figures_file
from data.store.database import Store
from data.words.catalogue import get_language
from data.words.names import MADE_UP

RECIPES = Path(__file__).with_name("demonstration.csv")
FIRST_YEAR, LAST_YEAR = 2021, 2024
SEED = 20231
"""Source and note of every row, for readers of both languages."""
# How many animals a county has beside others, and how many people.
_HERDS = {"district": 0.12, "named": 1.7, "other": 1.0, "xpcc": 0.5}
_PEOPLE = {"district": 1.1, "named": 0.8, "other": 1.1, "xpcc": 0.8}
# What a role asks for is found in its counties more than elsewhere.
_ROLE = 1.8


class _Counties:
    """The counties, and how large each is beside the others."""

    def __init__(self, store: Store, generator: random.Random):
        areas = store.query_rows("queries/areas")
        self.rows = [row for row in areas if row["level"] == "county"]
        roles: dict[str, set[str]] = {}
        for row in store.query_rows("queries/county_roles"):
            roles.setdefault(row["area_id"], set()).add(row["role_id"])
        wanted: dict[str, set[str]] = {}
        for row in store.query_rows("queries/role_indicators"):
            wanted.setdefault(row["role_id"], set()).add(row["indicator_id"])
        self._asked = {
            area_id: set().union(*(wanted.get(role_id, set()) for role_id in own))
            for area_id, own in roles.items()
        }
        self._sizes = {row["area_id"]: math.exp(generator.gauss(0, 0.3)) for row in self.rows}
        self._kinds = {row["area_id"]: self._find_kind(row) for row in self.rows}

    def _find_kind(self, row: dict) -> str:
        if row["division"] == "xpcc":
            return "xpcc"
        if row["area_id"] in self._asked:
            return "named"
        return "district" if row["name_zh"].endswith("区") else "other"

    def needs(self, area_id: str, indicator_id: str) -> bool:
        """Tell whether a role of the county is judged by an indicator."""
        return indicator_id in self._asked.get(area_id, ())

    def weigh(self, area_id: str, indicator_id: str, rule: str) -> float:
        """Return how much of an indicator's total a county has, beside the others."""
        if rule == "eaten":
            return self._sizes[area_id] * _PEOPLE[self._kinds[area_id]]
        more = _ROLE if self.needs(area_id, indicator_id) else 1
        return self._sizes[area_id] * _HERDS[self._kinds[area_id]] * more


def make_demonstration_figures(store: Store, seed: int = SEED) -> list[dict]:
    """Return made-up figures of every county, the same for the same seed.

    Returns
    -------
    list of dict
        indicator_id, area_id, year, value (in the indicator's unit): each indicator of
        demonstration.csv in each county that existed in the year, 2021 to 2024; of what a
        formula takes from the year before also 2020. Sums are those of their rounded parts.
        Prefectures and the region have no rows: the app adds up their counties.
    """
    generator = random.Random(seed)
    recipes = [_parse_recipe(row) for row in _read_recipes()]
    counties = _Counties(store, generator)
    before = {part for recipe in recipes if recipe["is_before"] for part in recipe["of"]}
    made: dict[tuple[str, str, int], float] = {}
    for recipe in recipes:
        first = FIRST_YEAR - 1 if recipe["indicator_id"] in before else FIRST_YEAR
        _make_figures(generator, recipe, counties, range(first, LAST_YEAR + 1), made)
    existing = {row["area_id"]: row["from_year"] or 0 for row in counties.rows}
    return [
        {"indicator_id": indicator_id, "area_id": area_id, "year": year, "value": value}
        for (indicator_id, area_id, year), value in made.items()
        if year >= existing[area_id]
    ]


def _parse_recipe(row: dict) -> dict:
    numbers = ("level", "yearly", "spread", "noise")
    rule, _, before = row["rule"].partition("_")
    return {
        "indicator_id": row["indicator_id"],
        "rule": rule,
        "of": row["of"].split("|") if row["of"] else [],
        "is_before": before == "before",
        "low": float(row["low"] or 0),
        "high": float(row["high"] or math.inf),
        "decimals": int(row["decimals"]),
        **{name: float(row[name] or 0) for name in numbers},
    }


def _make_figures(generator, recipe: dict, counties: _Counties, years: range, made: dict) -> None:
    """Add the figures of one indicator to those that are made already."""
    areas = [row["area_id"] for row in counties.rows]
    bases = {area_id: _make_base(generator, recipe, counties, area_id) for area_id in areas}
    if recipe["rule"] in ("total", "eaten"):
        whole = sum(bases.values())
        bases = {area_id: base / whole * recipe["level"] for area_id, base in bases.items()}
    for area_id in areas:
        for year in years:
            parts = [made[part, area_id, year - recipe["is_before"]] for part in recipe["of"]]
            value = _make_value(generator, recipe, bases[area_id], year, sum(parts))
            value = min(max(value, recipe["low"]), recipe["high"])
            made[recipe["indicator_id"], area_id, year] = round(value, recipe["decimals"])


def _make_base(generator, recipe: dict, counties: _Counties, area_id: str) -> float:
    rule = recipe["rule"]
    if rule == "points":
        return generator.gauss(recipe["level"], recipe["spread"])
    spread = math.exp(generator.gauss(0, recipe["spread"]))
    if rule in ("total", "eaten"):
        return spread * counties.weigh(area_id, recipe["indicator_id"], rule)
    if rule == "some" and not counties.needs(area_id, recipe["indicator_id"]):
        return 0.0
    return recipe["level"] * spread


def _make_value(generator, recipe: dict, base: float, year: int, parts: float) -> float:
    past = year - FIRST_YEAR
    if recipe["rule"] == "sum":
        return parts
    if recipe["rule"] == "points":
        return base + recipe["yearly"] * past + generator.gauss(0, recipe["noise"])
    noise = math.exp(generator.gauss(0, recipe["noise"]))
    grown = base * (1 + recipe["yearly"] / 100) ** past * noise
    return grown * parts if recipe["of"] else grown


def make_demonstration_figures_file(store: Store, seed: int = SEED) -> bytes:
    """Return the made-up figures as a CSV file (UTF-8 with a byte order mark) for `ingest`."""
    name = f"name_{get_language()}"
    areas = {row["area_id"]: row[name] for row in store.query_rows("queries/areas")}
    indicators = {row["indicator_id"]: row for row in store.query_rows("queries/indicators")}
    return make_figures_file(
        row
        | {
            "indicator": indicators[row["indicator_id"]][name],
            "area_code": row["area_id"],
            "area": areas[row["area_id"]],
            "period": "Y",
            "unit": indicators[row["indicator_id"]]["unit"],
            "state": "reported",
            "source": MADE_UP,
            "note": MADE_UP,
        }
        for row in make_demonstration_figures(store, seed)
    )


def load_has_made_up_figures(store: Store) -> bool:
    """Tell whether any figure in force is made up."""
    return store.query_rows("queries/demonstration_figures", mark=MADE_UP)[0]["is_loaded"]


def _read_recipes() -> Iterator[dict]:
    with RECIPES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
