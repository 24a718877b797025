"""Codes on pictures: short, found again from the store alone, and never taken for another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnknownIdError
from data.ledger import codes
from data.ledger.codes import DIGITS, Coded, find_coded, load_figures_version, make_code
from tests.conftest import count_examples

FIGURE = ("cattle_stock", "654026", 2024)


def test_a_code_is_what_it_was_when_it_was_printed():
    """Printed codes must be found for ever: the recipe may not change."""
    assert make_code(*FIGURE, 1) == "3WPS478P-1"
    assert make_code(None, "654026", 2024, 0) == "3W1FP9XE-0"


@pytest.fixture(scope="module")
def ids(plan_store):
    """What may be shown: name -> ids, and None where all of them are."""
    return {
        name: [None, *plan_store.query(f"queries/{table}")[f"{name}_id"]]
        for name, table in (("indicator", "indicators"), ("area", "areas"))
    }


@settings(max_examples=count_examples(160))
@given(data=st.data())
def test_what_is_shown_is_found_again(plan_store, ids, data):
    shown = (
        data.draw(st.sampled_from(ids["indicator"])),
        data.draw(st.sampled_from(ids["area"])),
        data.draw(st.none() | st.integers(1949, 2100)),
    )
    assert find_coded(plan_store, make_code(*shown, 0)) == [Coded(*shown, 0)]


@pytest.mark.parametrize("typed", ["3wps478p-1", " 3WPS 478P-1", "3WPS478P—1", "3WPS478P-I"])
def test_a_code_may_be_typed_loosely(store, send_figures, typed):
    send_figures(store, dict(zip(("indicator_id", "area_id", "year"), FIGURE, strict=True)))
    assert load_figures_version(store) == 1
    assert find_coded(store, typed) == [Coded(*FIGURE, 1)]


# `make test` misreads each digit as every fourth other one.
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_a_misread_digit_is_told(plan_store, every):
    code = make_code(*FIGURE, 0)
    for place in range(8):
        for digit in sorted(set(DIGITS) - {code[place]})[place % every :: every]:
            with pytest.raises(UnknownIdError, match="code_unknown"):
                find_coded(plan_store, code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize("typed", ["", "3WPS478P", "3WPS478P-", "3WPS478-1", "3WPS478U-1", "-1"])
def test_what_is_no_code_is_told(plan_store, typed):
    with pytest.raises(UnknownIdError, match="code_malformed"):
        find_coded(plan_store, typed)


def test_a_version_to_come_is_told(plan_store):
    with pytest.raises(UnknownIdError, match="code_unknown"):
        find_coded(plan_store, make_code(*FIGURE, 7))


def test_a_code_that_fits_two_figures_is_not_guessed(plan_store, monkeypatch):
    two = [
        codes.Coded(indicator, "654026", 2024, 0) for indicator in ("beef_output", "milk_output")
    ]
    monkeypatch.setattr(codes, "find_coded", lambda source, code: two)
    with pytest.raises(UnknownIdError, match="code_of_several") as told:
        codes.find_one_coded(plan_store, "3WVJR0PN-0")
    assert "beef_output 654026 2024; milk_output" in str(told.value.fields)
