"""Which decisions stand, and which of them a newer one replaces."""

import pandas as pd
import pytest

from indicators.judgement.status import STATUSES
from indicators.targets.decided import list_replaced
from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_inputs

REGION, COUNTY = "650000", "654026"


def make_record(decision_id, kind, area_id=REGION, *, is_withdrawn=False):
    return {
        "decision_id": decision_id,
        "kind": kind,
        "area_id": area_id,
        "is_withdrawn": is_withdrawn,
    }


def test_a_newer_ruling_replaces_an_older_one_of_its_area():
    records = pd.DataFrame(
        [
            make_record("gone", "reading", is_withdrawn=True),
            make_record("newest", "judgement"),
            make_record("county", "number", COUNTY),
            make_record("older", "reading"),
            make_record("base", "base"),
            make_record("first", "number"),
        ]
    )
    assert list_replaced(records) == {"older", "first"}
    # With the newest withdrawn, the one before it applies again.
    records.loc[records["decision_id"] == "newest", "is_withdrawn"] = True
    assert list_replaced(records) == {"first"}


def test_without_an_area_the_region_is_meant():
    records = pd.DataFrame([make_record("a", "base"), make_record("b", "base", None)])
    assert list_replaced(records) == {"b"}


def judge(plan_inputs, target_id, *decisions, figures=()):
    rows = compute_progress(make_inputs(plan_inputs, figures, decisions=decisions))
    return rows[rows["target_id"] == target_id].iloc[0]


@pytest.mark.parametrize("judgement", STATUSES[:-1])
def test_each_of_the_five_steps_can_be_judged_by_hand(plan_inputs, judgement):
    row = judge(
        plan_inputs,
        "smart_ranches",
        {"kind": "judgement", "subject_id": "smart_ranches", "judgement": judgement},
    )
    assert (row["target_status"], row["is_manual"]) == (judgement, True)


# From 80 in 2021 to more than 100 in 2030: in 2024 a third of the way is 86.67.
@pytest.mark.parametrize(
    ("latest", "status"),
    [
        (100.0, "on_pace"),
        (100.1, "achieved"),
        (87.0, "on_pace"),
        (85.0, "slightly_behind"),
        (81.0, "behind"),
        (79.0, "moving_away"),
        (None, "cannot_judge"),
    ],
)
def test_an_adopted_number_judges_words_without_one(plan_inputs, latest, status):
    figures = [("beef_self_sufficiency", REGION, 2021, 80.0)]
    if latest is not None:
        figures.append(("beef_self_sufficiency", REGION, 2024, latest))
    adopted = {"subject_id": "beef_self_sufficiency", "reading_id": "beef_over_100"}
    row = judge(plan_inputs, "beef_self_sufficiency", adopted, figures=figures)
    assert row["target_status"] == status
    proposed = judge(plan_inputs, "beef_self_sufficiency", figures=figures)
    assert proposed["target_status"] == "cannot_judge"
