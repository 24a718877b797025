"""Draws a view as a figure for the browser, with outlines by address.

The figure holds codes, class numbers and short words, so that another year costs a few
kilobytes. The browser fetches the outlines once, from this server.
"""

from typing import NamedTuple

import plotly.graph_objects as go

from data.words.catalogue import get_language, t
from data.words.numbers import join_unit
from geo.layers import SCREEN_ADDRESS, get_address, get_geographic_middles, load_layer
from geo.legend import CLASS, NO_DATA, NOT_ASSIGNED, NOT_COMPARABLE_KEY
from geo.palettes import (
    BORDER,
    HATCH,
    INK,
    NOT_COMPARABLE,
    PAPER,
    PREFECTURE_BORDER,
    STATUS_COLORS,
    STATUS_SYMBOLS,
    XPCC_BORDER,
    is_dark,
)
from geo.projection import CENTRAL_MERIDIAN, STANDARD_PARALLELS
from geo.views import MapView

# plotly asks for a world topology before it draws any map; this server has an empty one.
CONFIG = {
    "topojsonURL": f"{SCREEN_ADDRESS}/",
    "displayModeBar": False,
    "scrollZoom": True,
    "doubleClick": "reset",
    "responsive": True,
}
FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Caomu Sans', sans-serif"
CLEAR = "rgba(0,0,0,0)"
# What the map shows at first, in degrees: the region with a little room.
LONGITUDES, LATITUDES = (73.9, 96.0), (34.0, 50.0)
# Fills without a class come first in the colour scale.
WHITE_Z, GREY_Z, FIRST_CLASS_Z = 0, 1, 2


def draw_choropleth(view: MapView, *, height: int = 560, title: str = "") -> go.Figure:
    """Return the figure of a view; show it with `CONFIG`.

    A click selects a unit: its code is the point's ``location``. No unit is ever dimmed.

    Parameters
    ----------
    height : int
        Pixels.
    title : str
        What a screen reader says about the figure.
    """
    units = view.drawn
    traces = [_draw_group(view, group, *shared) for shared, group in _group_units(units)]
    hatched = units.index[units["key"] == NO_DATA]
    if len(hatched):
        traces.append(
            _draw_overlay(get_address(view.level, "_hatch"), list(hatched), HATCH, CLEAR, 0)
        )
    if view.level == "county":
        traces.append(
            _draw_overlay(
                get_address("prefecture"),
                list(load_layer("prefecture", "screen").index),
                CLEAR,
                PREFECTURE_BORDER,
                0.9,
            )
        )
    cities = units.index[units["is_xpcc"]]
    if len(cities):
        traces.append(_draw_overlay(get_address(view.level), list(cities), CLEAR, XPCC_BORDER, 1.3))
    if view.kind == "status":
        traces.append(_draw_symbols(view, units))
    # A test checks these dictionaries by plotly's rules. To check them for every reader would
    # take as long as the rest of the map.
    return go.Figure(traces, _make_layout(height, title), _validate=False)


def list_preview(view: MapView) -> dict:
    """Return what a browser needs to paint the same map before plotly.js has loaded.

    Address of the outlines, projection, extent, and `fills`: the colour of each unit by its
    code. The same units, colours and extent as `draw_choropleth`; no marks, no hatch.
    """
    colors = {NOT_COMPARABLE_KEY: NOT_COMPARABLE}
    fills = {
        area_id: view.colors[int(number)] if key == CLASS else colors.get(key, PAPER)
        for area_id, key, number in zip(
            view.drawn.index, view.drawn["key"], view.drawn["class_no"], strict=True
        )
    }
    return {
        "address": get_address(view.level),
        "meridian": CENTRAL_MERIDIAN,
        "parallels": STANDARD_PARALLELS,
        "longitudes": LONGITUDES,
        "latitudes": LATITUDES,
        "border": BORDER,
        "fills": fills,
    }


class _Unit(NamedTuple):
    """What the figure says about one unit; the names are columns of a view's units."""

    class_no: float
    rank: float
    number: str
    note: str


def _group_units(units) -> list[tuple[tuple[str, str, str], dict[str, _Unit]]]:
    """Group the units that share key, state and source, so that these are sent only once."""
    shared = zip(
        units["key"],
        *(units[name].where(units[name].notna(), "") for name in ("state", "source")),
        strict=True,
    )
    own = map(_Unit, *(units[name] for name in _Unit._fields))
    groups: dict[tuple[str, str, str], dict[str, _Unit]] = {}
    for area_id, together, unit in zip(units.index, shared, own, strict=True):
        groups.setdefault(together, {})[area_id] = unit
    return sorted(groups.items())


