"""A target in words: what the plan asks, its status, what would settle it."""

from markupsafe import Markup

from data.words.numbers import is_missing
from pages.documents.target_wording import describe_settling_in
from pages.shell import cache
from pages.shell.i18n import t


def name_goal_line(row) -> str:
    """Return the label of a target's line on a chart."""
    return t("chart.target_year", year=row["target_year"])


def render_way(row) -> Markup:
    """Return completion as a bar with a mark at the time elapsed; "" if it is not judged.

    A negative completion is drawn as large as a positive one, in its own colour and hatch. If
    base and target are equal, the bar is full in either case.
    """
    if row["status"] == "cannot_judge":
        return Markup()
    way = abs(row["completion"]) if not is_missing(row["completion"]) else 1
    elapsed = row["time_elapsed"]
    mark = "" if is_missing(elapsed) else Markup('<b style="left:{:.1%}"></b>').format(elapsed)
    return Markup(
        '<div class="way {}" aria-hidden="true"><i style="width:{:.1%}"></i>{}</div>'
    ).format(row["status"], min(way, 1), mark)


def describe_settling(rows: list[dict]) -> str:
    """Return what would settle a target that cannot be judged, in one line; "" for others.

    `rows` are the primary rows of the target.
    """
    return describe_settling_in(cache.get_inputs(), rows)
