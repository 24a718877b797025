"""Each change is credited to the act at which it happened, whatever was done since."""

import re
import shutil
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.clock import get_today
from data.ledger.changes import find_figure_changes, list_figure_changes
from data.ledger.replay import KEYS, RESTATED, find_only_steps, replay_figures, replay_since_ever
from data.ledger.span import Span, open_span
from data.ledger.steps.record import return_values
from data.ledger.steps.stages import Selection, load_stages
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.store.database import Store
from data.store.releases import record_release, take_plan
from indicators.change_wording import describe_act
from tests.conftest import record_figures
from tests.data.former import move_back

COUNTY = "654026"
STOCK = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 10.0}
INDICATORS = ("cattle_stock", "cattle_slaughtered", "cattle_offtake_rate", "beef_output")
OTHER = STOCK | {"year": 2022, "value": 8.0}


def find(store, day):
    changes = list_figure_changes(open_span(store, day + timedelta(days=1)))
    return {(row["indicator_id"], row["year"]): row for row in changes.to_dict("records")}


def test_an_undo_of_a_file_that_only_repeated_a_value_changes_nothing_of_it(store, send_figures):
    send_figures(store, STOCK | {"year": 2015})
    day = move_back(store, 10)
    first = send_figures(store, STOCK, OTHER, by="甲")
    second = send_figures(store, STOCK, OTHER | {"value": 9.0}, by="乙")
    undo_upload(store, second, by="丙")
    found = find(store, day)
    told = {key[1]: (row["act"], row["acted_by"], row["upload_id"]) for key, row in found.items()}
    assert told[2023] == ("sent", "甲", first)
    assert told[2022][:2] == ("undo", "丙")
    assert [(s["act"], s["new_value"]) for s in found["cattle_stock", 2022]["steps"]] == [
        ("sent", 8.0),
        ("sent", 9.0),
        ("undo", 8.0),
    ]


def test_a_value_and_its_verification_are_of_two_people(store, send_figures):
    send_figures(store, STOCK)
    day = move_back(store, 10)
    later = send_figures(store, STOCK | {"value": 11.0}, by="乙")
    verify_upload(store, later, by="丙", document="1号")
    row = find(store, day)["cattle_stock", 2023]
    assert (row["change"], row["act"], row["acted_by"]) == ("revised", "sent", "乙")
    assert [(step["act"], step["acted_by"]) for step in row["steps"]] == [
        ("sent", "乙"),
        ("verified", "丙"),
    ]
    assert re.fullmatch("乙，[^；]+；丙核实，[^；]+", describe_act(row))


def test_an_undo_that_was_undone_restores(store, send_figures):
    sent = send_figures(store, STOCK, by="甲")
    undone = undo_upload(store, sent, by="乙")
    day = move_back(store, 10)
    undo_upload(store, undone, by="丙")
    row = find(store, day)["cattle_stock", 2023]
    assert (row["change"], row["act"], row["acted_by"]) == ("new", "restored", "丙")


def list_told(steps):
    """Return steps as dicts by figure; what is missing is None."""
    rows = steps.astype(object).where(steps.notna(), None).to_dict("records")
    told: dict[tuple, list[dict]] = {}
    for row in rows:
        told.setdefault(tuple(row[name] for name in KEYS), []).append(row)
    return told


