"""The figures of one indicator to take away: as CSV, and as a workbook with its sources."""

from functools import partial

from data.words.names import pick_name
from data.words.numbers import format_unit, is_missing
from geo.legend import name_no_data
from pages.blocks.pictures import draw_ranking_file, draw_series_file, name_series_file
from pages.blocks.series import get_events, get_shown_series
from pages.blocks.status import describe_shown_source, describe_source, name_indicator
from pages.blocks.takeaway import make_book, make_file_name, offer_files
from pages.blocks.values import format_state
from pages.documents.table_book import TableSheet, round_column
from pages.progress.parts.indicator_cache import get_ranking
from pages.progress.parts.indicator_events import describe_concern
from pages.progress.parts.indicator_views import (
    list_definition,
    list_series_sources,
    render_ranking,
)
from pages.shell import cache
from pages.shell.i18n import t

FIGURE_COLUMNS = ("year", "value", "unit", "state", "reported", "expected", "source")
RANK_COLUMNS = ("code", "area", "year", "value", "unit", "state", "source")
CSV_COLUMNS = ("indicator", "code", "area", *FIGURE_COLUMNS)
EVENT_COLUMNS = ("on", "kind", "name", "concerns", "source", "by")


def offer_series(indicator_id: str, area_id: str, year: int, span: str) -> None:
    """Offer the series: as a picture, as data, and as a workbook with everything of the page."""
    view = (indicator_id, area_id, year)
    offer_files(
        "series",
        name_series_file(*view),
        draw=partial(draw_series_file, *view, None, span),
        rows=partial(list_series_rows, *view),
        state=CSV_COLUMNS.index("state"),
        book=partial(make_series_book, *view),
    )


def offer_target_series(indicator_id: str, area_id: str, year: int, target_id: str) -> None:
    """Offer the series of a target's measure, with the target's lines."""
    view = (indicator_id, area_id, year)
    offer_files(
        f"series_{indicator_id}",
        name_series_file(*view),
        draw=partial(draw_series_file, *view, target_id, ""),
        rows=partial(list_series_rows, *view),
        state=CSV_COLUMNS.index("state"),
        book=partial(make_series_book, *view),
    )


def offer_ranking(indicator_id: str, area_id: str, year: int) -> None:
    """Offer the ranking: as a picture, as data and as a workbook."""
    view = (indicator_id, area_id, year)
    ranking = get_ranking(*view)
    area = cache.get_area_names()[ranking.within]
    offer_files(
        "ranking",
        make_file_name(name_indicator(indicator_id), area, ranking.year, t("picture.ranking")),
        draw=partial(draw_ranking_file, indicator_id, area_id, ranking),
        rows=partial(list_ranking_rows, *view),
        state=RANK_COLUMNS.index("state"),
        table=partial(render_ranking, *view),
    )


def list_series_rows(indicator_id: str, area_id: str, year: int) -> tuple[list[str], list[list]]:
    """Return titles and rows of a series, one row per year: rounded, with a unit in each row."""
    area = cache.get_area_names()[area_id]
    header = [t(f"indicator.file_column.{column}") for column in CSV_COLUMNS]
    rows = _list_figure_rows(indicator_id, area_id, year)
    return header, [[name_indicator(indicator_id), area_id, area, *row] for row in rows]


def list_ranking_rows(indicator_id: str, area_id: str, year: int) -> tuple[list[str], list[list]]:
    """Return titles and rows of a ranking; an area without a figure has its row."""
    header = [t(f"indicator.file_column.{column}") for column in _list_rank_columns(indicator_id)]
    return header, _list_rank_rows(indicator_id, area_id, year)


def _list_rank_columns(indicator_id: str) -> tuple[str, ...]:
    """Return the columns of a ranking; that of the place says in which order they are."""
    return (f"place_{cache.get_indicators().loc[indicator_id, 'direction']}", *RANK_COLUMNS)


def make_series_book(indicator_id: str, area_id: str, year: int) -> bytes:
    """Return the series as a workbook: figures, areas, sources and definition, events."""
    name, area = name_indicator(indicator_id), cache.get_area_names()[area_id]
    unit = format_unit(cache.get_indicators().loc[indicator_id, "unit"])
    key = "book_title" if unit else "book_title_plain"
    sheets = [
        _make_sheet(
            "figures",
            FIGURE_COLUMNS,
            _list_figure_rows(indicator_id, area_id, year),
            [10, 14, 12, 12, 12, 12, 70],
        ),
        _make_sheet(
            "ranking",
            _list_rank_columns(indicator_id),
            _list_rank_rows(indicator_id, area_id, year),
            [16, 10, 26, 10, 14, 12, 12, 60],
        ),
        _make_sheet(
            "sources", ("item", "text"), _list_source_rows(indicator_id, area_id, year), [26, 90]
        ),
    ]
    events = _list_event_rows(indicator_id, area_id)
    if events:
        header = [t(f"events.column.{column}") for column in EVENT_COLUMNS]
        widths = [12.0, 12, 30, 30, 50, 16]
        sheets.append(TableSheet(t("indicator.sheet.events"), header, events, widths))
    return make_book(t(f"indicator.{key}", name=name, unit=unit, area=area), sheets)


def _make_sheet(name: str, columns, rows: list[list], widths: list[float]) -> TableSheet:
    header = [t(f"indicator.file_column.{column}") for column in columns]
    return TableSheet(t(f"indicator.sheet.{name}"), header, rows, widths)


def _list_figure_rows(indicator_id: str, area_id: str, year: int) -> list[list]:
    series = get_shown_series(indicator_id, area_id, year)
    values = round_column(series["value"])
    return [
        [
            int(row["year"]),
            value,
            format_unit(row["unit"]),
            format_state(row["state"]),
            None if is_missing(row["reported"]) else int(row["reported"]),
            None if is_missing(row["expected"]) else int(row["expected"]),
            describe_shown_source(row),
        ]
        for row, value in zip(series.to_dict("records"), values, strict=True)
    ]


def _list_rank_rows(indicator_id: str, area_id: str, year: int) -> list[list]:
    ranking = get_ranking(indicator_id, area_id, year)
    values = round_column(ranking.rows["value"])
    areas = cache.get_areas()
    found = [
        [
            None if is_missing(row["place"]) else int(row["place"]),
            row["area_id"],
            pick_name(areas.loc[row["area_id"]]),
            ranking.year,
            value,
            format_unit(row["unit"]),
            format_state(row["state"]),
            describe_source(indicator_id, row["source"]) or "",
        ]
        for row, value in zip(ranking.rows.to_dict("records"), values, strict=True)
    ]
    # An area without a figure has its row: an empty cell, never zero.
    silent = name_no_data(is_partial=not cache.sees(ranking.missing))
    return found + [
        [None, code, pick_name(areas.loc[code]), ranking.year, None, "", silent, ""]
        for code in ranking.missing
    ]


def _list_source_rows(indicator_id: str, area_id: str, year: int) -> list[list]:
    rows: list[list] = [[term, text] for term, text in list_definition(indicator_id)]
    return rows + [
        [f"{t('indicator.file_column.source')} {source['years']}", source["text"]]
        for source in list_series_sources(indicator_id, area_id, year)
    ]


def _list_event_rows(indicator_id: str, area_id: str) -> list[list]:
    return [
        [
            row["happened_on"],
            t(f"events.kind.{row['kind']}"),
            row["name"],
            describe_concern(row, indicator_id),
            row["source"],
            row["recorded_by"],
        ]
        for row in get_events(indicator_id, area_id).to_dict("records")
    ]
