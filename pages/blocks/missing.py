"""The link to the workbook of what is missing, wherever a page says that something is."""

from urllib.parse import urlencode

from markupsafe import Markup

from data.words.numbers import format_number
from pages.shell import owed_cache
from pages.shell.example import list_carried
from pages.shell.i18n import t

ADDRESS = "api/v1/missing.xlsx"


def render_missing_link(area_id: str, target_id: str | None = None, *, look: str = "") -> Markup:
    """Return a link that downloads the workbook of an area, or of one target; "" if none lacks.

    Parameters
    ----------
    look : str
        A class of style.css, such as ``button``.
    """
    if target_id is None:
        count = len(owed_cache.get_missing(area_id))
    else:
        count = owed_cache.count_missing(area_id).get(target_id, 0)
    if not count:
        return Markup()
    asked = {"area": area_id, "target": target_id, **list_carried()}
    query = urlencode({key: value for key, value in asked.items() if value})
    return Markup('<a class="fetch {}" href="{}" target="_self" download>{}</a>').format(
        look, f"{ADDRESS}?{query}", t("missing.link", n=format_number(count))
    )
