"""The steps from sending to publishing, as lines on other pages."""

from markupsafe import Markup

from data.ledger.steps.deadlines import ROLES
from data.ledger.steps.waiting import count_waiting
from data.ledger.steps.wording import word_sample_errors
from data.words.numbers import format_number
from pages.blocks.links import render_link
from pages.blocks.markup import show
from pages.shell import cache, steps_cache
from pages.shell.actor import get_own_area
from pages.shell.i18n import t

# The step that each action takes, the last one first: who may do several works on the latest.
ACTIONS = {"releaser": "release", "verifier": "verify", "checker": "check", "reporter": "send"}


def find_own_step() -> str:
    """Return the step that whoever signed on takes; on a desk the first."""
    if cache.get_actor().is_desk:
        return ROLES[0]
    return next((role for role, action in ACTIONS.items() if cache.may(action, None)), ROLES[0])


def show_own_waiting() -> None:
    """Show first what waits for whoever signed on in the own area; nothing on a desk."""
    actor, step = cache.get_actor(), find_own_step()
    if actor.is_desk or not actor.may(ACTIONS[step], None) or not steps_cache.get_is_in_use():
        return
    area_id = get_own_area(actor)
    count, late = count_waiting(steps_cache.get_waiting(area_id))[step]
    if not count:
        return
    link = render_link("waiting", format_waiting(step, count, late), area=area_id, tab=step)
    title = t("waiting.of_you", area=cache.get_area_names()[area_id])
    show(Markup('<p class="lead own-waiting">{}{}</p>').format(title, link))


def show_waiting_line(area_id: str) -> None:
    """Show how much waits for each role; where nobody uses the steps, nothing."""
    if not steps_cache.get_is_in_use():
        return
    counts = count_waiting(steps_cache.get_waiting(area_id))
    links = [
        render_link("waiting", format_waiting(role, count, late), area=area_id, tab=role)
        for role, (count, late) in counts.items()
    ]
    show(
        Markup('<p class="legend">{} {}</p>').format(t("waiting.of_page"), Markup(" ").join(links))
    )


def format_waiting(role: str, count: int, late: int) -> str:
    """Return how much waits for a role, and how much of it is past its day."""
    text = t(f"waiting.count.{role}", n=format_number(count))
    return t("waiting.count_late", text=text, late=format_number(late)) if late else text


def show_sample_line(area_id: str) -> None:
    """Show what sample checks found in a county; without a sample, nothing."""
    own = steps_cache.get_sample_errors().get(area_id)
    if own is None:
        return
    show(
        Markup('<p class="legend">{} {}</p>').format(
            format_sample_errors(own),
            render_link("waiting", t("sample.to_page"), area=area_id, tab="sample"),
        )
    )


def format_sample_errors(row: dict) -> str:
    """Return what sample checks found in a county in one sentence."""
    if not row["checked"]:
        return t("sample.none_checked", drawn=row["drawn"])
    return t("sample.of_county", **word_sample_errors(row))
