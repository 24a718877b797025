"""An undo says what was verified since; only what would stay by the verification alone counts."""

import pytest

from data.errors import ChangedMeanwhileError, UploadError
from data.ledger.displaced import (
    compare_standing,
    describe_displaced,
    list_displaced,
    list_outranked,
    load_standing,
)
from data.ledger.uploads import (
    describe_verifications,
    list_uploads,
    list_verifications,
    load_uploads,
    load_verification_number,
    undo_upload,
    verify_upload,
)
from data.statistics.ingest import ingest_file
from data.words.catalogue import LANGUAGES, use_language
from data.words.sentences import describe_error

CELL = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2022}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_verified_since_is_said_before_anything_is_undone(store, send_figures, language):
    upload_id = send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    verified_id, _ = verify_upload(store, upload_id, by="王五", document="新统1号")
    with use_language(language), pytest.raises(UploadError) as told:
        undo_upload(store, upload_id, by="李四")
    with use_language(language):
        sentence = describe_error(told.value)
    assert told.value.key == "upload_verified_since" and told.value.fields["count"] == 2
    assert "王五" in sentence and "新统1号" in sentence and verified_id in sentence
    assert "--keep-verified" in sentence
    assert len(list_uploads(store)) == 2


def test_known_the_upload_is_undone_and_the_verified_figures_stay(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 1.0})
    verify_upload(store, upload_id, by="王五", document="新统1号")
    undo_upload(store, upload_id, keeps_verified=True)
    (figure,) = store.query_rows("queries/area_figures", area_id="654026")
    assert (figure["value"], figure["state"]) == (1.0, "verified")


def test_with_the_verification_undone_there_is_nothing_to_say(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 1.0})
    verified_id, _ = verify_upload(store, upload_id, by="王五", document="新统1号")
    undo_upload(store, verified_id)
    assert list_verifications(store, upload_id) == []
    undo_upload(store, upload_id)
    assert store.query("queries/area_figures", area_id="654026").empty


def test_what_another_upload_states_too_is_verified_but_not_alone(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    verify_upload(store, first, by="王五", document="新统1号")
    send_figures(store, CELL | {"value": 1.0})
    (row,) = list_verifications(store, first)
    assert (row["figures"], row["alone"]) == (2, 1)
    send_figures(store, CELL | {"value": 3.0})
    assert list_verifications(store, first)[0]["alone"] == 2
    send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    (row,) = list_verifications(store, first)
    assert (row["figures"], row["alone"]) == (2, 0)


def test_an_upload_that_only_repeats_what_was_verified_before_is_undone(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0})
    verify_upload(store, first, by="王五", document="新统1号")
    again = send_figures(store, CELL | {"value": 1.0})
    assert list_verifications(store, again) == []


def test_each_verification_is_named(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    verify_upload(store, first, by="王五", document="新统1号")
    second = send_figures(store, CELL | {"value": 1.5})
    verify_upload(store, second, by="赵六", document="新统2号")
    third = send_figures(store, CELL | {"value": 1.0})
    verify_upload(store, third, by="孙七", document="新统3号")
    undo_upload(store, third, keeps_verified=True)
    told = describe_verifications(list_verifications(store, first))
    assert told["count"] == 2
    assert "新统1号" in told["verifications"] and "新统3号" in told["verifications"]


def test_a_value_that_was_only_sent_again_does_not_stop_its_verification(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 1.0})
    seq = load_verification_number(store, upload_id)
    send_figures(store, CELL | {"value": 1.0}, by="乙")
    assert verify_upload(store, upload_id, by="甲", document="1号", based_on=seq)[1] == 1


def read(store, year=2022):
    rows = store.query_rows("queries/area_figures", area_id=CELL["area_id"])
    return {row["year"]: (row["value"], row["state"]) for row in rows}.get(year)


def test_a_value_that_an_undo_brings_back_is_told_with_its_unit(store, send_figures):
    undone = undo_upload(store, send_figures(store, CELL | {"value": 1.0}), by="乙")
    before = load_standing(store, undone)
    undo_upload(store, undone, by="乙")
    told = describe_displaced(compare_standing(before, load_standing(store, undone)))
    assert "—→1万" in told["figures"]