def _draw_group(view: MapView, group: dict[str, _Unit], key: str, state: str, source: str) -> dict:
    """Return the trace of units that share key, state and source."""
    is_class = key == CLASS
    fill = GREY_Z if key == NOT_COMPARABLE_KEY else WHITE_Z
    colors = (PAPER, NOT_COMPARABLE, *view.colors)
    units = group.values()
    return {
        "type": "choropleth",
        "geojson": get_address(view.level),
        "featureidkey": "id",
        "locations": list(group),
        "z": [FIRST_CLASS_Z + int(unit.class_no) if is_class else fill for unit in units],
        "zmin": -0.5,
        "zmax": len(colors) - 0.5,
        "colorscale": _make_scale(colors),
        "showscale": False,
        "text": [_join_note(unit) for unit in units] if is_class else None,
        "customdata": [int(unit.rank) for unit in units] if is_class and view.ranked else None,
        "hovertemplate": _write_hover(view, key, state, source),
        "marker": {"line": {"color": BORDER, "width": 0.5}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _join_note(unit: _Unit) -> str:
    """Return the number and note of a unit, which differ from unit to unit."""
    return f"{unit.number}<br>{unit.note}" if unit.note else unit.number


def _write_hover(view: MapView, key: str, state: str, source: str) -> str:
    """Return the hover text: name, value, year, state, rank among peers, source."""
    lines = [f"<b>%{{properties.{get_language()}}}</b>"]
    if key == CLASS:
        facts = [t(f"map.state.{state}")] if state else []
        facts += [t("map.rank", n="%{customdata}", of=view.ranked)] if view.ranked else []
        separator = t("map.separator")
        value = join_unit("%{text}", view.unit) if view.is_measured else "%{text}"
        lines += [value, separator.join(facts), source]
    else:
        lines.append(t(f"map.key.{view.outside if key == NOT_ASSIGNED else key}"))
    lines.append(view.cutoff)
    return "<br>".join(line for line in lines if line) + "<extra></extra>"


def _draw_overlay(address: str, codes: list[str], fill: str, line: str, width: float) -> dict:
    """Return a trace of shapes over the units that lets the mouse through."""
    return {
        "type": "choropleth",
        "geojson": address,
        "featureidkey": "id",
        "locations": codes,
        "z": [0] * len(codes),
        "colorscale": [[0, fill], [1, fill]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"color": line, "width": width}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _draw_symbols(view: MapView, units) -> dict:
    """Return the trace of status marks, because colour alone would not be enough."""
    middles = get_geographic_middles(view.level).reindex(units.index)
    names = [list(STATUS_COLORS)[int(number)] for number in units["class_no"]]
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": middles.x.round(2).tolist(),
        "lat": middles.y.round(2).tolist(),
        "text": [STATUS_SYMBOLS[name] for name in names],
        "hoverinfo": "skip",
        "textfont": {
            "size": 11,
            "color": [PAPER if is_dark(STATUS_COLORS[name]) else INK for name in names],
        },
        "selected": {"textfont": {}},
        "unselected": {"textfont": {}},
    }


def _make_scale(colors) -> list[list]:
    """Return a colour scale of steps: one colour from end to end of each class."""
    count = len(colors)
    return [
        [edge / count, color]
        for number, color in enumerate(colors)
        for edge in (number, number + 1)
    ]


def _make_layout(height: int, title: str) -> dict:
    return {
        "template": {},  # the default template is larger than the map
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": CLEAR,
        "dragmode": "pan",
        "clickmode": "event+select",
        "showlegend": False,
        "meta": {"title": title},
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": BORDER,
            "font": {"color": INK, "size": 13, "family": FONT},
            "align": "left",
        },
        # The reader's zoom and place stay when year or indicator changes.
        "uirevision": "map",
        # Not fitbounds: plotly does not have the outlines in time, because they come by address.
        "geo": {
            "visible": False,
            "bgcolor": CLEAR,
            "projection": {
                "type": "conic equal area",
                "parallels": list(STANDARD_PARALLELS),
                "rotation": {"lon": CENTRAL_MERIDIAN, "lat": 0},
            },
            "lonaxis": {"range": list(LONGITUDES)},
            "lataxis": {"range": list(LATITUDES)},
        },
    }
