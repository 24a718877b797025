"""The shown projects to take away: the list, the time line, and the sums."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from data.clock import get_today
from data.projects.register import STAGES
from data.words.numbers import is_missing
from geo.palettes import STAGE_COLORS
from pages.blocks.pictures import make_caption
from pages.blocks.projects import (
    ON_TIMELINE,
    format_project_field,
    name_area,
    name_project,
    render_project_table,
)
from pages.blocks.takeaway import make_file_name, offer_files
from pages.documents.chart_data import SpanRow
from pages.shell.i18n import t

COLUMNS = ("item_id", "area_id", "stage", "started_on", "finished_on", "investment_wan", "state")


def offer_project_list(shown: pd.DataFrame) -> None:
    """Offer the listed projects as a workbook."""
    name = make_file_name(t("projects.register_name"), get_today().isoformat())
    table = partial(render_project_table, shown)
    offer_files("projects", name, table=table, of_projects=True)


def offer_project_sums(tables: Callable[[], str]) -> None:
    """Offer the sums of investment as a workbook."""
    name = make_file_name(t("projects.view.investment"), get_today().isoformat())
    offer_files("sums", name, table=tables, of_projects=True)


def offer_timeline(shown: pd.DataFrame) -> None:
    """Offer the time line as a picture and as data."""
    offer_files(
        "timeline",
        make_file_name(t("projects.view.timeline"), get_today().isoformat()),
        draw=partial(draw_timeline_file, shown),
        rows=partial(list_timeline_rows, shown),
        of_projects=True,
    )


def _pick_started(shown: pd.DataFrame) -> list[dict]:
    known = shown[shown["started_on"].notna()].sort_values("started_on")
    return known.to_dict("records")


def draw_timeline_file(shown: pd.DataFrame, kind: str) -> bytes:
    """Return the projects with a start date as bars, the earliest at the top."""
    # Only a picture needs what draws it.
    from pages.documents.bar_pictures import draw_spans_picture

    rows = [_make_span(row) for row in _pick_started(shown)[:ON_TIMELINE]]
    keys = {stage: (STAGE_COLORS[stage], t(f"projects.stage.{stage}")) for stage in STAGES}
    note = t(
        "projects.timeline_note",
        known=int(shown["started_on"].notna().sum()),
        total=len(shown),
        shown=ON_TIMELINE,
    )
    caption = make_caption(
        t("picture.timeline_title"),
        sources=[t("picture.register")],
        notes=(note,),
        of_projects=True,
    )
    return draw_spans_picture(rows, caption, keys, kind)


def _make_span(row: dict) -> SpanRow:
    begin, end = pd.Timestamp(row["started_on"]).date(), row["finished_on"]
    is_ended = not is_missing(end)
    last = pd.Timestamp(end).date() if is_ended else get_today()
    name = f"{name_project(row)} · {name_area(row['area_id'])}"
    return SpanRow(name, begin, max(begin, last), is_ended, row["stage"])


def list_timeline_rows(shown: pd.DataFrame) -> tuple[list[str], list[list]]:
    """Return titles and rows: a project each, all that have a start date."""
    header = [t("projects.field.name"), *(t(f"projects.field.{name}") for name in COLUMNS)]
    rows = [
        [
            name_project(row),
            *(
                row[name] if name == "investment_wan" else format_project_field(name, row[name])
                for name in COLUMNS
            ),
        ]
        for row in _pick_started(shown)
    ]
    return header, rows
