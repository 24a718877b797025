"""What the overview begins with: the plan, its figures' last year, and the ways on."""

from markupsafe import Markup

from data import clock
from data.words.names import pick_name
from data.words.numbers import format_day, is_missing
from pages.blocks.links import render_link
from pages.blocks.missing import render_missing_link
from pages.progress.parts.contact import get_contact
from pages.shell import cache, owed_cache
from pages.shell.i18n import t


def is_first_visit() -> bool:
    """Tell whether nobody has sent any figures yet."""
    return not cache.get_sendings()["uploads"]


def render_opening() -> Markup:
    """Return the first visit: the plan by name, its purpose, whom to ask, three ways on."""
    facts = [
        t("opening.only_published", year=cache.get_years()[0]),
        _say_next_due(),
        _say_contact(),
    ]
    ways = [
        _render_way("example", render_link("overview", t("opening.example"), example=1)),
        _render_way("send", render_link("upload", t("opening.send"))),
        _render_way("missing", render_missing_link(cache.get_plan_area())),
    ]
    return Markup(
        '<section class="opening"><h2>{}</h2><p>{}</p><p class="facts">{}</p>'
        '<ul class="ways">{}</ul></section>'
    ).format(
        cache.get_plan_title(),
        t("opening.purpose", n=len(cache.get_inputs().targets)),
        Markup(" · ").join(facts),
        Markup("").join(ways),
    )


def _render_way(name: str, link: Markup) -> Markup:
    return Markup("<li>{}<p>{}</p></li>").format(link, t(f"opening.{name}_note"))


def render_masthead(area_id: str, year: int) -> Markup:
    """Return in one line until when an area's figures go, when the last came in, what is next."""
    parts = [cache.get_plan_title(), pick_name(cache.get_areas().loc[area_id])]
    latest = cache.get_progress(area_id, year)["latest_year"].max()
    parts.append(
        t("opening.no_figures_yet") if is_missing(latest) else t("opening.until", year=latest)
    )
    sent = cache.get_sendings()
    if sent["last_at"] is not None:
        parts.append(
            t("opening.last_sent", day=format_day(clock.to_office(sent["last_at"]).date()))
        )
    line = Markup(" · ").join([*parts, _say_next_due()])
    links = [render_missing_link(area_id, look="button")]
    return Markup('<div class="masthead"><p>{}<br>{}</p><p>{}</p></div>').format(
        line, _say_contact(), Markup(" ").join(links)
    )


def _say_next_due() -> str:
    year, day = owed_cache.find_next_report()
    return t("opening.next_due", year=year, day=format_day(day))


def _say_contact() -> str:
    contact = get_contact()
    return t("opening.ask", contact=contact) if contact else t("opening.ask_nobody")
