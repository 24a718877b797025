"""Choose a file, see what it would change, confirm, undo."""

import html
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.ledger.answers import Answer, record_answers
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from data.names.meanings import Meaning
from data.words.catalogue import LANGUAGES, t, use_language
from pages.shell.cache import get_store
from pages.tasks.parts import upload_ledger
from pages.tasks.parts.upload import render_effects
from tests.pages.conftest import list_notices, read_text, unfold

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "statistics"
TIDY = """indicator_id,area,year,value,unit
mechanisation_rate,新疆,2021,60.5,%
mechanisation_rate,新疆,2024,64.25,%
mechanisation_rate,伊宁,2024,70,%
"""


@pytest.fixture
def uploaded(open_page):
    """Return a function that opens the page and hands it a file."""

    def upload(text: str, name: str = "机械化率.csv", **query):
        app = open_page("upload", **query)
        app.file_uploader[0].upload(name, text.encode(), "text/csv").run()
        return app

    return upload


def test_nothing_is_written_before_it_is_confirmed(uploaded):
    before = get_store().version
    app = uploaded(TIDY)
    text = read_text(app)
    assert "64.25" in text
    assert "伊宁" in text
    assert not app.exception
    assert get_store().version == before


def test_without_a_name_nothing_is_written(uploaded):
    before = get_store().version
    app = uploaded(TIDY)
    app.button(key="confirm").click().run()
    assert list_notices(app, "error")
    assert get_store().version == before


def test_confirm_then_undo(uploaded, open_page):
    app = uploaded(TIDY)
    app.text_input(key="actor_field").input("畜牧科 <b>王</b>")
    app.button(key="confirm").click().run()
    assert not app.exception
    assert list_notices(app, "done")
    assert "畜牧科 &lt;b&gt;王&lt;/b&gt;" in read_text(app)
    assert "64.25" in read_text(open_page("targets", target="mechanisation_rate"))
    app.button(key="undo_this").click().run()
    assert list_notices(app, "done")
    assert "64.25" not in read_text(open_page("targets", target="mechanisation_rate"))


