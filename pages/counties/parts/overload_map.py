"""The map of overload on the page of the balance; /map shows the same one for export."""

from markupsafe import Markup

from pages.blocks.links import render_link
from pages.blocks.maps import show_map
from pages.blocks.markup import show, show_title
from pages.counties.parts import maps
from pages.counties.parts.maps import MapChoice
from pages.shell.i18n import t


def show_overload_map(year: int) -> None:
    """Show the overload of every county; a click leads to its sheet."""
    drawing = maps.get_drawing(MapChoice(kind="balance", year=year))
    show_title(drawing.view.title)
    show(drawing.legend)
    show_map(drawing.picture, key="balance_map", page="balance", place="area", year=year)
    link = render_link("map", t("balance.map_link"), kind="balance", year=year)
    show(Markup('<p class="note">{}　{}</p>').format(drawing.facts, link))
