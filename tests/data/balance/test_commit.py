"""Committing balance files: one upload, versions of a set, undo, and the figures that follow."""

import pytest

from data.balance.commit import commit_balance, preview_balance
from data.balance.listing import read_balance
from data.errors import ChangedMeanwhileError
from data.ledger.codes import load_figures_version
from data.ledger.uploads import list_uploads, undo_upload
from data.store.check import run_checks
from data.store.past import look_at_version
from indicators.balance.figures import record_balance_figures
from indicators.tracing import list_revisions
from tests.data.balance.sheets import GRASS, HAY, SHEEP, make_book, make_factors
from tests.data.store.histories import find_faults

AREA = "654026"


def send(store, *, by="张三", **sheets) -> dict:
    reading = read_balance(make_book(**sheets), "book.xlsx", store)
    return commit_balance(store, reading, by=by, finish=record_balance_figures)


def send_all(store, **changed) -> dict:
    rows = {"pastures": [GRASS], "herds": [SHEEP], "factors": make_factors()} | changed
    return send(store, **rows)


def load_figures(store) -> dict[str, tuple]:
    rows = store.query("queries/area_figures", area_id=AREA).to_dict("records")
    return {row["indicator_id"]: (row["value"], row["state"]) for row in rows}


def undo(store, upload_id: str) -> str:
    undo_id = undo_upload(store, upload_id, by="张三", finish=record_balance_figures)
    # Also which upload each figure is credited to.
    assert not find_faults(store)
    return undo_id


def test_load_capacity_and_pressure_follow_as_derived_figures(store):
    send_all(store)
    assert load_figures(store) == {
        "actual_load": (12.4, "derived"),
        "carrying_capacity": (6.849315, "derived"),
        "grazing_pressure": (pytest.approx(12.4 / 6.849315), "derived"),
    }
    assert not [check for check in run_checks(store) if check.rows]


def test_an_undo_takes_back_what_followed_and_its_undo_brings_it_again(store):
    first = send_all(store)
    before = load_figures(store)
    second = send(store, herds=[[*SHEEP[:4], 6.2]])
    assert load_figures(store)["actual_load"][0] == 6.2
    undo_id = undo(store, second["upload_id"])
    assert load_figures(store) == before
    undo(store, undo_id)
    assert load_figures(store)["actual_load"][0] == 6.2
    # The herd of the second file has no pasture any more.
    undo(store, first["upload_id"])
    assert load_figures(store) == {}


def test_a_file_sent_twice_changes_nothing(store):
    send_all(store)
    again = send_all(store)
    assert again["upload_id"] is None and again["unchanged"] == 7
    assert len(list_uploads(store)) == 1


def test_only_a_changed_factor_makes_a_new_version(store):
    send_all(store)
    send(store, forages=[HAY], factors=make_factors())
    assert store.query_rows("queries/factor_sets")[0]["version"] == 1
    send(store, factors=make_factors(利用率="40%"))
    factor_set = store.query_rows("queries/factor_sets")[0]
    assert (factor_set["version"], factor_set["source"]) == (2, "某标准第3页")


def test_what_a_later_file_repeats_stands_when_the_first_is_undone(store):
    first = send_all(store)
    send_all(store, forages=[HAY])
    undo(store, first["upload_id"])
    assert load_figures(store)["actual_load"] == (12.4, "derived")


def test_a_figure_is_of_the_file_that_stands_whatever_was_undone(store):
    """Page, trace and kept figures agree at each step; the files say the same load, but for the
    third."""
    undos, sent = {}, {}

    def name_source():
        row = store.query("queries/area_figures", area_id=AREA).set_index("indicator_id")
        upload_id = row.loc["actual_load", "upload_id"]
        told = list_revisions(store, "actual_load", AREA, 2024)
        (stands,) = [str(one["upload_id"]) for one in told if one["fate"] == "in_force"]
        assert stands == upload_id
        assert not find_faults(store)
        return next(name for name, one in sent.items() if one == upload_id)

    for name, sheets, then in (
        ("甲", {"pastures": [GRASS], "herds": [SHEEP], "factors": make_factors()}, "甲"),
        (
            "乙",
            {"pastures": [GRASS], "herds": [SHEEP], "factors": make_factors(), "forages": [HAY]},
            "甲",
        ),
        ("丙", {"herds": [[*SHEEP[:4], 6.2]]}, "丙"),
        ("丁", {"herds": [SHEEP]}, "丁"),
    ):
        sent[name] = send(store, by=name, **sheets)["upload_id"]
        assert name_source() == then
    for name, is_undo, then in (
        ("甲", True, "丁"),
        ("丙", True, "乙"),
        ("甲", False, "甲"),
        ("丙", False, "丁"),
        ("丁", True, "丙"),
    ):
        undos[name] = undo(store, sent[name] if is_undo else undos[name])
        assert name_source() == then


def test_the_ledger_names_what_was_sent(store):
    send_all(store)
    upload = list_uploads(store).iloc[0]
    assert (upload["dataset"], upload["revisions"], upload["changed"]) == ("balance", 7, 7)


def test_a_row_that_somebody_changed_meanwhile_is_not_written_over(store):
    send_all(store)
    reading = read_balance(make_book(herds=[[*SHEEP[:4], 9]]), "mine.xlsx", store)
    shown = preview_balance(store, reading)
    send(store, by="李四", herds=[[*SHEEP[:4], 8]])
    with pytest.raises(ChangedMeanwhileError) as raised:
        commit_balance(store, reading, by="张三", based_on=shown)
    assert raised.value.fields["by"] == "李四"
    assert store.query_rows("queries/herds")[0]["head"] == 80_000


def test_an_example_set_is_marked_in_what_follows_from_it(store):
    send_all(store, factors=make_factors("try", is_example="是"))
    note = store.query("queries/area_figures", area_id=AREA).iloc[0]["note"]
    assert "演示数据" in note


def test_an_undo_of_other_figures_leaves_those_of_the_balance_alone(store, send_figures):
    other = send_figures(
        store, {"indicator_id": "beef_output", "area_id": AREA, "year": 2024, "value": 1.0}
    )
    send_all(store)
    undo_upload(store, other, by="乙", finish=record_balance_figures)
    for indicator_id in ("actual_load", "carrying_capacity"):
        (row,) = list_revisions(store, indicator_id, AREA, 2024)
        assert (row["recorded_by"], row["fate"]) == ("张三", "in_force")


def test_what_followed_from_a_file_is_of_its_version(store, send_figures):
    other = {"indicator_id": "cattle_stock", "area_id": AREA, "year": 2023}
    stood = {0: load_figures(store)}

    def note(_):
        stood[load_figures_version(store)] = load_figures(store)

    note(send_all(store))
    note(send_figures(store, other | {"value": 1.0}))
    second = send_all(store, herds=[[*SHEEP[:-1], 17.0]])
    note(second)
    note(send_figures(store, other | {"value": 2.0}))
    note(undo(store, second["upload_id"]))
    note(send_figures(store, other | {"value": 3.0}))
    assert len({figures.get("actual_load") for figures in stood.values()}) == 3
    for version, figures in stood.items():
        assert load_figures(look_at_version(store, version)) == figures


def test_no_head_of_an_animal_without_a_factor_leave_the_county_judged(store):
    send_all(store, herds=[SHEEP, [*SHEEP[:2], "牦牛", "放牧", 0]])
    assert load_figures(store)["actual_load"] == (12.4, "derived")