def test_an_older_value_is_not_verified_over_a_newer_one_unasked(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    send_figures(store, CELL | {"value": 1.5}, by="乙")
    displaced = list_displaced(store, first)
    assert f"{displaced['year'].iloc[0]}年" in describe_displaced(displaced)["figures"]
    assert "年年" not in describe_displaced(displaced)["figures"]
    (row,) = displaced.to_dict("records")
    assert (row["old"], row["new"], row["file"]) == (1.5, 1.0, "test.csv")
    assert verify_upload(store, first, by="丙", document="1号")[1] == 1
    assert read(store) == (1.5, "reported") and read(store, 2021) == (2.0, "verified")
    with pytest.raises(UploadError, match="verify_displaces") as told:
        verify_upload(store, first, by="丙", document="2号")
    sentence = describe_error(told.value)
    assert all(word in sentence for word in ("昭苏", "2022", "1.5", "→1", "--replace-newer"))
    verify_upload(store, first, by="丙", document="2号", displaces=True)
    assert read(store) == (1.0, "verified")


def test_a_value_that_was_withdrawn_since_is_not_verified_unasked(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0})
    send_figures(store, CELL | {"value": 1.0, "is_withdrawn": True})
    with pytest.raises(UploadError, match="verify_displaces"):
        verify_upload(store, first, by="丙", document="1号")


def test_a_newer_value_may_be_verified_over_an_older_verified_one(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0})
    verify_upload(store, first, by="丙", document="1号")
    second = send_figures(store, CELL | {"value": 1.5})
    (row,) = list_outranked(store, second).to_dict("records")
    assert (row["old"], row["new"]) == (1.0, 1.5) and list_displaced(store, second).empty
    assert verify_upload(store, second, by="丙", document="2号")[1] == 1
    assert read(store) == (1.5, "verified")


def test_a_verification_is_not_restored_over_a_newer_value_unasked(store, send_figures):
    first = send_figures(store, CELL | {"value": 1.0})
    verified, _ = verify_upload(store, first, by="丙", document="1号")
    undone = undo_upload(store, verified, by="丙")
    send_figures(store, CELL | {"value": 1.5})
    with pytest.raises(UploadError, match="restore_displaces") as told:
        undo_upload(store, undone, by="丁")
    assert "1.5" in describe_error(told.value) and read(store) == (1.5, "reported")
    assert len(list_uploads(store)) == 4
    undo_upload(store, undone, by="丁", displaces=True)
    assert read(store) == (1.0, "verified")


def test_an_upload_is_restored_over_older_values_and_under_newer_ones(store, send_figures):
    send_figures(store, CELL | {"value": 1.0}, CELL | {"year": 2021, "value": 2.0})
    second = send_figures(store, CELL | {"value": 1.5}, CELL | {"year": 2021, "value": 2.5})
    undone = undo_upload(store, second)
    send_figures(store, CELL | {"value": 1.8})
    undo_upload(store, undone)
    assert (read(store)[0], read(store, 2021)[0]) == (1.8, 2.5)


def test_a_withdrawn_value_does_stop_it(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 1.0})
    seq = load_verification_number(store, upload_id)
    send_figures(store, CELL | {"value": 1.0, "is_withdrawn": True}, by="乙")
    with pytest.raises(ChangedMeanwhileError, match="changed_figures_of_upload"):
        verify_upload(store, upload_id, by="甲", document="1号", based_on=seq)


@pytest.mark.parametrize("has_plain", [True, False])
def test_what_an_upload_changed_is_what_it_says_or_else_what_it_recorded(
    store, send_figures, tmp_path, has_plain
):
    file = tmp_path / "file.csv"
    for value in (1.0, 2.0):
        rows = f"cattle_stock,654026,2022,{value},万头\ncattle_stock,654026,2021,3,万头\n"
        file.write_text("indicator_id,area_id,year,value,unit\n" + rows, encoding="utf-8")
        sent = ingest_file(store, file, by="张三")["upload_id"]
    verified, _ = verify_upload(store, sent, by="王五", document="新统1号")
    undone = undo_upload(store, verified)
    # Whoever writes by other ways may leave the counts out: then rows are counted.
    expected = {undone: (0, 0), verified: (2, 2), sent: (2, 1)}
    if has_plain:
        plain = send_figures(store, CELL | {"year": 2020, "value": 1.0})
        expected[plain] = (1, 1)
    uploads = list_uploads(store).set_index("upload_id")
    for upload_id, counted in expected.items():
        assert tuple(uploads.loc[upload_id, ["revisions", "changed"]]) == counted
    shown = load_uploads(store).set_index("upload_id")
    assert shown.equals(uploads.drop(columns="revisions"))