def test_what_one_act_touched_is_told_as_a_replay_tells_it(store, send_figures):
    rate = [STOCK | {"indicator_id": "cattle_slaughtered", "year": year} for year in (2022, 2023)]
    send_figures(store, STOCK | {"year": 2020}, STOCK | {"year": 2019}, by="甲")
    undone = send_figures(store, STOCK | {"year": 2015}, by="甲")
    day = move_back(store, 10)
    # The file brings a new value, a revised one, and both inputs of a rate.
    verified = send_figures(
        store, STOCK, OTHER, STOCK | {"year": 2020, "value": 12.0}, *rate, by="乙"
    )
    verify_upload(store, verified, by="丙", document="1号")
    send_figures(store, STOCK | {"year": 2018}, STOCK | {"year": 2019, "value": 1.0}, by="丁")
    send_figures(store, STOCK | {"year": 2018, "value": 3.0}, by="戊")
    undo_upload(store, undone, by="己")
    span = open_span(store, day + timedelta(days=1))
    changes = find_figure_changes(span)
    told = list_told(find_only_steps(span, changes))
    assert {key[2] for key in told} == {2019}
    whole = list_told(replay_figures(span, changes[KEYS]))
    assert all(whole[key] == steps for key, steps in told.items())


def test_one_file_is_told_as_a_replay_tells_it(store, send_figures):
    rate = [STOCK | {"indicator_id": "cattle_slaughtered", "year": year} for year in (2022, 2023)]
    send_figures(store, STOCK | {"year": 2020}, STOCK | {"year": 2019}, by="甲")
    day = move_back(store, 10)
    send_figures(store, STOCK, OTHER, STOCK | {"year": 2020, "value": 12.0}, *rate, by="乙")
    span = open_span(store, day + timedelta(days=1))
    changes = find_figure_changes(span)
    told = list_told(find_only_steps(span, changes))
    assert ("cattle_offtake_rate", COUNTY, 2023, "Y") in told
    assert told == list_told(replay_figures(span, changes[KEYS]))
    assert {step["acted_by"] for steps in told.values() for step in steps} == {"乙"}


def compare_since_ever(store):
    """Compare what is told of figures since the first upload with the replay of each of them.

    Return the steps of those of which no replay is asked.
    """
    keys = store.query("changes/keys", plan_seq=0, revision_seq=-1, upload_seq=-1, step_seq=-1)
    keys = keys[keys["indicator_id"].isin(INDICATORS)].assign(period="Y")
    since_ever = Span(get_today(), get_today(), store, store, {"upload": 0, "plan_change": 10**9})
    assert list_told(replay_since_ever(store, keys)) == list_told(replay_figures(since_ever, keys))
    return list_told(store.query_batch("changes/first_acts", keys).dropna(subset="new_value"))


def test_since_ever_is_told_as_a_replay_tells_it(store, send_figures):
    """Sent once, twice, undone, verified, returned, published, withdrawn, and computed of these."""
    stock = [STOCK | {"year": year} for year in range(2013, 2025)]
    sold = [row | {"indicator_id": "cattle_slaughtered"} for row in stock]
    region = STOCK | {"area_id": "650000", "value": 99.0}
    send_figures(store, *stock, *sold, region, region | {"year": 2010}, by="甲")
    verify_upload(store, send_figures(store, OTHER, by="乙"), by="丙", document="1号")
    undo_upload(store, send_figures(store, STOCK | {"year": 2020, "value": 11.0}, by="丁"), by="戊")
    send_figures(store, sold[4] | {"value": 3.0}, by="己")
    returned = load_stages(store, Selection(COUNTY, "cattle_slaughtered", 2016))["subject_id"]
    return_values(store, by="庚", remarks={returned[0]: "比上年多十倍"})
    told = compare_since_ever(store)
    assert {key[:2] for key in told if key[1] == COUNTY} == {
        (name, COUNTY) for name in INDICATORS if name != "beef_output"
    }
    assert {step["acted_by"] for steps in told.values() for step in steps} == {"甲"}
    replayed = {("cattle_slaughtered", year) for year in (2016, 2017)} | {("cattle_stock", 2020)}
    assert not replayed & {(key[0], key[2]) for key in told if key[1] == COUNTY}


# An act: what is done, to which of the uploads, with which figures and values.
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(INDICATORS), st.sampled_from((2016, 2022, 2023, 2024))),
    st.sampled_from((10.0, 20.0)),
    min_size=1,
    max_size=3,
)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), FIGURES, st.sampled_from(("reported", "provisional"))),
        st.tuples(st.sampled_from(("undo", "verify")), st.integers(0, 9), st.none()),
        st.tuples(st.just("release"), st.sampled_from((1.0, -1.0)), st.none()),
    ),
    min_size=2,
    max_size=6,
)


