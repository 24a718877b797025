"""Reads XML in pieces, by the standard: any quotes, spaces, prefixes and encodings.

A document type and its entities are rejected: no office program writes them, and a few bytes
of them can expand to gigabytes.
"""

from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from data.errors import UnreadableFileError
from data.files.limits import LIMITS

_PIECE = 256 * 1024
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


def parse_xml(
    stream, file_name: str, *, start: Callable, end: Callable | None = None, text=None
) -> None:
    """Read an XML stream and call back at the start and end of each element and for each text.

    start takes the name as ``namespace}name`` and a dict of attributes, end the name, text a
    str.

    Raises
    ------
    UnreadableFileError
        It is malformed, or has a document type.
    """

    def refuse(*_) -> None:
        raise UnreadableFileError("file_damaged", file=file_name)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text, parser.buffer_size = True, _PIECE
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        # An encoding that Python does not know, or a number with too many digits.
        raise UnreadableFileError("file_damaged", file=file_name) from error


def list_elements(stream, file_name: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small document in order, as (path of local names, attributes).

    Attributes keep only their local names.

    Raises
    ------
    UnreadableFileError
        It is malformed, or nested deeper than the limit.
    """
    found, path = [], []

    def start(tag: str, attributes: dict) -> None:
        path.append(get_local(tag))
        if len(path) > LIMITS.xml_depth:
            raise UnreadableFileError("file_damaged", file=file_name)
        found.append(
            ("/".join(path), {get_local(name): value for name, value in attributes.items()})
        )

    def end(_tag: str) -> None:
        path.pop()

    parse_xml(stream, file_name, start=start, end=end)
    return found


@lru_cache(maxsize=4096)
def get_local(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def is_true(value: str | None) -> bool:
    """Tell whether an attribute is true (xsd:boolean); a missing one is false."""
    return value is not None and value.strip() in ("1", "true", "on")