def test_who_acts_is_asked_once(uploaded):
    app = uploaded(TIDY.replace("64.25", "64.26"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    app.file_uploader[0].upload("b.csv", TIDY.replace("64.25", "64.27").encode(), "text/csv")
    app.run()
    assert "actor_field" not in {field.key for field in app.text_input}
    assert app.button(key="confirm")


def test_a_file_that_is_no_table_is_refused_in_words(uploaded):
    app = uploaded("\x00\x01\x02 no table", name="a.xlsx")
    assert list_notices(app, "error")
    assert not app.exception


def test_a_file_of_what_is_known_changes_nothing(uploaded):
    app = uploaded("indicator_id,area,year,value,unit\nbeef_output,新疆,2016,42.48,万吨\n")
    assert list_notices(app, "note")
    assert "confirm" not in {button.key for button in app.button}


def test_markup_in_a_file_stays_text(uploaded):
    app = uploaded(
        "indicator_id,area,year,value,unit\n"
        "beef_output,<img src=x onerror=alert(1)>,2016,42,万吨\n"
        "beef_output,新疆,2015,41,万吨\n"
    )
    assert "<img" not in read_text(app)
    assert "&lt;img" in read_text(app)


def test_an_older_upload_is_undone_from_the_list(uploaded, open_page):
    app = uploaded(TIDY.replace("64.25", "64.28"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    page = unfold(uploaded(TIDY.replace("64.25", "64.29")), "upload_undo")
    assert not list_notices(page, "error")
    page.button(key="undo").click().run()
    assert list_notices(page, "error")
    page.text_input(key="actor_field_undo").input("李")
    page.button(key="undo").click().run()
    assert list_notices(page, "done")
    assert "64.28" not in read_text(open_page("targets", target="mechanisation_rate"))


def test_an_upload_that_somebody_else_undid_is_not_restored_by_a_second_undo(uploaded, open_page):
    app = uploaded(TIDY.replace("64.25", "64.33"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    upload_id = list_uploads(get_store())["upload_id"].iloc[0]
    page = unfold(open_page("upload"), "upload_undo")
    page.selectbox(key="undo_which").set_value(upload_id).run()
    page.text_input(key="actor_field_undo").input("李").run()
    undo_upload(get_store(), upload_id, by="赵")
    page.button(key="undo").click().run()
    gone, none = list_notices(page, "warning")
    assert "已由赵于" in gone and none == t("shell.record.none")
    assert not list_notices(page, "done")
    uploads = list_uploads(get_store())
    assert uploads.set_index("upload_id")["status"][upload_id] == "undone"
    page.selectbox(key="undo_which").set_value(uploads["upload_id"].iloc[0]).run()
    page.button(key="undo").click().run()
    assert list_notices(page, "done") == [t("upload.restored")]
    assert list_uploads(get_store())["status"].tolist()[:3] == ["restore", "undo", "live"]


def test_an_upload_that_was_verified_since_is_undone_only_when_that_is_confirmed(
    uploaded, open_page
):
    app = uploaded(TIDY.replace("64.25", "64.31"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    upload_id = list_uploads(get_store())["upload_id"].iloc[0]
    verify_upload(get_store(), upload_id, by="赵", document="新统9号")
    page = unfold(open_page("upload"), "upload_undo")
    page.selectbox(key="undo_which").select_index(1).run()
    assert any("赵" in text and "新统9号" in text for text in list_notices(page, "warning"))
    page.text_input(key="actor_field_undo").input("李")
    page.button(key="undo").click().run()
    assert t("upload.undo_unconfirmed") in " ".join(list_notices(page, "warning"))
    page.checkbox(key=f"undo_keeps_{upload_id}").check().run()
    page.button(key="undo").click().run()
    assert list_notices(page, "done")
    assert "64.31" in read_text(open_page("targets", target="mechanisation_rate"))


MIXED = """指标,地区,年份,数值,单位
规模养殖场数字化改造比例,新疆,2023,23.5,%
规模养殖场数字化改造比例,伊宁,2023,9,%
奇异头数,昭苏县,2023,9,万头
"""


def make_workbook():
    """Return a workbook with a sheet a year."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year in (2011, 2012):
        sheet = book.create_sheet(f"{year}年")
        for row in ([f"{year}年"], ["县市", "牛存栏(万头)"], ["昭苏县", year - 2000]):
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_each_side_of_an_effect_has_its_own_unit_and_names_another_measure(open_page):
    open_page("upload")
    row = {"area_id": "650000", "target_id": "carcass_yield", "is_other_status": False}
    sides = {"old": ("mutton_carcass_yield", 15.0, "公斤/只", 2023),
             "new": ("beef_carcass_yield", 140.0, "公斤/头", 2024)}  # fmt: skip
    for side, (indicator_id, value, unit, year) in sides.items():
        row |= {f"{side}_status": "moving_away", f"{side}_reason": None,
                f"{side}_indicator_id": indicator_id, f"{side}_value": value,
                f"{side}_unit": unit, f"{side}_year": year}  # fmt: skip
    drawn = render_effects(pd.DataFrame([row]))
    old, new = (drawn.index(unit) for unit in ("公斤/只", "公斤/头"))
    assert drawn.index("<b>15</b>") < old < drawn.index("<b>140</b>") < new
    assert drawn.count('class="sub"') == 2
    same = render_effects(pd.DataFrame([row | {"new_indicator_id": "mutton_carcass_yield"}]))
    assert 'class="sub"' not in same


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_effect_on_targets_is_told_before_anything_is_written(uploaded, language):
    app = uploaded(MIXED, lang=language)
    assert not app.exception and not list_notices(app, "error")
    with use_language(language):
        move = t("upload.move", old=t("status.cannot_judge"), new=t("status.achieved"), count=1)
        assert html.escape(t("upload.effects", count=1, moves=move)) in read_text(app)
        label = t("upload.rejected_get", count=2)
    assert label in [button.proto.label for button in app.get("download_button")]


def test_an_unknown_name_is_taught_and_the_file_read_again(uploaded):
    app = uploaded(MIXED)
    kind = next(box for box in app.selectbox if "奇异头数" in box.label)
    kind.set_value("indicator").run()
    value = next(
        box for box in app.selectbox if (box.key or "").startswith("answer_value_indicator")
    )
    value.set_value("cattle_stock")
    app.text_input(key="actor_field_answers").input("王")
    app.button(key="answers_record").click().run()
    assert not app.exception
    assert "没有名为“奇异头数”的指标" not in read_text(app)
    assert "新增2个" in app.button(key="confirm").label


def test_one_of_several_sheets_is_read(open_page):
    app = open_page("upload")
    app.file_uploader[0].upload("a.xlsx", make_workbook(), "application/octet-stream").run()
    assert "新增2个" in app.button(key="confirm").label
    sheets = next(box for box in app.multiselect if box.key.startswith("sheets_"))
    sheets.set_value(["2012年"]).run()
    assert not app.exception
    assert "新增1个" in app.button(key="confirm").label


def test_an_upload_is_verified_by_name_and_document(uploaded, open_page):
    app = uploaded(TIDY.replace("64.25", "61.75"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    unfold(app, "upload_verify")
    app.selectbox(key="verify_which").select_index(0).run()
    app.button(key="verify").click().run()
    assert list_notices(app, "error")
    app.text_input(key="document").input("新统字〔2025〕1号")
    app.button(key="verify").click().run()
    assert "新统字〔2025〕1号" in list_notices(app, "done")[-1]
    assert "已核实" in read_text(open_page("targets", target="mechanisation_rate"))


def test_older_values_are_verified_only_where_that_is_confirmed(uploaded, open_page):
    for value in ("58.5", "59.5"):
        app = uploaded(
            f"indicator_id,area,year,value,unit\nmechanisation_rate,昭苏县,2022,{value},%\n"
        )
        app.text_input(key="actor_field").input("王")
        app.button(key="confirm").click().run()
    older = list_uploads(get_store())["upload_id"].iloc[1]
    page = unfold(open_page("upload"), "upload_verify")
    page.selectbox(key="verify_which").set_value(older).run()
    assert any("59.5" in text and "58.5" in text for text in list_notices(page, "warning"))
    page.text_input(key="actor_field_verify").input("李")
    page.text_input(key="document").input("2号").run()
    page.button(key="verify").click().run()
    assert any("59.5" in text for text in list_notices(page, "error"))
    page.checkbox(key=f"verify_replaces_{older}").check().run()
    page.button(key="verify").click().run()
    assert "2号" in list_notices(page, "done")[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_without_a_file(open_page, language):
    app = open_page("upload", lang=language, way="grid", by="area", area="654026", year="2023")
    assert not app.exception and not list_notices(app, "error")
    assert app.selectbox(key="choice_area").value == "654026"
    assert app.selectbox(key="choice_year").value == 2023


def test_name_is_withdrawn_by_who_says_so_and_stays_on_record(uploaded, open_page):
    answer = Answer("牛只数", Meaning("indicator", "cattle_stock"))
    record_answers(get_store(), [answer], by="张")
    text = "指标,地区,年份,数值,单位\n牛只数,昭苏县,2022,3,万头\n"
    assert "confirm" in {button.key for button in uploaded(text).button}
    app = open_page("upload")
    app.selectbox(key="answer_which").set_value(("牛只数", "*"))
    send = next(button for button in app.button if button.label == t("upload.answer_withdraw"))
    send.click().run()
    assert list_notices(app, "error")
    app.text_input(key="actor_field_withdraw").input("李<i>")
    send = next(button for button in app.button if button.label == t("upload.answer_withdraw"))
    send.click().run()
    assert not app.exception
    assert list_notices(app, "done")
    shown = read_text(app)
    assert "李&lt;i&gt;" in shown and "张" in shown
    left = [box.options for box in app.selectbox if box.key == "answer_which"]
    assert not any("牛只数" in option for options in left for option in options)
    assert "confirm" not in {button.key for button in uploaded(text).button}


def test_hidden_sheet_is_offered_marked_and_not_read_until_chosen(open_page):
    content = (FIXTURES / "hidden-sheet.xlsx").read_bytes()
    app = open_page("upload")
    app.file_uploader[0].upload("隐藏.xlsx", content, "application/octet-stream").run()
    sheets = next(box for box in app.multiselect if box.label == t("upload.sheets"))
    assert sheets.options == ["现表", t("upload.sheet_hidden", name="旧表")]
    assert sheets.value == ["现表"] and "特克斯县" not in read_text(app)
    sheets.set_value(["现表", "旧表"]).run()
    assert not app.exception
    assert "特克斯县" in read_text(app)


def test_book_with_hidden_tables_only_lets_one_be_chosen(open_page):
    content = (FIXTURES / "only-hidden-sheets.xlsx").read_bytes()
    app = open_page("upload")
    app.file_uploader[0].upload("隐藏.xlsx", content, "application/octet-stream").run()
    assert list_notices(app, "error")
    sheets = next(box for box in app.multiselect if box.label == t("upload.sheets"))
    sheets.set_value(["旧表"]).run()
    assert not app.exception and not list_notices(app, "error")
    assert "特克斯县" in read_text(app)


def test_older_uploads_are_folded_and_the_workbook_has_them_all(
    open_page, offered, send_figures, monkeypatch
):
    monkeypatch.setattr(upload_ledger, "SHOWN", 2)
    figure = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
    names = ["甲", "乙", "丙", "丁"]
    for value, name in enumerate(names):
        send_figures(get_store(), figure | {"value": float(value)}, by=f"统计员{name}")
    app = open_page("upload")

    def list_senders(app):
        return [name for name in names if f"统计员{name}" in read_text(app)]

    for shown in (names[2:], names):
        assert list_senders(app) == shown
        book = openpyxl.load_workbook(io.BytesIO(offered["uploads", "xlsx"][1]()))
        cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
        senders = [cell for cell in cells if cell.startswith("统计员")]
        assert senders == [f"统计员{name}" for name in reversed(names)]
        app = unfold(app, "upload_older")
