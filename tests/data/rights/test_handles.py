"""A handle shows what a person may see, signs what is written, and refuses the rest."""

import pandas as pd
import pytest

from data.clock import get_now
from data.errors import RightsError
from data.ledger.events import list_events, record_event
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.rights.grants import list_grants, load_actor, record_grant, withdraw_grant
from data.rights.handles import UnaskedWriteError, act_as
from data.rights.seen import SEEN, hides
from data.store.figures import load_area_figures
from data.store.past import Past, look_at_time, look_at_version

COUNTY, SISTER, PREFECTURE = "654026", "654025", "654000"


def send(send_figures, store, area_id, value=1.0, year=2023, **more):
    figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": year, "value": value}
    return send_figures(store, figure | more)


def enter(store, role, area_id, person="p"):
    record_grant(store, person_id=person, person_name="张三", role=role, area_id=area_id)
    return act_as(store, load_actor(store, person))


def test_whoever_has_no_role_sees_what_is_vouched_for(store, send_figures):
    send(send_figures, store, COUNTY)
    send(send_figures, store, SISTER, 5.0, state="verified")
    stranger = act_as(store, load_actor(store, "x", "某人"))
    assert list_seen(stranger) == {(SISTER, 2023, 5.0)}
    assert len(list_uploads(stranger)) == 1


def list_seen(store):
    rows = store.query("queries/yearly_figures")
    rows = rows[rows["indicator_id"] == "cattle_stock"]
    return {(row.area_id, row.year, row.value) for row in rows.itertuples() if row.value < 20}


def test_a_county_sees_its_own_and_what_is_above_and_what_is_vouched_for(store, send_figures):
    for area_id, value in ((COUNTY, 1.0), (SISTER, 2.0), (PREFECTURE, 3.0), ("654300", 4.0)):
        send(send_figures, store, area_id, value)
    send(send_figures, store, SISTER, 5.0, year=2022, state="verified")
    send(send_figures, store, SISTER, 6.0, year=2021, state="provisional")
    seen = list_seen(enter(store, "reporter", COUNTY))
    assert seen == {(COUNTY, 2023, 1.0), (PREFECTURE, 2023, 3.0), (SISTER, 2022, 5.0)}


def test_what_is_derived_from_what_is_hidden_is_hidden(store, send_figures):
    inputs = store.query_rows("queries/formulas")
    formula = [row for row in inputs if row["indicator_id"] == "cattle_offtake_rate"]
    for state, area_id in (("reported", SISTER), ("verified", "654023")):
        for row in formula:
            figure = {"indicator_id": row["input_id"], "area_id": area_id, "value": 10.0}
            send_figures(store, figure | {"year": 2023 + row["year_offset"], "state": state})
    county = enter(store, "reader", COUNTY)
    assert "cattle_offtake_rate" in set(load_area_figures(store, SISTER)["indicator_id"])
    assert load_area_figures(county, SISTER).empty
    seen = load_area_figures(county, "654023")
    assert seen.set_index("indicator_id")["state"]["cattle_offtake_rate"] == "derived"


def test_a_sent_derived_figure_of_others_is_hidden_and_so_is_what_follows(store, send_figures):
    for indicator_id in ("actual_load", "carrying_capacity"):
        figure = {"indicator_id": indicator_id, "area_id": SISTER, "year": 2023, "value": 2.0}
        send_figures(store, figure | {"state": "derived"})
    assert "grazing_pressure" in set(load_area_figures(store, SISTER)["indicator_id"])
    assert load_area_figures(enter(store, "reader", COUNTY), SISTER).empty


def test_a_statement_makes_only_the_views_that_it_reads_and_they_show_the_same(store, send_figures):
    send(send_figures, store, COUNTY)
    send(send_figures, store, SISTER, 2.0)
    reader = enter(store, "reader", COUNTY)
    waiting = reader._view.mirror._waiting
    whole = len(waiting)
    # What everybody sees whole needs no view.
    assert len(reader.query("queries/areas")) == len(store.query("queries/areas"))
    assert len(waiting) == whole
    seen = list_seen(reader)
    assert seen == {(COUNTY, 2023, 1.0)} and whole - len(waiting) < whole / 4
    with reader.snapshot():
        assert not waiting
    assert list_seen(reader) == seen


def test_a_statement_about_a_table_of_which_nobody_said_who_sees_it_hides(monkeypatch):
    assert not hides.__wrapped__("rights/grants") and hides.__wrapped__("rights/tokens")
    monkeypatch.delitem(SEEN, "facts.role_grant_revision")
    assert hides.__wrapped__("rights/grants")


def test_it_is_as_new_as_the_store(store, send_figures):
    county = enter(store, "reporter", COUNTY)
    kept = county.remember(("seen",), lambda: list_seen(county), of=("figures",))
    assert kept == set()
    send(send_figures, store, COUNTY)
    kept = county.remember(("seen",), lambda: list_seen(county), of=("figures",))
    assert kept == {(COUNTY, 2023, 1.0)}


def test_kept_results_are_of_those_who_see_the_same(store, send_figures):
    send(send_figures, store, SISTER)
    one, other = enter(store, "reader", COUNTY, "a"), enter(store, "reporter", SISTER, "b")

    def load(handle):
        return handle.remember(("seen",), lambda: list_seen(handle), of=("figures",))

    assert load(store) == load(other) == {(SISTER, 2023, 1.0)}
    assert load(one) == set()
    assert load(act_as(store, load_actor(store, "a"))) is load(one)
    assert one.scope_key and one.scope_key != other.scope_key != store.scope_key


