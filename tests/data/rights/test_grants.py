"""Grants: who may do what where, from when until when, and who is the last to administer."""

from datetime import timedelta

import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.errors import ChangedMeanwhileError, RightsError
from data.ledger.groups import save_members
from data.rights.actors import DESK, NOBODY
from data.rights.grants import (
    are_in_force,
    end_rights,
    get_day,
    list_grant_history,
    list_grants,
    load_actor,
    record_grant,
    withdraw_grant,
)
from data.rights.handles import act_as
from data.rights.log import load_access_log

COUNTY, SISTER, PREFECTURE, REGION = "654026", "654025", "654000", "650000"


def grant(store, person, role, area=REGION, **days):
    return record_grant(
        store, person_id=person, person_name=f"{person}氏", role=role, area_id=area, **days
    )


def test_without_a_grant_the_desk_may_do_everything(store):
    assert not are_in_force(store)
    assert act_as(store, DESK) is store
    assert DESK.may("administer") and DESK.seen is None


def test_a_grant_puts_rights_in_force_and_its_end_does_not_lift_them(store):
    one = grant(store, "a", "administrator", until_on=get_day())
    assert are_in_force(store)
    assert list_grants(store)["is_valid"].tolist() == [True]
    assert list_grants(store)["grant_id"].tolist() == [one]


def test_who_grants_is_told_where_nobody_may_grant(store, capsys):
    """Before the first administrator, and in each grant until there is one for the region."""

    store.close()

    def run(*words):
        code = run_command(make_parser(), ["rights", *words, "--db", str(store.path)])
        return code, capsys.readouterr().err

    told = "没有全区的权限管理员"
    code, text = run("grant", "r", "reader", "--area", COUNTY)
    assert code == 0 and told in text
    code, text = run("grant", "p", "administrator", "--area", PREFECTURE)
    assert code == 0 and told in text
    code, text = run("grant", "a", "administrator")
    assert code == 0 and told not in text
    assert told not in run("grant", "s", "reader")[1]


def test_a_reporter_sends_for_the_area_and_below_only(store):
    grant(store, "r", "reporter", PREFECTURE)
    actor = load_actor(store, "r")
    assert actor.may("send", PREFECTURE) and actor.may("send", COUNTY)
    assert not actor.may("send", REGION) and not actor.may("send", "650102")
    assert not actor.may("verify", COUNTY)
    assert actor.find_refused("send", [COUNTY, REGION]) == [REGION]
    assert actor.find_refused("send", []) == [REGION]
    assert actor.find_refused("send", None) == []


def test_what_is_seen_is_the_own_area_what_is_below_and_what_is_above(store):
    grant(store, "r", "reporter", COUNTY)
    seen = load_actor(store, "r").seen
    assert {COUNTY, PREFECTURE, REGION} <= seen
    assert SISTER not in seen and "650100" not in seen
    grant(store, "v", "reader", REGION)
    assert load_actor(store, "v").seen is None


def test_a_grant_in_a_group_follows_its_members(store):
    save_members(store, "pastoral", [COUNTY, SISTER])
    grant(store, "g", "reporter", "pastoral")
    assert load_actor(store, "g").may("send", SISTER)
    save_members(store, "pastoral", [COUNTY])
    assert not load_actor(store, "g").may("send", SISTER)


def test_who_has_rights_in_a_group_is_for_administrators(store):
    grant(store, "d", "decider")
    decider = act_as(store, load_actor(store, "d"))
    save_members(decider, "pastoral", [COUNTY])
    grant(store, "g", "reporter", "pastoral")
    with pytest.raises(RightsError, match="rights_refused"):
        save_members(decider, "pastoral", [COUNTY, SISTER])


@pytest.mark.parametrize(
    "days",
    [
        {"from_on": get_day() + timedelta(days=1)},
        {"from_on": get_day() - timedelta(days=9), "until_on": get_day()},
    ],
)
def test_a_grant_holds_on_its_days(store, days):
    grant(store, "r", "reporter", COUNTY, **days)
    assert load_actor(store, "r").may("send", COUNTY) == ("until_on" in days)


