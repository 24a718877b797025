"""Native tables on slides, measured before they are drawn."""

from markupsafe import Markup
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from geo.palettes import INK, MUTED, STATUS_COLORS
from pages.documents.briefing.model import TableColumn
from pages.documents.writers.deck import Deck
from pages.documents.writers.fitting import measure_height
from pages.documents.writers.slide_type import write_paragraph

TABLE_POINTS = 11.0
CELL_EDGE_IN = 0.16
ROW_EDGE_IN = 0.09
_RULE = Markup(
    '<a:lnB {} w="6350"><a:solidFill><a:srgbClr val="C9D2CC"/></a:solidFill></a:lnB>'
).format(Markup(nsdecls("a")))


def share_width(columns: tuple[TableColumn, ...], width: float) -> list[float]:
    """Return the width of each column in inches."""
    whole = sum(column.width for column in columns)
    return [column.width / whole * width for column in columns]


def measure_row(texts: list[str], widths: list[float]) -> float:
    """Return the height in inches of a row of a table."""
    tallest = max(
        measure_height(text, TABLE_POINTS, width - CELL_EDGE_IN)
        for text, width in zip(texts, widths, strict=True)
    )
    return tallest + ROW_EDGE_IN


def draw_native_table(
    deck: Deck, slide, columns, rows, widths: list[float], top: int | None = None
) -> float:
    """Draw a native table; return where it ends, in inches from the top of the slide."""
    top = deck.top if top is None else top
    frame = slide.shapes.add_table(
        len(rows) + 1, len(columns), Emu(deck.left), Emu(top), Emu(deck.width), Inches(0.3)
    )
    table = frame.table
    _clear_style(frame)
    texts = [[column.title for column in columns], *([cell.text for cell in row] for row in rows)]
    end = top / int(Inches(1))
    for at, width in enumerate(widths):
        table.columns[at].width = Inches(width)
    for number, row in enumerate(texts):
        height = measure_row(row, widths)
        table.rows[number].height = Inches(height)
        end += height
        for at, text in enumerate(row):
            status = rows[number - 1][at].status if number else ""
            is_number = columns[at].is_number
            _write_table_cell(table.cell(number, at), text, number == 0, is_number, status)
    return end


def _clear_style(frame) -> None:
    """Take the program's own table style away: ours has lines below the rows and no bands."""
    properties = frame.table._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _write_table_cell(cell, text: str, is_header: bool, is_number: bool, status: str) -> None:
    cell.margin_left = cell.margin_right = Inches(CELL_EDGE_IN / 2)
    cell.margin_top = cell.margin_bottom = Inches(ROW_EDGE_IN / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    color = STATUS_COLORS.get(status, INK) if status != "cannot_judge" else MUTED
    is_bold = is_header or (status in STATUS_COLORS and status != "cannot_judge")
    paragraph = write_paragraph(
        cell.text_frame, text, TABLE_POINTS, 0, color=color, is_bold=is_bold
    )
    cell.text_frame.word_wrap = True
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    _draw_rule(cell)
    if is_header:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor(0xE4, 0xEC, 0xE4)
    else:
        # The watermark stands behind the table.
        cell.fill.background()


def _draw_rule(cell) -> None:
    """Draw a thin line below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(_RULE))
