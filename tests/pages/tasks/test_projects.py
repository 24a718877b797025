"""The boxes and the register on the screen: empty, sparse and full; form and upload."""

import re

import pytest

from data.ledger.uploads import undo_upload
from data.projects.commit import ingest_projects
from data.projects.demonstration import make_project_demonstration
from data.projects.register import load_projects, save_project, withdraw_project
from geo.register import count_unplaced, list_marks
from pages.shell.cache import get_store
from tests.pages.conftest import list_maps, list_notices, read_print_head, read_text, unfold

PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fill_form(app, **values):
    """Type into the form for a new project and send it."""
    unfold(app, "project_add")
    app.text_input(key="actor_field").input("牧业科 李某")
    for name in ("item_id", "area_id", "stage"):
        if name in values:
            app.selectbox(key=f"{name}_new").select(values.pop(name))
    for name, value in values.items():
        app.text_input(key=f"{name}_new").input(value)
    button = next(button for button in app.button if "project_new" in button.proto.form_id)
    return button.click().run()


@pytest.fixture
def register():
    """The register of the app under test."""
    return lambda: load_projects(get_store())


@pytest.fixture
def full(database, tmp_path):
    """Give the register the made-up projects for one test; return their number."""
    file = tmp_path / "demo.csv"
    file.write_bytes(make_project_demonstration(get_store()))
    report = ingest_projects(get_store(), file, by="李某")
    yield len(load_projects(get_store()))
    undo_upload(get_store(), report["upload_id"])


def test_an_empty_register_says_so_and_invents_no_zero(open_page):
    app = open_page("projects")
    assert "项目台账中尚无项目" in read_text(app)
    assert not [field for field in app.text_input if field.key == "name_new"]
    assert unfold(app, "project_add").text_input(key="name_new")
    text = read_text(open_page("boxes"))
    assert "尚无登记" in text
    assert not re.search(r"(?<!\d)0个</td>", text) and "演示数据" not in text


def test_a_project_typed_in_is_registered_and_counted(open_page, register):
    app = fill_form(
        open_page("projects"),
        item_id="box10_routes",
        area_id="654026",
        stage="completed",
        name="夏塔草原线路",
        stage_on="2025-06-30",
        evidence_document="文〔2025〕1号",
    )
    assert not list_notices(app, "error")
    (row,) = register()[register()["name"] == "夏塔草原线路"].to_dict("records")
    assert row["recorded_by"] == "牧业科 李某"
    text = read_text(open_page("boxes", item="box10_routes"))
    assert "夏塔草原线路" in text and "文〔2025〕1号" in text
    assert "夏塔草原线路" not in read_text(
        open_page("boxes", item="box10_routes", day="2025-06-29")
    )
    withdraw_project(get_store(), row["project_id"])


def test_a_refused_project_says_what_to_mend(open_page, register):
    before = len(register())
    app = fill_form(
        open_page("projects"),
        item_id="box10_routes",
        area_id="654026",
        stage="completed",
        name="甲",
        stage_on="2999-01-01",
    )
    errors = list_notices(app, "error")
    assert any("达到该阶段日期" in text and "2999-01-01" in text for text in errors)
    assert len(register()) == before


def test_a_project_has_its_history_and_can_be_withdrawn(open_page, register):
    project_id, _ = save_project(get_store(), PROJECT, by="起初")
    app = open_page("projects", project=project_id)
    assert "变更记录" in read_text(app)
    unfold(app, f"project_withdraw_{project_id}").text_input(key="actor_field").input("李某")
    app.button(key="withdraw").click().run()
    assert project_id not in set(register()["project_id"])
    assert "已撤销登记" in read_text(open_page("projects", project=project_id))


def test_an_unknown_project_is_said(open_page):
    app = open_page("projects", project="<b>x</b>")
    assert "项目台账中没有" in list_notices(app, "warning")[0]
    assert "<b>x</b>" not in read_text(app)


def test_the_example_is_previewed_before_anything_is_written(open_page, register):
    app = open_page("projects")
    app.button(key="example").click().run()
    assert "新疆日报" in read_text(app)
    assert register().empty
    app.text_input(key="actor_field").input("李某")
    app.button(key="confirm").click().run()
    assert len(register()) == 6
    assert register()["investment_wan"].sum() == 21500
    app.button(key="undo_this").click().run()
    assert register().empty


def test_a_full_register_is_marked_as_demonstration(open_page, register):
    app = open_page("projects")
    content = make_project_demonstration(get_store())
    app.file_uploader[0].upload("demo.csv", content, "text/csv").run()
    app.text_input(key="actor_field").input("李某")
    app.button(key="confirm").click().run()
    assert len(register()) == 360
    for name in ("boxes", "projects"):
        for language in ("zh", "en"):
            text = read_text(open_page(name, lang=language))
            assert 'class="demonstration-mark"' in text
    app.button(key="undo_this").click().run()
    assert register().empty


def test_every_view_of_a_full_register_opens(open_page, full):
    for view in ("list", "map", "timeline", "investment"):
        app = open_page("projects", view=view, box="9", area="654000")
        assert not app.exception
        assert not list_notices(app, "error")
        shown = re.search(r"显示(\d+)个，项目台账共(\d+)个", read_text(app))
        assert 0 < int(shown[1]) < int(shown[2]) == full >= 360
        head = read_print_head(app)
        assert all(words in head for words in ("伊犁哈萨克自治州", "专栏9")), view


def test_every_item_can_be_looked_at(open_page, plan_store):
    app = open_page("boxes")
    for item in plan_store.query_rows("queries/box_items"):
        app.selectbox(key="choice_item").select(item["item_id"]).run()
        assert not app.exception
        assert not list_notices(app, "error")


def test_a_programme_takes_a_note(open_page):
    app = open_page("boxes", item="box4_monitoring")
    app.text_area(key="note_text_box4_monitoring").input("监测点已布设")
    app.text_input(key="actor_field_note").input("李某")
    app.button(key="save_note").click().run()
    assert "监测点已布设" in read_text(app)


def test_the_map_of_projects_marks_those_with_coordinates_and_counts_the_others(open_page, full):
    app = open_page("projects", view="map")
    (picture,) = list_maps(app)
    text = read_text(app)
    assert "新疆各县（市、区）登记项目分布" in text and "map-legend" in text
    shown = load_projects(get_store())
    placed = shown["longitude"].notna()
    assert len(picture["marks"]) == placed.sum()
    counts = shown[~placed]["area_id"].value_counts()
    for area_id, (_, _, words, *_) in picture["units"].items():
        assert words == f"{counts.get(area_id, 0)}个项目"


def test_a_project_with_coordinates_is_a_mark_in_its_place(full, register):
    one = (
        register()
        .head(1)
        .assign(longitude=81.13, latitude=43.16, title="甲场", area_name="昭苏县", stage="building")
    )
    (mark,) = list_marks(one)
    assert mark.lines == ("甲场", "昭苏县", "在建")
    assert count_unplaced(one) == 0
