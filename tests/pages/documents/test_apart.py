"""A pack is made by a process of its own: it tells its steps, stops when asked, names errors."""

import pytest

from pages.documents.apart import CANCELLED, DONE, FAILED, PackJob
from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.pack_request import PackRequest
from tests.pages.documents.making import MADE_AT, load

MOST_S = 240


@pytest.fixture(scope="module")
def facts(plan_store):
    return load_briefing_facts(plan_store, "650102")


def start(facts, parts=("summary",), **more) -> PackJob:
    recipe = load(facts, "pack", parts)
    return PackJob(facts, PackRequest("650102", 2024, "zh", recipe, MADE_AT, **more))


@pytest.mark.slow
def test_a_job_tells_its_steps_and_leaves_its_files(facts):
    job = start(facts)
    steps = list(job.wait())
    assert job.state == DONE and job.error is None
    assert steps and all(0 <= step.share <= 1 for step in steps)
    assert job.read("briefing.pdf").startswith(b"%PDF")
    assert {"briefing.pptx", "manifest.json", "briefing.zip"} < set(job.files)


@pytest.mark.slow
def test_a_job_that_waits_its_turn_can_be_cancelled(facts):
    first, second = start(facts), start(facts)
    second.cancel()
    first.cancel()
    for job in (first, second):
        assert job._ended.wait(MOST_S)
        assert job.state == CANCELLED and not job.files


@pytest.mark.slow
def test_an_error_of_the_other_process_comes_back_as_a_sentence(facts):
    job = start(facts, template=b"no archive", template_name="模板.docx")
    assert job._ended.wait(MOST_S)
    assert job.state == FAILED and job.error.key == "template_damaged"
    assert job.error.fields["file"] == "模板.docx"
