"""Detects the layout of a sheet: the place of the header and the meaning of each column."""

from dataclasses import replace
from typing import Any

from data.files.grid import Grid
from data.names.phrases import PhraseReader
from data.statistics.columns import assign_columns
from data.statistics.context import read_context
from data.statistics.edges import find_edges
from data.statistics.headings import list_heading_words, read_headings
from data.statistics.model import Layout
from data.statistics.notes import is_provisional


def detect_layout(
    grid: Grid,
    reader: PhraseReader,
    correction: dict | None = None,
    *,
    header: tuple[int, int] | None = None,
    fingerprint: str = "",
    is_remembered: bool = False,
    is_shaped: bool = False,
) -> Layout | None:
    """Return the layout of a sheet; None if no header row can be found.

    Parameters
    ----------
    reader : PhraseReader
        Knows what the user means by words of the file.
    correction : dict
        What the user says instead of the detected layout (see IngestOptions.layouts).
    header : tuple or None
        The rows of the header (positions from 0), where they are known and not corrected.
    fingerprint : str
        The fingerprint of the detected form, if a correction moves the header.
    is_shaped : bool
        Whether `reader` knows the answers for forms of this shape: it reads one table of a sheet.
    """
    correction = correction or {}
    edges = find_edges(grid, reader, correction, header)
    if edges is None:
        return None
    fingerprint = fingerprint or edges.fingerprint
    context = read_context(grid, edges.first, reader, fingerprint, is_shaped=is_shaped)
    headings = read_headings(grid, edges, context)
    words = list_heading_words(grid, edges, headings, context)
    columns = assign_columns(grid, edges, headings, context, correction)
    notes = (*context.notes, *edges.footer.notes)
    title = "".join(filter(None, [context.title, grid.name]))
    told = [*(text for _, _, text in context.notes), edges.footer.note]
    layout = Layout(
        sheet=grid.name,
        header_row=edges.first + 1,
        header_end=edges.last + 1,
        last_row=edges.footer.end,
        data_row=edges.last + 2,
        indicator=context.indicator,
        indicator_cell=context.indicator_cell,
        unit=context.unit,
        year=context.year,
        area=context.area,
        title=context.title,
        title_cell=context.title_cell,
        source=context.source or edges.footer.source,
        note="; ".join(filter(None, told)) or None,
        notes=notes,
        year_shift=context.year_shift,
        period=context.period,
        species=context.species,
        measure=context.measure,
        kind=context.kind,
        part=context.part,
        unread=tuple(dict.fromkeys(word.text for word in context.unread)),
        marks=context.marks,
        words=(*context.words, *context.unread, *words, *edges.footer.words),
        is_sheep_units=context.is_sheep_units,
        is_provisional=context.is_provisional
        or "快报" in title
        or any(is_provisional(text) for _, _, text in notes),
        fingerprint=fingerprint,
        shape=context.shape,
        is_remembered=is_remembered,
        **columns,
    )
    said: dict[str, Any] = {
        key: str(correction[key])
        for key in ("indicator", "unit", "year", "area")
        if correction.get(key)
    }
    if {"indicator", "unit", "year"} <= said.keys():
        # The user has said all that a title can say.
        said |= {"unread": (), "kind": None, "part": None}
    return replace(layout, **said)
