"""A briefing as a Word document in the form of Chinese offices."""

import io
from datetime import datetime
from itertools import groupby
from typing import cast

import docx
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches, Mm, Pt, RGBColor
from markupsafe import Markup

from data.words.catalogue import t
from geo.canvas import MM_PER_INCH
from geo.palettes import INK, MUTED, STATUS_COLORS
from pages.documents.briefing.model import (
    Block,
    Briefing,
    Chart,
    Plate,
    Section,
    Sentence,
    Table,
    TableCell,
)
from pages.documents.writers.citing import (
    cite_sources,
    describe_traces,
    get_new_finding,
    stands_above,
)
from pages.documents.writers.fitting import (
    LINE,
    POINTS_PER_INCH,
    break_before_bracket,
    count_lines,
    measure_height,
    pick_size,
    share_width,
)
from pages.documents.writers.letter_style import (
    BODY,
    COMPACT,
    ENGLISH,
    HEAD,
    LATIN,
    OFFICIAL,
    SECOND,
    SMALL,
    TITLE,
    Look,
    add_page_number,
    add_watermark,
    number_heading,
    set_defaults,
    set_fonts,
    set_line,
    set_page,
    set_stand_ins,
)
from pages.documents.writers.pictures import Picture, stands_in_document
from pages.documents.writers.steady import settle_archive

NOTE_POINTS = 9.0
# So many rows of a sentence are printed in its note; the workbook has all of them.
PAGE_IN = 11.69
INDENT = "\u3000\u3000"
SPACE_AFTER = 2.0
CELL_EDGE_IN, ROW_EDGE_IN = 0.09, 0.045
PICTURE_MM, TALLEST_MM = 150.0, 215.0
PAIR_GAP_MM = 4.0
MOST_KEPT_LINES = 3
_ROW = Markup("<w:tr {}><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>")
_REPEATED = Markup("<w:tblHeader/>")
# Narrow edges: the program's own leave no room for seven columns.
_CELL = Markup(
    '<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/><w:tcMar>'
    '<w:top w:w="25" w:type="dxa"/><w:left w:w="55" w:type="dxa"/>'
    '<w:bottom w:w="25" w:type="dxa"/><w:right w:w="55" w:type="dxa"/></w:tcMar></w:tcPr>'
    '<w:p>{side}<w:r><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" '
    'w:eastAsia="{chinese}"/>{weight}{color}<w:sz w:val="{size}"/></w:rPr>'
    "<w:t>{text}</w:t></w:r></w:p></w:tc>"
)
_RIGHT = Markup('<w:pPr><w:jc w:val="right"/></w:pPr>')
_BOLD, _PLAIN = Markup("<w:b/>"), Markup('<w:b w:val="0"/>')
_COLOR = Markup('<w:color w:val="{}"/>')
_LINE_END = Markup("</w:t><w:br/><w:t>")


class _Letter:
    """A document that is being written, with the numbers of its tables, pictures and notes."""

    def __init__(self, briefing: Briefing, pictures: dict[str, Picture]):
        self.briefing, self.pictures = briefing, pictures
        self.look = _pick_look(briefing)
        self.document: DocumentType = docx.Document()
        self.tables = self.figures = self.notes = 0

    def add_paragraph(self, text: str, font: str, points: float, place=None):
        """Add a paragraph in one font to the document, or to a cell; return it."""
        paragraph = (place or self.document).add_paragraph()
        set_fonts(paragraph.add_run(text), font, points)
        return paragraph


def _pick_look(briefing: Briefing) -> Look:
    """Return the look of a document; of a brief the largest at which it fits on one page."""
    if not briefing.is_one_page:
        return OFFICIAL if briefing.language == "zh" else ENGLISH
    return next((look for look in COMPACT if _measure_page(briefing, look) <= PAGE_IN), COMPACT[-1])


