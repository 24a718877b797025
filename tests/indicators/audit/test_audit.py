"""The audit finds what the plan's tables say, and nothing that they do not say."""

import json

import pytest

from data.ledger.decisions import record_decision
from data.ledger.groups import save_members
from data.words.catalogue import load_catalogue, use_language
from indicators.__main__ import make_parser
from indicators.audit.audit import CHECKS, compute_audit
from indicators.audit.findings import COLUMNS, VERDICTS, load_audit_inputs, rounds_to
from tests.plan_changes import build_changed

ORIGIN = {"decided_by": "厅长办公会", "decided_on": "2024-03-01", "document_no": "1号"}


def audit(store, **query):
    """Return the findings of a store that have some values."""
    found = compute_audit(load_audit_inputs(store, 2026))
    for name, value in query.items():
        found = found[found[name] == value]
    return found


def get_verdicts(store, check_id):
    found = audit(store, check_id=check_id)
    return list(zip(found["subject"], found["verdict"], strict=True))


def test_every_finding_is_complete(plan_store):
    found = audit(plan_store)
    assert tuple(found.columns) == COLUMNS
    assert set(found["verdict"]) <= set(VERDICTS)
    clauses = {row["clause_id"] for row in plan_store.query_rows("queries/county_clauses")}
    assert set(found["clause_id"]) <= clauses
    texts = ["subject", "stated", "found", "follows", "subject_name", "clause"]
    assert found[texts].map(lambda text: bool(text.strip())).all(axis=None)
    assert found["decision_id"].isna().all()


def test_both_languages_find_the_same(plan_store):
    with use_language("en"):
        english = audit(plan_store)
    chinese = audit(plan_store)
    same = ["check_id", "subject", "verdict", "clause_id"]
    assert english[same].equals(chinese[same])
    ours = " ".join(english["follows"])
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in ours)


def test_fifteen_roles_agree_and_one_list_is_open(plan_store):
    verdicts = get_verdicts(plan_store, "role_counties")
    assert [subject for subject, verdict in verdicts if verdict == "open"] == ["border_tourism"]
    assert sum(verdict == "agrees" for _, verdict in verdicts) == 15


def test_numbers_of_projects_are_held_against_the_counties_named(plan_store):
    """North: 昭苏, 布尔津, 塔城 and 博乐 or 奇台. South: 塔什库尔干; 和田市 and 阿克苏市."""
    assert dict(get_verdicts(plan_store, "role_items")) == {
        "box2_sheep_core_north": "contradicts",  # 2—3 farms, 4 counties
        "box2_cattle_core_north": "contradicts",  # 1 farm, 4 counties
        "box2_sheep_core_south": "contradicts",  # 1 farm, 2 counties
        "box2_cattle_core_south": "agrees",  # 1 farm, 1 county
        "box5_seed_base_1000mu": "agrees",
        "box5_seed_base_100mu": "agrees",
        "box5_forage_base_10000mu": "agrees",
        "box5_forage_base_1000mu": "agrees",
        "box10_nomadic_parks": "open",  # 5 parks, 11 counties: which?
        "box10_folk_parks": "open",
        "box10_border_parks": "agrees",  # 3—5 parks, 3 counties and more
    }


def test_forty_platforms_fit_forty_counties_and_not_37(plan_store):
    assert get_verdicts(plan_store, "bound_counties") == [
        ("box9_county_platforms", "agrees"),
        ("box9_county_platforms", "contradicts"),
    ]


def test_that_37_remain_is_an_observation(plan_store):
    (row,) = audit(plan_store, check_id="facility_counties").to_dict("records")
    assert row["verdict"] == "open"
    for name in ("伊宁市", "和田市", "阿克苏市", "37"):
        assert name in row["found"]


def test_minimums_are_added_up_under_each_count(plan_store):
    found = audit(plan_store, check_id="county_minimums").set_index("subject")["found"]
    assert "120户" in found["box9_smart_farms_per_county"]
    assert "111户" in found["box9_smart_farms_per_county"]
    assert "22个" in found["box2_cattle_multiplication"]


def test_no_target_has_a_baseline_and_no_level_a_target(plan_store):
    assert [verdict for _, verdict in get_verdicts(plan_store, "baselines")] == ["open"] * 12
    assert [verdict for _, verdict in get_verdicts(plan_store, "unused_baselines")] == ["open"] * 8
    assert get_verdicts(plan_store, "measures") == [("average_vegetation_cover", "contradicts")]


def test_words_with_several_readings_are_open(plan_store):
    subjects = [subject for subject, _ in get_verdicts(plan_store, "readings")]
    assert len(subjects) == 12 and "vegetation_cover" in subjects
    assert [subject for subject, _ in get_verdicts(plan_store, "no_number")] == [
        "beef_self_sufficiency",
        "milk_self_sufficiency",
        "mutton_self_sufficiency",
        "smart_ranches",
        "grazing_pressure",
    ]


def test_rodents_of_the_region_fell_more_than_the_plan_says_of_its_counties(plan_store):
    (row,) = audit(plan_store, subject="rodent_area_change").to_dict("records")
    assert row["verdict"] == "open", "two scopes do not confirm each other"
    assert "−45.7" in row["stated"] and "−81.7" in row["found"]
    # 1381.95 ÷ 0.543 ÷ 7562.1
    assert "33.7%" in row["follows"]


