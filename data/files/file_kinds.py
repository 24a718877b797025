"""Tells what a file is by its content, and names the kinds that hold no readable table."""

import io
import re
from pathlib import PurePath

from data.errors import UnreadableFileError
from data.files.package import Package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
PACKED = (ZIP, OLE[:4])
# A workbook of Excel 2 to 5 has no container and begins with its first record.
BARE_BOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")

_HEADS = (
    (b"%PDF-", "file_is_pdf"),
    (b"\x89PNG", "file_is_picture"),
    (b"\xff\xd8\xff", "file_is_picture"),
    (b"GIF8", "file_is_picture"),
    (b"BM", "file_is_picture"),
    (b"II*\x00", "file_is_picture"),
    (b"MM\x00*", "file_is_picture"),
    (b"RIFF", "file_is_picture"),
    (b"{\\rtf", "file_is_document"),
    (b"Rar!\x1a\x07", "file_is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "file_is_archive"),
    (b"\x1f\x8b", "file_is_archive"),
    (b"BZh", "file_is_archive"),
    (b"\xfd7zXZ\x00", "file_is_archive"),
    (b"PK\x05\x06", "file_is_archive"),
    (b"SQLite format 3\x00", "file_is_database"),
    (b"\x00\x01\x00\x00Standard ", "file_is_database"),
    (b"PAR1", "file_is_database"),
    (b"MZ", "file_is_program"),
    (b"\x7fELF", "file_is_program"),
)
_STREAMS = (
    ("EncryptedPackage", "file_encrypted"),
    ("Workbook", None),
    ("Book", None),
    ("WordDocument", "file_is_document"),
    ("WPSDocument", "file_is_document"),
    ("PowerPoint Document", "file_is_slides"),
    ("Quill", "file_is_document"),
    ("__properties_version1.0", "file_is_mail"),
)
_PARTS = (
    ("xl/workbook.bin", "file_is_binary_book"),
    ("word/document.xml", "file_is_document"),
    ("ppt/presentation.xml", "file_is_slides"),
    ("index/document.iwa", "file_is_numbers"),
    ("index.zip", "file_is_numbers"),
)
_ENDINGS = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".wpt", ".rtf", ".odt"), "file_is_document"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp"), "file_is_slides"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz"), "file_is_archive"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".heic"), "file_is_picture"),
    **dict.fromkeys((".mdb", ".accdb", ".dbf", ".sav", ".dta", ".parquet"), "file_is_database"),
    ".pdf": "file_is_pdf",
    ".msg": "file_is_mail",
    ".eml": "file_is_mail",
}
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:\?xml|!doctype|html|head|body|meta|table|div|style|script|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(r"^MIME-Version:\s*\d", re.IGNORECASE | re.MULTILINE)
_OLD_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def check_head(content: bytes, file_name: str) -> None:
    """Reject a file whose first bytes show that it is not a table.

    Raises
    ------
    UnreadableFileError
        Its key says what the file is.
    """
    for head, key in _HEADS:
        if content.startswith(head) and (len(head) > 2 or b"\x00" in content[:64]):
            raise UnreadableFileError(key, file=file_name)
    if content[4:8] == b"ftyp":
        raise UnreadableFileError("file_is_picture", file=file_name)


def check_container(content: bytes, file_name: str) -> None:
    """Reject an OLE container (.doc, .wps, .ppt …) that holds no workbook.

    Raises
    ------
    UnreadableFileError
        Its key says what the file is.
    """
    names, is_damaged = _list_streams(content)
    for name, key in _STREAMS:
        if name in names:
            if key is not None:
                raise UnreadableFileError(key, file=file_name)
            return
    key = name_by_ending(file_name)
    if is_damaged and key == "file_kind":
        key = "file_damaged"
    raise UnreadableFileError(key, file=file_name)


def _list_streams(content: bytes) -> tuple[set[str], bool]:
    """Return the names of a container's top streams, and whether its directory is damaged.
    If it is, the names are the known ones that occur anywhere in the file."""
    from xlrd.compdoc import CompDoc

    try:
        directory = CompDoc(content, logfile=io.StringIO()).dirlist
        return {directory[at].name for at in directory[0].children}, False
    except MemoryError:
        raise
    except Exception:  # random bytes raise anything: index, struct, assertion
        return {name for name, _ in _STREAMS if name.encode("utf-16-le") in content}, True


def name_by_ending(file_name: str) -> str:
    """Return the key of the kind that a file's ending claims; the content is unknown."""
    return _ENDINGS.get(PurePath(file_name).suffix.lower(), "file_kind")


def name_package(package: Package, main_part: str | None) -> str:
    """Return the key of the kind of a zip that holds no XML workbook.

    Parameters
    ----------
    main_part : str or None
        The part that the package names as its main one.
    """
    for part, key in _PARTS:
        if part in package or (main_part or "").lower() == part:
            return key
    return "file_is_archive"


def check_text(text: str, file_name: str) -> None:
    """Reject a text that is a web page or other XML.

    Raises
    ------
    UnreadableFileError
        Its key says what the file is.
    """
    head = text[:4000]
    if _ARCHIVE.search(head) and "content-type:" in head.lower():
        raise UnreadableFileError("file_is_web_archive", file=file_name)
    if _OLD_XML in head:
        raise UnreadableFileError("file_is_xml_book", file=file_name)
    if _MARKUP.match(head):
        raise UnreadableFileError("file_web_page", file=file_name)