def _measure_page(briefing: Briefing, look: Look) -> float:
    """Return the height in inches of the whole document as one page, margins included."""
    width = look.width / MM_PER_INCH
    height = (look.margins[0] + look.margins[2]) / MM_PER_INCH
    height += (look.title * 1.8 + look.body * 3.0) / POINTS_PER_INCH
    for section in briefing.sections:
        height += look.body * 2.0 / POINTS_PER_INCH
        for sentence in section.sentences:
            # The first line of a Chinese paragraph begins two characters later.
            lines = count_lines(f"{INDENT}{sentence.text}", look.body, width)
            height += (lines * look.line + SPACE_AFTER) / POINTS_PER_INCH
        for block in section.blocks:
            if isinstance(block, Table):
                height += look.body * 2.2 / POINTS_PER_INCH
                height += _measure_table(block, look.table, width)
    return height


def _measure_table(table: Table, points: float, width: float) -> float:
    shares = share_width(table.columns, width, points, CELL_EDGE_IN, table.rows)
    rooms = [share - CELL_EDGE_IN for share in shares]
    texts = [[column.title for column in table.columns]]
    texts += [[cell.text for cell in row] for row in table.rows]
    return sum(
        max(measure_height(text, points, room) for text, room in zip(row, rooms, strict=True))
        + ROW_EDGE_IN
        for row in texts
    )


def make_letter(briefing: Briefing, pictures: dict[str, Picture], made_at: datetime) -> bytes:
    """Return a briefing as a .docx file.

    Parameters
    ----------
    pictures : dict
        Id of a chart or map -> its picture.
    made_at : datetime
        UTC; stands in the file's properties.
    """
    letter = _Letter(briefing, pictures)
    set_page(letter.document, letter.look)
    set_defaults(letter.document, letter.look, briefing.language)
    set_stand_ins(letter.document)
    add_page_number(letter.document, 14 if letter.look is OFFICIAL else 9)
    if briefing.watermark:
        add_watermark(letter.document, briefing.watermark)
    _add_title(letter)
    numbers = {1: 0, 2: 0}
    is_in_cards = False
    for section in briefing.sections:
        if section.part == "cards" and not is_in_cards:
            numbers[1] += 1
            _add_heading(letter, t("briefing.part.cards"), 1, numbers[1])
        is_in_cards = section.part == "cards"
        numbers[section.level] += 1
        if section.level == 1:
            numbers[2] = 0
        _add_heading(letter, section.title, section.level, numbers[section.level])
        _add_section(letter, section)
    if letter.notes and not briefing.is_one_page:
        _add_heading(letter, t("briefing.word.notes_traces"), 1, numbers[1] + 1)
        _add_notes(letter)
    return _save(letter, made_at)


def _add_title(letter: _Letter) -> None:
    look, briefing = letter.look, letter.briefing
    sizes = tuple(look.title - less for less in (0, 2, 4, 6))
    size = pick_size(briefing.title, sizes, look.width / MM_PER_INCH, look.title * 1.4 / 72)
    title = letter.add_paragraph(briefing.title, TITLE, size)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(look.body * 0.4)
    for text in (briefing.subtitle, briefing.made):
        small = look.body * 0.75
        sizes = (small, small - 1, small - 2, small - 3)
        one_line = small * LINE / POINTS_PER_INCH
        points = pick_size(text, sizes, look.width / MM_PER_INCH, one_line)
        line = letter.add_paragraph(text, SECOND, points)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(look.body * 0.5)


def _add_heading(letter: _Letter, text: str, level: int, number: int) -> None:
    numbered = f"{number_heading(number, level, letter.briefing.language)}{text}"
    paragraph = letter.document.add_paragraph(style=f"Heading {level}")
    run = paragraph.add_run(numbered)
    is_bold = letter.briefing.language == "en"
    points = letter.look.heading if level == 1 else letter.look.body
    set_fonts(run, HEAD if level == 1 else SECOND, points, is_bold=is_bold)


