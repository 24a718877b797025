"""The deck that slides are added to: a clean master of its own, or an office's own .pptx."""

import io
import re
import zipfile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Inches

from data.errors import DocumentError
from pages.documents.writers.font_names import load_fonts_of
from pages.documents.writers.guard import check_archive

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE = Inches(0.55)
# Of the height of a page: a title that ends lower is one of a cover.
MOST_TITLE = 0.3
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
NO_TITLE = len(_TITLES)
# What the package raises at a file that is no presentation, or lacks a part of one.
NO_DECK = (
    PackageNotFoundError,
    SyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    zipfile.BadZipFile,
)
_FONTS = re.compile(rb'<a:(latin|ea) typeface="[^"]*"([^>]*)/>')


class Deck:
    """A presentation with the layout for titled slides, and the room below the title.

    Attributes
    ----------
    presentation : Presentation
    left, top, width, height : int
        The room of a slide's content, in EMU; the source line is below it.
    """

    def __init__(self, template: bytes | None = None, name: str = ""):
        self.is_own = template is None
        self.presentation = _open_own() if template is None else _open_office(template, name)
        self._layout = _find_layout(self.presentation, name)
        page_width = int(self.presentation.slide_width or WIDTH)
        page_height = int(self.presentation.slide_height or HEIGHT)
        self.scale = page_width / int(WIDTH)
        self.left = int(EDGE * self.scale)
        self.width = page_width - 2 * self.left
        self.top = max(int(page_height * 0.19), self._find_title_end(page_height))
        self.height = int(page_height * 0.89) - self.top
        self.source_top = int(page_height * 0.915)
        self.page_width, self.page_height = page_width, page_height

    def _find_title_end(self, page_height: int) -> int:
        """Return where an office's own title ends, as far as that leaves room for content."""
        ends = [
            int(shape.top or 0) + int(shape.height or 0)
            for shape in self._layout.placeholders
            if shape.placeholder_format.type in _TITLES
        ]
        return 0 if self.is_own else min(max(ends, default=0), int(page_height * MOST_TITLE))

    @property
    def width_in(self) -> float:
        """The width of the content in inches."""
        return self.width / int(Inches(1))

    @property
    def height_in(self) -> float:
        """The height of the content in inches."""
        return self.height / int(Inches(1))

    def add_slide(self):
        """Add an empty slide with a title; return it."""
        slide = self.presentation.slides.add_slide(self._layout)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in _TITLES:
                shape.element.getparent().remove(shape.element)
        title = slide.shapes.title
        if title is not None and self.is_own:
            title.left, title.top = Emu(self.left), Emu(int(self.page_height * 0.045))
            title.width, title.height = Emu(self.width), Emu(int(self.page_height * 0.13))
        return slide

    def save(self) -> bytes:
        """Return the presentation as a file."""
        target = io.BytesIO()
        self.presentation.save(target)
        return target.getvalue()


def _open_own():
    """Return an empty presentation 16:9 in our fonts."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for relation in presentation.slide_masters[0].part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            part._blob = _FONTS.sub(_name_font, part.blob)
    return presentation


def _name_font(match: re.Match) -> bytes:
    kind = match[1]
    face = load_fonts_of("slides")["latin" if kind == b"latin" else "chinese"]
    return b'<a:%s typeface="%s"/>' % (kind, face.encode())


def _open_office(template: bytes, name: str):
    """Return an office's presentation without its slides.

    Raises
    ------
    DocumentError
        It is not a presentation (``template_not_pptx``), or beyond the limits of `check_archive`.
    """
    check_archive(template, name)
    try:
        presentation = Presentation(io.BytesIO(template))
        ids = presentation.slides._sldIdLst
        for slide_id in list(ids):
            presentation.part.drop_rel(slide_id.rId)
            ids.remove(slide_id)
        # Read now what is read later: a master or a layout may be missing.
        for layout in presentation.slide_layouts:
            list(layout.placeholders)
    except NO_DECK as error:
        raise DocumentError("template_not_pptx", file=name) from error
    return presentation


def _find_layout(presentation, name: str):
    """Return the layout with a title and the fewest other places: "title only" where there is.

    Raises
    ------
    DocumentError
        No layout has a title (``template_no_title``).
    """

    def rate(layout) -> tuple[int, int]:
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        rank = next((rank for rank, kind in enumerate(_TITLES) if kind in kinds), NO_TITLE)
        fillers = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
        return rank, sum(kind not in (*_TITLES, *fillers) for kind in kinds)

    layouts = list(presentation.slide_layouts)
    if all(rate(layout)[0] == NO_TITLE for layout in layouts):
        raise DocumentError("template_no_title", file=name)
    return min(layouts, key=rate)
