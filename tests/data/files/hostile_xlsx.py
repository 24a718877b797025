"""Hostile .xlsx: cells where they should not be, XML that is none, packages that lie."""

import random
import struct

from tests.data.files import parts
from tests.data.files.hostile import MB, hostile, make_ballast, make_noise

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def change(**changed: str | bytes) -> bytes:
    """Return an ordinary .xlsx with some of its parts replaced (book, sheet, texts, styles)."""
    names = {"book": BOOK, "sheet": SHEET, "texts": "xl/texts.xml", "styles": "xl/styles.xml"}
    return parts.zip_parts(
        parts.list_xlsx_parts(ONE) | {names[name]: content for name, content in changed.items()}
    )


def wrap(rows: str) -> str:
    """Return a worksheet part around some rows."""
    return parts.list_xlsx_parts(rows)[SHEET]


# Workbooks whose cells stand where they should not


@hostile(".xlsx")
def far_corner_with_spaces() -> bytes:
    return parts.make_xlsx('<row r="1"><c r = "XFD1048576"><v>1</v></c></row>')


@hostile(".xlsx")
def far_corner_in_single_quotes() -> bytes:
    return parts.make_xlsx("<row r='1'><c r='XFD1048576'><v>1</v></c></row>")


@hostile(".xlsx")
def far_corner_behind_an_angle() -> bytes:
    return parts.make_xlsx('<row r="1"><c x=">" r="XFD1048576"><v>1</v></c></row>')


@hostile(".xlsx")
def formats_out_to_the_far_corner() -> bytes:
    return parts.make_xlsx(ONE + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')


@hostile(".xlsx")
def formula_without_value_in_the_far_corner() -> bytes:
    return parts.make_xlsx('<row r="1"><c r="XFD1048576"><f>1</f></c></row>')


@hostile(".xlsx")
def row_of_nine_digits() -> bytes:
    return parts.make_xlsx('<row r="999999999"><c><v>1</v></c></row>')


@hostile(".xlsx")
def row_number_of_a_million_digits() -> bytes:
    return parts.make_xlsx(f'<row r="{"9" * 1_000_000}"><c><v>1</v></c></row>')


@hostile(".xlsx")
def column_beyond_the_last() -> bytes:
    return parts.make_xlsx('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')


@hostile(".xlsx")
def cells_down_a_diagonal() -> bytes:
    cells = (f'<row r="{at}"><c r="{_letters(at)}{at}"><v>1</v></c></row>' for at in range(1, 2001))
    return parts.make_xlsx("".join(cells))


@hostile(".xlsx")
def rows_and_cells_backwards() -> bytes:
    rows = (
        f'<row r="{at}"><c r="C{at}"><v>1</v></c><c r="A{at}"><v>2</v></c></row>'
        for at in range(5000, 0, -1)
    )
    return parts.make_xlsx("".join(rows))


@hostile(".xlsx")
def one_cell_given_a_million_times() -> bytes:
    return parts.make_xlsx('<row r="1">' + '<c r="A1"><v>1</v></c>' * 1_000_000 + "</row>")


@hostile(".xlsx")
def one_row_of_two_million_cells() -> bytes:
    return parts.make_xlsx("<row>" + "<c><v>1</v></c>" * 2_000_000 + "</row>")


@hostile(".xlsx")
def five_million_blank_cells() -> bytes:
    rows = "<row>" + '<c s="0"/>' * 100 + "</row>"
    return parts.zip_parts(parts.list_xlsx_parts(ONE + rows * 50_000) | make_ballast(2))


@hostile(".xlsx")
def stray_cell_at_the_bottom() -> bytes:
    return parts.make_xlsx(ONE + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


@hostile(".xlsx")
def dimension_of_the_whole_sheet() -> bytes:
    return parts.make_xlsx(ONE, before='<dimension ref="A1:XFD1048576"/>')


@hostile(".xlsx")
def a_hundred_thousand_merged_ranges_over_each_other() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4000"><c r="ALL4000"><v>1</v></c></row>'
    filled = "<row>" + "<c><v>1</v></c>" * 500 + "</row>"
    return parts.zip_parts(
        parts.list_xlsx_parts(cells + filled * 40, merged=["A1:ALK3999"] * 100_000)
        | make_ballast(1)
    )


@hostile(".xlsx")
def a_million_hidden_columns() -> bytes:
    columns = '<col min="1" max="16384" hidden="1"/>' * 1_000_000
    return parts.zip_parts(
        parts.list_xlsx_parts(ONE, before=f"<cols>{columns}</cols>") | make_ballast(1)
    )


# XML that is no XML, or too much of it


@hostile(".xlsx")
def a_billion_laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "haha"}">' for at in range(10)
    )
    return change(sheet=f"<!DOCTYPE x [{entities}]>" + wrap("<row><c><v>&a9;</v></c></row>"))


