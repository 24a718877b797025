"""What stands on the page of an area, drawn once for all its readers.

Each function returns the parts of a section in their order.
"""

from markupsafe import Markup

from data.clock import get_today
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.counties.peers import list_first_areas
from indicators.counties.profile import find_neighbours, get_area, list_counties
from pages.blocks.links import render_link
from pages.blocks.markup import render_title
from pages.blocks.plan import describe_no_figures
from pages.blocks.projects import render_project_table
from pages.counties.parts import county_cache
from pages.counties.parts.drawing import (
    render_duties,
    render_figures,
    render_head,
    render_lead_with,
    render_members,
    render_owed,
    render_peers,
    render_roles,
    render_text,
)
from pages.documents import wording
from pages.shell import box_cache, cache, owed_cache
from pages.shell.box_cache import keep_box_drawing
from pages.shell.i18n import t
from pages.shell.owed_cache import get_county_inputs, get_unreported


def choose_first_area() -> str:
    """Return the area that the page begins with: the county with the most roles, else the plan's
    own area."""
    inputs = get_county_inputs()
    return cache.get_plan_area() if inputs.roles.empty else list_first_areas(inputs)[0]


@keep_box_drawing
def render_area_head(area_id: str) -> list[Markup]:
    """Return name and place of an area, and what the plan asks of it in a few sentences."""
    inputs = get_county_inputs()
    area = get_area(inputs, area_id)
    roles, owed = county_cache.get_roles(area_id), get_unreported(area_id)
    counties = list_counties(inputs, area_id, get_today().year)
    is_county = area["level"] == "county"
    said = [
        wording.summarise_roles(inputs, area, roles, counties),
        wording.summarise_duties(owed_cache.get_duties(area_id)),
        wording.summarise_unreported(inputs, roles, owed, is_county=is_county),
    ]
    known = [text for text in said if text]
    head = render_head(inputs, area, find_neighbours(inputs, area_id))
    return [head, *([render_lead_with(*known)] if known else [])]


@keep_box_drawing
def render_area_plan(area_id: str) -> list[Markup]:
    """Return the roles of an area and its obligations."""
    inputs = get_county_inputs()
    is_county = get_area(inputs, area_id)["level"] == "county"
    roles, duties = county_cache.get_roles(area_id), owed_cache.get_duties(area_id)
    parts = []
    if len(roles):
        parts.append(render_title(t("documents.section.roles")))
        parts.append(render_roles(inputs, roles, is_county=is_county))
    if len(duties):
        parts.append(render_title(t("documents.section.duties")))
        parts.append(render_duties(inputs, duties, area_id))
    # What a group is asked depends on its members, who may be unknown.
    is_said = parts or get_area(inputs, area_id)["level"] == "group"
    return parts if is_said else [_render_whole_plan(area_id)]


def _render_whole_plan(area_id: str) -> Markup:
    """Return where the plan's targets and tasks stand, for an area that it does not name."""
    plan_area = cache.get_plan_area()
    links = [
        render_link("overview", t("county.to_targets"), area=plan_area),
        render_link("boxes", t("county.to_items"), area=plan_area),
    ]
    is_own = area_id == plan_area
    known = len(cache.get_inputs().targets), len(box_cache.get_items())
    text = t(
        "county.plan_of_area" if is_own else "county.plan_of_whole",
        targets=known[0],
        items=known[1],
        whole=pick_name(cache.get_areas().loc[plan_area]),
    )
    return Markup("<p>{} {}</p>").format(text, Markup(" · ").join(links))


@keep_box_drawing
def render_area_members(area_id: str) -> list[Markup]:
    """Return the counties of an area; nothing for a county."""
    inputs = get_county_inputs()
    counties = list_counties(inputs, area_id, get_today().year)
    if not counties or get_area(inputs, area_id)["level"] == "county":
        return []
    return [render_title(t("documents.section.counties")), render_members(inputs, counties)]


@keep_box_drawing
def render_area_figures(area_id: str, year: int) -> list[Markup]:
    """Return an area's figures beside last year, the target, the region and its peer group."""
    inputs = get_county_inputs()
    own = owed_cache.get_own_rows(area_id, year)
    parts = [render_title(t("county.figures_title"))]
    if not own:
        text = describe_no_figures(area_id, t("documents.no_figures"))
        return [*parts, render_text(text, "empty")]
    parts += render_figures(inputs, area_id, own)
    if all(is_missing(row["target_value"]) for row in own):
        parts.append(render_text(t("county.target.none")))
    peers = county_cache.get_peer_rows(area_id, year)
    if not peers:
        return parts
    parts.append(render_title(t("county.peers_title")))
    if not any(row["reported"] for row in peers):
        return [*parts, render_text(t("county.peers_silent", year=year))]
    note = t("county.peers_note", share=wording.format_coverage(inputs))
    return [*parts, render_peers(inputs, area_id, peers), render_text(note)]


@keep_box_drawing
def render_area_projects(area_id: str) -> list[Markup]:
    """Return the projects of an area."""
    projects = county_cache.get_area_projects(area_id)
    title = render_title(t("county.projects_title", count=len(projects)))
    if projects.empty:
        return [title, render_text(t("county.no_projects"))]
    return [title, render_project_table(projects)]


@keep_box_drawing
def render_area_owed(area_id: str) -> list[Markup]:
    """Return the overdue figures of an area; nothing where there are none."""
    inputs, owed = get_county_inputs(), get_unreported(area_id)
    if owed.empty:
        return []
    is_county = get_area(inputs, area_id)["level"] == "county"
    return [
        render_title(t("documents.section.unreported")),
        render_owed(inputs, owed, is_county=is_county),
        render_text(t("county.owed_note")),
    ]
