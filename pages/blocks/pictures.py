"""The charts of the pages as pictures to take away, from the same figures and words.

The drawing is in `pages.documents.chart_pictures` and `bar_pictures`.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from data.ledger.codes import load_figures_version, make_code
from data.words.names import cite_source, pick_name
from data.words.numbers import format_unit, format_year, is_missing
from indicators.ranking import Ranking
from indicators.shown_series import list_shown_points
from pages.blocks.series import label_event, list_goals, pick_shown
from pages.blocks.status import describe_source, name_indicator
from pages.blocks.takeaway import describe_made_on, describe_made_up, describe_part, make_file_name
from pages.blocks.target_names import name_silent
from pages.documents.chart_data import Caption, SeriesMarks
from pages.shell import cache
from pages.shell.i18n import t

MOST_SOURCES = 3
OPEN_STATES = ("reported", "provisional", "returned")


def make_caption(
    title: str,
    *,
    unit: str = "",
    sources: Iterable[str] = (),
    last_year: int | None = None,
    notes: tuple[str, ...] = (),
    of_projects: bool = False,
    code: str = "",
) -> Caption:
    """Return what a picture says of itself: title, unit, sources, part, cut-off, code and mark.

    `unit` is in the words of the tables; `last_year` is that of the newest figure shown; `code`
    comes from `make_picture_code`.
    """
    named = [source for source in dict.fromkeys(sources) if source]
    words = t("plate.separator").join(named[:MOST_SOURCES]) or t("plate.no_source")
    if len(named) > MOST_SOURCES:
        words = t("plate.more_sources", named=words, n=len(named) - MOST_SOURCES)
    cutoff = describe_made_on()
    if last_year is not None:
        cutoff = t("picture.cutoff", year=format_year(last_year), made=cutoff)
    printed = t("trace.printed", code=code) if code else ""
    cutoff = t("plate.separator").join(filter(None, (describe_part(), cutoff, printed)))
    written = format_unit(unit)
    return Caption(
        title,
        t("plate.unit", unit=written) if written else "",
        t("plate.source", sources=words),
        cutoff,
        notes,
        describe_made_up(of_projects=of_projects),
    )


def make_picture_code(indicator_id: str, area_id: str, year: int | None = None) -> str:
    """Return the code of a picture of an indicator; no year where it shows several."""
    return make_code(indicator_id, area_id, year, get_figures_version())


@cache.keep("figures")
def get_figures_version() -> int:
    """Return the version of the figures, for the codes on pictures and in the ledger."""
    return load_figures_version(cache.get_store())


def name_series_file(indicator_id: str, area_id: str, year: int) -> str:
    """Return the name of the files of a series: 牛肉产量_新疆_2024_走势."""
    points = list_shown_points(cache.get_inputs(), indicator_id, area_id, year)
    last = max((known for known, _, _ in points if known <= year), default="")
    area = cache.get_area_names()[area_id]
    return make_file_name(name_indicator(indicator_id), area, last, t("picture.trend"))


def draw_series_file(
    indicator_id: str, area_id: str, year: int, target_id: str | None, span: str, kind: str
) -> bytes:
    """Return the chart of an indicator in an area as a picture (see `draw_indicator`).

    Raises
    ------
    ValueError
        There is no figure; pages offer no picture then.
    """
    # Only a picture needs what draws it.
    from pages.documents.chart_pictures import draw_series_picture

    shown = pick_shown(indicator_id, area_id, year, target_id, span)
    if shown is None:
        raise ValueError(f"no figure of {indicator_id} in {area_id}")
    series = shown.series
    marks = SeriesMarks(
        goals=tuple(list_goals(shown.rows)),
        breaks=shown.breaks,
        events=tuple(
            (int(row["year"]), label_event(row)) for row in shown.events.to_dict("records")
        ),
        others=shown.others,
    )
    unit = series["unit"].iloc[0]
    caption = make_caption(
        t(
            "picture.series_title",
            name=name_indicator(indicator_id),
            area=cache.get_area_names()[area_id],
            first=int(series["year"].min()),
            last=int(series["year"].max()),
        ),
        unit=unit,
        sources=list_named_sources(indicator_id, series["source"]),
        last_year=int(series["year"].max()),
        notes=(t("picture.rolled"),) if series["reported"].notna().any() else (),
        code=make_picture_code(indicator_id, area_id),
    )
    return draw_series_picture(series, unit, caption, marks, kind)


def draw_ranking_file(indicator_id: str, area_id: str, ranking: Ranking, kind: str) -> bytes:
    """Return the areas of a ranking as bars; those without a figure are named below."""
    from pages.documents.bar_pictures import draw_ranking_picture

    areas, rows = cache.get_areas(), ranking.rows
    frame = pd.DataFrame(
        {
            "name": [pick_name(areas.loc[code]) for code in rows["area_id"]],
            "value": rows["value"].astype(float),
            "place": rows["place"],
            "is_open": rows["state"].isin(OPEN_STATES),
            "is_chosen": rows["area_id"] == area_id,
        }
    )
    notes = [name_silent(ranking.missing)]
    caption = make_caption(
        t(
            "picture.ranking_title",
            name=name_indicator(indicator_id),
            area=pick_name(areas.loc[ranking.within]),
            year=format_year(ranking.year),
        ),
        unit=rows["unit"].iloc[0],
        sources=list_named_sources(indicator_id, rows["source"]),
        last_year=ranking.year,
        notes=(t("picture.open_marks"), *(notes if ranking.missing else [])),
        code=make_picture_code(indicator_id, ranking.within, ranking.year),
    )
    return draw_ranking_picture(frame, caption, kind)


def list_named_sources(indicator_id: str, sources: Iterable[Any]) -> list[str]:
    """Return the sources of figures in words, newest first."""
    known = dict.fromkeys(source for source in reversed(list(sources)) if not is_missing(source))
    english = cache.get_inputs().sources_en
    return [
        describe_source(indicator_id, source) or cite_source(source, english) for source in known
    ]
