"""Takes the plain rows out of a worksheet part before its XML is read (ECMA-376 part 1, 18.3).

Most rows of a large sheet hold numbers, texts and blank cells, and nothing else. To call a
function at the start and end of each element of them takes most of the time of reading. So such
a row is handed over whole: in the XML it becomes an element without content, with an attribute
that names its cells. Whether it is a row at all, and not a comment or a part of a text, the XML
parser alone decides.
"""

import re
import secrets
from typing import NamedTuple

_NUMBER = rb"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,3})?"
# Of ASCII what means nothing in XML; full-width and Chinese characters, these also by number.
_TEXT = (
    rb"(?:[ !#-%'-,./0-9:;=?@A-Z\[\]-_a-z{}]|(?:[\xe2-\xe9][\x80-\xbf]|\xef\xbc)[\x80-\xbf]"
    rb"|&#(?:1[3-9]|[2-3][0-9])[0-9]{3};)+"
)
_CELL = (
    rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,9}")?(?:(?: t="[sn]")?(?:/>|><v>%s</v></c>)'
    rb'| t="inlineStr"><is><t>%s</t></is></c>)' % (_NUMBER, _TEXT)
)
_ROW = re.compile(rb'(<row(?:\s+[\w:.-]+="[^"<>&]*")*+)\s*+>((?:%s)++)</row>' % _CELL)
# Of a row that is plain: column, row, style, kind and value of each cell.
_PARTS = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="(\w+)")?'
    r"(?:/>|>(?:<v>|<is><t>)([^<]*)(?:</v>|</t></is>)</c>)"
)
_BY_NUMBER = re.compile(r"&#([0-9]+);")
# In UTF-8 no byte of these rows is a part of another character.
_UTF_8 = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<[A-Za-z]|<\?xml\s(?:(?!encoding)[^<>])*"""
    rb"""(?:encoding\s*=\s*(["'])utf-8\1[^<>]*)?\?>)""",
    re.IGNORECASE,
)
_END = b"</row>"
# Here a row may be a part of a text; and where a row is too long to be kept, none is taken out.
_LITERAL = b"<!["
_LONGEST = 1 << 20


class PlainCells(NamedTuple):
    """The cells of a row, or one of them with each attribute; "" where there is none."""

    letters: tuple[str, ...]
    rows: tuple[str, ...]
    styles: tuple[str, ...]
    kinds: tuple[str, ...]
    values: tuple[str, ...]


class RowTaker:
    """The stream of a worksheet part, in which plain rows have no content.

    Attributes
    ----------
    name : str
        The attribute of such a row. It is drawn by lot, so that no file can have it.
    """

    def __init__(self, stream):
        self.name = f"r{secrets.token_hex(16)}"
        self._stream, self._kept = stream, b""
        self._taken: dict[str, str] = {}
        self._is_plain: bool | None = None

    def read(self, size: int) -> bytes:
        """Return the next bytes; b"" at the end."""
        while piece := self._stream.read(size):
            piece, self._kept = self._kept + piece, b""
            if self._is_plain is None:
                self._is_plain = bool(_UTF_8.match(piece))
            if _LITERAL in piece or len(piece) > _LONGEST:
                self._is_plain = False
            if not self._is_plain:
                return piece
            end = piece.rfind(_END) + len(_END)
            if end >= len(_END):
                self._kept = piece[end:]
                return _ROW.sub(self._take, piece[:end])
            self._kept = piece
        piece, self._kept = self._kept, b""
        return piece

    def _take(self, row: re.Match[bytes]) -> bytes:
        key = str(len(self._taken))
        self._taken[key] = row[2].decode()
        return b'%s %s="%s"/>' % (row[1], self.name.encode(), key.encode())

    def pop(self, key: str) -> PlainCells:
        """Return the cells of a row by what its attribute says."""
        row = self._taken.pop(key)
        if "&" in row:
            row = _BY_NUMBER.sub(lambda found: chr(int(found[1])), row)
        return PlainCells(*zip(*_PARTS.findall(row), strict=True))
