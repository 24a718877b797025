"""What a workbook's styles say about its cells: number formats and struck-out text."""

from dataclasses import dataclass

from data.errors import UnreadableFileError
from data.files.elements import is_true, list_elements
from data.files.number_formats import NumberFormat, get_built_in, make_format


@dataclass(frozen=True)
class CellStyle:
    """The style of a cell; number_format is None if numbers are shown as they are stored."""

    number_format: NumberFormat | None = None
    is_struck: bool = False


PLAIN = CellStyle()


def read_styles(stream, file_name: str) -> dict[str, CellStyle]:
    """Return the cell styles of a workbook (cellXfs) by the index that cells use.

    Raises
    ------
    UnreadableFileError
        The part is damaged.
    """
    codes: dict[str, str] = {}
    struck: list[bool] = []
    formats: list[dict[str, str]] = []
    for path, attributes in list_elements(stream, file_name):
        if path == "styleSheet/numFmts/numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif path == "styleSheet/fonts/font":
            struck.append(False)
        elif path == "styleSheet/fonts/font/strike":
            struck[-1] = is_true(attributes.get("val", "1"))
        elif path == "styleSheet/cellXfs/xf":
            formats.append(attributes)
    try:
        return {
            str(at): CellStyle(
                _find_format(attributes.get("numFmtId", "0"), codes),
                _get_at(struck, attributes.get("fontId", "0")),
            )
            for at, attributes in enumerate(formats)
        }
    except ValueError as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error


def _find_format(number: str, codes: dict[str, str]) -> NumberFormat | None:
    code = codes.get(number)
    if code is None:
        code = get_built_in(int(number)) if number.isdecimal() else ""
    return make_format(code) if code else None


def _get_at(struck: list[bool], index: str) -> bool:
    return index.isdecimal() and int(index) < len(struck) and struck[int(index)]