@hostile(".xlsx")
def laughs_in_utf_16() -> bytes:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + wrap("<row><c><v>&a;</v></c></row>")
    return change(sheet=xml.encode("utf-16"))


@hostile(".xlsx")
def entity_that_names_a_file() -> bytes:
    kind = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:hostname">]>'
    return change(sheet=kind + wrap('<row><c t="str"><v>&a;</v></c></row>'))


@hostile(".xlsx")
def entity_of_a_quadratic_size() -> bytes:
    kind = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    return change(sheet=kind + wrap("<row><c><v>" + "&a;" * 100_000 + "</v></c></row>"))


@hostile(".xlsx")
def bad_xml() -> bytes:
    return change(sheet=wrap(ONE)[:-20])


@hostile(".xlsx")
def bytes_that_are_no_text() -> bytes:
    return change(sheet=wrap("<row><c><v>1</v></c></row>").encode() + b"\xff\xfe\x00")


@hostile(".xlsx")
def a_million_elements_deep() -> bytes:
    return change(sheet=wrap("<a>" * 1_000_000 + "</a>" * 1_000_000))


@hostile(".xlsx")
def a_book_nested_deep() -> bytes:
    return change(book="<workbook>" + "<a>" * 200_000 + "</a>" * 200_000 + "</workbook>")


@hostile(".xlsx")
def an_attribute_of_ten_megabytes() -> bytes:
    return change(sheet=wrap(f'<row><c r="{make_noise(10)}"><v>1</v></c></row>'))


@hostile(".xlsx")
def a_hundred_thousand_attributes() -> bytes:
    attributes = " ".join(f'a{at}="1"' for at in range(100_000))
    return change(sheet=wrap(f"<row><c {attributes}><v>1</v></c></row>"))


@hostile(".xlsx")
def a_number_of_a_million_digits() -> bytes:
    return change(sheet=wrap(f"<row><c><v>{'9' * 1_000_000}</v></c></row>"))


@hostile(".xlsx")
def a_number_with_a_huge_exponent() -> bytes:
    return change(sheet=wrap("<row><c><v>1e999999999</v></c><c><v>1e-999999999</v></c></row>"))


@hostile(".xlsx")
def unknown_encoding() -> bytes:
    return change(sheet=b'<?xml version="1.0" encoding="x-klingon"?>' + wrap(ONE).encode())


# Texts and formats


@hostile(".xlsx")
def shared_text_of_thirty_megabytes() -> bytes:
    return change(
        texts=parts.list_xlsx_parts(texts=f"<si><t>{make_noise(30)}</t></si>")["xl/texts.xml"]
    )


@hostile(".xlsx")
def long_shared_text_in_very_many_cells() -> bytes:
    listed = parts.list_xlsx_parts(
        ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 2000,
        texts=f"<si><t>{'牛' * 32_000}</t></si>",
    )
    return parts.zip_parts(listed)


@hostile(".xlsx")
def two_million_shared_texts() -> bytes:
    listed = parts.list_xlsx_parts(ONE, texts="<si><t>ab</t></si>" * 2_000_000)
    return parts.zip_parts(listed | make_ballast(1))


@hostile(".xlsx")
def shared_text_that_is_not_there() -> bytes:
    return change(sheet=wrap('<row><c t="s"><v>4294967296</v></c></row>'))


@hostile(".xlsx")
def a_format_code_of_two_megabytes() -> bytes:
    styles = parts.make_styles('[[\\\\"' * 200_000 + "0" * 1_000_000 + "yyyy" * 100_000)
    return parts.make_xlsx('<row><c s="0"><v>45292</v></c></row>', styles=styles)


@hostile(".xlsx")
def a_million_cell_styles() -> bytes:
    styles = "<fonts><font/></fonts><cellXfs>" + '<xf numFmtId="10"/>' * 1_000_000 + "</cellXfs>"
    return parts.zip_parts(parts.list_xlsx_parts(ONE, styles=styles) | make_ballast(1))


@hostile(".xlsx")
def title_of_separators() -> bytes:
    return parts.make_xlsx(f'<row><c t="inlineStr"><is><t>{"、" * 32_000}</t></is></c></row>')


# Packages


@hostile(".xlsx")
def zip_bomb() -> bytes:
    return change(sheet=b" " * (300 * MB))


@hostile(".xlsx")
def nested_zip_bomb() -> bytes:
    inner = parts.zip_parts({f"{at}": b"\0" * (20 * MB) for at in range(5)})
    return parts.zip_parts(parts.list_xlsx_parts(ONE) | {f"{at}.zip": inner for at in range(50)})


