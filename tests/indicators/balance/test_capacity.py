"""Capacity and load of a season: what is exactly zero needs no factor."""

from decimal import Decimal

import pytest

from indicators.balance.capacity import (
    FactorBook,
    balance_season,
    compute_capacity,
    compute_load,
    compute_supplement,
)

SHEEP_UNIT = {"factor": "sheep_unit", "subject": "sheep", "season": "any", "age": "any", "value": 1}
SHEEP = {"kind": "sheep", "age": "any", "place": "grazing", "head": 100.0}
YAK = {"kind": "yak", "age": "any", "place": "grazing", "head": 0.0}
GRASS = {
    "type_id": "temperate_steppe",
    "season": "year",
    "use": "grazed",
    "condition": "fresh",
    "area_ha": 0.0,
    "yield_kg_ha": 1000.0,
    "days": 365,
}
HAY = {"kind": "hay", "season": "year", "condition": "fresh", "amount_t": 0.0}


@pytest.fixture
def factors():
    return FactorBook([SHEEP_UNIT])


def test_no_head_of_an_animal_without_a_factor_add_no_load(factors):
    assert compute_load([SHEEP, YAK], factors) == Decimal(100)
    assert factors.missing == []


@pytest.mark.parametrize("head", [0.001, 1.0, float("nan")])
def test_the_factor_of_any_other_head_is_asked_for(factors, head):
    assert compute_load([SHEEP, YAK | {"head": head}], factors) is None
    assert factors.missing == ["sheep_unit/yak"]


def test_no_forage_and_no_grassland_ask_for_no_factor(factors):
    barren = GRASS | {"area_ha": 10.0, "yield_kg_ha": 0.0}
    assert compute_capacity([GRASS, barren], factors) == 0
    assert compute_supplement([HAY], 365, factors) == 0
    assert factors.missing == []
    assert compute_supplement([HAY | {"amount_t": 1.0}], 365, factors) is None
    assert compute_capacity([GRASS | {"area_ha": 1.0}], factors) is None
    assert factors.missing


def test_forage_that_was_reported_as_none_is_known(factors):
    season = balance_season("year", [GRASS], [HAY], [SHEEP, YAK], factors)
    assert season is not None
    assert (season.capacity, season.supplement, season.load) == (0, 0, 100)
    assert season.overload_pct is None
