"""How far is the plan, at a glance?"""

from pages.blocks.changes import show_recent_changes
from pages.blocks.markup import show, show_sheets
from pages.blocks.matters import show_matters_line
from pages.blocks.plan import show_plan_figures
from pages.blocks.steps import show_own_waiting, show_waiting_line
from pages.progress.parts.contact import show_contact_form
from pages.progress.parts.opening import is_first_visit, render_masthead, render_opening
from pages.progress.parts.overview import render_contents, render_known_series, render_verdict
from pages.progress.parts.overview_files import offer_known_series, offer_plan_items
from pages.progress.parts.plan_items import render_plan_items
from pages.progress.parts.plan_start import render_boxes_and_overdue, render_start
from pages.progress.parts.target_pictures import offer_targets
from pages.progress.parts.target_rows import render_rows
from pages.shell import cache
from pages.shell.address import write_address
from pages.shell.frame import show_head

chosen = show_head("overview")
write_address(area=chosen.area_id, year=chosen.year)
show_sheets("boxes", "overview")
show(render_opening() if is_first_visit() else render_masthead(chosen.area_id, chosen.year))
show_own_waiting()
show(render_verdict(chosen.area_id, chosen.year), render_contents(chosen.area_id, chosen.year))
if chosen.area_id == cache.get_plan_area() and not is_first_visit():
    show_recent_changes()
show_plan_figures(chosen.area_id)
offer_targets(chosen.area_id, chosen.year)
show(render_rows(chosen.area_id, chosen.year))
show(render_boxes_and_overdue(chosen.area_id))
show_matters_line(chosen.area_id)
show_waiting_line(chosen.area_id)
if chosen.area_id == cache.get_plan_area() and render_start():
    show(render_start())
offer_known_series(chosen.area_id, chosen.year)
show(render_known_series(chosen.area_id, chosen.year))
others = render_plan_items(chosen.area_id, chosen.year)
if others:
    offer_plan_items(chosen.area_id, chosen.year)
    show(others)
show_contact_form()