@hostile(".xlsx")
def overlapping_zip_entries() -> bytes:
    """Fifteen hundred names for the same bytes."""
    content = bytearray(parts.zip_parts({"a": b"\0" * (3 * MB)}))
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = bytes(content[at:end])
    packed = bytes(content[:at]) + entry * 1500 + bytes(content[end:])
    tail = bytearray(packed)
    struct.pack_into("<HHI", tail, len(tail) - 14, 1500, 1500, len(entry) * 1500)
    return bytes(tail)


@hostile(".xlsx")
def sizes_that_lie() -> bytes:
    content = bytearray(change(sheet=wrap(ONE + " " * (30 * MB))))
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", content, at + 24, 100)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


@hostile(".xlsx")
def truncated_zip() -> bytes:
    content = change()
    return content[: len(content) * 2 // 3]


@hostile(".xlsx")
def directory_of_a_zip_that_points_nowhere() -> bytes:
    content = bytearray(change())
    struct.pack_into("<I", content, len(content) - 6, 0xFFFFFFF0)
    return bytes(content)


@hostile(".xlsx")
def sixty_thousand_zip_entries() -> bytes:
    return parts.zip_parts({f"a{at}": b"" for at in range(60_000)})


@hostile(".xlsx")
def paths_that_lead_out() -> bytes:
    listed = parts.list_xlsx_parts(ONE)
    return parts.zip_parts({f"/{name}": text for name, text in listed.items()} | {"../../a": "x"})


@hostile(".xlsx")
def paths_with_backslashes() -> bytes:
    return parts.zip_parts(
        {name.replace("/", "\\"): text for name, text in parts.list_xlsx_parts(ONE).items()}
    )


@hostile(".xlsx")
def sheet_that_is_not_there() -> bytes:
    listed = parts.list_xlsx_parts(ONE)
    del listed[SHEET]
    return parts.zip_parts(listed)


@hostile(".xlsx")
def sheet_outside_the_file() -> bytes:
    listed = parts.list_xlsx_parts(ONE)
    relations = listed["xl/_rels/workbook.xml.rels"].replace(
        'Target="worksheets/sheet1.xml"', 'Target="file:sheet.xml" TargetMode="External"'
    )
    return parts.zip_parts(listed | {"xl/_rels/workbook.xml.rels": relations})


@hostile(".xlsx")
def relations_in_a_circle() -> bytes:
    listed = parts.list_xlsx_parts(ONE)
    relations = listed["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1", "workbook")
    return parts.zip_parts(listed | {"xl/_rels/workbook.xml.rels": relations})


@hostile(".xlsx")
def sixteen_thousand_sheets() -> bytes:
    sheets = "".join(f'<sheet name="s{at}" r:id="rId1"/>' for at in range(16_384))
    book = parts.list_xlsx_parts()[BOOK]
    return change(book=book.replace('<sheet name="表" sheetId="1" r:id="rId1"/>', sheets))


@hostile(".xlsx")
def one_large_sheet_a_hundred_times() -> bytes:
    sheets = "".join(f'<sheet name="s{at}" r:id="rId1"/>' for at in range(100))
    listed = parts.list_xlsx_parts(("<row>" + "<c><v>1</v></c>" * 50 + "</row>") * 4000)
    book = listed[BOOK].replace('<sheet name="表" sheetId="1" r:id="rId1"/>', sheets)
    return parts.zip_parts(listed | {BOOK: book})


@hostile(".xlsx")
def names_that_define_each_other() -> bytes:
    names = "".join(f'<definedName name="n{at}">n{at ^ 1}</definedName>' for at in range(10_000))
    book = parts.list_xlsx_parts()[BOOK].replace(
        "</workbook>", f"<definedNames>{names}</definedNames></workbook>"
    )
    return change(book=book)


@hostile(".xlsm")
def macros_and_links_outside() -> bytes:
    return parts.zip_parts(
        parts.list_xlsx_parts("<row><c><f>[1]Sheet1!A1</f><v>1</v></c></row>")
        | {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        }
    )


@hostile(".xlsx")
def packed_in_an_unknown_way() -> bytes:
    content = bytearray(change())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<H", content, at + place, 99)
            at = content.find(mark, at + 4)
    return bytes(content)


@hostile(".xlsx")
def flagged_as_encrypted() -> bytes:
    content = bytearray(change())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    return bytes(content)


@hostile(".xlsx")
def packed_bytes_of_noise() -> bytes:
    content = bytearray(change(sheet=wrap(ONE * 50)))
    at = content.index(SHEET.encode()) + len(SHEET)
    content[at : at + 40] = random.Random(1).randbytes(40)
    return bytes(content)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