def _add_section(letter: _Letter, section: Section) -> None:
    shown = [block for block in section.blocks if stands_in_document(block)]
    above = {block.finding for block in shown if stands_above(section, block)}
    said = [sentence for sentence in section.sentences if sentence.text not in above]
    for sentence in said:
        stays = bool(section.blocks) and sentence is said[-1]
        _add_sentence(letter, section, sentence, stays=stays)
    for is_small, blocks in groupby(shown, key=_is_small):
        if is_small:
            _add_pairs(letter, section, cast("list[Chart]", list(blocks)))
            continue
        for block in blocks:
            if isinstance(block, Table):
                _add_table(letter, block)
            else:
                _add_picture(letter, section, block)


def _add_sentence(letter: _Letter, section: Section, sentence: Sentence, *, stays: bool) -> None:
    """Add a sentence with the number of its note; it stays with what follows if it is short.

    A long one would take the heading above it along to the next page.
    """
    look = letter.look
    is_small = section.part in ("methods", "cards")
    points = look.body if not is_small else min(look.body, 12.0)
    paragraph = letter.add_paragraph(sentence.text, BODY, points)
    set_line(paragraph, look, look.line if not is_small else min(look.line, 20.0))
    if letter.briefing.language == "zh":
        paragraph.paragraph_format.first_line_indent = Pt(points * 2)
    else:
        paragraph.paragraph_format.space_after = Pt(SPACE_AFTER)
    if sentence.row_ids and not letter.briefing.is_one_page:
        letter.notes += 1
        mark = paragraph.add_run(f"[{letter.notes}]")
        set_fonts(mark, SMALL, points)
        mark.font.superscript = True
        mark.font.color.rgb = _to_color(MUTED)
    lines = count_lines(sentence.text, points, look.width / MM_PER_INCH)
    paragraph.paragraph_format.keep_with_next = stays and lines <= MOST_KEPT_LINES


def _add_table(letter: _Letter, table: Table) -> None:
    letter.tables += 1
    caption = letter.add_paragraph(
        t("briefing.word.table", n=letter.tables, title=table.title), HEAD, _caption_size(letter)
    )
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(letter.look.body * 0.5)
    caption.paragraph_format.space_after = Pt(2)
    shown = table.rows if table.most_rows is None else table.rows[: table.most_rows]
    drawn = letter.document.add_table(rows=0, cols=len(table.columns))
    drawn.style = "Table Grid"
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    room = letter.look.width / MM_PER_INCH
    shares = share_width(table.columns, room, letter.look.table, CELL_EDGE_IN, shown)
    widths = [Inches(share) for share in shares]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    header = [TableCell(column.title) for column in table.columns]
    for number, cells in enumerate([header, *shown]):
        row = _write_row(letter, table, list(cells), widths, is_head=number == 0)
        drawn._tbl.append(parse_xml(row))
    left_out = len(table.rows) - len(shown)
    source = cite_sources(table.sources)
    said = [t("briefing.word.rest", n=left_out)] if left_out else []
    said += [t("briefing.word.note", note=table.note)] if table.note else []
    said += [t("briefing.word.source", sources=source)] if source else []
    if said and not letter.briefing.is_one_page:
        foot = letter.add_paragraph(" ".join(said), SMALL, NOTE_POINTS)
        foot.paragraph_format.space_after = Pt(letter.look.body * 0.5)


def _caption_size(letter: _Letter) -> float:
    return 10.5 if not letter.briefing.is_one_page else 9.5


def _write_row(
    letter: _Letter, table: Table, cells: list[TableCell], widths, *, is_head: bool
) -> Markup:
    """Return a row of a table; written out, because the package searches the tree for each part."""
    written = Markup("").join(
        _write_cell(letter, column, cell, width, is_head=is_head)
        for column, cell, width in zip(table.columns, cells, widths, strict=True)
    )
    return _ROW.format(Markup(nsdecls("w")), _REPEATED if is_head else "", written)


