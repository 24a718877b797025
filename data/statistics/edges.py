"""Finds where a table begins and ends: the rows of its header, and the sources and notes around
its figures."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from data.files.grid import Grid
from data.names.lexicon import load_labels
from data.names.phrases import PhraseReader
from data.names.text import fold, squeeze
from data.statistics.model import ReadWord
from data.statistics.senses import Text

LOOKED_AT = 200
_HEADER_DEPTH = 60
_HEAD_ROWS = 6
_COUNTER_ROW = re.compile(r"[甲乙丙丁戊]|\(?\d{1,2}\)?")
_MOST_ROWS = 6
SOURCE = re.compile(r"^(?:数据来源|资料来源|来源|source)\s*[:：]?\s*(.*)$", re.IGNORECASE)
NOTE = re.compile(r"^(?:\d+[.、])?(?:注释?|说明|备注|notes?)\s*[:：\d①-⑳]\s*(.*)$", re.IGNORECASE)

# ①含马场。: what a mark at a figure means.
# A note with one of these says that figures are first ones.
EARLY = ("快报", "初步")
MARK = re.compile(r"[①-⓪⑴-⒇❶-❿*＊※†‡★☆△▲◆§]|(?<=注)\d{1,2}|\[\d{1,2}\]")
_MARKED = re.compile(r"^(?:[①-⑳⑴-⒇❶-❿*＊※†‡]+|\[\d{1,2}\]|注\d)\s*[\u3400-\u9fff]{2,}")


def says_early(text: str) -> bool:
    """Tell whether a text says that figures are first ones."""
    return any(word in text for word in EARLY)


@dataclass(frozen=True)
class Footer:
    """What stands below the figures of a table.

    Parameters
    ----------
    end : int
        The number of rows up to the end of the data.
    source, note : str or None
        All sources and notes, wherever they are.
    notes : tuple of (row, column, text)
        Each note, with row and column as Excel shows them.
    words : tuple of ReadWord
        The lines of sources, notes and signatures.
    """

    end: int
    source: str | None
    note: str | None
    notes: tuple[tuple[int, str, str], ...] = ()
    words: tuple[ReadWord, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether a note says of all figures that they are first ones (*快报 says it of some)."""
        texts = [text for _, _, text in self.notes if not MARK.match(text.strip())]
        return any(map(says_early, texts))

    @property
    def unit(self) -> str | None:
        """The unit that a line below names (单位：头)."""
        found = (match_label(text) for _, _, text in self.notes)
        return next(
            (label.text or None for label in found if label and label.meaning == "unit"), None
        )


@dataclass(frozen=True)
class Edges:
    """Where a table begins and ends; rows are positions from 0.

    Parameters
    ----------
    first, last : int
        The first and the last row of the header.
    end : int
        The end of the data, or the first row that is a header of another table: what stands from
        there on says nothing of the columns above.
    footer : Footer
        What stands below; its notes have the comments of cells above and below the table.
    fingerprint : str
        A hash of the header (see `_make_fingerprint`), before any correction.
    correction : dict
        What the user says of the form, now or, where it is remembered, earlier.
    """

    first: int
    last: int
    end: int
    footer: Footer
    fingerprint: str
    correction: dict
    is_remembered: bool


def find_edges(
    grid: Grid, reader: PhraseReader, correction: dict, remembered: Mapping[str, str] | None
) -> Edges | None:
    """Return where the table of a sheet begins and ends; None without a header.

    Parameters
    ----------
    correction : dict
        What the user says; if that is nothing, what is remembered for the form counts.
    remembered : mapping or None
        Fingerprint -> correction as JSON; None for one table of a sheet, which is no form.
    """
    header, fingerprint = _find_form(grid, reader) if remembered is not None else (None, "")
    recalled = None if correction else json.loads((remembered or {}).get(fingerprint, "null"))
    correction = correction or recalled or {}
    if header is None or correction.get("header_row"):
        header = _find_header(grid, reader, correction)
    if header is None:
        return None
    first, last = header
    fingerprint = fingerprint or _make_fingerprint(grid, first, last)
    end = _find_next_header(grid, last + 1, reader)
    footer = find_footer(grid, last + 1, first)
    return Edges(first, last, min(end, footer.end), footer, fingerprint, correction, bool(recalled))


