"""The maps of a briefing, as views that `geo.plate` draws: roles, indicators, box items."""

from collections.abc import Iterator
from dataclasses import replace

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import format_year
from geo.box import build_box_view
from geo.classes import compute_classes
from geo.sources import belongs_to, find_absent, get_indicator, pick_figures
from geo.views import MapView, build_indicator_view, build_roles_view
from indicators.boxes.items import find_bound_counties
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Plate, Section, Sentence
from pages.documents.briefing.scopes import BOX

MOST_BOX_MAPS = 3
CLASS = "class"


def compose_maps(context: BriefingContext) -> Section:
    """Return the maps of the scope; for a county one, on which it is named."""
    plates = tuple(_list_plates(context))
    if not plates:
        sentence = Sentence(t("briefing.maps.none", scope=context.scope.name))
        return Section("maps", t("briefing.part.maps"), (sentence,))
    return Section(
        "maps",
        t("briefing.part.maps"),
        tuple(_describe_plate(plate) for plate in plates),
        plates,
        (t("briefing.define.map"), t("briefing.define.no_data")),
    )


def _list_plates(context: BriefingContext) -> Iterator[Plate]:
    if context.scope.kind == BOX:
        yield from _list_box_plates(context)
        return
    is_named = any(area_id in context.inputs.roles_by_county for area_id in context.scope.counties)
    if context.scope.kind != "county" and is_named:
        yield _make_role_plate(context)
    for indicator_id in context.pick_indicators("map"):
        plate = _make_indicator_plate(context, indicator_id)
        if plate is not None:
            yield plate
            if context.scope.kind == "county":
                return


def _describe_plate(plate: Plate) -> Sentence:
    return Sentence(plate.finding)


def _finish(context: BriefingContext, view: MapView) -> MapView:
    mark = t("documents.demonstration") if context.is_made_up else view.watermark
    return replace(view, watermark=mark)


def _find_peers(context: BriefingContext) -> set[str] | None:
    """Return the counties that a map is about; None for all of them."""
    return None if context.scope.kind in ("region", "county") else set(context.scope.counties)


def _make_role_plate(context: BriefingContext) -> Plate:
    facts = context.facts
    chosen = [context.scope.scope_id] if context.scope.kind == "role" else None
    roles = facts.map_roles
    if context.scope.is_area and context.scope.kind != "region":
        roles = roles[roles["area_id"].isin(context.scope.counties)]
    view = build_roles_view(context.setting, roles, facts.role_names, chosen)
    if context.scope.is_area and context.scope.kind != "region":
        view = view.narrow(context.scope.name)
    n = int((view.units["key"] == CLASS).sum())
    finding = t("briefing.maps.roles", title=view.title, n=n)
    return Plate("map_roles", _finish(context, view), finding)


def _make_indicator_plate(context: BriefingContext, indicator_id: str) -> Plate | None:
    """Return the map of an indicator in the newest year with figures of the counties."""
    indicator = get_indicator(context.facts.map_indicators, indicator_id)
    figures = pick_figures(context.facts.map_figures, indicator_id)
    areas = context.facts.map_areas
    figures = figures[figures["area_id"].isin(areas.index[belongs_to(areas, "county")])]
    peers = _find_peers(context)
    own = figures[figures["area_id"].isin(context.scope.counties)]
    known = own[own["year"] <= context.year]
    if known.empty:
        return None
    year = int(known["year"].max())
    if set(own.loc[own["year"] == year, "area_id"]) <= set(find_absent(areas, (year,))):
        return None
    view = build_indicator_view(
        context.setting,
        indicator,
        figures,
        year,
        classes=compute_classes(figures["value"]),
        peers=peers,
    )
    if peers is not None:
        view = view.narrow(context.scope.name)
    finding = _describe_map(context, view, indicator, year)
    is_county = context.scope.kind == "county"
    return Plate(
        f"map_{indicator_id}",
        _finish(context, view),
        finding,
        labels="chosen" if is_county else "auto",
        chosen=context.scope.counties if is_county else (),
    )


def _describe_map(context: BriefingContext, view: MapView, indicator, year: int) -> str:
    """Return the highest and the lowest value on a map, or a county's own."""
    units = view.units[view.units["key"] == CLASS].sort_values("value", ascending=False)
    facts = {"name": pick_name(indicator), "year": format_year(year)}
    if context.scope.kind == "county":
        own = view.units.loc[context.scope.scope_id]
        return t("briefing.maps.county", area=own["name"], value=own["text"], **facts)
    if len(units) < 2:
        return t("briefing.maps.single", area=units["name"].iloc[0], **facts)
    high, low = (
        t("briefing.with_fact", name=row["name"], fact=row["text"])
        for row in (units.iloc[0], units.iloc[-1])
    )
    return t("briefing.maps.range", high=high, low=low, n=len(units), **facts)


def _list_box_plates(context: BriefingContext) -> Iterator[Plate]:
    items = context.inputs.boxes.items
    own = items[(items["box_no"] == context.scope.box_no) & (items["kind"] != "programme")]
    shown = 0
    for item in own.to_dict("records"):
        projects = context.projects[context.projects["item_id"] == item["item_id"]]
        if projects.empty or shown == MOST_BOX_MAPS:
            continue
        shown += 1
        view = build_box_view(
            context.setting,
            projects,
            pick_name(item),
            item["unit"],
            find_bound_counties(context.inputs.boxes, item["item_id"]),
            is_demonstration=context.is_made_up,
        )
        n = int((view.units["key"] == CLASS).sum())
        finding = t("briefing.maps.box", item=pick_name(item), n=n)
        yield Plate(f"map_{item['item_id']}", _finish(context, view), finding)
