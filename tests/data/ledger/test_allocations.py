"""Saved breakdowns and weights: named, revised, withdrawn; counties then have a target."""

import pandas as pd
import pytest

from data.ledger.allocations import (
    SavedAllocationError,
    list_allocations,
    load_allocation,
    save_allocation,
    withdraw_allocation,
)
from data.ledger.weights import (
    WeightError,
    list_weight_names,
    load_weights,
    read_weights,
    save_weights,
)
from indicators.inputs import load_inputs
from indicators.targets.progress import compute_progress

A, B = "654021", "654022"


def make_rows(*targets, target_id="mechanisation_rate"):
    return pd.DataFrame(
        [
            {
                "target_id": target_id,
                "reading_id": "mechanisation_points",
                "indicator_id": "mechanisation_rate",
                "method": "equal_points",
                "area_id": area,
                "base_year": 2021,
                "base_value": 50.0,
                "target_value": value,
                "unit": "%",
                "is_held": False,
            }
            for area, value in targets
        ]
    )


def list_rows_of(store, area_id):
    rows = compute_progress(load_inputs(store), area_id)
    return rows[rows["target_id"] == "mechanisation_rate"].iloc[0]


def test_a_saved_breakdown_gives_each_county_its_target(store, send_figures):
    send_figures(
        store, {"indicator_id": "mechanisation_rate", "area_id": A, "year": 2024, "value": 56.0}
    )
    assert save_allocation(store, " 甲方案 ", make_rows((A, 62.0), (B, 60.0)), by="张三") == 2
    row = list_rows_of(store, A)
    assert (row["baseline_value"], row["target_low"], row["status"]) == (50, 62, "on_pace")
    assert list_rows_of(store, B)["reason"] == "no_data"
    assert list_rows_of(store, "654023")["reason"] == "no_target"
    listed = list_allocations(store)
    assert listed[["name", "areas", "areas_in_force", "recorded_by"]].values.tolist() == [
        ["甲方案", 2, 2, "张三"]
    ]
    assert load_allocation(store, "甲方案")["target_value"].tolist() == [62, 60]


def test_the_newest_breakdown_counts_and_gives_way_when_withdrawn(store):
    save_allocation(store, "甲方案", make_rows((A, 62.0), (B, 60.0)))
    save_allocation(store, "乙方案", make_rows((A, 65.0)))
    assert store.query("queries/allocations").set_index("area_id")["target_value"].to_dict() == {
        A: 65,
        B: 60,
    }
    assert list_allocations(store).set_index("name")["areas_in_force"].to_dict() == {
        "乙方案": 1,
        "甲方案": 1,
    }
    assert withdraw_allocation(store, "乙方案", by="李四") == 1
    assert store.query("queries/allocations").set_index("area_id")["target_value"].to_dict() == {
        A: 62,
        B: 60,
    }
    with pytest.raises(SavedAllocationError, match="allocation_unknown"):
        withdraw_allocation(store, "乙方案")


def test_saving_a_name_again_replaces_what_it_says(store):
    save_allocation(store, "甲方案", make_rows((A, 62.0), (B, 60.0)))
    save_allocation(store, "甲方案", make_rows((A, 63.0)))
    assert load_allocation(store, "甲方案")[["area_id", "target_value"]].values.tolist() == [
        [A, 63.0]
    ]
    with pytest.raises(SavedAllocationError, match="allocation_name_taken"):
        save_allocation(store, "甲方案", make_rows((A, 62.0), target_id="offtake_rate"))


def test_a_breakdown_needs_a_name_and_rows(store):
    with pytest.raises(SavedAllocationError, match="allocation_needs_name"):
        save_allocation(store, "  ", make_rows((A, 62.0)))
    with pytest.raises(SavedAllocationError, match="allocation_no_areas"):
        save_allocation(store, "甲方案", make_rows((A, 62.0)).iloc[:0])


def test_weights_are_read_by_name_or_code(store):
    content = (
        '县名,代码,权重\n伊宁县,654021,"1,200.5"\n,654022,3\n伊宁,,4\n某某县,,5\n'
        "654023,,-1\n伊宁县,,9\n654024,,\n伊犁哈萨克自治州,,7\n"
    ).encode("gb18030")
    weights, issues = read_weights(store, content, "权重.csv")
    assert weights == {"654021": 1200.5, "654022": 3.0}
    assert [(issue.row, issue.rule) for issue in issues] == [
        (4, "ambiguous"),
        (5, "unknown"),
        (6, "negative"),
        (7, "repeated"),
        (8, "no_number"),
        (9, "not_a_county"),
    ]
    assert set(issues[0].candidates) == {"654002", "654021"}


def test_weights_are_saved_under_a_name(store):
    assert save_weights(store, "草场面积", {A: 3.0, B: 1.0}, by="张三") == 2
    save_weights(store, "草场面积", {A: 4.0})
    assert load_weights(store, "草场面积") == {A: 4.0}
    assert list_weight_names(store) == ["草场面积"]


@pytest.mark.parametrize(
    ("name", "weights", "key"),
    [
        (" ", {A: 1.0}, "weights_need_name"),
        ("权重", {}, "weights_empty"),
        ("权重", {A: -1.0}, "weights_wrong"),
        ("权重", {"650000": 1.0}, "weights_wrong"),
        ("权重", {A: float("nan")}, "weights_wrong"),
    ],
)
def test_wrong_weights_are_refused(store, name, weights, key):
    with pytest.raises(WeightError, match=key):
        save_weights(store, name, weights)


def test_a_mean_is_weighted_by_weights_of_its_own_name(store, send_figures):
    members = store.query("queries/areas")
    counties = members[members["parent_id"] == "652900"]["area_id"].tolist()
    send_figures(
        store,
        *(
            {
                "indicator_id": "mechanisation_rate",
                "area_id": area,
                "year": 2024,
                "value": 50.0 + number,
            }
            for number, area in enumerate(counties)
        ),
    )
    plain = list_rows_of(store, "652900")
    assert plain["latest_value"] == pytest.approx(50 + (len(counties) - 1) / 2)
    save_weights(store, "mechanisation_rate", dict.fromkeys(counties, 1.0) | {counties[0]: 1e9})
    assert list_rows_of(store, "652900")["latest_value"] == pytest.approx(50, abs=1e-3)
