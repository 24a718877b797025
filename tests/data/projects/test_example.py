"""The example: full, made up, and refusing every write."""

import shutil
import subprocess

import pytest

from data.errors import ReadOnlyError, StoreFileError
from data.ledger.settings import save_setting
from data.ledger.uploads import list_uploads, undo_upload
from data.projects.example import get_example_path, open_example, prepare_example
from data.projects.register import load_has_demonstration, load_projects
from data.statistics.demonstration import load_has_made_up_figures
from data.statistics.ingest import ingest_file
from data.store.kept import get_lock_path


@pytest.fixture(scope="module")
def example(example_file, tmp_path_factory):
    path = shutil.copy(example_file, tmp_path_factory.mktemp("example") / "example.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_EXAMPLE", str(path))
        store = open_example()
        assert store is not None
        yield store
        store.close()
        get_lock_path(path).unlink(missing_ok=True)


def test_it_is_full_and_marked(example):
    assert load_has_made_up_figures(example) and load_has_demonstration(example)
    assert len(load_projects(example)) >= 260
    assert len(list_uploads(example)) == 3
    # What it was made from does not stay behind.
    assert [path.name for path in get_example_path().parent.iterdir()] == ["example.duckdb"]


def test_every_write_is_refused_in_words(example, tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text("地区,年份,牛年末存栏(万头)\n昭苏县,2024,1\n", encoding="utf-8")
    upload_id = list_uploads(example)["upload_id"].iloc[0]
    for write in (
        lambda: save_setting(example, "contact", "甲", by="甲"),
        lambda: undo_upload(example, upload_id, by="甲"),
        lambda: ingest_file(example, file, by="甲"),
    ):
        with pytest.raises(ReadOnlyError):
            write()
    assert len(list_uploads(example)) == 3


def test_it_is_made_once_and_anew_when_its_recipe_changes(example, monkeypatch):
    assert prepare_example() is example
    monkeypatch.setattr("data.projects.example.find_kept", lambda _: None)
    monkeypatch.setattr("data.projects.example.compute_recipe", lambda: "another")
    assert open_example() is None


def test_its_folder_is_made_where_the_office_keeps_its_own_elsewhere(tmp_path, monkeypatch):
    place = tmp_path / "var" / "example.duckdb"
    monkeypatch.setenv("CAOMU_EXAMPLE", str(place))
    seen = []

    def run(command, **_):
        seen.append(place.parent.is_dir() and command[-1] == str(place))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr("data.projects.example.subprocess.run", run)
    with pytest.raises(StoreFileError, match="example_failed"):
        prepare_example()
    assert seen == [True]
