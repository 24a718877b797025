"""The page of matters: empty, recorded, refused in words, and the lines on other pages."""

from datetime import timedelta

import pytest

from data.clock import get_today
from data.ledger.matters.listing import list_deadlines, load_matters
from data.ledger.matters.record import record_matter, record_matter_event, withdraw_matter
from data.ledger.remedies import record_remedy
from data.words.catalogue import load_catalogue
from pages.shell.cache import get_store
from tests.pages.conftest import list_notices, read_print_head, read_text

ZH = load_catalogue("zh")


@pytest.fixture(autouse=True)
def no_matters(database):
    yield
    for matter in load_matters(get_store()):
        withdraw_matter(get_store(), matter.record["matter_id"])


def record(days=3, **fields):
    known = {"kind": "document", "title": "落实饲草储备", "lead_unit": "自治区农业农村厅"}
    assigned = get_today() - timedelta(days=days)
    return record_matter(get_store(), assigned_on=assigned, **known | fields)


def fill(app, key="new", **values):
    app.text_area(key=f"matter_title_{key}").set_value(values.pop("title", ""))
    for name, value in values.items():
        app.text_input(key=f"matter_{name}_{key}").set_value(value)
    app.text_input(key="actor_field_matter_new").set_value("李明")
    return app.button(key="save_matter").click().run()


def test_an_empty_page_says_so_and_warns_of_secrets(open_page):
    app = open_page("matters")
    assert ZH["matters.empty"] in read_text(app)
    assert ZH["matters.no_secrets"] in list_notices(app, "warning")


def test_a_matter_is_recorded_and_listed(open_page):
    app = fill(
        open_page("matters"),
        title="落实饲草储备",
        lead_unit="自治区农业农村厅",
        joint_units="自治区财政厅、自治区水利厅",
        assigned_on=get_today().isoformat(),
    )
    assert not list_notices(app, "error")
    (matter,) = load_matters(get_store())
    assert matter.joint_units == ("自治区财政厅", "自治区水利厅")
    text = read_text(app)
    assert "落实饲草储备" in text and (get_today() + timedelta(days=7)).isoformat() in text


def test_what_is_missing_is_said_and_what_was_typed_stays(open_page):
    app = fill(open_page("matters"), title="落实饲草储备")
    assert list_notices(app, "error") == [ZH["errors.matter_no_unit"]]
    assert app.text_area(key="matter_title_new").value == "落实饲草储备"
    assert load_matters(get_store()) == []


def test_an_impossible_event_is_refused_with_what_must_come_first(open_page):
    matter_id = record()
    app = open_page("matters", matter=matter_id)
    key = next(box.key for box in app.selectbox if box.key.startswith("event_kind_"))
    app.selectbox(key=key).select("review_applied")
    app.text_input(key=key.replace("kind", "on", 1)).set_value(get_today().isoformat())
    app.text_input(key=f"actor_field_matter_events_{matter_id}").set_value("李明")
    app.button(key="save_event").click().run()
    assert "此前须先有“作出督查结论”" in list_notices(app, "error")[0]
    app.selectbox(key=key).select("reported")
    app.button(key="save_event").click().run()
    assert not list_notices(app, "error")
    assert list_deadlines(get_store(), get_today())["light"].tolist() == ["done"]


@pytest.mark.parametrize(
    ("view", "titles"), [("overdue", ["超期的事"]), ("unit", ["超期的事", "将到期的事"])]
)
def test_the_views_show_their_matters(open_page, view, titles):
    record(30, title="超期的事")
    record(6, title="将到期的事", lead_unit="自治区财政厅")
    text = read_text(open_page("matters", view=view))
    assert [title for title in ("超期的事", "将到期的事") if title in text] == titles
    assert ("自治区财政厅" in text) == (view == "unit")


def test_a_unit_of_the_address_narrows_the_list(open_page):
    record(3, title="一事", joint_units=["自治区水利厅"])
    record(3, title="二事")
    app = open_page("matters", unit="自治区水利厅")
    assert "自治区水利厅" in read_print_head(app)
    text = read_text(app)
    assert "一事" in text and "二事" not in text


def test_an_unknown_matter_is_said(open_page):
    app = open_page("matters", matter="没有")
    assert any("没有编号为" in text for text in list_notices(app, "warning"))


def test_other_pages_have_a_line_only_with_a_matter(open_page):
    line = ZH["matters.to_page"]
    assert line not in read_text(open_page("overview"))
    record(30, area_id="654026")
    record_remedy(
        get_store(),
        "mechanisation_rate",
        reason="机具不足",
        remedy="购置",
        responsible="农机处",
        due_on="2099-01-01",
    )
    assert line in read_text(open_page("overview"))
    assert line in read_text(open_page("county", code="654026"))
    assert line not in read_text(open_page("county", code="654025"))
    assert line in read_text(open_page("targets", target="mechanisation_rate"))
    assert line not in read_text(open_page("targets", target="grass_yield"))


def test_a_closed_matter_says_what_stands_in_the_way(open_page):
    matter_id = record(60, kind="inspection")
    day = get_today() - timedelta(days=20)
    record_matter_event(get_store(), matter_id, "concluded", day)
    record_matter_event(get_store(), matter_id, "rectification_required", day)
    app = open_page("matters", matter=matter_id)
    key = next(box.key for box in app.selectbox if box.key.startswith("event_kind_"))
    app.selectbox(key=key).select("closed")
    app.text_input(key=key.replace("kind", "on", 1)).set_value(get_today().isoformat())
    app.text_input(key=f"actor_field_matter_events_{matter_id}").set_value("李明")
    app.button(key="save_event").click().run()
    assert "尚未报告整改情况" in list_notices(app, "error")[0]
