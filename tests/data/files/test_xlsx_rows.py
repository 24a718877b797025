"""Plain rows are taken out of the XML; what is read of them is what the XML parser reads."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UnreadableFileError
from data.files.readers import read_grids
from data.files.xlsx_rows import RowTaker
from tests.data.files import parts

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
STYLES = parts.make_styles("General", "0.00%", "yyyy-mm-dd", '0"头"', ";;;")
TEXTS = "<si><t>昭苏县</t></si><si><t> </t></si><si><r><rPr><strike/></rPr><t>废</t></r></si>"
ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'

NUMBERS = st.sampled_from(
    [
        "0",
        "-3",
        "12.5",
        "1.1000000000000001",
        "45000",
        "1E-7",
        "00",
        "-0",
        "1e400",
        "123456789012345678",
    ]
)
INLINE = st.sampled_from(["吨", "（万头）", "&#21544;", "a_x0041_", "_x000D_", " ", "2024年"])
CONTENTS = st.one_of(
    NUMBERS.map(lambda value: f"><v>{value}</v></c>"),
    NUMBERS.map(lambda value: f' t="n"><v>{value}</v></c>'),
    st.integers(-1, 3).map(lambda at: f' t="s"><v>{at}</v></c>'),
    INLINE.map(lambda text: f' t="inlineStr"><is><t>{text}</t></is></c>'),
    st.sampled_from(["/>", ' t="s"/>', "><f>A1</f></c>", ' t="e"><v>#REF!</v></c>']),
)
CELLS = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.sampled_from(["", "", ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="9"']),
        CONTENTS,
    ),
    max_size=6,
)
ROWS = st.lists(st.tuples(st.sampled_from([1, 1, 1, 2, 0]), CELLS), max_size=6)


def read(sheet_data: str, struck: bool = False, head: str = HEAD):
    """Return what is read of a sheet, or the error's key."""
    styles = parts.make_styles("General", "0.00%", struck=True) if struck else STYLES
    listed = parts.list_xlsx_parts(sheet_data, styles=styles, texts=TEXTS)
    name = "xl/worksheets/sheet1.xml"
    try:
        (grid,) = read_grids(parts.zip_parts(listed | {name: head + listed[name]}), "a.xlsx")
    except UnreadableFileError as error:
        return error.key
    return list(grid.rows), grid.struck, grid.bare_formulas


def take(text: str) -> bytes:
    """Return a part as the XML parser gets it."""
    taker = RowTaker(io.BytesIO(text.encode()))
    return b"".join(iter(lambda: taker.read(50), b""))


@given(ROWS, st.booleans(), st.booleans())
def test_rows_are_read_alike_taken_out_or_not(rows, is_in_order, struck):
    written, number = [], 0
    for step, cells in rows:
        number += step
        cells = sorted({cell[0]: cell for cell in cells}.values()) if is_in_order else cells
        texts = (f'<c r="{letter}{number}"{style}{rest}' for letter, style, rest in cells)
        written.append(f'<row r="{number}">{"".join(texts)}</row>')
    plain = "".join(written)
    # A space more, and no row is taken out.
    assert read(plain, struck) == read(plain.replace("<c r", "<c  r"), struck)


def test_plain_rows_are_taken_out_across_pieces():
    rows = "".join(re.sub('1(?=">)', str(at), ROW) for at in range(1, 30))
    taken = take(f"{HEAD}<worksheet>{rows}</worksheet>")
    assert taken.count(b"<row ") == 29 and b"<c " not in taken


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<?note {} ?>",
        "<x note='{}'/>",
        '<c r="A1">{}</c>',
        '<row r="1">{}</row>',
        "<v>{}</v><c><v>7</v></c>",
        "{}<c><v>7</v></c>",
    ],
)
def test_what_looks_like_a_row_is_what_the_xml_parser_says(around):
    assert read(around.format(ROW)) == read(around.format(ROW.replace("<c r", "<c  r")))


def test_a_cell_may_have_the_text_of_a_row():
    cell = f'<c r="B2" t="inlineStr"><is><t><![CDATA[{ROW}]]></t></is></c>'
    assert read(f'{ROW}<row r="2">{cell}</row>')[0] == [["5"], ["", ROW]]


@pytest.mark.parametrize("head", ["", HEAD, '<?xml version="1.0"?>', "\ufeff" + HEAD])
def test_utf_8_may_be_said_or_not(head):
    assert b"<c " not in take(f"{head}<worksheet>{ROW}</worksheet>")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "iso-8859-1"])
def test_of_other_encodings_no_row_is_taken_out(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><worksheet>{ROW}</worksheet>"
    assert take(text) == text.encode()


def test_a_cell_that_is_too_long_is_refused():
    text = "长" * 40_000
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    assert read(f'{ROW}<row r="2">{cell.replace("A1", "A2")}</row>') == "file_long_cell"
