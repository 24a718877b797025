"""Which figure counts: states, newest first, undo, derived indicators, series breaks."""

import pytest

from data.errors import ChangedMeanwhileError, UploadError
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.store.revisions import load_figure_history

KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}


def get_figure(store, indicator_id="cattle_stock", area_id="654026", year=2023):
    figures = store.query("queries/yearly_figures")
    rows = figures[
        (figures["indicator_id"] == indicator_id)
        & (figures["area_id"] == area_id)
        & (figures["year"] == year)
    ]
    assert len(rows) <= 1
    return None if rows.empty else rows.iloc[0]


def test_published_series_is_seen_without_any_upload(plan_store):
    figure = get_figure(plan_store, "beef_output", "650000", 2016)
    assert (figure["value"], figure["state"], figure["unit"]) == (42.48, "published", "万吨")
    assert figure["source"]


def test_the_newest_of_one_state_counts(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    send_figures(store, KEY | {"value": 11.0})
    assert get_figure(store)["value"] == 11.0


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("verified", "published"),
        ("published", "derived"),
        ("derived", "reported"),
        ("reported", "provisional"),
    ],
)
def test_a_higher_state_hides_a_newer_lower_one(store, send_figures, higher, lower):
    send_figures(store, KEY | {"value": 10.0, "state": higher})
    send_figures(store, KEY | {"value": 11.0, "state": lower})
    figure = get_figure(store)
    assert (figure["value"], figure["state"]) == (10.0, higher)


def test_a_withdrawn_figure_uncovers_the_state_below(store, send_figures):
    send_figures(store, KEY | {"value": 10.0, "state": "provisional"})
    send_figures(store, KEY | {"value": 11.0})
    send_figures(store, KEY | {"value": 11.0, "is_withdrawn": True})
    assert get_figure(store)["state"] == "provisional"


def test_two_sources_of_one_state_that_differ_are_flagged(store, send_figures):
    send_figures(store, KEY | {"value": 10.0, "source": "甲"})
    assert not get_figure(store)["sources_disagree"]
    send_figures(store, KEY | {"value": 11.0, "source": "乙"})
    assert get_figure(store)["sources_disagree"]


def test_one_source_that_corrects_itself_is_no_disagreement(store, send_figures):
    send_figures(store, KEY | {"value": 10.0, "source": "甲"})
    send_figures(store, KEY | {"value": 11.0, "source": "甲"})
    assert not get_figure(store)["sources_disagree"]


def test_undo_brings_back_what_was_before(store, send_figures):
    send_figures(store, KEY | {"value": 10.0})
    second = send_figures(store, KEY | {"value": 11.0})
    undo_upload(store, second, by="李四")
    assert get_figure(store)["value"] == 10.0


def test_undoing_an_earlier_upload_keeps_the_later_one(store, send_figures):
    first = send_figures(store, KEY | {"value": 10.0})
    send_figures(store, KEY | {"value": 11.0})
    undo_upload(store, first)
    assert get_figure(store)["value"] == 11.0


def test_an_undo_can_itself_be_undone_and_repeated(store, send_figures):
    upload = send_figures(store, KEY | {"value": 10.0})
    first_undo = undo_upload(store, upload)
    assert get_figure(store) is None
    undo_upload(store, first_undo)
    assert get_figure(store)["value"] == 10.0
    undo_upload(store, upload)
    assert get_figure(store) is None


def test_what_is_undone_cannot_be_undone_again(store, send_figures):
    upload = send_figures(store, KEY | {"value": 10.0})
    undo = undo_upload(store, upload)
    with pytest.raises(ChangedMeanwhileError, match="upload_already_undone"):
        undo_upload(store, upload)
    undo_upload(store, undo)
    with pytest.raises(ChangedMeanwhileError, match="upload_already_undone"):
        undo_upload(store, undo)


def test_an_unknown_upload_is_named(store):
    with pytest.raises(UploadError) as error:
        undo_upload(store, "nothing")
    assert error.value.fields["upload_id"] == "nothing"


def test_the_list_of_uploads_tells_who_and_what(store, send_figures):
    upload = send_figures(store, KEY | {"value": 10.0}, by="张三")
    undo_upload(store, upload, by="李四")
    rows = list_uploads(store)
    assert rows["status"].tolist() == ["undo", "undone"]
    assert rows["uploaded_by"].tolist() == ["李四", "张三"]
    assert rows["can_be_undone"].tolist() == [True, False]
    assert rows["revisions"].tolist() == [0, 1]


def test_verifying_records_new_revisions_with_the_document(store, send_figures):
    upload = send_figures(store, KEY | {"value": 10.0})
    verified_id, count = verify_upload(store, upload, by="王五", document="新统字〔2024〕1号")
    figure = get_figure(store)
    assert count == 1
    assert (figure["state"], figure["note"]) == ("verified", "新统字〔2024〕1号")
    undo_upload(store, verified_id)
    assert get_figure(store)["state"] == "reported"


@pytest.mark.parametrize(("by", "document"), [("", "1号"), ("王五", " ")])
def test_verifying_needs_a_name_and_a_document(store, send_figures, by, document):
    upload = send_figures(store, KEY | {"value": 10.0})
    with pytest.raises(UploadError, match="verify_needs_document"):
        verify_upload(store, upload, by=by, document=document)


