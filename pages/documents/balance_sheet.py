"""The publication of the forage–livestock balance: one A4 page with its number and its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.clock import get_today
from data.errors import DocumentError
from data.words.catalogue import get_language, t
from data.words.names import pick_name
from data.words.numbers import format_day, format_number, is_missing
from indicators.balance.figures import is_balance_made_up
from indicators.balance.inputs import BalanceInputs, list_balance_areas
from indicators.balance.verdict import STATUSES, compute_balance, pick_counties
from indicators.balance.wording import (
    format_balance_cell,
    format_balance_pct,
    format_balance_reason,
    format_balance_season,
    format_balance_status,
    list_shown_fields,
    name_balance_column,
)
from indicators.inputs import ProgressInputs
from pages.documents.typesetting import make_pdf, set_pages

TEMPLATE = "balance_sheet.typ"
SIZES = (9.6, 9.0, 8.4, 7.8, 7.2, 6.6, 6.0)
# More counties stand in two columns on a page turned sideways.
MOST_UPRIGHT = 44
COLUMNS = ("area", "season", "capacity", "load", "overload", "supplemented", "gap", "status")


def make_balance_content(
    inputs: BalanceInputs,
    progress: ProgressInputs,
    area_id: str,
    year: int,
    set_id: str | None = None,
    *,
    number: str | None = None,
    is_made_up: bool = False,
    seen: frozenset[str] | None = None,
) -> dict[str, Any]:
    """Return the content of the publication of an area: a county by season, others by county.

    Parameters
    ----------
    number : str or None
        Its number; None makes a draft.
    is_made_up : bool
        Whether it is of the example; made-up rows are found here anyway.
    seen : frozenset of str or None
        The areas whose figures who makes it sees (`Store.seen_areas`).

    Raises
    ------
    DocumentError
        No county of the area has a row (``balance_nothing``).
    """
    names = {
        row["area_id"]: pick_name(row)
        for row in progress.areas[["area_id", "name_zh", "name_en"]].to_dict("records")
    }
    counties = list_balance_areas(progress, area_id, year)
    rows = compute_balance(inputs, area_ids=counties, year=year, set_id=set_id)
    if rows.empty:
        raise DocumentError("balance_nothing", area=names[area_id], year=year)
    types = {row["type_id"]: pick_name(row) for row in inputs.types.to_dict("records")}
    is_county = counties == [area_id]
    content = build_balance_sheet(
        rows if is_county else pick_counties(rows),
        inputs.sets[inputs.sets["set_id"].isin(rows["set_id"].dropna())],
        area=names[area_id],
        year=year,
        number=number or t("balance.publication.draft_mark"),
        published_on=get_today(),
        names=names,
        types=types,
        silent=len(set(counties) - set(rows["area_id"])),
        is_county=is_county,
        is_made_up=is_made_up or is_balance_made_up(inputs, rows),
        is_partial=seen is not None and not seen.issuperset(counties),
    )
    if is_county:
        content["given"] = _build_given(inputs, area_id, year, types)
    return content


def _build_given(
    inputs: BalanceInputs, area_id: str, year: int, types: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what a county reported, a table for each sheet with rows."""
    tables = []
    for name, frame in (
        ("pasture", inputs.pastures),
        ("forage_source", inputs.forages),
        ("herd", inputs.herds),
    ):
        own = frame[(frame["area_id"] == area_id) & (frame["year"] == year)]
        fields = [field for field in list_shown_fields(name) if field.name != "source"]
        if len(own):
            tables.append(
                {
                    "title": t(f"balance.sheet.{name}"),
                    "columns": [name_balance_column(field) for field in fields],
                    "rows": [
                        [format_balance_cell(field, row, types) for field in fields]
                        for row in own.to_dict("records")
                    ],
                }
            )
    return tables


