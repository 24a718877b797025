"""Who sent something is told with any value of it that is seen, in every place alike."""

import json

from data.__main__ import make_parser
from data.commands import run_command
from data.ledger.uploads import list_uploads, undo_upload
from data.rights.tokens import make_token
from data.statistics.ingest import ingest_file
from indicators.inputs import load_inputs
from indicators.trace_wording import describe_fate
from indicators.tracing import trace_figure
from tests.rights.world import enter

COUNTY, SISTER = "654026", "654025"
BOTH = "2025年牛出栏（单位：万头）\n地区,牛出栏\n昭苏县,4.4681\n新源县,3.3579\n"
OTHER = "2025年牛出栏（单位：万头）\n地区,牛出栏\n新源县,5.5791\n"


def send(store, folder, text, by):
    file = folder / f"{by}{len(text)}.csv"
    file.write_bytes(text.encode())
    report = ingest_file(store, file, by=by)
    assert report["accepted"], report["issues"]
    return report["upload_id"]


def trace_fate(store):
    (revision,) = trace_figure(
        store, load_inputs(store), "cattle_slaughtered", COUNTY, 2025
    ).revisions
    return revision["recorded_by"], describe_fate(revision)


def test_the_sender_of_a_value_that_is_seen_is_named_in_uploads_and_in_the_trace(store, tmp_path):
    upload_id = send(store, tmp_path, BOTH, "乙")
    send(store, tmp_path, OTHER, "丁")
    county = enter(store, "reader", COUNTY)
    (row,) = list_uploads(county).to_dict("records")
    assert (row["upload_id"], row["uploaded_by"], row["file_name"]) == (upload_id, "乙", "")
    assert trace_fate(county)[0] == "乙"
    undo_upload(store, upload_id, by="丙")
    assert "丙" in trace_fate(county)[1] and trace_fate(county) == trace_fate(store)
    with county.snapshot() as cursor:
        hidden = cursor.sql("SELECT uploaded_by FROM facts.upload WHERE uploaded_by IS NULL")
        assert len(hidden.fetchall()) == 1


def test_a_name_that_was_not_given_is_not_called_hidden(store, tmp_path, monkeypatch, capsys):
    send(store, tmp_path, BOTH, "")
    token = make_token(store, enter(store, "reader", COUNTY).actor.person_id)[0]
    path = str(store.path)
    store.__exit__()
    monkeypatch.setenv("CAOMU_TOKEN", token)
    assert run_command(make_parser(), ["uploads", "--db", path]) == 0
    said = capsys.readouterr().err
    assert "未填写姓名" in said and "（文件不在查看范围内）" in said
    assert run_command(make_parser(), ["uploads", "--json", "--db", path]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["uploaded_by"] == ""