def test_what_is_undone_and_an_undo_cannot_be_verified(store, send_figures):
    """An undo has no figures of its own; what it put back is verified by the upload's id."""
    upload = send_figures(store, KEY | {"value": 10.0})
    undo = undo_upload(store, upload)
    with pytest.raises(ChangedMeanwhileError, match="upload_already_undone"):
        verify_upload(store, upload, by="王五", document="1号")
    with pytest.raises(UploadError, match="upload_has_no_figures"):
        verify_upload(store, undo, by="王五", document="1号")
    undo_upload(store, undo)
    assert verify_upload(store, upload, by="王五", document="1号")[1] == 1


def test_offtake_rate_divides_by_the_stock_of_the_year_before(plan_store):
    # 356.88 slaughtered in 2024, 815.63 in stock at the end of 2023.
    figure = get_figure(plan_store, "cattle_offtake_rate", "650000", 2024)
    assert figure["value"] == pytest.approx(356.88 / 815.63 * 100)
    assert figure["state"] == "derived"
    assert "cattle_stock 2023" in figure["inputs"]


def test_offtake_rate_on_the_year_end_stock_is_kept_beside_it(plan_store):
    figure = get_figure(plan_store, "cattle_offtake_rate_year_end", "650000", 2024)
    assert figure["value"] == pytest.approx(356.88 / 838.34 * 100)


def test_carcass_yield_is_kilograms_a_head(plan_store):
    # 62.08 万吨 of beef from 356.88 万头: 620 800 t / 3 568 800 head.
    figure = get_figure(plan_store, "beef_carcass_yield", "650000", 2024)
    assert figure["value"] == pytest.approx(620_800_000 / 3_568_800)
    assert figure["unit"] == "公斤/头"


@pytest.mark.parametrize(
    ("indicator_id", "year"), [("cattle_offtake_rate", 2006), ("sheep_offtake_rate", 2008)]
)
def test_derived_rates_stop_at_series_breaks(plan_store, indicator_id, year):
    # Stocks change their basis after 2005 (census), those of sheep after 2007 as well: the
    # slaughter of the year after has no stock of the year before on the same side.
    assert get_figure(plan_store, indicator_id, "650000", year) is None
    assert get_figure(plan_store, indicator_id, "650000", year + 1) is not None


def test_a_question_about_a_series_stops_nothing(plan_store):
    # Sheep and goats jump from 2016 to 2017 without evidence of another basis.
    assert get_figure(plan_store, "sheep_offtake_rate", "650000", 2017)["value"] == pytest.approx(
        3605.60 / 3915.7 * 100
    )


def test_only_the_current_edition_of_a_published_figure_counts(plan_store):
    figure = get_figure(plan_store, "sheep_slaughtered", "650000", 2016)
    assert (figure["value"], figure["sources_disagree"]) == (3744.63, False)
    # 58.32 of meat from 3744.63 head, not from the 3612.8 printed before.
    mutton = get_figure(plan_store, "mutton_carcass_yield", "650000", 2016)
    assert mutton["value"] == pytest.approx(58.32 / 3744.63 * 1000)


def test_parts_of_a_year_are_kept_apart_from_the_year(plan_store):
    assert get_figure(plan_store, "beef_output", "650000", 2023)["value"] == 58.38
    rows = load_figure_history(plan_store, ["beef_output"], "650000")
    assert (rows["year"] == 2023).sum() == 1


def test_a_rate_with_a_zero_denominator_is_no_figure(store, send_figures):
    send_figures(
        store,
        {"indicator_id": "beef_output", "area_id": "654026", "year": 2023, "value": 1.0},
        {"indicator_id": "beef_consumption", "area_id": "654026", "year": 2023, "value": 0.0},
    )
    assert get_figure(store, "beef_self_sufficiency") is None


def test_a_derived_figure_is_no_better_than_its_weakest_input(store, send_figures):
    send_figures(
        store,
        {
            "indicator_id": "beef_output",
            "area_id": "654026",
            "year": 2023,
            "value": 3.0,
            "state": "verified",
        },
        {
            "indicator_id": "beef_consumption",
            "area_id": "654026",
            "year": 2023,
            "value": 2.0,
            "state": "provisional",
        },
    )
    figure = get_figure(store, "beef_self_sufficiency")
    assert figure["value"] == pytest.approx(150)
    assert (figure["state"], figure["is_computed"]) == ("provisional", True)


def test_half_year_figures_stay_out_of_yearly_ones(store, send_figures):
    send_figures(store, KEY | {"value": 10.0, "period": "H1"})
    assert get_figure(store) is None


def test_ids_of_uploads_and_revisions_are_uuids_in_every_table(store):
    """Ids of two types cannot be compared."""
    ids = ("revision_id", "upload_id", "undoes_upload_id", "root_id", "newest_id")
    with store.snapshot() as cursor:
        found = cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema IN ('facts', 'current') AND column_name IN $ids"
            " AND data_type <> 'UUID'",
            {"ids": list(ids)},
        ).fetchall()
    assert found == []


def test_every_view_can_be_planned(plan_store):
    """The engine failed on a view that joined another one twice; a query of it tells too late."""
    with plan_store.snapshot() as cursor:
        views = cursor.execute(
            "SELECT schema_name, view_name FROM duckdb_views()"
            " WHERE database_name = current_database() AND NOT internal"
        ).fetchall()
        assert ("facts", "factor_set") in views
        for schema, name in views:
            cursor.execute(f"EXPLAIN FROM {schema}.{name}")
