"""Changes between two packs: to the record, though days and seconds are the same."""

import io
import json
import zipfile

import pytest

from data.clock import get_now
from data.errors import PastError
from data.ledger.changes import list_figure_changes
from data.ledger.packs import load_data_version, parse_manifest
from data.ledger.span import open_span
from data.ledger.steps.record import return_values
from tests.data.former import move_back

FIGURE = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023, "value": 10.0}


def make_manifest(store, **changed) -> bytes:
    uploads = store.query("queries/briefing_uploads")["upload_id"]
    content = {
        "made_at": f"{get_now().isoformat(timespec='seconds')}Z",
        "data_version": load_data_version(store),
        "uploads": [{"upload_id": str(upload_id)} for upload_id in uploads],
    }
    return json.dumps(content | changed).encode()


def make_pack(store, **changed):
    """Return what a pack made now would rest on."""
    return parse_manifest(make_manifest(store, **changed), "manifest.json")


def make_zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def find(store, since, until=None):
    changes = list_figure_changes(open_span(store, since, until))
    names = ["year", "change", "old_value", "new_value", "new_state"]
    return changes[names].to_dict("tight")["data"]


def test_changes_between_packs_add_up_to_the_record(store, send_figures):
    """All of it happens on one day, mostly within one second."""
    send_figures(store, FIGURE)
    first = make_pack(store)
    send_figures(store, FIGURE | {"value": 11.0})
    second = make_pack(store)
    return_values(store, by="审核员", remark="少计一个乡")
    third = make_pack(store)
    send_figures(store, FIGURE | {"year": 2024})
    revised, returned = (2023, "revised", 10.0, 11.0), (2023, "restated", 11.0, 11.0, "returned")
    assert [tuple(row) for row in find(store, first, second)] == [(*revised, "reported")]
    assert [tuple(row) for row in find(store, second, third)] == [returned]
    assert [tuple(row) for row in find(store, first, third)] == [(*revised, "returned")]
    assert [row[0] for row in find(store, third)] == [2024]
    assert find(store, third, third) == []
    span = open_span(store, first, third)
    assert (span.since_at, span.until_at) == (first.made_at, third.made_at)
    assert span.before_day == span.since
    assert len(span.text["since"]) == len("2025-06-30 09:15:20")
    with pytest.raises(PastError, match="span_reversed"):
        open_span(store, third, first)


def test_a_pack_of_a_former_version_states_fewer_numbers(store, send_figures):
    send_figures(store, FIGURE)
    old = make_pack(store, data_version=load_data_version(store).rsplit("-", 2)[0])
    move_back(store, 1)
    send_figures(store, FIGURE | {"value": 11.0})
    assert [row[1] for row in find(store, old)] == ["revised"]


def test_a_pack_of_other_data_or_no_pack_is_refused(store, send_figures):
    send_figures(store, FIGURE)
    mark = make_pack(store)
    for changed in (
        {"uploads": [{"upload_id": "019aa000-0000-7000-8000-000000000000"}]},
        {"data_version": "0123456789ab-" + "-".join(["99"] * len(mark.numbers))},
    ):
        with pytest.raises(PastError, match="pack_of_other_data"):
            open_span(store, make_pack(store, **changed))
    for content in (b"", b"[]", b"{}", b'{"made_at": 1}', b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(PastError, match="pack_no_manifest"):
            parse_manifest(content, "manifest.json")
    for changed in ({"made_at": "bald"}, {"data_version": "0123456789ab"}, {"uploads": None}):
        with pytest.raises(PastError, match="pack_no_manifest"):
            make_pack(store, **changed)


def test_a_pack_may_be_given_as_its_zip(store, send_figures):
    send_figures(store, FIGURE)
    content = make_manifest(store)
    packed = make_zip({"briefing.pdf": b"%PDF", "汇编/manifest.json": content})
    assert parse_manifest(packed, "briefing.zip") == parse_manifest(content, "m.json")
    twice = make_zip({"a/manifest.json": content, "b/manifest.json": content})
    for damaged in (packed[:80], twice, make_zip({"datapackage.json": b"{}"})):
        with pytest.raises(PastError, match="pack_no_manifest"):
            parse_manifest(damaged, "briefing.zip")
