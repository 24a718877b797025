"""The picture of one indicator in one area: series, breaks, events, target and pace."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from data.ledger.events import list_events, pick_events
from data.store.revisions import load_figure_history
from data.words.numbers import is_missing
from indicators.frames import list_rows
from indicators.inputs import REGION
from indicators.other_figures import pick_other_figures
from indicators.shown_series import list_shown_series
from indicators.targets.summary import compute_pace_line
from pages.blocks.figures import (
    EVENT,
    MUTED,
    Chart,
    add_breaks,
    add_event_lines,
    add_goal_mark,
    add_other_figures,
    add_pace,
    add_target,
    draw_below,
    draw_series,
    finish_figure,
    name_newest,
    name_states,
    set_years,
)
from pages.blocks.status import name_indicator
from pages.blocks.target_names import name_reading
from pages.blocks.targets import name_goal_line
from pages.documents.chart_data import Goal
from pages.documents.target_wording import describe_goal_value
from pages.shell import cache
from pages.shell.i18n import t

# What a chart shows: everything, or no more than this many years before the newest figure.
SPANS = {"all": None, "recent": 12}
HEIGHT = 430


@cache.keep("events")
def _get_all_events() -> pd.DataFrame:
    return list_events(cache.get_store())


@cache.keep("events", "groups")
def get_events(indicator_id: str, area_id: str) -> pd.DataFrame:
    """Return the events beside a series: of its area, of its prefecture and of the region."""
    parent_id = cache.get_areas().loc[area_id, "parent_id"]
    areas = {area_id, REGION} | ({parent_id} if isinstance(parent_id, str) else set())
    return pick_events(_get_all_events(), indicator_id, areas)


def list_with_inputs(indicator_id: str) -> list[str]:
    """Return an indicator and the inputs of its formula."""
    operands = cache.get_inputs().index.operands.get(indicator_id, [])
    return list(dict.fromkeys([indicator_id, *(row["input_id"] for row in operands)]))


def get_revisions(indicator_id: str, area_id: str) -> pd.DataFrame:
    """Return every revision of the figures of an indicator, and of the inputs of its formula, in an
    area."""
    return load_figure_history(cache.get_store(), list_with_inputs(indicator_id), area_id)


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


class Shown(NamedTuple):
    """What a chart of an indicator in an area shows.

    Attributes
    ----------
    series : DataFrame
        The shown years (`list_shown_series`), at least one.
    rows : DataFrame
        The rows of progress whose targets are drawn; often none.
    breaks : tuple of int
        The years after which the series continues with another definition.
    events : DataFrame
    others : DataFrame
        What other sources give for the shown years.
    """

    series: pd.DataFrame
    rows: pd.DataFrame
    breaks: tuple[int, ...]
    events: pd.DataFrame
    others: pd.DataFrame

    def find_years(self) -> tuple[int, int]:
        """Return the first and the last year of the chart: the target's, where there is one."""
        first, last = int(self.series["year"].min()), int(self.series["year"].max())
        return first, get_last_year(self.rows, last)


def _pick_others(indicator_id: str, area_id: str) -> pd.DataFrame:
    revisions = get_revisions(indicator_id, area_id)
    return pick_other_figures(revisions[revisions["indicator_id"] == indicator_id])


def pick_shown(
    indicator_id: str, area_id: str, year: int, target_id: str | None = None, span: str = ""
) -> Shown | None:
    """Return what the chart of an indicator shows, on the screen and as a picture; or None."""
    series = (
        get_shown_series(indicator_id, area_id, year)
        if span
        else list_shown_series(cache.get_inputs(), indicator_id, area_id, year)
    )
    if series.empty:
        return None
    first_year, last_year = _find_years(series, span)
    series = series[series["year"] >= first_year]
    breaks = cache.get_breaks(area_id)
    years = sorted(set(breaks.loc[breaks["indicator_id"] == indicator_id, "after_year"]))
    rows = pick_target_rows(indicator_id, area_id, year)
    rows = rows if target_id is None else rows[rows["target_id"] == target_id]
    events = get_events(indicator_id, area_id)
    events = events[events["year"].between(first_year, get_last_year(rows, last_year))]
    others = _pick_others(indicator_id, area_id) if span else series.head(0)
    return Shown(
        series,
        rows,
        tuple(int(after) for after in years if after >= first_year),
        events,
        others[others["year"].isin(series["year"])],
    )


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
    shown = pick_shown(indicator_id, area_id, year, target_id, span)
    if shown is None:
        return None
    unit = shown.series["unit"].iloc[0]
    chart = draw_series(shown.series, unit, name=name_indicator(indicator_id))
    broken = add_breaks(chart, shown.breaks)
    for goal in list_goals(shown.rows):
        _add_goal(chart, goal, unit, float(shown.series["value"].iloc[-1]))
    add_event_lines(chart, shown.events)
    words = [(row["year"], label_event(row), EVENT) for row in shown.events.to_dict("records")]
    words += [(place, t("chart.break"), MUTED) for place in broken if span]
    draw_below(chart, words)
    if span:
        _add_words(chart, shown)
    set_years(chart, *shown.find_years())
    return finish_figure(chart)


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


def _add_words(chart: Chart, shown: Shown) -> None:
    """Name the newest value and the states, and add what other sources say."""
    unit = shown.series["unit"].iloc[0]
    if len(shown.others):
        add_other_figures(chart, shown.others, unit)
    goal = None if shown.rows.empty else float(shown.rows["target_low"].iloc[0])
    name_newest(chart, shown.series, unit, goal)
    name_states(chart, shown.series["state"])
    chart["layout"]["height"] = HEIGHT


def list_goals(rows: pd.DataFrame) -> list[Goal]:
    """Return the values to be reached with their labels and pace lines.

    Goals at one height share a label: each of its own would stand upon the others.
    """
    goals = list_rows(rows)
    labels = _label_goals(goals)
    return [_make_goal(row, labels[float(row["target_low"])]) for row in goals]


def _label_goals(goals: list[dict]) -> dict[float, str]:
    """Return the label at each height: for every value there the names of its goals."""
    names: dict[float, dict[str, list[str]]] = {}
    for row in goals:
        # What nobody decided is our proposal, not the plan's target.
        is_plain = len(goals) == 1 and is_missing(row["proposed_status"])
        name = name_goal_line(row) if is_plain else name_reading(row["reading_id"])
        at_height = names.setdefault(float(row["target_low"]), {})
        at_height.setdefault(describe_goal_value(row), []).append(name)
    return {
        low: t("shell.sentence_separator").join(
            t("chart.target_label", name=_join(group), value=value)
            for value, group in at_height.items()
        )
        for low, at_height in names.items()
    }


def _join(names: list[str]) -> str:
    return t("shell.list_separator").join(dict.fromkeys(names))


def _make_goal(row: dict, label: str) -> Goal:
    line = compute_pace_line(row)
    return Goal(
        int(row["target_year"]),
        float(row["target_low"]),
        None if is_missing(row["target_high"]) else float(row["target_high"]),
        label,
        (line[0], line[1]) if line else None,
    )


def _add_goal(chart: Chart, goal: Goal, unit: str, latest: float) -> None:
    add_target(chart, goal.low, goal.high, label=goal.label, is_below=goal.has_room_below(latest))
    add_goal_mark(chart, goal.year, goal.low, goal.high, goal.label)
    if goal.pace:
        add_pace(chart, *goal.pace[0], *goal.pace[1], unit)
