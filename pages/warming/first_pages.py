"""The views that pages begin with: of the region, of the newest year, in Chinese."""

from data.clock import get_today
from pages.blocks.changes import describe_recent_changes
from pages.blocks.series import draw_indicator
from pages.progress.parts.opening import is_first_visit, render_masthead, render_opening
from pages.progress.parts.overview import render_known_series, render_verdict
from pages.progress.parts.plan_items import render_plan_items
from pages.progress.parts.plan_start import render_boxes_and_overdue, render_start
from pages.progress.parts.target_rows import render_rows
from pages.shell import box_cache, cache, owed_cache
from pages.shell.frame import name_areas_in_head


def draw_overview() -> None:
    """Draw the pieces of the overview in the order in which the page asks for them."""
    years = cache.get_years()
    if not years:
        return
    year = years[0]
    name_areas_in_head()
    if is_first_visit():
        render_opening()
    else:
        render_masthead(cache.get_plan_area(), year)
    render_verdict(cache.get_plan_area(), year)
    if not is_first_visit():
        describe_recent_changes()
    render_rows(cache.get_plan_area(), year)
    render_boxes_and_overdue(cache.get_plan_area())
    render_start()
    render_known_series(cache.get_plan_area(), year)
    render_plan_items(cache.get_plan_area(), year)


def draw_others() -> None:
    """Draw what the other pages begin with."""
    years = cache.get_years()
    if not years:
        return
    year = years[0]
    from pages.counties.parts import county_cache, county_sheet
    from pages.progress.parts import target_table, target_views

    target_id = next(iter(cache.get_target_names("zh")))
    target_table.render_targets(
        cache.get_plan_area(), year, target_id, "", "", target_table.SORTS[0]
    )
    target_views.render_status_line(cache.get_plan_area(), year, target_id)
    target_views.render_readings(cache.get_plan_area(), year, target_id)
    for indicator_id in target_views.list_charts(cache.get_plan_area(), year, target_id):
        draw_indicator(indicator_id, cache.get_plan_area(), year, target_id)
    box_cache.get_judged(get_today())
    box_cache.get_first_readings(get_today())
    owed_cache.get_missing(cache.get_plan_area())
    county_cache.get_option_names()
    first = county_sheet.choose_first_area()
    county_sheet.render_area_head(first)
    county_sheet.render_area_figures(first, year)


def import_pages() -> None:
    """Import what the pages import that nothing above did."""
    # Streamlit looks for one in front of each choice that is not plain ASCII: 25 ms at the first.
    import streamlit.emojis  # noqa: F401

    import pages.basis.parts.methods
    import pages.counties.parts.maps
    import pages.documents.county_card
    import pages.progress.parts.indicator_views
    import pages.progress.parts.target_outlook
    import pages.tasks.parts.upload_reading  # noqa: F401
