"""Cached loaders and drawings of the map page, kept by language and ids."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from data.ledger.codes import load_figures_version
from data.ledger.groups import load_groups, load_members
from data.store.figures import load_sources_en
from data.words.names import pick_name
from data.words.numbers import format_value, format_year
from geo import sources, views
from geo.box import build_box_view
from geo.change import build_change_view
from geo.classes import (
    DEFAULT_COUNT,
    compute_classes,
    compute_count_classes,
    compute_diverging,
    parse_breaks,
)
from geo.geopackage import MapYear, make_geopackage
from geo.legend import render_legend
from geo.multiples import draw_multiples
from geo.overload import build_overload_view
from geo.plate import PlateOptions, draw_plate
from geo.screen_map import describe_screen_map
from geo.views import MapView, Setting
from indicators.balance.wording import format_balance_status
from indicators.rollup import list_members
from indicators.targets.progress import compute_progress, find_asked_year
from indicators.targets.summary import list_leading_rows, pick_decisive_row
from pages.blocks.links import render_indicator_link
from pages.blocks.status import describe_reason
from pages.counties.parts.map_table import (
    list_facts,
    name_lower_units,
    render_lower_map_table,
    render_map_table,
    render_others,
)
from pages.shell import balance_cache, box_cache, cache
from pages.shell.box_cache import BOXES
from pages.shell.example import is_in_example
from pages.shell.i18n import get_language, t
from pages.shell.map_cache import (
    get_level_figures,
    get_map_areas,
    get_map_figures,
    get_map_indicators,
    get_map_roles,
    get_map_setting,
    get_role_names,
)

KINDS = ("indicator", "change", "status", "roles", "box", "balance", "coverage")
YEARLY = ("indicator", "change", "status", "balance", "coverage")
WITH_INDICATOR = ("indicator", "change")
WITH_LEVEL = ("indicator", "change", "coverage")
MOST_SMALL_MAPS = 12
# What no system takes in the name of a file.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
# As CSS writes them: what title, choices and the line below the map leave of the window.
HEIGHT, HEIGHT_BESIDE = "max(26rem, 100vh - 21rem)", "70vh"
# A described map is heavy: units, legend and table.
MOST_MAPS = 64


@dataclass(frozen=True)
class MapChoice:
    """The reader's choices as plain values, so that they can be the key of a cache."""

    kind: str = "roles"
    level: str = sources.COUNTY
    indicator_id: str = ""
    year: int = 0
    from_year: int = 0
    peers: str = ""
    roles: tuple[str, ...] = ()
    target_id: str = ""
    item_id: str = ""
    scheme: str = "round"
    count: int = DEFAULT_COUNT
    breaks: str = ""


class Drawing(NamedTuple):
    """A view as the page shows it: values for the browser, facts in words, the others as HTML.

    rest names the units that the table leaves out because it would be too long
    (`render_lower_table`), others has those without a value or an outline by name.
    """

    view: MapView
    picture: dict
    legend: Markup
    facts: str
    table: Markup
    rest: str
    others: Markup


def list_years(choice: MapChoice) -> list[int]:
    """Return the years that a map can show, oldest first; empty without figures."""
    if choice.kind in WITH_INDICATOR:
        return _list_figure_years(choice.indicator_id, choice.level)
    if choice.kind == "balance":
        return sorted(balance_cache.get_balance_years())
    if choice.kind == "coverage":
        return sorted({int(year) for year in _load_coverage()["year"]})
    return sorted(cache.get_years())


@cache.keep("figures")
def _list_figure_years(indicator_id: str, level: str) -> list[int]:
    return sorted(map(int, get_level_figures(indicator_id, level)["year"].unique()))


def get_region_figure(choice: MapChoice):
    """Return the region's newest figure of the chosen indicator, or None."""
    figures = get_map_figures(choice.indicator_id)
    own = figures[figures["area_id"] == sources.REGION]
    return None if own.empty else own.iloc[-1]


FROM_FIGURES = ("indicator", "change", "status", "balance")


@cache.keep(*BOXES, "balance", in_words=True, by_day=True, most=MOST_MAPS)
def get_view(choice: MapChoice, beside: MapChoice | None = None) -> MapView:
    """Return the view of a choice; with a second map, both share their classes.

    Raises
    ------
    ClassError
        The breaks that the reader typed cannot be used.
    """
    return _build_view(_make_setting(choice), choice, beside)


