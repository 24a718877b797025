"""The look of a Word document: that of official documents (GB/T 9704) where it applies.

Title in 小标宋, headings in 黑体 and 楷体, body in 仿宋, page numbers between dashes. Each font is
named with others that stand in for it, because few computers have all of them.
"""

from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from markupsafe import Markup

TITLE, HEAD, SECOND, BODY, SMALL = "方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"
LATIN = "Times New Roman"
# Font -> what stands in for it where it is missing, first choice first.
STAND_INS = {
    TITLE: "FZXiaoBiaoSong-B05S;华文中宋;STZhongsong;宋体;SimSun;Noto Serif SC;Noto Serif CJK SC",
    HEAD: "SimHei;Noto Sans SC;Noto Sans CJK SC;Source Han Sans SC",
    SECOND: "楷体_GB2312;KaiTi;KaiTi_GB2312;STKaiti;Noto Serif SC;Noto Serif CJK SC",
    BODY: "仿宋_GB2312;FangSong;FangSong_GB2312;STFangsong;Noto Serif SC;Noto Serif CJK SC",
    SMALL: "SimSun;NSimSun;Noto Serif SC;Noto Serif CJK SC",
    LATIN: "Liberation Serif;Nimbus Roman",
}
NUMERALS = "零一二三四五六七八九"
WATERMARK_FILL = "#E3D3DF"


@dataclass(frozen=True)
class Look:
    """Sizes of a document: in points, margins in mm (top, right, bottom, left)."""

    title: float
    body: float
    line: float
    table: float
    margins: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """The width of the text on A4 in mm."""
        return 210 - self.margins[1] - self.margins[3]


# 二号 for the title, 三号 for the body, 22 lines a page; and the same for a single page.
OFFICIAL = Look(22, 16, 28, 9, (37, 26, 35, 28))
COMPACT = Look(18, 11, 16.5, 8, (16, 18, 14, 18))


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
    spoken.set(qn("w:val"), "en-GB" if language == "en" else "zh-CN")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    properties.append(spoken)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    for level, font in ((1, HEAD), (2, SECOND)):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size = LATIN, Pt(look.body)
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
        for name, others in STAND_INS.items()
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
    """Return the number of a heading: 一、 and （一）, or figures in English."""
    if language == "en":
        return f"{number}. " if level == 1 else f"({number}) "
    return f"{to_chinese(number)}、" if level == 1 else f"（{to_chinese(number)}）"


def to_chinese(number: int) -> str:
    """Return a number from 1 to 199 in Chinese numerals."""
    tens, units = divmod(number, 10)
    if number < 10:
        return NUMERALS[number]
    if number < 20:
        return f"十{NUMERALS[units] if units else ''}"
    if number < 100:
        return f"{NUMERALS[tens]}十{NUMERALS[units] if units else ''}"
    rest = number - 100
    if not rest:
        return "一百"
    if rest < 10:
        return f"一百零{NUMERALS[rest]}"
    begun = "一" if rest < 20 else ""
    return f"一百{begun}{to_chinese(rest)}"


def add_page_number(document: DocumentType, points: float) -> None:
    """Write the page number between dashes at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, is_field in (("— ", False), ("PAGE", True), (" —", False)):
        run = paragraph.add_run("" if is_field else text)
        set_fonts(run, SMALL, points)
        if is_field:
            _add_field(run, text)


def _add_field(run, code: str) -> None:
    for kind in ("begin", None, "separate", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def add_watermark(document: DocumentType, text: str) -> None:
    """Put a word across every page, behind the text, as Word itself does."""
    paragraph = document.sections[0].header.paragraphs[0]
    shape = Markup(
        "<w:r {}><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="Watermark" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:'
        "absolute;margin-left:0;margin-top:0;width:{}pt;height:90pt;rotation:325;z-index:"
        "-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" '
        'fillcolor="{}" stroked="f"><v:textpath style="font-family:&quot;{}&quot;;'
        'font-size:1pt" string="{}"/></v:shape></w:pict></w:r>'
    ).format(
        Markup(_SPACES),
        min(420, 90 * len(text)) if not text.isascii() else 430,
        WATERMARK_FILL,
        HEAD,
        text,
    )
    paragraph._element.append(parse_xml(shape))


_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
