"""Links between the pages of this app.

static/page/script.js follows them without loading the app anew.
"""

from functools import lru_cache
from urllib.parse import quote_plus

from markupsafe import Markup

from pages.blocks.status import name_indicator
from pages.shell.example import list_carried
from pages.shell.i18n import t


def render_link(page: str, text: str, **query) -> Markup:
    """Return a link to a page of this app that stays in the visit; None is left out."""
    return Markup('<a href="%s" target="_self">%s</a>') % (format_address(page, query), text)


def render_jumps(places: dict[str, str], *others: Markup) -> Markup:
    """Return links to places further down on the page, by id, and to other pages."""
    links = [Markup('<a href="#{}">{}</a>').format(place, text) for place, text in places.items()]
    return Markup('<nav class="jumps" aria-label="{}">{}</nav>').format(
        t("shell.jumps"), Markup("").join([*links, *others])
    )


def render_indicator_link(content: str, indicator_id: str, area_id: str, year=None) -> Markup:
    """Return a name or a figure as a link to the page of its indicator in an area.

    `content` may be Markup; `year` is the year up to which the page shows figures.
    """
    query = {"id": indicator_id, "area": area_id, "year": year}
    address = format_address("indicator", query)
    return Markup('<a class="to-indicator" href="%s" target="_self">%s</a>') % (address, content)


def render_indicator_name(indicator_id: str, area_id: str, year=None) -> Markup:
    """Return the name of an indicator as a link to its page in an area."""
    return render_indicator_link(name_indicator(indicator_id), indicator_id, area_id, year)


def render_ledger_link(
    content: str, indicator_id: str, area_id: str, year, *, title: str = ""
) -> Markup:
    """Return a figure as a link to where it comes from, with its hover text."""
    # The visit may have looked at another part of that page last.
    query = {"indicator": indicator_id, "area": area_id, "year": year, "tab": "figure"}
    address = format_address("ledger", query)
    if not title:
        return Markup('<a class="to-ledger" href="%s" target="_self">%s</a>') % (address, content)
    return Markup('<a class="to-ledger" href="%s" target="_self" title="%s">%s</a>') % (
        address,
        title,
        content,
    )


def format_address(page: str, query: dict) -> str:
    """Return the address of a page of this app that stays in the visit; None is left out."""
    known = {key: value for key, value in query.items() if value is not None}
    pairs = {**known, **list_carried()}.items()
    return f"{page}?{'&'.join(f'{key}={_quote(str(value))}' for key, value in pairs)}"


@lru_cache(maxsize=4096)
def _quote(value: str) -> str:
    """Return a value as an address writes it; a page has the same ones in hundreds of links."""
    return quote_plus(value, safe=",")
