"""Whoever has not signed on sees nothing; a session ends; names come from the provider."""

import pytest

from data.ledger.steps.record import return_values
from data.ledger.steps.stages import Selection
from data.rights.log import load_access_log
from data.store.build import keep_store
from pages.shell import sign_on
from pages.shell.sign_on import SignOn
from tests.conftest import record_figures
from tests.pages.conftest import list_notices, read_text, unfold
from tests.pages.rights_apps import grant, make_claims, open_as

COUNTY, SISTER = "654026", "654025"


@pytest.fixture(scope="module", autouse=True)
def rights(database):
    store = keep_store()
    for area_id, value in ((COUNTY, 123.25), (SISTER, 456.5)):
        figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2023}
        record_figures(store, figure | {"value": value})
    grant("boss", "administrator")
    grant("reporter", "reporter", COUNTY)
    grant("reader", "reader")


def list_buttons(app) -> set[str]:
    return {button.key for button in app.button}


def test_whoever_has_not_signed_on_sees_only_the_door():
    app = open_as("county", {}, code=COUNTY)
    assert list_buttons(app) == {"sign_on"}
    assert "123.25" not in read_text(app)
    assert "统一身份登录" in list_notices(app, "note")[0]


@pytest.mark.parametrize(
    "claims",
    [
        make_claims("reader", age_s=9 * 3600),
        make_claims("reader", age_s=-3600),
        make_claims("reader") | {"iat": None},
        make_claims("reader") | {"is_logged_in": False},
        make_claims("") | {"sub": ""},
    ],
)
def test_a_session_that_is_over_or_nobodys_is_at_the_door(claims):
    assert list_buttons(open_as("overview", claims)) == {"sign_on"}


def test_the_length_of_a_session_is_a_setting():
    longer = SignOn("sub", "name", 12.0)
    assert longer.read_person(make_claims("a", age_s=11 * 3600)) == ("a", "a氏")
    assert longer.read_person(make_claims("a", age_s=13 * 3600)) is None


def test_the_claim_that_is_the_id_is_a_setting():
    claims = make_claims("x", preferred_username="reader")
    app = open_as("overview", claims, ours={"person_claim": "preferred_username"})
    assert "查阅员" in read_text(app)


def test_names_and_roles_are_those_of_the_provider_and_the_grants():
    text = read_text(open_as("overview", make_claims("reporter")))
    assert "reporter氏" in text and "填报员" in text
    assert "尚无角色" in read_text(open_as("overview", make_claims("stranger")))


def test_a_county_page_shows_what_the_reader_may_see():
    assert "456.5" in read_text(open_as("county", make_claims("reader"), code=SISTER))
    own = open_as("county", make_claims("reporter"), code=COUNTY)
    assert "123.25" in read_text(own)
    assert "456.5" not in read_text(open_as("county", make_claims("reporter"), code=SISTER))
    assert "123.25" not in read_text(open_as("county", make_claims("stranger"), code=COUNTY))


def test_who_signs_on_meets_the_own_work_in_the_own_area():
    """What waits stands first, at the step that the person takes; nothing is offered or listed that
    is another's business; and nobody who sees a part reads that all was sent."""
    return_values(keep_store(), Selection(COUNTY), by="州", remark="请核对")
    overview = read_text(open_as("overview", make_claims("reporter")))
    assert "等您办理（昭苏县）" in overview and "退回待重报1个" in overview
    assert "填报员（昭苏县）" in overview
    waiting = unfold(open_as("waiting", make_claims("reporter")), "waiting_days")
    assert waiting.selectbox(key="choice_area").value == COUNTY
    assert not {"undo_step_button", "days_save"} & list_buttons(waiting)
    grant("verifier", "verifier")
    assert open_as("waiting", make_claims("verifier")).session_state["choice_tab"] == "verifier"
    upload = unfold(open_as("upload", make_claims("reporter")), "upload_undo")
    assert not {"verify", "backup_now"} & list_buttons(upload)
    assert len(upload.selectbox(key="undo_which").options) == 1
    stranger = read_text(open_as("overview", make_claims("stranger")))
    assert "应报的数据均已报送" not in stranger and "范围以外是否报齐" in stranger
    notices = list_notices(open_as("upload", make_claims("verifier")), "note")
    assert any("没有“报送数据”" in text for text in notices)


def test_who_may_not_is_told_whom_to_ask():
    app = open_as("projects", make_claims("reader"))
    notice = next(text for text in list_notices(app, "note") if "没有“报送数据”" in text)
    assert "填报员" in notice
    assert "actor_field" not in {field.key for field in app.text_input}


def test_the_page_of_people_grants_and_is_for_administrators():
    app = open_as("people", make_claims("boss"))
    app.text_input(key="grant_person").set_value("new")
    app.text_input(key="grant_name").set_value("新人")
    app.selectbox(key="grant_role").set_value("checker")
    app.selectbox(key="grant_area").set_value("654000")
    app.button(key="grant_save").click().run()
    assert not app.exception
    assert "新人" in list_notices(app, "done")[0]
    grants = keep_store().query_rows("rights/grants")
    assert [row["recorded_by"] for row in grants if row["person_id"] == "new"] == ["boss氏"]
    other = open_as("people", make_claims("reader"))
    assert "grant_save" not in list_buttons(other)
    assert "token_save" not in list_buttons(other)


def test_a_token_is_shown_once():
    app = open_as("people", make_claims("boss"))
    app.button(key="token_save").click().run()
    assert app.code[0].value.startswith("caomu_")
    app.run()
    assert not app.code


def test_the_navigation_lists_people_where_there_are_rights():
    assert 'href="people?' in read_text(open_as("overview", make_claims("reader")))


def test_looking_at_a_page_refuses_nothing():
    events = load_access_log(keep_store())
    assert events.empty


def test_a_drawing_that_takes_long_is_made_for_who_acted_at_its_beginning(monkeypatch):
    """Who acts is found out anew at once, but not within a result: it names no rights."""
    monkeypatch.setattr(sign_on, "FRESH_S", 0.0)
    app = open_as("overview", make_claims("reader"))
    assert not list_notices(app, "error")
    assert 'class="masthead"' in read_text(app)
