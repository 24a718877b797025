"""A pack is made by a process of its own: it tells its steps, stops when asked, names errors."""

import os
import select
import sys
from pathlib import Path

import pytest

from pages.documents.apart import CANCELLED, DONE, FAILED, PackJob
from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.pack import make_pack
from pages.documents.pack_request import PackRequest
from tests.pages.documents.making import MADE_AT, load

MOST_S = 240
# Two parts with pictures: a chart and a map.
DRAWN = ("movers", "maps")


@pytest.fixture(scope="module")
def facts(plan_store):
    return load_briefing_facts(plan_store, "650102")


@pytest.fixture(scope="module")
def region(plan_store):
    return load_briefing_facts(plan_store, "650000")


def ask(facts, parts=("summary",), scope_id="650102", **more) -> PackRequest:
    return PackRequest(scope_id, 2024, "zh", load(facts, "pack", parts), MADE_AT, **more)


def start(facts, *asked, **more) -> PackJob:
    return PackJob(facts, ask(facts, *asked, **more))


def test_a_job_tells_its_steps_and_leaves_its_files(facts):
    job = start(facts)
    steps = list(job.wait())
    assert job.state == DONE and job.error is None
    assert steps and all(0 <= step.share <= 1 for step in steps)
    assert job.read("briefing.pdf").startswith(b"%PDF")
    assert {"briefing.pptx", "manifest.json", "briefing.zip"} < set(job.files)


def test_a_job_that_waits_its_turn_can_be_cancelled(facts):
    first, second = start(facts), start(facts)
    second.cancel()
    first.cancel()
    for job in (first, second):
        assert job._ended.wait(MOST_S)
        assert job.state == CANCELLED and not job.files


def test_an_error_of_the_other_process_comes_back_as_a_sentence(facts):
    job = start(facts, template=b"no archive", template_name="模板.docx")
    assert job._ended.wait(MOST_S)
    assert job.state == FAILED and job.error.key == "template_damaged"
    assert job.error.fields["file"] == "模板.docx"


@pytest.mark.slow
def test_whoever_draws_the_bytes_are_the_same(region, tmp_path):
    job = start(region, DRAWN, "650000")
    names = make_pack(region, ask(region, DRAWN, "650000"), tmp_path)
    list(job.wait())
    assert job.state == DONE and sorted(job.files) == sorted(names)
    assert {name for name in names if job.read(name) != (tmp_path / name).read_bytes()} == set()


@pytest.mark.skipif(sys.platform != "linux", reason="groups of processes are read from /proc")
def test_a_cancelled_job_leaves_no_process_and_no_file(region):
    job = start(region, DRAWN, "650000")
    next(step for step in job.wait() if step.done > 1)
    group = job._process.pid
    job.cancel()
    assert job._ended.wait(MOST_S) and job.state == CANCELLED
    assert all(has_ended(process) for process in list_processes(group))
    assert not list(job.folder.glob("*.zip"))


def has_ended(process: int) -> bool:
    """Tell whether a process, killed already, ends."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], MOST_S)[0])
    finally:
        os.close(handle)


def list_processes(group: int) -> list[int]:
    """Return the running processes of a group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found