def _find_form(grid: Grid, reader: PhraseReader) -> tuple[tuple[int, int] | None, str]:
    """Return the rows of a sheet's header and its fingerprint, or that of the rows before the
    first figure, which identifies a form without a header."""
    header = _find_header(grid, reader, {})
    if header is not None:
        return header, _make_fingerprint(grid, *header)
    for row, cells in enumerate(grid.rows[:_HEAD_ROWS]):
        if row and any(cell.is_numeric for cell in SheetRow(row, cells, reader).cells):
            return None, _make_fingerprint(grid, 0, row - 1)
    return None, _make_fingerprint(grid, 0, min(_HEAD_ROWS, len(grid.rows)) - 1)


def _make_fingerprint(grid: Grid, first: int, last: int) -> str:
    """Return a hash of the header's words without years: the same for every copy of a form."""
    words = [
        re.sub(r"\d[\d.,]*", "0", fold(cell)) for row in grid.rows[first : last + 1] for cell in row
    ]
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:32]


@dataclass(eq=False)
class SheetRow:
    """A row of a sheet: its position from 0, its texts, and what kind of row it is."""

    at: int
    texts: list[str]
    reader: PhraseReader

    @cached_property
    def cells(self) -> list[Text]:
        """The cells that are not blank."""
        reader = self.reader
        return [Text(text, reader, at) for at, text in enumerate(self.texts) if text.strip()]

    @cached_property
    def key(self) -> tuple[tuple[int, str], ...]:
        """Place and text of each cell, for comparison with other rows."""
        return tuple((cell.at, cell.folded) for cell in self.cells)

    @cached_property
    def is_header(self) -> bool:
        """Whether the cells are column headings."""
        cells = self.cells
        if len(cells) < 2:
            return False
        figures = [cell for cell in cells if cell.is_figure]
        # 县市, 202411, 100只以上
        is_worded = all(cell.is_month or cell.has_words for cell in figures)
        if figures and not (cells[0].role and is_worded):
            return False
        if any(cell.role for cell in cells):
            return True
        return sum(_is_known(cell, may_be_area=bool(cell.at)) for cell in cells) >= 2

    @property
    def is_note(self) -> bool:
        """Whether it is a note, a source line, or says who filled in the form."""
        return is_note_row(self.texts)


def _find_header(grid: Grid, reader: PhraseReader, correction: dict) -> tuple[int, int] | None:
    """Return the first and last row (positions from 0) of the header; None without one."""
    if correction.get("header_row"):
        first = int(correction["header_row"]) - 1
        if first >= len(grid.rows):
            return None
        if correction.get("header_end"):
            return first, int(correction["header_end"]) - 1
        return first, _extend(grid, first, reader)
    for row in range(min(len(grid.rows), _HEADER_DEPTH)):
        found = SheetRow(row, grid.rows[row], reader)
        is_found = found.is_header and not _is_pair(grid, row, found.cells)
        if is_found or _is_lone_heading(grid, row, found.cells):
            return _extend_up(grid, row, reader), _extend(grid, row, reader)
    return None


def _find_next_header(grid: Grid, start: int, reader: PhraseReader) -> int:
    """Return the first row (position from 0) that is a header of another table below, else the
    number of rows."""
    has_figures = False
    for at in range(start, min(len(grid.rows), start + LOOKED_AT)):
        row = SheetRow(at, grid.rows[at], reader)
        if not has_figures:
            has_figures = any(cell.is_figure for cell in row.cells)
        elif row.texts and Text(row.texts[0], reader).role and row.is_header:
            return at
    return len(grid.rows)


def find_nearest(grid: Grid, reader: PhraseReader) -> tuple[int, list[str]] | None:
    """Return the row (as Excel shows it) that is most like a header, and the words in it that
    are unknown; None where no row is like one."""
    best: tuple[int, int, list[str]] | None = None
    for row in range(min(len(grid.rows), _HEADER_DEPTH)):
        cells = SheetRow(row, grid.rows[row], reader).cells
        if len(cells) < 2 or any(cell.is_figure for cell in cells):
            continue
        unknown = [cell.text for cell in cells if not _is_known(cell)]
        score = len(cells) + 2 * (len(cells) - len(unknown))
        if best is None or score > best[0]:
            best = (score, row + 1, unknown)
    return (best[1], best[2]) if best else None


def _is_known(cell: Text, *, may_be_area: bool = True) -> bool:
    """Tell whether a text reads as a heading; an area only behind the first cell."""
    if cell.is_time or cell.role:
        return True
    sense = cell.sense
    if sense.measures or sense.species or sense.indicators or sense.kinds:
        return len(sense.unread) <= 1
    if sense.periods or sense.shift is not None or sense.parts or sense.others:
        return not sense.unread
    return may_be_area and cell.is_area


