"""The outlook of a target to take away: series, forecast and scenario as a picture and as data."""

from functools import partial

import pandas as pd

from data.words.numbers import format_unit, is_missing
from indicators.shown_series import list_shown_series
from indicators.targets.forecast import Forecast
from indicators.targets.summary import compute_pace_line
from pages.blocks.pictures import list_named_sources, make_caption, make_picture_code
from pages.blocks.status import name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.targets import name_goal_line
from pages.documents.chart_data import Goal, SeriesMarks
from pages.documents.table_book import round_figure
from pages.documents.target_wording import describe_goal_value
from pages.shell import cache
from pages.shell.i18n import t

COLUMNS = ("year", "value", "low", "high", "unit", "part")


def pick_comparable_series(row) -> pd.DataFrame:
    """Return the comparable part of a row's series, without what is before a break."""
    series = list_shown_series(
        cache.get_inputs(), row["indicator_id"], row["area_id"], int(row["latest_year"])
    )
    known = series[series["year"] <= row["latest_year"]]
    return known[known["segment"] == known["segment"].iloc[-1]]


def offer_outlook(row, forecast: Forecast, path: pd.DataFrame | None) -> None:
    """Offer the outlook of a row of progress."""
    area = cache.get_area_names()[row["area_id"]]
    name = make_file_name(
        name_indicator(row["indicator_id"]), area, row["target_year"], t("targets.part.outlook")
    )
    offer_files(
        "outlook",
        name,
        draw=partial(draw_outlook_file, row, forecast, path),
        rows=partial(list_outlook_rows, row, forecast, path),
    )


def draw_outlook_file(row, forecast: Forecast, path: pd.DataFrame | None, kind: str) -> bytes:
    """Return series, forecast with its interval, and scenario as a picture."""
    # Only a picture needs what draws it.
    from pages.documents.chart_pictures import draw_series_picture

    series = pick_comparable_series(row)
    goals: tuple[Goal, ...] = ()
    if not is_missing(row["target_low"]):
        line = compute_pace_line(row)
        label = t("chart.target_label", name=name_goal_line(row), value=describe_goal_value(row))
        high = None if is_missing(row["target_high"]) else float(row["target_high"])
        pace = (line[0], line[1]) if line else None
        goals = (Goal(int(row["target_year"]), float(row["target_low"]), high, label, pace),)
    caption = make_caption(
        t(
            "picture.outlook_title",
            name=name_indicator(row["indicator_id"]),
            area=cache.get_area_names()[row["area_id"]],
            year=row["target_year"],
        ),
        unit=row["unit"],
        sources=list_named_sources(row["indicator_id"], series["source"]),
        last_year=int(row["latest_year"]),
        notes=(t("forecast.marks"), t("forecast.not_a_status")),
        code=make_picture_code(row["indicator_id"], row["area_id"]),
    )
    marks = SeriesMarks(goals, forecast=_list_ahead(forecast), path=path)
    return draw_series_picture(series, row["unit"], caption, marks, kind)


def _list_ahead(forecast: Forecast) -> pd.DataFrame | None:
    """Return the forecast from the newest point on, where its interval begins; None without."""
    ahead = forecast.frame[forecast.frame["kind"] == "forecast"]
    if ahead.empty:
        return None
    year, value = forecast.points[-1]
    origin = pd.DataFrame([{"year": year, "value": value, "low": value, "high": value}])
    return pd.concat([origin, ahead[list(origin.columns)]], ignore_index=True)


def list_outlook_rows(
    row, forecast: Forecast, path: pd.DataFrame | None
) -> tuple[list[str], list[list]]:
    """Return titles and rows: the figures, the forecast with its interval, the scenario."""
    ahead = forecast.frame[forecast.frame["kind"] == "forecast"]
    parts = [("picture.known", pick_comparable_series(row)), ("forecast.line", ahead)]
    parts += [] if path is None else [("whatif.line", path)]
    unit = format_unit(row["unit"])
    rows = [
        [
            int(line["year"]),
            *(round_figure(line.get(name)) for name in ("value", "low", "high")),
            unit,
            t(key),
        ]
        for key, frame in parts
        for line in frame.to_dict("records")
    ]
    return [t(f"picture.column.{name}") for name in COLUMNS], rows
