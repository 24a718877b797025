"""A briefing as a PDF: fonts embedded, tagged, searchable, with bookmarks."""

from datetime import datetime

from data.clock import to_office
from data.words.catalogue import t
from geo.palettes import STATUS_COLORS
from pages.documents.briefing.model import Briefing, Chart, Section, Sentence, Table, TableCell
from pages.documents.typesetting import make_pdf
from pages.documents.writers.citing import (
    cite_sources,
    describe_traces,
    get_new_finding,
    stands_above,
)
from pages.documents.writers.fitting import break_before_bracket, share_width
from pages.documents.writers.pictures import Picture, stands_in_document

TEMPLATE = "briefing.typ"
MOST_WITHOUT_TOC = 4
MAP_MM, CHART_MM, TALLEST_MM, SMALL_MM = 165.0, 155.0, 205.0, 82.0
# As the template sets tables: on 170 mm, 8.2 points, 0.4 em beside each cell.
WIDTH_IN, TABLE_POINTS, CELL_EDGE_IN = 6.69, 8.2, 0.1


def make_print(
    briefing: Briefing,
    pictures: dict[str, Picture],
    card_pictures: dict[str, bytes],
    made_at: datetime,
) -> bytes:
    """Return a briefing as a .pdf file, the county cards as whole pages.

    Parameters
    ----------
    pictures : dict
        Id of a chart or map -> its picture.
    card_pictures : dict
        File name -> picture of the cards, which their contents name.
    made_at : datetime
        UTC; its day in the office stands in the file's properties.

    Raises
    ------
    DocumentError
        A one-page brief or a card does not fit on its page.
    """
    files = dict(card_pictures)
    notes: list[str] = []
    sections = [
        _pack_section(briefing, section, pictures, files, notes) for section in _order(briefing)
    ]
    content = {
        "language": briefing.language,
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "made": briefing.made,
        "watermark": briefing.watermark,
        "one_page": briefing.is_one_page,
        "has_toc": len(sections) > MOST_WITHOUT_TOC,
        "toc": t("briefing.word.toc"),
        "cards": t("briefing.part.cards"),
        "sections": sections,
        "notes": [] if briefing.is_one_page else notes,
        "notes_title": t("briefing.word.notes_traces"),
    }
    return make_pdf(TEMPLATE, content, to_office(made_at).date(), files)


def _order(briefing: Briefing) -> list[Section]:
    """Return the sections with the cards last, so that they can be taken out as one."""
    cards = [section for section in briefing.sections if section.card is not None]
    return [section for section in briefing.sections if section.card is None] + cards


def _pack_section(
    briefing: Briefing,
    section: Section,
    pictures: dict[str, Picture],
    files: dict[str, bytes],
    notes: list[str],
) -> dict:
    """Return a section as the template takes it; its pictures are added to the files."""
    if section.card is not None:
        is_first = section == next(s for s in briefing.sections if s.card is not None)
        return {"card": section.card, "first": is_first}
    said = {
        sentence.text: _pack_sentence(briefing, sentence, notes) for sentence in section.sentences
    }
    blocks = []
    for block in filter(stands_in_document, section.blocks):
        if isinstance(block, Table):
            blocks.append(_pack_table(block))
            continue
        picture = _pack_picture(section, block, pictures, files)
        above = [said.pop(block.finding)] if stands_above(section, block) else []
        blocks.append(picture | {"above": above})
    return {
        "card": None,
        "level": section.level,
        "title": section.title,
        "sentences": list(said.values()),
        "blocks": blocks,
    }


def _pack_sentence(briefing: Briefing, sentence: Sentence, notes: list[str]) -> dict:
    if not sentence.row_ids or briefing.is_one_page:
        return {"text": sentence.text, "note": 0}
    notes.append(describe_traces(briefing.list_traces(sentence)))
    return {"text": sentence.text, "note": len(notes)}


def _pack_table(table: Table) -> dict:
    shown = table.rows if table.most_rows is None else table.rows[: table.most_rows]
    left_out = len(table.rows) - len(shown)
    widths = share_width(table.columns, WIDTH_IN, TABLE_POINTS, CELL_EDGE_IN, shown)
    source = cite_sources(table.sources)
    said = [t("briefing.word.rest", n=left_out)] if left_out else []
    said += [t("briefing.word.note", note=table.note)] if table.note else []
    said += [t("briefing.word.source", sources=source)] if source else []
    return {
        "kind": "table",
        "title": table.title,
        "columns": [
            {
                "title": break_before_bracket(column.title, TABLE_POINTS, width - CELL_EDGE_IN),
                "width": width,
                "is_number": column.is_number,
            }
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "rows": [
            [_pack_cell(cell, width) for cell, width in zip(row, widths, strict=True)]
            for row in shown
        ],
        "note": " ".join(said),
    }


def _pack_cell(cell: TableCell, width: float) -> dict:
    is_coloured = cell.status in STATUS_COLORS and cell.status != "cannot_judge"
    text = break_before_bracket(cell.text, TABLE_POINTS, width - CELL_EDGE_IN)
    return {"text": text, "status": STATUS_COLORS[cell.status] if is_coloured else ""}


def _pack_picture(
    section: Section, block, pictures: dict[str, Picture], files: dict[str, bytes]
) -> dict:
    """Add a chart as lines and a map as dots: a map has too many lines for a printer."""
    picture = pictures[block.block_id]
    is_chart = isinstance(block, Chart)
    name = f"{block.block_id}.{'svg' if is_chart else 'png'}"
    files[name] = picture.svg if is_chart else picture.upright
    is_small = is_chart and block.kind == "lines"
    widest = CHART_MM if is_chart else MAP_MM
    return {
        "kind": "small" if is_small else "picture",
        "file": name,
        "title": block.title,
        "finding": get_new_finding(section, block),
        "width": SMALL_MM if is_small else min(widest, TALLEST_MM / picture.shape),
    }
