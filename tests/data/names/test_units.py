"""Units per something are units of their own; lists of units are not."""

import pytest

from data.store.books import load_books


@pytest.fixture(scope="module")
def units(plan_store):
    return load_books(plan_store).units


@pytest.mark.parametrize("text", ["公斤/亩", "万元/户", "头/户", "公斤/人", "千克/亩"])
def test_a_unit_per_something_is_never_cut_at_the_slash(units, text):
    (unit,) = units.find_all(text)
    assert not any(units.fits(unit, own) for own in ("万头", "万吨", "亿元", "万亩"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("万头/万只", ["万头"]),
        ("头/只", ["头"]),
        ("万头、吨", ["万头", "吨"]),
        ("公斤/只", ["公斤/头"]),
        ("公担", ["公担"]),
        ("百吨", ["百吨"]),
        ("标准羊单位", ["羊单位"]),
        ("吨/挂牌", []),
        ("头/万头", []),
    ],
)
def test_lists_and_names(units, text, names):
    assert [unit.name for unit in units.find_all(text)] == names
