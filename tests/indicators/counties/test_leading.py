"""The few figures of an area: its roles come first, and only what has a figure."""

from data.store.build import open_store
from indicators.counties.leading import MOST, pick_leading_indicators
from indicators.counties.profile import load_county_inputs

ZHAOSU = "654026"


def make_own(**values):
    return [
        {"indicator_id": name, "value": value, "target_value": None}
        for name, value in values.items()
    ]


def test_roles_come_before_the_rest_and_what_is_missing_is_left_out(plan_file):
    with open_store(plan_file) as store:
        inputs = load_county_inputs(store)
    own = make_own(donkey_stock=1.0, horse_stock=2.0, cattle_stock=3.0, sheep_stock=None)
    assert pick_leading_indicators(inputs, ZHAOSU, own) == [
        "cattle_stock",
        "horse_stock",
        "donkey_stock",
    ]


def test_there_are_eight_at_most(plan_file):
    with open_store(plan_file) as store:
        inputs = load_county_inputs(store)
    own = make_own(**dict.fromkeys(inputs.progress.index.indicators, 1.0))
    leading = pick_leading_indicators(inputs, ZHAOSU, own)
    assert len(leading) == len(set(leading)) == MOST
    own[-1]["target_value"] = 5.0
    assert pick_leading_indicators(inputs, ZHAOSU, own)[0] == own[-1]["indicator_id"]
