"""The eight figures that matter for an area: each with its trend and the band of its peers."""

from collections.abc import Iterable
from functools import partial

import pandas as pd
from markupsafe import Markup

from data.words.numbers import (
    format_number,
    format_unit,
    format_value,
    format_year,
    is_missing,
    join_unit,
)
from indicators.counties.bands import Band, list_peer_bands
from indicators.counties.leading import pick_leading_indicators
from indicators.shown_series import ShownFigure, list_shown_figures
from pages.blocks.links import render_indicator_link, render_indicator_name
from pages.blocks.markup import render_note
from pages.blocks.panels import render_panel
from pages.blocks.pictures import list_named_sources, make_caption
from pages.blocks.series import get_shown_series
from pages.blocks.status import describe_shown_source, describe_source, name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.values import format_state
from pages.counties.parts import county_cache
from pages.documents.chart_data import Panel
from pages.documents.chart_scale import make_scale
from pages.documents.table_book import round_figure
from pages.documents.wording import describe_aggregated, describe_place, format_yearly_change
from pages.shell import cache, owed_cache
from pages.shell.box_cache import BOXES
from pages.shell.i18n import t

COLUMNS = ("indicator", "year", "value", "low", "median", "high", "unit", "state", "source")
PANEL_COLUMNS = 4


@cache.keep(*BOXES, by_day=True)
def get_leading(area_id: str, year: int) -> list[str]:
    """Return the indicators of the card (see `pick_leading_indicators`)."""
    own = owed_cache.get_own_rows(area_id, year)
    return pick_leading_indicators(owed_cache.get_county_inputs(), area_id, own)


@cache.keep(*BOXES, by_day=True)
def get_bands(area_id: str, year: int) -> dict[str, list[Band]]:
    """Return the bands of an area's peers (see `list_peer_bands`)."""
    leading = get_leading(area_id, year)
    return list_peer_bands(owed_cache.get_county_inputs(), area_id, year, leading)


def _pick_band(area_id: str, year: int, indicator_id: str, years: Iterable[int]) -> list[Band]:
    """Return the band of an indicator over the years of the area's series; often none."""
    known = list(years)
    first, last = min(known), max(known)
    bands = get_bands(area_id, year).get(indicator_id, [])
    return [band for band in bands if first <= band.year <= last]


@cache.keep(*BOXES, in_words=True, by_day=True)
def render_trends(area_id: str, year: int) -> Markup:
    """Return the card: up to eight tiles; "" without any figure."""
    leading = get_leading(area_id, year)
    if not leading:
        return Markup()
    own = {row["indicator_id"]: row for row in owed_cache.get_own_rows(area_id, year)}
    places: dict[str, dict] = {}
    # The place is that among most counties.
    compared = county_cache.get_peer_rows(area_id, year)
    for peers in sorted(compared, key=lambda row: -row["expected"]):
        places.setdefault(peers["indicator_id"], peers)
    drawn, bands = [], []
    for indicator_id in leading:
        figures = list_shown_figures(cache.get_inputs(), indicator_id, area_id, year)
        series = [figure for figure in figures if figure.year <= year]
        bands.append(_pick_band(area_id, year, indicator_id, (row.year for row in series)))
        drawn.append(_render_tile(own[indicator_id], area_id, year, series, places, bands[-1]))
    tiles = Markup("").join(drawn)
    note = t("county.trends_note" if any(bands) else "county.trends_alone")
    return Markup('<div class="tiles">{}</div>{}').format(tiles, render_note(note))


