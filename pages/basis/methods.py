"""How is it judged: status words, thresholds, formulas, states, readings, definitions."""

import html

import streamlit as st

from pages.basis.parts import methods
from pages.blocks.targets import show_target_style
from pages.shell.address import write_address
from pages.shell.frame import show_head
from pages.shell.i18n import t

SECTIONS = {
    "status": methods.draw_statuses,
    "formulas": methods.draw_formulas,
    "kinds": methods.draw_kinds,
    "reasons": methods.draw_reasons,
    "base": methods.draw_base_rules,
    "readings": methods.draw_all_readings,
    "states": methods.draw_states,
    "coverage": methods.draw_coverage,
    "forecast": methods.draw_forecast,
    "breakdown": methods.draw_breakdown,
    "definitions": methods.draw_definitions,
    "breaks": methods.draw_region_breaks,
}


def draw_contents() -> str:
    """Return links to the sections of the page."""
    links = "".join(
        f'<a href="#{name}">{html.escape(t(f"methods.{name}.title"))}</a>' for name in SECTIONS
    )
    return f'<nav class="contents">{links}</nav>'


show_head("methods", choices=False)
write_address()
show_target_style()
st.html(draw_contents())
for name, draw in SECTIONS.items():
    st.html(f'<section id="{name}" class="method">{draw()}</section>')
