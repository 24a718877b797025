"""The picture of one indicator in one area: series, breaks, events, target and pace."""

import pandas as pd
import plotly.graph_objects as go

from data.ledger.events import list_events
from data.store.revisions import load_figure_history
from data.words.numbers import is_missing
from indicators.inputs import REGION
from indicators.other_figures import pick_other_figures
from indicators.shown_series import list_shown_series
from indicators.targets.summary import compute_pace_line
from pages.blocks.figures import (
    EVENT,
    MUTED,
    add_breaks,
    add_event_lines,
    add_goal_mark,
    add_other_figures,
    add_pace,
    add_target,
    draw_below,
    draw_series,
    name_newest,
    name_states,
    set_years,
)
from pages.blocks.status import name_indicator
from pages.blocks.target_names import name_reading
from pages.blocks.targets import name_goal
from pages.documents.target_wording import describe_goal_value
from pages.shell import cache
from pages.shell.i18n import t

# What a chart shows: everything, or no more than this many years before the newest figure.
SPANS = {"all": None, "recent": 12}
HEIGHT = 430


@cache.keep("figures", "events", "groups")
def get_events(indicator_id: str, area_id: str) -> pd.DataFrame:
    """Return the events beside a series: of its area, of its prefecture and of the region."""
    parent_id = cache.get_areas().loc[area_id, "parent_id"]
    areas = {area_id, REGION} | ({parent_id} if isinstance(parent_id, str) else set())
    return list_events(cache.get_store(), indicator_id, sorted(areas))


@cache.keep("figures")
def get_revisions(indicator_id: str, area_id: str) -> pd.DataFrame:
    """Return every revision of the figures of an indicator in an area."""
    return load_figure_history(cache.get_store(), [indicator_id], area_id)


@cache.keep(*cache.PROGRESS)
def get_shown_series(indicator_id: str, area_id: str, year: int) -> pd.DataFrame:
    """Return the series of an area up to a year: its own, else aggregated from counties."""
    series = list_shown_series(cache.get_inputs(), indicator_id, area_id, year)
    return series[series["year"] <= year]


def pick_target_rows(indicator_id: str, area_id: str, year: int) -> pd.DataFrame:
    """Return the rows of progress that judge an area by an indicator; often none."""
    progress = cache.get_progress(area_id, year)
    is_own = (progress["indicator_id"] == indicator_id) & progress["target_low"].notna()
    return progress[is_own]


@cache.keep(*cache.PROGRESS, "events", in_words=True, by_day=True)
def draw_indicator(
    indicator_id: str, area_id: str, year: int, target_id: str | None = None, span: str = ""
) -> go.Figure | None:
    """Return the chart of an indicator in an area; None without a figure.

    Parameters
    ----------
    target_id : str or None
        The target whose lines are drawn; None draws those of every target that it measures.
    span : str
        One of `SPANS` for the picture of a page of its own, with the states and the newest value
        named and what other sources say; "" for the plain chart among others.
    """
    series = (
        get_shown_series(indicator_id, area_id, year)
        if span
        else list_shown_series(cache.get_inputs(), indicator_id, area_id, year)
    )
    if series.empty:
        return None
    first_year, last_year = _find_years(series, span)
    series = series[series["year"] >= first_year]
    unit = series["unit"].iloc[0]
    figure = draw_series(series, unit, name=name_indicator(indicator_id))
    breaks = cache.get_breaks(area_id)
    broken = add_breaks(figure, breaks[breaks["indicator_id"] == indicator_id], first_year)
    rows = pick_target_rows(indicator_id, area_id, year)
    rows = rows if target_id is None else rows[rows["target_id"] == target_id]
    for row in rows.to_dict("records"):
        _add_goal(figure, row, is_alone=len(rows) == 1)
    events = get_events(indicator_id, area_id)
    events = events[events["year"].between(first_year, get_last_year(rows, last_year))]
    add_event_lines(figure, events)
    words = [(row["year"], label_event(row), EVENT) for row in events.to_dict("records")]
    words += [(place, t("chart.break"), MUTED) for place in broken if span]
    draw_below(figure, words)
    if span:
        _add_words(figure, series, indicator_id, area_id, rows)
    set_years(figure, first_year, get_last_year(rows, last_year))
    return figure


def get_last_year(rows: pd.DataFrame, last_year: int) -> int:
    """Return the last year of a chart: the target's, where there is one."""
    return last_year if rows.empty else max(last_year, int(rows["target_year"].max()))


def label_event(row: dict) -> str:
    """Return the word of an event beside a series."""
    return t("events.label", year=row["year"], kind=t(f"events.kind.{row['kind']}"))


def has_early_years(series: pd.DataFrame) -> bool:
    """Tell whether a series is longer than the recent years."""
    most = SPANS["recent"]
    return bool(most and len(series) and series["year"].max() - series["year"].min() > most)


def _find_years(series: pd.DataFrame, span: str) -> tuple[int, int]:
    first, last = int(series["year"].min()), int(series["year"].max())
    most = SPANS.get(span)
    return (first if most is None else max(first, last - most)), last


def _add_words(figure, series, indicator_id: str, area_id: str, rows: pd.DataFrame) -> None:
    """Name the newest value and the states, and add what other sources say."""
    unit = series["unit"].iloc[0]
    others = pick_other_figures(get_revisions(indicator_id, area_id))
    others = others[others["year"].isin(series["year"])]
    if len(others):
        add_other_figures(figure, others, unit)
    goal = None if rows.empty else float(rows["target_low"].iloc[0])
    name_newest(figure, series, unit, goal)
    name_states(figure, series["state"])
    figure.update_layout(height=HEIGHT)


def _add_goal(figure, row: dict, *, is_alone: bool) -> None:
    # What nobody decided is our proposal, not the plan's target.
    is_proposal = not is_missing(row["proposed_status"])
    is_plain = is_alone and not is_proposal
    name = name_goal(row) if is_plain else name_reading(row["reading_id"])
    label = t("chart.target_label", name=name, value=describe_goal_value(row))
    is_below = bool(not is_missing(row["latest_value"]) and row["target_low"] < row["latest_value"])
    add_target(figure, row["target_low"], row["target_high"], label=label, is_below=is_below)
    add_goal_mark(figure, int(row["target_year"]), row["target_low"], row["target_high"], label)
    line = compute_pace_line(row)
    if line:
        add_pace(figure, *line[0], *line[1], row["unit"])
