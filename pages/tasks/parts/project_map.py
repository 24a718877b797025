"""Projects on a map: by their point if it is known, else by their county."""

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup, escape

from data.projects.register import STAGES
from geo.choropleth import LATITUDES, LONGITUDES
from geo.layers import SCREEN_ADDRESS, get_address, get_geographic_middles
from geo.projection import CENTRAL_MERIDIAN, STANDARD_PARALLELS
from pages.blocks.boxes import name_item
from pages.blocks.figures import FONT, INK
from pages.blocks.projects import COLOURS, format_text, name_area
from pages.shell.i18n import t

MAP_CONFIG = {"displayModeBar": False, "scrollZoom": True, "topojsonURL": f"{SCREEN_ADDRESS}/"}
LINES = 8
CLASSES = ((0, 0), (1, 1), (2, 3), (4, 6), (7, 10), (11, None))
FILLS = ("#EEF0EB", "#D3E4DA", "#A9C8B8", "#6FA488", "#3F7F5F", "#1F5239")


def draw_project_map(projects: pd.DataFrame) -> go.Figure:
    """Draw the counties coloured by their projects, and a mark for each known point.

    Coordinates are longitude and latitude in degrees (EPSG:4490). A project without a point
    counts in its county. A project of a prefecture or the region without a point is not drawn;
    the line under the map says so.
    """
    is_point = projects["longitude"].notna()
    figure = go.Figure(layout=_make_layout())
    counties = list(get_geographic_middles("county").index)
    groups = dict(list(projects[~is_point].groupby("area_id")))
    for (low, high), colour in zip(CLASSES, FILLS, strict=True):
        own = [
            area_id
            for area_id in counties
            if low <= len(groups.get(area_id, ())) <= (high or len(projects))
        ]
        if own:
            figure.add_trace(_draw_counties(own, groups, _name_class(low, high), colour))
    for stage in STAGES:
        marks = projects[is_point & (projects["stage"] == stage)]
        if not marks.empty:
            figure.add_trace(_draw_marks(marks, stage))
    return figure


def count_unplaced(projects: pd.DataFrame) -> int:
    """Return how many projects have neither a point nor a county with an outline."""
    counties = get_geographic_middles("county").index
    return int((projects["longitude"].isna() & ~projects["area_id"].isin(counties)).sum())


def _name_class(low: int, high: int | None) -> str:
    if not low:
        return t("projects.map_none")
    if high is None:
        return t("projects.map_from", low=low)
    return t("projects.map_class", range=str(low) if low == high else f"{low}–{high}")


def _draw_counties(area_ids: list[str], groups: dict, name: str, colour: str) -> go.Choropleth:
    texts = [
        _render_hover(groups[area_id]) if area_id in groups else escape(name_area(area_id))
        for area_id in area_ids
    ]
    return go.Choropleth(
        geojson=get_address("county"),
        locations=area_ids,
        featureidkey="id",
        z=[0.0] * len(area_ids),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        name=name,
        showlegend=True,
        marker={"line": {"color": "#fff", "width": 0.7}},
        text=texts,
        hovertemplate=Markup("%{text}<extra></extra>"),
    )


def _draw_marks(marks: pd.DataFrame, stage: str) -> go.Scattergeo:
    return go.Scattergeo(
        lon=marks["longitude"],
        lat=marks["latitude"],
        mode="markers",
        name=t(f"projects.stage.{stage}"),
        marker={"size": 10, "color": COLOURS[stage], "line": {"color": "#7A2B5E", "width": 1.4}},
        text=[_render_hover(marks.loc[[index]]) for index in marks.index],
        hovertemplate=Markup("%{text}<extra></extra>"),
    )


def _render_hover(group: pd.DataFrame) -> Markup:
    head = t("projects.map_hover", area=name_area(group["area_id"].iloc[0]), count=len(group))
    names = [
        format_text(row["name"]) or name_item(row["item_id"]) for row in group.to_dict("records")
    ]
    more = [] if len(names) <= LINES else [t("projects.map_more", count=len(names) - LINES)]
    return Markup("<br>").join([head, *names[:LINES], *more])


def _make_layout() -> dict:
    return {
        "height": 620,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "#fff",
        "font": {"family": FONT, "size": 12, "color": INK},
        "legend": {"orientation": "h", "y": 0.02, "x": 0.01},
        "geo": {
            "visible": False,
            "bgcolor": "#fff",
            "lonaxis": {"range": list(LONGITUDES)},
            "lataxis": {"range": list(LATITUDES)},
            "projection": {
                "type": "conic equal area",
                "parallels": list(STANDARD_PARALLELS),
                "rotation": {"lon": CENTRAL_MERIDIAN},
            },
        },
    }
