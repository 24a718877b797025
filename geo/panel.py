"""One map within a sheet: units, borders, marks, and enlarged insets."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.canvas import Rectangle
from geo.legend import NO_DATA, REASON_COLORS
from geo.palettes import (
    BORDER,
    HATCH,
    INK,
    MUTED,
    PAPER,
    PREFECTURE_BORDER,
    STATUS_COLORS,
    STATUS_MARKERS,
    XPCC_BORDER,
)
from geo.projection import ALBERS_CRS, GEOGRAPHIC_CRS
from geo.views import MapView

HATCH_PATTERN = "/////"
MARGIN = 0.02


@dataclass(frozen=True)
class Inset:
    """A crowded area that is shown enlarged.

    Attributes
    ----------
    name : str
        Key of its name in the catalogue.
    west, south, east, north : float
        Its edges in degrees (EPSG:4490).
    corner : str
        The corner of the map where the region has no land.
    """

    name: str
    west: float
    south: float
    east: float
    north: float
    corner: str


INSETS = (
    Inset("ili", 80.15, 43.45, 82.15, 44.55, "upper left"),
    Inset("urumqi", 86.75, 43.25, 88.2, 44.45, "upper right"),
)


def get_fills(view: MapView) -> dict[str, str]:
    """Return the colour of each drawn unit by area_id; white for a unit without a class."""
    fills = {}
    for unit in view.drawn.itertuples():
        if unit.key == "class":
            fills[unit.Index] = view.colors[int(unit.class_no)]
        else:
            fills[unit.Index] = REASON_COLORS.get(unit.key, PAPER)
    return fills


def fit_limits(axes, bounds, margin: float = MARGIN) -> None:
    """Set limits in metres so that bounds fit the axes with equal scales."""
    west, south, east, north = bounds
    box = axes.get_window_extent()
    scale = max((east - west) / box.width, (north - south) / box.height) * (1 + 2 * margin)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(middle_x - box.width * scale / 2, middle_x + box.width * scale / 2)
    axes.set_ylim(middle_y - box.height * scale / 2, middle_y + box.height * scale / 2)


def draw_units(axes, layer: gpd.GeoDataFrame, view: MapView, *, width: float = 0.35) -> None:
    """Draw the units of a view within the limits of the axes; `width` is the border's, pt."""
    seen = layer[layer.intersects(_get_window(axes))]
    keys = view.units["key"].reindex(seen.index)
    fills = get_fills(view)
    hatched = (keys == NO_DATA).to_numpy()
    plain = seen[~hatched]
    if len(plain):
        plain.plot(
            ax=axes,
            color=[fills[area_id] for area_id in plain.index],
            edgecolor=BORDER,
            linewidth=width,
            aspect=None,
            zorder=1,
        )
    if hatched.any():
        seen[hatched].plot(
            ax=axes,
            facecolor=PAPER,
            edgecolor=BORDER,
            hatchcolor=HATCH,
            hatch=HATCH_PATTERN,
            linewidth=width,
            aspect=None,
            zorder=1,
        )
    if view.level == "county":
        _draw_lines(axes, layer.attrs["prefectures"], PREFECTURE_BORDER, width * 2)
    cities = seen[view.units["is_xpcc"].reindex(seen.index).to_numpy(bool)]
    _draw_lines(axes, cities.geometry, XPCC_BORDER, width * 2.8, linestyle=(0, (1.1, 1.5)))
    if view.kind == "status":
        _draw_marks(axes, seen, view, width)


def draw_inset(sheet, panel, layer, view: MapView, inset: Inset, place, title: str):
    """Draw an inset and mark its area on the main map; return the inset's axes.

    `place` is x, y, width and height on the sheet in mm.
    """
    bounds = _project_bounds(inset)
    axes = sheet.add_axes(*place)
    fit_limits(axes, bounds, margin=0)
    draw_units(axes, layer, view, width=0.5)
    axes.add_patch(
        Rectangle(
            (0, 0),
            1,
            1,
            transform=axes.transAxes,
            fill=False,
            edgecolor=INK,
            linewidth=0.8,
            zorder=10,
        )
    )
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    panel.add_patch(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            fill=False,
            edgecolor=INK,
            linewidth=0.8,
            zorder=8,
        )
    )
    x, y, _, height = place
    sheet.write(x, y + height + 1, title, 7.5, color=MUTED, va="bottom")
    return axes


def _draw_lines(axes, lines, color: str, width: float, linestyle="solid") -> None:
    if len(lines):
        gpd.GeoSeries(lines).boundary.plot(
            ax=axes, color=color, linewidth=width, linestyle=linestyle, aspect=None, zorder=3
        )


def _draw_marks(axes, seen, view: MapView, width: float) -> None:
    """Draw the mark of each unit's status, because colour alone would not be enough."""
    names = list(STATUS_COLORS)
    classes = view.units["class_no"].reindex(seen.index)
    for number, name in enumerate(names):
        points = seen.loc[(classes == number).to_numpy(bool, na_value=False), "representative"]
        if len(points):
            axes.scatter(
                [point.x for point in points],
                [point.y for point in points],
                s=36 * width,
                zorder=6,
                **get_mark_style(name),
            )


def get_mark_style(status: str) -> dict:
    """Return matplotlib's scatter options for the mark of a status."""
    if status == "cannot_judge":
        return {"marker": "o", "facecolors": "none", "edgecolors": MUTED, "linewidths": 0.7}
    style = {"marker": STATUS_MARKERS[status], "c": PAPER, "linewidths": 0.9}
    return style if status == "moving_away" else {**style, "edgecolors": "none"}


def _get_window(axes):
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return shapely.box(west, south, east, north)


def _project_bounds(inset: Inset):
    """Return the bounds in metres of a box in degrees, whose edges become curves."""
    box = shapely.box(inset.west, inset.south, inset.east, inset.north)
    edges = gpd.GeoSeries([shapely.segmentize(box, 0.1)], crs=GEOGRAPHIC_CRS)
    return np.asarray(edges.to_crs(ALBERS_CRS).total_bounds)
