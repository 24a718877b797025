"""Where the register or the plan contradicts itself."""

from indicators.boxes.items import load_box_inputs
from indicators.boxes.rules import list_plan_conflicts


def test_box_1_and_box_2_disagree_on_core_farms(plan_store):
    found = list_plan_conflicts(load_box_inputs(plan_store)).set_index("role_id")
    assert tuple(found.loc["cattle_core_breeding", ["counties", "low", "high"]]) == (5, 2, 2)
    assert tuple(found.loc["sheep_core_breeding", ["counties", "low", "high"]]) == (6, 3, 4)
