"""Draws the charts and maps of a briefing once, as the pictures that documents and folders take."""

from dataclasses import dataclass
from typing import cast

import pandas as pd

from data.words.catalogue import t
from geo.canvas import PrintSheet, drawing
from geo.plate import PlateOptions, make_sheet
from pages.documents.bar_pictures import (
    BulletRow,
    StripRow,
    make_bullets_sheet,
    make_ranking_sheet,
    make_strips_sheet,
)
from pages.documents.briefing.model import Block, Briefing, Chart, Plate, Table
from pages.documents.chart_pictures import SeriesMarks, make_series_sheet
from pages.documents.chart_sheet import Caption
from pages.documents.writers.citing import cite_sources

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


def draw_picture(block: Chart | Plate, watermark: str, approval_number: str | None) -> Picture:
    """Return a chart or a map of a briefing as pictures."""
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
