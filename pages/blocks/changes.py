"""What changed, in a sentence."""

from datetime import date, timedelta

from markupsafe import Markup

from data.clock import get_today
from data.store.statements import SUBJECTS
from pages.blocks.links import render_link
from pages.blocks.markup import show
from pages.shell import cache
from pages.shell.change_cache import Changes, get_changes
from pages.shell.example import is_in_example
from pages.shell.i18n import t

DAYS_BACK = 30


def describe_changes(changes: Changes) -> str:
    """Return in one sentence how much changed."""
    kinds = changes.figures.loc[~changes.figures["is_computed"], "change"].value_counts()
    counts = [
        t(f"ledger.count.{kind}", n=int(kinds[kind]))
        for kind in ("new", "revised", "withdrawn", "restated")
        if kinds.get(kind)
    ]
    for kind in ("statuses", "decisions", "groups", "projects", "plan"):
        number = len(getattr(changes, kind))
        counts += [t(f"ledger.count.{kind}", n=number)] if number else []
    if not counts:
        return t("ledger.nothing_changed")
    return t("shell.list_separator").join(counts) + t("shell.sentence_end")


@cache.keep(*SUBJECTS, in_words=True, by_day=True, most=8)
def _describe_span(since: date, until: date) -> str:
    """Return in one sentence how much changed between two days."""
    return describe_changes(get_changes(since, until))


def show_recent_changes() -> None:
    """Show in one line what changed lately, with the way to all of it; nothing in the example,
    which has no former days."""
    if is_in_example():
        return
    today = get_today()
    changes = _describe_span(today - timedelta(days=DAYS_BACK), today)
    line = t("ledger.recent", days=DAYS_BACK, changes=changes)
    link = render_link("ledger", t("ledger.recent_more"), tab="changes")
    show(Markup('<p class="recent">{} {}</p>').format(line, link))
