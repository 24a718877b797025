"""Two sessions on one store: who saves second sees both versions and decides."""

import pytest

from data.ledger.settings import load_setting, save_setting
from data.ledger.uploads import list_uploads
from data.projects.register import load_projects, save_project, withdraw_project
from data.store.revisions import load_figure_history
from data.words.catalogue import t
from geo.sources import APPROVAL_SETTING
from pages.shell.cache import get_store
from tests.conftest import record_figures
from tests.pages.conftest import list_notices, read_text, unfold

PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
    "stage_on": "2025-06-30",
    "operator": "甲单位",
}
FILE = "地区,指标,年份,单位,数值\n654026,cattle_stock,2023,万头,{value}\n"


@pytest.fixture
def project():
    """A project of its own per test: id and number of what stands."""
    name = f"线路{len(load_projects(get_store()))}"
    return save_project(get_store(), PROJECT | {"name": name}, by="起初")[0]


def get_project(project_id):
    projects = load_projects(get_store())
    return projects[projects["project_id"] == project_id].iloc[0]


def send(app, key, actor, **fields):
    if any(field.key == "actor_field" for field in app.text_input):
        app.text_input(key="actor_field").input(actor)
    for name, value in fields.items():
        app.text_input(key=f"{name}{key}").input(value)
    button = next(one for one in app.button if one.proto.form_id == f"project{key}")
    return button.click().run()


def open_both(open_page, project_id):
    fold = f"project_edit_{project_id}"
    apps = [unfold(open_page("projects", project=project_id), fold) for _ in range(2)]
    return *apps, f"_{get_project(project_id)['revision_id']}"


def test_the_second_edit_is_not_lost_and_writes_nothing_unasked(open_page, project):
    first, second, key = open_both(open_page, project)
    send(first, key, "王某", stage_on="2025-09-30")
    assert "已保存" in "".join(list_notices(first, "done"))
    send(second, key, "李某", operator="乙单位")
    (told,) = list_notices(second, "warning")
    assert "没有保存" in told and "王某" in told
    text = read_text(second)
    assert "2025-09-30" in text and "乙单位" in text
    row = get_project(project)
    assert (row["operator"], row["recorded_by"]) == ("甲单位", "王某")


def test_an_edit_of_a_project_that_somebody_withdrew_says_that_it_is_not_saved(open_page, project):
    _, second, key = open_both(open_page, project)
    withdraw_project(get_store(), project, by="王某", note="重复登记")
    send(second, key, "李某", operator="乙单位")
    told = list_notices(second, "warning")
    assert told == [t("projects.is_withdrawn"), t("projects.not_saved")]
    text = read_text(second)
    assert "撤销登记，原因：重复登记" in text and "乙单位" not in text
    assert list_notices(second.run(), "warning") == told[:1]


def test_mine_on_top_keeps_what_only_the_other_changed(open_page, project):
    first, second, key = open_both(open_page, project)
    send(first, key, "王某", stage_on="2025-09-30", operator="丙单位")
    send(second, key, "李某", operator="乙单位")
    second.button(key=f"conflict_save_project_{project}").click().run()
    assert list_notices(second, "done") and not list_notices(second, "warning")
    row = get_project(project)
    assert (row["operator"], f"{row['stage_on']:%Y-%m-%d}", row["recorded_by"]) == (
        "乙单位",
        "2025-09-30",
        "李某",
    )


def test_theirs_is_kept_and_the_form_begins_anew_from_it(open_page, project):
    first, second, key = open_both(open_page, project)
    send(first, key, "王某", operator="丙单位")
    send(second, key, "李某", operator="乙单位")
    second.button(key=f"conflict_keep_project_{project}").click().run()
    assert get_project(project)["operator"] == "丙单位"
    now = get_project(project)["revision_id"]
    assert second.text_input(key=f"operator_{now}").value == "丙单位"
    assert list_notices(second, "note") == ["已保留现行内容，您填写的内容没有保存。"]