def test_figures_of_the_same_area_confirm_or_refute_a_change(store, send_figures):
    own = {"indicator_id": "rodent_area", "area_id": "plan_counties"}
    send_figures(store, own | {"year": 2016, "value": 1000}, own | {"year": 2021, "value": 543.2})
    (row,) = audit(store, subject="rodent_area_change").to_dict("records")
    assert row["verdict"] == "agrees", "−45.68 rounds to −45.7"
    send_figures(store, own | {"year": 2021, "value": 540})
    (row,) = audit(store, subject="rodent_area_change").to_dict("records")
    assert row["verdict"] == "contradicts"


def test_figures_that_fit_one_reading_leave_it_open_until_it_is_decided(store, send_figures):
    own = {"indicator_id": "meat_output", "area_id": "plan_counties"}
    # 20 % in five years is 3.7 % a year.
    send_figures(store, own | {"year": 2016, "value": 45}, own | {"year": 2021, "value": 54})
    found = audit(store, subject="meat_output_change", check_id="changes")
    assert list(found["verdict"]) == ["open"]
    decision = record_decision(
        store,
        "reading",
        "meat_output_change",
        subject_kind="baseline_change",
        reading_id="meat_change_total",
        **ORIGIN,
    )
    found = audit(store, subject="meat_output_change")
    assert set(found["verdict"]) == {"agrees"} and set(found["decision_id"]) == {decision}
    assert all("1号" in text for text in found["follows"])


def test_a_decided_reading_settles_the_platforms(store):
    record_decision(
        store,
        "reading",
        "box9_county_platforms",
        subject_kind="box_item",
        reading_id="platforms_box1",
        **ORIGIN,
    )
    found = audit(store, subject="box9_county_platforms")
    assert set(found["verdict"]) == {"agrees"}


def test_members_settle_who_the_37_are(store):
    named = store.query("queries/role_counties")["area_id"].drop_duplicates().tolist()
    only = {"654002", "653201", "652901"}  # 伊宁市, 和田市, 阿克苏市
    save_members(store, "plan_counties", [code for code in named if code not in only])
    verdicts = {
        check: get_verdicts(store, check)
        for check in ("groups", "named_counties", "facility_counties")
    }
    assert verdicts["groups"][0] == ("plan_counties", "agrees")
    assert verdicts["named_counties"] == [("plan_counties", "contradicts")]
    assert verdicts["facility_counties"] == [("plan_counties", "agrees")]


@pytest.mark.parametrize(
    ("table", "known", "new", "subject", "check_id", "verdict"),
    [
        (
            "stated_count",
            {"subject_id": "forage_base"},
            {"count": "24"},
            "forage_base",
            "role_counties",
            "contradicts",
        ),
        (
            "stated_count",
            {"subject_id": "pastoral"},
            {"count": "23"},
            "plan_counties",
            "group_parts",
            "contradicts",
        ),
        (
            "stated_count",
            {"subject_id": "industries"},
            {"count": "6"},
            "industries",
            "industries",
            "contradicts",
        ),
        (
            "box_item",
            {"item_id": "box2_cattle_core_north"},
            {"low": "4"},
            "box2_cattle_core_north",
            "role_items",
            "agrees",
        ),
        (
            "baseline",
            {"indicator_id": "meat_output"},
            {"value": "199"},
            "meat_output",
            "within_region",
            "contradicts",
        ),
        (
            "baseline",
            {"indicator_id": "average_vegetation_cover"},
            {"indicator_id": "vegetation_cover", "area_id": "650000"},
            "vegetation_cover",
            "measures",
            "agrees",
        ),
        (
            "baseline",
            {"indicator_id": "average_vegetation_cover"},
            {"indicator_id": "vegetation_cover", "area_id": "650000"},
            "vegetation_cover",
            "baselines",
            "agrees",
        ),
    ],
)
def test_another_cell_of_the_plan_gives_another_verdict(
    plan_file, tmp_path, monkeypatch, table, known, new, subject, check_id, verdict
):
    with build_changed(plan_file, tmp_path, {table: [(known, new)]}, monkeypatch) as changed:
        assert set(audit(changed, subject=subject, check_id=check_id)["verdict"]) == {verdict}


def test_a_number_stands_for_what_rounds_to_it():
    assert rounds_to(33.8, 33.84) and not rounds_to(33.8, 33.86)
    assert rounds_to(54.0, 54.4) and not rounds_to(54.0, 54.6)
    assert rounds_to(-45.7, -45.66) and not rounds_to(40.0, 41.0)


def test_the_command_gives_the_same_rows(plan_file, capsys):
    options = make_parser().parse_args(["audit", "--db", str(plan_file), "--json"])
    assert options.run(options) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == list(COLUMNS) and rows[0]["decision_id"] is None
    spoken = make_parser().parse_args(["audit", "--db", str(plan_file)])
    assert spoken.run(spoken) == 0
    assert len(capsys.readouterr().err.splitlines()) == len(rows)


def test_every_check_has_a_name_in_the_catalogue(plan_store):
    words = load_catalogue("zh")
    assert all(f"audit.check.{check_id}" in words for check_id in audit(plan_store)["check_id"])
    assert len(CHECKS) == 16
