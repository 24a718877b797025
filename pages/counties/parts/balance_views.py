"""The balance as HTML: statuses, bars of the seasons, tables."""

import pandas as pd
from markupsafe import Markup

from data.words.numbers import format_number, is_missing
from indicators.balance.verdict import STATUSES
from indicators.balance.wording import (
    format_balance_cell,
    format_balance_pct,
    format_balance_reason,
    list_shown_fields,
    name_balance_column,
)
from pages.blocks.links import render_link
from pages.blocks.markup import render_note
from pages.blocks.status import render_mark
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.shell.balance_cache import get_type_names
from pages.shell.i18n import t

SYMBOLS = {"balanced": "●", "supplemented": "◆", "overloaded": "▼", "cannot_judge": "○"}
TALL = 16


def render_balance_status(status: str, reason: str | None, *, count: int | None = None) -> Markup:
    """Return a status with its symbol, and its reason in small print."""
    mark = render_mark(status, SYMBOLS[status], t(f"balance.status.{status}"), count=count)
    text = format_balance_reason(reason, get_type_names())
    return mark + Markup('<em class="reason">{}</em>').format(text) if text else mark


def render_counts_of_counties(rows: pd.DataFrame, silent: int, *, is_partial: bool) -> Markup:
    """Return how many counties have each status, and how many have reported nothing; of who does
    not see all of them nothing that is seen."""
    marks = [
        render_balance_status(status, None, count=int((rows["status"] == status).sum()))
        for status in STATUSES
    ]
    counts = Markup('<div class="legend">{}</div>').format(Markup("").join(marks))
    if not silent:
        return counts
    key = "balance.silent_seen" if is_partial else "balance.silent"
    return counts + render_note(t(key, count=silent))


def render_counties(rows: pd.DataFrame, names: dict[str, str], year: int) -> Markup:
    """Return one line per county, the worst first."""
    order = rows.assign(
        rank=[-STATUSES.index(status) if status != STATUSES[-1] else 1 for status in rows["status"]]
    ).sort_values(["rank", "overload_pct"], ascending=[True, False], na_position="last")
    columns = [
        Column("area", t("balance.column.area"), "name"),
        Column("status", t("balance.column.status"), "html"),
        Column("season", t("balance.column.deciding"), "short"),
        Column("capacity", t("balance.column.capacity"), "number"),
        Column("load", t("balance.column.load"), "number"),
        Column("overload", t("balance.column.overload"), "number"),
        Column("supplemented", t("balance.column.supplemented"), "number"),
        Column("gap", t("balance.column.gap"), "number"),
    ]
    lines = [
        {
            "area": render_link("balance", names[row["area_id"]], area=row["area_id"], year=year),
            "status": render_balance_status(row["status"], row["reason"]),
            "season": "—" if is_missing(row["season"]) else t(f"balance.season.{row['season']}"),
            **_format_numbers(row),
        }
        for row in order.to_dict("records")
    ]
    return render_table(columns, lines, is_tall=len(lines) > TALL, is_labelled=True)


def _format_numbers(row: dict) -> dict[str, str]:
    return {
        "capacity": format_number(row["capacity_wan"], 2),
        "load": format_number(row["load_wan"], 2),
        "overload": format_balance_pct(row["overload_pct"]),
        "supplemented": format_balance_pct(row["overload_with_supplement_pct"]),
        "gap": format_number(row["gap_t"], 0),
        "supplement": format_number(row["supplement_wan"], 2),
        "stall_fed": format_number(row["stall_fed_wan"], 2),
    }


def render_season_bars(rows: pd.DataFrame) -> Markup:
    """Return for each season two bars on one scale: what feeds the stock, and the stock.

    The first is grassland and other forage, the second grazing and stall-fed stock.
    """
    known = rows.fillna({"supplement_wan": 0.0})
    feed = known["capacity_wan"] + known["supplement_wan"]
    stock = known["load_wan"] + known["stall_fed_wan"]
    most = max(feed.max(), stock.max()) or 1.0
    seasons = Markup("").join(_render_season(row, most) for row in known.to_dict("records"))
    keys = Markup("").join(
        Markup('<li><span class="key {}"></span>{}</li>').format(kind, t(f"balance.bar.{kind}"))
        for kind in ("pasture", "forage", "grazing", "stall")
    )
    return Markup('<div class="seasons"><ul>{}</ul>{}</div>').format(keys, seasons)


