"""A sample is what the seed draws from its frame; findings stand beside the values."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from data.errors import ChangedMeanwhileError
from data.ledger.steps.record import check_values
from data.ledger.steps.sampling import (
    draw_sample,
    draw_values,
    hash_frame,
    list_samples,
    load_frame_of_sample,
    load_sample_values,
    record_finding,
    undo_sample,
)
from data.ledger.steps.stages import Selection, StepError
from data.ledger.uploads import verify_upload
from data.store.check import run_checks
from tests.conftest import count_examples

KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
SAID = {"by": "抽查员", "evidence": "台账第3页"}

frames = some.lists(
    some.tuples(
        some.sampled_from(["cattle_stock", "beef_output"]),
        some.sampled_from(["654026", "654025", "652823", "650102"]),
        some.integers(2019, 2024),
    ),
    min_size=1,
    unique=True,
).map(
    lambda keys: pd.DataFrame(keys, columns=["indicator_id", "area_id", "year"]).assign(
        period="Y", subject_id=[str(n) for n in range(len(keys))], value=1.5
    )
)


@given(frames, some.floats(0.1, 100), some.integers(0, 1000), some.randoms())
@settings(max_examples=count_examples(120))
def test_a_sample_is_within_its_frame_and_reproducible(frame, share, seed, shuffle):
    drawn = draw_values(frame, share, seed)
    assert set(drawn["subject_id"]) <= set(frame["subject_id"])
    assert drawn["subject_id"].is_unique
    sizes = frame["area_id"].value_counts()
    counts = drawn["area_id"].value_counts()
    assert set(counts.index) == set(sizes.index)
    for area_id, size in sizes.items():
        assert counts[area_id] == math.ceil(round(size * share / 100, 9)) >= 1
        assert set(drawn.loc[drawn["area_id"] == area_id, "frame_size"]) == {size}
    order = list(range(len(frame)))
    shuffle.shuffle(order)
    again = draw_values(frame.iloc[order].reset_index(drop=True), share, seed)
    assert again["subject_id"].tolist() == drawn["subject_id"].tolist()
    assert hash_frame(frame.iloc[order]) == hash_frame(frame)
    assert hash_frame(frame.assign(value=1.6)) != hash_frame(frame)


def test_another_seed_draws_another_sample():
    frame = pd.DataFrame(
        {
            "subject_id": [str(n) for n in range(40)],
            "indicator_id": "cattle_stock",
            "area_id": "654026",
            "year": range(1980, 2020),
            "period": "Y",
            "value": 1.0,
        }
    )
    draws = [tuple(draw_values(frame, 5, seed)["year"]) for seed in range(4)]
    assert [len(draw) for draw in draws] == [2] * 4 and len(set(draws)) == 4
    # The order is the SHA-256 of 7:cattle_stock:654026:YEAR:Y, which anybody can compute.
    assert tuple(draw_values(frame, 5, 7)["year"]) == GOLDEN


GOLDEN = (2008, 1996)


def test_the_frame_is_what_counties_sent_and_nobody_verified(store, send_figures):
    verified = send_figures(store, KEY | {"value": 1.0})
    verify_upload(store, verified, by="核实员", document="1号")
    send_figures(store, KEY | {"year": 2022, "value": 2.0}, KEY | {"area_id": "650000", "value": 9})
    check_values(store, Selection(year=2022), by="审核员")
    assert load_frame_of_sample(store)["value"].tolist() == [2.0]


def test_a_finding_changes_no_figure(store, send_figures):
    send_figures(store, KEY | {"value": 10.0}, KEY | {"area_id": "654025", "value": 4.0})
    before = store.query("queries/yearly_figures")
    sample_id, count = draw_sample(store, share_pct=5, seed=7, by="抽查员")
    assert count == 2
    first, second = load_sample_values(store, sample_id)["subject_id"]
    record_finding(store, sample_id, first, "agrees", **SAID)
    record_finding(store, sample_id, second, "differs", found=8.0, **SAID)
    pd.testing.assert_frame_equal(store.query("queries/yearly_figures"), before)
    values = load_sample_values(store, sample_id)
    assert values["finding"].tolist() == ["agrees", "differs"]
    assert values["found"].tolist()[1] == 8.0
    (sample,) = list_samples(store).to_dict("records")
    assert (sample["seed"], sample["share_pct"], sample["frame_size"]) == (7, 5.0, 2)
    assert not [result.check_id for result in run_checks(store) if result.rows]


def test_a_later_finding_is_told_and_replaces(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    sample_id, _ = draw_sample(store, share_pct=100, seed=1, by="抽查员")
    (row,) = load_sample_values(store, sample_id).to_dict("records")
    said = {"subject_id": row["subject_id"], "based_on": row["seq"], "finding": "not_found"}
    record_finding(store, sample_id, **said, **SAID)
    with pytest.raises(ChangedMeanwhileError, match="changed_sample_check") as told:
        record_finding(store, sample_id, **said, **SAID)
    record_finding(
        store,
        sample_id,
        **said | {"finding": "differs", "found": 9.0, "based_on": told.value.now},
        **SAID,
    )
    assert load_sample_values(store, sample_id)["found"].tolist() == [9.0]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"finding": "differs"}, "sample_found"),
        ({"finding": "differs", "found": 10.0}, "sample_found"),
        ({"finding": "differs", "found": math.nan}, "sample_found"),
        ({"finding": "wrong"}, "sample_needs_evidence"),
        ({"evidence": " "}, "sample_needs_evidence"),
        ({"evidence": "据" * 301}, "step_text_long"),
        ({"by": ""}, "step_needs_name"),
        ({"subject_id": "00000000-0000-7000-8000-000000000000"}, "sample_value_unknown"),
    ],
)
def test_a_finding_that_says_nothing_is_refused(store, send_figures, said, key):
    send_figures(store, KEY | {"value": 10.0})
    sample_id, _ = draw_sample(store, share_pct=100, seed=1, by="抽查员")
    subject_id = load_sample_values(store, sample_id)["subject_id"].iloc[0]
    given_all = {"subject_id": subject_id, "finding": "agrees", **SAID} | said
    with pytest.raises(StepError, match=key):
        record_finding(store, sample_id, **given_all)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"share_pct": 0}, "sample_share"),
        ({"share_pct": 100.1}, "sample_share"),
        ({"seed": -1}, "sample_seed"),
        ({"seed": 2**31}, "sample_seed"),
        ({"by": ""}, "step_needs_name"),
    ],
)
def test_a_sample_that_cannot_be_is_refused(store, send_figures, asked, key):
    send_figures(store, KEY | {"value": 10.0})
    with pytest.raises(StepError, match=key):
        draw_sample(store, **{"share_pct": 5, "seed": 1, "by": "抽查员"} | asked)


def test_nothing_is_drawn_from_nothing(store):
    with pytest.raises(StepError, match="sample_no_values"):
        draw_sample(store, share_pct=5, seed=1, by="抽查员")


def test_a_sample_that_is_undone_is_gone(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    sample_id, _ = draw_sample(store, share_pct=100, seed=1, by="抽查员")
    undo_sample(store, sample_id, by="抽查员")
    assert list_samples(store).empty and load_sample_values(store).empty
    with pytest.raises(StepError, match="sample_unknown"):
        undo_sample(store, sample_id, by="乙")
