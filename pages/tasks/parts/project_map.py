"""Projects on a map: by their coordinates if they are known, else by their county."""

import pandas as pd

from geo.legend import render_legend
from geo.register import build_register_view, count_unplaced, list_marks
from geo.screen_map import describe_screen_map
from geo.sources import load_map_areas
from geo.views import Setting
from pages.blocks.boxes import name_item
from pages.blocks.maps import show_map
from pages.blocks.markup import render_note, render_title, show
from pages.blocks.projects import format_text, name_area
from pages.shell import cache
from pages.shell.i18n import t


def show_project_map(projects: pd.DataFrame) -> None:
    """Show the counties coloured by their projects, and a mark for each known place.

    A project of a prefecture or the region without coordinates is not drawn; the line under the
    map says so.
    """
    named = projects.assign(
        title=[
            format_text(name) or name_item(item_id)
            for name, item_id in zip(projects["name"], projects["item_id"], strict=True)
        ],
        area_name=projects["area_id"].map(name_area),
    )
    setting = Setting(load_map_areas(cache.get_store()), is_partial=not cache.sees_all())
    view = build_register_view(setting, named)
    picture = describe_screen_map(view, marks=list_marks(named))
    show(render_title(view.title), render_legend(view.legend, view.unit))
    show_map(picture, key="project_map")
    show(render_note(t("projects.map_note", unplaced=count_unplaced(named))))
    if view.remark:
        show(render_note(view.remark))