def test_what_some_see_of_an_area_is_read_again_after_any_file(store, send_figures):
    reader, made = enter(store, "reader", COUNTY), []

    def keep(seen):
        def make():
            made.append(seen)
            asked = {"indicator_ids": ["beef_output"], "area_id": COUNTY}
            return seen.query_rows("queries/figure_history", **asked)

        seen.remember(("test.history",), make, of=("figures", "projects", "balance"))

    for seen in (store, reader):
        keep(seen)
    # Whether the file of an upload is given out depends on all that was sent with it.
    send(send_figures, store, SISTER)
    for seen in (store, reader):
        keep(seen)
    assert made == [store, reader, reader]


def test_what_is_written_is_signed_with_the_own_name(store):
    county = enter(store, "reporter", COUNTY)
    record_event(
        county,
        area_id=COUNTY,
        indicator_id=None,
        kind="drought",
        happened_on="2023",
        name="旱",
        source="通报",
        by="假名",
    )
    events = list_events(county)
    assert events["recorded_by"].tolist() == ["张三"]


def test_a_write_that_nobody_asked_for_is_a_fault(store):
    county = enter(store, "administrator", "650000")
    with pytest.raises(UnaskedWriteError), county.transaction() as writer:
        writer.insert("facts.setting_revision", pd.DataFrame([{"revision_id": None}]))


def test_undoing_and_verifying_are_for_those_who_may(store, send_figures):
    upload_id = send(send_figures, store, COUNTY)
    verifier = enter(store, "verifier", "650000", "v")
    verified, _ = verify_upload(verifier, upload_id, by="x", document="1号")
    assert list_uploads(store)["uploaded_by"].iloc[0] == "张三"
    county = enter(store, "reporter", COUNTY, "r")
    with pytest.raises(RightsError, match="rights_refused"):
        undo_upload(county, verified)
    with pytest.raises(RightsError, match="rights_refused"):
        undo_upload(enter(store, "reporter", SISTER, "s"), upload_id)
    undo_upload(verifier, verified)
    undo_upload(county, upload_id)


def test_the_upload_of_others_is_not_listed_and_does_not_say_whose_it_is(store, send_figures):
    send(send_figures, store, COUNTY)
    send(send_figures, store, SISTER)
    reader = enter(store, "reader", COUNTY)
    assert list_uploads(reader)["uploaded_by"].tolist() == ["测试员"]
    with reader.snapshot() as cursor:
        told = cursor.sql("SELECT file_name, uploaded_by FROM facts.upload ORDER BY seq").fetchall()
    assert told == [("test.csv", "测试员"), ("", None)]


def test_a_right_that_was_withdrawn_no_longer_writes(store, send_figures):
    upload_id = send(send_figures, store, COUNTY)
    record_grant(store, person_id="a", person_name="李四", role="administrator", area_id="650000")
    reporter = enter(store, "reporter", COUNTY)
    grants = list_grants(store).set_index("person_id")["grant_id"]
    withdraw_grant(store, str(grants["p"]))
    with pytest.raises(RightsError):
        undo_upload(reporter, upload_id, by="张三", reason="重报")


def test_a_figure_sent_in_place_of_a_computed_one_hides_it_from_nobody_else(store, send_figures):
    for indicator_id, value in (("beef_output", 0.02), ("cattle_slaughtered", 1.0)):
        send(send_figures, store, SISTER, value, indicator_id=indicator_id, state="verified")
    send(send_figures, store, SISTER, 233.3, indicator_id="beef_carcass_yield", state="derived")

    def list_yields(source):
        rows = source.query("queries/yearly_figures")
        rows = rows[(rows["indicator_id"] == "beef_carcass_yield") & (rows["area_id"] == SISTER)]
        return rows["value"].round(1).tolist()

    assert list_yields(store) == [233.3]
    assert list_yields(enter(store, "reader", COUNTY)) == [20.0]


def test_a_snapshot_shows_what_the_person_sees(store, send_figures):
    send(send_figures, store, COUNTY)
    send(send_figures, store, SISTER)
    with enter(store, "reader", COUNTY).snapshot() as cursor:
        assert cursor.sql("FROM facts.observation_row").shape[0] == 1
    with store.snapshot() as cursor:
        assert cursor.sql("FROM facts.observation_row").shape[0] == 2


def test_a_former_time_shows_no_more(store, send_figures):
    send(send_figures, store, COUNTY)
    send(send_figures, store, SISTER)
    newest = store.query_rows("queries/newest_upload")[0]["seq"]
    now = get_now()
    send(send_figures, store, SISTER, year=2022)
    county = enter(store, "reader", COUNTY)
    for past in (look_at_time(county, now), look_at_version(county, newest)):
        assert list_seen(past) == {(COUNTY, 2023, 1.0)}
        assert past.for_plan(past.plan_id).scope_key == county.scope_key
    assert list_seen(look_at_time(store, now)) == {(COUNTY, 2023, 1.0), (SISTER, 2023, 1.0)}
    with pytest.raises(ValueError, match="whole store"):
        Past(county, now)
