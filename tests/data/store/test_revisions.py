"""The history of a figure keeps what was replaced, withdrawn and undone."""

from data.ledger.uploads import undo_upload
from data.store.revisions import load_figure_history

AREA = "650000"


def _send(store, send_figures, value, **more):
    return send_figures(
        store,
        {"indicator_id": "vegetation_cover", "area_id": AREA, "year": 2024, "value": value} | more,
    )


def test_a_later_revision_replaces_the_earlier_one(store, send_figures):
    _send(store, send_figures, 41.0)
    _send(store, send_figures, 42.0)
    history = load_figure_history(store, ["vegetation_cover"], AREA)
    assert list(history["value"]) == [42.0, 41.0]
    assert list(history["is_in_force"]) == [True, False]
    assert list(history["recorded_by"]) == ["测试员", "测试员"]


def test_an_undone_upload_stays_in_the_history(store, send_figures):
    _send(store, send_figures, 41.0)
    second = _send(store, send_figures, 42.0)
    undo_upload(store, second, by="李明")
    history = load_figure_history(store, ["vegetation_cover"], AREA)
    assert list(history["is_undone"]) == [True, False]
    assert list(history["is_in_force"]) == [False, True]


def test_published_figures_are_part_of_it(store):
    history = load_figure_history(store, ["beef_output"], AREA)
    assert len(history) > 10
    assert "published" in set(history["state"]) and history["recorded_by"].isna().all()
    assert history["is_in_force"].all()


def test_what_the_source_revised_stays_in_the_history(store):
    history = load_figure_history(store, ["sheep_slaughtered"], AREA)
    rows = history[history["year"] == 2016]
    assert list(rows["value"]) == [3744.63, 3612.8]
    assert list(rows["is_in_force"]) == [True, False]
    assert rows["revision_id"].is_unique


def test_other_areas_and_indicators_stay_out(store, send_figures):
    _send(store, send_figures, 41.0, area_id="652300")
    assert load_figure_history(store, ["vegetation_cover"], AREA).empty