@cache.keep(*BOXES, "balance", in_words=True, by_day=True, most=MOST_MAPS)
def get_printed_view(choice: MapChoice, beside: MapChoice | None = None) -> MapView:
    """Return the same with the code that a print map shows, which each upload makes another.

    Raises
    ------
    ClassError
        The breaks that the reader typed cannot be used.
    """
    version = load_figures_version(cache.get_store())
    return _build_view(replace(_make_setting(choice), version=version), choice, beside)


def _build_view(setting: Setting, choice: MapChoice, beside: MapChoice | None) -> MapView:
    build = {
        "indicator": _build_indicator,
        "change": _build_change,
        "status": _build_status,
        "roles": _build_roles,
        "box": _build_box,
        "balance": _build_balance,
        "coverage": _build_coverage,
    }
    view = _narrow(build[choice.kind](setting, choice, beside), choice)
    if is_in_example() or (choice.kind in FROM_FIGURES and cache.has_made_up_figures()):
        view = replace(view, watermark=t("map.demonstration"))
    return view


@cache.keep(*BOXES, "balance", in_words=True, by_day=True, most=MOST_MAPS)
def get_drawing(choice: MapChoice, beside: MapChoice | None = None) -> Drawing:
    """Return a choice drawn for the page; smaller with a second map.

    Raises
    ------
    ClassError
        The breaks that the reader typed cannot be used.
    """
    view = get_view(choice, beside)
    is_alone = beside is None
    return Drawing(
        view,
        describe_screen_map(
            view, most=HEIGHT if is_alone else HEIGHT_BESIDE, linked="" if is_alone else "beside"
        ),
        render_legend(view.legend, _render_subject(choice, view)),
        list_facts(view),
        render_map_table(view),
        name_lower_units(view),
        render_others(view),
    )


@cache.keep(*BOXES, "balance", in_words=True, by_day=True, most=MOST_MAPS)
def render_lower_table(choice: MapChoice, beside: MapChoice | None = None) -> Markup:
    """Return the part of the table that `Drawing.table` leaves out."""
    return render_lower_map_table(get_view(choice, beside))


def _render_subject(choice: MapChoice, view: MapView) -> str:
    """Return the heading of the legend: of an indicator a link to its page, else the unit."""
    if choice.kind not in WITH_INDICATOR:
        return view.unit
    name = pick_name(get_map_indicators().loc[choice.indicator_id])
    text = t("map.subject", name=name, unit=view.unit) if view.unit else name
    return render_indicator_link(text, choice.indicator_id, sources.REGION, choice.year)


def draw_map_picture(
    choice: MapChoice,
    beside: MapChoice | None,
    kind: str,
    options: PlateOptions,
    *,
    small: bool = False,
) -> bytes:
    """Return the map as a file; `small` makes one page of every year, or of every role."""
    if not small:
        return draw_plate(get_printed_view(choice, beside), kind, options)
    if choice.kind == "roles":
        names = get_role_names()
        each = [get_printed_view(replace(choice, roles=(role_id,))) for role_id in names.index]
        captions = [
            sources.describe_role(names.loc[role_id], view.legend[0].count)
            for role_id, view in zip(names.index, each, strict=True)
        ]
        title = t("map.title.roles_each", years=sources.name_plan_years(names))
        return draw_multiples(each, captions, title, kind, options)
    years = list_years(choice)[-MOST_SMALL_MAPS:]
    each = [get_printed_view(replace(choice, year=year)) for year in years]
    title = t(
        f"map.title.years_{choice.level}",
        whole=_make_setting(choice).whole,
        indicator=pick_name(get_map_indicators().loc[choice.indicator_id]),
        first=format_year(years[0]),
        last=format_year(years[-1]),
    )
    return draw_multiples(each, [format_year(year) for year in years], title, kind, options)


def make_package(choice: MapChoice) -> bytes:
    """Return the map of an indicator, or of its change, with its figures as a GeoPackage."""
    since = choice.from_year if choice.kind == "change" else None
    name = pick_name(get_map_indicators().loc[choice.indicator_id])
    one = MapYear(get_view(choice), choice.indicator_id, name, choice.year, since)
    return make_geopackage([one], _make_setting(choice), get_approval_number())


@cache.keep("settings")
def _load_setting(level: str) -> Setting:
    return replace(get_map_setting(level), sources_en=load_sources_en(cache.get_store()))


