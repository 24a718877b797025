"""What changed, in a sentence."""

from datetime import timedelta

from markupsafe import Markup

from data.clock import get_today
from data.ledger.span import Moment
from data.store.statements import SUBJECTS
from pages.blocks.links import render_link
from pages.blocks.markup import show
from pages.shell import cache
from pages.shell.change_cache import count_changes
from pages.shell.example import is_in_example
from pages.shell.i18n import t

DAYS_BACK = 30


KINDS = (
    *("new", "revised", "withdrawn", "restated"),
    *("statuses", "decisions", "groups", "projects", "plan"),
)


@cache.keep(*SUBJECTS, in_words=True, by_day=True, most=8)
def describe_changes(since: Moment, until: Moment) -> str:
    """Return in one sentence how much changed between two moments."""
    counted = count_changes(since, until)
    counts = [t(f"ledger.count.{kind}", n=counted[kind]) for kind in KINDS if counted.get(kind)]
    if not counts:
        return t("ledger.nothing_changed")
    return t("shell.list_separator").join(counts) + t("shell.sentence_end")


def describe_recent_changes() -> str:
    """Return in one sentence how much changed lately."""
    today = get_today()
    return describe_changes(today - timedelta(days=DAYS_BACK), today)


def show_recent_changes() -> None:
    """Show in one line what changed lately, with the way to all of it; nothing in the example,
    which has no former days."""
    if is_in_example():
        return
    line = t("ledger.recent", days=DAYS_BACK, changes=describe_recent_changes())
    link = render_link("ledger", t("ledger.recent_more"), tab="changes")
    show(Markup('<p class="recent">{} {}</p>').format(line, link))
