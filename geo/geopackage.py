"""A map with its figures as a GeoPackage, for the office that keeps its maps in a GIS."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.words.catalogue import t
from geo.approval import get_approval_line
from geo.layers import load_layer
from geo.legend import label_classes
from geo.projection import GEOGRAPHIC_CRS
from geo.views import MapView, Setting


@dataclass(frozen=True)
class MapYear:
    """A map of an indicator in a year; `from_year` where it shows a change since then.

    `name` is the indicator's name in the language in use.
    """

    view: MapView
    indicator_id: str
    name: str
    year: int
    from_year: int | None = None

    @property
    def layer(self) -> str:
        """The name of its layer in the file."""
        since = f"_since_{self.from_year}" if self.from_year else ""
        return f"{self.indicator_id}_{self.year}{since}"


def make_geopackage(
    maps: Sequence[MapYear], setting: Setting, approval_number: str | None = None
) -> bytes:
    """Return maps as one GeoPackage, a layer each.

    Returns
    -------
    bytes
        Layers of multipolygons in EPSG:4490 (degrees). One row per unit of the level, also one
        without an outline (its geometry is empty): area_id, name_zh, name_en, level,
        indicator_id, indicator (name), year, from_year, value (in unit; NULL where there is
        none), unit, state, source, status (class, no_data, not_assigned, not_comparable,
        from_zero, not_founded), class_no (from 0), class (its words) and note. The layer's
        description has title, sources, cut-off and approval number.
    """
    with tempfile.TemporaryDirectory(prefix="caomu-") as folder:
        path = Path(folder) / "map.gpkg"
        for place, one in enumerate(maps):
            _build_layer(one, setting).to_file(
                path,
                driver="GPKG",
                layer=one.layer,
                mode="a" if place else "w",
                engine="pyogrio",
                index=False,
                geometry_type="MultiPolygon",
                promote_to_multi=True,
                IDENTIFIER=one.view.title,
                DESCRIPTION=_describe(one.view, approval_number),
            )
        return path.read_bytes()


def _build_layer(one: MapYear, setting: Setting) -> gpd.GeoDataFrame:
    view, areas = one.view, setting.areas
    units = view.units
    labels = dict(enumerate(label_classes(view.classes))) if view.classes else {}
    columns = {
        "area_id": units.index,
        "name_zh": areas.loc[units.index, "name_zh"],
        "name_en": areas.loc[units.index, "name_en"],
        "level": view.level,
        "indicator_id": one.indicator_id,
        "indicator": one.name,
        "year": one.year,
        "from_year": pd.array([one.from_year] * len(units), dtype="Int32"),
        "value": units["value"].astype(float),
        "unit": view.unit,
        "state": units["state"],
        "source": units["source"],
        "status": units["key"],
        "class_no": units["class_no"].astype("Int32"),
        "class": units["class_no"].map(labels),
        "note": units["note"],
    }
    frame = pd.DataFrame(columns, index=units.index)
    outlines = load_layer(view.level).geometry.to_crs(GEOGRAPHIC_CRS)
    geometry = gpd.GeoSeries(outlines.reindex(units.index), crs=GEOGRAPHIC_CRS)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=GEOGRAPHIC_CRS)


def _describe(view: MapView, approval_number: str | None) -> str:
    lines = [
        view.title,
        view.watermark,
        *view.sources,
        view.cutoff,
        view.remark,
        t("map.package_note", crs=GEOGRAPHIC_CRS),
    ]
    return "\n".join([*filter(None, lines), get_approval_line(approval_number)])