def _make_setting(choice: MapChoice) -> Setting:
    """Return the setting of a choice: the plan's own part of the region, if it shows that one."""
    setting, part = _load_setting(choice.level), _get_part(choice)
    if not part and not choice.peers:
        return setting
    inputs = cache.get_inputs()
    setting = replace(setting, stated=inputs.stated_counts.get(part or choice.peers, 0))
    if not part:
        return setting
    year = choice.year or cache.get_years()[0]
    members = {part, *list_members(inputs, part, year), *_list_absent_members(part, year)}
    name = pick_name(cache.get_areas().loc[part])
    return replace(setting, part=name, members=frozenset(members))


def _list_absent_members(area_id: str, year: int) -> list[str]:
    """Return the counties of an area that did not exist in a year: they are not outside of it."""
    absent = set(sources.find_absent(get_map_areas(), (year,)))
    members = cache.get_inputs().index.members.get(area_id, ())
    return [county for county, *_ in members if county in absent]


def _get_part(choice: MapChoice) -> str:
    """Return the plan's own part of the region where a choice is about it; "" for the whole."""
    part = get_own_part()
    is_about = choice.peers == part if choice.kind in WITH_INDICATOR else True
    return part if is_about else ""


@cache.keep("groups")
def get_map_groups() -> pd.DataFrame:
    """Return the groups that have members, by group_id; none has the id of a role."""
    groups = load_groups(cache.get_store())
    has_members = groups["member_count"] > 0
    return groups[has_members & ~groups["group_id"].isin(get_role_names().index)].set_index(
        "group_id", drop=False
    )


def get_own_part() -> str:
    """Return the area of a plan that is a part of the region; "" for a plan of the whole."""
    area = cache.get_areas().loc[cache.get_plan_area()]
    return "" if area["level"] == "region" else area["area_id"]


def _get_peers(choice: MapChoice):
    if not choice.peers:
        return None
    if choice.peers == get_own_part():
        return None  # the setting says so
    if choice.peers in get_map_groups().index:
        members = _load_members()
        holds = (members["from_year"].fillna(0) <= choice.year) & (
            members["to_year"].fillna(9999) >= choice.year
        )
        return set(members.loc[holds & (members["group_id"] == choice.peers), "area_id"])
    roles = get_map_roles()
    return set(roles.loc[roles["role_id"] == choice.peers, "area_id"])


def _narrow(view: MapView, choice: MapChoice) -> MapView:
    if _get_part(choice):
        # To these the plan assigns something or nothing, wherever they lie.
        return view if choice.kind in ("roles", "box") else view.narrow()
    groups = get_map_groups()
    if choice.peers not in groups.index:
        return view
    return view.narrow(pick_name(groups.loc[choice.peers]))


def _build_indicator(setting: Setting, choice: MapChoice, beside) -> MapView:
    values = get_level_figures(choice.indicator_id, choice.level)["value"]
    own = parse_breaks(choice.breaks) if choice.scheme == "own" else ()
    classes = compute_classes(values, choice.scheme, choice.count, own)
    return views.build_indicator_view(
        setting,
        get_map_indicators().loc[choice.indicator_id],
        get_map_figures(choice.indicator_id),
        choice.year,
        classes=classes,
        peers=_get_peers(choice),
    )


def _build_change(setting: Setting, choice: MapChoice, beside: MapChoice | None) -> MapView:
    indicator = get_map_indicators().loc[choice.indicator_id]
    growth_id = sources.get_growth_id(indicator)

    def build(year: int, classes=None) -> MapView:
        return build_change_view(
            setting,
            indicator,
            get_map_figures(choice.indicator_id),
            _load_breaks(growth_id or choice.indicator_id),
            choice.from_year,
            year,
            index=get_map_figures(growth_id) if growth_id else None,
            classes=classes,
            peers=_get_peers(choice),
        )

    if beside is None:
        return build(choice.year)
    both = [build(year).units["value"] for year in (choice.year, beside.year)]
    return build(choice.year, compute_diverging(pd.concat(both)))


def _build_roles(setting: Setting, choice: MapChoice, beside: MapChoice | None) -> MapView:
    roles, names = get_map_roles(), get_role_names()
    chosen = list(choice.roles) or list(names.index)
    classes = None
    lists = [chosen] + ([list(beside.roles) or list(names.index)] if beside else [])
    if any(len(ids) > 1 for ids in lists):
        counts = [
            roles[roles["role_id"].isin(ids)].groupby("area_id").size().max() for ids in lists
        ]
        classes = compute_count_classes(int(max(counts)))
    return views.build_roles_view(setting, roles, names, chosen, classes=classes)


