"""A table of a page reads back as typed cells: the same numbers, units and sources."""

from hypothesis import given, settings
from hypothesis import strategies as st

from data.words.catalogue import use_language
from data.words.numbers import format_value
from pages.blocks.markup import render_sub, render_title
from pages.blocks.table_files import list_sheets, read_tables, render_table_sources
from pages.blocks.tables import Column, render_table
from pages.blocks.values import render_figure, render_number

COLUMNS = [
    Column("name", "指标", "name"),
    Column("value", "数值", "figure"),
    Column("year", "年份", "short"),
    Column("trend", "走势", "html"),
]


def make_table(rows):
    return render_table(COLUMNS, rows)


def make_row(name, value, unit="万吨", source="统计局"):
    figure = render_figure(value, unit, 2024, "published", source)
    return {"name": name, "value": figure, "year": "2024年"}


def test_a_figure_becomes_a_number_with_unit_and_remark():
    (sheet, sources) = list_sheets(read_tables(make_table([make_row("牛肉", 1234.5)])), "表")
    assert sheet.header == ["指标", "数值（万吨）", "数值说明", "年份"]
    assert sheet.rows == [["牛肉", 1234.5, "2024年 · 已公布", 2024]]
    assert sources.rows == [["统计局", "牛肉"]]


def test_units_that_differ_stand_in_their_column():
    rows = [make_row("牛肉", 1.5), make_row("出栏率", 40.2, "%", "")]
    sheet = list_sheets(read_tables(make_table(rows)), "表")[0]
    assert sheet.header[1] == "数值"
    assert [row[1:3] for row in sheet.rows] == [[1.5, "万吨"], [40.2, "%"]]


def test_no_data_is_no_zero_and_no_text():
    sheet = list_sheets(read_tables(make_table([make_row("甲", None), make_row("乙", 0.0)])), "表")[
        0
    ]
    assert [row[1] for row in sheet.rows] == [None, 0.0]


def test_words_stay_words():
    rows = [{"name": "3个以上", "value": "未定数量", "year": "—"}]
    sheet = list_sheets(read_tables(make_table(rows)), "表")[0]
    assert sheet.rows == [["3个以上", "未定数量"]]


def test_a_heading_names_the_sheet_and_equal_ones_stay_apart():
    table = make_table([{"name": "甲", "value": "1", "year": "2024年"}])
    page = render_title("各县") + table + render_title("各县") + table + table
    titles = [sheet.title for sheet in list_sheets(read_tables(page), "表")]
    assert titles == ["各县", "各县 2", "表"]


def test_small_print_below_a_cell_is_a_remark():
    cell = render_number(2.5) + render_sub("本级数据") + render_sub("自报")
    sheet = list_sheets(read_tables(make_table([{"name": "甲", "value": cell}])), "表")[0]
    assert sheet.rows == [["甲", 2.5, "本级数据；自报"]]


def test_sources_stand_below_a_table_in_words():
    below = render_table_sources(make_table([make_row("甲", 1.0), make_row("乙", 2.0)]))
    assert "资料来源（1）" in below and "统计局（甲、乙）" in below
    assert not render_table_sources(make_table([make_row("甲", 1.0, source=None)]))
    grouped = [Column("group", "类别"), *COLUMNS]
    rows = [make_row("甲", 1.0) | {"group": "供给"}, make_row("乙", 2.0) | {"group": ""}]
    assert "统计局（甲、乙）" in render_table_sources(render_table(grouped, rows))


@settings(deadline=None)  # the first call reads the units
@given(st.decimals(-(10**7), 10**7, places=2), st.sampled_from(["万吨", "%", "头", "元"]))
def test_a_number_reads_back_as_it_was_shown(value, unit):
    for language in ("zh", "en"):
        with use_language(language):
            text = format_value(float(value), unit)
            table = render_table([Column("value", "甲", "number")], [{"value": text}])
            sheet = list_sheets(read_tables(table), "表")[0]
            assert sheet.rows[0][0] == float(value)