def build_balance_sheet(
    rows: pd.DataFrame,
    sets: pd.DataFrame,
    *,
    area: str,
    year: int,
    number: str,
    published_on: date,
    names: Mapping[str, str],
    types: Mapping[str, str],
    silent: int,
    is_county: bool,
    is_made_up: bool,
    is_partial: bool = False,
) -> dict[str, Any]:
    """Return the content of a publication as texts ready for the template.

    Parameters
    ----------
    rows : DataFrame
        One row per county that reported, or per season of a single county
        (`indicators.balance.verdict.compute_balance`).
    sets : DataFrame
        The factor sets that it rests on: set_id, name, source, version.
    names, types : mapping
        The name of each county, and of each grassland type.
    silent : int
        How many counties of the area have no row.
    is_county : bool
        Whether the area is that county: the one county that reported does not speak for the
        region that it lies in.
    is_partial : bool
        Whether some counties of the area are outside of what its maker sees.
    """
    summary = _summarise_county(rows, types) if is_county else _summarise(rows, silent, is_partial)
    several = is_county and rows["set_id"].nunique() > 1
    lines = [
        [
            *([row["set_id"]] if several else [names[row["area_id"]]]),
            *_build_line(row, types, is_county),
        ]
        for row in rows.to_dict("records")
    ]
    return {
        "language": get_language(),
        "title": t("balance.sheet_title", area=area, year=year),
        "number": number,
        "published_on": format_day(published_on),
        "watermark": t("documents.demonstration") if is_made_up else "",
        "summary": summary,
        "columns": [t(f"balance.sheet_column.{name}") for name in COLUMNS],
        "rows": lines,
        "given": [],
        "is_wide": len(lines) > MOST_UPRIGHT,
        "notes": [
            *([t("rights.made_of_part")] if is_partial else []),
            t("balance.sheet_units"),
            t("balance.sheet_method"),
            *(
                t(
                    "balance.sheet_set",
                    name=row["name"],
                    version=int(row["version"]),
                    source=row["source"],
                )
                for row in sets.to_dict("records")
            ),
        ],
    }


def _summarise(rows: pd.DataFrame, silent: int, is_partial: bool) -> str:
    counted = [
        t("balance.count_of", status=t(f"balance.status.{status}"), count=count)
        for status in STATUSES
        if (count := int((rows["status"] == status).sum()))
    ]
    parts = t("shell.list_separator").join(counted)
    summary = t("balance.sheet_summary", count=len(rows), parts=parts)
    if not silent:
        return summary
    key = "balance.sheet_silent_seen" if is_partial else "balance.sheet_silent"
    return summary + t(key, count=silent)


def _summarise_county(rows: pd.DataFrame, types: Mapping[str, str]) -> str:
    status = format_balance_status(rows.iloc[0].to_dict(), types) + t("shell.sentence_end")
    deciding = rows[rows["deciding"].astype(bool)].to_dict("records")
    return status + (format_balance_season(deciding[0]) if len(deciding) == 1 else "")


def _build_line(row: Mapping[str, Any], types: Mapping[str, str], is_county: bool) -> list[str]:
    status = t(f"balance.status.{row['season_status' if is_county else 'status']}")
    reason = format_balance_reason(_pick_reason(row, is_county), types)
    season = "—" if is_missing(row["season"]) else t(f"balance.season.{row['season']}")
    return [
        t("balance.is_deciding", season=season) if is_county and row["deciding"] else season,
        format_number(row["capacity_wan"], 2),
        format_number(row["load_wan"], 2),
        format_balance_pct(row["overload_pct"]),
        format_balance_pct(row["overload_with_supplement_pct"]),
        format_number(row["gap_t"], 0),
        t("balance.with_reason", status=status, reason=reason) if reason else status,
    ]


def _pick_reason(row: Mapping[str, Any], is_county: bool) -> str | None:
    """Return the reason; a season's own line leaves out what other seasons lack."""
    code, _, named = ("" if is_missing(row["reason"]) else row["reason"]).partition(":")
    is_others = code == "season_without_forage" and row["season"] not in named.split(",")
    return None if is_county and is_others else row["reason"]


def make_balance_sheet(content: dict[str, Any], published_on: date) -> bytes:
    """Return a publication as a PDF of exactly one A4 page.

    Raises
    ------
    DocumentError
        It does not fit on one page even in the smallest size (``balance_too_long``).
    """
    for size in SIZES:
        content = content | {"size": size}
        if set_pages(TEMPLATE, content) == 1:
            return make_pdf(TEMPLATE, content, published_on)
    raise DocumentError("balance_too_long")