def _is_pair(grid: Grid, row: int, cells: list[Text]) -> bool:
    """Tell whether a row is a label and its text (年份 | 2024年), a line above the table."""
    if len(cells) != 2 or not cells[0].role or cells[1].role:
        return False
    below = grid.rows[row + 1] if row + 1 < len(grid.rows) else []
    return bool(cells[1].when) and sum(bool(text.strip()) for text in below) > 2


def _is_lone_heading(grid: Grid, row: int, cells: list[Text]) -> bool:
    """Tell whether a single word is a heading: it is over figures, beside a column of
    areas or years that has none."""
    if len(cells) != 1 or cells[0].at == 0 or row + 1 >= len(grid.rows):
        return False
    cell, below = cells[0], grid.rows[row + 1]
    under, label = (Text(below[at] if at < len(below) else "", cell.reader) for at in (cell.at, 0))
    is_word = cell.role == "value" or _is_known(cell, may_be_area=False)
    return bool(is_word and under.is_value and (label.is_area or label.when))


def is_counter(cells: list[str]) -> bool:
    """Tell whether a row only numbers the columns (甲, 1, 2)."""
    return all(_COUNTER_ROW.fullmatch(fold(cell)) for cell in cells if cell.strip())


def _extend(grid: Grid, first: int, reader: PhraseReader) -> int:
    """Return the last row of the header: sub-headings, units and column numbers belong to it."""
    last, upper = first, _get_label(grid.filled[first])
    while last + 1 < len(grid.rows) and last - first < _MOST_ROWS - 1:
        cells = SheetRow(last + 1, grid.rows[last + 1], reader).cells
        label = _get_label(grid.filled[last + 1])
        is_covered = not label or label == upper or bool(Text(label, reader).role)
        has_values = any(cell.is_value for cell in cells)
        counts = len(cells) > 1 and is_counter(grid.rows[last + 1])
        if not cells or not (counts or (is_covered and not has_values)):
            break
        last += 1
    return last


def _extend_up(grid: Grid, first: int, reader: PhraseReader) -> int:
    """Return the first row of the header: a text over columns but not over the corner
    is an upper heading (6月末存栏 over 牛 and 羊), no title."""
    while first:
        above = SheetRow(first - 1, grid.rows[first - 1], reader).cells
        if not above or above[0].at == 0:
            return first
        spans = [right - left for top, left, _, right in grid.merged if top == first - 1]
        is_over = len(above) > 1 or any(spans)
        if not is_over or any(":" in cell.folded or cell.is_figure for cell in above):
            return first
        first -= 1
    return first


def _get_label(cells: list[str]) -> str:
    return cells[0].strip() if cells else ""


@dataclass(frozen=True)
class LineLabel:
    """The label that a text begins with (单位：头): its name, what it means (`load_labels`), and
    the text after it."""

    name: str
    meaning: str
    text: str


def match_label(text: str) -> LineLabel | None:
    """Return the label that a text begins with, None where it begins with none."""
    match = _get_label_pattern().match(text)
    if match is None:
        return None
    return LineLabel(match[1], load_labels()[fold(match[1])], text[match.end() :].strip())


@lru_cache(maxsize=1)
def _get_label_pattern() -> re.Pattern:
    """Return the pattern of a label and its colon (单位：)."""
    # Offices put spaces between characters: 表　　号：.
    labels = sorted(load_labels(), key=len, reverse=True)
    words = "|".join(r"\s*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?:^|(?<=[\s(（,，;；、]))({words})\s*[:：]", re.IGNORECASE)


def split_labels(text: str) -> list[str]:
    """Split ``填报单位：昭苏县  单位：万头`` into its labelled pieces."""
    starts = [match.start(1) for match in _get_label_pattern().finditer(text)]
    cuts = sorted({0, *starts, len(text)})
    pieces = [text[start:end].strip(" ,，;；、") for start, end in pairwise(cuts)]
    pieces = [_drop_open_bracket(piece) for piece in pieces]
    return [piece for piece in pieces if piece]


def _drop_open_bracket(piece: str) -> str:
    piece = piece.strip()
    if piece[:1] in ("(", "（") and piece[-1:] in (")", "）"):
        return piece[1:-1].strip()
    if piece.count("（") + piece.count("(") < piece.count("）") + piece.count(")"):
        return piece.rstrip(")）").strip()
    if piece[-1:] in ("(", "（"):
        return piece[:-1].strip()
    return piece


