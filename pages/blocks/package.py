"""The link to the data package."""

from urllib.parse import urlencode

from markupsafe import Markup

from pages.shell.example import list_carried
from pages.shell.i18n import t

ADDRESS = "api/v1/package"


def render_package_link() -> Markup:
    """Return what the package holds, and the link that downloads it."""
    address = f"{ADDRESS}?{urlencode(list_carried())}"
    link = Markup('<a class="fetch button" href="{}" target="_self" download>{}</a>')
    return Markup('<p class="text">{}</p><p>{}</p>').format(
        t("methods.data.rule"), link.format(address, t("methods.data.link"))
    )