def test_a_grant_whose_days_are_over_is_refused(store):
    with pytest.raises(RightsError, match="grant_days"):
        grant(store, "r", "reporter", until_on=get_day() - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"role": "king"}, "grant_role"),
        ({"area_id": "999999"}, "grant_area"),
        ({"person_id": " "}, "grant_person"),
        ({"person_name": "长" * 61}, "grant_long"),
    ],
)
def test_a_grant_that_does_not_fit_is_refused(store, change, key):
    fields = {"person_id": "r", "person_name": "某", "role": "reporter", "area_id": COUNTY} | change
    with pytest.raises(RightsError, match=key):
        record_grant(store, **fields)


def test_the_same_grant_is_given_once(store):
    grant(store, "r", "reporter", COUNTY)
    with pytest.raises(RightsError, match="grant_stands"):
        grant(store, "r", "reporter", COUNTY)


def test_the_last_administrator_of_the_region_stays(store):
    one = grant(store, "a", "administrator")
    own = act_as(store, load_actor(store, "a"))
    with pytest.raises(RightsError, match="grant_last_administrator"):
        withdraw_grant(own, one)
    grant(own, "b", "administrator", PREFECTURE)
    with pytest.raises(RightsError, match="grant_last_administrator"):
        withdraw_grant(own, one)
    grant(own, "c", "administrator", until_on=get_day())
    with pytest.raises(RightsError, match="grant_last_administrator"):
        withdraw_grant(own, one)
    grant(own, "d", "administrator")
    withdraw_grant(own, one)
    assert not load_actor(store, "a").may("administer")


def test_a_withdrawal_is_made_once_and_kept(store):
    grant(store, "a", "administrator")
    one = grant(store, "r", "reporter", COUNTY)
    withdraw_grant(store, one, by="王")
    with pytest.raises(ChangedMeanwhileError, match="grant_withdrawn"):
        withdraw_grant(store, one)
    assert list_grant_history(store)["is_withdrawn"].tolist() == [True, False, False]
    assert load_actor(store, "r").rights == ()


def test_an_administrator_grants_in_the_own_area_only_and_signs(store):
    grant(store, "a", "administrator", PREFECTURE)
    own = act_as(store, load_actor(store, "a"))
    record_grant(own, person_id="r", person_name="某", role="reporter", area_id=COUNTY, by="假名")
    assert list_grants(store).iloc[-1]["recorded_by"] == "a氏"
    with pytest.raises(RightsError, match="rights_refused"):
        grant(own, "x", "reporter", REGION)


def test_only_the_owner_ends_rights(store):
    grant(store, "a", "administrator")
    with pytest.raises(RightsError, match="rights_owner_only"):
        end_rights(act_as(store, load_actor(store, "a")))
    assert end_rights(store) == 1
    assert not are_in_force(store)


def test_two_persons_of_one_name_are_told_apart(store):
    for person in ("z1", "z2"):
        record_grant(store, person_id=person, person_name="张三", role="reader")
    assert load_actor(store, "z1").name == "张三 (z1)"


def test_whoever_has_no_grant_may_nothing(store):
    assert not NOBODY.may("read", None)
    stranger = load_actor(store, "x", "某人")
    assert (stranger.name, stranger.rights, stranger.seen) == ("某人", (), frozenset())


def test_what_is_refused_is_recorded(store):
    grant(store, "r", "reporter", COUNTY)
    with pytest.raises(RightsError):
        save_members(act_as(store, load_actor(store, "r")), "pastoral", [COUNTY])
    event = load_access_log(store).iloc[0]
    assert (event["kind"], event["person_id"], event["action"]) == ("refused", "r", "maintain")
    assert event["area_ids"] == f'["{REGION}"]'
