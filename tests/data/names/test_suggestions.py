"""Which area a misspelt name may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.names.matching import is_one_slip
from data.store.books import load_books


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("巩流县", ["654024"]),
        ("巩留县", []),
        ("昭苏", []),
        ("特斯克县", ["654027"]),
        ("特克思县", ["654027"]),
        ("特克斯斯县", ["654027"]),
        ("特斯县", ["654027"]),
        ("克特斯县", ["654027"]),
        ("其他乡镇", []),
        ("县", []),
        ("", []),
    ],
)
def test_a_name_with_one_slip_is_suggested(plan_store, text, codes):
    assert load_books(plan_store).areas.suggest(text) == codes


def test_an_area_is_found_by_each_of_its_names_and_groups_are_not_suggested(plan_store):
    areas = load_books(plan_store).areas
    assert areas.suggest("Zhaosu Countyy") == ["654026"]
    assert all(areas.levels[code] != "group" for code in areas.suggest("pastorall"))


@given(text=st.text("甲乙丙丁", min_size=2, max_size=6), at=st.integers(0, 5))
def test_one_slip_is_seen_from_both_sides(text, at):
    at %= len(text)
    for other in (text[:at] + text[at + 1 :], text[:at] + "戊" + text[at + 1 :]):
        if len(other) > 1:
            assert is_one_slip(text, other) and is_one_slip(other, text)
    assert not is_one_slip(text, text)
    assert not is_one_slip(text, "戊己" + text[2:] + "庚")
