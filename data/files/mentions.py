"""Which areas a file speaks of anywhere, also in sheets and rows that nobody reads.

A kept file is given out whole. So it is asked of the whole of it whose figures it may hold: of
hidden sheets, of rejected rows, of comments, and of parts that no reader opens.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.files.grid import Grid
from data.names.matching import AreaBook

_NUMBER = r"^\s*[-+]?(\d[\d,]*\.?\d*|\.\d+)\s*%?\s*$"
_LEAST_CODE = 100_000
_CODE = re.compile(r"\s*\d{6}(?:0{6}|\.0+)?\s*")
# △4.5, 4.5万头, (4.5): a figure with something beside it, or a numbered line, which does no harm.
_BEGINS = re.compile(r"\s*[-+−△▲(（≈约<>＜＞]?\s*[\d０-９]")
_DIGIT = re.compile(r"[\d０-９]")
# The parts of a workbook that its reader opens, or that hold no figures. A picture, a chart, the
# store of a pivot table, an embedded file or the copy of another workbook is none of them.
_OPENED = re.compile(
    r"\[content_types\]\.xml|(.*/)?_rels/[^/]*|docprops/(?!thumbnail).*|mimetype|meta-inf/.*"
    r"|xl/(workbook|sharedstrings|styles|calcchain|metadata)\.xml|xl/theme/[^/]*\.xml"
    r"|xl/worksheets/[^/]*\.xml|xl/comments[^/]*\.xml|xl/comments/[^/]*\.xml"
    r"|xl/threadedcomments/.*|xl/persons/.*|xl/tables/.*|xl/printersettings/.*"
    r"|xl/drawings/[^/]*\.vml"
    r"|content\.xml|styles\.xml|meta\.xml|settings\.xml|manifest\.rdf|configurations2/.*"
    r"|thumbnails/.*|.*/"
)
_SHEET = re.compile(r"xl/worksheets/[^/]*\.xml")
# Names of the streams of an old workbook: the store of a pivot table, an embedded file.
_OLD_PARTS = tuple(name.encode("utf-16-le") for name in ("_SX_DB", "MBD0"))


def find_mentioned_areas(
    grids: Iterable[Grid], read_sheets: Collection[str], content: bytes, areas: AreaBook
) -> set[str | None]:
    """Return the areas whose figures may stand in a file.

    A sheet counts when it holds any figure: then every area that it names does. Where a name may
    mean several areas, each of them does.

    Parameters
    ----------
    grids : iterable of Grid
        All sheets of the file, the hidden ones too.
    read_sheets : collection of str
        The sheets that values were read from: one that names no area is about that of its values.
    content : bytes
        The file itself.

    Returns
    -------
    set
        Ids of areas; None among them where something in the file may be about any area: a sheet
        with figures that nobody read and that names none, or a part that no reader opens.
    """
    grids = list(grids)
    found: set[str | None] = {None} if _has_unopened_part(content, len(grids)) else set()
    for grid in grids:
        named, has_figures = _look_through(grid, areas)
        if has_figures:
            found |= named
            if not named and grid.name not in read_sheets:
                found.add(None)
    return found


def _look_through(grid: Grid, areas: AreaBook) -> tuple[set[str], bool]:
    """Return the areas that a sheet names, and whether it holds any figure."""
    named, has_figures = set(areas.find_named(grid.name)), False
    for text in _list_texts(grid):
        own = areas.find_named(text)
        if _CODE.fullmatch(text):
            has_figures |= not own
        else:
            has_figures |= bool(_BEGINS.match(text) or (own and _DIGIT.search(text)))
        named |= own
    return named, has_figures


def _list_texts(grid: Grid) -> Iterator[str]:
    """Yield the distinct texts of each column and the comments; of plain numbers the codes and
    one other, which is enough to know that there is one."""
    rows = np.arange(len(grid.rows))
    for at in range(grid.width):
        # Most texts of a large file are numbers that are too small for a code.
        is_small = grid.parse_column(at, rows) < _LEAST_CODE
        if is_small.any():
            yield grid.get(int(is_small.argmax()), at)
        texts = pa.array(grid.encode_column(at, np.flatnonzero(~is_small))[0], pa.string())
        is_number = pc.match_substring_regex(texts, _NUMBER)
        yield from _drop_missing(texts.filter(pc.invert(is_number)))
        numbers = texts.filter(is_number)
        is_code = pc.match_substring_regex(numbers, f"^{_CODE.pattern}$")
        yield from _drop_missing(numbers.filter(is_code))
        yield from _drop_missing(numbers.filter(pc.invert(is_code)).slice(0, 1))
    for _, _, text in grid.comments:
        yield text


def _drop_missing(texts: pa.Array) -> Iterator[str]:
    return (text for text in texts.to_pylist() if text)


def _has_unopened_part(content: bytes, sheets: int) -> bool:
    """Tell whether a file has a part that no reader opens."""
    if not content.startswith(b"PK"):
        return any(name in content for name in _OLD_PARTS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
    opened = sum(bool(_SHEET.fullmatch(name)) for name in names)
    return opened > sheets or not all(_OPENED.fullmatch(name) for name in names)
