"""Decide a reading on /targets, see the status change, withdraw it, see it change back."""

import pytest
from playwright.sync_api import expect

from data.store.build import open_store
from tests.browser.conftest import assert_no_traceback
from tests.browser.looking import expect_address, expect_settled, expect_title, say
from tests.browser.serving import run_server
from tests.conftest import record_figures

TARGET = "traceability_coverage"
# Up by 20 % means 72, up by 20 points means 80: 66.5 is on pace for one, behind for the other.
FIGURES = ((2021, 60.0), (2024, 66.5))
FIELDS = {
    "decisions.column.by": "厅长办公会",
    "decisions.column.on": "2024-03-01",
    "decisions.column.document": "1号",
    "shell.actor": "李明",
}


@pytest.fixture
def seeded_server(tmp_path):
    """Serve a database that holds two made-up figures."""
    with open_store(tmp_path / "caomu.duckdb", may_create=True) as store:
        record_figures(
            store,
            *(
                {"indicator_id": TARGET, "area_id": "650000", "year": year, "value": value}
                for year, value in FIGURES
            ),
        )
    with run_server(tmp_path) as running:
        yield running
        assert_no_traceback(running)


def open_fold(page, language, key):
    """Open a fold by its heading, wait until it has unfolded, and return it."""
    fold = page.locator("details").filter(has_text=say(language, key))
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")
    # While it unfolds its content slides: a click may begin on a button and end beside it.
    page.wait_for_function("""() => document.getAnimations().every((one) =>
        one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)""")
    return fold


def press(fold, language, key):
    """Press a button right after the last field was typed into, as people do."""
    fold.get_by_role("button", name=say(language, key), exact=True).click()


def expect_notice(page, words):
    """Wait until the page says what was done."""
    expect(page.locator("p.notice.done").filter(has_text=words)).to_be_visible()


def expect_status(page, words):
    """Wait until the status of the target says this; while a run ends there may be two."""
    expect(page.locator("section.detail").filter(has_text=words)).to_have_count(1)
    expect_settled(page)


def test_a_decision_changes_the_status_until_it_is_withdrawn(seeded_server, visit):
    language = "zh"
    page = visit(seeded_server, f"/targets?lang={language}&target={TARGET}&part=decisions")
    expect(page.get_by_text(say(language, "decisions.title"), exact=True)).to_be_visible()
    expect_settled(page)
    expect_status(page, say(language, "status.reason.reading_undecided"))

    fold = open_fold(page, language, "decisions.record_title")
    for key, text in FIELDS.items():
        fold.get_by_label(say(language, key), exact=True).fill(text)
    press(fold, language, "decisions.record")
    expect_notice(page, say(language, "decisions.recorded_now"))
    expect_status(page, say(language, "status.on_pace"))
    expect_status(page, FIELDS["decisions.column.document"])
    expect_address(page, part="decisions", target=TARGET)

    page.get_by_role("button", name=say(language, "shell.other_language")).click()
    language = "en"
    expect_title(page, "targets", language)
    expect_status(page, say(language, "status.on_pace"))
    fold = open_fold(page, language, "decisions.withdraw_title")
    # Who acts was asked once; the form has it.
    expect(fold.get_by_label(say(language, "shell.actor"), exact=True)).to_have_value(
        FIELDS["shell.actor"]
    )
    fold.get_by_label(say(language, "decisions.why"), exact=True).fill("重新研究")
    press(fold, language, "decisions.withdraw")
    expect_notice(page, say(language, "decisions.withdrawn"))
    expect_status(page, say(language, "status.reason.reading_undecided"))
    record = page.locator("tr.undone")
    expect(record).to_have_count(1)
    expect(record).to_contain_text(FIELDS["decisions.column.by"])
