"""How far is the plan, at a glance?"""

from pages.blocks.markup import show
from pages.blocks.plan import show_plan_figures
from pages.progress.parts.overview import render_cards, render_known_series, render_verdict
from pages.progress.parts.plan_items import render_plan_items
from pages.shell.address import write_address
from pages.shell.frame import show_head

chosen = show_head("overview")
write_address(area=chosen.area_id, year=chosen.year)
show(render_verdict(chosen.area_id, chosen.year))
show_plan_figures(chosen.area_id)
show(render_cards(chosen.area_id, chosen.year))
show(render_known_series(chosen.area_id, chosen.year))
show(render_plan_items(chosen.area_id, chosen.year))
