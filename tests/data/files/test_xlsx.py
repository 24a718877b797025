"""Workbooks by the standard: however the XML is written, cells stand as Excel shows them."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnreadableFileError
from data.files.readers import read_grids
from tests.data.files import parts


def read_rows(rows: str = "", **pieces) -> list[list[str]]:
    (grid,) = read_grids(parts.make_xlsx(rows, **pieces), "a.xlsx")
    return grid.rows


def read_cell(cell: str, **pieces) -> str:
    rows = read_rows(f'<row r="1">{cell}</row>', **pieces)
    return rows[0][0] if rows and rows[0] else ""


ROOT = "/"
PERCENT = parts.make_styles("General", "0.00%")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="str"><v>盖度</v></c><c r="B1" s="1"><v>0.4259</v></c></row>',
        "<row r='1'><c r='A1' t='str'><v>盖度</v></c><c s='1' r='B1'><v>0.4259</v></c></row>",
        '<row><c t="str"><v>盖度</v></c><c s="1"><v>0.4259</v></c></row>',
        '<row r = "1" ><c t = "str" r = "A1" ><v >盖度</v ></c ><c s =\n"1">'
        "<v>0.4259</v></c></row>",
        '<row r="1" note="a>b"><c t="str" note=">" ><v>盖度</v></c><c note="/>" s="1"><f>1/2</f>'
        "<v>0.4259</v></c></row>",
        '<row r="1"><c r="$A$1" t="str"><v><![CDATA[盖度]]></v></c>'
        '<c s="1"><v>0.42<!-- -->59</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#30422;&#x5EA6;</v></c>'
        '<c r="b1" s="1"><v>4.259E-1</v></c></row>',
    ],
)
def test_percentage_is_read_however_the_cell_is_written(cells):
    assert read_rows(cells, styles=PERCENT) == [["盖度", "42.59%"]]


@pytest.mark.parametrize("prefix", ["x", "main"])
def test_any_prefix_of_the_namespace(prefix):
    listed = parts.list_xlsx_parts('<row r="1"><c r="B1"><v>5</v></c></row>')
    sheet = "xl/worksheets/sheet1.xml"
    xml = listed[sheet].replace("</", f"</{prefix}:").replace("xmlns=", f"xmlns:{prefix}=")
    for name in ("worksheet", "sheetData", "row", "c ", "v>"):
        xml = xml.replace(f"<{name}", f"<{prefix}:{name}")
    (grid,) = read_grids(parts.zip_parts(listed | {sheet: xml}), "a.xlsx")
    assert list(grid.rows) == [["", "5"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_parts_in_other_encodings(encoding):
    listed = parts.list_xlsx_parts('<row r="1"><c t="str"><v>昭苏县</v></c></row>')
    coded = {name: text.encode(encoding) for name, text in listed.items()}
    (grid,) = read_grids(parts.zip_parts(coded), "a.xlsx")
    assert list(grid.rows) == [["昭苏县"]]


def test_parts_under_other_names_are_found_by_their_relations():
    listed = parts.list_xlsx_parts('<row r="1"><c><v>5</v></c></row>')
    moved = {
        name.replace("xl/workbook.xml", "xl/book/workbook9.xml").replace(
            "xl/_rels/workbook.xml", "xl/book/_rels/workbook9.xml"
        ): text.replace('"xl/workbook.xml"', f'"{ROOT}xl/book/workbook9.xml"').replace(
            '"worksheets/', '"../worksheets/'
        )
        for name, text in listed.items()
    }
    (grid,) = read_grids(parts.zip_parts(moved), "a.xlsx")
    assert list(grid.rows) == [["5"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>1.1000000000000001</v></c>", "1.1"),
        ("<c><v>42.59</v></c>", "42.59"),
        ("<c><v>5.0</v></c>", "5"),
        ("<c><v>2.5E-3</v></c>", "0.0025"),
        ("<c><v>123456789012345678</v></c>", "123456789012345678"),
        ("<c><v>1e-400</v></c>", "1e-400"),
        ("<c><v>0</v></c>", "0"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="b"><v>false</v></c>', "FALSE"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="e"><f>A1</f></c>', "#VALUE!"),
        ('<c t="str"><f>A1</f><v>昭苏县</v></c>', "昭苏县"),
        ('<c t="d"><v>2024-12-31</v></c>', "2024-12-31"),
        ('<c t="str"><v>a_x000A_b</v></c>', "a\nb"),
        ('<c t="str"><v>_xD83D_</v></c>', "\ufffd"),
        (
            '<c t="inlineStr"><is><r><t>牛</t></r><r><rPr><b/></rPr><t>存栏</t></r></is></c>',
            "牛存栏",
        ),
        ('<c t="inlineStr"><is><t>牛</t><rPh sb="0" eb="1"><t>niu</t></rPh></is></c>', "牛"),
    ],
)
def test_cell_as_text(cell, text):
    assert read_cell(cell) == text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0.0%", "0.855", "85.5%"),
        ('0.0"%"', "85.5", "85.5%"),
        ("0.00%;[Red]-0.00%", "-0.05", "-5%"),
        ('yyyy"年"', "45292", "2024年"),
        ("yyyy\\年", "45292", "2024年"),
        ('yyyy"年"m"月"', "45627", "2024年12月"),
        ('[$-804]yyyy"年"m"月"d"日";@', "45657", "2024-12-31"),
        ('yyyy"年度"', "45292", "2024年度"),
        ("yy", "45292", "2024"),
        ("mmm-yy", "45627", "2024-12"),
        ('m"月"d"日"', "45657", "12月31日"),
        ("m/d/yy", "45657", "2024-12-31"),
        ("yyyy-mm-dd hh:mm", "45292.25", "2024-01-01T06:00:00"),
        ("h:mm", "0.5", "12:00:00"),
        ("[h]:mm", "1.5", "36:00:00"),
        ('0.0"万头"', "21.45", "21.45万头"),
        ('0!.0,"万"', "12345", "1.2345万"),
        ('[>=10000]0!.0,"万";0', "214000", "21.4万"),
        ('[>=10000]0!.0,"万";0', "214", "214"),
        ("0.00E+00", "21.45", "21.45"),
        ("#,##0.0", "21.45", "21.45"),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "0", "0"),
        ("G/通用格式", "21.45", "21.45"),
        ("yyyy", "-1", "-1"),
    ],
)
def test_number_is_quoted_as_its_format_shows_it(code, value, text):
    assert read_cell(f'<c s="0"><v>{value}</v></c>', styles=parts.make_styles(code)) == text


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [(9, "0.43", "43%"), (14, "45657", "2024-12-31"), (57, "45657", "2024年12月"), (2, "5", "5")],
)
def test_formats_that_are_named_by_number(number, value, text):
    styles = f'<fonts><font/></fonts><cellXfs><xf numFmtId="{number}"/></cellXfs>'
    assert read_cell(f"<c><v>{value}</v></c>", styles=styles) == text


def test_dates_of_1904():
    styles = parts.make_styles('yyyy"年"m"月"')
    book = '<workbookPr date1904="true"/>'
    assert read_cell("<c><v>44165</v></c>", styles=styles, book=book) == "2024年12月"


def test_shared_texts_with_runs_and_guides():
    texts = (
        '<si><t xml:space="preserve">牛 </t></si>'
        "<si><r><t>羊</t></r><r><t>存栏</t></r><rPh><t>yang</t></rPh></si>"
    )
    rows = '<row><c t="s"><v>1</v></c><c t="s"><v> 0 </v></c></row>'
    assert read_rows(rows, texts=texts) == [["羊存栏", "牛 "]]


@pytest.mark.parametrize("index", ["2", "-1", "x", "1e3"])
def test_shared_text_that_is_not_there_is_damage(index):
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read_cell(f'<c t="s"><v>{index}</v></c>', texts="<si><t>牛</t></si>")


def test_struck_cells_by_font_and_by_run():
    rows = (
        '<row><c s="0"><v>5</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><r><rPr>'
        "<strike/></rPr><t>1</t></r><r><t>2</t></r></is></c></row>"
    )
    run = '<si><r><rPr><strike val="0"/></rPr><t>牛</t></r></si>'
    styles = (
        parts.make_styles("General", struck=True)
        .replace("</cellXfs>", '<xf fontId="1"/></cellXfs>')
        .replace("</fonts>", "<font/></fonts>")
    )
    rows = rows.replace('t="s"', 't="s" s="1"').replace('t="inlineStr"', 't="inlineStr" s="1"')
    (grid,) = read_grids(parts.make_xlsx(rows, styles=styles, texts=run), "a.xlsx")
    assert grid.struck == {(0, 0), (0, 2)}


def test_hidden_rows_and_columns_with_something_in_them():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row><row r="3" hidden="1"/>'
        '<row r="4" hidden="0"><c r="A4"><v>2</v></c></row>'
    )
    before = '<cols><col min="3" max="16384" hidden="true"/></cols>'
    (grid,) = read_grids(parts.make_xlsx(rows, before=before), "a.xlsx")
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2})


def test_merged_ranges_and_what_they_cover():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>5</v></c></row>'
    (grid,) = read_grids(parts.make_xlsx(rows, merged=["A1:B1", "C2", "D9:E10"]), "a.xlsx")
    assert grid.merged == [(0, 0, 0, 1)]
    assert grid.filled == [["1", "1"], ["", "", "5"]]


def test_cell_that_a_merged_range_covers_is_not_shown():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row>'
    assert read_rows(rows, merged=["A1:B1"]) == [["1", ""]]


def test_formula_without_value_is_told_from_an_empty_text():
    rows = '<row><c><f>1+1</f></c><c t="str"><f>A1</f><v></v></c><c><f>2</f><v>2</v></c></row>'
    (grid,) = read_grids(parts.make_xlsx(rows), "a.xlsx")
    assert grid.bare_formulas == {(0, 0)}
    assert list(grid.rows) == [["", "", "2"]]


def test_hidden_sheets_and_charts():
    book = openpyxl.Workbook()
    book.active.append([1])
    for name, state in (("藏", "hidden"), ("深藏", "veryHidden")):
        book.create_sheet(name).sheet_state = state
    book.create_chartsheet("图")
    grids = read_grids(parts.save(book), "a.xlsx")
    assert [(grid.name, grid.is_hidden) for grid in grids] == [
        ("Sheet", False),
        ("藏", True),
        ("深藏", True),
    ]
    assert grids[0].saved_at is not None


@pytest.mark.parametrize("dimension", ["A0:C5", "A1", "A1:XFD1048576", "", "x"])
def test_what_a_sheet_says_of_its_size_is_not_looked_at(dimension):
    before = f'<dimension ref="{dimension}"/>'
    assert read_rows("<row><c><v>5</v></c></row>", before=before) == [["5"]]


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A0"><v>1</v></c></row>',
        '<row><c r="AAAA1"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        "<row><c><v>1,5</v></c></row>",
        '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "<row><c><v>1</v></row>",
        "<row><c><v>1</v><c><v>2</v></c></c></row>",
    ],
)
def test_what_the_standard_does_not_allow_is_damage(rows):
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read_rows(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/texts.xml"])
def test_document_types_are_refused_in_any_encoding(part, encoding):
    listed = parts.list_xlsx_parts("<row><c><v>1</v></c></row>")
    listed[part] = ('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + listed[part]).encode(encoding)
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read_grids(parts.zip_parts(listed), "a.xlsx")


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_numbers_keep_every_digit(numbers):
    cells = "".join(f"<c><v>{number!r}</v></c>" for number in numbers)
    (texts,) = read_rows(f"<row>{cells}</row>")
    assert [float(text) for text in texts] == numbers
