"""Hostile .ods and .xls: counts that stand for millions, loops, records of noise."""

import io
import random
import struct
from collections.abc import Callable

import xlwt

from tests.data.files import parts
from tests.data.files.hostile import hostile


def make_old_book(fill: Callable | None = None) -> bytes:
    """Return an .xls of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(50):
        sheet.write(row, 0, "牛存栏")
        sheet.write(row, 1, row)
    if fill:
        fill(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_ods_row(attributes: str = "", cell: str = "", text: str = "x") -> str:
    """Return a row of one cell with a text."""
    return (
        f'<table:table-row {attributes}><table:table-cell office:value-type="string" {cell}>'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    )


# OpenDocument


@hostile(".ods")
def ods_row_repeated_ninety_million_times() -> bytes:
    return parts.make_ods(make_ods_row('table:number-rows-repeated="90000000"'))


@hostile(".ods")
def ods_row_repeated_just_below_the_limit_of_rows() -> bytes:
    return parts.make_ods(make_ods_row('table:number-rows-repeated="1999999"'))


@hostile(".ods")
def ods_cell_repeated_a_million_times() -> bytes:
    return parts.make_ods(make_ods_row(cell='table:number-columns-repeated="1000000"'))


@hostile(".ods")
def ods_blank_rows_then_a_cell() -> bytes:
    blank = '<table:table-row table:number-rows-repeated="1048575"/>'
    return parts.make_ods(make_ods_row() + blank + make_ods_row())


@hostile(".ods")
def ods_count_of_very_many_digits() -> bytes:
    return parts.make_ods(make_ods_row(f'table:number-rows-repeated="{"9" * 100_000}"'))


@hostile(".ods")
def ods_spaces_by_the_billion() -> bytes:
    return parts.make_ods(make_ods_row(text='<text:s text:c="999999999"/>' * 1000 + "x"))


@hostile(".ods")
def ods_tables_in_cells_in_tables() -> bytes:
    rows = "<table:table><table:table-row><table:table-cell>" * 5000
    rows += "</table:table-cell></table:table-row></table:table>" * 5000
    return parts.make_ods(make_ods_row(text=rows))


@hostile(".ods")
def ods_merged_over_everything() -> bytes:
    spans = 'table:number-rows-spanned="1048576" table:number-columns-spanned="16384"'
    return parts.make_ods(make_ods_row(cell=spans) * 5000)


@hostile(".ods")
def ods_styles_in_a_circle() -> bytes:
    styles = "".join(
        f'<style:style style:name="s{at}" style:parent-style-name="s{(at + 1) % 1000}"/>'
        for at in range(1000)
    )
    return parts.make_ods(make_ods_row(cell='table:style-name="s1"') * 2000, styles=styles)


@hostile(".ods")
def ods_laughs() -> bytes:
    xml = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    return parts.zip_parts({"content.xml": xml})


# Old workbooks


@hostile(".xls")
def xls_with_a_loop_in_its_sectors() -> bytes:
    content = bytearray(make_old_book())
    (table,) = struct.unpack_from("<i", content, 76)
    at = 512 * (table + 1)
    for sector in range(128):
        struct.pack_into("<i", content, at + 4 * sector, 0)
    return bytes(content)


@hostile(".xls")
def xls_of_noise() -> bytes:
    content = bytearray(make_old_book())
    noise = random.Random(2)
    for _ in range(400):
        content[noise.randrange(512, len(content))] = noise.randrange(256)
    return bytes(content)


@hostile(".xls")
def xls_header_of_noise() -> bytes:
    return make_old_book()[:24] + random.Random(3).randbytes(3000)


@hostile(".xls")
def xls_cut_short() -> bytes:
    return make_old_book()[:3000]


@hostile(".xls")
def xls_directory_that_claims_gigabytes() -> bytes:
    content = bytearray(make_old_book())
    at = content.index("Workbook".encode("utf-16-le"))
    struct.pack_into("<I", content, at + 120, 0x7FFFFFFF)
    return bytes(content)


@hostile(".xls")
def xls_with_a_far_cell() -> bytes:
    return make_old_book(lambda _book, sheet: sheet.write(65_535, 255, 1))


@hostile(".xls")
def xls_merged_over_everything() -> bytes:
    def fill(_book, sheet):
        sheet.merged_ranges.extend([(0, 65_535, 0, 255)] * 1000)
        sheet.write(3000, 200, 1)

    return make_old_book(fill)


@hostile(".xls")
def biff_records_of_noise() -> bytes:
    noise = random.Random(4)
    records = b"".join(
        struct.pack("<HH", noise.choice((0x203, 0xFD, 0x6, 0x208, 0xFC)), 20) + noise.randbytes(20)
        for _ in range(20_000)
    )
    return struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + records


@hostile(".xls")
def container_of_a_document() -> bytes:
    return make_old_book().replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