def find_footer(grid: Grid, start: int, header: int | None = None) -> Footer:
    """Return what stands below a table whose figures begin at `start` (position from 0).

    Notes are collected wherever they are; lines that continue a note belong to it.

    Parameters
    ----------
    header : int or None
        The first row of the header: comments of cells above it and below the data are notes too.
    """
    sources, notes, words, end = [], [], [], start
    tail: list[tuple[int, str, str]] = []
    for row, column, source, note in _walk_footer(grid, start):
        if source is None and note is None:
            said = _find_statement(grid.rows[row])
            if said:
                tail.append((row + 1, grid.letters[column], said))
            else:
                tail, end = [], row + 1
            continue
        if note is None:
            sources.append(source)
        else:
            notes.append((row + 1, grid.letters[column], note))
        read_as = "note" if note is not None else "source" if source else "filler"
        words += _list_words(grid, row, read_as)
    # Among figures such a line belongs to the rows below it.
    notes += tail
    words += [word for row, _, _ in tail for word in _list_words(grid, row - 1, "note")]
    comments = [
        (row + 1, grid.letters[column], text)
        for row, column, text in grid.comments
        if header is not None and not header <= row < end
    ]
    note = " ".join(text for _, _, text in notes) or None
    source = "; ".join(filter(None, sources)) or None
    return Footer(end, source, note, (*notes, *comments), tuple(words))


def _list_words(grid: Grid, row: int, read_as: str) -> list[ReadWord]:
    return [
        ReadWord(grid.name, row + 1, grid.letters[at], squeeze(cell), read_as)
        for at, cell in enumerate(grid.rows[row])
        if cell.strip()
    ]


def _find_statement(cells: list[str]) -> str | None:
    """Return what a line says of the figures above it, though it is not headed 注: 单位：头,
    数据截至2024年6月底, 此表为计划数."""
    texts = [squeeze(cell) for cell in cells if cell.strip()]
    if not 1 <= len(texts) <= 2:
        return None
    label = match_label(texts[0])
    # 时间：2025年1月 may be when somebody filled it in.
    if (label and label.meaning in _SAID_BELOW) or (len(texts) == 1 and _STATEMENT.match(texts[0])):
        return " ".join(texts)
    return None


_SAID_BELOW = ("unit", "kind")
_STATEMENT = re.compile(
    r"[(（]?(?:本表|此表|上表|表中|表内|以上|上述|统计)?(?:数据|数字|数值|数)?(?:均|都)?"
    r"(?:截[至止]|[为系是](?!了|方便))"
)


def _walk_footer(grid: Grid, start: int) -> Iterator[tuple[int, int, str | None, str | None]]:
    """Yield row, column, and the source or the note that stands there, of each row that is
    not blank; of many rows of figures only the last."""
    in_note, last = False, start - 1
    for row in grid.list_odd_rows(start, len(grid.rows)):
        if row > last + 1:
            in_note = False
            yield row - 1, 0, None, None
        last = row
        filled = [(at, squeeze(cell)) for at, cell in enumerate(grid.rows[row]) if cell.strip()]
        if not filled:
            in_note = False
            continue
        column, cells = filled[0][0], [text for _, text in filled]
        source, note = SOURCE.match(cells[0]), NOTE.match(cells[0])
        is_marked = len(cells) == 1 and _MARKED.match(cells[0])
        if source and len(cells) <= 2:
            in_note = False
            yield row, column, source[1] or " ".join(cells[1:]), None
        elif note and len(cells) <= 2:
            in_note = True
            yield row, column, None, " ".join([note[1], *cells[1:]]).strip()
        elif (in_note and len(cells) == 1 and not _is_labelled(cells[0])) or is_marked:
            yield row, column, None, cells[0]
        elif _is_signature(cells[0]):
            in_note = False
            yield row, column, "", None
        else:
            in_note = False
            yield row, column, None, None
    if last + 1 < len(grid.rows):
        yield len(grid.rows) - 1, 0, None, None


def _is_labelled(text: str) -> bool:
    """Tell whether a line is a word about figures and its text (单位：吨): no note goes on so."""
    return match_label(text) is not None


def _is_signature(text: str) -> bool:
    """Tell whether a line says who filled in a form, and when: 制表人：…"""
    label = match_label(text)
    return label is not None and label.meaning == "nothing"


def is_note_row(cells: list[str]) -> bool:
    """Tell whether a row is a note, a source line, or says who filled in the form."""
    texts = [cell for cell in cells if cell.strip()]
    if texts and _is_signature(squeeze(texts[0])):
        return True
    if not 1 <= len(texts) <= 2:
        return False
    first = squeeze(texts[0])
    is_marked = len(texts) == 1 and _MARKED.match(first)
    return bool(SOURCE.match(first) or NOTE.match(first) or is_marked)
