"""Slides: short sections share one, and what a writer adds is said."""

import io
import zipfile

import pytest
from pptx import Presentation

from data.errors import DocumentError
from pages.documents.writers.fitting import count_lines
from pages.documents.writers.slide_charts import _pick_form
from pages.documents.writers.slides import _pick_source_line, _split, make_slides
from tests.pages.documents.making import MADE_AT, compose


def read_slides(briefing) -> list:
    return list(Presentation(io.BytesIO(make_slides(briefing, {}, MADE_AT))).slides)


def read_title(slide) -> str:
    return slide.shapes.title.text_frame.text


def read_titles(briefing) -> list[str]:
    return [read_title(slide) for slide in read_slides(briefing)]


def read_words(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_sections_with_one_sentence_share_a_slide(plan_store):
    parts = ["assumptions", "movers", "series", "roles", "owed"]
    briefing = compose(plan_store, "650102", parts=parts)
    short = read_slides(briefing)[1]
    assert read_title(short) + "。" == briefing.sections[0].sentences[0].text
    assert "较上年变动：天山区没有可与上年比较的数据。" in read_words(short)
    assert "主要数据：天山区没有年度数据。" in read_words(short)
    assert "天山区没有年度数据" not in read_titles(briefing)


def test_a_single_short_section_keeps_its_own_slide(plan_store):
    titles = read_titles(compose(plan_store, "650102", parts=["movers", "owed"]))
    assert titles[1] == "天山区没有可与上年比较的数据"


def test_the_rows_of_a_table_are_shared_out_over_its_slides():
    pages = _split(list(range(13)), lambda item: 1.0, 12.0)
    assert [len(page) for page in pages] == [7, 6]
    assert [item for page in pages for item in page] == list(range(13))


def test_an_item_taller_than_a_slide_has_one_of_its_own():
    assert _split([1, 30, 1], lambda item: float(item), 12.0) == [[1], [30], [1]]


@pytest.mark.parametrize(
    ("value", "form"), [(0.865, "#,##0.000"), (14.63, "#,##0.00"), (7.5, "#,##0.0"), (70, "#,##0")]
)
def test_the_label_of_a_chart_has_as_many_decimals_as_its_number(value, form):
    assert _pick_form(value) == form


def test_a_source_line_gives_up_its_note_before_it_cuts_a_word():
    long = tuple(f"国家统计局 国家数据·分省年度数据，畜产品产量（{n}）" for n in range(9))
    line = _pick_source_line("主要数据", ("项目台账",), "无数据不等于零。", 11)
    assert line == "主要数据 · 来源：项目台账 · 注：无数据不等于零。"
    line = _pick_source_line("主要数据", long, "无数据不等于零。" * 9, 7)
    assert line.endswith("等9项") and "…" not in line and "注" not in line
    assert count_lines(line, 9, 7) <= 2


def test_a_county_without_figures_shows_what_the_boxes_ask(plan_store):
    briefing = compose(plan_store, "654026", parts=["cards"])
    (table,) = briefing.sections[0].blocks
    assert table.rows and table.title == "昭苏县：专栏项目"
    assert len(table.row_ids) == len(table.rows)


def save(deck) -> bytes:
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def change_parts(content: bytes, change) -> bytes:
    """Return an office file whose parts are changed; a part of which None is left goes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()


DAMAGES = {
    "half a presentation": lambda name, part: part[:40] if name == "ppt/presentation.xml" else part,
    "half a layout": lambda name, part: b"<nope" if name.endswith("Layout6.xml") else part,
    "no master": lambda name, part: None if name.endswith("slideMaster1.xml") else part,
    "no relations": lambda name, part: None if name == "_rels/.rels" else part,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_master_is_refused_in_words(plan_store, damage):
    master = change_parts(save(Presentation()), damage)
    briefing = compose(plan_store, "650102", parts=["movers"])
    with pytest.raises(DocumentError) as caught:
        make_slides(briefing, {}, MADE_AT, master, "母版.pptx")
    assert caught.value.key == "template_not_pptx" and caught.value.fields["file"] == "母版.pptx"


def test_a_master_without_a_title_is_refused_in_words(plan_store):
    deck = Presentation()
    for layout in list(deck.slide_layouts)[1:]:
        deck.slide_layouts.remove(layout)
    for place in list(deck.slide_layouts[0].placeholders):
        place.element.getparent().remove(place.element)
    briefing = compose(plan_store, "650102", parts=["movers"])
    with pytest.raises(DocumentError) as caught:
        make_slides(briefing, {}, MADE_AT, save(deck), "母版.pptx")
    assert caught.value.key == "template_no_title"
