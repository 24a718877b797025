"""A note on one target leaves the pages of the other targets whole."""

from pathlib import Path

from data.statistics.commit import commit_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from pages.shell.cache import get_store
from tests.pages.conftest import list_notices, read_text

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "note-beside-rows-without-note.csv"


def test_a_target_without_a_note_opens_beside_one_with_a_note(open_page):
    reading = read_statistics(
        FIXTURE.read_bytes(), FIXTURE.name, get_store(), options=IngestOptions()
    )
    commit_upload(get_store(), reading, by="测试员")
    without = open_page("targets", target="beef_self_sufficiency", lang="zh")
    assert "缺" in read_text(without)
    assert not list_notices(without, "error")
    # 95 % and ten points more are 105 %, which is noted.
    assert "超出该指标可能的范围" in read_text(open_page("targets", target="mechanisation_rate"))
