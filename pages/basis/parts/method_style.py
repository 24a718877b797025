"""The layout of the methods: contents beside the sections, and folded sections on a telephone."""

from markupsafe import Markup

from pages.shell.i18n import t


def render_sections(bodies: dict[str, Markup]) -> Markup:
    """Return the sections with links to them.

    Each section is folded. The style sheet shows it whole on a wide screen and in print; on a
    telephone the folded headings are the contents.
    """
    links, sections = Markup(""), Markup("")
    for name, body in bodies.items():
        title = t(f"methods.{name}.title")
        links += Markup('<a href="#{}">{}</a>').format(name, title)
        sections += Markup(
            '<section id="{}" class="method"><details><summary><h2 class="block">{}</h2></summary>'
            "{}</details></section>"
        ).format(name, title, body)
    return Markup('<div class="methods"><nav class="contents">{}</nav><div>{}</div></div>').format(
        links, sections
    )
