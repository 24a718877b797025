"""How is everything computed? Words, thresholds, formulas, states, readings, definitions, data."""

from pages.basis.parts import methods
from pages.basis.parts.engine import render_engine
from pages.basis.parts.method_style import render_sections
from pages.basis.parts.plan_changes import render_plan_changes
from pages.basis.parts.series import render_region_breaks
from pages.basis.parts.verdict_rules import render_verdict_rules
from pages.blocks.markup import show, show_sheets
from pages.blocks.package import render_package_link
from pages.blocks.takeaway import offer_shown_tables
from pages.shell.address import write_address
from pages.shell.frame import show_head
from pages.shell.i18n import t

SECTIONS = {
    "status": methods.render_statuses,
    "formulas": methods.render_formulas,
    "kinds": methods.render_kinds,
    "verdict": render_verdict_rules,
    "reasons": methods.render_reasons,
    "base": methods.render_base_rules,
    "readings": methods.render_all_readings,
    "states": methods.render_states,
    "coverage": methods.render_coverage,
    "forecast": methods.render_forecast,
    "breakdown": methods.render_breakdown,
    "definitions": methods.render_definitions,
    "thresholds": methods.render_thresholds,
    "plan_changes": render_plan_changes,
    "breaks": render_region_breaks,
    "engine": render_engine,
    "data": render_package_link,
}

show_head("methods", choices=False)
write_address()
show_sheets("targets", "methods")
with offer_shown_tables("methods", t("shell.page.methods")):
    show(render_sections({name: draw() for name, draw in SECTIONS.items()}))