def _render_season(row: dict, most: float) -> Markup:
    parts = (
        (("pasture", row["capacity_wan"]), ("forage", row["supplement_wan"])),
        (("grazing", row["load_wan"]), ("stall", row["stall_fed_wan"])),
    )
    bars = Markup("").join(
        Markup('<div class="pair">{}<b>{}</b></div>').format(
            Markup("").join(
                Markup('<span class="{}" style="flex-basis:{:.2f}%" title="{}"></span>').format(
                    kind, value / most * 82, f"{t(f'balance.bar.{kind}')} {format_number(value, 2)}"
                )
                for kind, value in pair
                if value > 0
            ),
            format_number(sum(value for _, value in pair), 2),
        )
        for pair in parts
    )
    name = t(f"balance.season.{row['season']}")
    label = t("balance.is_deciding", season=name) if row["deciding"] else name
    days = t("balance.season_days", days=int(row["days"]))
    return Markup('<div class="season{}"><h3>{}<small>{}</small></h3>{}</div>').format(
        " deciding" * bool(row["deciding"]), label, days, bars
    )


def render_seasons(rows: pd.DataFrame) -> Markup:
    """Return the seasons of a county as a table."""
    kinds = ("capacity", "supplement", "load", "stall_fed", "overload", "supplemented", "gap")
    columns = [
        Column("season", t("balance.field.season"), "short"),
        *(Column(kind, t(f"balance.column.{kind}"), "number") for kind in kinds),
        Column("status", t("balance.column.status"), "html"),
    ]
    lines = [
        {
            "season": t(f"balance.season.{row['season']}"),
            "status": render_balance_status(row["season_status"], None),
            **_format_numbers(row),
        }
        for row in rows.to_dict("records")
    ]
    return render_table(columns, lines, is_labelled=True)


def render_given(name: str, rows: pd.DataFrame) -> Markup:
    """Return the rows of a sheet that a county's balance is computed from."""
    fields = list_shown_fields(name)
    columns = [
        Column(
            field.name,
            name_balance_column(field),
            "number" if field.kind in ("number", "value") else "text",
            is_minor=field.name == "source",
        )
        for field in fields
    ]
    lines = [
        {field.name: format_balance_cell(field, row, get_type_names()) for field in fields}
        for row in rows.to_dict("records")
    ]
    return render_table(columns, lines, is_labelled=True)


def render_factor_sets(sets: pd.DataFrame) -> Markup:
    """Return the factor sets: source, version, when and by whom last changed."""
    columns = [
        Column("name", t("balance.field.set_name"), "name"),
        Column("source", t("balance.field.set_source"), "long"),
        Column("version", t("balance.column.version"), "short"),
        Column("changed", t("balance.column.changed"), "short", is_minor=True),
        Column("mark", t("balance.column.mark"), "html"),
    ]
    lines = [
        {
            "name": f"{row['name']} · {row['set_id']}"
            if row["name"] != row["set_id"]
            else row["name"],
            "source": row["source"],
            "version": t("balance.version", version=int(row["version"])),
            "changed": f"{format_office_time(row['recorded_at'])} {row['recorded_by'] or ''}",
            "mark": t("balance.example_mark") if row["is_example"] else "",
        }
        for row in sets.to_dict("records")
    ]
    return render_table(columns, lines, is_labelled=True)


def render_publications(rows: pd.DataFrame, names: dict[str, str]) -> Markup:
    """Return what was published: number, day, area, year, by whom."""
    columns = [
        Column("number", t("balance.publication.number"), "name"),
        Column("published_on", t("balance.publication.day"), "short"),
        Column("area", t("balance.publication.area")),
        Column("year", t("balance.field.year"), "short"),
        Column("by", t("upload.column.who"), is_minor=True),
    ]
    lines = [
        {
            "number": row["number"],
            "published_on": f"{row['published_on']:%Y-%m-%d}",
            "area": names.get(row["area_id"], row["area_id"]),
            "year": int(row["year"]),
            "by": row["recorded_by"],
        }
        for row in rows.to_dict("records")
    ]
    return render_table(columns, lines, is_labelled=True)