def test_an_open_form_is_told_of_a_change_and_keeps_what_was_typed(open_page, project):
    first, second, key = open_both(open_page, project)
    send(first, key, "王某", operator="丙单位")
    second.run()
    assert any("已有人改动" in text for text in list_notices(second, "warning"))
    assert second.text_input(key=f"operator{key}").value == "甲单位"
    second.button(key=f"reopen_project_{project}").click().run()
    now = get_project(project)["revision_id"]
    assert second.text_input(key=f"operator_{now}").value == "丙单位"


def test_a_third_change_is_shown_before_mine_is_saved_on_top(open_page, project):
    first, second, key = open_both(open_page, project)
    send(first, key, "王某", operator="丙单位")
    send(second, key, "李某", operator="乙单位")
    now = get_project(project)
    save_project(
        get_store(),
        PROJECT | {"name": now["name"], "operator": "丁单位"},
        by="赵某",
        project_id=project,
    )
    second.button(key=f"conflict_save_project_{project}").click().run()
    assert "赵某" in list_notices(second, "warning")[0]
    assert get_project(project)["operator"] == "丁单位"


def test_a_project_typed_twice_is_asked(open_page, project):
    name = get_project(project)["name"]
    app = unfold(open_page("projects"), "project_add")
    app.text_input(key="actor_field").input("李某")
    for field in ("item_id", "area_id", "stage"):
        app.selectbox(key=f"{field}_new").select(PROJECT[field])
    app.text_input(key="name_new").input(f" {name} ")
    button = next(one for one in app.button if "project_new" in one.proto.form_id)
    button.click().run()
    assert "名称都相同的项目" in list_notices(app, "warning")[0]
    app.button(key="conflict_keep_project_new").click().run()
    assert (load_projects(get_store())["name"] == name).sum() == 1


def test_a_preview_that_no_longer_holds_is_not_written_over(open_page):
    before = len(list_uploads(get_store()))
    apps = [open_page("upload") for _ in range(2)]
    for value, app, name in zip((50.5, 51.5), apps, ("王某", "李某"), strict=True):
        app.file_uploader[0].upload("a.csv", FILE.format(value=value).encode(), "text/csv").run()
        app.text_input(key="actor_field").input(name).run()
    first, second = apps
    first.button(key="confirm").click().run()
    second.button(key="confirm").click().run()
    told = list_notices(second, "warning")
    assert any("没有入库" in text and "王某" in text for text in told)
    assert "50.5" in read_text(second) and "51.5" in read_text(second)
    assert len(list_uploads(get_store())) == before + 1
    second.button(key="conflict_save_upload").click().run()
    history = load_figure_history(get_store(), ["cattle_stock"], "654026")
    assert history[history["is_in_force"] & (history["year"] == 2023)]["value"].tolist() == [51.5]


def test_the_second_verification_is_told_who_and_when(open_page):
    figure = {"indicator_id": "cattle_stock", "area_id": "654025", "year": 2023, "value": 7.5}
    record_figures(get_store(), figure)
    apps = [unfold(open_page("upload"), "upload_verify") for _ in range(2)]
    for app, name in zip(apps, ("王某", "李某"), strict=True):
        app.text_input(key="actor_field_verify").input(name)
        app.text_input(key="document").input(f"{name}1号").run()
        app.button(key="verify").click().run()
    (told,) = list_notices(apps[1], "error")
    assert "王某" in told and "王某1号" in told
    assert (list_uploads(get_store())["note"] == "李某1号").sum() == 0


def test_the_second_approval_number_is_asked_about(open_page):
    apps = [open_page("map") for _ in range(2)]
    for app, number in zip(apps, ("1", "2"), strict=True):
        app.text_input(key="map_approval").input(f"新S(2026)00{number}号")
        app.text_input(key="actor_field_map_approval").input(f"第{number}人").run()
        app.button(key="map_approval_save").click().run()
    assert load_setting(get_store(), APPROVAL_SETTING) == "新S(2026)001号"
    assert any("第1人" in text for text in list_notices(apps[1], "warning"))
    save_setting(get_store(), APPROVAL_SETTING, "", by="复原")
