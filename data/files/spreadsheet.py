"""Workbooks of any kind as sheets of texts. Formulas are never evaluated: the value that
the office program stored beside a formula is read, or none."""

from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.limits import open_zip
from data.files.ods import read_ods
from data.files.xls import read_xls
from data.files.xlsx import read_xlsx


def read_workbook(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a workbook; its content tells which kind it is.

    Raises
    ------
    UnreadableFileError
        Damaged, protected by a password, or beyond a limit.
    """
    if content[:2] != b"PK":
        return read_xls(content, file_name)
    with open_zip(content, file_name) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return read_xlsx(content, file_name)
    if "content.xml" in names:
        return read_ods(content, file_name)
    raise UnreadableFileError("file_kind", file=file_name)