def _write_cell(letter: _Letter, column, cell: TableCell, width, *, is_head: bool) -> Markup:
    points = letter.look.table
    lines = break_before_bracket(cell.text, points, width / Mm(MM_PER_INCH) - CELL_EDGE_IN)
    is_judged = cell.status in STATUS_COLORS and cell.status != "cannot_judge"
    return _CELL.format(
        width=width.twips,
        side=_RIGHT if column.is_number else "",
        latin=LATIN,
        chinese=HEAD if is_head else SMALL,
        weight=_BOLD if is_head or is_judged else _PLAIN,
        color=_COLOR.format(STATUS_COLORS[cell.status].removeprefix("#")) if is_judged else "",
        size=int(points * 2),
        text=_LINE_END.join(lines.split("\n")),
    )


def _is_small(block: Block) -> bool:
    """Tell whether a block is a chart that leaves room for another beside it."""
    return isinstance(block, Chart) and block.kind == "lines"


def _add_picture(letter: _Letter, section: Section, block: Chart | Plate) -> None:
    if stands_above(section, block):
        sentence = next(said for said in section.sentences if said.text == block.finding)
        _add_sentence(letter, section, sentence, stays=True)
    width = min(PICTURE_MM, letter.look.width, TALLEST_MM / letter.pictures[block.block_id].shape)
    _draw_picture(letter, section, block, width, letter.document.add_paragraph())


def _add_pairs(letter: _Letter, section: Section, charts: list[Chart]) -> None:
    """Add small charts, two beside each other, in a table without lines."""
    count = -(-len(charts) // 2)
    table = letter.document.add_table(rows=count, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    width = letter.look.width / 2
    cells = [cell for row in table.rows for cell in row.cells]
    for cell in cells:
        cell.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, chart in zip(cells, charts, strict=False):
        _draw_picture(letter, section, chart, width - PAIR_GAP_MM, cell.paragraphs[0], cell)


def _draw_picture(
    letter: _Letter, section: Section, block: Chart | Plate, width: float, paragraph, place=None
) -> None:
    """Draw a picture into a paragraph; below it, in the document or a cell, what it shows."""
    letter.figures += 1
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    is_beside = place is not None
    # In a cell its row does that: it is not split.
    paragraph.paragraph_format.keep_with_next = not is_beside
    gap = Pt(letter.look.body * (0.2 if is_beside else 0.5))
    paragraph.paragraph_format.space_before = gap
    content = io.BytesIO(letter.pictures[block.block_id].upright)
    described = paragraph.add_run().add_picture(content, width=Mm(width))._inline.docPr
    described.set("descr", block.title)
    described.set("name", f"picture {letter.figures}")
    words = t("briefing.word.picture", n=letter.figures, title=block.title)
    size = _caption_size(letter) - is_beside
    caption = letter.add_paragraph(words, HEAD, size, place)
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # Of whatever font, so that as many rows of charts fit on a page.
    set_line(caption, letter.look, size * LINE)
    finding = get_new_finding(section, block)
    if finding:
        caption.paragraph_format.keep_with_next = not is_beside
        said = letter.add_paragraph(finding, SMALL, NOTE_POINTS, place)
        said.alignment = WD_ALIGN_PARAGRAPH.CENTER
        set_line(said, letter.look, NOTE_POINTS * LINE)
        said.paragraph_format.space_after = gap


def _add_notes(letter: _Letter) -> None:
    """Add the rows that each numbered sentence comes from."""
    for number, sentence in enumerate(letter.briefing.list_traced(), start=1):
        text = describe_traces(letter.briefing.list_traces(sentence))
        paragraph = letter.add_paragraph(f"[{number}] {text}", SMALL, NOTE_POINTS)
        paragraph.paragraph_format.space_after = Pt(1)


def _to_color(text: str) -> RGBColor:
    return RGBColor.from_string((text or INK).removeprefix("#").upper())


def _save(letter: _Letter, made_at: datetime) -> bytes:
    properties = letter.document.core_properties
    properties.title, properties.author = letter.briefing.title, t("shell.product")
    properties.created = properties.modified = made_at
    properties.last_modified_by = t("shell.product")
    properties.comments = ""
    target = io.BytesIO()
    letter.document.save(target)
    return settle_archive(target.getvalue(), made_at)
