"""Finds labelled lines and notes below and above a table."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from data.files.grid import Grid
from data.names.lexicon import load_labels
from data.names.text import fold, letter, squeeze
from data.statistics.model import ReadWord

SOURCE = re.compile(r"^(?:数据来源|资料来源|来源|source)\s*[:：]?\s*(.*)$", re.IGNORECASE)
NOTE = re.compile(r"^(?:\d+[.、])?(?:注释?|说明|备注|notes?)\s*[:：\d①-⑳]\s*(.*)$", re.IGNORECASE)

# ①含马场。: what a mark at a figure means.
_MARKED = re.compile(r"^(?:[①-⑳⑴-⒇❶-❿*＊※†‡]+|\[\d{1,2}\]|注\d)\s*[\u3400-\u9fff]{2,}")


@lru_cache(maxsize=1)
def get_label_pattern() -> re.Pattern:
    """Return the pattern of a label and its colon (单位：)."""
    # Offices put spaces between characters: 表　　号：.
    labels = sorted(load_labels(), key=len, reverse=True)
    words = "|".join(r"\s*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?:^|(?<=[\s(（,，;；、]))({words})\s*[:：]", re.IGNORECASE)


def split_labels(text: str) -> list[str]:
    """Split ``填报单位：昭苏县  单位：万头`` into its labelled pieces."""
    starts = [match.start(1) for match in get_label_pattern().finditer(text)]
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


def find_footer(grid: Grid, start: int) -> tuple[int, str | None, str | None]:
    """Return the number of rows up to the end of the data, the source and the notes.

    Notes are collected wherever they are; lines that continue a note belong to it.
    """
    sources, notes, end = [], [], start
    for row, _, source, note in _walk_footer(grid, start):
        if source is not None:
            sources.append(source)
        elif note is not None:
            notes.append(note)
        else:
            end = row + 1
    return end, "; ".join(filter(None, sources)) or None, " ".join(notes) or None


def list_notes(grid: Grid, start: int) -> list[tuple[int, str, str]]:
    """Return the notes from a row (position from 0) on: row and column as Excel shows them,
    and the text."""
    return [
        (row + 1, letter(column), note)
        for row, column, _, note in _walk_footer(grid, start)
        if note is not None
    ]


def list_footer_words(grid: Grid, start: int) -> list[ReadWord]:
    """Return the lines of sources, notes and signatures from a row on, as words."""
    return [
        ReadWord(
            grid.name,
            row + 1,
            letter(at),
            squeeze(cell),
            "note" if note is not None else "source" if source else "filler",
        )
        for row, _, source, note in _walk_footer(grid, start)
        if source is not None or note is not None
        for at, cell in enumerate(grid.rows[row])
        if cell.strip()
    ]


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
    return bool(get_label_pattern().match(text))


def _is_signature(text: str) -> bool:
    """Tell whether a line says who filled in a form, and when: 制表人：…"""
    match = get_label_pattern().match(text)
    return match is not None and load_labels()[fold(match[1])] == "nothing"


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
