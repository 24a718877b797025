"""Native tables on slides, measured before they are drawn."""

import pptx  # noqa: F401
from markupsafe import Markup
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from geo.palettes import INK, MUTED, STATUS_COLORS
from pages.documents.briefing.model import TableCell, TableColumn
from pages.documents.writers.deck import Deck
from pages.documents.writers.fitting import LINE, break_before_bracket, measure_height

TABLE_POINTS = 11.0
CELL_EDGE_IN = 0.16
ROW_EDGE_IN = 0.09
# Written out: the package takes a dozen searches in the tree for each cell.
_ROW = Markup('<a:tr {} h="{}">{}</a:tr>')
_CELL = Markup(
    '<a:tc><a:txBody><a:bodyPr wrap="square"/><a:lstStyle/><a:p><a:pPr algn="{side}">'
    '<a:lnSpc><a:spcPts val="{line}"/></a:lnSpc></a:pPr>'
    "{lines}</a:p></a:txBody>"
    '<a:tcPr marL="{across}" marR="{across}" marT="{down}" marB="{down}" anchor="ctr">'
    '<a:lnB w="6350"><a:solidFill><a:srgbClr val="C9D2CC"/></a:solidFill></a:lnB>{fill}'
    "</a:tcPr></a:tc>"
)
_LINE = Markup(
    '<a:r><a:rPr sz="{size}" b="{bold}"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    "</a:rPr><a:t>{text}</a:t></a:r>"
)
_LINE_END = Markup("<a:br/>")
_HEADER_FILL = Markup('<a:solidFill><a:srgbClr val="E4ECE4"/></a:solidFill>')
# The watermark stands behind the table.
_NO_FILL = Markup("<a:noFill/>")


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
        1, len(columns), Emu(deck.left), Emu(top), Emu(deck.width), Inches(0.3)
    )
    table = frame.table
    _clear_style(frame)
    for at, width in enumerate(widths):
        table.columns[at].width = Inches(width)
    element = table._tbl
    element.remove(element.tr_lst[0])
    end = top / int(Inches(1))
    header = [TableCell(column.title) for column in columns]
    for number, cells in enumerate([header, *rows]):
        height = measure_row([cell.text for cell in cells], widths)
        end += height
        written = Markup("").join(
            _write_cell(cell, column, width, is_header=number == 0)
            for cell, column, width in zip(cells, columns, widths, strict=True)
        )
        element.append(parse_xml(_ROW.format(Markup(nsdecls("a")), int(Inches(height)), written)))
    return end


def _clear_style(frame) -> None:
    """Take the program's own table style away: ours has lines below the rows and no bands."""
    properties = frame.table._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _write_cell(cell: TableCell, column: TableColumn, width: float, *, is_header: bool) -> Markup:
    is_judged = cell.status in STATUS_COLORS and cell.status != "cannot_judge"
    color = MUTED if cell.status == "cannot_judge" else STATUS_COLORS.get(cell.status, INK)
    lines = break_before_bracket(cell.text, TABLE_POINTS, width - CELL_EDGE_IN).split("\n")
    type_of = {
        "size": int(TABLE_POINTS * 100),
        "bold": int(is_header or is_judged),
        "color": color.removeprefix("#").upper(),
    }
    return _CELL.format(
        side="r" if column.is_number else "l",
        line=int(TABLE_POINTS * LINE * 100),
        lines=_LINE_END.join(_LINE.format(text=line, **type_of) for line in lines),
        across=int(Inches(CELL_EDGE_IN / 2)),
        down=int(Inches(ROW_EDGE_IN / 2)),
        fill=_HEADER_FILL if is_header else _NO_FILL,
    )
