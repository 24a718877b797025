"""Draws the charts and maps of a briefing once, as the pictures that documents and folders take."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import cast

import pandas as pd

from data.clock import get_today, use_day
from data.words.catalogue import get_language, t, use_language
from geo.canvas import PrintSheet, drawing
from geo.plate import PlateOptions, make_sheet
from pages.documents.bar_pictures import (
    BulletRow,
    StripRow,
    make_bullets_sheet,
    make_ranking_sheet,
    make_strips_sheet,
)
from pages.documents.briefing.model import Block, Briefing, Chart, Plate, Section, Table
from pages.documents.chart_pictures import SeriesMarks, make_series_sheet
from pages.documents.chart_sheet import Caption

CHART_DPI = 200
# On a page the map is 150 mm wide; the folder of maps has it at 300 dots per inch.
UPRIGHT_DPI = 200
# Two series stand beside each other on an upright page.
SERIES_MM = (112.0, 74.0)
# A map on a slide, and one on an upright page, where the legend is below.
WIDE, SQUARE = "wide", "square"
STRIP_KEYS = ("verified", "reported", "pipeline")


@dataclass(frozen=True)
class Picture:
    """A drawn chart or map: as dots, as lines, and as dots for an upright page.

    shape is height by width of the dots for an upright page.
    """

    png: bytes
    svg: bytes
    upright: bytes
    shape: float


def draw_pictures(
    briefing: Briefing, approval_number: str | None, hands: int = 1
) -> Iterator[tuple[Chart | Plate, Picture | None]]:
    """Yield each chart and map: before it is drawn with None, then its picture.

    Parameters
    ----------
    hands : int
        So many processes draw. More than one are forked from this one, so it may have no other
        threads, and the system must know forks.
    """
    blocks = sorted(list_pictures(briefing), key=lambda block: isinstance(block, Chart))
    draw = partial(
        _draw_block,
        watermark=briefing.watermark,
        approval_number=approval_number,
        language=get_language(),
        day=get_today(),
    )
    # One is drawn here first: what it loads, the forked processes have.
    here, apart = (blocks, []) if hands == 1 else (blocks[-1:], blocks[:-1])
    for block in here:
        yield block, None
        yield block, draw(block)
    if not apart:
        return
    with ProcessPoolExecutor(hands, get_context("fork")) as pool:
        waiting = pool.map(draw, apart)
        for block in apart:
            yield block, None
            yield block, next(waiting)


def _draw_block(
    block: Chart | Plate, *, watermark: str, approval_number: str | None, language: str, day: date
) -> Picture:
    """Return a chart or a map of a briefing as pictures, as of a day."""
    with use_language(language), use_day(day):
        if isinstance(block, Plate):
            return draw_map(block, approval_number)
        return draw_chart(block, watermark)


def draw_chart(chart: Chart, watermark: str) -> Picture:
    """Return a chart of a briefing as pictures."""
    with drawing():
        sheet = _make_chart_sheet(chart, _make_caption(chart, watermark))
        png = sheet.save("png", CHART_DPI)
        return Picture(png, sheet.save("svg"), png, sheet.height / sheet.width)


def draw_map(plate: Plate, approval_number: str | None) -> Picture:
    """Return a map of a briefing as pictures; PNG at 300 dots per inch."""
    with drawing():
        wide = make_sheet(plate.view, _make_options(plate, WIDE, approval_number))
        upright = make_sheet(plate.view, _make_options(plate, SQUARE, approval_number))
        return Picture(
            wide.save("png"),
            wide.save("svg"),
            upright.save("png", UPRIGHT_DPI),
            upright.height / upright.width,
        )


def list_pictures(briefing: Briefing) -> list[Chart | Plate]:
    """Return what has to be drawn, in the order of the document."""
    return [
        block
        for _, block in briefing.list_blocks()
        if not isinstance(block, Table) and stands_in_document(block)
    ]


def stands_in_document(block: Block) -> bool:
    """Tell whether a block stands in a document: a chart may be for slides alone."""
    return not isinstance(block, Chart) or block.picture is not None


def _make_options(plate: Plate, size: str, approval_number: str | None) -> PlateOptions:
    return PlateOptions(
        size=size, labels=plate.labels, chosen=plate.chosen, approval_number=approval_number
    )


def _make_caption(chart: Chart, watermark: str) -> Caption:
    source = cite_sources(chart.sources)
    return Caption(
        title=chart.title,
        unit=t("plate.unit", unit=chart.unit) if chart.unit else "",
        source=t("briefing.word.source", sources=source) if source else "",
        notes=(chart.note,) if chart.note else (),
        watermark=watermark,
    )


def _make_chart_sheet(chart: Chart, caption: Caption) -> PrintSheet:
    if chart.kind == "lines":
        marks = SeriesMarks(breaks=tuple(int(year) for year in chart.breaks))
        series = cast(pd.DataFrame, chart.picture)
        return make_series_sheet(series, chart.value_unit, caption, marks, SERIES_MM)
    if isinstance(chart.picture, pd.DataFrame):
        return make_ranking_sheet(chart.picture, caption)
    rows = cast(tuple, chart.picture)
    if isinstance(rows[0], BulletRow):
        return make_bullets_sheet(rows, caption)
    keys = {name: t(f"boxes.key.{name}") for name in STRIP_KEYS}
    return make_strips_sheet(cast("tuple[StripRow, ...]", rows), caption, keys)


def cite_sources(sources: tuple[str, ...], most: int = 3) -> str:
    """Return sources in one line; of many the first, and how many there are."""
    named = t("shell.sentence_separator").join(sources[:most])
    if len(sources) <= most:
        return named
    return t("briefing.word.source_more", sources=named, n=len(sources))


def get_new_finding(section: Section, block: Block) -> str:
    """Return what a block found, "" where a sentence of its section says the same."""
    is_said = any(sentence.text == block.finding for sentence in section.sentences)
    return "" if is_said else block.finding
