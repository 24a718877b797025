"""What the overview begins with: the plan, its figures' last year, and the ways on."""

from markupsafe import Markup

from data import clock
from data.words.numbers import format_day, is_missing
from pages.blocks.links import render_link
from pages.blocks.markup import join_unbroken
from pages.blocks.missing import render_missing_link
from pages.documents.wording import join_names
from pages.progress.parts.contact import get_contact
from pages.shell import box_cache, cache, owed_cache
from pages.shell.i18n import t


def is_first_visit() -> bool:
    """Tell whether nobody has sent any figures yet."""
    return not cache.get_sendings()["uploads"]


def render_opening() -> Markup:
    """Return the first visit: the plan by name, its purpose, whom to ask, three ways on."""
    next_due = _say_next_due() + t("shell.sentence_end")
    facts = [_say_published(), next_due, _say_contact()]
    ways = [
        _render_way("example", render_link("overview", t("opening.example"), example=1)),
        _render_way("send", render_link("upload", t("opening.send"))),
    ]
    missing = render_missing_link(cache.get_plan_area())
    if missing:
        ways.append(_render_way("missing", missing))
    return Markup(
        '<section class="opening"><h2>{}</h2><p>{}</p><p class="facts">{}</p>'
        '<ul class="ways">{}</ul></section>'
    ).format(
        cache.get_plan_title(), _say_purpose(), Markup("<br>").join(facts), Markup("").join(ways)
    )


def _say_purpose() -> str:
    """Return what is set beside the figures: the plan's targets, its boxes and its roles."""
    kinds = {
        "targets": len(cache.get_inputs().targets),
        "boxes": len(box_cache.get_items()),
        "roles": len(owed_cache.get_county_inputs().roles),
    }
    named = [t(f"opening.what.{name}", n=n) for name, n in kinds.items() if n]
    return t("opening.purpose", what=join_names(named))


def _say_published() -> str:
    """Return until when there are figures of what the plan is measured by."""
    area_id = cache.get_plan_area()
    measures = set(cache.get_inputs().measures["indicator_id"])
    figures = cache.get_area_figures(area_id)
    own = figures[figures["indicator_id"].isin(measures)]
    if own.empty:
        return t("opening.nothing_published")
    return t("opening.only_published", year=cache.get_years()[0])


def _render_way(name: str, link: Markup) -> Markup:
    return Markup("<li>{}<p>{}</p></li>").format(link, t(f"opening.{name}_note"))


@box_cache.keep_box_drawing
def render_masthead(area_id: str, year: int) -> Markup:
    """Return in one line until when an area's figures go, when the last came in, what is next."""
    parts = [cache.get_plan_title(), cache.get_area_names()[area_id]]
    latest = cache.get_progress(area_id, year)["latest_year"].max()
    parts.append(
        t("opening.no_figures_yet") if is_missing(latest) else t("opening.until", year=latest)
    )
    sent = cache.get_sendings()
    if sent["last_at"] is not None:
        parts.append(
            t("opening.last_sent", day=format_day(clock.to_office(sent["last_at"]).date()))
        )
    line = join_unbroken([*parts, _say_next_due()])
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