def act(store, kind, what, state, by):
    """Do one act, where it can be done."""
    if kind == "send":
        rows = [
            {"indicator_id": name, "area_id": "650000", "year": year, "value": value}
            for (name, year), value in what.items()
        ]
        record_figures(store, *(row | {"state": state} for row in rows), by=by)
    elif kind == "release":
        with store.transaction() as writer:
            taken = take_plan(writer)
            writer._cursor.execute(
                "UPDATE plan.published SET value = value + $added WHERE indicator_id IN"
                " ('cattle_stock', 'beef_output') AND year > 2021",
                {"added": what},
            )
            record_release(writer, taken)
            writer._written.add("plan.published")
            writer.subjects.add("plan")
    else:
        uploads = list_uploads(store)
        able = uploads[uploads["can_be_undone"]]
        if kind == "verify":
            able = able[able["undoes_upload_id"].isna() & able["note"].isna()]
        if able.empty:
            return
        chosen = able["upload_id"].iloc[what % len(able)]
        if kind == "undo":
            undo_upload(store, chosen, by=by, keeps_verified=True, displaces=True)
        elif not store.query("queries/upload_figures", upload_id=chosen)["is_verified"].all():
            verify_upload(store, chosen, by=by, document="1号", displaces=True)


def read_figures(store):
    """Return what is in force: (indicator, area, year, period) -> (value, state)."""
    keys = store.query("changes/keys", plan_seq=0, revision_seq=-1, upload_seq=-1, step_seq=-1)
    frame = store.query_batch("changes/stood", keys).dropna(subset="period")
    values = zip(frame["value"], frame["state"], strict=True)
    return dict(zip(frame[KEYS].itertuples(index=False, name=None), values, strict=True))


@pytest.mark.slow
@settings(
    max_examples=5,
    deadline=None,
    # An example takes a second: a failing one is not made smaller.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=ACTS, after=ACTS)
def test_steps_are_what_each_act_changed(plan_file, tmp_path, before, after):
    """The oracle reads all figures after each act and compares them with those before it."""
    with Store(shutil.copy(plan_file, tmp_path / "replay.duckdb")) as store:
        record_figures(store, STOCK | {"year": 2010})
        for number, (kind, what, state) in enumerate(before):
            act(store, kind, what, state, f"前{number}")
        day = move_back(store, 10)
        first = stood = read_figures(store)
        steps: dict[tuple, list[tuple]] = {}
        for number, (kind, what, state) in enumerate(after):
            by = f"后{number}"
            act(store, kind, what, state, by)
            stands = read_figures(store)
            for key in stood.keys() | stands.keys():
                if stood.get(key) != stands.get(key):
                    who = None if kind == "release" else by
                    step = (who, *stood.get(key, (None, None)), *stands.get(key, (None, None)))
                    steps.setdefault(key, []).append(step)
            stood = stands
        changes = list_figure_changes(open_span(store, day + timedelta(days=1)))
        told = {tuple(row[name] for name in KEYS): row for row in changes.to_dict("records")}
        assert told.keys() == {k for k in steps if first.get(k) != stood.get(k)}
        names = ("acted_by", "old_value", "old_state", "new_value", "new_state")
        for key, row in told.items():
            assert [tuple(step[name] for name in names) for step in row["steps"]] == steps[key]
            is_state = row["change"] == RESTATED
            # A value stands in places 1 and 3 of a step, a state in 2 and 4.
            place = 2 if is_state else 1
            by = [step[0] for step in steps[key] if step[place] != step[place + 2]][-1]
            assert row["acted_by"] == by or (by is None and pd.isna(row["acted_by"]))
        compare_since_ever(store)
