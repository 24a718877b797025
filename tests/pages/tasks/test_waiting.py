"""The page of what waits: empty, each role with something to do, samples, and other pages."""

import pytest
from streamlit.testing.v1 import AppTest

from data.clock import get_today
from data.ledger.steps.record import check_values, return_values, undo_step
from data.ledger.steps.sampling import draw_sample, load_sample_values
from data.ledger.steps.stages import Selection, list_released, list_step_acts, load_stages
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.words.catalogue import load_catalogue
from pages.shell.cache import get_store
from tests.conftest import IN_BOTH_LANGUAGES, record_figures
from tests.pages.conftest import list_notices, read_text, unfold

ZH = load_catalogue("zh")
KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
TABS = ("reporter", "checker", "verifier", "releaser", "released", "rates", "sample")


@pytest.fixture(autouse=True)
def no_uploads(database):
    yield
    store = get_store()
    for row in list_uploads(store).itertuples():
        if row.status == "live":
            undo_upload(store, row.upload_id, keeps_verified=True)


@pytest.fixture
def upload_id(database):
    return record_figures(
        get_store(), KEY | {"value": 10.0}, KEY | {"year": 2022, "value": 9.0}, by="昭苏县"
    )


@pytest.fixture
def no_releases(database):
    """Undo the releases afterwards: the same values, verified again, would still be released."""
    yield
    acts = list_step_acts(get_store())
    for row in acts[(acts["step"] == "released") & ~acts["is_undone"].astype(bool)].itertuples():
        undo_step(get_store(), row.step_id, by="发布员")


def press(app: AppTest, key: str, place: str, **fields) -> AppTest:
    """Give who acts where it is asked, fill fields in and press a button."""
    for name, value in fields.items():
        app.text_input(key=name).set_value(value)
    if f"actor_field{place}" in {field.key for field in app.text_input}:
        app.text_input(key=f"actor_field{place}").set_value("李明")
    return app.button(key=key).click().run()


def find_stages():
    return set(load_stages(get_store())["stage"])


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_an_empty_page_says_so(open_page, language, tab):
    app = open_page("waiting", tab=tab, lang=language)
    words = load_catalogue(language)
    assert words["shell.page.waiting"] in read_text(app)
    said = {
        "checker": "waiting.none_to_check",
        "verifier": "waiting.none_to_verify",
        "releaser": "waiting.none_to_release",
        "released": "waiting.none_released",
        "reporter": "waiting.none_returned",
        "sample": "sample.none",
        "rates": "waiting.rates_note",
    }
    assert words[said[tab]] in read_text(app)


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_values_pass_and_are_verified_and_released(open_page, no_releases, upload_id, language):
    app = open_page("waiting", tab="checker", lang=language)
    assert "昭苏县" in read_text(app)
    app = press(app, "pass", "_check")
    assert not list_notices(app, "error") and find_stages() == {"checked"}
    app = open_page("waiting", tab="verifier", lang=language)
    app = press(unfold(app, "upload_verify"), "verify", "_verify", document="新统1号")
    assert not list_notices(app, "error") and find_stages() == {"verified"}
    assert load_catalogue(language)["waiting.none_to_verify"] in read_text(app)
    app = open_page("waiting", tab="releaser", lang=language)
    app = press(app, "release", "_release", release_document="9号", release_day="2026-03-01")
    assert not list_notices(app, "error") and find_stages() == {"released"}
    assert set(list_released(get_store())["document_no"]) == {"9号"}


def test_a_release_without_its_decision_is_refused_and_what_was_typed_stays(open_page, upload_id):
    verify_upload(get_store(), upload_id, by="核实员", document="1号")
    app = open_page("waiting", tab="releaser")
    app = press(app, "release", "_release", release_document="9号", release_day="三月")
    assert any("三月" in text for text in list_notices(app, "error"))
    assert app.text_input(key="release_document").value == "9号"
    assert find_stages() == {"verified"}


def test_what_was_returned_is_shown_with_its_remark_and_as_a_workbook(open_page, upload_id):
    return_values(get_store(), Selection(year=2023), by="审核员", remark="比上年多十倍")
    app = open_page("waiting", tab="reporter")
    text = read_text(app)
    assert "比上年多十倍" in text and "审核员" in text
    assert any("returned_book" in element.proto.id for element in app.get("download_button"))
    county = read_text(open_page("indicator", id="cattle_stock", area="654026"))
    assert ZH["shell.state.returned"] in county


