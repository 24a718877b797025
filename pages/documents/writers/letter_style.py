"""The look of a Word document: that of official documents (GB/T 9704) where it applies."""

from dataclasses import dataclass
from pathlib import Path

import docx  # noqa: F401
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from markupsafe import Markup

from data.words.catalogue import t
from pages.documents.writers.font_names import load_fonts_of

_FONTS = load_fonts_of("letter")
TITLE, HEAD, SECOND = _FONTS["title"], _FONTS["head"], _FONTS["second"]
BODY, SMALL, LATIN = _FONTS["body"], _FONTS["small"], _FONTS["latin"]
WATERMARK = Path(__file__).resolve().with_name("watermark.xml")
WATERMARK_PT = 430
CHARACTER_PT = 90


@dataclass(frozen=True)
class Look:
    """Sizes of a document: in points, margins in mm (top, right, bottom, left)."""

    title: float
    heading: float
    body: float
    line: float
    table: float
    margins: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """The width of the text on A4 in mm."""
        return 210 - self.margins[1] - self.margins[3]


# 二号 for the title, 三号 for the body, 22 lines a page; and the same for a single page.
OFFICIAL = Look(22, 16, 16, 28, 8.5, (37, 26, 35, 28))
# English words are longer, and no standard asks for their size.
ENGLISH = Look(18, 13, 11, 16, 8.5, (25, 18, 22, 18))
_COMPACT_MARGINS = (15, 16, 13, 16)
# From the largest down: the first at which a brief fits on its page is taken.
COMPACT = tuple(
    Look(17, body, body, body * 1.45, table, _COMPACT_MARGINS)
    for body, table in ((11, 8.5), (10.5, 8), (10, 8), (9.5, 7.5), (9, 7.5), (8.5, 7), (8, 6.5))
)


def set_fonts(run, chinese: str, points: float, *, is_bold: bool = False) -> None:
    """Set both fonts and the size of a run."""
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(points), is_bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), chinese)


def set_page(document: DocumentType, look: Look) -> None:
    """Set A4 and the margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = look.margins
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(min(bottom - 7, 28))


def set_defaults(document: DocumentType, look: Look, language: str) -> None:
    """Set the body's font in the style that others are based on, and the language."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(look.body)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    spoken = OxmlElement("w:lang")
    # Of digits and Latin letters, in Chinese documents too: marked as Chinese, LibreOffice breaks
    # a line within a number.
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    properties.append(spoken)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    for level, font in ((1, HEAD), (2, SECOND)):
        heading = document.styles[f"Heading {level}"]
        heading.font.name = LATIN
        heading.font.size = Pt(look.heading if level == 1 else look.body)
        heading.font.bold, heading.font.italic = level == 2 and language == "en", False
        heading.font.color.rgb = None
        for old in heading.element.rPr.findall(qn("w:color")):
            heading.element.rPr.remove(old)
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            if "Theme" in name:
                del fonts.attrib[name]
        fonts.set(qn("w:eastAsia"), font)
        heading.paragraph_format.space_before = Pt(look.body * 0.5)
        heading.paragraph_format.space_after = Pt(look.body * 0.2)
        heading.paragraph_format.keep_with_next = True


def set_stand_ins(document: DocumentType) -> None:
    """Name the fonts that stand in for each font."""
    entries = Markup("").join(
        Markup(
            '<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="{}"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        ).format(name, others, "00" if name == LATIN else "86")
        for name, others in load_fonts_of("stand_ins").items()
    )
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = (
                Markup('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')
                + Markup("<w:fonts {}>").format(Markup(nsdecls("w")))
                + entries
                + Markup("</w:fonts>")
            ).encode()


def set_line(paragraph, look: Look, points: float | None = None) -> None:
    """Set the fixed distance of lines; pictures must not have one."""
    form = paragraph.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(look.line if points is None else points)


def number_heading(number: int, level: int, language: str) -> str:
    """Return the number of a heading: 一、 and （一） in Chinese, figures in English."""
    written = to_chinese(number) if language == "zh" else str(number)
    return t(f"briefing.word.heading_{level}", n=written)


def to_chinese(number: int) -> str:
    """Return a number from 1 to 199 in Chinese numerals."""
    numerals = t("briefing.word.numerals")
    ten, hundred = numerals[10], numerals[11]
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    text = f"{numerals[1]}{hundred}" if hundreds else ""
    if tens:
        # Ten alone has no one before it; a hundred and ten has.
        text += (numerals[tens] if tens > 1 or hundreds else "") + ten
    elif hundreds and units:
        text += numerals[0]
    return text + (numerals[units] if units else "")


def add_page_number(document: DocumentType, points: float) -> None:
    """Write the page number between dashes at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, is_field in (("— ", False), ("PAGE", True), (" —", False)):
        run = paragraph.add_run("" if is_field else text)
        set_fonts(run, SMALL, points)
        if is_field:
            _make_field(paragraph, run, text)


def _make_field(paragraph, run, code: str) -> None:
    """Put a run into a field, which the office program fills."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._element.remove(run._element)
    field.append(run._element)
    run.text = "1"
    paragraph._element.append(field)


def add_watermark(document: DocumentType, text: str) -> None:
    """Put a word across every page, behind the text, as Word itself does."""
    paragraph = document.sections[0].header.paragraphs[0]
    shape = Markup(WATERMARK.read_text(encoding="utf-8"))
    width = WATERMARK_PT if text.isascii() else min(WATERMARK_PT, CHARACTER_PT * len(text))
    paragraph._element.append(parse_xml(shape.format(width=width, font=HEAD, text=text)))
