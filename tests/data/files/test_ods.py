"""OpenDocument spreadsheets: values with all digits, what stands beside them left out."""

import pytest

from data.errors import UnreadableFileError
from data.files.readers import read_grids
from tests.data.files import parts


def read_grid(rows: str, **pieces):
    (grid,) = read_grids(parts.make_ods(rows, **pieces), "a.ods")
    return grid


def make_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def make_cell(text: str, kind: str = "string", **attributes) -> str:
    said = "".join(f' {name.replace("_", ":", 1)}="{value}"' for name, value in attributes.items())
    return (
        f'<table:table-cell office:value-type="{kind}"{said.replace("_", "-")}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (make_cell("42.6%", "percentage", office_value="0.4259"), "42.59%"),
        (make_cell("21.5", "float", office_value="21.45"), "21.45"),
        (make_cell("21.5万头", "float", office_value="21.45"), "21.45万头"),
        (make_cell("2.1万", "float", office_value="21450"), "2.1万"),
        (make_cell("#DIV/0!", "float", office_value="0"), "#DIV/0!"),
        (make_cell("Err:502", "string"), "Err:502"),
        (make_cell("牛<text:s/>存<text:tab/>栏<text:s text:c='2'/>"), "牛 存\t栏  "),
        (make_cell("<text:span>牛</text:span>存栏"), "牛存栏"),
        ("<table:table-cell office:value-type='boolean' office:boolean-value='true'/>", "TRUE"),
        (
            "<table:table-cell office:value-type='date' office:date-value='2024-12-31'>"
            "<text:p>24/12/31</text:p></table:table-cell>",
            "2024-12-31",
        ),
        (
            "<table:table-cell office:value-type='date' office:date-value='2024-01-01'>"
            "<text:p>2024年</text:p></table:table-cell>",
            "2024年",
        ),
        (
            "<table:table-cell office:value-type='string'><office:annotation><text:p>批注"
            "</text:p></office:annotation><text:p>牛</text:p><text:p>羊</text:p></table:table-cell>",
            "牛\n羊",
        ),
        (
            "<table:table-cell office:value-type='string'><text:p>牛<text:ruby-text>niu"
            "</text:ruby-text>羊</text:p></table:table-cell>",
            "牛羊",
        ),
    ],
)
def test_cell_as_text(cell, text):
    assert read_grid(make_row(cell)).rows == [[text]]


def test_repeats_merged_ranges_and_formulas():
    one = make_cell("1", "float", office_value="1").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"'
    )
    wide = make_cell("题", table_number_columns_spanned="3")
    bare = '<table:table-cell table:formula="of:=1+1"/>'
    grid = read_grid(
        make_row(wide)
        + f'<table:table-row table:number-rows-repeated="2">{one}</table:table-row>'
        + make_row('<table:table-cell table:number-columns-repeated="2"/>', bare)
    )
    assert grid.rows == [["题"], ["1", "1"], ["1", "1"], ["", "", ""]]
    assert grid.merged == [(0, 0, 0, 2)]
    assert grid.bare_formulas == {(3, 2)}


def test_hidden_rows_columns_and_tables():
    styles = (
        '<style:style style:name="ta1"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = columns + make_row(make_cell("a"), make_cell("b"))
    rows += make_row(make_cell("c")).replace("-row>", '-row table:visibility="filter">', 1)
    grid = read_grid(rows, styles=styles, table='table:style-name="ta1"')
    assert (grid.is_hidden, grid.hidden_rows, grid.hidden_columns) == (True, {1}, {1})


def test_struck_cells_by_style_its_parent_and_by_span():
    styles = (
        '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/>'
        '</style:style><style:style style:name="child" style:parent-style-name="s"/>'
        '<style:style style:name="not">'
        '<style:text-properties style:text-line-through-style="none"/></style:style>'
    )
    cells = [
        make_cell(name).replace("<table:table-cell", f'<table:table-cell table:style-name="{name}"')
        for name in ("s", "child", "not")
    ]
    cells.append(make_cell('<text:span text:style-name="s">1</text:span>2'))
    assert read_grid(make_row(*cells), styles=styles).struck == {(0, 0), (0, 1), (0, 3)}


def test_password_is_seen_in_the_manifest():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = parts.zip_parts({"content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest})
    with pytest.raises(UnreadableFileError, match="file_encrypted"):
        read_grids(content, "a.ods")


@pytest.mark.parametrize(
    "rows",
    [
        make_cell("a"),
        make_row(make_row(make_cell("a"))),
        make_row(f"<table:table-cell>{make_cell('a')}</table:table-cell>"),
        "<table:table/>",
    ],
)
def test_what_has_no_place_in_the_standard_is_damage(rows):
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read_grid(rows)


@pytest.mark.parametrize("count", ["-1", "x", "9" * 5000, "1.5"])
def test_count_that_is_none_is_damage(count):
    row = (
        f'<table:table-row table:number-rows-repeated="{count}">{make_cell("a")}</table:table-row>'
    )
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read_grid(row)