def test_somebody_else_came_first(open_page, upload_id):
    app = open_page("waiting", tab="checker")
    app.text_input(key="actor_field_check").set_value("李明")
    check_values(get_store(), Selection(year=2023), by="王五")
    app = app.button(key="pass").click().run()
    (told,) = list_notices(app, "error")
    assert "王五" in told
    assert ZH["shell.conflict.outdated.values"] in list_notices(app, "warning")
    assert list_step_acts(get_store())["recorded_by"].iloc[0] == "王五"


def test_values_of_another_county_do_not_pass_in_place_of_those_that_somebody_passed(open_page):
    for area_id in ("654025", "654026"):
        record_figures(get_store(), KEY | {"area_id": area_id, "value": 10.0}, by=area_id)
    app = open_page("waiting", tab="checker")
    app.text_input(key="actor_field_check").set_value("李明").run()
    chosen = app.session_state["check_which"][0]
    check_values(get_store(), by="王某", selection=Selection(area_id=chosen))
    app.button(key="pass").click().run()
    assert list_notices(app, "warning") == [ZH["shell.record.gone"]]
    assert not list_notices(app, "done")
    assert sorted(load_stages(get_store())["stage"]) == ["checked", "sent"]
    # Of the last one that waits it is said too.
    app.selectbox(key="check_which").select_index(0).run()
    other = ({"654025", "654026"} - {chosen}).pop()
    check_values(get_store(), by="王某", selection=Selection(area_id=other))
    app.button(key="pass").click().run()
    assert list_notices(app, "warning") == [ZH["shell.record.gone"]]


def test_a_checker_goes_on_to_the_next_county(open_page):
    for area_id in ("654025", "654026"):
        record_figures(get_store(), KEY | {"area_id": area_id, "value": 10.0}, by=area_id)
    app = open_page("waiting", tab="checker")
    first = app.session_state["check_which"]
    press(app, "pass", "_check")
    assert list_notices(app, "done") and not list_notices(app, "warning")
    assert app.session_state["check_which"] not in (None, first)


def test_an_act_is_undone(open_page, upload_id):
    check_values(get_store(), Selection(year=2023), by="审核员")
    app = open_page("waiting", tab="checker")
    assert "审核员" in read_text(app)
    app = press(app, "undo_step_button", "_undo_step")
    assert not list_notices(app, "error") and find_stages() == {"sent"}


def test_days_are_ours_until_the_office_sets_them(open_page):
    app = unfold(open_page("waiting"), "waiting_days")
    assert ZH["waiting.days_ours"] in read_text(app)
    app.number_input(key="step_days_sent").set_value(5)
    app = press(app, "days_save", "_days")
    assert ZH["waiting.days_set"] in read_text(app)


def test_a_sample_is_drawn_and_a_finding_recorded(open_page, upload_id):
    app = open_page("waiting", tab="sample")
    app = press(app, "draw", "_draw")
    assert list_notices(app, "error") == [ZH["errors.sample_seed"].format(most=2**31 - 1)]
    app.number_input(key="draw_seed").set_value(7)
    app = press(app, "draw", "_draw")
    (value,) = load_sample_values(get_store()).to_dict("records")
    subject_id = value["subject_id"]
    app.radio(key=f"finding_kind_{subject_id}").set_value("differs").run()
    app.number_input(key=f"finding_found_{subject_id}").set_value(8.0)
    app = press(app, "finding_save", "_finding", **{f"finding_evidence_{subject_id}": "台账"})
    assert not list_notices(app, "error")
    (value,) = load_sample_values(get_store()).to_dict("records")
    assert (value["finding"], value["found"]) == ("differs", 8.0)
    assert "台账" in read_text(app)
    county = read_text(open_page("county", code="654026"))
    assert "抽取1个，已查1个，不实1个（占有据可查的100.0%）" in county
    assert "抽查" not in read_text(open_page("county", code="652823"))


def test_the_rates_of_a_county_say_what_was_returned(open_page, upload_id):
    return_values(get_store(), Selection(year=2023), by="审核员", remark="不实")
    draw_sample(get_store(), share_pct=100, seed=1, by="抽查员")
    text = read_text(open_page("waiting", tab="rates", area="654000"))
    assert "昭苏县" in text and "50.0%" in text and str(get_today().year)
