"""How are targets judged? Status words, thresholds, formulas, states, readings, definitions."""

from markupsafe import Markup

from pages.basis.parts import methods
from pages.basis.parts.plan_changes import render_plan_changes
from pages.basis.parts.series import render_region_breaks
from pages.basis.parts.verdict_rules import render_verdict_rules
from pages.blocks.markup import show
from pages.blocks.targets import show_target_style
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
    "plan_changes": render_plan_changes,
    "breaks": render_region_breaks,
}


def render_contents() -> Markup:
    """Return links to the sections of the page."""
    links = Markup("").join(
        Markup('<a href="#{}">{}</a>').format(name, t(f"methods.{name}.title")) for name in SECTIONS
    )
    return Markup('<nav class="contents">{}</nav>').format(links)


show_head("methods", choices=False)
write_address()
show_target_style()
show(render_contents())
for name, draw in SECTIONS.items():
    show(Markup('<section id="{}" class="method">{}</section>').format(name, draw()))