def _render_tile(
    row: dict,
    area_id: str,
    year: int,
    series: list[ShownFigure],
    places: dict[str, dict],
    band: list[Band],
) -> Markup:
    indicator_id = row["indicator_id"]
    ends = [(one.year, end) for one in band for end in (one.low, one.high)]
    scale = make_scale([*((figure.year, figure.value) for figure in series), *ends])
    facts = [format_year(row["year"]), format_state(row["state"])]
    change = format_yearly_change(row)
    # Where two years do not compare, the reason stands in place of the change.
    is_change = bool(change) and is_missing(row["change_reason"])
    lines = [t("compare.change", change=change) if is_change else change] if change else []
    if indicator_id in places and not is_missing(places[indicator_id]["place"]):
        lines.append(t("county.trends_place", place=describe_place(places[indicator_id])))
    counties = describe_aggregated(row)
    if counties:
        lines.append(counties)
    if not is_missing(row["target_value"]):
        value = format_value(row["target_value"], row["unit"])
        lines.append(t("county.trends_target", value=value))
    number = format_number(row["value"])
    unit = join_unit(number, format_unit(row["unit"])).removeprefix(number)
    value = Markup("<b>{}</b>{}").format(number, unit)
    source = describe_source(indicator_id, row["source"])
    return Markup(
        '<figure title="{}"><figcaption>{}<span>{}<small>{}</small></span></figcaption>{}'
        "<p>{}</p></figure>"
    ).format(
        t("shell.source_is", source=source) if source else "",
        render_indicator_name(indicator_id, area_id, year),
        render_indicator_link(value, indicator_id, area_id, year),
        " · ".join(facts),
        render_panel(series, scale, name_indicator(indicator_id), band=band),
        " · ".join(lines),
    )


def offer_trends(area_id: str, year: int) -> None:
    """Offer the card as a picture and as data; nothing where an area has no figure."""
    if not get_leading(area_id, year):
        return
    area = cache.get_area_names()[area_id]
    offer_files(
        "trends",
        make_file_name(area, year, t("picture.trend")),
        draw=partial(draw_trends_file, area_id, year),
        rows=partial(list_trend_rows, area_id, year),
        state=COLUMNS.index("state"),
    )


def draw_trends_file(area_id: str, year: int, kind: str) -> bytes:
    """Return the card as a picture: small charts, each with the band of the peers."""
    # Only a picture needs what draws it.
    from pages.documents.chart_pictures import draw_panels_picture

    panels, sources = [], []
    for indicator_id in get_leading(area_id, year):
        series = get_shown_series(indicator_id, area_id, year)
        last = series.iloc[-1]
        beside = t(
            "picture.newest",
            value=format_value(last["value"], last["unit"]),
            year=format_year(last["year"]),
            state=format_state(last["state"]),
        )
        band = _pick_band(area_id, year, indicator_id, series["year"])
        behind = pd.DataFrame(band) if band else None
        panels.append(Panel(name_indicator(indicator_id), beside, series, band=behind))
        sources += list_named_sources(indicator_id, series["source"])
    caption = make_caption(
        t("picture.trends_title", area=cache.get_area_names()[area_id]),
        sources=sources,
        last_year=year,
        notes=(t("picture.scales_differ"),),
    )
    keys = [("own", cache.get_area_names()[area_id]), ("band", t("county.trends_band"))]
    return draw_panels_picture(panels, caption, kind, columns=PANEL_COLUMNS, keys=keys)


def list_trend_rows(area_id: str, year: int) -> tuple[list[str], list[list]]:
    """Return titles and rows of the card: one row per indicator and year, with the band."""
    rows = []
    for indicator_id in get_leading(area_id, year):
        series = get_shown_series(indicator_id, area_id, year)
        band = _pick_band(area_id, year, indicator_id, series["year"])
        by_year = {one.year: one._asdict() for one in band}
        for row in series.to_dict("records"):
            peers = by_year.get(row["year"], {})
            rows.append(
                [
                    name_indicator(indicator_id),
                    int(row["year"]),
                    round_figure(row["value"]),
                    *(round_figure(peers.get(name)) for name in ("low", "median", "high")),
                    format_unit(row["unit"]),
                    format_state(row["state"]),
                    describe_shown_source(row),
                ]
            )
    return [t(f"picture.column.{name}") for name in COLUMNS], rows
