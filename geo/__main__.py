"""Command line of the maps: ``python -m geo plate``, ``roles`` and ``package``."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from data.commands import add_common_options, add_plan_option, run_command, say
from data.commands.places import Made, MadeGeoPackage
from data.files.disk import write_content
from data.ledger.codes import load_figures_version
from data.ledger.groups import load_groups, load_members
from data.rights.door import enter_store
from data.store.figures import load_sources_en
from data.store.plan import enter_plan
from data.words.catalogue import t
from data.words.numbers import format_year
from geo import sources
from geo.approval import parse_approval_number
from geo.canvas import FORMATS, SIZES, PlateError
from geo.change import build_change_view
from geo.classes import (
    CLASS_COUNTS,
    DEFAULT_COUNT,
    SCHEMES,
    compute_classes,
    compute_diverging,
    parse_breaks,
)
from geo.geopackage import MapYear, make_geopackage
from geo.legend import NO_DATA
from geo.multiples import draw_multiples
from geo.plate import PlateOptions, draw_plate
from geo.sources import describe_role
from geo.units import pick_level
from geo.views import Setting, build_indicator_view, build_roles_view


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    plate = commands.add_parser("plate", help="the map of an indicator as a picture")
    _add_picture_options(plate)
    add_plan_option(plate)
    _add_map_options(plate)
    plate.set_defaults(run=_run_plate)
    roles = commands.add_parser("roles", help="who has which role, as a picture")
    _add_picture_options(roles)
    add_plan_option(roles)
    roles.add_argument(
        "--role",
        metavar="ID",
        action="append",
        default=None,
        help="role id; several count roles; none: all roles",
    )
    roles.add_argument("--each", action="store_true", help="one small map for each role")
    roles.set_defaults(run=_run_roles)
    package = commands.add_parser("package", help="the map of an indicator as a GeoPackage")
    add_common_options(package)
    add_plan_option(package)
    package.add_argument(
        "--out", metavar="FILE.gpkg", required=True, type=MadeGeoPackage, help="file to write"
    )
    _add_map_options(package)
    package.set_defaults(run=_run_package)
    return parser


def _add_map_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--indicator", metavar="ID", required=True, help="indicator id")
    parser.add_argument(
        "--year",
        type=int,
        metavar="Y",
        required=True,
        action="append",
        help="year; several make several maps on one page",
    )
    parser.add_argument(
        "--change-from", type=int, metavar="Y", default=None, help="show the change since this year"
    )
    parser.add_argument("--level", choices=sources.LEVELS, default=sources.COUNTY)
    parser.add_argument(
        "--role",
        metavar="ID",
        default=None,
        help="only the counties with this role, or of this group; others are not assigned",
    )
    parser.add_argument("--scheme", choices=SCHEMES, default=SCHEMES[0], help="class breaks")
    parser.add_argument(
        "--classes", type=int, choices=CLASS_COUNTS, default=DEFAULT_COUNT, help="number of classes"
    )
    parser.add_argument(
        "--breaks", metavar="LIST", default=None, help="own class breaks, such as 10,20,50"
    )


def _add_picture_options(parser: argparse.ArgumentParser) -> None:
    add_common_options(parser)
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        type=Made,
        help="picture to write: .png, .svg or .pdf",
    )
    parser.add_argument("--size", choices=tuple(SIZES), default="a4", help="paper")
    parser.add_argument(
        "--labels",
        choices=("auto", "extremes", "none"),
        default="auto",
        help="names on the map: where they fit, highest and lowest, none",
    )
    parser.add_argument(
        "--approval",
        metavar="NO",
        default=None,
        help="map approval number (default: the one that was entered; blank: none)",
    )


def _run_plate(options) -> int:
    kind = _check_file(options.out)
    with enter_store(options.db) as opened:
        store = enter_plan(opened, options.plan)
        indicator = sources.get_indicator(sources.load_map_indicators(store), options.indicator)
        setting = _make_setting(store, options.level)
        views = _build_views(store, setting, indicator, options)
        picture = _draw(views, indicator, kind, options, sources.load_approval_number(store))
    return _write(options.out, picture, views)


def _run_package(options) -> int:
    # A year is a layer: none stands twice in the file.
    options.year = list(dict.fromkeys(options.year))
    with enter_store(options.db) as opened:
        store = enter_plan(opened, options.plan)
        indicator = sources.get_indicator(sources.load_map_indicators(store), options.indicator)
        setting = _make_setting(store, options.level)
        views = _build_views(store, setting, indicator, options)
        approved = sources.load_approval_number(store)
    maps = [
        MapYear(view, options.indicator, sources.pick_name(indicator), year, options.change_from)
        for view, year in zip(views, options.year, strict=True)
    ]
    return _write(options.out, make_geopackage(maps, setting, approved), views)


def _build_views(store, setting: Setting, indicator, options) -> list:
    """Return the asked years as maps, marked where the store is made up."""
    mark = sources.load_watermark(store, of_figures=True)
    views = _build_unmarked(store, setting, indicator, options)
    return [replace(view, watermark=mark) for view in views]


def _build_unmarked(store, setting: Setting, indicator, options) -> list:
    figures = sources.load_figures(store, options.indicator)
    peers = _find_peers(store, options.role)
    if options.change_from is not None:
        return _build_changes(store, setting, indicator, figures, peers, options)
    own = parse_breaks(options.breaks) if options.breaks is not None else ()
    values = pick_level(figures, setting.areas, options.level)["value"]
    classes = compute_classes(values, "own" if own else options.scheme, options.classes, own)
    return [
        build_indicator_view(setting, indicator, figures, year, classes=classes, peers=peers)
        for year in options.year
    ]


def _build_changes(store, setting: Setting, indicator, figures, peers, options) -> list:
    """Return the change to each year, in the same classes where there are several."""
    growth_id = sources.get_growth_id(indicator)
    breaks = sources.load_map_breaks(store, growth_id or options.indicator)
    index = sources.load_figures(store, growth_id) if growth_id else None

    def build(year: int, classes=None):
        return build_change_view(
            setting,
            indicator,
            figures,
            breaks,
            options.change_from,
            year,
            index=index,
            classes=classes,
            peers=peers,
        )

    views = [build(year) for year in options.year]
    if len(views) == 1:
        return views
    shared = compute_diverging([value for view in views for value in view.units["value"]])
    return [build(year, shared) for year in options.year]


def _draw(views, indicator, kind: str, options, entered: str | None) -> bytes:
    plate_options = _make_options(options, entered)
    if len(views) == 1:
        return draw_plate(views[0], kind, plate_options)
    captions = [format_year(year) for year in options.year]
    title = t(
        f"map.title.years_{options.level}",
        whole=t("map.whole"),
        indicator=sources.pick_name(indicator),
        first=format_year(min(options.year)),
        last=format_year(max(options.year)),
    )
    return draw_multiples(views, captions, title, kind, plate_options)


def _run_roles(options) -> int:
    kind = _check_file(options.out)
    with enter_store(options.db) as opened:
        store = enter_plan(opened, options.plan)
        names = sources.load_role_names(store)
        if names.empty:
            raise PlateError("plate_no_roles")
        chosen = options.role or list(names.index)
        for role_id in chosen:
            sources.get_role(names, role_id)
        setting = _make_setting(store, sources.COUNTY)
        roles = sources.load_map_roles(store)
        watermark = sources.load_watermark(store, of_figures=False)
        plate_options = _make_options(options, sources.load_approval_number(store))
        if options.each:
            views = [
                replace(build_roles_view(setting, roles, names, [role_id]), watermark=watermark)
                for role_id in chosen
            ]
            captions = [
                describe_role(names.loc[role_id], view.legend[0].count)
                for role_id, view in zip(chosen, views, strict=True)
            ]
            picture = draw_multiples(
                views,
                captions,
                t("map.title.roles_each", years=sources.name_plan_years(names)),
                kind,
                plate_options,
            )
        else:
            view = build_roles_view(setting, roles, names, chosen)
            views = [replace(view, watermark=watermark)]
            picture = draw_plate(views[0], kind, plate_options)
    return _write(options.out, picture, views)


def _make_setting(store, level: str) -> Setting:
    return Setting(
        sources.load_map_areas(store),
        level,
        sources.load_min_coverage(store),
        load_sources_en(store),
        load_figures_version(store),
        is_partial=store.seen_areas is not None,
    )


def _find_peers(store, role_id: str | None):
    if role_id is None:
        return None
    groups = load_groups(store)
    if role_id in set(groups.loc[groups["member_count"] > 0, "group_id"]):
        members = load_members(store)
        return set(members.loc[members["group_id"] == role_id, "area_id"])
    sources.get_role(sources.load_role_names(store), role_id)
    roles = sources.load_map_roles(store)
    return set(roles.loc[roles["role_id"] == role_id, "area_id"])


def _make_options(options, entered: str | None) -> PlateOptions:
    # A given number wins over the saved one; a given blank means none.
    number = entered if options.approval is None else parse_approval_number(options.approval)
    return PlateOptions(size=options.size, labels=options.labels, approval_number=number)


def _check_file(out: str) -> str:
    """Return the format that a file's ending asks for.

    Raises
    ------
    PlateError
        The ending is not supported.
    """
    path = Path(out)
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise PlateError("plate_format", value=path.name, known=", ".join(FORMATS))
    return kind


def _write(path: str, picture: bytes, views) -> int:
    write_content(path, picture)
    say(t("map.written", path=path, kb=len(picture) // 1024))
    if not any((view.units["key"] == "class").any() for view in views):
        say(t("map.written_empty", what=views[0].name_key(NO_DATA)))
    if views[0].remark:
        say(views[0].remark)
    return 0


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
