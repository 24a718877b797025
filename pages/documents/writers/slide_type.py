"""Type on slides: paragraphs in a size and colour that are stated, not inherited."""

import pptx  # noqa: F401
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from geo.palettes import INK
from pages.documents.chart_pictures import ACCENT
from pages.documents.writers.deck import Deck
from pages.documents.writers.fitting import LINE


def to_color(text: str) -> RGBColor:
    """Return a colour written as in a style sheet."""
    return RGBColor.from_string(text.removeprefix("#").upper())


def add_rule(deck: Deck, slide, top: int, height_in: float) -> None:
    """Draw a rule across the slide."""
    rule = slide.shapes.add_shape(1, Emu(deck.left), Emu(top), Emu(deck.width), Inches(height_in))
    rule.fill.solid()
    rule.fill.fore_color.rgb = to_color(ACCENT)
    rule.line.fill.background()


def write_title(frame, text: str, points: float, *, anchor, is_bold: bool) -> None:
    """Write the title of a slide."""
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    paragraph = write_paragraph(frame, text, points, 0, is_bold=is_bold)
    paragraph.alignment = PP_ALIGN.LEFT


def write_paragraph(
    frame, text: str, points: float, place: int, *, color: str = INK, is_bold: bool = False
):
    """Write a paragraph, the first one in place of the empty one; return it."""
    frame.word_wrap = True
    paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
    # As it was measured: fonts differ in their own distance of lines.
    paragraph.line_spacing = Pt(round(points * LINE, 1))
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(points), is_bold
    run.font.color.rgb = to_color(color)
    return paragraph
