"""What a reader's queries could name at all: no table and no view of it holds what is hidden."""

from data.clock import get_now
from data.ledger.steps.record import release_values, return_values
from data.ledger.steps.sampling import draw_sample
from data.ledger.steps.stages import Selection, list_released
from data.ledger.uploads import undo_upload, verify_upload
from data.rights.grants import load_actor
from data.rights.handles import act_as
from data.store.past import look_at_time
from pages.shell import cache
from tests.conftest import record_figures
from tests.rights.test_outside import COUNTY, enter
from tests.rights.world import ABROAD, REGION, SECRETS, STRANGER, build_world

UNDONE, RELEASED = "768.5791", "779.6813"
# What values of a hidden upload share: its source, and who sent it.
SOURCE = "疏附县内部台账"
# A statement that looks at all relations there are: whatever its cursor is asked for is there.
ANY = "schema/facts_tables"


def fill_world(store, folder):
    """Add what steps, samples and an undone verification leave behind; return the upload that
    verified what was released."""
    build_world(store, folder)
    figure = {"indicator_id": "goat_stock", "area_id": ABROAD, "year": 2022, "source": SOURCE}
    record_figures(store, figure | {"value": 1.0})
    figure = {"indicator_id": "sheep_stock", "area_id": ABROAD, "year": 2022}
    verified, _ = verify_upload(
        store, record_figures(store, figure | {"value": float(UNDONE)}), by="核", document="1号"
    )
    undo_upload(store, verified)
    figure = {"indicator_id": "horse_stock", "area_id": ABROAD, "year": 2022}
    kept, _ = verify_upload(
        store, record_figures(store, figure | {"value": float(RELEASED)}), by="核", document="2号"
    )
    selection = Selection(ABROAD, "horse_stock", 2022)
    release_values(store, selection, by="厅", document_no="3号", decided_on="2026-01-05")
    return_values(store, Selection(ABROAD, "cattle_stock", 2022), by="查", remark="外县项目不符")
    draw_sample(store, share_pct=100, seed=1, by="查")
    return kept


def list_relations(store):
    with store._open_cursor(ANY) as cursor:
        return cursor.execute(
            "SELECT schema_name, view_name FROM duckdb_views()"
            " WHERE database_name = current_database() AND NOT internal"
            " UNION SELECT schema_name, table_name FROM duckdb_tables()"
            " WHERE database_name = current_database()"
        ).fetchall()


def find_secrets(store, relations) -> dict[str, set[str]]:
    """Return which values that are nobody's business stand in which relation."""
    hidden = {*SECRETS, UNDONE, "7574691", "外县项目", SOURCE}
    found = {}
    with store._open_cursor(ANY) as cursor:
        for schema, name in relations:
            text = str(cursor.sql(f"FROM {schema}.{name}").fetchall())
            if held := {secret for secret in hidden if secret in text}:
                found[f"{schema}.{name}"] = held
    return found


def test_no_relation_that_a_reader_can_name_holds_what_is_hidden(store, tmp_path):
    upload_id = fill_world(store, tmp_path)
    relations = list_relations(store)
    whole = find_secrets(store, relations)
    assert {"facts.step", "facts.sample_check_revision", "facts.file_part"} <= set(whole)
    assert SOURCE in whole["facts.observation_part"]
    for person in ("reporter", STRANGER):
        reader = act_as(store, load_actor(store, person))
        assert find_secrets(reader, relations) == {}
        assert find_secrets(reader.see(look_at_time(store, get_now())), relations) == {}
        # What was verified and released is everybody's; what became of it may not be known.
        assert list_released(reader)["now"].tolist() == ["same"]
        with reader._open_cursor(ANY) as cursor:
            assert RELEASED in str(cursor.sql("FROM facts.figure").fetchall())
    # A release is not called undone where its figure is hidden.
    undo_upload(store, upload_id)
    assert list_released(store)["now"].tolist() == ["unverified"]
    assert list_released(reader)["now"].tolist() == ["unseen"]


def test_a_kept_result_is_made_of_one_readers_store(store, monkeypatch):
    """Rights that change while a page is drawn do not get into what others are shown."""
    narrow, wide = enter(store, "reader", COUNTY), enter(store, "reader", REGION)
    entered = iter([narrow, wide, wide])
    monkeypatch.setattr(cache, "_find_store", lambda: next(entered))

    @cache.keep("figures")
    def name_reader():
        return cache.get_store().actor.name

    assert name_reader() == narrow.actor.name
    assert name_reader() == wide.actor.name
