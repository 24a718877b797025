"""Where does the plan stand, in one look?"""

import streamlit as st

from pages.blocks.plan import show_plan_figures
from pages.progress.parts.overview import draw_cards, draw_known_series, draw_verdict
from pages.progress.parts.plan_items import draw_plan_items
from pages.shell.address import write_address
from pages.shell.frame import show_head

chosen = show_head("overview")
write_address(area=chosen.area_id, year=chosen.year)
st.html(draw_verdict(chosen.area_id, chosen.year))
show_plan_figures(chosen.area_id)
st.html(draw_cards(chosen.area_id, chosen.year))
st.html(draw_known_series(chosen.area_id, chosen.year))
st.html(draw_plan_items(chosen.area_id, chosen.year))
