"""A file that holds no readable table is called what it is, in both languages."""

import io
import struct

import pytest
import xlwt

from data.errors import UnreadableFileError
from data.files import file_kinds
from data.files.readers import read_grids
from data.words.catalogue import LANGUAGES, t, use_language
from tests.data.files import parts

MHTML = (
    b"From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
    b' boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>'
)
OLD_XML = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)


def make_container(*streams: str) -> bytes:
    """Return an OLE container whose directory names these streams and holds nothing."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<iiiiiiiii", header, 44, 1, 1, 0, 4096, -2, 0, -2, 0, 0)
    struct.pack_into("<109i", header, 76, 0, *[-1] * 108)
    table = struct.pack("<128i", -3, -2, *[-1] * 126)
    entries = b""
    for at, name in enumerate(["Root Entry", *streams]):
        entry = bytearray(128)
        coded = name.encode("utf-16-le") + b"\0\0"
        entry[: len(coded)] = coded
        following = at + 1 if 0 < at < len(streams) else -1
        child = 1 if at == 0 else -1
        struct.pack_into("<HBBiii", entry, 64, len(coded), 2 if at else 5, 1, -1, following, child)
        struct.pack_into("<ii", entry, 116, -2, 0)
        entries += bytes(entry)
    return bytes(header) + table + entries.ljust(512, b"\0")


def make_old_book() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "牛")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("key", "file_name", "content"),
    [
        ("file_is_web_archive", "a.xls", MHTML),
        ("file_web_page", "a.xls", b"<!-- x --><html><table></table></html>"),
        ("file_web_page", "a.xls", "\ufeff<TABLE><tr><td>牛".encode()),
        ("file_web_page", "a.csv", b"<?xml version='1.0'?><a/>"),
        ("file_is_xml_book", "a.xls", OLD_XML),
        ("file_is_pdf", "a.xlsx", b"%PDF-1.7\n%\xe2\xe3"),
        ("file_is_picture", "a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        ("file_is_picture", "a.png", b"\x89PNG\r\n\x1a\n"),
        ("file_is_document", "a.rtf", b"{\\rtf1\\ansi"),
        ("file_is_document", "a.doc", make_container("WordDocument")),
        ("file_is_document", "a.xls", make_container("1Table", "WordDocument")),
        ("file_is_document", "a.wps", make_container()),
        ("file_is_slides", "a.ppt", make_container("PowerPoint Document")),
        ("file_is_mail", "a.msg", make_container("__properties_version1.0")),
        ("file_encrypted", "a.xlsx", make_container("EncryptionInfo", "EncryptedPackage")),
        ("file_kind", "a.db", make_container("Catalog")),
        ("file_is_document", "a.docx", parts.zip_parts({"word/document.xml": "<w/>"})),
        ("file_is_slides", "a.pptx", parts.zip_parts({"ppt/presentation.xml": "<p/>"})),
        ("file_is_binary_book", "a.xlsb", parts.zip_parts({"xl/workbook.bin": b"\0"})),
        ("file_is_numbers", "a.numbers", parts.zip_parts({"Index/Document.iwa": b"\0"})),
        ("file_is_archive", "a.zip", parts.zip_parts({"表.xlsx": b"\0"})),
        ("file_is_archive", "a.rar", b"Rar!\x1a\x07\x01\x00"),
        ("file_is_archive", "a.zip", b"PK\x05\x06" + b"\0" * 18),
        (
            "file_is_document",
            "a.odt",
            parts.zip_parts(
                {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
            ),
        ),
        ("file_is_database", "a.parquet", b"PAR1\x15\x04"),
        ("file_is_program", "a.xlsx", b"MZ\x90\x00\x03"),
        ("file_is_document", "a.doc", "纯文字，不是表格".encode()),
        ("file_kind", "a.log", b"a,b\n1,2\n"),
        ("file_not_text", "a.csv", b"\x00\x01\x02\x81\x8d\x8f" * 50),
        ("file_empty", "a.csv", b""),
        ("file_empty", "a.csv", b" \n\t\n"),
    ],
)
def test_file_is_called_what_it_is(key, file_name, content):
    with pytest.raises(UnreadableFileError) as caught:
        read_grids(content, file_name)
    assert caught.value.key == key
    for language in LANGUAGES:
        with use_language(language):
            assert file_name in t(f"errors.{key}", **caught.value.fields)


@pytest.mark.parametrize("file_name", ["a.xls", "a.et", "a.xlsx", "a.csv", "a"])
def test_old_book_is_read_by_its_content(file_name):
    assert read_grids(make_old_book(), file_name)[0].rows == [["牛"]]


def test_picture_head_that_is_a_word_is_text():
    assert read_grids("BM,2024\n牛,1\n".encode(), "a.csv")[0].rows == [["BM", "2024"], ["牛", "1"]]


def test_every_refusal_has_words():
    """Keys that stand in tables are seen by no other test."""
    keys = {
        key
        for table in (
            file_kinds._HEADS,
            file_kinds._STREAMS,
            file_kinds._PARTS,
            file_kinds._ENDINGS.items(),
        )
        for _, key in table
        if key
    }
    for language in LANGUAGES:
        with use_language(language):
            assert all("a.dbf" in t(f"errors.{key}", file="a.dbf") for key in keys)
