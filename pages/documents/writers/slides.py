"""A briefing as slides: native charts and tables, a title that states the finding, notes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pptx  # noqa: F401
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from data.words.catalogue import t
from geo.palettes import MUTED
from pages.documents.briefing.model import Briefing, Chart, Plate, Section, Sentence, Table
from pages.documents.writers.citing import cite_sources
from pages.documents.writers.deck import Deck
from pages.documents.writers.fitting import (
    count_lines,
    cut_to_lines,
    measure_height,
    pick_size,
    share_width,
)
from pages.documents.writers.pictures import Picture
from pages.documents.writers.slide_charts import draw_native_chart
from pages.documents.writers.slide_tables import (
    CELL_EDGE_IN,
    TABLE_POINTS,
    draw_native_table,
    measure_row,
)
from pages.documents.writers.slide_type import add_rule, write_paragraph, write_title
from pages.documents.writers.steady import settle_archive

TITLE_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
COVER_SIZES = (40.0, 36.0, 32.0)
# So much wider are bold digits in the widest of the common fonts.
BOLD = 1.06
TEXT_SIZES = (20.0, 18.0, 16.0, 14.0)
SOURCE_POINTS, MOST_CITED = 9.0, 3
SENTENCE_GAP_IN = 0.12
WATERMARK_COLOR = RGBColor(0xE9, 0xDD, 0xE5)
MOST_NOTES = 60
MOST_CARD_ROWS = 8
LEAD_POINTS, MOST_LEAD_IN = 14.0, 1.5
MOST_SHORT = 3
# Of the room of a slide: where the rows of a table are shared out, no page gets less than this.
STEPS = 24


def make_slides(
    briefing: Briefing,
    pictures: dict[str, Picture],
    made_at: datetime,
    master: bytes | None = None,
    master_name: str = "",
) -> bytes:
    """Return a briefing as a .pptx file, 16:9 with our own master or with an office's.

    Parameters
    ----------
    pictures : dict
        Map id -> its picture.
    made_at : datetime
        UTC; stands in the file's properties.
    master : bytes or None
        An office's own presentation: its master and layouts are used, its slides are not.

    Raises
    ------
    DocumentError
        The master is not a presentation.
    """
    deck = Deck(master, master_name)
    _add_cover(deck, briefing)
    for section in _gather_short(briefing.sections):
        for slide in _add_section(deck, briefing, section, pictures):
            _write_notes(slide, briefing, section)
    for number, slide in enumerate(deck.presentation.slides, start=1):
        _finish(deck, slide, briefing, number)
    properties = deck.presentation.core_properties
    properties.title, properties.author = briefing.title, t("shell.product")
    properties.created = properties.modified = made_at
    properties.last_modified_by = t("shell.product")
    return settle_archive(deck.save(), made_at)


def _gather_short(sections: tuple[Section, ...]) -> list[Section]:
    """Put sections of a few sentences and nothing else together, where the first of them stands.

    A slide with a title alone says too little.
    """
    short = [
        section
        for section in sections
        if 0 < len(section.sentences) <= MOST_SHORT
        and not section.blocks
        and section.level == 1
        and section.part != "methods"
    ]
    if len(short) < 2:
        return list(sections)
    first, *others = short
    together = replace(
        first,
        title=t("shell.list_separator").join(section.title for section in short),
        sentences=(
            *first.sentences,
            *(sentence for section in others for sentence in _name_sentences(section)),
        ),
        definitions=tuple(dict.fromkeys(line for section in short for line in section.definitions)),
    )
    return [
        together if section is first else section for section in sections if section not in others
    ]


def _name_sentences(section: Section) -> Iterator[Sentence]:
    """Yield the sentences of a section, the first with what they are about before it."""
    for number, sentence in enumerate(section.sentences):
        named = t("briefing.sentence_start", name=section.title, text=sentence.text)
        yield sentence if number else replace(sentence, text=named)


def _add_cover(deck: Deck, briefing: Briefing) -> None:
    slide = deck.add_slide()
    title = slide.shapes.title
    # On one line where a smaller size helps.
    size = next(
        (
            size
            for size in COVER_SIZES
            if count_lines(briefing.title, size, deck.width_in - 0.2) == 1
        ),
        pick_size(briefing.title, (*COVER_SIZES, 28.0, 24.0), deck.width_in - 0.2, 1.9),
    )
    title.left, title.top = Emu(deck.left), Emu(int(deck.page_height * 0.27))
    title.width, title.height = Emu(deck.width), Emu(int(deck.page_height * 0.26))
    write_title(title.text_frame, briefing.title, size, anchor=MSO_ANCHOR.BOTTOM, is_bold=True)
    add_rule(deck, slide, int(deck.page_height * 0.55), 0.035)
    lines = [briefing.subtitle, briefing.plan, briefing.made]
    box = slide.shapes.add_textbox(
        Emu(deck.left), Emu(int(deck.page_height * 0.58)), Emu(deck.width), Inches(1.6)
    )
    for number, line in enumerate(lines):
        points = 18.0 if number == 0 else 14.0
        write_paragraph(box.text_frame, line, points, number, color=MUTED)


def _add_section(
    deck: Deck, briefing: Briefing, section: Section, pictures: dict[str, Picture]
) -> Iterator:
    """Add the slides of a section: its sentences, then one or more for each block.

    A few short sentences stand above the first block instead of on a slide of their own.
    """
    if section.part == "cards":
        yield from _add_card(deck, section)
        return
    findings = {block.finding for block in section.blocks}
    said = [text for text in _list_texts(section) if text not in findings]
    lead = said if section.blocks and _measure_lead(deck, said) <= MOST_LEAD_IN else []
    if not lead and (said or not section.blocks) and section.part != "maps":
        yield from _add_sentences(deck, briefing, section)
    for number, block in enumerate(section.blocks):
        above = lead if number == 0 and section.part != "maps" else []
        if isinstance(block, Table):
            yield from _add_tables(deck, section, block, above)
        elif isinstance(block, Chart):
            yield _add_chart_slide(deck, section, block, above)
        else:
            yield _add_map_slide(deck, section, block, pictures)


def _list_texts(section: Section) -> list[str]:
    return [sentence.text for sentence in section.sentences]


def _measure_lead(deck: Deck, texts: list[str]) -> float:
    """Return the height in inches of sentences above a block."""
    return sum(measure_height(text, LEAD_POINTS, deck.width_in - 0.3) for text in texts)


def _add_lead(deck: Deck, slide, texts: list[str]) -> int:
    """Write sentences above a block; return where the block begins, in EMU."""
    if not texts:
        return deck.top
    height = Inches(_measure_lead(deck, texts) + 0.1)
    box = slide.shapes.add_textbox(Emu(deck.left), Emu(deck.top), Emu(deck.width), height)
    for place, text in enumerate(texts):
        write_paragraph(box.text_frame, text, LEAD_POINTS, place)
    return int(deck.top + height + Inches(0.1))


def _add_titled(
    deck: Deck, section: Section, finding: str, sources: tuple[str, ...] = (), note: str = ""
):
    """Add a slide whose title states a finding, with its part above and its source below."""
    slide = deck.add_slide()
    title = slide.shapes.title
    # A title has no full stop.
    finding = finding.removesuffix(t("shell.sentence_end").strip())
    height = 0.13 * deck.page_height / int(Inches(1))
    size = pick_size(finding, TITLE_SIZES, (deck.width_in - 0.2) / BOLD, height)
    if not deck.is_own:
        size = min(size, 22.0)
    write_title(title.text_frame, finding, size, anchor=MSO_ANCHOR.MIDDLE, is_bold=True)
    _add_source(deck, slide, section, sources, note)
    return slide


def _add_source(deck: Deck, slide, section: Section, sources: tuple[str, ...], note: str) -> None:
    text = _pick_source_line(section.title, sources, note, deck.width_in * 0.9)
    box = slide.shapes.add_textbox(
        Emu(deck.left), Emu(deck.source_top), Emu(int(deck.width * 0.92)), Inches(0.42)
    )
    write_paragraph(box.text_frame, text, SOURCE_POINTS, 0, color=MUTED)


def _pick_source_line(title: str, sources: tuple[str, ...], note: str, width_in: float) -> str:
    """Return the part, its sources and a note in two lines.

    Where not all of it fits, the note goes first, which the speaker notes have too; then there
    are fewer sources.
    """
    noted = [t("briefing.word.note", note=note)] if note else []
    cited = [cite_sources(sources, most) for most in range(min(len(sources), MOST_CITED), 0, -1)]
    named = [[t("briefing.word.source", sources=source)] for source in cited] or [[]]
    tried = [
        " · ".join(said) for said in ([title, *named[0], *noted], *([title, *n] for n in named))
    ]
    fits = (text for text in tried if count_lines(text, SOURCE_POINTS, width_in) <= 2)
    return next(fits, cut_to_lines(tried[-1], SOURCE_POINTS, width_in, 2))


def _add_sentences(deck: Deck, briefing: Briefing, section: Section) -> Iterator:
    """Add the sentences of a section below its finding, on as many slides as they need."""
    finding, rest = section.finding, _list_texts(section)[1:]
    width = deck.width_in - 0.5
    size = next(
        (
            points
            for points in TEXT_SIZES
            if sum(measure_height(text, points, width) + SENTENCE_GAP_IN for text in rest)
            <= deck.height_in
        ),
        TEXT_SIZES[-1],
    )
    if section.part == "methods":
        finding, rest, size = section.title, _list_texts(section), 12.0
    sources = _list_sources(briefing, section)
    pages = _split(
        rest, lambda text: measure_height(text, size, width) + SENTENCE_GAP_IN, deck.height_in
    )
    for number, texts in enumerate(pages or [[]]):
        title = (
            finding
            if number == 0
            else t("briefing.word.continued", title=section.title, n=number + 1)
        )
        slide = _add_titled(deck, section, title, sources)
        box = slide.shapes.add_textbox(
            Emu(deck.left), Emu(deck.top), Emu(deck.width), Emu(deck.height)
        )
        for place, text in enumerate(texts):
            paragraph = write_paragraph(box.text_frame, text, size, place)
            paragraph.space_after = Pt(SENTENCE_GAP_IN * 72)
        yield slide


def _list_sources(briefing: Briefing, section: Section) -> tuple[str, ...]:
    """Return the sources of the rows that the sentences of a section come from."""
    found = (trace.source for said in section.sentences for trace in briefing.list_traces(said))
    return tuple(dict.fromkeys(filter(None, found)))


def _split(items: list, measure, room: float, taken: float = 0.0) -> list[list]:
    """Split items into as few pages as they need, each about as full as the others.

    The heights of a page do not exceed the room; some of the first is taken.
    """
    heights = [measure(item) for item in items]
    pages = _fill(items, heights, room, taken)
    for step in range(1, STEPS):
        tighter = _fill(items, heights, room * (1 - step / STEPS), taken)
        if len(tighter) > len(pages):
            break
        pages = tighter
    return pages


def _share_width(deck: Deck, table: Table) -> list[float]:
    shown = table.rows if table.most_rows is None else table.rows[: table.most_rows]
    return share_width(table.columns, deck.width_in, TABLE_POINTS, CELL_EDGE_IN, shown)


def _fill(items: list, heights: list[float], room: float, taken: float) -> list[list]:
    """Fill each page before the next one is begun."""
    pages: list[list] = []
    left = 0.0
    for item, height in zip(items, heights, strict=True):
        if not pages or height > left:
            left = room if pages else room - taken
            pages.append([])
        pages[-1].append(item)
        left -= height
    return pages


def _add_tables(deck: Deck, section: Section, table: Table, above: list[str]) -> Iterator:
    """Add a table on as many slides as its rows need, up to the most that are printed."""
    shown = table.rows if table.most_rows is None else table.rows[: table.most_rows]
    widths = _share_width(deck, table)
    header = [column.title for column in table.columns]

    def measure(cells) -> float:
        return measure_row([cell.text for cell in cells], widths)

    room = deck.height_in - measure_row(header, widths) - 0.3
    finding = table.finding or table.title
    lead = _measure_lead(deck, above) + 0.2 if above else 0.0
    pages = _split(list(shown), measure, room, lead)
    left_out = len(table.rows) - len(shown)
    for number, rows in enumerate(pages):
        title = (
            finding
            if number == 0
            else t("briefing.word.continued", title=table.title, n=number + 1)
        )
        slide = _add_titled(deck, section, title, table.sources, table.note)
        top = _add_lead(deck, slide, above if number == 0 else [])
        bottom = draw_native_table(deck, slide, table.columns, rows, widths, top)
        if number == len(pages) - 1 and left_out:
            _add_remark(deck, slide, t("briefing.word.rest", n=left_out), bottom)
        yield slide


def _add_remark(deck: Deck, slide, text: str, bottom: float) -> None:
    box = slide.shapes.add_textbox(Emu(deck.left), Inches(bottom), Emu(deck.width), Inches(0.3))
    write_paragraph(box.text_frame, text, TABLE_POINTS, 0, color=MUTED)


def _add_chart_slide(deck: Deck, section: Section, chart: Chart, above: list[str]):
    slide = _add_titled(deck, section, chart.finding or chart.title, chart.sources, chart.note)
    top = _add_lead(deck, slide, above)
    draw_native_chart(slide, chart, deck.left, top, deck.width, deck.top + deck.height - top)
    return slide


def _add_map_slide(deck: Deck, section: Section, plate: Plate, pictures: dict[str, Picture]):
    slide = _add_titled(deck, section, plate.finding or plate.title, plate.sources)
    picture = io.BytesIO(pictures[plate.block_id].png)
    drawn = slide.shapes.add_picture(
        picture, Emu(deck.left), Emu(deck.top), height=Emu(deck.height)
    )
    if drawn.width > deck.width:
        drawn.height = Emu(int(drawn.height * deck.width / drawn.width))
        drawn.width = Emu(deck.width)
    drawn.left = Emu(deck.left + (deck.width - drawn.width) // 2)
    drawn._element.nvPicPr.cNvPr.set("descr", plate.title)
    return slide


def _add_card(deck: Deck, section: Section) -> Iterator:
    """Add a county: what it is asked and owes in sentences, then its figures."""
    said = [sentence.text for sentence in section.sentences]
    finding = t("briefing.sentence_start", name=section.title, text=said[0])
    slide = _add_titled(deck, section, finding, section.blocks[0].sources)
    box = slide.shapes.add_textbox(Emu(deck.left), Emu(deck.top), Emu(deck.width), Inches(1.2))
    height = 0.0
    for place, text in enumerate(said[1:]):
        write_paragraph(box.text_frame, text, 14.0, place)
        height += measure_height(text, 14.0, deck.width_in - 0.2)
    table = section.blocks[0]
    if isinstance(table, Table) and table.rows:
        widths = _share_width(deck, table)
        top = deck.top + int(Inches(height + 0.25))
        draw_native_table(deck, slide, table.columns, table.rows[:MOST_CARD_ROWS], widths, top)
    yield slide


def _finish(deck: Deck, slide, briefing: Briefing, number: int) -> None:
    """Add the page number and, behind everything, the watermark of made-up data."""
    box = slide.shapes.add_textbox(
        Emu(deck.left + int(deck.width * 0.92)),
        Emu(deck.source_top),
        Emu(int(deck.width * 0.08)),
        Inches(0.3),
    )
    paragraph = write_paragraph(box.text_frame, str(number), SOURCE_POINTS, 0, color=MUTED)
    paragraph.alignment = PP_ALIGN.RIGHT
    if not briefing.watermark:
        return
    mark = slide.shapes.add_textbox(
        Emu(deck.left), Emu(int(deck.page_height * 0.4)), Emu(deck.width), Inches(1.6)
    )
    mark.rotation = -24
    mark.text_frame.word_wrap = False
    paragraph = write_paragraph(mark.text_frame, briefing.watermark, 66.0, 0)
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.runs[0].font.color.rgb = WATERMARK_COLOR
    tree = slide.shapes._spTree
    tree.remove(mark._element)
    tree.insert(2, mark._element)


def _write_notes(slide, briefing: Briefing, section: Section) -> None:
    """Write what the words mean and which rows the sentences come from into the notes."""
    notes = [t("briefing.word.note", note=block.note) for block in section.blocks if block.note]
    lines = [*section.definitions, *dict.fromkeys(notes)]
    for sentence in section.sentences:
        traces = briefing.list_traces(sentence)
        if traces:
            lines.append(sentence.text)
        lines += [_describe_trace(trace) for trace in traces[:MOST_NOTES]]
        if len(traces) > MOST_NOTES:
            lines.append(t("briefing.trace.more", n=len(traces)))
    slide.notes_slide.notes_text_frame.text = "\n".join(lines)


def _describe_trace(trace) -> str:
    facts = " · ".join(filter(None, (trace.value, trace.state, trace.source)))
    return (
        f"· {t('briefing.with_fact', name=trace.what, fact=facts)}" if facts else f"· {trace.what}"
    )
