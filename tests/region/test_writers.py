"""Several processes of a region write the same cells while processes and PostgreSQL are killed:
nothing that was acknowledged is lost, nothing is there in part, and all go on by themselves."""

import random
import subprocess

import pytest

from data.errors import ChangedMeanwhileError
from data.ledger.settings import load_setting_number, save_setting
from data.ledger.uploads import list_uploads
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.read import read_statistics
from data.store.check import run_checks
from data.store.revisions import load_figure_history
from data.words.sentences import describe_error
from tests.data.store.endless_writer import AREAS, FIGURES, YEARS

WAIT_S = 120
FILE = "indicator_id,area_id,year,value,unit\nmilk_output,654026,{year},{value},t\n"


def write(region, name, first, count):
    return region.start("-m", "tests.region.writer", name, str(first), str(count))


def read_until(process, word):
    """Read what a writer says until a line begins with a word; return its lines."""
    lines = []
    for line in process.stdout:
        lines.append(line.split())
        if lines[-1][0] == word:
            return lines
    raise AssertionError(f"{lines}\n{process.stderr.read()}")


def close(process):
    """Wait for the end of a process, and close what it said."""
    process.wait(WAIT_S)
    process.stdout.close()
    process.stderr.close()


def list_done(lines):
    # Where Python writes at once, the end of a line may come by itself.
    return {line[2] for line in lines if line and line[0] == "done"}


def check_all_there(region, acknowledged, name="test"):
    """Hold that a fresh copy has each acknowledged upload whole, and none in part."""
    with region.open(name) as store:
        uploads = list_uploads(store).set_index("upload_id")["revisions"]
        assert acknowledged <= set(uploads.index)
        assert set(uploads[uploads.index.isin(acknowledged)]) == {FIGURES}
        assert [result.check_id for result in run_checks(store) if result.rows] == []
        version = store.query_rows("queries/data_version")[0]
        assert version["upload"] == len(uploads)


def test_two_processes_and_a_command_write_the_same_cells(region, tmp_path):
    writers = [write(region, f"县{n}", 1 + 100 * n, 6) for n in range(2)]
    file = tmp_path / "by-command.csv"
    lines = ["indicator_id,area_id,year,value,unit"]
    lines += [f"beef_output,{area},{year},77,t" for area in AREAS for year in YEARS]
    file.write_text("\n".join(lines), encoding="utf-8")
    for writer in writers:
        read_until(writer, "done")
    command = region.start("-m", "data", "ingest", str(file), "--by", "命令", "--json")
    said = [writer.communicate(timeout=WAIT_S)[0] for writer in writers]
    _, err = command.communicate(timeout=WAIT_S)
    assert command.returncode == 0, err
    done = [list_done(line.split() for line in text.splitlines()) for text in said]
    assert [len(ids) for ids in done] == [5, 5]
    with region.open() as store:
        uploads = list_uploads(store)
        assert uploads["upload_id"].is_unique
        by = uploads.groupby("uploaded_by")["revisions"].agg(["size", "sum"])
        assert by.loc["县0"].tolist() == by.loc["县1"].tolist() == [6, 6 * FIGURES]
        assert by.loc["命令"].tolist() == [1, FIGURES]
        history = load_figure_history(store, ["beef_output"], AREAS[0])
        of_year = history[(history["year"] == YEARS[0]) & history["recorded_by"].notna()]
        assert len(of_year) == 13 and of_year["is_in_force"].sum() == 1
    check_all_there(region, set().union(*done), "another")


def test_who_saves_on_what_another_process_changed_is_told(region, tmp_path):
    with region.open() as store:
        reading = read_statistics(FILE.format(year=2019, value=5).encode(), "mine.csv", store)
        preview = preview_upload(store, reading)
        based_on = load_setting_number(store, "review_no")
        file = tmp_path / "theirs.csv"
        file.write_text(FILE.format(year=2019, value=6), encoding="utf-8")
        command = region.start("-m", "data", "ingest", str(file), "--by", "阿依古丽")
        assert command.communicate(timeout=WAIT_S) and command.returncode == 0
        with region.open("second") as other:
            save_setting(other, "review_no", "新S(2026)001号", by="李四", based_on=based_on)
        with pytest.raises(ChangedMeanwhileError) as caught:
            commit_upload(store, reading, by="张三", based_on=preview)
        assert "阿依古丽" in describe_error(caught.value)
        with pytest.raises(ChangedMeanwhileError) as caught:
            save_setting(store, "review_no", "新S(2026)002号", by="张三", based_on=based_on)
        assert "李四" in describe_error(caught.value)


def test_killed_processes_lose_nothing_and_do_not_hold_up_others(region):
    chance = random.Random(11)
    acknowledged = set()
    for kill in range(3):
        writer = write(region, "被杀", 1000 + 100 * kill, 100)
        lines = read_until(writer, "done")
        lines += read_until(writer, "begin")
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0.01, 0.8))
        writer.kill()
        lines += [
            line.split() for line in writer.stdout.read().splitlines() if line.count(" ") == 2
        ]
        close(writer)
        acknowledged |= list_done(lines)
        other = write(region, "继续", 5000 + kill, 1)
        said, err = other.communicate(timeout=WAIT_S)
        assert other.returncode == 0, err
        acknowledged |= list_done(line.split() for line in said.splitlines())
    check_all_there(region, acknowledged)


def test_processes_go_on_by_themselves_after_postgres_was_killed(region):
    writer = write(region, "停电", 9000, 7)
    lines = read_until(writer, "done")
    for _ in range(2):
        lines += read_until(writer, "begin")
        region.cluster.kill()
        region.cluster.start()
        lines += read_until(writer, "done")
    said, err = writer.communicate(timeout=WAIT_S)
    assert writer.returncode == 0, err
    lines += [line.split() for line in said.splitlines()]
    # Each was acknowledged in the end, and none is there twice.
    assert {int(line[1]) for line in lines if line[0] == "done"} == set(range(9000, 9007))
    assert {line[2] for line in lines if line[0] == "refused"} <= {"lake_unreachable"}
    check_all_there(region, list_done(lines))
    with region.open() as store:
        uploads = list_uploads(store)
        assert (uploads["uploaded_by"] == "停电").sum() == 7
