"""The history of a figure keeps what was replaced, withdrawn and undone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger.uploads import undo_upload
from data.store.build import build_plan
from data.store.database import MEMORY, Store
from data.store.revisions import load_figure_history
from tests.conftest import count_examples
from tests.data.store.histories import AREAS, INDICATORS, History, read_rows

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


@settings(max_examples=count_examples(4))
@given(seed=st.integers(0, 10_000))
def test_what_repeats_a_figure_in_force_is_in_force_with_it(seed):
    """In histories of which most rows are the only ones of their year, and some repeat others."""
    with Store(MEMORY) as store:
        build_plan(store)
        history = History(store, seed)
        history.go(60)
        history.give_back()
        figures = {str(row["revision_id"]) for row in read_rows(store, "facts.figure")}
        for area_id in AREAS:
            rows = load_figure_history(store, list(INDICATORS), area_id).to_dict("records")
            found = {row["revision_id"] for row in rows if row["is_in_force"]}
            assert found == _find_in_force(rows, figures)


def _find_in_force(rows, figures):
    """Return the rows that are figures, and those that say the same as one: each confirms the
    newest before it that is no confirmation."""
    confirmed, said = {}, {}
    for row in reversed(rows):
        own = tuple(row[name] for name in ("indicator_id", "year", "state", "is_undone"))
        if not row["is_confirmation"]:
            said[own] = row["revision_id"]
        confirmed[row["revision_id"]] = said.get(own)
    standing = {confirmed[one] for one in figures & confirmed.keys()} - {None}
    return {one for one, what in confirmed.items() if one in figures or what in standing}
