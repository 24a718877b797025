"""Native charts on slides: people can change them, because their figures are in the file."""

import pptx  # noqa: F401
from markupsafe import Markup
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from data.words.catalogue import t
from data.words.numbers import MINUS, round_as_shown
from geo.palettes import INK
from pages.documents.bar_pictures import STRIP_COLORS
from pages.documents.briefing.model import Chart
from pages.documents.chart_pictures import ACCENT
from pages.documents.writers.slide_type import to_color

PACE = "B8C2BB"
GENERAL = "General"
_FORM = Markup('<c:numFmt {} formatCode="{}" sourceLinked="0"/>')
KINDS = {
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
}


def draw_native_chart(slide, chart: Chart, left: int, top: int, width: int, height: int) -> None:
    """Draw a chart that people can change: its figures are in the file."""
    data = CategoryChartData(number_format=GENERAL)
    data.categories = list(chart.categories)
    for line in chart.lines:
        data.add_series(line.name, [_round(value) for value in line.values])
    frame = slide.shapes.add_chart(
        KINDS[chart.kind], Emu(left), Emu(top), Emu(width), Emu(height), data
    )
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(11), to_color(INK)
    drawn.has_title = True
    unit = t("plate.unit", unit=chart.unit) if chart.unit else ""
    drawn.chart_title.include_in_layout = False
    frame_text = drawn.chart_title.text_frame
    frame_text.text = t("briefing.with_fact", name=chart.title, fact=unit) if unit else chart.title
    frame_text.paragraphs[0].runs[0].font.size = Pt(13)
    frame_text.paragraphs[0].runs[0].font.bold = False
    drawn.has_legend = len(chart.lines) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    _look_at_axes(drawn, chart)
    _look_at_series(drawn, chart)


def _look_at_axes(drawn, chart: Chart) -> None:
    value_axis, category_axis = drawn.value_axis, drawn.category_axis
    value_axis.major_gridlines.format.line.color.rgb = to_color("#DCE2DB")
    value_axis.format.line.fill.background()
    category_axis.format.line.color.rgb = to_color("#8B968F")
    if chart.kind != "lines":
        category_axis.reverse_order = True
        value_axis.visible = False
        value_axis.has_major_gridlines = False
        # The names stand at the edge, not inside bars below zero.
        category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    else:
        value_axis.tick_labels.number_format = _pick_axis_form(chart)
        value_axis.tick_labels.number_format_is_linked = False


def _look_at_series(drawn, chart: Chart) -> None:
    plot = drawn.plots[0]
    if chart.kind != "lines":
        plot.gap_width = 45
        plot.overlap = 100 if chart.kind == "stacked" else -5
    for line, series in zip(chart.lines, plot.series, strict=True):
        color = _pick_color(line.role)
        if chart.kind == "lines":
            series.smooth = False
            series.format.line.color.rgb = color
            series.format.line.width = Pt(2.25)
            series.marker.size = 6
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = color
            series.marker.format.line.color.rgb = color
            _label_last(series, line)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = color
            series.invert_if_negative = False
            _label_bars(series, chart, line)


def _label_last(series, line) -> None:
    """Write the value beside the newest point only: one on each point would cover the line."""
    last = max(at for at, value in enumerate(line.values) if value is not None)
    label = series.points[last].data_label
    label.has_text_frame = False
    before = [value for value in line.values[:last] if value is not None]
    falls = bool(before) and before[-1] > line.values[last]
    label.position = XL_LABEL_POSITION.BELOW if falls else XL_LABEL_POSITION.ABOVE
    label.font.size, label.font.bold = Pt(12), True
    element = label._get_or_add_dLbl()
    element.find(qn("c:showVal")).set("val", "1")
    form = _FORM.format(Markup(nsdecls("c")), _pick_form(round_as_shown(line.values[last])))
    element.find(qn("c:txPr")).addprevious(parse_xml(form))


def _round(value: float | None) -> float | None:
    """Return a value with the decimals that the text beside it has."""
    return None if value is None else round_as_shown(value)


def _pick_form(value: float) -> str:
    """Return the format of a number with as many decimals as it has.

    The programs write a lone point after a whole number where decimals are left open.
    """
    decimals = f"{value:.3f}".rstrip("0").partition(".")[2]
    return f"#,##0.{'0' * len(decimals)}" if decimals else "#,##0"


def _pick_axis_form(chart: Chart) -> str:
    """Return the format of the numbers of an axis: thousands apart where there are some."""
    values = [value for line in chart.lines for value in line.values if value is not None]
    return "#,##0" if max(map(abs, values), default=0.0) >= 1000 else GENERAL


def _label_bars(series, chart: Chart, line) -> None:
    if chart.kind == "stacked":
        labels = series.data_labels
        labels.show_value = True
        # No label where there is nothing: zero has an empty third part of its format.
        labels.number_format, labels.number_format_is_linked = "0;-0;;", False
        labels.font.size = Pt(10)
        is_dark = line.role == "verified"
        labels.font.color.rgb = RGBColor(255, 255, 255) if is_dark else to_color(INK)
        return
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = f'0.0"%";{MINUS}0.0"%"', False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(10)


def _pick_color(role: str) -> RGBColor:
    if role in STRIP_COLORS:
        return to_color(STRIP_COLORS[role])
    return to_color(PACE if role == "pace" else ACCENT)
