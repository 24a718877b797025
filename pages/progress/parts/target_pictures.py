"""The targets of an area to take away: as bullets, as data, and as a workbook."""

from collections.abc import Callable
from functools import partial

from data.words.names import pick_name
from data.words.numbers import format_year, is_missing
from indicators.targets.bullet import place_bullet
from indicators.targets.summary import pick_decisive
from pages.blocks.pictures import list_named_sources, make_caption
from pages.blocks.status import describe_reason, get_word, name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.target_names import name_target
from pages.documents.chart_data import BulletRow
from pages.documents.target_wording import get_reason_code
from pages.progress.parts.target_rows import list_measures, list_steps
from pages.progress.parts.target_table import (
    EVERY,
    SORTS,
    list_shown_targets,
    list_targets_rows,
    render_targets,
)
from pages.shell import cache
from pages.shell.i18n import t


def offer_targets(area_id: str, year: int, choice=(EVERY, EVERY, SORTS[0])) -> None:
    """Offer the shown targets; `choice` is goal, status and order of the table."""
    offer_files(
        "targets",
        make_file_name(t("shell.page.targets"), cache.get_area_names()[area_id], year),
        draw=partial(draw_targets_file, area_id, year, choice),
        rows=partial(list_targets_rows, area_id, year, *choice),
        table=partial(render_targets, area_id, year, "", *choice),
    )


def offer_tables(key: str, title: str, render: Callable[..., str], *view) -> None:
    """Offer tables of a target's detail as a workbook; `view` is area, year and target."""
    area_id, year, target_id = view
    area = cache.get_area_names()[area_id]
    name = make_file_name(name_target(target_id), area, year, title)
    offer_files(key, name, table=partial(render, *view))


def draw_targets_file(area_id: str, year: int, choice, kind: str) -> bytes:
    """Return the shown targets as bullets: base, latest value, pace, target and status."""
    # Only a picture needs what draws it.
    from pages.documents.bar_pictures import draw_bullets_picture

    progress, own = cache.get_progress(area_id, year), cache.get_progress_rows(area_id, year)
    targets = list_shown_targets(area_id, year, *choice)
    measures = {target["target_id"]: list_measures(own[target["target_id"]]) for target in targets}
    rows = [
        row for target in targets for row in _list_bullets(target, measures[target["target_id"]])
    ]
    shown = progress[progress["target_id"].isin(measures)]
    last = shown["latest_year"].max()
    sources = [
        source
        for name, group in shown.groupby("indicator_id", sort=False)
        for source in list_named_sources(name, group["latest_source"])
    ]
    caption = make_caption(
        t("picture.targets_title", area=cache.get_area_names()[area_id], year=format_year(year)),
        sources=sources,
        last_year=None if is_missing(last) else int(last),
        notes=(t("picture.bullet_note"),),
    )
    return draw_bullets_picture(rows, caption, kind)


def _list_bullets(target: dict, rows: list[dict]) -> list[BulletRow]:
    first = pick_decisive(rows)
    has_several = len({row["indicator_id"] for row in rows}) > 1
    return [_make_bullet(target, row, first, is_named=has_several) for row in rows]


def _make_bullet(target: dict, row: dict, first, *, is_named: bool) -> BulletRow:
    name = pick_name(target)
    if is_named:
        name = t("picture.measure", target=name, measure=name_indicator(row["indicator_id"]))
    is_first = row["indicator_id"] == first["indicator_id"]
    status = row["target_status"] if is_first else row["status"]
    is_undecided = get_reason_code(row["target_reason"]) == "reading_undecided"
    reason = describe_reason(row["target_reason"]) if is_first else ""
    way = (
        t("shell.no_data")
        if is_missing(row["latest_value"])
        else t("overview.arrow").join(text for _, text in list_steps(row))
    )
    return BulletRow(
        name,
        way,
        status,
        t("picture.status", status=get_word(status), reason=reason) if reason else get_word(status),
        place_bullet(row),
        is_open=row["target_status"] == "cannot_judge" or is_undecided or not row["is_primary"],
    )
