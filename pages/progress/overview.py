"""Where does the plan stand, in one look?"""

import streamlit as st

from pages.progress.parts.overview import draw_cards, draw_known_series, draw_verdict
from pages.shell.address import write_address
from pages.shell.frame import show_head

chosen = show_head("overview")
write_address(area=chosen.area_id, year=chosen.year)
st.html(draw_verdict(chosen.area_id, chosen.year))
st.html(draw_cards(chosen.area_id, chosen.year))
st.html(draw_known_series(chosen.area_id, chosen.year))