def _build_status(setting: Setting, choice: MapChoice, beside) -> MapView:
    inputs = cache.get_inputs()
    target = inputs.targets.set_index("target_id", drop=False).loc[choice.target_id]
    counties = set(get_map_areas().query("level == 'county'").index)
    rows = []
    for area_id in sorted(set(inputs.allocations["area_id"]) & counties):
        progress = compute_progress(inputs, area_id, find_asked_year(inputs, choice.year))
        row = pick_decisive_row(list_leading_rows(progress, choice.target_id))
        rows.append(
            {
                "area_id": area_id,
                "status": row["target_status"],
                "reason": describe_reason(row["target_reason"]),
            }
        )
    statuses = pd.DataFrame(rows, columns=["area_id", "status", "reason"])
    return views.build_status_view(setting, statuses, pick_name(target), choice.year)


def _build_box(setting: Setting, choice: MapChoice, beside) -> MapView:
    item = box_cache.get_items().loc[choice.item_id]
    projects = box_cache.get_projects()
    own = projects[projects["item_id"] == choice.item_id]
    made_up = bool((own["state"] == "demonstration").any())
    bound = box_cache.get_bound_counties(choice.item_id)
    if bound is not None:
        # Projects in other counties are shown too, because they exist.
        bound = bound | set(own["area_id"])
    return build_box_view(
        setting, own, pick_name(item), item["unit"], bound, is_demonstration=made_up
    )


def _build_balance(setting: Setting, choice: MapChoice, beside) -> MapView:
    types = balance_cache.get_type_names()
    rows = [
        {
            "area_id": row["area_id"],
            "value": row["overload_pct"],
            "note": format_balance_status(row, types),
        }
        for row in balance_cache.get_county_balance(choice.year).to_dict("records")
    ]
    frame = pd.DataFrame(rows, columns=["area_id", "value", "note"])
    return build_overload_view(setting, frame, choice.year)


def _build_coverage(setting: Setting, choice: MapChoice, beside) -> MapView:
    return views.build_coverage_view(setting, _load_coverage(), choice.year)


@cache.keep("groups")
def _load_members() -> pd.DataFrame:
    return load_members(cache.get_store())


@cache.keep("figures")
def _load_coverage() -> pd.DataFrame:
    return sources.load_coverage(cache.get_store())


@cache.keep("plan")
def _load_breaks(indicator_id: str) -> pd.DataFrame:
    return sources.load_map_breaks(cache.get_store(), indicator_id)


@cache.keep("settings")
def get_approval_number() -> str | None:
    """Return the saved map approval number, or None."""
    return sources.load_approval_number(cache.get_store())


def describe_missing(choice: MapChoice) -> str:
    """Return the sentence for a map without values: what is missing, and what is known."""
    figure = get_region_figure(choice)
    indicator = get_map_indicators().loc[choice.indicator_id]
    name = pick_name(indicator)
    if figure is None:
        return t("map.empty.indicator", indicator=name)
    value = format_value(figure["value"], indicator["unit"])
    return t(
        "map.empty.indicator_region",
        indicator=name,
        year=int(figure["year"]),
        value=value,
        state=t(f"map.state.{figure['state']}"),
    )


def name_file(choice: MapChoice, *, small: bool = False) -> str:
    """Return the name of a picture's file, which says what it shows."""
    parts = (
        _name_subject(choice, small),
        t(f"map.file.{choice.level}"),
        _name_years(choice, small),
        t("map.file.map"),
    )
    return "_".join(UNSAFE.sub("", part).strip() for part in parts if part)


def _name_years(choice: MapChoice, small: bool) -> str:
    if choice.kind == "change":
        return f"{choice.from_year}-{choice.year}"
    if small and choice.kind == "indicator":
        years = list_years(choice)[-MOST_SMALL_MAPS:]
        return f"{years[0]}-{years[-1]}"
    return str(choice.year) if choice.kind in YEARLY else ""


def _name_subject(choice: MapChoice, small: bool) -> str:
    """Return what a map is about, in words for a file's name."""
    if choice.kind in WITH_INDICATOR:
        name = pick_name(get_map_indicators().loc[choice.indicator_id])
        return t("map.file.change", indicator=name) if choice.kind == "change" else name
    if choice.kind == "status":
        name = cache.get_target_names(get_language())[choice.target_id]
        return t("map.file.status", target=name)
    if choice.kind == "box":
        return t("map.file.box", item=pick_name(box_cache.get_items().loc[choice.item_id]))
    if choice.kind == "roles" and len(choice.roles) == 1 and not small:
        return pick_name(get_role_names().loc[choice.roles[0]])
    return t(f"map.kind.{choice.kind}")
